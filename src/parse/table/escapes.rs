//! Escapes of Markdown, undone where the whole table agrees about them.
//!
//! Converters differ: some escape `*` and `_` alone, some every sign that Markdown reads, some a dash only at the start of
//! a text. So each sign is judged by the table itself. A sign that also stands bare in the same place was not escaped, and
//! the backslash before it is text of the page.
//!
//! ```text
//! \*one\* two      every asterisk has a backslash            *one* two
//! 3 \- 2 - 1       some dashes have one: they stay           3 \- 2 - 1
//! ```

use std::borrow::Cow;

use super::punctuation::{PUNCTUATION, restore_punctuation};
use super::rows::EscapeForm;

/// Place of a sign in its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SignPlace {
    /// Only blanks are before the sign.
    Start,
    /// Only a number is before the sign: `1.`
    AfterNumber,
    /// Elsewhere.
    Inside,
}

/// Kinds of characters after a sign, which decide if Markdown reads the sign at the start of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Follower {
    /// A blank, or nothing.
    Blank,
    /// The sign again.
    Same,
    /// Another character.
    Other,
}

/// Number of kinds of followers.
const FOLLOWERS: usize = 3;

/// How often a sign stands with and without a backslash.
#[derive(Clone, Copy, Debug, Default)]
struct SignCount {
    escaped: usize,
    bare: usize,
}

/// Counts of one ASCII sign in all texts of a table.
#[derive(Clone, Copy, Debug, Default)]
struct SignCounts {
    all: SignCount,
    /// At the start of a text, by the follower.
    start: [SignCount; FOLLOWERS],
    after_number: SignCount,
}

/// The escapes of one table.
#[derive(Clone, Debug)]
pub(crate) struct TableEscapes {
    counts: Box<[SignCounts; 128]>,
    /// Backslashes before letters, digits, blanks and the end.
    lone_backslashes: usize,
    /// `&lt;` and other references; `&` without them.
    entities: SignCount,
    /// True if `&lt;` is among them.
    has_brackets: bool,
    punctuation: PunctuationForm,
}

/// Ways of writing curly quotes, dashes and ellipses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PunctuationForm {
    /// As they are.
    Literal,
    /// Probably with plain signs: the form does so, but this table has no plain sign with a backslash.
    LikelyPlain,
    /// With plain signs. A plain sign of the page has a backslash.
    Plain,
}

/// A text without its escapes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct UnescapedText<'t> {
    pub(crate) text: Cow<'t, str>,
    /// True if a backslash that stays, or one that was removed, may be wrong.
    pub(crate) is_doubtful: bool,
}

/// A sign in a text.
#[derive(Clone, Copy, Debug)]
struct Sign {
    /// Offset of the sign, or of the backslash before it.
    at: usize,
    byte: u8,
    is_escaped: bool,
    place: SignPlace,
    follower: Follower,
}

/// Character references that converters write.
const ENTITIES: [(&str, &str); 5] =
    [("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"), ("&quot;", "\""), ("&nbsp;", "\u{a0}")];

/// Signs that a text escapes a backslash for, in forms that escape backslashes before such signs alone.
const MARKDOWN_SIGNS: &[u8] = b"\\`*_{}[]()#+-.!";

