//! Properties of every paste, checked with simulated pages, damaged pastes and the fixtures.
//!
//! The long run is left out of ordinary runs:
//! `cargo test --release --test properties -- --ignored long_run --nocapture`.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod properties {
    pub(crate) mod damaged;
    pub(crate) mod find;
    pub(crate) mod headings;
    pub(crate) mod long_run;
    pub(crate) mod mirror;
    pub(crate) mod mutation;
    pub(crate) mod output;
    pub(crate) mod page;
    pub(crate) mod patch;
    pub(crate) mod reading;
    pub(crate) mod real_engines;
    pub(crate) mod safety;
    pub(crate) mod signs_in_text;
    pub mod targets;
}
mod support;

pub use properties::targets;
