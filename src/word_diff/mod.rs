//! Which words of a changed row are old and which are new.
//!
//! ```text
//! two lines ──region──▶ the stretches that differ, with some equal text around
//!               only ───▶ the edit of one, if it can be marked in one way only; else
//!           sequence──▶ its tokens, with names and costs
//!              align ───▶ edits: `similar` for what is surely common, `window` for what lies between
//!     inside, refine ───▶ changed bytes: an edit of like words cut down to the letters that differ
//! ```
//!
//! ```
//! use wikidiff::word_diff::compare;
//!
//! let changed = compare("a [[link]]", "a link").changed;
//! assert_eq!(changed.old.as_slice(), [2..4, 8..10]);
//! assert!(changed.new.is_empty());
//! ```

pub(crate) mod align;
mod compare;
mod mark;
pub(crate) mod refine;
pub mod similarity;
pub(crate) mod splits;
pub mod stats;
pub mod tokens;

pub use compare::{Granularity, LineComparison, compare, compare_in};
pub use mark::mark;
pub use stats::totals::DiffStats;
pub use tokens::content_model::ContentModel;
