//! Where two pages differ: stretches of lines between the lines that both have.
//!
//! Myers' algorithm with the bounds that GNU diff and git have for it, which count steps: the same pages give the same
//! stretches on every machine. Histogram and patience would anchor on rare lines, and on pages with recurring lines (tables,
//! lists) they report thousands of changed lines for a hundred edits.

use std::ops::Range;

use imara_diff::{Algorithm, Diff, Interner, Token};

use crate::model::Sides;
use crate::word_diff::similarity::common_ends::common_ends;
use crate::word_diff::stats::elements::parse_heading;

/// Lines of both pages that have nothing in common; one side may be empty.
pub(crate) type Block = Sides<Range<usize>>;

/// How far a block is tried at other places, in lines: as git.
const FARTHEST: u32 = 100;

/// The steps for lines that recur: a tenth of a second.
const MAX_STEPS: usize = 1 << 26;

/// The lines of a piece where that would take more.
const PIECE: usize = 1 << 12;

/// The blocks in order.
pub(crate) fn blocks(lines: Sides<&[&str]>) -> Vec<Block> {
    let (start, middle) = middle(lines);
    if middle.old.is_empty() && middle.new.is_empty() {
        return Vec::new();
    }
    if middle.old.is_empty() || middle.new.is_empty() {
        return vec![slid(lines, middle.map(|lines| start..start + lines.len()))];
    }
    // Most lines of one page are lines of the other one as well.
    let most = middle.old.len().max(middle.new.len());
    let mut names = Interner::new(most + most / 8);
    let tokens = middle.map(|lines| lines.iter().map(|line| names.intern(*line)).collect::<Vec<_>>());
    let tokens = tokens.as_ref().map(Vec::as_slice);
    let blocks = pieces(tokens, &names).into_iter().flat_map(|piece| in_piece(tokens, piece, &names));
    blocks.map(|block| block.map(|range| range.start + start..range.end + start)).collect()
}

/// The blocks of a piece of both pages.
fn in_piece(tokens: Sides<&[Token]>, piece: Block, names: &Interner<&str>) -> Vec<Block> {
    let from = Sides::new(piece.old.start, piece.new.start);
    let tokens = Sides { old: &tokens.old[piece.old], new: &tokens.new[piece.new] };
    let mut diff = Diff::default();
    diff.compute_with(Algorithm::Myers, tokens.old, tokens.new, names.num_tokens());
    diff.postprocess_with(tokens.old, tokens.new, |tokens: &[Token], block: Range<u32>, earliest: u32| {
        best_end(&block, earliest, |at| names[tokens[at as usize]])
    });
    let shift = |range: Range<u32>, by: usize| range.start as usize + by..range.end as usize + by;
    diff.hunks().map(|hunk| Sides::new(shift(hunk.before, from.old), shift(hunk.after, from.new))).collect()
}

/// Both pages in one piece; in several of equal lengths where lines recur so much that it would take too long.
fn pieces(tokens: Sides<&[Token]>, names: &Interner<&str>) -> Vec<Block> {
    let lengths = tokens.map(<[Token]>::len);
    let count =
        if steps(tokens, names) > MAX_STEPS { lengths.old.max(lengths.new).div_ceil(PIECE) } else { 1 };
    let piece = |index: usize| lengths.map(|length| length * index / count..length * (index + 1) / count);
    (0..count).map(piece).collect()
}

/// The steps that it takes at most to decide which of the lines that recur are worth looking at: from each such line, the
/// search looks back to the last line that does not (`should_prune_common_line` in imara-diff 0.2, whose window of 100
/// lines begins at the page's beginning).
fn steps(tokens: Sides<&[Token]>, names: &Interner<&str>) -> usize {
    let counts = tokens.map(|tokens| {
        let mut counts = vec![0_usize; names.num_tokens() as usize];
        for token in tokens {
            counts[token.0 as usize] += 1;
        }
        counts
    });
    let of_side = |tokens: &[Token], others: &[usize]| {
        let often = tokens.len().isqrt() / 2;
        let mut run = 0;
        let mut add = |token: &Token| {
            let is_rare = (1..often.max(2)).contains(&others[token.0 as usize]);
            run = if is_rare { 0 } else { run + 1 };
            run
        };
        tokens.iter().map(&mut add).sum::<usize>()
    };
    of_side(tokens.old, &counts.new).saturating_add(of_side(tokens.new, &counts.old))
}

