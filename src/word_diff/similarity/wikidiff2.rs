//! The measure by which wikidiff2, the wiki's own engine, decides that two lines are one changed row.
//!
//! Its rules are those of the engine: its words, its sizes, its limit.

use super::bit_lcs::longest_common_subsequence;
use super::common_ends::{CommonEnds, common_ends_at_borders};
use super::word_id::WordId;
use crate::model::Sides;

/// wikidiff2's limit on the product of the numbers of words (`bailoutComplexity` in `php_wikidiff2.cpp`).
const MAX_PAIRS: usize = 40_000_000;

/// The share of text that wikidiff2 takes as copied when it compares two lines word by word, from 0 to 1.
///
/// wikidiff2 prints two lines as one changed row if the share is above 0.2 (`LineDiffProcessor::looksLikeChange`).
/// The result is 1 where wikidiff2 gives up comparing, since it then prints a changed row too. As in `WordDiffStats`,
/// sizes are bytes, and a replaced stretch counts with its longer side. wikidiff2 takes Thai words from a dictionary;
/// here a run of Thai is one word, so lines of Thai get a lower share than in wikidiff2.
#[must_use]
pub fn wikidiff2_similarity(old: &str, new: &str) -> f64 {
    let lines = Sides { old, new };
    let ends = common_word_ends(lines);
    let words = lines.map(|line| words(&line[ends.middle(line.len())]).collect::<Vec<_>>());
    if words.old.len().saturating_mul(words.new.len()) > MAX_PAIRS {
        return 1.0;
    }
    let sizes = compare_sizes(words.as_ref().map(Vec::as_slice));
    let (copied, total) = (ends.sum() + sizes.copied, ends.sum() + sizes.total);
    if total == 0 { 0.0 } else { share(copied, total) }
}

/// The common ends of two lines, in bytes, as far as they are whole words.
fn common_word_ends(lines: Sides<&str>) -> CommonEnds {
    common_ends_at_borders(lines, is_border)
}

/// Returns true if a word begins or ends at this offset of the text.
pub(crate) fn is_border(text: &str, at: usize) -> bool {
    if !text.is_char_boundary(at) {
        return false;
    }
    let (before, after) = text.split_at(at);
    !before.ends_with(is_letter) || !after.starts_with(is_letter)
}

/// Sizes in bytes.
struct Sizes {
    copied: usize,
    total: usize,
}

/// The size of the copied words and the total size, a replaced stretch counted with its longer side.
fn compare_sizes(words: Sides<&[&str]>) -> Sizes {
    let mut sizes = Sizes { copied: 0, total: 0 };
    let mut from = Sides::new(0, 0);
    let ids = words.map(|words| words.iter().map(|word| WordId::new(word.as_bytes())).collect::<Vec<_>>());
    let last = words.map(<[&str]>::len);
    for pair in longest_common_subsequence(ids.as_ref().map(Vec::as_slice)).into_iter().chain([last]) {
        let replaced = Sides { old: &words.old[from.old..pair.old], new: &words.new[from.new..pair.new] };
        sizes.total += byte_len(replaced.old).max(byte_len(replaced.new));
        if let Some(word) = words.old.get(pair.old) {
            sizes.copied += word.len();
            sizes.total += word.len();
        }
        from = pair.map(|at| at + 1);
    }
    sizes
}

fn byte_len(words: &[&str]) -> usize {
    words.iter().map(|word| word.len()).sum()
}

/// A part as a share of the whole, exact below 2⁵³.
#[allow(clippy::cast_precision_loss)]
pub(crate) fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

/// wikidiff2's words: runs of letters and digits. A Han or kana character, and every sign, is a word by itself.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (word, after) = rest.split_at(first_word_len(rest)?);
        rest = after;
        Some(word)
    })
}

fn first_word_len(text: &str) -> Option<usize> {
    // Most words are ASCII to their end, and bytes are compared faster than characters.
    let ascii = text.bytes().take_while(|&byte| ASCII_LETTERS.get(usize::from(byte)) == Some(&true)).count();
    if ascii > 0 && text.as_bytes().get(ascii).is_none_or(u8::is_ascii) {
        return Some(ascii);
    }
    if text.as_bytes().get(ascii).is_some_and(|byte| !byte.is_ascii()) {
        let letters = text[ascii..].find(|character| !is_letter(character));
        let length = letters.map_or(text.len(), |end| ascii + end);
        if length > 0 {
            return Some(length);
        }
    }
    let first = text.chars().next()?;
    Some(ascii.max(first.len_utf8()))
}

/// A table of the ASCII letters: pairing asks for the words of most lines several times.
const ASCII_LETTERS: [bool; 128] = {
    let mut letters = [false; 128];
    let mut byte = 0_u8;
    while byte.is_ascii() {
        letters[byte as usize] = is_letter(byte as char);
        byte += 1;
    }
    letters
};

/// Returns true for the characters that make up words (`TextUtil::isLetter`). Any other character is a word by itself.
const fn is_letter(character: char) -> bool {
    match character {
        '0'..='9' | '_' | 'A'..='Z' | 'a'..='z' => true,
        '\0'..'\u{c0}' | '\u{3000}'..='\u{9fff}' | '\u{20000}'..='\u{2a000}' => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::word_diff::similarity::common_ends::common_ends;
    use proptest::prelude::*;

    #[track_caller]
    fn case(old: &str, new: &str, expected: f64) {
        let found = wikidiff2_similarity(old, new);
        assert!((found - expected).abs() < 1e-9, "{found}: {old} | {new}");
    }

    #[test]
    fn measures_bytes_of_copied_words() {
        case("", "", 0.0);
        case("a b", "a b", 1.0);
        case("abc", "abd", 0.0);
        case("ab cd", "ab xyz", 3.0 / 6.0);
        case("漢字", "漢語", 0.5);
        case("", "ab", 0.0);
    }

    #[test]
    fn replaced_stretch_counts_with_its_longer_side() {
        case("a xx b yyyy c", "a xxx b zz c", 7.0 / 14.0);
        case("a b", "a new b", 3.0 / 7.0);
    }

    #[test]
    fn very_long_lines_are_not_compared() {
        let many = |word: &str| word.repeat(7_000);
        case(&many("a,"), &many("b;"), 1.0);
    }

    proptest! {
        #![proptest_config(crate::proptest_config())]

        #[test]
        fn common_ends_are_whole_words(old in "[ab,字é ]{0,12}", new in "[ab,字é ]{0,12}") {
            let all = Sides { old: words(&old).collect::<Vec<_>>(), new: words(&new).collect::<Vec<_>>() };
            let expected = common_ends(all.as_ref().map(Vec::as_slice));
            let found = common_word_ends(Sides { old: &old, new: &new });
            prop_assert_eq!(found.prefix, byte_len(&all.old[..expected.prefix]));
            prop_assert_eq!(found.suffix, byte_len(&all.old[all.old.len() - expected.suffix..]));
        }

        #[test]
        fn share_lies_between_0_and_1_and_is_symmetric_at_0(old in "[ab,;]{0,40}", new in "[ab,;]{0,40}") {
            let found = wikidiff2_similarity(&old, &new);
            prop_assert!((0.0..=1.0).contains(&found));
            prop_assert_eq!(found > 0.0, wikidiff2_similarity(&new, &old) > 0.0);
        }
    }
}
