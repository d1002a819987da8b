//! The long run: counts right and proved readings for each way of copying, and shrinks and prints wrong proofs.

use std::collections::BTreeMap;
use std::time::Instant;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::reading::find_broken_property;
use crate::support::copy_styles::CopyStyle;
use crate::support::scoring::{Accuracy, Verdict};
use crate::support::simulated::{Simulated, simulated};

/// Number of simulated pastes; the variable `LONG_RUN` sets another number.
const PASTES: usize = 100_000;

/// Maximum number of counter-examples of one copy style that are shrunk and printed.
const MAX_SHOWN: usize = 4;

/// Maximum number of smaller cases that are tried for a counter-example.
const MAX_SHRINKS: usize = 3_000;

/// Counts of one copy style.
#[derive(Default)]
struct Figures {
    pastes: usize,
    text: usize,
    sides: usize,
    rows: usize,
    proved: usize,
    wrongly_proved: usize,
    broken: usize,
}

impl Figures {
    fn count(&mut self, verdict: Verdict) {
        self.pastes += 1;
        self.text += usize::from(verdict.accuracy >= Accuracy::Text);
        self.sides += usize::from(verdict.accuracy >= Accuracy::Sides);
        self.rows += usize::from(verdict.accuracy >= Accuracy::Rows);
        self.proved += usize::from(verdict.is_proved);
        self.wrongly_proved += usize::from(verdict.is_proved && verdict.accuracy < Accuracy::Text);
    }

    fn format(&self) -> String {
        let share =
            |part: usize| format!("{}.{}%", part * 100 / self.pastes, part * 1_000 / self.pastes % 10);
        let [text, sides, rows, proved] = [self.text, self.sides, self.rows, self.proved].map(share);
        let Self { pastes, wrongly_proved, broken, .. } = self;
        format!("{pastes:>7} {text:>7} {sides:>7} {rows:>7} {proved:>7} {wrongly_proved:>7} {broken:>7}")
    }
}

/// Creates a generator with a fixed seed; the variable `SEED` sets another seed.
fn rng() -> TestRng {
    let seed = std::env::var("SEED").map_or(7, |number| number.parse().unwrap());
    TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32])
}

#[test]
#[ignore = "takes minutes"]
fn long_run() {
    let mut runner = TestRunner::new_with_rng(Config::default(), rng());
    let pastes = std::env::var("LONG_RUN").map_or(PASTES, |number| number.parse().unwrap());
    let mut all: BTreeMap<CopyStyle, Figures> = BTreeMap::new();
    let begin = Instant::now();
    for _ in 0..pastes {
        let mut tree = simulated().new_tree(&mut runner).unwrap();
        let one = tree.current();
        let figures = all.entry(one.style).or_default();
        figures.count(one.verdict());
        if let Some(property) = find_broken_property(&one) {
            figures.broken += 1;
            if figures.broken <= MAX_SHOWN {
                println!("{property}: {:?}", shrink(&mut tree, property));
            }
        }
    }
    println!("{pastes} pastes in {:?}", begin.elapsed());
    println!("{:22}  pastes    text   sides    rows  proved   wrong  broken", "");
    for (style, figures) in &all {
        println!("{:22} {}", format!("{style:?}"), figures.format());
    }
    assert!(
        all.values().all(|figures| figures.broken == 0),
        "properties are broken; the cases are printed above"
    );
}

/// The smallest case found that breaks the same property.
fn shrink(tree: &mut impl ValueTree<Value = Simulated>, property: &str) -> Simulated {
    let mut smallest = tree.current();
    for _ in 0..MAX_SHRINKS {
        let is_broken = find_broken_property(&tree.current()) == Some(property);
        if is_broken {
            smallest = tree.current();
        }
        if !(if is_broken { tree.simplify() } else { tree.complicate() }) {
            break;
        }
    }
    smallest
}
