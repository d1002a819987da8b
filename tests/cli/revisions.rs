//! Whole pages: two files with `--revisions`, and exports with their history.

use crate::workdir::{MARKED, MARKED_WORDS, Ran, Workdir};

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

/// A page in which lines occur twice, as in a copied diff.
const DOUBLED: &str = "a river\na river\n\nan old mill\nan old mill\n\na ford\na ford\n";

#[test]
fn two_files_without_a_diff_are_compared() {
    let compares = |old: &str, new: &str| {
        let work = Workdir::with("old", old).file("new", new);
        let ran =
            work.run("old new").ends_with(0).tells("no diff in either file, so old (old) and new (new) are");
        assert_eq!(ran.stdout, work.run("--revisions old new").stdout);
    };
    compares(OLD, NEW);
    compares("", NEW);
    compares("<b>a</b>\n", "<b>c</b>\n");
    compares(DOUBLED, &DOUBLED.replace("ford", "weir"));
    compares(DOUBLED, "another page\n");
    let work = Workdir::with("old", OLD).file("new", NEW);
    work.pipe("old -", NEW).ends_with(0).shows(HIGH);
    work.run("-R old new").ends_with(0).shows("the [-high·-]moor");
    work.run("-q old new").ends_with(1).shows_nothing().tells_nothing();
    work.run("--bytes 4 old new").ends_with(2).tells("old: no diff found");
    work.run("old gone").ends_with(2).shows_nothing().tells("gone: there is no such file");
    work.run("gone new").ends_with(2).shows_nothing().tells("gone: there is no such file");
}

#[test]
fn two_files_of_which_one_holds_a_diff_are_inputs() {
    let work = Workdir::with("page", OLD).file("paste", MARKED).file("history", EXPORT);
    work.run("paste paste").ends_with(0).shows("==> paste <==").tells_nothing();
    work.run("paste page").ends_with(2).shows(MARKED_WORDS).tells("page: no diff found");
    work.run("page paste").ends_with(2).shows(MARKED_WORDS).tells("page: no diff found");
    work.run("page history").ends_with(2).shows("==> history:").tells("page: no diff found");
    // Lines that occur twice may be context, unless both files share them.
    let doubled = Workdir::with("one", DOUBLED).file("two", "an elm\nan elm\n\nan oak\nan oak\n");
    doubled.run("one two").ends_with(0).shows("==> one <==").shows("==> two <==");
}

#[test]
fn binary_files_and_exports_are_named_as_such() {
    let work = Workdir::with("a", b"x\0y").file("b", b"x\0z").file("c", b"x\0y").file("page", OLD);
    work.run("a b").ends_with(2).shows_nothing().tells("a and b: binary files, different (no text to show)");
    work.run("--revisions page b").ends_with(2).shows_nothing().tells("binary files, different");
    work.run("a c").ends_with(0).shows_nothing().tells("binary files, equal");
    work.run("-q a b").ends_with(1).tells_nothing();
    let work = work.file("history", EXPORT);
    work.run("--revisions page history").ends_with(0).tells("history: this is an XML export");
}

#[test]
fn a_patch_of_two_files_names_them() {
    let starts = |line: &str, names: &str| {
        let work = Workdir::with("old.wiki", OLD).file("p/new.wiki", NEW);
        let patch = work.run(&format!("--format patch {line}")).ends_with(0).stdout;
        assert!(patch.starts_with(names), "{patch}");
    };
    starts("old.wiki p/new.wiki", "--- old.wiki\n+++ old.wiki\tp/new.wiki\n@@");
    starts("-R --revisions old.wiki p/new.wiki", "--- a/p/new.wiki\n+++ b/p/new.wiki\told.wiki\n@@");
}

#[test]
#[ignore = "needs patch"]
fn patch_applies_the_patch_of_two_files() {
    for (old, new) in [(OLD, NEW), (OLD.trim_end(), NEW), (OLD, NEW.trim_end()), ("", NEW)] {
        let work = Workdir::with("old page", old).file("new", new);
        let mut command = work.command("--format patch -o p --revisions");
        Ran::from(command.args(["old page", "new"]).output().unwrap()).ends_with(0);
        let mut patch = std::process::Command::new("patch");
        patch.args(["-s", "-i", "p"]).current_dir(work.path(""));
        Ran::from(patch.output().unwrap()).ends_with(0);
        assert_eq!(work.read("old page"), new);
    }
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
    assert_eq!([rows("--context 0"), rows(""), rows("--context 9")], [5, 7, 8]);
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
