//! The label "Line 20:" of a hunk header, in any language.
//!
//! A hunk header renders a template twice, with two numbers. The template is recognised without knowing its
//! language: short words around one number, equal on both sides. The table of `MediaWiki`'s own forms of the message
//! `lineno` confirms a label and names the language.
//!
//! ```text
//! Line 20: Line 22:      prefix "Line ", suffix ":", numbers 20 and 22
//! 20行目:⇥22行目:         no prefix, suffix "行目:"
//! ```

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::digits;
use super::messages::{Languages, normalize, phrase_table};
use crate::model::Sides;

/// Maximum length of a label in bytes: the longest form has 44, a number of Burmese digits with separators 39.
const MAX_LABEL_LEN: usize = 96;

/// Maximum length of two labels and the white space that joins them.
const MAX_PAIR_LEN: usize = 2 * MAX_LABEL_LEN + 3;

/// True for a character that no form of the message contains, and that wikitext, code and prose are full of.
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

/// A "Line 20:" label: the words around a line number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LineLabel<'t> {
    /// The line number.
    pub(crate) number: u32,
    /// The words before the number.
    pub(crate) prefix: &'t str,
    /// The words after the number.
    pub(crate) suffix: &'t str,
}

/// True if two labels have equal words, apart from white space and direction marks.
pub(crate) fn is_same_template(first: &LineLabel, second: &LineLabel) -> bool {
    normalize::is_same(first.prefix, second.prefix) && normalize::is_same(first.suffix, second.suffix)
}

/// Parses the line as one label of some template.
pub(crate) fn parse_label(line: &str) -> Option<LineLabel<'_>> {
    if line.len() > MAX_LABEL_LEN || !may_be_label(line) {
        return None;
    }
    let text = normalize::trim(line);
    let label = parse_label_at(text, find_number(text)?)?;
    (!has_number(label.suffix)).then_some(label)
}

/// Parses the line as two labels of one template, joined by a tab or by white space.
pub(crate) fn parse_pair(line: &str) -> Option<Sides<LineLabel<'_>>> {
    if line.len() > MAX_PAIR_LEN || !may_be_label(line) {
        return None;
    }
    let text = normalize::trim(line);
    let (old, new) = text.split_once('\t').or_else(|| text.split_at_checked(find_joint(text)?))?;
    let labels = Sides::new(parse_label(old)?, parse_label(new)?);
    is_same_template(&labels.old, &labels.new).then_some(labels)
}

/// True if a line may be a label or a pair of labels. A quick test for every line of an input, without false negatives.
pub(crate) fn may_be_header(line: &str) -> bool {
    line.len() <= MAX_PAIR_LEN && may_be_label(line)
}

/// True if a line of any length may hold labels: a short text at its start and end, and a number.
pub(crate) fn may_hold_label(line: &str) -> bool {
    static GAP: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("  "));
    let text = line.trim();
    let start = GAP.find(&text.as_bytes()[..text.len().min(MAX_LABEL_LEN + "  ".len())]);
    start.is_some_and(|start| may_be_label(&text[..start]))
}

/// True if a line has a number and no character that labels lack; a comma may stand inside the number.
fn may_be_label(line: &str) -> bool {
    digits::may_hold_digit(line) && !line.bytes().any(|byte| byte != b',' && is_foreign(byte))
}

/// Finds the white space between two labels of one template: it precedes the second copy of the words that precede
/// the first number.
fn find_joint(text: &str) -> Option<usize> {
    let first = find_number(text)?;
    let (_, rest) = digits::parse_number(&text[first..])?;
    let between = &rest[..find_number(rest)?];
    let suffix = normalize::strip_end(between, &normalize::normalize(&text[..first]))?
        .trim_end_matches(normalize::is_blank);
    let joined =
        between[suffix.len()..].trim_start_matches(normalize::is_mark).starts_with(char::is_whitespace);
    joined.then_some(text.len() - rest.len() + suffix.len())
}

/// The likeliest language of a label whose words are `MediaWiki`'s.
pub(crate) fn language(label: &LineLabel) -> Option<&'static str> {
    languages(label).map(Languages::first)
}

/// The languages whose form of the message the label has.
pub(crate) fn languages(label: &LineLabel) -> Option<Languages> {
    let form = format!("{}$1{}", label.prefix, label.suffix);
    phrase_table::lookup(FORMS, &normalize::normalize(&form)).map(Languages::new)
}

/// Finds the first number. Chinese numerals count only without any other digit.
fn find_number(text: &str) -> Option<usize> {
    let mut digits = digits::find_digits(text).peekable();
    let first = digits.peek().map(|(at, _)| *at);
    digits.find(|(_, digit)| digits::is_digit(*digit)).map(|(at, _)| at).or(first)
}

