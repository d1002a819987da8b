//! The help, and errors of usage.

use crate::workdir::{Workdir, pipe};

#[test]
fn help_lists_options_exit_codes_shapes_and_variables() {
    let parts = ["Usage: wikidiff", "--check", "--exit-code", "Exit codes:", "one-side", "WIKIDIFF_PAGER"];
    let ran = pipe("--help", "").ends_with(0).tells_nothing();
    parts.into_iter().fold(ran, |ran, part| ran.shows(part));
}

#[test]
fn help_has_headings_and_every_sign() {
    let headings =
        ["Input:", "Fetching:", "Output:", "Looks:", "Uncertain pastes:", "Testing:", "Examples:", "Signs:"];
    let ran = headings.iter().fold(pipe("--help", ""), |ran, heading| ran.shows(&format!("\n{heading}\n")));
    for sign in ["~", "-", "+", "<", ">", "?", "⋯"] {
        assert!(ran.stdout.contains(&format!("\n  {sign}  ")), "{sign}");
    }
}

#[test]
fn short_help_fits_on_a_screen_and_has_every_sign() {
    for line in ["-h", "-sh", "-h --stat"] {
        let help = pipe(line, "").ends_with(0).tells_nothing().stdout;
        assert!(help.lines().count() < 24 && help.lines().all(|line| line.chars().count() <= 80), "{help}");
        assert!("~-+<>?⋯".chars().all(|sign| help.contains(sign)), "{help}");
    }
}

#[test]
fn help_has_no_colour_in_a_pipe_and_fits_its_width() {
    let help = pipe("--help", "").stdout;
    assert!(!help.contains('\x1B'));
    assert_eq!(help.lines().find(|line| line.chars().count() > 100), None);
}

#[track_caller]
fn expect_usage_error(line: &str, message: &str) {
    Workdir::new().run(line).ends_with(2).shows_nothing().tells(message);
}

#[test]
fn wrong_usage_is_reported_with_status_2() {
    expect_usage_error("--columns", "there is no option --columns: use --width N");
    expect_usage_error("-Z a b", "there is no option -Z: -b ignores white space");
    expect_usage_error("-s --format html", "--side-by-side has no effect with --format html");
    expect_usage_error("--context few", "'few' is neither a whole number nor all");
    expect_usage_error("--stat --format json", "cannot be used with");
    expect_usage_error("--theme loud", "Available: wiki, classic, mono");
    expect_usage_error("--wiki-url en.wikipedia.org", "write it as https://en.wikipedia.org");
    expect_usage_error("--ambiguous-width 3", "it must be 2 or less");
    expect_usage_error(
        "--format pdf",
        "[possible values: terminal, plain, json, html, patch, old, new, github, gitlab]",
    );
    expect_usage_error("--shape cell", "tip: a similar value exists: 'cells'");
    expect_usage_error("--width 19", "it must be 20 or more");
    expect_usage_error("--width abc", "'abc' is not a whole number");
    expect_usage_error("--jobs 0", "it must be 1 or more");
    expect_usage_error("--check", "required arguments were not provided");
    expect_usage_error("--bless a.txt", "--check");
}