impl TableEscapes {
    /// Counts the signs in all texts of a table.
    pub(crate) fn count<'t>(form: EscapeForm, texts: impl Iterator<Item = &'t str>) -> Self {
        let mut escapes = Self {
            counts: Box::new([SignCounts::default(); 128]),
            lone_backslashes: 0,
            entities: SignCount::default(),
            has_brackets: false,
            punctuation: PunctuationForm::Literal,
        };
        let mut has_literal = false;
        for text in texts {
            has_literal |= text.contains(PUNCTUATION);
            for sign in signs(text) {
                escapes.add(sign);
            }
            for (at, _) in text.match_indices('&') {
                let is_entity = ENTITIES.iter().any(|(entity, _)| text[at..].starts_with(entity));
                escapes.entities.escaped += usize::from(is_entity);
                escapes.entities.bare += usize::from(!is_entity);
                escapes.has_brackets |= text[at..].starts_with("&lt;");
            }
        }
        if form == EscapeForm::MarkdownWithPunctuation && !has_literal && escapes.lone_backslashes == 0 {
            let has_escaped_quotes = [b'\'', b'"'].iter().any(|quote| {
                let count = escapes.counts[usize::from(*quote)].all;
                count.escaped > 0
            });
            escapes.punctuation =
                if has_escaped_quotes { PunctuationForm::Plain } else { PunctuationForm::LikelyPlain };
        }
        escapes
    }

    fn add(&mut self, sign: Sign) {
        if sign.byte == b'\\' && !sign.is_escaped {
            self.lone_backslashes += 1;
        }
        let Some(counts) = self.counts.get_mut(usize::from(sign.byte)) else { return };
        let add = |count: &mut SignCount| {
            count.escaped += usize::from(sign.is_escaped);
            count.bare += usize::from(!sign.is_escaped);
        };
        add(&mut counts.all);
        match sign.place {
            SignPlace::Start => add(&mut counts.start[sign.follower as usize]),
            SignPlace::AfterNumber => add(&mut counts.after_number),
            SignPlace::Inside => {}
        }
    }

    /// Removes the escapes of a text.
    pub(crate) fn undo<'t>(&self, text: &'t str) -> UnescapedText<'t> {
        if !text.contains(['\\', '&', '\'', '"', '-', '.']) {
            return UnescapedText { text: Cow::Borrowed(text), is_doubtful: false };
        }
        let mut undone = String::with_capacity(text.len());
        let mut from = 0;
        let mut is_doubtful = false;
        for sign in signs(text).filter(|sign| sign.is_escaped) {
            match self.judge(sign, text) {
                EscapeVerdict::Escape => {
                    undone.push_str(&text[from..sign.at]);
                    from = sign.at + 1;
                }
                EscapeVerdict::LikelyEscape => {
                    undone.push_str(&text[from..sign.at]);
                    from = sign.at + 1;
                    is_doubtful = true;
                }
                EscapeVerdict::Text => {}
                EscapeVerdict::LikelyText => is_doubtful = true,
            }
        }
        undone.push_str(&text[from..]);
        if self.punctuation != PunctuationForm::Literal {
            let restored = restore_punctuation(text);
            is_doubtful =
                restored.is_doubtful || restored.has_any && self.punctuation == PunctuationForm::LikelyPlain;
            undone = restored.text;
        }
        if self.has_entities() && undone.contains('&') {
            // A page can be about references: it then has no bare sign either.
            undone = decode_entities(&undone);
            is_doubtful = true;
        }
        UnescapedText { text: Cow::Owned(undone), is_doubtful }
    }

    /// Returns true if every `<` of the table is written as a reference.
    fn has_entities(&self) -> bool {
        let bare = |sign: u8| self.counts[usize::from(sign)].all.bare;
        self.has_brackets && self.entities.bare == 0 && bare(b'<') == 0
    }

    fn judge(&self, sign: Sign, text: &str) -> EscapeVerdict {
        if sign.byte == b'\\' {
            return self.judge_backslash(sign, text);
        }
        let Some(counts) = self.counts.get(usize::from(sign.byte)) else { return EscapeVerdict::Text };
        if counts.all.bare == 0 {
            return EscapeVerdict::Escape;
        }
        let at_start = counts.start[sign.follower as usize];
        match sign.place {
            SignPlace::Start if at_start.bare == 0 => EscapeVerdict::Escape,
            SignPlace::AfterNumber if counts.after_number.bare == 0 => EscapeVerdict::Escape,
            // A mark that begins here makes a start of its own for some forms.
            SignPlace::Inside if at_start.escaped > 0 && at_start.bare == 0 => EscapeVerdict::Escape,
            SignPlace::Inside if self.has_math() => EscapeVerdict::Text,
            SignPlace::Inside if at_start.bare == 0 => EscapeVerdict::LikelyEscape,
            _ => EscapeVerdict::LikelyText,
        }
    }

    /// Returns true if the page has backslashes of its own.
    const fn has_math(&self) -> bool {
        self.lone_backslashes > 0
    }

    fn judge_backslash(&self, sign: Sign, text: &str) -> EscapeVerdict {
        if self.lone_backslashes == 0 {
            return EscapeVerdict::Escape;
        }
        let next = text.as_bytes().get(sign.at + 2).copied().unwrap_or(b' ');
        let is_before_sign = MARKDOWN_SIGNS.contains(&next);
        // A bracket with a lone backslash shows that the form does not escape backslashes.
        let keeps = b"{}[]()`#!".iter().any(|&sign| {
            let count = self.counts[usize::from(sign)].all;
            count.escaped > 0 && count.bare > 0
        });
        match (keeps, is_before_sign) {
            (false, true) => EscapeVerdict::Escape,
            _ => EscapeVerdict::Text,
        }
    }
}

