//! Alignment of a block of old and new lines whose sides are known, but not their rows.

use crate::model::{Change, Line, Row, Sides};
use crate::parse::sheet::Cell;
use crate::word_diff::similarity::estimate::similarity;
use crate::word_diff::similarity::matching::{IndexPair, align_lines};

/// The similarity above which two lines are one changed line: the threshold of wikidiff2
/// (`wikidiff2.change_threshold`).
const CHANGE_THRESHOLD: f64 = 0.2;

/// Maximum number of pairs of lines that are compared. Lines of larger blocks are paired in order.
const MAX_COMPARED: usize = 10_000;

/// Aligns the lines of a block into rows, and empties the block.
pub(crate) fn align_block<'a>(block: &mut Sides<Vec<Cell<'a>>>, rows: &mut Vec<Row<Line<'a>>>) {
    if block.old.is_empty() && block.new.is_empty() {
        return;
    }
    let pairs = pair_lines(block);
    let mut old = std::mem::take(&mut block.old).into_iter().enumerate().peekable();
    let mut new = std::mem::take(&mut block.new).into_iter().enumerate().peekable();
    let end = Sides::new(usize::MAX, usize::MAX);
    for pair in pairs.into_iter().chain([end]) {
        while let Some((_, cell)) = old.next_if(|(index, _)| *index < pair.old) {
            rows.push(Row::new(Change::Removed(cell.text), cell.line));
        }
        while let Some((_, cell)) = new.next_if(|(index, _)| *index < pair.new) {
            rows.push(Row::new(Change::Added(cell.text), cell.line));
        }
        if let (Some((_, old)), Some((_, new))) = (old.next(), new.next()) {
            rows.push(Row::new(Change::Changed(Sides::new(old.text, new.text)), old.line));
        }
    }
}

/// Pairs the lines of a block, both sides in order, with the greatest sum of similarities.
fn pair_lines(block: &Sides<Vec<Cell<'_>>>) -> Vec<IndexPair> {
    let lengths = block.as_ref().map(Vec::len);
    if lengths.old * lengths.new > MAX_COMPARED {
        return (0..lengths.old.min(lengths.new)).map(|index| Sides::new(index, index)).collect();
    }
    align_lines(lengths, |pair| {
        let similarity = similarity(&block.old[pair.old].text, &block.new[pair.new].text);
        if similarity > CHANGE_THRESHOLD { similarity } else { 0.0 }
    })
    .pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Side;
    use crate::pairing::tests::shown;

    #[track_caller]
    fn case(old: &[&str], new: &[&str], expected: &[&str]) {
        let cells = |texts: &[&str], side| {
            let cell =
                |(line, text): (u32, &&str)| Cell { side: Some(side), ..Cell::new((*text).to_owned(), line) };
            (1..).zip(texts).map(cell).collect::<Vec<_>>()
        };
        let mut block = Sides::new(cells(old, Side::Old), cells(new, Side::New));
        let mut rows = Vec::new();
        align_block(&mut block, &mut rows);
        assert_eq!(shown(&rows), expected);
        assert!(block.old.is_empty() && block.new.is_empty(), "the block is emptied");
    }

    #[test]
    fn pairs_similar_lines_and_no_others() {
        case(&["the old bridge"], &["the new bridge"], &["~the old bridge|the new bridge"]);
        case(&["milk and rennet"], &["1993"], &["-milk and rennet", "+1993"]);
        case(&["milk"], &[], &["-milk"]);
        case(&[], &["milk"], &["+milk"]);
        case(&[], &[], &[]);
    }

    #[test]
    fn keeps_the_order_of_both_sides() {
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
    fn pairs_a_line_with_the_most_similar_of_several() {
        case(
            &["the old stone bridge"],
            &["the cat", "the old stone bridges"],
            &["+the cat", "~the old stone bridge|the old stone bridges"],
        );
    }

    #[test]
    fn pairs_the_lines_of_a_large_block_in_order() {
        let olds = vec!["milk"; 101];
        let news = vec!["1993"; 100];
        let mut expected = vec!["~milk|1993"; 100];
        expected.push("-milk");
        case(&olds, &news, &expected);
    }
}
