//! Grammar of the other `marked` shape: text extracted from pages with text markers.
//!
//! A marker is alone on its line, and its text is on the next line. A context row has no marker, or a line of NBSP for each
//! of its cells; its text is repeated. The mark of a moved paragraph does not say which place it left: the first of two
//! equal lines is taken for it.

use crate::model::{Side, Sides, Warning, WarningCode};
use crate::parse::sheet::{Integrity, Marker, Sheet};
use crate::text::whitespace::{is_blank, is_same_text};

use super::row_parser::{CellText, ItemCandidate, ItemCandidates, TableItem};
use crate::parse::input::InputLines;

/// Warns of a line of text that is a marker, so that the rows may be others.
pub(crate) fn warn_of_marker_texts(mut sheets: Vec<Sheet<'_>>) -> Vec<Sheet<'_>> {
    for sheet in &mut sheets {
        let mut cells = sheet.sections.iter().flat_map(|section| &section.cells);
        if let Some(cell) = cells.find(|cell| is_distinctive(&cell.text)) {
            let message = "a line of text here is a marker, so that rows may begin at other lines";
            sheet.warnings.push(Warning::new(cell.line, WarningCode::StrayLine, message));
            sheet.lower_integrity(Integrity::Repaired);
        }
    }
    sheets
}

/// The items that may begin at a line.
pub(crate) fn candidates_at<'a>(input: &InputLines<'a>, at: usize) -> ItemCandidates<'a> {
    let mut candidates = ItemCandidates::default();
    if input.header_at(at).is_none() {
        candidates.push(changed_row(input, at));
        candidates.push(spaced_single_row(input, at));
        candidates.push(single_row(input, at));
        candidates.push(moved_row(input, at));
        candidates.push(spaced_context_row(input, at));
        candidates.push(context_row(input, at));
        return candidates;
    }
    unspaced_candidates_at(input, at)
}

/// The items that may begin at a line of a page without empty markers, where a line of blanks is text.
pub(crate) fn unspaced_candidates_at<'a>(input: &InputLines<'a>, at: usize) -> ItemCandidates<'a> {
    let mut candidates = ItemCandidates::default();
    if let Some(header) = input.header_at(at) {
        candidates.push(ItemCandidate::new(header.line_count, TableItem::Header(header.numbers)));
        return candidates;
    }
    candidates.push(changed_row(input, at));
    candidates.push(single_row(input, at));
    candidates.push(moved_row(input, at));
    candidates.push(context_row(input, at));
    candidates
}

/// The mark of a moved paragraph.
const MOVE_MARK: &str = "⚫";

/// True for the mark of a moved paragraph.
pub(crate) fn is_move_mark(line: &str) -> bool {
    line.trim() == MOVE_MARK
}

/// True for the empty marker of a cell: a line of NBSP, or of blanks.
fn is_empty_marker(line: &str) -> bool {
    !line.is_empty() && line.chars().all(is_blank)
}

/// A context row whose cells have empty markers.
fn spaced_context_row<'a>(input: &InputLines<'a>, at: usize) -> Option<ItemCandidate<'a>> {
    let is_marked = is_empty_marker(input.line(at)?) && is_empty_marker(input.line(at + 2)?);
    let texts = Sides::new(CellText::new(input.line(at + 1)?, 1), CellText::new(input.line(at + 3)?, 3));
    let markers = Sides::new(Marker::Context, Marker::Context);
    (is_marked && is_same_text(texts.old.text, texts.new.text))
        .then(|| ItemCandidate::new(4, TableItem::Pair(texts, Some(markers))))
}

/// A row of one cell beside an empty cell with a line of NBSP.
fn spaced_single_row<'a>(input: &InputLines<'a>, at: usize) -> Option<ItemCandidate<'a>> {
    if is_empty_marker(input.line(at)?) {
        let text = CellText::new(input.line(at + 2)?, 2);
        let is_added = marker_side(input.line(at + 1)?)? == Side::New;
        return is_added.then(|| ItemCandidate::new(3, TableItem::removed_or_added(Side::New, text)));
    }
    let text = CellText::new(input.line(at + 1)?, 1);
    let is_removed = marker_side(input.line(at)?)? == Side::Old && is_empty_marker(input.line(at + 2)?);
    // The next row may begin with an empty marker as well.
    let is_next_row = spaced_context_row(input, at + 2).is_some();
    (is_removed && !is_next_row).then(|| ItemCandidate::new(3, TableItem::removed_or_added(Side::Old, text)))
}

fn moved_row<'a>(input: &InputLines<'a>, at: usize) -> Option<ItemCandidate<'a>> {
    let text = input.line(at + 1).filter(|_| input.line(at).is_some_and(is_move_mark))?;
    let lines = &input.lines()[..at];
    let is_second = lines.windows(2).any(|pair| is_move_mark(pair[0]) && is_same_text(pair[1], text));
    let side = if is_second { Side::New } else { Side::Old };
    Some(ItemCandidate::new(2, TableItem::Single(side, CellText::new(text, 1), Some(Marker::Moved(None)))))
}

