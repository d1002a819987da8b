//! The `align` room.

pub(crate) mod affine_alignment;
pub(crate) mod anchored;
pub(crate) mod cost;
pub(crate) mod regions;
pub(crate) mod sequence;
pub(crate) mod single_edit;
