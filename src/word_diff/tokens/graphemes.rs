//! User-perceived characters (extended grapheme clusters, UAX #29): where one begins and ends.
//!
//! The tables for that are large, and slow to ask about each letter of a page. Of most letters no rule asks anything; of
//! those of Devanagari (Hindi, Marathi, Nepali) and of Thai, rules that are quickly said.

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

/// What a character does beside others in the rules that join characters to clusters, as far as that is said here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// Begins a cluster, and joins nothing to it.
    Letter,
    /// The same, but that a linker may join it to the consonant before (rule 9c).
    Consonant,
    /// Belongs to the cluster of the letter before it (rules 9 and 9a).
    Sign,
    /// The same, and may join a consonant after it (rule 9c).
    Linker,
    /// Only the tables know.
    Unknown,
}

impl Part {
    const fn of(character: char) -> Self {
        match character {
            _ if is_letter(character) => Self::Letter,
            // Of Devanagari and of Thai.
            '\u{94d}' => Self::Linker,
            '\u{915}'..='\u{939}' | '\u{958}'..='\u{95f}' | '\u{978}'..='\u{97f}' => Self::Consonant,
            '\u{900}'..='\u{903}'
            | '\u{93a}'..='\u{93c}'
            | '\u{93e}'..='\u{94f}'
            | '\u{951}'..='\u{957}'
            | '\u{962}'..='\u{963}'
            | '\u{e31}'
            | '\u{e33}'..='\u{e3a}'
            | '\u{e47}'..='\u{e4e}' => Self::Sign,
            '\u{900}'..='\u{97f}' | '\u{e01}'..='\u{e5b}' => Self::Letter,
            _ => Self::Unknown,
        }
    }
}

/// Whether a cluster begins at the character, unless the one before it joins it to its own: the letters most text is made
/// of, which are asked for first.
const fn is_letter(character: char) -> bool {
    matches!(
        character,
        ' '..='~'
            | '\u{a0}'..='\u{a8}'
            | '\u{aa}'..='\u{ac}'
            | '\u{af}'..='\u{2ff}'
            | '\u{400}'..='\u{482}'
            | '\u{48a}'..='\u{52f}'
            | '\u{2010}'..='\u{2027}'
            | '\u{3001}'..='\u{3029}'
            | '\u{3041}'..='\u{3096}'
            | '\u{30a1}'..='\u{30ff}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{ff01}'..='\u{ff60}'
    )
}

/// Whether the character may join what comes after it to its own cluster (rule 9b), or is of a block with such characters.
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
pub(crate) fn first_cluster(text: &str) -> Option<(char, usize)> {
    let mut characters = text.chars();
    let first = characters.next()?;
    if characters.next().is_none_or(is_letter) && !may_prepend(first) {
        return Some((first, first.len_utf8()));
    }
    let by_tables = || text.graphemes(true).next().map_or(first.len_utf8(), str::len);
    Some((first, plain_length(text).unwrap_or_else(by_tables)))
}

/// The length of the first cluster, if the tables need not be asked.
fn plain_length(text: &str) -> Option<usize> {
    let extends = |(at, next)| Some((at, plainly_extends(&text[..at], next)?));
    for end in text.char_indices().skip(1).map(extends) {
        if let (at, false) = end? {
            return Some(at);
        }
    }
    Some(text.len())
}

/// Whether the character at a place belongs to the cluster before it. A cluster begins where the text does.
pub(crate) fn extends_cluster(text: &str, at: usize) -> bool {
    let (before, Some(next)) = (&text[..at], text[at..].chars().next()) else { return false };
    if is_letter(next) && !before.chars().next_back().is_some_and(may_prepend) {
        return false;
    }
    // The cursor could only ask for text that it was not given, and it was given all.
    let by_tables = || !GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0).unwrap_or(true);
    plainly_extends(before, next).unwrap_or_else(by_tables)
}

/// The same of the character next to a text, if the tables need not be asked.
fn plainly_extends(before: &str, next: char) -> Option<bool> {
    let mut before = before.chars().rev();
    let Some(last) = before.next() else { return Some(false) };
    match (Part::of(last), Part::of(next)) {
        (Part::Unknown, _) | (_, Part::Unknown) => None,
        (_, Part::Letter) | (Part::Letter | Part::Consonant, Part::Consonant) => Some(false),
        (_, Part::Sign | Part::Linker) => Some(true),
        (Part::Linker, Part::Consonant) => (before.next().map(Part::of)? == Part::Consonant).then_some(true),
        (Part::Sign, Part::Consonant) => {
            let letter = before.map(Part::of).find(|part| *part != Part::Sign)?;
            matches!(letter, Part::Letter | Part::Consonant).then_some(false)
        }
    }
}

/// Whether a cluster ends at this place of the text, after an ASCII character.
pub(crate) fn ends_cluster(text: &str, at: usize) -> bool {
    let plain = text.as_bytes().get(at).is_none_or(u8::is_ascii) && text.as_bytes()[at - 1] != b'\r';
    plain || first_cluster(&text[at - 1..]).is_some_and(|(_, length)| length == 1)
}

/// How many user-perceived characters the text has.
pub(crate) fn count_clusters(text: &str) -> usize {
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
        case("क्षि।", 12);
        case("漢字", 3);
    }

    #[test]
    fn the_short_ways_say_what_the_tables_say_of_every_character() {
        let by_tables = |text: &str| text.graphemes(true).count();
        for character in '\0'..=char::MAX {
            let is_joined =
                |before: &str, after: &str| by_tables(&format!("{before}{character}{after}")) == 1;
            assert!(!is_joined("", "a") || may_prepend(character), "{character:?}");
            let part = Part::of(character);
            assert!(part == Part::Unknown || !is_joined("", "क"), "{character:?}");
            assert!(
                part == Part::Unknown || is_joined("अ", "") == matches!(part, Part::Sign | Part::Linker),
                "{character:?}"
            );
            assert!(
                part == Part::Unknown || is_joined("क\u{94d}", "") == !matches!(part, Part::Letter),
                "{character:?}"
            );
            assert!(part == Part::Unknown || is_joined("क", "क") == (part == Part::Linker), "{character:?}");
        }
    }

    proptest! {
        #[test]
        fn the_short_way_and_the_tables_agree(text in "[ -~\u{a0}-\u{370}\u{400}-\u{52f}\u{2010}-\u{2030}、-ヿ一-龥！-｠\r\n🇩👩\u{200d}]{1,8}") {
            agree(&text)?;
        }

        #[test]
        fn they_agree_of_thai(text in "[\u{e00}-\u{e7f}\u{200b}-\u{200d}\u{301}aé]{1,8}") {
            agree(&text)?;
        }

        #[test]
        fn they_agree_of_devanagari(text in "[\u{900}-\u{97f}क-ख\u{93e}\u{941}\u{94d}\u{200b}-\u{200d}\u{600}\u{d4e}\u{d15}aé]{1,8}") {
            agree(&text)?;
        }
    }

    fn agree(text: &str) -> Result<(), TestCaseError> {
        let by_tables: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).collect();
        let second = by_tables.get(1).copied().unwrap_or(text.len());
        prop_assert_eq!(first_cluster(text).map(|(_, length)| length), Some(second));
        prop_assert_eq!(count_clusters(text), by_tables.len());
        let begins = text.char_indices().map(|(at, _)| at).filter(|at| !extends_cluster(text, *at));
        prop_assert_eq!(begins.collect::<Vec<_>>(), by_tables);
        Ok(())
    }
}
