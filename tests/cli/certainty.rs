//! The required certainty of a diff, and the hints that raise it.

use crate::workdir::{SEED, Workdir, pipe};

/// A line that may be added or removed: nothing in the paste states its side.
const OPEN: &str = "Line 7:\tLine 7:\none\none\ntwo\ntwo\nmilk and rennet\nthree\nthree\nfour\nfour";

#[track_caller]
fn reads(options: &str, sign: char, proof: &str) {
    let json = pipe(&format!("--format json {options}"), OPEN).ends_with(0).stdout;
    let kind = if sign == '+' { r#"{"kind":"added","new":"# } else { r#"{"kind":"removed","old":"# };
    assert!(json.contains(&format!(r#"{kind}"milk and rennet""#)), "{json}");
    assert!(json.contains(&format!(r#""proof":"{proof}""#)), "{json}");
}

#[test]
fn the_byte_change_of_the_history_decides_and_proves() {
    reads("", '+', "inferred");
    reads("--bytes 16", '+', "checked");
    reads("--bytes +16", '+', "checked");
    reads("--bytes -16", '-', "checked");
    reads("--bytes=-16", '-', "checked");
    reads("--old-size 1016 --new-size 1000", '-', "checked");
    reads("--engine php --bytes -16", '-', "checked");
}

#[test]
fn impossible_byte_change_is_reported() {
    pipe("--bytes 999", OPEN).ends_with(0).tells("no reading matches the given byte change (+999 bytes");
}

#[test]
fn sizes_go_together_and_not_with_bytes() {
    Workdir::new().run("--old-size 5").ends_with(2).tells("--new-size");
    Workdir::new().run("--bytes 5 --old-size 5 --new-size 6").ends_with(2).tells("cannot be used with");
    Workdir::new().run("--engine mine").ends_with(2).tells("[possible values: wikidiff2, php]");
}

#[test]
fn strict_rejects_likely_readings() {
    pipe("--strict", SEED).ends_with(0);
    pipe("--strict", OPEN).ends_with(2).shows("milk and rennet").tells("--strict");
    pipe("--strict --bytes 16", OPEN).ends_with(0);
}

#[test]
fn reading_whose_mirror_fits_is_not_proved() {
    let joined = include_str!("../../fixtures/cells-numbered/joined-lines.txt");
    let blank_lines = include_str!("../../fixtures/whole-page/blank-lines-added-and-removed.txt");
    for (options, paste) in [("--bytes 0", joined), ("--bytes 2", blank_lines)] {
        let json = pipe(&format!("--format json {options}"), paste).ends_with(0).stdout;
        assert!(json.contains(r#""proof":"inferred""#), "{json}");
        assert!(json.contains(r#""guessed":true"#), "{json}");
    }
    // Only the PHP engine prints the old line beside the first of two new ones, whatever their likeness.
    pipe("--strict --engine php --bytes 0", joined).ends_with(0);
}
