//! Tables of MediaWiki's own engines: no reading that is called stated or proved is wrong, and none that is proved has blocks
//! that could be exchanged.
//!
//! Unlike the simulated engines, these print moved lines, unlike neighbours and long runs of changes as a wiki does.

use std::collections::BTreeMap;
use std::env;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use wikidiff::Options;
use wikidiff::internals::parse_lines;
use wikidiff::model::{Change, Diff, Line, Proof};

use crate::support::copy::{copy, copy_line};
use crate::support::copy_styles::{CopyStyle, Stated};
use crate::support::edits::edited_pages;
use crate::support::engine::{Engine, Table, table};
use crate::support::exchanged::find_exchange;
use crate::support::pages::Pages;
use crate::support::real_engine::RealEngines;
use crate::support::scoring::{Accuracy, score};
use crate::support::show::describe;

/// Number of pages; the variable `LONG_RUN` sets another number.
const PAGES: usize = 400;

/// Pages that share a seed. The same pages come in every run, on any number of processors.
const PAGES_OF_A_SEED: usize = 100;

/// Maximum number of wrong readings of one way that are shrunk and printed.
const MAX_SHOWN: usize = 3;

/// Maximum number of smaller cases that are tried for a wrong reading.
const MAX_SHRINKS: usize = 500;

/// A way of copying and reading a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Way {
    style: CopyStyle,
    /// The byte change is given beside the paste.
    is_size_given: bool,
}

/// Counts of one way.
#[derive(Clone, Copy, Default)]
struct Figures {
    readings: usize,
    /// Readings called stated or proved.
    claims: usize,
    wrong: usize,
}

/// What a run found.
#[derive(Default)]
struct Findings {
    figures: BTreeMap<Way, Figures>,
    /// Wrong readings, written out.
    shown: Vec<String>,
}

/// Every way for the tables of an engine. A paste that states neither bytes nor sides is read with and without them.
fn ways(engine: Engine) -> impl Iterator<Item = Way> {
    let styles = CopyStyle::ALL.into_iter().filter(move |style| style.engine() == engine);
    styles.flat_map(|style| {
        let is_open = style.states() == Stated::Nothing && !style.has_bytes();
        [false, true]
            .into_iter()
            .filter(move |given| is_open || !given)
            .map(move |is_size_given| Way { style, is_size_given })
    })
}

fn read<'t>(text: &'t str, table: &Table, way: Way) -> Vec<Diff<'t, Line<'t>>> {
    let mut options = Options::default();
    options.bytes = way.is_size_given.then_some(table.bytes);
    parse_lines(text, &options).unwrap_or_default()
}

/// Returns the figures of one reading.
fn judge(table: &Table, way: Way) -> Figures {
    let text = copy(table, way.style).text();
    let diffs = read(&text, table, way);
    let verdict = score(&diffs, &as_copied(table, way.style));
    let least = match way.style.states() {
        Stated::Rows if diffs.iter().all(|diff| diff.proof == Proof::Stated) => Accuracy::Rows,
        Stated::Sides if diffs.iter().all(|diff| diff.proof == Proof::Stated) => Accuracy::Sides,
        _ => Accuracy::Text,
    };
    let is_exchangeable = |diff: &Diff<'_, Line<'_>>| {
        diff.proof == Proof::Checked && find_exchange(diff, &text, way.style.engines()).is_some()
    };
    let is_wrong = verdict.is_proved && verdict.accuracy < least || diffs.iter().any(is_exchangeable);
    Figures { readings: 1, claims: usize::from(verdict.is_proved), wrong: usize::from(is_wrong) }
}

/// Takes a changed row as context if its lines are equal in a copy that has no markers: NBSP was copied as a space.
fn as_copied(table: &Table, style: CopyStyle) -> Table {
    let mut table = table.clone();
    for row in table.hunks.iter_mut().flat_map(|hunk| &mut hunk.rows).filter(|_| style.has_tabs()) {
        let copied = row.shown.as_ref().map(|line| line.as_deref().map(|line| copy_line(line, style)));
        if let (Change::Changed(lines), true) = (&row.change, copied.old == copied.new) {
            row.change = Change::Context(lines.clone());
        }
    }
    table
}

