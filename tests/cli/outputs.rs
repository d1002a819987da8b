//! Outputs besides the terminal view: HTML, patches, files.

use std::fs;

use crate::workdir::{MARKED, MARKED_WORDS, SEED, Workdir, pipe};

/// A paste without line numbers that states its sides.
const UNNUMBERED: &str = "−\t\nan old word\n+\t\na new word\n \t\nsame\n \t\nsame\n";

#[test]
fn page_needs_no_other_file() {
    let page = pipe("--format html", SEED).ends_with(0).tells_nothing().stdout;
    assert!(page.starts_with("<!DOCTYPE html>\n") && page.ends_with("</html>\n"), "{page}");
    for part in ["<script", "src=", "http", "@import", "url("] {
        assert!(!page.contains(part), "{part}");
    }
    assert!(page.contains("<title>ChatGPT: Difference between revisions</title>"));
}

#[test]
fn several_diffs_are_one_page() {
    let work = Workdir::with("a.txt", MARKED).file("b.txt", SEED);
    let page = work.run("--format html a.txt no-such-file b.txt").ends_with(2).stdout;
    for (part, count) in [("<!DOCTYPE", 1), ("<article", 2), ("</html>", 1)] {
        assert_eq!(page.matches(part).count(), count, "{part}");
    }
    assert!(page.contains("<p class=\"source\">b.txt</p>"));
    work.run("--format html no-such-file").ends_with(2).shows_nothing();
}

#[test]
fn text_of_a_paste_does_not_become_markup() {
    let hostile = MARKED.replace("an old", "</table><script>alert(1)</script>\u{202e}");
    let page = pipe("--format html", hostile).ends_with(0).stdout;
    assert!(!page.contains("<script"));
    assert!(page.contains("&lt;script&gt;") && page.contains("data-code=\"202E\""));
}

#[test]
fn page_is_read_back() {
    let likely =
        "Line 7:\tLine 7:\none\none\ntwo\ntwo\nmilk\u{202e}\u{1}and rennet\nthree\nthree\nfour\nfour";
    for paste in [SEED, MARKED, UNNUMBERED, likely] {
        let facts = |text: &str| {
            let json = pipe("--format json", text).ends_with(0).stdout;
            let (_, facts) = json.split_once("\"title\"").unwrap();
            facts.split_once("\"warnings\"").unwrap().0.to_owned()
        };
        assert_eq!(facts(&pipe("--format html", paste).stdout), facts(paste));
    }
}

#[test]
fn patch_has_line_numbers() {
    let patch = pipe("--format patch", SEED).ends_with(0).tells_nothing().stdout;
    assert!(patch.starts_with("--- ChatGPT\n+++ ChatGPT\n@@ -20,5 +20,5 @@\n [[File:"), "{patch}");
}

#[test]
fn a_patch_without_line_numbers_is_refused() {
    pipe("--format patch", UNNUMBERED).ends_with(2).shows_nothing().tells("no line numbers");
}

#[test]
fn warns_of_a_likely_patch() {
    let open = "Line 7:\tLine 7:\none\none\ntwo\ntwo\nmilk and rennet\nthree\nthree\nfour\nfour";
    pipe("--format patch", open).ends_with(0).shows("+milk and rennet\n").tells("likely, but not verified");
}

#[test]
fn a_patch_is_read_again() {
    let patch = pipe("--format patch", SEED).stdout;
    let rows = |text: &str| {
        let json = pipe("--format json", text).stdout;
        json.split_once("\"hunks\"").unwrap().1.split_once("\"warnings\"").unwrap().0.to_owned()
    };
    assert_eq!(rows(&patch), rows(SEED));
}

#[test]
fn one_side_is_its_wikitext() {
    assert_eq!(pipe("--format old", MARKED).ends_with(0).stdout, "same\nan old word\n");
    assert_eq!(pipe("--format new", MARKED).ends_with(0).stdout, "same\na new word\n");
    assert_eq!(pipe("--format new -R", MARKED).ends_with(0).stdout, "same\nan old word\n");
}

