//! The text of rows: as one paragraph ([`draw_row`]), or one side alone ([`draw_side`]). All renderers draw these.
//!
//! ```text
//! side_segments    one line of a changed row             a [-old-] word
//! line_segments    a line without a partner              a moved line
//! split_segments   a row that was split or joined        a word{+¶+}
//! ```

use super::interleave::{LineSegment, SpanKind, expose_invisible, interleave};
use crate::model::{Change, LineSplit, Marked, Row, Side, Sides};
use crate::text::sanitize::Scope;

/// The text of a row, or of one side of a row, as a renderer draws it.
pub(crate) enum RowText<'s> {
    /// A line in one style.
    Whole { line: &'s Marked<'s>, scope: Scope },
    /// Segments, and the lines in which they have their offsets.
    Segments { segments: Vec<LineSegment<'s>>, lines: Sides<&'s Marked<'s>> },
}

/// Draws the text of a row as one paragraph. An ignored row has the text of its new line, if it has one.
pub(crate) fn draw_row(row: &Row<Marked>, draw: impl FnOnce(RowText<'_>)) {
    if row.is_ignored {
        let Sides { old, new } = row.change.lines();
        return new.or(old).map_or((), |line| draw(RowText::Whole { line, scope: Scope::Unchanged }));
    }
    match &row.change {
        Change::Context(lines) => draw(RowText::Whole { line: &lines.new, scope: Scope::Unchanged }),
        Change::Removed(line) | Change::Added(line) => {
            if let Some(lines) = row.compared_part() {
                draw(RowText::Segments { segments: interleave(lines), lines });
            } else {
                let scope = if row.is_split_part() { Scope::Unchanged } else { Scope::Changed };
                draw(RowText::Whole { line, scope });
            }
        }
        Change::Changed(lines) => {
            let lines = lines.as_ref();
            let first_parts;
            let segments = if let Some(split) = row.line_split() {
                first_parts = split.first_parts(lines);
                split_segments(first_parts.as_ref(), split)
            } else {
                interleave(lines)
            };
            draw(RowText::Segments { segments, lines });
        }
        Change::MovedFrom(line, _) => draw(moved_text(line, Side::Old)),
        Change::MovedTo(line, _) => draw(moved_text(line, Side::New)),
    }
}

/// Draws one side of a row; nothing if the row has no line there.
pub(crate) fn draw_side(row: &Row<Marked>, side: Side, draw: impl FnOnce(RowText<'_>)) {
    let Some(line) = row.change.line(side) else { return };
    let own = Sides::new(line, line);
    let compared = match &row.change {
        _ if row.is_context() => return draw(RowText::Whole { line, scope: Scope::Unchanged }),
        Change::Changed(lines) => Some(lines.as_ref()),
        _ => row.compared_part(),
    };
    match (compared, row.line_split()) {
        (Some(lines), Some(split)) => {
            let (first_parts, rest) = (split.first_parts(lines), split.rest(lines));
            let segments = split_side_segments(first_parts.as_ref(), &rest, side, split);
            draw(RowText::Segments { segments, lines: own });
        }
        (Some(lines), None) => draw(RowText::Segments { segments: side_segments(lines, side), lines: own }),
        (None, _) => draw_row(row, draw),
    }
}

fn moved_text<'s>(line: &'s Marked<'s>, side: Side) -> RowText<'s> {
    let segments = line_segments(line, span_kind(side));
    RowText::Segments { segments, lines: Sides::new(line, line) }
}

/// Returns the segments of one line of a changed row. They concatenate to the line. Invisible characters are shown where
/// [`interleave`] shows them.
fn side_segments<'s>(lines: Sides<&'s Marked<'_>>, side: Side) -> Vec<LineSegment<'s>> {
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
        // If the two disagree, all invisible characters are shown.
        segment.scope = scopes.next().filter(|_| known).unwrap_or(Scope::OnlyInvisible);
    }
    segments
}

/// Returns the segments of a line without a partner. Its changed words have one kind.
fn line_segments<'s>(line: &'s Marked<'_>, kind: SpanKind) -> Vec<LineSegment<'s>> {
    let mut at = 0;
    let mut segments: Vec<_> = line
        .change_spans()
        .map(|span| {
            let kind = if span.changed { kind } else { SpanKind::Unchanged };
            let segment = LineSegment::new(span.text, kind, at);
            at += span.text.len();
            segment
        })
        .collect();
    expose_invisible(&mut segments);
    segments
}

/// The sign of an added or removed line break.
const BREAK: &str = "¶";

/// Merges the first parts of a row that was split or joined. The other parts are in the rows below.
fn split_segments<'s>(first_parts: Sides<&'s Marked<'_>>, split: LineSplit) -> Vec<LineSegment<'s>> {
    let mut segments = interleave(first_parts);
    segments.push(line_break(split.whole));
    segments
}

/// Returns one side of a row that was split or joined: the undivided line with its `rest`, or the first part with a break
/// at its end.
fn split_side_segments<'s>(
    first_parts: Sides<&'s Marked<'_>>,
    rest: &'s Marked<'_>,
    side: Side,
    split: LineSplit,
) -> Vec<LineSegment<'s>> {
    let mut segments = side_segments(first_parts, side);
    if side == split.whole {
        let rest = line_segments(rest, span_kind(side)).into_iter();
        segments.extend(rest.map(|segment| {
            let at = split.at + segment.at;
            LineSegment { at, old_at: at, ..segment }
        }));
    } else {
        segments.push(line_break(split.whole));
    }
    segments
}

/// Returns the line break of a line that is undivided on the given side. The other side has the break.
const fn line_break(whole: Side) -> LineSegment<'static> {
    let kind = match whole {
        Side::Old => SpanKind::Added,
        Side::New => SpanKind::Removed,
    };
    LineSegment::new(BREAK, kind, BREAK_OFFSET)
}

/// The offset of a line break, past the end of any line, so that no link covers the break.
const BREAK_OFFSET: usize = usize::MAX - BREAK.len();

/// True for a line break, whose sign is not a part of the line.
pub(crate) const fn is_line_break(segment: &LineSegment) -> bool {
    segment.at == BREAK_OFFSET
}

/// Returns the kind of the changed words of a side.
const fn span_kind(side: Side) -> SpanKind {
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
    fn scope_shows_where_only_invisible_characters_changed() {
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
    fn side_segments_concatenate_to_the_line() {
        let lines = Sides::new(marked("a <می\u{200c}خ> b  c"), marked("a <میخ> b c"));
        let old = side_segments(lines.as_ref(), Side::Old);
        assert_eq!(old.iter().map(|segment| segment.text).collect::<String>(), lines.old.text());
        assert_eq!(old[1].scope, Scope::OnlyInvisible);
        assert_eq!(old.iter().map(|segment| segment.at).collect::<Vec<_>>(), [0, 2, 11]);
    }
}
