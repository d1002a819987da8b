//! Moved lines: removed in one place and added in another.
//!
//! ```text
//! edits ──find_candidates──▶ lines without a partner, or with a partner of little similarity
//!         pair_equal ──────▶ lines that occur once on each side, and the equal lines next to them; a half of a changed line
//!                            only if an equal line is elsewhere
//!         pair_folded ─────▶ of the rest, lines that are equal except for capitals and white space
//!         pair_similar ────▶ of the rest, the most similar pairs, if there are few enough to compare
//!         with_moves ──────▶ the edits with the moves
//! ```

use std::collections::HashMap;
use std::hash::Hash;

use super::edit::{Edit, EditKind};
use crate::model::{Side, Sides};
use crate::word_diff::ids::Ids;
use crate::word_diff::similarity::common_ends::common_prefix;
use crate::word_diff::similarity::estimate::{Profile, is_similar_to_reader};
use crate::word_diff::similarity::matching::{IndexPair, match_moves};

/// The least similarity of a line that moved and was edited: the threshold of wikidiff2
/// (`wikidiff2.moved_line_threshold`).
const MOVE_THRESHOLD: f64 = 0.4;

/// The similarity of a changed line from which on it stays one. Below it, one of its lines may be a moved line.
const STAY_THRESHOLD: f64 = 0.5;

/// The least similarity of a moved line that was half of a changed line.
const MOVE_OUT_OF_CHANGE_THRESHOLD: f64 = 0.7;

/// The least similarity of a moved line that was half of a changed line of similar lines: no line but an equal one.
const EQUAL: f64 = f64::INFINITY;

/// The least letters and digits of a line that moved unchanged: `|-` and `}}` stand everywhere.
pub(crate) const MIN_WORD_CHARS: usize = 4;

/// The least letters and digits of a line that moved and was edited.
const MIN_EDITED_WORD_CHARS: usize = 12;

/// The most pairs of lines that are compared. If there are more, only moves of equal lines are found.
const MAX_COMPARED: usize = 10_000;

/// The most bytes of lines that are compared, each line counted as often as it is compared: a fraction of a second.
const MAX_BYTES: usize = 1 << 25;

/// The length from which on a changed line always stays one.
const MAX_LINE_LEN: usize = 1 << 14;

/// Finds the moves among the edits, and numbers them from 1 in the order of their first places.
pub(crate) fn find_moves(lines: Sides<&[&str]>, edits: Vec<Edit>) -> Vec<Edit> {
    let mut candidates = find_candidates(lines, &edits);
    let has_open = candidates.as_ref().map(MoveCandidates::has_open);
    if candidates.old.0.is_empty() || candidates.new.0.is_empty() || !(has_open.old || has_open.new) {
        return edits;
    }
    let may_be_equal = indices_with_common_fingerprints(lines, &candidates);
    let open = open_indices(&may_be_equal, &candidates);
    pair_equal(lines, &open, &mut candidates);
    pair_equal(lines, &free_indices(lines, &may_be_equal, &candidates), &mut candidates);
    pair_folded(lines, &open, &mut candidates);
    pair_similar(lines, &mut candidates);
    if candidates.old.0.iter().all(|line| line.partner.is_none()) {
        return edits;
    }
    with_moves(&edits, &candidates)
}

/// The lines of a side that may have moved, top to bottom.
#[derive(Default)]
struct MoveCandidates(Vec<MoveCandidate>);

/// A line that may have moved.
#[derive(Clone, Copy)]
struct MoveCandidate {
    index: usize,
    /// The least similarity of its other place.
    min_similarity: f64,
    /// The index of its other place, as soon as that is found.
    partner: Option<usize>,
}

impl MoveCandidate {
    /// Returns true if the other place need not be equal.
    fn is_open(&self) -> bool {
        self.min_similarity < EQUAL
    }
}

impl MoveCandidates {
    fn push(&mut self, index: usize, min_similarity: f64) {
        self.0.push(MoveCandidate { index, min_similarity, partner: None });
    }

    /// Returns true if lines may have moved that are not halves of a changed line of similar lines.
    fn has_open(&self) -> bool {
        self.0.iter().any(MoveCandidate::is_open)
    }

    fn position(&self, index: usize) -> Option<usize> {
        self.0.binary_search_by_key(&index, |line| line.index).ok()
    }

