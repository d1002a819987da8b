//! Cells of a row whose columns are separated by pipes. The text of the page has pipes as well, and most forms do not
//! escape them: a row has more pipes than borders.
//!
//! ```text
//! |  | [[a|b]] |  | [[a|b]] |      the border is where the halves are equal
//! |  | {| c |  |  |                no text on the new side: a removed line
//! ```

use super::marks;
use super::pipe_layout::{ColumnSpans, PipeLayout, PipeOffsets};
use super::rows::{LineRow, RowDoubt, has_same_words, parse_marker};
use crate::model::{Side, Sides};
use crate::parse::sheet::Marker;

/// Maximum number of places for the border between the columns that are compared: a row of a wiki's table has about thirty
/// pipes.
const MAX_BORDERS: usize = 64;

/// End of a row in a table without outer pipes: a line break of Markdown.
const LINE_BREAK: &str = "  ";

/// Splitter of the rows of one table.
#[derive(Debug)]
pub(crate) struct RowSplitter {
    layout: PipeLayout,
    offsets: Option<PipeOffsets>,
    /// Length of an empty cell; `None` if no row shows it.
    blank_len: Option<usize>,
}

/// A place for the border between the columns: the marker cell of the new side with its two pipes.
#[derive(Clone, Copy, Debug)]
struct PipeBorder {
    /// Offset of the pipe before the marker.
    start: usize,
    /// Offset after the pipe behind the marker.
    end: usize,
    marker: Option<Marker>,
}

