//! Line numbers before each line, as `cat -n`, `nl -ba`, `grep -n` and code viewers write them.

use crate::parse::input;

use crate::parse::repair::candidate::Candidate;
use crate::parse::repair::lines::indentation::MIN_LINES;

/// What stands between the number and the line.
const SEPARATORS: [char; 4] = ['\t', ':', '|', '→'];

/// The lines without their numbers, if they count on by one without a gap.
pub(crate) fn repair(text: &str) -> Option<Candidate> {
    let body = text.strip_suffix('\n').unwrap_or(text);
    let (first, separator, _) = numbered(body)?;
    let mut lines = Vec::new();
    for ((at, line), expected) in input::split_lines(body).into_iter().enumerate().zip(first..) {
        let (number, found, rest) = numbered(line)?;
        if number != expected || found != separator {
            return None;
        }
        lines.push((at, rest));
    }
    let repair = Candidate::from_lines(&lines, "each line began with its number; read without");
    Some(repair.certain_if(lines.len() >= MIN_LINES))
}

/// The number that a line begins with, what follows it, and the rest.
fn numbered(line: &str) -> Option<(u64, char, &str)> {
    let bare = line.trim_start_matches(' ');
    let end = bare.find(|character: char| !character.is_ascii_digit())?;
    let rest = bare[end..].trim_start_matches(' ');
    let separator = rest.chars().next().filter(|character| SEPARATORS.contains(character))?;
    Some((bare[..end].parse().ok()?, separator, &rest[separator.len_utf8()..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::repair::testing::assert_text;

    #[test]
    fn numbers_that_count_the_lines_are_taken_off() {
        assert_text(repair, "     1\ta\n     2\t\n     3\t b\n", Some("a\n\n b"));
        assert_text(repair, "9:a\n10:\n11:b: c", Some("a\n\nb: c"));
        assert_text(repair, "1 | a\n2 | b\n3 |", Some(" a\n b\n"));
    }

    #[test]
    fn numbers_of_the_page_are_left_as_they_are() {
        assert_text(repair, "1: a\n1: a\n2: b", None);
        assert_text(repair, "1:a\n2:b\n4:c", None);
        assert_text(repair, "1:a\n2\tb\n3:c", None);
        assert_text(repair, "a\nb", None);
    }
}
