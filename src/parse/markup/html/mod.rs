//! `html` and `html-inline`: saved pages, the clipboard's HTML flavour, and rows as the API gives them.
//!
//! ```text
//! events ─▶ reader ─▶ table · inline · facts ─▶ page ─▶ sheets
//! ```

mod cell_text;
mod events;
mod facts;
mod inline_view;
mod line_numbers;
mod open_element;
mod reader;
mod row_item;
mod table_view;
mod to_sheet;

#[cfg(test)]
mod tests;

use crate::parse::line_map::LineMap;
use crate::parse::sheet::{Cell, Sheet};
use crate::parse::unified;

use super::sheet_builder::Draft;

/// Reads every diff in the markup.
pub(crate) fn sheets(html: &str) -> Vec<Sheet<'static>> {
    let mut reader = reader::Reader::default();
    events::walk(html, |event, line| reader.take(event, line));
    let (sheets, unified) = reader.finish();
    match unified {
        Some((line, text)) => of_unified(&text, line),
        None => sheets,
    }
}

/// The text of markup in which nothing but text is wanted.
pub(crate) fn text(html: &str) -> String {
    let mut text = String::new();
    events::walk(html, |event, _| {
        if let events::Event::Text(stretch) = event {
            text.push_str(stretch);
        }
    });
    text
}

/// Reads a unified diff (`difftype=unified`) that stands at a line of the input.
fn of_unified(text: &str, line: u32) -> Vec<Sheet<'static>> {
    unified::sheets(text, LineMap::default()).into_iter().map(|sheet| owned(sheet, line)).collect()
}

/// The sheet with its text in its own hands: what it was read from is gone.
fn owned(sheet: Sheet<'_>, line: u32) -> Sheet<'static> {
    let mut draft = Draft::default();
    for section in sheet.sections {
        draft.start(section.start);
        for cell in section.cells {
            let text = cell.text.into_owned().into();
            draft.push(Cell { text, line: (line - 1).saturating_add(cell.line), ..cell });
        }
    }
    draft.lower_integrity(sheet.integrity);
    for warning in sheet.warnings {
        draft.warn(Some(line), warning.code, &warning.message);
    }
    draft.finish(sheet.shape, line, crate::model::Page::default())
}
