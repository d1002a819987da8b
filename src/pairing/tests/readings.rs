//! Readings of captures with a known truth, for a fit of the costs: the cheapest ones of each hunk and the true one, with
//! the rows, the states of the grammar and the costs so far.
//!
//! ```sh
//! cat truth.jsonl captures.jsonl | cargo test --release --lib readings::prints_the_readings -- --ignored --nocapture
//! ```
//!
//! Both engines are tried where the paste does not show the engine, since a fit must weigh their readings against each
//! other: the costs also choose the engine.

use std::collections::HashSet;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};

use serde_json::{Value, json};

use super::corpus::{Capture, Lines, MAX_CELLS, TrueRow, captures, fold, lines};
use super::walk::Walk;
use crate::model::{Side, Sides};
use crate::options::Options;
use crate::pairing::cost::Cost;
use crate::pairing::cost::similarity::SimilarityCache;
use crate::pairing::cost::slider::{self, SliderState};
use crate::pairing::grammar::state::{State, StepKind};
use crate::pairing::infer;
use crate::pairing::search::lower_bound::{LowerBound, end_cost};
use crate::pairing::search::{HunkReading, KBest, ReadingStep};
use crate::parse::read_sheets;
use crate::parse::sheet::{Cell, Sheet};

/// Most readings of a hunk that are printed, the cheapest first.
const MAX_READINGS: usize = 60;

/// Most that a printed reading costs above the cheapest.
const MAX_EXCESS: Cost = 12_000;

/// A row of a replayed reading.
#[derive(Clone, Copy)]
struct Replayed {
    before: State,
    after: State,
    slider: SliderState,
    cost: Cost,
    /// The index among the states of the row before.
    from: usize,
}

/// Finds the states and costs of the rows of a reading, the cheapest ones.
fn replay(found: &KBest, steps: &[ReadingStep]) -> Option<(Cost, Vec<Replayed>)> {
    let (lattice, constraints) = found.parts();
    let bound = LowerBound::new(lattice, constraints);
    let start = State::LeadingContext(0);
    let root = Replayed { before: start, after: start, slider: SliderState::default(), cost: 0, from: 0 };
    let mut levels: Vec<Vec<Replayed>> = vec![vec![root]];
    for step in steps {
        let at = step.at as usize;
        let edge = match step.kind {
            StepKind::UnseenAdded | StepKind::UnseenRemoved => None,
            _ => Some(
                lattice
                    .at(at)
                    .find(|placed| placed.edge.kind == step.kind && placed.edge.lines == step.lines)?,
            ),
        };
        let mut next = Vec::new();
        for (from, replayed) in levels.last()?.iter().enumerate() {
            let before = replayed.after;
            let own = match &edge {
                Some(placed) => lattice.cost(at, placed.edge, before),
                None => lattice.unseen_cost(at, step.kind, before),
            };
            let line_id = edge.as_ref().map_or(slider::BLANK, |placed| placed.edge.line_id);
            for (after, begins) in bound.next_states(before, step.kind).into_iter().flatten() {
                let shift = if edge.is_some() { replayed.slider.cost(after) } else { 0 };
                let cost = replayed.cost + own + begins + shift;
                let slider = replayed.slider.after(after, line_id);
                next.push(Replayed { before, after, slider, cost, from });
            }
        }
        levels.push(next);
    }
    let (cost, mut index) = levels
        .last()?
        .iter()
        .enumerate()
        .map(|(index, last)| (last.cost + end_cost(last.after, constraints), index))
        .min()?;
    let mut rows = Vec::new();
    for level in levels[1..].iter().rev() {
        rows.push(level[index]);
        index = level[index].from;
    }
    rows.reverse();
    Some((cost, rows))
}

