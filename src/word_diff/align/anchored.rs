//! Which tokens of two lines stand for each other: the cheapest alignment by [`cost`](super::cost).
//!
//! [`similar`] finds what is surely common. Between two long common stretches, the exact cheapest alignment is
//! found by dynamic programming, which at once dissolves chance matches, joins neighbouring marks and slides
//! marks to natural borders. Where that would be too much work, what `similar` found stands.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::affine_alignment;
use super::cost::MARK;
use super::sequence::{Edit, Piece};
use crate::model::Sides;

/// Tokens in a row that both sides have.
#[derive(Clone, Copy, Debug)]
struct Run {
    starts: Sides<usize>,
    length: usize,
}

/// Common stretches of this weight (in the unit of `cost`: 32 characters) are no chance matches.
const SURE: u32 = 128;

/// Where texts are too large to look at closely, common stretches lighter than this stay marked: to part an old and a
/// new mark in two costs two marks more, and saves the stretch on both sides.
const LIGHT: u32 = MARK;

/// How far a mark may slide into a sure stretch, in tokens.
const SLIDE: usize = 16;

/// Cells of dynamic programming for one stretch of a pair of lines: a few hundredths of a second at most,
/// and a megabyte of traces.
const MAX_CELLS: usize = 1 << 20;

/// Cells for a pair of lines in which a text may have changed places: lines of a hundred tokens.
const MAX_CROSSED: usize = 1 << 14;

/// The edits that turn the old tokens into the new ones, in order.
pub(crate) fn align(pieces: Sides<&[Piece]>) -> Vec<Edit> {
    let runs = common_runs(pieces);
    let all = pieces.map(<[Piece]>::len);
    if (all.old + 1).saturating_mul(all.new + 1) <= MAX_CROSSED && may_cross(&runs, pieces) {
        return affine_alignment::cheapest(pieces);
    }
    let mut edits = Vec::new();
    let mut cells = MAX_CELLS;
    for (window, runs) in windows(&runs, pieces) {
        let size = (window.old.len() + 1).saturating_mul(window.new.len() + 1);
        if size <= cells
            && window.old.len() <= affine_alignment::MAX_TOKENS
            && window.new.len() <= affine_alignment::MAX_TOKENS
        {
            cells -= size;
            edits.extend(cheapest(&window, pieces));
        } else {
            edits.extend(between(runs, &window, pieces));
        }
    }
    edits
}

/// Whether a long stretch was removed in one place and a long one added in another.
///
/// It may be one text that changed places with what stands between. Then either can be taken for the one that stayed,
/// and `similar`, which counts tokens, may have taken the shorter.
fn may_cross(runs: &[Run], pieces: Sides<&[Piece]>) -> bool {
    let mut from = Sides::new(0, 0);
    let mut long = Sides::<Vec<usize>>::default();
    let last = Run { starts: pieces.map(<[Piece]>::len), length: 0 };
    for (gap, run) in runs.iter().chain([&last]).enumerate() {
        long.old.extend((sum(&pieces.old[from.old..run.starts.old]) >= SURE).then_some(gap));
        long.new.extend((sum(&pieces.new[from.new..run.starts.new]) >= SURE).then_some(gap));
        from = run.starts.map(|start| start + run.length);
    }
    long.old.iter().any(|old| long.new.iter().any(|new| old != new))
}

/// The edits of a window, found exactly.
fn cheapest(window: &Edit, pieces: Sides<&[Piece]>) -> impl Iterator<Item = Edit> {
    let from = Sides::new(window.old.start, window.new.start);
    let inside = Sides { old: &pieces.old[window.old.clone()], new: &pieces.new[window.new.clone()] };
    let shift = |range: Range<usize>, by: usize| range.start + by..range.end + by;
    let edits = affine_alignment::cheapest(inside).into_iter();
    edits.map(move |edit| Sides { old: shift(edit.old, from.old), new: shift(edit.new, from.new) })
}

/// The edits of a window as `similar` found them, but for the lightest chance matches.
fn between(runs: &[Run], window: &Edit, pieces: Sides<&[Piece]>) -> Vec<Edit> {
    let kept = runs.iter().filter(|run| weight(run, pieces.old) >= LIGHT);
    let mut from = Sides::new(window.old.start, window.new.start);
    let mut edits = Vec::new();
    for run in kept {
        let start = Sides::new(run.starts.old.max(from.old), run.starts.new.max(from.new));
        push_edit(
            &mut edits,
            window_to(from, Sides::new(start.old.min(window.old.end), start.new.min(window.new.end))),
        );
        from = run.starts.map(|start| start + run.length);
    }
    from = Sides::new(from.old.min(window.old.end), from.new.min(window.new.end));
    push_edit(&mut edits, window_to(from, Sides::new(window.old.end, window.new.end)));
    edits
}

fn push_edit(edits: &mut Vec<Edit>, edit: Edit) {
    if !edit.old.is_empty() || !edit.new.is_empty() {
        edits.push(edit);
    }
}

/// What `similar` finds to be common.
fn common_runs(pieces: Sides<&[Piece]>) -> Vec<Run> {
    let names = pieces.map(|pieces| pieces.iter().map(|piece| piece.name).collect::<Vec<_>>());
    let operations = capture_diff_slices(Algorithm::Myers, &names.old, &names.new);
    let run = |operation: &DiffOp| match *operation {
        DiffOp::Equal { old_index, new_index, len } => {
            Some(Run { starts: Sides::new(old_index, new_index), length: len })
        }
        _ => None,
    };
    operations.iter().filter_map(run).collect()
}

/// The stretches between sure runs, a slide's length into them, each with its runs and the sure ones beside it.
fn windows<'r>(runs: &'r [Run], pieces: Sides<&[Piece]>) -> Vec<(Edit, &'r [Run])> {
    let mut windows = Vec::new();
    let mut from = Sides::new(0, 0);
    let mut first = 0;
    for (index, run) in runs.iter().enumerate().filter(|(_, run)| weight(run, pieces.old) >= SURE) {
        let slide = SLIDE.min(run.length / 2);
        windows.push((window_to(from, run.starts.map(|start| start + slide)), &runs[first..=index]));
        from = run.starts.map(|start| start + run.length - slide);
        first = index;
    }
    windows.push((window_to(from, pieces.map(<[Piece]>::len)), &runs[first..]));
    windows
}

fn window_to(from: Sides<usize>, to: Sides<usize>) -> Edit {
    Sides { old: from.old..to.old, new: from.new..to.new }
}

fn weight(run: &Run, old: &[Piece]) -> u32 {
    sum(&old[run.starts.old..run.starts.old + run.length])
}

fn sum(pieces: &[Piece]) -> u32 {
    pieces.iter().map(|piece| piece.weight).fold(0, u32::saturating_add)
}