impl RowSplitter {
    /// Makes a splitter, and learns the length of empty cells from the context rows among some lines.
    pub(crate) fn new<'l>(layout: PipeLayout, lines: impl Iterator<Item = &'l str>) -> Self {
        let mut splitter = Self { layout, offsets: None, blank_len: None };
        let mut lengths = [0_usize; 4];
        for line in lines {
            if splitter.offsets.is_none() && layout.spans == ColumnSpans::Padded {
                splitter.offsets = PipeOffsets::from_rule(line);
            }
            if let Some((_, rest)) = splitter.split_marker(line)
                && let Some(border) = splitter.find_equal_halves(rest)
                && let Some(count) = lengths.get_mut(border.end - border.start - 2)
                && border.marker.is_none()
            {
                *count += 1;
            }
        }
        let likeliest = (0..lengths.len()).max_by_key(|&length| (lengths[length], length));
        splitter.blank_len = likeliest.filter(|&length| lengths[length] > 0);
        splitter
    }

    /// Splits a row. Returns `None` for a line that is no row.
    pub(crate) fn split<'l>(&self, line: &'l str) -> Option<LineRow<'l>> {
        if let Some(cells) = self.offsets.as_ref().and_then(|offsets| offsets.split(line)) {
            return row_from_cells(&cells);
        }
        if self.layout.spans == ColumnSpans::Padded {
            return split_padded(line);
        }
        let (marker, rest) = self.split_marker(line)?;
        let row = match self.layout.spans {
            ColumnSpans::Dropped => self.split_dropped(rest),
            _ => self.split_kept(rest),
        };
        row.map(|row| LineRow { markers: Sides::new(marker, row.markers.new), ..row })
    }

    /// Splits a line after its first cell, the marker of the old side.
    fn split_marker<'l>(&self, line: &'l str) -> Option<(Option<Marker>, &'l str)> {
        let inside = if self.layout.has_outer_pipes {
            let line = line.trim_end();
            line.strip_prefix('|')?.strip_suffix('|')?
        } else {
            line.strip_suffix(LINE_BREAK).unwrap_or(line)
        };
        let (first, rest) = inside.split_once('|')?;
        Some((parse_marker(first, Side::Old)?.marker(), rest))
    }

    /// Finds the places for the border, of the right length if that is known.
    fn borders(&self, rest: &str) -> Vec<PipeBorder> {
        let pipes = find_pipes(rest);
        let borders = pipes.windows(2).filter_map(|pair| {
            let cell = &rest[pair[0] + 1..pair[1]];
            let marker = parse_marker(cell, Side::New).filter(|_| !cell.is_empty())?.marker();
            // The pipe of a wiki's table, if cells have a blank at their end.
            let before = &rest[..pair[0]];
            if self.layout.spans != ColumnSpans::Marked && before.trim() == "{" && before.ends_with('{') {
                return None;
            }
            let border = PipeBorder { start: pair[0], end: pair[1] + 1, marker };
            let is_long = self.blank_len.is_none_or(|length| marker.is_some() || cell.len() == length);
            is_long.then_some(border)
        });
        borders.take(MAX_BORDERS).collect()
    }

    /// Finds the border of a context row with text.
    fn find_equal_halves(&self, rest: &str) -> Option<PipeBorder> {
        self.borders(rest).into_iter().find(|border| {
            let (old, new) = halves(rest, *border);
            !old.trim().is_empty()
                && old.trim().len().abs_diff(new.trim().len()) <= 1
                && has_same_words(old, new)
        })
    }

    /// Splits a row with four cells, after the first.
    fn split_kept<'l>(&self, rest: &'l str) -> Option<LineRow<'l>> {
        if let Some(border) = self.find_equal_halves(rest) {
            return Some(pair(rest, border));
        }
        let unknown_length = Self { layout: self.layout, offsets: None, blank_len: None };
        // The second column of a span is shorter than an empty cell.
        let is_marked = self.layout.spans == ColumnSpans::Marked;
        let all = unknown_length.borders(rest);
        let is_blank = |text: &str| text.trim().is_empty();
        let is_span = |text: &str| text.len() <= 1;
        let border = |test: &dyn Fn(&str, &str) -> bool| {
            all.iter().copied().find(|border| {
                let (old, new) = halves(rest, *border);
                test(old, new)
            })
        };
        if let Some(border) = border(&|old, new| is_blank(old) && is_blank(new)) {
            let (old, new) = halves(rest, border);
            return Some(match (is_marked && is_span(old), is_marked && is_span(new)) {
                (true, false) => with_marker(LineRow::added(""), border),
                (false, true) => LineRow::removed(""),
                _ => pair(rest, border)
                    .with_doubt((!is_marked && border.marker.is_none()).then_some(RowDoubt::Blank)),
            });
        }
        if let Some(border) = border(&|old, new| !is_blank(old) && is_blank(new)) {
            let (old, new) = halves(rest, border);
            let is_changed = border.marker.is_some() || is_marked && !is_span(new);
            // A marker of the new side inside the text may be the border.
            let has_inner_marker = all.iter().any(|border| border.marker.is_some());
            let removed = || {
                LineRow::removed(strip_padding(old)).with_doubt(has_inner_marker.then_some(RowDoubt::Border))
            };
            return Some(if is_changed { pair(rest, border) } else { removed() });
        }
        let filled: Vec<PipeBorder> = self.borders(rest);
        let filled: Vec<PipeBorder> = filled
            .into_iter()
            .filter(|border| {
                let (old, new) = halves(rest, *border);
                !is_blank(old) && !is_blank(new)
            })
            .collect();
        let added = border(&|old, new| is_blank(old) && !is_blank(new));
        let changed = choose_border(rest, &filled);
        match (changed, added) {
            (Some((border, _)), Some(other)) if is_alike(rest, border) => Some(
                pair(rest, border)
                    .with_doubt((!is_marked_pair(rest, border, other)).then_some(RowDoubt::Border)),
            ),
            (_, Some(border)) => {
                let (old, new) = halves(rest, border);
                let is_changed = is_marked && !is_span(old);
                let row = if is_changed { pair(rest, border) } else { LineRow::added(strip_padding(new)) };
                Some(with_marker(row, border).with_doubt(changed.is_some().then_some(RowDoubt::Border)))
            }
            (Some((border, is_sole)), None) => {
                Some(pair(rest, border).with_doubt((!is_sole).then_some(RowDoubt::Border)))
            }
            (None, None) => None,
        }
    }

    /// Splits a row in which an empty side takes one cell.
    fn split_dropped<'l>(&self, rest: &'l str) -> Option<LineRow<'l>> {
        if let Some(border) = self.find_equal_halves(rest) {
            return Some(pair(rest, border));
        }
        let borders = self.borders(rest);
        let is_blank = |text: &str| text.trim().is_empty();
        if let [border] = borders[..]
            && is_blank(&rest[..border.start])
            && is_blank(&rest[border.end..])
        {
            let is_certain = border.marker.is_some() || self.blank_len == Some(border.start);
            return Some(pair(rest, border).with_doubt((!is_certain).then_some(RowDoubt::Blank)));
        }
        let halves_of = |border: &PipeBorder| halves(rest, *border);
        let added = rest.split_once('|').and_then(|(first, new)| {
            let marker = parse_marker(first, Side::New)?.marker();
            let is_long = marker.is_some() || self.blank_len.is_none_or(|length| first.len() == length);
            (is_long && !is_blank(new)).then_some((marker, new))
        });
        // An empty cell after the last pipe: a line of the old side.
        let last = find_pipes(rest).last().copied().filter(|last| is_blank(&rest[last + 1..]));
        if let Some(last) = last.filter(|last| rest.len() > last + 1) {
            let old = &rest[..last];
            let is_beside_blank =
                |border: &&PipeBorder| border.end == last + 1 && !is_blank(&rest[..border.start]);
            return Some(match borders.iter().find(is_beside_blank) {
                Some(border) => pair(rest, *border),
                None if is_blank(old) => LineRow::removed(""),
                None => LineRow::removed(strip_padding(old)),
            });
        }
        let filled: Vec<PipeBorder> = borders
            .iter()
            .copied()
            .filter(|border| {
                let (old, new) = halves_of(border);
                !is_blank(old) && !is_blank(new)
            })
            .collect();
        let changed = choose_border(rest, &filled);
        // An empty old line beside a text.
        let beside_blank = borders.iter().find(|border| is_blank(halves_of(border).0));
        match (changed, added) {
            (Some((border, is_sole)), None) => {
                Some(pair(rest, border).with_doubt((!is_sole).then_some(RowDoubt::Border)))
            }
            (Some((border, _)), Some(_)) if is_alike(rest, border) => {
                Some(pair(rest, border).with_doubt(RowDoubt::Border))
            }
            (changed, Some((marker, new))) => {
                let row = match beside_blank {
                    Some(border) => pair(rest, *border),
                    None => LineRow::added(strip_padding(new)),
                };
                let row = LineRow { markers: Sides::new(None, row.markers.new.or(marker)), ..row };
                Some(row.with_doubt(changed.is_some().then_some(RowDoubt::Border)))
            }
            (None, None) => beside_blank.map(|border| pair(rest, *border)).or_else(|| {
                // The blank after the last pipe may have been trimmed.
                let old = &rest[..last?];
                let row =
                    if is_blank(old) { LineRow::added("") } else { LineRow::removed(strip_padding(old)) };
                Some(row.with_doubt(RowDoubt::Border))
            }),
        }
    }
}

