//! A line of wikitext as tokens: words, numbers, white space, and the brackets and separators of the markup.
//!
//! A token is what a mark may not cut (letters inside a pair of like words aside), so the tokens decide how marks
//! read: `[[` is one, `1,759` is one, `color:Lvocals` is three, a Chinese or Thai character is one each.
//!
//! ```
//! use wikidiff::word_diff::tokens::{TokenKind, tokens};
//!
//! let kinds: Vec<_> = tokens("[[Ulm]] 1,759").map(|token| (token.text, token.kind)).collect();
//! assert_eq!(kinds, [("[[", TokenKind::Opening), ("Ulm", TokenKind::Word), ("]]", TokenKind::Closing), (" ", TokenKind::Space), ("1,759", TokenKind::Number)]);
//! ```

pub(crate) mod char_class;
pub(crate) mod code;
pub(crate) mod content_model;
pub(crate) mod date;
pub(crate) mod dictionary;
pub(crate) mod number;

use crate::graphemes::{ends_cluster, first_cluster};
use char_class::{CharClass, run};
use dictionary::word_boundaries;
use number::{number, numbers_apart};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters of a script that separates words by spaces, with the apostrophes inside.
    Word,
    /// A word of a script without spaces between words, by the dictionary (Thai, Lao, Khmer, Burmese), or one character
    /// of it (Han, kana).
    Unspaced,
    /// An identifier of a program, which means something only as a whole.
    Name,
    /// Digits, with the separators inside.
    Number,
    /// One character of white space.
    Space,
    /// What opens a stretch of markup: `[[`, `{{`, `{|`, `<ref`, `<!--`.
    Opening,
    /// What closes it: `]]`, `}}`, `|}`, `</ref>`, `/>`, `-->`.
    Closing,
    /// What parts fields: `|`, `||`, `!!`, `|-`.
    Separator,
    /// `=` or `:` between a name and its value, outside of addresses and tags.
    Equals,
    /// Quotes of bold and italics, signs of headings.
    Markup,
    /// A part of an address: the scheme with the host, a step of the path, a name or value of the query.
    Address,
    /// A sentence's end: `.`, `!`, `?` before white space or the end, `。`, `।`.
    End,
    /// Any other sign.
    Punctuation,
}

/// A stretch of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'t> {
    /// The text; never empty, whole user-perceived characters.
    pub text: &'t str,
    /// What it is.
    pub kind: TokenKind,
}

/// The tokens of a line; they concatenate to it.
pub fn tokens(line: &str) -> impl Iterator<Item = Token<'_>> {
    tokens_within(line, 0)
}

/// The tokens of a line from a place on where a token begins.
pub(crate) fn tokens_within(line: &str, at: usize) -> impl Iterator<Item = Token<'_>> {
    cut(line, at, Unspaced::Words)
}

/// The same, but that a run without spaces is one token: for those who do not ask where its words end, which takes
/// longer than all the rest.
pub(crate) fn coarse_tokens(line: &str, at: usize) -> Tokens<'_> {
    cut(line, at, Unspaced::Runs)
}

fn cut(line: &str, at: usize, unspaced: Unspaced) -> Tokens<'_> {
    let indent = line.bytes().take_while(|byte| matches!(byte, b' ' | b':')).count();
    Tokens { line, at, indent, place: Place::Text, unspaced, found: Vec::new() }
}

/// How a run that is written without spaces is cut.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unspaced {
    /// Into words, by the dictionary.
    Words,
    /// Not at all.
    Runs,
}

/// No markup is longer than a run of so many equal signs: a heading of the lowest level.
const MAX_RUN_LEN: usize = 6;

/// No entity's name is longer (`&thetasym;` has eight letters, numbers have seven digits at most).
const MAX_ENTITY_LEN: usize = 10;

/// Where in the markup the tokenizer stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In running text.
    Text,
    /// Between `<ref` and its `>`.
    Tag,
    /// In an address.
    Address,
}

