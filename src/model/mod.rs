//! The types of a diff, which all stages share.
//!
//! ```text
//! Diff ─ page, proof, comparison, warnings, filtered
//!   └ Hunk ─ start (line numbers), section (heading)
//!       └ Row ─ source_line, is_ambiguous, is_ignored, split
//!           └ Change ─ Context │ Changed │ Removed │ Added │ MovedFrom │ MovedTo, with one or two lines
//! ```
//!
//! A [`Diff`] holds rows with an old and a new side. It is generic over its line: a [`Line`] after pairing, a
//! [`Marked`] line after the word stage, so that the stage is in the type.

mod alternative;
mod diff;
mod engine;
mod filter_counts;
mod marked;
mod page;
mod proof;
mod reverse;
mod shape;
mod sides;
mod split;
mod warning;

pub use alternative::{Alternative, RowDifference, RowKind};
pub use diff::{Change, Diff, Hunk, NumberedRow, Row};
pub use engine::Engine;
pub(crate) use filter_counts::FilterCounts;
pub(crate) use marked::Marks;
pub use marked::{Line, Marked, Span};
pub use page::{ByteChange, FileChange, Page, PageContent, Revision};
pub use proof::{ChangeState, Comparison, InputEnd, Proof};
pub use shape::Shape;
pub use sides::{Side, Sides};
pub use split::{LineSplit, SplitPart};
pub use warning::{Warning, WarningCode};
