//! The rows that may stand at each cell, weighed once: the search goes over them twice.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::model::{Side, Sides};
use crate::parse::sheet::{Cell, Engine, RowClaim};

use crate::pairing::cost::blank_lines::Blank;
use crate::pairing::cost::similarity::Alike;
use crate::pairing::cost::slider;
use crate::pairing::cost::split_bonus::{held, kinship};
use crate::pairing::cost::{self, Cost, Lean};
use crate::pairing::evidence::line_bytes;
use crate::pairing::grammar::candidates::{self, Offer, Piece};
use crate::pairing::grammar::constraints::{Blanks, Frame};
use crate::pairing::grammar::engine::{PHASES, Phase, StepKind};

/// A row that may stand at a cell.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Weighed {
    /// What it is to the grammar.
    pub(crate) kind: StepKind,
    /// Its lines.
    pub(crate) lines: Sides<Option<Piece>>,
    /// How many cells it takes.
    pub(crate) taken: u32,
    /// New minus old, in bytes; nothing where they do not matter.
    pub(crate) bytes: i64,
    /// Stands for the lines, where they have text.
    pub(crate) hashes: Sides<Option<u64>>,
    /// What it costs more, or less, after a changed row: its line may be a part of one of that row's lines.
    kinship: Cost,
    /// Whether its first line stands in the cell before as well.
    repeats: bool,
    /// What it costs more as the second of two lines of one side that are nearly the same.
    twin: Cost,
    /// The number of its line, if that stands elsewhere in the hunk too.
    pub(crate) recurs: u16,
    /// What it costs whatever is before it.
    cost: Cost,
    /// What it costs as the old line of an unlike pair whose new line is the cell before.
    cost_as_unlike: Cost,
}

impl Weighed {
    /// What the row costs after a phase.
    #[inline]
    const fn cost_after(&self, before: Phase, lean: Lean) -> Cost {
        if matches!(before, Phase::Unlike) {
            return self.cost_as_unlike;
        }
        let repeated = if self.repeats { cost::repeated(self.kind, before) } else { 0 };
        let around = self.kinship_after(before) + self.twin_after(before);
        self.cost + cost::row(self.kind, before, lean) + repeated + around
    }

    const fn kinship_after(&self, before: Phase) -> Cost {
        match before {
            Phase::Change | Phase::Replaced | Phase::TailAdded | Phase::TailRemoved => self.kinship,
            _ => 0,
        }
    }

    const fn twin_after(&self, before: Phase) -> Cost {
        if cost::goes_on(self.kind, before) { self.twin } else { 0 }
    }

    /// Stands for the line of a row of one; nothing where that is blank.
    pub(crate) fn hash(&self) -> Option<u64> {
        self.hashes.old.or(self.hashes.new)
    }

    /// The net number of lines.
    pub(crate) const fn net_lines(&self) -> i32 {
        self.lines.new.is_some() as i32 - self.lines.old.is_some() as i32
    }
}

/// The rows that may stand at each cell of a hunk.
pub(crate) struct Rows {
    all: Vec<Weighed>,
    /// Where the rows of each cell begin, and the end.
    first: Vec<u32>,
    /// What an unseen blank line costs at each cell and at the end, besides its kind.
    blanks: Vec<Blank>,
    lean: Lean,
}

