//! The forms of one row on each line, its cells run together, and of cells broken at their changed words.

use std::ops::Range;

use crate::model::Side;
use crate::parse::sheet::{Cell, Integrity, Marker, RowClaim, Section, SideEvidence};

use super::broken_cells::{CellCut, PieceRun, cut_row, join_pieces, join_with_blanks};
use super::cell_lines::move_marks::parse_move_mark;
use super::extracted_table::{ExtractedTable, TableRows, blanks_warning};
use super::header_rows::HeaderJoint;

/// Blank lines between two rows whose line ends were doubled.
const BLANKS_BETWEEN_ROWS: usize = 2;

/// Returns true if a row is on each line: lines are the same text twice, and no line stands twice. With doubled line ends,
/// a row is a run of lines between blank lines.
pub(crate) fn is_glued(table: &ExtractedTable<'_>) -> bool {
    match table.headers.first().map(|header| header.joint) {
        Some(HeaderJoint::Below(0)) => {
            let rows = || table.sections().map(|(_, range)| &table.lines[range]);
            let is_doubled = |pair: &[&str]| pair[0] == pair[1] && !pair[0].trim().is_empty();
            rows().flatten().any(|line| is_text_twice(line))
                && !rows().any(|rows| rows.windows(2).any(is_doubled))
        }
        Some(HeaderJoint::Below(BLANKS_BETWEEN_ROWS)) => true,
        _ => false,
    }
}

/// Returns true for one text twice without anything between.
fn is_text_twice(line: &str) -> bool {
    let middle = line.len() / 2;
    let halves = line.as_bytes().split_at(middle);
    // A rule of equal signs is no text twice.
    line.len().is_multiple_of(2) && halves.0 == halves.1 && line.contains(char::is_alphabetic)
}

/// Reads the rows.
pub(crate) fn read_rows(table: &ExtractedTable<'_>) -> TableRows {
    let is_doubled =
        table.headers.first().is_some_and(|header| header.joint == HeaderJoint::Below(BLANKS_BETWEEN_ROWS));
    if is_doubled {
        let signs = "there is a row between blank lines, and its cells are broken at the changed words";
        read_sections(table, read_runs, signs)
    } else {
        read_sections(table, read_lines, "lines are the same text twice, without anything between")
    }
}

/// Reads cells that are broken at their changed words, without anything between the rows.
pub(crate) fn read_pieces(table: &ExtractedTable<'_>) -> TableRows {
    let signs = "the heading is broken at its links, and so is a cell at its changed words";
    TableRows { warnings: vec![blanks_warning()], ..read_sections(table, read_broken_cells, signs) }
}

