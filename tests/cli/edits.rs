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

/// The largest memory of the program in KB when it has shown nearly all edits of an export of small revisions, and the
/// size of the file in KB.
#[cfg(target_os = "linux")]
fn measure_memory(revisions: usize) -> (u64, u64) {
    use std::fmt::Write as _;
    use std::io::{BufRead, BufReader};
    use std::process::Stdio;

    // What a pipe and the program's own buffer hold at most, in edits.
    const AHEAD: usize = 300;
    let mut export = String::from("<mediawiki><page><title>A</title>");
    for number in 0..revisions {
        let (day, hour, minute) = (number / 1440 + 1, number / 60 % 24, number % 60);
        write!(
            export,
            "<revision><id>{number}</id><timestamp>2024-01-{day:02}T{hour:02}:{minute:02}:00Z</timestamp><contributor>\
             <username>Ann</username><id>1</id></contributor><comment>edit {number}</comment>\
             <text bytes=\"999\" xml:space=\"preserve\">The first line.\nEdit {number}.\nThe last line.</text></revision>"
        )
        .unwrap();
    }
    export.push_str("</page></mediawiki>");
    let kilobytes = export.len() as u64 / 1024;
    let work = Workdir::with("history.xml", export);
    let mut child = work.command("--json history.xml").stdout(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::with_capacity(512, child.stdout.take().unwrap()).lines();
    let mut lines = lines.skip(revisions - AHEAD - 1);
    assert!(lines.next().unwrap().unwrap().contains("\"revision\""));
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    let peak = peak.split_whitespace().next().unwrap().parse().unwrap();
    assert_eq!(lines.count(), AHEAD - 1);
    assert!(child.wait().unwrap().success());
    (peak, kilobytes)
}

#[cfg(target_os = "linux")]
#[test]
fn memory_grows_with_the_file_alone() {
    let (few, many) = (measure_memory(500), measure_memory(5_000));
    // The place of a revision in the file takes some bytes.
    let growth = many.0.saturating_sub(few.0);
    assert!(growth < (many.1 - few.1) * 5 / 4 + 1024, "{few:?} {many:?}");
}
