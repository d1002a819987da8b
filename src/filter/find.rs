//! The search for an edit: matches that the edit made or unmade.
//!
//! ```text
//! old   using Human [-bad -]Feedback        pattern  Human Feedback
//! new   using Human Feedback                         ^^^^^^^^^^^^^^ was not there before
//! ```
//!
//! A pattern sees the line whole, so that a match may begin or end in unchanged text. A match counts if some of its text
//! changed, or if the other side has text in its middle. A match in a line that was only added or only removed always
//! counts.

use std::cell::LazyCell;
use std::ops::Range;

use super::Pattern;
use super::changed_places::ChangedPlaces;
use super::match_search::{find_all, find_at_places};
use crate::graphemes::extends_cluster;
#[cfg(feature = "cli")]
use crate::model::{Diff, Line};
use crate::model::{Hunk, Marked, Row, Side, Sides, SplitPart};

/// A search for edits whose added or removed text matches.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Find {
    /// The patterns, of which one must match.
    pub patterns: Vec<Pattern>,
    /// The sides that are searched.
    pub sides: SearchedSides,
    /// The matches that are recorded in the lines.
    pub(crate) need: MatchNeed,
}

/// The matches that are recorded in the lines of a diff.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum MatchNeed {
    /// All of them, for an output that shows them.
    #[default]
    All,
    /// At least one of each place (hunk), for an output that shows only which edits match.
    #[cfg_attr(not(feature = "cli"), allow(dead_code, reason = "the library alone records all matches"))]
    First,
}

/// The sides that a search takes into account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SearchedSides {
    /// Added and removed text.
    #[default]
    Both,
    /// Added text.
    New,
    /// Removed text.
    Old,
}

impl SearchedSides {
    /// True if a side is searched.
    const fn contain(self, side: Side) -> bool {
        match self {
            Self::Both => true,
            Self::New => matches!(side, Side::New),
            Self::Old => matches!(side, Side::Old),
        }
    }
}

impl Find {
    /// A search on both sides.
    #[must_use]
    pub const fn new(patterns: Vec<Pattern>) -> Self {
        Self { patterns, sides: SearchedSides::Both, need: MatchNeed::All }
    }

    /// True if a changed row has a match anywhere. Without one, the words need not be compared.
    #[cfg(feature = "cli")]
    pub(super) fn may_match(&self, diff: &Diff<'_, Line<'_>>) -> bool {
        let rows = diff.hunks.iter().flat_map(|hunk| &hunk.rows).filter(|row| !row.change.is_context());
        rows.flat_map(|row| self.searched_lines(row)).any(|(_, line)| self.is_match(line))
    }

    /// Records the matches of a hunk in its lines. Returns true if there are any.
    pub(super) fn mark_hunk(&self, hunk: &mut Hunk<Marked<'_>>) -> bool {
        let mut has_match = false;
        for index in 0..hunk.rows.len() {
            let row = &hunk.rows[index];
            if row.is_context() {
                continue;
            }
            let mut found = Sides::<Vec<Range<u32>>>::default();
            for (side, line) in self.searched_lines(row) {
                let matches = self.find_changed(line, &hunk.rows[index..], side);
                has_match |= !matches.is_empty();
                *found.get_mut(side) = join_overlapping(line.text(), matches);
                if has_match && self.need == MatchNeed::First {
                    return true;
                }
            }
            for (side, matches) in [(Side::Old, found.old), (Side::New, found.new)] {
                if !matches.is_empty() {
                    record(&mut hunk.rows[index..], side, matches);
                }
            }
        }
        has_match
    }

    /// The lines of a row on the searched sides.
    fn searched_lines<'r, L>(&self, row: &'r Row<L>) -> impl Iterator<Item = (Side, &'r L)> {
        let sides = [Side::Old, Side::New].into_iter().filter(|side| self.sides.contain(*side));
        sides.filter_map(|side| Some((side, row.change.line(side)?)))
    }

    #[cfg(feature = "cli")]
    fn is_match(&self, line: &str) -> bool {
        self.patterns.iter().any(|pattern| pattern.is_match(line))
    }

    /// Finds the matches in a line of the first row that the edit made or unmade.
    fn find_changed(&self, line: &Marked<'_>, rows: &[Row<Marked<'_>>], side: Side) -> Vec<Range<usize>> {
        let places = LazyCell::new(|| ChangedPlaces::find(line, rows, side));
        let most = if self.need == MatchNeed::First { 1 } else { usize::MAX };
        let mut matches = Vec::new();
        for pattern in self.patterns.iter().filter(|pattern| pattern.is_match(line.text())) {
            let found = match &*places {
                ChangedPlaces::Everywhere => find_all(pattern, line.text()),
                ChangedPlaces::Places(places) => find_at_places(pattern, line.text(), places),
            };
            matches.extend(found.take(most));
            if matches.len() >= most {
                break;
            }
        }
        matches
    }
}

/// Sorts matches, joins those that overlap, and lengthens them to whole user-perceived characters. Leaves out empty ones.
fn join_overlapping(text: &str, mut matches: Vec<Range<usize>>) -> Vec<Range<u32>> {
    matches.sort_unstable_by_key(|found| (found.start, found.end));
    let mut joined: Vec<Range<u32>> = Vec::with_capacity(matches.len());
    for found in matches.into_iter().filter(|found| !found.is_empty()) {
        let start = (0..=found.start).rev().find(|at| begins_cluster(text, *at)).unwrap_or(0);
        let end = (found.end..text.len()).find(|at| begins_cluster(text, *at)).unwrap_or(text.len());
        let (Ok(start), Ok(end)) = (u32::try_from(start), u32::try_from(end)) else { break };
        match joined.last_mut() {
            Some(last) if start <= last.end => last.end = last.end.max(end),
            _ => joined.push(start..end),
        }
    }
    joined
}

