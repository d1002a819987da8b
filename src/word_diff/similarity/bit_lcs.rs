//! A longest common subsequence, sixty-four cells at a time.
//!
//! Exact, and cheap where the number of differences is large (Crochemore and others 2001; the way back as in
//! Hyyrö 2004): a row of the table is a row of bits, and its successor is an addition away.

use crate::model::Sides;

/// Cells in a machine word.
const BITS: usize = 64;

/// The places of a longest common subsequence of two sequences, in order.
///
/// Takes one bit of memory for each pair of members.
pub(crate) fn common(names: Sides<&[u64]>) -> Vec<Sides<usize>> {
    let width = names.new.len().div_ceil(BITS);
    let places = places(names.new);
    let mut rows: Vec<u64> = Vec::with_capacity(width * (names.old.len() + 1));
    rows.resize(width, u64::MAX);
    for (old, name) in names.old.iter().enumerate() {
        rows.extend_from_within(old * width..);
        let first = places.partition_point(|place| place.0 < *name);
        let own = places[first..].iter().take_while(|place| place.0 == *name);
        advance(&mut rows[(old + 1) * width..], own.map(|place| place.1));
    }
    way_back(&rows, names.map(<[u64]>::len))
}

/// The members with their places, in order.
fn places(names: &[u64]) -> Vec<(u64, usize)> {
    let mut places: Vec<_> = names.iter().enumerate().map(|(at, name)| (*name, at)).collect();
    places.sort_unstable();
    places
}

/// The next row: a clear bit is a place where the common subsequence grows by one.
fn advance(row: &mut [u64], places: impl Iterator<Item = usize>) {
    let mut places = places.peekable();
    let Some(&first) = places.peek() else { return };
    let mut carry = false;
    for (word, bits) in row.iter_mut().enumerate().skip(first / BITS) {
        let mut mask = 0;
        while let Some(place) = places.next_if(|place| place / BITS == word) {
            mask |= 1 << (place % BITS);
        }
        let (sum, over) = bits.overflowing_add(*bits & mask);
        let (sum, over_by_carry) = sum.overflowing_add(u64::from(carry));
        carry = over || over_by_carry;
        *bits = sum | (*bits & !mask);
    }
}

fn way_back(rows: &[u64], counts: Sides<usize>) -> Vec<Sides<usize>> {
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

    /// The length of a longest common subsequence, by the textbook.
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
        #[test]
        fn it_is_common_and_as_long_as_can_be(
            old in prop::collection::vec(0..5_u64, 0..200),
            new in prop::collection::vec(0..5_u64, 0..200),
        ) {
            let pairs = common(Sides { old: &old, new: &new });
            prop_assert!(pairs.iter().all(|pair| old[pair.old] == new[pair.new]));
            prop_assert!(pairs.windows(2).all(|two| two[0].old < two[1].old && two[0].new < two[1].new));
            prop_assert_eq!(pairs.len(), length(&old, &new));
        }
    }
}
