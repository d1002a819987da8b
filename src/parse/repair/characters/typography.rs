//! Quotation marks, dashes and dots that an office program put in place of what was typed. What was there before
//! cannot be known, so this is told, and the text left as it is.

use crate::parse::page::messages;

use crate::parse::repair::candidate::Candidate;

/// Signs that working wikitext does not have: attributes, comments, bold, italics, table rows and rules with an office
/// program's signs.
const SIGNS: [&str; 15] =
    ["=“", "=”", "=„", "=«", "<!–", "–>", "’’", "‘’", "‘‘", "“”", "””", "““", "|–", "––", "……"];

/// The fewest places that say so; one may be a slip on the page.
const MIN_PLACES: usize = 2;

/// Returns the unchanged text with a warning.
pub(crate) fn repair(text: &str) -> Option<Candidate> {
    let plain = |sign: u8| memchr::memchr(sign, text.as_bytes()).is_some();
    if plain(b'"') || text.contains("''") || text.is_ascii() {
        return None;
    }
    let is_told = has_altered_heading(text) || MIN_PLACES <= places(text);
    let message = "quotation marks or dashes of an office program stand where wikitext has plain ones; what was there is \
                   not known: copy the page again, as plain text";
    is_told.then(|| Candidate::new(text.to_owned(), message).lossy())
}

/// Number of signs in the text.
fn places(text: &str) -> usize {
    SIGNS.iter().map(|sign| text.matches(sign).count()).sum()
}

/// In how many lines of text from the top the heading is looked for.
const LINES_OF_HEAD: usize = 8;

/// Returns true if a heading is MediaWiki's but for its quotation marks ("Difference between revisions of “A”").
fn has_altered_heading(text: &str) -> bool {
    let heads = text.lines().filter(|line| !line.trim().is_empty()).take(LINES_OF_HEAD);
    heads.map(|line| line.trim_start_matches(['#', ' '])).any(|line| {
        let is_altered = line.contains(['“', '”']) && messages::parse_title(line).is_none();
        is_altered && messages::parse_title(&line.replace(['“', '”'], "\"")).is_some()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, is_told: bool) {
        assert_eq!(repair(text).is_some(), is_told, "{text:?}");
    }

    #[test]
    fn wikitext_with_an_office_program_s_signs_is_told() {
        case("class=“a” id=“b”", true);
        case("‘’’bold‘’’ and ’’italics’’", true);
        case("––––", true);
    }

    #[test]
    fn the_heading_of_a_wiki_has_its_own_marks() {
        case("# Difference between revisions of “Fenn”\n\n| + | “It’s” |", true);
        case("“Heroes”: Difference between revisions\n“It’s”", false);
        case("“Fenn”\n“It’s”", false);
    }

    #[test]
    fn prose_with_good_quotation_marks_is_not() {
        case("“It’s”, she said – …", false);
        case("class=“a” id=“b” and class=\"c\"", false);
        case("a ’’slip", false);
    }
}