/// The tokens that are left of a line.
pub(crate) struct Tokens<'t> {
    line: &'t str,
    at: usize,
    /// The length of what may stand before a table's sign: spaces and colons.
    indent: usize,
    place: Place,
    unspaced: Unspaced,
    /// Tokens that were found together, and where they end; the next one last.
    found: Vec<(TokenKind, usize)>,
}

impl<'t> Iterator for Tokens<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Token<'t>> {
        let rest = &self.line[self.at..];
        let (kind, length) = match self.found.pop() {
            Some((kind, end)) => (kind, end - self.at),
            None => self.look(rest)?,
        };
        self.at += length;
        Some(Token { text: &rest[..length], kind })
    }
}

impl Tokens<'_> {
    /// Where the next token begins.
    pub(crate) const fn at(&self) -> usize {
        self.at
    }

    /// Goes on after a blank farther down the line, where no address goes on.
    pub(crate) fn skip_to(&mut self, at: usize) {
        self.at = at;
        self.place = Place::Text;
        self.found.clear();
    }

    /// The token at the beginning of the text.
    fn look(&mut self, rest: &str) -> Option<(TokenKind, usize)> {
        // Two ASCII characters are two clusters, unless they end a line as DOS does.
        let (first, after) = rest.as_bytes().split_first()?;
        if first.is_ascii() && after.first().is_none_or(u8::is_ascii) && *first != b'\r' {
            return Some(self.ascii(rest));
        }
        let (first, cluster) = first_cluster(rest)?;
        if first.is_ascii() && cluster == 1 {
            return Some(self.ascii(rest));
        }
        self.leave_address(first);
        if CharClass::from_char(first) == CharClass::Dictionary {
            return Some((TokenKind::Unspaced, self.first_unspaced(rest)));
        }
        Some(foreign(rest, first, cluster))
    }

    /// The length of the first word of a run without spaces; its other words are kept.
    fn first_unspaced(&mut self, rest: &str) -> usize {
        let run = &rest[..run(rest, CharClass::Dictionary)];
        if self.unspaced == Unspaced::Runs {
            return run.len();
        }
        let ends = word_boundaries(run).into_iter().rev();
        self.found = ends.map(|end| (TokenKind::Unspaced, self.at + end)).collect();
        self.found.pop().map_or(run.len(), |(_, end)| end - self.at)
    }

    /// The token at the beginning of the text, which begins with an ASCII character that is a cluster.
    fn ascii(&mut self, rest: &str) -> (TokenKind, usize) {
        let first = rest.as_bytes()[0];
        if self.place == Place::Address {
            if let Some(length) = address_step(rest) {
                return (TokenKind::Address, length);
            }
            self.leave_address(char::from(first));
        }
        match first {
            b'0'..=b'9' => (TokenKind::Number, self.number(rest)),
            b'a'..=b'z' | b'A'..=b'Z' => self.word(rest),
            _ if first.is_ascii_whitespace() => (TokenKind::Space, 1),
            _ => self.sign(rest),
        }
    }

    /// The length of a number; of several with points between them, of the first: the others are kept.
    fn number(&mut self, rest: &str) -> usize {
        let whole = number(rest);
        let Some(parts) = numbers_apart(&rest[..whole]) else { return whole };
        let mut end = self.at;
        for part in parts {
            self.found.extend([
                (TokenKind::Number, end + part.len()),
                (TokenKind::Punctuation, end + part.len() + 1),
            ]);
            end += part.len() + 1;
        }
        self.found.pop();
        self.found.reverse();
        self.found.pop().map_or(whole, |(_, end)| end - self.at)
    }

    fn leave_address(&mut self, first: char) {
        let ends = matches!(first, '|' | '[' | ']' | '{' | '}' | '<' | '>' | '"') || first.is_whitespace();
        if self.place == Place::Address && ends {
            self.place = Place::Text;
        }
    }

    fn word(&mut self, rest: &str) -> (TokenKind, usize) {
        // Most words are known by their first letter to begin no address.
        if rest.starts_with(['f', 'h'])
            && let Some(length) = address_start(rest)
        {
            self.place = Place::Address;
            return (TokenKind::Address, length);
        }
        (TokenKind::Word, word(rest))
    }

    /// A token of signs: markup where it is, one sign where it is not.
    fn sign(&mut self, rest: &str) -> (TokenKind, usize) {
        let (kind, length) = self.markup(rest).unwrap_or((TokenKind::Punctuation, 1));
        if length > 1 && !ends_cluster(rest, length) {
            return (TokenKind::Punctuation, 1);
        }
        match kind {
            TokenKind::Opening if is_tag(rest) => self.place = Place::Tag,
            TokenKind::Closing if rest[..length].ends_with('>') => self.place = Place::Text,
            _ => {}
        }
        (kind, length)
    }

    fn markup(&self, rest: &str) -> Option<(TokenKind, usize)> {
        let first = rest.as_bytes()[0];
        let run = || rest.bytes().take(MAX_RUN_LEN).take_while(|&byte| byte == first).count();
        Some(match first {
            b'[' => (TokenKind::Opening, run().min(2)),
            b']' => (TokenKind::Closing, run().min(2)),
            b'{' => (TokenKind::Opening, if self.opens_line("|", rest) { 2 } else { opening_braces(run()) }),
            b'}' => (TokenKind::Closing, closing_braces(run())),
            b'|' => (
                if self.opens_line("}", rest) { TokenKind::Closing } else { TokenKind::Separator },
                self.bar(rest),
            ),
            b'!' if run() > 1 => (TokenKind::Separator, 2),
            b'!' if self.at == 0 => (TokenKind::Separator, 1),
            b'!' | b'.' | b'?' if ends_sentence(rest) => (TokenKind::End, 1),
            b'\'' if run() > 1 => (TokenKind::Markup, run().min(3)),
            b'=' if run() > 1 => (TokenKind::Markup, run()),
            b'=' if self.place == Place::Text => (TokenKind::Equals, 1),
            b'<' => tag(rest)?,
            b'>' if self.place == Place::Tag => (TokenKind::Closing, 1),
            b'/' if rest.starts_with("/>") => (TokenKind::Closing, 2),
            b'-' if rest.starts_with("-->") => (TokenKind::Closing, 3),
            b'&' => (TokenKind::Punctuation, entity(rest)?),
            b'#' => (TokenKind::Word, colour(rest)?),
            b'*' | b':' if self.at == 0 => (TokenKind::Markup, run()),
            b':' if self.place == Place::Text && names_value(rest) => (TokenKind::Equals, 1),
            _ => return None,
        })
    }

    /// Whether the sign, followed by `second`, opens or closes a table: only at the beginning of a line.
    fn opens_line(&self, second: &str, rest: &str) -> bool {
        self.at <= self.indent && rest[1..].starts_with(second)
    }

    fn bar(&self, rest: &str) -> usize {
        let table = ["-", "+", "}"].iter().any(|second| self.opens_line(second, rest));
        if table || rest.starts_with("||") { 2 } else { 1 }
    }
}

