//! Lines that were removed in one place and added in another.
//!
//! ```text
//! edits ──pools──▶ lines without a partner, or beside one that is hardly like them
//!         equal ─▶ lines that stand once in both pools, and the equal lines next to them
//!        folded ─▶ of the rest those that are equal but for capitals and white space
//!          like ─▶ of the rest the likest pairs, where there are few enough to compare
//!       numbered ▶ the edits again, with the moves in them
//! ```

use std::collections::HashMap;
use std::hash::Hash;

use imara_diff::Interner;

use super::edit::{Edit, EditKind, Place};
use crate::model::{Side, Sides};
use crate::word_diff::similarity::common_ends::common_prefix;
use crate::word_diff::similarity::estimate::{Profile, is_similar_to_reader};

/// Lines at least this alike are one line that was moved and changed: wikidiff2's own threshold
/// (`wikidiff2.moved_line_threshold`).
const ALIKE: f64 = 0.4;

/// A changed line is less alike than this if it is taken apart, so that one of its lines can be a moved one.
const UNLIKE: f64 = 0.5;

/// How alike the other place of such a line must be.
const FAR_LIKER: f64 = 0.7;

/// The fewest letters and digits of a line that was moved as it is: `|-` and `}}` stand everywhere.
pub(crate) const MIN_WORDS: usize = 4;

/// The fewest of a line that was changed on its way.
const MIN_SIMILAR_WORDS: usize = 12;

/// Comparing every line of one pool with every one of the other is work of their product: above this many pairs only
/// equal lines are found.
const MAX_COMPARED: usize = 10_000;

/// The same in bytes, since lines may be long: a fraction of a second.
const MAX_BYTES: usize = 1 << 25;

/// A changed line that is longer than this is not taken apart.
const MAX_LINE_LEN: usize = 1 << 14;

/// The lines of a side that may have moved, in order.
#[derive(Default)]
struct Pool(Vec<Free>);

/// A line that may have moved.
#[derive(Clone, Copy)]
struct Free {
    index: usize,
    /// How alike a line must be to be its other place.
    least: f64,
    /// Its other place, once that is found.
    partner: Option<usize>,
}

impl Pool {
    fn push(&mut self, index: usize, least: f64) {
        self.0.push(Free { index, least, partner: None });
    }

    fn find(&self, index: usize) -> Option<&Free> {
        self.0.binary_search_by_key(&index, |free| free.index).ok().map(|at| &self.0[at])
    }

    /// Whether the line is one of them and has no partner yet.
    fn is_free(&self, index: usize) -> bool {
        self.find(index).is_some_and(|free| free.partner.is_none())
    }

    fn partner(&self, index: usize) -> Option<usize> {
        self.find(index)?.partner
    }

    fn set_partner(&mut self, index: usize, partner: usize) {
        if let Ok(at) = self.0.binary_search_by_key(&index, |free| free.index) {
            self.0[at].partner = Some(partner);
        }
    }
}

fn pair_up(pools: &mut Sides<Pool>, pair: Place) {
    pools.old.set_partner(pair.old, pair.new);
    pools.new.set_partner(pair.new, pair.old);
}

/// Finds the moves among the edits.
pub(crate) fn with_moves(lines: Sides<&[&str]>, edits: Vec<Edit>) -> Vec<Edit> {
    let mut pools = pools(lines, &edits);
    if pools.old.0.is_empty() || pools.new.0.is_empty() {
        return edits;
    }
    let alike = with_common_measures(lines, &pools);
    equal(lines, &alike, &mut pools);
    folded(lines, &alike, &mut pools);
    like(lines, &mut pools);
    if pools.old.0.iter().all(|free| free.partner.is_none()) { edits } else { numbered(&edits, &pools) }
}

fn pools(lines: Sides<&[&str]>, edits: &[Edit]) -> Sides<Pool> {
    let mut pools = Sides::<Pool>::default();
    for edit in edits {
        let Sides { old, new } = edit.at;
        match edit.kind {
            EditKind::Removed => pools.old.push(old, ALIKE),
            EditKind::Added => pools.new.push(new, ALIKE),
            EditKind::Changed if are_unlike(lines.old[old], lines.new[new]) => {
                pools.old.push(old, FAR_LIKER);
                pools.new.push(new, FAR_LIKER);
            }
            EditKind::Changed | EditKind::MovedFrom(_) | EditKind::MovedTo(_) => {}
        }
    }
    pools
}

/// Whether two lines that stand beside each other are hardly like each other.
fn are_unlike(old: &str, new: &str) -> bool {
    let longer = old.len().max(new.len());
    let equal = common_prefix(old.as_bytes(), new.as_bytes());
    // Most changed lines begin alike, which is cheap to see; very long ones are not looked at further.
    equal * 2 < longer && longer <= MAX_LINE_LEN && !is_similar_to_reader(old, new, UNLIKE)
}

