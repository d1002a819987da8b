//! A block of old and new lines whose sides are known but not which stands beside which.

use crate::model::{Cell, Change, Line, Row, Sides};
use crate::words::likeness::likeness;

/// Lines at least this alike are one changed line: wikidiff2's own threshold (`wikidiff2.change_threshold`).
const ALIKE: f64 = 0.2;

/// Comparing every old line of a block with every new one is work of their product; above this many pairs the
/// lines are taken in order.
const MOST_COMPARED: usize = 10_000;

/// Turns the block into rows and empties it.
pub(super) fn flush<'a>(block: &mut Sides<Vec<Cell<'a>>>, rows: &mut Vec<Row<Line<'a>>>) {
    if block.old.is_empty() && block.new.is_empty() {
        return;
    }
    let pairs = pairs(block);
    let mut old = std::mem::take(&mut block.old).into_iter().enumerate().peekable();
    let mut new = std::mem::take(&mut block.new).into_iter().enumerate().peekable();
    let ends = [(usize::MAX, usize::MAX)];
    for (old_end, new_end) in pairs.into_iter().chain(ends) {
        while let Some((_, cell)) = old.next_if(|(index, _)| *index < old_end) {
            rows.push(row(cell.line, Change::Removed(cell.text)));
        }
        while let Some((_, cell)) = new.next_if(|(index, _)| *index < new_end) {
            rows.push(row(cell.line, Change::Added(cell.text)));
        }
        if let (Some((_, old)), Some((_, new))) = (old.next(), new.next()) {
            rows.push(row(old.line, Change::Changed(Sides::new(old.text, new.text))));
        }
    }
}

const fn row(source_line: u32, change: Change<Line<'_>>) -> Row<Line<'_>> {
    Row { change, guessed: false, source_line }
}

/// Which old line stands beside which new one, both in order: the pairs whose likeness adds up to most.
fn pairs(block: &Sides<Vec<Cell<'_>>>) -> Vec<(usize, usize)> {
    let (olds, news) = (block.old.len(), block.new.len());
    if olds * news > MOST_COMPARED {
        return (0..olds.min(news)).map(|index| (index, index)).collect();
    }
    let alike: Vec<Vec<f64>> = block
        .old
        .iter()
        .map(|old| block.new.iter().map(|new| weight(&old.text, &new.text)).collect())
        .collect();
    let mut best = vec![vec![0.0_f64; news + 1]; olds + 1];
    for old in (0..olds).rev() {
        for new in (0..news).rev() {
            let paired = best[old + 1][new + 1] + alike[old][new];
            best[old][new] = paired.max(best[old + 1][new]).max(best[old][new + 1]);
        }
    }
    walk(&alike, &best)
}

/// Follows the best sums from the first lines to the last.
fn walk(alike: &[Vec<f64>], best: &[Vec<f64>]) -> Vec<(usize, usize)> {
    let (mut old, mut new) = (0, 0);
    let mut pairs = Vec::new();
    while old < alike.len() && new < alike[old].len() {
        if best[old][new] <= best[old + 1][new] {
            old += 1;
        } else if best[old][new] <= best[old][new + 1] {
            new += 1;
        } else {
            pairs.push((old, new));
            old += 1;
            new += 1;
        }
    }
    pairs
}

/// The likeness of two lines, nothing where it is too little for one changed line.
fn weight(old: &str, new: &str) -> f64 {
    let alike = likeness(old, new);
    if alike > ALIKE { alike } else { 0.0 }
}
