//! `html` and `html-inline`: saved pages, the HTML on the clipboard, and the rows in an API answer.
//!
//! ```text
//! events ─▶ reader ─▶ table_view · inline_view · facts ─▶ to_sheet ─▶ sheets
//! ```

mod cell_text;
mod entity;
mod entity_values;
mod events;
mod facts;
mod inline_view;
mod line_numbers;
mod mark_edges;
mod open_element;
mod reader;
mod row_item;
mod table_view;
mod to_sheet;

#[cfg(test)]
mod tests;

use crate::parse::line_map::LineMap;
use crate::parse::other_wikis::{self, OtherWiki};
use crate::parse::sheet::{Cell, Sheet};
use crate::parse::unified;

use super::sheet_builder::SheetBuilder;

/// Parses every diff in the markup.
pub(crate) fn parse_sheets(html: &str) -> Vec<Sheet<'static>> {
    let mut reader = reader::HtmlReader::default();
    events::walk(html, &mut |event, line| reader.read_event(event, line));
    let (sheets, unified) = reader.finish();
    match unified {
        Some((line, text)) => parse_unified(&text, line),
        None => sheets,
    }
}

/// Parses every diff in the markup of a part of the input, which begins at a line.
pub(crate) fn parse_sheets_at(html: &str, line: u32) -> Vec<Sheet<'static>> {
    let mut sheets = parse_sheets(html);
    let above = line.saturating_sub(1);
    for sheet in &mut sheets {
        sheet.first_line = sheet.first_line.saturating_add(above);
        let cells = sheet.sections.iter_mut().flat_map(|section| &mut section.cells);
        cells.for_each(|cell| cell.line = cell.line.saturating_add(above));
        sheet.warnings.iter_mut().for_each(|warning| warning.map_lines(|line| line.saturating_add(above)));
    }
    sheets
}

/// Finds the other wiki whose diff page is in the markup, by the classes of its elements.
pub(crate) fn find_other_wiki(html: &str) -> Option<OtherWiki> {
    let mut found = None;
    events::walk(html, &mut |event, _| {
        if let events::Event::Open(tag) = event {
            found = found.or_else(|| other_wikis::find_by_class(tag.classes()));
        }
    });
    found
}

/// Removes the tags of the markup and decodes its character references.
pub(crate) fn extract_text(html: &str) -> String {
    let mut text = String::new();
    events::walk(html, &mut |event, _| {
        if let events::Event::Text(part) = event {
            text.push_str(part);
        }
    });
    text
}

/// Parses a unified diff (`difftype=unified`) that begins at a line of the input.
fn parse_unified(text: &str, line: u32) -> Vec<Sheet<'static>> {
    let sheets = unified::parse_sheets(text, LineMap::default());
    sheets.into_iter().map(|sheet| to_owned_at(sheet, line)).collect()
}

/// Detaches a sheet from its text, and counts its lines from a line of the input.
fn to_owned_at(sheet: Sheet<'_>, line: u32) -> Sheet<'static> {
    let mut builder = SheetBuilder::default();
    for section in sheet.sections {
        builder.open_section(section.start);
        for cell in section.cells {
            let text = cell.text.into_owned().into();
            builder.push_cell(Cell { text, line: (line - 1).saturating_add(cell.line), ..cell });
        }
    }
    builder.lower_integrity(sheet.integrity);
    for warning in sheet.warnings {
        builder.add_warning(Some(line), warning.code, &warning.message);
    }
    builder.build(sheet.shape, line, crate::model::Page::default())
}
