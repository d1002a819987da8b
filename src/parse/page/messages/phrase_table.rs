//! Tables of phrases: one phrase a line, with a placeholder (`$1`) for a number, a title or a date.
//!
//! ```text
//! $1 bytes added⇥en sco             a placeholder, then the languages, the likeliest first
//! $1 and $2: difference between…    two placeholders: the text between them must contain " and "
//! ```
//!
//! A table is a text file beside this module. A phrase with several placeholders counts as one with a single
//! placeholder, from the first to the last; the filling must contain the words in between.

use std::cmp::Ordering;

use super::normalize;

/// The languages that `MediaWiki` takes the words from that a language lacks (`$fallback`), the nearest first.
const FALLBACKS: &str = include_str!("tables/fallbacks.tsv");

/// Languages that share a phrase, as `MediaWiki`'s codes, the language of the most used wiki first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Languages(&'static str);

impl Languages {
    /// Takes the language column of a table: codes separated by spaces.
    pub(crate) const fn new(codes: &'static str) -> Self {
        Self(codes)
    }

    /// The likeliest language.
    pub(crate) fn first(self) -> &'static str {
        self.iter().next().unwrap_or_default()
    }

    /// True if both have a language in common. Variants of a language ("zh-hans", "zh-hant") count as one.
    pub(crate) fn shares_language(self, other: Self) -> bool {
        let base = |code: &'static str| code.split('-').next();
        self.iter().any(|code| other.iter().any(|other| base(code) == base(other)))
    }

    /// True if a page can have words in both: they have a language in common, or one of them takes its missing words from the
    /// other. English stands in for every language.
    pub(crate) fn stands_beside(self, other: Self) -> bool {
        let stands_in = |lacking: Self, other: Self| {
            lacking
                .iter()
                .filter_map(|code| lookup(FALLBACKS, code))
                .any(|codes| Self(codes).shares_language(other))
        };
        self.shares_language(other)
            || other.shares_language(Self("en"))
            || stands_in(self, other)
            || stands_in(other, self)
    }

    /// Every language, the likeliest first.
    pub(crate) fn iter(self) -> impl Iterator<Item = &'static str> {
        self.0.split(' ')
    }
}

/// Words around a placeholder, or words alone.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Phrase {
    /// The words before the placeholder, or all words.
    pub(crate) before: &'static str,
    /// The placeholder and the words after it.
    pub(crate) placeholder: Option<Placeholder>,
    /// The languages that have the phrase.
    pub(crate) languages: Languages,
}

/// The placeholder of a phrase.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Placeholder {
    /// Words between the first and the last placeholder; empty for a single placeholder.
    pub(crate) between: &'static str,
    /// Words after the placeholder.
    pub(crate) after: &'static str,
}

impl Phrase {
    /// Parses a line of a table.
    fn parse(line: &'static str) -> Self {
        let (text, languages) = line.split_once('\t').unwrap_or((line, ""));
        let languages = Languages(languages);
        let Some((before, rest)) = text.split_once('$') else {
            return Self { before: text, placeholder: None, languages };
        };
        // The digit after `$` only numbers the placeholders of a phrase.
        let (between, after) = rest.rsplit_once('$').unwrap_or(("", rest));
        let placeholder = Placeholder {
            between: normalize::trim(between.get(1..).unwrap_or("")),
            after: after.get(1..).unwrap_or(""),
        };
        Self { before, placeholder: Some(placeholder), languages }
    }

    /// Matches the text against the phrase and returns the filling of the placeholder, or the whole text for a phrase
    /// without a placeholder.
    pub(crate) fn match_text<'t>(&self, text: &'t str) -> Option<&'t str> {
        let rest = normalize::strip_start(text, self.before)?;
        let Some(placeholder) = self.placeholder else {
            return normalize::trim(rest).is_empty().then_some(text);
        };
        let filling = normalize::trim(normalize::strip_end(rest, placeholder.after)?);
        (!filling.is_empty() && filling.contains(placeholder.between)).then_some(filling)
    }

    /// Length of the words in bytes. Of two phrases that match a text, the longer explains more.
    pub(crate) fn word_len(&self) -> usize {
        self.before.len() + self.placeholder.map_or(0, |rest| rest.between.len() + rest.after.len())
    }
}

