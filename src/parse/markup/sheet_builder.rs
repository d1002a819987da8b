//! A sheet that is being put together from exact input.

use std::collections::HashMap;

use crate::model::{Page, Shape, Side, Sides, Warning, WarningCode};
use crate::parse::sheet::{
    Cell, Integrity, Marker, NbspCopy, Rendered, RowClaim, Section, Sheet, SideEvidence, Source, TextEnd,
};

/// Sheet under construction: rows that state their sides.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    sections: Vec<Section<'static>>,
    integrity: Integrity,
    warnings: Vec<Warning>,
    notes: Vec<String>,
    links: Links,
}

/// A line and where it stands in the input.
#[derive(Debug)]
pub(crate) struct Text {
    /// The wikitext.
    pub(crate) text: String,
    /// The line of the input.
    pub(crate) line: u32,
}

/// The numbers of moves, by the names that their two places have.
#[derive(Debug, Default)]
struct Links {
    numbers: HashMap<String, u32>,
    last: u32,
}

impl Draft {
    /// A header stands here.
    pub(crate) fn start(&mut self, start: Option<Sides<u32>>) {
        self.sections.push(Section { start, cells: Vec::new() });
    }

    /// A line that is on both sides, or two that are one changed line.
    pub(crate) fn both(&mut self, lines: Sides<Text>, markers: Sides<Marker>) {
        let cell = |text: Text, side, marker, claim| Cell { side: Some(side), ..cell(text, marker, claim) };
        let (old, new) = (lines.old, lines.new);
        self.push(cell(old, Side::Old, markers.old, RowClaim::First));
        self.push(cell(new, Side::New, markers.new, RowClaim::Second));
    }

    /// A line that is on one side.
    pub(crate) fn one(&mut self, side: Side, line: Text, marker: Marker) {
        self.push(Cell { side: Some(side), ..cell(line, marker, RowClaim::First) });
    }

    /// A cell that is known whole.
    pub(crate) fn push(&mut self, cell: Cell<'static>) {
        if self.sections.is_empty() {
            self.start(None);
        }
        if let Some(section) = self.sections.last_mut() {
            section.cells.push(cell);
        }
    }

    /// Marks the last row as ambiguous.
    pub(crate) fn mark_row_ambiguous(&mut self) {
        let cells = self.sections.last_mut().map_or(&mut [][..], |section| &mut section.cells);
        if let Some(first) = cells.iter_mut().rfind(|cell| cell.claim == RowClaim::First) {
            first.is_ambiguous = true;
        }
    }

    /// The marker of one place of a moved paragraph, by the names of this place and of the other.
    pub(crate) fn moved(&mut self, names: [Option<&str>; 2]) -> Marker {
        self.links.number(names).map_or(Marker::Moved, Marker::Linked)
    }

    /// Something that a person must be told.
    pub(crate) fn warn(&mut self, line: Option<u32>, code: WarningCode, message: &str) {
        self.warnings.push(Warning::new(line, code, message));
    }

    /// Records damage. The draft keeps its worst state.
    pub(crate) fn lower_integrity(&mut self, integrity: Integrity) {
        self.integrity = self.integrity.max(integrity);
    }

    /// Records that rows are missing or wrong, and warns of it.
    pub(crate) fn add_damage(&mut self, line: Option<u32>, code: WarningCode, message: &str) {
        self.lower_integrity(Integrity::Damaged);
        self.warn(line, code, message);
    }

    /// Adds a note on how the diff was read.
    pub(crate) fn note(&mut self, note: &str) {
        self.notes.push(note.to_owned());
    }

    /// The sheet.
    pub(crate) fn finish(mut self, shape: Shape, first_line: u32, page: Page<'static>) -> Sheet<'static> {
        self.sections.retain(|section| section.start.is_some() || !section.cells.is_empty());
        Sheet {
            shape,
            source: Source::new(SideEvidence::Format),
            first_line,
            page,
            nbsp: NbspCopy::Kept,
            text_end: TextEnd::default(),
            integrity: self.integrity,
            sections: self.sections,
            warnings: self.warnings,
            notes: self.notes,
        }
    }
}

impl Links {
    /// The number of a move: that of either name, or a new one. A place that is named and leads nowhere, as in a copy
    /// that has lost the links, has one only where another place leads to it.
    fn number(&mut self, names: [Option<&str>; 2]) -> Option<u32> {
        let known = || names.iter().flatten();
        let linked = known().find_map(|name| self.numbers.get(*name).copied());
        let number = linked.or_else(|| {
            names[1]?;
            self.last += 1;
            Some(self.last)
        })?;
        self.numbers.extend(known().map(|name| ((*name).to_owned(), number)));
        Some(number)
    }
}

fn cell(text: Text, marker: Marker, claim: RowClaim) -> Cell<'static> {
    Cell {
        text: text.text.into(),
        line: text.line,
        side: None,
        marker: Some(marker),
        claim,
        rendered: Rendered::Unknown,
        is_ambiguous: false,
    }
}
