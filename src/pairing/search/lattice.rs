//! Lattice of a hunk: the rows that may stand at each cell, scored once for the two passes of the search.
//!
//! ```text
//! cells     a      b      c
//!           ├─ ~ a|b ─────┼─ + c ──▶
//!           ├─ + a ┼─ = b|c ───────▶
//!           └─ - a ┘
//! ```
//!
//! A path from the first cell to the end is a reading. An edge has the costs that do not depend on the path; the cost after
//! a state of the grammar is a table look-up and a few additions.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::model::{Side, Sides};
use crate::parse::sheet::{Cell, Engine, RowClaim};

use crate::pairing::cost::blank_lines::BlankCosts;
use crate::pairing::cost::line_place::{LinePlace, LineRelation, find_place, find_relation};
use crate::pairing::cost::similarity::SimilarityCache;
use crate::pairing::cost::slider::{self, SliderRow};
use crate::pairing::cost::split_bonus::{contained_in_pair, split_bonus};
use crate::pairing::cost::{self, Cost, EditPrior};
use crate::pairing::evidence::line_bytes;
use crate::pairing::grammar::candidates::{CandidateRow, CellSlice, push_candidates};
use crate::pairing::grammar::constraints::{BlankLineCopy, HiddenChanges, HunkConstraints};
use crate::pairing::grammar::state::{State, StepKind};

/// A row that may stand at a cell, with its costs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Edge {
    /// The kind of the row.
    pub(crate) kind: StepKind,
    /// The lines of the row.
    pub(crate) lines: Sides<Option<CellSlice>>,
    /// The number of cells that the row takes.
    pub(crate) cells: u32,
    /// New minus old, in bytes; 0 where bytes are not counted.
    pub(crate) bytes: i64,
    /// The hashes of the lines with text.
    pub(crate) hashes: Sides<Option<u64>>,
    /// The number of its line, if the line recurs in the hunk.
    pub(crate) line_id: u16,
    /// The cost after any state.
    cost: Cost,
    /// The cost as the old line of an unlike pair whose new line is the cell before, alone or in a changed row.
    cost_as_unlike: Cost,
    /// Further cost after a changed row: the line may be a part of that row's lines.
    split_bonus: Cost,
    /// Further cost as the second of two nearly equal lines of one side.
    near_duplicate: Cost,
    /// True if the first line equals the cell before.
    repeats: bool,
    /// True if the row does not depend on the lines before it, as most rows do not.
    is_plain: bool,
}

impl Edge {
    /// Returns the cost after a state.
    #[inline]
    const fn cost_after(&self, before: State, prior: EditPrior) -> Cost {
        if matches!(before, State::AfterUnlikeNew) {
            return self.cost_as_unlike;
        }
        let cost = self.cost + cost::row(self.kind, before, prior);
        if self.is_plain {
            return cost;
        }
        let repeated = if self.repeats { cost::repeated(self.kind, before) } else { 0 };
        cost + repeated + self.neighbour_cost(before)
    }

    /// Returns the cost of the row's relation to the row before it.
    const fn neighbour_cost(&self, before: State) -> Cost {
        let split_bonus = match before {
            State::Changed | State::Replaced | State::AddedAfterChanged | State::RemovedAfterChanged => {
                self.split_bonus
            }
            _ => 0,
        };
        if cost::continues_block(self.kind, before) { split_bonus + self.near_duplicate } else { split_bonus }
    }

    /// Returns the hash of the line of a one-sided or context row; `None` for a blank line.
    fn line_hash(&self) -> Option<u64> {
        self.hashes.old.or(self.hashes.new)
    }

    /// Returns the net number of added lines.
    pub(crate) const fn net_lines(&self) -> i32 {
        self.lines.new.is_some() as i32 - self.lines.old.is_some() as i32
    }
}

