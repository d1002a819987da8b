//! Diffs of other wikis and of code hosts, which are refused by name: their copies show neither the sides nor all lines.
//!
//! ```text
//! Deletions are marked like this.⇥Additions are marked like this.      MoinMoin
//! Line: 1 to 4 … Changed: … <                                          Foswiki, TWiki
//! ... ...⇥@@ -1,3 +1,4 @@                                              XWiki
//! This line was added. … This line was removed.                        Confluence
//! Changes between Version 3 and Version 4 of WikiStart … Legend:       Trac
//! ```

use super::page::messages;
use super::sheet::{Integrity, Sheet};
use super::unified;
use crate::model::{Sides, Warning, WarningCode};

/// Classes of tables, cells and marks in the markup of each.
const CLASSES: [(&str, OtherWiki); 15] = [
    ("diff_inline", OtherWiki::DokuWiki),
    ("diff-removed", OtherWiki::MoinMoin),
    ("diff-added", OtherWiki::MoinMoin),
    ("foswikiDiffTable", OtherWiki::Foswiki),
    ("twikiDiffTable", OtherWiki::Foswiki),
    ("diff-line-number", OtherWiki::XWiki),
    ("diff-html-added", OtherWiki::Confluence),
    ("diff-html-removed", OtherWiki::Confluence),
    ("trac-diff", OtherWiki::Trac),
    ("blob-code-addition", OtherWiki::CodeHost),
    ("blob-code-deletion", OtherWiki::CodeHost),
    ("lines-type-marker", OtherWiki::CodeHost),
    ("lines-code", OtherWiki::CodeHost),
    ("line_holder", OtherWiki::CodeHost),
    ("line_content", OtherWiki::CodeHost),
];

/// Another program whose diff pages people copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OtherWiki {
    /// DokuWiki, in its inline view; the view with two columns is read.
    DokuWiki,
    /// MoinMoin.
    MoinMoin,
    /// Foswiki or TWiki.
    Foswiki,
    /// XWiki.
    XWiki,
    /// Confluence.
    Confluence,
    /// Trac.
    Trac,
    /// GitHub, Gitea or GitLab, whose wikis are repositories of git.
    CodeHost,
}

impl OtherWiki {
    /// The name for people.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::DokuWiki => "DokuWiki",
            Self::MoinMoin => "MoinMoin",
            Self::Foswiki => "Foswiki or TWiki",
            Self::XWiki => "XWiki",
            Self::Confluence => "Confluence",
            Self::Trac => "Trac",
            Self::CodeHost => "GitHub, Gitea or GitLab",
        }
    }
}

/// Finds the wiki of a copied page by its own lines.
pub(crate) fn find_in_text(text: &str) -> Option<OtherWiki> {
    let has = |words: &str| memchr::memmem::find(text.as_bytes(), words.as_bytes()).is_some();
    let has_line = |is_line: fn(&str) -> bool| text.lines().map(str::trim).any(is_line);
    if has(MOINMOIN_LEGEND.old) && has_moinmoin_legend(text) {
        return Some(OtherWiki::MoinMoin);
    }
    if has(CONFLUENCE_LEGEND[0]) && has_confluence_legend(text) {
        return Some(OtherWiki::Confluence);
    }
    if has("Changes between ") && has_line(|line| line == "Legend:") && has_line(is_trac_title) {
        return Some(OtherWiki::Trac);
    }
    if has("Line: ") && has_line(is_foswiki_header) && has_line(is_foswiki_label) {
        return Some(OtherWiki::Foswiki);
    }
    if has("...\t@@ -") && has_line(is_xwiki_header) {
        return Some(OtherWiki::XWiki);
    }
    None
}

/// Finds the wiki of a class in the markup.
pub(crate) fn find_by_class<'c>(mut classes: impl Iterator<Item = &'c str>) -> Option<OtherWiki> {
    classes.find_map(|class| CLASSES.iter().find(|(known, _)| *known == class).map(|(_, wiki)| *wiki))
}

/// Returns true if the text has DokuWiki's link to the comparison, or its two labels of revisions. Its view with two columns has
/// the rows of old MediaWikis.
pub(crate) fn is_dokuwiki(text: &str) -> bool {
    let cells = text.lines().take(MAX_HEADING_LINES).flat_map(|line| line.split('\t'));
    text.lines().any(messages::is_dokuwiki_link) || cells.filter(|cell| is_dokuwiki_label(cell)).count() > 1
}

/// Maximum number of lines above the rows of DokuWiki, with its menus.
const MAX_HEADING_LINES: usize = 60;

/// Returns true for "mill [2023/02/03 10:00]", perhaps with "(current)" behind it.
fn is_dokuwiki_label(cell: &str) -> bool {
    let Some((_, date)) = cell.rsplit_once(" [") else { return false };
    let Some((date, _)) = date.split_once(']') else { return false };
    let pattern = "0000/00/00 00:00";
    let is_like = |(byte, like): (u8, u8)| if like == b'0' { byte.is_ascii_digit() } else { byte == like };
    date.len() == pattern.len() && date.bytes().zip(pattern.bytes()).all(is_like)
}

/// Doubts a diff of DokuWiki. Its page leaves out blank lines that changed, and writes some blanks as no-break spaces
/// (`TableDiffFormatter`, `HWLDF_WordAccumulator`).
pub(crate) fn doubt_dokuwiki(sheet: &mut Sheet<'_>) {
    let message =
        "DokuWiki's page leaves out blank lines that changed, and turns some blanks into no-break spaces";
    sheet.warnings.push(Warning::new(sheet.first_line, WarningCode::Altered, message));
    sheet.lower_integrity(Integrity::Repaired);
}

