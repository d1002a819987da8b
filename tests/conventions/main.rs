//! The conventions of the source, checked by reading the sources as text: what may name what, how long a thing may be, and
//! which words stand nowhere.
//!
//! A failure says the file, the line, and what to do. The figures are printed by
//! `cargo test --test conventions -- --nocapture`.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod door;
mod floors;
mod limits;
mod source;
mod words;

/// Fails with everything that is wrong, a line each.
#[track_caller]
fn assert_none(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}
