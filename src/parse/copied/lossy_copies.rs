//! Reader of the shapes `inline` and `one-side`: copies that have lost the sides. Shows every line as context, and
//! warns of the loss. The byte change of a mobile page may show which lines were added or removed.

use std::ops::Range;

use crate::model::{ByteChange, Comparison, Page, PageContent, Shape, Side, Sides, Warning, WarningCode};
use crate::parse::sheet::{Cell, Marker, RowClaim, Section, Sheet, SideEvidence, Source};

use super::lines_once::{self, OneSidedLines};
use crate::parse::input::InputLines;
use crate::parse::page::heading::{self, Heading};
use crate::parse::page::messages::parse_entity_name;
use crate::parse::page::{line_number, page_footer};

/// Parses the only diff in the lines.
///
/// `bytes` is the byte change that the caller knows.
pub(crate) fn parse_sheet<'a>(
    input: &InputLines<'a>,
    shape: Shape,
    heading: Heading<'a>,
    bytes: Option<ByteChange>,
) -> Sheet<'a> {
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
    let end = find_end(input, first, &heading.page);
    (end..input.len()).for_each(|at| heading.unread.add(input.lines()[at], at));
    let mut notes: Vec<_> = heading.end_note(input).filter(|_| first_label.is_none()).into_iter().collect();
    if input.is_entity_diff() {
        heading.page.content = PageContent::Entity;
    }
    let content = heading.page.content;
    let mut sections = collect_sections(input, first..end, content);
    let is_inline_text = shape == Shape::Inline && content == PageContent::Text;
    let change = bytes.or(heading.page.byte_change).filter(|_| is_inline_text);
    let one_sided = change.and_then(|change| lines_once::find_one_sided(&input.lines()[first..end], change));
    let mut warnings = Vec::new();
    let (sides, comparison) = if let Some(found) = &one_sided {
        mark_one_sided(&mut sections, found);
        notes.push(one_sided_note(input, first, found));
        (SideEvidence::ByteChange, Comparison::Complete)
    } else {
        warnings.push(loss_warning(shape, &heading.page, first_label));
        (SideEvidence::Unstated, Comparison::SidesLost)
    };
    warnings.extend(heading.unread.take_warnings(input.line_map()));
    Sheet {
        page: heading.page,
        sections,
        warnings,
        notes,
        comparison,
        ..Sheet::new(shape, Source::new(sides), input.line_number(0))
    }
}

/// Marks the lines that were added or removed.
fn mark_one_sided(sections: &mut [Section<'_>], found: &OneSidedLines) {
    for (index, cell) in sections.iter_mut().flat_map(|section| &mut section.cells).enumerate() {
        if let Some(side) = found.side_of(index) {
            cell.side = Some(side);
            cell.marker = Some(if side == Side::New { Marker::Added } else { Marker::Removed });
        }
        cell.is_ambiguous = found.is_ambiguous(index);
    }
}

/// Explains the sides of the lines.
fn one_sided_note(input: &InputLines<'_>, first: usize, found: &OneSidedLines) -> String {
    let lines = first + found.lines.start..first + found.lines.end;
    let verb = if found.side == Side::New { "added" } else { "removed" };
    format!(
        "each line stands once, and {} together have the stated byte change; they are taken as {verb}",
        input.describe(&lines)
    )
}

/// Collects the lines as context cells, a section for each line number, or for each name in the diff of an entity.
fn collect_sections<'a>(
    input: &InputLines<'a>,
    lines: Range<usize>,
    content: PageContent,
) -> Vec<Section<'a>> {
    let mut sections = vec![Section::default()];
    for at in lines {
        let line = input.lines()[at];
        let name = parse_entity_name(line).filter(|_| content == PageContent::Entity);
        if let Some((name, _)) = name {
            sections.push(Section { heading: Some(name.into()), ..Section::default() });
        } else if let Some(number) = line_label(input, at) {
            sections.push(Section { start: Some(Sides::new(number, number)), ..Section::default() });
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

/// Finds the end of the lines: the foot of the page, or the final newline unless an empty line is the only line.
fn find_end(input: &InputLines<'_>, first: usize, page: &Page<'_>) -> usize {
    let end = page_footer::find_end(input, first, page);
    let has_final_newline = end == input.len() && end > first + 1 && input.lines().last() == Some(&"");
    (end - usize::from(has_final_newline)).max(input.len().min(first + 1))
}

/// Warns of the lost sides. A phone's page has one view only, which has the words for a byte change; the address of the
/// desktop's page has two columns (`useformat`, `MobileContext` in MobileFrontend).
fn loss_warning(shape: Shape, page: &Page<'_>, first_label: Option<usize>) -> Warning {
    let (code, message) = match shape {
        Shape::OneSide => (
            WarningCode::OneColumn,
            "this is one column of the diff, without the other side; copy both columns, from the page heading on",
        ),
        _ if page.content == PageContent::Entity => (
            WarningCode::EntityText,
            "this is the text of a Wikidata (Wikibase) diff, which has lost its sides; pass its address or its HTML",
        ),
        _ if page.byte_change.is_some() => (
            WarningCode::InlineView,
            "this is the inline view of a mobile page, which cannot be split into old and new once copied; copy the \
             desktop page (its address is Special:Diff/NUMBER?useformat=desktop), or pass the address of the diff",
        ),
        _ if first_label.is_none() => (
            WarningCode::InlineView,
            "no line stands twice, so that this is the inline view, or a table without an unchanged line; switch an \
             inline view to two columns and copy again; to read a table, pass its shape (cells) and its byte change",
        ),
        _ => (
            WarningCode::InlineView,
            "this is the inline view, which cannot be split into old and new once copied; copy the view with two \
             columns (on a phone, add useformat=desktop to the address)",
        ),
    };
    Warning::new(None, code, message)
}