/// Reader of the cells of one section.
type CellReader = fn(&ExtractedTable<'_>, Range<usize>) -> Vec<Cell<'static>>;

/// Reads the rows of every section.
fn read_sections(table: &ExtractedTable<'_>, read: CellReader, reason: &'static str) -> TableRows {
    let sections = table.sections().map(|(header, range)| Section {
        start: Some(header.numbers),
        cells: read(table, range),
        ..Section::default()
    });
    TableRows {
        sections: sections.collect(),
        sides: SideEvidence::Unstated,
        integrity: Integrity::Repaired,
        blank_rows: None,
        warnings: Vec::new(),
        reason,
    }
}

/// Reads a row on each line.
fn read_lines(table: &ExtractedTable<'_>, range: Range<usize>) -> Vec<Cell<'static>> {
    range
        .map(|at| {
            let line = table.lines[at];
            let text = if line.trim().is_empty() { "" } else { line };
            Cell { claim: RowClaim::GluedRow, ..Cell::new(text.to_owned(), table.line_number(at)) }
        })
        .collect()
}

/// Reads a row from each run of lines. Blank lines beyond those between two rows are blank rows.
fn read_runs(table: &ExtractedTable<'_>, range: Range<usize>) -> Vec<Cell<'static>> {
    let mut cells = Vec::new();
    let mut blanks = 0;
    let mut at = range.start;
    while at < range.end {
        if table.lines[at].trim().is_empty() && !is_blank_piece(table, at) {
            blanks += 1;
            at += 1;
            continue;
        }
        for _ in 1..blanks / BLANKS_BETWEEN_ROWS {
            cells.push(Cell { claim: RowClaim::GluedRow, ..Cell::new(String::new(), table.line_number(at)) });
        }
        blanks = 0;
        let start = at;
        while at < range.end && (!table.lines[at].trim().is_empty() || is_blank_piece(table, at)) {
            at += 1;
        }
        push_run(table, start..at, &mut cells);
    }
    // Above another header row.
    for _ in 1..blanks / BLANKS_BETWEEN_ROWS {
        cells.push(Cell { claim: RowClaim::GluedRow, ..Cell::new(String::new(), table.line_number(at)) });
    }
    cells
}

/// Returns true for a piece of nothing but blanks, which has its blanks still. Line ends between rows have none.
fn is_blank_piece(table: &ExtractedTable<'_>, at: usize) -> bool {
    let line = table.lines[at];
    let has_text =
        |at: Option<usize>| at.and_then(|at| table.lines.get(at)).is_some_and(|line| !line.trim().is_empty());
    !line.is_empty() && line.trim().is_empty() && (has_text(at.checked_sub(1)) || has_text(Some(at + 1)))
}

/// Adds the cells of one row.
fn push_run(table: &ExtractedTable<'_>, run: Range<usize>, cells: &mut Vec<Cell<'static>>) {
    let pieces = &table.lines[run.clone()];
    let number = |index: usize| table.line_number(run.start + index);
    if let [line] = pieces {
        cells.push(Cell { claim: RowClaim::Lone, ..Cell::new((*line).to_owned(), number(0)) });
    } else if let Some(CellCut { old, new }) = cut_row(pieces) {
        push_pair(
            cells,
            (pieces[old].concat(), number(0)),
            (pieces[new.clone()].concat(), number(new.start)),
        );
    } else if let [old, new] = pieces {
        push_pair(cells, ((*old).to_owned(), number(0)), ((*new).to_owned(), number(1)));
    } else {
        cells.push(Cell { claim: RowClaim::GluedRow, ..Cell::new(pieces.concat(), number(0)) });
    }
}

fn push_pair(cells: &mut Vec<Cell<'static>>, old: (String, u32), new: (String, u32)) {
    cells.push(Cell { side: Some(Side::Old), claim: RowClaim::First, ..Cell::new(old.0, old.1) });
    cells.push(Cell { side: Some(Side::New), claim: RowClaim::Second, ..Cell::new(new.0, new.1) });
}

fn read_broken_cells(table: &ExtractedTable<'_>, range: Range<usize>) -> Vec<Cell<'static>> {
    let is_mark = |at: usize| parse_move_mark(table.lines[at]).is_some();
    let kept: Vec<usize> = range.filter(|&at| !table.lines[at].trim().is_empty() && !is_mark(at)).collect();
    let pieces: Vec<&str> = kept.iter().map(|&at| table.lines[at].trim()).collect();
    let mut cells = Vec::new();
    for run in join_pieces(&pieces) {
        match run {
            PieceRun::Changed(CellCut { old, new }) => {
                let number = |index: usize| table.line_number(kept[index]);
                let (first, second) = (number(old.start), number(new.start));
                push_pair(
                    &mut cells,
                    (join_with_blanks(&pieces[old]), first),
                    (join_with_blanks(&pieces[new]), second),
                );
            }
            PieceRun::Line(index) => {
                let mut cell = Cell::new(pieces[index].to_owned(), table.line_number(kept[index]));
                if kept[index].checked_sub(1).is_some_and(is_mark) {
                    (cell.claim, cell.marker) = (RowClaim::Lone, Some(Marker::Moved(None)));
                }
                cells.push(cell);
            }
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::extracted_lines::{FormShapes, parse_sheet};
    use crate::parse::input::InputLines;
    use crate::parse::line_map::LineMap;
    use crate::parse::tests::format_rows;

    #[track_caller]
    fn case(text: &str, claim: RowClaim, expected: &[&str]) {
        let sheet = parse_sheet(&InputLines::new(text, LineMap::default()), FormShapes::default())
            .expect("the text has a form");
        assert_eq!(format_rows(&sheet), expected, "{text:?}");
        assert_eq!(sheet.sections[0].cells[0].claim, claim);
    }

    #[test]
    fn row_is_on_each_line() {
        case(
            "Line 3:\nLine 3:\na milla mill\n\nb oldb new\nc",
            RowClaim::GluedRow,
            &["@3,3", "a milla mill", "", "b oldb new", "c"],
        );
    }

    #[test]
    fn row_is_between_blank_lines() {
        case(
            "Line 3:\n\n\nLine 3:\n\n\na\na\n\n\n\n\n== \nb\n ==\n== \nc\n ==\n\n\nd",
            RowClaim::First,
            &["@3,3", "old:a|new:a", "", "old:== b ==|new:== c ==", "d"],
        );
    }

    #[test]
    fn cell_is_broken_at_changed_words() {
        case(
            "(\nedit\n)\nLine 3:\nLine 3:\na\na\nthe old\nmill\nis old\nthe old\nbridge\nis old\nb",
            RowClaim::Unknown,
            &["@3,3", "a", "a", "old:the old mill is old|new:the old bridge is old", "b"],
        );
    }
}
