//! The readings of all hunks together: the byte change is stated for the whole page.
//!
//! Each hunk offers for every net number of bytes its likeliest reading and a second one. Joined hunk by hunk, they
//! give the same for the whole diff, so that the paste's byte change picks the readings that pass.

use super::{Found, Reading, keep_two};
use crate::pairing::cost::{Cost, WINDOW};

/// The most sums made of one more hunk, about 40 bytes each; real pages have a few thousand. Where there would be
/// more, the unlikeliest are left out, and nothing is proved.
const MAX_SUMS: usize = 200_000;

/// One reading of the whole diff: for each hunk the index of its reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Whole {
    /// Which reading of each hunk.
    pub(crate) choices: Vec<usize>,
    /// New minus old, in bytes.
    pub(crate) bytes: i64,
    /// How unlikely it is.
    pub(crate) cost: Cost,
    /// Stands for the lines with text on each side.
    pub(crate) signature: u64,
}

/// The readings of the whole diff that pass, the likeliest first: at most one for each signature.
#[derive(Debug)]
pub(crate) struct Joined {
    /// The readings that pass the byte change.
    pub(crate) passing: Vec<Whole>,
    /// The likeliest of those that pass at a price, which its cost holds.
    pub(crate) near: Option<Whole>,
    /// The likeliest reading, whether it passes or not.
    pub(crate) likeliest: Option<Whole>,
    /// Where every reading ends that was not left out, whether it passes or not.
    pub(crate) endings: Vec<Ending>,
    /// Whether nothing was left out.
    pub(crate) is_complete: bool,
}

/// What a reading of the whole diff comes to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ending {
    /// New minus old, in bytes.
    pub(crate) bytes: i64,
    /// How unlikely it is.
    pub(crate) cost: Cost,
    /// Stands for the lines with text on each side.
    pub(crate) signature: u64,
}

#[derive(Clone, Copy)]
struct Sum {
    bytes: i64,
    cost: Cost,
    signature: u64,
    before: usize,
    choice: usize,
}

/// Joins the hunks; `price` says at what price a net number of bytes passes: for nothing if it is right.
pub(crate) fn join(found: &[Found], price: impl Fn(i64) -> Option<Cost>) -> Joined {
    let mut levels: Vec<Vec<Sum>> = Vec::with_capacity(found.len());
    let mut is_complete = found.iter().all(|hunk| hunk.is_complete);
    let start = vec![Sum { bytes: 0, cost: 0, signature: 1, before: 0, choice: 0 }];
    for hunk in found {
        let (sums, left_out) = sums(levels.last().unwrap_or(&start), hunk);
        is_complete &= !left_out;
        levels.push(sums);
    }
    let last = levels.last().unwrap_or(&start);
    let priced = last.iter().enumerate().filter_map(|(index, sum)| Some((price(sum.bytes)?, index)));
    let (mut passing, at_a_price): (Vec<_>, Vec<_>) = priced.partition(|(price, _)| *price == 0);
    passing.sort_by_key(|&(_, index)| last[index].cost);
    let mut seen = Vec::new();
    passing.retain(|&(_, index)| {
        let is_new = !seen.contains(&last[index].signature);
        seen.push(last[index].signature);
        is_new
    });
    let near = at_a_price.into_iter().min_by_key(|&(price, index)| last[index].cost + price);
    let likeliest = (0..last.len()).min_by_key(|&index| last[index].cost).map(|index| whole(&levels, index));
    Joined {
        passing: passing.into_iter().map(|(_, index)| whole(&levels, index)).collect(),
        near: near.map(|(price, index)| whole(&levels, index).dearer_by(price)),
        likeliest: likeliest.filter(|_| !found.is_empty()),
        endings: last
            .iter()
            .map(|&Sum { bytes, cost, signature, .. }| Ending { bytes, cost, signature })
            .collect(),
        is_complete,
    }
}

/// Every sum of one more hunk within the window of the likeliest: for each number of bytes the likeliest two that
/// differ in their sides. Also says whether some were left out.
fn sums(before: &[Sum], hunk: &Found) -> (Vec<Sum>, bool) {
    let mut order: Vec<usize> = (0..before.len()).collect();
    order.sort_unstable_by_key(|&index| before[index].cost);
    let mut choices: Vec<usize> = (0..hunk.readings.len()).collect();
    choices.sort_unstable_by_key(|&choice| hunk.readings[choice].cost);
    let least = |costs: Option<Cost>| costs.unwrap_or(0);
    let limit = least(order.first().map(|&index| before[index].cost))
        + least(choices.first().map(|&choice| hunk.readings[choice].cost))
        + WINDOW;
    let mut sums = Vec::new();
    for &choice in &choices {
        let reading = &hunk.readings[choice];
        let fitting = order.iter().take_while(|&&index| before[index].cost + reading.cost <= limit);
        sums.extend(fitting.map(|&index| before[index].with(index, choice, reading)));
        if sums.len() > MAX_SUMS {
            break;
        }
    }
    let left_out = sums.len() > MAX_SUMS;
    sums.sort_unstable_by_key(|sum| (sum.bytes, sum.cost, sum.signature));
    keep_two(&mut sums, |sum| sum.bytes, |sum| sum.signature);
    (sums, left_out)
}

impl Whole {
    fn dearer_by(self, price: Cost) -> Self {
        Self { cost: self.cost + price, ..self }
    }
}

impl Sum {
    fn with(&self, before: usize, choice: usize, reading: &Reading) -> Self {
        Self {
            bytes: self.bytes + reading.bytes,
            cost: self.cost + reading.cost,
            signature: self.signature.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(17) ^ reading.signature,
            before,
            choice,
        }
    }
}

fn whole(levels: &[Vec<Sum>], last: usize) -> Whole {
    let mut choices = vec![0; levels.len()];
    let mut index = last;
    for (level, sums) in levels.iter().enumerate().rev() {
        choices[level] = sums[index].choice;
        index = sums[index].before;
    }
    let end = levels.last().and_then(|sums| sums.get(last));
    Whole {
        choices,
        bytes: end.map_or(0, |sum| sum.bytes),
        cost: end.map_or(0, |sum| sum.cost),
        signature: end.map_or(0, |sum| sum.signature),
    }
}