/// The engines of this machine. Where MediaWiki is not installed, its PHP engine is simulated.
struct Tables {
    real: RealEngines,
    has_php_engine: bool,
}

impl Tables {
    fn start() -> Self {
        Self { real: RealEngines::start(), has_php_engine: RealEngines::has_php_engine() }
    }

    fn table(&mut self, pages: &Pages, engine: Engine) -> Table {
        if engine == Engine::Php && !self.has_php_engine {
            table(pages, engine)
        } else {
            self.real.table(pages, engine)
        }
    }

    /// The smallest pages found that are read wrongly in the same way.
    fn shrink(&mut self, tree: &mut impl ValueTree<Value = Pages>, engine: Engine, way: Way) -> Pages {
        let mut smallest = tree.current();
        for _ in 0..MAX_SHRINKS {
            let pages = tree.current();
            let is_wrong = judge(&self.table(&pages, engine), way).wrong > 0;
            if is_wrong {
                smallest = pages;
            }
            if !(if is_wrong { tree.simplify() } else { tree.complicate() }) {
                break;
            }
        }
        smallest
    }
}

/// Reads the pages of one seed in every way. Shrinks and prints the first wrong reading of some pages.
fn run(seed: usize, pages: usize, all: &Mutex<Findings>) {
    let seed = (seed as u64).to_le_bytes().repeat(4);
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let mut tables = Tables::start();
    for _ in 0..pages {
        let mut tree = edited_pages().new_tree(&mut runner).unwrap();
        let mut first_wrong = None;
        for engine in [Engine::Wikidiff2, Engine::Php] {
            let table = tables.table(&tree.current(), engine);
            for way in ways(engine) {
                let one = judge(&table, way);
                let mut all = all.lock().unwrap();
                let figures = all.figures.entry(way).or_default();
                figures.readings += one.readings;
                figures.claims += one.claims;
                figures.wrong += one.wrong;
                if one.wrong > 0 && figures.wrong <= MAX_SHOWN {
                    first_wrong.get_or_insert((engine, way));
                }
            }
        }
        if let Some((engine, way)) = first_wrong {
            let pages = tables.shrink(&mut tree, engine, way);
            let table = tables.table(&pages, engine);
            let paste = copy(&table, way.style);
            let text = paste.text();
            let shown = describe(&pages, &table, &paste, &read(&text, &table, way));
            all.lock().unwrap().shown.push(format!("{way:?}\n{shown}"));
        }
    }
}

#[test]
#[ignore = "needs php with wikidiff2"]
fn proofs_hold_against_the_real_engines() {
    let number = |name, default| env::var(name).map_or(default, |number| number.parse().unwrap());
    let (pages, seed) = (number("LONG_RUN", PAGES), number("SEED", 1));
    let all = Mutex::new(Findings::default());
    let next = AtomicUsize::new(0);
    let begin = Instant::now();
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, Into::into) {
            scope.spawn(|| {
                loop {
                    let part = next.fetch_add(1, Ordering::Relaxed);
                    let Some(rest) = pages.checked_sub(part * PAGES_OF_A_SEED).filter(|rest| *rest > 0)
                    else {
                        break;
                    };
                    run(seed * 1_000_000 + part, rest.min(PAGES_OF_A_SEED), &all);
                }
            });
        }
    });
    let Findings { figures: all, shown } = all.into_inner().unwrap();
    for shown in shown {
        println!("{shown}");
    }
    println!("{pages} pages in {:?}", begin.elapsed());
    println!("{:22} bytes readings  claims   wrong", "");
    for (way, Figures { readings, claims, wrong }) in &all {
        let given = if way.is_size_given { "given" } else { "" };
        println!("{:22} {given:5} {readings:>8} {claims:>7} {wrong:>7}", format!("{:?}", way.style));
    }
    let wrong: usize = all.values().map(|figures| figures.wrong).sum();
    assert!(wrong == 0, "{wrong} readings called stated or proved are wrong; the cases are printed above");
}
