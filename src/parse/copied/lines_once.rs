//! Rows of a mobile page on which no line stands twice: the inline view, or a table of changed lines alone.
//!
//! wikidiff2's inline view prints each line once: context, added, removed, or old and new run together. The PHP engine's
//! table prints a line of context twice, and lines of one block in pairs, old above new. The byte change tells the
//! views apart, and shows which lines of an inline view were added or removed:
//!
//! ```text
//! inline view, 12 bytes added     table, 3 bytes added
//! context                         old line 1
//! context                         new line 1
//! * East gate      = 12 bytes     old line 2
//! context                         new line 2     new − old = 3 bytes
//! context
//! ```
//!
//! A changed line adds fewer bytes than it has. So where all lines between the two lines of context above and below sum
//! up to the byte change, no line of them can be changed or context.

use std::ops::Range;

use crate::model::{ByteChange, Side};
use crate::parse::page::line_number;
use crate::text::whitespace::is_same_text;

/// Maximum number of context lines above or below the changes of a hunk, in both engines.
const MAX_CONTEXT: usize = 2;

/// Maximum number of pairs of lines without likeness. More pairs match the byte change by chance: they are lines of an
/// inline view.
const MAX_UNLIKE_PAIRS: usize = 2;

/// Minimum number of lines for each line that repeats the line before, in an inline view.
const MIN_LINES_PER_REPEAT: usize = 6;

/// The view of a mobile page without repeated lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum MobileView {
    /// The inline view. The lines of one side, if the byte change shows them.
    Inline(Option<OneSidedLines>),
    /// The table: one block of changed lines.
    Table,
}

/// Lines that were all added, or all removed, among lines of context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OneSidedLines {
    /// The lines, by index among the rows.
    pub(crate) lines: Range<usize>,
    /// Lines of another reading with the same byte change.
    pub(crate) rival: Option<Range<usize>>,
    /// The side that has the lines.
    pub(crate) side: Side,
}

impl OneSidedLines {
    /// Returns the side of a line; `None` for context.
    pub(crate) fn side_of(&self, line: usize) -> Option<Side> {
        self.lines.contains(&line).then_some(self.side)
    }

    /// Returns true if another reading has the line on another side.
    pub(crate) fn is_ambiguous(&self, line: usize) -> bool {
        self.rival.as_ref().is_some_and(|rival| rival.contains(&line) != self.lines.contains(&line))
    }
}

/// True if lines of context show a table: they stand twice, old above new, or are empty. The inline view prints an empty
/// line as a space.
///
/// A table has context at its top or at its bottom, except for changes at both ends of a page. Lines that repeat the
/// line before are rare in the inline view, but they occur.
pub(crate) fn stands_context_twice(rows: &[&str]) -> bool {
    let is_context = |pair: &[&str]| !pair[0].trim().is_empty() && is_same_text(pair[0], pair[1]);
    let top = rows.get(..2);
    let bottom = rows.len().checked_sub(2).and_then(|at| rows.get(at..));
    let repeats = rows.windows(2).filter(|pair| is_context(pair)).count();
    rows.contains(&"")
        || [top, bottom].into_iter().flatten().any(is_context)
        || repeats * MIN_LINES_PER_REPEAT > rows.len()
}

/// Finds the view of a mobile page without repeated lines, by its byte change.
pub(crate) fn find_view(rows: &[&str], change: ByteChange) -> MobileView {
    let one_sided = find_one_sided(rows, change);
    let is_certain = one_sided.as_ref().is_some_and(|found| has_usual_context(found, rows.len()));
    if !is_certain && is_changed_block(rows, change) {
        return MobileView::Table;
    }
    MobileView::Inline(one_sided)
}

/// True if the context is as long as usual on one side of the lines, or if all lines are of one side.
fn has_usual_context(found: &OneSidedLines, count: usize) -> bool {
    let (above, below) = (found.lines.start, count - found.lines.end);
    above == MAX_CONTEXT || below == MAX_CONTEXT || above + below == 0
}

/// Finds the lines between lines of context whose bytes, with the ends of the lines, are the byte change.
///
/// Blank lines alone do not count: a change of a few bytes is more often a change inside a line.
pub(crate) fn find_one_sided(rows: &[&str], change: ByteChange) -> Option<OneSidedLines> {
    let stated = change.signed().filter(|stated| *stated != 0)?;
    if rows.iter().any(|line| is_line_label(line)) {
        return None;
    }
    let count = rows.len();
    let mut found: Vec<Range<usize>> = Vec::new();
    for start in 0..=MAX_CONTEXT.min(count) {
        for end in count.saturating_sub(MAX_CONTEXT).max(start + 1)..=count {
            let lines = &rows[start..end];
            let size: u64 = lines.iter().map(|line| byte_len(line) + 1).sum();
            let has_text = lines.iter().any(|line| !line.trim().is_empty());
            // An empty page has no end of a line.
            let is_whole_page = end - start == count && size == stated.unsigned_abs() + 1;
            if has_text && (size == stated.unsigned_abs() || is_whole_page) {
                found.push(start..end);
            }
        }
    }
    // The reading with the most context is the likeliest.
    found.sort_by_key(Range::len);
    let mut found = found.into_iter();
    let lines = found.next()?;
    let side = if stated > 0 { Side::New } else { Side::Old };
    Some(OneSidedLines { lines, rival: found.next(), side })
}

