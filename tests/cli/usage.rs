//! The help, and errors of usage.

use crate::workdir::{Workdir, pipe};

#[test]
fn help_lists_options_exit_codes_shapes_and_variables() {
    let parts = ["Usage: wikidiff", "--check", "--exit-code", "Exit codes:", "one-side", "WIKIDIFF_PAGER"];
    for flag in ["--help", "-h"] {
        let ran = pipe(flag, "").ends_with(0).tells_nothing();
        parts.into_iter().fold(ran, |ran, part| ran.shows(part));
    }
}

#[test]
fn help_has_no_colour_in_a_pipe_and_fits_its_width() {
    let help = pipe("--help", "").stdout;
    assert!(!help.contains('\x1B'));
    assert_eq!(help.lines().find(|line| line.chars().count() > 100), None);
}

#[track_caller]
fn misused(line: &str, message: &str) {
    Workdir::new().run(line).ends_with(2).shows_nothing().tells(message);
}

#[test]
fn wrong_usage_is_reported_with_status_2() {
    misused("--columns", "unexpected argument '--columns'");
    misused("--stat --format json", "cannot be used with");
    misused("--theme loud", "Available: wiki, classic, mono");
    misused("--wiki-url en.wikipedia.org", "write it as https://en.wikipedia.org");
    misused("--ambiguous-width 3", "it must be 2 or less");
    misused(
        "--format pdf",
        "[possible values: terminal, plain, json, html, patch, old, new, github, gitlab]",
    );
    misused("--shape cell", "tip: a similar value exists: 'cells'");
    misused("--width 19", "it must be 20 or more");
    misused("--width abc", "'abc' is not a whole number");
    misused("--jobs 0", "it must be 1 or more");
    misused("--check", "required arguments were not provided");
    misused("--bless a.txt", "--check");
}
