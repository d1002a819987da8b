//! The form of a grid: rule lines between the rows, and cells padded to the width of their column.
//!
//! ```text
//! +---------+----------+---------+----------+
//! | Line 3: |          | Line 4: |          |
//! +---------+----------+---------+----------+
//! |         | old line |         | new line |
//! +---------+----------+---------+----------+
//! ```

use std::borrow::Cow;

use super::rows::{
    BlankRowForm, EscapeForm, LineRow, RowDoubt, RowItem, TableForm, TextTable, TextTableRow, parse_marker,
};
use crate::model::{Side, Sides};
use crate::parse::input::InputLines;
use crate::parse::page::line_number;
use crate::text::width::{self, AmbiguousWidth};

/// Number of columns of a diff's table.
const COLUMNS: usize = 4;

/// Borders of the columns: the offsets of the signs in a rule line, in columns of the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
struct GridBorders {
    offsets: Vec<usize>,
}

impl GridBorders {
    /// Parses a rule line: `+---+---+`, or `+===+===+` below the head of a table.
    fn parse(line: &str) -> Option<Self> {
        let line = line.trim_end();
        if !line.ends_with('+') {
            return None;
        }
        let line = line.trim_start();
        let is_rule = line.len() > 2
            && line.starts_with('+')
            && line.bytes().all(|byte| matches!(byte, b'+' | b'-' | b'=' | b':'));
        let offsets: Vec<usize> = line.match_indices('+').map(|(at, _)| at).collect();
        (is_rule && offsets.len() > 1).then_some(Self { offsets })
    }

    /// Splits a line of a row into its cells. A cell over two columns is one cell and an empty one.
    fn split<'t>(&self, line: &'t str) -> Option<Vec<&'t str>> {
        let line = line.trim();
        if !line.starts_with('|') || !line.ends_with('|') {
            return None;
        }
        if line.is_ascii() {
            return self.split_ascii(line);
        }
        self.split_by_width(line).or_else(|| self.split_at_marker(line))
    }

    /// Splits a line whose characters are one column and one byte each.
    fn split_ascii<'t>(&self, line: &'t str) -> Option<Vec<&'t str>> {
        let bytes = line.as_bytes();
        let borders = self.offsets.iter().copied().filter(|&at| bytes.get(at) == Some(&b'|'));
        let borders: Vec<usize> = borders.collect();
        let is_whole = bytes.len() == self.offsets.last()? + 1 && borders.last() == self.offsets.last();
        let mut cells = vec![""; self.offsets.len() - 1];
        for pair in borders.windows(2) {
            let cell = self.offsets.iter().position(|offset| *offset == pair[0])?;
            cells[cell] = &line[pair[0] + 1..pair[1]];
        }
        is_whole.then_some(cells)
    }

    /// Splits a line at its second marker cell, for characters whose width other programs count otherwise: the cell is blank
    /// and as wide as its column.
    fn split_at_marker<'t>(&self, line: &'t str) -> Option<Vec<&'t str>> {
        let [first, second, third, fourth, _] = self.offsets[..] else { return None };
        let is_border = |at: usize| line.as_bytes().get(at) == Some(&b'|');
        if first != 0 || !is_border(second) {
            return None;
        }
        let marker = format!("|{}|", " ".repeat(fourth - third - 1));
        let rest = line.get(second + 1..line.len() - 1)?;
        let at = rest.find(&marker)?;
        let cells = vec![
            &line[1..second],
            &rest[..at],
            marker_cell(rest, at, marker.len()),
            &rest[at + marker.len()..],
        ];
        Some(cells)
    }

    /// Splits a line by the widths of its characters.
    fn split_by_width<'t>(&self, line: &'t str) -> Option<Vec<&'t str>> {
        let mut cells = vec![""; self.offsets.len() - 1];
        let (mut column, mut from, mut cell) = (0, 0, 0);
        let mut next = self.offsets.iter().enumerate().peekable();
        let mut at = 0;
        for cluster in width::clusters(line) {
            while next.next_if(|(_, offset)| **offset < column).is_some() {}
            if let Some((index, _)) = next.next_if(|(_, offset)| **offset == column)
                && cluster == "|"
            {
                if index > 0 {
                    cells[cell] = &line[from..at];
                }
                (from, cell) = (at + 1, index);
            }
            column += width::display_width(cluster, AmbiguousWidth::Narrow);
            at += cluster.len();
        }
        let is_whole = column == self.offsets.last()? + 1 && cell + 1 == self.offsets.len();
        is_whole.then_some(cells)
    }
}

