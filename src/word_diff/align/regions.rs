//! The regions of two lines that differ, found coarsely before the lines are compared word by word.
//!
//! Equal ends are cut off first, since most changed lines are long and little of them changed. Lines that stay long are
//! cut into content-defined chunks: the text itself decides on the chunk boundaries, so the chunks of both sides are
//! equal again soon behind an edit. The regions lie between equal chunks. A region keeps some equal text around it, so
//! that a mark can move to a natural border.
//!
//! ```text
//! old   ════════════│ chunk │ chunk │ old │ chunk │════════
//! new   ════════════│ chunk │ chunk │ new │ chunk │════════
//!       equal end                  └region┘        equal end
//! ```

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};
use smallvec::{SmallVec, smallvec};

use crate::model::Sides;
use crate::word_diff::ids::Ids;
use crate::word_diff::similarity::common_ends::{
    CommonEnds, border_after, border_before, common_ends, common_prefix, common_suffix,
};

/// The bytes of both sides that are compared word by word.
pub(crate) type Region = Sides<Range<usize>>;

/// Regions in order, not overlapping. Most lines have one.
pub(crate) type Regions = SmallVec<[Region; 1]>;

/// The equal text that stays on each side of a region, in bytes: a link or two.
const MARGIN_LEN: usize = 96;

/// The length between the equal ends from which lines are cut into chunks.
const CHUNKING_THRESHOLD: usize = 1 << 13;

/// The share of token borders that are chunk boundaries: one in 16.
const BOUNDARY_DIVISOR: u32 = 16;

/// The length of a chunk after which it ends at the next token border.
const MAX_CHUNK_LEN: usize = 1 << 10;

/// Finds the regions of two lines that differ.
pub(crate) fn find_regions(old: &str, new: &str) -> Regions {
    let middle = trim_equal_ends(old, new);
    if middle.old.len().min(middle.new.len()) <= CHUNKING_THRESHOLD {
        return smallvec![middle];
    }
    let lines = Sides { old, new };
    let chunks = Sides { old: split_chunks(old, &middle.old), new: split_chunks(new, &middle.new) };
    let mut regions = Regions::new();
    for region in find_unequal_chunks(&chunks, lines) {
        let extended = extend(&region, &middle, lines);
        match regions.last_mut() {
            Some(last) if extended.old.start < last.old.end || extended.new.start < last.new.end => {
                (last.old.end, last.new.end) = (extended.old.end, extended.new.end);
            }
            _ => regions.push(extended),
        }
    }
    regions
}

/// Cuts off the equal ends of two lines, except for a margin.
fn trim_equal_ends(old: &str, new: &str) -> Region {
    // In a short line, a mark may move everywhere.
    if old.len().max(new.len()) <= MARGIN_LEN {
        return Sides { old: 0..old.len(), new: 0..new.len() };
    }
    let lines = Sides::new(old, new);
    let ends = common_ends(lines.map(str::as_bytes));
    let start = token_border_before(old, ends.prefix.saturating_sub(MARGIN_LEN));
    let end = old.len() - token_border_after(old, old.len() - ends.suffix.saturating_sub(MARGIN_LEN));
    lines.map(|line| start..line.len() - end)
}

/// Shrinks a region to one or two tokens of equal text on each side of the difference.
pub(crate) fn shrink(region: &Region, lines: Sides<&str>) -> Region {
    let texts = Sides { old: &lines.old[region.old.clone()], new: &lines.new[region.new.clone()] };
    let CommonEnds { prefix, suffix } = common_ends(texts.map(str::as_bytes));
    let start = region.old.start + prefix.saturating_sub(1);
    let start = token_border_before(lines.old, start).max(region.old.start);
    let end = match &texts.old.as_bytes()[texts.old.len() - suffix..] {
        // A token begins behind a blank, unless a combining mark follows the blank.
        [b' ', next, ..] if next.is_ascii() => region.old.end - suffix + 1,
        _ => {
            let end = region.old.end - suffix.saturating_sub(1);
            token_border_after(lines.old, end).min(region.old.end)
        }
    };
    let (start, end) = (start - region.old.start, region.old.end - end);
    Sides {
        old: region.old.start + start..region.old.end - end,
        new: region.new.start + start..region.new.end - end,
    }
}

/// Cuts a part of a line into chunks.
fn split_chunks(line: &str, part: &Range<usize>) -> Vec<Range<usize>> {
    let bytes = &line.as_bytes()[..part.end];
    let mut chunks = Vec::with_capacity(part.len() / 64);
    let mut start = part.start;
    let mut at = start + 1;
    // Most bytes are skipped here by a look at the byte alone.
    while let Some(next) =
        bytes.get(at..).and_then(|rest| rest.iter().position(|byte| may_begin_token(*byte)))
    {
        at += next;
        if is_token_border(bytes, at) && (at - start >= MAX_CHUNK_LEN || is_chunk_boundary(&bytes[at..])) {
            chunks.push(start..at);
            start = at;
        }
        at += 1;
    }
    chunks.push(start..part.end);
    chunks
}

