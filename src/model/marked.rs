//! Lines, their changed spans, and the matches of a search in them.
//!
//! ```text
//! line      using [[Human Feedback]]
//! changed         ^^           ^^
//! matched           ^^^^^^^^^^^^^^
//! spans     using |[[|Human Feedback|]]
//! ```

use std::borrow::Cow;
use std::ops::Range;

use smallvec::SmallVec;

/// The text of a line, borrowed from the input if it stands there unchanged.
pub type Line<'a> = Cow<'a, str>;

/// A stretch of a line, changed or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Span<'s> {
    /// The text; never empty.
    pub text: &'s str,
    /// True if the text is on one side only.
    pub changed: bool,
    /// True if the text is in a match of `Filter::find`.
    pub(crate) matched: bool,
}

/// A line with its changed stretches.
///
/// The stretches are ranges of the whole line. So the spans concatenate to the line by construction, and an unchanged
/// line needs no memory for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked<'a> {
    text: Line<'a>,
    changed: Marks,
    /// Empty in nearly all lines, so that it should be small.
    matched: Box<[Range<u32>]>,
}

/// The changed byte ranges of a line. Most lines have at most two, which need no allocation.
pub(crate) type Marks = SmallVec<[Range<u32>; 2]>;

impl<'a> Marked<'a> {
    /// A line in which nothing changed.
    #[must_use]
    pub fn unchanged(text: Line<'a>) -> Self {
        Self { text, changed: Marks::new(), matched: Box::default() }
    }

    /// A line with the byte ranges that changed.
    ///
    /// Ranges that are empty, out of order, overlapping, past the end or not on character boundaries are a mistake of the
    /// caller. They are left out, so that the line stays whole.
    #[must_use]
    pub fn new(text: Line<'a>, ranges: impl IntoIterator<Item = Range<u32>>) -> Self {
        let changed = join_ranges(&text, ranges);
        Self { text, changed, matched: Box::default() }
    }

    /// The line with the byte ranges of the matches of a search, which obey the rules of [`new`](Self::new).
    #[must_use]
    pub(crate) fn with_matches(mut self, ranges: impl IntoIterator<Item = Range<u32>>) -> Self {
        self.set_matches(ranges);
        self
    }

    /// Sets the byte ranges of the matches of a search.
    pub(crate) fn set_matches(&mut self, ranges: impl IntoIterator<Item = Range<u32>>) {
        self.matched = join_ranges(&self.text, ranges).into_vec().into_boxed_slice();
    }

    /// The line with all of its text changed: it has no counterpart on the other side.
    #[must_use]
    pub(crate) fn whole(text: Line<'a>) -> Self {
        let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
        Self::new(text, (end > 0).then_some(0..end))
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

    /// The byte ranges of the matches of a search: not empty, in order, apart from one another.
    #[must_use]
    pub(crate) fn matched(&self) -> &[Range<u32>] {
        &self.matched
    }

    /// The text of the line, without its marks.
    pub(crate) fn into_text(self) -> Line<'a> {
        self.text
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
            .with_matches(self.matched.iter().filter_map(inside))
    }

    /// The stretches of the line from its beginning to its end; they concatenate to it.
    pub fn spans(&self) -> impl Iterator<Item = Span<'_>> {
        spans(&self.text, &self.changed, &self.matched)
    }

    /// The stretches of the line, cut at changes only. A match does not show in them.
    pub(crate) fn change_spans(&self) -> impl Iterator<Item = Span<'_>> {
        spans(&self.text, &self.changed, &[])
    }
}

/// Cuts a text at the bounds of its ranges.
fn spans<'s>(
    text: &'s str,
    changed: &'s [Range<u32>],
    matched: &'s [Range<u32>],
) -> impl Iterator<Item = Span<'s>> {
    let mut ranges = [changed.iter().peekable(), matched.iter().peekable()];
    let mut from = 0;
    std::iter::from_fn(move || {
        let mut end = text.len();
        let [changed, matched] = ranges.each_mut().map(|ranges| {
            while ranges.next_if(|range| range.end as usize <= from).is_some() {}
            let Some(range) = ranges.peek() else { return false };
            let is_inside = range.start as usize <= from;
            end = end.min(if is_inside { range.end } else { range.start } as usize);
            is_inside
        });
        let text = &text[from..end];
        from = end;
        (!text.is_empty()).then_some(Span { text, changed, matched })
    })
}

/// Joins ranges that touch, and leaves out those that are not usable.
fn join_ranges(text: &str, ranges: impl IntoIterator<Item = Range<u32>>) -> Marks {
    let ranges = ranges.into_iter();
    let mut joined = Marks::with_capacity(ranges.size_hint().0);
    for range in ranges {
        let from = joined.last().map_or(0, |last: &Range<u32>| last.end);
        let usable = range.start < range.end && range.start >= from && is_on_char_boundaries(text, &range);
        debug_assert!(usable, "unusable range {range:?} of {text:?}");
        match joined.last_mut() {
            Some(last) if usable && last.end == range.start => last.end = range.end,
            _ if usable => joined.push(range),
            _ => {}
        }
    }
    joined.shrink_to_fit();
    joined
}

/// Returns true if both ends of the range are character boundaries of the text.
fn is_on_char_boundaries(text: &str, range: &Range<u32>) -> bool {
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
    fn spans_end_at_changes_and_at_matches() {
        let line = Marked::new("an old line".into(), [0..2, 3..6]).with_matches(Some(1..5));
        let spans: Vec<_> = line.spans().map(|span| (span.text, span.changed, span.matched)).collect();
        let expected = [
            ("a", true, false),
            ("n", true, true),
            (" ", false, true),
            ("ol", true, true),
            ("d", true, false),
            (" line", false, false),
        ];
        assert_eq!(spans, expected);
        let slice = line.slice(2..7);
        assert_eq!((slice.changed().first(), slice.matched().first()), (Some(&(1..4)), Some(&(0..3))));
    }

    #[test]
    fn neighbouring_ranges_are_one_span() {
        let line = Marked::new("abc".into(), [0..1, 1..2]);
        assert_eq!(line.changed().first(), Some(&(0..2)));
        assert_eq!(line.spans().count(), 2);
    }
}
