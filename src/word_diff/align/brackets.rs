//! Closing brackets that match without their opening brackets, and a second alignment that keeps the pairs together.
//!
//! The alignment knows no pairs. It may match the `]]` of a link that went with the `]]` of a link that came:
//!
//! ```text
//! a [-[[-]cat{+ and a [[dog+}]][- and a dog-]        the brackets that match belong to two links
//! a [-[[-]cat[-]]-] and a {+[[+}dog{+]]+}            each pair came or went
//! ```
//!
//! Such a closing bracket is given an id of its own, and the sequences are aligned again. The first alignment stands if the
//! other one marks much more text, as where two templates were joined: `{{c|a=1[-}} {{c-]|b=2}}`.

use super::anchored::align;
use super::cost::{MARK, side_cost};
use super::sequence::{FIRST_FREE_ID, TokenEdit, TokenSequence};
use crate::model::Sides;

/// The maximum number of further alignments. Each sets at least one bracket right; few lines need a second one.
const MAX_ROUNDS: usize = 4;

/// The cost by which the marks may grow: another mark.
const MAX_GROWTH: u32 = MARK;

/// Aligns two sequences so that closing brackets match where their opening brackets do.
pub(crate) fn align_with_brackets(sequences: &mut Sides<TokenSequence<'_>>) -> Vec<TokenEdit> {
    let edits = align_tokens(sequences);
    let partners = sequences.as_ref().map(find_partners);
    if partners.old.pairs == 0 || partners.new.pairs == 0 {
        return edits;
    }
    let mut next_id = FIRST_FREE_ID;
    if !separate_wrong_matches(sequences, &partners, &edits, &mut next_id) {
        return edits;
    }
    let mut paired = align_tokens(sequences);
    for _ in 1..MAX_ROUNDS {
        if !separate_wrong_matches(sequences, &partners, &paired, &mut next_id) {
            break;
        }
        paired = align_tokens(sequences);
    }
    let limit = edits_cost(sequences, &edits).saturating_add(MAX_GROWTH);
    if edits_cost(sequences, &paired) <= limit { paired } else { edits }
}

/// The cost of the marks of some edits.
fn edits_cost(sequences: &Sides<TokenSequence<'_>>, edits: &[TokenEdit]) -> u32 {
    let Sides { old, new } = sequences;
    let cost = side_cost(old.line, edits.iter().map(|edit| old.bytes(&edit.old)));
    cost.saturating_add(side_cost(new.line, edits.iter().map(|edit| new.bytes(&edit.new))))
}

fn align_tokens(sequences: &Sides<TokenSequence<'_>>) -> Vec<TokenEdit> {
    align(sequences.as_ref().map(|sequence| sequence.tokens.as_slice()))
}

/// The pairs of brackets of a sequence.
struct BracketPairs {
    /// For each token, the other bracket of its pair.
    partner: Vec<Option<usize>>,
    /// The number of pairs.
    pairs: usize,
}

/// Finds the pairs of brackets. A closing bracket without an opening one of its kind has no partner.
fn find_partners(sequence: &TokenSequence<'_>) -> BracketPairs {
    let mut found = BracketPairs { partner: vec![None; sequence.tokens.len()], pairs: 0 };
    let mut open: Vec<(usize, &str)> = Vec::new();
    for at in 0..sequence.tokens.len() {
        let text = sequence.text(at);
        if let Some(closing) = closing_bracket(text) {
            open.push((at, closing));
        } else if open.last().is_some_and(|(_, closing)| *closing == text)
            && let Some((opening, _)) = open.pop()
        {
            found.partner[at] = Some(opening);
            found.partner[opening] = Some(at);
            found.pairs += 1;
        }
    }
    found
}

/// The bracket that closes an opening bracket.
fn closing_bracket(opening: &str) -> Option<&'static str> {
    Some(match opening {
        "[[" => "]]",
        "[" => "]",
        "{{" => "}}",
        "{{{" => "}}}",
        "(" => ")",
        _ => return None,
    })
}

/// The tokens that an alignment matches: for each token, its token on the other side.
fn matches(lengths: Sides<usize>, edits: &[TokenEdit]) -> Sides<Vec<Option<usize>>> {
    let mut matches = lengths.map(|length| vec![None; length]);
    let mut from = Sides::new(0, 0);
    let end = Sides { old: lengths.old..lengths.old, new: lengths.new..lengths.new };
    for edit in edits.iter().chain([&end]) {
        for (old, new) in (from.old..edit.old.start).zip(from.new..edit.new.start) {
            matches.old[old] = Some(new);
            matches.new[new] = Some(old);
        }
        from = Sides::new(edit.old.end, edit.new.end);
    }
    matches
}

/// Gives new ids to closing brackets that match although their opening brackets do not. Returns true if there were any.
fn separate_wrong_matches(
    sequences: &mut Sides<TokenSequence<'_>>,
    pairs: &Sides<BracketPairs>,
    edits: &[TokenEdit],
    next_id: &mut u32,
) -> bool {
    let lengths = sequences.as_ref().map(|sequence| sequence.tokens.len());
    let matches = matches(lengths, edits);
    let mut is_wrong = false;
    for (old, new) in matches.old.iter().enumerate().filter_map(|(old, new)| Some((old, (*new)?))) {
        let openings = Sides { old: pairs.old.partner[old], new: pairs.new.partner[new] };
        let Sides { old: Some(old_opening), new: Some(new_opening) } = openings else { continue };
        let is_closing = old_opening < old && new_opening < new;
        if !is_closing || matches.old[old_opening] == Some(new_opening) {
            continue;
        }
        is_wrong = true;
        // The bracket that closes the opening bracket on the other side is the one to match.
        let other = |matched: Option<usize>, pairs: &BracketPairs| matched.and_then(|at| pairs.partner[at]);
        let right_new = other(matches.old[old_opening], &pairs.new);
        let right_old = other(matches.new[new_opening], &pairs.old);
        for (old, new) in [(Some(old), right_new), (right_old, Some(new))] {
            *next_id += 1;
            if let Some(at) = old {
                sequences.old.tokens[at].id = *next_id;
            }
            if let Some(at) = new {
                sequences.new.tokens[at].id = *next_id;
            }
        }
    }
    is_wrong
}
