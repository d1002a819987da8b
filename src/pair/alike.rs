//! How alike the engine finds two lines of a hunk.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::model::Cell;
use crate::words::likeness::{engine_similarity, has_likeness};

use super::cost;
use super::offer::Piece;

/// How alike the engine finds the lines of a hunk, two by two: found once, though more than one grammar is tried.
#[derive(Debug, Default)]
pub(super) struct Alike(RefCell<HashMap<(Piece, Piece), f64>>);

impl Alike {
    /// How alike an old and a new line are.
    pub(super) fn of(&self, pieces: (Piece, Piece), cells: &[Cell<'_>]) -> f64 {
        let (old, new) = pieces;
        *self.0.borrow_mut().entry(pieces).or_insert_with(|| similarity(old.text(cells), new.text(cells)))
    }
}

/// How alike the engine finds two lines. The cheap measure is never less, so most neighbours are told apart by it.
fn similarity(old: &str, new: &str) -> f64 {
    if has_likeness(old, new, cost::THRESHOLD / 2.0) { engine_similarity(old, new) } else { 0.0 }
}
