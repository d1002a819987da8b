//! Rows with an old and a new side, and how we know.

use std::borrow::Cow;
use std::ops::{Range, RangeInclusive};

use smallvec::SmallVec;

use super::{Alternative, Page, Proof, Shape, Side, Sides, SplitPart, Warning};

/// The text of a line after pairing: borrowed from the input wherever it stands there as it is.
pub type Line<'a> = Cow<'a, str>;

/// One diff: hunks of rows, page facts, and how sure the reading is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diff<'a, L> {
    /// Which reader read the input.
    pub shape: Shape,
    /// The line of the input where this diff begins; 1-based.
    pub first_line: u32,
    /// Page facts.
    pub page: Page<'a>,
    /// The hunks in the order of the input.
    pub hunks: Vec<Hunk<L>>,
    /// How we know which line is on which side.
    pub proof: Proof,
    /// New minus old over the rows, in bytes of UTF-8, the newline of each line counted.
    pub bytes_computed: i64,
    /// Other readings that are likely too, each with the rows that it has otherwise.
    pub alternatives: Vec<Alternative>,
    /// What a person must be told.
    pub warnings: Vec<Warning>,
    /// How the reading came about, a sentence each, for `--explain`.
    pub notes: Vec<String>,
}

/// A run of rows under one header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hunk<L> {
    /// The number of the first row's line on each side, where the input has line numbers; 1-based.
    pub start: Option<Sides<u32>>,
    /// The heading of the section in which the first change is, where the page above the rows is known.
    pub section: Option<L>,
    /// The rows, top to bottom.
    pub rows: Vec<Row<L>>,
}

/// One row of the diff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<L> {
    /// What happened to the line.
    pub change: Change<L>,
    /// True if another reading of this row fits as well.
    pub is_ambiguous: bool,
    /// The line of the input at which the row's first cell stands, 1-based; `None` for a row that was not copied.
    pub source_line: Option<u32>,
    /// The role of the row in a line that was split or joined; set by [`mark`](crate::word_diff::mark).
    pub split: Option<SplitPart<L>>,
}

impl<L> Row<L> {
    /// A row that no other reading contradicts.
    pub fn new(change: Change<L>, source_line: impl Into<Option<u32>>) -> Self {
        Self { change, is_ambiguous: false, source_line: source_line.into(), split: None }
    }

    /// The line of the input at which the row's first cell stands, as a range for a warning.
    pub fn source_lines(&self) -> Option<RangeInclusive<u32>> {
        self.source_line.map(|line| line..=line)
    }
}

/// A row with the numbers of its lines.
#[derive(Debug, PartialEq, Eq)]
pub struct NumberedRow<'d, L> {
    /// The row.
    pub row: &'d Row<L>,
    /// The numbers of its lines on each side, 1-based; `None` on a side without a line, and on both if the input has
    /// no line numbers.
    pub numbers: Sides<Option<u32>>,
}

impl<L> Clone for NumberedRow<'_, L> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<L> Copy for NumberedRow<'_, L> {}

impl<L> Hunk<L> {
    /// The rows with the numbers of their lines, counted from the hunk's start.
    pub fn numbered_rows(&self) -> impl Iterator<Item = NumberedRow<'_, L>> {
        let mut next = self.start;
        self.rows.iter().map(move |row| {
            let mut take = |side| {
                row.change.line(side)?;
                let number = next.as_mut()?.get_mut(side);
                let taken = *number;
                *number = number.saturating_add(1);
                Some(taken)
            };
            NumberedRow { row, numbers: Sides::new(take(Side::Old), take(Side::New)) }
        })
    }
}

/// What happened to a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change<L> {
    /// The line stands on both sides (they may differ in white space that the copy or the engine altered).
    Context(Sides<L>),
    /// An old line and the new line in its place.
    Changed(Sides<L>),
    /// A line of the old revision that the new one has not.
    Removed(L),
    /// A line of the new revision that the old one has not.
    Added(L),
    /// The old place of a moved paragraph; the number names the move and stands at its new place as well.
    MovedFrom(L, u32),
    /// The new place of a moved paragraph.
    MovedTo(L, u32),
}

impl<L> Change<L> {
    /// The line of one side, where the row has it.
    pub const fn line(&self, side: Side) -> Option<&L> {
        match (self, side) {
            (Self::Context(lines) | Self::Changed(lines), _) => Some(lines.get(side)),
            (Self::Removed(line) | Self::MovedFrom(line, _), Side::Old)
            | (Self::Added(line) | Self::MovedTo(line, _), Side::New) => Some(line),
            _ => None,
        }
    }

