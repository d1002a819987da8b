//! The `lines` room.

pub(crate) mod double_spacing;
pub(crate) mod indentation;
pub(crate) mod line_endings;
pub(crate) mod unwrap_lines;
