//! The classes of characters that tokens are made of: facts about Unicode, not about wikitext.
//!
//! ```text
//! "Köln 漢字 ไทย 42!"   Spaced  Space  Ideographic  Space  Dictionary  Space  Digit  Other
//! ```

use crate::graphemes::extends_cluster;

/// The class of a cluster, by its first character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CharClass {
    /// A letter of a script that separates words by spaces.
    Spaced,
    /// A letter of a script without spaces that ICU has a dictionary for: Thai, Lao, Khmer, Burmese.
    Dictionary,
    /// A letter of another script without spaces, whose letters are words or syllables: Han, kana.
    Ideographic,
    /// A decimal digit of any script.
    Digit,
    /// White space.
    Space,
    /// Any other character.
    Other,
}

impl CharClass {
    /// The class of a character.
    pub(crate) fn from_char(character: char) -> Self {
        if let Some(class) = ASCII.get(character as usize) {
            return *class;
        }
        match character {
            _ if is_spaced(character) => Self::Spaced,
            _ if is_dictionary(character) => Self::Dictionary,
            _ if is_ideographic(character) => Self::Ideographic,
            _ if is_other(character) => Self::Other,
            _ if character.is_alphabetic() => Self::Spaced,
            _ if character.is_whitespace() => Self::Space,
            _ if is_digit(character) => Self::Digit,
            _ => Self::Other,
        }
    }
}

/// A table of the ASCII characters, which most text is made of.
const ASCII: [CharClass; 128] = {
    let mut classes = [CharClass::Other; 128];
    let mut byte = 0_u8;
    while byte.is_ascii() {
        classes[byte as usize] = match byte {
            b'a'..=b'z' | b'A'..=b'Z' => CharClass::Spaced,
            b'0'..=b'9' => CharClass::Digit,
            b' ' | b'\t'..=b'\r' => CharClass::Space,
            _ => CharClass::Other,
        };
        byte += 1;
    }
    classes
};

/// Returns true for ranges that are alphabetic throughout. This saves a search in the standard library's table for most
/// of the world's words.
const fn is_spaced(character: char) -> bool {
    matches!(
        character,
        '\u{c0}'..='\u{d6}'
            | '\u{d8}'..='\u{f6}'
            | '\u{f8}'..='\u{2c1}'
            | '\u{400}'..='\u{481}'
            | '\u{48a}'..='\u{52f}'
            | '\u{5d0}'..='\u{5ea}'
            | '\u{620}'..='\u{657}'
            | '\u{671}'..='\u{6d3}'
            | '\u{900}'..='\u{93b}'
            | '\u{93d}'..='\u{94c}'
            | '\u{ac00}'..='\u{d7a3}'
    )
}

/// Returns true for common punctuation and for two signs of Devanagari. This saves a search in the same table.
const fn is_other(character: char) -> bool {
    matches!(
        character,
        '\u{ab}'
            | '\u{bb}'
            | '\u{93c}'
            | '\u{94d}'
            | '\u{964}'
            | '\u{2010}'..='\u{2027}'
            | '\u{3001}'..='\u{3003}'
            | '\u{3008}'..='\u{3011}'
            | '\u{ff01}'..='\u{ff0f}'
            | '\u{ff1a}'..='\u{ff20}'
    )
}

/// Returns true for the scripts without spaces that ICU has a dictionary for.
fn is_dictionary(character: char) -> bool {
    matches!(
        character,
        '\u{0e00}'..='\u{0eff}'      // Thai, Lao
        | '\u{1000}'..='\u{109f}'    // Burmese
        | '\u{1780}'..='\u{17d3}'    // Khmer, up to its punctuation and digits
        | '\u{a9e0}'..='\u{a9fe}' | '\u{aa60}'..='\u{aa7f}' // Burmese, extended
    ) && !is_digit(character)
}

