//! The gutter before the text of a row: sign and line number.
//!
//! ```text
//! ?~ 22    text
//! │││ │
//! │││ └ the number of the new line, or of the old line if there is no new one; in two columns, of each line
//! ││└── blank
//! │└─── the sign: ~ changed, - removed, + added, < moved away, > moved here
//! └──── ? if the row could be on either side
//! ```

use std::collections::HashMap;
use std::io;

use crate::model::{Change, Diff, NumberedRow, Row, Sides};
use crate::render::style::stylesheet::{Role, Stylesheet};
use crate::render::style::view::Margin;
use crate::text::sanitize::sanitized::Sanitized;
use crate::text::writer::TerminalWriter;

/// The columns between the sign and the text if the input has no line numbers.
const GAP_WITHOUT_NUMBERS: usize = 1;

/// The gutter of a diff: widths, styles, and the places of moved rows.
#[derive(Debug)]
pub(crate) struct Gutter<'v> {
    digits: usize,
    /// The columns between a number and the text.
    gap: usize,
    moves: HashMap<u32, Sides<Option<u32>>>,
    style: &'v Stylesheet,
    margin: Margin,
}

impl<'v> Gutter<'v> {
    /// Finds the largest number and the moves of a diff. `gap` is the number of columns between a number and the text.
    pub(crate) fn new<L>(diff: &Diff<L>, style: &'v Stylesheet, gap: usize) -> Self {
        let mut largest = 0;
        let mut moves: HashMap<u32, Sides<Option<u32>>> = HashMap::new();
        for hunk in &diff.hunks {
            for NumberedRow { row, numbers: Sides { old, new } } in hunk.numbered_rows() {
                largest = largest.max(old.unwrap_or(0)).max(new.unwrap_or(0));
                match row.change {
                    Change::MovedFrom(_, id) => moves.entry(id).or_default().old = old,
                    Change::MovedTo(_, id) => moves.entry(id).or_default().new = new,
                    _ => {}
                }
            }
        }
        let digits = if largest == 0 { 0 } else { largest.ilog10() as usize + 1 };
        let gap = if digits == 0 { GAP_WITHOUT_NUMBERS } else { gap };
        Self { digits, gap, moves, style, margin: Margin::Signed }
    }

    /// Sets the margin: a gutter, or none.
    pub(crate) fn with_margin(self, margin: Margin) -> Self {
        Self { margin, ..self }
    }

    /// The columns from the left edge to the text.
    pub(crate) const fn columns(&self) -> usize {
        match self.margin {
            Margin::Signed => 3 + self.digits + self.gap,
            Margin::Bare => 0,
        }
    }

    /// Returns a note about the other place of a moved row, if that place has a number.
    pub(crate) fn move_note<L>(&self, change: &Change<L>) -> Option<String> {
        match change {
            _ if self.margin == Margin::Bare => None,
            Change::MovedFrom(_, id) => Some(format!("moved to line {}", self.moves.get(id)?.new?)),
            Change::MovedTo(_, id) => Some(format!("moved from line {}", self.moves.get(id)?.old?)),
            _ => None,
        }
    }

    /// Writes the gutter of a row, without trailing blanks if no text follows. Returns its width in columns.
    pub(crate) fn write(&self, entry: GutterEntry, out: &mut TerminalWriter<'_>) -> io::Result<usize> {
        if self.margin == Margin::Bare {
            return Ok(0);
        }
        let ends_at_sign = entry.number.is_none() && entry.text == TextBeside::Empty;
        if ends_at_sign && entry.sign == RowSign::Context && !entry.is_ambiguous {
            return Ok(0);
        }
        self.write_sign(entry.is_ambiguous.then_some(("?", Role::Guess)), out)?;
        if ends_at_sign && entry.sign == RowSign::Context {
            return Ok(1);
        }
        self.write_sign(entry.sign.display(), out)?;
        if ends_at_sign {
            return Ok(2);
        }
        self.write_number(entry, out)
    }

    /// Writes a sign, or a blank in its place.
    fn write_sign(&self, sign: Option<(&'static str, Role)>, out: &mut TerminalWriter<'_>) -> io::Result<()> {
        match sign {
            Some((sign, role)) => out.write_styled(&Sanitized::from_static(sign), self.style.style(role)),
            None => out.write_spaces(1),
        }
    }

    fn write_number(&self, entry: GutterEntry, out: &mut TerminalWriter<'_>) -> io::Result<usize> {
        let Self { digits, .. } = self;
        match entry.number {
            Some(number) => out.write_number(number, *digits, self.style.style(Role::Gutter))?,
            None => out.write_spaces(digits + 1)?,
        }
        match entry.text {
            TextBeside::Follows => out.write_spaces(self.gap).map(|()| self.columns()),
            TextBeside::Empty => Ok(3 + digits),
        }
    }
}

/// The sign of a row, which has a meaning without colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RowSign {
    Context,
    Changed,
    Removed,
    Added,
    MovedFrom,
    MovedTo,
}

impl RowSign {
    pub(crate) const fn new<L>(row: &Row<L>) -> Self {
        if row.is_ignored {
            return Self::Context;
        }
        match row.change {
            Change::Context(_) => Self::Context,
            Change::Changed(_) => Self::Changed,
            Change::Removed(_) => Self::Removed,
            Change::Added(_) => Self::Added,
            Change::MovedFrom(..) => Self::MovedFrom,
            Change::MovedTo(..) => Self::MovedTo,
        }
    }

    const fn display(self) -> Option<(&'static str, Role)> {
        match self {
            Self::Context => None,
            Self::Changed => Some(("~", Role::ChangedSign)),
            Self::Removed => Some(("-", Role::RemovedSign)),
            Self::Added => Some(("+", Role::AddedSign)),
            Self::MovedFrom => Some(("<", Role::ChangedSign)),
            Self::MovedTo => Some((">", Role::ChangedSign)),
        }
    }
}

/// The content of the gutter of a row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct GutterEntry {
    pub(crate) sign: RowSign,
    /// True if the row could be on either side.
    pub(crate) is_ambiguous: bool,
    pub(crate) number: Option<u32>,
    pub(crate) text: TextBeside,
}

/// The text after the gutter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TextBeside {
    Follows,
    Empty,
}
