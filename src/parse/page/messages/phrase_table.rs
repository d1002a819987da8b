//! The tables of words: one phrase a line, a hole (`$1`) where the page has a number, a title or a date.
//!
//! A table is a text beside this file, read when it is first asked for. `$1` may stand anywhere; where a phrase
//! has several holes, what stands between the first and the last is one hole that must hold the words between.
//! After a tab come the languages that have the phrase, the likeliest first.

use std::cmp::Ordering;

use super::normalize;

/// The languages that share a phrase, as `MediaWiki`'s codes, the most used wiki first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Languages(&'static str);

impl Languages {
    /// The languages of a table's column: codes with a space between.
    pub(crate) const fn new(codes: &'static str) -> Self {
        Self(codes)
    }

    /// The likeliest language.
    pub(crate) fn first(self) -> &'static str {
        self.iter().next().unwrap_or_default()
    }

    /// Every language, the likeliest first.
    pub(crate) fn iter(self) -> impl Iterator<Item = &'static str> {
        self.0.split(' ')
    }
}

/// Words around a hole, or words alone.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Phrase {
    /// The words before the hole; all of them where there is none.
    pub(crate) before: &'static str,
    /// What follows, where there is a hole.
    pub(crate) hole: Option<Hole>,
    /// Who says so.
    pub(crate) languages: Languages,
}

/// What a phrase has from its first hole on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hole {
    /// Words between the first hole and the last, empty where there is one.
    pub(crate) between: &'static str,
    /// The words after the hole.
    pub(crate) after: &'static str,
}

impl Phrase {
    /// The phrase of one line of a table.
    fn parse(line: &'static str) -> Self {
        let (text, languages) = line.split_once('\t').unwrap_or((line, ""));
        let languages = Languages(languages);
        let Some((before, rest)) = text.split_once('$') else {
            return Self { before: text, hole: None, languages };
        };
        // The digit after `$` only tells holes of one phrase apart.
        let (between, after) = rest.rsplit_once('$').unwrap_or(("", rest));
        let hole = Hole {
            between: normalize::trim(between.get(1..).unwrap_or("")),
            after: after.get(1..).unwrap_or(""),
        };
        Self { before, hole: Some(hole), languages }
    }

    /// What stands in the hole if the text is this phrase; the whole text for a phrase without one.
    pub(crate) fn fit<'t>(&self, text: &'t str) -> Option<&'t str> {
        let rest = normalize::strip_start(text, self.before)?;
        let Some(hole) = self.hole else {
            return normalize::trim(rest).is_empty().then_some(text);
        };
        let filling = normalize::trim(normalize::strip_end(rest, hole.after)?);
        (!filling.is_empty() && filling.contains(hole.between)).then_some(filling)
    }

    /// How many bytes of words the phrase has: of two phrases that fit, the longer one says more.
    pub(crate) fn weight(&self) -> usize {
        self.before.len() + self.hole.map_or(0, |hole| hole.between.len() + hole.after.len())
    }
}

/// The phrases of a table in the order of its lines.
pub(crate) fn phrases(source: &'static str) -> impl Iterator<Item = Phrase> {
    source.lines().map(Phrase::parse)
}

/// What stands after the tab on the line of a sorted table that has this text before it.
///
/// The search halves the table as it lies in the program, so that nothing has to be read beforehand.
pub(crate) fn lookup(source: &'static str, text: &str) -> Option<&'static str> {
    let mut rest = source;
    while !rest.is_empty() {
        let start = memchr::memrchr(b'\n', &rest.as_bytes()[..rest.len() / 2]).map_or(0, |end| end + 1);
        let end = rest[start..].find('\n').map_or(rest.len(), |length| start + length);
        let line = &rest[start..end];
        let (key, value) = line.split_once('\t').unwrap_or((line, ""));
        rest = match key.cmp(text) {
            Ordering::Equal => return Some(value),
            Ordering::Less => rest.get(end + 1..).unwrap_or(""),
            Ordering::Greater => &rest[..start],
        };
    }
    None
}

/// The two outermost characters of some words (few phrases of a table share them), or the only one.
type Corner = (char, Option<char>);

/// Which corner of a line a phrase is looked up by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    /// The first characters.
    Start(Corner),
    /// The last characters, the last one first.
    End(Corner),
}

impl Key {
    /// The key of what a text begins with.
    pub(crate) fn start(text: &str) -> Option<Self> {
        corner(text.chars()).map(Self::Start)
    }

    /// The key of what a text ends with.
    pub(crate) fn end(text: &str) -> Option<Self> {
        corner(text.chars().rev()).map(Self::End)
    }

    /// The key of phrases that have only the outermost of these characters.
    fn shorter(self) -> Self {
        match self {
            Self::Start((first, _)) => Self::Start((first, None)),
            Self::End((last, _)) => Self::End((last, None)),
        }
    }

    /// Whether a single character is all there is.
    fn is_short(self) -> bool {
        self == self.shorter()
    }
}

