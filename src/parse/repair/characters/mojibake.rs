//! UTF-8 that a program took for Windows-1252 or Latin-1: `âˆ’` for `−`, `Ã¤` for `ä`.
//!
//! Only a text all of whose other characters go back is taken: an edit that mends mojibake has the right letters, too,
//! and a lone `ä` is no UTF-8.

use crate::parse::repair::candidate::Candidate;

/// Characters of Windows-1252 in place of the control characters 0x80 to 0x9F (WHATWG, "index windows-1252"). Free
/// places keep the control character.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The text with its characters back, if each of them was bytes of UTF-8 before.
pub(crate) fn repair(text: &str) -> Option<Candidate> {
    let first = text.bytes().position(|byte| !byte.is_ascii())?;
    let mut beginning = text[first..].chars();
    // What begins a character in UTF-8, and what goes on with it.
    let (lead, next) = (beginning.next()?, byte(beginning.next()?)?);
    if !('\u{C2}'..='\u{F4}').contains(&lead) || !(0x80..0xC0).contains(&next) {
        return None;
    }
    let bytes: Option<Vec<u8>> = text.chars().map(byte).collect();
    let text = String::from_utf8(bytes?).ok()?;
    Some(Candidate::new(text, "UTF-8 was taken for another encoding (\"Ã¤\" for \"ä\"); read as UTF-8"))
}

fn byte(character: char) -> Option<u8> {
    let place = || WINDOWS.iter().position(|windows| *windows == character);
    u8::try_from(character).ok().or_else(|| u8::try_from(0x80 + place()?).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::repair::testing::assert_text;

    #[test]
    fn what_was_utf8_is_utf8_again() {
        assert_text(repair, "âˆ’\tdÃ©jÃ\u{a0} vu â€“ Å‚", Some("−\tdéjà vu – ł"));
        assert_text(repair, "Ã\u{83}Â¤", Some("Ã¤"));
        assert_text(repair, "ðŸ˜€", Some("😀"));
    }

    #[test]
    fn right_letters_are_left_as_they_are() {
        assert_text(repair, "plain", None);
        assert_text(repair, "déjà vu", None);
        assert_text(repair, "− ä", None);
        assert_text(repair, "cafÃ© café", None);
    }
}
