//! "Line 20:", whatever the language: a header is one template rendered twice with two numbers.
//!
//! Apart from the readers, because every shape has such headers. The template is found without knowing any
//! language: short words around one number, the same on both sides. The table of `MediaWiki`'s own forms of the
//! message `lineno` confirms a reading and names the language.
//!
//! ```text
//! Line 20: Line 22:      prefix "Line ", suffix ":", numbers 20 and 22
//! 20行目:⇥22行目:         no prefix, suffix "行目:"
//! ```

use super::digits;
use super::messages::{Languages, normalize, phrase_table};
use crate::model::Sides;

/// A header has at most this many bytes: the longest form has 44, a number of Burmese digits with separators 39.
const HEADER_LIMIT: usize = 96;

/// Two headers and what joins them.
const PAIR_LIMIT: usize = 2 * HEADER_LIMIT + 3;

/// Whether it is one of the characters that no form of the message has, and that wikitext, code and prose are full of.
const fn is_foreign(byte: u8) -> bool {
    matches!(
        byte,
        b'[' | b']'
            | b'{'
            | b'}'
            | b'|'
            | b'='
            | b'*'
            | b'#'
            | b'<'
            | b'>'
            | b'('
            | b')'
            | b'"'
            | b'!'
            | b'?'
            | b';'
            | b','
            | b'&'
            | b'_'
            | b'\\'
    )
}

const FORMS: &str = include_str!("messages/tables/lineno.tsv");

/// One header: the words around one line number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Header<'t> {
    /// The line number.
    pub(crate) number: u32,
    /// What stands before the number.
    pub(crate) prefix: &'t str,
    /// What stands after the number.
    pub(crate) suffix: &'t str,
}

/// Whether two headers have the same words, white space and direction marks aside.
pub(crate) fn is_same_template(one: &Header, other: &Header) -> bool {
    normalize::same(one.prefix, other.prefix) && normalize::same(one.suffix, other.suffix)
}

/// The line as one header of some template.
pub(crate) fn parse_label(line: &str) -> Option<Header<'_>> {
    if line.len() > HEADER_LIMIT || !may_be_header(line) {
        return None;
    }
    let text = normalize::trim(line);
    let header = header(text, find_number(text)?)?;
    (!has_number(header.suffix)).then_some(header)
}

/// The line as two headers of one template, joined by a tab or by white space.
pub(crate) fn parse_pair(line: &str) -> Option<Sides<Header<'_>>> {
    if line.len() > PAIR_LIMIT || !may_be_header(line) {
        return None;
    }
    let text = normalize::trim(line);
    let (old, new) = text.split_once('\t').or_else(|| text.split_at_checked(joint(text)?))?;
    let headers = Sides::new(parse_label(old)?, parse_label(new)?);
    is_same_template(&headers.old, &headers.new).then_some(headers)
}

/// Whether a line has a number, and no character that headers have not: a comma may stand inside of the number. Quick, as
/// every line of an input is asked.
fn may_be_header(line: &str) -> bool {
    digits::may_hold_digit(line) && !line.bytes().any(|byte| byte != b',' && is_foreign(byte))
}

/// Where the white space between two headers of one template begins: before what stood before the first number,
/// when it comes again before the second.
fn joint(text: &str) -> Option<usize> {
    let first = find_number(text)?;
    let (_, rest) = digits::parse_number(&text[first..])?;
    let between = &rest[..find_number(rest)?];
    let suffix = normalize::strip_end(between, &normalize::fold(&text[..first]))?
        .trim_end_matches(normalize::is_blank);
    let joined =
        between[suffix.len()..].trim_start_matches(normalize::is_mark).starts_with(char::is_whitespace);
    joined.then_some(text.len() - rest.len() + suffix.len())
}

/// The likeliest language of a header whose words are `MediaWiki`'s.
pub(crate) fn language(header: &Header) -> Option<&'static str> {
    languages(header).map(Languages::first)
}

/// The languages whose form of the message the header has.
pub(crate) fn languages(header: &Header) -> Option<Languages> {
    let form = format!("{}$1{}", header.prefix, header.suffix);
    phrase_table::lookup(FORMS, &normalize::fold(&form)).map(Languages::new)
}

/// Where the first number begins. Chinese numerals count only where there is no other digit.
fn find_number(text: &str) -> Option<usize> {
    let mut digits = digits::find_digits(text).peekable();
    let first = digits.peek().map(|(at, _)| *at);
    digits.find(|(_, digit)| digits::is_digit(*digit)).map(|(at, _)| at).or(first)
}

/// Whether a digit of a system that no prose uses for words is in the text.
fn has_number(text: &str) -> bool {
    digits::find_digits(text).any(|(_, digit)| digits::is_digit(digit))
}

