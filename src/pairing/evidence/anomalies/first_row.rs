//! Sheets with another first row: the line that was taken for the summary, or for the only header, may be a row.

use crate::parse::sheet::{Cell, RowClaim, Sheet};

/// Returns the sheet with the summary of a mobile page as its first row, if the line may be one: no header stands between them.
pub(crate) fn begun_at_summary<'a>(sheet: &Sheet<'a>) -> Option<Sheet<'a>> {
    let section = sheet.sections.first()?;
    // Where borders stand before each cell, the summary has none.
    let has_borders = section.cells.iter().any(|cell| cell.claim == RowClaim::Border);
    if section.start.is_some() || has_borders || sheet.page.byte_change.is_none() {
        return None;
    }
    let summary = sheet.page.revisions.new.comment.clone()?;
    let mut above = sheet.clone();
    above.page.revisions.new.comment = None;
    let line = section.cells.first().map_or(1, |cell| cell.line.saturating_sub(1));
    above.sections.first_mut()?.cells.insert(0, Cell::new(summary, line));
    Some(above)
}

/// Returns the sheet with its only header as a row, if it may be one.
pub(crate) fn begun_at_header<'a>(sheet: &Sheet<'a>) -> Option<Sheet<'a>> {
    let section = sheet.without_header.clone()?;
    Some(Sheet { sections: vec![section], without_header: None, ..sheet.clone() })
}
