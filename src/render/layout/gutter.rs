//! The gutter before the text of a row: sign and line numbers.
//!
//! ```text
//! ?~ 21 22    text
//! │││ │  │
//! │││ │  └ the number of the new line
//! │││ └─── the number of the old line; left out where both are the same in all rows
//! ││└───── blank
//! │└────── the sign: ~ changed, - removed, + added, < moved away, > moved here
//! └─────── ? if the row could be on either side
//! ```

use std::io;

use super::move_notes::MoveNotes;
use crate::model::{Change, Diff, Row, Sides};
use crate::render::style::stylesheet::{Role, Stylesheet};
use crate::render::style::view::{ChangeStarts, Margin, View};
use crate::text::sanitize::sanitized::Sanitized;
use crate::text::writer::TerminalWriter;

/// The columns between the sign and the text if the input has no line numbers.
const GAP_WITHOUT_NUMBERS: usize = 1;

/// The blank behind the sign of a row that begins a change, if a pager is to find it.
const CHANGE_START: Sanitized<'static> = Sanitized::from_static("\u{a0}");

/// The gutter of a diff: widths, styles, and the places of moved rows.
#[derive(Debug)]
pub(crate) struct Gutter<'v> {
    numbers: NumberColumns,
    /// The columns between a number and the text.
    gap: usize,
    moves: MoveNotes,
    style: &'v Stylesheet,
    margin: Margin,
    starts: ChangeStarts,
}

/// The sides whose lines stand beside one gutter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GutterSides {
    /// Both sides, as in a picture with one column of text, in a width if there is one.
    Both(Option<usize>),
    /// One side.
    One,
}

/// The share of the width that two columns of numbers may take with their gutter: a third. A narrower picture has one
/// column of numbers.
const MIN_WIDTH_OF_GUTTERS: usize = 3;

/// The columns of line numbers, each with its digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NumberColumns {
    /// The number of the new line, or of the old line if there is no new one.
    One(usize),
    /// The number of the old line before that of the new line, because they differ in some row.
    Two(Sides<usize>),
}

impl NumberColumns {
    /// Chooses the columns for the numbers of a diff.
    fn new<L>(diff: &Diff<L>, sides: GutterSides) -> Self {
        let mut largest = Sides::<u32>::default();
        let mut is_same = true;
        for numbers in diff.hunks.iter().flat_map(|hunk| hunk.numbered_rows().map(|row| row.numbers)) {
            largest.old = largest.old.max(numbers.old.unwrap_or(0));
            largest.new = largest.new.max(numbers.new.unwrap_or(0));
            is_same &= numbers.old == numbers.new;
        }
        let digits = |largest: u32| largest.checked_ilog10().map_or(0, |digits| digits as usize + 1);
        is_same |= largest.old == 0 || largest.new == 0;
        let two = Self::Two(largest.map(digits));
        let has_room = |width: usize| (2 + two.width()) * MIN_WIDTH_OF_GUTTERS <= width;
        match sides {
            GutterSides::Both(width) if !is_same && width.is_none_or(has_room) => two,
            GutterSides::Both(_) | GutterSides::One => Self::One(digits(largest.old.max(largest.new))),
        }
    }

    /// The width of the columns, with a blank before each.
    const fn width(self) -> usize {
        match self {
            Self::One(digits) => 1 + digits,
            Self::Two(digits) => 2 + digits.old + digits.new,
        }
    }

    /// True if the input has no line numbers.
    const fn is_empty(self) -> bool {
        matches!(self, Self::One(0))
    }
}

impl<'v> Gutter<'v> {
    /// Finds the numbers and the moves of a diff. `gap` is the number of columns between a number and the text.
    pub(crate) fn new<L>(diff: &Diff<L>, style: &'v Stylesheet, gap: usize, sides: GutterSides) -> Self {
        let numbers = NumberColumns::new(diff, sides);
        let gap = if numbers.is_empty() { GAP_WITHOUT_NUMBERS } else { gap };
        let (margin, starts) = (Margin::Signed, ChangeStarts::Plain);
        Self { numbers, gap, moves: MoveNotes::new(diff), style, margin, starts }
    }

