//! How alike two lines are, measured in two ways: our own cheap one, and that of the wiki's engine.
//!
//! [`likeness`] is linear and serves pairing, which asks it many times. [`engine_similarity`] is what wikidiff2
//! itself asks when it decides whether two lines are one changed row; it compares words, and is dearer.

use std::collections::HashMap;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::region::{common_prefix, common_suffix};
use crate::model::Sides;

/// The share of characters that two lines have in common, from 0 (nothing) to 1 (the same).
///
/// Counted in bytes: the equal ends, and in between the words that both lines have, wherever they stand, over the
/// longer line.
#[must_use]
pub fn likeness(old: &str, new: &str) -> f64 {
    likeness_above(old, new, 0.0).unwrap_or(0.0)
}

/// The likeness of two lines if it is at least `least`.
///
/// Lines whose lengths alone, or whose letters alone, rule that out are told without looking at their words.
#[must_use]
pub fn likeness_above(old: &str, new: &str, least: f64) -> Option<f64> {
    let longer = old.len().max(new.len());
    if longer == 0 || old == new {
        return Some(1.0);
    }
    let needed = needed(longer, least);
    if old.len().min(new.len()) < needed {
        return None;
    }
    let (ends, middle) = split(old, new);
    if needed > 0 && ends + most_common(middle) < needed {
        return None;
    }
    let common = ends + common_words(middle);
    (common >= needed).then(|| share(common, longer))
}

/// The fewest common bytes that make up the share.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
fn needed(longer: usize, least: f64) -> usize {
    // Exact below 2⁵³ bytes; a negative or greater share is cut to what there can be.
    (longer as f64 * least.clamp(0.0, 1.0)).ceil() as usize
}

#[allow(clippy::cast_precision_loss)]
fn share(part: usize, whole: usize) -> f64 {
    // Exact below 2⁵³ bytes.
    part as f64 / whole as f64
}

/// The bytes of the equal ends, back to where words end, and what is between them.
fn split<'t>(old: &'t str, new: &'t str) -> (usize, Sides<&'t str>) {
    let prefix = word_end(old, new, common_prefix(old.as_bytes(), new.as_bytes()));
    let rest = Sides { old: &old[prefix..], new: &new[prefix..] };
    let suffix = common_suffix(rest.old.as_bytes(), rest.new.as_bytes());
    let suffix = rest.old.len() - word_start(rest, suffix);
    (prefix + suffix, rest.map(|text| &text[..text.len() - suffix]))
}

/// The last place in the first `at` equal bytes where a word ends on both sides.
fn word_end(old: &str, new: &str, at: usize) -> usize {
    let ends = |text: &str, at: usize| text.as_bytes().get(at).is_none_or(|&byte| !is_inside(byte));
    if ends(old, at) && ends(new, at) && old.is_char_boundary(at) {
        return at;
    }
    let outside = old.as_bytes()[..at].iter().rposition(|&byte| !is_inside(byte));
    outside.map_or(0, |last| last + 1)
}

/// The first place in the last `length` equal bytes where a word begins on both sides.
fn word_start(texts: Sides<&str>, length: usize) -> usize {
    let at = texts.old.len() - length;
    let begins = |text: &str| {
        let at = text.len() - length;
        at == 0 || !is_inside(text.as_bytes()[at - 1])
    };
    if begins(texts.old) && begins(texts.new) {
        return at;
    }
    texts.old.as_bytes()[at..]
        .iter()
        .position(|&byte| !is_inside(byte))
        .map_or(texts.old.len(), |first| at + first)
}

/// Whether the byte is inside of a word: a letter, a digit, or a part of a character outside ASCII.
const fn is_inside(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

/// No more bytes than this can be common: for each of 64 classes of bytes, the fewer of both sides.
fn most_common(texts: Sides<&str>) -> usize {
    let counts = texts.map(|text| {
        let mut counts = [0_usize; 64];
        for byte in text.bytes() {
            counts[usize::from(byte & 63)] += 1;
        }
        counts
    });
    counts.old.iter().zip(&counts.new).map(|(old, new)| old.min(new)).sum()
}

/// The bytes of the words that both texts have.
fn common_words(texts: Sides<&str>) -> usize {
    if texts.old.is_empty() || texts.new.is_empty() {
        return 0;
    }
    let words = texts.map(sorted_words);
    let mut common = 0;
    let mut rest = words.new.iter().peekable();
    for word in &words.old {
        while rest.next_if(|other| *other < word).is_some() {}
        if rest.next_if_eq(&word).is_some() {
            common += word.1;
        }
    }
    common
}

/// The words by hash and length, in order.
///
/// Two words with one hash would be taken for the same; at 64 bits that is too rare to matter to a measure.
fn sorted_words(text: &str) -> Vec<(u64, usize)> {
    let mut words: Vec<_> = words(text).map(|word| (hash(word), word.len())).collect();
    words.sort_unstable();
    words
}

/// A multiplicative hash, eight bytes at a time: no more is asked of it than to tell words apart.
fn hash(word: &str) -> u64 {
    word.as_bytes().chunks(8).fold(0xcbf2_9ce4_8422_2325, |hash, chunk| {
        let mut bytes = [0; 8];
        bytes[..chunk.len()].copy_from_slice(chunk);
        let mixed = (hash ^ u64::from_le_bytes(bytes)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed ^ (mixed >> 32)
    })
}

/// Runs of letters and digits; a Han or kana character, and every sign, by itself.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (word, after) = rest.split_at(word_length(rest)?);
        rest = after;
        Some(word)
    })
}

