//! Reader of the form with the line ends of the source: turns its blank lines into line ends, and its rows into cells.

use std::ops::Range;

use crate::model::Side;
use crate::parse::sheet::{Cell, Integrity, Marker, RowClaim, Section, SideEvidence};

use super::cell_gaps::{self, GapItem, GapRow, GapRows};
use super::extracted_table::{ExtractedTable, TableRows};
use super::header_rows::{HeaderJoint, is_border};

/// Blank lines between the header row and the first row: the ends of the header's cell and row, and the opening of the next
/// row and of its marker, the last of which ends a line of text.
const BLANKS_BELOW_HEADER: usize = 3;

/// Line ends of the source after the last cell of a row.
const ROW_ENDS: usize = 2;

/// Line ends of the source of a blank context row.
const BLANK_ROW_ENDS: usize = 6;

/// The lines that one line end of the source has become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GapUnit {
    /// One: the text without its tags. A cell is on one line.
    Single,
    /// Two: another line end between any two texts. A cell is broken at its changed words.
    Double,
}

impl GapUnit {
    /// Detects the unit by the lines round the first header row.
    pub(crate) fn detect(table: &ExtractedTable<'_>) -> Option<Self> {
        let header = table.headers.first()?;
        let below = &table.lines[header.lines.end..table.end.max(header.lines.end)];
        let blanks = below.iter().take_while(|line| line.trim().is_empty()).count();
        match header.joint {
            HeaderJoint::Below(0) if (BLANKS_BELOW_HEADER..below.len()).contains(&blanks) => {
                Some(Self::Single)
            }
            HeaderJoint::Below(2) if (2 * BLANKS_BELOW_HEADER + 2..below.len()).contains(&blanks) => {
                Some(Self::Double)
            }
            _ => None,
        }
    }

    /// True for a line without text. Where cells are broken, a piece may be a blank.
    fn is_blank(self, line: &str) -> bool {
        match self {
            Self::Single => line.trim().is_empty(),
            Self::Double => line.is_empty(),
        }
    }

    /// The number of line ends of the source for a number of blank lines between two texts.
    const fn line_ends(self, blanks: usize) -> Option<usize> {
        match self {
            Self::Single => Some(blanks + 1),
            Self::Double if blanks.is_multiple_of(2) => Some(blanks / 2),
            Self::Double => None,
        }
    }
}

/// Reads the rows. Returns `None` if the line ends are those of no table.
pub(crate) fn read_rows(table: &ExtractedTable<'_>) -> Option<TableRows> {
    let unit = GapUnit::detect(table)?;
    if table.rows().iter().any(|line| is_border(line)) {
        return None;
    }
    let indent = table.headers.first().map_or("", |header| {
        let line = table.lines[header.lines.start];
        &line[..line.len() - line.trim_start_matches(' ').len()]
    });
    let mut is_certain = true;
    let (mut has_pair, mut lacks_context) = (false, false);
    let mut sections = Vec::new();
    for (header, range) in table.sections() {
        let is_last = range.end == table.end;
        let mut items = SectionItems::collect(table, range, unit, indent)?;
        let rows = if is_last { items.read_last_rows(table, unit)? } else { items.read_rows()? };
        let mut section = Section { start: Some(header.numbers), ..Section::default() };
        for row in &rows.rows {
            items.push_row(*row, &mut section);
            has_pair |= matches!(row, GapRow::Pair(..));
        }
        let is_top = header.numbers.old <= 1 || header.numbers.new <= 1;
        lacks_context |= !is_top && !rows.begins_with_context();
        is_certain &= rows.is_unique;
        sections.push(section);
    }
    // Without two cells of text beside each other, blank lines alone would tell the columns: rows of a browser's copy have
    // them as well.
    if !has_pair && lacks_context {
        return None;
    }
    is_certain &= has_pair;
    is_certain &= decide_blank_sides(&mut sections);
    Some(TableRows {
        sections,
        sides: SideEvidence::CellGaps,
        integrity: if is_certain { Integrity::Intact } else { Integrity::Repaired },
        blank_rows: None,
        warnings: Vec::new(),
        reason: "the line ends between the cells are those of a diff page's source",
    })
}

/// The pieces of one section.
struct SectionItems {
    items: Vec<GapItem>,
    /// The text of each cell, with the number of its first line.
    texts: Vec<(String, u32)>,
}