    /// Takes the margin and the marks of changes from a view.
    pub(crate) fn for_view(self, view: &View) -> Self {
        Self { margin: view.margin, starts: view.change_starts, ..self }
    }

    /// The columns from the left edge to the text.
    pub(crate) const fn columns(&self) -> usize {
        match self.margin {
            Margin::Signed => 2 + self.numbers.width() + self.gap,
            Margin::Bare => 0,
        }
    }

    /// Returns a note about the other place of a moved row, if that place has a number.
    pub(crate) fn move_note<L>(&self, change: &Change<L>) -> Option<String> {
        match self.margin {
            Margin::Signed => self.moves.note(change),
            Margin::Bare => None,
        }
    }

    /// Writes the gutter of a row, without trailing blanks if no text follows. Returns its width in columns.
    pub(crate) fn write(&self, entry: GutterEntry, out: &mut TerminalWriter<'_>) -> io::Result<usize> {
        if self.margin == Margin::Bare {
            return Ok(0);
        }
        let has_number = entry.numbers.old.or(entry.numbers.new).is_some();
        let is_start = self.starts == ChangeStarts::Marked && entry.place == ChangePlace::First;
        let ends_at_sign = !has_number && entry.text == TextBeside::Empty && !is_start;
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
        if is_start {
            out.write(&CHANGE_START)?;
        } else {
            out.write_spaces(1)?;
        }
        let width = self.write_numbers(entry, out)?;
        match entry.text {
            TextBeside::Follows => out.write_spaces(self.gap).map(|()| self.columns()),
            TextBeside::Empty => Ok(width),
        }
    }

    /// Writes a sign, or a blank in its place.
    fn write_sign(&self, sign: Option<(&'static str, Role)>, out: &mut TerminalWriter<'_>) -> io::Result<()> {
        match sign {
            Some((sign, role)) => out.write_styled(&Sanitized::from_static(sign), self.style.style(role)),
            None => out.write_spaces(1),
        }
    }

    /// Writes the line numbers, with a blank between two. Returns the width of the gutter so far.
    fn write_numbers(&self, entry: GutterEntry, out: &mut TerminalWriter<'_>) -> io::Result<usize> {
        let Sides { old, new } = entry.numbers;
        match self.numbers {
            NumberColumns::One(digits) => self.write_number(new.or(old), digits, out)?,
            NumberColumns::Two(digits) => {
                self.write_number(old, digits.old, out)?;
                if new.is_none() && entry.text == TextBeside::Empty {
                    return Ok(3 + digits.old);
                }
                out.write_spaces(1)?;
                self.write_number(new, digits.new, out)?;
            }
        }
        Ok(2 + self.numbers.width())
    }

    fn write_number(
        &self,
        number: Option<u32>,
        digits: usize,
        out: &mut TerminalWriter<'_>,
    ) -> io::Result<()> {
        match number {
            Some(number) => out.write_number(number, digits, self.style.style(Role::Gutter)),
            None => out.write_spaces(digits),
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
    pub(crate) numbers: Sides<Option<u32>>,
    pub(crate) text: TextBeside,
    pub(crate) place: ChangePlace,
}

/// The place of a row among the rows of a change, which stand one below the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ChangePlace {
    /// No row of a change, or not its first.
    #[default]
    Later,
    /// The first row of a change.
    First,
}

impl ChangePlace {
    /// The place of a row below another row; `None` above it at the top of a hunk, and below a note.
    pub(crate) fn below(above: Option<RowSign>, sign: RowSign) -> Self {
        let is_context = |sign| sign == RowSign::Context;
        if !is_context(sign) && above.is_none_or(is_context) { Self::First } else { Self::Later }
    }
}

/// The text after the gutter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TextBeside {
    Follows,
    Empty,
}
