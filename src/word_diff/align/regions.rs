//! Where two lines differ, coarsely: the regions that are worth looking at word by word.
//!
//! Equal ends are cut off first, since most changed lines are long and little of them changed. Lines that stay long
//! are cut into segments at places that their own text picks, so that the segments are alike again soon after an
//! edit; what lies between equal segments are the regions. A region has some equal text around it, so that a
//! mark may slide to a natural border.

use std::ops::Range;

use imara_diff::Interner;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use smallvec::{SmallVec, smallvec};

use crate::model::Sides;
use crate::word_diff::similarity::common_ends::{
    CommonEnds, border_after, border_before, common_ends, common_prefix, common_suffix,
};

/// Bytes on both sides that are to be compared.
pub(crate) type Region = Sides<Range<usize>>;

/// Regions in order and apart. Most lines have one.
pub(crate) type Regions = SmallVec<[Region; 1]>;

/// How much of equal text stays around a region, in bytes: a link or two.
const SLIDE: usize = 96;

/// Lines that have more bytes than this between their equal ends are cut into segments.
const LONG: usize = 1 << 13;

/// One in so many safe places ends a segment.
const ONE_IN: u32 = 16;

/// A segment that has so many bytes ends at the next safe place.
const MAX_SEGMENT_LEN: usize = 1 << 10;

/// The regions of two lines that differ, in order and apart.
pub(crate) fn regions(old: &str, new: &str) -> Regions {
    let middle = middle(old, new);
    if middle.old.len().min(middle.new.len()) <= LONG {
        return smallvec![middle];
    }
    let lines = Sides { old, new };
    let segments = Sides { old: segments(old, &middle.old), new: segments(new, &middle.new) };
    let mut regions = Regions::new();
    for region in unequal(&segments, lines) {
        let wide = widen(&region, &middle, lines);
        match regions.last_mut() {
            Some(last) if wide.old.start < last.old.end || wide.new.start < last.new.end => {
                (last.old.end, last.new.end) = (wide.old.end, wide.new.end);
            }
            _ => regions.push(wide),
        }
    }
    regions
}

/// What is left of two lines without their equal ends, less what marks may slide over.
fn middle(old: &str, new: &str) -> Region {
    // The mark may slide over all of a short line, whatever is equal in it.
    if old.len().max(new.len()) <= SLIDE {
        return Sides { old: 0..old.len(), new: 0..new.len() };
    }
    let lines = Sides::new(old, new);
    let ends = common_ends(lines.map(str::as_bytes));
    let start = safe_before(old, ends.prefix.saturating_sub(SLIDE));
    let end = old.len() - safe_after(old, old.len() - ends.suffix.saturating_sub(SLIDE));
    lines.map(|line| start..line.len() - end)
}

/// A region without most of its equal ends: a token or two stay on either side of what differs.
pub(crate) fn close(region: &Region, lines: Sides<&str>) -> Region {
    let texts = Sides { old: &lines.old[region.old.clone()], new: &lines.new[region.new.clone()] };
    let CommonEnds { prefix, suffix } = common_ends(texts.map(str::as_bytes));
    let start = safe_before(lines.old, region.old.start + prefix.saturating_sub(1)).max(region.old.start);
    let end = match &texts.old.as_bytes()[texts.old.len() - suffix..] {
        // Behind a blank a token begins, unless that is joined to it.
        [b' ', next, ..] if next.is_ascii() => region.old.end - suffix + 1,
        _ => safe_after(lines.old, region.old.end - suffix.saturating_sub(1)).min(region.old.end),
    };
    let (start, end) = (start - region.old.start, region.old.end - end);
    Sides {
        old: region.old.start + start..region.old.end - end,
        new: region.new.start + start..region.new.end - end,
    }
}

/// Where the segments of a stretch of a line end.
fn segments(line: &str, stretch: &Range<usize>) -> Vec<Range<usize>> {
    let bytes = &line.as_bytes()[..stretch.end];
    let mut segments = Vec::with_capacity(stretch.len() / 64);
    let mut start = stretch.start;
    let mut at = start + 1;
    // Most bytes are neither, and are passed by with this one look.
    while let Some(next) = bytes.get(at..).and_then(|rest| rest.iter().position(|byte| may_be_safe(*byte))) {
        at += next;
        if is_safe(bytes, at) && (at - start >= MAX_SEGMENT_LEN || is_picked(&bytes[at..])) {
            segments.push(start..at);
            start = at;
        }
        at += 1;
    }
    segments.push(start..stretch.end);
    segments
}

