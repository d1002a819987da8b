//! UTF-8 that a program decoded as Windows-1252 or Latin-1: `âˆ’` for `−`, `Ã¤` for `ä`.
//!
//! All characters of the text must encode back to valid UTF-8. An edit that fixes mojibake on a page has correct letters,
//! too, and a lone `ä` is not valid UTF-8.

use crate::parse::repair::candidate::Candidate;

/// Characters of Windows-1252 in place of the control characters 0x80 to 0x9F (WHATWG, "index windows-1252").
/// Unassigned bytes keep the control character.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Decodes the text again as UTF-8.
pub(crate) fn repair(text: &str) -> Option<Candidate> {
    let first = text.bytes().position(|byte| !byte.is_ascii())?;
    let mut beginning = text[first..].chars();
    // A lead byte and a continuation byte of UTF-8.
    let (lead, next) = (beginning.next()?, to_byte(beginning.next()?)?);
    if !('\u{C2}'..='\u{F4}').contains(&lead) || !(0x80..0xC0).contains(&next) {
        return None;
    }
    let bytes: Option<Vec<u8>> = text.chars().map(to_byte).collect();
    let text = String::from_utf8(bytes?).ok()?;
    Some(Candidate::new(
        text,
        "the text was decoded with the wrong encoding (\"Ã¤\" for \"ä\"); decoded again as UTF-8",
    ))
}

/// Encodes a character in Windows-1252.
fn to_byte(character: char) -> Option<u8> {
    let index = || WINDOWS_1252.iter().position(|windows| *windows == character);
    u8::try_from(character).ok().or_else(|| u8::try_from(0x80 + index()?).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::repair::testing::assert_text;

    #[test]
    fn decodes_mojibake() {
        assert_text(repair, "âˆ’\tdÃ©jÃ\u{a0} vu â€“ Å‚", Some("−\tdéjà vu – ł"));
        assert_text(repair, "Ã\u{83}Â¤", Some("Ã¤"));
        assert_text(repair, "ðŸ˜€", Some("😀"));
    }

    #[test]
    fn keeps_correct_letters() {
        assert_text(repair, "plain", None);
        assert_text(repair, "déjà vu", None);
        assert_text(repair, "− ä", None);
        assert_text(repair, "cafÃ© café", None);
    }
}