/// Returns true for the other scripts without spaces.
fn is_ideographic(character: char) -> bool {
    matches!(
        character,
        '\u{1950}'..='\u{1aad}'      // Tai Le, New Tai Lue, Buginese, Tai Tham
        | '\u{3005}'..='\u{3007}'    // iteration marks, zero
        | '\u{3021}'..='\u{3029}'
        | '\u{3041}'..='\u{30fa}' | '\u{30fc}'..='\u{312f}'
        | '\u{31a0}'..='\u{31bf}' | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{a000}'..='\u{a48c}'    // Yi
        | '\u{aa80}'..='\u{aadf}'    // Tai Viet
        | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}'
        | '\u{1b000}'..='\u{1b16f}' | '\u{20000}'..='\u{3ffff}'
    ) && !is_digit(character)
}

/// The zeros of the decimal digits outside ASCII that wikis are written with.
const ZEROS: [u32; 22] = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20,
    0x1040, 0x17e0, 0x1810, 0x1a80, 0x1a90, 0x1c50, 0xff10,
];

/// Returns true for decimal digits outside ASCII.
fn is_digit(character: char) -> bool {
    let code = u32::from(character);
    ZEROS.iter().any(|&zero| (zero..zero + 10).contains(&code))
}

/// The length of the run of clusters of one class at the beginning of the text, in bytes.
pub(crate) fn run_len(text: &str, class: CharClass) -> usize {
    let ascii = text.bytes().take_while(|&byte| ASCII.get(usize::from(byte)) == Some(&class)).count();
    if text.as_bytes().get(ascii).is_none_or(u8::is_ascii) {
        return ascii;
    }
    for (at, character) in text[ascii..].char_indices() {
        if CharClass::from_char(character) != class && !extends_cluster(text, ascii + at) {
            return ascii + at;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    #[test]
    fn knows_digits_of_every_script() {
        for digit in ['7', '٣', '۳', '३', '๓', '៣', '၃'] {
            assert_eq!(CharClass::from_char(digit), CharClass::Digit, "{digit}");
        }
    }

    #[test]
    fn shortcuts_agree_with_the_standard_library() {
        for character in '\0'..=char::MAX {
            assert!(!is_spaced(character) || character.is_alphabetic(), "{character:?}");
            let is_something = character.is_alphabetic() || character.is_whitespace();
            assert!(!is_other(character) || !is_something, "{character:?}");
            let known = [
                is_spaced(character),
                is_dictionary(character),
                is_ideographic(character),
                is_other(character),
                is_digit(character),
            ];
            assert!(known.into_iter().filter(|&known| known).count() <= 1, "{character:?}");
        }
    }

    #[track_caller]
    fn case(text: &str, class: CharClass, expected: &str) {
        assert_eq!(&text[..run_len(text, class)], expected);
    }

    #[test]
    fn run_ends_where_a_cluster_of_another_class_begins() {
        case("abc1", CharClass::Spaced, "abc");
        case("abc\u{301} d", CharClass::Spaced, "abc\u{301}");
        case("Ünï-code", CharClass::Spaced, "Ünï");
        case("राम्म जी", CharClass::Spaced, "राम्म");
        case("12\u{20e3}3a", CharClass::Digit, "12\u{20e3}3");
        case("ที่นี่ดี๑", CharClass::Dictionary, "ที่นี่ดี");
        case("", CharClass::Spaced, "");
    }

    proptest! {
        #![proptest_config(crate::proptest_config())]

        #[test]
        fn run_consists_of_whole_clusters_of_its_class(text in "[ab1-3é\u{301}\u{94d}र\u{d4e}\u{200d}ก่ 🇩漢]{0,12}") {
            for class in [CharClass::Spaced, CharClass::Digit, CharClass::Dictionary, CharClass::Ideographic] {
                let has_class = |cluster: &&str| cluster.chars().next().map(CharClass::from_char) == Some(class);
                let expected: usize = text.graphemes(true).take_while(has_class).map(str::len).sum();
                prop_assert_eq!(run_len(&text, class), expected, "{:?} of {:?}", class, text);
            }
        }
    }
}
