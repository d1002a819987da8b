//! Rows of the table with two columns. The class of a cell gives its role and side; without a class, its column does.
//!
//! ```text
//! td.diff-marker  td.diff-deletedline  td.diff-marker  td.diff-addedline      changed
//! td[colspan=2].diff-empty             td.diff-marker  td.diff-addedline      added
//! td[colspan=2].diff-lineno            td[colspan=2].diff-lineno              a header
//! ```
//!
//! `TableDiffFormatter` (PHP) and wikidiff2's `TableFormatter` write them. In feeds, lines have styles in place of classes
//! (`FeedUtils::applyDiffStyle`). Up to MediaWiki 1.36 the markers are text.

mod by_column;

pub(crate) use by_column::ColumnRow;

use super::cell_text::{LineContent, is_move_link};
use super::entity::{self, EntityHeader};
use super::events::{Attribute, Tag};
use super::line_numbers;
use super::open_element::OpenElement;
use super::row_item::{HtmlItem, HtmlRow, HtmlRowKind};
use crate::model::{Engine, Side, Sides};

/// The columns of the table: marker and line of the old side, marker and line of the new one.
const COLUMNS: u32 = 4;

/// A row under construction.
#[derive(Debug, Default)]
pub(crate) struct TableRow {
    /// Its first line in the input.
    line: u32,
    cells: Vec<HtmlCell>,
    /// True if a cell is open.
    is_open: bool,
    /// Number of columns that the cells take.
    columns: u32,
    /// The program that wrote the row, if a name in the row shows it.
    pub(crate) author: Option<RowAuthor>,
    /// The open table inside a cell.
    details: Option<OpenElement>,
    /// True if the row could be on either side.
    pub(crate) is_ambiguous: bool,
}

/// Programs that write names which no other program writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RowAuthor {
    /// MediaWiki's PHP engine: an id in the first header.
    PhpEngine,
    /// DokuWiki: the class of its markers.
    DokuWiki,
}

/// A cell of the table.
#[derive(Debug)]
struct HtmlCell {
    role: CellRole,
    /// True if the class states the role.
    has_class: bool,
    /// The first of its columns, counted from 0.
    column: u32,
    /// Number of its columns.
    columns: u32,
    side: Option<Side>,
    marker: Option<char>,
    /// Target of the link in a moved paragraph.
    link: Option<String>,
    content: LineContent,
    /// The line number in a comment.
    number: Option<u32>,
}

/// Role of a cell, by its class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CellRole {
    Marker,
    LineNumber,
    Context,
    Changed,
    Empty,
    /// The class does not state the role.
    Unknown,
}

impl TableRow {
    /// Opens a row that begins at a line of the input.
    pub(crate) fn new(line: u32) -> Self {
        Self { line, ..Self::default() }
    }

    /// Opens a cell.
    pub(crate) fn open_cell(&mut self, tag: &Tag) {
        let span = tag.get(Attribute::Columns).and_then(|columns| columns.trim().parse().ok());
        let columns = span.unwrap_or(1).clamp(1, COLUMNS);
        if tag.get(Attribute::Id).is_some_and(|id| id.starts_with("mw-diff-left-l")) {
            self.author = Some(RowAuthor::PhpEngine);
        } else if tag.has_class("diff-lineheader") {
            self.author = Some(RowAuthor::DokuWiki);
        }
        let role = find_role(tag);
        let by_marker = tag.get(Attribute::Marker).map(|_| CellRole::Marker);
        self.cells.push(HtmlCell {
            role: role.or(by_marker).unwrap_or(CellRole::Unknown),
            has_class: role.is_some(),
            column: self.columns,
            columns,
            side: find_side(tag),
            marker: tag.get(Attribute::Marker).and_then(|marker| marker.chars().next()),
            link: None,
            content: LineContent::from_cell(tag),
            number: None,
        });
        self.columns = self.columns.saturating_add(columns);
        self.is_open = true;
    }

    /// Closes the open cell.
    pub(crate) const fn close_cell(&mut self) {
        self.is_open = false;
    }

    /// Returns true for a start tag that belongs to a value's table of details, whose cells are text of the open cell.
    pub(crate) fn enters_details(&mut self, tag: &Tag) -> bool {
        if !self.is_open || entity::is_diff_tag(tag) {
            self.details = None;
        } else if let Some(details) = &mut self.details {
            details.open(&tag.name);
        } else if entity::is_details_table(tag) {
            self.details = Some(OpenElement::new(&tag.name));
        }
        self.details.is_some()
    }

    /// Returns true for an end tag inside a table of details, or of the table.
    pub(crate) fn leaves_details(&mut self, name: &str) -> bool {
        let Some(details) = &mut self.details else { return false };
        if details.close(name) {
            self.details = None;
        }
        true
    }

