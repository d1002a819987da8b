//! The readings of one hunk that an engine could have printed: a dynamic programme over the cells.
//!
//! A state is the grammar's phase with what the equations need: the net number of lines so far where the next
//! header will check it, the net number of bytes where the page states it. For each state the likeliest reading is
//! kept and the likeliest with other sides for a line that has text, so that at the end it is known whether a
//! second reading passes. Linear in the cells times the states; where a hunk has more states than
//! [`MOST_STATES`], the likeliest are kept and the search is no longer complete, so that it proves nothing.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::model::{Cell, Place, Sides};
use crate::words::likeness::likeness;

use super::cost::{self, Cost, IRREGULAR};
use super::engine::{Engine, Kind, MOST_AROUND, Phase};
use super::offer::{self, Offer};
use super::size;

/// The most states kept at one cell. Real hunks have a few hundred at most; each state costs about 60 bytes and
/// some hundred nanoseconds for each row that may follow.
const MOST_STATES: usize = 3_000;

/// The most steps of one search: with the cap on states this bounds a paste of nothing but doubtful lines to
/// seconds. Past it only the likeliest [`FEW_STATES`] are kept.
const MOST_STEPS: usize = 20_000_000;

/// How many states are kept when the steps have run out.
const FEW_STATES: usize = 16;

/// What the search knows of a hunk besides its cells.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    /// The engine whose grammar holds.
    pub(super) engine: Engine,
    /// Whether the hunk can begin with fewer than two lines of context: only at the top of the page.
    pub(super) may_begin_short: bool,
    /// The net number of lines added, where the next header tells it.
    pub(super) lines: Option<i32>,
    /// Whether the bytes matter.
    pub(super) counts_bytes: bool,
    /// Whether another hunk follows, so that this one ends in two lines of context.
    pub(super) is_followed: bool,
}

/// A row of a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    /// What it is to the grammar.
    pub(super) kind: Kind,
    /// Its lines; none for an unseen row.
    pub(super) lines: Sides<Option<offer::Piece>>,
    /// The cell at which it begins.
    pub(super) at: u32,
}

/// A whole reading of the hunk.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    /// New minus old, in bytes; nothing where they do not matter.
    pub(super) bytes: i64,
    /// How unlikely it is.
    pub(super) cost: Cost,
    /// Stands for the lines with text on each side: readings with the same have the same.
    pub(super) signature: u64,
    end: u32,
}

/// What the search of a hunk found.
pub(super) struct Found {
    /// For each net number of bytes the likeliest reading, and the likeliest with other sides.
    pub(super) readings: Vec<Reading>,
    /// Whether nothing was left out.
    pub(super) is_complete: bool,
    nodes: Vec<Node>,
    steps: Vec<Step>,
}

impl Found {
    /// The rows of a reading, first to last.
    pub(super) fn steps(&self, reading: &Reading) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut at = reading.end;
        while at != ROOT {
            let node = self.nodes[at as usize];
            steps.push(self.steps[node.step as usize]);
            at = node.before;
        }
        steps.reverse();
        steps
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    phase: Phase,
    lines: i32,
    bytes: i64,
}

#[derive(Clone, Copy)]
struct State {
    key: Key,
    cost: Cost,
    sides: Sides<u64>,
    node: u32,
}

/// One row of a reading, and the row before it.
#[derive(Clone, Copy)]
struct Node {
    before: u32,
    step: u32,
}

/// What stands before the first row.
const ROOT: u32 = u32::MAX;

/// A row that may stand at a cell, weighed.
struct Weighed {
    step: u32,
    kind: Kind,
    next: usize,
    cost: Cost,
    /// How alike the line is to the one before it, if that is the new line of an unlike pair.
    likeness_before: f64,
    lines: i32,
    bytes: i64,
    hashes: Sides<Option<u64>>,
}

/// Searches one hunk.
pub(super) fn search(cells: &[Cell<'_>], frame: Frame) -> Found {
    let is_bordered = cells.iter().any(|cell| cell.place == Place::Border);
    let mut search = Search {
        cells,
        frame,
        is_bordered,
        nodes: Vec::new(),
        steps: Vec::new(),
        steps_left: MOST_STEPS,
        likeness_before: 0.0,
        is_complete: true,
    };
    let last = search.run();
    let readings = search.readings(&last);
    Found { readings, is_complete: search.is_complete, nodes: search.nodes, steps: search.steps }
}

struct Search<'c, 'a> {
    cells: &'c [Cell<'a>],
    frame: Frame,
    is_bordered: bool,
    nodes: Vec<Node>,
    steps: Vec<Step>,
    steps_left: usize,
    /// How alike the cell before and this one are.
    likeness_before: f64,
    is_complete: bool,
}

/// A row takes at most this many cells (`⇥ old ⇥ ⇥ new`), so that many lists of states are open at once.
const LONGEST_ROW: usize = 5;

