//! Options that are set for every run.

use crate::workdir::{MARKED, MARKED_WORDS, Ran, Workdir};

/// A directory with a paste and a configuration where it usually is.
fn configured(content: &str) -> Workdir {
    Workdir::with("a.txt", MARKED).file("home/.config/wikidiff/config", content)
}

/// Runs at home, with variables set.
fn run(work: &Workdir, line: &str, variables: &[(&str, &str)]) -> Ran {
    let mut command = work.command(line);
    command.env_remove("WIKIDIFF_CONFIG").env("HOME", work.path("home"));
    Ran::from(command.arg("a.txt").envs(variables.iter().copied()).output().unwrap())
}

#[test]
fn the_file_is_found_at_home_and_where_a_variable_says() {
    run(&configured("--format=new"), "", &[]).ends_with(0).shows("same\na new word\n");
    let work = configured("--format=new").file("xdg/wikidiff/config", "--format=old");
    let xdg = work.path("xdg").to_str().unwrap().to_owned();
    run(&work, "", &[("XDG_CONFIG_HOME", &xdg)]).ends_with(0).shows("an old word\n");
    let work = work.file("mine", "# mine\n--format json");
    run(&work, "", &[("XDG_CONFIG_HOME", &xdg), ("WIKIDIFF_CONFIG", "mine")])
        .ends_with(0)
        .shows("{\"version\":");
    run(&work, "", &[("WIKIDIFF_CONFIG", "")]).ends_with(0).shows(MARKED_WORDS);
}

#[test]
fn what_is_typed_goes_before_the_variable_and_that_before_the_file() {
    let work = configured("--format=new\n--color=always");
    let variable = [("WIKIDIFF_OPTS", "--format old")];
    run(&work, "", &variable).ends_with(0).shows("an old word\n");
    run(&work, "--format plain", &variable).ends_with(0).shows(MARKED_WORDS);
    run(&work, "--format terminal", &variable).ends_with(0).shows("\x1b[");
    run(&work, "--no-config", &variable).ends_with(0).shows(MARKED_WORDS);
}

#[test]
fn no_file_is_no_trouble_unless_it_was_named() {
    let work = Workdir::with("a.txt", MARKED);
    run(&work, "", &[]).ends_with(0).tells_nothing();
    run(&work, "", &[("WIKIDIFF_CONFIG", "no-such-file")])
        .ends_with(2)
        .tells("no-such-file: the configuration");
    run(&work, "", &[("WIKIDIFF_CONFIG", ".")]).ends_with(2).tells(".: the configuration cannot be read");
}

#[track_caller]
fn refused(content: &str, place: &str, told: &str) {
    let ran = run(&configured(content), "", &[]).ends_with(2).shows_nothing();
    ran.tells(&format!("home/.config/wikidiff/config{place}: ")).tells(told).tells("--no-config");
    run(&configured(content), "--no-config", &[]).ends_with(0);
}

#[test]
fn a_line_that_is_wrong_is_named() {
    refused("# colours\n\n--colour=always", ":3", "unexpected argument '--colour'");
    refused("--width=5", ":1", "5 is not in 20..");
    refused("color=always", ":1", "is no option");
    refused("--check", ":1", "--check is for one run");
    refused("--color='", ":1", "a quote is not closed");
    refused("--\u{202e}red", ":1", "<U+202E RLO>");
    refused(&"#".repeat(70_000), "", "more than 65536 bytes");
}

#[test]
fn a_file_that_is_no_text_is_refused() {
    let work = configured("").file("home/.config/wikidiff/config", b"--color=never\n\xff\n");
    run(&work, "", &[]).ends_with(2).tells("config:2: this is not UTF-8");
    // A file without an end is left at its limit.
    #[cfg(unix)]
    run(&work, "", &[("WIKIDIFF_CONFIG", "/dev/zero")]).ends_with(2).tells("/dev/zero: it has more than");
}

#[test]
fn the_variable_is_split_as_a_shell_does() {
    let work = Workdir::with("a.txt", MARKED);
    run(&work, "", &[("WIKIDIFF_OPTS", "--format 'new' --exit-code")]).ends_with(1).shows("a new word");
    run(&work, "", &[("WIKIDIFF_OPTS", "--format 'new")]).ends_with(2).tells("WIKIDIFF_OPTS: a quote");
    run(&work, "", &[("WIKIDIFF_OPTS", "b.txt")]).ends_with(2).tells("WIKIDIFF_OPTS: FILE is for one run");
}

#[test]
fn options_that_do_not_go_together_name_where_they_came_from() {
    let work = configured("--quiet");
    run(&work, "-o out", &[]).ends_with(2).tells("wikidiff/config").tells("cannot be used with");
}

#[test]
fn the_explanation_says_what_was_read() {
    let ran = run(&configured("--explain"), "", &[("WIKIDIFF_OPTS", "--color never")]).ends_with(0);
    ran.tells("options are also set by").tells("wikidiff/config and WIKIDIFF_OPTS");
}
