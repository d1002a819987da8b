//! How unlikely a row is: what ranks the readings that the engines could all have printed.
//!
//! The figures are thousandths of a natural logarithm of odds, roughly: a row that costs 700 more is half as likely.
//! They were fitted by hand, on the edits that the program is measured with. They rank, and some of them bound what a
//! proof looks at ([`WINDOW`], [`CLOSE`], [`NEAR`], [`NEAR_AT_THE_END`], [`RIVAL`]): a right reading that costs more than these allow for could lose
//! to a wrong one that is called proved.

pub(crate) mod blank_lines;
pub(crate) mod edit_summary;
pub(crate) mod logarithm;
pub(crate) mod similarity;
pub(crate) mod slider;
pub(crate) mod split_bonus;

use crate::model::Side;
use crate::parse::sheet::{Engine, Rendered};

use super::grammar::engine::{KINDS, PHASES, Phase, StepKind};

/// What a reading costs.
pub(crate) type Cost = i64;

/// An engine, before anything is read: pages are mostly printed by wikidiff2.
pub(crate) const fn engine(engine: Engine) -> Cost {
    match engine {
        Engine::Wikidiff2 => 0,
        Engine::Php => 1_000,
    }
}

/// How much likelier a line is on the side where a neighbouring changed row has lost, or gained, its text.
pub(crate) const PART: Cost = 2_000;

/// A changed row whose cells are equal in the copy. Hunks without another change call for it.
pub(crate) const LOST_CHANGE: Cost = 5_500;

/// A row that the engines never print where it stands: damage, or a part of a page.
pub(crate) const IRREGULAR: Cost = 1_000_000;

/// A blank line alone on a page of the PHP engine, whose table leaves nothing of it to copy.
pub(crate) const NEVER_COPIED: Cost = 12_000;

/// An edit that adds or removes so many hard spaces on balance: seven of 328 measured edits do, three of them one.
pub(crate) const fn nbsp(count: i64) -> Cost {
    5_500 + 100 * count
}

/// A line of one blank outside of the changed blocks of the PHP engine: the wiki's line then is a lone hard space.
pub(crate) const LONE_BLANK: Cost = 5_000;

/// A block that stands lower than the engines would have put it. More would find no more, and would lose blocks whose
/// lines look alike in the copy alone, where white space was lost.
pub(crate) const SLID: Cost = 2_500;

/// How much more than the likeliest a reading may cost to be told beside it.
pub(crate) const CLOSE: Cost = 8_000;

/// A reading that passes the byte change must cost at most this much more than the likeliest of all, or a chance sum
/// would pass for the truth. At 8,000 that made a fifth of the wrong proofs of pastes with a line missing or one too
/// many; one in a hundred of the right ones costs more.
pub(crate) const NEAR: Cost = 5_000;

/// The same where the rows end with a change: the page ends there, or the last lines of the paste are missing.
pub(crate) const NEAR_AT_THE_END: Cost = 2_000;

/// How much more than a reading another one may cost to speak against it where both pass: at 12,000 one proof in
/// 150,000 simulated pastes was wrong.
pub(crate) const RIVAL: Cost = 13_000;

/// How much more than the likeliest a reading may cost to be looked at: every rival of a reading that is not too far
/// from the likeliest to be proved.
pub(crate) const WINDOW: Cost = CLOSE + RIVAL;

/// What a line costs on a side, by what the rendered page of the new revision has of it: what share of the lines of
/// that side stood there in whole pages (98 % of the added ones, 14 % of the removed ones).
pub(crate) const fn rendered(kind: StepKind, side: Side, rendered: Rendered) -> Cost {
    let [unknown, whole, partly, missing] = match (kind, side) {
        (StepKind::Changed | StepKind::Replaced, Side::Old) => [0, 1_000, 2_000, 600],
        (StepKind::Removed, _) => [0, 1_900, 3_500, 150],
        (StepKind::Changed | StepKind::Replaced | StepKind::Added, _) => [0, 0, 3_500, 5_000],
        _ => [0; 4],
    };
    match rendered {
        Rendered::Unknown => unknown,
        Rendered::Whole => whole,
        Rendered::Partly => partly,
        Rendered::Missing => missing,
    }
}

/// Lines less alike than this are not one changed row to wikidiff2 (`wikidiff2.change_threshold`).
pub(crate) const THRESHOLD: f64 = 0.2;

