//! The strokes of one line, beside those of both as one paragraph ([`interleave`]).
//!
//! ```text
//! column   one line of a changed row                         a [-old-] word
//! alone    a line without the other                          a moved line
//! split    a row that was split or joined                    a word{+¶+}
//! ```

use super::interleave::{SpanKind, Stroke, interleave, look_closely};
use crate::model::{LineSplit, Marked, Side, Sides, Span};
use crate::text::sanitize::Scope;

/// One line of a changed row: exactly that line, its invisible characters named as in the one paragraph.
pub(crate) fn column<'s>(lines: Sides<&'s Marked<'_>>, side: Side) -> Vec<Stroke<'s>> {
    let kind = kind_of(side);
    let scopes: Vec<_> =
        interleave(lines).iter().filter(|stroke| stroke.kind == kind).map(|stroke| stroke.scope).collect();
    let line = *lines.get(side);
    let known = scopes.len() == line.changed().len();
    let mut scopes = scopes.into_iter();
    let mut strokes = alone(line, kind);
    for stroke in strokes.iter_mut().filter(|stroke| stroke.kind == kind) {
        // Where the two do not tell the same story, everything that cannot be seen is named.
        stroke.scope = scopes.next().filter(|_| known).unwrap_or(Scope::OnlyInvisible);
    }
    strokes
}

/// A line that stands by itself, its changed words of one kind.
pub(crate) fn alone<'s>(line: &'s Marked<'_>, kind: SpanKind) -> Vec<Stroke<'s>> {
    let mut at = 0;
    let stroke = |span: Span<'s>| {
        let kind = if span.changed { kind } else { SpanKind::Unchanged };
        let stroke = Stroke::new(span.text, kind, at);
        at += span.text.len();
        stroke
    };
    let mut strokes: Vec<_> = line.spans().map(stroke).collect();
    look_closely(&mut strokes);
    strokes
}

/// What stands for a break of lines that came or went.
const BREAK: &str = "¶";

/// The first parts of a row that was split or joined, as one paragraph: the other parts are in the rows below.
pub(crate) fn split_line<'s>(first_parts: Sides<&'s Marked<'_>>, split: LineSplit) -> Vec<Stroke<'s>> {
    let mut strokes = interleave(first_parts);
    strokes.push(line_break(split.whole));
    strokes
}

/// One side of such a row: the undivided line with its `rest`, or the first part with a break at its end.
pub(crate) fn split_column<'s>(
    first_parts: Sides<&'s Marked<'_>>,
    rest: &'s Marked<'_>,
    side: Side,
    split: LineSplit,
) -> Vec<Stroke<'s>> {
    let mut strokes = column(first_parts, side);
    if side == split.whole {
        let rest = alone(rest, kind_of(side)).into_iter();
        strokes.extend(rest.map(|stroke| Stroke { at: split.at + stroke.at, ..stroke }));
    } else {
        strokes.push(line_break(split.whole));
    }
    strokes
}

/// The break of a line whose parts are one line on the given side: the other side has the break.
const fn line_break(whole: Side) -> Stroke<'static> {
    let kind = match whole {
        Side::Old => SpanKind::Added,
        Side::New => SpanKind::Removed,
    };
    // Past the end of any line: no link leads from it.
    Stroke::new(BREAK, kind, usize::MAX - BREAK.len())
}

/// What the changed words of a side are.
pub(crate) const fn kind_of(side: Side) -> SpanKind {
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
                interleave(Sides::new(&old, &new)).iter().map(|stroke| stroke.scope).collect();
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
        let old = column(lines.as_ref(), Side::Old);
        assert_eq!(old.iter().map(|stroke| stroke.text).collect::<String>(), lines.old.text());
        assert_eq!(old[1].scope, Scope::OnlyInvisible);
        assert_eq!(old.iter().map(|stroke| stroke.at).collect::<Vec<_>>(), [0, 2, 11]);
    }
}
