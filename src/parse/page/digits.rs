//! Numbers as a wiki's interface writes them: any digits, any separators between thousands.
//!
//! Apart from the readers, because line numbers, byte changes and dates all need it, and because it is the only
//! place that knows which digits there are: `١٬٧٥٩`, `1 759`, `1.759` and `12,34,567` are numbers here.

/// The zeros of the digit systems that stand in a row in Unicode, in the order of the code points: ASCII and
/// the languages of `MediaWiki` that set `$digitTransformTable` (Arabic, Persian, N'Ko, Devanagari, Bengali,
/// Gujarati, Odia, Kannada, Lao, Tibetan, Burmese, Khmer, Tai Tham, Ol Chiki, Meetei Mayek).
const ZEROS: [char; 16] = ['0', '٠', '۰', '߀', '०', '০', '૦', '୦', '೦', '໐', '༠', '၀', '០', '᪀', '᱐', '꯰'];

/// The digits of Classical Chinese, which are not in a row; they are words of Chinese prose as well.
const IDEOGRAPHS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// What may stand between groups of digits: `MediaWiki`'s `$separatorTransformTable`s, their plain forms after
/// copying (a browser turns NBSP into a space), and the Swiss apostrophes.
const SEPARATORS: [char; 10] = [',', '.', '\'', '’', '٬', ' ', '\u{a0}', '\u{202f}', '\u{2009}', '\u{2007}'];

/// One set of ten digits; a number never mixes two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum System {
    /// Ten code points in a row, from this zero on.
    Row(char),
    /// The digits of Classical Chinese.
    Ideographic,
}

impl System {
    /// The system that the character is a digit of.
    fn of(digit: char) -> Option<Self> {
        if digit.is_ascii() {
            return digit.is_ascii_digit().then_some(Self::Row('0'));
        }
        // The nearest zero at or before the character: ASCII's is always there.
        let row = Self::Row(ZEROS[ZEROS.partition_point(|&zero| zero <= digit) - 1]);
        row.value(digit).map(|_| row).or_else(|| IDEOGRAPHS.contains(&digit).then_some(Self::Ideographic))
    }

    /// What the character counts in this system.
    fn value(self, digit: char) -> Option<u64> {
        match self {
            Self::Row(zero) => {
                let value = u32::from(digit).checked_sub(u32::from(zero))?;
                (value < 10).then_some(u64::from(value))
            }
            Self::Ideographic => IDEOGRAPHS.iter().position(|&one| one == digit).map(|value| value as u64),
        }
    }

