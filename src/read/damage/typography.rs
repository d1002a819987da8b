//! Quotation marks, dashes and dots that an office program put in place of what was typed. What was there before
//! cannot be known, so this is told, and the text left as it is.

use super::repair::Repair;

/// What no wikitext that works holds: attributes and comments with an office program's signs.
const SIGNS: [&str; 9] = ["=“", "=”", "=„", "=«", "<!–", "–>", "’’’", "‘‘", "class=‘"];

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
