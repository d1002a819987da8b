//! How many words a line has, and how many of them a mark touches.

use std::ops::Range;

use crate::word_diff::tokens::{Token, TokenKind, coarse_tokens};

/// Whether a reader counts the token as a word.
pub(crate) const fn is_counted(token: &Token<'_>) -> bool {
    matches!(token.kind, TokenKind::Word | TokenKind::Number)
}

/// The tokens of a line that are counted. Most stand between blanks with nothing beside them that asks for a tokenizer.
pub(crate) fn count_words(line: &str) -> usize {
    let mut tokens = coarse_tokens(line, 0);
    let mut count = 0;
    loop {
        let plain = Plain::of(&line.as_bytes()[tokens.at()..]);
        count += plain.words;
        if plain.length > 0 {
            tokens.skip_to(tokens.at() + plain.length);
        }
        // Up to the next blank: behind it, whatever it was that ended there, letters are words.
        loop {
            let Some(token) = tokens.next() else { return count };
            count += usize::from(is_counted(&token));
            if token.text == " " {
                break;
            }
        }
    }
}

/// The tokens that are counted of those that a mark touches, whole or in part; none where only a tokenizer can tell.
///
/// Of the line only what stands from `from` on is looked at: its beginning, or behind a blank.
pub(crate) fn count_touched(line: &str, from: usize, mark: &Range<usize>) -> Option<usize> {
    let line = line.as_bytes();
    // What began as a word may turn out to begin an address.
    let may_go_on = |next: &u8| next.is_ascii_alphabetic() || b":/".contains(next);
    if line.get(mark.end).is_some_and(may_go_on) {
        return None;
    }
    let before = &line[from..mark.start];
    let counted = Plain::whole(&line[from..mark.end])? - Plain::whole(before)?;
    // A token that began before the mark is counted on both sides of the difference.
    let begun = match (before.last().map(|byte| Sign::of(*byte)), Sign::of(line[mark.start])) {
        (Some(Sign::Letter), Sign::Letter) | (Some(Sign::Digit), Sign::Digit) => 1,
        (Some(Sign::Apostrophe), Sign::Letter) | (Some(Sign::Letter), Sign::Apostrophe) => return None,
        _ => 0,
    };
    Some(counted + begun)
}

/// Text of which the words are its runs of letters and of digits, up to a blank or to its end.
#[derive(Clone, Copy, Default)]
struct Plain {
    words: usize,
    length: usize,
}

/// What a byte is to one who counts words without a tokenizer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    Letter,
    Digit,
    Blank,
    /// Belongs to a word between two letters.
    Apostrophe,
    /// Belongs to a number between two digits.
    Point,
    /// Belongs to no word.
    Apart,
    /// May belong to an address, a tag, an entity, a colour, a cluster.
    Special,
}

/// The signs of all bytes: looked up, since pages are counted through.
const SIGNS: [Sign; 256] = {
    let mut signs = [Sign::Special; 256];
    let mut byte = 0_u8;
    while byte.is_ascii() {
        signs[byte as usize] = match byte {
            b'a'..=b'z' | b'A'..=b'Z' => Sign::Letter,
            b'0'..=b'9' => Sign::Digit,
            b' ' => Sign::Blank,
            b'\'' => Sign::Apostrophe,
            b'.' | b',' => Sign::Point,
            b'#' | b'&' | b'/' | b'<' => Sign::Special,
            b'!'..=b'~' => Sign::Apart,
            _ => Sign::Special,
        };
        byte += 1;
    }
    signs
};

impl Sign {
    const fn of(byte: u8) -> Self {
        SIGNS[byte as usize]
    }
}

/// Whether the byte goes on with no number, nor with what stands before it.
const fn is_apart(byte: u8) -> bool {
    byte.is_ascii() && !byte.is_ascii_digit()
}

impl Plain {
    /// What a text that stands at the beginning of a line or behind a blank begins with.
    fn of(text: &[u8]) -> Self {
        let (mut found, mut words, mut end) = (Self::default(), 0, 0);
        let (mut before, mut last) = (Sign::Blank, Sign::Blank);
        while let Some(byte) = text.get(end) {
            let sign = Sign::of(*byte);
            end += 1;
            if matches!(sign, Sign::Letter | Sign::Digit) {
                end += text[end..].iter().take_while(|byte| Sign::of(**byte) == sign).count();
            }
            match sign {
                Sign::Letter => words += usize::from(last != Sign::Apostrophe || before != Sign::Letter),
                Sign::Digit => words += 1,
                // A blank that carries a combining mark is none.
                Sign::Blank if text.get(end).is_some_and(|next| !next.is_ascii()) => return found,
                Sign::Blank => found = Self { words, length: end },
                // Text may go on behind its end, so that there it is not known what the point belongs to.
                Sign::Point if last == Sign::Digit && text.get(end).is_none_or(|next| !is_apart(*next)) => {
                    return found;
                }
                Sign::Special => return found,
                Sign::Apostrophe | Sign::Point | Sign::Apart => {}
            }
            (before, last) = (last, sign);
        }
        Self { words, length: text.len() }
    }

    /// The words of a text that is plain from end to end.
    fn whole(text: &[u8]) -> Option<usize> {
        let Self { words, length } = Self::of(text);
        (length == text.len()).then_some(words)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation as _;

    use super::*;
    use crate::model::Marked;
    use crate::word_diff::stats::marked_tokens::{last_blank, touched};

    #[test]
    fn plain_words_are_counted_as_others() {
        #[track_caller]
        fn case(line: &str, expected: usize) {
            assert_eq!(count_words(line), expected, "{line}");
        }
        case("", 0);
        case("a word of five letters", 5);
        case("a word ", 2);
        case("it isn't one, 1,759 are", 5);
        case("see https://a.org/some/path and more", 3);
        case("<ref name=a b /> c", 4);
        case("a \u{301}b", 2);
        case("|- style=x\n| cell", 3);
    }

    proptest! {
        #[test]
        fn as_many_are_counted_as_there_are(line in "([a-c]{1,3}|[ ]|[1-3]{1,3}|1,2|[.,:/'|#<>=*!&;\\[{\r\t\u{301}é漢]|https://|<ref |&nbsp;){0,12}") {
            let tokens = coarse_tokens(&line, 0).filter(is_counted).count();
            prop_assert_eq!(count_words(&line), tokens);
        }

        #[test]
        fn as_many_are_counted_as_a_mark_touches(
            line in "([a-c]{1,3}|[ ]|[1-3]{1,3}|[.,:/'|#<>=&;\r\u{301}é漢]|https?|://){1,8}",
            ends in any::<[prop::sample::Index; 2]>(),
        ) {
            let borders: Vec<usize> = line.grapheme_indices(true).map(|(at, _)| at).chain([line.len()]).collect();
            let [start, end] = ends.map(|end| borders[end.index(borders.len())]);
            let mark = start.min(end)..start.max(end);
            let from = last_blank(&line, 0..mark.start).map_or(0, |blank| blank + 1);
            let counted = if mark.is_empty() { None } else { count_touched(&line, from, &mark) };
            if let Some(counted) = counted {
                let place = u32::try_from(mark.start).unwrap()..u32::try_from(mark.end).unwrap();
                let line = Marked::new(line.as_str().into(), std::iter::once(place));
                prop_assert_eq!(counted, touched(&line).filter(|(_, token)| is_counted(token)).count());
            }
        }
    }
}
