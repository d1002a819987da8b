//! What the markup says, row by row, before it is known which engine wrote it.

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
    /// What the row says of its lines.
    pub(crate) kind: HtmlRowKind,
    /// The lines: one or both.
    pub(crate) lines: Sides<Option<Content>>,
    /// True if the row could be on either side.
    pub(crate) is_ambiguous: bool,
}

/// What a row says of its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum HtmlRowKind {
    /// The line did not change.
    Context,
    /// The line changed, or stands on one side only.
    Changed,
    /// The line is one place of a moved paragraph; where its link leads to.
    Moved(Option<String>),
}
