//! The picture in two columns: the old revision beside the new one.
//!
//! ```text
//! ChatGPT                                                        +4 bytes, proved      head
//!  old                                │  new  4 February 2023                          headings
//! ────────────────────────────────────┼──────────────────────────────── line 20        rule
//!    20  [[File:GPT Training          │    20  [[File:GPT Training
//!        process.png]]                │        process.png]]                           wrapped, aligned
//!  ~ 22  using [[Reinforcement        │  ~ 22  using [[Reinforcement Learning from
//!        Learning[-]]-] from Human    │        Human Feedback{+]]+}
//! └─────┘└───────────────────────────┘ └─────┘└───────────────────────┘
//!  gutter text                          gutter text
//! ```

use std::io;
use std::ops::Range;

use crate::model::{Diff, Hunk, Marked, NumberedRow, Side, Sides};
use crate::render::layout::gutter::{Gutter, GutterEntry, RowSign, TextBeside};
use crate::render::layout::head::push_revision;
use crate::render::layout::items::{DiffItem, for_each_item};
use crate::render::layout::rule::rule;
use crate::render::line::painter::LinePainter;
use crate::render::line::paragraph::{Measure, Paragraph, WrappedLines};
use crate::render::plural::count_noun;
use crate::render::style::stylesheet::Role;
use crate::render::style::view::{MIN_TEXT_WIDTH, View};
use crate::text::sanitize::sanitize_message;
use crate::text::sanitize::sanitized::Sanitized;
use crate::text::width::display_width;
use crate::text::writer::{StyledBuffer, TerminalWriter};

/// The columns between a number and the text: fewer than in one column, where there is more room.
const GAP: usize = 2;

/// The columns of both where no width is given: two windows of the usual width.
const WIDTH: usize = 160;

/// What stands between the columns, with a blank before and after it.
const BORDER: Sanitized<'static> = Sanitized::from_static("│");

/// The columns that `old` and `new` and the blanks round them take in a heading.
const HEADING: usize = 6;

/// Writes the headings and the rows in two columns.
pub(crate) fn rows(diff: &Diff<'_, Marked<'_>>, view: &View, out: &mut TerminalWriter<'_>) -> io::Result<()> {
    let border = display_width(&BORDER, view.ambiguous) + 2;
    let width = view.width.unwrap_or(WIDTH);
    let column = width.saturating_sub(border) / 2;
    let view = View { width: Some(width), ..view.clone() };
    let gutter = Gutter::new(diff, &view.style, GAP).with_margin(view.margin);
    let mut picture = SideBySidePicture {
        painter: LinePainter { view: &view },
        gutter,
        column,
        cells: Sides::default(),
        out,
    };
    picture.headings(diff)?;
    for_each_item(diff, view.context, &mut |step| match step {
        DiffItem::Rule(hunk) => picture.rule(hunk),
        DiffItem::Row(numbered) => picture.row(numbered),
        DiffItem::Note(note) => picture.note(&note.into()),
        DiffItem::Collapsed(rows) => {
            picture.note(&sanitize_message(&format!("⋯ {} ⋯", count_noun(rows as u64, "line", "lines"))))
        }
    })
}

/// What every row is drawn with.
struct SideBySidePicture<'v, 's, 'o> {
    painter: LinePainter<'v>,
    gutter: Gutter<'v>,
    /// The columns of one side, gutter and text.
    column: usize,
    /// Both sides of a row; empty between rows.
    cells: Sides<SideCell>,
    out: &'s mut TerminalWriter<'o>,
}

/// One side of a row.
#[derive(Default)]
struct SideCell {
    /// What stands in the gutter of the first line, and how many columns it takes.
    lead: (StyledBuffer, usize),
    text: Paragraph,
}