/// Splits a row that is filled up with empty cells at each pipe between blanks.
fn split_padded(line: &str) -> Option<LineRow<'static>> {
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
fn row_from_cells(cells: &[&str]) -> Option<LineRow<'static>> {
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

fn pair(rest: &str, border: PipeBorder) -> LineRow<'_> {
    let (old, new) = halves(rest, border);
    with_marker(LineRow::pair(strip_padding(old), strip_padding(new)), border)
}

fn with_marker(row: LineRow<'_>, border: PipeBorder) -> LineRow<'_> {
    LineRow { markers: Sides::new(None, border.marker), ..row }
}

fn halves(rest: &str, border: PipeBorder) -> (&str, &str) {
    (&rest[..border.start], &rest[border.end..])
}

/// Finds the pipes without a backslash before them.
fn find_pipes(rest: &str) -> Vec<usize> {
    let is_escaped = |at: usize| rest[..at].bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1;
    memchr::memchr_iter(b'|', rest.as_bytes()).filter(|&at| !is_escaped(at)).collect()
}

/// Chooses the border of a changed row, and tells if it is the only one: the border at which the marks of deleted words fit
/// the other side, or else the halves have most in common.
fn choose_border(rest: &str, borders: &[PipeBorder]) -> Option<(PipeBorder, bool)> {
    if let [border] = borders {
        return Some((*border, true));
    }
    let fitting: Vec<PipeBorder> = borders
        .iter()
        .copied()
        .filter(|border| {
            let (old, new) = halves(rest, *border);
            marks::has_strikes(old) && marks::strikes_fit(old, new)
        })
        .collect();
    if let [border] = fitting[..] {
        return Some((border, true));
    }
    let best = borders.iter().copied().max_by_key(|border| {
        let (old, new) = halves(rest, *border);
        common_ends(old.trim(), new.trim())
    })?;
    Some((best, false))
}

/// Returns true if the halves have half of their text in common, so that they are two versions of one line.
fn is_alike(rest: &str, border: PipeBorder) -> bool {
    let (old, new) = halves(rest, border);
    let (old, new) = (old.trim(), new.trim());
    common_ends(old, new) * 2 >= old.len().min(new.len())
}

/// Returns true if the marks of deleted words show that a row is changed and not added.
fn is_marked_pair(rest: &str, border: PipeBorder, other: PipeBorder) -> bool {
    let (old, new) = halves(rest, border);
    border.start != other.start && marks::has_strikes(old) && marks::strikes_fit(old, new)
}

/// The number of bytes that two texts have in common at their ends.
fn common_ends(old: &str, new: &str) -> usize {
    let most = old.len().min(new.len());
    let start = old.bytes().zip(new.bytes()).take_while(|(old, new)| old == new).count();
    let end = old.bytes().rev().zip(new.bytes().rev()).take_while(|(old, new)| old == new).count();
    (start + end).min(most)
}

/// Strips the space that the table puts on each side of a cell.
pub(crate) fn strip_padding(cell: &str) -> &str {
    let cell = cell.strip_prefix(' ').unwrap_or(cell);
    cell.strip_suffix(' ').unwrap_or(cell)
}

/// Returns true for a line that may be a row of a table without outer pipes.
pub(crate) fn may_be_row(line: &str) -> bool {
    let Some((first, _)) = line.split_once('|') else { return false };
    parse_marker(first, Side::Old).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_of_a_template_follow_their_pipe() {
        assert_eq!(join_cells(&["{{a", "b=c", "d = e}}", "f"]), "{{a |b=c | d = e}} | f");
        assert_eq!(join_cells(&["[[a", "b]]", "|c"]), "[[a |b]] ||c");
    }

    #[test]
    fn start_of_a_wiki_table_is_no_border() {
        let layout = PipeLayout { has_outer_pipes: false, spans: ColumnSpans::Dropped };
        let row = RowSplitter::new(layout, std::iter::empty()).split("|  {|  |   ").unwrap();
        assert_eq!((row.texts.old.as_deref().map(str::trim), row.texts.new), (Some("{|"), None));
    }
}
