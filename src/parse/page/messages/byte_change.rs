//! The byte change that a mobile diff page states: "4 bytes added , 4 February 2023".
//!
//! The words are `MobileFrontend`'s messages `diffview-bytesadded`, `-bytesremoved` and `-bytesnochange`, each in
//! every plural form of every language. The number is one unit where a form has none ("egy bájt hozzáadva").

use std::sync::LazyLock;

use super::normalize;
use super::phrase_table::{Index, Key, Languages, Phrase};
use crate::model::ByteChange;
use crate::parse::page::digits;

/// More bytes than the longest message (104) with a date after it ever has.
const LINE_LIMIT: usize = 320;

/// More characters than the longest date; a longer rest is prose.
const DATE_LIMIT: usize = 60;

/// A date without a digit ("just now", "ayer") is no longer than this.
const WORDY_DATE_LIMIT: usize = 20;

/// The commas of `MobileFrontend`'s message `diffview-comma`.
const COMMAS: [char; 7] = [',', '،', '、', '，', '፣', '፥', '߸'];

/// The languages whose message `diffview-comma` has only a space, and those that fall back to them.
const COMMALESS: [&str; 5] = ["nb", "nn", "no", "se", "vi"];

static ADDED: LazyLock<Index> = LazyLock::new(|| Index::new(include_str!("tables/added.tsv"), first_words));
static REMOVED: LazyLock<Index> =
    LazyLock::new(|| Index::new(include_str!("tables/removed.tsv"), first_words));
static UNCHANGED: LazyLock<Index> =
    LazyLock::new(|| Index::new(include_str!("tables/unchanged.tsv"), first_words));

/// A line that states the byte change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ByteLine<'t> {
    /// The change.
    pub(crate) change: ByteChange,
    /// The date after the comma, empty where there is none.
    pub(crate) rest: &'t str,
    /// The likeliest language of the words.
    pub(crate) language: &'static str,
}

/// The byte change that the line states, if that is all it says.
pub(crate) fn parse_byte_change(line: &str) -> Option<ByteLine<'_>> {
    if line.len() > LINE_LIMIT {
        return None;
    }
    let text = normalize::trim(line);
    let key = match digits::parse_number(text) {
        Some((_, words)) => Key::start(words),
        None => Key::start(text),
    };
    let read = |index: &Index| index.under(key).find_map(|phrase| reading(phrase, text));
    let (added, removed) = (read(&ADDED), read(&REMOVED));
    let (change, reading) = match (added, removed) {
        (Some(reading), None) => (ByteChange::Signed(i64::try_from(reading.count).ok()?), reading),
        (None, Some(reading)) => (ByteChange::Signed(-i64::try_from(reading.count).ok()?), reading),
        // A language that says the same of both gives no sign.
        (Some(reading), Some(_)) => (ByteChange::Unsigned(reading.count), reading),
        (None, None) => (ByteChange::Signed(0), read(&UNCHANGED)?),
    };
    Some(ByteLine { change, rest: reading.date, language: reading.languages.first() })
}

/// The key of a phrase's first words: those before the number, else those after it.
fn first_words(phrase: &Phrase) -> Option<Key> {
    Key::start(phrase.before).or_else(|| Key::start(phrase.hole?.after))
}

/// What a line says if it is this phrase.
struct Reading<'t> {
    count: u64,
    date: &'t str,
    languages: Languages,
}

/// Reads the line as this phrase and a date.
fn reading<'t>(phrase: &Phrase, text: &'t str) -> Option<Reading<'t>> {
    let rest = normalize::strip_start(text, phrase.before)?;
    let (count, rest) = match phrase.hole {
        None => (1, rest),
        Some(hole) => {
            let (count, words) = digits::parse_number(rest)?;
            (count, normalize::strip_start(words, hole.after)?)
        }
    };
    let date = date(rest, phrase.languages)?;
    Some(Reading { count, date, languages: phrase.languages })
}

/// The date after the words: a comma first, or in some languages only a space.
fn date(rest: &str, languages: Languages) -> Option<&str> {
    let text = normalize::trim(rest);
    if text.is_empty() {
        return Some(text);
    }
    let after_comma = text.strip_prefix(COMMAS).map(normalize::trim);
    let commaless =
        || rest.starts_with(normalize::is_blank) && languages.iter().any(|one| COMMALESS.contains(&one));
    let date = after_comma.or_else(|| commaless().then_some(text))?;
    is_date(date).then_some(date)
}

/// Whether the text can be a date, long ago or just now.
fn is_date(text: &str) -> bool {
    let length = text.chars().count();
    length <= WORDY_DATE_LIMIT || length <= DATE_LIMIT && text.contains(digits::is_any_digit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::page::messages::phrase_table;

    #[track_caller]
    fn case(line: &str, expected: Option<(i64, &str, &'static str)>) {
        let expected = expected.map(|(change, rest, language)| {
            let change = ByteChange::Signed(change);
            ByteLine { change, rest, language }
        });
        assert_eq!(parse_byte_change(line), expected, "{line:?}");
    }

    #[test]
    fn the_number_gets_its_sign_from_the_words() {
        case("4 bytes added , \u{a0}4 February 2023", Some((4, "4 February 2023", "en")));
        case(" 117 bytes added,  27 April 2024", Some((117, "27 April 2024", "en")));
        case("1,759 bytes removed", Some((-1759, "", "en")));
        case("No change in size ,  Yesterday at 10:00", Some((0, "Yesterday at 10:00", "en")));
        case("4 bytes added , just now", Some((4, "just now", "en")));
    }

    #[test]
    fn languages_put_the_number_where_they_like() {
        case(" 4 バイト追加、 2023年2月4日 (土)", Some((4, "2023年2月4日 (土)", "ja")));
        case(" أُضيف ٤ بايت،  ٤ فبراير ٢٠٢٣", Some((4, "٤ فبراير ٢٠٢٣", "ar")));
        case(" 添加4字节、\u{200b} 2023年2月4日 (星期六)", Some((4, "2023年2月4日 (星期六)", "zh-hans")));
        case(" 15 071 байт добавлено,  9 июня 2016", Some((15071, "9 июня 2016", "ru")));
        case("egy bájt hozzáadva", Some((1, "", "hu")));
        case("4 byte lagt til 4. februar 2023", Some((4, "4. februar 2023", "nb")));
    }

    #[test]
    fn prose_is_no_byte_change() {
        case("4 bytes", None);
        case("4 bytes added to the header", None);
        case("4 bytes added 4 February 2023", None);
        case("The 4 bytes added , 4 February 2023", None);
        case("4 bytes added, which is what the new format asks for in each of its headers", None);
        case("No change in sizes", None);
        case("", None);
    }

    /// The phrase with a number in it, as a page shows it.
    fn render(phrase: &Phrase, number: &str) -> String {
        match phrase.hole {
            Some(hole) => format!("{}{number}{}", phrase.before, hole.after),
            None => phrase.before.to_owned(),
        }
    }

    #[test]
    fn every_phrase_of_every_language_is_read_back() {
        let tables = [(include_str!("tables/added.tsv"), 1), (include_str!("tables/removed.tsv"), -1)];
        for (source, sign) in tables {
            for phrase in phrase_table::phrases(source) {
                for (number, count) in
                    [("1", 1), ("20", 20), ("1,759", 1759), ("١٬٧٥٩", 1759), ("১২,৩৪,৫৬৭", 1_234_567)]
                {
                    let expected = if phrase.hole.is_some() { count } else { 1 };
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
