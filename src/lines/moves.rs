//! Lines that were removed in one place and added in another.
//!
//! ```text
//! edits ──pools──▶ lines without a partner, or beside one that is hardly like them
//!         equal ─▶ lines that stand once in both pools, and the equal lines next to them
//!        folded ─▶ of the rest those that are equal but for capitals and white space
//!          like ─▶ of the rest the likest pairs, where there are few enough to compare
//!       numbered ▶ the edits again, with the moves in them
//! ```

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use super::edit::{Edit, Kind, Place};
use crate::model::{Side, Sides};
use crate::words::bytes::common_prefix;
use crate::words::likeness::{Profile, are_alike};

/// Lines at least this alike are one line that was moved and changed: wikidiff2's own threshold
/// (`wikidiff2.moved_line_threshold`).
const ALIKE: f64 = 0.4;

/// A changed line is less alike than this if it is taken apart, so that one of its lines can be a moved one.
const UNLIKE: f64 = 0.5;

/// How alike the other place of such a line must be.
const FAR_LIKER: f64 = 0.7;

/// The fewest letters and digits of a line that was moved as it is: `|-` and `}}` stand everywhere.
pub(super) const FEWEST: usize = 4;

/// The fewest of a line that was changed on its way.
const FEWEST_LIKE: usize = 12;

/// Comparing every line of one pool with every one of the other is work of their product: above this many pairs only
/// equal lines are found.
const MOST_COMPARED: usize = 10_000;

/// The same in bytes, since lines may be long: a fraction of a second.
const MOST_BYTES: usize = 1 << 25;

/// A changed line that is longer than this is not taken apart.
const LONGEST: usize = 1 << 14;

/// The lines of a side that may have moved, in order.
type Pool = Vec<Free>;

/// A line that may have moved.
#[derive(Clone, Copy)]
struct Free {
    index: usize,
    /// How alike a line must be to be its other place.
    least: f64,
}

/// The other place of each line that was moved, by index.
type Partners = Sides<HashMap<usize, usize>>;

/// Finds the moves among the edits.
pub(super) fn with_moves(lines: Sides<&[&str]>, edits: Vec<Edit>) -> Vec<Edit> {
    let pools = pools(lines, &edits);
    if pools.old.is_empty() || pools.new.is_empty() {
        return edits;
    }
    let mut partners = Partners::default();
    let alike = with_common_measures(lines, &pools);
    equal(lines, &pools, &alike, &mut partners);
    folded(lines, &alike, &mut partners);
    like(lines, &pools, &mut partners);
    if partners.old.is_empty() { edits } else { numbered(&edits, &partners) }
}

fn pools(lines: Sides<&[&str]>, edits: &[Edit]) -> Sides<Pool> {
    let mut pools = Sides::<Pool>::default();
    for edit in edits {
        let Sides { old, new } = edit.at;
        match edit.kind {
            Kind::Removed => pools.old.push(Free { index: old, least: ALIKE }),
            Kind::Added => pools.new.push(Free { index: new, least: ALIKE }),
            Kind::Changed if are_unlike(lines.old[old], lines.new[new]) => {
                pools.old.push(Free { index: old, least: FAR_LIKER });
                pools.new.push(Free { index: new, least: FAR_LIKER });
            }
            Kind::Changed | Kind::MovedFrom(_) | Kind::MovedTo(_) => {}
        }
    }
    pools
}

/// Whether two lines that stand beside each other are hardly like each other.
fn are_unlike(old: &str, new: &str) -> bool {
    let longer = old.len().max(new.len());
    let equal = common_prefix(old.as_bytes(), new.as_bytes());
    // Most changed lines begin alike, which is cheap to see; very long ones are not looked at further.
    equal * 2 < longer && longer <= LONGEST && !are_alike(old, new, UNLIKE)
}

/// The lines of both pools that have one of their measure in the other one: the names of all would take much longer.
fn with_common_measures(lines: Sides<&[&str]>, pools: &Sides<Pool>) -> Sides<Pool> {
    let of =
        |lines: &[&str], pool: &Pool| pool.iter().map(|free| measure(lines[free.index])).collect::<Vec<_>>();
    let measures = Sides { old: of(lines.old, &pools.old), new: of(lines.new, &pools.new) };
    let sets = measures.as_ref().map(|measures| measures.iter().collect::<HashSet<_>>());
    let common = |pool: &Pool, own: &[Measure], others: &HashSet<&Measure>| {
        let common = pool.iter().zip(own).filter(|(_, measure)| others.contains(measure));
        common.map(|(free, _)| *free).collect()
    };
    Sides {
        old: common(&pools.old, &measures.old, &sets.new),
        new: common(&pools.new, &measures.new, &sets.old),
    }
}