/// MoinMoin's legend: two cells above the rows.
const MOINMOIN_LEGEND: Sides<&str> =
    Sides { old: "Deletions are marked like this.", new: "Additions are marked like this." };

/// Returns true if MoinMoin's legend stands by itself: on one line, or on two below each other. Text that quotes it has other
/// words beside it, or stands twice.
fn has_moinmoin_legend(text: &str) -> bool {
    let Sides { old, new } = MOINMOIN_LEGEND;
    let lines: Vec<&str> = text.lines().map(trim_borders).filter(|line| !line.is_empty()).collect();
    let is_on_one_line = |line: &&str| line.strip_prefix(old).is_some_and(|rest| trim_borders(rest) == new);
    let is_doubled = |at: usize| lines.get(at + 1) == lines.get(at);
    let mut pairs = lines.windows(2).enumerate();
    lines.iter().any(is_on_one_line)
        || pairs.any(|(at, pair)| {
            pair == [old, new] && !is_doubled(at + 1) && !at.checked_sub(1).is_some_and(is_doubled)
        })
}

/// Trims blanks and the borders of a table in text.
fn trim_borders(line: &str) -> &str {
    line.trim_matches(|character: char| character.is_whitespace() || character == '|')
}

/// Confluence's legend: three lines below each other.
const CONFLUENCE_LEGEND: [&str; 3] =
    ["This line was added.", "This line was removed.", "Formatting was changed."];

/// Returns true if Confluence's legend stands by itself. Text that quotes it has other words between its lines, or stands twice.
fn has_confluence_legend(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().map(trim_borders).filter(|line| !line.is_empty()).collect();
    lines.windows(CONFLUENCE_LEGEND.len()).any(|lines| lines == CONFLUENCE_LEGEND)
}

/// Returns true for "Changes between Version 3 and Version 4 of Fenn".
fn is_trac_title(line: &str) -> bool {
    let rest = line.strip_prefix("Changes between ");
    rest.is_some_and(|rest| rest.contains("Version ") && rest.contains(" and ") && rest.contains(" of "))
}

/// Returns true for "Line: 1 to 4".
fn is_foswiki_header(line: &str) -> bool {
    let numbers = line.strip_prefix("Line: ").and_then(|rest| rest.split_once(" to "));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    numbers.is_some_and(|(old, new)| is_number(old) && is_number(new))
}

fn is_foswiki_label(line: &str) -> bool {
    matches!(line, "Changed:" | "Added:" | "Deleted:")
}

/// Returns true for the header of a hunk behind the dots of the columns with line numbers.
fn is_xwiki_header(line: &str) -> bool {
    line.rsplit_once('\t').is_some_and(|(dots, header)| {
        dots.chars().all(|character| matches!(character, '.' | '…' | ' ' | '\t'))
            && unified::is_hunk_header(header)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: Option<OtherWiki>) {
        assert_eq!(find_in_text(text), expected, "{text:?}");
    }

    #[test]
    fn names_the_wiki_by_its_own_lines() {
        let marks = "Deletions are marked like this.\tAdditions are marked like this.\nLine 2:\tLine 2:\n";
        case(marks, Some(OtherWiki::MoinMoin));
        case("Line: 1 to 4\n \tThe mill\nChanged:\n<\n<\ta\n>\n>\tb\n", Some(OtherWiki::Foswiki));
        case("... ...\t@@ -1,3 +1,4 @@\n1\t1\t a\n2\t \t-b\n", Some(OtherWiki::XWiki));
        case(
            "Key\nThis line was added.\nThis line was removed.\nFormatting was changed.\n",
            Some(OtherWiki::Confluence),
        );
        let trac = "Changes between Version 3 and Version 4 of WikiStart\nLegend:\n\nUnmodified\n";
        case(trac, Some(OtherWiki::Trac));
    }

    #[test]
    fn words_of_a_page_are_no_sign() {
        case("This line was removed.\n", None);
        case("Changes between Version 3 and Version 4 of the file\n", None);
        case("Line: 1 to 4\n", None);
        case("Both say \"Deletions are marked like this.\" and \"Additions are marked like this.\"\n", None);
        let quoted = ["Deletions are marked like this.", "Additions are marked like this."];
        case(&quoted.map(|line| format!("{line}\n{line}\n")).concat(), None);
        case("* This line was added.\n* Formatting was changed.\n* This line was removed.\n", None);
        case("@@ -1,3 +1,4 @@\n a\n", None);
    }

    #[test]
    fn knows_dokuwiki_by_its_link_or_labels() {
        assert!(is_dokuwiki("Differences\nLink to this comparison view\n"));
        assert!(is_dokuwiki("mill [2023/02/03 10:00]\nann\tmill [2023/02/04 10:05] (current)\nben\nLine 1:"));
        assert!(!is_dokuwiki("mill [2023/02/03 10:00]\nLine 1:\tLine 1:\n"));
    }

    #[test]
    fn names_the_wiki_by_a_class() {
        assert_eq!(find_by_class(["a", "trac-diff"].into_iter()), Some(OtherWiki::Trac));
        assert_eq!(find_by_class(["diff-addedline", "diff-context"].into_iter()), None);
    }
}
