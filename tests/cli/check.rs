//! `--check`: comparison of readings with their expected results.

use std::fs;

use crate::workdir::{MARKED, SEED, Workdir};

const NO_DIFF: &str = "Dear all,\nhow are you?\n";

/// Two cells that could stand on either side.
const UNPROVED: &str =
    "Moon: Difference between revisions\nLine 3: Line 3:\nsame\nsame\none line\nanother text\n";

#[test]
fn a_directory_is_walked_in_order() {
    let work = Workdir::with("f/b.txt", MARKED).file("f/a.txt", SEED).file("f/c/d.diff", MARKED);
    let ran = work.run("--check f").ends_with(0).tells_nothing();
    let expected = "ok   f/a.txt: cells, proved\nok   f/b.txt: marked, stated\nok   f/c/d.diff: marked, stated\n\
                    3 files: 3 passed\n";
    assert_eq!(ran.stdout, expected);
}

#[test]
fn failed_check_exits_with_1() {
    let work = Workdir::with("a.txt", MARKED).file("b.txt", UNPROVED).file("c.txt", NO_DIFF);
    let ran = work.run("--check a.txt b.txt c.txt").ends_with(1).shows("ok   a.txt: marked, stated\n");
    ran.shows("\nFAIL b.txt")
        .shows("cells, likely: nothing in the input proves")
        .shows("\nFAIL c.txt")
        .shows("1 passed, 2 failed");
}

#[test]
fn walk_skips_expectations_explanations_and_hidden_files() {
    let work = Workdir::with("a.txt", MARKED)
        .file("README.md", NO_DIFF)
        .file("a.expected.plain", NO_DIFF)
        .file(".hidden", NO_DIFF)
        .file(".git/config", NO_DIFF);
    work.run("--check .").ends_with(0).shows("\n1 file: 1 passed\n");
}

#[test]
fn a_blessed_reading_holds_and_another_one_does_not() {
    let work = Workdir::with("a.txt", UNPROVED);
    work.run("--check --bless a.txt")
        .ends_with(0)
        .shows("ok   a.txt: cells, likely: updated a.expected.json");
    work.run("--check a.txt").ends_with(0).shows("ok   a.txt: cells, likely: as expected");

    let blessed = work.read("a.expected.json");
    assert!(blessed.ends_with("}\n"));
    let work = work.file("a.expected.json", blessed.replace("\"cells\"", "\"rows\""));
    work.run("--check a.txt").ends_with(1).shows("source.shape: expected \"rows\", found \"cells\"");
    work.run("--check --bless a.txt").ends_with(0);
    assert_eq!(work.read("a.expected.json"), blessed);
}

#[test]
fn source_name_and_layout_of_an_expectation_are_ignored() {
    let work = Workdir::with("a.txt", MARKED);
    work.run("--check --bless a.txt").ends_with(0);
    let spread = work.read("a.expected.json").replace("\"a.txt\"", "\n\"b.txt\"");
    work.file("a.expected.json", spread).run("--check a.txt").ends_with(0);
}

#[test]
fn a_refusal_can_be_expected() {
    let work = Workdir::with("a.txt", NO_DIFF).file("a.expected.json", "{\"error\": \"not_a_diff\"}");
    work.run("--check a.txt").ends_with(0).shows("ok   a.txt: as expected");
    let work = work.file("a.expected.json", "{\"error\": \"empty\"}");
    work.run("--check a.txt").ends_with(1).shows("error: expected \"empty\", found \"not_a_diff\"");
    work.run("--check --bless a.txt").ends_with(0);
    assert_eq!(work.read("a.expected.json"), "{\"error\":\"not_a_diff\"}\n");
}

#[test]
fn invalid_expectation_is_an_error() {
    let work = Workdir::with("a.txt", MARKED).file("a.expected.json", "{");
    work.run("--check a.txt").ends_with(2).shows("FAIL a.txt: a.expected.json: ");
}

