//! The pictures in one column: a changed row as one paragraph, or its old line above its new line.
//!
//! ```text
//! ChatGPT  4 February 2023                                                        head
//! ─────────────────────────────────────────────────────────────────── line 20      rule
//!    20    [[File:GPT Training process.png|thumb|Figure 2: General overview
//!          of the training process]]                                               wrapped, indented
//!    21                                                                            an empty line
//!  ~ 22    The ChatGPT model was trained using [[Reinforcement Learning[-]]-]
//! └──────┘└─────────────────────────────────────────────────────────────────┘
//!  gutter  text
//! 1 line changed · +4 bytes · 6 characters added, 2 removed                         foot
//!
//!  - 22    The ChatGPT model was trained using [[Reinforcement Learning[-]]-]      stacked
//!  + 22    The ChatGPT model was trained using [[Reinforcement Learning from
//! ```

use std::io;

use crate::model::{Change, Diff, Hunk, Marked, NumberedRow, Side, Sides};
use crate::render::layout::gutter::{ChangePlace, Gutter, GutterEntry, GutterSides, RowSign, TextBeside};
use crate::render::layout::items::{DiffItem, for_each_item};
use crate::render::layout::rule::push_rule;
use crate::render::line::painter::LinePainter;
use crate::render::line::paragraph::{Measure, Paragraph};
use crate::render::style::stylesheet::Role;
use crate::render::style::view::{Layout, View};
use crate::text::sanitize::sanitize_message;
use crate::text::sanitize::sanitized::Sanitized;
use crate::text::writer::TerminalWriter;

/// The columns between a number and the text.
const GAP: usize = 4;

/// Writes the rows in one column.
pub(crate) fn rows(diff: &Diff<'_, Marked<'_>>, view: &View, out: &mut TerminalWriter<'_>) -> io::Result<()> {
    let gutter = Gutter::new(diff, &view.style, GAP, GutterSides::Both(view.width)).for_view(view);
    let measure = view.measure(gutter.columns());
    let mut picture = InlinePicture {
        painter: LinePainter { view },
        gutter,
        measure,
        paragraph: Paragraph::default(),
        above: None,
        out,
    };
    for_each_item(diff, view, &mut |item| match item {
        DiffItem::Rule(hunk) => picture.rule(hunk),
        DiffItem::Row(numbered) => picture.row(numbered),
        DiffItem::Note(note) => picture.note(&note),
    })
}

/// The state of a picture.
struct InlinePicture<'v, 's, 'o> {
    painter: LinePainter<'v>,
    gutter: Gutter<'v>,
    measure: Measure,
    /// Empty between rows.
    paragraph: Paragraph,
    /// The sign of the row above, if a row stands directly above.
    above: Option<RowSign>,
    out: &'s mut TerminalWriter<'o>,
}

impl InlinePicture<'_, '_, '_> {
    fn rule(&mut self, hunk: &Hunk<Marked>) -> io::Result<()> {
        self.above = None;
        push_rule(hunk, None, self.painter.view, &mut self.paragraph);
        self.write(self.painter.view.own_measure())
    }

    /// Writes a note between rows.
    fn note(&mut self, text: &Sanitized<'_>) -> io::Result<()> {
        self.out.write_spaces(self.measure.indent)?;
        self.paragraph.push(text, self.painter.view.role_style(Role::Rule));
        self.write(self.measure)
    }

    fn row(&mut self, numbered: NumberedRow<Marked>) -> io::Result<()> {
        let NumberedRow { row, numbers } = numbered;
        let sign = RowSign::new(row);
        let place = ChangePlace::below(self.above.replace(sign), sign);
        if self.painter.view.layout == Layout::Stacked
            && !row.is_ignored
            && matches!(row.change, Change::Changed(_))
        {
            self.write_side(numbered, Side::Old, place)?;
            return self.write_side(numbered, Side::New, ChangePlace::Later);
        }
        let is_ambiguous = row.is_ambiguous;
        let entry = GutterEntry { sign, is_ambiguous, numbers, text: TextBeside::Follows, place };
        let note = self.gutter.move_note(&row.change);
        if let Some(note) = &note {
            self.paragraph.push(&sanitize_message(note), self.painter.view.role_style(Role::Gutter));
            self.write_entry(entry)?;
        }
        if self.painter.view.layout == Layout::Stacked && row.is_split_part() {
            let side = if row.change.line(Side::Old).is_some() { Side::Old } else { Side::New };
            self.painter.side(row, side, &mut self.paragraph);
        } else {
            self.painter.row(row, &mut self.paragraph);
        }
        self.painter.fold(row, self.measure, &mut self.paragraph);
        if note.is_none() {
            return self.write_entry(entry);
        }
        if !self.paragraph.is_empty() {
            self.out.write_spaces(self.measure.indent)?;
        }
        self.write(self.measure)
    }

    /// Writes one line of a changed row.
    fn write_side(
        &mut self,
        numbered: NumberedRow<Marked>,
        side: Side,
        place: ChangePlace,
    ) -> io::Result<()> {
        let sign = match side {
            Side::Old => RowSign::Removed,
            Side::New => RowSign::Added,
        };
        self.painter.side(numbered.row, side, &mut self.paragraph);
        let mut numbers = Sides::default();
        *numbers.get_mut(side) = *numbered.numbers.get(side);
        let is_ambiguous = numbered.row.is_ambiguous;
        self.write_entry(GutterEntry { sign, is_ambiguous, numbers, text: TextBeside::Follows, place })
    }

    /// Writes the gutter and the paragraph, and empties the paragraph.
    fn write_entry(&mut self, entry: GutterEntry) -> io::Result<()> {
        let text = if self.paragraph.is_empty() { TextBeside::Empty } else { TextBeside::Follows };
        self.gutter.write(GutterEntry { text, ..entry }, self.out)?;
        self.write(self.measure)
    }

    /// Writes the paragraph and empties it.
    fn write(&mut self, measure: Measure) -> io::Result<()> {
        self.paragraph.write(measure, self.out)?;
        self.paragraph.clear();
        Ok(())
    }
}
