//! `cells` and `rows`: one cell, or one row, per line, and nothing that tells the side.
//!
//! Where the rows begin: at the first "Line N:" header; else after the page heading; else at the first line.

use std::ops::Range;

use crate::model::{Cell, Place, Section, Shape, Sheet, Warning, WarningCode};

use super::footing;
use super::head::{self, Head};
use super::input::Input;

/// Reads the one diff in the lines.
pub(super) fn sheet<'a>(input: &Input<'a>, shape: Shape) -> Sheet<'a> {
    let first_start = input.starts().all().first().map(|start| start.at);
    let (mut head, first) = match first_start {
        Some(start) => (head::read(input, 0..start), start),
        None => without_numbers(input),
    };
    head.settle();
    let end = footing::end(input, first, &head.page);
    for at in end..input.len() {
        head.leftover.add(input.lines()[at], at);
    }
    let place = if shape == Shape::Rows { Place::Glued } else { Place::Free };
    let mut page = head.page;
    page.language = head.languages.named(input.starts().languages());
    let mut sections = sections(input, first..end, place);
    let mut warnings = head.leftover.take(input.number(0) as usize - 1);
    if place == Place::Free && footing::has_lost_blank(input, end) {
        warnings.extend(sections.last_mut().map(|section| restore_blank(section, input.number(end - 1))));
    }
    Sheet {
        shape,
        first_line: input.number(0),
        page,
        hard_spaces: input.hard_spaces(),
        sections,
        warnings,
        notes: Vec::new(),
    }
}

/// Puts a blank row of context at the end of a section, and says so.
fn restore_blank(section: &mut Section<'_>, line: u32) -> Warning {
    let blank = Cell { text: "".into(), line, side: None, marker: None, place: Place::Free };
    section.cells.extend([blank.clone(), blank]);
    Warning {
        line: Some(line),
        code: WarningCode::BlankLines,
        message: "a blank line of context was put back at the end, where the copy was trimmed; or the page ends there"
            .to_owned(),
    }
}

/// The heading and the first row of a copy without headers. A copy of the rows alone may begin with the tabs of the
/// row above.
fn without_numbers<'a>(input: &Input<'a>) -> (Head<'a>, usize) {
    let is_border = input.line(0).is_some_and(|line| !line.is_empty() && line.trim_matches('\t').is_empty());
    let first = head::read_top(input).end.unwrap_or(usize::from(is_border));
    (head::read(input, 0..first), first)
}

/// The lines of a range, cut at the headers.
fn sections<'a>(input: &Input<'a>, range: Range<usize>, place: Place) -> Vec<Section<'a>> {
    let mut sections = vec![Section::default()];
    let mut at = range.start;
    while at < range.end {
        if let Some(start) = input.start(at) {
            sections.push(Section { start: Some(start.numbers), cells: Vec::new() });
            at += start.taken;
        } else if let Some(section) = sections.last_mut() {
            section.cells.push(cell(input, at, place));
            at += 1;
        }
    }
    sections.retain(|section| section.start.is_some() || !section.cells.is_empty());
    sections
}

fn cell<'a>(input: &Input<'a>, at: usize, place: Place) -> Cell<'a> {
    let text = input.lines()[at];
    let place = if text == "\t" { Place::Border } else { place };
    Cell { text: text.into(), line: input.number(at), side: None, marker: None, place }
}
