//! White space as copies of a page alter it.

/// A blank as browsers copy it: a space, or NBSP, which some of them turn into a space.
#[must_use]
pub const fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\u{a0}')
}

/// Whether two cells hold the same text as far as a copy can tell: NBSP is copied as a space by some browsers,
/// and white space at the end of a line is often lost on the way.
#[must_use]
pub fn is_same_text(old: &str, new: &str) -> bool {
    old == new || plain_characters(old).eq(plain_characters(new))
}

/// Where a line is the same text twice round one space: that space.
#[must_use]
pub fn find_doubling_space(line: &str) -> Option<usize> {
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
    fn text_is_the_same_through_what_copying_alters() {
        assert!(is_same_text("a\u{a0}b ", "a b"));
        assert!(!is_same_text("a b", "a  b"));
    }
}
