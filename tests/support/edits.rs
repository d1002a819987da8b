//! Pages and edits as people make them: lines joined, split, moved, exchanged, repeated, and words that look like the
//! furniture of a diff page.
//!
//! Many of these edits keep the number of lines or of bytes, so that the arithmetic of a wrong reading agrees as well.

use proptest::prelude::*;
use proptest::sample::select;

use super::pages::{FOREIGN, Pages, REPEATED, SPACED, WORDS, close};

/// Lines of the page around a diff, its headers and its marks.
const FURNITURE: [&str; 28] = [
    "Line 20:",
    "Line 5: Line 5:",
    "Line 5:\tLine 5:",
    "20行目:",
    "−",
    "+",
    "− minus",
    "+ plus",
    "⚫",
    "@@ -1,3 +1,4 @@",
    "Latest revision as of 06:32, 19 February 2024",
    "Revision as of 02:51, 17 February 2024 (edit)",
    "Tarn: Difference between revisions",
    "5 bytes added ,  4 February 2023",
    " 12 bytes removed,  16 February 2024",
    "No change in size",
    "No edit summary",
    "Ferris (talk | contribs)",
    "(2 intermediate revisions by 2 users not shown)",
    "← Older edit",
    "Newer edit →",
    "Tags: Mobile edit Mobile web edit",
    "| Line 3: | | Line 3: | |",
    "| − | old | + | new |",
    "Retrieved from \"https://example.org/wiki/Tarn\"",
    "This page was last edited on 4 February 2023, at 10:00.",
    "Navigation menu",
    "Privacy policy",
];

/// Headings of equal and of other lengths.
const HEADINGS: [&str; 6] =
    ["== Mills ==", "== Weirs ==", "== Law ==", "== History ==", "=== Mills ===", "==Mills=="];

