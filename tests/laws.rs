//! What holds for every paste, tried on simulated pages whose truth is known, on damaged pastes, and on the fixtures.
//!
//! The long run is left out of ordinary runs:
//! `cargo test --release --test laws -- --ignored long_run --nocapture`.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod laws {
    pub(crate) mod accident;
    pub(crate) mod long_run;
    pub(crate) mod output;
    pub(crate) mod page;
    pub(crate) mod patch;
    pub(crate) mod reading;
    pub(crate) mod safety;
    pub mod targets;
    pub(crate) mod wreck;
}
mod support;

pub use laws::targets;
