//! Conventions that no lint checks: layers, writers of bytes, names, doc comments, files.
//!
//! The tests read the sources as text. A failure names the file, the line and the remedy. Limits of functions,
//! forbidden macros and the standard streams are clippy's: see `clippy.toml` and `[lints]` in `Cargo.toml`.
//!
//! ```sh
//! cargo test --test conventions -- --nocapture    # prints the figures as well
//! ```
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod doc_comments;
mod files;
mod floors;
mod names;
mod source;
mod tools;
mod writers;

/// Fails with all findings, one on each line.
#[track_caller]
fn assert_none(findings: &[String]) {
    assert!(findings.is_empty(), "\n{}\n", findings.join("\n"));
}
