//! How many words a line has.

use super::token::{Kind, Token, coarse_tokens};

/// Whether a reader counts the token as a word.
pub(super) const fn is_counted(token: &Token<'_>) -> bool {
    matches!(token.kind, Kind::Word | Kind::Number)
}

/// The tokens of a line that are counted. Most stand between blanks with nothing beside them that asks for a tokenizer.
pub(super) fn count_words(line: &str) -> usize {
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

/// Text of which the words are its runs of letters and of digits, up to a blank.
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

impl Sign {
    const fn of(byte: u8) -> Self {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' => Self::Letter,
            b'0'..=b'9' => Self::Digit,
            b' ' => Self::Blank,
            b'\'' => Self::Apostrophe,
            b'.' | b',' => Self::Point,
            b'#' | b'&' | b'/' | b'<' => Self::Special,
            b'!'..=b'~' => Self::Apart,
            _ => Self::Special,
        }
    }
}

impl Plain {
    /// What a text that stands at the beginning of a line or behind a blank begins with.
    fn of(text: &[u8]) -> Self {
        let (mut found, mut at, mut words) = (Self::default(), 0, 0);
        let (mut before, mut last) = (Sign::Blank, Sign::Blank);
        while let Some(byte) = text.get(at) {
            let sign = Sign::of(*byte);
            at += match sign {
                Sign::Letter => run(&text[at..], u8::is_ascii_alphabetic),
                Sign::Digit => run(&text[at..], u8::is_ascii_digit),
                _ => 1,
            };
            match sign {
                Sign::Letter => words += usize::from(last != Sign::Apostrophe || before != Sign::Letter),
                Sign::Digit => words += 1,
                // A blank that carries a combining mark is none.
                Sign::Blank if text.get(at).is_some_and(|byte| !byte.is_ascii()) => break,
                Sign::Blank => found = Self { words, length: at },
                Sign::Point if last == Sign::Digit => break,
                Sign::Special => break,
                Sign::Apostrophe | Sign::Point | Sign::Apart => {}
            }
            (before, last) = (last, sign);
        }
        found
    }
}

fn run(text: &[u8], is_of: impl Fn(&u8) -> bool) -> usize {
    text.iter().take_while(|byte| is_of(byte)).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

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
    }
}
