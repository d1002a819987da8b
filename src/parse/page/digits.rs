//! Numbers as a wiki's interface writes them: digits of any script, separators of any language.
//!
//! Line numbers, byte changes and dates all contain numbers, and this module alone knows the digits and the
//! separators: `١٬٧٥٩`, `1 759`, `1.759` and `12,34,567` are numbers here.

/// Zeros of the digit systems whose ten digits follow one another in Unicode, by code point: ASCII and the languages
/// of `MediaWiki` that set `$digitTransformTable` (Arabic, Persian, N'Ko, Devanagari, Bengali, Gujarati, Odia,
/// Kannada, Lao, Tibetan, Burmese, Khmer, Tai Tham, Ol Chiki, Meetei Mayek).
const ZEROS: [char; 16] = ['0', '٠', '۰', '߀', '०', '০', '૦', '୦', '೦', '໐', '༠', '၀', '០', '᪀', '᱐', '꯰'];

/// Digits of Classical Chinese. They do not follow one another in Unicode, and they are words of Chinese prose as well.
const IDEOGRAPHS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// Separators between groups of digits: `MediaWiki`'s `$separatorTransformTable`s, their plain forms after copying
/// (a browser turns NBSP into a space), and the Swiss apostrophes.
const SEPARATORS: [char; 10] = [',', '.', '\'', '’', '٬', ' ', '\u{a0}', '\u{202f}', '\u{2009}', '\u{2007}'];

/// A set of ten digits. A number never mixes two sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DigitSystem {
    /// Ten code points in a row, starting at this zero.
    Consecutive(char),
    /// The digits of Classical Chinese.
    Ideographic,
}

impl DigitSystem {
    /// Finds the system of a digit.
    fn from_digit(digit: char) -> Option<Self> {
        if digit.is_ascii() {
            return digit.is_ascii_digit().then_some(Self::Consecutive('0'));
        }
        // The nearest zero at or before the character. ASCII's zero comes before every character that gets here.
        let nearest = Self::Consecutive(ZEROS[ZEROS.partition_point(|&zero| zero <= digit) - 1]);
        nearest
            .digit_value(digit)
            .map(|_| nearest)
            .or_else(|| IDEOGRAPHS.contains(&digit).then_some(Self::Ideographic))
    }

    /// Value of a digit of this system.
    fn digit_value(self, digit: char) -> Option<u64> {
        match self {
            Self::Consecutive(zero) => {
                let value = u32::from(digit).checked_sub(u32::from(zero))?;
                (value < 10).then_some(u64::from(value))
            }
            Self::Ideographic => {
                IDEOGRAPHS.iter().position(|&ideograph| ideograph == digit).map(|value| value as u64)
            }
        }
    }

    /// Parses the digits at the start of the text as one group. Returns the group and the text after the group;
    /// `None` without a digit, and for a value that does not fit a `u64`.
    fn parse_group(self, text: &str) -> Option<(DigitGroup, &str)> {
        let mut group = DigitGroup { value: 0, digits: 0 };
        let mut rest = skip_marks(text);
        while let Some(value) = rest.chars().next().and_then(|first| self.digit_value(first)) {
            group.value = group.value.checked_mul(10)?.checked_add(value)?;
            group.digits += 1;
            let mut characters = rest.chars();
            characters.next();
            rest = skip_marks(characters.as_str());
        }
        (group.digits > 0).then_some((group, rest))
    }
}

/// A run of digits without a separator.
#[derive(Clone, Copy)]
struct DigitGroup {
    value: u64,
    digits: u32,
}

/// Parses the number at the start of the text. Returns its value and the text after the number.
///
/// Direction marks inside and around the number are skipped. Groups that no language writes (`1,2`) are not joined:
/// the number ends before the separator.
pub(crate) fn parse_number(text: &str) -> Option<(u64, &str)> {
    let text = skip_marks(text);
    let system = DigitSystem::from_digit(text.chars().next()?)?;
    let (head, rest) = system.parse_group(text)?;
    Some(parse_grouped(system, head, rest).unwrap_or((head.value, rest)))
}

/// True if the text may contain a digit. A quick test without false negatives.
///
/// Digits beyond ASCII begin at U+0660, so Latin, Greek, Cyrillic and Hebrew text need not be decoded.
pub(crate) fn may_hold_digit(text: &str) -> bool {
    text.bytes().any(may_begin_digit)
}

const fn may_begin_digit(byte: u8) -> bool {
    const FIRST_LEAD: u8 = 0xd9;
    byte.is_ascii_digit() || byte >= FIRST_LEAD
}

/// Finds the digits of every system in the text, with their byte offsets. Decodes only characters that can be digits.
pub(crate) fn find_digits(text: &str) -> impl Iterator<Item = (usize, char)> {
    let places = text.bytes().enumerate().filter(|(_, byte)| may_begin_digit(*byte)).map(|(at, _)| at);
    places.filter_map(|at| Some((at, text[at..].chars().next().filter(|found| is_any_digit(*found))?)))
}

/// True for a digit of a system that no language uses for words.
pub(crate) fn is_digit(character: char) -> bool {
    matches!(DigitSystem::from_digit(character), Some(DigitSystem::Consecutive(_)))
}

/// True for a digit of any system. Some are plain words in Chinese prose.
pub(crate) fn is_any_digit(character: char) -> bool {
    DigitSystem::from_digit(character).is_some()
}

