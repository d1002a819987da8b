//! Reading a run of lines as table rows when what a line is depends on the lines round it.
//!
//! A row of a copied table takes one to six lines, and a line of wikitext can look like a marker or a header.
//! So each shape says what could stand at a line, and one pass from the end finds the reading that covers the
//! most lines without a gap: text that lies about being a marker leaves the lines after it unreadable, and loses.
//! Where several readings cover the same lines, the one with the fewest odd rows wins.

use std::ops::Range;

use crate::model::{Side, Sides};
use crate::parse::sheet::{Cell, Marker, Rendered, RowClaim, Section};
use crate::text::whitespace::is_same_text;

use crate::parse::input::Input;

/// A text and how many lines below the unit's first line it stands.
pub(crate) type Placed<'a> = (&'a str, usize);

/// What stands at a line: a header, or a row with what the input states about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit<'a> {
    /// "Line N:" for both sides.
    Header(Sides<u32>),
    /// Both sides have the line; the marker is that of both cells, where the shape has markers.
    Both(Sides<Placed<'a>>, Option<Sides<Marker>>),
    /// One side has the line.
    One(Side, Placed<'a>, Option<Marker>),
}

/// One way to read what begins at a line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading<'a> {
    /// What stands there.
    pub(crate) unit: Unit<'a>,
    /// How many lines it takes.
    pub(crate) taken: usize,
    /// How odd it is.
    oddity: u32,
}

/// A row that the engines print only now and then: an old line beside an empty new one.
const SELDOM: u32 = 3;

/// Text that has the looks of a marker.
const UNLIKELY: u32 = 10;

impl<'a> Reading<'a> {
    /// An ordinary row. A change is a little odder than context, which is most of what a diff shows.
    pub(crate) fn row(taken: usize, unit: Unit<'a>) -> Self {
        let oddity = match unit {
            Unit::Header(_) => 0,
            Unit::Both(texts, _) => u32::from(!is_same_text(texts.old.0, texts.new.0)),
            Unit::One(..) => 1,
        };
        Self { unit, taken, oddity }
    }

    /// A row that is seldom printed.
    pub(crate) fn seldom(taken: usize, unit: Unit<'a>) -> Self {
        Self { unit, taken, oddity: SELDOM }
    }

    /// The same row, with a text that looks like a marker, if `suspicious`.
    pub(crate) fn unless(mut self, suspicious: bool) -> Self {
        self.oddity += if suspicious { UNLIKELY } else { 0 };
        self
    }
}

/// The most readings of one line that any shape has.
const READINGS: usize = 8;

/// What could stand at one line, the likelier first.
#[derive(Default)]
pub(crate) struct Readings<'a> {
    all: [Option<Reading<'a>>; READINGS],
    count: usize,
}

impl<'a> Readings<'a> {
    /// Adds a reading, if there is one.
    pub(crate) fn offer(&mut self, reading: impl Into<Option<Reading<'a>>>) {
        let reading = reading.into();
        if reading.is_some() && self.count < READINGS {
            self.all[self.count] = reading;
            self.count += 1;
        }
    }
}

/// What could stand at a line of the input.
pub(crate) type Rule<'a> = fn(&Input<'a>, usize) -> Readings<'a>;

/// A stretch of lines that reads from its first line to its last without a gap.
pub(crate) struct Region<'a> {
    /// The lines, by index.
    pub(crate) lines: Range<usize>,
    /// What stands there, in order.
    pub(crate) sections: Vec<Section<'a>>,
}

/// The best that can be read from a line on.
#[derive(Clone, Copy, Default)]
struct Best {
    /// How many lines read on without a gap.
    covered: u32,
    /// How odd these rows are together.
    oddity: u32,
    /// Which of the line's readings does so.
    choice: u8,
}

/// Every line's best reading, found from the end.
pub(crate) struct Table<'a> {
    rule: Rule<'a>,
    best: Vec<Best>,
}

impl<'a> Table<'a> {
    /// Finds the best reading of every line.
    pub(crate) fn of(input: &Input<'a>, rule: Rule<'a>) -> Self {
        let mut best = vec![Best::default(); input.len() + 1];
        for at in (0..input.len()).rev() {
            for (choice, reading) in (0..).zip(rule(input, at).all.iter().flatten()) {
                let rest = best[at + reading.taken];
                let covered = rest.covered.saturating_add(u32::try_from(reading.taken).unwrap_or(u32::MAX));
                let oddity = rest.oddity.saturating_add(reading.oddity);
                let now = best[at];
                if covered > now.covered || covered == now.covered && oddity < now.oddity {
                    best[at] = Best { covered, oddity, choice };
                }
            }
        }
        Self { rule, best }
    }

    /// The first line in the range from which the most lines read on, if any does.
    pub(crate) fn longest(&self, within: Range<usize>) -> Option<usize> {
        let longest = self.best[within.clone()].iter().map(|best| best.covered).max()?;
        let first = within.clone().find(|&at| self.best[at].covered == longest)?;
        (longest > 0).then_some(first)
    }

    /// Reads on from a line to where the reading ends.
    pub(crate) fn region(&self, input: &Input<'a>, first: usize, end: usize) -> Region<'a> {
        let mut sections = vec![Section::default()];
        let mut at = first;
        while at < end && self.best[at].covered > 0 {
            let readings = (self.rule)(input, at);
            let Some(reading) = readings.all[usize::from(self.best[at].choice)] else { break };
            if at + reading.taken > end {
                break;
            }
            push(&mut sections, reading.unit, |below| input.number(at + below));
            at += reading.taken;
        }
        if sections.len() > 1 && sections[0].cells.is_empty() && sections[0].start.is_none() {
            sections.remove(0);
        }
        Region { lines: first..at, sections }
    }
}

/// Puts a unit where it belongs.
fn push<'a>(sections: &mut Vec<Section<'a>>, unit: Unit<'a>, number: impl Fn(usize) -> u32) {
    if let Unit::Header(start) = unit {
        sections.push(Section { start: Some(start), cells: Vec::new() });
        return;
    }
    let Some(section) = sections.last_mut() else { return };
    let mut put = |(text, below): Placed<'a>, side, marker, claim| {
        section.cells.push(Cell {
            text: text.into(),
            line: number(below),
            side,
            marker,
            claim,
            rendered: Rendered::Unknown,
            is_ambiguous: false,
        });
    };
    match unit {
        Unit::Header(_) => {}
        Unit::Both(texts, markers) => {
            put(texts.old, Some(Side::Old), markers.map(|both| both.old), RowClaim::First);
            put(texts.new, Some(Side::New), markers.map(|both| both.new), RowClaim::Second);
        }
        Unit::One(side, text, marker) => put(text, Some(side), marker, RowClaim::First),
    }
}
