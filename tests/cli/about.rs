//! The manual, the completions and the version.

use crate::workdir::Workdir;

#[test]
fn the_manual_is_roff_and_names_the_exit_codes() {
    let ran = Workdir::new().run("--man").ends_with(0).tells_nothing().shows(".TH wikidiff 1");
    ran.shows(".SH OPTIONS").shows("EXIT STATUS");
}

#[test]
fn completions_are_there_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        Workdir::new().run(&format!("--completions {shell}")).ends_with(0).tells_nothing().shows("jsonl");
    }
    Workdir::new().run("--completions csh").ends_with(2).tells("possible values: bash");
}

/// The words of the help that begin with `--`.
fn options(help: &str) -> Vec<&str> {
    let words = help.split(|character: char| !character.is_ascii_alphabetic() && character != '-');
    let mut options: Vec<_> = words
        .filter_map(|word| word.strip_prefix("--"))
        .filter(|name| name.starts_with(char::is_alphabetic))
        .collect();
    options.sort_unstable();
    options.dedup();
    options
}

#[test]
fn completions_and_the_manual_name_every_option() {
    let help = Workdir::new().run("--help").ends_with(0).stdout;
    assert!(options(&help).len() > 40, "{help}");
    let manual = Workdir::new().run("--man").ends_with(0).stdout.replace('\\', "");
    let shells = ["bash", "zsh", "fish", "powershell", "elvish"];
    let completions =
        shells.map(|shell| Workdir::new().run(&format!("--completions {shell}")).ends_with(0).stdout);
    for option in options(&help) {
        assert!(manual.contains(&format!("--{option}")), "--{option} is not in the manual");
        for (shell, words) in shells.iter().zip(&completions) {
            let is_named =
                [format!("--{option}"), format!("-l {option}")].iter().any(|name| words.contains(name));
            assert!(is_named, "--{option} is not in the completions of {shell}");
        }
    }
}

#[test]
fn shapes_are_listed() {
    Workdir::new().run("--list-shapes").ends_with(0).tells_nothing().shows("cells        a cell per line");
}

#[test]
fn version_lists_the_features() {
    let version = format!("wikidiff {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(Workdir::new().run("-V").ends_with(0).stdout, version);
    Workdir::new().run("--version").ends_with(0).shows(&version).shows("features: cli");
}