impl Rows {
    /// Weighs all rows that the cells offer.
    pub(crate) fn of(cells: &[Cell<'_>], alike: &Alike, frame: &Frame) -> Self {
        let scale = Scale::of(cells, alike, frame);
        let mut rows = Self {
            all: Vec::with_capacity(cells.len() * 3),
            first: Vec::with_capacity(cells.len() + 1),
            blanks: frame.blank_costs(cells),
            lean: frame.lean,
        };
        let mut offers = Vec::new();
        let mut similar_before = 0.0;
        for at in 0..cells.len() {
            rows.first.push(index(rows.all.len()));
            offers.clear();
            candidates::at(cells, at, &mut offers);
            let doubled = scale.doubled(at, &offers);
            let around = Around { at, similar_before, doubled, held: held(cells, at) };
            similar_before = 0.0;
            for candidate in offers.iter().map(|offer| scale.candidate(offer)) {
                if candidate.offer.lines.old.is_some() && candidate.offer.lines.new.is_some() {
                    similar_before = candidate.alike;
                }
                rows.all.extend(scale.weighed(&candidate, &around));
                if let Some(lost) = candidate.as_lost_change() {
                    rows.all.extend(scale.weighed(&lost, &around));
                }
            }
        }
        rows.first.push(index(rows.all.len()));
        let numbers = slider::numbers(rows.all.iter().map(|row| (row.kind, row.taken, row.hash())));
        rows.all.iter_mut().zip(numbers).for_each(|(row, number)| row.recurs = number);
        rows
    }

    /// What an unseen row costs at a cell, after a phase.
    pub(crate) fn unseen_cost(&self, cell: usize, kind: StepKind, before: Phase) -> Cost {
        let place = match before {
            Phase::Lead(_) | Phase::Context(_) => self.blanks[cell].alone,
            Phase::Added(0) | Phase::Removed(0) => self.blanks[cell].last,
            _ => 0,
        };
        cost::row(kind, before, self.lean) + place
    }

    /// What a row costs at a cell, after a phase.
    #[inline]
    pub(crate) fn cost(&self, cell: usize, row: &Weighed, before: Phase) -> Cost {
        row.cost_after(before, self.lean) + self.goes_on(cell, row.kind, before)
    }

    /// What a row costs at a cell after each phase, in the order of [`Phase::number`].
    pub(crate) fn costs(&self, cell: usize, row: &Weighed) -> [Cost; PHASES] {
        let mut costs = cost::row_after_each(row.kind, self.lean).map(|cost| cost + row.cost);
        if row.repeats {
            let repeated = cost::repeated_after_each(row.kind);
            costs.iter_mut().zip(repeated).for_each(|(cost, repeated)| *cost += repeated);
        }
        if row.kinship != 0 || row.twin != 0 {
            let more = |phase| row.kinship_after(phase) + row.twin_after(phase);
            costs.iter_mut().zip(Phase::ALL).for_each(|(cost, phase)| *cost += more(phase));
        }
        costs[Phase::Unlike.number()] = row.cost_as_unlike;
        // Only these go on with what an unseen row began.
        if !self.blanks.is_empty() && matches!(row.kind, StepKind::Added | StepKind::Removed) {
            for phase in Phase::ALL.into_iter().filter(|phase| phase.is_after_unseen()) {
                costs[phase.number()] += self.goes_on(cell, row.kind, phase);
            }
        }
        costs
    }

    /// What it changes of an unseen row's cost that a line of its block follows.
    fn goes_on(&self, cell: usize, kind: StepKind, before: Phase) -> Cost {
        match (before, kind) {
            (Phase::BlankAdded(_), StepKind::Added) | (Phase::BlankRemoved(_), StepKind::Removed) => {
                self.blanks[cell].first - self.blanks[cell].alone
            }
            (Phase::Added(1..), StepKind::Added) | (Phase::Removed(1..), StepKind::Removed) => {
                self.blanks[cell].inside - self.blanks[cell].last
            }
            _ => 0,
        }
    }

    /// How many cells there are.
    pub(crate) const fn cells(&self) -> usize {
        self.first.len() - 1
    }

    /// The rows that may stand at a cell, each with its number among all.
    pub(crate) fn at(&self, cell: usize) -> impl Iterator<Item = (u32, &Weighed)> {
        let (from, to) = (self.first[cell], self.first[cell + 1]);
        (from..to).zip(&self.all[from as usize..to as usize])
    }

    /// A row by its number, and the cell at which it stands.
    pub(crate) fn get(&self, number: u32) -> (usize, &Weighed) {
        let cell = self.first.partition_point(|&first| first <= number) - 1;
        (cell, &self.all[number as usize])
    }
}

/// An offered row before it is weighed.
struct Candidate<'c> {
    offer: &'c Offer,
    texts: Sides<Option<&'c str>>,
    kind: StepKind,
    /// How alike the engine finds its two lines.
    alike: f64,
}