/// The first two of the characters that are not blank.
fn corner(characters: impl Iterator<Item = char>) -> Option<Corner> {
    let mut visible = characters.filter(|&character| !normalize::is_blank(character));
    Some((visible.next()?, visible.next()))
}

/// Phrases in the order of their keys, so that a line meets few of them.
pub(crate) struct Index {
    phrases: Vec<(Key, Phrase)>,
}

impl Index {
    /// The table with its phrases filed under the keys that the function gives; a phrase without one is left out.
    pub(crate) fn new(source: &'static str, key: fn(&Phrase) -> Option<Key>) -> Self {
        let keyed = phrases(source).filter_map(|phrase| Some((key(&phrase)?, phrase)));
        let mut phrases: Vec<_> = keyed.collect();
        phrases.sort_unstable_by_key(|(key, _)| *key);
        Self { phrases }
    }

    /// A table whose phrases are whole lines: filed by their ends, else by their beginnings.
    pub(crate) fn of_lines(source: &'static str) -> Self {
        Self::new(source, |phrase| {
            let end = phrase.hole.and_then(|hole| Key::end(hole.after));
            let start = Key::start(phrase.before);
            [end, start].into_iter().flatten().min_by_key(|key| key.is_short())
        })
    }

    /// The phrases under a key.
    pub(crate) fn under(&self, key: Option<Key>) -> impl Iterator<Item = &Phrase> {
        let keys = [key, key.map(Key::shorter)];
        keys.into_iter().flatten().flat_map(|key| self.exactly_under(key)).map(|(_, phrase)| phrase)
    }

    /// The phrases that have just this key.
    fn exactly_under(&self, key: Key) -> &[(Key, Phrase)] {
        let start = self.phrases.partition_point(|(one, _)| *one < key);
        let length = self.phrases[start..].partition_point(|(one, _)| *one == key);
        &self.phrases[start..start + length]
    }

    /// The phrase of a table of whole lines that says most of the line, and what stands in its hole.
    pub(crate) fn fit<'t>(&self, line: &'t str, plausible: fn(&str) -> bool) -> Option<(&'t str, Phrase)> {
        let candidates = self.under(Key::end(line)).chain(self.under(Key::start(line)));
        let fits = candidates.filter_map(|phrase| Some((phrase.fit(line)?, *phrase)));
        fits.filter(|(filling, _)| plausible(filling)).max_by_key(|(_, phrase)| phrase.weight())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every table, with its name.
    const TABLES: [(&str, &str); 13] = [
        ("added", include_str!("tables/added.tsv")),
        ("contribs", include_str!("tables/contribs.tsv")),
        ("earlier", include_str!("tables/earlier.tsv")),
        ("boilerplate", include_str!("tables/boilerplate.tsv")),
        ("latest", include_str!("tables/latest.tsv")),
        ("lineno", include_str!("tables/lineno.tsv")),
        ("links", include_str!("tables/links.tsv")),
        ("no_summary", include_str!("tables/no_summary.tsv")),
        ("notes", include_str!("tables/notes.tsv")),
        ("removed", include_str!("tables/removed.tsv")),
        ("talk", include_str!("tables/talk.tsv")),
        ("title", include_str!("tables/title.tsv")),
        ("unchanged", include_str!("tables/unchanged.tsv")),
    ];

    /// What stands before the tab.
    fn key(line: &'static str) -> &'static str {
        line.split_once('\t').map_or(line, |(key, _)| key)
    }

    #[test]
    fn tables_are_sorted_folded_and_without_repetition() {
        for (name, source) in TABLES {
            for (line, next) in source.lines().zip(source.lines().skip(1)) {
                assert!(key(line) < key(next), "{name}: {line:?} before {next:?}");
            }
            for text in source.lines().map(key) {
                assert_eq!(normalize::fold(text), text, "{name}");
                assert!(!text.is_empty() && text.matches('$').count() <= 2, "{name}: {text:?}");
            }
        }
    }

    #[test]
    fn every_line_of_a_sorted_table_is_looked_up() {
        for (name, source) in TABLES {
            for line in source.lines() {
                let value = line.split_once('\t').map_or("", |(_, value)| value);
                assert_eq!(lookup(source, key(line)), Some(value), "{name}: {line:?}");
            }
            assert_eq!(lookup(source, ""), None, "{name}");
            assert_eq!(lookup(source, "\u{10ffff}"), None, "{name}");
        }
    }

    #[test]
    fn a_phrase_fits_what_it_stands_around() {
        for (line, text, expected) in [
            ("a $1 z\ten", "a b c z", Some("b c")),
            ("a $1 z", "a z", None),
            ("$1 and $2: x", "b and c: x", Some("b and c")),
            ("$1 and $2: x", "b or c: x", None),
            ("whole", "whole", Some("whole")),
            ("whole", "whole line", None),
        ] {
            assert_eq!(Phrase::parse(line).fit(text), expected, "{line:?} {text:?}");
        }
    }
}
