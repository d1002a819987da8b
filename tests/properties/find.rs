//! The search for an edit finds what a slow search finds: expressions tried at every character, and changes character by
//! character.

use std::fmt::Write as _;

use proptest::prelude::*;
use wikidiff::Options;
use wikidiff::internals::{Filter, Find, Pattern, PatternOptions};
use wikidiff::model::{Change, Diff, Hunk, Marked, Row, Side, Sides};

use crate::support::simulated::config;

/// An expression: alternatives of items, each of which is a set of characters and its number of repetitions.
#[derive(Clone, Debug)]
struct SlowPattern(Vec<Vec<(&'static str, Repeat)>>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Repeat {
    Once,
    AtMostOnce,
    AtLeastOnce,
    Any,
}

impl SlowPattern {
    fn expression(&self) -> String {
        let item = |(set, repeat): &(&str, Repeat)| {
            let sign = match repeat {
                Repeat::Once => "",
                Repeat::AtMostOnce => "?",
                Repeat::AtLeastOnce => "+",
                Repeat::Any => "*",
            };
            if *set == "." { format!(".{sign}") } else { format!("[{set}]{sign}") }
        };
        let alternatives = self.0.iter().map(|items| items.iter().map(item).collect::<String>());
        alternatives.collect::<Vec<_>>().join("|")
    }

    /// The ends of all matches, from left to right.
    fn matches(&self, text: &[char]) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        let mut at = 0;
        while at <= text.len() {
            match self.0.iter().find_map(|items| match_items(items, text, at)) {
                Some(end) => {
                    found.push((at, end));
                    at = end.max(at + 1);
                }
                None => at += 1,
            }
        }
        found
    }
}

/// The end of the first match in the order of preference, the longest repetition first.
fn match_items(items: &[(&str, Repeat)], text: &[char], at: usize) -> Option<usize> {
    let [(set, repeat), rest @ ..] = items else { return Some(at) };
    let is_in_set = |character: &&char| *set == "." || set.contains(**character);
    let limit = if matches!(repeat, Repeat::Any | Repeat::AtLeastOnce) { usize::MAX } else { 1 };
    let most = text[at..].iter().take_while(is_in_set).count().min(limit);
    let least = usize::from(matches!(repeat, Repeat::Once | Repeat::AtLeastOnce));
    (least..=most).rev().find_map(|count| match_items(rest, text, at + count))
}

/// The characters of a line, each with whether it changed.
fn characters(line: &Marked<'_>) -> Vec<(char, bool)> {
    line.spans().flat_map(|span| span.text.chars().map(move |character| (character, span.changed))).collect()
}

/// The offsets in the line of one side at which the other side has text of its own.
fn gaps(own: &[(char, bool)], other: &[(char, bool)]) -> Vec<usize> {
    let (mut at, mut gaps) = (0, Vec::new());
    for (_, is_changed) in other {
        if *is_changed {
            gaps.push(at);
        } else {
            while own.get(at).is_some_and(|(_, is_changed)| *is_changed) {
                at += 1;
            }
            at += 1;
        }
    }
    gaps
}

fn is_found_in_row(row: &Row<Marked<'_>>, pattern: &SlowPattern) -> bool {
    let sides = [Side::Old, Side::New].map(|side| row.change.line(side).map(characters));
    let is_found = |own: &Option<Vec<(char, bool)>>, other: &Option<Vec<(char, bool)>>| {
        let Some(own) = own else { return false };
        let text: Vec<char> = own.iter().map(|(character, _)| *character).collect();
        let matches = pattern.matches(&text);
        match (&row.change, other) {
            (Change::Context(_), _) => false,
            (Change::Added(_) | Change::Removed(_), _) => !matches.is_empty(),
            (_, other) => {
                let gaps = other.as_ref().map_or_else(Vec::new, |other| gaps(own, other));
                matches.iter().any(|(start, end)| {
                    own[*start..*end].iter().any(|(_, is_changed)| *is_changed)
                        || gaps.iter().any(|gap| start < gap && gap < end)
                })
            }
        }
    };
    is_found(&sides[0], &sides[1]) || is_found(&sides[1], &sides[0])
}

/// Makes an export of one page with these texts.
fn export(texts: &[String]) -> String {
    let mut xml = String::from("<mediawiki><page><title>A</title>");
    for (number, text) in texts.iter().enumerate() {
        let (day, time) = (number / 86_400 + 1, number % 86_400);
        let (hour, minute, second) = (time / 3600, time / 60 % 60, time % 60);
        write!(
            xml,
            "<revision><id>{number}</id><timestamp>2024-01-{day:02}T{hour:02}:{minute:02}:{second:02}Z</timestamp>\
             <text xml:space=\"preserve\">{text}</text></revision>"
        )
        .unwrap();
    }
    xml + "</page></mediawiki>"
}

