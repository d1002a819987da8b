//! The pictures in one column: a changed line is one paragraph, or its old line stands above the new one.
//!
//! ```text
//! ChatGPT  4 February 2023                                  +4 bytes, proved      head
//! ─────────────────────────────────────────────────────────────────── line 20      rule
//!    20    [[File:GPT Training process.png|thumb|Figure 2: General overview
//!          of the training process]]                                               wrapped, indented
//!    21                                                                            an empty line
//!  ~ 22    The ChatGPT model was trained using [[Reinforcement Learning[-]]-]
//! └──────┘└─────────────────────────────────────────────────────────────────┘
//!  gutter  text
//! 1 line changed · 6 characters added, 2 removed                                   foot
//!
//!  - 22    The ChatGPT model was trained using [[Reinforcement Learning[-]]-]      stacked
//!  + 22    The ChatGPT model was trained using [[Reinforcement Learning from
//! ```

use std::io;

use crate::model::{Change, Diff, Hunk, Marked, NumberedRow, Side};
use crate::render::layout::gutter::{Entry, Gutter, Sign, Text};
use crate::render::layout::items::{Step, walk};
use crate::render::layout::rule::rule;
use crate::render::line::painter::Pen;
use crate::render::line::paragraph::{Measure, Paragraph};
use crate::render::plural::count;
use crate::render::style::stylesheet::Role;
use crate::render::style::view::{Layout, View};
use crate::text::sanitize::sanitize_message;
use crate::text::sanitize::sanitized::Sanitized;
use crate::text::writer::TerminalWriter;

/// The columns between a number and the text.
const GAP: usize = 4;

/// Writes the rows in one column.
pub(crate) fn rows(diff: &Diff<'_, Marked<'_>>, view: &View, out: &mut TerminalWriter<'_>) -> io::Result<()> {
    let gutter = Gutter::of(diff, &view.style, GAP).in_margin(view.margin);
    let measure = view.measure(gutter.columns());
    let mut picture = Picture { pen: Pen { view }, gutter, measure, paragraph: Paragraph::default(), out };
    walk(diff, view.context, &mut |step| match step {
        Step::Rule(hunk) => picture.rule(hunk),
        Step::Row(numbered) => picture.row(numbered),
        Step::Note(note) => picture.note(&note.into()),
        Step::Fold(rows) => {
            picture.note(&sanitize_message(&format!("⋯ {} ⋯", count(rows as u64, "line", "lines"))))
        }
    })
}

/// What every row is drawn with.
struct Picture<'v, 's, 'o> {
    pen: Pen<'v>,
    gutter: Gutter<'v>,
    measure: Measure,
    /// Empty between rows.
    paragraph: Paragraph,
    out: &'s mut TerminalWriter<'o>,
}

impl Picture<'_, '_, '_> {
    fn rule(&mut self, hunk: &Hunk<Marked>) -> io::Result<()> {
        rule(hunk, None, self.pen.view, &mut self.paragraph);
        self.write(self.pen.view.own_measure())
    }

    /// What the tool says between rows.
    fn note(&mut self, text: &Sanitized<'_>) -> io::Result<()> {
        self.out.write_spaces(self.measure.indent)?;
        self.paragraph.push(text, self.pen.view.ink(Role::Rule));
        self.write(self.measure)
    }

    fn row(&mut self, numbered: NumberedRow<Marked>) -> io::Result<()> {
        let NumberedRow { row, numbers } = numbered;
        if self.pen.view.layout == Layout::Stacked && matches!(row.change, Change::Changed(_)) {
            self.stacked(numbered, Side::Old)?;
            return self.stacked(numbered, Side::New);
        }
        let number = numbers.new.or(numbers.old);
        let entry = Entry {
            sign: Sign::of(&row.change),
            is_ambiguous: row.is_ambiguous,
            number,
            text: Text::Follows,
        };
        let place = self.gutter.place(&row.change);
        if let Some(place) = &place {
            self.paragraph.push(&sanitize_message(place), self.pen.view.ink(Role::Gutter));
            self.entry(entry)?;
        }
        if self.pen.view.layout == Layout::Stacked && row.is_split_part() {
            let side = if row.change.line(Side::Old).is_some() { Side::Old } else { Side::New };
            self.pen.side(row, side, &mut self.paragraph);
        } else {
            self.pen.row(row, &mut self.paragraph);
        }
        if place.is_none() {
            return self.entry(entry);
        }
        if !self.paragraph.is_empty() {
            self.out.write_spaces(self.measure.indent)?;
        }
        self.write(self.measure)
    }

    /// One line of a changed row.
    fn stacked(&mut self, numbered: NumberedRow<Marked>, side: Side) -> io::Result<()> {
        let sign = match side {
            Side::Old => Sign::Removed,
            Side::New => Sign::Added,
        };
        self.pen.side(numbered.row, side, &mut self.paragraph);
        let number = *numbered.numbers.get(side);
        self.entry(Entry { sign, is_ambiguous: numbered.row.is_ambiguous, number, text: Text::Follows })
    }

    /// Writes the gutter and the paragraph, and leaves that empty.
    fn entry(&mut self, entry: Entry) -> io::Result<()> {
        let text = if self.paragraph.is_empty() { Text::Empty } else { Text::Follows };
        self.gutter.write(Entry { text, ..entry }, self.out)?;
        self.write(self.measure)
    }

    /// Writes the paragraph and leaves it empty.
    fn write(&mut self, measure: Measure) -> io::Result<()> {
        self.paragraph.write(measure, self.out)?;
        self.paragraph.clear();
        Ok(())
    }
}
