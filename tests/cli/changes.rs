//! "No changes" is a statement: exit codes, counts and words of diffs whose changes are known, absent or unknown.

use crate::workdir::{SEED, Workdir, pipe};

/// A copy of the inline view: the old and the new word are glued.
const INLINE: &str = "Lago Fenn: Difference between revisions\nDeleted content Added content\nLine 4:\nThe mill has twothree \
                      wheels.\n\nThe lake is deep.\n";

const COLUMN: &str = "Revision as of 18:01, 19 April 2016 (edit)\nEditor (talk | contribs)\n \n\t\n\t\nThe lake is deep.\n\t\n";

const CONTEXT_HUNK: &str = "--- a/Fenn\n+++ b/Fenn\n@@ -1,2 +1,2 @@\n a\n b\n";

const CUT_OFF: &str = "--- a/Fenn\n+++ b/Fenn\n@@ -1,5 +1,5 @@\n a\n b\n";

#[test]
fn changes_that_cannot_be_told_apart_are_unknown() {
    for input in [INLINE, COLUMN, CONTEXT_HUNK, CUT_OFF] {
        pipe("--exit-code", input).ends_with(2).shows("changes unknown\n");
        pipe("-q", input).ends_with(2).shows_nothing().tells("does not say if there are changes");
        pipe("--numstat", input).ends_with(0).shows("?\t?\t?\t?\t?\t");
        let counts = pipe("--stat", input).ends_with(0).stdout;
        let numbers: Vec<_> = counts.lines().nth(1).unwrap().split_whitespace().take(5).collect();
        assert_eq!(numbers, ["?"; 5], "{counts}");
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
    work.run("--exit-code --revisions old new").ends_with(0).shows("no changes\n");
    work.run("--format json --revisions old new").shows(r#""computed":0},"proof":"stated","hunks""#);
    // Wikis store no line end at the end of a page, so it is not compared.
    let only_line_end = "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n";
    pipe("--exit-code", only_line_end).ends_with(0).shows("no changes\n");
}

#[test]
fn a_change_of_the_file_is_in_the_picture() {
    #[track_caller]
    fn case(input: &str, shown: &str, json: &str) {
        pipe("--exit-code", input).ends_with(1).shows(shown).shows("no lines changed").tells_nothing();
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
    case(&binary, "\nno lines changed\n", r#"[{"kind":"binary"}]"#);
    let counts = pipe("--stat", binary.as_str()).stdout;
    let numbers: Vec<_> = counts.lines().nth(1).unwrap().split_whitespace().take(5).collect();
    assert_eq!(numbers, ["0", "0", "0", "0", "?"], "{counts}");
    pipe("-R", file("deleted file mode 100644\nindex e69de29..0000000")).shows("\nfile  new file\n");
}

#[test]
fn a_stated_byte_change_contradicts_no_changes() {
    let answer = r#"{"compare":{"fromsize":10,"tosize":17,"*":""}}"#;
    pipe("--exit-code", answer).ends_with(2).shows("changes unknown · +7 bytes\n");
    let answer = r#"{"compare":{"fromsize":10,"tosize":10,"*":""}}"#;
    pipe("--exit-code", answer).ends_with(0).shows("no changes\n");
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
    pipe("", INLINE).tells("add useformat=desktop to the address");
    let phone = INLINE.replace("Deleted content", "4 bytes added , 4 February 2023\nDeleted content");
    pipe("", phone).tells("Special:Diff/NUMBER?useformat=desktop");
}

/// A table with markers, whose rows add 4 bytes.
const FOUR_BYTES: &str = "Line 3:\tLine 3:\n−\t\na long river\n+\t\na [[long]] river\n";

#[test]
fn every_number_has_its_source_if_two_differ() {
    pipe("", FOUR_BYTES).shows("1 line changed · +4 bytes · ");
    pipe("--bytes +4", FOUR_BYTES).shows("1 line changed · +4 bytes · ").tells_nothing();
    let ran = pipe("--bytes -8", FOUR_BYTES).ends_with(0);
    ran.shows("-8 bytes given, +4 bytes in the rows\n").tells("-8 bytes were given");
    pipe("--bytes -8 --format json", FOUR_BYTES).shows(r#""bytes":{"stated":null,"given":-8,"computed":4}"#);
    let answer = r#"{"compare":{"fromsize":10,"tosize":17,"*":""}}"#;
    pipe("--bytes 3", answer).shows("+3 bytes given, +7 bytes on the page\n").shows("changes unknown\n");
}

#[test]
fn a_given_number_that_contradicts_the_page_leaves_no_likelihood() {
    let ran =
        pipe("--bytes 8", SEED).shows("+8 bytes given, +4 bytes on the page, +8 bytes in the rows, likely\n");
    assert!(!ran.stdout.contains('%'), "{}", ran.stdout);
    pipe("--bytes 8 --numstat", SEED).shows("\t+8\t");
    pipe("--numstat", SEED).shows("\t+4\t");
}

#[test]
fn rows_that_are_guesses_are_called_so_first() {
    let paste = "Fenn: Difference between revisions\nOne line of the page\nOne line of the page\nA second, other line\nAnd \
                 a third one\nA fourth\nThe end of it\n";
    pipe("", paste).ends_with(0).shows("a guess: 4 rows marked ?, ");
    pipe("--bytes -9000", paste).ends_with(0).shows("-9000 bytes given, ").shows("a guess: ");
    let numbered = paste.replace("revisions\n", "revisions\nLine 1:\tLine 1:\n");
    assert!(!pipe("", numbered).stdout.contains("a guess"));
}

#[test]
fn a_new_page_has_one_byte_count_whichever_way_it_comes() {
    let work = Workdir::with("old", "").file("new", "a\nb\n");
    work.run("--revisions old new").shows(" · +3 bytes · ");
    let created =
        "diff --git a/x b/x\nnew file mode 100644\n--- /dev/null\n+++ b/x\n@@ -0,0 +1,2 @@\n+a\n+b\n";
    pipe("", created).shows(" · +3 bytes · ");
    pipe("-R", created).shows(" · -3 bytes · ");
    // Without context, a part of a file looks like a whole one.
    pipe("", "--- a/x\n+++ b/x\n@@ -0,0 +1,2 @@\n+a\n+b\n").shows(" · +4 bytes · ");
    let row = |line: &str| {
        format!(
            "<tr><td colspan='2'></td><td class='diff-marker'>+</td><td class='diff-addedline'><div>{line}</div></td></tr>"
        )
    };
    let body = format!("{}{}", row("a"), row("b"));
    pipe("", format!(r#"{{"compare":{{"fromsize":0,"tosize":3,"*":"{body}"}}}}"#))
        .shows(" · +3 bytes · ")
        .tells_nothing();
}

#[test]
fn an_input_that_breaks_off_is_not_strict() {
    let feed = include_str!("../../fixtures/feed/atom.xml");
    pipe("--strict", feed).ends_with(0);
    let cut = feed.trim_end().strip_suffix("</feed>").unwrap();
    pipe("", cut).ends_with(0).tells("breaks off");
    pipe("--strict", cut).ends_with(2).tells("(--strict)");
    let export = include_str!("../../fixtures/export/two-pages.xml");
    pipe("--strict", export).ends_with(0);
    let cut = export.trim_end().strip_suffix("</mediawiki>").unwrap();
    pipe("", cut).ends_with(0).tells("breaks off");
    pipe("--strict", cut).ends_with(2).tells("(--strict)");
    let work = Workdir::with("a.xml", cut);
    work.run("--check a.xml").ends_with(1).shows("breaks off");
    let record = serde_json::json!({ "text": cut }).to_string();
    pipe("--jsonl", record.as_str()).ends_with(0);
    pipe("--jsonl --strict", record.as_str()).ends_with(2);
}

#[test]
fn a_failed_record_ends_with_2() {
    let records = "{\"id\":1,\"old\":\"a\",\"new\":\"b\"}\n{\"id\":2,\"text\":3}\n";
    pipe("--jsonl", records).ends_with(2).tells("1 of 2 records could not be compared");
    pipe("--jsonl --keep-going", records).ends_with(0).tells("1 of 2 records could not be compared");
    pipe("--jsonl", records.lines().next().unwrap()).ends_with(0).tells_nothing();
}

#[test]
fn revisions_of_two_pages_have_their_titles() {
    let revision = |id: u32, text: &str| {
        format!(
            "<revision><id>{id}</id><timestamp>2024-05-01T10:00:00Z</timestamp><text>{text}</text></revision>"
        )
    };
    let export = format!(
        "<mediawiki><page><title>Fenn</title>{}</page><page><title>Tarn</title>{}</page></mediawiki>",
        revision(1, "a"),
        revision(2, "b")
    );
    let ran = pipe("--from 1 --to 2", export).ends_with(0);
    ran.shows("\nold  Fenn\nnew  Tarn\n").tells("of different pages: \"Fenn\" and \"Tarn\"");
}

#[test]
fn the_diff_of_an_entity_names_what_was_changed_and_claims_no_bytes() {
    let item = include_str!("../../fixtures/html/wikibase-item.html");
    pipe("", item).ends_with(0).shows("\n── label / en ─").tells_nothing();
    pipe("--json", item).shows(r#""content":"entity","bytes":{"stated":null,"computed":null}"#);
    pipe("--json", item)
        .shows(r#"{"start":null,"section":"Property / river","rows":[{"kind":"added","new":"Alder"}]}"#);
    pipe("--stat", item)
        .shows("\n      0      1        0      0        ?    Property / river: Alder / rank\n");
    pipe("--bytes 5", item).shows(" · +5 bytes given · ").tells_nothing();
    for format in ["patch", "old", "new"] {
        pipe(&format!("--format {format}"), item)
            .ends_with(2)
            .shows_nothing()
            .tells("values of a Wikibase entity");
    }
    let page = pipe("--format html", item).ends_with(0).shows(">label / en<").stdout;
    assert_eq!(pipe("", page).stdout, pipe("", item).stdout);
}

#[test]
fn the_text_of_an_entity_s_diff_is_told_as_what_it_is() {
    let text = include_str!("../../fixtures/inline/wikibase-item.txt");
    pipe("", text)
        .ends_with(0)
        .shows("sides lost")
        .shows("\n── label / en ─")
        .tells("the text of a Wikidata (Wikibase) diff");
    pipe("-q --exit-code", text).ends_with(2);
    pipe("--json", text).shows(r#""content":"entity""#).shows(r#""code":"entity_text""#);
    let table = "| label / en |  | label / en |  |\n|---|---|---|---|\n| − | old mill | + | Old Mill |\n";
    pipe("", table).shows("sides lost").tells("the text of a Wikidata (Wikibase) diff");
}

#[test]
fn the_diff_of_another_wiki_is_refused_by_name_or_likely() {
    for (page, name) in [
        (include_str!("../../fixtures/other-wikis/moinmoin.txt"), "MoinMoin"),
        (include_str!("../../fixtures/other-wikis/moinmoin-page.html"), "MoinMoin"),
        (include_str!("../../fixtures/other-wikis/trac.txt"), "Trac"),
        (include_str!("../../fixtures/other-wikis/trac-page.html"), "Trac"),
        (include_str!("../../fixtures/other-wikis/foswiki.txt"), "Foswiki"),
        (include_str!("../../fixtures/other-wikis/foswiki-page.html"), "Foswiki"),
        (include_str!("../../fixtures/other-wikis/xwiki.txt"), "XWiki"),
        (include_str!("../../fixtures/other-wikis/confluence.txt"), "Confluence"),
        (include_str!("../../fixtures/other-wikis/github-page.html"), "GitHub, Gitea or GitLab"),
        (include_str!("../../fixtures/other-wikis/dokuwiki-inline-page.html"), "DokuWiki"),
    ] {
        pipe("", page).ends_with(2).shows_nothing().tells(&format!("a diff page of {name}"));
    }
    let unsigned = include_str!("../../fixtures/other-wikis/github.txt");
    pipe("", unsigned).ends_with(2).shows_nothing().tells("add .diff to the address");
    for page in [
        include_str!("../../fixtures/html/dokuwiki.html"),
        include_str!("../../fixtures/marked/dokuwiki.txt"),
    ] {
        pipe("", page)
            .ends_with(0)
            .shows("likely\n")
            .shows(" · +13 bytes · ")
            .tells("leaves out blank lines that changed");
    }
}
