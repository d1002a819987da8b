//! The tokens that a mark touches, whole or in part.

use std::ops::Range;

use super::token::{Token, coarse_tokens};
use crate::model::Marked;

/// The tokens of a line that its marks touch, and where each stands; a run without spaces is one.
///
/// Looks at no more of the line than from the last blank before the first mark to the end of the last one: a blank
/// is a token, so that one begins after it.
pub(super) fn touched<'l>(line: &'l Marked<'_>) -> impl Iterator<Item = (Range<usize>, Token<'l>)> {
    let mut ranges = line.changed().iter().map(|range| range.start as usize..range.end as usize).peekable();
    let first = ranges.peek().map_or(line.text().len(), |range| range.start);
    let start = line.text()[..first].rfind(' ').map_or(0, |blank| blank + 1);
    let last = line.changed().last().map_or(0, |range| range.end as usize);
    let mut at = start;
    let tokens = coarse_tokens(line.text(), start).map(move |token| {
        at += token.text.len();
        (at - token.text.len()..at, token)
    });
    tokens.take_while(move |(place, _)| place.start < last).filter_map(move |(place, token)| {
        while ranges.next_if(|range| range.end <= place.start).is_some() {}
        ranges.peek().is_some_and(|range| range.start < place.end).then_some((place, token))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_touched_by_any_part_of_a_mark() {
        #[track_caller]
        fn case(line: &'static str, ranges: &[Range<u32>], expected: &[&str]) {
            let line = Marked::new(line.into(), ranges.to_vec());
            assert_eq!(touched(&line).map(|(_, token)| token.text).collect::<Vec<_>>(), expected);
        }
        case("one two three four", std::slice::from_ref(&(5..9)), &["two", " ", "three"]);
        case("one [[two]]", &[4..6, 9..11], &["[[", "]]"]);
        case("one two", &[0..1, 6..7], &["one", "two"]);
        case("漢字", std::slice::from_ref(&(3..6)), &["字"]);
        case("one", &[], &[]);
    }
}
