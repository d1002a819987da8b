//! What the program says of itself.

use crate::workdir::Workdir;

#[test]
fn the_manual_is_roff_and_names_the_exit_codes() {
    let ran = Workdir::new().run("--man").ends_with(0).tells_nothing().shows(".TH wikidiff 1");
    ran.shows(".SH OPTIONS").shows("Exit codes");
}

#[test]
fn completions_are_there_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        Workdir::new().run(&format!("--completions {shell}")).ends_with(0).tells_nothing().shows("jsonl");
    }
    Workdir::new().run("--completions csh").ends_with(2).tells("possible values: bash");
}

#[test]
fn the_version_names_what_is_built_in() {
    let version = format!("wikidiff {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(Workdir::new().run("-V").ends_with(0).stdout, version);
    Workdir::new().run("--version").ends_with(0).shows(&version).shows("features: cli");
}