impl SectionItems {
    fn collect(table: &ExtractedTable<'_>, range: Range<usize>, unit: GapUnit, indent: &str) -> Option<Self> {
        let mut found = Self { items: Vec::new(), texts: Vec::new() };
        let mut blanks = 0;
        let mut is_first = true;
        let mut at = range.start;
        while at < range.end {
            let line = table.lines[at];
            if unit.is_blank(line) {
                blanks += 1;
                at += 1;
                continue;
            }
            // The row of the header ends with two line ends.
            let ends = unit.line_ends(blanks)?.checked_sub(if is_first { 2 } else { 0 })?;
            found.items.push(GapItem::LineEnds(ends));
            (blanks, is_first) = (0, false);
            if line.trim() == "⚫" {
                found.items.push(GapItem::MoveMark);
                at += 1;
                continue;
            }
            let pieces = table.lines[at..range.end].iter().take_while(|line| !unit.is_blank(line));
            let count = if unit == GapUnit::Double { pieces.count() } else { 1 };
            let text: String = table.lines[at..at + count]
                .iter()
                .map(|line| line.strip_prefix(indent).unwrap_or(line))
                .collect();
            found.items.push(GapItem::Text(found.texts.len()));
            found.texts.push((text, table.line_number(at)));
            at += count;
        }
        let ends = if at == table.end { 0 } else { unit.line_ends(blanks)?.checked_sub(1)? };
        found.items.push(GapItem::LineEnds(ends));
        Some(found)
    }

    /// Reads the rows above another header row, which begins with one line end.
    fn read_rows(&self) -> Option<GapRows> {
        cell_gaps::read_rows(&self.items)
    }

    /// Reads the last rows. The part of the page below has line ends of its own, fewer than a blank row. An old line alone
    /// has one line end more after it than another.
    fn read_last_rows(&mut self, table: &ExtractedTable<'_>, unit: GapUnit) -> Option<GapRows> {
        let below = &table.lines[table.end..];
        let blanks = below.iter().take_while(|line| line.trim().is_empty()).count();
        let ends = unit.line_ends(blanks - blanks % 2).unwrap_or(0).max(ROW_ENDS);
        let blank_rows = if blanks < below.len() { (ends - ROW_ENDS) / BLANK_ROW_ENDS } else { 0 };
        [ROW_ENDS, ROW_ENDS + 1].into_iter().find_map(|ends| {
            self.items.pop();
            self.items.push(GapItem::LineEnds(ends + blank_rows * BLANK_ROW_ENDS));
            self.read_rows()
        })
    }

    fn push_row(&self, row: GapRow, section: &mut Section<'static>) {
        let mut push = |index: Option<usize>, side: Option<Side>, marker: Option<Marker>, claim: RowClaim| {
            let (text, line) = index.map_or_else(
                || (String::new(), section.cells.last().map_or(0, |cell| cell.line)),
                |index| self.texts[index].clone(),
            );
            section.cells.push(Cell { side, marker, claim, ..Cell::new(text, line) });
        };
        match row {
            GapRow::Pair(old, new) => {
                push(Some(old), Some(Side::Old), None, RowClaim::First);
                push(Some(new), Some(Side::New), None, RowClaim::Second);
            }
            GapRow::Single(side, index) => push(Some(index), Some(side), None, RowClaim::First),
            GapRow::Moved(side, index) => {
                push(Some(index), Some(side), Some(Marker::Moved(None)), RowClaim::First);
            }
            GapRow::BlankPair => push(None, None, Some(Marker::Context), RowClaim::First),
            GapRow::BlankSingle => push(None, None, None, RowClaim::Lone),
        }
    }
}

