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
//! use wikidiff::words::compare;
//!
//! let changed = compare("a [[link]]", "a link").changed;
//! assert_eq!(changed.old.as_slice(), [2..4, 8..10]);
//! assert!(changed.new.is_empty());
//! ```

pub(crate) mod bytes;
pub mod likeness;
pub mod seam;
pub mod summary;
pub mod token;
pub mod wikitext;

mod align;
mod bits;
mod changed;
mod cluster;
mod code;
mod compare;
mod cost;
mod count;
mod date;
mod engine;
mod inside;
mod letter;
mod mark;
mod number;
mod only;
mod refine;
mod region;
mod sequence;
mod syntax;
mod totals;
mod touched;
mod unspaced;
mod window;

pub use compare::{Comparison, Depth, compare, compare_in};
pub use mark::mark;
pub use syntax::Syntax;
pub use totals::{Totals, totals};
