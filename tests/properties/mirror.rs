//! Mirrored readings: a paste that also fits with old and new exchanged is not proved.
//!
//! Operations that keep the number of bytes are the hard case, since the byte change of their mirror is equal.

use proptest::prelude::*;
use proptest::sample::select;
use wikidiff::Options;
use wikidiff::internals::parse_lines;
use wikidiff::model::{Diff, Line, Proof, Sides};

use crate::support::copy::copy;
use crate::support::copy_styles::CopyStyle;
use crate::support::engine::{Engine, mirrored, table};
use crate::support::exchanged::find_exchange;
use crate::support::pages::Pages;
use crate::support::scoring::{Accuracy, score};
use crate::support::simulated::{Simulated, config, unstated};

/// An edit that keeps the number of bytes.
#[derive(Clone, Copy, Debug)]
enum Operation {
    /// Two lines become one, with a space between them.
    Join,
    /// A line moves down.
    Move,
    /// Two neighbours change places.
    Swap,
    /// A line gives way to another of equal length.
    Replace,
    /// A line moves down and loses the blank before it, and a blank line is added below.
    Outdent,
}

const OPERATIONS: [Operation; 5] =
    [Operation::Join, Operation::Move, Operation::Swap, Operation::Replace, Operation::Outdent];

/// The ways of copying: the cells of both engines, with and without line numbers.
const STYLES: [CopyStyle; 6] = [
    CopyStyle::NumberedByTab,
    CopyStyle::NumberedByTabPhp,
    CopyStyle::Bare,
    CopyStyle::BarePhp,
    CopyStyle::Bytes,
    CopyStyle::Seed,
];

const SHORT: &str = "Two mills stand here.";
const LONG: &str =
    "The upper mill grinds rye for the bakers of the town, the lower one saws planks for the lake.";

/// An edit of a small page.
#[derive(Clone, Debug)]
struct Edit {
    operation: Operation,
    /// The lines that the operation takes.
    lines: Sides<String>,
    /// The number of lines above.
    above: usize,
    /// The heading changes as well, to one of equal length.
    has_heading: bool,
    /// Old and new are exchanged: a join becomes a split.
    is_backward: bool,
}

impl Edit {
    fn pages(&self) -> Pages {
        let [one, two] = [&self.lines.old, &self.lines.new].map(String::clone);
        let blank = String::new();
        let (old, new) = match self.operation {
            Operation::Join => (vec![one.clone(), two.clone()], vec![format!("{one} {two}")]),
            Operation::Move => (vec![one.clone(), blank.clone(), two.clone()], vec![blank, two, one]),
            Operation::Swap => (vec![one.clone(), two.clone()], vec![two, one]),
            Operation::Replace => (vec![one.clone()], vec![one.chars().rev().collect()]),
            Operation::Outdent => {
                let indented = format!(" {one}");
                let old = vec![indented, blank.clone(), two.clone()];
                (old, vec![blank.clone(), one, two, blank])
            }
        };
        let pages = Sides::new(self.page(&old, "== Mills =="), self.page(&new, "== Weirs =="));
        if self.is_backward { Sides::new(pages.new, pages.old) } else { pages }
    }

    fn page(&self, lines: &[String], heading: &str) -> Vec<String> {
        let heading = if self.has_heading { vec![heading.to_owned()] } else { Vec::new() };
        let above = ["The parish has nine farms.", "", "It lies on a lake.", ""].map(String::from);
        let below = ["", "The church is old.", "", "The end."].map(String::from);
        [&heading, &above[above.len() - self.above..], lines, &below].concat()
    }
}

fn edits() -> impl Strategy<Value = Edit> {
    let text =
        |words| prop::collection::vec(select(&["rye", "the", "town", "mill", "1902", "boats"][..]), words);
    let lines = (text(2..6), text(2..24), any::<bool>()).prop_map(|(one, two, is_long_first)| {
        let lines = Sides::new(one.join(" "), two.join(" "));
        if is_long_first { Sides::new(lines.new, lines.old) } else { lines }
    });
    (select(&OPERATIONS[..]), lines, 0..5_usize, any::<bool>(), any::<bool>()).prop_map(
        |(operation, lines, above, has_heading, is_backward)| Edit {
            operation,
            lines,
            above,
            has_heading,
            is_backward,
        },
    )
}

/// Reads a paste with the byte change of its pages.
fn read(text: &str, bytes: i64) -> Vec<Diff<'_, Line<'_>>> {
    let mut options = Options::default();
    options.bytes = Some(bytes);
    parse_lines(text, &options).unwrap_or_default()
}

/// True if pages with old and new exchanged give the paste of these pages as well, by either engine.
fn fits_mirrored(one: &Simulated) -> bool {
    let (bytes, text) = (one.table().bytes, one.paste().text());
    mirrored(&one.pages).iter().any(|pages| {
        [Engine::Wikidiff2, Engine::Php].into_iter().any(|engine| {
            let table = table(pages, engine);
            table.bytes == bytes && copy(&table, one.style).text() == text
        })
    })
}

/// Finds a broken law in the reading of a paste whose byte change is known.
fn find_broken_law(one: &Simulated) -> Option<&'static str> {
    let table = one.table();
    let text = one.paste().text();
    let diffs = read(&text, table.bytes);
    let is_proved = diffs.iter().any(|diff| diff.proof != Proof::Inferred);
    if is_proved && score(&diffs, &table).accuracy < Accuracy::Text {
        Some("a proof is wrong")
    } else if is_proved && fits_mirrored(one) {
        Some("the mirror fits as well")
    } else if is_proved && diffs.iter().any(|diff| find_exchange(diff, &text, one.style.engines()).is_some())
    {
        Some("a reading with exchanged blocks fits as well")
    } else {
        None
    }
}

#[test]
fn edits_that_keep_the_bytes_are_never_proved_mirrored() {
    let lines = [[SHORT, LONG], [LONG, SHORT]].map(|[old, new]| Sides::new(old.to_owned(), new.to_owned()));
    for (operation, lines) in
        OPERATIONS.into_iter().flat_map(|one| lines.iter().map(move |lines| (one, lines)))
    {
        for (above, bits) in (0..5).flat_map(|above| (0..4).map(move |bits| (above, bits))) {
            let (has_heading, is_backward) = (bits & 1 == 1, bits & 2 == 2);
            let edit = Edit { operation, lines: lines.clone(), above, has_heading, is_backward };
            for style in STYLES {
                let one = Simulated { pages: edit.pages(), style };
                assert_eq!(find_broken_law(&one), None, "{edit:?} {style:?}\n{}", one.paste().text());
            }
        }
    }
}

proptest! {
    #![proptest_config(config(600))]

    #[test]
    fn random_edits_that_keep_the_bytes_are_never_proved_mirrored(
        edit in edits(), style in select(&STYLES[..]),
    ) {
        let one = Simulated { pages: edit.pages(), style };
        prop_assume!(one.pages.old != one.pages.new);
        prop_assert_eq!(find_broken_law(&one), None, "{:?}", one);
    }

    #[test]
    fn mirror_of_a_proved_paste_fits_no_engine(one in unstated()) {
        prop_assert_eq!(find_broken_law(&one), None, "{:?}", one);
    }
}