impl SideBySidePicture<'_, '_, '_> {
    /// Which revision each column is.
    fn headings(&mut self, diff: &Diff<'_, Marked<'_>>) -> io::Result<()> {
        let revisions = diff.page.revisions.as_ref();
        let names = Sides::new(("old", Role::RemovedSign), ("new", Role::AddedSign));
        for side in SIDES {
            let (name, role) = *names.get(side);
            let cell = self.cells.get_mut(side);
            let mut lead = cell.lead.0.writer();
            lead.write_spaces(1)?;
            lead.write_styled(&Sanitized::from_static(name), self.painter.view.role_style(role))?;
            cell.lead.1 = 1 + name.len();
            push_revision(revisions.get(side), self.painter.view, &mut cell.text);
        }
        self.write(HEADING)
    }

    fn rule(&mut self, hunk: &Hunk<Marked>) -> io::Result<()> {
        let paragraph = &mut self.cells.old.text;
        rule(hunk, Some(self.column + 1), self.painter.view, paragraph);
        paragraph.write(self.painter.view.own_measure(), self.out)?;
        paragraph.clear();
        Ok(())
    }

    /// What the tool says between rows.
    fn note(&mut self, text: &Sanitized<'_>) -> io::Result<()> {
        for side in SIDES {
            self.cells.get_mut(side).text.push(text, self.painter.view.role_style(Role::Rule));
        }
        self.write(self.gutter.columns())
    }

    fn row(&mut self, numbered: NumberedRow<Marked>) -> io::Result<()> {
        let row = numbered.row;
        let place = self.gutter.move_note(&row.change);
        if let Some(place) = &place {
            for side in SIDES.into_iter().filter(|side| row.change.line(*side).is_some()) {
                self.cells
                    .get_mut(side)
                    .text
                    .push(&sanitize_message(place), self.painter.view.role_style(Role::Gutter));
            }
            self.lead(numbered)?;
            self.write(self.gutter.columns())?;
        }
        for side in SIDES {
            self.painter.side(row, side, &mut self.cells.get_mut(side).text);
        }
        if place.is_none() {
            self.lead(numbered)?;
        }
        self.write(self.gutter.columns())
    }

    /// Puts the signs and numbers into the gutters of the sides that the row has.
    fn lead(&mut self, NumberedRow { row, numbers }: NumberedRow<Marked>) -> io::Result<()> {
        for side in SIDES.into_iter().filter(|side| row.change.line(*side).is_some()) {
            let cell = self.cells.get_mut(side);
            let text = if cell.text.is_empty() { TextBeside::Empty } else { TextBeside::Follows };
            let number = *numbers.get(side);
            let entry =
                GutterEntry { sign: RowSign::of(&row.change), is_ambiguous: row.is_ambiguous, number, text };
            cell.lead.1 = self.gutter.write(entry, &mut cell.lead.0.writer())?;
        }
        Ok(())
    }

    /// Writes both cells and leaves them empty; so many columns stand before their texts.
    fn write(&mut self, indent: usize) -> io::Result<()> {
        self.lines(indent)?;
        for side in SIDES {
            self.cells.get_mut(side).text.clear();
        }
        Ok(())
    }

    fn lines(&mut self, indent: usize) -> io::Result<()> {
        let view = self.painter.view;
        let columns = Some(self.column.saturating_sub(indent).max(MIN_TEXT_WIDTH));
        let measure = Measure { columns, ..view.measure(indent) };
        let Sides { old, new } = &mut self.cells;
        let (mut old_lines, mut new_lines) = (old.text.lines(measure), new.text.lines(measure));
        while old_lines.has_next() || new_lines.has_next() {
            let taken = line(&mut old.lead, &mut old_lines, indent, self.out)?;
            self.out.write_spaces((self.column + 1).saturating_sub(taken))?;
            self.out.write_styled(&BORDER, view.role_style(Role::Rule))?;
            if new.lead.1 > 0 || !new_lines.is_blank() {
                self.out.write_spaces(1)?;
            }
            line(&mut new.lead, &mut new_lines, indent, self.out)?;
            self.out.end_line()?;
        }
        Ok(())
    }
}

const SIDES: [Side; 2] = [Side::Old, Side::New];

/// Writes a line of a cell, the first one after what stands in its gutter, and says how many columns it took.
fn line<I: Iterator<Item = Range<usize>>>(
    lead: &mut (StyledBuffer, usize),
    lines: &mut WrappedLines<'_, I>,
    indent: usize,
    out: &mut TerminalWriter<'_>,
) -> io::Result<usize> {
    let taken = std::mem::take(&mut lead.1);
    out.write_buffer(&mut lead.0)?;
    if lines.is_blank() {
        lines.write(out)?;
        return Ok(taken);
    }
    out.write_spaces(indent.saturating_sub(taken))?;
    let columns = lines.width();
    lines.write(out)?;
    Ok(indent.max(taken) + columns)
}