/// An edge at its place in the lattice.
#[derive(Clone, Copy)]
pub(crate) struct PlacedEdge<'l> {
    /// The index among all edges.
    pub(crate) index: u32,
    /// The cell at which the edge begins.
    pub(crate) cell: usize,
    /// The edge.
    pub(crate) edge: &'l Edge,
}

impl PlacedEdge<'_> {
    /// Returns the cell at which the next row begins.
    pub(crate) const fn next_cell(&self) -> usize {
        self.cell + self.edge.cells as usize
    }
}

/// Edges of a hunk by the cell at which they begin.
pub(crate) struct Lattice {
    edges: Vec<Edge>,
    /// The index of the first edge of each cell, and the end.
    first: Vec<u32>,
    /// The cost of an unseen blank line at each cell and at the end; empty if unseen rows are not looked for.
    blanks: Vec<BlankCosts>,
    prior: EditPrior,
}

impl Lattice {
    /// Scores all rows that the cells can form.
    pub(crate) fn new(
        cells: &[Cell<'_>],
        similarities: &SimilarityCache,
        constraints: &HunkConstraints,
    ) -> Self {
        let scorer = Scorer::new(cells, similarities, constraints);
        let mut lattice = Self {
            edges: Vec::with_capacity(cells.len() * 3),
            first: Vec::with_capacity(cells.len() + 1),
            blanks: constraints.blank_costs(cells),
            prior: constraints.edit_prior,
        };
        let mut candidates = Vec::new();
        let mut before = PairBefore::default();
        for at in 0..cells.len() {
            lattice.first.push(to_u32(lattice.edges.len()));
            candidates.clear();
            push_candidates(cells, at, &mut candidates);
            let neighbours = Neighbours {
                at,
                before,
                half_similarity: scorer.half_similarity(at, &candidates),
                is_part: contained_in_pair(cells, at),
            };
            before = PairBefore::default();
            for row in candidates.iter().map(|candidate| scorer.classify(candidate)) {
                if row.candidate.lines.old.is_some() && row.candidate.lines.new.is_some() {
                    before = PairBefore { similarity: row.similarity, relation: scorer.relation(&row) };
                }
                lattice.edges.extend(scorer.score(&row, &neighbours));
                if let Some(lost) =
                    row.as_lost_change().filter(|_| constraints.hidden_changes == HiddenChanges::Possible)
                {
                    lattice.edges.extend(scorer.score(&lost, &neighbours));
                }
            }
        }
        lattice.first.push(to_u32(lattice.edges.len()));
        let rows = lattice.edges.iter().map(|edge| SliderRow {
            kind: edge.kind,
            cells: edge.cells,
            line: edge.line_hash(),
        });
        let line_ids = slider::number_lines(rows);
        lattice.edges.iter_mut().zip(line_ids).for_each(|(edge, line_id)| edge.line_id = line_id);
        lattice
    }

    /// Returns the cost of an unseen row at a cell, after a state.
    pub(crate) fn unseen_cost(&self, cell: usize, kind: StepKind, before: State) -> Cost {
        let blank = match before {
            State::LeadingContext(_) | State::Context(_) => self.blanks[cell].alone,
            State::Added(0) | State::Removed(0) => self.blanks[cell].last,
            _ => 0,
        };
        cost::row(kind, before, self.prior) + blank
    }

    /// Returns the cost of an edge at a cell, after a state.
    #[inline]
    pub(crate) fn cost(&self, cell: usize, edge: &Edge, before: State) -> Cost {
        edge.cost_after(before, self.prior) + self.blank_correction(cell, edge.kind, before)
    }

    /// Returns the correction when a copied line follows unseen blank lines. They were charged as the end of the block, or
    /// as a block of their own, and are now inside it.
    fn blank_correction(&self, cell: usize, kind: StepKind, before: State) -> Cost {
        match (before, kind) {
            (State::UnseenBeforeAdded(_), StepKind::Added)
            | (State::UnseenBeforeRemoved(_), StepKind::Removed) => {
                self.blanks[cell].first - self.blanks[cell].alone
            }
            (State::Added(1..), StepKind::Added) | (State::Removed(1..), StepKind::Removed) => {
                self.blanks[cell].inside - self.blanks[cell].last
            }
            _ => 0,
        }
    }

    /// Returns the number of cells.
    pub(crate) const fn cells(&self) -> usize {
        self.first.len() - 1
    }

    /// Returns the edges that begin at a cell.
    pub(crate) fn at(&self, cell: usize) -> impl Iterator<Item = PlacedEdge<'_>> {
        let (from, to) = (self.first[cell], self.first[cell + 1]);
        let edges = (from..to).zip(&self.edges[from as usize..to as usize]);
        edges.map(move |(index, edge)| PlacedEdge { index, cell, edge })
    }

