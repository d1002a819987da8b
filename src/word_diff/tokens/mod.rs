//! A line of wikitext as tokens: words, numbers, white space, and the brackets and separators of the markup.
//!
//! A mark does not cut a token (except for letters in a pair of similar words), so the tokens decide how marks read.
//!
//! ```text
//! [[Ulm|city]] 1,759 漢字    →    [[·Ulm·|·city·]]· ·1,759· ·漢·字
//!
//! content_model ──▶ wikitext (this file) or code
//!                   char_class ──▶ the runs of letters and digits
//!                   number ──────▶ 1,759 and 12.11.2007
//!                   dictionary ──▶ the words of Thai, Lao, Khmer and Burmese
//! date ───────────▶ the dates of a line
//! ```
//!
//! ```
//! use wikidiff::internals::{TokenKind, tokens};
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
use char_class::{CharClass, run_len};
use dictionary::word_boundaries;
use number::{number_len, split_at_points};

/// The kind of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters of a script that separates words by spaces, with the apostrophes inside.
    Word,
    /// A word of a script without spaces, by the dictionary (Thai, Lao, Khmer, Burmese), or a character (Han, kana).
    Unspaced,
    /// An identifier of a program.
    Name,
    /// Digits, with the separators inside.
    Number,
    /// A character of white space.
    Space,
    /// The beginning of a stretch of markup: `[[`, `{{`, `{|`, `<ref`, `<!--`.
    Opening,
    /// The end of a stretch of markup: `]]`, `}}`, `|}`, `</ref>`, `/>`, `-->`.
    Closing,
    /// A separator of fields: `|`, `||`, `!!`, `|-`.
    Separator,
    /// `=` or `:` between a name and its value, outside of addresses and tags.
    Equals,
    /// Quotes of bold and italics, signs of headings.
    Markup,
    /// The scheme of an address: `https`.
    Scheme,
    /// Another part of an address: `www.`, the host, a step of the path, a name or value of the query.
    Address,
    /// The end of a sentence: `.`, `!`, `?` before white space or the end, `。`, `।`.
    End,
    /// Any other sign.
    Punctuation,
}

/// A token of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'t> {
    /// The text: never empty, whole user-perceived characters.
    pub text: &'t str,
    /// The kind of the token.
    pub kind: TokenKind,
}

/// The tokens of a line. Their texts concatenate to the line.
pub fn tokens(line: &str) -> impl Iterator<Item = Token<'_>> {
    tokens_from(line, 0)
}

/// The tokens of a line from an offset on where a token begins.
pub(crate) fn tokens_from(line: &str, at: usize) -> impl Iterator<Item = Token<'_>> {
    Tokenizer::new(line, at, UnspacedRuns::Words)
}

/// The tokens of a line from an offset on, where a run without spaces is one token. The dictionary takes longer than all
/// other work, so this is for callers that need no words of such runs.
pub(crate) fn coarse_tokens(line: &str, at: usize) -> Tokenizer<'_> {
    Tokenizer::new(line, at, UnspacedRuns::Whole)
}

/// The treatment of runs that are written without spaces.
#[derive(Clone, Copy, PartialEq, Eq)]
enum UnspacedRuns {
    /// Cut into words by the dictionary.
    Words,
    /// Kept whole.
    Whole,
}

/// The maximum length of a run of equal signs, braces or quotes: a heading of the lowest level.
const MAX_RUN_LEN: usize = 6;

/// The maximum length of an entity's name (`&thetasym;` has eight letters, numbers have at most seven digits).
const MAX_ENTITY_LEN: usize = 10;

/// The part of the markup that the tokenizer is in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum MarkupState {
    /// In running text.
    Text,
    /// Between `<ref` and its `>`.
    Tag,
    /// In an address.
    Address,
}

/// An iterator over the tokens of a line of wikitext.
pub(crate) struct Tokenizer<'t> {
    line: &'t str,
    at: usize,
    /// The length of the indentation that may stand before a table's sign: spaces and colons.
    indent: usize,
    state: MarkupState,
    unspaced: UnspacedRuns,
    /// Tokens that were found together, each with its end; the next one last.
    queued: Vec<(TokenKind, usize)>,
}

