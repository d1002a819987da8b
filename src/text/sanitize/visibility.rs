//! What a character looks like on a terminal, and what it is called where it looks like nothing.
//!
//! Apart from [`safe`](crate::text::sanitize) because this is the table and that is the rule: here stands what a
//! character *is*, there what is done about it in changed and in unchanged text.

use std::fmt;

/// What a reader sees of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Visibility {
    /// A glyph, or a mark on one.
    Plain,
    /// U+0020.
    Space,
    /// U+0009.
    Tab,
    /// U+00A0, so common in wikitext that it has a sign of its own.
    NoBreakSpace,
    /// Another blank, of a width that no two fonts agree on.
    Blank,
    /// Nothing; harmless, but worth a word where it came or went.
    Quiet,
    /// Nothing by itself; it shapes its neighbours, and belongs to the spelling (Persian, Indic, emoji).
    Joiner,
    /// Nothing; harmless only inside the flag of a region.
    Tag,
    /// Nothing that may reach a terminal: a control, a bidi embedding, override or isolate, an unassigned or
    /// private code point.
    Forbidden,
}

/// What a reader sees of the character.
pub(crate) fn visibility_of(character: char) -> Visibility {
    match character {
        ' ' => Visibility::Space,
        _ if is_ordinary(character) => Visibility::Plain,
        '\t' => Visibility::Tab,
        '\u{a0}' => Visibility::NoBreakSpace,
        '\u{ad}'
        | '\u{61c}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{180e}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2060}'..='\u{2064}'
        | '\u{2800}'
        | '\u{3164}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' => Visibility::Quiet,
        '\u{34f}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180d}'
        | '\u{180f}'
        | '\u{200c}'
        | '\u{200d}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{e0100}'..='\u{e01ef}' => Visibility::Joiner,
        '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => Visibility::Blank,
        '\u{e0020}'..='\u{e007f}' => Visibility::Tag,
        _ if is_visible_format(character) || is_printable(character) => Visibility::Plain,
        _ => Visibility::Forbidden,
    }
}

/// Whether the character is of a range that is [`Visibility::Plain`] throughout: the short way round the rest of this file
/// for most of the world's text.
#[inline]
pub(crate) const fn is_ordinary(character: char) -> bool {
    matches!(
        character,
        '!'..='~'
            | '\u{a1}'..='\u{ac}'
            | '\u{ae}'..='\u{34e}'
            | '\u{350}'..='\u{377}'
            | '\u{400}'..='\u{52f}'
            | '\u{5d0}'..='\u{5ea}'
            | '\u{606}'..='\u{61b}'
            | '\u{61d}'..='\u{6dc}'
            | '\u{900}'..='\u{983}'
            | '\u{e01}'..='\u{e3a}'
            | '\u{e3f}'..='\u{e5b}'
            | '\u{2010}'..='\u{2027}'
            | '\u{2030}'..='\u{205e}'
            | '\u{2190}'..='\u{2426}'
            | '\u{2500}'..='\u{27ff}'
            | '\u{3001}'..='\u{303f}'
            | '\u{3041}'..='\u{3096}'
            | '\u{30a0}'..='\u{30ff}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{ac00}'..='\u{d7a3}'
            | '\u{ff01}'..='\u{ff9f}'
            | '\u{1f1e6}'..='\u{1f1ff}'
            | '\u{1f300}'..='\u{1f64f}'
            | '\u{1f900}'..='\u{1f9ff}'
    )
}

/// How many bytes a text begins with that are blanks and what can be seen of ASCII.
pub(crate) fn printable_ascii(text: &str) -> usize {
    const BLOCK: usize = 16;
    let is_one = |byte: &&u8| (b' '..=b'~').contains(*byte);
    let (blocks, _) = text.as_bytes().as_chunks::<BLOCK>();
    // Without an end at the first one, so that a block is looked at as one.
    let is_all = |block: &&[u8; BLOCK]| block.iter().fold(true, |all, byte| all & is_one(&byte));
    let whole = blocks.iter().take_while(is_all).count() * BLOCK;
    // What is left at the end is looked at as one as well, some of it once more.
    if whole == blocks.len() * BLOCK && text.as_bytes().last_chunk().is_some_and(|last| is_all(&last)) {
        return text.len();
    }
    whole + text.as_bytes()[whole..].iter().take_while(is_one).count()
}

/// Whether a text has nothing but blanks and what is [ordinary](is_ordinary): of ASCII many bytes are looked at at a
/// time, other characters one by one.
pub(crate) fn is_all_ordinary(text: &str) -> bool {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if first.is_ascii() { printable_ascii(rest) } else { first.len_utf8() };
        if length == 0 || !first.is_ascii() && !is_ordinary(first) {
            return false;
        }
        rest = &rest[length..];
    }
    true
}

