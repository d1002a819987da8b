//! Split and joined lines: the long line is paired with its first part, and the other parts follow.
//!
//! ```text
//! ~ It rises on the moor. Its valley is green.│It rises on the moor.
//! +                                           │
//! +                                           │Its valley is green.
//! ```
//!
//! By similarity, a line that was split is paired with its longest part, wherever that stands. From its first part on,
//! the text reads on in both columns.

use crate::model::Sides;
use crate::word_diff::similarity::common_ends::common_prefix;
use crate::word_diff::similarity::estimate::is_similar_to_reader;
use crate::word_diff::similarity::matching::IndexPair;

/// The least share of a part with which the long line must begin: a full stop may have changed.
const MIN_COMMON_SHARE: f64 = 0.8;

/// The least bytes of a first part, since `|-` or `*` are markup that begins many lines. A clean split has no such limit.
const MIN_PART_LEN: usize = 16;

/// The least similarity of the rest of the long line and its last part.
const MIN_SIMILARITY: f64 = 0.6;

/// Moves each pair whose line was split or joined to the first part.
pub(crate) fn move_to_first_parts(lines: Sides<&[&str]>, pairs: &mut [IndexPair]) {
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

/// The index of the first part, if the lines are the parts of the long line. The last part is its partner so far.
fn first_part(long: &str, parts: &[&str]) -> Option<usize> {
    let first = parts.iter().position(|part| !part.trim_ascii().is_empty())?;
    let (part, rest) = (parts[first], &parts[first + 1..]);
    let [.., last] = rest else { return None };
    let equal = common_prefix(long.as_bytes(), part.as_bytes());
    let after = (part.len()..=long.len()).find_map(|at| long.get(at..))?.trim_ascii_start();
    if equal == part.len() && after == *last {
        return Some(first);
    }
    let begins = has_min_share(equal, part.len()) && (MIN_PART_LEN..long.len()).contains(&part.len());
    (begins && is_similar_to_reader(after, last, MIN_SIMILARITY)).then_some(first)
}

#[expect(clippy::cast_precision_loss, reason = "exact below 2⁵³")]
fn has_min_share(equal: usize, length: usize) -> bool {
    equal as f64 >= length as f64 * MIN_COMMON_SHARE
}
