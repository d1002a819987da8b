//! The `stats` room.

pub mod change_class;
pub mod elements;
pub(crate) mod marked_tokens;
pub(crate) mod totals;