/// An edit at a line of the page.
#[derive(Clone, Debug)]
enum Edit {
    /// The line and the next one become one, with a space between them.
    Join,
    /// The line is split at a space.
    Split(usize),
    /// The line moves.
    Move(usize),
    /// The line and the next one change places.
    Swap,
    /// The line gives way to another one of equal length.
    Retype,
    /// The line is repeated below, this many lines down.
    Repeat(usize),
    /// Blank lines go or come.
    Blanks(usize),
    /// White space inside or at the end changes.
    Space(usize),
    /// Text that looks like a part of the diff page is put in.
    Furniture(&'static str),
    /// A heading gives way to another one, or is put in.
    Heading(&'static str),
    /// Words are replaced: the first word, their number, and the new words.
    Reword(usize, usize, Vec<&'static str>),
    /// One character is replaced.
    Retouch(usize),
    Insert(Vec<String>),
    Remove(usize),
    Replace(Vec<String>),
}

fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        7 => Just(String::new()),
        3 => select(&REPEATED[..]).prop_map(String::from),
        4 => paragraph(1..5),
        6 => paragraph(5..30),
        3 => (1..40_u32).prop_map(|number| format!("* item {number}")),
        2 => select(&HEADINGS[..]).prop_map(String::from),
        1 => select(&FOREIGN[..]).prop_map(String::from),
        1 => select(&SPACED[..]).prop_map(String::from),
        1 => select(&FURNITURE[..]).prop_map(String::from),
    ]
}

fn paragraph(words: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    prop::collection::vec(select(&WORDS[..]), words).prop_map(|words| words.join(" "))
}

fn edit() -> impl Strategy<Value = Edit> {
    let lines = || prop::collection::vec(line(), 1..4);
    prop_oneof![
        3 => Just(Edit::Join),
        3 => (0..30_usize).prop_map(Edit::Split),
        2 => (0..40_usize).prop_map(Edit::Move),
        2 => Just(Edit::Swap),
        2 => Just(Edit::Retype),
        2 => (0..4_usize).prop_map(Edit::Repeat),
        2 => (0..3_usize).prop_map(Edit::Blanks),
        1 => (0..30_usize).prop_map(Edit::Space),
        1 => select(&FURNITURE[..]).prop_map(Edit::Furniture),
        1 => select(&HEADINGS[..]).prop_map(Edit::Heading),
        4 => (0..12_usize, 0..3_usize, prop::collection::vec(select(&WORDS[..]), 0..3))
            .prop_map(|(from, count, words)| Edit::Reword(from, count, words)),
        1 => (0..40_usize).prop_map(Edit::Retouch),
        3 => lines().prop_map(Edit::Insert),
        3 => (1..4_usize).prop_map(Edit::Remove),
        2 => lines().prop_map(Edit::Replace),
    ]
}

/// An old page and a new one that differ.
pub(crate) fn edited_pages() -> impl Strategy<Value = Pages> {
    let old = prop::collection::vec(line(), 1..40);
    let edits = prop::collection::vec((0..40_usize, edit()), 1..4);
    (old, edits, any::<bool>()).prop_map(|(old, edits, is_backward)| {
        let mut new = old.clone();
        for (at, edit) in edits {
            apply(&mut new, at, edit);
        }
        let pages = close(old, new);
        // Every edit has an opposite.
        if is_backward { Pages::new(pages.new, pages.old) } else { pages }
    })
}

fn apply(lines: &mut Vec<String>, at: usize, edit: Edit) {
    let at = at % lines.len().max(1);
    match edit {
        Edit::Insert(new) => drop(lines.splice(at.min(lines.len())..at.min(lines.len()), new)),
        Edit::Furniture(text) | Edit::Heading(text) if lines.is_empty() => lines.push(text.to_owned()),
        _ if lines.is_empty() => {}
        Edit::Join if at + 1 < lines.len() => {
            let next = lines.remove(at + 1);
            lines[at] = format!("{} {next}", lines[at]);
        }
        Edit::Split(word) => split(lines, at, word),
        Edit::Move(to) => {
            let line = lines.remove(at);
            lines.insert(to % (lines.len() + 1), line);
        }
        Edit::Swap if at + 1 < lines.len() => lines.swap(at, at + 1),
        Edit::Join | Edit::Swap => {}
        Edit::Retype => lines[at] = lines[at].split(' ').rev().collect::<Vec<_>>().join(" "),
        Edit::Repeat(down) => {
            let line = lines[at].clone();
            lines.insert((at + 1 + down).min(lines.len()), line);
        }
        Edit::Blanks(0) if lines[at].is_empty() => drop(lines.remove(at)),
        Edit::Blanks(0) => lines.retain(|line| !line.is_empty()),
        Edit::Blanks(count) => drop(lines.splice(at..at, vec![String::new(); count])),
        Edit::Space(place) => space(&mut lines[at], place),
        Edit::Furniture(text) => lines.insert(at, text.to_owned()),
        Edit::Heading(text) => {
            let near = (at..lines.len()).find(|&index| lines[index].starts_with("=="));
            match near {
                Some(index) => text.clone_into(&mut lines[index]),
                None => lines.insert(at, text.to_owned()),
            }
        }
        Edit::Reword(from, count, words) => {
            let mut old: Vec<&str> = lines[at].split(' ').collect();
            let from = from % (old.len() + 1);
            let end = old.len().min(from + count);
            drop(old.splice(from..end, words));
            lines[at] = old.join(" ");
        }
        Edit::Retouch(place) => {
            let mut characters: Vec<char> = lines[at].chars().collect();
            let count = characters.len().max(1);
            if let Some(one) = characters.get_mut(place % count) {
                *one = if *one == 'x' { 'y' } else { 'x' };
            }
            lines[at] = characters.into_iter().collect();
        }
        Edit::Remove(count) => drop(lines.drain(at..lines.len().min(at + count))),
        Edit::Replace(new) => drop(lines.splice(at..=at, new)),
    }
}

fn split(lines: &mut Vec<String>, at: usize, word: usize) {
    let spaces: Vec<usize> = lines[at].match_indices(' ').map(|(space, _)| space).collect();
    if let Some(&space) = spaces.get(word % spaces.len().max(1)) {
        let rest = lines[at].split_off(space);
        lines.insert(at + 1, rest[1..].to_owned());
    }
}

/// Doubles a space, makes it hard, or puts one at an end.
fn space(line: &mut String, place: usize) {
    let spaces: Vec<usize> = line.match_indices(' ').map(|(space, _)| space).collect();
    match (place % 4, spaces.get(place / 4 % spaces.len().max(1))) {
        (0, Some(&space)) => line.insert(space, ' '),
        (1, Some(&space)) => line.replace_range(space..=space, "\u{a0}"),
        (2, _) => line.insert(0, ' '),
        _ => line.push(' '),
    }
}
