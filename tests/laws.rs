//! What holds for every paste, tried on simulated pages whose truth is known.
//!
//! The long run is left out of ordinary runs:
//! `cargo test --release --test laws -- --ignored long_run --nocapture`.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Instant;

use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use wikidiff::model::{Diff, Line};
use wikidiff::read::Options;

mod support;

use support::copy::{Paste, copy};
use support::engine::{Table, table};
use support::judge::{Verdict, judge};
use support::pages::{Pages, pages};
use support::show::shown;
use support::ways::{Copy, States};

/// How many pastes the long run simulates.
const LONG_RUN: usize = 100_000;

/// How many counter-examples of one way of copying the long run shrinks and prints.
const MOST_SHOWN: usize = 4;

fn read(text: &str) -> Vec<Diff<'_, Line<'_>>> {
    wikidiff::diffs(text, &Options::default()).unwrap_or_default()
}

/// What a counter-example is made of.
#[derive(Clone)]
struct Simulated {
    pages: Pages,
    how: Copy,
}

impl Simulated {
    fn run(&self) -> (Table, Paste) {
        let table = table(&self.pages, self.how.engine());
        let paste = copy(&table, self.how);
        (table, paste)
    }

    fn verdict(&self) -> Verdict {
        let (table, paste) = self.run();
        judge(&read(&paste.text()), &table)
    }
}

impl fmt::Debug for Simulated {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (table, paste) = self.run();
        let text = paste.text();
        writeln!(formatter, "{:?}", self.how)?;
        formatter.write_str(&shown(&self.pages, &table, &paste, &read(&text)))
    }
}

fn simulated() -> impl Strategy<Value = Simulated> {
    (select(&Copy::ALL[..]).no_shrink(), pages()).prop_map(|(how, pages)| Simulated { pages, how })
}

/// What the long run counts.
#[derive(Default)]
struct Figures {
    pastes: usize,
    text: usize,
    sides: usize,
    rows: usize,
    proved: usize,
    wrong: usize,
    unread: usize,
    shown: usize,
}

fn holds(how: Copy, verdict: Verdict) -> bool {
    let is_right = match how.states() {
        States::Rows => verdict.rows,
        States::Sides => verdict.sides,
        States::Nothing => true,
    };
    is_right && (verdict.text || !verdict.is_proved)
}

#[test]
#[ignore = "takes minutes"]
fn long_run() {
    let seed = [7; 32];
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let strategy = simulated();
    let mut all: BTreeMap<Copy, Figures> = BTreeMap::new();
    let begin = Instant::now();
    let count = std::env::var("LONG_RUN").ok().and_then(|count| count.parse().ok()).unwrap_or(LONG_RUN);
    for _ in 0..count {
        let mut tree = strategy.new_tree(&mut runner).unwrap();
        let one = tree.current();
        let verdict = one.verdict();
        let figures = all.entry(one.how).or_default();
        figures.pastes += 1;
        figures.text += usize::from(verdict.text);
        figures.sides += usize::from(verdict.sides);
        figures.rows += usize::from(verdict.rows);
        figures.proved += usize::from(verdict.is_proved);
        figures.wrong += usize::from(verdict.is_proved && !verdict.text);
        if !holds(one.how, verdict) {
            figures.unread += 1;
            if figures.shown < MOST_SHOWN {
                figures.shown += 1;
                println!("{:?}", shrunk(&mut tree));
            }
        }
    }
    println!("{count} pastes, {:.0} a second", count as f64 / begin.elapsed().as_secs_f64());
    println!(
        "{:22} {:>6} {:>7} {:>7} {:>7} {:>7} {:>6} {:>6}",
        "", "pastes", "text", "sides", "rows", "proved", "wrong", "broken"
    );
    for (how, figures) in &all {
        let share = |part: usize| format!("{:.1}%", part as f64 * 100.0 / figures.pastes as f64);
        println!(
            "{:22} {:>6} {:>7} {:>7} {:>7} {:>7} {:>6} {:>6}",
            format!("{how:?}"),
            figures.pastes,
            share(figures.text),
            share(figures.sides),
            share(figures.rows),
            share(figures.proved),
            figures.wrong,
            figures.unread
        );
    }
}

/// The smallest case found that still breaks the law.
fn shrunk(tree: &mut impl ValueTree<Value = Simulated>) -> Simulated {
    let mut smallest = tree.current();
    for _ in 0..3_000 {
        let broken = !holds(tree.current().how, tree.current().verdict());
        if broken {
            smallest = tree.current();
        }
        if !(if broken { tree.simplify() } else { tree.complicate() }) {
            break;
        }
    }
    smallest
}
