//! `--grep`: finding an edit.

use crate::workdir::{MARKED, Workdir, pipe};

/// A history of eight revisions.
const HISTORY: &str = include_str!("../../fixtures/export/history.xml");

fn history() -> Workdir {
    Workdir::with("history.xml", HISTORY)
}

/// The numbers of the new revisions that are shown as JSON.
#[track_caller]
fn finds(options: &str, expected: &[u64]) {
    let ran = history().run(&format!("--format json {options} history.xml")).ends_with(0);
    let diffs = ran.stdout.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let found: Vec<_> = diffs.map(|diff| diff["new"]["revision"].as_u64().unwrap()).collect();
    assert_eq!(found, expected, "{options}");
}

#[test]
fn finds_the_edits_whose_added_or_removed_text_matches() {
    finds("-G 1847", &[204, 206]);
    finds("--grep 1847 --added", &[204]);
    finds("-G 1847 --removed", &[206]);
    finds("-G access-date=[0-9]+.April", &[203, 207]);
    finds("-G toll", &[204, 208]);
    finds("-G 62.metres -G 1911", &[202, 208]);
    finds("-G Fenn", &[]);
}

#[test]
fn reads_plain_text_and_ignores_case_on_demand() {
    finds("-G TOLL", &[]);
    finds("-G (?i)TOLL", &[204, 208]);
    finds("-S -G toll", &[204, 208]);
    finds("-S -G Toll", &[208]);
    finds("-F -G (?i)toll", &[]);
    finds("-F -G long.", &[202]);
}

#[test]
fn shows_the_places_with_a_match_and_emphasises_it() {
    history().run("-G toll --added history.xml").ends_with(0).shows("{+{=toll=} road+}");
    let page = |toll: &str| format!("a\n{toll}\n{}a {toll} bridge\n", "line\n".repeat(9));
    let pages = Workdir::with("old.wiki", page("old")).file("new.wiki", page("new"));
    let ran = pages.run("-G new.bridge --revisions old.wiki new.wiki").ends_with(0);
    let ran = ran
        .shows("{+{=new=}+}{= bridge=}")
        .shows("1 line changed")
        .shows("1 place without a match not shown");
    assert!(!ran.stdout.contains("line 1\n"), "{}", ran.stdout);
    let coloured = history().run("-G toll --color always --from 203 --to 204 history.xml").ends_with(0);
    assert!(!coloured.stdout.contains("{="), "{}", coloured.stdout);
    history()
        .run("-G toll --format html history.xml")
        .ends_with(0)
        .shows("<ins><mark>toll</mark> road</ins>");
    history()
        .run("-G toll --format json history.xml")
        .shows(r#"{"text":"toll","changed":true,"matched":true}"#);
}

#[test]
fn prints_a_list_or_a_number() {
    assert_eq!(history().run("-G 1847 --numstat history.xml").ends_with(0).stdout.lines().count(), 2);
    assert_eq!(history().run("-G 1847 --count history.xml history.xml").ends_with(0).stdout, "4\n");
    assert_eq!(history().run("-G Fenn --count history.xml").ends_with(0).stdout, "0\n");
    assert_eq!(history().run("--count history.xml").ends_with(0).stdout, "7\n");
}

#[test]
fn says_that_nothing_matches() {
    history().run("-G Fenn history.xml").ends_with(0).shows_nothing().tells("of 7 diffs");
    pipe("-G same", MARKED).ends_with(0).shows_nothing().tells("no match");
    pipe("-G new", MARKED).ends_with(0).shows("{=new=}").tells_nothing();
}

#[test]
fn quiet_ends_as_grep_does() {
    history().run("-q -G 1847 history.xml").ends_with(0).shows_nothing().tells_nothing();
    history().run("-q -G Fenn history.xml").ends_with(1).shows_nothing().tells_nothing();
    history().run("-q -G Fenn history.xml missing.xml").ends_with(2);
    history().run("-q -G 1847 missing.xml history.xml").ends_with(0);
    history().run("-q -G (1847 history.xml").ends_with(2);
}

#[test]
fn exit_code_keeps_its_meaning() {
    history().run("--exit-code -G 1847 history.xml").ends_with(1);
    history().run("--exit-code -G Fenn history.xml").ends_with(0);
    history().run("--exit-code -q -G 1847 history.xml").ends_with(1);
}

#[test]
fn shows_where_an_expression_is_wrong() {
    let ran = history().run("-G a(bc history.xml").ends_with(2).shows_nothing();
    assert_eq!(ran.stderr, "wikidiff: --grep: unclosed group\n  a(bc\n   ^\n");
}

#[test]
fn searches_two_pages_and_records() {
    let pages = Workdir::with("old.wiki", "a\n").file("new.wiki", "a\na long river\n");
    pages.run("-G long --revisions old.wiki new.wiki").ends_with(0).shows("a {=long=} river");
    pages.run("-q -G short --revisions old.wiki new.wiki").ends_with(1);
    let records =
        "{\"id\": 1, \"old\": \"a\", \"new\": \"b\"}\n{\"id\": 2, \"old\": \"a\", \"new\": \"c\"}\n";
    let ran = pipe("--jsonl -G c", records).ends_with(0).tells_nothing();
    assert!(ran.stdout.starts_with(r#"{"id":2,"#) && ran.stdout.lines().count() == 1, "{}", ran.stdout);
    assert_eq!(pipe("--jsonl --count -G [bc]", records).ends_with(0).stdout, "2\n");
    pipe("--jsonl -q -G c", records).ends_with(0).shows_nothing();
    pipe("--jsonl -q -G d", records).ends_with(1).shows_nothing();
}

#[test]
fn warns_about_text_that_was_not_searched() {
    let cut = &HISTORY[..HISTORY.len() - 40];
    let ran = pipe("-G Fenn", cut).ends_with(0).shows_nothing();
    assert!(ran.stderr.contains("breaks off"), "{}", ran.stderr);
    pipe("-G new", format!("{MARKED}\u{2212}\t\n")).ends_with(0);
}

#[test]
fn is_for_one_run_and_not_for_checks() {
    Workdir::with("a.txt", MARKED).run("--check -G new a.txt").ends_with(2).tells("cannot be used");
    Workdir::with("a.txt", MARKED).run("--added a.txt").ends_with(2).tells("--grep");
    let work = Workdir::with("config", "--grep=x\n").file("a.txt", MARKED);
    let mut command = work.command("a.txt");
    command.env("WIKIDIFF_CONFIG", "config");
    assert_eq!(command.output().unwrap().status.code(), Some(2));
}
