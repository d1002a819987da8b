//! Names of invisible characters: `<U+202E RLO>`.
//!
//! ```text
//! U+001B  <U+001B ESC>           controls: the abbreviations of ECMA-48
//! U+200E  <U+200E LRM>           other characters: Unicode's abbreviation, or else its name
//! U+FE0F  <U+FE0F VS16>          variation selectors: their number
//! U+E0041 <U+E0041 TAG A>        tags: their ASCII character
//! U+E000  <U+E000 private use>   code points without a name: their kind, if Unicode gives one
//! ```

use std::fmt;

/// Displays the name of an invisible character: `<U+001B ESC>`.
pub(crate) struct CharacterName(pub(crate) char);

impl fmt::Display for CharacterName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = u32::from(self.0);
        match (self.0, abbreviation(self.0)) {
            (_, Some(name)) => write!(formatter, "<U+{code:04X} {name}>"),
            ('\u{e0020}'..='\u{e007e}', _) => {
                let ascii = char::from_u32(code - 0xE_0000).unwrap_or('?');
                write!(formatter, "<U+{code:04X} TAG {ascii}>")
            }
            ('\u{fe00}'..='\u{fe0f}', _) => write!(formatter, "<U+{code:04X} VS{}>", code - 0xFE00 + 1),
            ('\u{e0100}'..='\u{e01ef}', _) => write!(formatter, "<U+{code:04X} VS{}>", code - 0xE_0100 + 17),
            _ => write!(formatter, "<U+{code:04X}{}>", code_point_kind(code)),
        }
    }
}

/// The kind of a code point without a name, after a blank.
const fn code_point_kind(code: u32) -> &'static str {
    match code {
        0xFDD0..=0xFDEF => " noncharacter",
        _ if code & 0xFFFE == 0xFFFE => " noncharacter",
        0xE000..=0xF8FF | 0xF_0000..=0x10_FFFF => " private use",
        _ => "",
    }
}

/// Abbreviations of U+0000 to U+001F and of U+0080 to U+009F, from ECMA-48 and Unicode's name aliases.
const CONTROLS: [[&str; 32]; 2] = [
    [
        "NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "TAB", "LF", "VT", "FF", "CR", "SO",
        "SI", "DLE", "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EM", "SUB", "ESC", "FS", "GS",
        "RS", "US",
    ],
    [
        "PAD", "HOP", "BPH", "NBH", "IND", "NEL", "SSA", "ESA", "HTS", "HTJ", "VTS", "PLD", "PLU", "RI",
        "SS2", "SS3", "DCS", "PU1", "PU2", "STS", "CCH", "MW", "SPA", "EPA", "SOS", "SGC", "SCI", "CSI",
        "ST", "OSC", "PM", "APC",
    ],
];

/// Other invisible characters: Unicode's abbreviation (`NameAliases.txt`), or else the name. Sorted by code point for
/// the binary search.
const NAMES: [(char, &str); 50] = [
    ('\u{7f}', "DEL"),
    ('\u{ad}', "SHY"),
    ('\u{34f}', "CGJ"),
    ('\u{61c}', "ALM"),
    ('\u{115f}', "HANGUL FILLER"),
    ('\u{1160}', "HANGUL FILLER"),
    ('\u{180b}', "FVS1"),
    ('\u{180c}', "FVS2"),
    ('\u{180d}', "FVS3"),
    ('\u{180e}', "MVS"),
    ('\u{180f}', "FVS4"),
    ('\u{2002}', "EN SPACE"),
    ('\u{2003}', "EM SPACE"),
    ('\u{2007}', "FIGURE SPACE"),
    ('\u{2008}', "PUNCTUATION SPACE"),
    ('\u{2009}', "THIN SPACE"),
    ('\u{200a}', "HAIR SPACE"),
    ('\u{200b}', "ZWSP"),
    ('\u{200c}', "ZWNJ"),
    ('\u{200d}', "ZWJ"),
    ('\u{200e}', "LRM"),
    ('\u{200f}', "RLM"),
    ('\u{2028}', "LINE SEPARATOR"),
    ('\u{2029}', "PARAGRAPH SEPARATOR"),
    ('\u{202a}', "LRE"),
    ('\u{202b}', "RLE"),
    ('\u{202c}', "PDF"),
    ('\u{202d}', "LRO"),
    ('\u{202e}', "RLO"),
    ('\u{202f}', "NNBSP"),
    ('\u{205f}', "MMSP"),
    ('\u{2060}', "WJ"),
    ('\u{2061}', "FUNCTION APPLICATION"),
    ('\u{2062}', "INVISIBLE TIMES"),
    ('\u{2063}', "INVISIBLE SEPARATOR"),
    ('\u{2064}', "INVISIBLE PLUS"),
    ('\u{2066}', "LRI"),
    ('\u{2067}', "RLI"),
    ('\u{2068}', "FSI"),
    ('\u{2069}', "PDI"),
    ('\u{2800}', "BRAILLE BLANK"),
    ('\u{3000}', "IDEOGRAPHIC SPACE"),
    ('\u{3164}', "HANGUL FILLER"),
    ('\u{feff}', "BOM"),
    ('\u{ffa0}', "HANGUL FILLER"),
    ('\u{fff9}', "IAA"),
    ('\u{fffa}', "IAS"),
    ('\u{fffb}', "IAT"),
    ('\u{e0001}', "LANGUAGE TAG"),
    ('\u{e007f}', "CANCEL TAG"),
];

/// Looks up the abbreviation of a character.
fn abbreviation(character: char) -> Option<&'static str> {
    match character {
        '\0'..='\x1f' => Some(CONTROLS[0][character as usize]),
        '\u{80}'..='\u{9f}' => Some(CONTROLS[1][character as usize - 0x80]),
        _ => NAMES.binary_search_by_key(&character, |(named, _)| *named).ok().map(|index| NAMES[index].1),
    }
}

#[cfg(test)]
mod tests {
    use super::super::visibility::{Visibility, visibility_of};
    use super::*;

    #[test]
    fn names_are_sorted_and_belong_to_invisible_characters() {
        assert!(NAMES.is_sorted_by(|one, next| one.0 < next.0));
        for (character, _) in NAMES {
            assert_ne!(visibility_of(character), Visibility::Plain, "{character:?}");
        }
    }

    #[test]
    fn uses_the_names_of_unicode() {
        #[track_caller]
        fn case(character: char, expected: &str) {
            assert_eq!(CharacterName(character).to_string(), expected);
        }
        case('\u{1b}', "<U+001B ESC>");
        case('\u{7f}', "<U+007F DEL>");
        case('\u{9b}', "<U+009B CSI>");
        case('\u{202e}', "<U+202E RLO>");
        case('\u{fe0f}', "<U+FE0F VS16>");
        case('\u{e0100}', "<U+E0100 VS17>");
        case('\u{e0041}', "<U+E0041 TAG A>");
        case('\u{e000}', "<U+E000 private use>");
        case('\u{10ffff}', "<U+10FFFF noncharacter>");
        case('\u{fdd0}', "<U+FDD0 noncharacter>");
        case('\u{378}', "<U+0378>");
    }
}
