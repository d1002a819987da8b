//! The picture in two columns: the old revision beside the new revision.
//!
//! ```text
//! ChatGPT                                                                              head
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
use crate::render::layout::gutter::{ChangePlace, Gutter, GutterEntry, GutterSides, RowSign, TextBeside};
use crate::render::layout::head::push_revision;
use crate::render::layout::items::{DiffItem, for_each_item};
use crate::render::layout::rule::push_rule;
use crate::render::line::painter::LinePainter;
use crate::render::line::paragraph::{Measure, Paragraph, WrappedLines};
use crate::render::style::stylesheet::Role;
use crate::render::style::view::{MIN_TEXT_WIDTH, View};
use crate::text::sanitize::sanitize_message;
use crate::text::sanitize::sanitized::Sanitized;
use crate::text::width::display_width;
use crate::text::writer::{StyledBuffer, TerminalWriter};

/// The columns between a number and the text, fewer than in one column.
const GAP: usize = 2;

/// The width if none is given: two windows of the usual width.
const DEFAULT_WIDTH: usize = 160;

/// The border between the columns. A blank precedes and follows it.
const BORDER: Sanitized<'static> = Sanitized::from_static("│");

/// The columns of `old` and `new` and the blanks around them in a heading.
const HEADING_WIDTH: usize = 6;

/// Writes the headings and the rows in two columns.
pub(crate) fn rows(diff: &Diff<'_, Marked<'_>>, view: &View, out: &mut TerminalWriter<'_>) -> io::Result<()> {
    let border = display_width(&BORDER, view.ambiguous) + 2;
    let width = view.width.unwrap_or(DEFAULT_WIDTH);
    let column = width.saturating_sub(border) / 2;
    let view = View { width: Some(width), ..view.clone() };
    let gutter = Gutter::new(diff, &view.style, GAP, GutterSides::One).for_view(&view);
    let mut picture = SideBySidePicture {
        painter: LinePainter { view: &view },
        gutter,
        column,
        cells: Sides::default(),
        above: None,
        out,
    };
    picture.write_headings(diff)?;
    for_each_item(diff, &view, &mut |item| match item {
        DiffItem::Rule(hunk) => picture.rule(hunk),
        DiffItem::Row(numbered) => picture.row(numbered),
        DiffItem::Note(note) => picture.note(&note),
    })
}

const SIDES: [Side; 2] = [Side::Old, Side::New];

/// The state of a picture.
struct SideBySidePicture<'v, 's, 'o> {
    painter: LinePainter<'v>,
    gutter: Gutter<'v>,
    /// The width of one side, gutter and text.
    column: usize,
    /// Both sides of a row; empty between rows.
    cells: Sides<SideCell>,
    /// The sign of the row above, if a row stands directly above.
    above: Option<RowSign>,
    out: &'s mut TerminalWriter<'o>,
}

/// One side of a row.
#[derive(Default)]
struct SideCell {
    /// The gutter of the first line.
    gutter: StyledBuffer,
    gutter_width: usize,
    text: Paragraph,
}