/// The phrases of a table, in the order of its lines.
pub(crate) fn phrases(source: &'static str) -> impl Iterator<Item = Phrase> {
    source.lines().map(Phrase::parse)
}

/// Looks a text up in a sorted table. Returns the second column of its line.
///
/// A binary search over the raw table, so nothing is parsed beforehand.
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

/// The two outermost visible characters of a text, or its only one. Few phrases of a table share them.
type OuterChars = (char, Option<char>);

/// Key of a phrase in an index: the characters at one end of its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum PhraseKey {
    /// The first characters.
    Start(OuterChars),
    /// The last characters, the last one first.
    End(OuterChars),
}

impl PhraseKey {
    /// Makes a key from the start of a text.
    pub(crate) fn from_start(text: &str) -> Option<Self> {
        outer_chars(text.chars()).map(Self::Start)
    }

    /// Makes a key from the end of a text.
    pub(crate) fn from_end(text: &str) -> Option<Self> {
        outer_chars(text.chars().rev()).map(Self::End)
    }

    /// The key of phrases with the outermost character only.
    fn shorten(self) -> Self {
        match self {
            Self::Start((first, _)) => Self::Start((first, None)),
            Self::End((last, _)) => Self::End((last, None)),
        }
    }

    /// True for a key of a single character.
    fn is_short(self) -> bool {
        self == self.shorten()
    }
}

/// Takes the first two visible characters.
fn outer_chars(characters: impl Iterator<Item = char>) -> Option<OuterChars> {
    let mut visible = characters.filter(|&character| !normalize::is_blank(character));
    Some((visible.next()?, visible.next()))
}

/// The phrases of a table sorted by key, so that few phrases are compared with a line.
pub(crate) struct PhraseIndex {
    phrases: Vec<(PhraseKey, Phrase)>,
}

impl PhraseIndex {
    /// Indexes a table by a function that gives the key of a phrase. Leaves out phrases without a key.
    pub(crate) fn new(source: &'static str, key: fn(&Phrase) -> Option<PhraseKey>) -> Self {
        let keyed = phrases(source).filter_map(|phrase| Some((key(&phrase)?, phrase)));
        let mut phrases: Vec<_> = keyed.collect();
        phrases.sort_unstable_by_key(|(key, _)| *key);
        Self { phrases }
    }

    /// Indexes a table whose phrases are whole lines: by their ends, or else by their starts.
    pub(crate) fn from_lines(source: &'static str) -> Self {
        Self::new(source, |phrase| {
            let end = phrase.placeholder.and_then(|placeholder| PhraseKey::from_end(placeholder.after));
            let start = PhraseKey::from_start(phrase.before);
            [end, start].into_iter().flatten().min_by_key(|key| key.is_short())
        })
    }

    /// The phrases with a key, and the phrases with its outermost character only.
    pub(crate) fn with_key(&self, key: Option<PhraseKey>) -> impl Iterator<Item = &Phrase> {
        let keys = [key, key.map(PhraseKey::shorten)];
        keys.into_iter().flatten().flat_map(|key| self.with_exact_key(key)).map(|(_, phrase)| phrase)
    }

    /// The phrases with exactly this key.
    fn with_exact_key(&self, key: PhraseKey) -> &[(PhraseKey, Phrase)] {
        let start = self.phrases.partition_point(|(other, _)| *other < key);
        let length = self.phrases[start..].partition_point(|(other, _)| *other == key);
        &self.phrases[start..start + length]
    }

