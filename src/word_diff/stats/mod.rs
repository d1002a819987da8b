//! The counts of a diff for the reader: rows, words and characters, and the elements of wikitext that were added or removed.
//!
//! ```text
//! Diff<Marked> ──totals────────▶ 2 changed, 1 added · 6 words added
//!                change_class ─▶ 1 link added, 1 date changed · only punctuation
//!                marked_tokens   the tokens that a mark overlaps, for both
//!                elements        the links, templates, references, … of a line
//! ```

pub(crate) mod change_class;
pub(crate) mod elements;
pub(crate) mod marked_tokens;
pub(crate) mod totals;
