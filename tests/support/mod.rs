//! A simulator of the wiki and of the browser: random pages, the tables that MediaWiki's two engines print for them,
//! the copies of these tables, and a scorer that knows the truth.
//!
//! ```text
//! pages ──engine──▶ table ──copy──▶ paste ──wikidiff──▶ reading ──score──▶ verdict
//! ```

pub(crate) mod bytes;
pub(crate) mod copy;
pub(crate) mod copy_styles;
pub(crate) mod coverage;
pub(crate) mod edits;
pub(crate) mod engine;
pub(crate) mod exchanged;
pub(crate) mod generators;
pub(crate) mod pages;
pub(crate) mod real_engine;
pub(crate) mod scoring;
pub(crate) mod show;
pub(crate) mod simulated;
pub(crate) mod text_tables;
