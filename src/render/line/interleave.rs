//! Both lines of a changed row as one paragraph: unchanged text once, old words before new words.
//!
//! ```text
//! old   an | ␠ | old | ␠line        an, old changed
//! new   a  | ␠ | new | ␠line        a, new changed
//!       [-an-]{+a+}␠[-old-]{+new+}␠line
//! ```

use crate::model::{Marked, Sides, Span};
use crate::text::sanitize::{Scope, is_invisible};
use crate::word_diff::similarity::common_ends;

/// The revisions that contain a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SpanKind {
    /// Both.
    Unchanged,
    /// The old revision.
    Removed,
    /// The new revision.
    Added,
}

/// A part of a line with one style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LineSegment<'s> {
    /// The text; never empty.
    pub text: &'s str,
    /// The revisions that contain the text.
    pub kind: SpanKind,
    /// The byte offset in its line: in the old line for removed text, else in the new or only line.
    pub at: usize,
    /// The byte offset of unchanged text in the old line.
    pub old_at: usize,
    /// The scope that decides which invisible characters are shown.
    pub scope: Scope,
}

impl<'s> LineSegment<'s> {
    /// Creates a segment of a kind.
    pub(crate) const fn new(text: &'s str, kind: SpanKind, at: usize) -> Self {
        let scope = if matches!(kind, SpanKind::Unchanged) { Scope::Unchanged } else { Scope::Changed };
        Self { text, kind, at, old_at: at, scope }
    }
}

/// Merges both lines of a changed row into one sequence of segments.
///
/// The unchanged and added segments concatenate to the new line, the unchanged and removed segments to the old line,
/// except for whitespace: if the lines have different whitespace between equal words, the new line's is used, or the
/// only one. If the unchanged texts differ in more than whitespace, the rest of both lines becomes removed and added
/// text. No text is ever lost.
#[must_use]
pub(crate) fn interleave<'s>(lines: Sides<&'s Marked<'_>>) -> Vec<LineSegment<'s>> {
    let mut old = Cursor::new(lines.old.change_spans());
    let mut new = Cursor::new(lines.new.change_spans());
    // One unchanged segment before each change, and one at the end.
    let mut segments = Vec::with_capacity(2 * (lines.old.changed().len() + lines.new.changed().len()) + 1);
    while old.span.is_some() || new.span.is_some() {
        if let Some(Span { text, changed: true, .. }) = old.span {
            push(&mut segments, LineSegment::new(text, SpanKind::Removed, old.at));
            old.advance(text.len());
        } else if let Some(Span { text, changed: true, .. }) = new.span {
            push(&mut segments, LineSegment::new(text, SpanKind::Added, new.at));
            new.advance(text.len());
        } else {
            let at = Sides::new(old.at, new.at);
            let taken = push_unchanged(Sides::new(old.text(), new.text()), at, &mut segments);
            old.advance(taken.old);
            new.advance(taken.new);
        }
    }
    expose_invisible(&mut segments);
    segments
}

/// Shows the invisible characters of an old and a new segment that look alike: then nothing else has changed.
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
        if visible_characters(segments[index].text).eq(visible_characters(other)) {
            segments[index].scope = Scope::OnlyInvisible;
        }
    }
}

/// Returns the visible characters of a text.
fn visible_characters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|character| !is_invisible(*character))
}

/// A position in the spans of one line.
struct Cursor<'s, I> {
    /// The rest of the current span; never empty.
    span: Option<Span<'s>>,
    /// The byte offset of the rest in the line.
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
            Some(span) if taken < span.text.len() => Some(Span { text: &span.text[taken..], ..span }),
            Some(_) if taken > 0 => self.spans.next(),
            span => span,
        };
    }
}

/// Pushes the common beginning of two unchanged texts, and returns its length in bytes in each.
fn push_unchanged<'s>(
    texts: Sides<&'s str>,
    at: Sides<usize>,
    segments: &mut Vec<LineSegment<'s>>,
) -> Sides<usize> {
    let unchanged =
        |text| LineSegment { old_at: at.old, ..LineSegment::new(text, SpanKind::Unchanged, at.new) };
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
        // After a changed word, this whitespace may be all that separates two words.
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

/// Returns the length of the common prefix, in whole characters.
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
        assert_eq!(with_brackets(&interleave(Sides::new(&old, &new))), expected);
    }

    fn with_brackets(segments: &[LineSegment]) -> String {
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
    fn puts_old_words_before_new_words_and_unchanged_text_once() {
        case("<an> <old> line", "<a> <new> line", "[-an-]{+a+} [-old-]{+new+} line");
        case("same", "same", "same");
        case("", "<all>", "{+all+}");
        case("<all>", "", "[-all-]");
        case("a< b>", "a", "a[- b-]");
        case("a c", "a <b >c", "a {+b +}c");
        case("x<y>z<w>", "xz", "x[-y-]z[-w-]");
    }

    #[test]
    fn takes_the_new_whitespace() {
        case("a  b", "a b", "a b");
        case("a b", "a  b", "a  b");
        case("a\u{a0}b", "a b", "a b");
        case("a <x> b", "a b", "a [-x-] b");
        case("ab ", "ab", "ab");
    }

    #[test]
    fn keeps_text_where_unchanged_texts_differ() {
        case("one two", "one six", "one [-two-]{+six+}");
        case("é", "è", "[-é-]{+è+}");
        case("more", "", "[-more-]");
    }

    proptest! {
        #![proptest_config(crate::proptest_config())]

        #[test]
        fn segments_contain_both_lines(parts in prop::collection::vec(("[a-cé ]{1,4}", 0..3_u8), 0..8)) {
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
        fn keeps_all_text_for_any_spans(old in "[<>ab ]{0,16}", new in "[<>ab ]{0,16}") {
            let (old, new) = (marked(&old), marked(&new));
            let segments = interleave(Sides::new(&old, &new));
            let solid = |text: &str| text.replace(' ', "");
            prop_assert_eq!(solid(&side(&segments, SpanKind::Removed)), solid(old.text()));
            prop_assert_eq!(solid(&side(&segments, SpanKind::Added)), solid(new.text()));
        }
    }
}