    /// Returns an edge by its index, and the cell at which it begins.
    pub(crate) fn edge(&self, index: u32) -> (usize, &Edge) {
        let cell = self.first.partition_point(|&first| first <= index) - 1;
        (cell, &self.edges[index as usize])
    }
}

/// A candidate row of known kind, before it is scored.
struct Classified<'c> {
    candidate: &'c CandidateRow,
    texts: Sides<Option<&'c str>>,
    kind: StepKind,
    /// The engine's similarity of its two lines.
    similarity: f64,
}

impl Classified<'_> {
    /// Takes two cells of equal text as a changed row whose change the copy lost, for example an NBSP copied as a space.
    fn as_lost_change(&self) -> Option<Self> {
        let has_text = self.texts.old.is_some_and(|text| !text.trim_start().is_empty());
        let is_pair = self.kind == StepKind::Context && self.candidate.lines.old != self.candidate.lines.new;
        (is_pair && has_text).then_some(Classified { kind: StepKind::Changed, similarity: 1.0, ..*self })
    }
}

/// Facts about the neighbours of a row that its cost depends on.
struct Neighbours {
    /// The cell at which the row begins.
    at: usize,
    before: PairBefore,
    /// The similarity of the halves of the cell, if the cell is a whole row.
    half_similarity: f64,
    /// True on each side if the cell is a part of that line of a changed row before it.
    is_part: Sides<bool>,
}

/// The pair of lines that begins at the cell before.
#[derive(Clone, Copy, Default)]
struct PairBefore {
    similarity: f64,
    relation: LineRelation,
}

impl PairBefore {
    /// The further cost of both lines on one side.
    fn cost_on_one_side(self) -> Cost {
        match self.relation {
            LineRelation::None => cost::near_duplicate(self.similarity),
            LineRelation::SharedPlace => cost::near_duplicate(self.similarity) + cost::SHARED_PLACE,
            LineRelation::RepeatedEnd => cost::REPEATED_END,
        }
    }
}

/// Scorer of the rows of one hunk.
struct Scorer<'c, 'a> {
    cells: &'c [Cell<'a>],
    similarities: &'c SimilarityCache,
    /// The hash of each cell: a cell stands in several rows.
    hashes: Vec<Option<u64>>,
    /// The place of each cell in a page.
    places: Vec<Option<LinePlace<'c>>>,
    engine: Engine,
    blanks: BlankLineCopy,
    counts_bytes: bool,
}

