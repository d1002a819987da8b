//! The `grammar` room.

pub(crate) mod candidates;
pub(crate) mod constraints;
pub(crate) mod engine;
