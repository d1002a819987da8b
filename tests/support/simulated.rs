//! One simulated paste with its truth: the input of every property.

use std::fmt;

use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{FileFailurePersistence, RngSeed};
use wikidiff::Options;
use wikidiff::internals::parse_lines;
use wikidiff::model::{Diff, Line};

use super::copy::{Paste, copy};
use super::copy_styles::{CopyStyle, Stated};
use super::engine::{Table, table};
use super::pages::{Pages, pages};
use super::scoring::{Verdict, score};
use super::show::describe;

/// Two pages and the way in which their diff is copied.
#[derive(Clone)]
pub(crate) struct Simulated {
    /// The pages.
    pub(crate) pages: Pages,
    /// The way of copying.
    pub(crate) style: CopyStyle,
}

impl Simulated {
    /// The diff as the wiki prints it.
    pub(crate) fn table(&self) -> Table {
        table(&self.pages, self.style.engine())
    }

    /// The copied text.
    pub(crate) fn paste(&self) -> Paste {
        copy(&self.table(), self.style)
    }

    /// The score of the diff that is read from the paste.
    pub(crate) fn verdict(&self) -> Verdict {
        score(&read(&self.paste().text()), &self.table())
    }
}

/// Every property that fails prints this.
impl fmt::Debug for Simulated {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let paste = self.paste();
        let text = paste.text();
        writeln!(formatter, "{:?}", self.style)?;
        formatter.write_str(&describe(&self.pages, &self.table(), &paste, &read(&text)))
    }
}

/// Pastes of every shape. A counter-example shrinks its pages and keeps its way of copying.
pub(crate) fn simulated() -> impl Strategy<Value = Simulated> {
    copies(&CopyStyle::ALL)
}

/// Pastes that state their sides.
pub(crate) fn stated() -> impl Strategy<Value = Simulated> {
    let styles: Vec<CopyStyle> =
        CopyStyle::ALL.into_iter().filter(|style| style.states() != Stated::Nothing).collect();
    copies(&styles)
}

/// Pastes that state no sides.
pub(crate) fn unstated() -> impl Strategy<Value = Simulated> {
    let styles: Vec<CopyStyle> =
        CopyStyle::ALL.into_iter().filter(|style| style.states() == Stated::Nothing).collect();
    copies(&styles)
}

fn copies(styles: &[CopyStyle]) -> impl Strategy<Value = Simulated> + use<> {
    (select(styles.to_vec()).no_shrink(), pages()).prop_map(|(style, pages)| Simulated { pages, style })
}

/// Configuration of a property with a number of cases, equal in every run. An ordinary run finds regressions; the long
/// run searches for new cases. Counter-examples are recorded in one file and tried first.
pub(crate) fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        rng_seed: RngSeed::Fixed(1),
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(
            "tests/regressions/properties.txt",
        ))),
        ..ProptestConfig::with_cases(cases)
    }
}

/// Every diff in a text; empty if it has none.
pub(crate) fn read(text: &str) -> Vec<Diff<'_, Line<'_>>> {
    parse_lines(text, &Options::default()).unwrap_or_default()
}
