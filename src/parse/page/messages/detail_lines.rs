//! Lines about a revision below its label: tags, edit counts, hidden parts, and the links of patrollers.
//!
//! ```text
//! Bob (talk | contribs)    rollback 2 edits
//! Administrators
//! 345 edits                                      edit count
//! (edit summary removed)                         hidden summary
//! Tags: Mobile edit Mobile web edit              tags
//! Newer edit →  [Mark as patrolled]              anchor and link
//! (2 intermediate revisions not shown)           anchor
//! ```
//!
//! The words are the messages `tag-list-wrapper`, `tag-mw-*`, `rollbacklink*`, `markaspatrolleddiff`,
//! `markedaspatrolled`, `rev-deleted-*`, `minoredit`, `minoreditletter`, `boteditletter` and `diffview-editcount`.

use std::sync::LazyLock;

use super::boilerplate::{self, is_boilerplate, is_empty_summary};
use super::normalize;
use super::phrase_table::{Languages, PhraseIndex, lookup};
use crate::parse::page::digits;

/// Maximum length of a line in bytes. A list of tags can be long.
const MAX_LINE_LEN: usize = 600;

/// Maximum number of words in the name of a known tag.
const MAX_TAG_WORDS: usize = 5;

/// Brackets and parentheses around links.
const OPENING: [char; 3] = ['(', '（', '['];
const CLOSING: [char; 3] = [')', '）', ']'];

/// Arrows in the links to neighboring diffs. No other line of boilerplate has an arrow.
const ARROWS: [char; 2] = ['←', '→'];

static TAG_LISTS: LazyLock<PhraseIndex> =
    LazyLock::new(|| PhraseIndex::from_lines(include_str!("tables/tag_lists.tsv")));
static ROLLBACK: LazyLock<PhraseIndex> =
    LazyLock::new(|| PhraseIndex::from_lines(include_str!("tables/rollback.tsv")));
static EDIT_COUNTS: LazyLock<PhraseIndex> =
    LazyLock::new(|| PhraseIndex::from_lines(include_str!("tables/edit_counts.tsv")));
const LINKS: &str = include_str!("tables/heading_links.tsv");
const HIDDEN_USERS: &str = include_str!("tables/hidden_users.tsv");
const HIDDEN_SUMMARIES: &str = include_str!("tables/hidden_summaries.tsv");
const MINOR_EDITS: &str = include_str!("tables/minor_edit.tsv");
const MINOR_LETTERS: &str = include_str!("tables/minor.tsv");
const BOT_LETTERS: &str = include_str!("tables/bot.tsv");
/// Links to neighboring diffs without an arrow.
const NEIGHBORS: &str = include_str!("tables/neighbors.tsv");
const TAG_NAMES: &str = include_str!("tables/tag_names.tsv");

/// A known line about a revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DetailLine<'t> {
    /// A link to a neighboring diff, or a note on revisions that are not shown. Such a line can hardly be wikitext.
    Anchor,
    /// A link in square brackets, as patrollers have them.
    BracketedLink,
    /// Names of tags, without the word before them, and the languages of this word.
    Tags(&'t str, Languages),
    /// The number of the user's edits.
    EditCount,
    /// A placeholder for a hidden user.
    HiddenUser,
    /// A placeholder for a hidden summary.
    HiddenSummary,
    /// "No edit summary".
    EmptySummary,
    /// "This is a minor edit".
    MinorEdit,
    /// A link in parentheses, or a rollback link with its count.
    Link,
    /// The words of a link without brackets, which may be a line of text.
    BareLink,
    /// Another line of the page around a diff.
    Boilerplate,
}

/// Parses a known line about a revision.
pub(crate) fn parse_detail_line(line: &str) -> Option<DetailLine<'_>> {
    let text = normalize::trim(line);
    if text.is_empty() || line.len() > MAX_LINE_LEN {
        return None;
    }
    if let Some((tags, phrase)) = TAG_LISTS.find(text, |_| true) {
        return Some(DetailLine::Tags(tags, phrase.languages));
    }
    if is_empty_summary(text) {
        return Some(DetailLine::EmptySummary);
    }
    if boilerplate::is_note(text) {
        return Some(DetailLine::Anchor);
    }
    let (inner, is_bracketed) = strip_brackets(text);
    let words = normalize::normalize(inner);
    let is_in = |table| lookup(table, &words).is_some();
    if is_in(MINOR_EDITS) {
        Some(DetailLine::MinorEdit)
    } else if is_bracketed && is_in(HIDDEN_USERS) {
        Some(DetailLine::HiddenUser)
    } else if is_bracketed && is_in(HIDDEN_SUMMARIES) {
        Some(DetailLine::HiddenSummary)
    } else if is_in(LINKS) || ROLLBACK.find(inner, is_number).is_some() {
        Some(match is_bracketed {
            true if text.starts_with('[') => DetailLine::BracketedLink,
            false if is_in(LINKS) => DetailLine::BareLink,
            _ => DetailLine::Link,
        })
    } else if EDIT_COUNTS.find(text, is_number).is_some() {
        Some(DetailLine::EditCount)
    } else {
        parse_navigation(text)
    }
}