impl<'c, 'a> Scorer<'c, 'a> {
    fn new(cells: &'c [Cell<'a>], similarities: &'c SimilarityCache, constraints: &HunkConstraints) -> Self {
        let hashes = cells.iter().map(|cell| hash_line(&cell.text)).collect();
        let places = cells.iter().map(|cell| find_place(&cell.text)).collect();
        let HunkConstraints { engine, blanks, counts_bytes, .. } = *constraints;
        Self { cells, similarities, hashes, places, engine, blanks, counts_bytes }
    }

    fn hash(&self, line: CellSlice) -> Option<u64> {
        let cell = line.cell as usize;
        let is_whole = line == CellSlice::whole(self.cells, cell);
        if is_whole { self.hashes[cell] } else { hash_line(line.text(self.cells)) }
    }

    fn place(&self, line: CellSlice) -> Option<LinePlace<'c>> {
        let cell = line.cell as usize;
        let is_whole = line == CellSlice::whole(self.cells, cell);
        if is_whole { self.places[cell] } else { find_place(line.text(self.cells)) }
    }

    /// Returns the relation of the two lines of a row.
    fn relation(&self, row: &Classified<'_>) -> LineRelation {
        match (row.candidate.lines.old, row.candidate.lines.new) {
            (Some(old), Some(new)) => find_relation(self.place(old), self.place(new)),
            _ => LineRelation::None,
        }
    }

    /// Finds the kind of a candidate and the similarity of its lines.
    fn classify<'o>(&self, candidate: &'o CandidateRow) -> Classified<'o>
    where
        'c: 'o,
    {
        let texts = candidate.lines.map(|line| line.map(|line| line.text(self.cells)));
        let kind = match (texts.old, texts.new) {
            (Some(old), Some(new)) if old == new => StepKind::Context,
            (Some(_), Some(_)) => StepKind::Changed,
            (Some(_), None) => StepKind::Removed,
            _ => StepKind::Added,
        };
        let similarity = match (kind, candidate.lines.old, candidate.lines.new) {
            (StepKind::Changed, Some(old), Some(new)) => self.similarities.similarity(old, new, self.cells),
            (StepKind::Context, ..) => 1.0,
            _ => 0.0,
        };
        let is_unlike = kind == StepKind::Changed && similarity < cost::CHANGE_THRESHOLD && have_text(texts);
        let is_replaced = is_unlike && self.engine == Engine::Php;
        Classified { candidate, texts, kind: if is_replaced { StepKind::Replaced } else { kind }, similarity }
    }

    /// Returns the similarity of the halves of a whole row, cut where they are most similar.
    fn half_similarity(&self, at: usize, candidates: &[CandidateRow]) -> f64 {
        let is_whole = matches!(self.cells[at].claim, RowClaim::WholeRow | RowClaim::GluedRow);
        if !is_whole || self.cells[at].text.is_empty() {
            return 0.0;
        }
        let halves = candidates.iter().filter_map(|candidate| candidate.lines.old.zip(candidate.lines.new));
        halves.fold(0.0, |best: f64, (old, new)| {
            let is_same = old.text(self.cells) == new.text(self.cells);
            best.max(if is_same { 1.0 } else { self.similarities.similarity(old, new, self.cells) })
        })
    }

    /// Scores a row: one edge for each number of bytes that the row can have.
    fn score(&self, row: &Classified<'_>, neighbours: &Neighbours) -> impl Iterator<Item = Edge> {
        let &Classified { candidate, texts, kind, .. } = row;
        let in_pure_block = self.lone_blank_cost(kind, texts);
        let cost = self.own_cost(row, neighbours.half_similarity) + in_pure_block;
        let split_bonus = split_bonus(neighbours.is_part, kind) - in_pure_block;
        let first = candidate.lines.old.or(candidate.lines.new);
        let repeats = first.is_some_and(|line| self.repeats_cell_before(line));
        let is_open = self.cells[neighbours.at].claim.is_open();
        let near_duplicate = if is_open { neighbours.before.cost_on_one_side() } else { 0 };
        let edge = Edge {
            kind,
            lines: candidate.lines,
            cells: to_u32(candidate.next - neighbours.at),
            bytes: 0,
            hashes: candidate.lines.map(|line| line.and_then(|line| self.hash(line))),
            line_id: 0,
            cost,
            cost_as_unlike: cost
                + cost::unlike_pair(neighbours.before.similarity)
                + if kind == StepKind::Changed { cost::moved_by_one(row.similarity) } else { 0 },
            split_bonus,
            near_duplicate,
            repeats,
            is_plain: split_bonus == 0 && near_duplicate == 0 && !repeats,
        };
        let bytes =
            if self.counts_bytes { line_bytes::row_byte_delta(kind, texts, self.engine) } else { 0..=0 };
        bytes.map(move |bytes| Edge { bytes, ..edge })
    }

    /// Returns the cost of a row by itself, after any state.
    fn own_cost(&self, row: &Classified<'_>, half_similarity: f64) -> Cost {
        let &Classified { candidate, texts, kind, similarity } = row;
        let own = match kind {
            StepKind::Changed if texts.old == texts.new => cost::LOST_CHANGE,
            StepKind::Changed | StepKind::Replaced => {
                let is_possible = self.engine == Engine::Php || similarity >= cost::CHANGE_THRESHOLD;
                let changed = cost::changed(similarity, self.engine);
                match self.relation(row) {
                    LineRelation::SharedPlace if is_possible => changed.min(cost::CHANGED_IN_PLACE),
                    _ => changed,
                }
            }
            StepKind::Added | StepKind::Removed => cost::doubled(half_similarity),
            _ => 0,
        };
        let rendered = |side: Side| {
            let line = candidate.lines.get(side).as_ref();
            line.map_or(0, |line| cost::rendered(kind, side, self.cells[line.cell as usize].rendered))
        };
        let php = if self.engine == Engine::Php { php_cost(kind, texts, self.blanks) } else { 0 };
        own + rendered(Side::Old) + rendered(Side::New) + php
    }

    /// Returns the cost of a line of one blank in a purely added or removed block of the PHP engine. The engine writes an
    /// empty line as NBSP only inside a changed block (`WordLevelDiff`); elsewhere the blank is the wiki's own.
    fn lone_blank_cost(&self, kind: StepKind, texts: Sides<Option<&str>>) -> Cost {
        match (self.engine, kind, texts.old, texts.new) {
            (Engine::Php, StepKind::Added, _, Some(" " | "\u{a0}"))
            | (Engine::Php, StepKind::Removed, Some(" " | "\u{a0}"), _) => cost::LONE_BLANK,
            _ => 0,
        }
    }

    /// Returns true if a line equals the cell before it: the two cells would rather be one context row.
    fn repeats_cell_before(&self, line: CellSlice) -> bool {
        let before = (line.cell as usize).checked_sub(1).and_then(|before| self.cells.get(before));
        before.is_some_and(|before| before.claim.is_open() && before.text == line.text(self.cells))
    }
}

