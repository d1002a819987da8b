//! The `characters` room.

pub(crate) mod entities;
pub(crate) mod mojibake;
pub(crate) mod nbsp_and_tabs;
pub(crate) mod quoted_printable;
pub(crate) mod typography;