/// True if the byte change is that of one block of changed lines: pairs of an old and a new line, then lines of one side.
fn is_changed_block(rows: &[&str], change: ByteChange) -> bool {
    let count = rows.len();
    (0..=count / 2).any(|pair_count| {
        let (pairs, rest) = rows.split_at(pair_count * 2);
        let delta: i64 = pairs.chunks(2).map(|pair| signed_len(pair[1]) - signed_len(pair[0])).sum();
        let rest_size: i64 = rest.iter().map(|line| signed_len(line) + 1).sum();
        let agrees = change.agrees_with(delta + rest_size) || change.agrees_with(delta - rest_size);
        agrees && has_plausible_pairs(pairs)
    })
}

/// True for few pairs of lines, or for pairs of which most are alike.
fn has_plausible_pairs(pairs: &[&str]) -> bool {
    let count = pairs.len() / 2;
    let alike = pairs.chunks(2).filter(|pair| is_alike(pair[0], pair[1])).count();
    count > 0 && (count <= MAX_UNLIKE_PAIRS || alike * 2 >= count)
}

/// True if half of the longer line is at the start or at the end of both lines.
fn is_alike(old: &str, new: &str) -> bool {
    let (old, new) = (old.as_bytes(), new.as_bytes());
    let count_same = |pairs: &mut dyn Iterator<Item = (&u8, &u8)>| pairs.take_while(|(a, b)| a == b).count();
    let start = count_same(&mut old.iter().zip(new));
    let end = count_same(&mut old[start..].iter().rev().zip(new[start..].iter().rev()));
    (start + end) * 2 >= old.len().max(new.len())
}

fn signed_len(line: &str) -> i64 {
    i64::try_from(byte_len(line)).unwrap_or(i64::MAX)
}

/// Length of a line in bytes. Both engines print an empty line as a no-break space, which browsers copy as a space.
fn byte_len(line: &str) -> u64 {
    let is_blank = matches!(line, " " | "\u{a0}");
    if is_blank { 0 } else { line.len() as u64 }
}

/// True for the line number of a hunk in the inline view.
pub(crate) fn is_line_label(line: &str) -> bool {
    line_number::parse_label(line).is_some_and(|label| line_number::language(&label).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(rows: &str, bytes: i64) -> MobileView {
        find_view(&rows.split('\n').collect::<Vec<_>>(), ByteChange::Signed(bytes))
    }

    #[track_caller]
    fn case(rows: &str, bytes: i64, lines: Range<usize>, side: Side) {
        let expected = MobileView::Inline(Some(OneSidedLines { lines, rival: None, side }));
        assert_eq!(find(rows, bytes), expected, "{rows:?}");
    }

    #[test]
    fn lines_between_context_have_the_byte_change() {
        case("ab\n \neast gate\ncd\nef", 10, 2..3, Side::New);
        case("ab\n \neast gate\n \ncd\nef", -11, 2..4, Side::Old);
        case("ab\ncd\neast gate", 10, 2..3, Side::New);
        case("east gate\nab\ncd", -10, 0..1, Side::Old);
    }

    #[test]
    fn whole_page_has_one_line_end_less() {
        case("ab\n \neast gate", -13, 0..3, Side::Old);
        case("ab\n \neast gate", 13, 0..3, Side::New);
    }

    #[test]
    fn other_byte_changes_show_no_lines() {
        assert_eq!(find("ab\n \neast gate\ncd\nef", 9), MobileView::Inline(None));
        assert_eq!(find("ab\ncd\n \nef\ngh", 1), MobileView::Inline(None));
        assert_eq!(find("ab\ncd\nLine 3:\nef\ngh", 8), MobileView::Inline(None));
    }

    #[test]
    fn two_readings_leave_lines_open() {
        let MobileView::Inline(Some(found)) = find("ab\ncd\nef", 6) else { panic!("lines are found") };
        assert_eq!((found.lines.clone(), found.rival.clone()), (0..2, Some(1..3)));
        assert_eq!([0, 1, 2].map(|line| found.is_ambiguous(line)), [true, false, true]);
    }

    #[test]
    fn context_twice_shows_a_table() {
        let stands_twice = |rows: &str| stands_context_twice(&rows.split('\n').collect::<Vec<_>>());
        assert!(stands_twice("a\na\nb\nc\nd\ne\nf"));
        assert!(stands_twice("b\nc\nd\ne\nf\na\na"));
        assert!(stands_twice("b\n\nc"));
        assert!(stands_twice("b\nc\nc\nd"));
        assert!(!stands_twice("b\n \n \nc"));
        assert!(!stands_twice("a\nb\nc\nc\nd\ne\nf"));
    }

    #[test]
    fn pairs_of_changed_lines_are_a_table() {
        assert_eq!(find("the mill is old\nthe mill is very old", 5), MobileView::Table);
        assert_eq!(find("ab\ncde\nfg", 4), MobileView::Table);
        assert_eq!(find("the mill is old\nthe mill is very old", 6), MobileView::Inline(None));
        // Three pairs without likeness.
        assert_eq!(find("ab\ncde\nfg\nhij\nkl\nmno", 3), MobileView::Inline(None));
    }
}