/// True if the text has a digit of a system that no language uses for words.
fn has_number(text: &str) -> bool {
    digits::find_digits(text).any(|(_, digit)| digits::is_digit(digit))
}

/// Parses the label around the number at an offset, if its words can be a label's.
///
/// A number in Chinese numerals counts only in `MediaWiki`'s own words: 一 and 二 are words of Chinese prose.
fn parse_label_at(text: &str, at: usize) -> Option<LineLabel<'_>> {
    let (prefix, rest) = text.split_at(at);
    let (number, suffix) = digits::parse_number(rest)?;
    let label = LineLabel { number: u32::try_from(number).ok()?, prefix, suffix };
    let wordless = normalize::trim(prefix).is_empty() && normalize::trim(suffix).is_empty();
    let plain = !wordless && !prefix.bytes().chain(suffix.bytes()).any(is_foreign);
    let sure = rest.starts_with(digits::is_digit) || language(&label).is_some();
    (plain && sure).then_some(label)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn label_case(line: &str, expected: Option<(u32, &str, &str)>) {
        let read = parse_label(line).map(|label| (label.number, label.prefix, label.suffix));
        assert_eq!(read, expected, "{line:?}");
    }

    #[test]
    fn label_is_words_around_one_number() {
        label_case("Line 20:", Some((20, "Line ", ":")));
        label_case("\tLine 1,759:", Some((1759, "Line ", ":")));
        label_case("20行目:", Some((20, "", "行目:")));
        label_case("第20行：", Some((20, "第", "行：")));
        label_case("Ligne\u{a0}20\u{202f}:", Some((20, "Ligne\u{a0}", "\u{202f}:")));
        label_case("سطر ٢٠:", Some((20, "سطر ", ":")));
    }

    #[test]
    fn rejects_other_lines() {
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
            label_case(line, None);
        }
        label_case(&format!("{} 20:", "long ".repeat(30)), None);
    }

    #[test]
    fn chinese_numerals_need_known_words() {
        label_case("他是一个人", None);
        label_case("第二〇行：", Some((20, "第", "行：")));
    }

    #[track_caller]
    fn pair_case(line: &str, expected: Option<(u32, u32)>) {
        let read = parse_pair(line).map(|labels| (labels.old.number, labels.new.number));
        assert_eq!(read, expected, "{line:?}");
    }

    #[test]
    fn pairs_two_labels_of_one_template() {
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
    fn rejects_unlike_halves() {
        for line in ["", "Line 20:", "Line 20: Row 22:", "Line 20: 22:", "20 22", "Line 1: Line 2: Line 3:"] {
            pair_case(line, None);
        }
    }

    #[test]
    fn known_words_name_their_language() {
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
    fn parses_every_form_with_every_digit() {
        let numbers =
            [("1", 1), ("20", 20), ("1,759", 1759), ("1\u{a0}759", 1759), ("১,৭৫৯", 1759), ("၂၀", 20)];
        for form in FORMS.lines() {
            let (form, codes) = form.split_once('\t').expect("every form has languages");
            for (number, value) in numbers {
                let line = form.replace("$1", number);
                let label = parse_label(&line).unwrap_or_else(|| panic!("{line:?} is a label"));
                assert_eq!(label.number, value, "{line:?}");
                assert_eq!(languages(&label), Some(Languages::new(codes)), "{line:?}");
                for joint in [" ", "\t", " \t", "\u{a0}"] {
                    pair_case(&format!("{line}{joint}{line}"), Some((value, value)));
                }
            }
        }
    }

    proptest! {
        #![proptest_config(crate::proptest_config())]

        #[test]
        fn finds_any_template_twice_in_a_line(
            prefix in "[a-zа-я]{1,8}[ \u{a0}]?",
            suffix in "[ \u{a0}]?[:.行]?",
            numbers in any::<(u32, u32)>(),
            joint in "[ \t]{1,2}",
        ) {
            let line = format!("{prefix}{}{suffix}{joint}{prefix}{}{suffix}", numbers.0, numbers.1);
            let labels = parse_pair(&line).map(|labels| (labels.old.number, labels.new.number));
            prop_assert_eq!(labels, Some(numbers));
        }

        #[test]
        fn label_is_a_slice_of_its_line(line in "[ a:(\t\u{a0}\u{200e}1٢一,行]{0,24}") {
            for label in [parse_label(&line), parse_pair(&line).map(|labels| labels.new)].into_iter().flatten() {
                prop_assert!(line.contains(label.prefix) && line.contains(label.suffix));
                prop_assert!(!normalize::trim(label.prefix).is_empty() || !normalize::trim(label.suffix).is_empty());
            }
        }
    }
}