/// Returns true if the hash of the first bytes of the text makes its beginning a chunk boundary.
fn is_chunk_boundary(text: &[u8]) -> bool {
    let add_byte = |hash: u32, &byte: &u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    let hash = text[..text.len().min(6)].iter().fold(0x811c_9dc5, add_byte);
    (hash >> 16) % BOUNDARY_DIVISOR == 0
}

/// Finds the regions between equal chunks.
fn find_unequal_chunks(chunks: &Sides<Vec<Range<usize>>>, lines: Sides<&str>) -> Vec<Region> {
    let mut ids = Ids::with_capacity(chunks.old.len());
    let mut id = |text| ids.id(text);
    let old: Vec<_> = chunks.old.iter().map(|chunk| id(&lines.old[chunk.clone()])).collect();
    let new: Vec<_> = chunks.new.iter().map(|chunk| id(&lines.new[chunk.clone()])).collect();
    capture_diff_slices(Algorithm::Myers, &old, &new)
        .iter()
        .filter(|operation| !matches!(operation, DiffOp::Equal { .. }))
        .map(|operation| Sides {
            old: covered_bytes(&chunks.old, operation.old_range()),
            new: covered_bytes(&chunks.new, operation.new_range()),
        })
        .collect()
}

/// The bytes that a range of chunks covers; an empty range covers none, behind the chunk before it.
fn covered_bytes(chunks: &[Range<usize>], range: Range<usize>) -> Range<usize> {
    let start = chunks.get(range.start).map_or_else(|| chunks[range.start - 1].end, |first| first.start);
    start..range.clone().next_back().map_or(start, |last| chunks[last].end)
}

/// Extends a region by the equal text around it, as far as marks can move.
fn extend(region: &Region, middle: &Region, lines: Sides<&str>) -> Region {
    let before = common_suffix(
        &lines.old.as_bytes()[middle.old.start..region.old.start],
        &lines.new.as_bytes()[middle.new.start..region.new.start],
    );
    let after = common_prefix(
        &lines.old.as_bytes()[region.old.end..middle.old.end],
        &lines.new.as_bytes()[region.new.end..middle.new.end],
    );
    let start = token_border_before(lines.old, region.old.start - before.min(MARGIN_LEN));
    let start = (region.old.start - start).min(before);
    let end = token_border_after(lines.old, region.old.end + after.min(MARGIN_LEN));
    let end = (end - region.old.end).min(after);
    Sides {
        old: region.old.start - start..region.old.end + end,
        new: region.new.start - start..region.new.end + end,
    }
}

/// The last certain token border up to `at`.
fn token_border_before(line: &str, at: usize) -> usize {
    border_before(at, |at| is_token_border(line.as_bytes(), at))
}

/// The first certain token border from `at` on.
fn token_border_after(line: &str, at: usize) -> usize {
    border_after(at, line.len(), |at| is_token_border(line.as_bytes(), at))
}

/// Returns true if a token begins here, independent of the text around: a space behind ASCII that cannot separate
/// thousands, or a Han character behind another (their first bytes are `E4` to `E9`).
#[inline]
fn is_token_border(line: &[u8], at: usize) -> bool {
    match line[at] {
        b' ' => {
            let is_between_digits =
                line[at - 1].is_ascii_digit() && line.get(at + 1).is_some_and(u8::is_ascii_digit);
            line[at - 1].is_ascii() && !is_between_digits
        }
        byte => is_han(byte) && at >= 3 && is_han(line[at - 3]),
    }
}

/// Returns true if a certain token border may stand before the byte.
const fn may_begin_token(byte: u8) -> bool {
    byte == b' ' || is_han(byte)
}

/// Returns true if a Han character may begin with the byte.
const fn is_han(byte: u8) -> bool {
    matches!(byte, 0xe4..=0xe9)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(old: &str, new: &str, expected: &str) {
        let middle = trim_equal_ends(old, new);
        assert_eq!(&old[middle.old], expected);
    }

    #[test]
    fn cuts_equal_ends_at_spaces_beyond_the_margin() {
        let end = "w".repeat(MARGIN_LEN);
        case(
            &format!("a b {end} old {end} c d"),
            &format!("a b {end} new {end} c d"),
            &format!(" {end} old {end}"),
        );
    }

    #[test]
    fn keeps_short_lines_whole() {
        case("a b c", "a x c", "a b c");
        case("", "a", "");
        case("a", "aa", "a");
    }

    #[test]
    fn finds_regions_of_long_lines() {
        let line = |edit: usize| {
            let word = |at: usize| {
                if at % 2_000 == 1_000 { format!("edit{edit} ") } else { format!("w{} ", at * 7 % 997) }
            };
            (0..10_000).map(word).collect::<String>()
        };
        let (old, new) = (line(1), line(22));
        let regions = find_regions(&old, &new);
        assert_eq!(regions.len(), 5);
        assert!(
            regions.iter().all(|region| old[region.old.clone()].contains("edit1 ")
                && region.old.len() < CHUNKING_THRESHOLD / 4)
        );
        assert!(regions.iter().all(|region| new[region.new.clone()].contains("edit22 ")));
    }
}
