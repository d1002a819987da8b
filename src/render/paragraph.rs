//! A styled paragraph: gathered piece by piece, then written, wrapped, with a hanging indent.
//!
//! Wrapping needs the whole text of a row, since a word may change half-way; its styles are kept beside it. One
//! paragraph serves a whole picture: its memory is that of the longest row.

use std::io::{self, Write};
use std::ops::Range;

use anstyle::Style;

use super::style::Brackets;
use crate::text::wrap;

/// The text of one row with its styles.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    text: String,
    /// Where each style ends; in order, the last at the end of the text.
    runs: Vec<(usize, Style)>,
}

/// Where a paragraph stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measure {
    /// The columns before every line but the first.
    pub(super) indent: usize,
    /// The columns for the text; `None` does not wrap.
    pub(super) columns: Option<usize>,
}

impl Paragraph {
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.runs.clear();
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn push(&mut self, text: &str, style: Style) {
        self.text.push_str(text);
        match self.runs.last_mut() {
            Some((end, last)) if *last == style => *end = self.text.len(),
            _ => self.runs.push((self.text.len(), style)),
        }
    }

    pub(super) fn push_bracketed(&mut self, text: &str, style: Style, brackets: Brackets) {
        self.push(brackets.open, style);
        self.push(text, style);
        self.push(brackets.close, style);
    }

    /// Writes the lines of the paragraph, each but the first indented; the last one ends with a newline as well.
    pub(super) fn write(&self, measure: Measure, out: &mut dyn Write) -> io::Result<()> {
        let Measure { indent, columns } = measure;
        let columns = columns.unwrap_or(usize::MAX);
        let mut run = 0;
        for line in wrap::lines(&self.text, columns) {
            if line.start > 0 {
                write_blanks(indent, out)?;
            }
            run = self.write_line(line, run, out)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    }

    /// Writes one line, which begins in the given run or a later one, and says in which one it ends.
    fn write_line(&self, line: Range<usize>, mut run: usize, out: &mut dyn Write) -> io::Result<usize> {
        let mut at = line.start;
        while at < line.end {
            let (end, style) = self.runs[run];
            let until = end.clamp(at, line.end);
            write_styled(&self.text[at..until], style, out)?;
            at = until;
            run += usize::from(end <= until);
        }
        Ok(run)
    }
}

/// Writes a text in a style.
pub(super) fn write_styled(text: &str, style: Style, out: &mut dyn Write) -> io::Result<()> {
    if text.is_empty() || style.is_plain() {
        return out.write_all(text.as_bytes());
    }
    style.write_to(out)?;
    out.write_all(text.as_bytes())?;
    style.write_reset_to(out)
}

/// Writes blanks, a gutter's worth at a time: padding by a format would hand them on one by one.
pub(super) fn write_blanks(count: usize, out: &mut dyn Write) -> io::Result<()> {
    const BLANKS: &[u8] = b"                    ";
    let (whole, rest) = (count / BLANKS.len(), count % BLANKS.len());
    (0..whole).try_for_each(|_| out.write_all(BLANKS))?;
    out.write_all(&BLANKS[..rest])
}
