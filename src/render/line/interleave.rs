//! The two lines of a changed row as one paragraph: what stayed once, old words before the new ones.
//!
//! Apart from the pictures because every one that shows a changed line as one text needs it.
//!
//! ```text
//! old   an | ␠ | old | ␠line        an, old changed
//! new   a  | ␠ | new | ␠line        a, new changed
//!       [-an-]{+a+}␠[-old-]{+new+}␠line
//! ```

use crate::model::{Marked, Sides, Span};
use crate::text::sanitize::{Scope, is_invisible};
use crate::word_diff::similarity::common_ends;

/// Which revisions a segment stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SpanKind {
    /// In both.
    Unchanged,
    /// In the old one.
    Removed,
    /// In the new one.
    Added,
}

/// A stretch of a line as it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LineSegment<'s> {
    /// The text; never empty.
    pub text: &'s str,
    /// Which revisions it stands in.
    pub kind: SpanKind,
    /// Where it begins in its line: the old one for what is removed, else the new one or the only one.
    pub at: usize,
    /// How closely its invisible characters are looked at.
    pub scope: Scope,
}

impl<'s> LineSegment<'s> {
    /// A stretch of that kind.
    pub(crate) const fn new(text: &'s str, kind: SpanKind, at: usize) -> Self {
        let scope = if matches!(kind, SpanKind::Unchanged) { Scope::Unchanged } else { Scope::Changed };
        Self { text, kind, at, scope }
    }
}

/// Both lines of a changed row as one sequence of segments.
///
/// The unchanged and added segments concatenate to the new line, the unchanged and removed ones to the old line,
/// white space aside: where the two lines have different white space between the same words, the new line's is
/// taken, or whichever there is. Should the unchanged texts differ in more than that, what is left of both lines
/// is given as removed and added: no text is ever lost.
#[must_use]
pub(crate) fn interleave<'s>(lines: Sides<&'s Marked<'_>>) -> Vec<LineSegment<'s>> {
    let mut old = Cursor::new(lines.old.spans());
    let mut new = Cursor::new(lines.new.spans());
    // A stretch that stayed before each that did not, and one at the end.
    let mut segments = Vec::with_capacity(2 * (lines.old.changed().len() + lines.new.changed().len()) + 1);
    while old.span.is_some() || new.span.is_some() {
        if let Some(Span { text, changed: true }) = old.span {
            push(&mut segments, LineSegment::new(text, SpanKind::Removed, old.at));
            old.advance(text.len());
        } else if let Some(Span { text, changed: true }) = new.span {
            push(&mut segments, LineSegment::new(text, SpanKind::Added, new.at));
            new.advance(text.len());
        } else {
            let at = Sides::new(old.at, new.at);
            let taken = share(Sides::new(old.text(), new.text()), at, &mut segments);
            old.advance(taken.old);
            new.advance(taken.new);
        }
    }
    expose_invisible(&mut segments);
    segments
}

/// Names what cannot be seen where segments that stand for each other look the same without it: then it is what changed.
pub(crate) fn expose_invisible(segments: &mut [LineSegment<'_>]) {
    for index in 0..segments.len() {
        let text_of = |at: Option<usize>, kind| {
            at.and_then(|at| segments.get(at))
                .filter(|segment| segment.kind == kind)
                .map_or("", |segment| segment.text)
        };
        let other = match segments[index].kind {
            SpanKind::Unchanged => continue,
            SpanKind::Removed => text_of(index.checked_add(1), SpanKind::Added),
            SpanKind::Added => text_of(index.checked_sub(1), SpanKind::Removed),
        };
        if seen(segments[index].text).eq(seen(other)) {
            segments[index].scope = Scope::OnlyInvisible;
        }
    }
}

/// The characters of a text that can be seen.
fn seen(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|character| !is_invisible(*character))
}

/// The spans of one line, and how far into them we are.
struct Cursor<'s, I> {
    /// What is left of the current span; never empty.
    span: Option<Span<'s>>,
    /// Where that begins in the line.
    at: usize,
    spans: I,
}

impl<'s, I: Iterator<Item = Span<'s>>> Cursor<'s, I> {
    fn new(mut spans: I) -> Self {
        Self { span: spans.next(), at: 0, spans }
    }

    fn text(&self) -> &'s str {
        self.span.map_or("", |span| span.text)
    }

    fn advance(&mut self, taken: usize) {
        self.at += taken;
        self.span = match self.span {
            Some(Span { text, changed }) if taken < text.len() => {
                Some(Span { text: &text[taken..], changed })
            }
            Some(_) if taken > 0 => self.spans.next(),
            span => span,
        };
    }
}

