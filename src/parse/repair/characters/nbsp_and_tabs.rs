//! White space that a program replaced: spaces by no-break spaces, and the tabs of a Firefox copy by spaces.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::parse::input;
use crate::parse::page::line_number;

use crate::parse::repair::candidate::{Candidate, map_lines};

const NBSP: char = '\u{a0}';

/// Replaces no-break spaces by spaces in a text without spaces. Most browsers copy no-break spaces as spaces, too, so the
/// repair counts as exact.
pub(crate) fn replace_nbsp(text: &str) -> Option<Candidate> {
    let has_only_nbsp = memchr::memchr(b' ', text.as_bytes()).is_none() && text.contains(NBSP);
    let message = "all spaces were no-break spaces; replaced by spaces";
    has_only_nbsp.then(|| Candidate::new(text.replace(NBSP, " "), message))
}

/// Restores the tabs in lines of spaces only. Two tabs became twice as many spaces as one.
pub(crate) fn restore_tabs(text: &str) -> Option<Candidate> {
    if memchr::memchr(b'\t', text.as_bytes()).is_some() {
        return None;
    }
    let is_spaces = |line: &&str| !line.is_empty() && line.bytes().all(|byte| byte == b' ');
    let lines = input::split_lines(text);
    let blanks: Vec<usize> = lines.iter().filter(|line| is_spaces(line)).map(|line| line.len()).collect();
    let (one, two) = find_widths(&blanks)?;
    let text = map_lines(text, |line| {
        Some(match line.len() {
            width if is_spaces(&line) && width == one => "\t".into(),
            width if is_spaces(&line) && width == two => "\t\t".into(),
            _ => restore_header_tab(line, one),
        })
    })?;
    let message = "tabs became spaces; the tabs of the table are restored, but tabs inside lines of text may be missing: copy \
                   the page again";
    Some(Candidate::new(text, message).lossy().likely())
}

/// Finds the width of one tab and of two tabs: the widths of most lines.
fn find_widths(blanks: &[usize]) -> Option<(usize, usize)> {
    let mut counts: HashMap<usize, usize> = HashMap::new();
    for width in blanks {
        *counts.entry(*width).or_default() += 1;
    }
    let count = |width| counts.get(&width).copied().unwrap_or_default();
    let one = *blanks.iter().max_by_key(|&&width| match count(2 * width) {
        0 => (0, count(width)),
        twice => (1, count(width) + twice),
    })?;
    // A heading has some lines of one space; a page of code has lines of many widths.
    let is_border = count(2 * one) > 0 || one > 1 && count(one) >= MIN_BLANKS;
    let are_most = (count(one) + count(2 * one)) * 2 >= blanks.len();
    (is_border && are_most).then_some((one, 2 * one))
}

/// Minimum number of lines of spaces in a table whose lines all have one width.
const MIN_BLANKS: usize = 4;

/// Restores the tab between the halves of a header. Returns other lines as they are.
fn restore_header_tab(line: &str, width: usize) -> Cow<'_, str> {
    let Some(pair) = line_number::parse_pair(line) else { return line.into() };
    let gap = " ".repeat(width);
    let is_pair = |at: usize| {
        let (old, new) = (line[..at].trim_end(), line[at..].trim_start());
        line_number::parse_label(old).is_some_and(|one| one.number == pair.old.number)
            && line_number::parse_label(new).is_some_and(|one| one.number == pair.new.number)
    };
    match line.match_indices(&gap).map(|(at, _)| at).find(|&at| is_pair(at)) {
        Some(at) => format!("{}\t{}", line[..at].trim_end(), line[at..].trim_start()).into(),
        None => line.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::repair::testing::assert_text;

    #[test]
    fn replaces_nbsp_in_a_text_without_spaces() {
        assert_eq!(replace_nbsp("a\u{a0}b\nc\u{a0}d").map(|repair| repair.text).as_deref(), Some("a b\nc d"));
        assert_eq!(replace_nbsp("a\u{a0}b c"), None);
        assert_eq!(replace_nbsp("ab"), None);
    }

    #[test]
    fn restores_tabs_in_lines_of_spaces() {
        assert_text(restore_tabs, "    \na\n        \nb", Some("\t\na\n\t\t\nb"));
        assert_text(restore_tabs, " \na\n  \n a", Some("\t\na\n\t\t\n a"));
        assert_text(
            restore_tabs,
            "Line 3:     Line 4:\n    \na\n        \na",
            Some("Line 3:\tLine 4:\n\t\na\n\t\t\na"),
        );
    }

    #[test]
    fn keeps_other_spaces() {
        assert_text(restore_tabs, "    \na", None);
        assert_text(restore_tabs, "\t\na\n  \n ", None);
        assert_text(restore_tabs, "    \na\n        \n \n \n \nb\n \n ", None);
    }
}