/// The length of a token that begins with a character outside ASCII, or with a cluster of several characters.
pub(crate) fn foreign(rest: &str, first: char, cluster: usize) -> (TokenKind, usize) {
    match CharClass::from_char(first) {
        CharClass::Spaced => (TokenKind::Word, word(rest)),
        CharClass::Digit => (TokenKind::Number, number(rest)),
        CharClass::Ideographic | CharClass::Dictionary => (TokenKind::Unspaced, cluster),
        CharClass::Space => (TokenKind::Space, cluster),
        CharClass::Other if matches!(first, '。' | '！' | '？' | '।' | '॥' | '။' | '។' | '؟' | '۔') => {
            (TokenKind::End, cluster)
        }
        CharClass::Other => (TokenKind::Punctuation, cluster),
    }
}

/// The length of the word that the text begins with.
fn word(text: &str) -> usize {
    let mut length = run(text, CharClass::Spaced);
    // Most words end before another byte than one that an apostrophe begins with.
    while let Some(b'\'' | 0xe2) = text.as_bytes().get(length)
        && let Some((apostrophe @ ('\'' | '’'), cluster)) = first_cluster(&text[length..])
    {
        let more = run(&text[length + cluster..], CharClass::Spaced);
        if more == 0 || cluster != apostrophe.len_utf8() {
            break;
        }
        length += cluster + more;
    }
    length
}

