//! Lines that were split, or joined: the long line stands beside its first part, and the other parts follow.
//!
//! ```text
//! ~ It rises on the moor. Its valley is green.│It rises on the moor.
//! +                                           │
//! +                                           │Its valley is green.
//! ```
//!
//! The likest partner of a line that was split is its longest part, wherever that stands; from the first part on the
//! text reads on in both columns.

use super::edit::Place;
use crate::model::Sides;
use crate::word_diff::similarity::common_ends::common_prefix;
use crate::word_diff::similarity::estimate::is_similar_to_reader;

/// A part is the beginning of the long line up to this share of its own length: a full stop may have changed.
const SHARE: f64 = 0.8;

/// A first part shorter than this, in bytes, is no text that was split, but markup: `|-`, `*`; unless nothing but the
/// break came or went.
const MIN_PART_LEN: usize = 16;

/// How alike the rest of the long line is to the parts that follow.
const ALIKE: f64 = 0.6;

/// Moves each pair whose line was split, or joined, to the first part.
pub(crate) fn to_first_parts(lines: Sides<&[&str]>, pairs: &mut [Place]) {
    let mut from = Sides::new(0, 0);
    for pair in pairs {
        let (old, new) = (lines.old[pair.old], lines.new[pair.new]);
        if let Some(part) = first_part(old, &lines.new[from.new..=pair.new]) {
            pair.new = from.new + part;
        } else if let Some(part) = first_part(new, &lines.old[from.old..=pair.old]) {
            pair.old = from.old + part;
        }
        from = pair.map(|index| index + 1);
    }
}

/// The first of the parts if they make up the long line, the last of which is its partner so far.
fn first_part(long: &str, parts: &[&str]) -> Option<usize> {
    let first = parts.iter().position(|part| !part.trim_ascii().is_empty())?;
    let (part, rest) = (parts[first], &parts[first + 1..]);
    let [.., last] = rest else { return None };
    let equal = common_prefix(long.as_bytes(), part.as_bytes());
    let after = (part.len()..=long.len()).find_map(|at| long.get(at..))?.trim_ascii_start();
    if equal == part.len() && after == *last {
        return Some(first);
    }
    let is_beginning = is_share(equal, part.len()) && (MIN_PART_LEN..long.len()).contains(&part.len());
    (is_beginning && is_similar_to_reader(after, last, ALIKE)).then_some(first)
}

#[expect(clippy::cast_precision_loss, reason = "exact below 2⁵³")]
fn is_share(part: usize, whole: usize) -> bool {
    part as f64 >= whole as f64 * SHARE
}
