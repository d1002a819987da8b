//! Rows of the markup, before their engine is known.

use super::cell_text::LineContent;
use super::entity::EntityHeader;
use crate::model::Sides;

/// A row of the table, or an element of the inline view.
#[derive(Debug)]
pub(crate) enum HtmlItem {
    /// A hunk header; `None` if it has no line numbers.
    Header(Option<Sides<u32>>),
    /// A header that names what was changed in an entity.
    EntityHeader(EntityHeader),
    /// A row with lines.
    Row(Box<HtmlRow>),
    /// An unreadable row, and its line in the input.
    Stray(u32),
}

/// The lines of one row.
#[derive(Debug)]
pub(crate) struct HtmlRow {
    /// Kind of the row.
    pub(crate) kind: HtmlRowKind,
    /// One line or two.
    pub(crate) lines: Sides<Option<LineContent>>,
    /// True if the row could be on either side.
    pub(crate) is_ambiguous: bool,
}

impl HtmlRow {
    /// Returns true if both sides have the same text, apart from white space.
    pub(crate) fn has_equal_lines(&self) -> bool {
        let words =
            |line: &LineContent| line.raw_text().split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        matches!((&self.lines.old, &self.lines.new), (Some(old), Some(new)) if words(old) == words(new))
    }
}

/// Kinds of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum HtmlRowKind {
    /// An unchanged line.
    Context,
    /// A changed, added or removed line.
    Changed,
    /// A row of which neither a class nor a marker states the kind.
    Unmarked,
    /// One place of a moved paragraph, and the name of the other place if a link states it.
    Moved(Option<String>),
}