/// Returns true if both lines have text.
fn have_text(texts: Sides<Option<&str>>) -> bool {
    let has_text = |text: Option<&str>| text.is_some_and(|text| !text.trim_start().is_empty());
    has_text(texts.old) && has_text(texts.new)
}

/// Returns the cost of a row that a PHP page hardly shows: an empty one-sided line leaves nothing to copy, and a line of
/// one blank is an empty line inside a changed block, hardly context.
fn php_cost(kind: StepKind, texts: Sides<Option<&str>>, blanks: BlankLineCopy) -> Cost {
    match (kind, texts.old, texts.new) {
        // An empty line of a changed block is one blank.
        (StepKind::Context, Some(" " | "\u{a0}"), _)
        | (StepKind::Changed, Some(""), Some(_))
        | (StepKind::Changed, Some(_), Some("")) => cost::LONE_BLANK,
        (_, Some(""), None) | (_, None, Some(""))
            if !matches!(blanks, BlankLineCopy::Bordered | BlankLineCopy::Dropped) =>
        {
            cost::NEVER_COPIED
        }
        _ => 0,
    }
}

/// Hashes a line that has text. Empty lines do not take part in a proof.
fn hash_line(text: &str) -> Option<u64> {
    let text = text.trim();
    (!text.is_empty()).then(|| {
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        hasher.finish()
    })
}

/// Converts an index to its stored form. An input has fewer than 2³² lines.
pub(crate) fn to_u32(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX - 1)
}
