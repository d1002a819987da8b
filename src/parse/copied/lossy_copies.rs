//! `inline` and `one-side`: copies in which the sides are lost. What there is is shown, and the loss is told.

use crate::model::{Shape, Sides, Warning, WarningCode};
use crate::parse::sheet::{
    Cell, Integrity, Marker, NbspCopy, Rendered, RowClaim, Section, Sheet, SideEvidence, Source, TextEnd,
};

use crate::parse::input::Input;
use crate::parse::page::heading;
use crate::parse::page::line_number;

/// Two ways of copying that keep more.
const WAYS: &str = "switch the page to the table view and copy from its heading on, or do so in Firefox, whose tabs \
                    tell the sides";

/// Reads the one diff in the lines: every line a context line, and a warning.
pub(crate) fn sheet<'a>(input: &Input<'a>, shape: Shape) -> Sheet<'a> {
    let first_start = (0..input.len()).find(|&at| single_start(input, at).is_some());
    let first = first_start.or(heading::parse_heading(input).end).unwrap_or(0);
    let mut head = heading::parse_heading_in(input, 0..first);
    if shape == Shape::Inline || head.is_latest {
        head.settle();
    }
    let mut warnings = vec![loss(shape)];
    warnings.extend(head.leftover.take_warnings(input.numbers()));
    Sheet {
        shape,
        source: Source::new(SideEvidence::Lost),
        first_line: input.number(0),
        page: head.page,
        nbsp: NbspCopy::default(),
        text_end: TextEnd::default(),
        integrity: Integrity::Intact,
        sections: sections(input, first),
        warnings,
        notes: Vec::new(),
    }
}

fn sections<'a>(input: &Input<'a>, first: usize) -> Vec<Section<'a>> {
    let mut sections = vec![Section::default()];
    for at in first..end(input, first) {
        let line = input.lines()[at];
        if let Some(number) = single_start(input, at) {
            sections.push(Section { start: Some(Sides::new(number, number)), cells: Vec::new() });
        } else if let Some(section) = sections.last_mut()
            && !matches!(line, "\t" | "\t\t")
        {
            let text = if line.trim().is_empty() { "" } else { line };
            section.cells.push(Cell {
                text: text.into(),
                line: input.number(at),
                side: None,
                marker: Some(Marker::Context),
                claim: RowClaim::First,
                rendered: Rendered::Unknown,
                is_ambiguous: false,
            });
        }
    }
    sections.retain(|section| section.start.is_some() || !section.cells.is_empty());
    sections
}

/// The inline view prints one header over both sides.
fn single_start(input: &Input<'_>, at: usize) -> Option<u32> {
    let header = line_number::parse_label(input.line(at)?)?;
    line_number::language(&header).is_some().then_some(header.number)
}

/// Where the lines end, the line end of the file left aside, unless an empty line is all there is.
fn end(input: &Input<'_>, first: usize) -> usize {
    input.len() - usize::from(input.len() > first + 1 && input.lines().last() == Some(&""))
}

fn loss(shape: Shape) -> Warning {
    let (code, what) = match shape {
        Shape::OneSide => {
            (WarningCode::OneColumn, "this is one column of the diff only, the other side is not in it")
        }
        _ => (
            WarningCode::InlineView,
            "this is the inline view: old and new words of a changed line run together, the sides are not in it",
        ),
    };
    Warning { lines: None, code, message: format!("{what}; {WAYS}") }
}
