//! The changed letters inside a pair of like words: a typo, a capital, an ending.
//!
//! Marking `Lvocals` and `vocals` whole hides that one letter went. Only words are looked into, and only from
//! their ends, so that no mark is broken in two; numbers never, since `18` and `12` have no digit in common
//! that means the same.

use std::ops::Range;

use crate::graphemes::first_cluster;
use crate::model::Sides;
use crate::word_diff::similarity::common_ends::{Comparable, common_ends};
use crate::word_diff::tokens::TokenKind;

/// Whether letters may be compared inside of these tokens: one word, or what a dictionary cut into words. It knows no
/// names, and what it cuts one into may change with every letter.
pub(crate) fn is_word(kinds: impl Iterator<Item = TokenKind> + Clone) -> bool {
    kinds.clone().eq([TokenKind::Word]) || kinds.into_iter().all(|kind| kind == TokenKind::Unspaced)
}

/// The bytes of two words that are to be marked: without their equal ends, if the words are alike.
pub(crate) fn refine(lines: Sides<&str>, bytes: Sides<Range<u32>>) -> Sides<Range<u32>> {
    let words = Sides { old: text(lines.old, &bytes.old), new: text(lines.new, &bytes.new) };
    let is_colour = words.old.starts_with('#') && words.new.starts_with('#');
    match like_ends(words) {
        Some((prefix, suffix)) => bytes.map(|range| range.start + prefix..range.end - suffix),
        // The sign of a colour says no more of it than that it is one.
        None if is_colour => bytes.map(|range| range.start + 1..range.end),
        None => bytes,
    }
}

/// Whether two words are so like that only the letters that differ are to be marked.
pub(crate) fn are_like(words: Sides<&str>) -> bool {
    let ends = |word: &str| (word.chars().next(), word.chars().next_back());
    let (old, new) = (ends(words.old), ends(words.new));
    // Words that are like each other have an end in common, which is quick to see.
    (old.0 == new.0 || old.1 == new.1) && like_ends(words).is_some()
}

fn text<'t>(line: &'t str, bytes: &Range<u32>) -> &'t str {
    &line[bytes.start as usize..bytes.end as usize]
}

/// How many bytes two words have in common at their ends, where that says more than marking both whole.
///
/// That is so if one word is the other with letters put in (`vocals`, `Lvocals`), up to twice as long, or if two
/// thirds of a word of four letters or more stayed (`recieve`, `receive`); not for `that` and `this`.
fn like_ends(words: Sides<&str>) -> Option<(u32, u32)> {
    let is_plain = |word: &str| word.is_ascii() && !word.contains('\r');
    if is_plain(words.old) && is_plain(words.new) {
        let (prefix, suffix) = equal_ends(words.map(str::as_bytes))?;
        return Some((u32::try_from(prefix).ok()?, u32::try_from(suffix).ok()?));
    }
    let clusters = words.map(clusters);
    let (prefix, suffix) = equal_ends(clusters.as_ref().map(Vec::as_slice))?;
    let length =
        |clusters: &[&str]| u32::try_from(clusters.iter().map(|cluster| cluster.len()).sum::<usize>()).ok();
    Some((length(&clusters.old[..prefix])?, length(&clusters.old[clusters.old.len() - suffix..])?))
}

/// The same in characters.
fn equal_ends<C: Comparable>(words: Sides<&[C]>) -> Option<(usize, usize)> {
    let shorter = words.old.len().min(words.new.len());
    let longer = words.old.len().max(words.new.len());
    let ends = common_ends(words);
    let common = ends.sum();
    let contained = common == shorter && common * 2 >= longer && longer >= 3;
    let alike = common * 3 >= longer * 2 && longer >= 4;
    (contained || alike).then_some((ends.prefix, ends.suffix))
}

/// The user-perceived characters of a word; a vowel that is written before its consonant goes with it.
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

/// The vowels of Thai and Lao that stand before the consonant after which they are spoken (Unicode's
/// `Logical_Order_Exception`).
const fn is_written_before(character: char) -> bool {
    matches!(character, '\u{e40}'..='\u{e44}' | '\u{ec0}'..='\u{ec4}')
}
