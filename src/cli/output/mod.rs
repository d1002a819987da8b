//! The `output` room.

pub(crate) mod atomic_file;
pub(crate) mod beside;
pub(crate) mod destination;
pub(crate) mod format;
pub(crate) mod messages;
pub(crate) mod pager;
pub(crate) mod paging;
pub(crate) mod stderr;