fn begins_cluster(text: &str, at: usize) -> bool {
    text.is_char_boundary(at) && !extends_cluster(text, at)
}

/// Records matches in the first row's line, and in the text of that line which the row of another part is compared with.
fn record(rows: &mut [Row<Marked<'_>>], side: Side, matches: Vec<Range<u32>>) {
    let [row, rest @ ..] = rows else { return };
    let is_whole = row.line_split().is_some_and(|split| split.whole == side);
    let Some(line) = row.change.line_mut(side) else { return };
    line.set_matches(matches);
    if !is_whole {
        return;
    }
    for part in rest.iter_mut().take_while(|row| row.is_split_part()) {
        if let Some(SplitPart::Part(Some(counterpart))) = &mut part.split {
            let length = line.text().len();
            let slice = line.slice(length - counterpart.text().len()..length);
            counterpart.set_matches(slice.matched().to_vec());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filter::{Filter, PatternOptions};
    use crate::line_diff;
    use crate::word_diff::mark;

    fn find(pattern: &str, sides: SearchedSides) -> Filter {
        let pattern = Pattern::new(pattern, PatternOptions::default()).unwrap();
        Filter { find: Some(Find { sides, ..Find::new(vec![pattern]) }), ..Filter::default() }
    }

    /// Compares two pages, and lists the matches, old before new in each row.
    #[track_caller]
    fn case(old: &str, new: &str, pattern: &str, expected: &[&str]) {
        let filter = find(pattern, SearchedSides::Both);
        let lines = line_diff::diff(Sides::new(old, new), 2);
        let may_keep = filter.may_keep(&lines);
        let found = filter.apply(mark(lines));
        assert!(may_keep || found.is_none());
        let rows = found.iter().flat_map(|diff| &diff.hunks).flat_map(|hunk| &hunk.rows);
        let lines = rows.flat_map(|row| [Side::Old, Side::New].map(|side| row.change.line(side)));
        let spans = lines.flatten().flat_map(|line| {
            line.matched().iter().map(|range| &line.text()[range.start as usize..range.end as usize])
        });
        assert_eq!(spans.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn finds_matches_that_overlap_a_change() {
        case("a river", "a long river", "long", &["long"]);
        case("a river", "a long river", "a long r", &["a long r"]);
        case("a river", "a long river", "river", &[]);
        case("born in 1984", "born in 1948", "[0-9]+", &["1984", "1948"]);
        case("a", "a\nHuman Feedback", "Human", &["Human"]);
        case("a\nHuman Feedback", "a", "(?i)feed", &["Feed"]);
        case("a", "a", "a", &[]);
        case("a river", "a long river", "x*", &[]);
    }

    #[test]
    fn finds_matches_around_text_that_the_other_side_has() {
        case("using Human bad Feedback", "using Human Feedback", "Human Feedback", &["Human Feedback"]);
        case("using Human Feedback", "using Human or Feedback", "Human Feedback", &["Human Feedback"]);
        case("using Human Feedback", "not using Human Feedback", "Human Feedback", &[]);
        case("x using Human Feedback", "using Human Feedback y", "Human Feedback", &[]);
    }

    #[test]
    fn sees_a_split_line_whole() {
        let (whole, parts) = ("One red cat. Two old dogs.", "One red cat.\nTwo old dogs.");
        case(whole, parts, "cat. Two", &["cat. Two"]);
        case(parts, whole, "cat. Two", &["cat. Two"]);
        case(whole, parts, "red", &[]);
        case(whole, "One red cat.\nTwo grey old dogs.", "grey", &["grey"]);
        case(whole, "One red cat.\nTwo dogs.", "Two dogs", &["Two dogs"]);
    }

    #[test]
    fn keeps_user_perceived_characters_whole() {
        case("a", "a\ne\u{301}t", "e", &["e\u{301}"]);
    }

    #[test]
    fn searches_one_side_on_demand() {
        let diff = || mark(line_diff::diff(Sides::new("a red cat", "a grey cat"), 2));
        assert!(find("red", SearchedSides::Old).apply(diff()).is_some());
        assert!(find("red", SearchedSides::New).apply(diff()).is_none());
        assert!(find("grey", SearchedSides::New).apply(diff()).is_some());
    }

    #[test]
    fn keeps_the_hunks_with_a_match() {
        let lines: Vec<String> = (0..40).map(|number| format!("line {number}")).collect();
        let old = lines.join("\n");
        let new = old.replace("line 3\n", "river 3\n").replace("line 30\n", "river 30\n");
        let diff = mark(line_diff::diff(Sides::new(&*old, &*new), 2));
        let found = find(r"\b30\b|river 30", SearchedSides::Both).apply(diff).unwrap();
        let starts: Vec<_> = found.hunks.iter().map(|hunk| hunk.start.unwrap().new).collect();
        assert_eq!((starts, found.filtered.hidden_hunks), (vec![29], 1));
    }
}