    /// Reads a start tag in the open cell.
    pub(crate) fn open(&mut self, tag: &Tag) {
        let Some(cell) = self.open_cell_mut() else { return };
        if is_move_link(tag) && cell.role == CellRole::Marker {
            let target = tag.get(Attribute::Href).and_then(|href| href.rsplit_once('#'));
            cell.link = target.map(|(_, fragment)| fragment.to_owned());
            cell.marker = Some(MOVED);
        }
        cell.content.open(tag);
    }

    /// Reads an end tag in the open cell.
    pub(crate) fn close(&mut self, name: &str) {
        if let Some(cell) = self.open_cell_mut() {
            cell.content.close(name);
        }
    }

    /// Reads text in the open cell.
    pub(crate) fn push_text(&mut self, text: &str, line: u32) {
        if let Some(cell) = self.open_cell_mut() {
            cell.content.push_text(text, line);
        }
    }

    /// Reads a comment in the open cell: `<!--LINE 20-->`, which the wiki normally replaces by a message.
    pub(crate) fn comment(&mut self, text: &str) {
        if let Some(cell) = self.open_cell_mut() {
            cell.number = cell.number.or(line_numbers::parse_comment(text).map(|numbers| numbers.old));
        }
    }

    fn open_cell_mut(&mut self) -> Option<&mut HtmlCell> {
        self.cells.last_mut().filter(|_| self.is_open)
    }

    /// Returns the engine that wrote the row, if the row shows it. wikidiff2 gives a cell without a line the class
    /// `diff-empty`; the PHP engine does not, and its first header has an id (`TableDiffFormatter::blockHeader`).
    pub(crate) fn engine(&self) -> Option<Engine> {
        if self.author == Some(RowAuthor::PhpEngine) {
            return Some(Engine::Php);
        }
        let empty = self.cells.iter().find(|cell| cell.is_placeholder())?;
        let is_beside_line = self.cells.iter().any(|cell| cell.role == CellRole::Changed);
        let has_class = empty.role == CellRole::Empty;
        is_beside_line.then_some(if has_class { Engine::Wikidiff2 } else { Engine::Php })
    }

    /// Returns true if the row has a line on the old side and no cell on the new one, as removed terms of an entity.
    pub(crate) fn is_old_side_only(&self) -> bool {
        self.cells.iter().all(|cell| cell.table_side() == Some(Side::Old))
    }

    /// Returns true if one side has neither a line nor a placeholder: a selection began or ended in the row.
    pub(crate) fn is_partial(&self) -> bool {
        let has_line = |side| self.cells.iter().any(|cell| cell.is_line() && cell.table_side() == Some(side));
        has_line(Side::Old) != has_line(Side::New) && !self.cells.iter().any(HtmlCell::is_placeholder)
    }

    /// Its first line in the input.
    pub(crate) const fn line(&self) -> u32 {
        self.line
    }

    /// Returns the item of the row, or `None` if it is not a row of a diff.
    pub(crate) fn into_item(self) -> Option<HtmlItem> {
        // A copy has a header without its cells: MediaWiki makes them unselectable.
        if self.cells.is_empty() {
            return Some(HtmlItem::Header(None));
        }
        if self.cells.iter().all(|cell| cell.role == CellRole::Unknown) {
            return None;
        }
        if self.cells.iter().any(|cell| cell.role == CellRole::LineNumber) {
            let header = self.entity_header().map(HtmlItem::EntityHeader);
            return Some(header.unwrap_or_else(|| HtmlItem::Header(self.line_numbers())));
        }
        Some(self.into_row())
    }

    /// The words of a header.
    pub(crate) fn header_text(&self) -> Option<&str> {
        let first = self.cells.iter().find(|cell| cell.role == CellRole::LineNumber)?;
        Some(first.content.raw_text().trim())
    }

    fn entity_header(&self) -> Option<EntityHeader> {
        let mut headers = self.cells.iter().filter(|cell| cell.role == CellRole::LineNumber);
        let (old, new) = (headers.next()?, headers.next()?);
        let has_number = old.number.or(new.number).is_some();
        let texts = Sides::new(old, new).map(|cell| cell.content.raw_text());
        entity::parse_header(texts).filter(|_| !has_number)
    }

    fn line_numbers(&self) -> Option<Sides<u32>> {
        let mut headers = self.cells.iter().filter(|cell| cell.role == CellRole::LineNumber);
        let number =
            |cell: &HtmlCell| cell.number.or_else(|| line_numbers::parse_message(cell.content.raw_text()));
        Some(Sides::new(number(headers.next()?)?, number(headers.next()?)?))
    }

