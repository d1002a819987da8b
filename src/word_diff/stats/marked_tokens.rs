//! The tokens that a mark overlaps.
//!
//! ```text
//! line      one two three four
//! mark           ^^^^               from the middle of `two`
//! tokens        two· ·three         whole
//! ```

use std::ops::Range;

use crate::model::Marked;
use crate::word_diff::tokens::{Token, coarse_tokens};

/// Finds the tokens of a line that its marks overlap, each with its range; a run without spaces is one token.
///
/// Reads the line from the last blank before each mark to the end of the mark. A blank is a token, so a token begins
/// behind it.
pub(crate) fn marked_tokens<'l>(line: &'l Marked<'_>) -> impl Iterator<Item = (Range<usize>, Token<'l>)> {
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

/// The last blank of a part of a line. A mark may begin before the part, which is then empty.
fn last_blank(line: &str, part: Range<usize>) -> Option<usize> {
    let blank = memchr::memrchr(b' ', line.as_bytes().get(part.clone())?)?;
    Some(part.start + blank)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mark_overlaps_every_token_that_it_touches() {
        #[track_caller]
        fn case(line: &'static str, ranges: &[Range<u32>], expected: &[&str]) {
            let line = Marked::new(line.into(), ranges.to_vec());
            assert_eq!(marked_tokens(&line).map(|(_, token)| token.text).collect::<Vec<_>>(), expected);
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
