//! Pictures, colours, exit codes, and outputs that close early.

use std::fs::File;
use std::process::Stdio;

use crate::workdir::{MARKED, MARKED_WORDS, Ran, SEED, Workdir, pipe};

/// Runs with variables set, in a pipe.
fn with_variables(line: &str, variables: &[(&str, &str)]) -> String {
    let work = Workdir::with("a.txt", MARKED);
    let output = work.command(line).arg("a.txt").envs(variables.iter().copied()).output().unwrap();
    Ran::from(output).ends_with(0).stdout
}

#[track_caller]
fn expect_colour(line: &str, variables: &[(&str, &str)], expected: bool) {
    let picture = with_variables(line, variables);
    assert_eq!(picture.contains('\x1B'), expected, "{picture}");
    assert_eq!(picture.contains(MARKED_WORDS), !expected, "{picture}");
}

#[test]
fn a_pipe_has_brackets_unless_colour_is_wanted() {
    expect_colour("", &[], false);
    expect_colour("--color never", &[("CLICOLOR_FORCE", "1")], false);
    expect_colour("--color always", &[], true);
    expect_colour("--color always", &[("NO_COLOR", "1")], true);
    expect_colour("", &[("CLICOLOR_FORCE", "1")], true);
    expect_colour("", &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], false);
    expect_colour("--format plain --color always", &[], false);
}

/// The text of a coloured picture: without the codes.
fn without_codes(text: &str) -> String {
    let mut parts = text.split('\x1B');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once('m').expect("a code of colour ends in m").1)
}

#[test]
fn colour_and_brackets_say_the_same() {
    let coloured = without_codes(&with_variables("--color always", &[]));
    let plain = with_variables("", &[]);
    // In colour, a blank stands between old words and the new words after them.
    let plain = plain.replace("-]{+", " ");
    assert_eq!(
        coloured,
        ["[-", "-]", "{+", "+}"].iter().fold(plain, |text, bracket| text.replace(bracket, ""))
    );
}

#[test]
fn a_pipe_is_wrapped_only_on_demand() {
    let longest =
        |line: &str| pipe(line, SEED).stdout.lines().map(|line| line.chars().count()).max().unwrap();
    assert!(longest("") > 400);
    assert!(longest("--width 60") <= 60);
}

#[test]
fn json_is_one_object_per_line_and_names_its_source() {
    let work = Workdir::with("a.txt", MARKED).file("b.txt", SEED);
    let ran = work.run("--format json a.txt b.txt").ends_with(0).tells_nothing();
    let objects: Vec<serde_json::Value> =
        ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let names: Vec<_> = objects.iter().map(|object| object["source"]["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["a.txt", "b.txt"]);
}

#[test]
fn the_reading_is_explained_on_demand() {
    pipe("--explain", MARKED).ends_with(0).shows(MARKED_WORDS).shows("marked");
    let ran = pipe("--explain --format json", MARKED).ends_with(0);
    assert_eq!(ran.stdout.lines().count(), 1);
    assert!(ran.stderr.contains("marked"));
}

#[test]
fn changes_end_with_1_on_demand() {
    let unchanged = r#"{"compare":{"fromtitle":"Fenn","totitle":"Fenn","*":""}}"#;
    pipe("", MARKED).ends_with(0);
    pipe("--exit-code", MARKED).ends_with(1).shows(MARKED_WORDS);
    pipe("--exit-code", unchanged).ends_with(0);
    pipe("--exit-code", "no diff").ends_with(2);
}

#[cfg(unix)]
#[test]
fn closed_pipe_ends_with_0() {
    let work = Workdir::with("a.txt", SEED);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = work.command("a.txt").stdout(writer).stderr(Stdio::piped()).output().unwrap();
    Ran::from(output).ends_with(0).tells_nothing();
}

#[cfg(target_os = "linux")]
#[test]
fn full_disk_is_reported() {
    let work = Workdir::with("a.txt", SEED);
    for line in ["a.txt", "--format json a.txt", "--check a.txt", "--help"] {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let output = work.command(line).stdout(full).stderr(Stdio::piped()).output().unwrap();
        Ran::from(output).ends_with(2).tells("cannot write: No space left on device");
    }
}

#[cfg(unix)]
#[test]
fn a_pager_gets_the_picture_on_demand() {
    let paged = |pager| with_variables("--paging always", &[("WIKIDIFF_PAGER", pager)]);
    assert!(paged("sed s/word/paged/").contains("{+a new+} paged"));
    assert!(paged("sed 's/a new word/no/; s/word/shell/'").contains("{+a new+} shell"));
    assert!(paged("").contains(MARKED_WORDS));
}

#[cfg(unix)]
#[test]
fn missing_pager_is_reported() {
    let paged = |pager| {
        let work = Workdir::with("a.txt", MARKED);
        Ran::from(work.command("--paging always a.txt").env("PAGER", pager).output().unwrap())
    };
    paged("no-such-pager -x").ends_with(0).shows(MARKED_WORDS).tells("no-such-pager -x");
    for content in [MARKED.to_owned(), format!("{MARKED} \t\n{}\n", "x".repeat(1_000_000))] {
        let work = Workdir::with("a.txt", content);
        let output =
            work.command("--paging always a.txt").env("PAGER", "no-such-pager '-x'").output().unwrap();
        let ran = Ran::from(output).ends_with(2);
        assert!(ran.stderr.contains("--no-pager"), "{}", ran.stderr);
    }
}

#[cfg(unix)]
#[test]
fn pager_that_quits_early_ends_with_0() {
    let work = Workdir::with("a.txt", SEED.repeat(100));
    Ran::from(work.command("--paging always a.txt").env("PAGER", "true").output().unwrap())
        .ends_with(0)
        .tells_nothing();
}
