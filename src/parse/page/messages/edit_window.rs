//! The words of the edit window around a preview of changes.
//!
//! ```text
//! Editing Lake Fenn                  title
//! Latest revision   Your text        labels: of the stored text and of the text in the window, in either order
//! (rows)
//! Summary:                           the first field of the form
//! ```
//!
//! "Show changes", the check before an edit is undone, and an edit conflict have such a preview. The words are the
//! messages `editing`, `editingsection`, `editconflict`, `currentrev`, `yourtext`, `storedversion` and `summary`.

use std::sync::LazyLock;

use super::normalize;
use super::phrase_table::{Languages, PhraseIndex, lookup};

/// Maximum length of a line in bytes: a title of 255 bytes and the longest words around it.
const MAX_LINE_LEN: usize = 400;

static TITLES: LazyLock<PhraseIndex> =
    LazyLock::new(|| PhraseIndex::from_lines(include_str!("tables/preview_titles.tsv")));
const LABELS: &str = include_str!("tables/preview_labels.tsv");
const SUMMARY_FIELDS: &str = include_str!("tables/summary_fields.tsv");

/// Parses the heading of the edit window. Returns the title of the page.
pub(crate) fn parse_preview_title(line: &str) -> Option<&str> {
    let text = Some(line).filter(|line| line.len() <= MAX_LINE_LEN)?;
    TITLES.find(normalize::trim(text), |_| true).map(|(title, _)| title)
}

/// Parses the label of a text in a preview. Returns the languages that have it.
pub(crate) fn parse_preview_label(line: &str) -> Option<Languages> {
    let text = Some(line).filter(|line| line.len() <= MAX_LINE_LEN)?;
    lookup(LABELS, &normalize::normalize(text)).map(Languages::new)
}

/// True for the name of the first field below a preview: the summary.
pub(crate) fn is_summary_field(line: &str) -> bool {
    line.len() <= MAX_LINE_LEN && lookup(SUMMARY_FIELDS, &normalize::normalize(line)).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::page::messages::phrase_table::phrases;

    #[test]
    fn parses_titles_and_labels() {
        assert_eq!(parse_preview_title("Editing Lake Fenn"), Some("Lake Fenn"));
        assert_eq!(parse_preview_title("Editing Lake Fenn (section)"), Some("Lake Fenn"));
        assert_eq!(parse_preview_title("Edit conflict: Lake Fenn"), Some("Lake Fenn"));
        assert_eq!(parse_preview_title("Bearbeiten von „Lake Fenn“"), Some("Lake Fenn"));
        assert_eq!(parse_preview_title("Lake Fenn"), None);
        for label in ["Latest revision", "Your text", "Stored revision", "Dein Text", "最新版"] {
            assert!(parse_preview_label(label).is_some(), "{label}");
        }
        assert!(parse_preview_label("The latest revision").is_none());
        assert!(is_summary_field("Summary:") && is_summary_field("Zusammenfassung:"));
        assert!(!is_summary_field("Summary: more"));
    }

    #[test]
    fn finds_every_line_of_the_tables() {
        let key = |line: &'static str| line.split('\t').next().unwrap_or(line);
        assert!(LABELS.lines().all(|line| parse_preview_label(key(line)).is_some()));
        assert!(SUMMARY_FIELDS.lines().all(is_summary_field));
        for phrase in phrases(include_str!("tables/preview_titles.tsv")) {
            let after = phrase.placeholder.expect("every title has the name of the page").after;
            let line = format!("{}Fenn{after}", phrase.before);
            assert!(parse_preview_title(&line).is_some_and(|title| title.contains("Fenn")), "{line}");
        }
    }
}
