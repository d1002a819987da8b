//! User-perceived characters (extended grapheme clusters, UAX #29): where a cluster begins and ends.
//!
//! Marks, tokens and terminal columns all need clusters. Unicode's tables are large and slow to search for each letter
//! of a page, and most letters are plain: no rule joins them to their neighbours. [`is_plain`] is the one table of them.
//!
//! ```text
//! "Köln"          K │ ö │ l │ n      plain characters: no look into Unicode's tables
//! "e\u{301}t"     e\u{301} │ t       a combining mark: the tables decide
//! ```

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

/// Returns true if a cluster begins at the character, unless the character before it is a prepended mark.
///
/// The table covers the letters of Latin, Cyrillic, Hebrew, Arabic, Thai, kana and Han, and the usual punctuation. Any
/// other character is looked up in Unicode's tables.
pub(crate) const fn is_plain(character: char) -> bool {
    matches!(
        character,
        ' '..='~'
            | '\u{a0}'..='\u{a8}'
            | '\u{aa}'..='\u{ac}'
            | '\u{af}'..='\u{2ff}'
            | '\u{400}'..='\u{482}'
            | '\u{48a}'..='\u{52f}'
            | '\u{5d0}'..='\u{5ea}'
            | '\u{620}'..='\u{64a}'
            | '\u{671}'..='\u{6d3}'
            | '\u{e01}'..='\u{e30}'
            | '\u{2010}'..='\u{2027}'
            | '\u{3001}'..='\u{3029}'
            | '\u{3041}'..='\u{3096}'
            | '\u{30a0}'..='\u{30ff}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{ff01}'..='\u{ff9d}'
    )
}

/// Returns true if the character may join the next one to its own cluster (rule 9b), or is of a block with such
/// characters.
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

/// The first cluster of the text: its first `char`, and its length in bytes.
pub(crate) fn first_cluster(text: &str) -> Option<(char, usize)> {
    let mut characters = text.chars();
    let first = characters.next()?;
    if characters.next().is_none_or(is_plain) && !may_prepend(first) {
        return Some((first, first.len_utf8()));
    }
    Some((first, text.graphemes(true).next().map_or(first.len_utf8(), str::len)))
}

/// Returns true if the character at this offset belongs to the cluster before it.
pub(crate) fn extends_cluster(text: &str, at: usize) -> bool {
    let (before, Some(next)) = (&text[..at], text[at..].chars().next()) else { return false };
    if is_plain(next) && !before.ends_with(may_prepend) {
        return false;
    }
    // The cursor fails only where it is given a part of the text; this is all of the text.
    !GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0).unwrap_or(true)
}

/// Returns true if a cluster ends at this offset, behind an ASCII character.
pub(crate) fn ends_cluster(text: &str, at: usize) -> bool {
    let is_plain = text.as_bytes().get(at).is_none_or(u8::is_ascii) && text.as_bytes()[at - 1] != b'\r';
    is_plain || first_cluster(&text[at - 1..]).is_some_and(|(_, length)| length == 1)
}

/// Counts the clusters of the text.
pub(crate) fn count_clusters(text: &str) -> usize {
    // Between two ASCII characters a cluster ends, except between CR and LF.
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
    fn cluster_is_one_character_to_a_reader() {
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
    fn plain_characters_join_nothing() {
        let count = |text: &str| text.graphemes(true).count();
        for character in '\0'..=char::MAX {
            assert!(may_prepend(character) || count(&format!("{character}a")) == 2, "{character:?}");
            if is_plain(character) {
                for before in ["a", "क\u{94d}", "❤\u{200d}", "🇩", "\u{1100}", "\r", &character.to_string()]
                {
                    let joined = count(&format!("{before}{character}"));
                    assert_eq!(joined, count(before) + 1, "{before:?}{character:?}");
                }
            }
        }
    }

    proptest! {
        #![proptest_config(crate::proptest_config())]

        #[test]
        fn clusters_are_those_of_the_standard(text in "[ -~\u{a0}-\u{370}\u{400}-\u{52f}\u{5d0}-\u{6d3}\u{900}-\u{97f}\u{e00}-\u{e7f}\u{2010}-\u{2030}、-ヿ一-龥！-ﾟ\r\n🇩👩\u{200b}-\u{200d}\u{600}\u{d4e}]{1,8}") {
            let starts: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).collect();
            let second = starts.get(1).copied().unwrap_or(text.len());
            prop_assert_eq!(first_cluster(&text).map(|(_, length)| length), Some(second));
            prop_assert_eq!(count_clusters(&text), starts.len());
            let begins = text.char_indices().map(|(at, _)| at).filter(|at| !extends_cluster(&text, *at));
            prop_assert_eq!(begins.collect::<Vec<_>>(), starts);
        }
    }
}