fn lines_of(steps: &[ReadingStep], cells: &[Cell<'_>]) -> Lines {
    let side = |side: Side| {
        let texts = steps.iter().filter_map(|step| *step.lines.get(side)).map(|line| fold(line.text(cells)));
        texts.filter(|line| !line.is_empty()).collect()
    };
    Sides::new(side(Side::Old), side(Side::New))
}

fn net_lines(steps: &[ReadingStep]) -> i32 {
    let net = |step: &ReadingStep| match step.kind {
        StepKind::Added | StepKind::UnseenAdded => 1,
        StepKind::Removed | StepKind::UnseenRemoved => -1,
        _ => 0,
    };
    steps.iter().map(net).sum()
}

#[test]
#[ignore = "needs captures with a known truth"]
fn prints_the_readings() {
    let mut seen = HashSet::new();
    for capture in captures() {
        let options = Options::default();
        let Ok(sheets) = read_sheets(&capture.text, &options) else { continue };
        let [sheet] = sheets.as_slice() else { continue };
        if sheet.sections.iter().all(crate::pairing::is_stated) {
            continue;
        }
        let decided = if sheet.page.byte_change.is_none() { infer::decide_moves(sheet) } else { None };
        print_hunks(&capture, decided.as_ref().unwrap_or(sheet), &mut seen);
    }
}

fn print_hunks(capture: &Capture, sheet: &Sheet<'_>, seen: &mut HashSet<u64>) {
    let truth = if sheet.sections.len() == 1 { vec![capture.truth.concat()] } else { capture.truth.clone() };
    if truth.len() != sheet.sections.len() {
        println!("{}", json!({"id": capture.id, "group": capture.group, "fails": "hunks"}));
        return;
    }
    if sheet.sections.iter().any(|section| section.cells.len() > MAX_CELLS) {
        println!("{}", json!({"id": capture.id, "group": capture.group, "fails": "long"}));
        return;
    }
    let has_bytes = sheet.page.byte_change.is_some();
    let key = hash_sheet(capture, sheet);
    if !seen.insert(key) {
        println!(
            "{}",
            json!({"id": capture.id, "group": capture.group, "engine": capture.engine, "key": key, "again": true})
        );
        return;
    }
    for engine in sheet.source.engines {
        let priced = infer::search_hunks(sheet, *engine, has_bytes);
        let many = infer::search_hunks(sheet, *engine, true);
        for (index, truth) in truth.iter().enumerate() {
            let (_, constraints) = priced[index].parts();
            let place = json!({
                "id": capture.id, "group": capture.group, "engine": capture.engine, "tried": format!("{engine:?}"),
                "hunk": index, "hunks": sheet.sections.len(), "key": key, "bytes": has_bytes,
                "lines": constraints.lines, "prior": format!("{:?}", constraints.edit_prior),
            });
            let cells = &sheet.sections[index].cells;
            println!("{}", describe(place, [&priced[index], &many[index]], cells, truth));
        }
    }
}

/// Hashes what the readings depend on: the same page copied in another language has the same readings.
fn hash_sheet(capture: &Capture, sheet: &Sheet<'_>) -> u64 {
    let mut hash = DefaultHasher::new();
    let summary = sheet.page.revisions.new.comment.as_deref();
    let facts = format!("{:?}{:?}{summary:?}", sheet.blank_rows, sheet.text_end);
    (&capture.engine, sheet.page.byte_change.is_some(), facts).hash(&mut hash);
    for section in &sheet.sections {
        format!("{:?}", section.start).hash(&mut hash);
        for cell in &section.cells {
            (&*cell.text, format!("{:?}{:?}{:?}", cell.claim, cell.side, cell.rendered)).hash(&mut hash);
        }
    }
    hash.finish()
}

/// Adds the cheapest readings of a hunk and the true one to its place.
fn describe(mut place: Value, [priced, many]: [&KBest; 2], cells: &[Cell<'_>], truth: &[TrueRow]) -> Value {
    let truth = lines(truth);
    let (_, constraints) = priced.parts();
    let mut found = cheapest(many);
    found.extend(priced.best_two().map(|(best, _)| (None, priced.steps(best))));
    let way = Walk::find(priced, cells, &truth);
    place["reachable"] = json!(way.is_some());
    found.extend(way.map(|way| (None, way.steps)));
    let mut edges: Vec<ReadingStep> = Vec::new();
    let mut printed: Vec<Vec<ReadingStep>> = Vec::new();
    let mut values = Vec::new();
    for (bytes, steps) in found {
        let fits = constraints.lines.is_none_or(|lines| lines == net_lines(&steps));
        if !fits || printed.contains(&steps) {
            continue;
        }
        let Some((cost, rows)) = replay(priced, &steps) else { continue };
        let is_true = lines_of(&steps, cells) == truth;
        let rows: Vec<Value> = steps
            .iter()
            .zip(&rows)
            .map(|(step, row)| {
                let edge = edges.iter().position(|edge| edge == step).unwrap_or_else(|| {
                    edges.push(*step);
                    edges.len() - 1
                });
                json!([edge, row.before.index(), row.after.index(), row.cost])
            })
            .collect();
        values.push(json!({"cost": cost, "true": is_true, "bytes": bytes, "rows": rows}));
        printed.push(steps);
    }
    place["edges"] = describe_edges(&edges, cells);
    place["readings"] = json!(values);
    place["cells"] = json!(cells.iter().map(|cell| &*cell.text).collect::<Vec<_>>());
    place
}

/// Takes the cheapest readings: for each byte delta the best two.
fn cheapest(found: &KBest) -> Vec<(Option<i64>, Vec<ReadingStep>)> {
    let mut readings: Vec<&HunkReading> = found.readings.iter().collect();
    readings.sort_by_key(|reading| reading.cost);
    let limit = readings.first().map_or(0, |reading| reading.cost) + MAX_EXCESS;
    let near = readings.iter().filter(|reading| reading.cost <= limit).take(MAX_READINGS);
    near.map(|reading| (Some(reading.bytes), found.steps(reading))).collect()
}

/// Writes the rows that readings share: the kind, the cell, the lines and their similarity.
fn describe_edges(edges: &[ReadingStep], cells: &[Cell<'_>]) -> Value {
    let similarities = SimilarityCache::default();
    let describe = |edge: &ReadingStep| {
        let pair = edge.lines.old.zip(edge.lines.new);
        let similarity = pair.map(|(old, new)| similarities.similarity(old, new, cells));
        let text = |side| edge.lines.get(side).map(|line| line.text(cells));
        json!([format!("{:?}", edge.kind), edge.at, text(Side::Old), text(Side::New), similarity])
    };
    edges.iter().map(describe).collect()
}