/// Braces come in twos (a template) and threes (a parameter), and the threes stand inside.
const fn opening_braces(run: usize) -> usize {
    match run {
        1 | 3 => run,
        _ => 2,
    }
}

const fn closing_braces(run: usize) -> usize {
    match run {
        1 | 3 => run,
        5 => 3,
        _ => 2,
    }
}

fn ends_sentence(rest: &str) -> bool {
    rest[1..].chars().next().is_none_or(|next| next.is_whitespace() || next == '<')
}

/// Whether the colon stands between a name and its value, as in `color:red`, not in a time or a sentence.
fn names_value(rest: &str) -> bool {
    let next = rest[1..].chars().next().map(CharClass::from_char);
    matches!(next, Some(CharClass::Spaced | CharClass::Ideographic))
}

/// Whether the text is the beginning of a tag, opening or closing.
fn is_tag(rest: &str) -> bool {
    rest.starts_with('<') && !rest.starts_with("<!--")
}

/// `<!--`, `</ref>`, `<ref`; what follows the name are tokens of their own.
fn tag(rest: &str) -> Option<(TokenKind, usize)> {
    if rest.starts_with("<!--") {
        return Some((TokenKind::Opening, 4));
    }
    let name = rest[1..].strip_prefix('/').unwrap_or(&rest[1..]);
    let letters = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let length = rest.len() - name.len() + letters;
    match (letters, rest.starts_with("</"), rest[length..].starts_with('>')) {
        (0, _, _) => None,
        (_, true, true) => Some((TokenKind::Closing, length + 1)),
        _ => Some((TokenKind::Opening, length)),
    }
}

/// The length of an HTML entity: `&nbsp;`, `&#160;`.
fn entity(rest: &str) -> Option<usize> {
    let name = &rest[1..];
    let letters = name.strip_prefix('#').unwrap_or(name).bytes().take(MAX_ENTITY_LEN);
    let letters = letters.take_while(u8::is_ascii_alphanumeric).count();
    let length = 1 + usize::from(name.starts_with('#')) + letters;
    (letters > 0 && rest[length..].starts_with(';')).then_some(length + 1)
}

/// The length of a colour such as `#fbd2ef`: letters and digits that mean nothing apart.
fn colour(rest: &str) -> Option<usize> {
    let digits = rest[1..].bytes().take(9).take_while(u8::is_ascii_alphanumeric).count();
    let hexadecimal = rest[1..=digits].bytes().all(|byte| byte.is_ascii_hexdigit());
    (hexadecimal && matches!(digits, 3 | 4 | 6 | 8)).then_some(digits + 1)
}

/// The length of the scheme and host of an address.
fn address_start(rest: &str) -> Option<usize> {
    let scheme = ["https://", "http://", "ftp://"].iter().find(|scheme| rest.starts_with(**scheme))?;
    let inside = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b':' | b'@');
    let length = scheme.len() + rest[scheme.len()..].bytes().take_while(inside).count();
    ends_cluster(rest, length).then_some(length)
}

