//! The rows of the table with two columns, by the classes of their cells, and by column where there are none.
//!
//! ```text
//! td.diff-marker  td.diff-deletedline  td.diff-marker  td.diff-addedline      changed
//! td[colspan=2].diff-empty             td.diff-marker  td.diff-addedline      added
//! td[colspan=2].diff-lineno            td[colspan=2].diff-lineno              a header
//! ```
//!
//! `TableDiffFormatter` (PHP) and wikidiff2's `TableFormatter` write them. Feeds have styles in place of the classes
//! of lines (`FeedUtils::applyDiffStyle`); up to MediaWiki 1.36 the markers are text.

use super::cell_text::Content;
use super::events::{Attribute, Tag};
use super::line_numbers;
use super::row_item::{HtmlRowKind, Item, Row};
use crate::model::{Side, Sides};

/// The columns of the table: marker and line of the old side, marker and line of the new one.
const COLUMNS: u32 = 4;

/// A row that is being read.
#[derive(Debug, Default)]
pub(crate) struct TableRow {
    /// The line of the input where it begins.
    line: u32,
    cells: Vec<Cell>,
    /// True if a cell is open.
    is_open: bool,
    columns: u32,
    /// True if a header has the id that only the PHP engine writes.
    has_php_id: bool,
    /// True if the row could be on either side.
    pub(crate) is_ambiguous: bool,
}

/// A cell of the table.
#[derive(Debug)]
struct Cell {
    role: Role,
    /// The first column that it takes, and how many it takes.
    column: u32,
    columns: u32,
    side: Option<Side>,
    marker: Option<char>,
    /// Target of the link in a moved paragraph.
    link: Option<String>,
    content: Content,
    /// The line number in a comment, where no message stands in its place.
    number: Option<u32>,
}

/// Role of a cell, by its class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Marker,
    LineNumber,
    Context,
    Changed,
    Empty,
    /// No class says.
    Unknown,
}

/// Engine that wrote a row, if the row shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Author {
    /// wikidiff2: a cell without a line has the class `diff-empty`.
    Wikidiff2,
    /// The PHP engine: such a cell has not, and the first header has an id (`TableDiffFormatter::blockHeader`).
    Php,
}

impl TableRow {
    /// A row that begins at a line of the input.
    pub(crate) fn at(line: u32) -> Self {
        Self { line, ..Self::default() }
    }

    /// A cell begins.
    pub(crate) fn open_cell(&mut self, tag: &Tag) {
        let span = tag.get(Attribute::Columns).and_then(|columns| columns.trim().parse().ok());
        let columns = span.unwrap_or(1).clamp(1, COLUMNS);
        self.has_php_id |= tag.get(Attribute::Id).is_some_and(|id| id.starts_with("mw-diff-left-l"));
        self.cells.push(Cell {
            role: role(tag),
            column: self.columns,
            columns,
            side: side(tag),
            marker: tag.get(Attribute::Marker).and_then(|marker| marker.chars().next()),
            link: None,
            content: Content::of_cell(tag),
            number: None,
        });
        self.columns = self.columns.saturating_add(columns);
        self.is_open = true;
    }

    /// The cell ends.
    pub(crate) const fn close_cell(&mut self) {
        self.is_open = false;
    }

    /// An element begins in the open cell.
    pub(crate) fn open(&mut self, tag: &Tag) {
        let Some(cell) = self.open_cell_mut() else { return };
        let is_link = tag.classes().any(|class| class.starts_with("mw-diff-movedpara-"));
        if is_link && cell.role == Role::Marker {
            let target = tag.get(Attribute::Href).and_then(|href| href.rsplit_once('#'));
            cell.link = target.map(|(_, fragment)| fragment.to_owned());
            cell.marker = Some(MOVED);
        }
        cell.content.open(tag);
    }

    /// An element ends in the open cell.
    pub(crate) fn close(&mut self, name: &str) {
        if let Some(cell) = self.open_cell_mut() {
            cell.content.close(name);
        }
    }

    /// Text stands in the open cell.
    pub(crate) fn push(&mut self, text: &str, line: u32) {
        if let Some(cell) = self.open_cell_mut() {
            cell.content.push(text, line);
        }
    }

    /// A comment stands in the open cell: `<!--LINE 20-->`, where nobody put a message in its place.
    pub(crate) fn comment(&mut self, text: &str) {
        if let Some(cell) = self.open_cell_mut() {
            cell.number = cell.number.or(line_numbers::of_comment(text).map(|numbers| numbers.old));
        }
    }

    fn open_cell_mut(&mut self) -> Option<&mut Cell> {
        self.cells.last_mut().filter(|_| self.is_open)
    }

    /// Engine that wrote a row, if the row shows it.
    pub(crate) fn author(&self) -> Option<Author> {
        if self.has_php_id {
            return Some(Author::Php);
        }
        let empty = self.cells.iter().find(|cell| cell.is_placeholder())?;
        let is_beside_a_line = self.cells.iter().any(|cell| cell.role == Role::Changed);
        let is_named = empty.role == Role::Empty;
        is_beside_a_line.then_some(if is_named { Author::Wikidiff2 } else { Author::Php })
    }