    /// The same change of other lines, each made from one of these.
    pub fn map<M>(self, mut convert: impl FnMut(L) -> M) -> Change<M> {
        match self {
            Self::Context(lines) => Change::Context(lines.map(convert)),
            Self::Changed(lines) => Change::Changed(lines.map(convert)),
            Self::Removed(line) => Change::Removed(convert(line)),
            Self::Added(line) => Change::Added(convert(line)),
            Self::MovedFrom(line, number) => Change::MovedFrom(convert(line), number),
            Self::MovedTo(line, number) => Change::MovedTo(convert(line), number),
        }
    }

    /// Both lines, each where the row has it.
    pub const fn lines(&self) -> Sides<Option<&L>> {
        Sides { old: self.line(Side::Old), new: self.line(Side::New) }
    }

    /// Whether the line stands on both sides as it is.
    pub const fn is_context(&self) -> bool {
        matches!(self, Self::Context(_))
    }
}

/// A stretch of a line, changed or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span<'s> {
    /// The text; never empty.
    pub text: &'s str,
    /// Whether this text is not on the other side.
    pub changed: bool,
}

/// A line with its changed stretches.
///
/// The line is kept whole and the stretches as ranges of it, so that the spans concatenate to the line by
/// construction, and an unchanged line costs nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked<'a> {
    text: Line<'a>,
    changed: Marks,
}

/// The changed byte ranges of a line. Most lines have one, and no memory of its own is asked for it.
pub type Marks = SmallVec<[Range<u32>; 2]>;

impl<'a> Marked<'a> {
    /// A line in which nothing changed.
    #[must_use]
    pub fn unchanged(text: Line<'a>) -> Self {
        Self { text, changed: Marks::new() }
    }

    /// A line with the byte ranges that changed.
    ///
    /// Ranges that are empty, out of order, overlapping, past the end or not on character boundaries are
    /// a caller's mistake; such ranges are left out, so that the line stays whole whatever happens.
    #[must_use]
    pub fn new(text: Line<'a>, ranges: impl IntoIterator<Item = Range<u32>>) -> Self {
        let ranges = ranges.into_iter();
        let mut changed = Marks::with_capacity(ranges.size_hint().0);
        for range in ranges {
            let from = changed.last().map_or(0, |last| last.end);
            let usable = range.start < range.end && range.start >= from && is_cut(&text, &range);
            debug_assert!(usable, "unusable range {range:?} of {text:?}");
            match changed.last_mut() {
                Some(last) if usable && last.end == range.start => last.end = range.end,
                _ if usable => changed.push(range),
                _ => {}
            }
        }
        changed.shrink_to_fit();
        Self { text, changed }
    }

    /// The whole line.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The changed byte ranges: not empty, in order, apart from one another.
    #[must_use]
    pub fn changed(&self) -> &[Range<u32>] {
        &self.changed
    }

    /// A stretch of the line with its marks. A range that is not in the line gives an empty stretch.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> Marked<'_> {
        let text = self.text.get(range.clone()).unwrap_or_default();
        let end = range.start + text.len();
        let inside = |mark: &Range<u32>| {
            let (from, to) = ((mark.start as usize).max(range.start), (mark.end as usize).min(end));
            let offset = |at: usize| u32::try_from(at - range.start).ok();
            (from < to).then(|| Some(offset(from)?..offset(to)?)).flatten()
        };
        Marked::new(Line::Borrowed(text), self.changed.iter().filter_map(inside))
    }

    /// The stretches of the line from its beginning to its end; they concatenate to it.
    pub fn spans(&self) -> impl Iterator<Item = Span<'_>> {
        let mut marks = self.changed.iter();
        let mut mark = marks.next();
        let mut from = 0;
        std::iter::from_fn(move || {
            let (end, changed) = match mark {
                Some(range) if range.start as usize > from => (range.start as usize, false),
                Some(range) => {
                    mark = marks.next();
                    (range.end as usize, true)
                }
                None => (self.text.len(), false),
            };
            let text = &self.text[from..end];
            from = end;
            (!text.is_empty()).then_some(Span { text, changed })
        })
    }
}

/// Whether both ends of the range are character boundaries of the text.
fn is_cut(text: &str, range: &Range<u32>) -> bool {
    text.is_char_boundary(range.start as usize) && text.is_char_boundary(range.end as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_concatenate_to_the_line() {
        let line = Marked::new("an old line".into(), [0..2, 3..6]);
        let spans: Vec<_> = line.spans().map(|span| (span.text, span.changed)).collect();
        assert_eq!(spans, [("an", true), (" ", false), ("old", true), (" line", false)]);
    }

    #[test]
    fn neighbouring_ranges_are_one_span() {
        let line = Marked::new("abc".into(), [0..1, 1..2]);
        assert_eq!(line.changed().first(), Some(&(0..2)));
        assert_eq!(line.spans().count(), 2);
    }
}
