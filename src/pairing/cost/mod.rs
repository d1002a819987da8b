//! Costs of rows: they rank the readings that an engine could have printed.
//!
//! A cost is a log-odds in thousandths: a row that costs 700 more is about half as likely (ln 2 = 0.693). Costs of the
//! rows of a reading add up, as independent odds multiply. The figures were fitted by hand on the measured edits.
//!
//! ```text
//! cost of a row = base (kind, state before)        row, row_after_each
//!               + similarity of its two lines      changed, unlike_pair, near_duplicate, line_place
//!               + neighbours                       split_bonus, repeated, slider
//!               + evidence of the page             rendered, blank_lines, edit_summary
//! ```
//!
//! Some figures bound the readings that a proof looks at ([`BEAM_MARGIN`], [`RUNNER_UP_MARGIN`], [`PROOF_MARGIN`],
//! [`PROOF_MARGIN_AT_END`], [`RIVAL_MARGIN`]). A right reading that costs more than these margins allow could lose to a
//! wrong reading that is then called proved.

pub(crate) mod blank_lines;
pub(crate) mod edit_summary;
pub(crate) mod line_place;
pub(crate) mod similarity;
pub(crate) mod slider;
pub(crate) mod split_bonus;

use crate::model::Side;
use crate::parse::sheet::{Engine, Rendered};

use super::grammar::state::{STATE_COUNT, STEP_KIND_COUNT, State, StepKind};

/// Cost of a row or a reading, in thousandths of log-odds.
pub(crate) type Cost = i64;

/// Returns the cost of an engine before any cell is read. wikidiff2 prints most pages.
pub(crate) const fn engine_prior(engine: Engine) -> Cost {
    match engine {
        Engine::Wikidiff2 => 0,
        Engine::Php => 1_000,
    }
}

/// Bonus of a line on the side where a neighbouring changed row lost or gained its text.
pub(crate) const SPLIT_BONUS: Cost = 2_000;

/// Cost of a changed row whose cells are equal in the copy. A hunk without any other change needs one.
pub(crate) const LOST_CHANGE: Cost = 5_500;

/// Cost of a row that no engine prints at its place: damage, or a part of the page around the diff.
pub(crate) const UNGRAMMATICAL: Cost = 1_000_000;

/// Cost of a copied one-sided blank line on a page of the PHP engine. Its table leaves nothing of such a line to copy.
pub(crate) const NEVER_COPIED: Cost = 12_000;

/// Returns the cost of an edit that adds or removes this many NBSPs on balance. Seven of 328 measured edits do, three of
/// them a single NBSP.
pub(crate) const fn nbsp(count: i64) -> Cost {
    5_500 + 100 * count
}

/// Cost of a line of one blank outside the changed blocks of the PHP engine. The wiki's line is then a lone NBSP.
pub(crate) const LONE_BLANK: Cost = 5_000;

/// Cost of a block that stands lower than the engines put it. A higher cost finds no more, and loses blocks whose lines
/// are equal only in the copy, where white space was lost.
pub(crate) const NOT_SHIFTED_UP: Cost = 2_500;

/// Most that a reading may cost above the best to be reported as an alternative.
pub(crate) const RUNNER_UP_MARGIN: Cost = 8_000;

/// Most that a proved reading may cost above the best reading of any byte change: a dearer sum agrees by chance. At 8,000
/// this chance made a fifth of the wrong proofs of pastes with a line missing or one too many. One right reading in a
/// hundred costs more.
pub(crate) const PROOF_MARGIN: Cost = 5_000;

/// [`PROOF_MARGIN`] for rows that end with a change: the page ends there, or the last lines of the paste are missing.
pub(crate) const PROOF_MARGIN_AT_END: Cost = 2_000;

/// Most that a rival may cost above a reading to stop its proof, if both have the byte change. At 12,000 one proof in
/// 150,000 simulated pastes was wrong.
pub(crate) const RIVAL_MARGIN: Cost = 13_000;

/// Most that a reading may cost above the best to be searched: every rival of a reading that can still be proved.
pub(crate) const BEAM_MARGIN: Cost = RUNNER_UP_MARGIN + RIVAL_MARGIN;

