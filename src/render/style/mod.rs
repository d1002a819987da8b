//! The `style` room.

pub mod stylesheet;
pub mod theme;
pub(crate) mod view;
