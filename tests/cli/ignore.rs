//! `-w`, `-b`, `-B`, `-i` and `-I`: changes that do not count.

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::Value;
use wikidiff::Options;
use wikidiff::internals::{DifferenceRule, Filter, Pattern, PatternOptions, WhiteSpaceRule};
use wikidiff::model::{Side, Sides};

use crate::workdir::{MARKED, Workdir};

/// A history of eight revisions.
const HISTORY: &str = include_str!("../../fixtures/export/history.xml");

/// The rows of two pages that count as changed, as `old→new`.
#[track_caller]
fn case(options: &str, old: &str, new: &str, expected: &[&str]) {
    let work = Workdir::with("old.wiki", old).file("new.wiki", new);
    let ran = work.run(&format!("{options} --format json --revisions old.wiki new.wiki")).ends_with(0);
    let diff: Value = serde_json::from_str(&ran.stdout).unwrap();
    let text = |row: &Value, side: &str| row[side].as_str().unwrap_or("").to_owned();
    let rows = diff["hunks"].as_array().unwrap().iter().flat_map(|hunk| hunk["rows"].as_array().unwrap());
    let changed = rows.filter(|row| row["kind"] != "context");
    let changed: Vec<_> = changed.map(|row| format!("{}→{}", text(row, "old"), text(row, "new"))).collect();
    assert_eq!(changed, expected, "{options}");
    let code = i32::from(!expected.is_empty());
    work.run(&format!("{options} -q --revisions old.wiki new.wiki")).ends_with(code);
}

#[test]
fn ignores_white_space() {
    let (old, new) = ("a river\na tree \n b\nx\n", "a  river\na tree\nb\ny\n");
    case("-b", old, new, &[" b→b", "x→", "→y"]);
    case("-w", old, new, &["x→", "→y"]);
    case("-w", "a river\n", "a r i v e r\n", &[]);
}

#[test]
fn ignores_case() {
    case("-i", "A River\nx\n", "a river\ny\n", &["x→", "→y"]);
    case("-i", "ДОМ\n", "дом\n", &[]);
    case("-i", "TITLE OF ALL\n", "new\ntitle of all\nother\n", &["→new", "→other"]);
}

#[test]
fn ignores_blank_lines_without_other_changes() {
    case("-B", "a\nb\nc\nd\n", "a\n\nb\nc\nd\n", &[]);
    case("-B", "a\nb\n", "a\n\nwholly new\nb\n", &["→", "→wholly new"]);
    case("-B", "a\nb\n", "a\n  \nb\n", &["→  "]);
    case("-B -b", "a\nb\n", "a\n  \nb\n", &[]);
}

#[test]
fn ignores_changed_text_that_matches() {
    let (old, new) = ("river, seen 12:30\ncounter 17\n", "river, seen 12:31\ncounter 18\n");
    case("-I [0-9:]+", old, new, &[]);
    case("-I [0-9]{2}:[0-9]{2}", old, new, &["counter 17→counter 18"]);
    case("-I counter -I seen", old, new, &["river, seen 12:30→river, seen 12:31", "counter 17→counter 18"]);
    case("-F -I counter", "a\n", "a\ncounter\n", &[]);
    case("-I counter", "a\n", "a\na counter\n", &["→a counter"]);
}

