//! The default picture: a changed line is one paragraph, the old words struck and the new ones underlined.
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
//! ```
//!
//! Right-to-left text needs no marks of ours to keep the gutter straight. The gutter stands first in its line and
//! has no letters, so terminals that know no bidi leave it alone, and those that do take the line for a
//! left-to-right one. An isolate round each line would be a box or a blank on terminals that do not know it, and
//! would go along when the text is copied.

use std::io::{self, Write};

use anstyle::Style;

use super::fold::{Part, parts};
use super::gutter::{Entry, Gutter, Numbers, Text};
use super::head::{count, foot, head};
use super::interleave::{Kind, Piece, alone, interleave, scope};
use super::paragraph::{Measure, Paragraph, write_blanks};
use super::style::Brackets;
use super::{Margin, View};
use crate::model::{Change, Diff, Hunk, Marked, Row, Sides};
use crate::text::safe::{Invisible, Scope, safe, safe_span};
use crate::text::width::columns;
use crate::words::totals;

/// The columns of a rule where no width is given.
const RULE: usize = 72;

/// The fewest columns for the text, however narrow the terminal is: one wide character fits.
const NARROWEST: usize = 2;

/// Writes the default picture of a diff.
///
/// # Errors
/// When `out` fails.
pub fn inline(diff: &Diff<'_, Marked<'_>>, view: &View, out: &mut dyn Write) -> io::Result<()> {
    head(diff, view, out)?;
    let gutter = Gutter::of(diff, view.style).in_margin(view.margin);
    let columns = view.width.map(|width| width.saturating_sub(gutter.columns()).max(NARROWEST));
    let measure = Measure { indent: gutter.columns(), columns };
    let mut picture = Picture { view, gutter, measure, paragraph: Paragraph::default(), out };
    for hunk in &diff.hunks {
        picture.rule(hunk)?;
        picture.hunk(hunk)?;
    }
    foot(&totals(diff), view, picture.out)
}

/// What every row is drawn with.
struct Picture<'v, 'o> {
    view: &'v View,
    gutter: Gutter,
    measure: Measure,
    /// Empty between rows.
    paragraph: Paragraph,
    out: &'o mut dyn Write,
}

impl Picture<'_, '_> {
    fn rule(&mut self, hunk: &Hunk<Marked>) -> io::Result<()> {
        let label = label(hunk, self.view.invisible);
        let filled = self.view.width.unwrap_or(RULE).saturating_sub(columns(&label));
        self.paragraph.push(&"─".repeat(filled), self.view.style.rule);
        self.paragraph.push(&label, self.view.style.rule);
        self.write(Measure { indent: 0, columns: self.view.width })
    }

    fn hunk(&mut self, hunk: &Hunk<Marked>) -> io::Result<()> {
        let mut numbers = Numbers::new(hunk.start);
        for part in parts(&hunk.rows, self.view.context) {
            match part {
                Part::Shown(rows) => {
                    rows.iter().try_for_each(|row| self.row(row, numbers.next(&row.change)))?;
                }
                Part::Folded(rows) => {
                    for row in rows {
                        numbers.next(&row.change);
                    }
                    self.fold(rows.len())?;
                }
            }
        }
        Ok(())
    }

    fn fold(&mut self, rows: usize) -> io::Result<()> {
        let text = format!("⋯ {} ⋯", count(rows as u64, "line", "lines"));
        self.indent()?;
        self.paragraph.push(&text, self.view.style.rule);
        self.write(self.measure)
    }

    fn row(&mut self, row: &Row<Marked>, number: Option<u32>) -> io::Result<()> {
        self.place(&row.change);
        let placed = !self.paragraph.is_empty();
        if placed {
            self.gutter.write(row, Entry { number, text: Text::Follows }, self.out)?;
            self.write(self.measure)?;
        }
        self.change(&row.change);
        let text = if self.paragraph.is_empty() { Text::Empty } else { Text::Follows };
        match text {
            _ if !placed => self.gutter.write(row, Entry { number, text }, self.out)?,
            Text::Follows => self.indent()?,
            Text::Empty => {}
        }
        self.write(self.measure)
    }

    fn indent(&mut self) -> io::Result<()> {
        write_blanks(self.measure.indent, self.out)
    }

    /// Says where a moved row came from or went to, where that has a number.
    fn place(&mut self, change: &Change<Marked>) {
        let Some(partner) = self.gutter.partner(change) else { return };
        let moved = if matches!(change, Change::MovedFrom(..)) { "moved to" } else { "moved from" };
        self.paragraph.push(&format!("{moved} line {partner}"), self.view.style.gutter);
    }

    fn change(&mut self, change: &Change<Marked>) {
        let style = self.view.style;
        match change {
            Change::Context(lines) => {
                let text = safe_span(lines.new.text(), Scope::Unchanged, self.view.invisible);
                self.paragraph.push(&text, style.context);
            }
            Change::Removed(line) => self.whole(line, style.removed_line, style.brackets.old),
            Change::Added(line) => self.whole(line, style.added_line, style.brackets.new),
            Change::Changed(lines) => self.pieces(&interleave(lines.as_ref())),
            Change::MovedFrom(line, _) => self.pieces(&alone(line, Kind::Removed)),
            Change::MovedTo(line, _) => self.pieces(&alone(line, Kind::Added)),
        }
    }

    /// A line of one revision. Its sign says which one; where there is no sign, brackets do.
    fn whole(&mut self, line: &Marked, style: Style, brackets: Brackets) {
        let text = safe_span(line.text(), Scope::Changed, self.view.invisible);
        match self.view.margin {
            Margin::Signed => self.paragraph.push(&text, style),
            Margin::Bare => self.paragraph.push_bracketed(&text, style, brackets),
        }
    }

    fn pieces(&mut self, pieces: &[Piece]) {
        let style = self.view.style;
        for (index, piece) in pieces.iter().enumerate() {
            let (role, brackets) = match piece.kind {
                Kind::Unchanged => (style.unchanged, Brackets::default()),
                Kind::Removed => (style.removed, style.brackets.old),
                Kind::Added => (style.added, style.brackets.new),
            };
            let text = safe_span(piece.text, scope(pieces, index), self.view.invisible);
            self.paragraph.push_bracketed(&text, role, brackets);
        }
    }

    /// Writes the paragraph and leaves it empty.
    fn write(&mut self, measure: Measure) -> io::Result<()> {
        self.paragraph.write(measure, self.out)?;
        self.paragraph.clear();
        Ok(())
    }
}

/// Where the hunk stands, for the end of its rule: the lines' numbers, the section.
fn label(hunk: &Hunk<Marked>, invisible: Invisible) -> String {
    let lines = match hunk.start {
        Some(Sides { old, new }) if old == new => format!(" line {new}"),
        Some(Sides { old, new }) => format!(" line {old} → {new}"),
        None => return String::new(),
    };
    match &hunk.section {
        Some(section) => format!("{lines}, {}", safe(section.text().trim_end(), invisible)),
        None => lines,
    }
}
