//! The cheapest alignment of two sequences of tokens, by [`cost`](super::cost), for sequences of any length.
//!
//! [`similar`] finds common runs of tokens. Long runs are anchors: they are no chance matches. Between two anchors, the
//! optimal alignment is found by dynamic programming, which also dissolves chance matches, joins neighbouring marks and
//! moves marks to natural borders. Where that would be too much work, the runs of `similar` stand.
//!
//! ```text
//! old   ████████████ a b c ██████████████        █ anchors, equal on both sides
//! new   ████████████ a x   ██████████████
//!              └── window ──┘
//! ```

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::affine_alignment::{MAX_TOKENS, optimal_alignment};
use super::cost::MARK;
use super::sequence::{SequenceToken, TokenEdit};
use crate::model::Sides;

/// A run of tokens that both sides have.
#[derive(Clone, Copy, Debug)]
struct TokenRun {
    starts: Sides<usize>,
    length: usize,
}

impl TokenRun {
    fn ends(&self) -> Sides<usize> {
        self.starts.map(|start| start + self.length)
    }

    fn weight(&self, old: &[SequenceToken]) -> u32 {
        total_weight(&old[self.starts.old..self.ends().old])
    }
}

/// The minimum weight of an anchor: 32 characters.
const ANCHOR_THRESHOLD: u32 = 128;

/// The minimum weight of a common run that is kept where no optimal alignment is computed. A run splits an old and a new
/// mark, which costs two marks more, and saves its own weight on both sides.
const RUN_THRESHOLD: u32 = MARK;

/// The number of tokens by which a window reaches into an anchor, so that marks can move.
const WINDOW_MARGIN: usize = 16;

/// Table cells for one pair of lines: at most a few hundredths of a second, and a megabyte of traces.
const CELL_BUDGET: usize = 1 << 20;

/// Table cells for a pair of lines in which a text may have changed places: lines of a hundred tokens.
const MAX_CROSSED_CELLS: usize = 1 << 14;

/// Finds the edits that turn the old tokens into the new ones, in order.
pub(crate) fn align(tokens: Sides<&[SequenceToken]>) -> Vec<TokenEdit> {
    let runs = find_common_runs(tokens);
    let all = tokens.map(<[SequenceToken]>::len);
    if cells(all) <= MAX_CROSSED_CELLS && may_cross(&runs, tokens) {
        return optimal_alignment(tokens);
    }
    let mut edits = Vec::new();
    let mut budget = CELL_BUDGET;
    for (window, runs) in split_into_windows(&runs, tokens) {
        let lengths = Sides::new(window.old.len(), window.new.len());
        if cells(lengths) <= budget && lengths.old.max(lengths.new) <= MAX_TOKENS {
            budget -= cells(lengths);
            edits.extend(align_window(&window, tokens));
        } else {
            edits.extend(edits_between_runs(runs, &window, tokens));
        }
    }
    edits
}

/// The number of table cells of an optimal alignment.
fn cells(lengths: Sides<usize>) -> usize {
    (lengths.old + 1).saturating_mul(lengths.new + 1)
}

/// Returns true if a long stretch was removed in one place and a long stretch was added in another.
///
/// A text may have changed places with the text between. Either can then count as the one that stayed, and `similar`,
/// which counts tokens, may have chosen the shorter.
fn may_cross(runs: &[TokenRun], tokens: Sides<&[SequenceToken]>) -> bool {
    let mut from = Sides::new(0, 0);
    let mut long = Sides::<Vec<usize>>::default();
    let last = TokenRun { starts: tokens.map(<[SequenceToken]>::len), length: 0 };
    for (gap, run) in runs.iter().chain([&last]).enumerate() {
        let is_long = |tokens: &[SequenceToken]| total_weight(tokens) >= ANCHOR_THRESHOLD;
        long.old.extend(is_long(&tokens.old[from.old..run.starts.old]).then_some(gap));
        long.new.extend(is_long(&tokens.new[from.new..run.starts.new]).then_some(gap));
        from = run.ends();
    }
    long.old.iter().any(|old| long.new.iter().any(|new| old != new))
}

/// Finds the edits of a window by the optimal alignment.
fn align_window(window: &TokenEdit, tokens: Sides<&[SequenceToken]>) -> impl Iterator<Item = TokenEdit> {
    let from = Sides::new(window.old.start, window.new.start);
    let inside = Sides { old: &tokens.old[window.old.clone()], new: &tokens.new[window.new.clone()] };
    let shift = |range: Range<usize>, by: usize| range.start + by..range.end + by;
    let edits = optimal_alignment(inside).into_iter();
    edits.map(move |edit| Sides { old: shift(edit.old, from.old), new: shift(edit.new, from.new) })
}

/// The edits of a window between the common runs, without the lightest runs.
fn edits_between_runs(
    runs: &[TokenRun],
    window: &TokenEdit,
    tokens: Sides<&[SequenceToken]>,
) -> Vec<TokenEdit> {
    let end = Sides::new(window.old.end, window.new.end);
    let clamp = |at: Sides<usize>| Sides::new(at.old.min(end.old), at.new.min(end.new));
    let mut from = Sides::new(window.old.start, window.new.start);
    let mut edits = Vec::new();
    for run in runs.iter().filter(|run| run.weight(tokens.old) >= RUN_THRESHOLD) {
        let start = Sides::new(run.starts.old.max(from.old), run.starts.new.max(from.new));
        push_nonempty(&mut edits, edit_between(from, clamp(start)));
        from = run.ends();
    }
    push_nonempty(&mut edits, edit_between(clamp(from), end));
    edits
}

fn push_nonempty(edits: &mut Vec<TokenEdit>, edit: TokenEdit) {
    if !edit.old.is_empty() || !edit.new.is_empty() {
        edits.push(edit);
    }
}

/// Finds common runs with `similar`.
fn find_common_runs(tokens: Sides<&[SequenceToken]>) -> Vec<TokenRun> {
    let ids = tokens.map(|tokens| tokens.iter().map(|token| token.id).collect::<Vec<_>>());
    let mut runs = Vec::new();
    for operation in capture_diff_slices(Algorithm::Myers, &ids.old, &ids.new) {
        if let DiffOp::Equal { old_index, new_index, len } = operation {
            runs.push(TokenRun { starts: Sides::new(old_index, new_index), length: len });
        }
    }
    runs
}

/// The windows between anchors, each with its common runs and the anchors beside it.
fn split_into_windows<'r>(
    runs: &'r [TokenRun],
    tokens: Sides<&[SequenceToken]>,
) -> Vec<(TokenEdit, &'r [TokenRun])> {
    let mut windows = Vec::new();
    let mut from = Sides::new(0, 0);
    let mut first = 0;
    let is_anchor = |run: &TokenRun| run.weight(tokens.old) >= ANCHOR_THRESHOLD;
    for (index, run) in runs.iter().enumerate().filter(|(_, run)| is_anchor(run)) {
        let margin = WINDOW_MARGIN.min(run.length / 2);
        windows.push((edit_between(from, run.starts.map(|start| start + margin)), &runs[first..=index]));
        from = run.ends().map(|end| end - margin);
        first = index;
    }
    windows.push((edit_between(from, tokens.map(<[SequenceToken]>::len)), &runs[first..]));
    windows
}

fn edit_between(from: Sides<usize>, to: Sides<usize>) -> TokenEdit {
    Sides { old: from.old..to.old, new: from.new..to.new }
}

fn total_weight(tokens: &[SequenceToken]) -> u32 {
    tokens.iter().map(|token| token.weight).fold(0, u32::saturating_add)
}
