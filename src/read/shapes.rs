//! Which reader reads which shape: the one place that names them all.

use crate::model::{Shape, Sheet};

use super::input::Input;
use super::{cells, detect, markdown, marked, markers, single, table, tabs, unified};

/// Reads one diff, or the several that a table of rows tells apart.
pub(super) fn of_input<'a>(input: &Input<'a>, text: &'a str, wanted: Option<Shape>) -> Vec<Sheet<'a>> {
    let Some((shape, note)) = chosen(input, wanted) else { return Vec::new() };
    let mut sheets = match shape {
        Shape::Unified => unified::sheets(text, input.numbers()),
        Shape::Markdown => vec![markdown::sheet(input)],
        Shape::Marked if has_marked(input) => table::sheets(input, shape, marked::rule),
        Shape::Marked => table::sheets(input, shape, markers::rule),
        Shape::Tabs if tabs::is_desktop(input) => table::sheets(input, shape, tabs::rule),
        Shape::Tabs | Shape::Cells | Shape::Rows => vec![cells::sheet(input, shape)],
        Shape::Inline | Shape::OneSide => vec![single::sheet(input, shape)],
        // These are read before the text is cut into lines, or compared as whole pages.
        Shape::Html
        | Shape::HtmlInline
        | Shape::Api
        | Shape::Rest
        | Shape::Feed
        | Shape::Revisions
        | Shape::Export => Vec::new(),
    };
    sheets.retain(has_rows);
    for sheet in &mut sheets {
        sheet.notes.insert(0, note.clone());
    }
    sheets
}

/// Whether there is anything to show: of a file that git names, at least that. A heading with nothing below it looks like an inline view of blank lines.
fn has_rows(sheet: &Sheet<'_>) -> bool {
    if sheet.shape == Shape::Unified && sheet.page.title.is_some() {
        return true;
    }
    let mut cells = sheet.sections.iter().flat_map(|section| &section.cells);
    cells.any(|cell| sheet.shape != Shape::Inline || !cell.text.is_empty())
}

/// The shape to read and a sentence that says why.
fn chosen(input: &Input<'_>, wanted: Option<Shape>) -> Option<(Shape, String)> {
    if let Some(shape) = wanted {
        return Some((shape, format!("shape {shape}, as asked for")));
    }
    let detected = detect::shape(input)?;
    Some((detected.shape, format!("shape {}, because {}", detected.shape, detected.because)))
}

fn has_marked(input: &Input<'_>) -> bool {
    input.lines().iter().any(|line| marked::is_telling(line))
}
