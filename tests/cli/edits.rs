//! `-n`, `--since`, `--until` and `--user`: a choice among the edits of an export.

use serde_json::Value;

use crate::workdir::{MARKED, Ran, Workdir, pipe};

/// A history of eight revisions, 201 to 208.
const HISTORY: &str = include_str!("../../fixtures/export/history.xml");

/// Two pages with three and two revisions, whose times alternate.
const TWO_PAGES: &str = include_str!("../../fixtures/export/two-pages.xml");

/// The numbers of the new revisions that are shown as JSON.
pub(crate) fn revisions(ran: &Ran) -> Vec<u64> {
    let diffs = ran.stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    diffs.map(|diff| diff["new"]["revision"].as_u64().unwrap()).collect()
}

#[track_caller]
fn case(export: &str, options: &str, expected: &[u64]) {
    let ran = Workdir::with("history.xml", export).run(&format!("--json {options} history.xml"));
    assert_eq!(revisions(&ran.ends_with(0)), expected, "{options}");
}

#[test]
fn takes_the_newest_edits_newest_first() {
    case(HISTORY, "", &[202, 203, 204, 205, 206, 207, 208]);
    case(HISTORY, "-n 3", &[208, 207, 206]);
    case(HISTORY, "--max-count=99", &[208, 207, 206, 205, 204, 203, 202]);
    case(TWO_PAGES, "", &[102, 105, 104]);
    case(TWO_PAGES, "-n 2", &[105, 104]);
}

#[test]
fn takes_the_edits_of_a_time_in_the_order_of_the_file() {
    case(HISTORY, "--since 2024-05-21", &[205, 206, 207, 208]);
    case(HISTORY, "--since 2024-04 --until 2024-05-20T17:31", &[203, 204]);
    case(HISTORY, "--until 2024-05-20T17:30", &[202, 203]);
    case(HISTORY, "--after 2024-04 --before 2024-05-20 -n 1", &[204]);
}

#[test]
fn takes_the_edits_of_a_user() {
    case(HISTORY, "--user LinkBot", &[203, 207]);
    case(HISTORY, "--author ida_Brandt", &[202, 206]);
    case(HISTORY, "--user 198.51.100.23 -G 1847", &[204]);
}

#[test]
fn every_output_knows_the_choice() {
    let work = Workdir::with("history.xml", HISTORY);
    assert_eq!(work.run("-n 2 --count history.xml").ends_with(0).stdout, "2\n");
    work.run("-n 2 --stat history.xml").ends_with(0).shows("2 diffs");
    work.run("-q -n 1 -G toll history.xml").ends_with(0);
    work.run("-q --until 2024-04 -G toll history.xml").ends_with(1);
    // Of one edit, no other one needs to be told apart.
    let ran = work.run("-n 1 history.xml").ends_with(0).tells_nothing();
    assert!(!ran.stdout.contains("==>"), "{}", ran.stdout);
}

#[test]
fn says_that_no_edit_is_chosen() {
    let work = Workdir::with("history.xml", HISTORY);
    work.run("--user Nobody history.xml").ends_with(0).shows_nothing().tells("history.xml: no edits");
    work.run("-q --since 2030 history.xml").ends_with(0).tells_nothing();
    let cut = &HISTORY[..HISTORY.len() - 40];
    pipe("--since 2030", cut).ends_with(2).tells("breaks off").tells("save all of it");
    pipe("-n 1", cut).ends_with(0).tells("later revisions are missing");
}

#[test]
fn a_revision_without_text_is_told_if_it_is_chosen() {
    let deleted = include_str!("../../fixtures/export/deleted-text.xml");
    let told = pipe("", deleted).ends_with(0).stderr;
    assert_eq!(pipe("-n 99", deleted).ends_with(0).stderr.lines().count(), told.lines().count());
}

#[test]
fn other_inputs_and_contradictions_are_errors() {
    pipe("-n 1", MARKED).ends_with(2).shows_nothing().tells("not an XML export; leave out");
    let work = Workdir::with("a.wiki", "a\n").file("b.wiki", "b\n").file("history.xml", HISTORY);
    work.run("-n 1 a.wiki b.wiki").ends_with(2).tells("not an XML export");
    work.run("-n 1 --revisions a.wiki b.wiki").ends_with(2).tells("cannot be used");
    work.run("--user Ann --to 203 history.xml").ends_with(2).tells("cannot be used");
    work.run("--since 2024-5-1 history.xml").ends_with(2).tells("write it as 2024-05-01");
    work.run("-n 0 history.xml").ends_with(2).tells("1 or more");
}