/// The lines of both pools that have one of their measure in the other one: the names of all would take much longer.
fn with_common_measures(lines: Sides<&[&str]>, pools: &Sides<Pool>) -> Sides<Vec<usize>> {
    let mut names = Interner::new(pools.old.0.len());
    let mut of = |lines: &[&str], pool: &Pool| {
        pool.0.iter().map(|free| names.intern(measure(lines[free.index])).0 as usize).collect::<Vec<_>>()
    };
    let measures = Sides { old: of(lines.old, &pools.old), new: of(lines.new, &pools.new) };
    let mut stands = vec![Sides::new(false, false); names.num_tokens() as usize];
    measures.old.iter().for_each(|measure| stands[*measure].old = true);
    measures.new.iter().for_each(|measure| stands[*measure].new = true);
    let common = |pool: &Pool, own: Vec<usize>| {
        let common = pool.0.iter().zip(own).filter(|(_, measure)| stands[*measure] == Sides::new(true, true));
        common.map(|(free, _)| free.index).collect()
    };
    Sides { old: common(&pools.old, measures.old), new: common(&pools.new, measures.new) }
}

/// The number of a line's bytes, and the sum of its ASCII characters, both without capitals and white space.
type Measure = (usize, usize);

/// A capital has the bytes of its small letter nearly always, and in ASCII the lowest five bits of it. Two sums, each so
/// plain that many bytes are added up at a time.
fn measure(line: &str) -> Measure {
    let size = summed(line, |byte| u8::from(!byte.is_ascii_whitespace()));
    (size, summed(line, |byte| if byte.is_ascii_graphic() { byte & 31 } else { 0 }))
}

/// The sum of such values of a text's bytes; none is above 31.
fn summed(text: &str, value: impl Fn(u8) -> u8) -> usize {
    /// The bytes whose values are added up in sixteen bits: of those, more are added at a time.
    const TOGETHER: usize = 1 << 10;
    let of_chunk = |chunk: &[u8]| chunk.iter().map(|byte| u16::from(value(*byte))).fold(0, u16::wrapping_add);
    text.as_bytes().chunks(TOGETHER).map(|chunk| usize::from(of_chunk(chunk))).sum()
}

/// Pairs the lines that stand once in each pool, of those that may be equal, and what stands next to them on both sides.
fn equal(lines: Sides<&[&str]>, alike: &Sides<Vec<usize>>, pools: &mut Sides<Pool>) {
    for pair in only_pairs(lines, alike, |line| line) {
        spread(lines, pools, (pair, |index| Some(index + 1)));
        if let (Some(old), Some(new)) = (pair.old.checked_sub(1), pair.new.checked_sub(1)) {
            spread(lines, pools, (Sides::new(old, new), |index| index.checked_sub(1)));
        }
    }
}

/// Pairs the lines left that are equal but for capitals and white space.
fn folded(lines: Sides<&[&str]>, alike: &Sides<Vec<usize>>, pools: &mut Sides<Pool>) {
    let free = |indices: &Vec<usize>, pool: &Pool| {
        indices.iter().copied().filter(|index| pool.is_free(*index)).collect::<Vec<_>>()
    };
    let left = Sides { old: free(&alike.old, &pools.old), new: free(&alike.new, &pools.new) };
    for pair in only_pairs(lines, &left, folded_name) {
        pair_up(pools, pair);
    }
}

/// A line without its capitals and white space.
fn folded_name(line: &str) -> String {
    let mut name: String = line.split_whitespace().collect();
    if name.is_ascii() {
        name.make_ascii_lowercase();
        return name;
    }
    name.chars().flat_map(char::to_lowercase).collect()
}

/// Where the lines of a name stand on one side.
#[derive(Clone, Copy, Default)]
enum Standing {
    #[default]
    Nowhere,
    Once(usize),
    Often,
}

