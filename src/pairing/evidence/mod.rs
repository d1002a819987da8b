//! The `evidence` room.

pub(crate) mod alternatives;
pub(crate) mod anomalies;
pub(crate) mod byte_check;
pub(crate) mod byte_delta;
pub(crate) mod hard_wrap;
pub(crate) mod line_bytes;
pub(crate) mod messages;
