//! Measurements on captures with a known truth: what the true reading costs, and how often a figure of certainty is right.
//!
//! ```sh
//! cat truth.jsonl captures.jsonl | cargo test --release --lib corpus::prints_the_shares -- --ignored --nocapture
//! cat truth.jsonl captures.jsonl | cargo test --release --lib corpus::prints_the_cost -- --ignored --nocapture
//! ```
//!
//! A capture is an object with `id`, `engine`, `group` and `text`, a truth one with `id`, `engine` and `hunks` as in the JSON
//! output. Each test prints a table; `tests/calibrate.py` reads the one of the shares.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::io::stdin;

use serde_json::Value;

use super::walk::Walk;
use crate::model::{Change, Line, Row, Side, Sides};
use crate::options::Options;
use crate::parse::read_sheets;
use crate::parse::sheet::{Engine, Sheet};

use crate::pairing::cost::Cost;
use crate::pairing::infer::{self, Inferred};

/// Lines of both sides, as they are compared.
pub(super) type Lines = Sides<Vec<String>>;

/// A capture of a diff whose sides are known.
pub(super) struct Capture {
    pub(super) id: String,
    pub(super) engine: String,
    pub(super) group: String,
    pub(super) text: String,
    /// The rows of each hunk.
    pub(super) truth: Vec<Vec<TrueRow>>,
}

/// A row as it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TrueRow {
    kind: String,
    lines: Sides<Option<String>>,
}

/// Folds what a copy loses: NBSP, and white space at the ends.
pub(super) fn fold(text: &str) -> String {
    text.replace('\u{a0}', " ").trim().to_owned()
}

pub(super) fn captures() -> Vec<Capture> {
    let text = |value: &Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let values = stdin().lines().map(|line| serde_json::from_str::<Value>(&line.unwrap()).unwrap());
    let (captures, truths): (Vec<_>, Vec<_>) = values.partition(|value| value["text"].is_string());
    let key = |truth: &Value| (text(truth, "id"), text(truth, "engine"));
    let truths: HashMap<_, _> = truths.into_iter().map(|truth| (key(&truth), truth)).collect();
    let capture = |value: Value| {
        let (id, engine) = (text(&value, "id"), text(&value, "engine"));
        let hunks = truths[&(id.clone(), engine.clone())]["hunks"].as_array().unwrap().iter();
        let rows = |hunk: &Value| hunk["rows"].as_array().unwrap().iter().map(true_row).collect();
        let truth = hunks.map(rows).collect();
        Capture { id, engine, group: text(&value, "group"), text: text(&value, "text"), truth }
    };
    captures.into_iter().map(capture).collect()
}

fn true_row(row: &Value) -> TrueRow {
    let kind = match row["kind"].as_str().unwrap() {
        "moved_from" => "removed",
        "moved_to" => "added",
        kind => kind,
    };
    let line = |key: &str| row[key].as_str().map(fold);
    let lines = match kind {
        "context" => Sides::new(line("old"), line("old")),
        _ => Sides::new(line("old"), line("new")),
    };
    TrueRow { kind: kind.to_owned(), lines }
}

fn shown_row(row: &Row<Line<'_>>) -> TrueRow {
    let kind = match row.change {
        Change::Context(_) => "context",
        Change::Changed(_) => "changed",
        Change::Removed(_) | Change::MovedFrom(..) => "removed",
        Change::Added(_) | Change::MovedTo(..) => "added",
    };
    let mut lines = row.change.lines().map(|line| line.map(|line| fold(line)));
    if kind == "context" {
        lines.new.clone_from(&lines.old);
    }
    TrueRow { kind: kind.to_owned(), lines }
}

/// Takes the lines with text of each side.
pub(super) fn lines(rows: &[TrueRow]) -> Lines {
    let side = |side| {
        let lines = rows.iter().filter_map(|row| row.lines.get(side).clone());
        lines.filter(|line| !line.is_empty()).collect()
    };
    Sides::new(side(Side::Old), side(Side::New))
}

/// Finds for each shown row if it is a row of the truth, in order: a longest common subsequence.
fn right_rows(shown: &[TrueRow], truth: &[TrueRow]) -> Vec<bool> {
    let mut lengths = vec![vec![0_u32; truth.len() + 1]; shown.len() + 1];
    for (at, row) in shown.iter().enumerate().rev() {
        for (other, other_row) in truth.iter().enumerate().rev() {
            lengths[at][other] = if row == other_row {
                lengths[at + 1][other + 1] + 1
            } else {
                lengths[at + 1][other].max(lengths[at][other + 1])
            };
        }
    }
    let mut other = 0;
    let mut is_right = vec![false; shown.len()];
    for at in 0..shown.len() {
        while other < truth.len() && shown[at] != truth[other] && lengths[at][other + 1] == lengths[at][other]
        {
            other += 1;
        }
        if other < truth.len() && shown[at] == truth[other] {
            is_right[at] = true;
            other += 1;
        }
    }
    is_right
}

/// Reads a capture. Returns nothing if it states its sides or holds several diffs.
pub(super) fn with_inferred<T>(
    capture: &Capture,
    take: impl FnOnce(&Sheet<'_>, &Inferred<'_>) -> T,
) -> Option<T> {
    let options = Options::default();
    let sheets: Vec<Sheet<'_>> = read_sheets(&capture.text, &options).ok()?;
    let [sheet] = sheets.as_slice() else { return None };
    let is_stated = sheet.sections.iter().all(crate::pairing::is_stated);
    (!is_stated).then(|| take(sheet, &infer::infer_rows(sheet, &options)))
}

