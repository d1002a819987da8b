//! Blocks: the stretches of lines in which two pages differ, between the lines that both have.
//!
//! ```text
//! lines ──number_lines──▶ a number for each different line
//!         shared_lines ─▶ the lines that the other page has as well
//!         Myers ────────▶ common lines (`similar`), and the blocks between them
//!         slide_blocks ─▶ blocks that begin at natural borders
//! ```
//!
//! Myers' algorithm keeps to the order of the pages. Histogram and patience diffs anchor on rare lines; on pages with
//! recurring lines (tables, lists) they report thousands of changed lines for a hundred edits.
//!
//! `similar` bounds its search as GNU diff and git do, by steps and not by time: the same pages give the same blocks on
//! every machine. Lines that only one page has are left out of the search. Most edits change
//! lines without adding any, and then the search has nothing to do: 20,000 lines of a table with 6,000 edits take 1.4 ms,
//! and 7 ms if these lines stay in the search (`imara-diff` 0.2: 1.2 ms). If lines recur, the search is faster than
//! `imara-diff`, which looks back from each recurring line: 100,000 random lines out of 300 take an eighth of its time.

use std::convert::Infallible;
use std::ops::Range;

use similar::algorithms::{DiffHook, myers};

use crate::model::Sides;
use crate::word_diff::ids::Ids;
use crate::word_diff::similarity::common_ends::common_ends;
use crate::word_diff::stats::elements::parse_heading;

/// Lines of both pages between common lines. One side may be empty.
pub(crate) type Block = Sides<Range<usize>>;

/// The most lines by which a block slides, as in git.
const MAX_SLIDE: usize = 100;

/// The most shared lines of one search, since its time grows with the power of 1.5 of the lines. Longer pages are
/// compared in pieces.
const MAX_SHARED_LINES: usize = 1 << 16;

/// Finds the blocks of two pages, top to bottom.
pub(crate) fn find_blocks(lines: Sides<&[&str]>) -> Vec<Block> {
    let ends = common_ends(lines);
    let middle = lines.map(|lines| ends.middle(lines.len()));
    if middle.old.is_empty() && middle.new.is_empty() {
        return Vec::new();
    }
    let blocks = if middle.old.is_empty() || middle.new.is_empty() {
        vec![middle]
    } else {
        let inside = Sides::new(&lines.old[middle.old.clone()], &lines.new[middle.new.clone()]);
        let (numbers, different) = number_lines(inside);
        let runs = find_common_runs(&numbers, different, MAX_SHARED_LINES);
        let blocks = blocks_between(&runs, inside.map(<[&str]>::len));
        let shift = |range: Range<usize>| range.start + ends.prefix..range.end + ends.prefix;
        blocks.into_iter().map(|block| block.map(shift)).collect()
    };
    slide_blocks(lines, blocks)
}

/// Gives equal lines the same number. Returns the numbers of both pages, and the count of different lines.
fn number_lines(lines: Sides<&[&str]>) -> (Sides<Vec<u32>>, usize) {
    // Most lines of one page are lines of the other one as well.
    let longer = lines.old.len().max(lines.new.len());
    let mut ids = Ids::with_capacity(longer + longer / 8);
    let numbers = lines.map(|lines| lines.iter().map(|line| ids.id(*line)).collect());
    (numbers, ids.len())
}

/// A run of common lines: its first line on each page, and its length.
#[derive(Clone, Copy, Debug)]
struct LineRun {
    start: Sides<usize>,
    length: usize,
}

/// Finds the common lines of two pages by Myers' algorithm, in pieces of at most `max_lines` shared lines.
fn find_common_runs(numbers: &Sides<Vec<u32>>, different: usize, max_lines: usize) -> Vec<LineRun> {
    let indices = shared_lines(numbers, different);
    let shared = Sides {
        old: indices.old.iter().map(|index| numbers.old[*index]).collect::<Vec<_>>(),
        new: indices.new.iter().map(|index| numbers.new[*index]).collect::<Vec<_>>(),
    };
    let lengths = shared.as_ref().map(Vec::len);
    let pieces = lengths.old.max(lengths.new).div_ceil(max_lines);
    let mut collector = RunCollector { indices: &indices, runs: Vec::new() };
    for piece in 0..pieces {
        let Sides { old, new } = lengths.map(|length| length * piece / pieces..length * (piece + 1) / pieces);
        match myers::diff(&mut collector, &shared.old[..], old, &shared.new[..], new) {
            Ok(()) => {}
            Err(never) => match never {},
        }
    }
    collector.runs
}

/// The indices of the lines that the other page has as well.
fn shared_lines(numbers: &Sides<Vec<u32>>, different: usize) -> Sides<Vec<usize>> {
    let mut occurs = vec![Sides::new(false, false); different];
    numbers.old.iter().for_each(|number| occurs[*number as usize].old = true);
    numbers.new.iter().for_each(|number| occurs[*number as usize].new = true);
    numbers.as_ref().map(|numbers| {
        let is_shared = |index: &usize| occurs[numbers[*index] as usize] == Sides::new(true, true);
        (0..numbers.len()).filter(is_shared).collect()
    })
}

/// Collects the common lines that the search finds among the shared lines, as runs of the pages.
struct RunCollector<'i> {
    indices: &'i Sides<Vec<usize>>,
    runs: Vec<LineRun>,
}

impl DiffHook for RunCollector<'_> {
    type Error = Infallible;

    fn equal(&mut self, old: usize, new: usize, length: usize) -> Result<(), Infallible> {
        for (old, new) in self.indices.old[old..old + length].iter().zip(&self.indices.new[new..new + length])
        {
            match self.runs.last_mut() {
                Some(run) if run.start.old + run.length == *old && run.start.new + run.length == *new => {
                    run.length += 1;
                }
                _ => self.runs.push(LineRun { start: Sides::new(*old, *new), length: 1 }),
            }
        }
        Ok(())
    }
}

