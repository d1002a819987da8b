//! Similarity of two lines of a hunk, by the engine's measure.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use crate::parse::sheet::Cell;
use crate::word_diff::similarity::estimate::{is_similar, wikidiff2_similarity};

use crate::pairing::cost::CHANGE_THRESHOLD;
use crate::pairing::grammar::candidates::CellSlice;

/// Similarities of the pairs of lines of one hunk. Both grammars ask for the same pairs, and each is computed once.
#[derive(Default)]
pub(crate) struct SimilarityCache(RefCell<FxHashMap<(CellSlice, CellSlice), f64>>);

impl SimilarityCache {
    /// Returns the similarity of an old and a new line.
    pub(crate) fn similarity(&self, old: CellSlice, new: CellSlice, cells: &[Cell<'_>]) -> f64 {
        *self.0.borrow_mut().entry((old, new)).or_insert_with(|| similarity(old.text(cells), new.text(cells)))
    }
}

/// Computes the engine's similarity. The cheap estimate is never less, and it rules out most neighbours.
fn similarity(old: &str, new: &str) -> f64 {
    if is_similar(old, new, CHANGE_THRESHOLD / 2.0) { wikidiff2_similarity(old, new) } else { 0.0 }
}
