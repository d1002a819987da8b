//! The visibility of each character: a glyph, a blank, nothing, or a code that must not reach a terminal.
//!
//! This file is the table. [`display`](super::display) holds the rules that decide how a character of each class is
//! shown in changed and in unchanged text.

use icu_properties::CodePointMapData;
use icu_properties::props::GeneralCategory;

/// The visibility class of a character.
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
    /// Another blank. Its width differs between fonts.
    Blank,
    /// Invisible and harmless; worth a name when it was added or removed.
    Quiet,
    /// Invisible by itself; shapes its neighbours and belongs to the spelling (Persian, Indic, emoji).
    Joiner,
    /// Invisible; harmless only inside the flag of a region.
    Tag,
    /// Must not reach a terminal: a control, a bidi embedding, override or isolate, an unassigned or private code
    /// point.
    Forbidden,
}

/// Returns the visibility class of a character.
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

/// True for ranges that are [`Visibility::Plain`] throughout. Most text consists of these and skips the rest of the
/// table.
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

/// Returns the length of the prefix of printable ASCII, blanks included.
pub(crate) fn printable_ascii(text: &str) -> usize {
    const BLOCK: usize = 16;
    let is_printable = |byte: &&u8| (b' '..=b'~').contains(*byte);
    let (blocks, _) = text.as_bytes().as_chunks::<BLOCK>();
    // The fold does not stop early, so the compiler tests a block at once.
    let is_all = |block: &&[u8; BLOCK]| block.iter().fold(true, |all, byte| all & is_printable(&byte));
    let whole = blocks.iter().take_while(is_all).count() * BLOCK;
    // The last block overlaps the one before and covers the bytes after the last whole block.
    if whole == blocks.len() * BLOCK && text.as_bytes().last_chunk().is_some_and(|last| is_all(&last)) {
        return text.len();
    }
    whole + text.as_bytes()[whole..].iter().take_while(is_printable).count()
}

/// True if a text has only blanks and [ordinary](is_ordinary) characters. Tests ASCII in blocks and other characters
/// one by one.
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

/// True if a terminal may act on the character, or if the character can hide or reorder its neighbours: the effective
/// part of [`Visibility::Forbidden`], and the tags.
const fn is_steering(character: char) -> bool {
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

/// True if a [steering](is_steering) character may begin with the byte. Leaves out ASCII controls: JSON escapes them
/// anyway.
fn may_begin_steering(byte: u8) -> bool {
    [0x7f, 0xc2, 0xe2, 0xef, 0xf3].iter().map(|begin| u8::from(byte == *begin)).sum::<u8>() > 0
}

/// Finds the steering characters of a text and their byte offsets, ASCII controls left out. Skips blocks of bytes in
/// which none can begin.
pub(crate) fn find_steering(text: &str) -> impl Iterator<Item = (usize, char)> {
    const BLOCK: usize = 32;
    let (blocks, rest) = text.as_bytes().as_chunks::<BLOCK>();
    let may_hold =
        |block: &[u8; BLOCK]| block.iter().fold(false, |any, byte| any | may_begin_steering(*byte));
    let blocks_left = blocks.iter().enumerate().filter(move |(_, block)| may_hold(block));
    let in_blocks = blocks_left.flat_map(|(number, block)| block.iter().zip(number * BLOCK..));
    let bytes = in_blocks.chain(rest.iter().zip(blocks.len() * BLOCK..));
    let offsets = bytes.filter(|(byte, _)| may_begin_steering(**byte)).map(|(_, at)| at);
    offsets.filter_map(|at| {
        text[at..].chars().next().filter(|character| is_steering(*character)).map(|character| (at, character))
    })
}

/// True for variation selectors, which choose the glyph of the character before.
pub(crate) const fn is_variation_selector(character: char) -> bool {
    matches!(
        character,
        '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}'
    )
}

/// True for format characters (Unicode's category Cf) that do draw something, such as the Arabic number sign, or that
/// place the hieroglyphs beside them.
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

/// True if Unicode assigns the character a glyph: neither a control, format, private-use or unassigned code point nor a
/// separator.
fn is_printable(character: char) -> bool {
    use GeneralCategory::{
        Control, Format, LineSeparator, ParagraphSeparator, PrivateUse, SpaceSeparator, Surrogate, Unassigned,
    };
    !matches!(
        CodePointMapData::<GeneralCategory>::new().get(character),
        Control
            | Format
            | LineSeparator
            | ParagraphSeparator
            | PrivateUse
            | SpaceSeparator
            | Surrogate
            | Unassigned
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_characters_are_printable_or_visible_format_characters() {
        for character in (0..=0x10_FFFF).filter_map(char::from_u32) {
            let plain = visibility_of(character) == Visibility::Plain;
            let seen =
                character.is_ascii_graphic() || is_printable(character) || is_visible_format(character);
            assert!(!plain || seen, "{character:?}");
        }
    }

    #[test]
    fn finds_steering_characters_by_their_first_byte() {
        for character in ('\x7f'..=char::MAX).filter(|character| is_steering(*character)) {
            assert!(
                matches!(visibility_of(character), Visibility::Forbidden | Visibility::Tag),
                "{character:?}"
            );
            for before in [0, 30, 31, 33, 70] {
                let text = format!("{}{character} and a text after it", "a".repeat(before));
                assert_eq!(find_steering(&text).next(), Some((before, character)));
            }
        }
        assert_eq!(find_steering("a long text, and Köln – “हिन्दी”, 漢字, ＡＢ, \u{a0}").next(), None);
    }
}