/// Takes what the two unchanged texts begin with, and says how many bytes of each that is.
fn share<'s>(texts: Sides<&'s str>, at: Sides<usize>, segments: &mut Vec<LineSegment<'s>>) -> Sides<usize> {
    let unchanged = |text| LineSegment::new(text, SpanKind::Unchanged, at.new);
    let common = common_prefix(texts);
    if common > 0 {
        push(segments, unchanged(&texts.new[..common]));
        return Sides::new(common, common);
    }
    let blank = texts.map(|text| text.len() - text.trim_start().len());
    if blank.new > 0 {
        push(segments, unchanged(&texts.new[..blank.new]));
        Sides::new(blank.old, blank.new)
    } else if blank.old > 0 {
        // Between two words that stood apart there is always something; after a changed word it may be this alone.
        if segments.last().is_some_and(|segment| segment.kind != SpanKind::Unchanged) {
            push(segments, unchanged(&texts.old[..blank.old]));
        }
        Sides::new(blank.old, 0)
    } else {
        push(segments, LineSegment::new(texts.old, SpanKind::Removed, at.old));
        push(segments, LineSegment::new(texts.new, SpanKind::Added, at.new));
        texts.map(str::len)
    }
}

/// The bytes, whole characters of them, that both texts begin with.
fn common_prefix(texts: Sides<&str>) -> usize {
    let mut common = common_ends::common_prefix(texts.old.as_bytes(), texts.new.as_bytes());
    while !texts.new.is_char_boundary(common) || !texts.old.is_char_boundary(common) {
        common -= 1;
    }
    common
}

fn push<'s>(segments: &mut Vec<LineSegment<'s>>, segment: LineSegment<'s>) {
    if !segment.text.is_empty() {
        segments.push(segment);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::render::tests::marked;

    /// Marks changed words in the inputs, and old and new words in what is expected, with brackets.
    #[track_caller]
    fn case(old: &str, new: &str, expected: &str) {
        let (old, new) = (marked(old), marked(new));
        assert_eq!(drawn(&interleave(Sides::new(&old, &new))), expected);
    }

    fn drawn(segments: &[LineSegment]) -> String {
        let bracketed = |segment: &LineSegment| match segment.kind {
            SpanKind::Unchanged => segment.text.to_owned(),
            SpanKind::Removed => format!("[-{}-]", segment.text),
            SpanKind::Added => format!("{{+{}+}}", segment.text),
        };
        segments.iter().map(bracketed).collect()
    }

    fn side(segments: &[LineSegment], kind: SpanKind) -> String {
        segments
            .iter()
            .filter(|segment| [kind, SpanKind::Unchanged].contains(&segment.kind))
            .map(|segment| segment.text)
            .collect()
    }

    #[test]
    fn what_stayed_is_there_once_and_old_words_come_before_new_ones() {
        case("<an> <old> line", "<a> <new> line", "[-an-]{+a+} [-old-]{+new+} line");
        case("same", "same", "same");
        case("", "<all>", "{+all+}");
        case("<all>", "", "[-all-]");
        case("a< b>", "a", "a[- b-]");
        case("a c", "a <b >c", "a {+b +}c");
        case("x<y>z<w>", "xz", "x[-y-]z[-w-]");
    }

    #[test]
    fn the_new_white_space_is_taken_where_the_two_differ() {
        case("a  b", "a b", "a b");
        case("a b", "a  b", "a  b");
        case("a\u{a0}b", "a b", "a b");
        case("a <x> b", "a b", "a [-x-] b");
        case("ab ", "ab", "ab");
    }

    #[test]
    fn no_text_is_lost_where_the_unchanged_texts_differ() {
        case("one two", "one six", "one [-two-]{+six+}");
        case("é", "è", "[-é-]{+è+}");
        case("more", "", "[-more-]");
    }

    proptest! {
        #![proptest_config(crate::proptest_config())]

        #[test]
        fn both_lines_are_in_the_strokes(parts in prop::collection::vec(("[a-cé ]{1,4}", 0..3_u8), 0..8)) {
            let line = |own: u8| -> String {
                let text = |(text, kind): &(String, u8)| match *kind {
                    0 => text.clone(),
                    kind if kind == own => format!("<{text}>"),
                    _ => String::new(),
                };
                parts.iter().map(text).collect()
            };
            let (old, new) = (marked(&line(1)), marked(&line(2)));
            let segments = interleave(Sides::new(&old, &new));
            prop_assert_eq!(side(&segments, SpanKind::Removed), old.text());
            prop_assert_eq!(side(&segments, SpanKind::Added), new.text());
            for segment in segments {
                let line = if segment.kind == SpanKind::Removed { old.text() } else { new.text() };
                prop_assert!(line[segment.at..].starts_with(segment.text), "{:?}", segment);
            }
        }

        #[test]
        fn whatever_the_spans_no_text_is_lost(old in "[<>ab ]{0,16}", new in "[<>ab ]{0,16}") {
            let (old, new) = (marked(&old), marked(&new));
            let segments = interleave(Sides::new(&old, &new));
            let solid = |text: &str| text.replace(' ', "");
            prop_assert_eq!(solid(&side(&segments, SpanKind::Removed)), solid(old.text()));
            prop_assert_eq!(solid(&side(&segments, SpanKind::Added)), solid(new.text()));
        }
    }
}
