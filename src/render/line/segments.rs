//! The segments of one line, beside those of both as one paragraph ([`interleave`]).
//!
//! ```text
//! column   one line of a changed row                         a [-old-] word
//! alone    a line without the other                          a moved line
//! split    a row that was split or joined                    a word{+¶+}
//! ```

use super::interleave::{LineSegment, SpanKind, expose_invisible, interleave};
use crate::model::{LineSplit, Marked, Side, Sides, Span};
use crate::text::sanitize::Scope;

/// One line of a changed row: exactly that line, its invisible characters named as in the one paragraph.
pub(crate) fn side_segments<'s>(lines: Sides<&'s Marked<'_>>, side: Side) -> Vec<LineSegment<'s>> {
    let kind = span_kind(side);
    let scopes: Vec<_> = interleave(lines)
        .iter()
        .filter(|segment| segment.kind == kind)
        .map(|segment| segment.scope)
        .collect();
    let line = *lines.get(side);
    let known = scopes.len() == line.changed().len();
    let mut scopes = scopes.into_iter();
    let mut segments = line_segments(line, kind);
    for segment in segments.iter_mut().filter(|segment| segment.kind == kind) {
        // Where the two do not tell the same story, everything that cannot be seen is named.
        segment.scope = scopes.next().filter(|_| known).unwrap_or(Scope::OnlyInvisible);
    }
    segments
}

/// A line that stands by itself, its changed words of one kind.
pub(crate) fn line_segments<'s>(line: &'s Marked<'_>, kind: SpanKind) -> Vec<LineSegment<'s>> {
    let mut at = 0;
    let segment = |span: Span<'s>| {
        let kind = if span.changed { kind } else { SpanKind::Unchanged };
        let segment = LineSegment::new(span.text, kind, at);
        at += span.text.len();
        segment
    };
    let mut segments: Vec<_> = line.spans().map(segment).collect();
    expose_invisible(&mut segments);
    segments
}

/// What stands for a break of lines that came or went.
const BREAK: &str = "¶";

/// The first parts of a row that was split or joined, as one paragraph: the other parts are in the rows below.
pub(crate) fn split_segments<'s>(
    first_parts: Sides<&'s Marked<'_>>,
    split: LineSplit,
) -> Vec<LineSegment<'s>> {
    let mut segments = interleave(first_parts);
    segments.push(line_break(split.whole));
    segments
}

/// One side of such a row: the undivided line with its `rest`, or the first part with a break at its end.
pub(crate) fn split_side_segments<'s>(
    first_parts: Sides<&'s Marked<'_>>,
    rest: &'s Marked<'_>,
    side: Side,
    split: LineSplit,
) -> Vec<LineSegment<'s>> {
    let mut segments = side_segments(first_parts, side);
    if side == split.whole {
        let rest = line_segments(rest, span_kind(side)).into_iter();
        segments.extend(rest.map(|segment| LineSegment { at: split.at + segment.at, ..segment }));
    } else {
        segments.push(line_break(split.whole));
    }
    segments
}

/// The break of a line whose parts are one line on the given side: the other side has the break.
const fn line_break(whole: Side) -> LineSegment<'static> {
    let kind = match whole {
        Side::Old => SpanKind::Added,
        Side::New => SpanKind::Removed,
    };
    // Past the end of any line: no link leads from it.
    LineSegment::new(BREAK, kind, usize::MAX - BREAK.len())
}

/// What the changed words of a side are.
pub(crate) const fn span_kind(side: Side) -> SpanKind {
    match side {
        Side::Old => SpanKind::Removed,
        Side::New => SpanKind::Added,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::marked;

    #[test]
    fn the_scope_tells_where_only_the_invisible_changed() {
        #[track_caller]
        fn case(old: &str, new: &str, expected: &[Scope]) {
            let (old, new) = (marked(old), marked(new));
            let scopes: Vec<_> =
                interleave(Sides::new(&old, &new)).iter().map(|segment| segment.scope).collect();
            assert_eq!(scopes, expected);
        }
        case("a <b>", "a <c>", &[Scope::Unchanged, Scope::Changed, Scope::Changed]);
        case("<می\u{200c}خ>", "<میخ>", &[Scope::OnlyInvisible; 2]);
        case("a<\u{200d}>", "a", &[Scope::Unchanged, Scope::OnlyInvisible]);
        case("a", "a<b>", &[Scope::Unchanged, Scope::Changed]);
    }

    #[test]
    fn a_column_is_its_line_and_knows_what_is_invisible() {
        let lines = Sides::new(marked("a <می\u{200c}خ> b  c"), marked("a <میخ> b c"));
        let old = side_segments(lines.as_ref(), Side::Old);
        assert_eq!(old.iter().map(|segment| segment.text).collect::<String>(), lines.old.text());
        assert_eq!(old[1].scope, Scope::OnlyInvisible);
        assert_eq!(old.iter().map(|segment| segment.at).collect::<Vec<_>>(), [0, 2, 11]);
    }
}
