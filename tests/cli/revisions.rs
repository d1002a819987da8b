//! Whole pages: two files with `--revisions`, and exports with their history.

use crate::workdir::{Ran, Workdir};

const OLD: &str = "a river\n\n== Course ==\nIt rises on the moor.\n";
const NEW: &str = "a river\n\n== Course ==\nIt rises on the high moor.\n";

/// The changed line of `OLD` and `NEW`, as shown.
const HIGH: &str = "It rises on the {+high·+}moor.";

const EXPORT: &str = include_str!("../../fixtures/export/two-pages.xml");

fn compare(old: impl AsRef<[u8]>, new: impl AsRef<[u8]>, options: &str) -> Ran {
    let work = Workdir::with("old", old).file("new", new);
    work.run(&format!("--revisions old new {options}"))
}

#[test]
fn two_pages_are_compared_under_their_heading() {
    compare(OLD, NEW, "").ends_with(0).shows(HIGH).shows("── Course ───").tells_nothing();
    compare(OLD, NEW, "--exit-code --strict").ends_with(1);
}

#[test]
fn json_says_that_the_sides_are_known() {
    compare(OLD, NEW, "--format json")
        .ends_with(0)
        .shows("\"source\":{\"name\":\"new\",\"shape\":\"revisions\",\"first_line\":1}")
        .shows("\"old\":{\"label\":\"old\",")
        .shows("\"bytes\":{\"stated\":null,\"computed\":5},\"proof\":\"stated\"")
        .shows("\"start\":{\"old\":2,\"new\":2},\"section\":\"== Course ==\"");
}

#[test]
fn equal_pages_have_no_hunks() {
    compare(OLD, OLD, "--exit-code").ends_with(0).shows("no changes");
    compare(OLD, OLD, "--format json").ends_with(0).shows("\"hunks\":[],\"warnings\":[]");
    compare("", "", "").ends_with(0).shows("no changes");
}

#[test]
fn context_has_the_given_width() {
    let rows = |options: &str| compare(OLD, NEW, options).ends_with(0).stdout.lines().count();
    assert_eq!([rows("--context 0"), rows(""), rows("--context 9")], [6, 8, 9]);
}

#[test]
fn one_of_the_pages_may_come_through_a_pipe() {
    let work = Workdir::with("page", OLD);
    work.pipe("--revisions page -", NEW).ends_with(0).shows(HIGH);
    work.pipe("--revisions - page", NEW).ends_with(0).shows("the [-high·-]moor");
    work.pipe("--revisions - -", NEW).ends_with(2).shows_nothing().tells("one of the two pages");
}

#[test]
fn reports_both_unreadable_pages() {
    let work = Workdir::with("page", OLD);
    work.run("--revisions page gone").ends_with(2).shows_nothing().tells("gone: there is no such file");
    let both = work.run("--revisions nowhere gone").ends_with(2).tells("nowhere: there is no such file");
    both.tells("gone: there is no such file");
    work.run("--revisions . page").ends_with(2).tells(".: this is a directory");
}

#[test]
fn pages_are_decoded_like_pastes() {
    let utf16: Vec<u8> = format!("\u{FEFF}{OLD}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    compare(utf16, NEW, "").ends_with(0).shows(HIGH).tells_nothing();
    compare(format!("\u{FEFF}{OLD}"), NEW, "").ends_with(0).shows(HIGH).tells_nothing();
    compare(b"a river \xE9 b\n", "a river e b\n", "")
        .ends_with(0)
        .shows("[-\u{FFFD}-]{+e+}")
        .tells("is not UTF-8");
}

#[test]
fn warns_of_line_ends_without_a_change() {
    compare(OLD, OLD.trim_end(), "--exit-code")
        .ends_with(0)
        .shows("no changes")
        .tells("only the old page has a line end");
    compare(OLD, OLD.replace('\n', "\r\n"), "--exit-code").ends_with(0).shows("no changes").tells("CR LF");
}

#[test]
fn foreign_text_in_a_heading_cannot_control_the_terminal() {
    let page = |word: &str| format!("== \u{1B}[31m ==\n\n\na\n{word}\n");
    let ran = compare(page("b"), page("c"), "").ends_with(0).shows("<U+001B ESC>");
    assert!(!ran.stdout.contains('\u{1B}'));
}

#[track_caller]
fn expect_usage_error(line: &str) {
    Workdir::new().run(line).ends_with(2).shows_nothing().tells("Usage:");
}

#[test]
fn two_pages_are_needed_and_nothing_else() {
    expect_usage_error("--revisions old");
    expect_usage_error("--revisions old new more");
    expect_usage_error("--revisions old new --check");
    expect_usage_error("--revisions old new --bytes 4");
    expect_usage_error("--revisions old new --from 4");
}

#[test]
fn revisions_of_an_export_are_shown_each_with_the_one_before() {
    let ran = Workdir::with("history", EXPORT).run("history").ends_with(0).tells_nothing();
    let headings: Vec<_> = ran.stdout.lines().filter(|line| line.starts_with("==> ")).collect();
    assert_eq!(headings.len(), 3, "{headings:?}");
}

#[test]
fn revisions_of_an_export_are_chosen_by_number() {
    let work = Workdir::with("history", EXPORT);
    let chosen = |options: &str, old: &str, new: &str| {
        let ran = work.run(&format!("history --format json {options}")).ends_with(0).tells_nothing();
        ran.shows(&format!("\"revision\":{old},")).shows(&format!("\"revision\":{new},"));
    };
    chosen("--from 101 --to 105", "101", "105");
    chosen("--to 105", "102", "105");
    chosen("--from 101", "101", "105");
    work.run("history --to 9")
        .ends_with(2)
        .shows_nothing()
        .tells("no revision 9; it has 101, 102, 105, 103, 104");
    work.run("history --to 103")
        .ends_with(2)
        .shows_nothing()
        .tells("history:99: the new revision is the first revision of its page");
    Workdir::with("page", OLD)
        .run("page --to 9")
        .ends_with(2)
        .tells("this is not an XML export; leave out --from and --to");
}

#[test]
fn context_acts_on_exports() {
    let work = Workdir::with("history", EXPORT);
    let rows =
        |context: u8| work.run(&format!("history --to 102 --context {context}")).stdout.lines().count();
    assert_eq!([rows(0), rows(2)], [8, 14]);
}
