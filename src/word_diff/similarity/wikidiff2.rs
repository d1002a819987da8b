//! The measure by which wikidiff2, the wiki's own engine, decides whether two lines are one changed row.
//!
//! Apart from the rest because it follows another program's rules: its words, its sizes, its limit.

use super::bit_lcs::common;
use super::common_ends::{common_prefix, common_suffix, number};
use crate::model::Sides;

/// wikidiff2's limit on the product of the numbers of words (`bailoutComplexity` in `php_wikidiff2.cpp`).
const MAX_PAIRS: usize = 40_000_000;

/// The share of text that wikidiff2 takes as copied when it compares two lines word by word, from 0 to 1.
///
/// wikidiff2 prints two lines as one changed row where this is above 0.2 (`LineDiffProcessor::looksLikeChange`),
/// or where it gives up comparing: then this is 1. As in `WordDiffStats`, sizes are bytes, and a
/// replaced stretch counts as its longer side. Its Thai words come from a dictionary; here a run of Thai is one
/// word, so that lines of Thai look less alike than to wikidiff2.
#[must_use]
pub fn engine_similarity(old: &str, new: &str) -> f64 {
    let (ends, middle) = split(old, new);
    let words = middle.map(|text| words(text).collect::<Vec<_>>());
    if words.old.len().saturating_mul(words.new.len()) > MAX_PAIRS {
        return 1.0;
    }
    let sizes = sizes(words.as_ref().map(Vec::as_slice));
    let (copied, total) = (ends + sizes.copied, ends + sizes.total);
    if total == 0 { 0.0 } else { share(copied, total) }
}

/// The bytes of the words that both texts begin and end with, and what is between them.
fn split<'t>(old: &'t str, new: &'t str) -> (usize, Sides<&'t str>) {
    let prefix = common_prefix(old.as_bytes(), new.as_bytes());
    let prefix = border_before(old, prefix).min(border_before(new, prefix));
    let rest = Sides { old: &old[prefix..], new: &new[prefix..] };
    let suffix = common_suffix(rest.old.as_bytes(), rest.new.as_bytes());
    let border = |text: &str| text.len() - border_after(text, text.len() - suffix);
    let suffix = border(rest.old).min(border(rest.new));
    (prefix + suffix, rest.map(|text| &text[..text.len() - suffix]))
}

/// The last place up to `at` where a word ends.
fn border_before(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|&at| is_border(text, at)).unwrap_or(0)
}

/// The first place from `at` on where a word begins.
fn border_after(text: &str, at: usize) -> usize {
    (at..=text.len()).find(|&at| is_border(text, at)).unwrap_or(text.len())
}

pub(crate) fn is_border(text: &str, at: usize) -> bool {
    if !text.is_char_boundary(at) {
        return false;
    }
    let (before, after) = text.split_at(at);
    let is_inside = |character: Option<char>| character.is_some_and(is_letter);
    !is_inside(before.chars().next_back()) || !is_inside(after.chars().next())
}

/// Bytes copied, and bytes in all.
struct Sizes {
    copied: usize,
    total: usize,
}

/// What is copied of the words, and how much there is in all, a replaced stretch counted as its longer side.
fn sizes(words: Sides<&[&str]>) -> Sizes {
    let mut sizes = Sizes { copied: 0, total: 0 };
    let mut from = Sides::new(0, 0);
    let names = words.map(|words| words.iter().map(|word| number(word.as_bytes())).collect::<Vec<_>>());
    let last = words.map(<[&str]>::len);
    for pair in common(names.as_ref().map(Vec::as_slice)).into_iter().chain([last]) {
        sizes.total += size(&words.old[from.old..pair.old]).max(size(&words.new[from.new..pair.new]));
        if let Some(word) = words.old.get(pair.old) {
            sizes.copied += word.len();
            sizes.total += word.len();
        }
        from = pair.map(|at| at + 1);
    }
    sizes
}

fn size(words: &[&str]) -> usize {
    words.iter().map(|word| word.len()).sum()
}

/// A part as a share of the whole, exact below 2⁵³.
#[allow(clippy::cast_precision_loss)]
pub(crate) fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

/// wikidiff2's words: runs of letters and digits; a Han or kana character, and every sign, by itself.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (word, after) = rest.split_at(word_length(rest)?);
        rest = after;
        Some(word)
    })
}

fn word_length(text: &str) -> Option<usize> {
    // Most words are ASCII to their end, and bytes are looked at faster than characters.
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

/// Which ASCII characters are letters: looked up, since pairing asks for the words of most lines several times.
const ASCII_LETTERS: [bool; 128] = {
    let mut letters = [false; 128];
    let mut byte = 0_u8;
    while byte.is_ascii() {
        letters[byte as usize] = is_letter(byte as char);
        byte += 1;
    }
    letters
};

/// `TextUtil::isLetter`: what is not a letter is a word by itself.
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
    use proptest::prelude::*;

    #[track_caller]
    fn case(old: &str, new: &str, expected: f64) {
        let found = engine_similarity(old, new);
        assert!((found - expected).abs() < 1e-9, "{found}: {old} | {new}");
    }

    #[test]
    fn the_engine_measures_bytes_of_copied_words() {
        case("", "", 0.0);
        case("a b", "a b", 1.0);
        case("abc", "abd", 0.0);
        case("ab cd", "ab xyz", 3.0 / 6.0);
        case("漢字", "漢語", 0.5);
        case("", "ab", 0.0);
    }

    #[test]
    fn a_replaced_stretch_counts_as_its_longer_side() {
        case("a xx b yyyy c", "a xxx b zz c", 7.0 / 14.0);
        case("a b", "a new b", 3.0 / 7.0);
    }

    #[test]
    fn the_engine_gives_up_on_very_long_lines() {
        let many = |word: &str| word.repeat(7_000);
        case(&many("a,"), &many("b;"), 1.0);
    }

    proptest! {
        #[test]
        fn the_equal_ends_are_whole_words(old in "[ab,字é ]{0,12}", new in "[ab,字é ]{0,12}") {
            let (ends, middle) = split(&old, &new);
            let all = Sides { old: words(&old).collect::<Vec<_>>(), new: words(&new).collect::<Vec<_>>() };
            let prefix = all.old.iter().zip(&all.new).take_while(|(old, new)| old == new).count();
            let backwards = all.old[prefix..].iter().rev().zip(all.new[prefix..].iter().rev());
            let suffix = backwards.take_while(|(old, new)| old == new).count();
            let between = |words: &[&str]| words[prefix..words.len() - suffix].concat();
            prop_assert_eq!(middle, Sides { old: &*between(&all.old), new: &*between(&all.new) });
            prop_assert_eq!(ends, old.len() - middle.old.len());
        }

        #[test]
        fn the_share_is_a_share_and_the_sides_are_alike(old in "[ab,;]{0,40}", new in "[ab,;]{0,40}") {
            let found = engine_similarity(&old, &new);
            prop_assert!((0.0..=1.0).contains(&found));
            prop_assert_eq!(found > 0.0, engine_similarity(&new, &old) > 0.0);
        }
    }
}