/// The blocks before, between and after the runs of common lines.
fn blocks_between(runs: &[LineRun], lengths: Sides<usize>) -> Vec<Block> {
    let mut blocks = Vec::with_capacity(runs.len() + 1);
    let mut from = Sides::new(0, 0);
    let end = LineRun { start: lengths, length: 0 };
    for run in runs.iter().chain([&end]) {
        if from != run.start {
            blocks.push(Sides::new(from.old..run.start.old, from.new..run.start.new));
        }
        from = run.start.map(|start| start + run.length);
    }
    blocks
}

/// Slides each block with lines of one side only to its most natural place. A block that reaches another one is merged
/// with it: lines removed and added at one place are a change.
fn slide_blocks(lines: Sides<&[&str]>, blocks: Vec<Block>) -> Vec<Block> {
    let mut slid: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut rest = blocks.into_iter().peekable();
    while let Some(mut block) = rest.next() {
        loop {
            if !block.old.is_empty() && !block.new.is_empty() {
                break;
            }
            let gap_below = rest.peek().map_or(usize::MAX, |next| next.old.start - block.old.end);
            let gap_above = block.old.start - slid.last().map_or(0, |last| last.old.end);
            let (side, own) =
                if block.old.is_empty() { (lines.new, &block.new) } else { (lines.old, &block.old) };
            let down = max_slide_down(side, own, gap_below);
            let up = max_slide_up(side, own, gap_above);
            if down == gap_below
                && let Some(next) = rest.next()
            {
                block =
                    Sides::new(block.old.start + down..next.old.end, block.new.start + down..next.new.end);
            } else if up == gap_above
                && let Some(last) = slid.pop()
            {
                block = Sides::new(last.old.start..block.old.end - up, last.new.start..block.new.end - up);
            } else {
                let start = best_start(side, own.start - up..=own.start + down);
                let shift = |at: usize| at + start - own.start;
                block = block.clone().map(|range| shift(range.start)..shift(range.end));
                break;
            }
        }
        slid.push(block);
    }
    slid
}

/// The number of lines by which the lines of one side may slide down.
fn max_slide_down(lines: &[&str], own: &Range<usize>, gap: usize) -> usize {
    let pairs = lines[own.start..].iter().zip(&lines[own.end..]).take(gap.min(MAX_SLIDE));
    pairs.take_while(|(first, below)| first == below).count()
}

/// The number of lines by which the lines of one side may slide up.
fn max_slide_up(lines: &[&str], own: &Range<usize>, gap: usize) -> usize {
    let pairs = lines[..own.start].iter().rev().zip(lines[..own.end].iter().rev()).take(gap.min(MAX_SLIDE));
    pairs.take_while(|(above, last)| above == last).count()
}

/// The most natural of the lines at which a block may begin; of equals, the last.
fn best_start(lines: &[&str], starts: std::ops::RangeInclusive<usize>) -> usize {
    let end = *starts.end();
    let border = |at: &usize| Border::new(at.checked_sub(1).map(|before| lines[before]), lines[*at]);
    starts.max_by_key(border).unwrap_or(end)
}

/// A place at which a block of lines may begin, from the least to the most natural.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Border {
    /// A blank line.
    Blank,
    /// A line inside a paragraph.
    Inside,
    /// A line after a blank line, or the first line of the page.
    Paragraph,
    /// A row of a table.
    TableRow,
    /// A heading.
    Heading,
}

impl Border {
    fn new(before: Option<&str>, first: &str) -> Self {
        if first.trim_ascii().is_empty() {
            Self::Blank
        } else if parse_heading(first).is_some() {
            Self::Heading
        } else if first.starts_with("|-") || first.starts_with("{|") {
            Self::TableRow
        } else if before.is_none_or(|line| line.trim_ascii().is_empty()) {
            Self::Paragraph
        } else {
            Self::Inside
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(old: &str, new: &str, expected: &[(Range<usize>, Range<usize>)]) {
        let lines = Sides::new(old, new)
            .map(|text| text.split(' ').map(|line| line.trim_matches('.')).collect::<Vec<_>>());
        let found = find_blocks(lines.as_ref().map(Vec::as_slice));
        let found: Vec<_> = found.into_iter().map(|block| (block.old, block.new)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn common_lines_are_in_no_block() {
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

    #[test]
    fn long_pages_are_compared_in_pieces() {
        let numbers = Sides::new((0..10).collect::<Vec<u32>>(), (0..10).filter(|line| *line != 4).collect());
        for max_lines in [3, 5, 100] {
            let runs = find_common_runs(&numbers, 10, max_lines);
            let blocks = blocks_between(&runs, Sides::new(10, 9));
            let common = 10 - blocks.iter().map(|block| block.old.len()).sum::<usize>();
            assert_eq!(common, runs.iter().map(|run| run.length).sum::<usize>());
            assert!(blocks.iter().any(|block| block.old.contains(&4)), "{max_lines}: {blocks:?}");
        }
    }

    #[test]
    fn a_block_that_reaches_another_is_merged_with_it() {
        let (old, new) = (["x", "q", "y"], ["q", "q", "y"]);
        let apart = vec![Sides::new(0..1, 0..0), Sides::new(2..2, 1..2)];
        assert_eq!(slide_blocks(Sides::new(&old, &new), apart), [Sides::new(0..1, 0..1)]);
        let apart = vec![Sides::new(0..0, 0..1), Sides::new(1..2, 2..2)];
        assert_eq!(slide_blocks(Sides::new(&new, &old), apart), [Sides::new(0..1, 0..1)]);
    }
}