    /// Finds the phrase that explains most of a whole line. Returns the filling of its placeholder, too.
    pub(crate) fn find<'t>(
        &self,
        line: &'t str,
        is_plausible: fn(&str) -> bool,
    ) -> Option<(&'t str, Phrase)> {
        let ends = [PhraseKey::from_end(line), PhraseKey::from_start(line)];
        let candidates = ends.into_iter().flat_map(|key| self.with_key(key));
        let matches = candidates.filter_map(|phrase| Some((phrase.match_text(line)?, *phrase)));
        matches.filter(|(filling, _)| is_plausible(filling)).max_by_key(|(_, phrase)| phrase.word_len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every table, with its name.
    const TABLES: [(&str, &str); 34] = [
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
        ("bot", include_str!("tables/bot.tsv")),
        ("edit_counts", include_str!("tables/edit_counts.tsv")),
        ("heading_links", include_str!("tables/heading_links.tsv")),
        ("hidden_summaries", include_str!("tables/hidden_summaries.tsv")),
        ("hidden_users", include_str!("tables/hidden_users.tsv")),
        ("minor", include_str!("tables/minor.tsv")),
        ("minor_edit", include_str!("tables/minor_edit.tsv")),
        ("rollback", include_str!("tables/rollback.tsv")),
        ("tag_lists", include_str!("tables/tag_lists.tsv")),
        ("tag_names", include_str!("tables/tag_names.tsv")),
        ("groups", include_str!("tables/groups.tsv")),
        ("anonymous_users", include_str!("tables/anonymous_users.tsv")),
        ("page_ends", include_str!("tables/page_ends.tsv")),
        ("neighbors", include_str!("tables/neighbors.tsv")),
        ("unchanged", include_str!("tables/unchanged.tsv")),
        ("preview_titles", include_str!("tables/preview_titles.tsv")),
        ("preview_labels", include_str!("tables/preview_labels.tsv")),
        ("summary_fields", include_str!("tables/summary_fields.tsv")),
        ("dokuwiki_links", include_str!("tables/dokuwiki_links.tsv")),
        ("entity_subjects", include_str!("tables/entity_subjects.tsv")),
        ("entity_parts", include_str!("tables/entity_parts.tsv")),
        ("fallbacks", FALLBACKS),
    ];

    /// The first column.
    fn key(line: &'static str) -> &'static str {
        line.split_once('\t').map_or(line, |(key, _)| key)
    }

    #[test]
    fn tables_are_sorted_normalized_and_unique() {
        for (name, source) in TABLES {
            for (line, next) in source.lines().zip(source.lines().skip(1)) {
                assert!(key(line) < key(next), "{name}: {line:?} before {next:?}");
            }
            for text in source.lines().map(key) {
                assert_eq!(normalize::normalize(text), text, "{name}");
                assert!(!text.is_empty() && text.matches('$').count() <= 2, "{name}: {text:?}");
            }
        }
    }

    #[test]
    fn finds_every_line_of_a_sorted_table() {
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
    fn words_of_the_language_that_stands_in_are_on_one_page() {
        let is_beside = |codes, others| Languages(codes).stands_beside(Languages(others));
        assert!(is_beside("nds", "de") && is_beside("de", "nds") && is_beside("nds", "en"));
        assert!(is_beside("zh-hans", "zh-hant") && is_beside("gag", "tr"));
        assert!(!is_beside("nds", "fr") && !is_beside("en", "fr"));
    }

    #[test]
    fn phrase_matches_its_filling() {
        for (line, text, expected) in [
            ("a $1 z\ten", "a b c z", Some("b c")),
            ("a $1 z", "a z", None),
            ("$1 and $2: x", "b and c: x", Some("b and c")),
            ("$1 and $2: x", "b or c: x", None),
            ("whole", "whole", Some("whole")),
            ("whole", "whole line", None),
        ] {
            assert_eq!(Phrase::parse(line).match_text(text), expected, "{line:?} {text:?}");
        }
    }
}