/// The number of a line's bytes, and the sum of its ASCII characters, both without capitals and white space.
type Measure = (usize, u32);

/// A capital has the bytes of its small letter nearly always, and in ASCII the lowest five bits of it. Two loops, each so
/// plain that many bytes are added up at a time.
fn measure(line: &str) -> Measure {
    let size = line.bytes().filter(|byte| !byte.is_ascii_whitespace()).count();
    let value = |byte: u8| if byte.is_ascii_graphic() { u32::from(byte & 31) } else { 0 };
    (size, line.bytes().map(value).fold(0, u32::wrapping_add))
}

/// Pairs the lines that stand once in each pool, of those that may be equal, and what stands next to them on both sides.
fn equal(lines: Sides<&[&str]>, pools: &Sides<Pool>, alike: &Sides<Pool>, partners: &mut Partners) {
    for pair in only_pairs(lines, alike, |line| line) {
        spread(lines, pools, partners, (pair, |index| Some(index + 1)));
        if let (Some(old), Some(new)) = (pair.old.checked_sub(1), pair.new.checked_sub(1)) {
            spread(lines, pools, partners, (Sides::new(old, new), |index| index.checked_sub(1)));
        }
    }
}

/// Pairs the lines left that are equal but for capitals and white space.
fn folded(lines: Sides<&[&str]>, pools: &Sides<Pool>, partners: &mut Partners) {
    let free = |pool: &Pool, partners: &HashMap<usize, usize>| {
        pool.iter().filter(|free| !partners.contains_key(&free.index)).copied().collect::<Pool>()
    };
    let left = Sides { old: free(&pools.old, &partners.old), new: free(&pools.new, &partners.new) };
    for pair in only_pairs(lines, &left, folded_name) {
        partners.old.insert(pair.old, pair.new);
        partners.new.insert(pair.new, pair.old);
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

/// The pairs of lines of one name that no other line of their pools has, in the order of the old page.
fn only_pairs<'a, N: Eq + Hash>(
    lines: Sides<&[&'a str]>,
    pools: &Sides<Pool>,
    name: impl Fn(&'a str) -> N,
) -> Vec<Place> {
    let (old, new) = (once(lines.old, &pools.old, &name), once(lines.new, &pools.new, &name));
    let pair = |(name, old): (&N, &Option<usize>)| Some(Sides::new((*old)?, (*new.get(name)?)?));
    let mut pairs: Vec<_> = old.iter().filter_map(pair).collect();
    pairs.sort_unstable_by_key(|pair| pair.old);
    pairs
}

/// The lines that hold enough to be told from others by their names, each with its index if it is the only one of its name.
fn once<'a, N: Eq + Hash>(
    lines: &[&'a str],
    pool: &Pool,
    name: impl Fn(&'a str) -> N,
) -> HashMap<N, Option<usize>> {
    let mut found = HashMap::with_capacity(pool.len());
    for free in pool.iter().filter(|free| holds(lines[free.index], FEWEST)) {
        match found.entry(name(lines[free.index])) {
            Entry::Vacant(entry) => _ = entry.insert(Some(free.index)),
            Entry::Occupied(mut entry) => _ = entry.insert(None),
        }
    }
    found
}

/// Whether the line has so many letters and digits.
pub(super) fn holds(line: &str, fewest: usize) -> bool {
    line.chars().filter(|character| character.is_alphanumeric()).nth(fewest - 1).is_some()
}

/// From one line to the next, or to the one before.
type Step = fn(usize) -> Option<usize>;

/// Pairs equal free lines step by step from a place on. Blank lines are passed, but do not move: they are nobody's.
fn spread(lines: Sides<&[&str]>, pools: &Sides<Pool>, partners: &mut Partners, (from, step): (Place, Step)) {
    let mut next = Some(from);
    while let Some(at) = next {
        let is_free = is_free(pools, partners, at);
        if !is_free || lines.old[at.old] != lines.new[at.new] {
            return;
        }
        if !lines.old[at.old].trim_ascii().is_empty() {
            partners.old.insert(at.old, at.new);
            partners.new.insert(at.new, at.old);
        }
        next = step(at.old).zip(step(at.new)).map(|(old, new)| Sides::new(old, new));
    }
}

/// Whether both lines are in their pools and have no partner yet.
fn is_free(pools: &Sides<Pool>, partners: &Partners, at: Place) -> bool {
    [Side::Old, Side::New].iter().all(|&side| {
        let index = at.get(side);
        let is_in_pool = pools.get(side).binary_search_by_key(index, |free| free.index).is_ok();
        is_in_pool && !partners.get(side).contains_key(index)
    })
}

/// Pairs what is left by likeness, the likest first.
fn like(lines: Sides<&[&str]>, pools: &Sides<Pool>, partners: &mut Partners) {
    let left = Sides {
        old: left(lines.old, &pools.old, &partners.old),
        new: left(lines.new, &pools.new, &partners.new),
    };
    if !are_few(lines, &left) {
        return;
    }
    let profiles = Sides { old: profiles(lines.old, &left.old), new: profiles(lines.new, &left.new) };
    let mut pairs = Vec::new();
    for (old, old_line) in &profiles.old {
        for (new, new_line) in &profiles.new {
            let alike = old_line.likeness_above(new_line, old.least.max(new.least));
            pairs.extend(alike.map(|alike| (alike, Sides::new(old.index, new.index))));
        }
    }
    // A stable sort: of equally like pairs the first one on the page.
    pairs.sort_by(|one, other| other.0.total_cmp(&one.0));
    for (_, pair) in pairs {
        if !partners.old.contains_key(&pair.old) && !partners.new.contains_key(&pair.new) {
            partners.old.insert(pair.old, pair.new);
            partners.new.insert(pair.new, pair.old);
        }
    }
}

fn profiles<'a>(lines: &[&'a str], pool: &Pool) -> Vec<(Free, Profile<'a>)> {
    pool.iter().map(|free| (*free, Profile::of(lines[free.index]))).collect()
}

fn left(lines: &[&str], pool: &Pool, partners: &HashMap<usize, usize>) -> Pool {
    let is_left = |free: &&Free| !partners.contains_key(&free.index) && holds(lines[free.index], FEWEST_LIKE);
    pool.iter().filter(is_left).copied().collect()
}

fn are_few(lines: Sides<&[&str]>, pools: &Sides<Pool>) -> bool {
    let size = |lines: &[&str], pool: &Pool| pool.iter().map(|free| lines[free.index].len()).sum::<usize>();
    let bytes = size(lines.old, &pools.old).saturating_mul(pools.new.len())
        + size(lines.new, &pools.new).saturating_mul(pools.old.len());
    pools.old.len().saturating_mul(pools.new.len()) <= MOST_COMPARED && bytes <= MOST_BYTES
}

/// The edits with the moves in them, numbered from 1 in the order of their first places.
fn numbered(edits: &[Edit], partners: &Partners) -> Vec<Edit> {
    let mut numbers = HashMap::new();
    let mut number = |old: usize| {
        let next = u32::try_from(numbers.len() + 1).unwrap_or(u32::MAX);
        *numbers.entry(old).or_insert(next)
    };
    let mut moved = Vec::with_capacity(edits.len());
    for edit in edits {
        let has = |kind| edit.kind == Kind::Changed || edit.kind == kind;
        let old = partners.old.contains_key(&edit.at.old) && has(Kind::Removed);
        let new = partners.new.get(&edit.at.new).filter(|_| has(Kind::Added));
        if !old && new.is_none() {
            moved.push(*edit);
            continue;
        }
        let mut at = edit.at;
        if has(Kind::Removed) {
            let kind = if old { Kind::MovedFrom(number(at.old)) } else { Kind::Removed };
            moved.push(Edit { at, kind });
            at.old += 1;
        }
        if has(Kind::Added) {
            let kind = new.map_or(Kind::Added, |old| Kind::MovedTo(number(*old)));
            moved.push(Edit { at, kind });
        }
    }
    moved
}
