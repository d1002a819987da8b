//! A simulator of the wiki and of the browser: random pages, the tables that MediaWiki's two engines print for them,
//! what is copied of those, and a judge who knows the truth.
//!
//! ```text
//! pages ──engine──▶ table ──copy──▶ paste ──wikidiff──▶ reading ──judge──▶ verdict
//! ```

pub(crate) mod bytes;
pub(crate) mod copy;
pub(crate) mod cover;
pub(crate) mod engine;
pub(crate) mod judge;
pub(crate) mod made;
pub(crate) mod pages;
pub(crate) mod show;
pub(crate) mod simulated;
pub(crate) mod ways;