    /// Returns true if the row has more cells than the table has columns, or two lines of one side.
    fn is_too_full(&self) -> bool {
        let is_line = |cell: &&HtmlCell| cell.role != CellRole::Marker && !cell.is_placeholder();
        let lines =
            |side| self.cells.iter().filter(is_line).filter(|cell| cell.table_side() == Some(side)).count();
        self.columns > COLUMNS || lines(Side::Old) > 1 || lines(Side::New) > 1
    }

    fn into_row(self) -> HtmlItem {
        if self.is_too_full() {
            return HtmlItem::Stray(self.line);
        }
        let mut lines = Sides::new(None, None);
        let mut markers = Sides::new(None, None);
        let mut link = None;
        let mut is_context = None;
        for mut cell in self.cells {
            let Some(side) = cell.table_side() else { return HtmlItem::Stray(self.line) };
            if cell.role == CellRole::Marker {
                *markers.get_mut(side) = cell.marker();
                link = link.or(cell.link);
            } else if !cell.is_placeholder() {
                is_context = is_context.or(cell.role.is_context());
                cell.content.line = cell.content.line.max(self.line);
                *lines.get_mut(side) = Some(cell.content);
            }
        }
        let marker = markers.old.or(markers.new);
        let kind = match (&lines, marker) {
            (Sides { old: None, new: None }, _) => return HtmlItem::Stray(self.line),
            (Sides { old: Some(_), new: Some(_) }, None) if is_context.is_none() => HtmlRowKind::Unmarked,
            (Sides { old: Some(_), new: Some(_) }, _) if is_context == Some(true) => HtmlRowKind::Context,
            (Sides { old: Some(_), new: Some(_) }, _) => HtmlRowKind::Changed,
            (_, Some(MOVED)) => HtmlRowKind::Moved(link),
            (lines, _) if is_moved(lines) => HtmlRowKind::Moved(None),
            (_, None) if is_context == Some(true) => return HtmlItem::Stray(self.line),
            (_, None) if is_context.is_none() => HtmlRowKind::Unmarked,
            _ => HtmlRowKind::Changed,
        };
        HtmlItem::Row(Box::new(HtmlRow { kind, lines, is_ambiguous: self.is_ambiguous }))
    }
}

/// The marker of a moved paragraph.
const MOVED: char = '⚫';

/// Returns true for a place of a moved paragraph without its marker. Since MediaWiki 1.36 copies lack the marker but keep
/// the name of the paragraph.
fn is_moved(lines: &Sides<Option<LineContent>>) -> bool {
    lines.old.iter().chain(&lines.new).any(LineContent::is_moved)
}

impl HtmlCell {
    /// Returns true for a line of the page, by the role.
    const fn is_line(&self) -> bool {
        !matches!(self.role, CellRole::Marker | CellRole::LineNumber | CellRole::Empty)
    }

    /// Returns true for the placeholder of a missing line.
    fn is_placeholder(&self) -> bool {
        let is_wide = self.columns > 1 && !matches!(self.role, CellRole::Context | CellRole::Changed);
        self.role == CellRole::Empty || is_wide && self.content.raw_text().trim().is_empty()
    }

    /// The side: by its class, or else by its column.
    fn table_side(&self) -> Option<Side> {
        let by_column = match self.column {
            0 | 1 => Some(Side::Old),
            2 | 3 => Some(Side::New),
            _ => None,
        };
        self.side.or(by_column)
    }

    /// The marker: by its attribute, or else by its text.
    fn marker(&self) -> Option<char> {
        self.marker.or_else(|| self.content.raw_text().trim().chars().next())
    }
}

impl CellRole {
    /// Returns true for context and false for a changed line; `None` if the class does not state it.
    const fn is_context(self) -> Option<bool> {
        match self {
            Self::Context => Some(true),
            Self::Changed => Some(false),
            _ => None,
        }
    }
}

fn find_role(tag: &Tag) -> Option<CellRole> {
    tag.classes().find_map(|class| match class {
        // The second name is DokuWiki's.
        "diff-marker" | "diff-lineheader" => Some(CellRole::Marker),
        "diff-lineno" | "diff-blockheader" => Some(CellRole::LineNumber),
        "diff-context" => Some(CellRole::Context),
        "diff-addedline" | "diff-deletedline" => Some(CellRole::Changed),
        "diff-empty" => Some(CellRole::Empty),
        _ => None,
    })
}

fn find_side(tag: &Tag) -> Option<Side> {
    tag.classes().find_map(|class| match class {
        "diff-side-deleted" | "diff-deletedline" => Some(Side::Old),
        "diff-side-added" | "diff-addedline" => Some(Side::New),
        _ => None,
    })
}
