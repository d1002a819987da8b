//! A longest common subsequence, 64 table cells at a time.
//!
//! Exact, and cheap where the sequences differ a lot (Crochemore and others 2001; the trace back as in Hyyrö 2004). A
//! row of the table is a row of bits; an addition makes the next row.

use crate::model::Sides;

/// Table cells in a machine word.
const BITS: usize = 64;

/// Finds a longest common subsequence: pairs of positions, in order.
///
/// Takes one bit of memory for each pair of items.
pub(crate) fn longest_common_subsequence<T: Copy + Ord>(items: Sides<&[T]>) -> Vec<Sides<usize>> {
    let width = items.new.len().div_ceil(BITS);
    let positions = sorted_positions(items.new);
    let mut rows: Vec<u64> = Vec::with_capacity(width * (items.old.len() + 1));
    rows.resize(width, u64::MAX);
    // The old items that both have: those of most lines are few, and the others change no row.
    let mut shared: Vec<usize> = Vec::with_capacity(items.old.len());
    for (old, item) in items.old.iter().enumerate() {
        let first = positions.partition_point(|position| position.0 < *item);
        let equal = positions[first..].iter().take_while(|position| position.0 == *item);
        let equal = equal.map(|position| position.1);
        if equal.clone().next().is_some() {
            rows.extend_from_within(shared.len() * width..);
            shared.push(old);
            advance_row(&mut rows[shared.len() * width..], equal);
        }
    }
    let mut pairs = trace_back(&rows, Sides::new(shared.len(), items.new.len()));
    for pair in &mut pairs {
        pair.old = shared[pair.old];
    }
    pairs
}

/// The items with their positions, sorted by item.
fn sorted_positions<T: Copy + Ord>(items: &[T]) -> Vec<(T, usize)> {
    let mut positions: Vec<_> = items.iter().enumerate().map(|(at, item)| (*item, at)).collect();
    positions.sort_unstable();
    positions
}

/// Turns a row into the next one. A clear bit is a position where the common subsequence grows by one.
fn advance_row(row: &mut [u64], positions: impl Iterator<Item = usize>) {
    let mut positions = positions.peekable();
    let Some(&first) = positions.peek() else { return };
    let mut carry = false;
    for (word, bits) in row.iter_mut().enumerate().skip(first / BITS) {
        let mut mask = 0;
        while let Some(position) = positions.next_if(|position| position / BITS == word) {
            mask |= 1 << (position % BITS);
        }
        let (sum, over) = bits.overflowing_add(*bits & mask);
        let (sum, over_by_carry) = sum.overflowing_add(u64::from(carry));
        carry = over || over_by_carry;
        *bits = sum | (*bits & !mask);
    }
}

fn trace_back(rows: &[u64], counts: Sides<usize>) -> Vec<Sides<usize>> {
    let width = counts.new.div_ceil(BITS);
    let grows = |old: usize, new: usize| rows[old * width + new / BITS] >> (new % BITS) & 1 == 0;
    let (mut old, mut new) = (counts.old, counts.new);
    let mut pairs = Vec::new();
    while old > 0 && new > 0 {
        if !grows(old, new - 1) {
            new -= 1;
        } else if grows(old - 1, new - 1) {
            old -= 1;
        } else {
            (old, new) = (old - 1, new - 1);
            pairs.push(Sides::new(old, new));
        }
    }
    pairs.reverse();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The length of a longest common subsequence, by the textbook method.
    fn length(old: &[u64], new: &[u64]) -> usize {
        let mut row = vec![0; new.len() + 1];
        for name in old {
            let mut diagonal = 0;
            for at in 1..row.len() {
                let above = row[at];
                row[at] = if new[at - 1] == *name { diagonal + 1 } else { above.max(row[at - 1]) };
                diagonal = above;
            }
        }
        row[new.len()]
    }

    proptest! {
        #![proptest_config(crate::proptest_config())]

        #[test]
        fn subsequence_is_common_and_longest(
            old in prop::collection::vec(0..5_u64, 0..200),
            new in prop::collection::vec(0..5_u64, 0..200),
        ) {
            let pairs = longest_common_subsequence(Sides { old: &old, new: &new });
            prop_assert!(pairs.iter().all(|pair| old[pair.old] == new[pair.new]));
            prop_assert!(pairs.windows(2).all(|two| two[0].old < two[1].old && two[0].new < two[1].new));
            prop_assert_eq!(pairs.len(), length(&old, &new));
        }
    }
}