/// Judgement about a backslash before a sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum EscapeVerdict {
    Escape,
    LikelyEscape,
    LikelyText,
    Text,
}

/// Lists the ASCII signs of a text. A backslash before a sign belongs to it; a backslash before any other character is a
/// sign by itself.
fn signs(text: &str) -> impl Iterator<Item = Sign> + '_ {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut seen = SignPlace::Start;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let start = at;
            let byte = bytes[at];
            let escaped = (byte == b'\\')
                .then(|| bytes.get(at + 1).copied())
                .flatten()
                .filter(u8::is_ascii_punctuation);
            let place = seen;
            at += if escaped.is_some() { 2 } else { 1 };
            seen = match (seen, byte) {
                (SignPlace::Start, b' ' | b'\t') => SignPlace::Start,
                (SignPlace::Start | SignPlace::AfterNumber, b'0'..=b'9') => SignPlace::AfterNumber,
                _ => SignPlace::Inside,
            };
            let sign = escaped.unwrap_or(byte);
            if !sign.is_ascii_punctuation() {
                continue;
            }
            let follower = match bytes.get(at) {
                None | Some(b' ' | b'\t') => Follower::Blank,
                Some(next) if *next == sign => Follower::Same,
                Some(_) => Follower::Other,
            };
            return Some(Sign { at: start, byte: sign, is_escaped: escaped.is_some(), place, follower });
        }
        None
    })
}

fn decode_entities(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        decoded.push_str(before);
        let found = ENTITIES.iter().find(|(entity, _)| from.starts_with(entity));
        let (character, length) = found.map_or(("&", 1), |(entity, character)| (*character, entity.len()));
        decoded.push_str(character);
        rest = &from[length..];
    }
    decoded.push_str(rest);
    decoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(texts: &[&str], expected: &[&str]) {
        case_in_form(EscapeForm::Markdown, texts, expected);
    }

    #[track_caller]
    fn case_in_form(form: EscapeForm, texts: &[&str], expected: &[&str]) {
        let escapes = TableEscapes::count(form, texts.iter().copied());
        let found: Vec<_> = texts.iter().map(|text| escapes.undo(text).text).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn undoes_a_sign_that_never_stands_bare() {
        case(&["\\*a\\_b", "\\*c"], &["*a_b", "*c"]);
        case(&["\\*a", "*b"], &["\\*a", "*b"]);
        case(&["[[a\\|b]]"], &["[[a|b]]"]);
    }

    #[test]
    fn undoes_a_sign_at_the_start_alone() {
        case(&["\\- a - b", "c"], &["- a - b", "c"]);
        case(&["\\- a", "- b"], &["\\- a", "- b"]);
        case(&["1\\. a. b"], &["1. a. b"]);
        case(&["\\== a =="], &["== a =="]);
    }

    #[test]
    fn backslash_of_the_page_stays() {
        case(&["\\alpha \\, b, c"], &["\\alpha \\, b, c"]);
        case(&["\\\\alpha \\\\beta"], &["\\alpha \\beta"]);
        case(&["\\alpha \\\\{a\\\\}"], &["\\alpha \\{a\\}"]);
    }

    #[test]
    fn decodes_references_if_no_sign_stands_bare() {
        case(&["&lt;b&gt; &amp;amp;"], &["<b> &amp;"]);
        case(&["&lt;b&gt;", "<c>"], &["&lt;b&gt;", "<c>"]);
    }

    #[test]
    fn restores_signs_that_plain_ones_stand_for() {
        let case = |texts: &[&str], expected: &[&str]| {
            case_in_form(EscapeForm::MarkdownWithPunctuation, texts, expected);
        };
        case(&["\\'a\\' \"b\" -- c...", "\\#a #b"], &["'a' “b” – c…", "#a #b"]);
        case(&["\\\"a 是\"好\"的 \\.... \\-\\--"], &["\"a 是“好”的 .... ---"]);
        case(&["a \"b\""], &["a “b”"]);
        case(&["“a” \"b\""], &["“a” \"b\""]);
        case(&["\\alpha -- \\'"], &["\\alpha -- '"]);
        let escapes = TableEscapes::count(EscapeForm::MarkdownWithPunctuation, ["a --- b", "c"].into_iter());
        assert!(escapes.undo("a --- b").is_doubtful);
        assert!(!escapes.undo("c").is_doubtful);
    }
}
