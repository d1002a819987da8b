//! The pieces of a segment: cut where a link or a match of a search begins or ends.
//!
//! ```text
//! segment   see [[Human Feedback]] here
//! link          ^^^^^^^^^^^^^^^^^^
//! match               ^^^^^^^^^^^^^^^
//! pieces    1   2     3           4    5
//! ```

use std::ops::Range;

use super::interleave::{LineSegment, SpanKind};
use crate::model::{Marked, Sides};

/// A piece of a segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// The byte range in the segment; never empty.
    pub(crate) range: Range<usize>,
    /// The index of the link that covers the piece.
    pub(crate) link: Option<usize>,
    /// True if a match covers the piece.
    pub(crate) matched: bool,
}

/// Cuts a segment into pieces. `parts` are those of links with their indices, in order. `lines` are the lines in which the
/// segment has its offsets.
pub(crate) fn cut(
    segment: &LineSegment,
    parts: &[(usize, Range<usize>)],
    lines: Sides<&Marked>,
) -> Vec<Piece> {
    let matches = find_matches(segment, lines);
    let text = segment.text;
    let ranges = || parts.iter().map(|(_, range)| range).chain(&matches);
    let mut bounds: Vec<_> =
        ranges().flat_map(|range| [range.start, range.end]).chain([0, text.len()]).collect();
    // Whitespace of the old line may stand in place of the new line's, with other character boundaries.
    bounds.retain(|at| text.is_char_boundary(*at));
    bounds.sort_unstable();
    bounds.dedup();
    bounds
        .windows(2)
        .map(|bounds| {
            let contains = |range: &Range<usize>| range.start <= bounds[0] && bounds[1] <= range.end;
            let link = parts.iter().find(|(_, range)| contains(range)).map(|(index, _)| *index);
            Piece { range: bounds[0]..bounds[1], link, matched: matches.iter().any(contains) }
        })
        .collect()
}

/// True if a match covers a part of the segment.
pub(crate) fn has_match(segment: &LineSegment, lines: Sides<&Marked>) -> bool {
    !find_matches(segment, lines).is_empty()
}

/// Finds the matches in a segment, as ranges of it. Those in unchanged text are of both lines.
fn find_matches(segment: &LineSegment, lines: Sides<&Marked>) -> Vec<Range<usize>> {
    let inside = |line: &Marked, start: usize| -> Vec<Range<usize>> {
        let end = start.saturating_add(segment.text.len());
        let first = line.matched().partition_point(|range| range.end as usize <= start);
        let matches = line.matched()[first..].iter().map(|range| range.start as usize..range.end as usize);
        let matches = matches.take_while(|range| range.start < end);
        matches.map(|range| range.start.max(start) - start..range.end.min(end) - start).collect()
    };
    match segment.kind {
        SpanKind::Removed => inside(lines.old, segment.at),
        SpanKind::Added => inside(lines.new, segment.at),
        SpanKind::Unchanged => [inside(lines.new, segment.at), inside(lines.old, segment.old_at)].concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::line::interleave::interleave;

    #[test]
    fn cuts_where_links_and_matches_begin_and_end() {
        let line = Marked::unchanged("see [[Human Feedback]] here".into()).with_matches(Some(12..27));
        let segment = LineSegment::new(line.text(), SpanKind::Unchanged, 0);
        let pieces = cut(&segment, &[(7, 4..22)], Sides::new(&line, &line));
        let pieces: Vec<_> =
            pieces.iter().map(|piece| (piece.range.start, piece.link, piece.matched)).collect();
        assert_eq!(pieces, [(0, None, false), (4, Some(7), false), (12, Some(7), true), (22, None, true)]);
    }

    #[test]
    fn shows_the_matches_of_both_lines_in_unchanged_text() {
        let old = Marked::new("one red two".into(), Some(4..8)).with_matches(Some(0..7));
        let new = Marked::unchanged("one two".into()).with_matches(Some(4..7));
        let lines = Sides::new(&old, &new);
        let matched = |segment: &LineSegment| {
            let pieces = cut(segment, &[], lines).into_iter().filter(|piece| piece.matched);
            pieces.map(|piece| segment.text[piece.range].to_owned()).collect::<Vec<_>>().concat()
        };
        let matched: Vec<_> = interleave(lines).iter().map(matched).collect();
        assert_eq!(matched, ["one ", "red", "two"]);
    }
}