    /// Returns true if the line is a candidate and has no partner yet.
    fn is_free(&self, index: usize) -> bool {
        self.position(index).is_some_and(|at| self.0[at].partner.is_none())
    }

    fn partner(&self, index: usize) -> Option<usize> {
        self.0[self.position(index)?].partner
    }

    fn set_partner(&mut self, index: usize, partner: usize) {
        if let Some(at) = self.position(index) {
            self.0[at].partner = Some(partner);
        }
    }
}

fn pair_up(candidates: &mut Sides<MoveCandidates>, pair: IndexPair) {
    candidates.old.set_partner(pair.old, pair.new);
    candidates.new.set_partner(pair.new, pair.old);
}

/// Finds the lines without a partner, and both lines of each change that have little in common.
fn find_candidates(lines: Sides<&[&str]>, edits: &[Edit]) -> Sides<MoveCandidates> {
    let mut candidates = Sides::<MoveCandidates>::default();
    for edit in edits {
        let Sides { old, new } = edit.at;
        match edit.kind {
            EditKind::Removed => candidates.old.push(old, MOVE_THRESHOLD),
            EditKind::Added => candidates.new.push(new, MOVE_THRESHOLD),
            EditKind::Changed if may_come_apart(lines.old[old], lines.new[new]) => {
                candidates.old.push(old, MOVE_OUT_OF_CHANGE_THRESHOLD);
                candidates.new.push(new, MOVE_OUT_OF_CHANGE_THRESHOLD);
            }
            EditKind::Changed => {
                candidates.old.push(old, EQUAL);
                candidates.new.push(new, EQUAL);
            }
            EditKind::MovedFrom(_) | EditKind::MovedTo(_) => {}
        }
    }
    candidates
}

/// Returns true if the two lines of a change have little in common.
fn may_come_apart(old: &str, new: &str) -> bool {
    let longer = old.len().max(new.len());
    let equal = common_prefix(old.as_bytes(), new.as_bytes());
    // Most changed lines begin alike, which is cheap to see.
    equal * 2 < longer && longer <= MAX_LINE_LEN && !is_similar_to_reader(old, new, STAY_THRESHOLD)
}

/// The indices of the candidates whose fingerprint occurs on the other side as well. To hash all lines whole would take
/// much longer.
fn indices_with_common_fingerprints(
    lines: Sides<&[&str]>,
    candidates: &Sides<MoveCandidates>,
) -> Sides<Vec<usize>> {
    let mut ids = Ids::with_capacity(candidates.old.0.len());
    let mut number = |lines: &[&str], candidates: &MoveCandidates| {
        let numbers = candidates.0.iter().map(|line| ids.id(Fingerprint::new(lines[line.index])) as usize);
        numbers.collect::<Vec<_>>()
    };
    let numbers = Sides { old: number(lines.old, &candidates.old), new: number(lines.new, &candidates.new) };
    let mut occurs = vec![Sides::new(false, false); ids.len()];
    numbers.old.iter().for_each(|number| occurs[*number].old = true);
    numbers.new.iter().for_each(|number| occurs[*number].new = true);
    let common = |candidates: &MoveCandidates, numbers: Vec<usize>| {
        let common = candidates.0.iter().zip(numbers);
        let common = common.filter(|(_, number)| occurs[*number] == Sides::new(true, true));
        common.map(|(line, _)| line.index).collect()
    };
    Sides { old: common(&candidates.old, numbers.old), new: common(&candidates.new, numbers.new) }
}

/// The indices of open candidates among others.
fn open_indices(indices: &Sides<Vec<usize>>, candidates: &Sides<MoveCandidates>) -> Sides<Vec<usize>> {
    let keep = |indices: &[usize], candidates: &MoveCandidates| {
        let is_open =
            |index: &usize| candidates.position(*index).is_some_and(|at| candidates.0[at].is_open());
        indices.iter().copied().filter(is_open).collect()
    };
    Sides { old: keep(&indices.old, &candidates.old), new: keep(&indices.new, &candidates.new) }
}

/// The indices of candidates without a partner and with enough words to take a changed line apart.
fn free_indices(
    lines: Sides<&[&str]>,
    indices: &Sides<Vec<usize>>,
    candidates: &Sides<MoveCandidates>,
) -> Sides<Vec<usize>> {
    let keep = |side: Side| {
        let (lines, candidates) = (*lines.get(side), candidates.get(side));
        indices
            .get(side)
            .iter()
            .copied()
            .filter(|index| {
                candidates.is_free(*index) && has_word_chars(lines[*index], MIN_EDITED_WORD_CHARS)
            })
            .collect()
    };
    Sides { old: keep(Side::Old), new: keep(Side::New) }
}

