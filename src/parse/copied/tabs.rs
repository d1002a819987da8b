//! Grammar of the shape `tabs`: Firefox copies since MediaWiki 1.37.
//!
//! CSS draws the markers, so they are not copied. But Firefox writes a tab for each border between table cells, and
//! the tabs state the side: `⇥` before an old cell, `⇥⇥` before a new cell.

use crate::model::{Side, Sides};

use super::row_parser::{CellText, ItemCandidate, ItemCandidates, TableItem};
use crate::parse::input::InputLines;

/// The items that may begin at a line.
pub(crate) fn candidates_at<'a>(input: &InputLines<'a>, at: usize) -> ItemCandidates<'a> {
    let mut candidates = ItemCandidates::default();
    if let Some(header) = input.header_at(at) {
        candidates.push(ItemCandidate::new(header.line_count, TableItem::Header(header.numbers)));
        return candidates;
    }
    match input.line(at).map(tab_line) {
        Some(TabLine::Old) => push_rows_from_old(input, at, &mut candidates),
        Some(TabLine::New) => push_rows_from_new(input, at, &mut candidates),
        _ => {}
    }
    candidates
}

/// True for the tabs of the desktop table. The mobile table has single tabs only, and there each border
/// limits the place of a cell.
pub(crate) fn is_desktop(input: &InputLines<'_>) -> bool {
    input.lines().iter().any(|line| is_distinctive(line))
}

/// True for a line that no other shape has.
pub(crate) fn is_distinctive(line: &str) -> bool {
    tab_line(line) == TabLine::New
}

/// Meaning of a line in this shape.
#[derive(Clone, Copy, PartialEq, Eq)]
enum TabLine {
    /// An old cell is on the next line, or the row of an old cell without a partner ends here.
    Old,
    /// A new cell is on the next line.
    New,
    /// A cell.
    Text,
}

fn tab_line(line: &str) -> TabLine {
    match line {
        "\t" => TabLine::Old,
        "\t\t" => TabLine::New,
        _ => TabLine::Text,
    }
}

/// Adds the rows that begin with an old cell, or with the border of an empty old cell.
fn push_rows_from_old<'a>(input: &InputLines<'a>, at: usize, candidates: &mut ItemCandidates<'a>) {
    let cell = |offset: usize| input.line(at + offset).map(|text| CellText::new(text, offset));
    let is = |offset: usize, kind| input.line(at + offset).map(tab_line) == Some(kind);
    let is_odd = |offset: usize| input.header_at(at + offset).is_some() || !is(offset, TabLine::Text);
    let pair = |old, new| TableItem::Pair(Sides::new(old, new), None);
    let empty = |offset: usize| CellText::new("", offset);
    if let Some(old) = cell(1) {
        if let (true, Some(new)) = (is(2, TabLine::New), cell(3)) {
            candidates.push(ItemCandidate::new(4, pair(old, new)).penalize_if(is_odd(1) || is_odd(3)));
        }
        if is(2, TabLine::Old) {
            let item = TableItem::Single(Side::Old, old, None);
            candidates.push(ItemCandidate::new(3, item).penalize_if(is_odd(1)));
        }
        if is(2, TabLine::New) {
            candidates.push(ItemCandidate::rare(3, pair(old, empty(2))).penalize_if(is_odd(1)));
        }
    }
    if is(1, TabLine::New) {
        candidates.push(ItemCandidate::new(2, pair(empty(0), empty(1))));
        if let Some(new) = cell(2) {
            candidates.push(ItemCandidate::rare(3, pair(empty(0), new)).penalize_if(is_odd(2)));
        }
    }
    if is(1, TabLine::Old) {
        candidates.push(ItemCandidate::new(2, TableItem::Single(Side::Old, empty(0), None)));
    }
}

/// Adds the rows of a new cell alone.
fn push_rows_from_new<'a>(input: &InputLines<'a>, at: usize, candidates: &mut ItemCandidates<'a>) {
    let empty = TableItem::Single(Side::New, CellText::new("", 0), None);
    candidates.push(ItemCandidate::new(1, empty));
    if let Some(text) = input.line(at + 1) {
        let is_odd = input.header_at(at + 1).is_some() || tab_line(text) != TabLine::Text;
        let item = TableItem::Single(Side::New, CellText::new(text, 1), None);
        candidates.push(ItemCandidate::new(2, item).penalize_if(is_odd));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Shape;
    use crate::parse::copied::row_table::tests::assert_rows;
    use crate::parse::line_map::LineMap;

    #[track_caller]
    fn case(copied: &str, expected: &[&str]) {
        assert_rows(copied, Shape::Tabs, candidates_at, expected);
    }

    #[test]
    fn one_tab_precedes_an_old_cell_two_precede_a_new_cell() {
        case("\t\na\n\t\t\na", &["old:a|new:a"]);
        case("\t\na\n\t\t\nb", &["old:a|new:b"]);
        case("\t\na\n\t", &["old:a"]);
        case("\t\t\nb", &["new:b"]);
    }

    #[test]
    fn empty_cell_leaves_its_tabs() {
        case("\t\n\t\t", &["old:|new:"]);
        case("\t\t", &["new:"]);
        case("\t\n\t", &["old:"]);
        case("\t\na\n\t\t", &["old:a|new:"]);
        case("\t\n\t\t\nb", &["old:|new:b"]);
    }

    #[test]
    fn rows_follow_without_a_gap() {
        case("\t\na\n\t\t\na\n\t\nb\n\t\n\t\t\nc", &["old:a|new:a", "old:b", "new:c"]);
        case("\t\na\n\t\t\na\n\t\n\t\t\n\t\nb\n\t\t\nc", &["old:a|new:a", "old:|new:", "old:b|new:c"]);
    }

    #[test]
    fn header_opens_a_section() {
        case("Line 3: \tLine 4:\n\t\na\n\t\t\na", &["@3,4", "old:a|new:a"]);
    }

    #[test]
    fn mobile_table_has_single_tabs_only() {
        assert!(is_desktop(&InputLines::new("\t\na\n\t\t\na", LineMap::default())));
        assert!(!is_desktop(&InputLines::new("\t\na\n\t\n\t\na", LineMap::default())));
    }
}