#[test]
fn the_report_can_be_json() {
    let work = Workdir::with("a.txt", MARKED).file("b.txt", NO_DIFF);
    let ran = work.run("--check --format json a.txt b.txt").ends_with(1);
    let report: Vec<serde_json::Value> =
        ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let fields: Vec<_> = report.iter().map(|line| (line["path"].as_str(), line["status"].as_str())).collect();
    assert_eq!(fields, [(Some("a.txt"), Some("ok")), (Some("b.txt"), Some("fail"))]);
    assert_eq!(report[0]["proof"], "stated");
    assert!(report[1]["shape"].is_null());
    assert!(ran.stdout.starts_with(
        r#"{"path":"a.txt","line":null,"status":"ok","shape":"marked","proof":"stated","code":null,"reason":null}"#
    ));
    assert_eq!(report[1]["code"], "not_a_diff");
}

#[test]
fn failures_are_annotated_for_github_and_gitlab() {
    let work = Workdir::with("a.txt", MARKED).file("b.txt", NO_DIFF);
    let ran =
        work.run("--check --format github a.txt b.txt").ends_with(1).shows("ok   a.txt: marked, stated\n");
    ran.shows("\n::error file=b.txt,title=wikidiff::no diff found in this text").shows("1 passed, 1 failed");
    let ran = work.run("--check --format gitlab a.txt b.txt").ends_with(1);
    let issues: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(issues.as_array().unwrap().len(), 1);
    assert_eq!(issues[0]["location"], serde_json::json!({"path": "b.txt", "lines": {"begin": 1}}));
    assert_eq!(issues[0]["fingerprint"], "wikidiff:b.txt:not_a_diff");
}

#[test]
fn every_kind_of_failure_has_a_code() {
    let cut = "Line 3:\tLine 3:\n \t\na\n \t\na\n−\t\nold\n+\t";
    let work = Workdir::with("changed.txt", MARKED)
        .file("changed.expected.json", "{}")
        .file("broken.txt", MARKED)
        .file("broken.expected.json", "{")
        .file("open.txt", UNPROVED)
        .file("cut.txt", cut);
    let ran =
        work.run("--check --format json broken.txt changed.txt cut.txt missing.txt open.txt").ends_with(2);
    let lines = ran.stdout.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let codes: Vec<_> = lines.map(|line| line["code"].as_str().unwrap().to_owned()).collect();
    assert_eq!(codes, ["bad_expectation", "unexpected", "not_proved", "unreadable", "not_proved"]);
}

#[test]
fn a_quiet_check_tells_by_its_exit_code() {
    let work = Workdir::with("a.txt", MARKED)
        .file("b.txt", NO_DIFF)
        .file("c.txt", MARKED)
        .file("c.expected.json", "{");
    for (files, code) in [("a.txt", 0), ("a.txt b.txt", 1), ("a.txt b.txt c.txt", 2)] {
        let ran = work.run(&format!("-q --check {files}")).ends_with(code).tells_nothing();
        assert_eq!(ran.stdout, "");
    }
}

#[test]
fn reports_many_files_in_order_on_any_number_of_threads() {
    let work = (0..300).fold(Workdir::new(), |work, number| {
        let paste = [MARKED, SEED, NO_DIFF][number % 3];
        work.file(&format!("f/{number:03}.txt"), paste)
    });
    let alone = work.run("--check --jobs 1 f").ends_with(1);
    assert_eq!(alone.stdout.lines().count(), 301);
    for jobs in [2, 7] {
        assert_eq!(work.run(&format!("--check --jobs {jobs} f")).ends_with(1).stdout, alone.stdout);
    }
}

#[test]
fn check_without_inputs_is_an_error() {
    let work = Workdir::with("empty/.hidden", "");
    work.run("--check empty").ends_with(2).tells("no files to check");
    work.run("--check -").ends_with(2).shows("not standard input");
    work.run("--check missing").ends_with(2).shows("FAIL missing: there is no such file");
}

#[cfg(unix)]
#[test]
fn symbolic_loops_and_broken_links_do_not_hang() {
    use std::os::unix::fs::symlink;

    let work = Workdir::with("f/a.txt", MARKED);
    symlink("..", work.path("f/up")).unwrap();
    symlink("self", work.path("f/self")).unwrap();
    symlink("a.txt", work.path("f/z.txt")).unwrap();
    let ran =
        work.run("--check f").ends_with(2).shows("ok   f/a.txt").shows("FAIL f/self: ").shows("ok   f/z.txt");
    ran.shows("3 files: 2 passed, 1 failed");
    fs::remove_file(work.path("f/self")).unwrap();
    work.run("--check f").ends_with(0).shows("2 files: 2 passed");
}