/// Two sums over a line that do not depend on capitals and white space. Lines with different fingerprints differ in other
/// characters too.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Fingerprint {
    /// The bytes except ASCII white space. Nearly always, a capital has as many bytes as its small letter.
    length: usize,
    /// The sum of the lowest five bits of the visible ASCII characters, which a capital shares with its small letter.
    letters: usize,
}

impl Fingerprint {
    fn new(line: &str) -> Self {
        let length = sum_of_bytes(line, |byte| u8::from(!byte.is_ascii_whitespace()));
        let letters = sum_of_bytes(line, |byte| if byte.is_ascii_graphic() { byte & 31 } else { 0 });
        Self { length, letters }
    }
}

/// The sum of the values of a text's bytes; no value is above 31. The loop is so plain that the compiler adds many bytes
/// at a time.
fn sum_of_bytes(text: &str, value: impl Fn(u8) -> u8) -> usize {
    /// The bytes whose values are added up in sixteen bits.
    const CHUNK_LEN: usize = 1 << 10;
    let sum = |chunk: &[u8]| chunk.iter().map(|byte| u16::from(value(*byte))).fold(0, u16::wrapping_add);
    text.as_bytes().chunks(CHUNK_LEN).map(|chunk| usize::from(sum(chunk))).sum()
}

/// Pairs equal lines that occur once among the candidates of each side, and the equal lines next to them.
fn pair_equal(lines: Sides<&[&str]>, indices: &Sides<Vec<usize>>, candidates: &mut Sides<MoveCandidates>) {
    for pair in unique_pairs(lines, indices, |line| line) {
        pair_neighbours(lines, candidates, pair, |index| Some(index + 1));
        if let (Some(old), Some(new)) = (pair.old.checked_sub(1), pair.new.checked_sub(1)) {
            pair_neighbours(lines, candidates, Sides::new(old, new), |index| index.checked_sub(1));
        }
    }
}

/// Pairs free lines that are equal except for capitals and white space.
fn pair_folded(lines: Sides<&[&str]>, indices: &Sides<Vec<usize>>, candidates: &mut Sides<MoveCandidates>) {
    let free = |indices: &[usize], candidates: &MoveCandidates| {
        indices.iter().copied().filter(|index| candidates.is_free(*index)).collect::<Vec<_>>()
    };
    let free = Sides { old: free(&indices.old, &candidates.old), new: free(&indices.new, &candidates.new) };
    for pair in unique_pairs(lines, &free, fold) {
        pair_up(candidates, pair);
    }
}

/// A line without white space, in small letters.
fn fold(line: &str) -> String {
    let mut folded: String = line.split_whitespace().collect();
    if folded.is_ascii() {
        folded.make_ascii_lowercase();
        return folded;
    }
    folded.chars().flat_map(char::to_lowercase).collect()
}

/// The lines of one side with the same key.
#[derive(Clone, Copy, Default)]
enum Occurrence {
    #[default]
    None,
    /// One line, by its index.
    Once(usize),
    Several,
}

