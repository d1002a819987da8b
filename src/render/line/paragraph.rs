//! A styled paragraph: collected piece by piece, then wrapped and written with a hanging indent.
//!
//! ```text
//! text    The model was trained using [[Reinforcement Learning[-]]-] from Human
//! runs    └ unchanged ──────────────────────────────────────┘└ removed ┘└ unchanged …
//! ```
//!
//! Wrapping needs the whole text of a row, since a style may change inside a word. One paragraph serves a whole picture,
//! with the memory of its longest row.

use std::io;
use std::ops::Range;

use anstyle::Style;

use crate::text::sanitize::sanitized::{LinkTarget, Sanitized};
use crate::text::width::{AmbiguousWidth, display_width};
use crate::text::writer::{Hyperlink, TerminalWriter};
use crate::text::{bidi, wrap};

/// The minimum number of lines of a paragraph that is folded. Folding two lines to one saves too little to hide text.
const MIN_FOLDED_LINES: usize = 3;

/// The sign at the end of a folded paragraph.
const FOLD_SIGN: Sanitized<'static> = Sanitized::from_static(" ⋯");

/// The text of one row with its styles.
#[derive(Debug, Default)]
pub(crate) struct Paragraph {
    text: Sanitized<'static>,
    /// The end of each run and its style, in order. The last run ends with the text.
    runs: Vec<(usize, StyleRun)>,
    targets: Vec<LinkTarget>,
}

/// The style of a run of text, and its link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct StyleRun {
    style: Style,
    /// The index of the link target.
    link: Option<usize>,
}

/// The position and width of a paragraph.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Measure {
    /// The indent in columns of every line except the first.
    pub(crate) indent: usize,
    /// The width of the text in columns; `None` does not wrap.
    pub(crate) columns: Option<usize>,
    /// The width of ambiguous characters.
    pub(crate) ambiguous: AmbiguousWidth,
    /// Isolation of right-to-left text.
    pub(crate) direction: BidiMode,
}

impl Measure {
    /// True if a paragraph is written as one line without isolates.
    fn is_endless(self) -> bool {
        self.columns.is_none() && self.direction == BidiMode::Plain
    }
}

/// Isolation of right-to-left text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BidiMode {
    /// None: a pipe gets only the text.
    #[default]
    Plain,
    /// Each line is isolated (UAX #9), so that the gutter and the other column keep their places on terminals with bidi
    /// support.
    Isolated,
}

impl Paragraph {
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.runs.clear();
        self.targets.clear();
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    #[inline]
    pub(crate) fn push(&mut self, text: &Sanitized<'_>, style: Style) {
        // Most styles have no brackets, so that many texts are empty.
        if !text.is_empty() {
            self.push_run(text, StyleRun { style, link: None });
        }
    }

    /// Adds the targets of the links of a line, and returns the index of the first.
    pub(crate) fn add_targets(&mut self, targets: impl Iterator<Item = LinkTarget>) -> usize {
        let first = self.targets.len();
        self.targets.extend(targets);
        first
    }

    pub(crate) fn push_linked(&mut self, text: &Sanitized<'_>, style: Style, link: usize) {
        if !text.is_empty() {
            self.push_run(text, StyleRun { style, link: Some(link) });
        }
    }

    /// Appends a text that is not empty.
    fn push_run(&mut self, text: &Sanitized<'_>, style_run: StyleRun) {
        self.text.push(text);
        match self.runs.last_mut() {
            Some((end, last)) if *last == style_run => *end = self.text.len(),
            _ => self.runs.push((self.text.len(), style_run)),
        }
    }

    /// Shortens a long paragraph to its first line, with a sign at its end.
    pub(crate) fn fold(&mut self, measure: Measure, sign: Style) {
        let Some(columns) = measure.columns else { return };
        if wrap::wrap_lines(&self.text, columns, measure.ambiguous).nth(MIN_FOLDED_LINES - 1).is_none() {
            return;
        }
        // The first line is wrapped again, since the sign needs room.
        let room = columns.saturating_sub(display_width(&FOLD_SIGN, measure.ambiguous)).max(1);
        let first = wrap::wrap_lines(&self.text, room, measure.ambiguous).next();
        let end = first.map_or(0, |first| first.end);
        self.text.truncate(end);
        let last = self.runs.partition_point(|(run_end, _)| *run_end < end);
        self.runs.truncate(last + 1);
        if let Some((run_end, _)) = self.runs.last_mut() {
            *run_end = end;
        }
        self.push(&FOLD_SIGN, sign);
    }

    /// Writes the lines of the paragraph, all but the first indented. Each line ends with a newline.
    pub(crate) fn write(&self, measure: Measure, out: &mut TerminalWriter<'_>) -> io::Result<()> {
        if measure.is_endless() {
            self.write_line(0..self.text.len(), 0, out)?;
            return out.end_line();
        }
        let mut lines = self.lines(measure);
        let mut is_first = true;
        while lines.has_next() {
            if !std::mem::take(&mut is_first) {
                out.write_spaces(measure.indent)?;
            }
            lines.write(out)?;
            out.end_line()?;
        }
        Ok(())
    }

    /// Wraps the paragraph into lines, to be written one by one.
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

    /// Writes one line that begins in run `run` or later, and returns the run in which the line ends.
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
        match style_run.link.and_then(|id| Some(Hyperlink { id, target: self.targets.get(id)? })) {
            Some(link) => out.write_link(text, style_run.style, link),
            None => out.write_styled(text, style_run.style),
        }
    }
}

/// The wrapped lines of a paragraph, to be written one by one.
pub(crate) struct WrappedLines<'p, I> {
    paragraph: &'p Paragraph,
    ranges: I,
    next: Option<Range<usize>>,
    /// The run at the beginning of the next line.
    run: usize,
    ambiguous: AmbiguousWidth,
    isolate: Option<bidi::Isolate>,
}

impl<I: Iterator<Item = Range<usize>>> WrappedLines<'_, I> {
    pub(crate) const fn has_next(&self) -> bool {
        self.next.is_some()
    }

    /// True if the next line has no text, or there is no next line.
    pub(crate) fn is_blank(&self) -> bool {
        self.next.as_ref().is_none_or(Range::is_empty)
    }

    /// The width of the next line in columns.
    pub(crate) fn width(&self) -> usize {
        self.next.clone().map_or(0, |line| display_width(&self.paragraph.text[line], self.ambiguous))
    }

    /// Writes the next line, if any.
    pub(crate) fn write(&mut self, out: &mut TerminalWriter<'_>) -> io::Result<()> {
        let Some(line) = self.next.take() else { return Ok(()) };
        self.next = self.ranges.next();
        let isolate = self.isolate.filter(|_| !line.is_empty());
        isolate.map_or(Ok(()), |isolate| out.write(&isolate.open()))?;
        self.run = self.paragraph.write_line(line, self.run, out)?;
        isolate.map_or(Ok(()), |_| out.write(&bidi::Isolate::CLOSE))
    }
}
