//! Views, themes, figures and links, as they are asked for.

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
fn two_columns_that_have_no_room_are_one_and_it_is_told() {
    let ran = pipe("-s --width 59", MARKED).ends_with(0).tells("two columns need a width of 60");
    assert_eq!(ran.stdout, pipe("--width 59", MARKED).stdout);
}

#[test]
fn figures_are_a_line_for_each_diff() {
    let work = Workdir::with("a.txt", MARKED).file("b.txt", SEED);
    let ran = work.run("--stat a.txt b.txt").ends_with(0).tells_nothing();
    let expected = "1\t0\t0\t0\t-1\tstated\ta.txt\t\t\n\
                    1\t0\t0\t0\t+4\tproved\tb.txt\tChatGPT\t2 links added, 1 removed · only markup\n";
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
