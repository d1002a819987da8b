//! Lines that belong to the page around a diff and say nothing of it.
//!
//! The words are the messages of the links to neighbouring diffs and revisions, of the notes on revisions that
//! are not shown (`diff-multi-*`, known by their ends), of empty summaries, and of the switches above a diff.

use std::sync::LazyLock;

use super::normalize;
use super::phrase_table::{Index, lookup};

/// The longest line of the tables has 214 bytes; blanks and numbers may be added.
const LINE_LIMIT: usize = 240;

const LINES: &str = include_str!("tables/boilerplate.tsv");
const NO_SUMMARY: &str = include_str!("tables/no_summary.tsv");
static NOTES: LazyLock<Index> = LazyLock::new(|| Index::of_lines(include_str!("tables/notes.tsv")));

/// Whether the line says that there is no edit summary, with or without parentheses.
pub(crate) fn is_empty_summary(line: &str) -> bool {
    line.len() <= LINE_LIMIT
        && lookup(NO_SUMMARY, normalize::fold(line).trim_matches(['(', ')', '（', '）'])).is_some()
}

/// Whether the line is one of the page around a diff, in any language.
///
/// Some of these lines are single words ("Visual"), which a page may have as its own text: ask only outside rows.
pub(crate) fn is_boilerplate(line: &str) -> bool {
    line.len() <= LINE_LIMIT
        && (lookup(LINES, &normalize::fold(line)).is_some() || is_note(normalize::trim(line)))
}

/// Whether the line is a note in parentheses on revisions that are not shown.
fn is_note(line: &str) -> bool {
    let closed = line.ends_with([')', '）']);
    closed && NOTES.fit(line, |_| true).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::page::messages::phrase_table;

    #[test]
    fn lines_round_a_diff_are_furniture() {
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
    fn prose_is_no_furniture() {
        for line in ["", "(", "()", "Older edit wars", "(shown by the same user)", "edit"] {
            assert!(!is_boilerplate(line), "{line:?}");
        }
    }

    #[test]
    fn an_empty_summary_is_known_with_and_without_parentheses() {
        for line in
            ["No edit summary", "no edit summary", "(No edit summary)", "編集の要約なし", "无编辑摘要"]
        {
            assert!(is_empty_summary(line), "{line:?}");
        }
        assert!(!is_empty_summary("No edit"));
    }

    #[test]
    fn every_line_of_the_tables_is_found() {
        assert!(LINES.lines().all(is_boilerplate));
        assert!(NO_SUMMARY.lines().all(is_empty_summary));
        for phrase in phrase_table::phrases(include_str!("tables/notes.tsv")) {
            let hole = phrase.hole.expect("every note leaves something out");
            let line = format!("{}12{}", phrase.before, hole.after);
            assert!(is_boilerplate(&line), "{line:?}");
        }
    }
}
