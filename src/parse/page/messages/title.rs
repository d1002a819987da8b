//! The heading of a diff page: "Mercury: Difference between revisions".
//!
//! The words are the messages `difference-title` and `difference-title-multipage` of all releases, and
//! `history-title`, which old skins kept above a diff.

use std::sync::LazyLock;

use super::normalize;
use super::phrase_table::{Languages, PhraseIndex};

/// Maximum length of a line in bytes: two titles of 255 bytes (`MediaWiki`'s limit) and the longest words around them.
const MAX_LINE_LEN: usize = 700;

/// True for a character that no page title has (`$wgLegalTitleChars`).
const fn is_illegal(byte: u8) -> bool {
    matches!(byte, b'#' | b'<' | b'>' | b'[' | b']' | b'|' | b'{' | b'}' | b'\t')
}

static TITLES: LazyLock<PhraseIndex> =
    LazyLock::new(|| PhraseIndex::from_lines(include_str!("tables/title.tsv")));

/// The heading of a diff.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PageTitle<'t> {
    /// The title of the page. For a diff of two pages, both titles and the words between them.
    pub(crate) text: &'t str,
    /// The languages with such a heading.
    pub(crate) languages: Languages,
}

/// Parses the heading of a diff.
pub(crate) fn parse_title(line: &str) -> Option<PageTitle<'_>> {
    if line.len() > MAX_LINE_LEN || line.bytes().any(is_illegal) {
        return None;
    }
    let (text, phrase) = TITLES.find(normalize::trim(line), |_| true)?;
    Some(PageTitle { text, languages: phrase.languages })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::page::messages::phrase_table;

    #[track_caller]
    fn case(line: &str, expected: Option<(&str, &str)>) {
        let read = parse_title(line).map(|title| (title.text, title.languages.first()));
        assert_eq!(read, expected, "{line:?}");
    }

    #[test]
    fn finds_the_title_inside_the_words() {
        case("Mercury: Difference between revisions", Some(("Mercury", "en")));
        case("Difference between revisions of \"ChatGPT\"", Some(("ChatGPT", "en")));
        case("Revision history of \"ChatGPT\"", Some(("ChatGPT", "en")));
        case("«\u{202f}ChatGPT\u{202f}»\u{202f}: différence entre les versions", Some(("ChatGPT", "fr")));
        case("« ChatGPT » : différence entre les versions", Some(("ChatGPT", "fr")));
        case("「ChatGPT」の版間の差分", Some(("ChatGPT", "ja")));
        case("\u{200e}User talk:A: Difference between revisions ", Some(("User talk:A", "en")));
        case("A and B: Difference between pages", Some(("A and B", "en")));
    }

    #[test]
    fn rejects_other_lines() {
        case("Difference between revisions", None);
        case(": Difference between revisions", None);
        case("[[A]]: Difference between revisions", None);
        case("The difference between revisions is shown", None);
        case("", None);
    }

    #[test]
    fn parses_every_phrase_of_every_language() {
        for phrase in phrase_table::phrases(include_str!("tables/title.tsv")) {
            let placeholder = phrase.placeholder.expect("every heading has a title");
            let text = if placeholder.between.is_empty() {
                "A1".to_owned()
            } else {
                format!("A1 {} B2", placeholder.between)
            };
            let line = format!("{}{text}{}", phrase.before, placeholder.after);
            let read = parse_title(&line).unwrap_or_else(|| panic!("{line:?} is read"));
            assert!(read.text.contains("A1"), "{line:?}: {read:?}");
        }
    }
}
