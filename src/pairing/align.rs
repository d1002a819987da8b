//! A block of old and new lines whose sides are known but not which stands beside which.

use crate::model::{Change, Line, Row, Sides};
use crate::parse::sheet::Cell;
use crate::word_diff::similarity::estimate::similarity;

/// Lines at least this alike are one changed line: wikidiff2's own threshold (`wikidiff2.change_threshold`).
const ALIKE: f64 = 0.2;

/// Comparing every old line of a block with every new one is work of their product; above this many pairs the
/// lines are taken in order.
const MAX_COMPARED: usize = 10_000;

/// Turns the block into rows and empties it.
pub(crate) fn flush<'a>(block: &mut Sides<Vec<Cell<'a>>>, rows: &mut Vec<Row<Line<'a>>>) {
    if block.old.is_empty() && block.new.is_empty() {
        return;
    }
    let pairs = pairs(block);
    let mut old = std::mem::take(&mut block.old).into_iter().enumerate().peekable();
    let mut new = std::mem::take(&mut block.new).into_iter().enumerate().peekable();
    let ends = [(usize::MAX, usize::MAX)];
    for (old_end, new_end) in pairs.into_iter().chain(ends) {
        while let Some((_, cell)) = old.next_if(|(index, _)| *index < old_end) {
            rows.push(Row::new(Change::Removed(cell.text), cell.line));
        }
        while let Some((_, cell)) = new.next_if(|(index, _)| *index < new_end) {
            rows.push(Row::new(Change::Added(cell.text), cell.line));
        }
        if let (Some((_, old)), Some((_, new))) = (old.next(), new.next()) {
            rows.push(Row::new(Change::Changed(Sides::new(old.text, new.text)), old.line));
        }
    }
}

/// Which old line stands beside which new one, both in order: the pairs whose likeness adds up to most.
fn pairs(block: &Sides<Vec<Cell<'_>>>) -> Vec<(usize, usize)> {
    let (olds, news) = (block.old.len(), block.new.len());
    if olds * news > MAX_COMPARED {
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
    let alike = similarity(old, new);
    if alike > ALIKE { alike } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Side;
    use crate::pairing::tests::shown;
    use crate::parse::sheet::{Rendered, RowClaim};

    #[track_caller]
    fn case(old: &[&str], new: &[&str], expected: &[&str]) {
        let cells = |texts: &[&str], side| {
            let cell = |(line, text): (u32, &&str)| Cell {
                text: (*text).to_owned().into(),
                line,
                side: Some(side),
                marker: None,
                claim: RowClaim::Unknown,
                rendered: Rendered::Unknown,
            };
            (1..).zip(texts).map(cell).collect::<Vec<_>>()
        };
        let mut block = Sides::new(cells(old, Side::Old), cells(new, Side::New));
        let mut rows = Vec::new();
        flush(&mut block, &mut rows);
        assert_eq!(shown(&rows), expected);
        assert!(block.old.is_empty() && block.new.is_empty(), "the block is emptied");
    }

    #[test]
    fn like_lines_are_one_row_and_unlike_ones_two() {
        case(&["the old bridge"], &["the new bridge"], &["~the old bridge|the new bridge"]);
        case(&["milk and rennet"], &["1993"], &["-milk and rennet", "+1993"]);
        case(&["milk"], &[], &["-milk"]);
        case(&[], &["milk"], &["+milk"]);
        case(&[], &[], &[]);
    }

    #[test]
    fn rows_keep_the_order_of_both_sides() {
        case(
            &["the old bridge", "a wooden boat"],
            &["1993", "the new bridge", "a wooden ship"],
            &["+1993", "~the old bridge|the new bridge", "~a wooden boat|a wooden ship"],
        );
        case(
            &["a wooden boat", "the old bridge"],
            &["the new bridge", "1993"],
            &["-a wooden boat", "~the old bridge|the new bridge", "+1993"],
        );
    }

    #[test]
    fn the_likest_of_several_is_the_partner() {
        case(
            &["the old stone bridge"],
            &["the cat", "the old stone bridges"],
            &["+the cat", "~the old stone bridge|the old stone bridges"],
        );
    }

    #[test]
    fn a_block_too_large_to_compare_is_taken_in_order() {
        let olds = vec!["milk"; 101];
        let news = vec!["1993"; 100];
        let mut expected = vec!["~milk|1993"; 100];
        expected.push("-milk");
        case(&olds, &news, &expected);
    }
}