/// What an old and a new line beside each other cost, for every tenth of likeness from 0 to 1: how many such pairs of
/// neighbours were changed rows in real diffs, against those that were two lines of one side.
const CHANGED_WIKIDIFF2: [Cost; 11] = [9_000, 7_000, 3_300, 2_700, 2_200, 1_500, 1_200, 700, 400, 200, 200];

/// The PHP engine puts lines beside each other that have nothing in common.
const CHANGED_PHP: [Cost; 11] = [3_300, 2_900, 2_900, 2_700, 2_200, 1_500, 1_200, 700, 400, 200, 200];

/// An old and a new line beside each other, by how alike the engine finds them.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub(crate) fn changed(similarity: f64, engine: Engine) -> Cost {
    let table = match engine {
        Engine::Wikidiff2 => &CHANGED_WIKIDIFF2,
        Engine::Php => &CHANGED_PHP,
    };
    // From 0 to 10 by construction: a similarity lies from 0 to 1.
    table[((similarity * 10.0) as usize).min(table.len() - 1)]
}

/// A row whose first line stands in the cell before as well: neighbours that are equal are one row of context,
/// unless there are three of them. They never stand on opposite sides, because then the diff would have matched them.
pub(crate) const fn repeated(kind: StepKind, before: Phase) -> Cost {
    let stood_new = matches!(
        before,
        Phase::Change | Phase::Replaced | Phase::Unlike | Phase::Added(_) | Phase::TailAdded
    );
    match kind {
        StepKind::Context => 0,
        StepKind::Changed | StepKind::Replaced | StepKind::Removed if stood_new => IRREGULAR,
        StepKind::Added if matches!(before, Phase::Removed(_) | Phase::TailRemoved) => IRREGULAR,
        _ => 6_500,
    }
}

/// Whether a line alone follows another one of its side in the same block, blank lines aside.
pub(crate) const fn goes_on(kind: StepKind, before: Phase) -> bool {
    matches!(
        (kind, before),
        (StepKind::Added, Phase::Added(_) | Phase::TailAdded)
            | (StepKind::Removed, Phase::Removed(_) | Phase::TailRemoved)
    )
}

/// Two lines of one side below each other, by how alike they are: neighbours that are nearly the same were a changed
/// row in 355 of 360 cases.
pub(crate) fn twin(similarity: f64) -> Cost {
    if similarity >= 0.9 { 2_000 } else { 0 }
}

/// A glued line taken for one cell, by how alike its halves are: a line that happens to be two like halves round a
/// space is rare, and one that is the same twice hardly exists.
#[allow(clippy::cast_possible_truncation)]
pub(crate) fn doubled(alike: f64) -> Cost {
    if alike < THRESHOLD { 0 } else { (6_000.0 * alike) as Cost }
}

/// The old line of an unlike pair, by how alike the engine finds it and the new one before it.
pub(crate) const fn unlike(similarity: f64) -> Cost {
    if similarity >= THRESHOLD { 6_000 } else { 1_600 }
}

/// What an edit rather does with whole lines, as far as is known of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lean {
    /// It adds some: so do most.
    Added,
    /// It removes some. Where the hunks before the last one had lost lines, the last one lost some too in 41 of 48
    /// cases.
    Removed,
}

/// A row, given the phase before it.
pub(crate) const fn row(kind: StepKind, before: Phase, lean: Lean) -> Cost {
    let rows = match lean {
        Lean::Added => &ROWS_OF_ADDING,
        Lean::Removed => &ROWS_OF_REMOVING,
    };
    rows[before.number()][kind as usize]
}

/// What rows of a kind cost after each phase, in the order of [`Phase::number`].
pub(crate) const fn row_after_each(kind: StepKind, lean: Lean) -> &'static [Cost; PHASES] {
    &AFTER_EACH[lean as usize][kind as usize]
}

/// What rows of a kind that repeat a line cost after each phase besides.
pub(crate) const fn repeated_after_each(kind: StepKind) -> &'static [Cost; PHASES] {
    &REPEATED_AFTER_EACH[kind as usize]
}