/// The pairs of lines with a name that no other of the lines has, in the order of the old page. Lines that hold too little
/// to be told from others by their names are left out.
fn only_pairs<'a, N: Eq + Hash>(
    lines: Sides<&[&'a str]>,
    indices: &Sides<Vec<usize>>,
    name: impl Fn(&'a str) -> N,
) -> Vec<Place> {
    let mut names = Interner::new(indices.old.len());
    let mut found: Vec<Sides<Standing>> = Vec::new();
    for side in [Side::Old, Side::New] {
        let lines = *lines.get(side);
        for index in indices.get(side).iter().filter(|index| holds(lines[**index], MIN_WORDS)) {
            let name = names.intern(name(lines[*index])).0 as usize;
            found.resize(names.num_tokens() as usize, Sides::default());
            let standing = found[name].get_mut(side);
            *standing = match standing {
                Standing::Nowhere => Standing::Once(*index),
                Standing::Once(_) | Standing::Often => Standing::Often,
            };
        }
    }
    let pair = |standing: &Sides<Standing>| match standing {
        Sides { old: Standing::Once(old), new: Standing::Once(new) } => Some(Sides::new(*old, *new)),
        _ => None,
    };
    // Names are numbered as they stand on the old page.
    found.iter().filter_map(pair).collect()
}

/// Whether the line has so many letters and digits.
pub(crate) fn holds(line: &str, fewest: usize) -> bool {
    line.chars().filter(|character| character.is_alphanumeric()).nth(fewest - 1).is_some()
}

/// From one line to the next, or to the one before.
type Step = fn(usize) -> Option<usize>;

/// Pairs equal free lines step by step from a place on. Blank lines are passed, but do not move: they are nobody's.
fn spread(lines: Sides<&[&str]>, pools: &mut Sides<Pool>, (from, step): (Place, Step)) {
    let mut next = Some(from);
    while let Some(at) = next {
        let is_free = pools.old.is_free(at.old) && pools.new.is_free(at.new);
        if !is_free || lines.old[at.old] != lines.new[at.new] {
            return;
        }
        if !lines.old[at.old].trim_ascii().is_empty() {
            pair_up(pools, at);
        }
        next = step(at.old).zip(step(at.new)).map(|(old, new)| Sides::new(old, new));
    }
}

/// Pairs what is left by likeness, the likest first.
fn like(lines: Sides<&[&str]>, pools: &mut Sides<Pool>) {
    let left = Sides { old: left(lines.old, &pools.old), new: left(lines.new, &pools.new) };
    if !are_few(lines, &left) {
        return;
    }
    let profiles = Sides { old: profiles(lines.old, &left.old), new: profiles(lines.new, &left.new) };
    let mut pairs = Vec::new();
    for (old, old_line) in &profiles.old {
        for (new, new_line) in &profiles.new {
            let alike = old_line.similarity_at_least(new_line, old.least.max(new.least));
            pairs.extend(alike.map(|alike| (alike, Sides::new(old.index, new.index))));
        }
    }
    // A stable sort: of equally like pairs the first one on the page.
    pairs.sort_by(|one, other| other.0.total_cmp(&one.0));
    for (_, pair) in pairs {
        if pools.old.is_free(pair.old) && pools.new.is_free(pair.new) {
            pair_up(pools, pair);
        }
    }
}

fn profiles<'a>(lines: &[&'a str], left: &[Free]) -> Vec<(Free, Profile<'a>)> {
    left.iter().map(|free| (*free, Profile::new(lines[free.index]))).collect()
}

fn left(lines: &[&str], pool: &Pool) -> Vec<Free> {
    let is_left = |free: &&Free| free.partner.is_none() && holds(lines[free.index], MIN_SIMILAR_WORDS);
    pool.0.iter().filter(is_left).copied().collect()
}

fn are_few(lines: Sides<&[&str]>, left: &Sides<Vec<Free>>) -> bool {
    let size = |lines: &[&str], left: &[Free]| left.iter().map(|free| lines[free.index].len()).sum::<usize>();
    let bytes = size(lines.old, &left.old).saturating_mul(left.new.len())
        + size(lines.new, &left.new).saturating_mul(left.old.len());
    left.old.len().saturating_mul(left.new.len()) <= MAX_COMPARED && bytes <= MAX_BYTES
}

/// The edits with the moves in them, numbered from 1 in the order of their first places.
fn numbered(edits: &[Edit], pools: &Sides<Pool>) -> Vec<Edit> {
    let mut numbers = HashMap::new();
    let mut number = |old: usize| {
        let next = u32::try_from(numbers.len() + 1).unwrap_or(u32::MAX);
        *numbers.entry(old).or_insert(next)
    };
    let mut moved = Vec::with_capacity(edits.len());
    for edit in edits {
        let has = |kind| edit.kind == EditKind::Changed || edit.kind == kind;
        let old = has(EditKind::Removed) && pools.old.partner(edit.at.old).is_some();
        let new = if has(EditKind::Added) { pools.new.partner(edit.at.new) } else { None };
        if !old && new.is_none() {
            moved.push(*edit);
            continue;
        }
        let mut at = edit.at;
        if has(EditKind::Removed) {
            let kind = if old { EditKind::MovedFrom(number(at.old)) } else { EditKind::Removed };
            moved.push(Edit { at, kind });
            at.old += 1;
        }
        if has(EditKind::Added) {
            let kind = new.map_or(EditKind::Added, |old| EditKind::MovedTo(number(old)));
            moved.push(Edit { at, kind });
        }
    }
    moved
}