/// The blank marker cell that begins at a border.
fn marker_cell(rest: &str, at: usize, length: usize) -> &str {
    &rest[at + 1..at + length - 1]
}

/// A row of the grid: the lines of each cell.
type GridRow<'a> = [Vec<&'a str>; COLUMNS];

/// Finds the first grid from a line on whose rows are those of a diff.
pub(crate) fn find_table<'a>(input: &InputLines<'a>, from: usize) -> Option<TextTable<'a>> {
    let mut at = from;
    while at < input.len() {
        let borders =
            GridBorders::parse(input.lines()[at]).filter(|borders| borders.offsets.len() == COLUMNS + 1);
        let Some(borders) = borders else {
            at += 1;
            continue;
        };
        let (table, end) = read_grid(input, at, &borders);
        if table.rows.iter().any(|row| matches!(row.item, RowItem::Header(_))) {
            return Some(table);
        }
        at = end.max(at + 1);
    }
    None
}

/// Reads the grid that begins at a rule line. Returns it with the line after it.
fn read_grid<'a>(input: &InputLines<'a>, start: usize, borders: &GridBorders) -> (TextTable<'a>, usize) {
    let mut table = TextTable {
        form: TableForm { blanks: BlankRowForm::Alike, escapes: EscapeForm::Plain },
        ..TextTable::default()
    };
    let mut first_row = None;
    let mut at = start;
    let mut row_start = start + 1;
    let mut cells: GridRow<'a> = Default::default();
    while let Some(line) = input.line(at) {
        if GridBorders::parse(line).is_some() {
            if at > row_start {
                let item = read_row(&cells, &mut table.form);
                // The rows above the first header are the heading of the page.
                if matches!(item, Some(RowItem::Header(_))) {
                    first_row.get_or_insert(row_start);
                }
                match item {
                    Some(item) if first_row.is_some() => {
                        table.rows.push(TextTableRow { at: row_start, item });
                    }
                    None if first_row.is_some() => table.strays.extend(row_start..at),
                    _ => {}
                }
            }
            cells = Default::default();
            row_start = at + 1;
        } else if let Some(split) = borders.split(line) {
            cells.iter_mut().zip(split).for_each(|(cell, line)| cell.push(line));
        } else if line.trim().starts_with('|') {
            table.strays.push(at);
        } else {
            break;
        }
        at += 1;
    }
    if table.form.escapes != EscapeForm::Plain {
        remove_breaks(&mut table.rows);
    }
    table.strays.retain(|at| first_row.is_some_and(|first| *at >= first));
    table.lines = first_row.unwrap_or(start)..row_start;
    (table, at)
}

/// Reads a row from the lines of its cells.
fn read_row<'a>(cells: &GridRow<'a>, form: &mut TableForm) -> Option<RowItem<'a>> {
    let text = |at: usize| GridCellText::join(&cells[at]);
    let [old_marker, old, new_marker, new] = [text(0), text(1), text(2), text(3)];
    if let Some(numbers) = parse_header(&old_marker.text, &new_marker.text)
        && old.text.is_empty()
        && new.text.is_empty()
    {
        return Some(RowItem::Header(numbers));
    }
    let markers = Sides::new(
        parse_marker(&old_marker.text, Side::Old)?.marker(),
        parse_marker(&new_marker.text, Side::New)?.marker(),
    );
    if old.has_tags || new.has_tags {
        *form = TableForm { blanks: BlankRowForm::Stated, escapes: EscapeForm::MarkdownWithPunctuation };
    }
    let is_doubtful = old.is_joined || new.is_joined;
    let is_filled = |cell: &GridCellText<'_>| !cell.text.is_empty() || cell.has_tags;
    let row = match (is_filled(&old), is_filled(&new)) {
        (true, true) => LineRow::pair(old.text, new.text),
        (true, false) => LineRow::removed(old.text),
        (false, true) => LineRow::added(new.text),
        (false, false) => LineRow::pair("", "").with_doubt(RowDoubt::Blank),
    };
    Some(RowItem::Lines(LineRow { markers, ..row.with_doubt(is_doubtful.then_some(RowDoubt::Join)) }))
}

fn parse_header(old: &str, new: &str) -> Option<Sides<u32>> {
    let (old, new) = (line_number::parse_label(old)?, line_number::parse_label(new)?);
    line_number::is_same_template(&old, &new).then_some(Sides::new(old.number, new.number))
}

/// The text of a cell.
#[derive(Debug, Default)]
struct GridCellText<'a> {
    text: Cow<'a, str>,
    /// True if the text was joined from several lines.
    is_joined: bool,
    /// True if the lines of a block are around the text.
    has_tags: bool,
}