static AFTER_EACH: [[[Cost; PHASES]; KINDS]; 2] = {
    let mut costs = [[[0; PHASES]; KINDS]; 2];
    let mut cell = 0;
    while cell < PHASES * KINDS {
        let (before, kind) = (cell / KINDS, cell % KINDS);
        costs[Lean::Added as usize][kind][before] = ROWS_OF_ADDING[before][kind];
        costs[Lean::Removed as usize][kind][before] = ROWS_OF_REMOVING[before][kind];
        cell += 1;
    }
    costs
};

static REPEATED_AFTER_EACH: [[Cost; PHASES]; KINDS] = {
    let mut costs = [[0; PHASES]; KINDS];
    let mut cell = 0;
    while cell < PHASES * KINDS {
        let (before, kind) = (cell / KINDS, cell % KINDS);
        costs[kind][before] = repeated(StepKind::ALL[kind], Phase::ALL[before]);
        cell += 1;
    }
    costs
};

/// Rows by the phase before them and their kind: looked up, since the search asks at every step.
type Rows = [[Cost; KINDS]; PHASES];

const ROWS_OF_ADDING: Rows = rows(Lean::Added);
const ROWS_OF_REMOVING: Rows = rows(Lean::Removed);

const fn rows(lean: Lean) -> Rows {
    let mut rows = [[0; KINDS]; PHASES];
    let mut cell = 0;
    while cell < PHASES * KINDS {
        let (before, kind) = (Phase::ALL[cell / KINDS], StepKind::ALL[cell % KINDS]);
        rows[cell / KINDS][cell % KINDS] = match lean {
            Lean::Added => row_of_adding(kind, before),
            Lean::Removed => row_of_adding(kind.mirrored(), before.mirrored()),
        };
        cell += 1;
    }
    rows
}

#[expect(clippy::match_same_arms, reason = "a table: each line stands for its own count")]
const fn row_of_adding(kind: StepKind, before: Phase) -> Cost {
    match (kind, before) {
        // The blank line above has paid for both.
        (StepKind::Added, Phase::Added(1..) | Phase::BlankAdded(_))
        | (StepKind::Removed, Phase::Removed(1..) | Phase::BlankRemoved(_)) => 0,
        (StepKind::Replaced, Phase::Replaced) => -REPLACED_ON,
        (StepKind::Context | StepKind::Changed | StepKind::Replaced, _) => 0,
        (StepKind::Added, Phase::Added(0) | Phase::TailAdded) => 700,
        (StepKind::Removed, Phase::Removed(0) | Phase::TailRemoved) => 750,
        (StepKind::Added, Phase::Change | Phase::Replaced) => 2_000,
        (StepKind::Removed, Phase::Change | Phase::Replaced) => 2_500,
        (StepKind::Added, _) => 2_300,
        (StepKind::Removed, _) => 2_800,
        (StepKind::UnseenAdded, Phase::Added(0)) => 700,
        (StepKind::UnseenRemoved, Phase::Removed(0)) => 750,
        (StepKind::UnseenAdded, Phase::Added(_) | Phase::BlankAdded(_))
        | (StepKind::UnseenRemoved, Phase::Removed(_) | Phase::BlankRemoved(_)) => 2_200,
        (StepKind::UnseenAdded, _) => 2_300,
        (StepKind::UnseenRemoved, _) => 2_800,
    }
}

/// How much less a pair with nothing in common costs after another: where the PHP engine prints one, in 43 of 100 cases
/// it prints a further one below.
const REPLACED_ON: Cost = 1_500;

/// A trimmed text that ends in one row of context: most likely a blank one followed.
pub(crate) const TRIMMED: Cost = 250;

/// A hunk that ends in a phase. Exactly two lines of context follow the last change, unless the page ends there.
pub(crate) const fn end(phase: Phase, engine: Engine) -> Cost {
    match (phase, engine) {
        (Phase::Context(2), _) => 0,
        (Phase::Context(3 | 4), Engine::Php) | (Phase::Context(1), _) => 1_500,
        (
            Phase::Added(0)
            | Phase::Removed(0)
            | Phase::TailAdded
            | Phase::TailRemoved
            | Phase::Change
            | Phase::Replaced,
            _,
        ) => 1_000,
        (Phase::Added(_) | Phase::Removed(_) | Phase::BlankAdded(_) | Phase::BlankRemoved(_), _) => 6_000,
        _ => IRREGULAR,
    }
}
