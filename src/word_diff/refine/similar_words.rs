//! Like words inside of a stretch that was replaced: `Karl Meier` by `Karel Meyer`.
//!
//! The alignment knows equal words alone, and where there are none between two marks it makes one of them. Here the
//! words of both sides that are like each other are taken for equal, and what differs in them is marked, if that is
//! cheaper than to mark the stretch whole.

use std::ops::Range;

use super::ranges::{Changed, push_edit};
use super::within_word::{are_like, refine};
use crate::model::{Marks, Sides};
use crate::word_diff::align::affine_alignment::cheapest;
use crate::word_diff::align::cost::{MARK, cost};
use crate::word_diff::align::sequence::{Edit, Piece, Sequence};
use crate::word_diff::tokens::TokenKind;

/// The most pairs of tokens that are looked at to see whether any two are like words: a sentence on both sides.
const MAX_PAIRS: usize = 1 << 10;

/// What it costs to mark some letters of a word: a reader has to put together what it was and what it became, which takes
/// as long as another mark.
const CUT: u32 = MARK;

/// The marks of a replaced stretch that has like words in it, if they cost less than to mark it whole.
pub(crate) fn like_words(sequences: &Sides<Sequence<'_>>, edit: &Edit) -> Option<Changed> {
    if !(1..=MAX_PAIRS).contains(&edit.old.len().saturating_mul(edit.new.len())) {
        return None;
    }
    let (found, cuts) =
        put_in(sequences, edit).map_or_else(|| compared(sequences, edit), |found| Some((found, 0)))?;
    let mut whole = Changed::default();
    push_edit(&mut whole, bytes(sequences, edit));
    let lines = sequences.as_ref().map(|sequence| sequence.line);
    (cost(lines, &found) + cuts * CUT < cost(lines, &whole)).then_some(found)
}

/// The marks of a stretch in which each word stands for one that is like it, and how often a word is cut.
fn compared(sequences: &Sides<Sequence<'_>>, edit: &Edit) -> Option<(Changed, u32)> {
    let pieces = with_common_names(sequences, edit)?;
    let shift = |range: Range<usize>, by: usize| range.start + by..range.end + by;
    let inner = cheapest(pieces.as_ref().map(Vec::as_slice)).into_iter();
    let inner = inner
        .map(|inner| Sides { old: shift(inner.old, edit.old.start), new: shift(inner.new, edit.new.start) });
    Some(marks(sequences, edit, inner))
}

/// What was put into a word or taken out of it: the brackets of a link round its beginning, a hyphen, a blank, a character
/// that cannot be seen.
fn put_in(sequences: &Sides<Sequence<'_>>, edit: &Edit) -> Option<Changed> {
    let is_word = |sequence: &Sequence<'_>, range| sequence.kinds(range).eq([TokenKind::Word]);
    let is_number =
        |sequence: &Sequence<'_>, range| sequence.kinds(range).any(|kind| kind == TokenKind::Number);
    let Sides { old, new } = sequences;
    let is_one = is_word(old, &edit.old) || is_word(new, &edit.new);
    if !is_one || is_number(old, &edit.old) || is_number(new, &edit.new) {
        return None;
    }
    let (lines, bytes) = (sequences.as_ref().map(|sequence| sequence.line), bytes(sequences, edit));
    let mut changed = Changed::default();
    if letters(old, &edit.old).eq(letters(new, &edit.new)) {
        changed = Sides { old: signs(old, &edit.old), new: signs(new, &edit.new) };
    } else {
        push_edit(&mut changed, refine(lines, bytes));
    }
    (changed.old.is_empty() || changed.new.is_empty()).then_some(changed)
}

/// The characters of the words in a stretch.
fn letters<'s>(sequence: &'s Sequence<'_>, stretch: &Range<usize>) -> impl Iterator<Item = char> + use<'s> {
    let words = stretch.clone().filter(|at| sequence.pieces[*at].kind == TokenKind::Word);
    words.flat_map(|at| sequence.text(at).chars())
}

/// All but the words of a stretch.
fn signs(sequence: &Sequence<'_>, stretch: &Range<usize>) -> Marks {
    let mut changed = Changed::default();
    for at in stretch.clone().filter(|at| sequence.pieces[*at].kind != TokenKind::Word) {
        push_edit(&mut changed, Sides::new(sequence.bytes(&(at..at + 1)), 0..0));
    }
    changed.old
}

/// The tokens of a stretch in which each new word that is like an old one has its name; none if there is no such word.
fn with_common_names(sequences: &Sides<Sequence<'_>>, edit: &Edit) -> Option<Sides<Vec<Piece>>> {
    let like = |new: usize| like_word(sequences, &edit.old, new);
    if !edit.new.clone().any(|new| like(new).is_some()) {
        return None;
    }
    let named = |new: usize| {
        let piece = sequences.new.pieces[new];
        Piece { name: like(new).unwrap_or(piece.name), ..piece }
    };
    let old = sequences.old.pieces[edit.old.clone()].to_vec();
    Some(Sides { old, new: edit.new.clone().map(named).collect() })
}

/// The name of the first old word that a new one is like, if none is equal to it.
fn like_word(sequences: &Sides<Sequence<'_>>, stretch: &Range<usize>, new: usize) -> Option<u32> {
    let piece = sequences.new.pieces[new];
    let olds = &sequences.old.pieces[stretch.clone()];
    if piece.kind != TokenKind::Word || olds.iter().any(|old| old.name == piece.name) {
        return None;
    }
    let is_like = |&old: &usize| {
        sequences.old.pieces[old].kind == TokenKind::Word
            && are_like(Sides { old: sequences.old.text(old), new: sequences.new.text(new) })
    };
    stretch.clone().find(is_like).map(|old| sequences.old.pieces[old].name)
}

/// What is marked where these edits are made in a stretch, and in the words between them what differs; and how often a
/// word is cut.
fn marks(sequences: &Sides<Sequence<'_>>, edit: &Edit, inner: impl Iterator<Item = Edit>) -> (Changed, u32) {
    let lines = sequences.as_ref().map(|sequence| sequence.line);
    let mut changed = Changed::default();
    let mut cuts = 0;
    let mut from = Sides::new(edit.old.start, edit.new.start);
    let end = Sides::new(edit.old.end..edit.old.end, edit.new.end..edit.new.end);
    for inner in inner.chain([end]) {
        for (old, new) in (from.old..inner.old.start).zip(from.new..inner.new.start) {
            if sequences.old.pieces[old].name != sequences.new.pieces[new].name {
                let letters = refine(lines, bytes(sequences, &Sides::new(old..old + 1, new..new + 1)));
                cuts += u32::from(!letters.old.is_empty()) + u32::from(!letters.new.is_empty());
                push_edit(&mut changed, letters);
            }
        }
        push_edit(&mut changed, bytes(sequences, &inner));
        from = Sides::new(inner.old.end, inner.new.end);
    }
    (changed, cuts)
}

fn bytes(sequences: &Sides<Sequence<'_>>, edit: &Edit) -> Sides<Range<u32>> {
    Sides { old: sequences.old.bytes(&edit.old), new: sequences.new.bytes(&edit.new) }
}
