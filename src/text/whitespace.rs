//! Whitespace that copying a page alters.

/// True for a space and for NBSP, which some browsers copy as a space.
#[must_use]
pub(crate) const fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\u{a0}')
}

/// True if two cells are equal after copying. Some browsers copy NBSP as a space, and whitespace at the end of a line
/// is often lost.
#[must_use]
pub(crate) fn is_same_text(old: &str, new: &str) -> bool {
    old == new || plain_characters(old).eq(plain_characters(new))
}

/// Finds the space in the middle of a line that is one text twice: 3 in `abc abc`.
#[must_use]
pub(crate) fn find_doubling_space(line: &str) -> Option<usize> {
    let middle = line.len() / 2;
    let is_space = line.as_bytes().get(middle) == Some(&b' ');
    (is_space && line.len() % 2 == 1 && line[..middle] == line[middle + 1..]).then_some(middle)
}

fn plain_characters(text: &str) -> impl Iterator<Item = char> {
    text.trim_end().chars().map(|character| if character == '\u{a0}' { ' ' } else { character })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ignores_what_copying_alters() {
        assert!(is_same_text("a\u{a0}b ", "a b"));
        assert!(!is_same_text("a b", "a  b"));
    }
}