/// Whether a terminal may act upon the character, or a reader be misled by what it does to its neighbours: the part of
/// [`Visibility::Forbidden`] that does something, and the tags.
const fn steers(character: char) -> bool {
    matches!(
        character,
        '\0'..='\x1f'
            | '\x7f'..='\u{9f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{206f}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

/// Whether a character that [`steers`] may begin with the byte; the controls of ASCII, which JSON escapes by itself,
/// are left aside.
fn begins(byte: u8) -> bool {
    [0x7f, 0xc2, 0xe2, 0xef, 0xf3].iter().map(|begin| u8::from(byte == *begin)).sum::<u8>() > 0
}

/// The characters of a text that steer, the controls of ASCII left aside, with their places. Bytes are looked at many
/// at a time.
pub(crate) fn steering(text: &str) -> impl Iterator<Item = (usize, char)> {
    const BLOCK: usize = 32;
    let (blocks, rest) = text.as_bytes().as_chunks::<BLOCK>();
    let may_hold = |block: &[u8; BLOCK]| block.iter().fold(false, |any, byte| any | begins(*byte));
    let blocks_left = blocks.iter().enumerate().filter(move |(_, block)| may_hold(block));
    let in_blocks = blocks_left.flat_map(|(number, block)| block.iter().zip(number * BLOCK..));
    let bytes = in_blocks.chain(rest.iter().zip(blocks.len() * BLOCK..));
    let places = bytes.filter(|(byte, _)| begins(**byte)).map(|(_, at)| at);
    places.filter_map(|at| Some((at, text[at..].chars().next().filter(|character| steers(*character))?)))
}

/// Whether the character chooses the glyph of the one before (a variation selector): one is enough.
pub(crate) const fn is_selector(character: char) -> bool {
    matches!(
        character,
        '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}'
    )
}

/// Format characters (Unicode's category Cf) that do draw something, such as the Arabic number sign, or that place
/// the hieroglyphs beside them.
const fn is_visible_format(character: char) -> bool {
    matches!(
        character,
        '\u{600}'..='\u{605}'
            | '\u{6dd}'
            | '\u{70f}'
            | '\u{890}'
            | '\u{891}'
            | '\u{8e2}'
            | '\u{110bd}'
            | '\u{110cd}'
            | '\u{13430}'..='\u{1343f}'
    )
}

/// Whether the standard library's `{:?}` prints the character as it is: not a control, format, private-use or
/// unassigned one, nor a separator (`core::unicode::printable`).
///
/// The library gives no other way to that table. It escapes combining marks as well, but only at the beginning
/// of a string, hence the letter before the character.
fn is_printable(character: char) -> bool {
    let mut probe = [b'a', 0, 0, 0, 0];
    let length = character.encode_utf8(&mut probe[1..]).len();
    let probe = std::str::from_utf8(&probe[..=length]).expect("a letter and an encoded character are UTF-8");
    probe.escape_debug().nth(1) == Some(character)
}

/// The name of an invisible character as it stands in the output: `<U+001B ESC>`.
pub(crate) struct Name(pub(crate) char);

impl fmt::Display for Name {
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
            _ => write!(formatter, "<U+{code:04X}{}>", kind(code)),
        }
    }
}

/// What can be said of a code point that has no name.
const fn kind(code: u32) -> &'static str {
    match code {
        0xFDD0..=0xFDEF => " noncharacter",
        _ if code & 0xFFFE == 0xFFFE => " noncharacter",
        0xE000..=0xF8FF | 0xF_0000..=0x10_FFFF => " private use",
        _ => "",
    }
}

/// U+0000 to U+001F and U+0080 to U+009F, as ECMA-48 and Unicode's name aliases abbreviate them.
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

/// What Unicode calls the invisible characters beyond the controls: their abbreviation (`NameAliases.txt`), or else
/// their name. In the order of their code points, for the search.
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

/// The name of a character that has one here.
fn abbreviation(character: char) -> Option<&'static str> {
    match character {
        '\0'..='\x1f' => Some(CONTROLS[0][character as usize]),
        '\u{80}'..='\u{9f}' => Some(CONTROLS[1][character as usize - 0x80]),
        _ => NAMES.binary_search_by_key(&character, |(named, _)| *named).ok().map(|index| NAMES[index].1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_plain_that_is_not_printable_but_the_visible_format_characters() {
        for character in (0..=0x10_FFFF).filter_map(char::from_u32) {
            let plain = visibility_of(character) == Visibility::Plain;
            let seen =
                character.is_ascii_graphic() || is_printable(character) || is_visible_format(character);
            assert!(!plain || seen, "{character:?}");
        }
    }

    #[test]
    fn what_steers_is_not_shown_and_is_known_by_its_first_byte() {
        for character in ('\x7f'..=char::MAX).filter(|character| steers(*character)) {
            assert!(
                matches!(visibility_of(character), Visibility::Forbidden | Visibility::Tag),
                "{character:?}"
            );
            for before in [0, 30, 31, 33, 70] {
                let text = format!("{}{character} and a text after it", "a".repeat(before));
                assert_eq!(steering(&text).next(), Some((before, character)));
            }
        }
        assert_eq!(steering("a long text, and Köln – “हिन्दी”, 漢字, ＡＢ, \u{a0}").next(), None);
    }

    #[test]
    fn names_are_in_order_and_only_of_what_is_not_seen() {
        assert!(NAMES.is_sorted_by(|one, next| one.0 < next.0));
        for (character, _) in NAMES {
            assert_ne!(visibility_of(character), Visibility::Plain, "{character:?}");
        }
    }

    #[test]
    fn names_are_those_of_unicode() {
        #[track_caller]
        fn case(character: char, expected: &str) {
            assert_eq!(Name(character).to_string(), expected);
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
