//! Checks the documents against the program: commands print the shown output, lists are complete, links and paths have a
//! target, and pictures are up to date.
//!
//! `UPDATE_GOLDEN=1 cargo test --test docs` writes the outputs and draws the pictures again.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use similar::TextDiff;

mod console;
mod lists;
mod messages;
mod pictures;
mod structure;

/// Every document whose commands are run.
const DOCUMENTS: [&str; 20] = [
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "docs/ci.md",
    "docs/configuration.md",
    "docs/dependencies.md",
    "docs/fetching.md",
    "docs/find.md",
    "docs/git.md",
    "docs/input-shapes.md",
    "docs/json.md",
    "docs/library.md",
    "docs/limits.md",
    "docs/many-at-once.md",
    "docs/messages.md",
    "docs/pairing.md",
    "docs/performance.md",
    "docs/security.md",
    "docs/views.md",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// True if the test writes the expected output instead of comparing.
fn is_update() -> bool {
    std::env::var_os("UPDATE_GOLDEN").is_some()
}

/// The output of a shell command in the project's folder: standard output and standard error, as they were written.
fn run(command: &str) -> String {
    let binary = PathBuf::from(env!("CARGO_BIN_EXE_wikidiff"));
    let folder = binary.parent().unwrap().to_path_buf();
    let others = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths([folder].into_iter().chain(std::env::split_paths(&others))).unwrap();
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("exec 2>&1; {command}")]).current_dir(root());
    shell.env_clear().env("PATH", path).env("WIKIDIFF_CONFIG", "");
    String::from_utf8(shell.stdin(Stdio::null()).output().unwrap().stdout).unwrap()
}

/// A unified diff of two texts.
fn differences(stored: &str, current: &str) -> String {
    TextDiff::from_lines(stored, current).unified_diff().header("stored", "current").to_string()
}
