//! Parser of lines as table rows, for shapes in which the meaning of a line depends on the lines around it.
//!
//! A row of a copied table takes one to six lines, and a line of wikitext can look like a marker or a header. So each
//! shape has a grammar: the items that may begin at a line. One pass from the last line to the first finds the parse
//! that covers the most lines without a gap: text that only looks like a marker makes the lines after it unreadable,
//! and loses. Of several parses that cover the same lines, the lowest penalty wins.
//!
//! ```text
//! line      best candidate           lines covered from here
//! −⇥        changed row (4 lines)    6
//! a
//! +⇥
//! b
//!  ⇥+⇥      added row (2 lines)      2
//! c
//! ```

use std::ops::Range;

use crate::model::{Side, Sides};
use crate::parse::sheet::{Cell, Marker, RowClaim, Section};
use crate::text::whitespace::is_same_text;

use crate::parse::input::InputLines;

/// The text of a cell, and its distance from the first line of its item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CellText<'a> {
    pub(crate) text: &'a str,
    /// Number of lines below the first line of the item.
    pub(crate) offset: usize,
}

impl<'a> CellText<'a> {
    pub(crate) const fn new(text: &'a str, offset: usize) -> Self {
        Self { text, offset }
    }
}

/// An item of the table: a header, or a row as the input states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TableItem<'a> {
    /// "Line N:" for both sides.
    Header(Sides<u32>),
    /// A row with both cells. The markers of the cells, in shapes with markers.
    Pair(Sides<CellText<'a>>, Option<Sides<Marker>>),
    /// A row with one cell.
    Single(Side, CellText<'a>, Option<Marker>),
}

impl<'a> TableItem<'a> {
    /// Makes a row of one removed or added line.
    pub(crate) const fn removed_or_added(side: Side, text: CellText<'a>) -> Self {
        let marker = match side {
            Side::Old => Marker::Removed,
            Side::New => Marker::Added,
        };
        Self::Single(side, text, Some(marker))
    }
}

/// An item that may begin at a line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ItemCandidate<'a> {
    pub(crate) item: TableItem<'a>,
    /// Number of lines of the item.
    pub(crate) lines_used: usize,
    /// Cost of the item. Lower is likelier.
    penalty: u32,
}

/// Penalty of a row that the engines print rarely: an old line beside an empty new line.
const RARE_PENALTY: u32 = 3;

/// Penalty of text that looks like a marker.
const SUSPICIOUS_PENALTY: u32 = 10;

impl<'a> ItemCandidate<'a> {
    /// Makes an ordinary item. A change costs a little more than context, the most frequent row.
    pub(crate) fn new(lines_used: usize, item: TableItem<'a>) -> Self {
        let penalty = match item {
            TableItem::Header(_) => 0,
            TableItem::Pair(texts, _) => u32::from(!is_same_text(texts.old.text, texts.new.text)),
            TableItem::Single(..) => 1,
        };
        Self { item, lines_used, penalty }
    }

    /// Makes a row that the engines print rarely.
    pub(crate) fn rare(lines_used: usize, item: TableItem<'a>) -> Self {
        Self { item, lines_used, penalty: RARE_PENALTY }
    }

    /// Adds the penalty of a text that looks like a marker.
    pub(crate) fn penalize_if(mut self, is_suspicious: bool) -> Self {
        self.penalty += if is_suspicious { SUSPICIOUS_PENALTY } else { 0 };
        self
    }
}

/// Maximum number of candidates at a line, in any shape.
const MAX_CANDIDATES: usize = 8;

/// The items that may begin at a line, the likelier first.
#[derive(Default)]
pub(crate) struct ItemCandidates<'a> {
    all: [Option<ItemCandidate<'a>>; MAX_CANDIDATES],
    count: usize,
}

impl<'a> ItemCandidates<'a> {
    /// Adds a candidate, if there is one.
    pub(crate) fn push(&mut self, candidate: impl Into<Option<ItemCandidate<'a>>>) {
        let candidate = candidate.into();
        if candidate.is_some() && self.count < MAX_CANDIDATES {
            self.all[self.count] = candidate;
            self.count += 1;
        }
    }
}

