//! The heading of a diff page: "Mercury: Difference between revisions".
//!
//! The words are the messages `difference-title` and `difference-title-multipage` of today and of older
//! releases, and `history-title`, which old skins kept above a diff.

use std::sync::LazyLock;

use super::normalize;
use super::phrase_table::{Index, Languages};

/// Two titles of 255 bytes (`MediaWiki`'s limit) and the longest words round them.
const LINE_LIMIT: usize = 700;

/// Whether it is one of the characters that no page title has (`$wgLegalTitleChars`).
const fn is_illegal(byte: u8) -> bool {
    matches!(byte, b'#' | b'<' | b'>' | b'[' | b']' | b'|' | b'{' | b'}' | b'\t')
}

static TITLES: LazyLock<Index> = LazyLock::new(|| Index::of_lines(include_str!("tables/title.tsv")));

/// The heading of a diff.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Title<'t> {
    /// The page's title; for a diff of two pages both, with the words between them.
    pub(crate) text: &'t str,
    /// The languages that have such a heading.
    pub(crate) languages: Languages,
}

/// The page title in the line, if it is the heading of a diff.
pub(crate) fn parse_title(line: &str) -> Option<Title<'_>> {
    if line.len() > LINE_LIMIT || line.bytes().any(is_illegal) {
        return None;
    }
    let (text, phrase) = TITLES.fit(normalize::trim(line), |_| true)?;
    Some(Title { text, languages: phrase.languages })
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
    fn the_title_is_found_inside_the_words() {
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
    fn other_lines_are_no_heading() {
        case("Difference between revisions", None);
        case(": Difference between revisions", None);
        case("[[A]]: Difference between revisions", None);
        case("The difference between revisions is shown", None);
        case("", None);
    }

    #[test]
    fn every_phrase_of_every_language_is_read_back() {
        for phrase in phrase_table::phrases(include_str!("tables/title.tsv")) {
            let hole = phrase.hole.expect("every heading has a title");
            let text =
                if hole.between.is_empty() { "A1".to_owned() } else { format!("A1 {} B2", hole.between) };
            let line = format!("{}{text}{}", phrase.before, hole.after);
            let read = parse_title(&line).unwrap_or_else(|| panic!("{line:?} is read"));
            assert!(read.text.contains("A1"), "{line:?}: {read:?}");
        }
    }
}
