//! Similarity of two lines of a hunk, by the engine's measure.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use crate::parse::sheet::Cell;
use crate::word_diff::similarity::estimate::{is_similar, may_be_similar, wikidiff2_similarity};

use crate::pairing::cost::CHANGE_THRESHOLD;
use crate::pairing::grammar::candidates::CellSlice;

/// Similarities of the pairs of lines of one hunk. Both grammars ask for the same pairs, and each is computed once.
#[derive(Default)]
pub(crate) struct SimilarityCache(RefCell<FxHashMap<(CellSlice, CellSlice), f64>>);

impl SimilarityCache {
    /// Frees the cache.
    pub(crate) fn clear(&self) {
        self.0.take();
    }

    /// Returns the similarity of an old and a new line.
    pub(crate) fn similarity(&self, old: CellSlice, new: CellSlice, cells: &[Cell<'_>]) -> f64 {
        *self.0.borrow_mut().entry((old, new)).or_insert_with(|| similarity(old.text(cells), new.text(cells)))
    }
}

/// Maximum product of the lengths of two lines that the engine's measure is computed for at once. Beyond it, counting the
/// common words of two unlike lines is faster.
const MAX_COMPARED_AT_ONCE: usize = 1 << 24;

/// Computes the engine's similarity. The cheap estimates are never less, and they rule out unlike neighbours.
fn similarity(old: &str, new: &str) -> f64 {
    let is_long = old.len().saturating_mul(new.len()) > MAX_COMPARED_AT_ONCE;
    let is_possible = if is_long { is_similar } else { may_be_similar };
    if is_possible(old, new, CHANGE_THRESHOLD / 2.0) { wikidiff2_similarity(old, new) } else { 0.0 }
}