/// Compares the search in a history with the slow search, in every edit and every hunk.
fn compare_searches(texts: &[String], pattern: &SlowPattern) -> Result<Vec<bool>, TestCaseError> {
    let xml = export(texts);
    let diffs = || wikidiff::parse(&xml, &Options::default()).unwrap();
    let filter = |expression: &str| {
        let mut filter = Filter::default();
        filter.find = Some(Find::new(vec![Pattern::new(expression, PatternOptions::default()).unwrap()]));
        filter
    };
    // The engine finds all matches of an expression with a group.
    let by_engine = filter(&format!("({})", pattern.expression()));
    let filter = filter(&pattern.expression());
    let is_simple = |diff: &Diff<'_>| {
        diff.hunks.iter().flat_map(|hunk| &hunk.rows).all(|row| row.split.is_none() && !is_moved(row))
    };
    let mut all = Vec::new();
    // The slow search knows nothing of split and moved lines.
    for diff in diffs().filter(is_simple) {
        let is_found = |hunk: &Hunk<Marked<'_>>| hunk.rows.iter().any(|row| is_found_in_row(row, pattern));
        let expected: Vec<_> =
            diff.hunks.iter().filter(|hunk| is_found(hunk)).map(|hunk| hunk.start).collect();
        let context = format!("{:?} in {:#?}", pattern.expression(), diff.hunks);
        let by_engine = by_engine.apply(diff.clone()).map_or_else(Vec::new, |diff| diff.hunks);
        let found = filter.apply(diff).map_or_else(Vec::new, |diff| diff.hunks);
        prop_assert_eq!(&found, &by_engine, "{}", context);
        let found: Vec<Option<Sides<u32>>> = found.iter().map(|hunk| hunk.start).collect();
        prop_assert_eq!(&found, &expected, "{}", context);
        all.push(!found.is_empty());
    }
    Ok(all)
}

fn is_moved(row: &Row<Marked<'_>>) -> bool {
    matches!(row.change, Change::MovedFrom(..) | Change::MovedTo(..))
}

fn pattern() -> impl Strategy<Value = SlowPattern> {
    let set = prop::sample::select(vec!["a", "b", "é", "ab", " ", ".", "x漢"]);
    let repeat = prop::sample::select(vec![
        Repeat::Once,
        Repeat::Once,
        Repeat::AtMostOnce,
        Repeat::AtLeastOnce,
        Repeat::Any,
    ]);
    let item = (set, repeat);
    // A search may begin inside a line if all of the expression is one item.
    let items = prop_oneof![
        1 => prop::collection::vec(prop::collection::vec(item.clone(), 1), 1),
        3 => prop::collection::vec(prop::collection::vec(item, 1..5), 1..3),
    ];
    items.prop_map(SlowPattern)
}

proptest! {
    #![proptest_config(config(128))]

    #[test]
    fn finds_the_edits_and_places_that_a_slow_search_finds(
        texts in prop::collection::vec(prop::collection::vec("[abé漢x ]{0,8}( word [ab]{1,3})?", 0..12), 2..8),
        pattern in pattern(),
    ) {
        let texts: Vec<_> = texts.iter().map(|lines| lines.join("\n")).collect();
        compare_searches(&texts, &pattern)?;
    }
}

/// An edit of a page: a line that is added, replaced or removed.
#[derive(Clone, Debug)]
struct LineEdit {
    at: usize,
    /// The new line; `None` removes the line.
    line: Option<String>,
    is_replaced: bool,
}

fn line_edit() -> impl Strategy<Value = LineEdit> {
    let line = prop::option::weighted(0.8, "[abé漢x ]{0,8}( word [ab]{1,3})?");
    (0..12_usize, line, any::<bool>()).prop_map(|(at, line, is_replaced)| LineEdit { at, line, is_replaced })
}

/// The texts of a page after each edit.
fn edited(edits: &[LineEdit]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut texts = Vec::new();
    for LineEdit { at, line, is_replaced } in edits {
        let at = at % (lines.len() + 1);
        if (*is_replaced || line.is_none()) && at < lines.len() {
            lines.remove(at);
        }
        if let Some(line) = line {
            lines.insert(at, line.clone());
        }
        texts.push(lines.join("\n"));
    }
    texts
}

proptest! {
    #![proptest_config(config(4))]

    #[test]
    fn finds_in_a_thousand_revisions_what_a_slow_search_finds(
        edits in prop::collection::vec(line_edit(), 1_000),
        pattern in pattern(),
    ) {
        compare_searches(&edited(&edits), &pattern)?;
    }
}

#[test]
fn finds_the_newest_and_the_oldest_of_a_thousand_edits() {
    let lines = |edit: usize| (0..20).map(move |line| format!("line {line} of {}", (edit + line) / 20));
    let mut texts: Vec<String> = (0..1_000).map(|edit| lines(edit).collect::<Vec<_>>().join("\n")).collect();
    for (edit, text) in texts.iter_mut().enumerate() {
        if edit == 1 || edit % 100 == 42 || edit == 999 {
            text.push_str("\nabba");
        }
    }
    let pattern = SlowPattern(vec![vec![("a", Repeat::Once), ("b", Repeat::Any), ("a", Repeat::Once)]]);
    let found = compare_searches(&texts, &pattern).unwrap();
    // Each line that comes goes with the next edit, but for the last.
    assert_eq!(found.iter().filter(|is_found| **is_found).count(), 2 * 11 + 1);
    assert!(found[0] && found[found.len() - 1]);
}
