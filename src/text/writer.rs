//! The writer to a terminal. Accepts only [`Sanitized`] text.
//!
//! This module alone writes terminal control sequences: colours (SGR), links (OSC 8), and line ends.

use std::io::{self, BufWriter, IntoInnerError, Write};

use anstyle::Style;

use super::sanitize::sanitized::{LinkTarget, Sanitized};

/// A writer to a terminal, or to output that may end in one.
pub struct TerminalWriter<'o> {
    out: BufWriter<&'o mut dyn Write>,
    /// The SGR code of each style that was written so far.
    codes: Vec<(Style, String)>,
}

impl<'o> TerminalWriter<'o> {
    /// Creates a writer without a buffer.
    pub fn new(out: &'o mut dyn Write) -> Self {
        Self::with_capacity(0, out)
    }

    /// Creates a writer with a buffer, for a picture of many short texts. Call [`finish`](Self::finish) at the end.
    pub fn buffered(out: &'o mut dyn Write) -> Self {
        Self::with_capacity(BUFFER_SIZE, out)
    }

    fn with_capacity(capacity: usize, out: &'o mut dyn Write) -> Self {
        Self { out: BufWriter::with_capacity(capacity, out), codes: Vec::new() }
    }

    /// Writes the rest of the buffer.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn finish(self) -> io::Result<()> {
        self.out.into_inner().map(drop).map_err(IntoInnerError::into_error)
    }

    /// Writes a text.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn write(&mut self, text: &Sanitized<'_>) -> io::Result<()> {
        self.out.write_all(text.as_bytes())
    }

    /// Writes a text, and ends the line.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn write_line(&mut self, text: &Sanitized<'_>) -> io::Result<()> {
        self.write(text)?;
        self.end_line()
    }

    /// Writes a text in a style.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn write_styled(&mut self, text: &Sanitized<'_>, style: Style) -> io::Result<()> {
        if text.is_empty() || style.is_plain() {
            return self.write(text);
        }
        self.begin_style(style)?;
        self.write(text)?;
        self.end_style(style)
    }

    /// Sets a style. The code of each style is composed once: a picture has a few styles and thousands of rows.
    fn begin_style(&mut self, style: Style) -> io::Result<()> {
        if style.is_plain() {
            return Ok(());
        }
        let known = self.codes.iter().rposition(|(known, _)| *known == style);
        let index = known.unwrap_or_else(|| {
            self.codes.push((style, style.render().to_string()));
            self.codes.len() - 1
        });
        self.out.write_all(self.codes[index].1.as_bytes())
    }

    /// Resets a style.
    fn end_style(&mut self, style: Style) -> io::Result<()> {
        if style.is_plain() { Ok(()) } else { style.write_reset_to(&mut self.out) }
    }

    /// Writes a text in a style as a part of a link (OSC 8, "Hyperlinks in Terminal Emulators", Egmont Koblinger).
    /// Terminals treat the parts of a wrapped link as one, by their common id.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn write_link(&mut self, text: &Sanitized<'_>, style: Style, link: Hyperlink<'_>) -> io::Result<()> {
        write!(self.out, "\x1b]8;id=w{};{}\x1b\\", link.id, link.target.as_str())?;
        self.write_styled(text, style)?;
        self.out.write_all(b"\x1b]8;;\x1b\\")
    }

    /// Writes a number, right-aligned in `columns`.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn write_number(&mut self, number: u32, columns: usize, style: Style) -> io::Result<()> {
        self.begin_style(style)?;
        write!(self.out, "{number:>columns$}")?;
        self.end_style(style)
    }

    /// Writes spaces, a gutter's width at a time: `{:width$}` would write them one by one.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn write_spaces(&mut self, count: usize) -> io::Result<()> {
        const SPACES: &[u8] = b"                    ";
        let mut left = count;
        while left > 0 {
            let count = left.min(SPACES.len());
            self.out.write_all(&SPACES[..count])?;
            left -= count;
        }
        Ok(())
    }

    /// Ends the line.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn end_line(&mut self) -> io::Result<()> {
        self.out.write_all(b"\n")
    }

    /// Writes the content of a buffer, and empties the buffer.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn write_buffer(&mut self, buffer: &mut StyledBuffer) -> io::Result<()> {
        self.out.write_all(&buffer.0)?;
        buffer.0.clear();
        Ok(())
    }
}

/// A link of a terminal.
#[derive(Clone, Copy, Debug)]
pub struct Hyperlink<'a> {
    /// The parts of a wrapped link have a common id.
    pub id: usize,
    /// The address.
    pub target: &'a LinkTarget,
}

/// The buffer size in bytes: the capacity of a pipe on Linux.
const BUFFER_SIZE: usize = 1 << 16;

/// Styled text that was written in advance and waits for its place in the output.
#[derive(Debug, Default)]
pub struct StyledBuffer(Vec<u8>);

impl StyledBuffer {
    /// Returns a writer that fills the buffer.
    pub fn writer(&mut self) -> TerminalWriter<'_> {
        TerminalWriter::new(&mut self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_a_buffer_once() {
        let mut drawn = StyledBuffer::default();
        drawn.writer().write_number(7, 3, Style::new()).unwrap();
        let mut out = Vec::new();
        let mut screen = TerminalWriter::new(&mut out);
        screen.write_buffer(&mut drawn).unwrap();
        screen.write_buffer(&mut drawn).unwrap();
        screen.write_spaces(23).unwrap();
        screen.finish().unwrap();
        assert_eq!(out, format!("  7{}", " ".repeat(23)).into_bytes());
    }

    #[test]
    fn aligns_numbers_to_the_right() {
        #[track_caller]
        fn case(number: u32, columns: usize) {
            let mut out = Vec::new();
            TerminalWriter::new(&mut out).write_number(number, columns, Style::new()).unwrap();
            assert_eq!(String::from_utf8(out).unwrap(), format!("{number:>columns$}"));
        }
        case(0, 1);
        case(42, 2);
        case(42, 1);
        case(1_234_567, 4);
        case(u32::MAX, 10);
        case(7, 25);
    }

    #[test]
    fn closes_a_link_at_its_end() {
        let address = LinkTarget::new("https://a.org".into()).unwrap();
        let mut out = Vec::new();
        TerminalWriter::new(&mut out)
            .write_link(&"a".into(), Style::new(), Hyperlink { id: 0, target: &address })
            .unwrap();
        assert_eq!(out, b"\x1b]8;id=w0;https://a.org\x1b\\a\x1b]8;;\x1b\\");
    }
}
