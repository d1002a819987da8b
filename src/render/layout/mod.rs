//! The `layout` room.

pub(crate) mod collapse;
pub(crate) mod foot;
pub(crate) mod gutter;
pub(crate) mod head;
pub(crate) mod items;
pub(crate) mod rule;
pub(crate) mod too_different;
