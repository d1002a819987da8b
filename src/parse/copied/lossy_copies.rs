//! Reader of the shapes `inline` and `one-side`: copies that have lost the sides. Shows every line as context, and
//! warns of the loss.

use crate::model::{Shape, Sides, Warning, WarningCode};
use crate::parse::sheet::{Cell, Marker, RowClaim, Section, Sheet, SideEvidence, Source};

use crate::parse::input::InputLines;
use crate::parse::page::heading::{self, Heading};
use crate::parse::page::line_number;

/// Parses the only diff in the lines.
pub(crate) fn parse_sheet<'a>(input: &InputLines<'a>, shape: Shape, heading: Heading<'a>) -> Sheet<'a> {
    let first_label = (0..input.len()).find(|&at| line_label(input, at).is_some());
    let first = first_label.or(heading.end).unwrap_or(0);
    let mut heading = match first_label {
        Some(label) => heading::parse_heading_in(input, 0..label),
        None => heading,
    };
    heading.unread.truncate(first);
    if shape == Shape::Inline || heading.is_latest {
        heading.move_lone_label_to_new();
    }
    let mut warnings = vec![loss_warning(shape)];
    warnings.extend(heading.unread.take_warnings(input.line_map()));
    let notes = heading.end_note(input).filter(|_| first_label.is_none()).into_iter().collect();
    Sheet {
        page: heading.page,
        sections: collect_sections(input, first),
        warnings,
        notes,
        ..Sheet::new(shape, Source::new(SideEvidence::Lost), input.line_number(0))
    }
}

/// Collects the lines as context cells, a section for each line number.
fn collect_sections<'a>(input: &InputLines<'a>, first: usize) -> Vec<Section<'a>> {
    let mut sections = vec![Section::default()];
    for at in first..find_end(input, first) {
        let line = input.lines()[at];
        if let Some(number) = line_label(input, at) {
            sections.push(Section { start: Some(Sides::new(number, number)), cells: Vec::new() });
        } else if let Some(section) = sections.last_mut()
            && !matches!(line, "\t" | "\t\t")
        {
            let text = if line.trim().is_empty() { "" } else { line };
            section.cells.push(Cell {
                marker: Some(Marker::Context),
                claim: RowClaim::First,
                ..Cell::new(text, input.line_number(at))
            });
        }
    }
    sections.retain(|section| section.start.is_some() || !section.cells.is_empty());
    sections
}

/// The line number of a label. The inline view prints a single label above both sides.
fn line_label(input: &InputLines<'_>, at: usize) -> Option<u32> {
    let label = line_number::parse_label(input.line(at)?)?;
    line_number::language(&label).is_some().then_some(label.number)
}

/// Finds the end of the lines, without the final newline, unless an empty line is the only line.
fn find_end(input: &InputLines<'_>, first: usize) -> usize {
    input.len() - usize::from(input.len() > first + 1 && input.lines().last() == Some(&""))
}

/// Warns of the lost sides.
fn loss_warning(shape: Shape) -> Warning {
    let (code, message) = match shape {
        Shape::OneSide => (
            WarningCode::OneColumn,
            "this is one column of the diff, without the other side; copy both columns, from the page heading on",
        ),
        _ => (
            WarningCode::InlineView,
            "this is the inline view, which cannot be split into old and new once copied; switch the page to the \
             two-column view and copy again",
        ),
    };
    Warning::new(None, code, message)
}
