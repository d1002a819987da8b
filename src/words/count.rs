//! How many words a line has.

use super::token::{Kind, Token, coarse_tokens};

/// Whether a reader counts the token as a word.
pub(super) const fn is_counted(token: &Token<'_>) -> bool {
    matches!(token.kind, Kind::Word | Kind::Number)
}

/// The tokens of a line that are counted. Most are nothing but letters between blanks, and need not be cut out.
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

/// Words of nothing but the letters of ASCII, with a blank after each.
struct Plain {
    words: usize,
    length: usize,
}

impl Plain {
    /// Those that a text begins with.
    fn of(text: &[u8]) -> Self {
        let mut plain = Self { words: 0, length: 0 };
        loop {
            let rest = &text[plain.length..];
            let letters = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
            // A blank that carries a combining mark is none.
            let is_plain = letters > 0 && matches!(rest[letters..], [b' '] | [b' ', ..=b'\x7f', ..]);
            if !is_plain {
                return plain;
            }
            plain.words += 1;
            plain.length += letters + 1;
        }
    }
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
        fn as_many_are_counted_as_there_are(line in "([a-c]{1,3}|[ ]|1,2|[.,:/'|#<>=\u{301}é漢]|https://|<ref ){0,12}") {
            let tokens = coarse_tokens(&line, 0).filter(is_counted).count();
            prop_assert_eq!(count_words(&line), tokens);
        }
    }
}
