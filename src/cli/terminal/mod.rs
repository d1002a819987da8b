//! The `terminal` room.

#[cfg(unix)]
pub(crate) mod bracketed_paste;
pub(crate) mod environment;
pub(crate) mod raw_mode;
#[cfg(unix)]
pub(crate) mod signals;
pub(crate) mod style;
pub(crate) mod themes;