impl Candidate<'_> {
    /// Two cells of equal text as a changed row whose change the copy lost: a hard space, say, copied as a space.
    fn as_lost_change(&self) -> Option<Self> {
        let has_text = self.texts.old.is_some_and(|text| !text.trim_start().is_empty());
        let is_pair = self.kind == StepKind::Context && self.offer.lines.old != self.offer.lines.new;
        (is_pair && has_text).then_some(Candidate { kind: StepKind::Changed, alike: 1.0, ..*self })
    }
}

/// What a row is weighed by besides its own lines.
struct Around {
    /// The cell at which it begins.
    at: usize,
    /// How alike the engine finds the two lines of the pair that begins at the cell before.
    similar_before: f64,
    /// How alike the halves of the cell are, where it is a glued line.
    doubled: f64,
    /// Whether the cell is a part of the old and of the new line of a changed row before it.
    held: Sides<bool>,
}

/// What the rows of a hunk are weighed with.
struct Scale<'c, 'a> {
    cells: &'c [Cell<'a>],
    alike: &'c Alike,
    /// The hash of each cell: a cell stands in several rows.
    hashes: Vec<Option<u64>>,
    engine: Engine,
    blanks: Blanks,
    /// Whether the bytes matter.
    counts_bytes: bool,
}

impl<'c, 'a> Scale<'c, 'a> {
    fn of(cells: &'c [Cell<'a>], alike: &'c Alike, frame: &Frame) -> Self {
        let hashes = cells.iter().map(|cell| hash(&cell.text)).collect();
        let Frame { engine, blanks, counts_bytes, .. } = *frame;
        Self { cells, alike, hashes, engine, blanks, counts_bytes }
    }

    fn hash(&self, piece: Piece) -> Option<u64> {
        let cell = piece.cell as usize;
        if piece == Piece::whole(self.cells, cell) { self.hashes[cell] } else { hash(piece.text(self.cells)) }
    }

    fn candidate<'o>(&self, offer: &'o Offer) -> Candidate<'o>
    where
        'c: 'o,
    {
        let texts = offer.lines.map(|line| line.map(|piece| piece.text(self.cells)));
        let kind = kind(texts);
        let alike = match (kind, offer.lines.old, offer.lines.new) {
            (StepKind::Changed, Some(old), Some(new)) => self.alike.of((old, new), self.cells),
            (StepKind::Context, ..) => 1.0,
            _ => 0.0,
        };
        let is_unlike = kind == StepKind::Changed && alike < cost::THRESHOLD && has_text(texts);
        let is_replaced = is_unlike && self.engine == Engine::Php;
        Candidate { offer, texts, kind: if is_replaced { StepKind::Replaced } else { kind }, alike }
    }

    /// How alike the halves of a glued line are, cut where they are most so.
    fn doubled(&self, at: usize, offers: &[Offer]) -> f64 {
        if self.cells[at].claim != RowClaim::WholeRow || self.cells[at].text.is_empty() {
            return 0.0;
        }
        let halves = offers.iter().filter_map(|offer| offer.lines.old.zip(offer.lines.new));
        let alike = |halves: (Piece, Piece)| {
            let is_same = halves.0.text(self.cells) == halves.1.text(self.cells);
            if is_same { 1.0 } else { self.alike.of(halves, self.cells) }
        };
        halves.map(alike).fold(0.0, f64::max)
    }

    /// The candidate as a row, once for each number of bytes that it can have.
    fn weighed(&self, candidate: &Candidate<'_>, around: &Around) -> impl Iterator<Item = Weighed> {
        let &Candidate { offer, texts, kind, .. } = candidate;
        let in_pure_block = self.lone_blank(kind, texts);
        let cost = self.cost(candidate, around.doubled) + in_pure_block;
        let row = Weighed {
            kind,
            lines: offer.lines,
            taken: index(offer.next - around.at),
            bytes: 0,
            kinship: kinship(around.held, kind) - in_pure_block,
            repeats: repeats(self.cells, offer),
            hashes: offer.lines.map(|line| line.and_then(|piece| self.hash(piece))),
            twin: if self.cells[around.at].claim == RowClaim::Unknown {
                cost::twin(around.similar_before)
            } else {
                0
            },
            recurs: 0,
            cost,
            cost_as_unlike: cost + cost::unlike(around.similar_before),
        };
        let bytes = if self.counts_bytes { line_bytes::net(kind, texts, self.engine) } else { 0..=0 };
        bytes.map(move |bytes| Weighed { bytes, ..row })
    }

    /// What the candidate costs whatever is before it.
    fn cost(&self, candidate: &Candidate<'_>, doubled: f64) -> Cost {
        let &Candidate { texts, kind, alike, .. } = candidate;
        let own = match kind {
            StepKind::Changed if texts.old == texts.new => cost::LOST_CHANGE,
            StepKind::Changed | StepKind::Replaced => cost::changed(alike, self.engine),
            StepKind::Added | StepKind::Removed => cost::doubled(doubled),
            _ => 0,
        };
        let witnessed = own + self.rendered(candidate.offer, kind);
        match self.engine {
            Engine::Wikidiff2 => witnessed,
            Engine::Php => witnessed + oddity(kind, texts, self.blanks),
        }
    }

    /// What speaks against a line of one blank in a block of nothing but added or removed rows of the PHP engine. An
    /// empty line is written as NBSP inside a changed block alone (`WordLevelDiff`); elsewhere the blank is the wiki's.
    fn lone_blank(&self, kind: StepKind, texts: Sides<Option<&str>>) -> Cost {
        match (self.engine, kind, texts.old, texts.new) {
            (Engine::Php, StepKind::Added, _, Some(" " | "\u{a0}"))
            | (Engine::Php, StepKind::Removed, Some(" " | "\u{a0}"), _) => cost::LONE_BLANK,
            _ => 0,
        }
    }

    /// What the rendered page of the new revision says of a row's lines.
    fn rendered(&self, offer: &Offer, kind: StepKind) -> Cost {
        let cost = |side: Side| {
            let piece = offer.lines.get(side).as_ref();
            piece.map_or(0, |piece| cost::rendered(kind, side, self.cells[piece.cell as usize].rendered))
        };
        cost(Side::Old) + cost(Side::New)
    }
}

