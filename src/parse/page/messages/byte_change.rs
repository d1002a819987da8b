//! The byte change of a mobile diff page: "4 bytes added , 4 February 2023".
//!
//! The words are `MobileFrontend`'s messages `diffview-bytesadded`, `-bytesremoved` and `-bytesnochange`, in every
//! plural form of every language. A form without a number means one byte ("egy bájt hozzáadva").

use std::sync::LazyLock;

use super::normalize;
use super::phrase_table::{Languages, Phrase, PhraseIndex, PhraseKey};
use crate::model::ByteChange;
use crate::parse::page::digits;

/// Maximum length of a line in bytes: more than the longest message (104) with a date.
const MAX_LINE_LEN: usize = 320;

/// Maximum length of a date, in characters. A longer rest is prose.
const MAX_DATE_LEN: usize = 60;

/// Maximum length of a date without a digit ("just now", "ayer"), in characters.
const MAX_WORDY_DATE_LEN: usize = 20;

/// Commas of `MobileFrontend`'s message `diffview-comma`.
const COMMAS: [char; 7] = [',', '،', '、', '，', '፣', '፥', '߸'];

/// Languages whose message `diffview-comma` is only a space, and the languages that fall back to them.
const COMMALESS: [&str; 5] = ["nb", "nn", "no", "se", "vi"];

static ADDED: LazyLock<PhraseIndex> =
    LazyLock::new(|| PhraseIndex::new(include_str!("tables/added.tsv"), first_words));
static REMOVED: LazyLock<PhraseIndex> =
    LazyLock::new(|| PhraseIndex::new(include_str!("tables/removed.tsv"), first_words));
static UNCHANGED: LazyLock<PhraseIndex> =
    LazyLock::new(|| PhraseIndex::new(include_str!("tables/unchanged.tsv"), first_words));

/// A line that states the byte change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ByteChangeLine<'t> {
    /// The change.
    pub(crate) change: ByteChange,
    /// The date after the comma; may be empty.
    pub(crate) rest: &'t str,
    /// The likeliest language of the words.
    pub(crate) language: &'static str,
}

/// Parses the line as a byte change. Returns `None` for a line with more words than a byte change and a date.
pub(crate) fn parse_byte_change(line: &str) -> Option<ByteChangeLine<'_>> {
    if line.len() > MAX_LINE_LEN {
        return None;
    }
    let text = normalize::trim(line);
    let words = digits::parse_number(text).map_or(text, |(_, words)| words);
    let key = PhraseKey::from_start(words);
    let find = |index: &PhraseIndex| index.with_key(key).find_map(|phrase| match_phrase(phrase, text));
    let (change, found) = match (find(&ADDED), find(&REMOVED)) {
        (Some(found), None) => (ByteChange::Signed(i64::try_from(found.count).ok()?), found),
        (None, Some(found)) => (ByteChange::Signed(-i64::try_from(found.count).ok()?), found),
        // The language has the same words for both, so the sign is unknown.
        (Some(found), Some(_)) => (ByteChange::Unsigned(found.count), found),
        (None, None) => (ByteChange::Signed(0), find(&UNCHANGED)?),
    };
    Some(ByteChangeLine { change, rest: found.date, language: found.languages.first() })
}

/// Key of a phrase's first words: the words before the number, or else the words after it.
fn first_words(phrase: &Phrase) -> Option<PhraseKey> {
    PhraseKey::from_start(phrase.before).or_else(|| PhraseKey::from_start(phrase.placeholder?.after))
}

/// Parts of a line that matches a phrase.
struct PhraseMatch<'t> {
    count: u64,
    date: &'t str,
    languages: Languages,
}

/// Matches the line against a phrase and a date.
fn match_phrase<'t>(phrase: &Phrase, text: &'t str) -> Option<PhraseMatch<'t>> {
    let rest = normalize::strip_start(text, phrase.before)?;
    let (count, rest) = match phrase.placeholder {
        None => (1, rest),
        Some(placeholder) => {
            let (count, words) = digits::parse_number(rest)?;
            (count, normalize::strip_start(words, placeholder.after)?)
        }
    };
    let date = parse_date(rest, phrase.languages)?;
    Some(PhraseMatch { count, date, languages: phrase.languages })
}