/// True for a character that only steers the direction of text: LRM, RLM, ALM, embeddings and isolates.
pub(crate) fn is_direction_mark(character: char) -> bool {
    matches!(
        character,
        '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    )
}

/// Drops the direction marks at the start of the text.
fn skip_marks(text: &str) -> &str {
    text.trim_start_matches(is_direction_mark)
}

/// Parses the separated groups after the first group. The sizes must be a language's: threes throughout, or twos and
/// a final three (India).
fn parse_grouped(system: DigitSystem, head: DigitGroup, mut rest: &str) -> Option<(u64, &str)> {
    let separator = rest.chars().next().filter(|first| SEPARATORS.contains(first))?;
    let mut value = head.value;
    let mut middle = None;
    let mut last = None;
    while let Some((group, after)) = rest.strip_prefix(separator).and_then(|after| system.parse_group(after))
    {
        if let Some(before) = last
            && *middle.get_or_insert(before) != before
        {
            return None;
        }
        value = value.checked_mul(10_u64.checked_pow(group.digits)?)?.checked_add(group.value)?;
        last = Some(group.digits);
        rest = after;
    }
    let widest_head = middle.unwrap_or(3);
    let plausible = last == Some(3) && matches!(widest_head, 2 | 3) && head.digits <= widest_head;
    plausible.then_some((value, rest))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn case(text: &str, expected: Option<(u64, &str)>) {
        assert_eq!(parse_number(text), expected, "{text:?}");
    }

    #[test]
    fn number_ends_with_its_digits() {
        case("20:", Some((20, ":")));
        case("20行目:", Some((20, "行目:")));
        case("007", Some((7, "")));
        case("", None);
        case("x1", None);
        case("-1", None);
    }

    #[test]
    fn joins_groups_of_thousands() {
        for text in ["1,759", "1.759", "1'759", "1’759", "1٬759", "1 759", "1\u{a0}759", "1\u{202f}759"] {
            case(text, Some((1759, "")));
        }
        case("12,34,567 bytes", Some((1_234_567, " bytes")));
        case("1,234,567", Some((1_234_567, "")));
        case("1.759. sor:", Some((1759, ". sor:")));
    }

    #[test]
    fn keeps_implausible_groups_apart() {
        case("1,2", Some((1, ",2")));
        case("1759,123", Some((1759, ",123")));
        case("1,2345", Some((1, ",2345")));
        case("123,45,678", Some((123, ",45,678")));
        case("1,234.567", Some((1234, ".567")));
        case("20 22", Some((20, " 22")));
    }

    #[test]
    fn never_mixes_digit_systems() {
        case("1٢", Some((1, "٢")));
        case("٢0", Some((2, "0")));
        case("二〇行", Some((20, "行")));
    }

    #[test]
    fn skips_direction_marks() {
        case("\u{200f}1\u{200e},7\u{200e}59\u{200e}:", Some((1759, ":")));
    }

    #[test]
    fn rejects_numbers_beyond_u64() {
        case("18446744073709551615", Some((u64::MAX, "")));
        case("18446744073709551616", None);
    }

    #[test]
    fn quick_test_overlooks_no_digit() {
        for zero in ZEROS.into_iter().chain(IDEOGRAPHS) {
            assert!(may_hold_digit(&zero.to_string()), "{zero}");
        }
        assert!(!may_hold_digit("Zeile, Ligne, Строка, שורה"));
    }

    #[test]
    fn every_zero_starts_ten_digits() {
        for zero in ZEROS {
            for value in 0..10 {
                let digit = char::from_u32(u32::from(zero) + value).expect("ten digits in a row");
                assert_eq!(parse_number(&digit.to_string()), Some((u64::from(value), "")), "{digit}");
                assert!(digit.is_numeric(), "{digit}");
            }
        }
    }

    /// The number in the digits of a system, with a separator between the groups of a size pattern.
    fn render(value: u64, zero: char, separator: &str, size: usize) -> String {
        let digits = value.to_string();
        let mut text = String::new();
        for (index, digit) in digits.chars().enumerate() {
            let left = digits.len() - index;
            let boundary = left == 3 || left > 3 && (left - 3).is_multiple_of(size);
            if index > 0 && boundary {
                text.push_str(separator);
            }
            let value = digit.to_digit(10).expect("a decimal digit");
            text.push(char::from_u32(u32::from(zero) + value).expect("ten digits in a row"));
        }
        text
    }

    proptest! {
        #![proptest_config(crate::proptest_config())]

        #[test]
        fn parses_every_rendered_number(
            value: u64,
            zero in prop::sample::select(&ZEROS[..]),
            separator in prop::sample::select(&[",", ".", "'", "’", "٬", " ", "\u{a0}", "\u{202f}", ""][..]),
            size in 2_usize..=3,
        ) {
            let text = render(value, zero, separator, size) + ": x";
            prop_assert_eq!(parse_number(&text), Some((value, ": x")));
        }

        #[test]
        fn rest_is_a_suffix_of_the_text(text in "[0-9٠-٩,. \u{200e}]{0,12}x?") {
            if let Some((_, rest)) = parse_number(&text) {
                prop_assert!(text.ends_with(rest) && rest.len() < text.len());
            }
        }
    }
}