#[test]
#[ignore = "needs captures with a known truth"]
fn prints_the_shares_and_what_is_right() {
    for capture in captures() {
        let table = with_inferred(&capture, |_, inferred| {
            let truth: Vec<TrueRow> = capture.truth.concat();
            let rows: Vec<&Row<Line<'_>>> = inferred.hunks.iter().flat_map(|hunk| &hunk.rows).collect();
            let shown: Vec<TrueRow> = rows.iter().map(|row| shown_row(row)).collect();
            let is_right = lines(&shown) == lines(&truth);
            let start = format!("{}\t{}\t{}", capture.group, capture.id, inferred.proof.name());
            let mut table = String::new();
            let Some(certainty) = &inferred.certainty else {
                _ = writeln!(table, "page\t{start}\tnone\t-\t{}", u8::from(is_right));
                return table;
            };
            let evidence = format!("{:?}", certainty.evidence);
            _ = writeln!(
                table,
                "page\t{start}\t{evidence}\t{:.6}\t{}",
                certainty.reading,
                u8::from(is_right)
            );
            let shares = certainty.rows.iter().flatten();
            let right_rows = right_rows(&shown, &truth);
            for ((row, share), is_right) in rows.iter().zip(shares).zip(right_rows) {
                let kind = shown_row(row).kind;
                let (flag, is_right) = (u8::from(row.is_ambiguous), u8::from(is_right));
                _ = writeln!(table, "row\t{start}\t{evidence}\t{share:.6}\t{is_right}\t{kind}\t{flag}");
            }
            table
        });
        print!("{}", table.unwrap_or_default());
    }
}

/// Most cells of a hunk whose true reading is looked for.
pub(super) const MAX_CELLS: usize = 300;

#[test]
#[ignore = "needs captures with a known truth"]
fn prints_the_cost_of_the_truth() {
    let mut causes: BTreeMap<(String, &str), usize> = BTreeMap::new();
    let mut terms: BTreeMap<String, (Cost, usize)> = BTreeMap::new();
    for capture in captures() {
        let Some((cause, worse)) =
            with_inferred(&capture, |sheet, inferred| find_cause(&capture, sheet, inferred))
        else {
            continue;
        };
        *causes.entry((format!("{}\t{}", capture.group, capture.engine), cause)).or_default() += 1;
        for (term, cost) in worse {
            let sum = terms.entry(format!("{}\t{term}", capture.engine)).or_default();
            *sum = (sum.0 + cost, sum.1 + 1);
        }
    }
    for ((group, cause), count) in causes {
        println!("{group}\t{count}\t{cause}");
    }
    for (term, (cost, count)) in terms {
        println!("{term}\t{count}\t{cost}");
    }
}

/// The engine that printed a capture.
fn engine_of(capture: &Capture) -> Engine {
    if capture.engine == "php" { Engine::Php } else { Engine::Wikidiff2 }
}

/// Finds why a capture is read wrongly, and the terms in which the true reading costs more or less than the shown one.
fn find_cause(
    capture: &Capture,
    sheet: &Sheet<'_>,
    inferred: &Inferred<'_>,
) -> (&'static str, BTreeMap<String, Cost>) {
    let none = BTreeMap::new();
    let shown: Vec<Vec<TrueRow>> =
        inferred.hunks.iter().map(|hunk| hunk.rows.iter().map(shown_row).collect()).collect();
    let all = |hunks: &[Vec<TrueRow>]| lines(&hunks.concat());
    if all(&shown) == all(&capture.truth) {
        return ("right", none);
    }
    let truth = if sheet.sections.len() == 1 { vec![capture.truth.concat()] } else { capture.truth.clone() };
    if truth.len() != sheet.sections.len() {
        return ("wrong: other hunks", none);
    }
    if sheet.sections.iter().any(|section| section.cells.len() > MAX_CELLS) {
        return ("wrong: long hunk, not looked at", none);
    }
    let mut differences: BTreeMap<String, Cost> = BTreeMap::new();
    let mut more = 0;
    let found = infer::search_hunks(sheet, engine_of(capture), false);
    for (((found, section), truth), shown) in found.iter().zip(&sheet.sections).zip(&truth).zip(&shown) {
        let (truth, shown) = (lines(truth), lines(shown));
        if truth == shown {
            continue;
        }
        let Some(truth) = Walk::find(found, &section.cells, &truth) else {
            return ("wrong: no reading is the truth", none);
        };
        let Some(shown) = Walk::find(found, &section.cells, &shown) else {
            return ("wrong: shown by the other engine", none);
        };
        more += truth.cost - shown.cost;
        for (term, cost) in truth.terms {
            *differences.entry(term).or_default() += cost;
        }
        for (term, cost) in shown.terms {
            *differences.entry(term).or_default() -= cost;
        }
    }
    differences.retain(|_, cost| *cost != 0);
    let cause = match more {
        ..0 => "wrong: the truth is cheaper, but has other bytes or was not found",
        0..=700 => "wrong: the truth costs up to 700 more",
        701..=2_000 => "wrong: the truth costs up to 2,000 more",
        2_001..=8_000 => "wrong: the truth costs up to 8,000 more",
        _ => "wrong: the truth costs over 8,000 more",
    };
    (cause, differences)
}
