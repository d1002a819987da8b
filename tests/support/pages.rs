//! Random pages and random edits of them.
//!
//! An edit is a list of small steps, so that a counter-example shrinks to few lines and few steps.

use proptest::prelude::*;
use proptest::sample::select;
use wikidiff::model::Sides;

/// An old page and the new one, line by line.
pub(crate) type Pages = Sides<Vec<String>>;

pub(super) const WORDS: [&str; 28] = [
    "river",
    "bridge",
    "the",
    "was",
    "built",
    "in",
    "1902",
    "of",
    "stone",
    "and",
    "carries",
    "a",
    "road",
    "[[arch]]",
    "'''Tarn'''",
    "''old''",
    "<ref>Ferris</ref>",
    "{{cite|a=b}}",
    "[[harbour|port]]",
    "12,500",
    "tonnes,",
    "(north)",
    "https://example.org/a",
    "&nbsp;",
    "it's",
    "—",
    "E=mc²",
    "Köln",
];

/// Lines that stand more than once on a page.
pub(super) const REPEATED: [&str; 12] = [
    "}}",
    "|-",
    "|}",
    "* one",
    "* two",
    "== Notes ==",
    "{{reflist}}",
    "| name = a",
    "<br>",
    "----",
    ": yes",
    "{| class=\"wikitable\"",
];

/// Lines of other scripts, with their words.
pub(super) const FOREIGN: [&str; 9] = [
    "この橋は1902年に建てられた。",
    "この橋は1903年に建てられた。",
    "Мост построен в 1902 году.",
    "Мост был построен в 1903 году.",
    "بُني الجسر عام ١٩٠٢",
    "สะพานสร้างในปี 1902",
    "👩‍🚀 and 🇯🇵 e\u{301}",
    "می\u{200c}خواهم",
    "한국어 문장 하나",
];

/// Lines with white space that pages and copies alter.
pub(super) const SPACED: [&str; 9] = [
    " indented code",
    "  two spaces",
    "ends in a space ",
    "two  inside",
    "a\u{a0}hard space",
    " ",
    "\u{a0}",
    "tab\tinside",
    " x",
];

/// One line of a page.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        5 => Just(String::new()),
        4 => select(&REPEATED[..]).prop_map(String::from),
        6 => paragraph(),
        3 => (1..40_u32).prop_map(|number| format!("* item {number}")),
        1 => select(&FOREIGN[..]).prop_map(String::from),
        1 => select(&SPACED[..]).prop_map(String::from),
    ]
}

fn paragraph() -> impl Strategy<Value = String> {
    prop::collection::vec(select(&WORDS[..]), 1..12).prop_map(|words| words.join(" "))
}

/// One step of an edit.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Remove(usize),
    Insert(Vec<String>),
    Replace(String),
    /// Replaces words: the first word, their number, and the new words.
    Reword(usize, usize, Vec<&'static str>),
    Move(usize),
    ToggleBlank,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (1..4_usize).prop_map(Step::Remove),
        4 => prop::collection::vec(line(), 1..4).prop_map(Step::Insert),
        2 => line().prop_map(Step::Replace),
        6 => (0..12_usize, 0..3_usize, prop::collection::vec(select(&WORDS[..]), 0..3))
            .prop_map(|(from, count, words)| Step::Reword(from, count, words)),
        1 => any::<usize>().prop_map(Step::Move),
        2 => Just(Step::ToggleBlank),
    ]
}

/// An old page and a new one that differ.
pub(crate) fn pages() -> impl Strategy<Value = Pages> {
    let old = prop::collection::vec(line(), 1..26);
    let steps = prop::collection::vec((0..26_usize, step()), 1..5);
    (old, steps).prop_map(|(old, steps)| edited(old, steps))
}

/// An old page and its new version after the steps of an edit. The two differ.
pub(super) fn edited(old: Vec<String>, steps: impl IntoIterator<Item = (usize, Step)>) -> Pages {
    let mut new = old.clone();
    for (at, step) in steps {
        apply(&mut new, at, step);
    }
    close(old, new)
}

/// Two pages as the wiki saves them. They differ.
pub(super) fn close(old: Vec<String>, new: Vec<String>) -> Pages {
    let mut pages = Sides::new(old, new).map(without_last_blanks);
    if pages.old == pages.new {
        pages.new.push("the last line".to_owned());
    }
    pages
}

fn apply(lines: &mut Vec<String>, at: usize, step: Step) {
    let at = at % (lines.len() + 1);
    match step {
        Step::Remove(count) => drop(lines.drain(at..lines.len().min(at + count))),
        Step::Insert(new) => drop(lines.splice(at..at, new)),
        Step::Replace(new) => drop(lines.splice(at..lines.len().min(at + 1), [new])),
        Step::Reword(from, count, words) => {
            if let Some(line) = lines.get_mut(at) {
                *line = replace_words(line, from, count, words);
            }
        }
        Step::Move(to) if at < lines.len() => {
            let line = lines.remove(at);
            lines.insert(to % (lines.len() + 1), line);
        }
        Step::Move(_) => {}
        Step::ToggleBlank if lines.get(at).is_some_and(String::is_empty) => drop(lines.remove(at)),
        Step::ToggleBlank => lines.insert(at, String::new()),
    }
}

fn replace_words(line: &str, from: usize, count: usize, words: Vec<&str>) -> String {
    let mut old: Vec<&str> = line.split(' ').collect();
    let from = from % (old.len() + 1);
    let end = old.len().min(from + count);
    drop(old.splice(from..end, words));
    old.join(" ")
}

/// Removes blank lines at the end, as the wiki does. An empty page is not simulated.
fn without_last_blanks(mut lines: Vec<String>) -> Vec<String> {
    while lines.last().is_some_and(|line| line.trim().is_empty()) {
        lines.pop();
    }
    if lines.is_empty() {
        lines.push("the only line".to_owned());
    }
    if let Some(last) = lines.last_mut() {
        last.truncate(last.trim_end().len());
    }
    lines
}