impl<'t> Iterator for Tokenizer<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Token<'t>> {
        let rest = &self.line[self.at..];
        let (kind, length) = match self.queued.pop() {
            Some((kind, end)) => (kind, end - self.at),
            None => self.first_token(rest)?,
        };
        self.at += length;
        Some(Token { text: &rest[..length], kind })
    }
}

impl<'t> Tokenizer<'t> {
    fn new(line: &'t str, at: usize, unspaced: UnspacedRuns) -> Self {
        let indent = line.bytes().take_while(|byte| matches!(byte, b' ' | b':')).count();
        Self { line, at, indent, state: MarkupState::Text, unspaced, queued: Vec::new() }
    }

    /// The offset of the next token.
    pub(crate) const fn at(&self) -> usize {
        self.at
    }

    /// Continues behind a blank farther down the line. An address ends at a blank.
    pub(crate) fn skip_to(&mut self, at: usize) {
        self.at = at;
        self.state = MarkupState::Text;
        self.queued.clear();
    }

    /// The kind and length of the first token.
    fn first_token(&mut self, rest: &str) -> Option<(TokenKind, usize)> {
        // Two ASCII characters are two clusters, except CR LF.
        let (first, after) = rest.as_bytes().split_first()?;
        if first.is_ascii() && after.first().is_none_or(u8::is_ascii) && *first != b'\r' {
            return Some(self.ascii_token(rest));
        }
        let (first, cluster) = first_cluster(rest)?;
        if first.is_ascii() && cluster == 1 {
            return Some(self.ascii_token(rest));
        }
        self.leave_address(first);
        if CharClass::from_char(first) == CharClass::Dictionary {
            return Some((TokenKind::Unspaced, self.queue_words(rest)));
        }
        Some(non_ascii_token(rest, first, cluster))
    }

    /// Queues the words of a run without spaces, and returns the length of the first.
    fn queue_words(&mut self, rest: &str) -> usize {
        let run = &rest[..run_len(rest, CharClass::Dictionary)];
        if self.unspaced == UnspacedRuns::Whole {
            return run.len();
        }
        let ends = word_boundaries(run).into_iter().rev();
        self.queued = ends.map(|end| (TokenKind::Unspaced, self.at + end)).collect();
        self.queued.pop().map_or(run.len(), |(_, end)| end - self.at)
    }

    /// The first token of a text that begins with an ASCII character without combining marks.
    fn ascii_token(&mut self, rest: &str) -> (TokenKind, usize) {
        let first = rest.as_bytes()[0];
        if self.state == MarkupState::Address {
            if let Some(length) = address_step_len(rest) {
                return (TokenKind::Address, length);
            }
            self.leave_address(char::from(first));
        }
        match first {
            b'0'..=b'9' => (TokenKind::Number, self.queue_numbers(rest)),
            b'a'..=b'z' | b'A'..=b'Z' => self.word_or_address(rest),
            _ if first.is_ascii_whitespace() => (TokenKind::Space, 1),
            _ => self.sign_token(rest),
        }
    }

    /// Returns the length of a number. Queues the parts of a date or a version, and returns the length of the first.
    fn queue_numbers(&mut self, rest: &str) -> usize {
        let whole = number_len(rest);
        let Some(parts) = split_at_points(&rest[..whole]) else { return whole };
        let mut end = self.at;
        for part in parts {
            self.queued.extend([
                (TokenKind::Number, end + part.len()),
                (TokenKind::Punctuation, end + part.len() + 1),
            ]);
            end += part.len() + 1;
        }
        self.queued.pop();
        self.queued.reverse();
        self.queued.pop().map_or(whole, |(_, end)| end - self.at)
    }

    /// Ends an address at a character that none contains.
    fn leave_address(&mut self, first: char) {
        let ends = matches!(first, '|' | '[' | ']' | '{' | '}' | '<' | '>' | '"') || first.is_whitespace();
        if self.state == MarkupState::Address && ends {
            self.state = MarkupState::Text;
        }
    }