/// The grammar of a shape: the items that may begin at a line.
pub(crate) type RowGrammar<'a> = fn(&InputLines<'a>, usize) -> ItemCandidates<'a>;

/// A stretch of lines that parses without a gap.
pub(crate) struct RowRegion<'a> {
    /// The lines, by index.
    pub(crate) lines: Range<usize>,
    /// The rows, in order.
    pub(crate) sections: Vec<Section<'a>>,
}

/// The best parse that begins at a line.
#[derive(Clone, Copy, Default)]
struct BestParse {
    /// Number of lines until the first gap.
    covered: u32,
    /// Sum of the penalties.
    penalty: u32,
    /// Index of the chosen candidate.
    choice: u8,
}

/// The best parse of every line, found from the end.
pub(crate) struct RowParser<'a> {
    grammar: RowGrammar<'a>,
    best: Vec<BestParse>,
}

impl<'a> RowParser<'a> {
    /// Finds the best parse of every line. No row crosses the line `bound` from above.
    pub(crate) fn new(input: &InputLines<'a>, grammar: RowGrammar<'a>, bound: Option<usize>) -> Self {
        let is_crossed = |from: usize, to: usize| bound.is_some_and(|bound| from < bound && bound < to);
        let mut best = vec![BestParse::default(); input.len() + 1];
        for at in (0..input.len()).rev() {
            for (choice, candidate) in (0..).zip(grammar(input, at).all.iter().flatten()) {
                if is_crossed(at, at + candidate.lines_used) {
                    continue;
                }
                let rest = best[at + candidate.lines_used];
                let lines_used = u32::try_from(candidate.lines_used).unwrap_or(u32::MAX);
                let covered = rest.covered.saturating_add(lines_used);
                let penalty = rest.penalty.saturating_add(candidate.penalty);
                let current = best[at];
                if covered > current.covered || covered == current.covered && penalty < current.penalty {
                    best[at] = BestParse { covered, penalty, choice };
                }
            }
        }
        Self { grammar, best }
    }

    /// Finds the first line in the range whose parse covers the most lines. Returns `None` if no line has a parse.
    pub(crate) fn find_longest(&self, within: Range<usize>) -> Option<usize> {
        let longest = self.best[within.clone()].iter().map(|best| best.covered).max()?;
        let first = within.clone().find(|&at| self.best[at].covered == longest)?;
        (longest > 0).then_some(first)
    }

    /// Parses from a line to the first gap, or to the end.
    pub(crate) fn parse_region(&self, input: &InputLines<'a>, first: usize, end: usize) -> RowRegion<'a> {
        let mut sections = vec![Section::default()];
        let mut at = first;
        while at < end && self.best[at].covered > 0 {
            let candidates = (self.grammar)(input, at);
            let Some(candidate) = candidates.all[usize::from(self.best[at].choice)] else { break };
            if at + candidate.lines_used > end {
                break;
            }
            push_item(&mut sections, candidate.item, |offset| input.line_number(at + offset));
            at += candidate.lines_used;
        }
        if sections.len() > 1 && sections[0].cells.is_empty() && sections[0].start.is_none() {
            sections.remove(0);
        }
        RowRegion { lines: first..at, sections }
    }
}

/// Appends an item to the last section. A header opens a section.
fn push_item<'a>(sections: &mut Vec<Section<'a>>, item: TableItem<'a>, line_number: impl Fn(usize) -> u32) {
    let new_cell = |cell: CellText<'a>, side, marker, claim| {
        let line = line_number(cell.offset);
        Cell { side: Some(side), marker, claim, ..Cell::new(cell.text, line) }
    };
    match (item, sections.last_mut()) {
        (TableItem::Header(start), _) => sections.push(Section { start: Some(start), ..Section::default() }),
        (TableItem::Pair(texts, markers), Some(section)) => section.cells.extend([
            new_cell(texts.old, Side::Old, markers.map(|markers| markers.old), RowClaim::First),
            new_cell(texts.new, Side::New, markers.map(|markers| markers.new), RowClaim::Second),
        ]),
        (TableItem::Single(side, text, marker), Some(section)) => {
            section.cells.push(new_cell(text, side, marker, RowClaim::First));
        }
        (_, None) => {}
    }
}