#[test]
fn several_sides_are_named() {
    let work = Workdir::with("a.txt", MARKED).file("b.txt", MARKED);
    let text = work.run("--format new a.txt b.txt").ends_with(0).stdout;
    assert_eq!(text, "<!-- a.txt -->\nsame\na new word\n<!-- b.txt -->\nsame\na new word\n");
}

#[test]
fn reverse_swaps_old_and_new() {
    pipe("-R", MARKED).ends_with(0).shows("[-a new-]{+an old+} word");
    let json = pipe("-R --format json", SEED).ends_with(0).stdout;
    assert!(json.contains(r#""bytes":{"stated":-4,"computed":-4}"#), "{json}");
    assert!(json.contains(r#""old":{"label":"4 February 2023""#), "{json}");
}

#[test]
fn quiet_sets_only_the_exit_code() {
    let unchanged = r#"{"compare":{"fromtitle":"Fenn","totitle":"Fenn","*":""}}"#;
    pipe("-q", MARKED).ends_with(1).shows_nothing().tells_nothing();
    pipe("-q --exit-code --format json", MARKED).ends_with(1).shows_nothing().tells_nothing();
    pipe("-q", unchanged).ends_with(0).shows_nothing().tells_nothing();
    pipe("-q", "no diff").ends_with(2).shows_nothing().tells("standard input");
}

#[test]
fn no_gutter_leaves_the_text_alone() {
    let text = pipe("--no-gutter", format!("{MARKED}−\t\ngone\n \n")).ends_with(0).stdout;
    assert!(text.contains(&format!("\nsame\n{MARKED_WORDS}\n[-gone-]\n")), "{text}");
}

#[test]
fn file_and_pipe_get_equal_output() {
    let work = Workdir::with("a.txt", SEED);
    let piped = work.run("a.txt").stdout;
    work.run("-o b.txt a.txt").ends_with(0).shows_nothing().tells_nothing();
    assert_eq!(work.read("b.txt"), piped);
    assert_eq!(work.run("-o - a.txt").stdout, piped);
}

#[test]
fn a_file_may_be_read_and_replaced_in_one_run() {
    let work = Workdir::with("a.txt", SEED);
    let piped = work.run("a.txt").stdout;
    work.run("a.txt -o a.txt").ends_with(0);
    assert_eq!(work.read("a.txt"), piped);
    assert_eq!(fs::read_dir(work.path(".")).unwrap().count(), 1, "something was left beside the file");
}

#[test]
fn file_is_kept_if_nothing_could_be_shown() {
    let work = Workdir::with("out", "before").file("a.txt", MARKED);
    work.run("-o out no-such-file").ends_with(2).tells("no such file");
    assert_eq!(work.read("out"), "before");
    work.run("-o out no-such-file a.txt").ends_with(2);
    assert!(work.read("out").contains(MARKED_WORDS));
    work.run("-o no-such-folder/out a.txt")
        .ends_with(2)
        .tells("no-such-folder/out: cannot write: No such file");
    work.run("-o . a.txt").ends_with(2).tells(".: cannot write: Is a directory");
}

#[cfg(unix)]
#[test]
fn file_keeps_its_permissions_and_a_link_remains_a_link() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let work = Workdir::with("a.txt", MARKED).file("real", "before");
    fs::set_permissions(work.path("real"), fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real", work.path("link")).unwrap();
    work.run("-o link a.txt").ends_with(0);
    assert!(work.read("real").contains(MARKED_WORDS));
    assert!(fs::symlink_metadata(work.path("link")).unwrap().is_symlink());
    assert_eq!(fs::metadata(work.path("real")).unwrap().permissions().mode() & 0o777, 0o640);
}

#[cfg(target_os = "linux")]
#[test]
fn a_device_is_written_to_and_not_replaced() {
    use std::os::unix::fs::FileTypeExt;

    let work = Workdir::with("a.txt", SEED);
    work.run("-o /dev/null a.txt").ends_with(0).shows_nothing();
    assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
    work.run("-o /dev/full a.txt").ends_with(2).tells("/dev/full");
}
