//! The tokens that a mark touches, whole or in part.

use std::ops::Range;

use crate::model::Marked;
use crate::word_diff::tokens::{Token, coarse_tokens};

/// The tokens of a line that its marks touch, and where each stands; a run without spaces is one.
///
/// Looks at no more of the line than from the last blank before each mark to its end: a blank is a token, so that one
/// begins after it.
pub(crate) fn touched<'l>(line: &'l Marked<'_>) -> impl Iterator<Item = (Range<usize>, Token<'l>)> {
    let mut marks = line.changed().iter().map(|range| range.start as usize..range.end as usize);
    let mut mark = 0..0;
    let mut tokens = coarse_tokens(line.text(), 0);
    std::iter::from_fn(move || {
        loop {
            if mark.end <= tokens.at() {
                mark = marks.next()?;
                if let Some(blank) = last_blank(line.text(), tokens.at()..mark.start) {
                    tokens.skip_to(blank + 1);
                }
            } else {
                let start = tokens.at();
                let token = tokens.next()?;
                if mark.start < tokens.at() {
                    return Some((start..tokens.at(), token));
                }
            }
        }
    })
}

/// Where the last blank of a part of a line stands; in a part that ends before it begins there is none.
pub(crate) fn last_blank(line: &str, part: Range<usize>) -> Option<usize> {
    let blank = memchr::memrchr(b' ', line.as_bytes().get(part.clone())?)?;
    Some(part.start + blank)
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
        case("one two, three four", &[5..7, 15..16], &["two", "four"]);
        case("https://a.b/c d 1.5", &[12..13, 16..17], &["c", "1.5"]);
    }
}
