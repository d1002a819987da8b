//! Lines of the page around a diff that say nothing about the edit.
//!
//! The words are the messages of the links to neighbouring diffs and revisions, of the notes on revisions that are
//! not shown (`diff-multi-*`, recognised by their ends), of empty summaries, and of the switches above a diff.

use std::sync::LazyLock;

use super::normalize;
use super::phrase_table::{PhraseIndex, lookup};

/// Maximum length of a line in bytes: the longest line of the tables has 214, and blanks and numbers may be added.
const MAX_LINE_LEN: usize = 240;

const LINES: &str = include_str!("tables/boilerplate.tsv");
const EMPTY_SUMMARIES: &str = include_str!("tables/no_summary.tsv");
const DOKUWIKI_LINKS: &str = include_str!("tables/dokuwiki_links.tsv");
static NOTES: LazyLock<PhraseIndex> =
    LazyLock::new(|| PhraseIndex::from_lines(include_str!("tables/notes.tsv")));

/// True for "No edit summary" in any language, with or without parentheses.
pub(crate) fn is_empty_summary(line: &str) -> bool {
    line.len() <= MAX_LINE_LEN
        && lookup(EMPTY_SUMMARIES, normalize::normalize(line).trim_matches(['(', ')', '（', '）'])).is_some()
}

/// True for a line of the page around a diff, in any language.
///
/// Some of these lines are single words ("Visual") that a page may have as its own text: test only lines outside rows.
pub(crate) fn is_boilerplate(line: &str) -> bool {
    line.len() <= MAX_LINE_LEN
        && (lookup(LINES, &normalize::normalize(line)).is_some() || is_note(normalize::trim(line)))
}

/// True for the link to a comparison on a page of DokuWiki, in any of its languages.
pub(crate) fn is_dokuwiki_link(line: &str) -> bool {
    // No language has these signs in it, and most lines of wikitext have: a quick test for every line of a paste.
    let is_foreign = |byte: u8| matches!(byte, b'[' | b']' | b'{' | b'}' | b'|' | b'=' | b'<' | b'>' | b'*');
    line.len() <= MAX_LINE_LEN
        && !line.bytes().any(is_foreign)
        && lookup(DOKUWIKI_LINKS, &normalize::normalize(line)).is_some()
}

/// True for a trimmed note in parentheses on revisions that are not shown.
pub(super) fn is_note(line: &str) -> bool {
    line.ends_with([')', '）']) && NOTES.find(line, |_| true).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::page::messages::phrase_table;

    #[test]
    fn recognises_lines_around_a_diff() {
        for line in [
            "← Older edit",
            "    Newer edit →\u{200e}",
            "This is a minor edit",
            "(One intermediate revision by the same user not shown)",
            "(2 intermediate revisions by 2 users not shown)",
            "Content deleted Content added",
            "VisualWikitext",
            "（未显示同一用户的1个中间版本）",
        ] {
            assert!(is_boilerplate(line), "{line:?}");
        }
    }

    #[test]
    fn rejects_prose() {
        for line in ["", "(", "()", "Older edit wars", "(shown by the same user)", "edit"] {
            assert!(!is_boilerplate(line), "{line:?}");
        }
    }

    #[test]
    fn recognises_empty_summaries_in_parentheses_or_not() {
        for line in
            ["No edit summary", "no edit summary", "(No edit summary)", "編集の要約なし", "无编辑摘要"]
        {
            assert!(is_empty_summary(line), "{line:?}");
        }
        assert!(!is_empty_summary("No edit"));
    }

    #[test]
    fn finds_every_line_of_the_tables() {
        assert!(LINES.lines().all(is_boilerplate));
        assert!(EMPTY_SUMMARIES.lines().all(is_empty_summary));
        for phrase in phrase_table::phrases(include_str!("tables/notes.tsv")) {
            let placeholder = phrase.placeholder.expect("every note has a placeholder");
            let line = format!("{}12{}", phrase.before, placeholder.after);
            assert!(is_boilerplate(&line), "{line:?}");
        }
    }
}