/// The length of a step of an address: what stands between two signs that part it.
fn address_step(rest: &str) -> Option<usize> {
    let is_sign = |byte| matches!(byte, b'!' | b'$' | b'%' | b'('..=b'.' | b':' | b'@' | b'_' | b'~');
    let inside = |byte: &u8| byte.is_ascii_alphanumeric() || is_sign(*byte);
    let length = rest.bytes().take_while(inside).count();
    (length > 0 && ends_cluster(rest, length)).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    #[track_caller]
    fn case(line: &str, expected: &str) {
        let texts: Vec<_> = tokens(line).map(|token| token.text).collect();
        assert_eq!(texts.join("·"), expected);
    }

    #[test]
    fn brackets_of_the_markup_are_one_token() {
        case("[[A b|c]]", "[[·A· ·b·|·c·]]");
        case("{{cite|url={{{1}}}}}", "{{·cite·|·url·=·{{{·1·}}}·}}");
        case("'''''x''''' ''y''", "'''·''·x·'''·''· ·''·y·''");
        case("== Title ==", "==· ·Title· ·==");
    }

    #[test]
    fn tables_are_cut_at_their_signs() {
        case("{| class=\"a\"", "{|· ·class·=·\"·a·\"");
        case("|-", "|-");
        case("|}", "|}");
        case("|a||b", "|·a·||·b");
        case("!a!!b", "!·a·!!·b");
        case("{{a|-}}", "{{·a·|·-·}}");
    }

    #[test]
    fn tags_and_comments_are_cut_after_their_names() {
        case("x<ref name=\"a\">b</ref>", "x·<ref· ·name·=·\"·a·\"·>·b·</ref>");
        case("<br />a<!-- b -->", "<br· ·/>·a·<!--· ·b· ·-->");
        case("a < b", "a· ·<· ·b");
    }

    #[test]
    fn words_keep_their_apostrophes_and_numbers_their_separators() {
        case("don't ''it''", "don't· ·''·it·''");
        case("1,759 3.14 1,2 18:52", "1,759· ·3.14· ·1·,·2· ·18·:·52");
        case("12.11.2007. 1.234.567 v2.4.10a", "12·.·11·.·2007·.· ·1.234.567· ·v·2·.·4·.·10·a");
        case("1.2.3.x 1,500.2.3 1.5.", "1·.·2·.·3·.·x· ·1,500.2.3· ·1.5·.");
        case("color:Lvocals_b", "color·:·Lvocals·_·b");
        case("caps7 1980s", "caps·7· ·1980·s");
        case("๑๒ ไทย", "๑๒· ·ไทย");
    }

    #[test]
    fn addresses_entities_and_colours_are_cut_in_meaningful_parts() {
        case("[https://a.org/b/c?d=e-1 x.y]", "[·https://a.org·/·b·/·c·?·d·=·e-1· ·x·.·y·]");
        case("a&nbsp;b &c", "a·&nbsp;·b· ·&·c");
        case("#fbd2ef #redirect", "#fbd2ef· ·#·redirect");
    }

    #[test]
    fn scripts_without_spaces_are_cut_by_the_dictionary_or_at_every_character() {
        case("漢字かな a", "漢·字·か·な· ·a");
        case("[[ความโกรธ]]2ที่", "[[·ความ·โกรธ·]]·2·ที่");
    }

    #[test]
    fn a_combining_mark_stays_with_its_sign() {
        case("[[\u{301}a", "[·[\u{301}·a");
        case("|\u{301}", "|\u{301}");
        case(" \u{301}x", " \u{301}·x");
    }

    #[track_caller]
    fn kind(line: &str, expected: TokenKind) {
        assert_eq!(tokens(line).next().map(|token| token.kind), Some(expected), "{line}");
    }

    #[test]
    fn a_token_knows_what_it_is() {
        kind("word", TokenKind::Word);
        kind("字", TokenKind::Unspaced);
        kind("12", TokenKind::Number);
        kind("\u{a0}", TokenKind::Space);
        kind("{{", TokenKind::Opening);
        kind("}}", TokenKind::Closing);
        kind("||", TokenKind::Separator);
        kind("''", TokenKind::Markup);
        kind("=", TokenKind::Equals);
        kind(": ", TokenKind::Markup);
        kind("http://a", TokenKind::Address);
        kind(". ", TokenKind::End);
        kind("…", TokenKind::Punctuation);
    }

    proptest! {
        #[test]
        fn tokens_concatenate_to_the_line_and_cut_no_cluster(line in "(?s)([\\[\\]{}|'=<>!#&;:/.,a-c0-9 \r\n]|https://|\\PC|[\u{300}-\u{310}🇩🇪👩\u{200d}\u{600}กำคि]){0,40}") {
            let whole: String = tokens(&line).map(|token| token.text).collect();
            prop_assert_eq!(&whole, &line);
            let borders: Vec<usize> = line.grapheme_indices(true).map(|(at, _)| at).collect();
            let mut at = 0;
            for token in tokens(&line) {
                prop_assert!(borders.binary_search(&at).is_ok(), "{:?} cut at {}", line, at);
                at += token.text.len();
            }
        }
    }
}