impl SideBySidePicture<'_, '_, '_> {
    /// Writes the headings of both columns.
    fn write_headings(&mut self, diff: &Diff<'_, Marked<'_>>) -> io::Result<()> {
        let revisions = diff.page.revisions.as_ref();
        let names = Sides::new(("old", Role::RemovedSign), ("new", Role::AddedSign));
        for side in SIDES {
            let (name, role) = *names.get(side);
            let cell = self.cells.get_mut(side);
            let mut gutter = cell.gutter.writer();
            gutter.write_spaces(1)?;
            gutter.write_styled(&Sanitized::from_static(name), self.painter.view.role_style(role))?;
            cell.gutter_width = 1 + name.len();
            push_revision(revisions.get(side), self.painter.view, &mut cell.text);
        }
        self.write(HEADING_WIDTH)
    }

    fn rule(&mut self, hunk: &Hunk<Marked>) -> io::Result<()> {
        self.above = None;
        let paragraph = &mut self.cells.old.text;
        push_rule(hunk, Some(self.column + 1), self.painter.view, paragraph);
        paragraph.write(self.painter.view.own_measure(), self.out)?;
        paragraph.clear();
        Ok(())
    }

    /// Writes a note between rows.
    fn note(&mut self, text: &Sanitized<'_>) -> io::Result<()> {
        for side in SIDES {
            self.cells.get_mut(side).text.push(text, self.painter.view.role_style(Role::Rule));
        }
        self.write(self.gutter.columns())
    }

    fn row(&mut self, numbered: NumberedRow<Marked>) -> io::Result<()> {
        let row = numbered.row;
        let sign = RowSign::new(row);
        let place = ChangePlace::below(self.above.replace(sign), sign);
        let note = self.gutter.move_note(&row.change);
        if let Some(note) = &note {
            for side in SIDES.into_iter().filter(|side| row.change.line(*side).is_some()) {
                self.cells
                    .get_mut(side)
                    .text
                    .push(&sanitize_message(note), self.painter.view.role_style(Role::Gutter));
            }
            self.fill_gutters(numbered, place)?;
            self.write(self.gutter.columns())?;
        }
        let measure = self.measure(self.gutter.columns());
        for side in SIDES {
            let text = &mut self.cells.get_mut(side).text;
            self.painter.side(row, side, text);
            self.painter.fold(row, measure, text);
        }
        if note.is_none() {
            self.fill_gutters(numbered, place)?;
        }
        self.write(self.gutter.columns())
    }

    /// Fills the gutters of the sides that the row has.
    fn fill_gutters(
        &mut self,
        NumberedRow { row, numbers }: NumberedRow<Marked>,
        place: ChangePlace,
    ) -> io::Result<()> {
        for side in SIDES.into_iter().filter(|side| row.change.line(*side).is_some()) {
            let cell = self.cells.get_mut(side);
            let text = if cell.text.is_empty() { TextBeside::Empty } else { TextBeside::Follows };
            let mut one_side = Sides::default();
            *one_side.get_mut(side) = *numbers.get(side);
            let (sign, is_ambiguous) = (RowSign::new(row), row.is_ambiguous);
            let entry = GutterEntry { sign, is_ambiguous, numbers: one_side, text, place };
            cell.gutter_width = self.gutter.write(entry, &mut cell.gutter.writer())?;
        }
        Ok(())
    }

    /// Writes both cells and empties them. Their texts begin after `indent` columns.
    fn write(&mut self, indent: usize) -> io::Result<()> {
        self.write_lines(indent)?;
        for side in SIDES {
            self.cells.get_mut(side).text.clear();
        }
        Ok(())
    }

    /// The measure of a text of one side that begins after `indent` columns.
    fn measure(&self, indent: usize) -> Measure {
        let columns = Some(self.column.saturating_sub(indent).max(MIN_TEXT_WIDTH));
        Measure { columns, ..self.painter.view.measure(indent) }
    }

    fn write_lines(&mut self, indent: usize) -> io::Result<()> {
        let view = self.painter.view;
        let measure = self.measure(indent);
        let Sides { old, new } = &mut self.cells;
        let (mut old_lines, mut new_lines) = (old.text.lines(measure), new.text.lines(measure));
        while old_lines.has_next() || new_lines.has_next() {
            let gutter_width = std::mem::take(&mut old.gutter_width);
            self.out.write_buffer(&mut old.gutter)?;
            let width = write_text(&mut old_lines, gutter_width, indent, self.out)?;
            self.out.write_spaces((self.column + 1).saturating_sub(width))?;
            self.out.write_styled(&BORDER, view.role_style(Role::Rule))?;
            let gutter_width = std::mem::take(&mut new.gutter_width);
            if gutter_width > 0 || !new_lines.is_blank() {
                self.out.write_spaces(1)?;
            }
            self.out.write_buffer(&mut new.gutter)?;
            write_text(&mut new_lines, gutter_width, indent, self.out)?;
            self.out.end_line()?;
        }
        Ok(())
    }
}

/// Writes the next line of a cell after its gutter. Returns the width of both in columns.
fn write_text<I: Iterator<Item = Range<usize>>>(
    lines: &mut WrappedLines<'_, I>,
    gutter_width: usize,
    indent: usize,
    out: &mut TerminalWriter<'_>,
) -> io::Result<usize> {
    if lines.is_blank() {
        lines.write(out)?;
        return Ok(gutter_width);
    }
    out.write_spaces(indent.saturating_sub(gutter_width))?;
    let width = lines.width();
    lines.write(out)?;
    Ok(indent.max(gutter_width) + width)
}
