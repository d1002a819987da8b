//! A line of a program as tokens: identifiers whole, operators apart, strings and comments word by word.
//!
//! No lexer of a particular language: it knows the common syntax of Lua, JavaScript, JSON and CSS, as far as one line shows
//! it.
//!
//! ```text
//! local my_var2 = p.getValue(a-1)
//! local· ·my_var2· ·=· ·p·.·getValue·(·a·-·1·)
//! ```

use super::char_class::CharClass;
use super::{Token, TokenKind, non_ascii_token};
use crate::graphemes::{ends_cluster, first_cluster};

/// The meaning of a hyphen inside a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hyphen {
    /// A minus.
    Operator,
    /// A letter, as in `background-color`.
    Letter,
}

/// Operators of several characters, each before its own prefixes.
const OPERATORS: [&str; 37] = [
    ">>>=", "===", "!==", "...", "**=", "<<=", ">>=", ">>>", "&&=", "||=", "??=", "==", "~=", "!=", "<=",
    ">=", "=>", "&&", "||", "??", "?.", "..", "::", "++", "--", "+=", "-=", "*=", "/=", "%=", "&=", "|=",
    "^=", "<<", ">>", "**", "//",
];

/// The maximum number of digits of a colour (`#rrggbbaa`).
const MAX_COLOUR_LEN: usize = 8;

/// The tokens of a line from an offset on where a token begins.
pub(crate) fn tokens_from(line: &str, at: usize, hyphen: Hyphen) -> impl Iterator<Item = Token<'_>> {
    let mut rest = &line[at..];
    std::iter::from_fn(move || {
        let (kind, length) = first_token(rest, hyphen)?;
        let (text, after) = rest.split_at(length);
        rest = after;
        Some(Token { text, kind })
    })
}

/// The kind and length of the first token.
fn first_token(rest: &str, hyphen: Hyphen) -> Option<(TokenKind, usize)> {
    let (first, cluster) = first_cluster(rest)?;
    Some(match CharClass::from_char(first) {
        CharClass::Spaced => (TokenKind::Name, name_len(rest, hyphen)),
        _ if !first.is_ascii() || cluster > 1 => non_ascii_token(rest, first, cluster),
        CharClass::Digit => (TokenKind::Number, number_len(rest)),
        CharClass::Space => (TokenKind::Space, 1),
        _ if is_name_sign(first) && name_len(rest, hyphen) > 1 => (TokenKind::Name, name_len(rest, hyphen)),
        _ => sign_token(rest, first),
    })
}

const fn is_name_sign(character: char) -> bool {
    matches!(character, '_' | '$' | '@')
}

/// The length of the identifier at the beginning of the text.
fn name_len(rest: &str, hyphen: Hyphen) -> usize {
    let mut length = 0;
    while let Some((first, cluster)) = first_cluster(&rest[length..]) {
        let is_inside = match CharClass::from_char(first) {
            CharClass::Spaced | CharClass::Digit => true,
            _ if cluster > 1 => false,
            _ => is_name_sign(first) || first == '-' && hyphen == Hyphen::Letter && length > 0,
        };
        if !is_inside {
            break;
        }
        length += cluster;
    }
    length
}

/// The length of the number at the beginning of the text, with its point, base and unit: `0x1F`, `1.5em`.
fn number_len(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut length = 0;
    while let Some(&byte) = bytes.get(length) {
        let is_point = byte == b'.' && bytes.get(length + 1).is_some_and(u8::is_ascii_digit);
        if !is_point && !byte.is_ascii_alphanumeric() && byte != b'_' {
            break;
        }
        length += 1;
    }
    // A combining mark belongs to the character before it.
    while length > 1 && !ends_cluster(rest, length) {
        length -= 1;
    }
    length.max(1)
}

/// An operator, a bracket, or another sign.
fn sign_token(rest: &str, first: char) -> (TokenKind, usize) {
    if let Some(length) = colour_len(rest) {
        return (TokenKind::Name, length);
    }
    let operator =
        OPERATORS.iter().find(|operator| rest.starts_with(**operator)).map_or(1, |found| found.len());
    let length = if ends_cluster(rest, operator) { operator } else { 1 };
    let kind = match first {
        '(' | '[' | '{' => TokenKind::Opening,
        ')' | ']' | '}' => TokenKind::Closing,
        ',' | ';' => TokenKind::Separator,
        '=' | ':' if length == 1 => TokenKind::Equals,
        _ => TokenKind::Punctuation,
    };
    (kind, length)
}

/// The length of a colour such as `#fbd2ef`.
fn colour_len(rest: &str) -> Option<usize> {
    let name = rest.strip_prefix('#')?;
    let digits = name.bytes().take(MAX_COLOUR_LEN + 1).take_while(u8::is_ascii_hexdigit).count();
    let is_colour = matches!(digits, 3 | 4 | 6 | 8) && ends_cluster(rest, digits + 1);
    let goes_on = name[digits..].starts_with(|next: char| next.is_alphanumeric());
    (is_colour && !goes_on).then_some(digits + 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    use super::*;

    #[track_caller]
    fn case(line: &str, expected: &str) {
        let texts: Vec<_> = tokens_from(line, 0, Hyphen::Operator).map(|token| token.text).collect();
        assert_eq!(texts.join("·"), expected);
    }

    #[track_caller]
    fn style(line: &str, expected: &str) {
        let texts: Vec<_> = tokens_from(line, 0, Hyphen::Letter).map(|token| token.text).collect();
        assert_eq!(texts.join("·"), expected);
    }

    #[test]
    fn keeps_identifiers_and_operators_whole() {
        case("local my_var2 = p.getValue(a-1)", "local· ·my_var2· ·=· ·p·.·getValue·(·a·-·1·)");
        case("if(a===b&&!c){", "if·(·a·===·b·&&·!·c·)·{");
        case("$wg = a..'b' -- c", "$wg· ·=· ·a·..·'·b·'· ·--· ·c");
        case("x ~= 0x1F + 1.5", "x· ·~=· ·0x1F· ·+· ·1.5");
        case("größe=1;名前=2", "größe·=·1·;·名·前·=·2");
    }

    #[test]
    fn ignores_wikitext_markup() {
        case("{{'a'}}", "{·{·'·a·'·}·}");
        case("t[a[1]]", "t·[·a·[·1·]·]");
        case("''", "'·'");
    }

    #[test]
    fn takes_hyphens_as_letters_in_stylesheets() {
        style("background-color:#fbd2ef;", "background-color·:·#fbd2ef·;");
        style("margin:-1px 2.5em", "margin·:·-·1px· ·2.5em");
    }

    proptest! {
        #![proptest_config(crate::proptest_config())]

        #[test]
        fn tokens_concatenate_to_the_line_and_split_no_cluster(line in "(?s)([\\[\\]{}|'=<>!#&;:/.,a-c0-9_$ \r\n-]|\\PC|[\u{300}-\u{310}🇩🇪👩\u{200d}\u{600}กำคि]){0,40}") {
            let whole: String = tokens_from(&line, 0, Hyphen::Letter).map(|token| token.text).collect();
            prop_assert_eq!(&whole, &line);
            let borders: Vec<usize> = line.grapheme_indices(true).map(|(at, _)| at).collect();
            let mut at = 0;
            for token in tokens_from(&line, 0, Hyphen::Operator) {
                prop_assert!(borders.binary_search(&at).is_ok(), "{:?} cut at {}", line, at);
                at += token.text.len();
            }
        }
    }
}