/// Parses a link to a neighboring diff, with or without the link of patrollers after it.
fn parse_navigation(text: &str) -> Option<DetailLine<'_>> {
    let is_link_at = |at: usize| parse_detail_line(&text[at..]) == Some(DetailLine::BracketedLink);
    let text = match text.rfind('[').filter(|&at| at > 0 && is_link_at(at)) {
        Some(at) => normalize::trim(&text[..at]),
        None => text,
    };
    match is_boilerplate(text) {
        true if text.contains(ARROWS) || lookup(NEIGHBORS, &normalize::normalize(text)).is_some() => {
            Some(DetailLine::Anchor)
        }
        true => Some(DetailLine::Boilerplate),
        false => None,
    }
}

/// True for the number of a user's edits, with its words.
pub(crate) fn is_edit_count(text: &str) -> bool {
    EDIT_COUNTS.find(normalize::trim(text), is_number).is_some()
}

/// True for a number and nothing else.
fn is_number(text: &str) -> bool {
    digits::parse_number(text).is_some_and(|(_, rest)| normalize::trim(rest).is_empty())
}

/// Strips the brackets or parentheses around a line.
fn strip_brackets(text: &str) -> (&str, bool) {
    let inner = text.strip_prefix(OPENING).and_then(|rest| rest.strip_suffix(CLOSING));
    inner.map_or((text, false), |inner| (normalize::trim(inner), true))
}

/// True for a whole line in parentheses, or for the arrow of a section: a line that looks like a summary.
pub(crate) fn looks_like_summary(line: &str) -> bool {
    let text = normalize::trim(line);
    text.starts_with('→') || text.starts_with(['(', '（']) && text.ends_with([')', '）'])
}

/// True for the letter of a minor edit or of a bot's edit, alone on its line.
pub(crate) fn parse_edit_letter(line: &str) -> Option<EditLetter> {
    let word = normalize::normalize(line);
    if lookup(MINOR_LETTERS, &word).is_some() {
        return Some(EditLetter::Minor);
    }
    lookup(BOT_LETTERS, &word).map(|_| EditLetter::Bot)
}

/// The letter of an edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EditLetter {
    /// The letter of a minor edit.
    Minor,
    /// The letter of a bot's edit.
    Bot,
}

/// A line with the summary of an edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SummaryLine<'t> {
    /// The summary, with its parentheses.
    pub(crate) text: &'t str,
    /// The letter of a minor edit stands before the summary.
    pub(crate) is_minor: bool,
}

/// Strips the letters before a summary and the link to its visibility after it.
pub(crate) fn parse_summary_line(line: &str) -> SummaryLine<'_> {
    let mut summary = SummaryLine { text: strip_visibility_link(normalize::trim(line)), is_minor: false };
    while let Some((word, rest)) = summary.text.split_once([' ', '\u{a0}']) {
        let rest = normalize::trim(rest);
        // A letter without a marked summary after it may be a word of the summary.
        if !rest.starts_with(['→', '(', '（']) && parse_edit_letter(first_word(rest)).is_none() {
            break;
        }
        let Some(letter) = parse_edit_letter(word) else { break };
        summary.is_minor |= letter == EditLetter::Minor;
        summary.text = rest;
    }
    summary
}

fn first_word(text: &str) -> &str {
    text.split(normalize::is_blank).next().unwrap_or_default()
}

/// Strips a link in parentheses after the parentheses of a summary: "(links)   (change visibility)".
fn strip_visibility_link(text: &str) -> &str {
    let Some(at) = text.rfind(OPENING).filter(|&at| at > 0 && text.ends_with(CLOSING)) else { return text };
    let before = text[..at].trim_end();
    let is_apart = text[..at].ends_with("  ") || text[..at].ends_with(" \u{a0}");
    let is_known =
        matches!(parse_detail_line(&text[at..]), Some(DetailLine::Link | DetailLine::BracketedLink));
    if is_known || is_apart && before.ends_with(CLOSING) { before } else { text }
}