    /// The digits at the start of the text as one group, and what follows them.
    ///
    /// None where there is no digit, and where the group is more than a `u64` holds.
    fn group(self, text: &str) -> Option<(Group, &str)> {
        let mut group = Group { value: 0, digits: 0 };
        let mut rest = skip_marks(text);
        while let Some(value) = rest.chars().next().and_then(|first| self.value(first)) {
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
struct Group {
    value: u64,
    digits: u32,
}

/// The number at the start of the text, and what follows it.
///
/// Direction marks inside the number and around it are passed over. Groups that no language writes (`1,2`) are
/// not joined: the number ends before the separator.
pub(crate) fn parse_number(text: &str) -> Option<(u64, &str)> {
    let text = skip_marks(text);
    let system = System::of(text.chars().next()?)?;
    let (head, rest) = system.group(text)?;
    Some(grouped(system, head, rest).unwrap_or((head.value, rest)))
}

/// Whether a digit may be in the text: quick, and never wrong where it says no.
///
/// The digits beyond ASCII begin at U+0660, so neither Latin, Greek, Cyrillic nor Hebrew text has to be decoded.
pub(crate) fn may_hold_digit(text: &str) -> bool {
    text.bytes().any(may_begin_digit)
}

const fn may_begin_digit(byte: u8) -> bool {
    const FIRST_LEAD: u8 = 0xd9;
    byte.is_ascii_digit() || byte >= FIRST_LEAD
}

/// The digits of any system in the text, and where they are; no character is decoded that can be none.
pub(crate) fn find_digits(text: &str) -> impl Iterator<Item = (usize, char)> {
    let places = text.bytes().enumerate().filter(|(_, byte)| may_begin_digit(*byte)).map(|(at, _)| at);
    places.filter_map(|at| Some((at, text[at..].chars().next().filter(|found| is_any_digit(*found))?)))
}

/// Whether the character is a digit of a system that no prose uses for words.
pub(crate) fn is_digit(character: char) -> bool {
    matches!(System::of(character), Some(System::Row(_)))
}

/// Whether the character is a digit of any system; in Chinese prose some are plain words.
pub(crate) fn is_any_digit(character: char) -> bool {
    System::of(character).is_some()
}

/// Whether the character only steers the direction of text: LRM, RLM, ALM, embeddings and isolates.
pub(crate) fn is_direction_mark(character: char) -> bool {
    matches!(
        character,
        '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    )
}

/// The text from its first character on that is no direction mark.
fn skip_marks(text: &str) -> &str {
    text.trim_start_matches(is_direction_mark)
}

/// The whole number, where separated groups follow its first one and their sizes are those of a language:
/// threes throughout, or twos and a three at the end (India).
fn grouped(system: System, head: Group, mut rest: &str) -> Option<(u64, &str)> {
    let separator = rest.chars().next().filter(|first| SEPARATORS.contains(first))?;
    let mut value = head.value;
    let mut middle = None;
    let mut last = None;
    while let Some((group, after)) = rest.strip_prefix(separator).and_then(|after| system.group(after)) {
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
    fn a_number_ends_where_its_digits_end() {
        case("20:", Some((20, ":")));
        case("20行目:", Some((20, "行目:")));
        case("007", Some((7, "")));
        case("", None);
        case("x1", None);
        case("-1", None);
    }

    #[test]
    fn groups_of_thousands_are_one_number() {
        for text in ["1,759", "1.759", "1'759", "1’759", "1٬759", "1 759", "1\u{a0}759", "1\u{202f}759"] {
            case(text, Some((1759, "")));
        }
        case("12,34,567 bytes", Some((1_234_567, " bytes")));
        case("1,234,567", Some((1_234_567, "")));
        case("1.759. sor:", Some((1759, ". sor:")));
    }

    #[test]
    fn implausible_groups_are_not_joined() {
        case("1,2", Some((1, ",2")));
        case("1759,123", Some((1759, ",123")));
        case("1,2345", Some((1, ",2345")));
        case("123,45,678", Some((123, ",45,678")));
        case("1,234.567", Some((1234, ".567")));
        case("20 22", Some((20, " 22")));
    }

    #[test]
    fn systems_are_not_mixed() {
        case("1٢", Some((1, "٢")));
        case("٢0", Some((2, "0")));
        case("二〇行", Some((20, "行")));
    }

    #[test]
    fn direction_marks_do_not_count() {
        case("\u{200f}1\u{200e},7\u{200e}59\u{200e}:", Some((1759, ":")));
    }

    #[test]
    fn a_number_too_large_to_hold_is_none() {
        case("18446744073709551615", Some((u64::MAX, "")));
        case("18446744073709551616", None);
    }

    #[test]
    fn no_digit_is_overlooked() {
        for zero in ZEROS.into_iter().chain(IDEOGRAPHS) {
            assert!(may_hold_digit(&zero.to_string()), "{zero}");
        }
        assert!(!may_hold_digit("Zeile, Ligne, Строка, שורה"));
    }

    #[test]
    fn zeros_open_ten_digits_each() {
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
        fn every_number_is_read_back(
            value: u64,
            zero in prop::sample::select(&ZEROS[..]),
            separator in prop::sample::select(&[",", ".", "'", "’", "٬", " ", "\u{a0}", "\u{202f}", ""][..]),
            size in 2_usize..=3,
        ) {
            let text = render(value, zero, separator, size) + ": x";
            prop_assert_eq!(parse_number(&text), Some((value, ": x")));
        }

        #[test]
        fn what_follows_is_the_end_of_the_text(text in "[0-9٠-٩,. \u{200e}]{0,12}x?") {
            if let Some((_, rest)) = parse_number(&text) {
                prop_assert!(text.ends_with(rest) && rest.len() < text.len());
            }
        }
    }
}
