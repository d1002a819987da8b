//! The `style` room.

pub(crate) mod stylesheet;
pub(crate) mod theme;
pub(crate) mod view;
