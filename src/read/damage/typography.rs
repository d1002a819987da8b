//! Quotation marks, dashes and dots that an office program put in place of what was typed. What was there before
//! cannot be known, so this is told, and the text left as it is.

use super::repair::Repair;

/// What no wikitext that works holds: attributes, comments, bold and italics, rows of tables and rules with an office
/// program's signs.
const SIGNS: [&str; 15] =
    ["=“", "=”", "=„", "=«", "<!–", "–>", "’’", "‘’", "‘‘", "“”", "””", "““", "|–", "––", "……"];

/// The fewest places that say so; one may be a slip on the page.
const FEWEST_PLACES: usize = 2;

/// The same text, with a warning.
pub(super) fn repaired(text: &str) -> Option<Repair> {
    let plain = |sign: u8| memchr::memchr(sign, text.as_bytes()).is_some();
    if plain(b'"') || text.contains("''") || text.is_ascii() {
        return None;
    }
    let places = SIGNS.iter().map(|sign| text.matches(sign).count()).sum::<usize>();
    let message = "quotation marks or dashes of an office program stand where wikitext has plain ones; what was there is \
                   not known: copy the page again, as plain text";
    (places >= FEWEST_PLACES).then(|| Repair::of(text.to_owned(), message).with_loss())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, is_told: bool) {
        assert_eq!(repaired(text).is_some(), is_told, "{text:?}");
    }

    #[test]
    fn wikitext_with_an_office_program_s_signs_is_told() {
        case("class=“a” id=“b”", true);
        case("‘’’bold‘’’ and ’’italics’’", true);
        case("––––", true);
    }

    #[test]
    fn prose_with_good_quotation_marks_is_not() {
        case("“It’s”, she said – …", false);
        case("class=“a” id=“b” and class=\"c\"", false);
        case("a ’’slip", false);
    }
}
