//! The changed letters inside a pair of like words: a typo, a capital, an ending.
//!
//! Marking `Lvocals` and `vocals` whole hides that one letter went. Only words are looked into, and only from
//! their ends, so that no mark is broken in two; numbers never, since `18` and `12` have no digit in common
//! that means the same.

use std::ops::Range;

use super::letter::first_cluster;
use super::sequence::{Edit, Sequence};
use super::token::Kind;
use crate::model::Sides;

/// The bytes that an edit marks on both sides.
pub(super) fn refine(sequences: &Sides<Sequence<'_>>, edit: &Edit) -> Sides<Range<u32>> {
    let bytes = Sides { old: sequences.old.bytes(&edit.old), new: sequences.new.bytes(&edit.new) };
    if !is_word(&sequences.old, &edit.old) || !is_word(&sequences.new, &edit.new) {
        return bytes;
    }
    let texts = Sides { old: sequences.old.text(&bytes.old), new: sequences.new.text(&bytes.new) };
    let Some((prefix, suffix)) = like_ends(texts) else {
        return bytes;
    };
    bytes.map(|range| range.start + prefix..range.end - suffix)
}

fn is_word(sequence: &Sequence<'_>, range: &Range<usize>) -> bool {
    matches!(&sequence.pieces[range.clone()], [piece] if piece.kind == Kind::Word)
}

/// How many bytes two words have in common at their ends, where that says more than marking both whole.
///
/// That is so if one word is the other with letters put in (`vocals`, `Lvocals`), up to twice as long, or if two
/// thirds of a word of four letters or more stayed (`recieve`, `receive`); not for `that` and `this`.
fn like_ends(words: Sides<&str>) -> Option<(u32, u32)> {
    let clusters = words.map(clusters);
    let shorter = clusters.old.len().min(clusters.new.len());
    let longer = clusters.old.len().max(clusters.new.len());
    let pairs = || clusters.old.iter().zip(&clusters.new);
    let prefix = pairs().take_while(|(old, new)| old == new).count();
    let backwards = clusters.old.iter().rev().zip(clusters.new.iter().rev());
    let suffix = backwards.take_while(|(old, new)| old == new).count().min(shorter - prefix);
    let length = |clusters: &[&str]| u32::try_from(clusters.concat().len()).ok();
    let common = prefix + suffix;
    let contained = common == shorter && common * 2 >= longer && longer >= 3;
    let alike = common * 3 >= longer * 2 && longer >= 4;
    if !contained && !alike {
        return None;
    }
    Some((length(&clusters.old[..prefix])?, length(&clusters.old[clusters.old.len() - suffix..])?))
}

fn clusters(word: &str) -> Vec<&str> {
    let mut clusters = Vec::new();
    let mut rest = word;
    while let Some((_, length)) = first_cluster(rest) {
        let (cluster, after) = rest.split_at(length);
        clusters.push(cluster);
        rest = after;
    }
    clusters
}