fn word_length(text: &str) -> Option<usize> {
    let mut characters = text.char_indices();
    let (_, first) = characters.next()?;
    if !is_engine_letter(first) {
        return Some(first.len_utf8());
    }
    Some(characters.find(|&(_, character)| !is_engine_letter(character)).map_or(text.len(), |(at, _)| at))
}

/// wikidiff2's `TextUtil::isLetter`: what is not a letter is a word by itself.
const fn is_engine_letter(character: char) -> bool {
    match character {
        '0'..='9' | '_' | 'A'..='Z' | 'a'..='z' => true,
        '\0'..'\u{c0}' | '\u{3000}'..='\u{9fff}' | '\u{20000}'..='\u{2a000}' => false,
        _ => true,
    }
}

/// wikidiff2's limit on the product of the numbers of words (`bailoutComplexity`, `php_wikidiff2.cpp`).
const MOST_PAIRS: usize = 40_000_000;

/// The share of text that wikidiff2 takes as copied when it compares two lines word by word, from 0 to 1.
///
/// wikidiff2 prints two lines as one changed row where this is above 0.2 (`LineDiffProcessor::looksLikeChange`),
/// or where it gives up comparing: then this is 1. As in `WordDiffStats`, sizes are bytes, and a
/// replaced stretch counts as its longer side. Its Thai words come from a dictionary; here a run of Thai is one
/// word, so that lines of Thai look less alike than to wikidiff2.
#[must_use]
pub fn engine_similarity(old: &str, new: &str) -> f64 {
    let words = Sides { old: words(old).collect::<Vec<_>>(), new: words(new).collect::<Vec<_>>() };
    if unequal_pairs(&words) > MOST_PAIRS {
        return 1.0;
    }
    let names = names(&words);
    let sizes = |words: &[&str]| words.iter().map(|word| word.len()).sum::<usize>();
    let (mut copied, mut total) = (0, 0);
    for operation in capture_diff_slices(Algorithm::Myers, &names.old, &names.new) {
        let [old, new] = [&words.old[operation.old_range()], &words.new[operation.new_range()]].map(sizes);
        total += old.max(new);
        if matches!(operation, DiffOp::Equal { .. }) {
            copied += old;
        }
    }
    if total == 0 { 0.0 } else { share(copied, total) }
}

/// The product of the numbers of words, without the equal ones at the ends.
fn unequal_pairs(words: &Sides<Vec<&str>>) -> usize {
    let prefix = words.old.iter().zip(&words.new).take_while(|(old, new)| old == new).count();
    let backwards = words.old[prefix..].iter().rev().zip(words.new[prefix..].iter().rev());
    let suffix = backwards.take_while(|(old, new)| old == new).count();
    let rest = words.as_ref().map(|words| words.len() - prefix - suffix);
    rest.old.saturating_mul(rest.new)
}

fn names(words: &Sides<Vec<&str>>) -> Sides<Vec<usize>> {
    let mut names = HashMap::new();
    words.as_ref().map(|words| {
        let name = |word| {
            let count = names.len();
            *names.entry(word).or_insert(count)
        };
        words.iter().copied().map(name).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn case(old: &str, new: &str, expected: f64) {
        let found = likeness(old, new);
        assert!((found - expected).abs() < 1e-9, "{found}: {old} | {new}");
    }

    #[test]
    fn likeness_counts_common_words_wherever_they_stand() {
        case("", "", 1.0);
        case("a", "", 0.0);
        case("same", "same", 1.0);
        case("one two", "two one", 1.0);
        case("abcd efgh", "abcd ijkl", 5.0 / 9.0);
        case("abc abc", "abc xyz", 4.0 / 7.0);
        case("reader", "reads", 0.0);
    }

    #[track_caller]
    fn engine(old: &str, new: &str, expected: f64) {
        let found = engine_similarity(old, new);
        assert!((found - expected).abs() < 1e-9, "{found}: {old} | {new}");
    }

    #[test]
    fn the_engine_measures_bytes_of_copied_words() {
        engine("", "", 0.0);
        engine("a b", "a b", 1.0);
        engine("abc", "abd", 0.0);
        engine("ab cd", "ab xyz", 3.0 / 6.0);
        engine("漢字", "漢語", 0.5);
        engine("", "ab", 0.0);
    }

    #[test]
    fn the_engine_gives_up_on_very_long_lines() {
        let many = |word: &str| word.repeat(7_000);
        engine(&many("a,"), &many("b;"), 1.0);
    }

    proptest! {
        #[test]
        fn likeness_lies_between_0_and_1_and_is_1_for_equal_lines(old in "\\PC{0,40}", new in "\\PC{0,40}") {
            let found = likeness(&old, &new);
            prop_assert!((0.0..=1.0).contains(&found));
            prop_assert!((0.0..=1.0).contains(&engine_similarity(&old, &new)));
            prop_assert!(likeness(&old, &old) >= 1.0);
        }

        #[test]
        fn a_bound_never_changes_the_measure(old in "[ab ]{0,30}", new in "[ab ]{0,30}", least in 0.0..1.0_f64) {
            let found = likeness(&old, &new);
            let bounded = likeness_above(&old, &new, least);
            prop_assert_eq!(bounded, (found >= least).then_some(found));
        }
    }
}
