//! What kind of character a character is, as far as cutting a line into tokens asks.
//!
//! Apart from [`token`](super::token), because these are facts about Unicode, not about wikitext.

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

/// What a cluster contributes to the word that it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Letter {
    /// A letter of a script that separates words by spaces.
    Joined,
    /// A letter of a script that does not, and for which there is a dictionary: Thai, Lao, Khmer, Burmese.
    Unspaced,
    /// A letter of another script that does not, and of which one letter is already a word or a syllable: Han, kana.
    Alone,
    /// A decimal digit of any script.
    Digit,
    /// White space.
    Space,
    /// Anything else.
    Other,
}

impl Letter {
    /// The kind of a cluster, by its first character.
    pub(super) fn of(character: char) -> Self {
        if let Some(kind) = ASCII.get(character as usize) {
            return *kind;
        }
        match character {
            _ if is_joined(character) => Self::Joined,
            _ if is_unspaced(character) => Self::Unspaced,
            _ if is_alone(character) => Self::Alone,
            _ if character.is_alphabetic() => Self::Joined,
            _ if character.is_whitespace() => Self::Space,
            _ if is_digit(character) => Self::Digit,
            _ => Self::Other,
        }
    }
}

/// The kinds of the ASCII characters: looked up, since most text is made of them.
const ASCII: [Letter; 128] = {
    let mut kinds = [Letter::Other; 128];
    let mut byte = 0_u8;
    while byte.is_ascii() {
        kinds[byte as usize] = match byte {
            b'a'..=b'z' | b'A'..=b'Z' => Letter::Joined,
            b'0'..=b'9' => Letter::Digit,
            b' ' | b'\t'..=b'\r' => Letter::Space,
            _ => Letter::Other,
        };
        byte += 1;
    }
    kinds
};

/// Whether the character is of a range that is alphabetic throughout: the short way round the standard library's
/// table for most of the world's words.
const fn is_joined(character: char) -> bool {
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
            | '\u{904}'..='\u{93b}'
            | '\u{93d}'..='\u{94c}'
            | '\u{ac00}'..='\u{d7a3}'
    )
}

/// Whether the character is of a script without spaces between words that ICU has a dictionary for.
fn is_unspaced(character: char) -> bool {
    matches!(
        character,
        '\u{0e00}'..='\u{0eff}'      // Thai, Lao
        | '\u{1000}'..='\u{109f}'    // Burmese
        | '\u{1780}'..='\u{17d3}'    // Khmer, up to its punctuation and digits
        | '\u{a9e0}'..='\u{a9fe}' | '\u{aa60}'..='\u{aa7f}' // Burmese, extended
    ) && !is_digit(character)
}

/// Whether the character is of another script that is written without spaces between words.
fn is_alone(character: char) -> bool {
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

/// The zeros of the decimal digits that wikis are written with, besides the ASCII ones.
const ZEROS: [u32; 22] = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20,
    0x1040, 0x17e0, 0x1810, 0x1a80, 0x1a90, 0x1c50, 0xff10,
];

/// Whether the character is a decimal digit outside ASCII.
fn is_digit(character: char) -> bool {
    let code = u32::from(character);
    ZEROS.iter().any(|&zero| (zero..zero + 10).contains(&code))
}

/// Whether a cluster begins at the character and ends after it, if its neighbours are such characters too.
///
/// These are the letters most text is made of. None of them takes part in a rule of UAX #29 that joins
/// characters, so that the tables need not be asked.
const fn is_simple(character: char) -> bool {
    matches!(
        character,
        ' '..='~'
            | '\u{a0}'..='\u{a8}'
            | '\u{aa}'..='\u{ac}'
            | '\u{af}'..='\u{2ff}'
            | '\u{400}'..='\u{482}'
            | '\u{48a}'..='\u{52f}'
            | '\u{2010}'..='\u{2027}'
            | '\u{3041}'..='\u{3096}'
            | '\u{30a1}'..='\u{30ff}'
            | '\u{4e00}'..='\u{9fff}'
    )
}

/// Whether the character may join what comes after it to its own cluster (`Prepend` in UAX #29), or is of a block with
/// such characters.
const fn may_prepend(character: char) -> bool {
    matches!(
        character,
        '\u{600}'..='\u{605}'
            | '\u{6dd}'
            | '\u{70f}'
            | '\u{890}'..='\u{891}'
            | '\u{8e2}'
            | '\u{d4e}'
            | '\u{11000}'..='\u{11fff}'
    )
}

/// The first user-perceived character of the text: its first `char`, and how many bytes the cluster has.
pub(super) fn first_cluster(text: &str) -> Option<(char, usize)> {
    let mut characters = text.chars();
    let first = characters.next()?;
    if characters.next().is_none_or(is_simple) && !may_prepend(first) {
        return Some((first, first.len_utf8()));
    }
    Some((first, text.graphemes(true).next().map_or(first.len_utf8(), str::len)))
}

