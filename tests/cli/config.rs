//! Options for every run: the configuration file and the variable.

use crate::workdir::{MARKED, MARKED_WORDS, Ran, Workdir};

/// A directory with a paste, and with a configuration in its default place.
fn with_configuration(content: &str) -> Workdir {
    Workdir::with("a.txt", MARKED).file("home/.config/wikidiff/config", content)
}

/// Runs at home, with variables set.
fn run(work: &Workdir, line: &str, variables: &[(&str, &str)]) -> Ran {
    let mut command = work.command(line);
    command.env_remove("WIKIDIFF_CONFIG").env("HOME", work.path("home"));
    Ran::from(command.arg("a.txt").envs(variables.iter().copied()).output().unwrap())
}

#[test]
fn configuration_is_found_at_home_and_by_its_variable() {
    run(&with_configuration("--format=new"), "", &[]).ends_with(0).shows("same\na new word\n");
    let work = with_configuration("--format=new").file("xdg/wikidiff/config", "--format=old");
    let xdg = work.path("xdg").to_str().unwrap().to_owned();
    run(&work, "", &[("XDG_CONFIG_HOME", &xdg)]).ends_with(0).shows("an old word\n");
    let work = work.file("mine", "# mine\n--format json");
    run(&work, "", &[("XDG_CONFIG_HOME", &xdg), ("WIKIDIFF_CONFIG", "mine")])
        .ends_with(0)
        .shows("{\"version\":");
    run(&work, "", &[("WIKIDIFF_CONFIG", "")]).ends_with(0).shows(MARKED_WORDS);
}

#[test]
fn arguments_override_variable_overrides_file() {
    let work = with_configuration("--format=new\n--color=always");
    let variable = [("WIKIDIFF_OPTS", "--format old")];
    run(&work, "", &variable).ends_with(0).shows("an old word\n");
    run(&work, "--format plain", &variable).ends_with(0).shows(MARKED_WORDS);
    run(&work, "--format terminal", &variable).ends_with(0).shows("\x1b[");
    run(&work, "--no-config", &variable).ends_with(0).shows(MARKED_WORDS);
}

#[test]
fn missing_file_is_ignored_unless_named() {
    let work = Workdir::with("a.txt", MARKED);
    run(&work, "", &[]).ends_with(0).tells_nothing();
    run(&work, "", &[("WIKIDIFF_CONFIG", "no-such-file")])
        .ends_with(2)
        .tells("no-such-file: the configuration file");
    run(&work, "", &[("WIKIDIFF_CONFIG", ".")])
        .ends_with(2)
        .tells(".: the configuration file cannot be read");
}

#[track_caller]
fn expect_error(content: &str, place: &str, message: &str) {
    let ran = run(&with_configuration(content), "", &[]).ends_with(2).shows_nothing();
    ran.tells(&format!("home/.config/wikidiff/config{place}: ")).tells(message).tells("--no-config");
    run(&with_configuration(content), "--no-config", &[]).ends_with(0);
}

#[test]
fn invalid_line_is_reported_with_its_number() {
    expect_error("# colours\n\n--colouring=always", ":3", "there is no option --colouring");
    expect_error("--width=5", ":1", "it must be 20 or more");
    expect_error("color=always", ":1", "options start with --");
    expect_error("--check", ":1", "--check is not allowed");
    expect_error("-q", ":1", "--quiet is not allowed");
    expect_error("--list-themes", ":1", "--list-themes is not allowed");
    expect_error("--color='", ":1", "a quote is not closed");
    expect_error("--\u{202e}red", ":1", "<U+202E RLO>");
    expect_error(&"#".repeat(70_000), "", "more than 65536 bytes");
}

#[test]
fn binary_configuration_is_refused() {
    let work = with_configuration("").file("home/.config/wikidiff/config", b"--color=never\n\xff\n");
    run(&work, "", &[]).ends_with(2).tells("config:2: this line is not UTF-8");
    // An endless file is read up to its limit.
    #[cfg(unix)]
    run(&work, "", &[("WIKIDIFF_CONFIG", "/dev/zero")])
        .ends_with(2)
        .tells("/dev/zero: the configuration file has more than");
}

#[test]
fn the_variable_is_split_as_a_shell_does() {
    let work = Workdir::with("a.txt", MARKED);
    run(&work, "", &[("WIKIDIFF_OPTS", "--format 'new' --exit-code")]).ends_with(1).shows("a new word");
    run(&work, "", &[("WIKIDIFF_OPTS", "--format 'new")]).ends_with(2).tells("WIKIDIFF_OPTS: a quote");
    run(&work, "", &[("WIKIDIFF_OPTS", "b.txt")]).ends_with(2).tells("WIKIDIFF_OPTS: FILE is not allowed");
}

