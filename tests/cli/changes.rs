//! "No changes" is a statement: exit codes, counts and words of diffs whose changes are known, absent or unknown.

use crate::workdir::{Workdir, pipe};

/// A copy of the inline view: the old and the new word are glued.
const INLINE: &str = "Lago Fenn: Difference between revisions\nDeleted content Added content\nLine 4:\nThe mill has twothree \
                      wheels.\n\nThe lake is deep.\n";

const COLUMN: &str = "Revision as of 18:01, 19 April 2016 (edit)\nEditor (talk | contribs)\n \n\t\n\t\nThe lake is deep.\n\t\n";

const CONTEXT_HUNK: &str = "--- a/Fenn\n+++ b/Fenn\n@@ -1,2 +1,2 @@\n a\n b\n";

const CUT_OFF: &str = "--- a/Fenn\n+++ b/Fenn\n@@ -1,5 +1,5 @@\n a\n b\n";

#[test]
fn changes_that_cannot_be_told_apart_are_unknown() {
    for input in [INLINE, COLUMN, CONTEXT_HUNK, CUT_OFF] {
        pipe("--exit-code", input).ends_with(2).shows("byte change unknown").shows("changes unknown\n");
        pipe("-q", input).ends_with(2).shows_nothing().tells("does not say if there are changes");
        pipe("--stat", input).ends_with(0).shows("?\t?\t?\t?\t?\t");
        pipe("--format json", input).ends_with(0).shows(r#""computed":null"#).shows(r#""changes":"unknown""#);
        pipe("--format patch", input).ends_with(2).shows_nothing().tells("the changes are unknown");
        let shown = pipe("", input).ends_with(0).stdout;
        assert!(!shown.contains("no changes") && !shown.contains("±0"), "{shown}");
    }
}

#[test]
fn the_sides_of_a_copy_without_sides_are_not_written() {
    for input in [INLINE, COLUMN] {
        pipe("", input).ends_with(0).shows("sides lost");
        pipe("--format old", input).ends_with(2).shows_nothing().tells("the changes are unknown");
    }
    pipe("--format old", CUT_OFF).ends_with(0).shows("a\nb\n");
}

#[test]
fn the_extent_of_a_comparison_is_kept_in_a_web_page() {
    let page = |input: &str| pipe("--format html", input).ends_with(0).stdout;
    for input in [INLINE, COLUMN, CUT_OFF] {
        pipe("-q", page(input)).ends_with(2);
    }
    pipe("", page(INLINE)).shows("sides lost").shows("changes unknown\n");
}

#[test]
fn equal_pages_have_no_changes() {
    let work = Workdir::with("old", "a\nb\n").file("new", "a\nb\n");
    work.run("--exit-code --revisions old new").ends_with(0).shows("±0 bytes, stated").shows("no changes\n");
    work.run("--format json --revisions old new").shows(r#""computed":0},"proof":"stated","hunks""#);
    // Wikis store no line end at the end of a page, so it is not compared.
    let only_line_end = "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n";
    pipe("--exit-code", only_line_end).ends_with(0).shows("no changes\n");
}

#[test]
fn a_change_of_the_file_is_in_the_picture() {
    #[track_caller]
    fn case(input: &str, shown: &str, json: &str) {
        pipe("--exit-code", input).ends_with(1).shows(shown).shows("no lines changed\n").tells_nothing();
        pipe("--format json", input).shows(json);
    }
    let file = |header: &str| format!("diff --git a/x b/x\n{header}\n");
    case(
        &file("old mode 100644\nnew mode 100755"),
        "\nfile  mode 100644 → 100755\n",
        r#"[{"kind":"mode","old":"100644","new":"100755"}]"#,
    );
    case(
        &file("new file mode 100644\nindex 0000000..e69de29"),
        "\nfile  new file\n",
        r#"[{"kind":"created"}]"#,
    );
    case(
        "diff --git a/x b/y\nsimilarity index 100%\nrename from x\nrename to y\n",
        "\nfile  renamed\n",
        r#"[{"kind":"renamed"}]"#,
    );
    let binary = file("index 1..2 100644\nBinary files a/x and b/x differ");
    case(&binary, "byte change unknown, stated\n", r#"[{"kind":"binary"}]"#);
    pipe("--stat", binary.as_str()).shows("0\t0\t0\t0\t?\tstated");
    pipe("-R", file("deleted file mode 100644\nindex e69de29..0000000")).shows("\nfile  new file\n");
}

#[test]
fn a_stated_byte_change_contradicts_no_changes() {
    let answer = r#"{"compare":{"fromsize":10,"tosize":17,"*":""}}"#;
    pipe("--exit-code", answer).ends_with(2).shows("+7 bytes").shows("changes unknown\n");
    let answer = r#"{"compare":{"fromsize":10,"tosize":10,"*":""}}"#;
    pipe("--exit-code", answer).ends_with(0).shows("±0 bytes").shows("no changes\n");
}

#[test]
fn git_s_word_diffs_are_refused() {
    let header = "diff --git a/x b/x\nindex 1..2 100644\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n";
    let forms = [
        "Boats go [-daily-]{+twice a day+}.\nThe end.\n",
        " Boats go \n-daily\n+twice a day\n .\n~\n The end.\n~\n",
        "Boats go \u{1b}[31mdaily\u{1b}[m\u{1b}[32mtwice a day\u{1b}[m.\nThe end.\n",
    ];
    for form in forms {
        let coloured =
            format!("\u{1b}[1mdiff --git a/x b/x\u{1b}[m\n\u{1b}[36m@@ -1,2 +1,2 @@\u{1b}[m\n{form}");
        for text in [format!("{header}{form}"), coloured] {
            pipe("--exit-code", text).ends_with(2).shows_nothing().tells("this is a word diff by git");
        }
    }
}

#[test]
fn the_advice_fits_the_page() {
    pipe("", INLINE).tells("add useformat=desktop to its address");
    let phone = INLINE.replace("Deleted content", "4 bytes added , 4 February 2023\nDeleted content");
    pipe("", phone).tells("Special:Diff/NUMBER?useformat=desktop");
}