/// Whether the character at a place belongs to the cluster before it. A cluster begins where the text does.
pub(super) fn extends_cluster(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    if text[at..].chars().next().is_none_or(is_simple) && !before.is_some_and(may_prepend) {
        return false;
    }
    // The cursor could only ask for text that it was not given, and it was given all.
    !GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0).unwrap_or(true)
}

/// The length of the run of clusters of one kind that the text begins with.
pub(super) fn run(text: &str, kind: Letter) -> usize {
    let ascii = text.bytes().take_while(|&byte| ASCII.get(usize::from(byte)) == Some(&kind)).count();
    if text.as_bytes().get(ascii).is_none_or(u8::is_ascii) {
        return ascii;
    }
    let ends = |&(at, character): &(usize, char)| Letter::of(character) != kind && !extends_cluster(text, at);
    let end = text[ascii..].char_indices().map(|(at, character)| (ascii + at, character)).find(ends);
    end.map_or(text.len(), |(at, _)| at)
}

/// Whether a cluster ends at this place of the text, after an ASCII character.
pub(super) fn ends_cluster(text: &str, at: usize) -> bool {
    first_cluster(&text[at - 1..]).is_some_and(|(_, length)| length == 1)
}

/// How many user-perceived characters the text has.
pub(super) fn count_clusters(text: &str) -> usize {
    // Between two ASCII characters a cluster ends, unless they end a line as DOS does.
    if text.is_ascii() && memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return text.len();
    }
    let mut rest = text;
    let mut count = 0;
    loop {
        let plain = rest.bytes().position(|byte| !byte.is_ascii() || byte == b'\r').unwrap_or(rest.len());
        let certain = if plain == rest.len() { plain } else { plain.saturating_sub(1) };
        let Some((_, length)) = first_cluster(&rest[certain..]) else { return count + certain };
        count += certain + 1;
        rest = &rest[certain + length..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn case(text: &str, length: usize) {
        assert_eq!(first_cluster(text).map(|(_, length)| length), Some(length), "{text:?}");
    }

    #[test]
    fn a_cluster_is_what_a_reader_sees_as_one_character() {
        case("ab", 1);
        case("a\u{301}b", 3);
        case("\r\nx", 2);
        case("🇩🇪🇫🇷", 8);
        case("👩\u{200d}🚀!", 11);
        case("राम", 6);
        case("漢字", 3);
    }

    #[test]
    fn digits_are_digits_in_every_script() {
        for digit in ['7', '٣', '۳', '३', '๓', '៣', '၃'] {
            assert_eq!(Letter::of(digit), Letter::Digit, "{digit}");
        }
    }

    #[test]
    fn the_short_ways_say_what_the_tables_say_of_every_character() {
        for character in '\0'..=char::MAX {
            let pair = format!("{character}a");
            if pair.graphemes(true).count() == 1 {
                assert!(may_prepend(character), "{character:?}");
            }
            assert!(!is_joined(character) || character.is_alphabetic(), "{character:?}");
            let known =
                [is_joined(character), is_unspaced(character), is_alone(character), is_digit(character)];
            assert!(known.into_iter().filter(|&known| known).count() <= 1, "{character:?}");
        }
    }

    #[track_caller]
    fn runs(text: &str, kind: Letter, expected: &str) {
        assert_eq!(&text[..run(text, kind)], expected);
    }

    #[test]
    fn a_run_ends_where_another_kind_begins_a_cluster() {
        runs("abc1", Letter::Joined, "abc");
        runs("abc\u{301} d", Letter::Joined, "abc\u{301}");
        runs("Ünï-code", Letter::Joined, "Ünï");
        runs("राम्म जी", Letter::Joined, "राम्म");
        runs("12\u{20e3}3a", Letter::Digit, "12\u{20e3}3");
        runs("ที่นี่ดี๑", Letter::Unspaced, "ที่นี่ดี");
        runs("", Letter::Joined, "");
    }

    proptest! {
        #[test]
        fn a_run_is_made_of_whole_clusters_of_its_kind(text in "[ab1-3é\u{301}\u{94d}र\u{d4e}\u{200d}ก่ 🇩漢]{0,12}") {
            for kind in [Letter::Joined, Letter::Digit, Letter::Unspaced, Letter::Alone] {
                let of_kind = |cluster: &&str| cluster.chars().next().map(Letter::of) == Some(kind);
                let expected: usize = text.graphemes(true).take_while(of_kind).map(str::len).sum();
                prop_assert_eq!(run(&text, kind), expected, "{:?} of {:?}", kind, text);
            }
        }

        #[test]
        fn the_short_way_and_the_tables_agree(text in "[ -~\u{a0}-\u{370}\u{400}-\u{52f}\u{2010}-\u{2030}ぁ-ヿ一-龥\r\n🇩👩\u{200d}]{1,8}") {
            let by_tables = text.graphemes(true).next().map(str::len);
            prop_assert_eq!(first_cluster(&text).map(|(_, length)| length), by_tables);
            prop_assert_eq!(count_clusters(&text), text.graphemes(true).count());
        }
    }
}
