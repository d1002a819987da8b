//! Matching of old lines with new lines by a measure of what they have in common.
//!
//! ```text
//! align_lines   old  a   b   c         pairs in order, the largest sum
//!                    │    ╲
//!               new  a'  x  b'
//!
//! match_moves   old  a   b             pairs in any order, the most similar pair first
//!                     ╲ ╱
//!                     ╱ ╲
//!               new  b'  a'
//! ```

use crate::model::Sides;

/// An old line and a new line by their indices.
pub(crate) type IndexPair = Sides<usize>;

/// Pairs of lines in the order of both sides.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct LineAlignment {
    /// The pairs, top to bottom.
    pub pairs: Vec<IndexPair>,
    /// The sum of the weights of the pairs.
    pub weight: f64,
}

/// Finds the pairs, both sides in order, whose weights add up to most. Lines with the weight 0 are not paired.
///
/// Takes time and memory in proportion to the product of the two `lengths`; callers bound it.
pub(crate) fn align_lines(lengths: Sides<usize>, mut weight: impl FnMut(IndexPair) -> f64) -> LineAlignment {
    let Sides { old: olds, new: news } = lengths;

    // The largest sum from each pair of lines to the ends, with a row and a column of zeros after the last lines.
    let width = news + 1;
    let mut weights = vec![0.0_f64; olds * news];
    for old in 0..olds {
        for new in 0..news {
            weights[old * news + new] = weight(Sides::new(old, new));
        }
    }
    let mut best = vec![0.0_f64; (olds + 1) * width];
    for old in (0..olds).rev() {
        for new in (0..news).rev() {
            let at = old * width + new;
            let paired = best[at + width + 1] + weights[old * news + new];
            best[at] = paired.max(best[at + width]).max(best[at + 1]);
        }
    }

    // The walk along the largest sums. A line is passed if nothing is lost by that.
    let mut pairs = Vec::new();
    let (mut old, mut new) = (0, 0);
    while old < olds && new < news {
        let at = old * width + new;
        if best[at] <= best[at + width] {
            old += 1;
        } else if best[at] <= best[at + 1] {
            new += 1;
        } else {
            pairs.push(Sides::new(old, new));
            old += 1;
            new += 1;
        }
    }
    LineAlignment { pairs, weight: best[0] }
}

/// Pairs lines by similarity: the most similar pair first, each line once. Of equally similar pairs, the first in the
/// order of the old side wins. Lines whose similarity is `None` are not paired.
///
/// Takes time and memory in proportion to the product of the two `lengths`; callers bound it.
pub(crate) fn match_moves(
    lengths: Sides<usize>,
    mut similarity: impl FnMut(IndexPair) -> Option<f64>,
) -> Vec<IndexPair> {
    let mut candidates = Vec::new();
    for old in 0..lengths.old {
        for new in 0..lengths.new {
            let pair = Sides::new(old, new);
            candidates.extend(similarity(pair).map(|similarity| (similarity, pair)));
        }
    }
    // The sort is stable, so equally similar pairs keep their order.
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut is_taken = lengths.map(|length| vec![false; length]);
    let mut pairs = Vec::new();
    for (_, pair) in candidates {
        if !is_taken.old[pair.old] && !is_taken.new[pair.new] {
            is_taken.old[pair.old] = true;
            is_taken.new[pair.new] = true;
            pairs.push(pair);
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weight_of(weights: &[&[f64]]) -> impl Fn(IndexPair) -> f64 {
        move |pair| weights[pair.old][pair.new]
    }

    #[test]
    fn aligns_the_pairs_with_the_largest_sum() {
        let weights: &[&[f64]] = &[&[1.0, 3.0], &[0.0, 2.5]];
        let found = align_lines(Sides::new(2, 2), weight_of(weights));
        assert_eq!(found.pairs, [Sides::new(0, 0), Sides::new(1, 1)]);
        assert!((found.weight - 3.5).abs() < f64::EPSILON);
    }

    #[test]
    fn aligns_no_lines_with_the_weight_zero() {
        assert_eq!(align_lines(Sides::new(2, 1), |_| 0.0), LineAlignment::default());
        assert_eq!(align_lines(Sides::new(0, 3), |_| 1.0), LineAlignment::default());
    }

    #[test]
    fn matches_the_most_similar_pair_first() {
        let weights: &[&[f64]] = &[&[0.6, 0.9], &[0.5, 0.8]];
        let similarity = |pair: IndexPair| Some(weights[pair.old][pair.new]);
        assert_eq!(match_moves(Sides::new(2, 2), similarity), [Sides::new(0, 1), Sides::new(1, 0)]);
    }

    #[test]
    fn matches_the_first_of_equally_similar_pairs() {
        assert_eq!(match_moves(Sides::new(2, 1), |_| Some(0.5)), [Sides::new(0, 0)]);
        assert_eq!(match_moves(Sides::new(1, 2), |pair| (pair.new == 1).then_some(0.5)), [Sides::new(0, 1)]);
    }
}