    fn word_or_address(&mut self, rest: &str) -> (TokenKind, usize) {
        // Most words cannot begin an address by their first letter.
        if rest.starts_with(['f', 'h'])
            && let Some(start) = AddressStart::find(rest)
        {
            self.state = MarkupState::Address;
            self.queue_address(&start);
            return (TokenKind::Scheme, start.scheme);
        }
        (TokenKind::Word, word_len(rest))
    }

    /// Queues the beginning of an address behind its scheme.
    fn queue_address(&mut self, start: &AddressStart) {
        let slashes = self.at + start.scheme + SLASHES.len();
        let www = slashes + start.www;
        // The next token comes last.
        let parts = [(start.host, www + start.host), (start.www, www)];
        let parts = parts.into_iter().filter(|(length, _)| *length > 0);
        self.queued.extend(parts.map(|(_, end)| (TokenKind::Address, end)));
        self.queued.push((TokenKind::Punctuation, slashes));
    }

    /// A token of signs: markup, or one sign.
    fn sign_token(&mut self, rest: &str) -> (TokenKind, usize) {
        let (kind, length) = self.markup_token(rest).unwrap_or((TokenKind::Punctuation, 1));
        if length > 1 && !ends_cluster(rest, length) {
            return (TokenKind::Punctuation, 1);
        }
        match kind {
            TokenKind::Opening if is_tag(rest) => self.state = MarkupState::Tag,
            TokenKind::Closing if rest[..length].ends_with('>') => self.state = MarkupState::Text,
            _ => {}
        }
        (kind, length)
    }

    fn markup_token(&self, rest: &str) -> Option<(TokenKind, usize)> {
        let first = rest.as_bytes()[0];
        let run = || rest.bytes().take(MAX_RUN_LEN).take_while(|&byte| byte == first).count();
        Some(match first {
            b'[' => (TokenKind::Opening, run().min(2)),
            b']' => (TokenKind::Closing, run().min(2)),
            b'{' => {
                (TokenKind::Opening, if self.opens_line("|", rest) { 2 } else { opening_braces_len(run()) })
            }
            b'}' => (TokenKind::Closing, closing_braces_len(run())),
            b'|' => (
                if self.opens_line("}", rest) { TokenKind::Closing } else { TokenKind::Separator },
                self.bar_len(rest),
            ),
            b'!' if run() > 1 => (TokenKind::Separator, 2),
            b'!' if self.at == 0 => (TokenKind::Separator, 1),
            b'!' | b'.' | b'?' if ends_sentence(rest) => (TokenKind::End, 1),
            b'\'' if run() > 1 => (TokenKind::Markup, run().min(3)),
            b'=' if run() > 1 => (TokenKind::Markup, run()),
            b'=' if self.state == MarkupState::Text => (TokenKind::Equals, 1),
            b'<' => tag_token(rest)?,
            b'>' if self.state == MarkupState::Tag => (TokenKind::Closing, 1),
            b'/' if rest.starts_with("/>") => (TokenKind::Closing, 2),
            b'-' if rest.starts_with("-->") => (TokenKind::Closing, 3),
            b'&' => (TokenKind::Punctuation, entity_len(rest)?),
            b'#' => (TokenKind::Word, colour_len(rest)?),
            b'*' | b':' if self.at == 0 => (TokenKind::Markup, run()),
            b':' if self.state == MarkupState::Text && is_before_value(rest) => (TokenKind::Equals, 1),
            _ => return None,
        })
    }

    /// Returns true if the sign, followed by `second`, is a table's sign at the beginning of the line.
    fn opens_line(&self, second: &str, rest: &str) -> bool {
        self.at <= self.indent && rest[1..].starts_with(second)
    }

    /// The length of a separator that begins with `|`.
    fn bar_len(&self, rest: &str) -> usize {
        let is_table = ["-", "+", "}"].iter().any(|second| self.opens_line(second, rest));
        if is_table || rest.starts_with("||") { 2 } else { 1 }
    }
}