/// The number of common lines at the beginning, and what is left without those and the ones at the end.
fn middle<'l, 'a>(lines: Sides<&'l [&'a str]>) -> (usize, Sides<&'l [&'a str]>) {
    let ends = common_ends(lines);
    (ends.prefix, lines.map(|lines| &lines[ends.middle(lines.len())]))
}

/// Slides the only block of two pages, of which one has nothing else.
fn slid(lines: Sides<&[&str]>, block: Block) -> Block {
    let (own, lines) =
        if block.old.is_empty() { (block.new.clone(), lines.new) } else { (block.old.clone(), lines.old) };
    // It stands as far down as it can: the common beginning was cut off first.
    let up = (0..own.start)
        .rev()
        .zip((0..own.end).rev())
        .take_while(|(before, last)| lines[*before] == lines[*last]);
    let earliest = own.end - up.take(FARTHEST as usize).count();
    let range = u32::try_from(own.start).unwrap_or(0)..u32::try_from(own.end).unwrap_or(0);
    let end = best_end(&range, u32::try_from(earliest).unwrap_or(0), |at| lines[at as usize]) as usize;
    let by = own.end - end;
    block.map(|range| range.start - by..range.end - by)
}

/// The end of a block at the most natural of the places that it can slide to.
fn best_end<'a>(block: &Range<u32>, earliest: u32, line: impl Fn(u32) -> &'a str) -> u32 {
    let length = block.end - block.start;
    let earliest = earliest.max(block.end.saturating_sub(FARTHEST)).max(length);
    let before = |at: u32| at.checked_sub(1).map(&line);
    let border = |end: &u32| border(before(end - length), line(end - length));
    // Of equals the last place, as `max_by_key` picks it.
    (earliest..=block.end).max_by_key(border).unwrap_or(block.end)
}

/// How natural a place is for a block of lines to begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Border {
    /// At a blank line: the block would end inside a paragraph's surroundings.
    Blank,
    /// Anywhere.
    Inside,
    /// After a blank line, or at the page's beginning.
    Paragraph,
    /// At a table's row.
    TableRow,
    /// At a heading.
    Heading,
}

fn border(before: Option<&str>, first: &str) -> Border {
    if first.trim_ascii().is_empty() {
        Border::Blank
    } else if parse_heading(first).is_some() {
        Border::Heading
    } else if first.starts_with("|-") || first.starts_with("{|") {
        Border::TableRow
    } else if before.is_none_or(|line| line.trim_ascii().is_empty()) {
        Border::Paragraph
    } else {
        Border::Inside
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(old: &str, new: &str, expected: &[(Range<usize>, Range<usize>)]) {
        let lines = Sides::new(old, new)
            .map(|text| text.split(' ').map(|line| line.trim_matches('.')).collect::<Vec<_>>());
        let found = blocks(lines.as_ref().map(Vec::as_slice));
        let found: Vec<_> = found.into_iter().map(|block| (block.old, block.new)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn what_is_common_is_in_no_block() {
        case("a b c", "a b c", &[]);
        case("a b c", "a x c", &[(1..2, 1..2)]);
        case("a b c d e", "a x c e", &[(1..2, 1..2), (3..4, 3..3)]);
        case("a b", "c d", &[(0..2, 0..2)]);
    }

    #[test]
    fn a_block_slides_to_a_natural_border() {
        // A paragraph goes with the blank line after it.
        case("a . c", "a . b . c", &[(2..2, 2..4)]);
        // A section begins with its heading.
        case("=a= x =b= x", "=a= x =c= x =b= x", &[(2..2, 2..4)]);
        // A row of a table begins with its border.
        case("|- a |- b", "|- a |- a |- b", &[(2..2, 2..4)]);
        case("|- a |- a |- b", "|- a |- b", &[(2..4, 2..2)]);
    }
}
