//! Line numbers before each line, as `cat -n`, `nl -ba`, `grep -n` and code viewers write them.

use std::sync::LazyLock;

use regex::Regex;

use crate::parse::input;

use crate::parse::repair::candidate::Candidate;
use crate::parse::repair::lines::indentation::MIN_LINES;
use crate::text::pattern::compile;

/// Strips the numbers from the lines, if they count up by one without a gap.
pub(crate) fn repair(text: &str) -> Option<Candidate> {
    let body = text.strip_suffix('\n').unwrap_or(text);
    // A cheap test first: most runs never compile the pattern.
    let (first, separator, _) =
        Some(body).filter(|body| body.starts_with(is_space_or_digit)).and_then(split_number)?;
    let mut lines = Vec::new();
    for ((at, line), expected) in input::split_lines(body).into_iter().enumerate().zip(first..) {
        let (number, found, rest) = split_number(line)?;
        if number != expected || found != separator {
            return None;
        }
        lines.push((at, rest));
    }
    let repair = Candidate::from_lines(&lines, "each line began with its line number; these are removed");
    Some(repair.certain_if(lines.len() >= MIN_LINES))
}

fn is_space_or_digit(character: char) -> bool {
    character == ' ' || character.is_ascii_digit()
}

/// Splits a line into its number, the separator, and the rest.
fn split_number(line: &str) -> Option<(u64, &str, &str)> {
    let (prefix, [number, separator]) = PREFIX.captures(line)?.extract();
    Some((number.parse().ok()?, separator, &line[prefix.len()..]))
}

/// A number and its separator, with spaces around the number.
static PREFIX: LazyLock<Regex> = LazyLock::new(|| compile(r"^ *([0-9]+) *(\t|:|\||→)"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::repair::testing::assert_text;

    #[test]
    fn strips_line_numbers() {
        assert_text(repair, "     1\ta\n     2\t\n     3\t b\n", Some("a\n\n b"));
        assert_text(repair, "9:a\n10:\n11:b: c", Some("a\n\nb: c"));
        assert_text(repair, "1 | a\n2 | b\n3 |", Some(" a\n b\n"));
    }

    #[test]
    fn keeps_numbers_of_the_page() {
        assert_text(repair, "1: a\n1: a\n2: b", None);
        assert_text(repair, "1:a\n2:b\n4:c", None);
        assert_text(repair, "1:a\n2\tb\n3:c", None);
        assert_text(repair, "a\nb", None);
    }
}
