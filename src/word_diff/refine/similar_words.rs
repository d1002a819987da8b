//! Similar words in a replaced stretch: `Karl Meier` became `Karel Meyer`.
//!
//! The alignment knows equal words alone; a stretch without equal words is one edit. Here each word of the stretch is
//! matched with a similar word of the other side, and the letters that differ are marked, if that is cheaper than to mark
//! the stretch whole.
//!
//! ```text
//! old   Vijaykumar Govindram            old words   0 1 2
//! new   Vijaykumarji Govindramji        new words   0 1 2    similar words get the ids of the old ones
//! marks Vijaykumar{+ji+} Govindram{+ji+}
//! ```

use std::ops::Range;

use super::ranges::push_edit;
use super::within_word::{are_similar_words, refine};
use crate::model::{Marks, Sides};
use crate::word_diff::align::affine_alignment::optimal_alignment;
use crate::word_diff::align::cost::marks_cost;
use crate::word_diff::align::sequence::{SequenceToken, TokenEdit, TokenSequence};
use crate::word_diff::tokens::TokenKind;

/// The maximum number of token pairs that are searched for similar words: a sentence on both sides.
const MAX_PAIRS: usize = 1 << 10;

/// Marks a replaced stretch that has similar words in it, or returns `None` if to mark the stretch whole is cheaper.
pub(crate) fn align_similar_words(
    sequences: &Sides<TokenSequence<'_>>,
    edit: &TokenEdit,
) -> Option<Sides<Marks>> {
    if !(1..=MAX_PAIRS).contains(&edit.old.len().saturating_mul(edit.new.len())) {
        return None;
    }
    let marks = insertion_in_word(sequences, edit).or_else(|| marks_with_similar_words(sequences, edit))?;
    let mut whole = Sides::<Marks>::default();
    push_edit(&mut whole, sequences.edit_bytes(edit));
    let lines = sequences.lines();
    (marks_cost(lines, &marks) < marks_cost(lines, &whole)).then_some(marks)
}

/// Marks an insertion into a word, or a deletion from it: a hyphen, a blank, an invisible character, the brackets of a
/// link around its beginning. Returns `None` if the edit is anything else.
fn insertion_in_word(sequences: &Sides<TokenSequence<'_>>, edit: &TokenEdit) -> Option<Sides<Marks>> {
    let is_word = |sequence: &TokenSequence<'_>, range| sequence.kinds(range).eq([TokenKind::Word]);
    let has_number =
        |sequence: &TokenSequence<'_>, range| sequence.kinds(range).any(|kind| kind == TokenKind::Number);
    let Sides { old, new } = sequences;
    let is_one_word = is_word(old, &edit.old) || is_word(new, &edit.new);
    if !is_one_word || has_number(old, &edit.old) || has_number(new, &edit.new) {
        return None;
    }
    let mut marks = Sides::<Marks>::default();
    if word_characters(old, &edit.old).eq(word_characters(new, &edit.new)) {
        marks = Sides { old: non_words(old, &edit.old), new: non_words(new, &edit.new) };
    } else {
        push_edit(&mut marks, refine(sequences.lines(), sequences.edit_bytes(edit)));
    }
    (marks.old.is_empty() || marks.new.is_empty()).then_some(marks)
}

/// The characters of the words in a range of tokens.
fn word_characters<'s>(
    sequence: &'s TokenSequence<'_>,
    range: &Range<usize>,
) -> impl Iterator<Item = char> + use<'s> {
    let words = range.clone().filter(|at| sequence.tokens[*at].kind == TokenKind::Word);
    words.flat_map(|at| sequence.text(at).chars())
}

/// Marks of all tokens in a range that are not words.
fn non_words(sequence: &TokenSequence<'_>, range: &Range<usize>) -> Marks {
    let mut marks = Sides::<Marks>::default();
    for at in range.clone().filter(|at| sequence.tokens[*at].kind != TokenKind::Word) {
        push_edit(&mut marks, Sides::new(sequence.bytes(&(at..at + 1)), 0..0));
    }
    marks.old
}

/// Marks a stretch whose similar words are matched.
fn marks_with_similar_words(sequences: &Sides<TokenSequence<'_>>, edit: &TokenEdit) -> Option<Sides<Marks>> {
    let tokens = with_common_ids(sequences, edit)?;
    let shift = |range: Range<usize>, by: usize| range.start + by..range.end + by;
    let inner = optimal_alignment(tokens.as_ref().map(Vec::as_slice)).into_iter();
    let inner = inner
        .map(|inner| Sides { old: shift(inner.old, edit.old.start), new: shift(inner.new, edit.new.start) });

    // Between two inner edits, tokens stand in pairs: equal ones, and similar words whose letters are compared.
    let mut marks = Sides::<Marks>::default();
    let mut from = Sides::new(edit.old.start, edit.new.start);
    let end = Sides::new(edit.old.end..edit.old.end, edit.new.end..edit.new.end);
    for inner in inner.chain([end]) {
        for (old, new) in (from.old..inner.old.start).zip(from.new..inner.new.start) {
            if sequences.old.tokens[old] != sequences.new.tokens[new] {
                let bytes = sequences.edit_bytes(&Sides::new(old..old + 1, new..new + 1));
                push_edit(&mut marks, refine(sequences.lines(), bytes));
            }
        }
        push_edit(&mut marks, sequences.edit_bytes(&inner));
        from = Sides::new(inner.old.end, inner.new.end);
    }
    Some(marks)
}

/// Copies the tokens of a stretch and gives each new word the id of an old word similar to it. Returns `None` if no word
/// is similar.
fn with_common_ids(
    sequences: &Sides<TokenSequence<'_>>,
    edit: &TokenEdit,
) -> Option<Sides<Vec<SequenceToken>>> {
    let find = |new: usize| find_similar_word(sequences, &edit.old, new);
    if !edit.new.clone().any(|new| find(new).is_some()) {
        return None;
    }
    let old = sequences.old.tokens[edit.old.clone()].to_vec();
    let mut new = sequences.new.tokens[edit.new.clone()].to_vec();
    for (index, token) in edit.new.clone().zip(&mut new) {
        token.id = find(index).unwrap_or(token.id);
    }
    Some(Sides { old, new })
}

/// The id of the first old word that is similar to a new word, if none is equal to it.
fn find_similar_word(
    sequences: &Sides<TokenSequence<'_>>,
    old_range: &Range<usize>,
    new: usize,
) -> Option<u32> {
    let token = sequences.new.tokens[new];
    if token.kind != TokenKind::Word || sequences.old.tokens[old_range.clone()].contains(&token) {
        return None;
    }
    let similar = old_range.clone().find(|&old| {
        sequences.old.tokens[old].kind == TokenKind::Word
            && are_similar_words(Sides { old: sequences.old.text(old), new: sequences.new.text(new) })
    })?;
    Some(sequences.old.tokens[similar].id)
}