/// Parses the date after the words: after a comma, or in some languages after a space.
fn parse_date(rest: &str, languages: Languages) -> Option<&str> {
    let text = normalize::trim(rest);
    if text.is_empty() {
        return Some(text);
    }
    let has_space_for_comma =
        || rest.starts_with(normalize::is_blank) && languages.iter().any(|code| COMMALESS.contains(&code));
    let date = match text.strip_prefix(COMMAS) {
        Some(after_comma) => normalize::trim(after_comma),
        None => has_space_for_comma().then_some(text)?,
    };
    is_date(date).then_some(date)
}

/// True if the text can be a date, long ago or just now.
fn is_date(text: &str) -> bool {
    let length = text.chars().count();
    length <= MAX_WORDY_DATE_LEN || length <= MAX_DATE_LEN && text.contains(digits::is_any_digit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::page::messages::phrase_table;

    #[track_caller]
    fn case(line: &str, expected: Option<(i64, &str, &'static str)>) {
        let expected = expected.map(|(change, rest, language)| {
            let change = ByteChange::Signed(change);
            ByteChangeLine { change, rest, language }
        });
        assert_eq!(parse_byte_change(line), expected, "{line:?}");
    }

    #[test]
    fn words_give_the_sign() {
        case("4 bytes added , \u{a0}4 February 2023", Some((4, "4 February 2023", "en")));
        case(" 117 bytes added,  27 April 2024", Some((117, "27 April 2024", "en")));
        case("1,759 bytes removed", Some((-1759, "", "en")));
        case("No change in size ,  Yesterday at 10:00", Some((0, "Yesterday at 10:00", "en")));
        case("4 bytes added , just now", Some((4, "just now", "en")));
    }

    #[test]
    fn number_can_stand_anywhere() {
        case(" 4 バイト追加、 2023年2月4日 (土)", Some((4, "2023年2月4日 (土)", "ja")));
        case(" أُضيف ٤ بايت،  ٤ فبراير ٢٠٢٣", Some((4, "٤ فبراير ٢٠٢٣", "ar")));
        case(" 添加4字节、\u{200b} 2023年2月4日 (星期六)", Some((4, "2023年2月4日 (星期六)", "zh-hans")));
        case(" 15 071 байт добавлено,  9 июня 2016", Some((15071, "9 июня 2016", "ru")));
        case("egy bájt hozzáadva", Some((1, "", "hu")));
        case("4 byte lagt til 4. februar 2023", Some((4, "4. februar 2023", "nb")));
    }

    #[test]
    fn rejects_prose() {
        case("4 bytes", None);
        case("4 bytes added to the header", None);
        case("4 bytes added 4 February 2023", None);
        case("The 4 bytes added , 4 February 2023", None);
        case("4 bytes added, which is what the new format asks for in each of its headers", None);
        case("No change in sizes", None);
        case("", None);
    }

    /// Fills a number into the phrase.
    fn render(phrase: &Phrase, number: &str) -> String {
        match phrase.placeholder {
            Some(placeholder) => format!("{}{number}{}", phrase.before, placeholder.after),
            None => phrase.before.to_owned(),
        }
    }

    #[test]
    fn parses_every_phrase_of_every_language() {
        let tables = [(include_str!("tables/added.tsv"), 1), (include_str!("tables/removed.tsv"), -1)];
        for (source, sign) in tables {
            for phrase in phrase_table::phrases(source) {
                for (number, count) in
                    [("1", 1), ("20", 20), ("1,759", 1759), ("١٬٧٥٩", 1759), ("১২,৩৪,৫৬৭", 1_234_567)]
                {
                    let expected = if phrase.placeholder.is_some() { count } else { 1 };
                    let line = format!("{} , \u{a0}4 February 2023", render(&phrase, number));
                    let read = parse_byte_change(&line).unwrap_or_else(|| panic!("{line:?} is read"));
                    assert_eq!(
                        (read.change, read.rest),
                        (ByteChange::Signed(sign * expected), "4 February 2023"),
                        "{line:?}"
                    );
                }
            }
        }
        for phrase in phrase_table::phrases(include_str!("tables/unchanged.tsv")) {
            let read = parse_byte_change(phrase.before).map(|read| read.change);
            assert_eq!(read, Some(ByteChange::Signed(0)), "{:?}", phrase.before);
        }
    }
}
