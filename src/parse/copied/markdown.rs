//! `markdown`: the table of four columns that HTML-to-Markdown converters write, one row per line:
//! `| − | old | + | new |`, with `*` and `_` escaped and `|` left as it is.

use std::borrow::Cow;

use crate::model::{Shape, Side, Sides, Warning, WarningCode};
use crate::parse::sheet::{
    Cell, Integrity, Marker, NbspCopy, Rendered, RowClaim, Section, Sheet, SideEvidence, Source, TextEnd,
};
use crate::text::whitespace::is_same_text;

use crate::parse::input::Input;
use crate::parse::page::{heading, line_number};
use crate::parse::unread_lines::UnreadLines;

/// A row of the table.
#[derive(Clone, Copy)]
pub(crate) enum MarkdownRow<'a> {
    /// `| Line 19: | | Line 17: | |`
    Header(Sides<u32>),
    /// Both cells.
    Both(Sides<&'a str>, Sides<Marker>),
    /// One cell.
    One(Side, &'a str, Marker),
}

/// Reads one line as a row of the table.
pub(crate) fn row(line: &str) -> Option<MarkdownRow<'_>> {
    let inside = line.trim_end().strip_prefix('|')?.strip_suffix('|')?;
    header(inside).or_else(|| one(inside)).or_else(|| both(inside))
}

/// Adds a row to the sections.
fn push<'a>(sections: &mut Vec<Section<'a>>, row: MarkdownRow<'a>, line: u32) {
    if let MarkdownRow::Header(start) = row {
        sections.push(Section { start: Some(start), cells: Vec::new() });
        return;
    }
    if sections.is_empty() {
        sections.push(Section::default());
    }
    let Some(section) = sections.last_mut() else { return };
    let mut put = |text, side, marker, claim| {
        let cell = Cell {
            text: unescaped(text),
            line,
            side: Some(side),
            marker: Some(marker),
            claim,
            rendered: Rendered::Unknown,
            is_ambiguous: false,
        };
        section.cells.push(cell);
    };
    match row {
        MarkdownRow::Header(_) => {}
        MarkdownRow::Both(texts, markers) => {
            put(texts.old, Side::Old, markers.old, RowClaim::First);
            put(texts.new, Side::New, markers.new, RowClaim::Second);
        }
        MarkdownRow::One(side, text, marker) => put(text, side, marker, RowClaim::First),
    }
}

fn header(inside: &str) -> Option<MarkdownRow<'_>> {
    if inside.split('|').next()?.trim().is_empty() {
        return None;
    }
    let mut cells = inside.split('|').map(str::trim).filter(|cell| !cell.is_empty());
    let (old, new) = (line_number::parse_label(cells.next()?)?, line_number::parse_label(cells.next()?)?);
    let holds = cells.next().is_none() && line_number::is_same_template(&old, &new);
    holds.then_some(MarkdownRow::Header(Sides::new(old.number, new.number)))
}

/// A row with an empty half: `| − | old |  | |` or `|  | | + | new |`.
fn one(inside: &str) -> Option<MarkdownRow<'_>> {
    let (first, rest) = inside.split_once('|')?;
    if let Some(marker) = change_marker(first, Side::Old) {
        let old = strip_empty_cell(strip_empty_cell(rest)?)?;
        return Some(MarkdownRow::One(Side::Old, unpadded(old), marker));
    }
    let (empty, rest) = rest.split_once('|').filter(|_| first.trim().is_empty())?;
    let (marker, new) = rest.split_once('|').filter(|_| empty.trim().is_empty())?;
    Some(MarkdownRow::One(Side::New, unpadded(new), change_marker(marker, Side::New)?))
}

/// A row with two cells; a context row is known by its two halves being equal.
fn both(inside: &str) -> Option<MarkdownRow<'_>> {
    let (first, rest) = inside.split_once('|')?;
    if change_marker(first, Side::Old).is_some() {
        let (old, new) = rest.split_once("| + |")?;
        let markers = Sides::new(Marker::Removed, Marker::Added);
        return Some(MarkdownRow::Both(Sides::new(unpadded(old), unpadded(new)), markers));
    }
    let halves = first.trim().is_empty().then(|| equal_halves(rest))??;
    Some(MarkdownRow::Both(halves, Sides::new(Marker::Context, Marker::Context)))
}

/// `X |  | X` cut in two.
fn equal_halves(rest: &str) -> Option<Sides<&str>> {
    rest.match_indices("|  |").find_map(|(at, border)| {
        let (old, new) = (unpadded(&rest[..at]), unpadded(&rest[at + border.len()..]));
        is_same_text(old, new).then_some(Sides::new(old, new))
    })
}