/// The first token of a text that begins with a character outside ASCII, or with a cluster of several characters.
pub(crate) fn non_ascii_token(rest: &str, first: char, cluster: usize) -> (TokenKind, usize) {
    match CharClass::from_char(first) {
        CharClass::Spaced => (TokenKind::Word, word_len(rest)),
        CharClass::Digit => (TokenKind::Number, number_len(rest)),
        CharClass::Ideographic | CharClass::Dictionary => (TokenKind::Unspaced, cluster),
        CharClass::Space => (TokenKind::Space, cluster),
        CharClass::Other if matches!(first, '。' | '！' | '？' | '।' | '॥' | '။' | '។' | '؟' | '۔') => {
            (TokenKind::End, cluster)
        }
        CharClass::Other => (TokenKind::Punctuation, cluster),
    }
}

/// The length of the word at the beginning of the text.
fn word_len(text: &str) -> usize {
    let mut length = run_len(text, CharClass::Spaced);
    // Most words end before a byte that begins no apostrophe.
    while let Some(b'\'' | 0xe2) = text.as_bytes().get(length)
        && let Some((apostrophe @ ('\'' | '’'), cluster)) = first_cluster(&text[length..])
    {
        let more = run_len(&text[length + cluster..], CharClass::Spaced);
        if more == 0 || cluster != apostrophe.len_utf8() {
            break;
        }
        length += cluster + more;
    }
    length
}

/// The length of opening braces: two for a template, three for a parameter. The outer braces come first.
const fn opening_braces_len(run: usize) -> usize {
    match run {
        1 | 3 => run,
        _ => 2,
    }
}

/// The length of closing braces. The inner braces come first.
const fn closing_braces_len(run: usize) -> usize {
    match run {
        1 | 3 => run,
        5 => 3,
        _ => 2,
    }
}

/// Returns true if a sentence may end with the sign: white space, a tag or nothing follows.
fn ends_sentence(rest: &str) -> bool {
    rest[1..].chars().next().is_none_or(|next| next.is_whitespace() || next == '<')
}

/// Returns true if a colon stands before a value, as in `color:red`, not in a time or a sentence.
fn is_before_value(rest: &str) -> bool {
    let next = rest[1..].chars().next().map(CharClass::from_char);
    matches!(next, Some(CharClass::Spaced | CharClass::Ideographic))
}

/// Returns true if the text begins with a tag, opening or closing.
fn is_tag(rest: &str) -> bool {
    rest.starts_with('<') && !rest.starts_with("<!--")
}

/// `<!--`, `</ref>`, or `<ref` without its attributes.
fn tag_token(rest: &str) -> Option<(TokenKind, usize)> {
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
fn entity_len(rest: &str) -> Option<usize> {
    let name = &rest[1..];
    let letters = name.strip_prefix('#').unwrap_or(name).bytes().take(MAX_ENTITY_LEN);
    let letters = letters.take_while(u8::is_ascii_alphanumeric).count();
    let length = 1 + usize::from(name.starts_with('#')) + letters;
    (letters > 0 && rest[length..].starts_with(';')).then_some(length + 1)
}

/// The length of a colour such as `#fbd2ef`.
fn colour_len(rest: &str) -> Option<usize> {
    let digits = rest[1..].bytes().take(9).take_while(u8::is_ascii_alphanumeric).count();
    let hexadecimal = rest[1..=digits].bytes().all(|byte| byte.is_ascii_hexdigit());
    (hexadecimal && matches!(digits, 3 | 4 | 6 | 8)).then_some(digits + 1)
}

/// The signs behind the scheme of an address.
const SLASHES: &str = "://";

/// The lengths of the parts at the beginning of an address: `https`, `www.`, `example.org`.
struct AddressStart {
    scheme: usize,
    www: usize,
    host: usize,
}

impl AddressStart {
    /// Finds the parts of the address that the text begins with.
    fn find(rest: &str) -> Option<Self> {
        let starts_address =
            |scheme: &&str| rest.strip_prefix(scheme).is_some_and(|after| after.starts_with(SLASHES));
        let scheme = ["https", "http", "ftp"].into_iter().find(starts_address)?.len();
        let after = &rest[scheme + SLASHES.len()..];
        let inside = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b':' | b'@');
        let length = after.bytes().take_while(inside).count();
        let www = if after[..length].starts_with("www.") { "www.".len() } else { 0 };
        let whole = scheme + SLASHES.len() + length;
        ends_cluster(rest, whole).then_some(Self { scheme, www, host: length - www })
    }
}

