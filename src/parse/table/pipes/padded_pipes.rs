//! Rows that are filled up with empty cells: the form counts the pipes of the text as columns.

use super::pipe_borders::{MAX_BORDERS, common_ends, find_pipes};
use crate::model::{Side, Sides};
use crate::parse::sheet::Marker;
use crate::parse::table::marks;
use crate::parse::table::rows::{LineRow, RowDoubt, parse_marker};

/// Splits a row that is filled up with empty cells at each pipe between blanks.
pub(super) fn split_padded(line: &str) -> Option<LineRow<'static>> {
    let inside = line.trim_end().strip_prefix('|')?.strip_suffix('|')?;
    let borders: Vec<usize> = find_pipes(inside)
        .into_iter()
        .filter(|at| {
            let is_blank = |byte: Option<&u8>| byte.is_none_or(|byte| *byte == b' ');
            let before = at.checked_sub(1).and_then(|before| inside.as_bytes().get(before));
            is_blank(before) && is_blank(inside.as_bytes().get(at + 1))
        })
        .collect();
    let starts = std::iter::once(0).chain(borders.iter().map(|at| at + 1));
    let ends = borders.iter().copied().chain([inside.len()]);
    row_from_cells(&starts.zip(ends).map(|(start, end)| &inside[start..end]).collect::<Vec<_>>())
}

/// Makes a row from the cells between the pipes of a row that is filled up with empty cells. An empty side takes one cell,
/// and a pipe of the text between blanks makes one cell more.
pub(super) fn row_from_cells(cells: &[&str]) -> Option<LineRow<'static>> {
    let (first, cells) = cells.split_first()?;
    let old_marker = parse_marker(first, Side::Old)?.marker();
    let cells: Vec<&str> = cells.iter().map(|cell| cell.trim()).collect();
    let filled = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
    let cells = &cells[..filled];
    let (row, marker) = match cells.split_first() {
        None => (LineRow::pair("", "").with_doubt(RowDoubt::Blank), None),
        Some((second, new))
            if second.is_empty() || parse_marker(second, Side::New).is_some() && old_marker.is_none() =>
        {
            // A text that no cell of a wiki's table begins with: the empty cell before it is the old side.
            let row = match new {
                ["", text, ..] if text.starts_with("==") || *text == "}" => {
                    LineRow::pair("", join_cells(&new[1..]))
                }
                _ => LineRow::added(join_cells(new)),
            };
            let row = row.with_doubt((new.len() > 1).then_some(RowDoubt::Join));
            (row, parse_marker(second, Side::New)?.marker())
        }
        Some(_) => split_cells(cells),
    };
    Some(LineRow { markers: Sides::new(old_marker, marker), ..row })
}

/// Splits the cells of a row that begins with a text of the old side: at its marker cell.
fn split_cells(cells: &[&str]) -> (LineRow<'static>, Option<Marker>) {
    let borders = (1..cells.len()).filter_map(|at| Some((at, parse_marker(cells[at], Side::New)?.marker())));
    let borders: Vec<_> = borders.take(MAX_BORDERS).collect();
    let best = borders.iter().copied().max_by_key(|(at, _)| {
        let (old, new) = (join_cells(&cells[..*at]), join_cells(&cells[at + 1..]));
        let is_fitting = marks::has_strikes(&old) && marks::strikes_fit(&old, &new);
        (old == new, is_fitting, common_ends(&old, &new))
    });
    let Some((at, marker)) = best else {
        let row = LineRow::removed(join_cells(cells));
        return (row.with_doubt((cells.len() > 1).then_some(RowDoubt::Join)), None);
    };
    let (old, new) = (join_cells(&cells[..at]), join_cells(&cells[at + 1..]));
    let is_doubtful = borders.len() > 1 && old != new;
    let is_joined = at > 1 || cells.len() > at + 2;
    let row = LineRow::pair(old, new).with_doubt(is_doubtful.then_some(RowDoubt::Border));
    (row.with_doubt(is_joined.then_some(RowDoubt::Join)), marker)
}

/// Joins the cells of one text. The form cuts it before each pipe behind a space, and drops the spaces behind the pipe. The
/// arguments of a template and the label of a link usually have none.
fn join_cells(cells: &[&str]) -> String {
    let mut joined = String::new();
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            let is_attached = cell.starts_with('|')
                || is_open(&joined, "[[", "]]")
                || is_open(&joined, "{{", "}}") && is_argument(cell);
            joined.push_str(if is_attached { " |" } else { " | " });
        }
        joined.push_str(cell);
    }
    joined
}

/// Returns true if a bracket is open at the end of a text.
fn is_open(text: &str, start: &str, end: &str) -> bool {
    text.rfind(start).is_some_and(|at| !text[at..].contains(end))
}

/// Returns true for a named argument of a template without spaces at its sign.
fn is_argument(cell: &str) -> bool {
    cell.split_once('=').is_some_and(|(name, value)| {
        !name.ends_with(' ')
            && !value.is_empty()
            && !name.is_empty()
            && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_of_a_template_follow_their_pipe() {
        assert_eq!(join_cells(&["{{a", "b=c", "d = e}}", "f"]), "{{a |b=c | d = e}} | f");
        assert_eq!(join_cells(&["[[a", "b]]", "|c"]), "[[a |b]] ||c");
    }
}