fn change_marker(cell: &str, side: Side) -> Option<Marker> {
    match (cell.trim(), side) {
        ("−" | "-" | "–" | "\\-", Side::Old) => Some(Marker::Removed),
        ("+" | "\\+", Side::New) => Some(Marker::Added),
        ("⚫", _) => Some(Marker::Moved),
        _ => None,
    }
}

/// Takes an empty cell off the end.
fn strip_empty_cell(row: &str) -> Option<&str> {
    row.trim_end_matches([' ', '\t']).strip_suffix('|')
}

/// A cell without the one space that the table puts on each side of it.
fn unpadded(cell: &str) -> &str {
    let cell = cell.strip_prefix(' ').unwrap_or(cell);
    cell.strip_suffix(' ').unwrap_or(cell)
}

/// The text before the converter escaped what Markdown reads as emphasis.
fn unescaped(text: &str) -> Cow<'_, str> {
    if text.contains("\\*") || text.contains("\\_") {
        Cow::Owned(text.replace("\\*", "*").replace("\\_", "_"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Reads the one diff in the lines.
pub(crate) fn sheet<'a>(input: &Input<'a>) -> Sheet<'a> {
    let rows: Vec<_> = (0..input.len()).filter_map(|at| Some((at, row(input.lines()[at])?))).collect();
    let first = rows.first().map_or(input.len(), |(at, _)| *at);
    let mut head = heading::parse_heading_in(input, 0..first);
    head.settle();
    let mut sections = Vec::new();
    let mut next = first;
    let mut between = UnreadLines::default();
    for (at, row) in rows {
        for stray in next..at {
            between.add(input.lines()[stray], stray);
        }
        next = at + 1;
        push(&mut sections, row, input.number(at));
    }
    for stray in next..input.len() {
        head.leftover.add(input.lines()[stray], stray);
    }
    let mut warnings = head.leftover.take_warnings(input.numbers());
    // A table of Markdown ends at the first line that is none of its rows.
    let strays = between.take_warnings(input.numbers());
    let integrity = if strays.is_empty() { Integrity::Intact } else { Integrity::Damaged };
    warnings.extend(strays.into_iter().map(|stray| Warning { code: WarningCode::StrayLine, ..stray }));
    Sheet {
        shape: Shape::Markdown,
        source: Source::new(SideEvidence::MarkdownColumns),
        first_line: input.number(0),
        page: head.page,
        nbsp: NbspCopy::default(),
        text_end: TextEnd::default(),
        integrity,
        sections,
        warnings,
        notes: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::line_map::LineMap;
    use crate::parse::tests::format_rows;

    #[track_caller]
    fn case(table: &str, expected: &[&str]) {
        assert_eq!(format_rows(&sheet(&Input::new(table, LineMap::default()))), expected, "{table:?}");
    }

    #[test]
    fn a_row_has_a_marker_and_a_text_for_each_side() {
        case("| − | a | + | b |", &["-a|+b"]);
        case("| \\- | a | + | b |", &["-a|+b"]);
        case("|  | a |  | a |", &["=a|=a"]);
        case("| Line 19: | | Line 17: | |\n|  | a |  | a |", &["@19,17", "=a|=a"]);
    }

    #[test]
    fn an_empty_half_is_a_row_of_one_side() {
        case("| − | a |  | |", &["-a"]);
        case("|  | | + | b |", &["+b"]);
        case("| ⚫ | a |  | |", &["<a"]);
        case("|  | | ⚫ | b |", &[">b"]);
    }

    #[test]
    fn a_pipe_in_a_cell_is_text() {
        case("| − | [[a|b]] | + | [[a|c]] |", &["-[[a|b]]|+[[a|c]]"]);
        case("|  | {{a|b}} |  | {{a|b}} |", &["={{a|b}}|={{a|b}}"]);
        case("| − | {{a|b}} |  | |", &["-{{a|b}}"]);
        case("|  | | + | {{a|b}} |", &["+{{a|b}}"]);
    }

    #[test]
    fn what_the_converter_escaped_is_plain_again() {
        case("| − | \\*a\\_b | + | \\*c |", &["-*a_b|+*c"]);
        case("| − | a\\b | + | a\\\\c |", &["-a\\b|+a\\\\c"]);
    }

    #[test]
    fn the_padding_of_a_cell_is_one_space() {
        case("| − |  a  | + | b |", &["- a |+b"]);
    }

    #[test]
    fn a_table_of_another_kind_is_no_diff() {
        case("| a | b |\n|---|---|\n|-\n| a = b", &[]);
        case("| + | a | − | b |", &[]);
    }

    #[test]
    fn lines_between_the_rows_are_told() {
        let input = Input::new("| − | a | + | b |\nstray\n|  | c |  | c |", LineMap::default());
        let told: Vec<_> =
            sheet(&input).warnings.iter().map(|warning| (warning.first_line(), warning.code)).collect();
        assert_eq!(told, [(Some(2), WarningCode::StrayLine)]);
    }
}
