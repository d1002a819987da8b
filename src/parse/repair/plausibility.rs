//! How much sense a reading makes: how many lines of the text say themselves what they are.

use crate::parse::sheet::{Cell, RowClaim, Section, Sheet};
use crate::text::whitespace::{find_doubling_space, is_same_text};

/// How much speaks for a reading.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Sense {
    /// Headers with line numbers, and facts of a heading.
    pub(crate) headings: usize,
    /// These, and the lines that say their side or are context because they stand twice.
    pub(crate) all: usize,
}

/// What speaks for the reading of all these sheets.
pub(crate) fn sense(sheets: &[Sheet<'_>]) -> Sense {
    let headings = sheets.iter().map(headings).sum();
    let sections = sheets.iter().flat_map(|sheet| &sheet.sections);
    Sense { headings, all: headings + sections.map(lines).sum::<usize>() }
}

fn headings(sheet: &Sheet<'_>) -> usize {
    let page = &sheet.page;
    let [old, new] = [&page.revisions.old, &page.revisions.new].map(|revision| revision.label.is_some());
    let facts = [page.title.is_some(), page.byte_change.is_some(), old, new];
    let known = facts.into_iter().filter(|fact| *fact).count();
    known + sheet.sections.iter().filter(|section| section.start.is_some()).count()
}

fn lines(section: &Section<'_>) -> usize {
    let stated = section.cells.iter().filter(|cell| is_stated(cell)).count();
    let free: Vec<&Cell<'_>> =
        section.cells.iter().filter(|cell| cell.claim == RowClaim::Unknown && cell.side.is_none()).collect();
    stated + free.windows(2).filter(|pair| is_context(pair[0], pair[1])).count()
}

/// Whether the cell says which side it is on, or that it is on both.
fn is_stated(cell: &Cell<'_>) -> bool {
    cell.side.is_some() || cell.claim == RowClaim::WholeRow && find_doubling_space(&cell.text).is_some()
}

/// Whether two cells are the two of a context row. Marks of a quotation stand twice in blank rows, too.
fn is_context(old: &Cell<'_>, new: &Cell<'_>) -> bool {
    old.text.contains(char::is_alphanumeric) && is_same_text(&old.text, &new.text)
}