    /// Returns true if the cells of one side are missing without a placeholder: a selection began or ended in the row.
    pub(crate) fn is_partial(&self) -> bool {
        let is_line = |cell: &&Cell| !matches!(cell.role, Role::Marker | Role::LineNumber | Role::Empty);
        let stands = |side| self.cells.iter().filter(is_line).any(|cell| cell.stands_on() == Some(side));
        stands(Side::Old) != stands(Side::New) && !self.cells.iter().any(Cell::is_placeholder)
    }

    /// The line of the input where it begins.
    pub(crate) const fn line(&self) -> u32 {
        self.line
    }

    /// Returns the item of the row, or `None` if it is not a row of a diff.
    pub(crate) fn item(self) -> Option<Item> {
        // A copy has the header's row without its cells, since MediaWiki forbids to select them.
        if self.cells.is_empty() {
            return Some(Item::Start(None));
        }
        if self.cells.iter().all(|cell| cell.role == Role::Unknown) {
            return None;
        }
        if self.cells.iter().any(|cell| cell.role == Role::LineNumber) {
            return Some(Item::Start(self.numbers()));
        }
        Some(self.row())
    }

    /// The words of a header, whose form names the language.
    pub(crate) fn header(&self) -> Option<&str> {
        let first = self.cells.iter().find(|cell| cell.role == Role::LineNumber)?;
        Some(first.content.format_rows().trim())
    }

    fn numbers(&self) -> Option<Sides<u32>> {
        let mut headers = self.cells.iter().filter(|cell| cell.role == Role::LineNumber);
        let number =
            |cell: &Cell| cell.number.or_else(|| line_numbers::of_message(cell.content.format_rows()));
        Some(Sides::new(number(headers.next()?)?, number(headers.next()?)?))
    }

    /// Returns true if the row has more cells than the table has columns, or two lines of one side.
    fn is_too_full(&self) -> bool {
        let is_line = |cell: &&Cell| cell.role != Role::Marker && !cell.is_placeholder();
        let lines =
            |side| self.cells.iter().filter(is_line).filter(|cell| cell.stands_on() == Some(side)).count();
        self.columns > COLUMNS || lines(Side::Old) > 1 || lines(Side::New) > 1
    }

    fn row(self) -> Item {
        if self.is_too_full() {
            return Item::Stray(self.line);
        }
        let mut lines = Sides::new(None, None);
        let mut markers = Sides::new(None, None);
        let mut link = None;
        let mut is_context = None;
        for mut cell in self.cells {
            let Some(side) = cell.stands_on() else { return Item::Stray(self.line) };
            if cell.role == Role::Marker {
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
            (Sides { old: None, new: None }, _) => return Item::Stray(self.line),
            (Sides { old: Some(_), new: Some(_) }, _) if is_context.unwrap_or(marker.is_none()) => {
                HtmlRowKind::Context
            }
            (Sides { old: Some(_), new: Some(_) }, _) => HtmlRowKind::Changed,
            (_, Some(MOVED)) => HtmlRowKind::Moved(link),
            (lines, _) if is_moved(lines) => HtmlRowKind::Moved(None),
            (_, marker) if marker.is_none() && is_context == Some(true) => return Item::Stray(self.line),
            _ => HtmlRowKind::Changed,
        };
        Item::Row(Box::new(Row { kind, lines, is_ambiguous: self.is_ambiguous }))
    }
}

/// The marker of a moved paragraph.
const MOVED: char = '⚫';

/// Since MediaWiki 1.36 that marker is not copied, but the name that the link of the other place leads to is.
fn is_moved(lines: &Sides<Option<Content>>) -> bool {
    let anchor = |line: &Option<Content>| line.as_ref().is_some_and(Content::is_linked);
    anchor(&lines.old) || anchor(&lines.new)
}

impl Cell {
    /// Returns true for the placeholder of a missing line.
    fn is_placeholder(&self) -> bool {
        let is_wide = self.columns > 1 && !matches!(self.role, Role::Context | Role::Changed);
        self.role == Role::Empty || is_wide && self.content.format_rows().trim().is_empty()
    }

    /// The side: as its class says, or by its column.
    fn stands_on(&self) -> Option<Side> {
        let by_column = match self.column {
            0 | 1 => Some(Side::Old),
            2 | 3 => Some(Side::New),
            _ => None,
        };
        self.side.or(by_column)
    }

    /// The marker: an attribute, or text.
    fn marker(&self) -> Option<char> {
        self.marker.or_else(|| self.content.format_rows().trim().chars().next())
    }
}

impl Role {
    /// Returns true for context and false for a changed line, if the class says so.
    const fn is_context(self) -> Option<bool> {
        match self {
            Self::Context => Some(true),
            Self::Changed => Some(false),
            _ => None,
        }
    }
}

fn role(tag: &Tag) -> Role {
    let named = |class| match class {
        "diff-marker" => Some(Role::Marker),
        "diff-lineno" => Some(Role::LineNumber),
        "diff-context" => Some(Role::Context),
        "diff-addedline" | "diff-deletedline" => Some(Role::Changed),
        "diff-empty" => Some(Role::Empty),
        _ => None,
    };
    let by_marker = tag.get(Attribute::Marker).map(|_| Role::Marker);
    tag.classes().find_map(named).or(by_marker).unwrap_or(Role::Unknown)
}

fn side(tag: &Tag) -> Option<Side> {
    tag.classes().find_map(|class| match class {
        "diff-side-deleted" | "diff-deletedline" => Some(Side::Old),
        "diff-side-added" | "diff-addedline" => Some(Side::New),
        _ => None,
    })
}
