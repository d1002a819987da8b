//! Reader of the shape `markdown`: the table of four columns that HTML-to-Markdown converters write.
//!
//! ```text
//! | Line 19: | | Line 17: | |
//! |  | context |  | context |
//! | − | old | + | new |
//! ```
//!
//! `*` and `_` are escaped, `|` is not.

use std::borrow::Cow;

use crate::model::{Shape, Side, Sides, Warning, WarningCode};
use crate::parse::sheet::{Cell, Integrity, Marker, RowClaim, Section, Sheet, SideEvidence, Source};
use crate::text::whitespace::is_same_text;

use crate::parse::input::InputLines;
use crate::parse::page::{heading, line_number};
use crate::parse::unread_lines::UnreadLines;

/// A row of the table.
#[derive(Clone, Copy)]
pub(crate) enum MarkdownRow<'a> {
    /// `| Line 19: | | Line 17: | |`
    Header(Sides<u32>),
    /// A row with both cells.
    Pair(Sides<&'a str>, Sides<Marker>),
    /// A row with one cell.
    Single(Side, &'a str, Marker),
}

/// Parses the only diff in the lines.
pub(crate) fn parse_sheet<'a>(input: &InputLines<'a>) -> Sheet<'a> {
    let rows: Vec<_> = (0..input.len()).filter_map(|at| Some((at, parse_row(input.lines()[at])?))).collect();
    let first = rows.first().map_or(input.len(), |(at, _)| *at);
    let mut heading = heading::parse_heading_in(input, 0..first);
    heading.move_lone_label_to_new();
    let mut sections = Vec::new();
    let mut next = first;
    let mut between = UnreadLines::default();
    for (at, row) in rows {
        (next..at).for_each(|stray| between.add(input.lines()[stray], stray));
        next = at + 1;
        push_row(&mut sections, row, input.line_number(at));
    }
    (next..input.len()).for_each(|at| heading.unread.add(input.lines()[at], at));
    let mut warnings = heading.unread.take_warnings(input.line_map());
    // A table of Markdown ends at the first line that is not a row.
    let strays = between.take_warnings(input.line_map());
    let integrity = if strays.is_empty() { Integrity::Intact } else { Integrity::Damaged };
    warnings.extend(strays.into_iter().map(|stray| Warning { code: WarningCode::StrayLine, ..stray }));
    let source = Source::new(SideEvidence::MarkdownColumns);
    Sheet {
        page: heading.page,
        integrity,
        sections,
        warnings,
        ..Sheet::new(Shape::Markdown, source, input.line_number(0))
    }
}

/// Appends a row to the last section. A header opens a section.
fn push_row<'a>(sections: &mut Vec<Section<'a>>, row: MarkdownRow<'a>, line: u32) {
    let new_cell = |text, side, marker, claim| Cell {
        side: Some(side),
        marker: Some(marker),
        claim,
        ..Cell::new(unescape(text), line)
    };
    let cells = match row {
        MarkdownRow::Header(start) => {
            sections.push(Section { start: Some(start), ..Section::default() });
            return;
        }
        MarkdownRow::Pair(texts, markers) => vec![
            new_cell(texts.old, Side::Old, markers.old, RowClaim::First),
            new_cell(texts.new, Side::New, markers.new, RowClaim::Second),
        ],
        MarkdownRow::Single(side, text, marker) => vec![new_cell(text, side, marker, RowClaim::First)],
    };
    match sections.last_mut() {
        Some(section) => section.cells.extend(cells),
        None => sections.push(Section { cells, ..Section::default() }),
    }
}

/// Parses a line as a row of the table.
pub(crate) fn parse_row(line: &str) -> Option<MarkdownRow<'_>> {
    let inside = line.trim_end().strip_prefix('|')?.strip_suffix('|')?;
    parse_header(inside).or_else(|| parse_single(inside)).or_else(|| parse_pair(inside))
}

fn parse_header(inside: &str) -> Option<MarkdownRow<'_>> {
    if inside.split('|').next()?.trim().is_empty() {
        return None;
    }
    let mut cells = inside.split('|').map(str::trim).filter(|cell| !cell.is_empty());
    let (old, new) = (line_number::parse_label(cells.next()?)?, line_number::parse_label(cells.next()?)?);
    let is_header = cells.next().is_none() && line_number::is_same_template(&old, &new);
    is_header.then_some(MarkdownRow::Header(Sides::new(old.number, new.number)))
}

/// Parses a row with an empty half: `| − | old |  | |` or `|  | | + | new |`.
fn parse_single(inside: &str) -> Option<MarkdownRow<'_>> {
    let (first, rest) = inside.split_once('|')?;
    if let Some(marker) = parse_change_marker(first, Side::Old) {
        let old = strip_empty_cell(strip_empty_cell(rest)?)?;
        return Some(MarkdownRow::Single(Side::Old, strip_padding(old), marker));
    }
    let (empty, rest) = rest.split_once('|').filter(|_| first.trim().is_empty())?;
    let (marker, new) = rest.split_once('|').filter(|_| empty.trim().is_empty())?;
    Some(MarkdownRow::Single(Side::New, strip_padding(new), parse_change_marker(marker, Side::New)?))
}

