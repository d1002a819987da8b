//! Blank rows of the table in an extracted text: some programs drop every one of them.

use crate::parse::sheet::{BlankRows, RowClaim, Section};
use crate::text::whitespace::is_same_text;

/// Minimum line number of a header whose hunk is sure to begin with two lines of context.
const MIN_LINE_WITH_CONTEXT: u32 = 3;

/// Finds out if blank rows were dropped: the text has none, and a hunk that is not at the top of the page begins with fewer
/// than two rows of context.
pub(crate) fn find_blank_rows(sections: &[Section<'_>]) -> BlankRows {
    let mut cells = sections.iter().flat_map(|section| &section.cells);
    // A no-break space is text of the page.
    let was_dropped = cells.all(|cell| {
        (cell.claim.is_open() || cell.claim == RowClaim::Lone)
            && !cell.text.trim_matches([' ', '\t', '\r']).is_empty()
    }) && sections.iter().any(begins_short);
    if was_dropped { BlankRows::Dropped } else { BlankRows::Kept }
}

fn begins_short(section: &Section<'_>) -> bool {
    let is_row = |at: usize| {
        section.cells.get(at..at + 2).is_some_and(|pair| is_same_text(&pair[0].text, &pair[1].text))
    };
    let is_below_top = section.start.is_some_and(|start| start.old.min(start.new) >= MIN_LINE_WITH_CONTEXT);
    is_below_top && !(is_row(0) && is_row(2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Sides;
    use crate::parse::sheet::Cell;

    #[track_caller]
    fn case(line: u32, cells: &str, expected: BlankRows) {
        let cells = cells.split('\n').map(|text| Cell::new(text.to_owned(), 1)).collect();
        let section = Section { start: Some(Sides::new(line, line)), cells, ..Section::default() };
        assert_eq!(find_blank_rows(&[section]), expected);
    }

    #[test]
    fn hunk_with_one_row_of_context_has_lost_a_blank_one() {
        case(9, "a\na\nb\nc", BlankRows::Dropped);
        case(9, "a\na\nb\nb\nc", BlankRows::Kept);
        case(9, "\n\na\na\nc", BlankRows::Kept);
        case(9, "a\na\nb\n\u{a0}\nc", BlankRows::Dropped);
        case(1, "a\na\nb\nc", BlankRows::Kept);
    }
}
