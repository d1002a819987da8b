//! Comparing words through what copying does to them: white space and invisible marks.
//!
//! A copied line has plain spaces where the page has NBSP, direction marks where the software puts them, and
//! spaces at its ends. The tables hold words in folded form (single spaces, no marks, none at the ends), and
//! everything here compares a raw text with such words and gives back slices of the raw text.

use std::borrow::Cow;

use crate::parse::page::digits;

/// Whether the character is passed over in comparison: direction marks, and the zero-width space and BOM that
/// some wikis put around punctuation.
pub(crate) fn is_mark(character: char) -> bool {
    digits::is_direction_mark(character) || matches!(character, '\u{200b}' | '\u{feff}')
}

/// Whether the character shows nothing: white space or a mark.
pub(crate) fn is_blank(character: char) -> bool {
    character.is_whitespace() || is_mark(character)
}

/// The text without blanks at its ends.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(is_blank)
}

/// The text with marks dropped, runs of white space as one space, and none at the ends.
pub(crate) fn fold(text: &str) -> Cow<'_, str> {
    let text = trim(text);
    let plain = !text.contains("  ") && text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
    if plain { Cow::Borrowed(text) } else { Cow::Owned(folded(text).collect()) }
}

/// Whether two texts are the same once folded.
pub(crate) fn same(one: &str, other: &str) -> bool {
    one == other || folded(trim(one)).eq(folded(trim(other)))
}

/// What follows the words at the start of the text; the words are folded but may end in a space.
pub(crate) fn strip_start<'t>(text: &'t str, words: &str) -> Option<&'t str> {
    let mut rest = if words.starts_with(' ') { text } else { text.trim_start_matches(is_blank) };
    for expected in words.chars() {
        rest = if expected == ' ' { strip_blanks(rest)? } else { strip_character(rest, expected)? };
    }
    Some(rest)
}

/// What stands before the words at the end of the text; the words are folded but may begin with a space.
pub(crate) fn strip_end<'t>(text: &'t str, words: &str) -> Option<&'t str> {
    let mut rest = if words.ends_with(' ') { text } else { text.trim_end_matches(is_blank) };
    for expected in words.chars().rev() {
        let shorter = rest.trim_end_matches(is_mark);
        rest = if expected == ' ' {
            let shorter = rest.trim_end_matches(is_blank);
            rest[shorter.len()..].contains(char::is_whitespace).then_some(shorter)?
        } else {
            shorter.strip_suffix(expected)?
        };
    }
    Some(rest)
}

/// The characters of a text that has no blanks at its ends, folded.
fn folded(text: &str) -> impl Iterator<Item = char> {
    let mut after_space = false;
    text.chars().filter(|&character| !is_mark(character)).filter_map(move |character| {
        let space = character.is_whitespace();
        let repeated = space && after_space;
        after_space = space;
        (!repeated).then_some(if space { ' ' } else { character })
    })
}

/// What follows the blanks, where there is white space among them.
fn strip_blanks(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(is_blank);
    text[..text.len() - rest.len()].contains(char::is_whitespace).then_some(rest)
}

/// What follows the character, marks before it passed over.
fn strip_character(text: &str, expected: char) -> Option<&str> {
    text.trim_start_matches(is_mark).strip_prefix(expected)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn folding_leaves_the_words() {
        for (text, expected) in [
            ("Line", "Line"),
            (" a \u{a0} b\t", "a b"),
            ("\u{200e}Ligne\u{a0}20\u{202f}:\u{200e}", "Ligne 20 :"),
            ("一、\u{200b}", "一、"),
            ("اضافه\u{200c}شده", "اضافه\u{200c}شده"),
        ] {
            assert_eq!(fold(text), expected);
        }
    }

    #[test]
    fn words_are_found_at_the_start_through_blanks() {
        assert_eq!(strip_start("\u{200e}Ligne\u{a0}20", "Ligne "), Some("20"));
        assert_eq!(strip_start("Ligne20", "Ligne "), None);
        assert_eq!(strip_start("Lign", "Ligne"), None);
    }

    #[test]
    fn words_are_found_at_the_end_through_blanks() {
        assert_eq!(strip_end("« A »\u{202f}: versions\u{200e} ", "» : versions"), Some("« A "));
        assert_eq!(strip_end("a b", " b"), Some("a"));
        assert_eq!(strip_end("ab", " b"), None);
    }

    proptest! {
        #![proptest_config(crate::proptest_config())]

        #[test]
        fn folding_twice_is_folding_once(text in "[a-c \u{a0}\u{200e}\t]{0,12}") {
            let once = fold(&text).into_owned();
            prop_assert_eq!(fold(&once), once.as_str());
            prop_assert!(same(&text, &once));
        }

        #[test]
        fn words_are_stripped_from_both_ends_alike(words in "[a-c]{1,4}", rest in "[x-z]{0,4}") {
            let (start, end) = (format!("{words}{rest}"), format!("{rest}{words}"));
            prop_assert_eq!(strip_start(&start, &words), Some(rest.as_str()));
            prop_assert_eq!(strip_end(&end, &words), Some(rest.as_str()));
        }
    }
}
