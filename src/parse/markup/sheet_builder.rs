//! Construction of a sheet from exact input.

use std::collections::HashMap;
use std::num::NonZeroU32;

use crate::model::{Comparison, Page, Shape, Side, Sides, Warning, WarningCode};
use crate::parse::sheet::{
    Cell, Integrity, Marker, NbspCopy, RowClaim, Section, Sheet, SideEvidence, Source,
};

/// A sheet under construction; all its rows state their sides.
#[derive(Debug, Default)]
pub(crate) struct SheetBuilder {
    sections: Vec<Section<'static>>,
    integrity: Integrity,
    comparison: Comparison,
    warnings: Vec<Warning>,
    notes: Vec<String>,
    moves: MoveNumbers,
}

/// A line of wikitext with its line number in the input.
#[derive(Debug)]
pub(crate) struct NumberedText {
    /// The wikitext.
    pub(crate) text: String,
    /// The line of the input.
    pub(crate) line: u32,
}

/// Numbers of moves, by the names of their two places.
#[derive(Debug, Default)]
struct MoveNumbers {
    numbers: HashMap<String, NonZeroU32>,
    last: u32,
}

impl SheetBuilder {
    /// Opens a section with the line numbers of its header.
    pub(crate) fn open_section(&mut self, start: Option<Sides<u32>>) {
        self.sections.push(Section { start, ..Section::default() });
    }

    /// Opens a section with the name of what was changed.
    pub(crate) fn open_named_section(&mut self, name: String) {
        self.sections.push(Section { heading: Some(name.into()), ..Section::default() });
    }

    /// Adds a row of two lines: context or changed.
    pub(crate) fn push_pair(&mut self, lines: Sides<NumberedText>, markers: Sides<Marker>) {
        self.push_cell(new_cell(Side::Old, lines.old, markers.old, RowClaim::First));
        self.push_cell(new_cell(Side::New, lines.new, markers.new, RowClaim::Second));
    }

    /// Adds a row with a line on one side.
    pub(crate) fn push_line(&mut self, side: Side, line: NumberedText, marker: Marker) {
        self.push_cell(new_cell(side, line, marker, RowClaim::First));
    }

    /// Adds a cell.
    pub(crate) fn push_cell(&mut self, cell: Cell<'static>) {
        if self.sections.is_empty() {
            self.open_section(None);
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

    /// Makes the marker of one place of a moved paragraph: `name` is the name of this place, `target` that of the other.
    pub(crate) fn move_marker(&mut self, name: Option<&str>, target: Option<&str>) -> Marker {
        Marker::Moved(self.moves.number(name, target))
    }

    /// Adds a warning.
    pub(crate) fn add_warning(&mut self, line: Option<u32>, code: WarningCode, message: &str) {
        self.warnings.push(Warning::new(line, code, message));
    }

    /// Records damage. The sheet keeps its worst state.
    pub(crate) fn lower_integrity(&mut self, integrity: Integrity) {
        self.integrity = self.integrity.max(integrity);
    }

    /// Records a loss of the comparison. A complete one never replaces it.
    pub(crate) fn set_comparison(&mut self, comparison: Comparison) {
        if comparison != Comparison::Complete {
            self.comparison = comparison;
        }
    }

    /// Records that rows are missing or wrong, with a warning.
    pub(crate) fn add_damage(&mut self, line: Option<u32>, code: WarningCode, message: &str) {
        self.lower_integrity(Integrity::Damaged);
        self.add_warning(line, code, message);
    }

    /// Adds a note on a decision of the reader.
    pub(crate) fn add_note(&mut self, note: &str) {
        self.notes.push(note.to_owned());
    }

    /// Builds the sheet.
    pub(crate) fn build(mut self, shape: Shape, first_line: u32, page: Page<'static>) -> Sheet<'static> {
        self.sections.retain(|section| section.start.is_some() || !section.cells.is_empty());
        Sheet {
            page,
            nbsp: NbspCopy::Kept,
            integrity: self.integrity,
            comparison: self.comparison,
            sections: self.sections,
            warnings: self.warnings,
            notes: self.notes,
            ..Sheet::new(shape, Source::new(SideEvidence::Format), first_line)
        }
    }
}

impl MoveNumbers {
    /// Finds the number of a move by either name, or gives it a new number. A place without a target, as in a copy that
    /// lost the links, has a number only if another place links to it.
    fn number(&mut self, name: Option<&str>, target: Option<&str>) -> Option<NonZeroU32> {
        let names = || name.into_iter().chain(target);
        let known = names().find_map(|name| self.numbers.get(name).copied());
        let number = known.or_else(|| {
            target?;
            self.last += 1;
            NonZeroU32::new(self.last)
        })?;
        self.numbers.extend(names().map(|name| (name.to_owned(), number)));
        Some(number)
    }
}

fn new_cell(side: Side, text: NumberedText, marker: Marker, claim: RowClaim) -> Cell<'static> {
    Cell { side: Some(side), marker: Some(marker), claim, ..Cell::new(text.text, text.line) }
}