/// Splits the names of tags at commas, or else after the names that are known. A list with an unknown name stays whole.
pub(crate) fn split_tags(text: &str) -> Vec<&str> {
    if text.contains([',', '、', '،', '，']) {
        return text
            .split([',', '、', '،', '，'])
            .map(normalize::trim)
            .filter(|tag| !tag.is_empty())
            .collect();
    }
    let mut tags = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let Some(end) = known_tag_end(rest) else { return vec![text] };
        tags.push(&rest[..end]);
        rest = normalize::trim(&rest[end..]);
    }
    tags
}

/// Finds the end of the longest known tag name at the start of the text.
fn known_tag_end(text: &str) -> Option<usize> {
    let ends = text.match_indices(' ').map(|(at, _)| at).chain([text.len()]);
    ends.take(MAX_TAG_WORDS)
        .filter(|&end| lookup(TAG_NAMES, &normalize::normalize(&text[..end])).is_some())
        .last()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::page::messages::phrase_table;

    #[track_caller]
    fn case(line: &str, expected: Option<DetailLine<'_>>) {
        assert_eq!(parse_detail_line(line), expected, "{line:?}");
    }

    #[track_caller]
    fn tag_case(line: &str, expected: &[&str]) {
        let Some(DetailLine::Tags(text, _)) = parse_detail_line(line) else {
            panic!("{line:?} is a list of tags")
        };
        assert_eq!(split_tags(text), expected, "{line:?}");
    }

    #[test]
    fn recognises_lines_about_a_revision() {
        case("  [Mark as patrolled]", Some(DetailLine::BracketedLink));
        case("Newer edit →  [Mark as patrolled]", Some(DetailLine::Anchor));
        case("Next edit →", Some(DetailLine::Anchor));
        case("(2 intermediate revisions by 2 users not shown)", Some(DetailLine::Anchor));
        case("345 edits", Some(DetailLine::EditCount));
        case("(username removed)", Some(DetailLine::HiddenUser));
        case("(edit summary removed)", Some(DetailLine::HiddenSummary));
        case("rollback 2 edits", Some(DetailLine::Link));
        case("(thank)", Some(DetailLine::Link));
        case("thank", Some(DetailLine::BareLink));
        case("This is a minor edit", Some(DetailLine::MinorEdit));
        case("VisualWikitext", Some(DetailLine::Boilerplate));
    }

    #[test]
    fn rejects_prose() {
        for line in ["", "He made 345 edits", "Price tags: cheap", "(removed)", "→ arrow", "Tags:", "345"] {
            case(line, None);
        }
    }

    #[test]
    fn splits_known_tags() {
        tag_case("Tag: Undo", &["Undo"]);
        tag_case("Tags: Mobile edit Mobile web edit", &["Mobile edit", "Mobile web edit"]);
        tag_case("Tags: lab visual edit lab mobile edit", &["lab visual edit lab mobile edit"]);
        tag_case("Balises : un, deux", &["un", "deux"]);
        tag_case("標籤：甲、乙", &["甲", "乙"]);
    }

    #[test]
    fn strips_letters_and_links_of_a_summary() {
        for (line, text, is_minor) in [
            ("(b)", "(b)", false),
            ("m (b)", "(b)", true),
            ("m b (b)", "(b)", true),
            ("m →Law: b", "→Law: b", true),
            ("m and b", "m and b", false),
            ("(b)   (change visibility)", "(b)", false),
            ("(b (c))", "(b (c))", false),
        ] {
            assert_eq!(parse_summary_line(line), SummaryLine { text, is_minor }, "{line:?}");
        }
    }

    #[test]
    fn parses_every_phrase_of_every_language() {
        for phrase in phrase_table::phrases(include_str!("tables/tag_lists.tsv")) {
            let line = format!("{} Tag", phrase.before);
            assert!(matches!(parse_detail_line(&line), Some(DetailLine::Tags("Tag", _))), "{line:?}");
        }
        for source in [include_str!("tables/rollback.tsv"), include_str!("tables/edit_counts.tsv")] {
            for phrase in phrase_table::phrases(source) {
                let after = phrase.placeholder.map_or("", |placeholder| placeholder.after);
                let line = format!("{}12{after}", phrase.before);
                assert!(parse_detail_line(&line).is_some(), "{line:?}");
            }
        }
        for source in [HIDDEN_USERS, HIDDEN_SUMMARIES, LINKS, MINOR_EDITS] {
            for line in source.lines() {
                let line = format!("({line})");
                assert!(parse_detail_line(&line).is_some(), "{line:?}");
            }
        }
    }
}