/// True for a lone marker.
pub(crate) fn is_distinctive(line: &str) -> bool {
    marker_side(line).is_some()
}

/// The side of a lone marker.
fn marker_side(line: &str) -> Option<Side> {
    match line.trim_end_matches(' ') {
        "−" | "-" | "–" => Some(Side::Old),
        "+" => Some(Side::New),
        _ => None,
    }
}

/// An old text directly before a new text is one row: the engines print an unlike pair in the opposite order.
fn changed_row<'a>(input: &InputLines<'a>, at: usize) -> Option<ItemCandidate<'a>> {
    let texts = Sides::new(CellText::new(input.line(at + 1)?, 1), CellText::new(input.line(at + 3)?, 3));
    let is_marked =
        marker_side(input.line(at)?)? == Side::Old && marker_side(input.line(at + 2)?)? == Side::New;
    let markers = Sides::new(Marker::Removed, Marker::Added);
    is_marked.then(|| ItemCandidate::new(4, TableItem::Pair(texts, Some(markers))))
}

fn single_row<'a>(input: &InputLines<'a>, at: usize) -> Option<ItemCandidate<'a>> {
    let side = marker_side(input.line(at)?)?;
    let text = CellText::new(input.line(at + 1)?, 1);
    Some(ItemCandidate::new(2, TableItem::removed_or_added(side, text)))
}

fn context_row<'a>(input: &InputLines<'a>, at: usize) -> Option<ItemCandidate<'a>> {
    let texts = Sides::new(CellText::new(input.line(at)?, 0), CellText::new(input.line(at + 1)?, 1));
    let markers = Sides::new(Marker::Context, Marker::Context);
    is_same_text(texts.old.text, texts.new.text)
        .then(|| ItemCandidate::new(2, TableItem::Pair(texts, Some(markers))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Shape;
    use crate::parse::copied::row_table::parse_sheets;
    use crate::parse::copied::row_table::tests::assert_marked_rows;

    #[test]
    fn marker_precedes_its_text_and_context_is_repeated() {
        assert_marked_rows(candidates_at, "a\na\n−\nb\n+\nc", &["=a|=a", "-b|+c"]);
        assert_marked_rows(candidates_at, "−\nb\na\na", &["-b", "=a|=a"]);
        assert_marked_rows(candidates_at, "+\nb\n\n", &["+b", "=|="]);
        assert_marked_rows(candidates_at, "+\nb\n−\na", &["+b", "-a"]);
    }

    #[test]
    fn accepts_dashes_for_minus() {
        assert_marked_rows(candidates_at, "-\nb\n+\nc", &["-b|+c"]);
        assert_marked_rows(candidates_at, "–\nb\n+ \nc", &["-b|+c"]);
    }

    #[test]
    fn marker_can_be_the_text_of_a_marker() {
        assert_marked_rows(candidates_at, "−\n+\n+\nc", &["-+|+c"]);
        assert_marked_rows(candidates_at, "−\n−\n+\nc", &["-−|+c"]);
    }

    #[test]
    fn marker_as_text_is_told() {
        let told = |copied: &str| {
            let input = InputLines::new(copied, crate::parse::line_map::LineMap::default());
            let sheets = parse_sheets(&input, Shape::Marked, candidates_at);
            let sheet = warn_of_marker_texts(sheets).remove(0);
            (sheet.integrity, sheet.warnings.first().and_then(Warning::first_line))
        };
        assert_eq!(told("a\na\n+\n\n+\n+"), (Integrity::Repaired, Some(5)));
        assert_eq!(told("a\na\n+\n\n+\nb"), (Integrity::Intact, None));
    }

    #[test]
    fn context_may_have_empty_markers() {
        assert_marked_rows(candidates_at, "\u{a0}\na\n\u{a0}\na\n−\nb\n+\nc", &["=a|=a", "-b|+c"]);
        assert_marked_rows(
            candidates_at,
            "−\nb\n+\nc\n\u{a0}\n\n\u{a0}\n\n\u{a0}\na\n\u{a0}\na",
            &["-b|+c", "=|=", "=a|=a"],
        );
        assert_marked_rows(candidates_at, "\u{a0}\n+\nb\n−\nc\n\u{a0}", &["+b", "-c"]);
    }

    #[test]
    fn first_of_two_moved_lines_is_the_old_place() {
        assert_marked_rows(candidates_at, "⚫\nm\na\na\n⚫\nm\n−\nb", &["<m", "=a|=a", ">m", "-b"]);
    }

    #[test]
    fn repeated_marker_is_context() {
        assert_marked_rows(candidates_at, "+\n+\na\na", &["=+|=+", "=a|=a"]);
    }

    #[test]
    fn header_opens_a_section() {
        assert_marked_rows(candidates_at, "Line 3: Line 4:\na\na\n+\nb", &["@3,4", "=a|=a", "+b"]);
    }

    #[test]
    fn marker_is_alone_on_its_line() {
        for line in ["−", "-", "–", "+", "+ "] {
            assert!(is_distinctive(line), "{line:?}");
        }
        for line in ["", " +", "+\t", "−−", "+1"] {
            assert!(!is_distinctive(line), "{line:?}");
        }
    }
}