/// The header around the number that begins here, if the words around it can be a header's.
///
/// A number in Chinese numerals is one only in `MediaWiki`'s own words: 一 and 二 are words of Chinese prose.
fn header(text: &str, at: usize) -> Option<Header<'_>> {
    let (prefix, rest) = text.split_at(at);
    let (number, suffix) = digits::parse_number(rest)?;
    let header = Header { number: u32::try_from(number).ok()?, prefix, suffix };
    let wordless = normalize::trim(prefix).is_empty() && normalize::trim(suffix).is_empty();
    let plain = !wordless && !prefix.bytes().chain(suffix.bytes()).any(is_foreign);
    let sure = rest.starts_with(digits::is_digit) || language(&header).is_some();
    (plain && sure).then_some(header)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn single_case(line: &str, expected: Option<(u32, &str, &str)>) {
        let read = parse_label(line).map(|header| (header.number, header.prefix, header.suffix));
        assert_eq!(read, expected, "{line:?}");
    }

    #[test]
    fn a_header_is_words_round_one_number() {
        single_case("Line 20:", Some((20, "Line ", ":")));
        single_case("\tLine 1,759:", Some((1759, "Line ", ":")));
        single_case("20行目:", Some((20, "", "行目:")));
        single_case("第20行：", Some((20, "第", "行：")));
        single_case("Ligne\u{a0}20\u{202f}:", Some((20, "Ligne\u{a0}", "\u{202f}:")));
        single_case("سطر ٢٠:", Some((20, "سطر ", ":")));
    }

    #[test]
    fn other_lines_are_no_header() {
        for line in [
            "",
            "20",
            "Line",
            "Line 20: Line 22:",
            "* item 20",
            "[[1]]",
            "| 5",
            "; 1909",
            "no. 5, too",
            "Line 4294967296:",
        ] {
            single_case(line, None);
        }
        single_case(&format!("{} 20:", "long ".repeat(30)), None);
    }

    #[test]
    fn chinese_numerals_need_known_words() {
        single_case("他是一个人", None);
        single_case("第二〇行：", Some((20, "第", "行：")));
    }

    #[track_caller]
    fn pair_case(line: &str, expected: Option<(u32, u32)>) {
        let read = parse_pair(line).map(|headers| (headers.old.number, headers.new.number));
        assert_eq!(read, expected, "{line:?}");
    }

    #[test]
    fn two_headers_of_one_template_are_a_pair() {
        pair_case("Line 20: Line 22:", Some((20, 22)));
        pair_case("Line 3:\tLine 3:", Some((3, 3)));
        pair_case("Line 3: \tLine 3:", Some((3, 3)));
        pair_case("20行目: 22行目:", Some((20, 22)));
        pair_case("Линия 20: Линия 22:", Some((20, 22)));
        pair_case("Ligne\u{a0}20\u{202f}: Ligne 20 :", Some((20, 20)));
        pair_case("Baris 1.759 Baris 1.761", Some((1759, 1761)));
        pair_case("\u{200f}שורה 1: \u{200f}שורה 1:\u{200e}", Some((1, 1)));
    }

    #[test]
    fn unlike_halves_are_no_pair() {
        for line in ["", "Line 20:", "Line 20: Row 22:", "Line 20: 22:", "20 22", "Line 1: Line 2: Line 3:"] {
            pair_case(line, None);
        }
    }

    #[test]
    fn known_words_name_the_language() {
        for (line, expected) in [
            ("Line 20:", Some("en")),
            ("Zeile 20:", Some("de")),
            ("Ligne 20 :", Some("fr")),
            ("20行目:", Some("ja")),
            ("Строка 20:", Some("ru")),
            ("שורה 20:", Some("he")),
            ("سطر ٢٠:", Some("ar")),
            ("第20行：", Some("zh-hans")),
            ("Paragraph 20:", None),
        ] {
            assert_eq!(parse_label(line).as_ref().and_then(language), expected, "{line:?}");
        }
    }

    #[test]
    fn every_form_is_read_back_with_every_digit() {
        let numbers =
            [("1", 1), ("20", 20), ("1,759", 1759), ("1\u{a0}759", 1759), ("১,৭৫৯", 1759), ("၂၀", 20)];
        for form in FORMS.lines() {
            let (form, codes) = form.split_once('\t').expect("every form has languages");
            for (number, value) in numbers {
                let line = form.replace("$1", number);
                let header = parse_label(&line).unwrap_or_else(|| panic!("{line:?} is a header"));
                assert_eq!(header.number, value, "{line:?}");
                assert_eq!(languages(&header), Some(Languages::new(codes)), "{line:?}");
                for joint in [" ", "\t", " \t", "\u{a0}"] {
                    pair_case(&format!("{line}{joint}{line}"), Some((value, value)));
                }
            }
        }
    }

    proptest! {
        #![proptest_config(crate::proptest_config())]

        #[test]
        fn any_template_is_found_twice_in_a_line(
            prefix in "[a-zа-я]{1,8}[ \u{a0}]?",
            suffix in "[ \u{a0}]?[:.行]?",
            numbers in any::<(u32, u32)>(),
            joint in "[ \t]{1,2}",
        ) {
            let line = format!("{prefix}{}{suffix}{joint}{prefix}{}{suffix}", numbers.0, numbers.1);
            let headers = parse_pair(&line).map(|headers| (headers.old.number, headers.new.number));
            prop_assert_eq!(headers, Some(numbers));
        }

        #[test]
        fn a_header_is_a_slice_of_its_line(line in "[ a:(\t\u{a0}\u{200e}1٢一,行]{0,24}") {
            for header in [parse_label(&line), parse_pair(&line).map(|headers| headers.new)].into_iter().flatten() {
                prop_assert!(line.contains(header.prefix) && line.contains(header.suffix));
                prop_assert!(!normalize::trim(header.prefix).is_empty() || !normalize::trim(header.suffix).is_empty());
            }
        }
    }
}