/// Whether the text picks its beginning as a border, by its first bytes.
fn is_picked(text: &[u8]) -> bool {
    let fold = |sum: u32, &byte: &u8| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    let sum = text[..text.len().min(6)].iter().fold(0x811c_9dc5, fold);
    (sum >> 16) % ONE_IN == 0
}

/// What lies between equal segments.
fn unequal(segments: &Sides<Vec<Range<usize>>>, lines: Sides<&str>) -> Vec<Region> {
    let mut names = Interner::new(segments.old.len());
    let mut name = |text| names.intern(text).0;
    let old: Vec<_> = segments.old.iter().map(|segment| name(&lines.old[segment.clone()])).collect();
    let new: Vec<_> = segments.new.iter().map(|segment| name(&lines.new[segment.clone()])).collect();
    let bytes = |segments: &[Range<usize>], range: Range<usize>| {
        let start =
            segments.get(range.start).map_or_else(|| segments[range.start - 1].end, |first| first.start);
        start..range.clone().next_back().map_or(start, |last| segments[last].end)
    };
    capture_diff_slices(Algorithm::Myers, &old, &new)
        .iter()
        .filter(|operation| !matches!(operation, DiffOp::Equal { .. }))
        .map(|operation| Sides {
            old: bytes(&segments.old, operation.old_range()),
            new: bytes(&segments.new, operation.new_range()),
        })
        .collect()
}

/// The region with the equal text around it in which its marks may slide.
fn widen(region: &Region, middle: &Region, lines: Sides<&str>) -> Region {
    let before = common_suffix(
        &lines.old.as_bytes()[middle.old.start..region.old.start],
        &lines.new.as_bytes()[middle.new.start..region.new.start],
    );
    let after = common_prefix(
        &lines.old.as_bytes()[region.old.end..middle.old.end],
        &lines.new.as_bytes()[region.new.end..middle.new.end],
    );
    let start = safe_before(lines.old, region.old.start - before.min(SLIDE));
    let start = (region.old.start - start).min(before);
    let end = safe_after(lines.old, region.old.end + after.min(SLIDE));
    let end = (end - region.old.end).min(after);
    Sides {
        old: region.old.start - start..region.old.end + end,
        new: region.new.start - start..region.new.end + end,
    }
}

/// The last safe place up to `at`.
fn safe_before(line: &str, at: usize) -> usize {
    border_before(at, |at| is_safe(line.as_bytes(), at))
}

/// The first safe place from `at` on.
fn safe_after(line: &str, at: usize) -> usize {
    border_after(at, line.len(), |at| is_safe(line.as_bytes(), at))
}

/// Whether a token begins here whatever stands before and after: a space after ASCII, or a Han character after
/// another (their first bytes are `E4` to `E9`).
#[inline]
fn is_safe(line: &[u8], at: usize) -> bool {
    match line[at] {
        b' ' => line[at - 1].is_ascii(),
        byte => is_han(byte) && at >= 3 && is_han(line[at - 3]),
    }
}

/// Whether a place before the byte may be safe.
const fn may_be_safe(byte: u8) -> bool {
    byte == b' ' || is_han(byte)
}

/// Whether a Han character may begin with the byte.
const fn is_han(byte: u8) -> bool {
    matches!(byte, 0xe4..=0xe9)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(old: &str, new: &str, expected: &str) {
        let middle = middle(old, new);
        assert_eq!(&old[middle.old], expected);
    }

    #[test]
    fn equal_ends_are_cut_off_at_spaces_farther_than_a_slide() {
        let end = "w".repeat(SLIDE);
        case(
            &format!("a b {end} old {end} c d"),
            &format!("a b {end} new {end} c d"),
            &format!(" {end} old {end}"),
        );
    }

    #[test]
    fn short_lines_stay_whole() {
        case("a b c", "a x c", "a b c");
        case("", "a", "");
        case("a", "aa", "a");
    }

    #[test]
    fn long_lines_are_cut_where_they_differ() {
        let line = |edit: usize| {
            let word = |at: usize| {
                if at % 2_000 == 1_000 { format!("edit{edit} ") } else { format!("w{} ", at * 7 % 997) }
            };
            (0..10_000).map(word).collect::<String>()
        };
        let (old, new) = (line(1), line(22));
        let regions = regions(&old, &new);
        assert_eq!(regions.len(), 5);
        assert!(
            regions
                .iter()
                .all(|region| old[region.old.clone()].contains("edit1 ") && region.old.len() < LONG / 4)
        );
        assert!(regions.iter().all(|region| new[region.new.clone()].contains("edit22 ")));
    }
}
