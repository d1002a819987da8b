//! How much sense a reading makes: how many lines of the text say themselves what they are.

use crate::model::{Cell, Place, Section, Sheet};
use crate::text::whitespace::{halves, same_text};

/// The facts and lines that speak for themselves: headers, headings, markers, context that stands twice.
pub(super) fn sense(sheets: &[Sheet<'_>]) -> usize {
    sheets.iter().map(of_sheet).sum()
}

fn of_sheet(sheet: &Sheet<'_>) -> usize {
    let page = &sheet.page;
    let labels = [&page.revisions.old, &page.revisions.new].map(|revision| revision.label.is_some());
    let facts = [page.title.is_some(), page.byte_change.is_some(), labels[0], labels[1]];
    let known = facts.into_iter().filter(|fact| *fact).count();
    known + sheet.sections.iter().map(of_section).sum::<usize>()
}

fn of_section(section: &Section<'_>) -> usize {
    let stated = section.cells.iter().filter(|cell| is_stated(cell)).count();
    let doubled = section.cells.windows(2).filter(|pair| is_context(&pair[0], &pair[1])).count();
    usize::from(section.start.is_some()) + stated + doubled
}

/// Whether the cell says which side it is on, or that it is on both.
fn is_stated(cell: &Cell<'_>) -> bool {
    cell.side.is_some() || cell.place == Place::Glued && halves(&cell.text).is_some()
}

/// Whether two cells of unknown sides are the two of a context row.
fn is_context(old: &Cell<'_>, new: &Cell<'_>) -> bool {
    let is_free = old.place == Place::Free && old.side.is_none();
    is_free && !old.text.trim().is_empty() && same_text(&old.text, &new.text)
}
