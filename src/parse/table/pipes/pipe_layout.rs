//! Layout of a table whose columns are separated by pipes, as its header rows show it.
//!
//! ```text
//! | Line 3: | | Line 4: | |        outer pipes, a header cell takes its two columns
//! | Line 3: | Line 4: |  |  |      outer pipes, each header cell takes one column
//! Line 3: | Line 4:                no outer pipes, one column each
//! ```

use crate::model::Sides;
use crate::parse::page::line_number::{self, LineLabel};

/// Maximum number of cells of a header row. A form that counts the pipes of the text as columns fills its rows up with as
/// many empty cells.
const MAX_HEADER_CELLS: usize = 256;

/// Layout of the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PipeLayout {
    /// True if every row begins and ends with a pipe.
    pub(crate) has_outer_pipes: bool,
    /// Columns of a cell over two columns.
    pub(crate) spans: ColumnSpans,
}

/// Ways of writing a cell that takes two columns: one of a header, or the empty side of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ColumnSpans {
    /// The second column is a blank shorter than an empty cell.
    Marked,
    /// The second column is an empty cell.
    Kept,
    /// The second column is missing.
    Dropped,
    /// The second column is missing, and empty cells fill the end of the row.
    Padded,
}

/// A header row: its layout and the numbers of both sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PipeHeader {
    pub(crate) layout: PipeLayout,
    pub(crate) numbers: Sides<u32>,
    /// True if the words of the labels are those of MediaWiki in some language.
    pub(crate) is_known: bool,
}

impl PipeHeader {
    /// Parses a line as a header row.
    pub(crate) fn parse(line: &str) -> Option<Self> {
        let pipe = memchr::memchr(b'|', line.as_bytes())?;
        let first = if pipe == 0 { line[1..].split_once('|')?.0 } else { &line[..pipe] };
        let old = parse_label(first)?;
        let line = line.trim_end();
        let has_outer_pipes = line.starts_with('|');
        let inside = match line.strip_prefix('|') {
            Some(inside) => inside.strip_suffix('|')?,
            None => line,
        };
        let mut cells: Vec<&str> = inside.split('|').take(MAX_HEADER_CELLS + 1).collect();
        if cells.len() > MAX_HEADER_CELLS {
            return None;
        }
        if !has_outer_pipes {
            // A space of the layout may follow the last cell.
            while cells.last().is_some_and(|cell| cell.trim().is_empty()) {
                cells.pop();
            }
        }
        let filled: Vec<usize> =
            (0..cells.len().min(MAX_HEADER_CELLS)).filter(|&at| !cells[at].trim().is_empty()).collect();
        let [0, second] = filled[..] else { return None };
        let new = parse_label(cells[second])?;
        if !line_number::is_same_template(&old, &new) {
            return None;
        }
        let spans = match (second, cells.len()) {
            (2, _) if cells[1].len() < 2 => ColumnSpans::Marked,
            (2, _) => ColumnSpans::Kept,
            (1, 2) => ColumnSpans::Dropped,
            (1, _) => ColumnSpans::Padded,
            _ => return None,
        };
        Some(Self {
            layout: PipeLayout { has_outer_pipes, spans },
            numbers: Sides::new(old.number, new.number),
            is_known: line_number::language(&old).is_some(),
        })
    }
}

/// Parses a cell as a label, perhaps in bold.
fn parse_label(cell: &str) -> Option<LineLabel<'_>> {
    line_number::parse_label(cell.trim().trim_matches('*'))
}

/// Offsets of the pipes in a row whose cells are padded to equal widths: the same in every row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PipeOffsets {
    offsets: Vec<usize>,
    length: usize,
}

impl PipeOffsets {
    /// Reads the offsets from a rule line: `| ---- | ---- |  | ---- |`. A rule that is not as wide as its cells gives none.
    pub(crate) fn from_rule(line: &str) -> Option<Self> {
        let line = line.trim_end();
        let is_rule = line.starts_with('|') && line.contains("---") && is_rule_text(line);
        let offsets: Vec<usize> = line.match_indices('|').map(|(at, _)| at).collect();
        (is_rule && offsets.len() >= MIN_PIPES).then_some(Self { offsets, length: line.len() })
    }

    /// Splits a row at the offsets. Widths are counted in characters or in the units of UTF-16.
    pub(crate) fn split<'t>(&self, row: &'t str) -> Option<Vec<&'t str>> {
        let row = row.trim_end();
        let by_units: fn(char) -> usize = char::len_utf16;
        let by_characters: fn(char) -> usize = |_| 1;
        [by_units, by_characters].into_iter().find_map(|width| {
            let mut at_offset = Vec::with_capacity(self.offsets.len());
            let mut column = 0;
            for (byte, character) in row.char_indices() {
                if self.offsets.get(at_offset.len()) == Some(&column) {
                    if character != '|' {
                        return None;
                    }
                    at_offset.push(byte);
                }
                column += width(character);
            }
            let is_whole = column == self.length && at_offset.len() == self.offsets.len();
            is_whole.then(|| at_offset.windows(2).map(|pair| &row[pair[0] + 1..pair[1]]).collect())
        })
    }
}

/// Number of pipes of a row of four cells.
const MIN_PIPES: usize = 5;

impl PipeLayout {
    /// Returns true for a rule line: nothing but dashes, colons, pipes and blanks, and dashes in the first cell. A row with a
    /// rule of wikitext has an empty first cell.
    pub(crate) fn is_rule(self, line: &str) -> bool {
        let line = line.trim();
        let inside = if self.has_outer_pipes { line.strip_prefix('|') } else { Some(line) };
        let first = inside.and_then(|inside| inside.split('|').next());
        first.is_some_and(|first| first.contains("---")) && line.contains('|') && is_rule_text(line)
    }
}

fn is_rule_text(line: &str) -> bool {
    line.bytes().all(|byte| matches!(byte, b'-' | b':' | b'|' | b' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(line: &str, expected: Option<(bool, ColumnSpans)>) {
        let found =
            PipeHeader::parse(line).map(|header| (header.layout.has_outer_pipes, header.layout.spans));
        assert_eq!(found, expected, "{line:?}");
    }

    #[test]
    fn header_shows_the_layout() {
        case("| Line 3: | | Line 4: | |", Some((true, ColumnSpans::Marked)));
        case("| Line 3: |  | Line 4: |  | ", Some((true, ColumnSpans::Kept)));
        case("| Line 3:   | Line 4:  |  |    |", Some((true, ColumnSpans::Padded)));
        case("Line 3: | Line 4:  ", Some((false, ColumnSpans::Dropped)));
        case("| a | b |", None);
        case("| 3 || 4", None);
        case("Line 3: Line 4:", None);
    }

    #[test]
    fn padded_row_splits_at_the_offsets_of_the_rule() {
        let offsets = PipeOffsets::from_rule("| ----- | --- |  | --- |").unwrap();
        let cells = offsets.split("|       | a|b |  | 😀  |").unwrap();
        assert_eq!(cells.into_iter().map(str::trim).collect::<Vec<_>>(), ["", "a|b", "", "😀"]);
        assert_eq!(offsets.split("|  | a |  | b |"), None);
    }
}
