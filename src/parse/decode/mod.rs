//! Decoding of bytes into text. Only this module knows encodings; every reader sees UTF-8.
//!
//! Valid UTF-8 (nearly every paste) is borrowed. UTF-16 has a byte order mark, which editors on Windows write. Any other
//! input is damaged UTF-8: each damaged sequence is counted and becomes one U+FFFD, and the rest of the text is kept. Terminal colours are removed.

pub(crate) mod ansi;

use std::borrow::Cow;

use simdutf8::basic::from_utf8;

/// The bytes that mark UTF-8, as some Windows programs write them; they are not part of the text.
const UTF8_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The bytes that mark UTF-16 with the low byte first.
const UTF16_LITTLE_MARK: &[u8] = b"\xFF\xFE";

/// The bytes that mark UTF-16 with the high byte first.
const UTF16_BIG_MARK: &[u8] = b"\xFE\xFF";

/// The text of an input, and the number of replaced sequences.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text, without its byte order mark; line ends are unchanged.
    pub text: Cow<'a, str>,
    /// Number of damaged sequences that U+FFFD replaced.
    pub replaced: usize,
    /// The line of the first replaced sequence, 1-based.
    pub first_bad_line: Option<u32>,
}

/// Decodes an input: UTF-8, or UTF-16 with a byte order mark.
#[must_use]
pub fn decode(bytes: &[u8]) -> Decoded<'_> {
    if let Some(units) = bytes.strip_prefix(UTF16_LITTLE_MARK) {
        return decode_utf16(units, u16::from_le_bytes);
    }
    if let Some(units) = bytes.strip_prefix(UTF16_BIG_MARK) {
        return decode_utf16(units, u16::from_be_bytes);
    }
    let bytes = bytes.strip_prefix(UTF8_MARK).unwrap_or(bytes);
    let decoded = match from_utf8(bytes) {
        Ok(text) => Decoded { text: text.into(), ..Decoded::default() },
        Err(_) => decode_damaged(bytes),
    };
    Decoded { text: ansi::strip_colours(decoded.text), ..decoded }
}

/// Decodes UTF-8 with damage, as the Unicode standard recommends: one U+FFFD for each longest beginning of a
/// sequence.
fn decode_damaged(bytes: &[u8]) -> Decoded<'static> {
    let mut lossy = LossyText { text: String::with_capacity(bytes.len()), ..LossyText::default() };
    for chunk in bytes.utf8_chunks() {
        lossy.text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            lossy.push_replacement();
        }
    }
    lossy.into_decoded()
}

/// Decodes UTF-16; half a surrogate pair and an odd last byte are damage.
fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Decoded<'static> {
    let mut lossy = LossyText::default();
    let (pairs, odd) = bytes.as_chunks::<2>();
    for character in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        match character {
            Ok(character) => lossy.text.push(character),
            Err(_) => lossy.push_replacement(),
        }
    }
    if !odd.is_empty() {
        lossy.push_replacement();
    }
    lossy.into_decoded()
}

/// A text under construction, with replacement characters for its damage.
#[derive(Default)]
struct LossyText {
    text: String,
    replaced: usize,
    first_bad_line: Option<u32>,
}

impl LossyText {
    fn into_decoded(self) -> Decoded<'static> {
        Decoded { text: self.text.into(), replaced: self.replaced, first_bad_line: self.first_bad_line }
    }

    /// Adds U+FFFD for a damaged sequence, and counts it.
    fn push_replacement(&mut self) {
        if self.replaced == 0 {
            let lines = memchr::memchr_iter(b'\n', self.text.as_bytes()).count() + 1;
            self.first_bad_line = u32::try_from(lines).ok();
        }
        self.replaced += 1;
        self.text.push(char::REPLACEMENT_CHARACTER);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn case(bytes: &[u8], text: &str, replaced: usize, first_bad_line: Option<u32>) {
        let expected = Decoded { text: text.into(), replaced, first_bad_line };
        assert_eq!(decode(bytes), expected);
    }

    #[test]
    fn keeps_valid_text() {
        case(b"", "", 0, None);
        case("− ä\r\n𝄞\0".as_bytes(), "− ä\r\n𝄞\0", 0, None);
    }

    #[test]
    fn borrows_valid_text() {
        assert!(matches!(decode(b"Line 20: Line 20:").text, Cow::Borrowed(_)));
    }

    #[test]
    fn strips_byte_order_marks() {
        case(b"\xEF\xBB\xBFa", "a", 0, None);
        case(b"\xEF\xBB\xBF", "", 0, None);
        case(b"\xFF\xFEa\0\x12\x22", "a−", 0, None);
        case(b"\xFE\xFF\0a\x22\x12", "a−", 0, None);
        case(b"\xFE\xFF\xD8\x34\xDD\x1E", "𝄞", 0, None);
        case(b"a\xEF\xBB\xBF", "a\u{FEFF}", 0, None);
    }

    #[test]
    fn replaces_and_counts_damage() {
        case(b"a\xFFb", "a\u{FFFD}b", 1, Some(1));
        case(b"a\nb\n\xE2\x88\n\x80", "a\nb\n\u{FFFD}\n\u{FFFD}", 2, Some(3));
        case(b"caf\xE9\r\n", "caf\u{FFFD}\r\n", 1, Some(1));
        case(b"\xEF\xBB\xBFa\xFF", "a\u{FFFD}", 1, Some(1));
    }

    #[test]
    fn replaces_and_counts_damaged_utf16() {
        case(b"\xFF\xFE\n\0\x34\xD8a\0", "\n\u{FFFD}a", 1, Some(2));
        case(b"\xFF\xFEa\0b", "a\u{FFFD}", 1, Some(1));
        case(b"\xFE\xFF\x00", "\u{FFFD}", 1, Some(1));
    }

    proptest! {
        #![proptest_config(crate::proptest_config())]

        #[test]
        fn decodes_every_encoding(text in "\\PC{0,40}") {
            prop_assume!(!text.starts_with('\u{FEFF}'));
            let units = |mark: &[u8], bytes: fn(u16) -> [u8; 2]| {
                mark.iter().copied().chain(text.encode_utf16().flat_map(bytes)).collect::<Vec<u8>>()
            };
            let little = units(UTF16_LITTLE_MARK, u16::to_le_bytes);
            let big = units(UTF16_BIG_MARK, u16::to_be_bytes);
            prop_assert_eq!(&decode(text.as_bytes()).text, &text);
            prop_assert_eq!(&decode(&little).text, &text);
            prop_assert_eq!(&decode(&big).text, &text);
        }

        #[test]
        fn agrees_with_the_standard_library(
            bytes in proptest::collection::vec(any::<u8>(), 0..60)
        ) {
            prop_assume!(![UTF16_LITTLE_MARK, UTF16_BIG_MARK].iter().any(|mark| bytes.starts_with(mark)));
            let marked = bytes.strip_prefix(UTF8_MARK).unwrap_or(&bytes);
            prop_assert_eq!(decode(&bytes).text, String::from_utf8_lossy(marked));
        }
    }
}
