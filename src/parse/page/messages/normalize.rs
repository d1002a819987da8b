//! Comparison of words despite the traces of copying: white space and invisible marks.
//!
//! A copied line has plain spaces where the page has NBSP, direction marks that the software inserts, and spaces at
//! its ends. The tables hold normalized words: single spaces, no marks, no spaces at the ends. The functions here
//! compare raw text with normalized words and return slices of the raw text.

use std::borrow::Cow;

use crate::parse::page::digits;

/// True for a character that comparison skips: direction marks, and the zero-width space and BOM that some wikis put
/// around punctuation.
pub(crate) fn is_mark(character: char) -> bool {
    digits::is_direction_mark(character) || matches!(character, '\u{200b}' | '\u{feff}')
}

/// True for an invisible character: white space or a mark.
pub(crate) fn is_blank(character: char) -> bool {
    character.is_whitespace() || is_mark(character)
}

/// Drops the blanks at both ends of the text.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(is_blank)
}

/// Drops marks, collapses white space to single spaces, and trims both ends.
pub(crate) fn normalize(text: &str) -> Cow<'_, str> {
    let text = trim(text);
    let plain = !text.contains("  ") && text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
    if plain { Cow::Borrowed(text) } else { Cow::Owned(normalized_chars(text).collect()) }
}

/// True if two texts are equal after normalization.
pub(crate) fn is_same(first: &str, second: &str) -> bool {
    first == second || normalized_chars(trim(first)).eq(normalized_chars(trim(second)))
}

/// Strips words from the start of the text. The words are normalized but may end in a space.
pub(crate) fn strip_start<'t>(text: &'t str, words: &str) -> Option<&'t str> {
    let mut rest = if words.starts_with(' ') { text } else { text.trim_start_matches(is_blank) };
    for expected in words.chars() {
        rest = if expected == ' ' {
            strip_blanks(rest)?
        } else {
            rest.trim_start_matches(is_mark).strip_prefix(expected)?
        };
    }
    Some(rest)
}

/// Strips words from the end of the text. The words are normalized but may begin with a space.
pub(crate) fn strip_end<'t>(text: &'t str, words: &str) -> Option<&'t str> {
    let mut rest = if words.ends_with(' ') { text } else { text.trim_end_matches(is_blank) };
    for expected in words.chars().rev() {
        rest = if expected == ' ' {
            let shorter = rest.trim_end_matches(is_blank);
            rest[shorter.len()..].contains(char::is_whitespace).then_some(shorter)?
        } else {
            rest.trim_end_matches(is_mark).strip_suffix(expected)?
        };
    }
    Some(rest)
}

/// The normalized characters of a text without blanks at its ends.
fn normalized_chars(text: &str) -> impl Iterator<Item = char> {
    let mut after_space = false;
    text.chars().filter(|&character| !is_mark(character)).filter_map(move |character| {
        let is_space = character.is_whitespace();
        let is_repeated = is_space && after_space;
        after_space = is_space;
        (!is_repeated).then_some(if is_space { ' ' } else { character })
    })
}

/// Strips the blanks at the start of the text, if white space is among them.
fn strip_blanks(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(is_blank);
    text[..text.len() - rest.len()].contains(char::is_whitespace).then_some(rest)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn normalization_keeps_the_words() {
        for (text, expected) in [
            ("Line", "Line"),
            (" a \u{a0} b\t", "a b"),
            ("\u{200e}Ligne\u{a0}20\u{202f}:\u{200e}", "Ligne 20 :"),
            ("一、\u{200b}", "一、"),
            ("اضافه\u{200c}شده", "اضافه\u{200c}شده"),
        ] {
            assert_eq!(normalize(text), expected);
        }
    }

    #[test]
    fn strips_words_at_the_start_despite_blanks() {
        assert_eq!(strip_start("\u{200e}Ligne\u{a0}20", "Ligne "), Some("20"));
        assert_eq!(strip_start("Ligne20", "Ligne "), None);
        assert_eq!(strip_start("Lign", "Ligne"), None);
    }

    #[test]
    fn strips_words_at_the_end_despite_blanks() {
        assert_eq!(strip_end("« A »\u{202f}: versions\u{200e} ", "» : versions"), Some("« A "));
        assert_eq!(strip_end("a b", " b"), Some("a"));
        assert_eq!(strip_end("ab", " b"), None);
    }

    proptest! {
        #![proptest_config(crate::proptest_config())]

        #[test]
        fn normalization_is_idempotent(text in "[a-c \u{a0}\u{200e}\t]{0,12}") {
            let once = normalize(&text).into_owned();
            prop_assert_eq!(normalize(&once), once.as_str());
            prop_assert!(is_same(&text, &once));
        }

        #[test]
        fn strips_both_ends_alike(words in "[a-c]{1,4}", rest in "[x-z]{0,4}") {
            let (start, end) = (format!("{words}{rest}"), format!("{rest}{words}"));
            prop_assert_eq!(strip_start(&start, &words), Some(rest.as_str()));
            prop_assert_eq!(strip_end(&end, &words), Some(rest.as_str()));
        }
    }
}
