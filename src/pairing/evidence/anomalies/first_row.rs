//! Sheets with another first row: the line that was taken for the summary, or for the only header, may be a row.

use crate::pairing::cost::{Cost, RIVAL_MARGIN};
use crate::parse::sheet::{Cell, RowClaim, Sheet};

/// Returns the sheet with the summary of a mobile page as its first row, if the line may be one: no header stands between them.
pub(crate) fn begun_at_summary<'a>(sheet: &Sheet<'a>) -> Option<Sheet<'a>> {
    let section = sheet.sections.first()?;
    // Where borders stand before each cell, the summary has none.
    let has_borders = section.cells.iter().any(|cell| cell.claim == RowClaim::Border);
    if section.start.is_some() || has_borders || sheet.page.byte_change.is_none() {
        return None;
    }
    let summary = sheet.page.revisions.new.comment.clone()?;
    let mut above = sheet.clone();
    above.page.revisions.new.comment = None;
    let line = section.cells.first().map_or(1, |cell| cell.line.saturating_sub(1));
    above.sections.first_mut()?.cells.insert(0, Cell::new(summary, line));
    Some(above)
}

/// Returns the most that a reading with the only header as a row may cost above the shown one to stop its proof; none where it
/// is a header for certain.
pub(crate) fn header_margin(sheet: &Sheet<'_>) -> Option<Cost> {
    let line = |cells: &[Cell<'_>]| cells.first().map(|cell| cell.line);
    let section = sheet.sections.first()?;
    let above = sheet.without_header.as_ref().and_then(|section| line(&section.cells));
    // A phone's page alone prints such a header, and nothing stands between it and the heading.
    let is_first =
        above.zip(line(&section.cells)).is_some_and(|(above, below)| above + HEADER_LINES == below);
    if !is_first || sheet.page.byte_change.is_none() {
        return Some(RIVAL_MARGIN);
    }
    // Below a header stand two rows of context, above which no third one fits. So where the header is a row, the right
    // reading is no dearer. Line 1 can have fewer rows, and few pages begin with these words.
    let is_top = section.start.is_some_and(|start| start.old <= 1 || start.new <= 1);
    (!is_top).then_some(0)
}

/// Number of lines of a header that may be a row of context.
const HEADER_LINES: u32 = 2;

/// Returns the sheet with its only header as a row, if it may be one.
pub(crate) fn begun_at_header<'a>(sheet: &Sheet<'a>) -> Option<Sheet<'a>> {
    let section = sheet.without_header.clone()?;
    Some(Sheet { sections: vec![section], without_header: None, ..sheet.clone() })
}

#[cfg(test)]
mod tests {
    use crate::internals::parse_lines;
    use crate::model::Proof;
    use crate::parse::Options;

    /// Reads the rows of a phone's page below its heading.
    #[track_caller]
    fn case(bytes: &str, rows: &str, expected: Proof) {
        let heading = "Fenn: Difference between revisions\nRevision as of 16:18, 16 February 2024";
        let paste = format!("{heading}\n {bytes},  16 February 2024\nmore air\n{rows}");
        let diffs = parse_lines(&paste, &Options::default()).unwrap();
        assert_eq!(diffs.first().map(|diff| diff.proof), Some(expected), "{rows:?}");
    }

    #[test]
    fn a_label_that_stands_twice_may_be_a_row() {
        for label in ["20行目:", "Line 20:"] {
            let rows = |text: &str| format!("{label}\n{label}\n{text}");
            case("1 byte added", &rows("mill\nmill\nweir\nweir\nlake\nlake"), Proof::Inferred);
            let whole = "mill\nmill\nthe weir\nthe weir\nthe lake is deep\ntown\ntown\nend\nend";
            case("17 bytes added", &rows(whole), Proof::Checked);
        }
    }

    #[test]
    fn lines_above_a_label_that_stands_twice_may_be_rows() {
        case("1 byte added", "\n\n \nLine 20:\nLine 20:\n \n \n|}\n|}", Proof::Inferred);
    }

    #[test]
    fn rows_that_end_at_a_label_may_go_on() {
        let rows = "Line 23:\nLine 23:\nmill\nmill\nweir\nweir\nLine 20:\nLine 20:\n\n";
        case("1 byte removed", rows, Proof::Inferred);
    }
}
