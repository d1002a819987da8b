//! Rows of the markup, before their engine is known.

use super::cell_text::Content;
use crate::model::Sides;

/// One row of the table, or one element of the inline view.
#[derive(Debug)]
pub(crate) enum Item {
    /// A header, with its line numbers where it has them.
    Start(Option<Sides<u32>>),
    /// Lines.
    Row(Box<Row>),
    /// A row that cannot be read, by the line of the input where it stands.
    Stray(u32),
}

/// The lines of one row.
#[derive(Debug)]
pub(crate) struct Row {
    /// Kind of the row.
    pub(crate) kind: HtmlRowKind,
    /// The lines: one or both.
    pub(crate) lines: Sides<Option<Content>>,
    /// True if the row could be on either side.
    pub(crate) is_ambiguous: bool,
}

/// Kinds of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum HtmlRowKind {
    /// The line did not change.
    Context,
    /// The line changed, or stands on one side only.
    Changed,
    /// The line is one place of a moved paragraph; where its link leads to.
    Moved(Option<String>),
}