#[test]
fn counts_what_is_ignored() {
    let work = Workdir::with("history.xml", HISTORY);
    let ran = work.run("-w -B --from 204 --to 205 history.xml").ends_with(0);
    ran.shows("no changes\n2 changed lines ignored\n");
    let ran = work.run("-w --from 204 --to 205 history.xml").ends_with(0);
    ran.shows("   7 8    The  bridge")
        .shows("1 line added · +2 bytes\nonly white space\n1 changed line ignored\n");
    work.run("-w -B --from 204 --to 205 --exit-code history.xml").ends_with(0);
    let ran = work.run("-w --from 204 --to 205 --format json history.xml").ends_with(0);
    ran.shows(r#""filtered":{"ignored_rows":1,"hidden_hunks":0}"#)
        .shows(r#"{"kind":"context","old":"The bridge carries a toll road and the valley road.","new":"The  bridge carries a toll road and the valley road.","ignored":"changed"}"#);
}

#[test]
fn search_skips_what_is_ignored() {
    let work = Workdir::with("history.xml", HISTORY);
    assert_eq!(work.run("-G April --count history.xml").stdout, "2\n");
    assert_eq!(work.run("-G April -I [0-9]+.[A-Z][a-z]+ --count history.xml").stdout, "0\n");
}

#[test]
fn every_view_shows_an_ignored_line_as_context() {
    let old = "a\n\none two\nlast\nz\n";
    let new = "a\n\none  two\nlast word\nz\n";
    let work = Workdir::with("old.wiki", old).file("new.wiki", new);
    for options in ["", "-s", "--view stacked", "--no-gutter"] {
        let ran = work.run(&format!("-w {options} --revisions old.wiki new.wiki")).ends_with(0);
        let line = ran.stdout.lines().find(|line| line.contains("one  two")).unwrap();
        assert!(!line.contains(['~', '+', '-', '·']), "{line}");
    }
    let page = work.run("-w --format html --revisions old.wiki new.wiki").ends_with(0).stdout;
    assert!(!page.contains("one<ins"), "{page}");
    let page = Workdir::with("page.html", page).run("--format json page.html").ends_with(0);
    page.shows(r#"{"kind":"context","old":"one two","new":"one  two"}"#);
}

#[test]
fn patch_leaves_out_what_is_ignored() {
    let work = Workdir::with("old.wiki", "a\none two\nb\n").file("new.wiki", "a\none  two\nb\nc\n");
    let ran = work.run("-w --format patch --revisions old.wiki new.wiki").ends_with(0);
    assert!(ran.stdout.ends_with(" one two\n b\n+c\n"), "{}", ran.stdout);
    let work = Workdir::with("old.wiki", "a\nb\nx\n").file("new.wiki", "a\n\nb\ny\n");
    let ran = work.run("-B --format patch --revisions old.wiki new.wiki").ends_with(0);
    assert!(ran.stdout.ends_with("@@ -1,3 +1,3 @@\n a\n b\n-x\n+y\n"), "{}", ran.stdout);
}

#[test]
fn applies_to_pastes() {
    let paste = MARKED.replace("an old word", "a word").replace("a new word", "A  word");
    let work = Workdir::with("a.txt", paste);
    work.run("-b a.txt").ends_with(0).shows("1 line changed");
    work.run("-b -i a.txt").ends_with(0).shows("no changes\n1 changed line ignored\n");
}

/// Numbers without order, the same in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

fn push(page: &mut String, line: &str) {
    page.push_str(line);
    page.push('\n');
}

/// Makes two pages whose lines differ in words, white space, case, blank lines and counters. A line is unlike all others
/// by its number, so that there is one way to align the pages.
fn random_pages(seed: u64) -> [String; 2] {
    let mut random = Random(seed);
    let mut pages = [String::new(), String::new()];
    let mut was_blank = true;
    // A blank line that was added and another that was removed could be one line.
    let has_new_blanks = random.below(2) == 0;
    for number in 0..4 + random.below(30) {
        let words = ["a Bridge of", "the River", "Two  trees in", "an old"][random.below(4)];
        let line = format!("{words} {number} Stones");
        let [old, new] = &mut pages;
        let (before, after) = match random.below(14) {
            0 => (line, String::new()),
            1 => (String::new(), line),
            2 => (line.clone(), line.replace(' ', "  ")),
            3 => (line.clone(), line.replace(' ', "")),
            4 => (format!("{line} "), line),
            5 => (line.to_uppercase(), line),
            6 => (line.clone(), format!("{line} and more")),
            7 => (line, format!("quite another text {number}")),
            8 if !was_blank && has_new_blanks => (line.clone(), format!("{line}\n")),
            9 if !was_blank && !has_new_blanks => (format!("{line}\n"), line),
            // Between unchanged lines: diff(1) decides for a run of changes, not for each line.
            10 => {
                let lines = |counter| format!("before {number}\ncounter {counter}\nafter {number}");
                (lines(number), lines(900 + number))
            }
            _ => (line.clone(), line),
        };
        for (page, text) in [old, new].into_iter().zip([before, after]).filter(|(_, text)| !text.is_empty()) {
            push(page, &text);
        }
        was_blank = pages.iter().any(|page| page.ends_with("\n\n"));
    }
    pages
}

/// The changed lines of each side, by the counts of their texts.
type ChangedLines = [BTreeMap<String, usize>; 2];

fn changed_by_diff(work: &Workdir, options: &str, pages: &[String; 2]) -> ChangedLines {
    let output = Command::new("diff")
        .args(options.split_whitespace())
        .args([work.path("old.wiki"), work.path("new.wiki")])
        .env("LC_ALL", "C.UTF-8")
        .output()
        .expect("diff runs");
    let lines = pages.each_ref().map(|page| page.lines().collect::<Vec<_>>());
    let mut changed = ChangedLines::default();
    let text = String::from_utf8(output.stdout).unwrap();
    for command in text.lines().filter(|line| line.starts_with(|first: char| first.is_ascii_digit())) {
        let at = command.find(['a', 'c', 'd']).unwrap();
        let range = |part: &str| {
            let (first, last) = part.split_once(',').unwrap_or((part, part));
            first.parse::<usize>().unwrap() - 1..last.parse::<usize>().unwrap()
        };
        let has = [command.as_bytes()[at] != b'a', command.as_bytes()[at] != b'd'];
        for (side, part) in [&command[..at], &command[at + 1..]].into_iter().enumerate() {
            for line in has[side].then(|| range(part)).into_iter().flatten() {
                *changed[side].entry(lines[side][line].to_owned()).or_default() += 1;
            }
        }
    }
    changed
}

fn changed_by_wikidiff(filter: &Filter, pages: &[String; 2]) -> ChangedLines {
    let [old, new] = pages;
    let diff = wikidiff::diff_pages(Sides::new(old.as_str(), new), &Options::default());
    let diff = filter.apply(diff).unwrap();
    let mut changed = ChangedLines::default();
    for row in diff.hunks.iter().flat_map(|hunk| &hunk.rows).filter(|row| !row.is_context()) {
        for (side, lines) in [Side::Old, Side::New].into_iter().zip(&mut changed) {
            if let Some(line) = row.change.line(side) {
                *lines.entry(line.text().to_owned()).or_default() += 1;
            }
        }
    }
    changed
}

/// Makes the filter of some options.
fn filter(options: &str) -> Filter {
    let mut filter = Filter::default();
    for option in options.split(' ') {
        match option {
            "-w" => filter.ignore.white_space = WhiteSpaceRule::Ignored,
            "-b" => filter.ignore.white_space = WhiteSpaceRule::AmountIgnored,
            "-i" => filter.ignore.case = DifferenceRule::Ignored,
            "-B" => filter.ignore.blank_lines = DifferenceRule::Ignored,
            "-I" | "" => {}
            pattern => {
                filter.ignore.matching = vec![Pattern::new(pattern, PatternOptions::default()).unwrap()];
            }
        }
    }
    filter
}

#[test]
#[ignore = "needs diff"]
fn the_lines_that_diff_calls_equal_count_as_unchanged() {
    const OPTIONS: [&str; 8] = ["", "-w", "-b", "-i", "-B", "-w -i -B", "-b -B", "-I ^counter.[0-9]*$"];
    for seed in 0..500 {
        let pages = random_pages(seed);
        let work = Workdir::with("old.wiki", &pages[0]).file("new.wiki", &pages[1]);
        for options in OPTIONS {
            let expected = changed_by_diff(&work, options, &pages);
            assert_eq!(
                changed_by_wikidiff(&filter(options), &pages),
                expected,
                "{seed} {options}: {pages:#?}"
            );
        }
    }
}
