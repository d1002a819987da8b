//! Grammar of a third `marked` shape: extracted text with a row on each line, and its markers in the line.
//!
//! ```text
//! a mill a mill                 context: the text twice round a space
//! − one wheel + two wheels      changed
//! + a new line                  added
//! − an old line                 removed
//! ```

use crate::model::{Side, Sides, Warning, WarningCode};
use crate::parse::sheet::{Cell, Integrity, Marker, RowClaim, Sheet};
use crate::text::whitespace::find_doubling_space;

use super::row_parser::{CellText, ItemCandidate, ItemCandidates, TableItem};
use crate::parse::input::InputLines;

/// Doubts the markers unless a row has both: two lines that have half of their text in common, each with its sign, are no
/// text of the page by chance. A sign before one line alone may be, where the rows have no markers.
pub(crate) fn doubt_unpaired_signs(sheet: &mut Sheet<'_>) {
    let cells = || sheet.sections.iter().flat_map(|section| &section.cells);
    let mut pairs = sheet.sections.iter().flat_map(|section| section.cells.windows(2));
    let has_pair = pairs.any(|pair| is_signed_pair(&pair[0], &pair[1]));
    let Some(first) = cells().find(|cell| has_sign(cell)).filter(|_| !has_pair) else { return };
    let message = "signs stand before the text of single lines only; they may be text of the page, and other lines changed";
    sheet.warnings.push(Warning::new(first.line, WarningCode::StrayLine, message));
    sheet.lower_integrity(Integrity::Repaired);
}

/// Returns true for a cell with a marker of a change.
fn has_sign(cell: &Cell<'_>) -> bool {
    !matches!(cell.marker, None | Some(Marker::Context))
}

/// Returns true for the two lines of a row, each with its sign, that have half of their text in common.
fn is_signed_pair(old: &Cell<'_>, new: &Cell<'_>) -> bool {
    let longer = old.text.chars().count().max(new.text.chars().count());
    new.claim == RowClaim::Second && has_sign(old) && count_common_ends(&old.text, &new.text) * 2 >= longer
}

/// The items that may begin at a line.
pub(crate) fn candidates_at<'a>(input: &InputLines<'a>, at: usize) -> ItemCandidates<'a> {
    let mut candidates = ItemCandidates::default();
    if let Some(header) = input.header_at(at) {
        candidates.push(ItemCandidate::new(header.line_count, TableItem::Header(header.numbers)));
        return candidates;
    }
    // The final newline of a file is no row.
    let is_final = at + 1 == input.len() && input.line(at) == Some("");
    candidates
        .push(input.line(at).filter(|_| !is_final).and_then(parse_row).map(|row| ItemCandidate::new(1, row)));
    candidates
}

/// True for a row with a marker.
pub(crate) fn is_distinctive(line: &str) -> bool {
    strip_marker(line).is_some()
}

/// True for a changed row whose text has another place at which the new cell may begin.
pub(crate) fn is_ambiguous(line: &str) -> bool {
    strip_marker(line).is_some_and(|(side, text)| side == Side::Old && text.matches(NEW_MARKER).count() > 1)
}

/// The marker of the new cell, between blanks.
const NEW_MARKER: &str = " + ";

/// Parses a row on one line.
fn parse_row(line: &str) -> Option<TableItem<'_>> {
    let Some((side, text)) = strip_marker(line) else {
        let context = Sides::new(Marker::Context, Marker::Context);
        if line.is_empty() {
            let empty = CellText::new("", 0);
            return Some(TableItem::Pair(Sides::new(empty, empty), Some(context)));
        }
        let middle = find_doubling_space(line)?;
        let texts = Sides::new(CellText::new(&line[..middle], 0), CellText::new(&line[middle + 1..], 0));
        return Some(TableItem::Pair(texts, Some(context)));
    };
    let new = (side == Side::Old).then(|| find_new_marker(text)).flatten();
    let Some(at) = new else {
        return Some(TableItem::removed_or_added(side, CellText::new(text, 0)));
    };
    let texts = Sides::new(CellText::new(&text[..at], 0), CellText::new(&text[at + NEW_MARKER.len()..], 0));
    Some(TableItem::Pair(texts, Some(Sides::new(Marker::Removed, Marker::Added))))
}

/// Strips the marker at the start of a line.
fn strip_marker(line: &str) -> Option<(Side, &str)> {
    let (marker, text) = line.split_once(' ')?;
    let side = match marker {
        "−" | "-" | "–" => Side::Old,
        "+" => Side::New,
        _ => return None,
    };
    (!text.trim().is_empty()).then_some((side, text))
}

/// Finds the marker of the new cell: of several, the one whose cells begin and end with the most common letters.
fn find_new_marker(text: &str) -> Option<usize> {
    let places = text.match_indices(NEW_MARKER).map(|(at, _)| at).take(MAX_PLACES);
    places.max_by_key(|&at| count_common_ends(&text[..at], &text[at + NEW_MARKER.len()..]))
}

/// Counts the letters that two texts have in common at both ends.
fn count_common_ends(old: &str, new: &str) -> usize {
    let is_same = |pair: &(char, char)| pair.0 == pair.1;
    old.chars().zip(new.chars()).take_while(is_same).count()
        + old.chars().rev().zip(new.chars().rev()).take_while(is_same).count()
}

/// Maximum number of places of a line that are tried, from its beginning on.
const MAX_PLACES: usize = 20;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Shape;
    use crate::parse::copied::row_table::parse_sheets;
    use crate::parse::copied::row_table::tests::assert_marked_rows;

    #[test]
    fn row_has_its_markers_on_its_line() {
        assert_marked_rows(
            candidates_at,
            "Line 5: Line 5:\na a\n− b + c\n+ d\n\n− e",
            &["@5,5", "=a|=a", "-b|+c", "+d", "=|=", "-e"],
        );
    }

    #[test]
    fn new_cell_begins_where_most_is_common() {
        assert_marked_rows(
            candidates_at,
            "a a\n− x + y + x + z\nb b\nc c",
            &["=a|=a", "-x + y|+x + z", "=b|=b", "=c|=c"],
        );
        assert!(is_ambiguous("− x + y + x + z"));
        assert!(!is_ambiguous("− x + y"));
    }

    #[test]
    fn signs_of_single_lines_are_doubted() {
        let is_certain = |copied: &str| {
            let input = InputLines::new(copied, crate::parse::line_map::LineMap::default());
            let mut sheet = parse_sheets(&input, Shape::Marked, candidates_at).remove(0);
            doubt_unpaired_signs(&mut sheet);
            sheet.integrity == Integrity::Intact
        };
        assert!(!is_certain("Line 5: Line 5:\na a\n− minus\nb b\n− minus"));
        assert!(!is_certain("Line 5: Line 5:\na a\n− minus + plus\nb b"));
        assert!(is_certain("Line 5: Line 5:\na a\n− the mill + the old mill\nb b\n− minus"));
    }

    #[test]
    fn marker_has_a_blank_after_it() {
        for line in ["− a", "- a + b", "+ a"] {
            assert!(is_distinctive(line), "{line:?}");
        }
        for line in ["−a", "+", "+ ", "a + b", "|- a"] {
            assert!(!is_distinctive(line), "{line:?}");
        }
    }
}
