//! The blanks that the PHP engine puts into a line, taken out again.
//!
//! It writes a leading space as NBSP and a space, a trailing one as a space and NBSP, and of two spaces the first as
//! NBSP (`TableDiffFormatter::escapeWhiteSpace`); browsers copy that NBSP as it is or as a space. At an end that lies
//! in a word mark nothing was put in, which the copy does not tell: then one blank too many is taken out.

use crate::model::Line;

/// The line as it most likely is on the wiki.
pub(crate) fn undone(line: Line<'_>) -> Line<'_> {
    let is_padded = |blank: char| matches!(blank, ' ' | '\u{a0}');
    if !line.starts_with(is_padded) && !line.ends_with(is_padded) && !line.contains("\u{a0} ") {
        return line;
    }
    let inner = line.trim_matches(is_padded);
    if inner.is_empty() {
        return plain_blanks(line.chars().count() - 1).into();
    }
    let leading = line.chars().take_while(|&blank| is_padded(blank)).count();
    let trailing = line.chars().rev().take_while(|&blank| is_padded(blank)).count();
    let unpadded = |blanks: usize| plain_blanks(if blanks > 1 { blanks - 1 } else { blanks });
    let mut plain = unpadded(leading);
    plain.push_str(&inner.replace("\u{a0} ", "  "));
    plain.push_str(&unpadded(trailing));
    plain.into()
}

fn plain_blanks(count: usize) -> String {
    " ".repeat(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(copied: &str, plain: &str) {
        assert_eq!(undone(copied.into()), plain);
    }

    #[test]
    fn one_blank_of_each_end_is_taken_out() {
        case("abc", "abc");
        case("  abc", " abc");
        case("\u{a0} abc", " abc");
        case(" abc", " abc");
        case("abc \u{a0}", "abc ");
        case("a\u{a0} b", "a  b");
        case("a\u{a0}b", "a\u{a0}b");
        case(" ", "");
        case("", "");
    }
}
