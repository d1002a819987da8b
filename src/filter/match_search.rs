//! The search for the matches of a pattern in a line, or at some places of it.

use std::ops::Range;

use super::Pattern;
use super::character_set::CharacterSet;
use super::pattern::MatchKind;

/// Matches in a line, as byte ranges.
pub(super) type Matches<'s> = Box<dyn Iterator<Item = Range<usize>> + 's>;

/// Finds the matches of a pattern that has one in the line. Some of them are joined with their neighbours.
pub(super) fn find_all<'s>(pattern: &'s Pattern, line: &'s str) -> Matches<'s> {
    match pattern.kind() {
        MatchKind::Character(set) => Box::new(set.runs(line, 0..line.len())),
        // A run may be empty, and then is a match of the line.
        MatchKind::Run(set) => Box::new(std::iter::once(0..0).chain(set.runs(line, 0..line.len()))),
        MatchKind::Empty => Box::new(std::iter::once(0..0)),
        MatchKind::Other => Box::new(pattern.matches(line)),
    }
}

/// Finds the matches of a pattern at the places of a line. An empty match has no text that could have changed.
pub(super) fn find_at_places<'s>(
    pattern: &'s Pattern,
    line: &'s str,
    places: &'s [Range<usize>],
) -> Matches<'s> {
    match pattern.kind() {
        MatchKind::Character(set) => Box::new(places.iter().flat_map(|place| set.runs(line, place.clone()))),
        MatchKind::Run(set) => Box::new(find_runs_at_places(set, line, places)),
        MatchKind::Empty => Box::new(std::iter::empty()),
        MatchKind::Other => Box::new(PlaceSearch::new(pattern, line, places)),
    }
}

/// Finds the runs that overlap a place, or have an empty one in their middle. Each character is looked at twice at most.
fn find_runs_at_places<'s>(
    set: &'s CharacterSet,
    line: &'s str,
    places: &'s [Range<usize>],
) -> impl Iterator<Item = Range<usize>> {
    let (mut places, mut end) = (places, 0);
    std::iter::from_fn(move || {
        while let [place, rest @ ..] = places {
            let from = place.start.max(end);
            let start = if place.is_empty() {
                Some(place.start).filter(|gap| *gap >= end && set.run_start(line, *gap) < *gap)
            } else {
                set.runs(line, from.min(place.end)..place.end).next().map(|run| run.start)
            };
            let found = start.map(|start| set.run_start(line, start)..set.run_end(line, start));
            let touches = |run: &Range<usize>| !place.is_empty() || place.start < run.end;
            if let Some(run) = found.filter(touches) {
                end = run.end;
                return Some(run);
            }
            places = rest;
        }
        None
    })
}

/// The matches of a pattern at the places of a line. The text behind the last place is passed over.
struct PlaceSearch<'s> {
    pattern: &'s Pattern,
    line: &'s str,
    places: &'s [Range<usize>],
    at: usize,
}

impl<'s> PlaceSearch<'s> {
    const fn new(pattern: &'s Pattern, line: &'s str, places: &'s [Range<usize>]) -> Self {
        Self { pattern, line, places, at: 0 }
    }
}

impl Iterator for PlaceSearch<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            // No match from `at` on touches a place before it.
            while let [place, rest @ ..] = self.places
                && place.end <= self.at
            {
                self.places = rest;
            }
            self.places.first()?;
            let found = self.pattern.find_at(self.line, self.at)?;
            self.at = if found.is_empty() { next_character(self.line, found.end) } else { found.end };
            let touches = |place: &Range<usize>| place.start < found.end && found.start < place.end;
            // An empty match has no text that could have changed.
            if !found.is_empty()
                && self.places.iter().take_while(|place| place.start < found.end).any(touches)
            {
                return Some(found);
            }
        }
    }
}

fn next_character(text: &str, at: usize) -> usize {
    at + text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
}
