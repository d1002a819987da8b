//! How alike the engine finds two lines of a hunk.

use std::cell::RefCell;

use imara_diff::Interner;

use crate::parse::sheet::Cell;
use crate::word_diff::similarity::estimate::{is_similar, wikidiff2_similarity};

use crate::pairing::cost;
use crate::pairing::grammar::candidates::Piece;

/// How alike the engine finds the lines of a hunk, two by two: found once, though more than one grammar is tried.
#[derive(Default)]
pub(crate) struct Alike(RefCell<Known>);

/// The pairs that were looked at, and what was found of each, by its number.
struct Known {
    pairs: Interner<(Piece, Piece)>,
    found: Vec<f64>,
}

impl Default for Known {
    fn default() -> Self {
        Self { pairs: Interner::new(0), found: Vec::new() }
    }
}

impl Alike {
    /// How alike an old and a new line are.
    pub(crate) fn of(&self, pieces: (Piece, Piece), cells: &[Cell<'_>]) -> f64 {
        let Known { pairs, found } = &mut *self.0.borrow_mut();
        let pair = pairs.intern(pieces).0 as usize;
        if let Some(alike) = found.get(pair) {
            return *alike;
        }
        let (old, new) = pieces;
        let alike = similarity(old.text(cells), new.text(cells));
        found.push(alike);
        alike
    }
}

/// How alike the engine finds two lines. The cheap measure is never less, so most neighbours are told apart by it.
fn similarity(old: &str, new: &str) -> f64 {
    if is_similar(old, new, cost::THRESHOLD / 2.0) { wikidiff2_similarity(old, new) } else { 0.0 }
}