impl Search<'_, '_> {
    /// Goes from the first cell to the end and returns the states there.
    fn run(&mut self) -> Vec<State> {
        let mut open: Vec<Vec<State>> = vec![Vec::new(); LONGEST_ROW + 1];
        let key = Key { phase: Phase::Lead(0), lines: 0, bytes: 0 };
        open[0].push(State { key, cost: 0, sides: Sides::new(1, 1), node: ROOT });
        let mut offers = Vec::new();
        for at in 0..self.cells.len() {
            let states = self.settled(std::mem::take(&mut open[0]), at);
            open.rotate_left(1);
            if states.is_empty() {
                continue;
            }
            offers.clear();
            offer::at(self.cells, at, &mut offers);
            let mut likeness_after = 0.0;
            for offer in &offers {
                let weighed = self.weigh(offer, at, &mut likeness_after);
                self.follow(&states, &weighed, &mut open[weighed.next - at - 1]);
            }
            self.likeness_before = likeness_after;
        }
        self.settled(std::mem::take(&mut open[0]), self.cells.len())
    }

    /// The states at a cell: the unseen rows there added, the likeliest two of each key kept.
    fn settled(&mut self, mut states: Vec<State>, at: usize) -> Vec<State> {
        self.keep_likeliest(&mut states);
        let mut from = 0;
        while self.frame.engine == Engine::Php && from < states.len() {
            let grown = states.len();
            for index in from..grown {
                self.unseen(states[index], at, &mut states);
            }
            from = grown;
        }
        if from > 0 {
            self.keep_likeliest(&mut states);
        }
        states
    }

    fn keep_likeliest(&mut self, states: &mut Vec<State>) {
        states.sort_unstable_by(|a, b| (a.key, a.cost, a.node).cmp(&(b.key, b.cost, b.node)));
        let mut kept: Vec<State> = Vec::with_capacity(states.len());
        for state in states.drain(..) {
            let same = kept.iter().rev().take_while(|other| other.key == state.key);
            let (count, is_known) =
                same.fold((0, false), |(count, known), other| (count + 1, known || other.sides == state.sides));
            if count < 2 && !is_known {
                kept.push(state);
            }
        }
        let most = if self.steps_left == 0 { FEW_STATES } else { MOST_STATES };
        if kept.len() > most {
            kept.sort_by_key(|state| state.cost);
            kept.truncate(most);
            self.is_complete = false;
        }
        *states = kept;
    }

    /// The states after one more unseen row.
    fn unseen(&mut self, state: State, at: usize, states: &mut Vec<State>) {
        for (kind, sign) in [(Kind::UnseenAdded, 1), (Kind::UnseenRemoved, -1)] {
            let Some(phase) = state.key.phase.after(kind, self.frame.engine) else { continue };
            if !self.frame.counts_bytes && self.frame.lines.is_none() {
                continue;
            }
            let step = self.step(Step { kind, lines: Sides::new(None, None), at: index(at) });
            let key = self.key(phase, state.key, (sign, i64::from(sign)));
            let cost = state.cost + cost::row(kind, state.key.phase);
            let node = self.node(state.node, step);
            states.push(State { key, cost, sides: state.sides, node });
        }
    }

    fn key(&self, phase: Phase, before: Key, (lines, bytes): (i32, i64)) -> Key {
        let lines = if self.frame.lines.is_some() { before.lines + lines } else { 0 };
        let bytes = if self.frame.counts_bytes { before.bytes + bytes } else { 0 };
        Key { phase, lines, bytes }
    }

    fn node(&mut self, before: u32, step: u32) -> u32 {
        self.nodes.push(Node { before, step });
        index(self.nodes.len() - 1)
    }

    fn step(&mut self, step: Step) -> u32 {
        self.steps.push(step);
        index(self.steps.len() - 1)
    }

    fn weigh(&mut self, offer: &Offer, at: usize, likeness_after: &mut f64) -> Weighed {
        let texts = Sides::new(offer.lines.old.map(|p| p.text(self.cells)), offer.lines.new.map(|p| p.text(self.cells)));
        let kind = match (texts.old, texts.new) {
            (Some(old), Some(new)) if old == new => Kind::Context,
            (Some(_), Some(_)) => Kind::Changed,
            (Some(_), None) => Kind::Removed,
            _ => Kind::Added,
        };
        let alike = if kind == Kind::Changed { likeness(texts.old.unwrap_or(""), texts.new.unwrap_or("")) } else { 1.0 };
        if offer.lines.old.is_some() && offer.lines.new.is_some() {
            *likeness_after = alike;
        }
        let cost = if kind == Kind::Changed { cost::changed(alike, self.frame.engine) } else { 0 };
        let sizes = Sides::new(texts.old, texts.new).map(|text| text.map_or(0, |text| size::of(text, self.frame.engine)));
        Weighed {
            step: self.step(Step { kind, lines: offer.lines, at: index(at) }),
            kind,
            next: offer.next,
            cost: cost + self.oddity(kind, texts),
            likeness_before: self.likeness_before,
            lines: i32::from(texts.new.is_some()) - i32::from(texts.old.is_some()),
            bytes: sizes.new - sizes.old,
            hashes: Sides::new(texts.old, texts.new).map(|text| text.and_then(hash)),
        }
    }

