//! The changed words of a changed row, and the counts of a diff.
//!
//! ```text
//! Diff<Line> ──mark──▶ Diff<Marked> ──stats──▶ words, characters, links, … added and removed
//!               │ splits: the rows of split and joined lines
//!               ▼ compare: the two lines of each changed row
//!
//! two lines ──align/regions──────▶ the parts that differ, with some equal text around them
//!             align/single_edit ─▶ the edit of most regions, which allow one way to mark them; for the others:
//!             align/sequence ────▶ tokens with ids and costs (tokens, align/cost)
//!             align/anchored ────▶ edits: long common runs from `similar`, between them align/affine_alignment
//!             refine ────────────▶ changed bytes: edits of similar words cut down to the letters that differ
//!
//! similarity ─▶ the similarity of two lines, for pairing and line_diff
//! ```
//!
//! ```
//! use wikidiff::internals::compare;
//!
//! let changed = compare("a [[link]]", "a link").changed;
//! assert_eq!(changed.old.as_slice(), [2..4, 8..10]);
//! assert!(changed.new.is_empty());
//! ```

pub(crate) mod align;
mod compare;

pub(crate) mod ids;
mod mark;
pub(crate) mod refine;
pub(crate) mod similarity;
pub(crate) mod splits;
pub(crate) mod stats;
pub(crate) mod tokens;

pub use compare::{compare, compare_in};
pub use mark::mark;
pub(crate) use stats::totals::DiffStats;
pub use tokens::content_model::ContentModel;