impl<'a> GridCellText<'a> {
    /// Joins the lines of a cell, without the lines of blocks around them.
    fn join(lines: &[&'a str]) -> Self {
        let mut cell = Self::default();
        let lines: Vec<&'a str> =
            lines.iter().map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end()).collect();
        let inside = strip_blocks(&lines);
        cell.has_tags = inside.len() < lines.len();
        for line in inside {
            match line.trim() {
                "" => {}
                _ if cell.text.is_empty() => {
                    cell.text = Cow::Borrowed(if cell.has_tags { strip_anchor(line) } else { line });
                }
                words => {
                    let text = cell.text.to_mut();
                    text.push(' ');
                    text.push_str(words);
                    cell.is_joined = true;
                }
            }
        }
        cell
    }
}

/// Strips the lines of blocks around the lines of a cell. A block begins and ends with a line of its own; such a line alone
/// is text of the page.
///
/// ```text
/// <div>             ::: {.block}
///                   text
/// text              :::
///
/// </div>
/// ```
fn strip_blocks<'l, 'a>(mut lines: &'l [&'a str]) -> &'l [&'a str] {
    loop {
        let is_blank = |line: &&str| line.trim().is_empty();
        let Some(first) = lines.iter().position(|line| !is_blank(line)) else { return lines };
        let last = lines.iter().rposition(|line| !is_blank(line)).unwrap_or(first);
        let is_block = match (lines[first].trim(), lines[last].trim()) {
            ("<div>", "</div>") => true,
            (fence, ":::") => fence.strip_prefix("::: ").is_some_and(|name| {
                name.starts_with('{') && name.ends_with('}') || !name.trim().contains(char::is_whitespace)
            }),
            _ => false,
        };
        if !is_block || last == first {
            return lines;
        }
        lines = &lines[first + 1..last];
    }
}

/// Strips the empty span at the start of a moved line that other lines link to: `[]{#id}`. The same signs in a text of the
/// page would be escaped.
fn strip_anchor(line: &str) -> &str {
    let anchor = line.trim_start().strip_prefix("[]{#").and_then(|anchor| anchor.split_once('}'));
    anchor.filter(|(id, _)| !id.contains(char::is_whitespace)).map_or(line, |(_, text)| text)
}

/// Empties the texts of a line break alone, which Markdown writes for an empty line. A backslash of the page is escaped.
fn remove_breaks(rows: &mut [TextTableRow<'_>]) {
    for row in rows {
        let RowItem::Lines(lines) = &mut row.item else { continue };
        for side in [Side::Old, Side::New] {
            if let Some(text) = lines.texts.get_mut(side).as_mut().filter(|text| text.trim() == "\\") {
                *text = Cow::Borrowed("");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::line_map::LineMap;

    #[test]
    fn splits_at_the_borders_of_the_rule() {
        let borders = GridBorders::parse("+---+----+---+----+").unwrap();
        assert_eq!(borders.split("|   | a| |   | 漢 |").unwrap(), ["   ", " a| ", "   ", " 漢 "]);
        assert_eq!(borders.split("|   | a |   | b |"), None);
        assert_eq!(GridBorders::parse("+ a +"), None);
    }

    #[test]
    fn block_around_a_cell_is_no_text() {
        let join = |lines: &[&str]| {
            let cell = GridCellText::join(lines);
            (cell.text.into_owned(), cell.has_tags)
        };
        assert_eq!(join(&[" <div>", "", " a", "", " </div>"]), ("a".to_owned(), true));
        assert_eq!(join(&[" ::: {.a}", " ::: b", " :::c", " :::", " :::"]), (":::c".to_owned(), true));
        assert_eq!(join(&[" :::a"]), (":::a".to_owned(), false));
        assert_eq!(join(&[" <div>"]), ("<div>".to_owned(), false));
        assert_eq!(join(&[" </div>"]), ("</div>".to_owned(), false));
        assert_eq!(join(&[" <div>", " []{#a}b", " </div>"]), ("b".to_owned(), true));
        assert_eq!(join(&[" []{#a}b"]), ("[]{#a}b".to_owned(), false));
    }

    #[test]
    fn rows_below_the_first_header_are_those_of_the_diff() {
        let text = "+---------+---+---------+---+\n| Old     |   | New     |   |\n+---------+---+---------+---+\n\
                    | Line 3: |   | Line 4: |   |\n+---------+---+---------+---+\n|         | a |         | b |\n\
                    +---------+---+---------+---+\nbelow";
        let table = find_table(&InputLines::new(text, LineMap::default()), 0).unwrap();
        assert_eq!((table.lines, table.rows.len()), (3..7, 2));
    }
}