/// The length of a step of an address: a name between two separators.
fn address_step_len(rest: &str) -> Option<usize> {
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
    fn keeps_brackets_of_markup_whole() {
        case("[[A b|c]]", "[[·A· ·b·|·c·]]");
        case("{{cite|url={{{1}}}}}", "{{·cite·|·url·=·{{{·1·}}}·}}");
        case("'''''x''''' ''y''", "'''·''·x·'''·''· ·''·y·''");
        case("== Title ==", "==· ·Title· ·==");
    }

    #[test]
    fn cuts_tables_at_their_signs() {
        case("{| class=\"a\"", "{|· ·class·=·\"·a·\"");
        case("|-", "|-");
        case("|}", "|}");
        case("|a||b", "|·a·||·b");
        case("!a!!b", "!·a·!!·b");
        case("{{a|-}}", "{{·a·|·-·}}");
    }

    #[test]
    fn cuts_tags_and_comments_behind_their_names() {
        case("x<ref name=\"a\">b</ref>", "x·<ref· ·name·=·\"·a·\"·>·b·</ref>");
        case("<br />a<!-- b -->", "<br· ·/>·a·<!--· ·b· ·-->");
        case("a < b", "a· ·<· ·b");
    }

    #[test]
    fn keeps_apostrophes_and_separators() {
        case("don't ''it''", "don't· ·''·it·''");
        case("1,759 3.14 1,2 18:52", "1,759· ·3.14· ·1·,·2· ·18·:·52");
        case("12.11.2007. 1.234.567 v2.4.10a", "12·.·11·.·2007·.· ·1.234.567· ·v·2·.·4·.·10·a");
        case("1.2.3.x 1,500.2.3 1.5.", "1·.·2·.·3·.·x· ·1,500.2.3· ·1.5·.");
        case("color:Lvocals_b", "color·:·Lvocals·_·b");
        case("caps7 1980s", "caps·7· ·1980·s");
        case("๑๒ ไทย", "๑๒· ·ไทย");
    }

    #[test]
    fn cuts_addresses_entities_and_colours_into_parts() {
        case("[https://a.org/b/c?d=e-1 x.y]", "[·https·://·a.org·/·b·/·c·?·d·=·e-1· ·x·.·y·]");
        case("http://www.a.org ftp://", "http·://·www.·a.org· ·ftp·://");
        case("a&nbsp;b &c", "a·&nbsp;·b· ·&·c");
        case("#fbd2ef #redirect", "#fbd2ef· ·#·redirect");
    }

    #[test]
    fn cuts_scripts_without_spaces_by_dictionary_or_character() {
        case("漢字かな a", "漢·字·か·な· ·a");
        case("[[ความโกรธ]]2ที่", "[[·ความ·โกรธ·]]·2·ที่");
    }

    #[test]
    fn keeps_combining_marks_with_their_signs() {
        case("[[\u{301}a", "[·[\u{301}·a");
        case("|\u{301}", "|\u{301}");
        case(" \u{301}x", " \u{301}·x");
    }

    #[track_caller]
    fn kind(line: &str, expected: TokenKind) {
        assert_eq!(tokens(line).next().map(|token| token.kind), Some(expected), "{line}");
    }

    #[test]
    fn tokens_have_kinds() {
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
        kind("http://a", TokenKind::Scheme);
        kind(". ", TokenKind::End);
        kind("…", TokenKind::Punctuation);
    }

    proptest! {
        #![proptest_config(crate::proptest_config())]

        #[test]
        fn tokens_concatenate_to_the_line_and_split_no_cluster(line in "(?s)([\\[\\]{}|'=<>!#&;:/.,a-c0-9 \r\n]|https://|\\PC|[\u{300}-\u{310}🇩🇪👩\u{200d}\u{600}กำคि]){0,40}") {
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