    /// What an engine never copies this way: the PHP engine leaves nothing of an empty line without a partner.
    fn oddity(&self, kind: Kind, texts: Sides<Option<&str>>) -> Cost {
        let alone = if kind == Kind::Added { texts.new } else { texts.old };
        let is_single = matches!(kind, Kind::Added | Kind::Removed);
        match self.frame.engine {
            Engine::Php if is_single && alone == Some("") && !self.is_bordered => 12_000,
            _ => 0,
        }
    }

    /// The states after a row.
    fn follow(&mut self, states: &[State], weighed: &Weighed, next: &mut Vec<State>) {
        for state in states {
            self.steps_left = self.steps_left.saturating_sub(1);
            let before = state.key.phase;
            let kind = weighed.kind;
            let cost = weighed.cost
                + match before {
                    Phase::Unlike => cost::unlike(weighed.likeness_before),
                    _ => cost::row(kind, before),
                };
            match before.after(kind, self.frame.engine) {
                Some(phase) => self.push(state, weighed, (phase, cost), next),
                None if kind == Kind::Context => {
                    let phase = if matches!(before, Phase::Lead(_)) { before } else { Phase::Context(1) };
                    self.push(state, weighed, (phase, IRREGULAR), next);
                }
                None => {}
            }
            if kind == Kind::Added
                && let Some(phase) = before.after_unlike(self.frame.engine)
            {
                self.push(state, weighed, (phase, cost), next);
            }
        }
    }

    fn push(&mut self, state: &State, weighed: &Weighed, (phase, cost): (Phase, Cost), next: &mut Vec<State>) {
        let key = self.key(phase, state.key, (weighed.lines, weighed.bytes));
        let sides = Sides::new(
            joined(state.sides.old, weighed.hashes.old),
            joined(state.sides.new, weighed.hashes.new),
        );
        let begins = self.beginning(state.key.phase, phase);
        let node = self.node(state.node, weighed.step);
        next.push(State { key, cost: state.cost + cost + begins, sides, node });
    }

    /// What it costs that the first change stands after fewer than two lines of context.
    fn beginning(&self, before: Phase, after: Phase) -> Cost {
        match (before, after) {
            (Phase::Lead(_), Phase::Lead(_)) | (Phase::Lead(MOST_AROUND), _) => 0,
            (Phase::Lead(seen), _) if self.frame.may_begin_short => 500 * Cost::from(MOST_AROUND - seen),
            (Phase::Lead(_), _) => IRREGULAR,
            _ => 0,
        }
    }

    /// The whole readings, the likeliest two of each number of bytes.
    fn readings(&self, states: &[State]) -> Vec<Reading> {
        let mut readings: Vec<Reading> = states.iter().filter_map(|state| self.reading(state)).collect();
        readings.sort_by_key(|reading| (reading.bytes, reading.cost));
        let mut kept: Vec<Reading> = Vec::new();
        for reading in readings {
            let same: Vec<_> = kept.iter().rev().take_while(|other| other.bytes == reading.bytes).collect();
            if same.len() < 2 && same.iter().all(|other| other.signature != reading.signature) {
                kept.push(reading);
            }
        }
        kept
    }

    fn reading(&self, state: &State) -> Option<Reading> {
        if self.frame.lines.is_some_and(|lines| lines != state.key.lines) {
            return None;
        }
        let is_short = self.frame.is_followed && state.key.phase != Phase::Context(MOST_AROUND);
        let end = if is_short { IRREGULAR } else { cost::end(state.key.phase, self.frame.engine) };
        Some(Reading {
            bytes: state.key.bytes,
            cost: state.cost + end,
            signature: state.sides.old.rotate_left(32) ^ state.sides.new,
            end: state.node,
        })
    }
}

fn index(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(ROOT - 1)
}

/// The hash of a line that has text; empty lines are outside a proof.
fn hash(text: &str) -> Option<u64> {
    let text = text.trim();
    (!text.is_empty()).then(|| {
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        hasher.finish()
    })
}

/// The hash of a side with one more line.
fn joined(side: u64, line: Option<u64>) -> u64 {
    const STEP: u64 = 0x9E37_79B9_7F4A_7C15;
    line.map_or(side, |line| side.wrapping_mul(STEP) ^ line)
}
