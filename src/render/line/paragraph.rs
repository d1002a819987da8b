//! A styled paragraph: gathered piece by piece, then written, wrapped, with a hanging indent.
//!
//! Wrapping needs the whole text of a row, since a word may change half-way; its styles are kept beside it. One
//! paragraph serves a whole picture: its memory is that of the longest row.

use std::io;
use std::ops::Range;

use anstyle::Style;

use crate::text::sanitize::sanitized::{LinkTarget, Sanitized};
use crate::text::width::{AmbiguousWidth, display_width};
use crate::text::writer::{Hyperlink, TerminalWriter};
use crate::text::{bidi, wrap};

/// The text of one row with its styles.
#[derive(Debug, Default)]
pub(crate) struct Paragraph {
    text: Sanitized<'static>,
    /// Where each look ends; in order, the last at the end of the text.
    runs: Vec<(usize, StyleRun)>,
    addresses: Vec<LinkTarget>,
}

/// What a stretch of text looks like, and where it leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct StyleRun {
    style: Style,
    /// The number of its address.
    link: Option<usize>,
}

/// Where a paragraph stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Measure {
    /// The columns before every line but the first.
    pub(crate) indent: usize,
    /// The columns for the text; `None` does not wrap.
    pub(crate) columns: Option<usize>,
    /// How wide ambiguous characters are.
    pub(crate) ambiguous: AmbiguousWidth,
    /// Whether right-to-left text is kept to itself.
    pub(crate) direction: BidiMode,
}

impl Measure {
    /// Whether a paragraph is one line and nothing is put into it.
    fn is_endless(self) -> bool {
        self.columns.is_none() && self.direction == BidiMode::Plain
    }
}

/// What is done about text that runs from right to left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BidiMode {
    /// Nothing: a pipe gets the text and nothing else.
    #[default]
    Plain,
    /// Each line of it is isolated (UAX #9), so that the gutter and the other column stay where they are on
    /// terminals that know it.
    Isolated,
}

impl Paragraph {
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.runs.clear();
        self.addresses.clear();
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    #[inline]
    pub(crate) fn push(&mut self, text: &Sanitized<'_>, style: Style) {
        // Most looks have no brackets, and what is nothing needs no look.
        if !text.is_empty() {
            self.push_run(text, StyleRun { style, link: None });
        }
    }

    /// Puts an address by, and says by what number it is linked to.
    pub(crate) fn address(&mut self, address: LinkTarget) -> usize {
        self.addresses.push(address);
        self.addresses.len() - 1
    }

    pub(crate) fn push_linked(&mut self, text: &Sanitized<'_>, style: Style, link: usize) {
        if !text.is_empty() {
            self.push_run(text, StyleRun { style, link: Some(link) });
        }
    }

    /// The text is not empty.
    fn push_run(&mut self, text: &Sanitized<'_>, style_run: StyleRun) {
        self.text.push(text);
        match self.runs.last_mut() {
            Some((end, last)) if *last == style_run => *end = self.text.len(),
            _ => self.runs.push((self.text.len(), style_run)),
        }
    }

    /// Writes the lines of the paragraph, each but the first indented; the last one ends with a newline as well.
    pub(crate) fn write(&self, measure: Measure, out: &mut TerminalWriter<'_>) -> io::Result<()> {
        if measure.is_endless() {
            self.write_line(0..self.text.len(), 0, out)?;
            return out.end_line();
        }
        let mut lines = self.lines(measure);
        let mut is_first = true;
        while lines.is_left() {
            if !std::mem::take(&mut is_first) {
                out.write_spaces(measure.indent)?;
            }
            lines.write(out)?;
            out.end_line()?;
        }
        Ok(())
    }

    /// The lines of the paragraph, to be written one by one.
    pub(crate) fn lines(&self, measure: Measure) -> WrappedLines<'_, impl Iterator<Item = Range<usize>>> {
        let columns = measure.columns.unwrap_or(usize::MAX);
        let mut ranges = wrap::wrap_lines(&self.text, columns, measure.ambiguous);
        let next = ranges.next();
        let isolate = match measure.direction {
            BidiMode::Isolated => bidi::find_isolate(&self.text),
            BidiMode::Plain => None,
        };
        WrappedLines { paragraph: self, ranges, next, run: 0, ambiguous: measure.ambiguous, isolate }
    }

    /// Writes one line, which begins in the given run or a later one, and says in which one it ends.
    fn write_line(
        &self,
        line: Range<usize>,
        mut run: usize,
        out: &mut TerminalWriter<'_>,
    ) -> io::Result<usize> {
        let mut at = line.start;
        while at < line.end {
            let (end, style_run) = self.runs[run];
            let until = end.clamp(at, line.end);
            self.write_run(&self.text.part(at..until), style_run, out)?;
            at = until;
            run += usize::from(end <= until);
        }
        Ok(run)
    }

    fn write_run(
        &self,
        text: &Sanitized<'_>,
        style_run: StyleRun,
        out: &mut TerminalWriter<'_>,
    ) -> io::Result<()> {
        match style_run.link.and_then(|id| Some(Hyperlink { id, target: self.addresses.get(id)? })) {
            Some(link) => out.write_link(text, style_run.style, link),
            None => out.write_styled(text, style_run.style),
        }
    }
}

/// The lines of a paragraph, to be written one by one.
pub(crate) struct WrappedLines<'p, I> {
    paragraph: &'p Paragraph,
    ranges: I,
    next: Option<Range<usize>>,
    /// The run in which the next line begins.
    run: usize,
    ambiguous: AmbiguousWidth,
    isolate: Option<bidi::Isolate>,
}

impl<I: Iterator<Item = Range<usize>>> WrappedLines<'_, I> {
    pub(crate) const fn is_left(&self) -> bool {
        self.next.is_some()
    }

    /// Whether the next line has no text, or there is none.
    pub(crate) fn is_blank(&self) -> bool {
        self.next.as_ref().is_none_or(Range::is_empty)
    }

    /// The columns that the next line takes.
    pub(crate) fn width(&self) -> usize {
        self.next.clone().map_or(0, |line| display_width(&self.paragraph.text[line], self.ambiguous))
    }

    /// Writes the next line, if one is left.
    pub(crate) fn write(&mut self, out: &mut TerminalWriter<'_>) -> io::Result<()> {
        let Some(line) = self.next.take() else { return Ok(()) };
        self.next = self.ranges.next();
        let isolate = self.isolate.filter(|_| !line.is_empty());
        isolate.map_or(Ok(()), |isolate| out.write(&isolate.open()))?;
        self.run = self.paragraph.write_line(line, self.run, out)?;
        isolate.map_or(Ok(()), |isolate| out.write(&isolate.close()))
    }
}