/// Whether there is text on both sides.
fn has_text(texts: Sides<Option<&str>>) -> bool {
    let is_text = |text: Option<&str>| text.is_some_and(|text| !text.trim_start().is_empty());
    is_text(texts.old) && is_text(texts.new)
}

fn kind(texts: Sides<Option<&str>>) -> StepKind {
    match (texts.old, texts.new) {
        (Some(old), Some(new)) if old == new => StepKind::Context,
        (Some(_), Some(_)) => StepKind::Changed,
        (Some(_), None) => StepKind::Removed,
        _ => StepKind::Added,
    }
}

/// Whether the row's first line stands in the cell before as well: then the two would rather be one context row.
fn repeats(cells: &[Cell<'_>], offer: &Offer) -> bool {
    let first = offer.lines.old.or(offer.lines.new);
    first.is_some_and(|piece| {
        let before = (piece.cell as usize).checked_sub(1).and_then(|before| cells.get(before));
        before.is_some_and(|before| before.claim == RowClaim::Unknown && before.text == piece.text(cells))
    })
}

/// What speaks against a row on a PHP page: an empty line without a partner leaves nothing to copy, and a line of one
/// blank is an empty line inside a changed block, so it is hardly context.
fn oddity(kind: StepKind, texts: Sides<Option<&str>>, blanks: Blanks) -> Cost {
    match (kind, texts.old, texts.new) {
        (StepKind::Context, Some(" " | "\u{a0}"), _) => cost::LONE_BLANK,
        (_, Some(""), None) | (_, None, Some("")) if blanks != Blanks::Bordered => cost::NEVER_COPIED,
        _ => 0,
    }
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

/// An index as it is kept: an input has fewer than 2³² lines.
pub(crate) fn index(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX - 1)
}
