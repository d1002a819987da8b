//! The `similarity` room.

pub(crate) mod bit_lcs;
pub(crate) mod common_ends;
pub mod estimate;
pub(crate) mod wikidiff2;
