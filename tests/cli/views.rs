//! The options of views, themes, counts and links.

use crate::workdir::{MARKED, SEED, Workdir, pipe};

#[test]
fn each_view_shows_a_changed_line_in_its_way() {
    pipe("", MARKED).shows(" ~ 2    [-an old-]{+a new+} word");
    pipe("--view stacked", MARKED).shows(" - 2    [-an old-] word\n + 2    {+a new+} word");
    for line in ["-s --width 80", "--side-by-side --width 80", "--view side-by-side --width 80"] {
        pipe(line, MARKED)
            .shows(" ~ 2  [-an old-] word                  │  ~ 2  {+a new+} word\n")
            .tells_nothing();
    }
    pipe("--focus", SEED).shows("⋯ 42 words ⋯");
}

#[test]
fn narrow_terminal_gets_one_column_and_a_message() {
    let ran = pipe("-s --width 59", MARKED).ends_with(0).tells("two columns need a width of 60");
    assert_eq!(ran.stdout, pipe("--width 59", MARKED).stdout);
}

#[test]
fn numstat_prints_one_line_per_diff() {
    let work = Workdir::with("a.txt", MARKED).file("b.txt", SEED);
    let ran = work.run("--numstat a.txt b.txt").ends_with(0).tells_nothing();
    let expected = "1\t0\t0\t0\t-1\tstated\ta.txt\t\t0\t0\n1\t0\t0\t0\t+4\tproved\tb.txt\tChatGPT\t0\t0\n";
    assert_eq!(ran.stdout, expected);
}

#[test]
fn stat_prints_a_table_with_a_total() {
    let work = Workdir::with("a.txt", MARKED).file("b.txt", SEED);
    let ran = work.run("--stat a.txt b.txt").ends_with(0).tells_nothing();
    let expected = "changed  added  removed  moved    bytes
      1      0        0      0       -1  a.txt
      1      0        0      0       +4  ChatGPT (b.txt)
      2      0        0      0       +3  2 diffs
";
    assert_eq!(ran.stdout, expected);
}

#[test]
fn themes_are_listed_by_name_in_a_pipe_and_by_sample_elsewhere() {
    assert_eq!(pipe("--list-themes", "").ends_with(0).stdout, "wiki\nclassic\nmono\n");
    pipe("--list-themes --color always", "").shows("==> classic <==").shows("\x1B[");
}

#[test]
fn a_theme_and_the_number_of_colours_decide_the_codes() {
    let coloured = |line: &str| pipe(&format!("--color always {line}"), MARKED).stdout;
    assert!(coloured("--colors true").contains("48;2;255;213;128m"));
    assert!(coloured("--colors 256").contains("48;5;222m"), "{:?}", coloured("--colors 256"));
    assert!(coloured("--colors 16").contains("\x1B[43m"), "{:?}", coloured("--colors 16"));
    assert!(coloured("--theme classic --colors 16").contains("\x1B[41m"));
    let mono = coloured("--theme mono");
    assert!(
        mono.contains("\x1B[9m") && !mono.contains("\x1B[3") && !mono.contains("\x1B[4m\x1B[4"),
        "{mono:?}"
    );
    assert_ne!(coloured("--background light"), coloured("--background dark"));
}

#[test]
fn links_are_clickable_on_demand() {
    let link = "\x1B]8;id=w0;https://en.wikipedia.org/wiki/";
    let words = "--color always --hyperlinks always --wiki-url https://en.wikipedia.org";
    pipe(words, SEED).shows(link).shows("Reinforcement_Learning_from_Human_Feedback\x1B\\");
    assert!(!pipe("--color always --wiki-url https://en.wikipedia.org", SEED).stdout.contains("\x1B]"));
    assert!(!pipe("--hyperlinks always --wiki-url https://en.wikipedia.org", SEED).stdout.contains('\x1B'));
}

#[test]
fn links_lead_to_the_wiki_that_the_input_names() {
    let page = include_str!("../../fixtures/html/page-moved-paragraphs.html");
    let link = ";https://wiki.example/index.php?title=Fresnel_lens\x1B\\";
    pipe("--hyperlinks always --color always", page).ends_with(0).shows(link);
    let keeps_wiki = |paste: &str, wiki: &str| {
        let written = pipe("--format html", paste).ends_with(0).shows(wiki).stdout;
        pipe("--format html", written).ends_with(0).shows(wiki);
    };
    keeps_wiki(page, "https://wiki.example/index.php?title=$1");
    keeps_wiki(include_str!("../../fixtures/feed/atom.xml"), "https://wiki.example/index.php?title=$1");
    keeps_wiki(include_str!("../../fixtures/export/two-pages.xml"), "https://wiki.example/wiki/$1");
}

#[test]
fn page_contains_rows_hidden_by_context() {
    let page = pipe("--format html --context 0", SEED).ends_with(0).shows("⋯ 2 lines ⋯").stdout;
    let json = |input: &str| pipe("--format json", input).ends_with(0).stdout;
    let hunks =
        |json: &str| json[json.find("\"hunks\"").unwrap()..json.find(",\"warnings\"").unwrap()].to_owned();
    assert_eq!(hunks(&json(&page)), hunks(&json(SEED)));
}
