//! Quotation marks, dashes and dots that an office program replaced. The originals are unknown, so the text stays as it is,
//! with a warning.

use crate::parse::page::messages;

use crate::parse::repair::candidate::Candidate;

/// Signs that working wikitext does not have: attributes, comments, bold, italics, table rows and rules with typographic
/// quotation marks or dashes.
const SIGNS: [&str; 15] =
    ["=“", "=”", "=„", "=«", "<!–", "–>", "’’", "‘’", "‘‘", "“”", "””", "““", "|–", "––", "……"];

/// Minimum number of such signs; a single one may be a mistake on the page.
const MIN_SIGNS: usize = 2;

/// Returns the unchanged text with a warning.
pub(crate) fn repair(text: &str) -> Option<Candidate> {
    let has_plain = |sign: u8| memchr::memchr(sign, text.as_bytes()).is_some();
    if has_plain(b'"') || text.contains("''") || text.is_ascii() {
        return None;
    }
    let is_altered = has_altered_heading(text) || count_signs(text) >= MIN_SIGNS;
    let message = "an office program replaced quotation marks or dashes, and the originals are unknown: copy the page again as \
                   plain text";
    is_altered.then(|| Candidate::new(text.to_owned(), message).lossy())
}

/// Counts the signs in the text.
fn count_signs(text: &str) -> usize {
    SIGNS.iter().map(|sign| text.matches(sign).count()).sum()
}

/// Maximum number of lines of text above and in the heading.
const MAX_HEADING_LINES: usize = 8;

/// Returns true if a heading is MediaWiki's except for its quotation marks ("Difference between revisions of “A”").
fn has_altered_heading(text: &str) -> bool {
    let heads = text.lines().filter(|line| !line.trim().is_empty()).take(MAX_HEADING_LINES);
    heads.map(|line| line.trim_start_matches(['#', ' '])).any(|line| {
        let is_altered = line.contains(['“', '”']) && messages::parse_title(line).is_none();
        is_altered && messages::parse_title(&line.replace(['“', '”'], "\"")).is_some()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, is_altered: bool) {
        assert_eq!(repair(text).is_some(), is_altered, "{text:?}");
    }

    #[test]
    fn warns_of_typographic_signs_in_wikitext() {
        case("class=“a” id=“b”", true);
        case("‘’’bold‘’’ and ’’italics’’", true);
        case("––––", true);
    }

    #[test]
    fn warns_of_an_altered_heading() {
        case("# Difference between revisions of “Fenn”\n\n| + | “It’s” |", true);
        case("“Heroes”: Difference between revisions\n“It’s”", false);
        case("“Fenn”\n“It’s”", false);
    }

    #[test]
    fn accepts_typographic_marks_in_prose() {
        case("“It’s”, she said – …", false);
        case("class=“a” id=“b” and class=\"c\"", false);
        case("a ’’slip", false);
    }
}
