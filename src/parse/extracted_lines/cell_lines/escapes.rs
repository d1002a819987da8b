//! Backslashes that a converter to Markdown puts before signs of wikitext: `\[\[Mill\]\]`.

use std::borrow::Cow;

/// Signs that converters escape wherever they stand.
const EVERYWHERE: [char; 4] = ['[', ']', '*', '_'];

/// Returns true if the lines escape every such sign, and so every other sign that Markdown knows. A page may have a
/// backslash of its own, so one bare sign anywhere leaves all lines as they are.
pub(crate) fn are_escaped<'l>(lines: impl Iterator<Item = &'l str>) -> bool {
    let mut has_escape = false;
    for line in lines {
        let mut is_escaped = false;
        for character in line.chars() {
            if is_escaped {
                has_escape |= character.is_ascii_punctuation();
                is_escaped = false;
            } else if character == '\\' {
                is_escaped = true;
            } else if EVERYWHERE.contains(&character) {
                return false;
            }
        }
    }
    has_escape
}

/// Removes the backslash before each sign.
pub(crate) fn unescape(line: &str) -> Cow<'_, str> {
    if !line.contains('\\') {
        return Cow::Borrowed(line);
    }
    let mut text = String::with_capacity(line.len());
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        let sign = characters.next_if(|next| character == '\\' && next.is_ascii_punctuation());
        text.push(sign.unwrap_or(character));
    }
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bare_sign_leaves_the_lines_as_they_are() {
        assert!(are_escaped(["\\[\\[Mill\\]\\]", "a \\* b", "plain"].into_iter()));
        assert!(!are_escaped(["\\[\\[Mill\\]\\]", "a * b"].into_iter()));
        assert!(!are_escaped(["plain", "C:\\dir"].into_iter()));
    }

    #[test]
    fn removes_the_backslash_before_a_sign() {
        assert_eq!(unescape("\\== Law \\== C:\\dir \\\\ \\[\\[a\\_b\\]\\]"), "== Law == C:\\dir \\ [[a_b]]");
    }
}
