//! The changed letters in a pair of similar words: a typo, a capital, an ending.
//!
//! ```text
//! recieve   →  rec[-ie-]ve    rec{+ei+}ve
//! stone     →  stone          {+sand+}stone   not s{+ands+}tone: the mark goes to the border of the word
//! Lvocals   →  [-L-]vocals    vocals
//! 1759      →  [-1759-]       {+1758+}        numbers stay whole
//! ```
//!
//! To mark `Lvocals` and `vocals` whole would hide that one letter went. Only the ends of words are compared, so no mark
//! is split in two. Numbers are not compared: `18` and `12` have no digit in common that means anything.

use std::ops::Range;

use crate::graphemes::first_cluster;
use crate::model::Sides;
use crate::word_diff::similarity::common_ends::{Comparable, common_ends};
use crate::word_diff::tokens::TokenKind;

/// Returns true if letters may be compared in tokens of these kinds: one word, the scheme of an address, or words
/// that a dictionary cut from one run. The dictionary knows no names, and may cut them elsewhere after each changed letter.
pub(crate) fn may_refine(mut kinds: impl Iterator<Item = TokenKind> + Clone) -> bool {
    let is_one = |kind| kinds.clone().eq([kind]);
    is_one(TokenKind::Word) || is_one(TokenKind::Scheme) || kinds.all(|kind| kind == TokenKind::Unspaced)
}

/// Cuts the marks of two words down: without their equal ends, if the words are similar.
pub(crate) fn refine(lines: Sides<&str>, bytes: Sides<Range<u32>>) -> Sides<Range<u32>> {
    let words = Sides { old: text(lines.old, &bytes.old), new: text(lines.new, &bytes.new) };
    let are_colours = words.old.starts_with('#') && words.new.starts_with('#');
    match similar_ends(words) {
        Some((prefix, suffix)) => bytes.map(|range| range.start + prefix..range.end - suffix),
        // Both keep the sign that makes them colours.
        None if are_colours => bytes.map(|range| range.start + 1..range.end),
        None => bytes,
    }
}

/// Returns true if two words are so similar that only the letters that differ are marked.
pub(crate) fn are_similar_words(words: Sides<&str>) -> bool {
    let ends = |word: &str| (word.chars().next(), word.chars().next_back());
    let (old, new) = (ends(words.old), ends(words.new));
    // Similar words begin or end with the same character, which is a cheap test.
    (old.0 == new.0 || old.1 == new.1) && similar_ends(words).is_some()
}

fn text<'t>(line: &'t str, bytes: &Range<u32>) -> &'t str {
    &line[bytes.start as usize..bytes.end as usize]
}

/// The common ends of two similar words, in bytes.
///
/// Two words are similar if one is the other with inserted letters (`vocals`, `Lvocals`), up to twice as long, or if two
/// thirds of a word of four letters or more stayed (`recieve`, `receive`). `that` and `this` are not similar.
fn similar_ends(words: Sides<&str>) -> Option<(u32, u32)> {
    let is_plain = |word: &str| word.is_ascii() && !word.contains('\r');
    if is_plain(words.old) && is_plain(words.new) {
        let (prefix, suffix) = similar_ends_of(words.map(str::as_bytes))?;
        return Some((u32::try_from(prefix).ok()?, u32::try_from(suffix).ok()?));
    }
    let clusters = words.map(clusters);
    let (prefix, suffix) = similar_ends_of(clusters.as_ref().map(Vec::as_slice))?;
    let byte_len =
        |clusters: &[&str]| u32::try_from(clusters.iter().map(|cluster| cluster.len()).sum::<usize>()).ok();
    Some((byte_len(&clusters.old[..prefix])?, byte_len(&clusters.old[clusters.old.len() - suffix..])?))
}

/// The common ends of two similar words, in characters.
fn similar_ends_of<C: Comparable>(words: Sides<&[C]>) -> Option<(usize, usize)> {
    let shorter = words.old.len().min(words.new.len());
    let longer = words.old.len().max(words.new.len());
    let ends = common_ends(words);
    let common = ends.sum();
    let is_contained = common == shorter && common * 2 >= longer && longer >= 3;
    let is_similar = common * 3 >= longer * 2 && longer >= 4;
    // The common beginning took letters of a common end that is all of the shorter word.
    let is_end_of_other = ends.prefix < shorter
        && words.old.iter().rev().zip(words.new.iter().rev()).take(shorter).all(|(old, new)| old == new);
    let (prefix, suffix) = if is_end_of_other { (0, shorter) } else { (ends.prefix, ends.suffix) };
    (is_contained || is_similar).then_some((prefix, suffix))
}

/// The user-perceived characters of a word. A vowel that is written before its consonant is joined to it.
fn clusters(word: &str) -> Vec<&str> {
    let mut clusters = Vec::new();
    let mut rest = word;
    while let Some((first, length)) = first_cluster(rest) {
        let joined = if is_written_before(first) { first_cluster(&rest[length..]) } else { None };
        let (cluster, after) = rest.split_at(length + joined.map_or(0, |(_, length)| length));
        clusters.push(cluster);
        rest = after;
    }
    clusters
}

/// Returns true for the vowels of Thai and Lao that are written before the consonant that they are spoken after (Unicode's
/// `Logical_Order_Exception`).
const fn is_written_before(character: char) -> bool {
    matches!(character, '\u{e40}'..='\u{e44}' | '\u{ec0}'..='\u{ec4}')
}