#[test]
fn a_typed_option_beats_a_configured_one_that_contradicts_it() {
    let work = with_configuration("--format=json\n--explain\n--engine=php\n--own --timeout 5\n--no-gutter");
    run(&work, "--stat", &[]).ends_with(0).shows("changed  added");
    let side_by_side = run(&work, "-s --width 80", &[]).ends_with(0).shows(" │ ").stdout;
    assert!(!side_by_side.contains("{\"version\""), "{side_by_side}");
    run(&work, "-q", &[]).ends_with(1).shows_nothing().tells_nothing();
    run(&work, "--jsonl --keep-going", &[]).ends_with(0);
    run(&work, "-o out.html", &[]).ends_with(0);
    assert!(work.read("out.html").starts_with("<!DOCTYPE html>"));
    run(&work, "", &[]).ends_with(0).shows("{\"version\"");
    // Each option of a line is judged by itself.
    run(&work, "--stat", &[("WIKIDIFF_OPTS", "--json --exit-code")]).ends_with(1).shows("changed  added");
}

#[test]
fn switch_can_be_turned_off_again() {
    let work = with_configuration("--no-gutter\n--exit-code\n--side-by-side");
    let set = run(&work, "", &[]).ends_with(1).stdout;
    assert!(set.contains(" old ") && !set.contains("~ 2"), "{set}");
    let undone = run(&work, "--gutter --no-exit-code --view inline", &[]).ends_with(0).stdout;
    assert!(undone.contains("~ 2") && !undone.contains(" old "), "{undone}");
}

/// A theme with a style for new words only.
const OWN: &str = "\u{feff}# mine\nadded = bold\n";

#[test]
fn own_theme_is_chosen_by_name_or_path() {
    let work = with_configuration("--color=always\n--theme=mine")
        .file("home/.config/wikidiff/themes/mine.theme", OWN);
    run(&work, "", &[]).ends_with(0).shows("an old \x1b[1ma new\x1b[0m word");
    let work = work.file("here.theme", "like = mono\nadded = italic");
    run(&work, "--theme here.theme", &[]).ends_with(0).shows("\x1b[9man old\x1b[0m \x1b[3ma new\x1b[0m word");
    run(&work, "--no-config --color always --theme mine", &[]).ends_with(0).shows("\x1b[1ma new");
}

#[test]
fn own_theme_overrides_built_in_theme() {
    let work = with_configuration("--color=always").file("home/.config/wikidiff/themes/wiki.theme", OWN);
    run(&work, "", &[]).ends_with(0).shows("an old \x1b[1ma new\x1b[0m word");
}

#[test]
fn lists_all_themes_and_reports_invalid_ones() {
    let work = with_configuration("").file("home/.config/wikidiff/themes/mine.theme", OWN);
    let work = work.file("home/.config/wikidiff/themes/note.txt", "");
    let listed = run(&work, "--list-themes", &[]).ends_with(0).tells_nothing().stdout;
    assert_eq!(listed, "wiki\nclassic\nmono\nmine\n");
    let work = work.file("home/.config/wikidiff/themes/\u{202e}.theme", OWN);
    let work = work.file("home/.config/wikidiff/themes/bad.theme", "added = loud");
    let ran =
        run(&work, "--list-themes", &[]).ends_with(2).tells("themes/bad.theme:1: unknown style \"loud\"");
    assert_eq!(ran.stdout, "wiki\nclassic\nmono\nmine\n<U+202E RLO>\n");
}

#[test]
fn invalid_theme_is_reported_with_its_line() {
    let work = with_configuration("").file("bad.theme", "# mine\nold = red").file("not.theme", b"\n\xff");
    let wrong = |line: &str, message: &str| {
        run(&work, line, &[]).ends_with(2).shows_nothing().tells(message).tells("--theme");
    };
    wrong("--theme bad.theme", "bad.theme:2: unknown role \"old\"; the roles are heading");
    wrong("--theme ./not.theme", "not.theme:2: this line is not UTF-8");
    wrong("--theme none.theme", "none.theme: the theme cannot be read");
    let unknown = run(&work, "--theme loud", &[]).ends_with(2).shows_nothing();
    unknown
        .tells("there is no theme \"loud\". Available: wiki, classic, mono. Your own themes")
        .tells("wikidiff/themes");
}

#[test]
fn explanation_names_the_input() {
    let ran = run(&with_configuration("--explain"), "", &[("WIKIDIFF_OPTS", "--color never")]).ends_with(0);
    ran.tells("options were also read from").tells("wikidiff/config and WIKIDIFF_OPTS");
}