/// Returns the cost of a line on a side, given its words in the rendered page of the new revision. Whole pages had 98 % of
/// the added lines and 14 % of the removed lines.
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

/// Least similarity of a changed row in wikidiff2 (`wikidiff2.change_threshold`).
pub(crate) const CHANGE_THRESHOLD: f64 = 0.2;

/// Cost of a changed row for every tenth of similarity from 0 to 1: the odds of such a pair of neighbours in real diffs to be
/// two lines of one side.
const CHANGED_WIKIDIFF2: [Cost; 11] = [9_000, 7_000, 3_300, 2_700, 2_200, 1_500, 1_200, 700, 400, 200, 200];

/// Cost of a changed row of the PHP engine, which puts lines beside each other that have nothing in common.
const CHANGED_PHP: [Cost; 11] = [3_300, 2_900, 2_900, 2_700, 2_200, 1_500, 1_200, 700, 400, 200, 200];

/// Returns the cost of a changed row by the similarity of its lines.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a similarity lies from 0 to 1")]
pub(crate) fn changed(similarity: f64, engine: Engine) -> Cost {
    let table = match engine {
        Engine::Wikidiff2 => &CHANGED_WIKIDIFF2,
        Engine::Php => &CHANGED_PHP,
    };
    table[((similarity * 10.0) as usize).min(table.len() - 1)]
}

/// Returns the cost of a row whose first line equals the cell before it. Two equal neighbours are one context row, unless
/// there are three of them. They never stand on opposite sides: the engine would have matched them.
pub(crate) const fn repeated(kind: StepKind, before: State) -> Cost {
    let stood_new = matches!(
        before,
        State::Changed | State::Replaced | State::AfterUnlikeNew | State::Added(_) | State::AddedAfterChanged
    );
    match kind {
        StepKind::Context => 0,
        StepKind::Changed | StepKind::Replaced | StepKind::Removed if stood_new => UNGRAMMATICAL,
        StepKind::Added if matches!(before, State::Removed(_) | State::RemovedAfterChanged) => UNGRAMMATICAL,
        _ => 6_500,
    }
}

/// Returns true if a one-sided line follows another line of its side in the same block, blank lines aside.
pub(crate) const fn continues_block(kind: StepKind, before: State) -> bool {
    matches!(
        (kind, before),
        (StepKind::Added, State::Added(_) | State::AddedAfterChanged)
            | (StepKind::Removed, State::Removed(_) | State::RemovedAfterChanged)
    )
}

/// Returns the cost of two lines of one side below each other, by their similarity. Near duplicates were a changed row in
/// 355 of 360 cases.
pub(crate) fn near_duplicate(similarity: f64) -> Cost {
    if similarity >= 0.9 { 2_000 } else { 0 }
}

/// Cost of two lines of one side below each other that a page has once.
pub(crate) const SHARED_PLACE: Cost = 2_500;

/// Cost of an end of a block below the same one on one side, beyond [`repeated`]. One of 30 such lines repeats the line
/// before, and one of 1,400 other lines.
pub(crate) const REPEATED_END: Cost = -3_100;

/// Most that a changed row costs whose lines a page has once.
pub(crate) const CHANGED_IN_PLACE: Cost = 700;

/// Returns the cost of a whole row taken for one line, by the similarity of its halves. A line of two similar halves is
/// rare, and a line of two equal halves hardly exists.
#[expect(clippy::cast_possible_truncation, reason = "a similarity lies from 0 to 1")]
pub(crate) fn doubled(similarity: f64) -> Cost {
    if similarity < CHANGE_THRESHOLD { 0 } else { (6_000.0 * similarity) as Cost }
}

/// Returns the cost of the old line of an unlike pair, by its similarity to the new line before it.
pub(crate) const fn unlike_pair(similarity: f64) -> Cost {
    if similarity >= CHANGE_THRESHOLD { 6_000 } else { 1_600 }
}

/// Least similarity of a moved line in wikidiff2 (`wikidiff2.moved_line_threshold`).
const MOVED_THRESHOLD: f64 = 0.4;

/// Returns the further cost of the old line of an unlike pair beside the new line of the next pair, by their similarity: 3 of
/// 1,412 measured blocks have such a row.
pub(crate) const fn moved_by_one(similarity: f64) -> Cost {
    if similarity > MOVED_THRESHOLD { 2_000 } else { 8_000 }
}

