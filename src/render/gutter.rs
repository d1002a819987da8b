//! The gutter: how wide it is, and which number stands in it.
//!
//! ```text
//! ?~ 22    text
//! │││ │
//! │││ └ the new line's number, the old line's on rows that only the old revision has
//! ││└── blank
//! │└─── the sign: ~ changed, - removed, + added, < moved away, > moved here
//! └──── ? where the row could be on either side
//! ```

use std::collections::HashMap;
use std::io::{self, Write};

use anstyle::Style;

use super::Margin;
use super::paragraph::{write_blanks, write_styled};
use super::style::Stylesheet;
use crate::model::{Change, Diff, Row, Side, Sides};

/// The columns between a number and the text.
const GAP: usize = 4;

/// The columns between the sign and the text where the input has no line numbers.
const GAP_WITHOUT_NUMBERS: usize = 1;

/// What the gutters of a diff have in common.
#[derive(Debug)]
pub(super) struct Gutter {
    digits: usize,
    moves: HashMap<u32, Sides<Option<u32>>>,
    style: &'static Stylesheet,
    margin: Margin,
}

impl Gutter {
    /// Counts through the diff once.
    pub(super) fn of<L>(diff: &Diff<L>, style: &'static Stylesheet) -> Self {
        let mut largest = 0;
        let mut moves: HashMap<u32, Sides<Option<u32>>> = HashMap::new();
        for hunk in &diff.hunks {
            let mut numbers = Numbers::new(hunk.start);
            for row in &hunk.rows {
                let number = numbers.next(&row.change);
                largest = largest.max(number.unwrap_or(0));
                match row.change {
                    Change::MovedFrom(_, id) => moves.entry(id).or_default().old = number,
                    Change::MovedTo(_, id) => moves.entry(id).or_default().new = number,
                    _ => {}
                }
            }
        }
        let digits = if largest == 0 { 0 } else { largest.ilog10() as usize + 1 };
        Self { digits, moves, style, margin: Margin::Signed }
    }

    /// The same gutter, or none at all.
    pub(super) fn in_margin(self, margin: Margin) -> Self {
        Self { margin, ..self }
    }

    /// The columns from the edge to the text.
    pub(super) const fn columns(&self) -> usize {
        match self.margin {
            Margin::Signed => 3 + self.digits + self.gap(),
            Margin::Bare => 0,
        }
    }

    const fn gap(&self) -> usize {
        if self.digits == 0 { GAP_WITHOUT_NUMBERS } else { GAP }
    }

    /// The number of the line that a moved row came from or went to.
    pub(super) fn partner<L>(&self, change: &Change<L>) -> Option<u32> {
        match change {
            _ if self.margin == Margin::Bare => None,
            Change::MovedFrom(_, id) => self.moves.get(id)?.new,
            Change::MovedTo(_, id) => self.moves.get(id)?.old,
            _ => None,
        }
    }

    /// Writes the gutter of a row, and nothing blank at its end where no text follows.
    pub(super) fn write<L>(&self, row: &Row<L>, entry: Entry, out: &mut dyn Write) -> io::Result<()> {
        if self.margin == Margin::Bare {
            return Ok(());
        }
        let ends_at_sign = entry.number.is_none() && entry.text == Text::Empty;
        if ends_at_sign && row.change.is_context() && !row.guessed {
            return Ok(());
        }
        let (guess, guess_style) = if row.guessed { ("?", self.style.guess) } else { (" ", Style::new()) };
        let (sign, sign_style) = sign(&row.change, self.style);
        write_styled(guess, guess_style, out)?;
        if ends_at_sign {
            return write_styled(sign.trim_end(), sign_style, out);
        }
        write_styled(sign, sign_style, out)?;
        self.write_number(entry, out)
    }

    fn write_number(&self, entry: Entry, out: &mut dyn Write) -> io::Result<()> {
        let Self { digits, style, .. } = self;
        match entry.number {
            Some(number) => write!(out, "{0} {number:>digits$}{0:#}", style.gutter)?,
            None => write_blanks(digits + 1, out)?,
        }
        match entry.text {
            Text::Follows => write_blanks(self.gap(), out),
            Text::Empty => Ok(()),
        }
    }
}

/// The sign of a change, which carries its meaning without colour.
const fn sign<L>(change: &Change<L>, style: &Stylesheet) -> (&'static str, Style) {
    match change {
        Change::Context(_) => (" ", Style::new()),
        Change::Changed(_) => ("~", style.changed_sign),
        Change::Removed(_) => ("-", style.removed_sign),
        Change::Added(_) => ("+", style.added_sign),
        Change::MovedFrom(..) => ("<", style.changed_sign),
        Change::MovedTo(..) => (">", style.changed_sign),
    }
}

/// What a row has in its gutter besides its sign.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) number: Option<u32>,
    pub(super) text: Text,
}

/// Whether there is anything beside the gutter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Text {
    Follows,
    Empty,
}

/// The line numbers of a hunk, row by row.
#[derive(Debug)]
pub(super) struct Numbers {
    next: Option<Sides<u32>>,
}

impl Numbers {
    pub(super) const fn new(start: Option<Sides<u32>>) -> Self {
        Self { next: start }
    }

    /// The number of the next row: the new line's where it has one, else the old line's.
    pub(super) fn next<L>(&mut self, change: &Change<L>) -> Option<u32> {
        let next = self.next.as_mut()?;
        let before = *next;
        for side in [Side::Old, Side::New] {
            let number = next.get_mut(side);
            *number = number.saturating_add(u32::from(change.line(side).is_some()));
        }
        Some(if change.line(Side::New).is_some() { before.new } else { before.old })
    }
}
