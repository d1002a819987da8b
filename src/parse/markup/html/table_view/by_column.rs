//! Roles of cells by their columns, for a table whose classes and `data-` attributes were removed.
//!
//! ```text
//! td[colspan=2] Line 3:     td[colspan=2] Line 3:      a header
//! td    td line             td    td line              context or changed
//! td    td line             td[colspan=2]              removed
//! td[colspan=2]             td    td line              added
//! ```
//!
//! Reader modes, sanitizers, mail programs and feed libraries leave such tables. Some remove `colspan` as well: the empty
//! cell then has one column, and a row has three cells.

use super::{CellRole, HtmlCell, TableRow};
use crate::model::Sides;
use crate::parse::markup::html::entity;
use crate::parse::page::line_number;

/// Kinds of rows by their columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ColumnRow {
    /// A header: "Line N:" above both sides, or the name of what was changed in an entity.
    Header,
    /// A row with a marker.
    Marked,
    /// A row of one line or two without a marker.
    Unmarked,
}

/// Signs of a marker cell.
const MARKERS: [&str; 7] = ["", "−", "-", "–", "+", "⚫", "•"];

impl TableRow {
    /// Returns true if the class of a cell states its role.
    pub(crate) fn has_classes(&self) -> bool {
        self.cells.iter().any(|cell| cell.has_class)
    }

    /// Returns true if a cell has text.
    pub(crate) fn has_text(&self) -> bool {
        self.cells.iter().any(|cell| !cell.is_blank())
    }

    /// Returns true if the row states its marker.
    pub(crate) fn has_marker(&self) -> bool {
        self.cells.iter().any(|cell| cell.role == CellRole::Marker && cell.marker().is_some())
    }

    /// Gives the cells the roles of their columns. Returns `None`, and leaves the row alone, if it has no such columns.
    pub(crate) fn assign_columns(&mut self) -> Option<ColumnRow> {
        let roles = self.find_columns()?;
        let mut column = 0;
        for (cell, (role, columns)) in self.cells.iter_mut().zip(roles.iter().copied()) {
            cell.role = role;
            cell.column = column;
            cell.columns = columns;
            column += columns;
        }
        self.columns = column;
        Some(match self.cells.len() {
            2 => ColumnRow::Header,
            _ if self.has_marker() => ColumnRow::Marked,
            _ => ColumnRow::Unmarked,
        })
    }

    /// Finds the roles of the cells, and the number of columns of each.
    fn find_columns(&self) -> Option<&'static [(CellRole, u32)]> {
        const HEADER: &[(CellRole, u32)] = &[(CellRole::LineNumber, 2); 2];
        const OLD: &[(CellRole, u32)] =
            &[(CellRole::Marker, 1), (CellRole::Unknown, 1), (CellRole::Empty, 2)];
        const NEW: &[(CellRole, u32)] =
            &[(CellRole::Empty, 2), (CellRole::Marker, 1), (CellRole::Unknown, 1)];
        const BOTH: &[(CellRole, u32)] =
            &[(CellRole::Marker, 1), (CellRole::Unknown, 1), (CellRole::Marker, 1), (CellRole::Unknown, 1)];
        match self.cells.as_slice() {
            [old, new] if is_header(old, new) || is_entity_header(old, new) => Some(HEADER),
            [marker, line, empty] if is_single(marker, line, empty) => Some(OLD),
            [empty, marker, line] if is_single(marker, line, empty) => Some(NEW),
            [old, _, new, _] if self.columns == 4 && old.may_be_marker() && new.may_be_marker() => Some(BOTH),
            _ => None,
        }
    }
}

/// Returns true for two labels with line numbers, each over two columns unless the markup lost the columns.
fn is_header(old: &HtmlCell, new: &HtmlCell) -> bool {
    let labels = [old, new].map(|cell| line_number::parse_label(cell.content.raw_text().trim()));
    let [Some(old_label), Some(new_label)] = labels else { return false };
    let is_known = line_number::language(&old_label).is_some() || old.columns == 2;
    old.columns == new.columns && is_known && line_number::is_same_template(&old_label, &new_label)
}

/// Returns true for two cells of two columns that name what was changed in an entity.
fn is_entity_header(old: &HtmlCell, new: &HtmlCell) -> bool {
    let texts = Sides::new(old, new).map(|cell| cell.content.raw_text());
    old.columns == 2 && new.columns == 2 && entity::is_bare_header(texts)
}

/// Returns true for the cells of a row with one line. If the empty cell has lost its columns, the line shows which of the
/// others it is.
fn is_single(marker: &HtmlCell, line: &HtmlCell, empty: &HtmlCell) -> bool {
    let is_wide = empty.columns == 2 || empty.columns == 1 && !line.is_blank();
    marker.may_be_marker() && line.columns == 1 && is_wide && empty.is_blank() && empty.marker.is_none()
}

impl HtmlCell {
    fn is_blank(&self) -> bool {
        self.content.raw_text().trim().is_empty()
    }

    fn may_be_marker(&self) -> bool {
        self.columns == 1 && MARKERS.contains(&self.content.raw_text().trim())
    }
}
