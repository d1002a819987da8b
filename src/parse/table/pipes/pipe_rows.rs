//! Cells of a row whose columns are separated by pipes. The text of the page has pipes as well, and most forms do not
//! escape them: a row has more pipes than borders.
//!
//! ```text
//! |  | [[a|b]] |  | [[a|b]] |      the border is where the halves are equal
//! |  | {| c |  |  |                no text on the new side: a removed line
//! ```

use super::padded_pipes::{row_from_cells, split_padded};
use super::pipe_borders::{
    MAX_BORDERS, PipeBorder, choose_border, find_pipes, halves, is_alike, is_marked_pair, make_pair,
    strip_padding, with_marker,
};
use super::pipe_layout::{ColumnSpans, PipeLayout, PipeOffsets};
use crate::model::{Side, Sides};
use crate::parse::sheet::Marker;
use crate::parse::table::rows::{LineRow, RowDoubt, has_same_words, parse_marker};

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
            return Some(make_pair(rest, border));
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
                _ => make_pair(rest, border)
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
            return Some(if is_changed { make_pair(rest, border) } else { removed() });
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
                make_pair(rest, border)
                    .with_doubt((!is_marked_pair(rest, border, other)).then_some(RowDoubt::Border)),
            ),
            (_, Some(border)) => {
                let (old, new) = halves(rest, border);
                let is_changed = is_marked && !is_span(old);
                let row =
                    if is_changed { make_pair(rest, border) } else { LineRow::added(strip_padding(new)) };
                Some(with_marker(row, border).with_doubt(changed.is_some().then_some(RowDoubt::Border)))
            }
            (Some((border, is_sole)), None) => {
                Some(make_pair(rest, border).with_doubt((!is_sole).then_some(RowDoubt::Border)))
            }
            (None, None) => None,
        }
    }

    /// Splits a row in which an empty side takes one cell.
    fn split_dropped<'l>(&self, rest: &'l str) -> Option<LineRow<'l>> {
        if let Some(border) = self.find_equal_halves(rest) {
            return Some(make_pair(rest, border));
        }
        let borders = self.borders(rest);
        let is_blank = |text: &str| text.trim().is_empty();
        if let [border] = borders[..]
            && is_blank(&rest[..border.start])
            && is_blank(&rest[border.end..])
        {
            let is_certain = border.marker.is_some() || self.blank_len == Some(border.start);
            return Some(make_pair(rest, border).with_doubt((!is_certain).then_some(RowDoubt::Blank)));
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
                Some(border) => make_pair(rest, *border),
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
                Some(make_pair(rest, border).with_doubt((!is_sole).then_some(RowDoubt::Border)))
            }
            (Some((border, _)), Some(_)) if is_alike(rest, border) => {
                Some(make_pair(rest, border).with_doubt(RowDoubt::Border))
            }
            (changed, Some((marker, new))) => {
                let row = match beside_blank {
                    Some(border) => make_pair(rest, *border),
                    None => LineRow::added(strip_padding(new)),
                };
                let row = LineRow { markers: Sides::new(None, row.markers.new.or(marker)), ..row };
                Some(row.with_doubt(changed.is_some().then_some(RowDoubt::Border)))
            }
            (None, None) => beside_blank.map(|border| make_pair(rest, *border)).or_else(|| {
                // The blank after the last pipe may have been trimmed.
                let old = &rest[..last?];
                let row =
                    if is_blank(old) { LineRow::added("") } else { LineRow::removed(strip_padding(old)) };
                Some(row.with_doubt(RowDoubt::Border))
            }),
        }
    }
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
    fn start_of_a_wiki_table_is_no_border() {
        let layout = PipeLayout { has_outer_pipes: false, spans: ColumnSpans::Dropped };
        let row = RowSplitter::new(layout, std::iter::empty()).split("|  {|  |   ").unwrap();
        assert_eq!((row.texts.old.as_deref().map(str::trim), row.texts.new), (Some("{|"), None));
    }
}
