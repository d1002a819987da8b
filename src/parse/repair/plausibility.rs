//! Plausibility of a reading: the number of its headings and of lines that state their side.

use super::candidate::{Candidate, Confidence};
use crate::parse::sheet::{Cell, RowClaim, Section, Sheet};
use crate::text::whitespace::{find_doubling_space, is_same_text};

/// Evidence for a reading.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Plausibility {
    /// Number of headers with line numbers, and of page facts.
    headings: usize,
    /// Headings, lines that state their side, and pairs of equal lines, which are context.
    total: usize,
}

impl Plausibility {
    /// Counts the evidence in all sheets of a reading.
    pub(crate) fn new(sheets: &[Sheet<'_>]) -> Self {
        let headings = sheets.iter().map(count_headings).sum();
        let sections = sheets.iter().flat_map(|sheet| &sheet.sections);
        Self { headings, total: headings + sections.map(count_lines).sum::<usize>() }
    }

    /// Returns true if the reading of a candidate is more plausible than this one. A repair must keep all headings, and a
    /// repair that cuts a part out of the text must keep all evidence.
    pub(crate) fn is_improved_by(self, candidate: &Candidate, after: Self) -> bool {
        let is_plausible = match candidate.confidence {
            Confidence::Certain if candidate.outside.is_empty() => after.total > 0 || self.total == 0,
            Confidence::Certain => after.total >= self.total,
            Confidence::Likely => after.total > self.total,
        };
        is_plausible && after.headings >= self.headings
    }
}

fn count_headings(sheet: &Sheet<'_>) -> usize {
    let page = &sheet.page;
    let [old, new] = [&page.revisions.old, &page.revisions.new].map(|revision| revision.label.is_some());
    let facts = [page.title.is_some(), page.byte_change.is_some(), old, new];
    let known = facts.into_iter().filter(|fact| *fact).count();
    known + sheet.sections.iter().filter(|section| section.start.is_some()).count()
}

fn count_lines(section: &Section<'_>) -> usize {
    let stated = section.cells.iter().filter(|cell| states_side(cell)).count();
    let free: Vec<&Cell<'_>> =
        section.cells.iter().filter(|cell| cell.claim.is_open() && cell.side.is_none()).collect();
    stated + free.windows(2).filter(|pair| is_context(pair[0], pair[1])).count()
}

/// Returns true if the cell states its side, or that it is on both sides.
fn states_side(cell: &Cell<'_>) -> bool {
    cell.side.is_some()
        || matches!(cell.claim, RowClaim::GluedRow | RowClaim::Lone)
        || cell.claim == RowClaim::WholeRow && find_doubling_space(&cell.text).is_some()
}

/// Returns true if two cells form a context row. The cells need a letter or a digit: quotation marks are repeated in
/// blank rows, too.
fn is_context(old: &Cell<'_>, new: &Cell<'_>) -> bool {
    old.text.contains(char::is_alphanumeric) && is_same_text(&old.text, &new.text)
}