/// The pairs of lines whose key no other line has, in the order of the old page. Lines with few letters and digits are
/// left out.
fn unique_pairs<'a, K: Eq + Hash>(
    lines: Sides<&[&'a str]>,
    indices: &Sides<Vec<usize>>,
    key: impl Fn(&'a str) -> K,
) -> Vec<IndexPair> {
    let mut ids = Ids::with_capacity(indices.old.len());
    let mut occurrences: Vec<Sides<Occurrence>> = Vec::new();
    for side in [Side::Old, Side::New] {
        let lines = *lines.get(side);
        for index in indices.get(side).iter().filter(|index| has_word_chars(lines[**index], MIN_WORD_CHARS)) {
            let id = ids.id(key(lines[*index])) as usize;
            occurrences.resize(ids.len(), Sides::default());
            let occurrence = occurrences[id].get_mut(side);
            *occurrence = match occurrence {
                Occurrence::None => Occurrence::Once(*index),
                Occurrence::Once(_) | Occurrence::Several => Occurrence::Several,
            };
        }
    }
    // The ids follow the order of the old page.
    occurrences
        .iter()
        .filter_map(|occurrence| match occurrence {
            Sides { old: Occurrence::Once(old), new: Occurrence::Once(new) } => Some(Sides::new(*old, *new)),
            _ => None,
        })
        .collect()
}

/// Returns true if the line has at least `min` letters and digits.
pub(crate) fn has_word_chars(line: &str, min: usize) -> bool {
    line.chars().filter(|character| character.is_alphanumeric()).nth(min - 1).is_some()
}

/// Pairs equal free lines one after the other, from a pair on. Blank lines are passed, but do not move.
fn pair_neighbours(
    lines: Sides<&[&str]>,
    candidates: &mut Sides<MoveCandidates>,
    from: IndexPair,
    next: fn(usize) -> Option<usize>,
) {
    let mut pair = Some(from);
    while let Some(at) = pair {
        let is_free = candidates.old.is_free(at.old) && candidates.new.is_free(at.new);
        if !is_free || lines.old[at.old] != lines.new[at.new] {
            return;
        }
        if !lines.old[at.old].trim_ascii().is_empty() {
            pair_up(candidates, at);
        }
        pair = next(at.old).zip(next(at.new)).map(|(old, new)| Sides::new(old, new));
    }
}

/// Pairs the free lines by similarity, the most similar pair first.
fn pair_similar(lines: Sides<&[&str]>, candidates: &mut Sides<MoveCandidates>) {
    let free =
        Sides { old: free_lines(lines.old, &candidates.old), new: free_lines(lines.new, &candidates.new) };
    let lengths = free.as_ref().map(Vec::len);
    let bytes = free.as_ref().map(|lines| lines.iter().map(|(_, line)| line.text().len()).sum::<usize>());
    let cost = bytes.old.saturating_mul(lengths.new).saturating_add(bytes.new.saturating_mul(lengths.old));
    if lengths.old.saturating_mul(lengths.new) > MAX_COMPARED || cost > MAX_BYTES {
        return;
    }
    let pairs = match_moves(lengths, |pair| {
        let ((old, old_line), (new, new_line)) = (&free.old[pair.old], &free.new[pair.new]);
        old_line.similarity_at_least(new_line, old.min_similarity.max(new.min_similarity))
    });
    for pair in pairs {
        pair_up(candidates, Sides::new(free.old[pair.old].0.index, free.new[pair.new].0.index));
    }
}

/// The candidates without a partner and with enough words, each with its profile.
fn free_lines<'a>(lines: &[&'a str], candidates: &MoveCandidates) -> Vec<(MoveCandidate, Profile<'a>)> {
    let free = candidates
        .0
        .iter()
        .filter(|line| line.is_open() && line.partner.is_none())
        .filter(|line| has_word_chars(lines[line.index], MIN_EDITED_WORD_CHARS));
    free.map(|line| (*line, Profile::new(lines[line.index]))).collect()
}

/// The edits with the moves in them. A changed line with a moved half comes apart.
fn with_moves(edits: &[Edit], candidates: &Sides<MoveCandidates>) -> Vec<Edit> {
    let mut numbers = HashMap::new();
    let mut number = |old: usize| {
        let next = u32::try_from(numbers.len() + 1).unwrap_or(u32::MAX);
        *numbers.entry(old).or_insert(next)
    };
    let mut moved = Vec::with_capacity(edits.len());
    for edit in edits {
        let has = |kind| edit.kind == EditKind::Changed || edit.kind == kind;
        let is_moved_away = has(EditKind::Removed) && candidates.old.partner(edit.at.old).is_some();
        let origin = if has(EditKind::Added) { candidates.new.partner(edit.at.new) } else { None };
        let is_in_place = edit.kind == EditKind::Changed && origin == Some(edit.at.old);
        if is_in_place || !is_moved_away && origin.is_none() {
            moved.push(*edit);
            continue;
        }
        let mut at = edit.at;
        if has(EditKind::Removed) {
            let kind = if is_moved_away { EditKind::MovedFrom(number(at.old)) } else { EditKind::Removed };
            moved.push(Edit { at, kind });
            at.old += 1;
        }
        if has(EditKind::Added) {
            let kind = origin.map_or(EditKind::Added, |old| EditKind::MovedTo(number(old)));
            moved.push(Edit { at, kind });
        }
    }
    moved
}