/// Parses a row with two cells. The halves of a context row are equal.
fn parse_pair(inside: &str) -> Option<MarkdownRow<'_>> {
    let (first, rest) = inside.split_once('|')?;
    if parse_change_marker(first, Side::Old).is_some() {
        let (old, new) = rest.split_once("| + |")?;
        let markers = Sides::new(Marker::Removed, Marker::Added);
        return Some(MarkdownRow::Pair(Sides::new(strip_padding(old), strip_padding(new)), markers));
    }
    let halves = first.trim().is_empty().then(|| split_equal_halves(rest))??;
    Some(MarkdownRow::Pair(halves, Sides::new(Marker::Context, Marker::Context)))
}

/// Splits `X |  | X` into its halves.
fn split_equal_halves(rest: &str) -> Option<Sides<&str>> {
    rest.match_indices("|  |").find_map(|(at, border)| {
        let (old, new) = (strip_padding(&rest[..at]), strip_padding(&rest[at + border.len()..]));
        is_same_text(old, new).then_some(Sides::new(old, new))
    })
}

fn parse_change_marker(cell: &str, side: Side) -> Option<Marker> {
    match (cell.trim(), side) {
        ("−" | "-" | "–" | "\\-", Side::Old) => Some(Marker::Removed),
        ("+" | "\\+", Side::New) => Some(Marker::Added),
        ("⚫", _) => Some(Marker::Moved(None)),
        _ => None,
    }
}

/// Strips an empty cell from the end.
fn strip_empty_cell(row: &str) -> Option<&str> {
    row.trim_end_matches([' ', '\t']).strip_suffix('|')
}

/// Strips the space that the table puts on each side of a cell.
fn strip_padding(cell: &str) -> &str {
    let cell = cell.strip_prefix(' ').unwrap_or(cell);
    cell.strip_suffix(' ').unwrap_or(cell)
}

/// Removes the backslashes before the characters that Markdown reads as emphasis.
fn unescape(text: &str) -> Cow<'_, str> {
    if text.contains("\\*") || text.contains("\\_") {
        Cow::Owned(text.replace("\\*", "*").replace("\\_", "_"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::line_map::LineMap;
    use crate::parse::tests::format_rows;

    #[track_caller]
    fn case(table: &str, expected: &[&str]) {
        assert_eq!(
            format_rows(&parse_sheet(&InputLines::new(table, LineMap::default()))),
            expected,
            "{table:?}"
        );
    }

    #[test]
    fn row_has_a_marker_and_a_text_for_each_side() {
        case("| − | a | + | b |", &["-a|+b"]);
        case("| \\- | a | + | b |", &["-a|+b"]);
        case("|  | a |  | a |", &["=a|=a"]);
        case("| Line 19: | | Line 17: | |\n|  | a |  | a |", &["@19,17", "=a|=a"]);
    }

    #[test]
    fn empty_half_is_a_row_of_one_side() {
        case("| − | a |  | |", &["-a"]);
        case("|  | | + | b |", &["+b"]);
        case("| ⚫ | a |  | |", &["<a"]);
        case("|  | | ⚫ | b |", &[">b"]);
    }

    #[test]
    fn pipe_in_a_cell_is_text() {
        case("| − | [[a|b]] | + | [[a|c]] |", &["-[[a|b]]|+[[a|c]]"]);
        case("|  | {{a|b}} |  | {{a|b}} |", &["={{a|b}}|={{a|b}}"]);
        case("| − | {{a|b}} |  | |", &["-{{a|b}}"]);
        case("|  | | + | {{a|b}} |", &["+{{a|b}}"]);
    }

    #[test]
    fn removes_the_escapes_of_the_converter() {
        case("| − | \\*a\\_b | + | \\*c |", &["-*a_b|+*c"]);
        case("| − | a\\b | + | a\\\\c |", &["-a\\b|+a\\\\c"]);
    }

    #[test]
    fn strips_one_space_of_padding() {
        case("| − |  a  | + | b |", &["- a |+b"]);
    }

    #[test]
    fn other_tables_are_not_a_diff() {
        case("| a | b |\n|---|---|\n|-\n| a = b", &[]);
        case("| + | a | − | b |", &[]);
    }

    #[test]
    fn warns_of_lines_between_rows() {
        let input = InputLines::new("| − | a | + | b |\nstray\n|  | c |  | c |", LineMap::default());
        let warnings: Vec<_> =
            parse_sheet(&input).warnings.iter().map(|warning| (warning.first_line(), warning.code)).collect();
        assert_eq!(warnings, [(Some(2), WarningCode::StrayLine)]);
    }
}
