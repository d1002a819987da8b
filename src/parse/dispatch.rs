//! Which reader reads which shape: the one place that names them all.

use crate::model::Shape;
use crate::parse::sheet::Sheet;

use super::copied::{detect, lossy_copies, markdown, marked, marker_lines, plain_cells, row_table, tabs};
use super::input::Input;
use super::unified;
use super::unread_lines::UnreadLines;

/// Reads one diff, or the several that a table of rows tells apart.
pub(crate) fn of_input<'a>(input: &Input<'a>, text: &'a str, wanted: Option<Shape>) -> Vec<Sheet<'a>> {
    let Some((shape, note)) = chosen(input, wanted) else { return Vec::new() };
    let mut sheets = match shape {
        Shape::Unified => unified::sheets(text, input.numbers()),
        Shape::Markdown => vec![markdown::sheet(input)],
        Shape::Marked if has_marked(input) => row_table::sheets(input, shape, marked::candidates_at),
        Shape::Marked => row_table::sheets(input, shape, marker_lines::candidates_at),
        Shape::Tabs if tabs::is_desktop(input) => row_table::sheets(input, shape, tabs::candidates_at),
        Shape::Tabs | Shape::Cells | Shape::Rows => vec![plain_cells::sheet(input, shape)],
        Shape::Inline | Shape::OneSide => vec![lossy_copies::sheet(input, shape)],
        // These are read before the text is cut into lines, or compared as whole pages.
        Shape::Html
        | Shape::HtmlInline
        | Shape::Api
        | Shape::Rest
        | Shape::Feed
        | Shape::Revisions
        | Shape::Export => Vec::new(),
    };
    let mut untaken = without_rows(input, &sheets);
    sheets.retain(has_rows);
    for sheet in &mut sheets {
        sheet.notes.insert(0, note.clone());
    }
    if let Some(last) = sheets.last_mut() {
        last.warnings.extend(untaken.take_warnings(input.numbers()));
    }
    sheets
}

/// The lines of those sheets in which there is nothing to show, which must be told all the same.
fn without_rows(input: &Input<'_>, sheets: &[Sheet<'_>]) -> UnreadLines {
    let at = |line: u32| (0..input.len()).find(|&at| input.number(at) >= line).unwrap_or(input.len());
    let bounds: Vec<usize> = sheets.iter().map(|sheet| at(sheet.first_line)).chain([input.len()]).collect();
    let mut leftover = UnreadLines::default();
    for (_, lines) in sheets.iter().zip(bounds.windows(2)).filter(|(sheet, _)| !has_rows(sheet)) {
        (lines[0]..lines[1]).for_each(|at| leftover.add(input.lines()[at], at));
    }
    leftover
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
    input.lines().iter().any(|line| marked::is_distinctive(line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::line_map::LineMap;

    #[test]
    fn a_page_without_rows_below_one_with_rows_is_told() {
        let paste =
            "Line 3:\tLine 3:\n−\t\na\n+\t\nb\nTarn: Difference between revisions\nLine 9:\tLine 9:\nc";
        let sheets = of_input(&Input::new(paste, LineMap::default()), paste, None);
        let told: Vec<_> =
            sheets.iter().flat_map(|sheet| &sheet.warnings).map(|told| told.message.as_str()).collect();
        let message = "lines 6 to 8 are no part of the diff: \"Tarn: Difference between revisions\"";
        assert_eq!((sheets.len(), told), (1, vec![message]));
    }
}