/// Decides the side of blank lines alone: by a line of their block, or else by the next header. Returns false if a side is
/// not certain.
fn decide_blank_sides(sections: &mut [Section<'static>]) -> bool {
    let mut is_certain = true;
    for index in 0..sections.len() {
        let net = next_net_lines(sections, index);
        let cells = &mut sections[index].cells;
        decide_by_block(cells);
        let open = cells.iter().filter(|cell| is_open_blank(cell)).count();
        if open == 0 {
            continue;
        }
        let stated: i64 = cells
            .iter()
            .map(|cell| match (cell.claim, cell.side) {
                (RowClaim::First, Some(Side::Old)) => -1,
                (RowClaim::First, Some(Side::New)) | (RowClaim::Second, _) => 1,
                _ => 0,
            })
            .sum();
        let missing = net.map(|net| net - stated);
        let count = i64::try_from(open).unwrap_or(i64::MAX);
        let all = match missing {
            Some(missing) if missing == count => Some(Side::New),
            Some(missing) if missing == -count => Some(Side::Old),
            _ => None,
        };
        is_certain &= all.is_some();
        // Most edits add lines, but not those that removed some above.
        let likely = match sections[index].start {
            Some(start) if start.new < start.old => Side::Old,
            _ => Side::New,
        };
        for cell in sections[index].cells.iter_mut().filter(|cell| is_open_blank(cell)) {
            cell.side = Some(all.unwrap_or(likely));
            cell.claim = RowClaim::First;
            cell.is_ambiguous = all.is_none();
        }
    }
    is_certain
}

/// Gives the blank lines of each block the side of its lines of text. No engine puts added and removed lines in one block
/// but as an unlike pair; then its blank lines stay open.
fn decide_by_block(cells: &mut [Cell<'static>]) {
    let is_single = |cells: &[Cell<'static>], at: usize| {
        let is_second_next = cells.get(at + 1).is_some_and(|next| next.claim == RowClaim::Second);
        is_open_blank(&cells[at])
            || cells[at].claim == RowClaim::First && cells[at].side.is_some() && !is_second_next
    };
    let mut at = 0;
    while at < cells.len() {
        let start = at;
        while at < cells.len() && is_single(cells, at) {
            at += 1;
        }
        let block = &mut cells[start..at];
        let mut sides = block.iter().filter_map(|cell| cell.side);
        if let Some(side) = sides.next()
            && sides.all(|other| other == side)
        {
            for blank in block.iter_mut().filter(|cell| is_open_blank(cell)) {
                (blank.side, blank.claim) = (Some(side), RowClaim::First);
            }
        }
        at += 1;
    }
}

fn is_open_blank(cell: &Cell<'_>) -> bool {
    cell.claim == RowClaim::Lone && cell.side.is_none()
}

/// The net number of lines that a section adds, by the next header.
fn next_net_lines(sections: &[Section<'static>], index: usize) -> Option<i64> {
    let (from, to) = (sections[index].start?, sections.get(index + 1)?.start?);
    Some(i64::from(to.new) - i64::from(from.new) - i64::from(to.old) + i64::from(from.old))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::extracted_lines::{FormShapes, parse_sheet};
    use crate::parse::input::InputLines;
    use crate::parse::line_map::LineMap;
    use crate::parse::tests::format_rows;

    #[track_caller]
    fn case(text: &str, expected: &[&str], integrity: Integrity) {
        let sheet = parse_sheet(&InputLines::new(text, LineMap::default()), FormShapes::default())
            .expect("the text has a form");
        assert_eq!(format_rows(&sheet), expected, "{text:?}");
        assert_eq!(sheet.integrity, integrity);
    }

    #[test]
    fn blank_lines_tell_columns() {
        let head = "Line 3:\nLine 3:\n\n\n\na\n\na";
        case(&format!("{head}\n\n\n\n\nb\n"), &["@3,3", "old:a|new:a", "new:b"], Integrity::Intact);
        case(
            &format!("{head}\n\n\n\nb\n\n\n\n\nc\n\nd\n"),
            &["@3,3", "old:a|new:a", "old:b", "old:c|new:d"],
            Integrity::Intact,
        );
    }

    #[test]
    fn pieces_of_a_cell_stand_between_doubled_blank_lines() {
        let head = "Line 3:\n\n\nLine 3:\n\n\n\n\n\n\n\n\n";
        case(&format!("{head}a \nb\n c\n\n\n\n\na \nd\n"), &["@3,3", "old:a b c|new:a d"], Integrity::Intact);
    }

    #[test]
    fn next_header_tells_the_side_of_a_blank_line() {
        let rows = "\n\n\n\na\n\na\n\n\n\n\n\n\n\n\nb\n\nb\n\n\n";
        let text = |new| format!("Line 3:\nLine 3:{rows}Line 9:\nLine {new}:\n\n\n\nc\n\nc\n");
        let rows = |blank| ["@3,3", "old:a|new:a", blank, "old:b|new:b"];
        let last = |new| [format!("@9,{new}"), "old:c|new:c".to_owned()];
        for (new, blank, integrity) in [
            (10, "new:", Integrity::Intact),
            (8, "old:", Integrity::Intact),
            (9, "new:", Integrity::Repaired),
        ] {
            let last = last(new);
            let expected: Vec<&str> =
                rows(blank).into_iter().chain(last.iter().map(String::as_str)).collect();
            case(&text(new), &expected, integrity);
        }
    }
}
