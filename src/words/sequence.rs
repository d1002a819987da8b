//! The middle of two lines as numbers: what comparing needs to know of each token.
//!
//! Equal ends are cut off first, since most changed lines are long and little of them changed.

use std::collections::HashMap;
use std::ops::Range;

use super::cost::{Border, borders, weight};
use super::token::{Kind, tokens_within};
use crate::model::Sides;

/// One token of a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    /// Where it begins in the line, in bytes.
    pub(super) start: u32,
    /// A number that the same text has on both sides.
    pub(super) name: u32,
    /// What marking it costs.
    pub(super) weight: u32,
    /// What it is.
    pub(super) kind: Kind,
    /// What it costs to begin or end a mark before it.
    pub(super) border: Border,
}

/// The tokens of one side's middle.
#[derive(Debug)]
pub(super) struct Sequence<'t> {
    line: &'t str,
    end: u32,
    /// The tokens in order.
    pub(super) pieces: Vec<Piece>,
}

impl Sequence<'_> {
    /// The bytes of the line that a range of tokens stands for.
    pub(super) fn bytes(&self, range: &Range<usize>) -> Range<u32> {
        self.start(range.start)..self.start(range.end)
    }

    /// The text of a range of bytes.
    pub(super) fn text(&self, bytes: &Range<u32>) -> &str {
        &self.line[bytes.start as usize..bytes.end as usize]
    }

    fn start(&self, index: usize) -> u32 {
        self.pieces.get(index).map_or(self.end, |piece| piece.start)
    }
}

/// How much of equal text stays around the middle, in bytes, so that a mark may slide to a natural border.
const SLIDE: usize = 96;

/// The middles of two lines, as sequences whose tokens have common names.
pub(super) fn sequences<'t>(old: &'t str, new: &'t str) -> Sides<Sequence<'t>> {
    let middle = middle(old, new);
    let mut names = HashMap::new();
    let mut sequence = |line: &'t str, middle: Range<usize>| {
        let mut pieces: Vec<Piece> = Vec::with_capacity(middle.len() / 3);
        let mut start = middle.start;
        for token in tokens_within(&line[..middle.end], middle.start) {
            let count = u32::try_from(names.len()).unwrap_or(u32::MAX);
            let name = *names.entry(token.text).or_insert(count);
            let border = borders(pieces.last().map(|piece| piece.kind), token.kind);
            let piece = Piece { start: clamp(start), name, weight: weight(token), kind: token.kind, border };
            pieces.push(piece);
            start += token.text.len();
        }
        Sequence { line, end: clamp(middle.end), pieces }
    };
    Sides { old: sequence(old, middle.old), new: sequence(new, middle.new) }
}

/// Lines are no longer than `u32::MAX` bytes: [`compare`](super::compare) gives longer ones up.
fn clamp(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// What is left of two lines without their equal ends: from and to a space, less what marks may slide over.
fn middle(old: &str, new: &str) -> Sides<Range<usize>> {
    let prefix = common_prefix(old.as_bytes(), new.as_bytes());
    let start = space_before(old, prefix.saturating_sub(SLIDE));
    let most = old.len().min(new.len()) - prefix;
    let suffix = common_suffix(old.as_bytes(), new.as_bytes()).min(most);
    let end = old.len() - space_after(old, old.len() - suffix.saturating_sub(SLIDE));
    Sides::new(old, new).map(|line| start..line.len() - end)
}

/// How many bytes are equal from the beginning.
pub(super) fn common_prefix(old: &[u8], new: &[u8]) -> usize {
    old.iter().zip(new).take_while(|(old, new)| old == new).count()
}

/// How many bytes are equal from the end.
pub(super) fn common_suffix(old: &[u8], new: &[u8]) -> usize {
    old.iter().rev().zip(new.iter().rev()).take_while(|(old, new)| old == new).count()
}

/// The last place up to `at` where a token begins whatever stands before: a space after ASCII.
fn space_before(line: &str, at: usize) -> usize {
    (1..=at).rev().find(|&at| is_safe(line.as_bytes(), at)).unwrap_or(0)
}

/// The first place from `at` on where a token begins whatever stands before.
fn space_after(line: &str, at: usize) -> usize {
    (at.max(1)..line.len()).find(|&at| is_safe(line.as_bytes(), at)).unwrap_or(line.len())
}

fn is_safe(line: &[u8], at: usize) -> bool {
    line[at] == b' ' && line[at - 1].is_ascii()
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
    fn the_same_text_has_the_same_name() {
        let sequences = sequences("a b", "b a");
        let names =
            |sequence: &Sequence<'_>| sequence.pieces.iter().map(|piece| piece.name).collect::<Vec<_>>();
        assert_eq!(names(&sequences.old), [0, 1, 2]);
        assert_eq!(names(&sequences.new), [2, 1, 0]);
    }
}
