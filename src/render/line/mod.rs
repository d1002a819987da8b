//! The `line` room.

pub(crate) mod focus;
pub(crate) mod interleave;
pub(crate) mod links;
pub(crate) mod painter;
pub(crate) mod paragraph;
pub(crate) mod segments;
