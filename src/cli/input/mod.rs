//! The `input` room.

pub(crate) mod clipboard;
pub(crate) mod fetch;
pub(crate) mod fetch_request;
pub(crate) mod loaded;
pub(crate) mod opening;
pub(crate) mod reading;
pub(crate) mod source;
#[cfg(feature = "network")]
pub(crate) mod wiki;
