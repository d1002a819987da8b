//! Lines and their changed spans.

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
}

/// A line with its changed stretches.
///
/// The stretches are ranges of the whole line. So the spans concatenate to the line by construction, and an unchanged
/// line needs no memory for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked<'a> {
    text: Line<'a>,
    changed: Marks,
}

/// The changed byte ranges of a line. Most lines have at most two, which need no allocation.
pub(crate) type Marks = SmallVec<[Range<u32>; 2]>;

impl<'a> Marked<'a> {
    /// A line in which nothing changed.
    #[must_use]
    pub fn unchanged(text: Line<'a>) -> Self {
        Self { text, changed: Marks::new() }
    }

    /// A line with the byte ranges that changed.
    ///
    /// Ranges that are empty, out of order, overlapping, past the end or not on character boundaries are a mistake of the
    /// caller. They are left out, so that the line stays whole.
    #[must_use]
    pub fn new(text: Line<'a>, ranges: impl IntoIterator<Item = Range<u32>>) -> Self {
        let ranges = ranges.into_iter();
        let mut changed = Marks::with_capacity(ranges.size_hint().0);
        for range in ranges {
            let from = changed.last().map_or(0, |last| last.end);
            let usable =
                range.start < range.end && range.start >= from && is_on_char_boundaries(&text, &range);
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
    fn neighbouring_ranges_are_one_span() {
        let line = Marked::new("abc".into(), [0..1, 1..2]);
        assert_eq!(line.changed().first(), Some(&(0..2)));
        assert_eq!(line.spans().count(), 2);
    }
}
