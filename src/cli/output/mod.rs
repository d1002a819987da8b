//! The output: formats, destinations, the pager, and messages.
//!
//! ```text
//! Diff ─▶ format ─▶ destination ─┬─▶ standard output
//!            │          ▲        ├─▶ pager          ◀─ paging
//!            ▼          │        └─▶ atomic_file
//!         messages ─────┴───────────▶ stderr
//! ```

pub(crate) mod atomic_file;
pub(crate) mod destination;
pub(crate) mod format;
pub(crate) mod messages;
pub(crate) mod pager;
pub(crate) mod paging;
pub(crate) mod stderr;