/// Prior for one-sided lines: the edit rather adds or removes whole lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EditPrior {
    /// It adds lines, as most edits do.
    Adds,
    /// It removes lines. After hunks that had lost lines, the last hunk lost some too in 41 of 48 cases.
    Removes,
}

/// Returns the base cost of a row after a state.
pub(crate) const fn row(kind: StepKind, before: State, prior: EditPrior) -> Cost {
    AFTER_EACH[prior as usize][kind as usize][before.index()]
}

/// Base costs by prior, kind and state before: a table, since the search asks at every step.
static AFTER_EACH: [[[Cost; STATE_COUNT]; STEP_KIND_COUNT]; 2] = {
    let mut costs = [[[0; STATE_COUNT]; STEP_KIND_COUNT]; 2];
    let mut cell = 0;
    while cell < STATE_COUNT * STEP_KIND_COUNT {
        let (before, kind) = (cell / STEP_KIND_COUNT, cell % STEP_KIND_COUNT);
        let (row, state) = (StepKind::ALL[kind], State::ALL[before]);
        costs[EditPrior::Adds as usize][kind][before] = row_of_adding(row, state);
        costs[EditPrior::Removes as usize][kind][before] = row_of_adding(row.mirrored(), state.mirrored());
        cell += 1;
    }
    costs
};

/// Returns the base cost of a row in an edit that rather adds lines.
#[expect(clippy::match_same_arms, reason = "a table: each line stands for its own count")]
const fn row_of_adding(kind: StepKind, before: State) -> Cost {
    match (kind, before) {
        // The unseen blank line above has paid for both.
        (StepKind::Added, State::Added(1..) | State::UnseenBeforeAdded(_))
        | (StepKind::Removed, State::Removed(1..) | State::UnseenBeforeRemoved(_)) => 0,
        (StepKind::Replaced, State::Replaced) => -REPLACED_AGAIN,
        (StepKind::Context | StepKind::Changed | StepKind::Replaced, _) => 0,
        (StepKind::Added, State::Added(0) | State::AddedAfterChanged) => 700,
        (StepKind::Removed, State::Removed(0) | State::RemovedAfterChanged) => 750,
        (StepKind::Added, State::Changed | State::Replaced) => 2_000,
        (StepKind::Removed, State::Changed | State::Replaced) => 2_500,
        (StepKind::Added, _) => 2_300,
        (StepKind::Removed, _) => 2_800,
        (StepKind::UnseenAdded, State::Added(0)) => 700,
        (StepKind::UnseenRemoved, State::Removed(0)) => 750,
        (StepKind::UnseenAdded, State::Added(_) | State::UnseenBeforeAdded(_))
        | (StepKind::UnseenRemoved, State::Removed(_) | State::UnseenBeforeRemoved(_)) => 2_200,
        (StepKind::UnseenAdded, _) => 2_300,
        (StepKind::UnseenRemoved, _) => 2_800,
    }
}

/// Rebate of a replaced row after another. Below a replaced row the PHP engine prints a further one in 43 of 100 cases.
const REPLACED_AGAIN: Cost = 1_500;

/// Cost of a trimmed text that ends in one row of context. Most likely a blank row followed.
pub(crate) const TRIMMED_BLANK: Cost = 250;

/// Returns the cost of a hunk that ends in a state. Exactly two lines of context follow the last change, unless the page
/// ends there.
pub(crate) const fn hunk_end(state: State, engine: Engine) -> Cost {
    match (state, engine) {
        (State::Context(2), _) => 0,
        (State::Context(3 | 4), Engine::Php) | (State::Context(1), _) => 1_500,
        (
            State::Added(0)
            | State::Removed(0)
            | State::AddedAfterChanged
            | State::RemovedAfterChanged
            | State::Changed
            | State::Replaced,
            _,
        ) => 1_000,
        (
            State::Added(_) | State::Removed(_) | State::UnseenBeforeAdded(_) | State::UnseenBeforeRemoved(_),
            _,
        ) => 6_000,
        _ => UNGRAMMATICAL,
    }
}
