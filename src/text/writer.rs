//! The other side of the door: what writes to a terminal, and takes nothing but what is safe.
//!
//! Beside the text there are three things that a terminal is told, and they stand here and nowhere else: the codes
//! that set colours (SGR), links (OSC 8), and line ends.

use std::io::{self, BufWriter, IntoInnerError, Write};

use anstyle::Style;

use super::sanitize::sanitized::{LinkTarget, Sanitized};

/// A terminal, or what may end in one.
pub struct TerminalWriter<'o> {
    out: BufWriter<&'o mut dyn Write>,
    /// What sets each style that was written so far.
    codes: Vec<(Style, String)>,
}

impl<'o> TerminalWriter<'o> {
    /// What writes to it at once.
    pub fn new(out: &'o mut dyn Write) -> Self {
        Self::with_capacity(0, out)
    }

    /// What gathers a picture of many short texts, and writes much at a time, the last of it when it is
    /// [finished](Self::finish).
    pub fn buffered(out: &'o mut dyn Write) -> Self {
        Self::with_capacity(BUFFER, out)
    }

    fn with_capacity(bytes: usize, out: &'o mut dyn Write) -> Self {
        Self { out: BufWriter::with_capacity(bytes, out), codes: Vec::new() }
    }

    /// Writes what is left.
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
        self.begin(style)?;
        self.write(text)?;
        self.end(style)
    }

    /// Sets a style. Its code is put together once: that takes a write for each attribute and each colour, and a picture
    /// has a few styles and thousands of rows.
    fn begin(&mut self, style: Style) -> io::Result<()> {
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

    /// Takes a style back.
    fn end(&mut self, style: Style) -> io::Result<()> {
        if style.is_plain() { Ok(()) } else { style.write_reset_to(&mut self.out) }
    }

    /// Writes a text in a style that leads somewhere, as "Hyperlinks in Terminal Emulators" (Egmont Koblinger) has
    /// it: OSC 8, an id by which the parts of a wrapped link are known to be one, and the address.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn write_link(
        &mut self,
        text: &Sanitized<'_>,
        style: Style,
        link: (usize, &LinkTarget),
    ) -> io::Result<()> {
        let (id, address) = (link.0, link.1.as_str());
        write!(self.out, "\x1b]8;id=w{id};{address}\x1b\\")?;
        self.write_styled(text, style)?;
        self.out.write_all(b"\x1b]8;;\x1b\\")
    }

    /// Writes a number at the right edge of so many columns, a blank before it.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn write_number(&mut self, number: u32, columns: usize, style: Style) -> io::Result<()> {
        let mut room = [b' '; 1 + NUMBER_DIGITS];
        let digits = put_digits(number, &mut room);
        self.begin(style)?;
        self.write_spaces((columns + 1).saturating_sub(room.len()))?;
        self.out.write_all(&room[room.len().saturating_sub((columns + 1).max(digits))..])?;
        self.end(style)
    }

    /// Writes blanks, a gutter's worth at a time: padding by a format would hand them on one by one.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn write_spaces(&mut self, count: usize) -> io::Result<()> {
        const BLANKS: &[u8] = b"                    ";
        let mut left = count;
        while left > 0 {
            let some = left.min(BLANKS.len());
            self.out.write_all(&BLANKS[..some])?;
            left -= some;
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

    /// Writes what was drawn before, and leaves that empty.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn write_buffer(&mut self, drawn: &mut StyledBuffer) -> io::Result<()> {
        self.out.write_all(&drawn.0)?;
        drawn.0.clear();
        Ok(())
    }
}

/// The bytes of a picture that are written at once: what a pipe holds on Linux.
const BUFFER: usize = 1 << 16;

/// How many digits the largest number of a line has.
const NUMBER_DIGITS: usize = u32::MAX.ilog10() as usize + 1;

/// Puts the digits of a number at the end of the room, and says how many they are. Every row has a number: a format would
/// first ask what it is to look like.
fn put_digits(mut number: u32, room: &mut [u8]) -> usize {
    let mut digits = 0;
    for place in room.iter_mut().rev() {
        if digits > 0 && number == 0 {
            break;
        }
        *place = b"0123456789"[(number % 10) as usize];
        number /= 10;
        digits += 1;
    }
    digits
}

/// What was written to a screen, and waits for its place on another one.
#[derive(Debug, Default)]
pub struct StyledBuffer(Vec<u8>);

impl StyledBuffer {
    /// The screen that writes it.
    pub fn writer(&mut self) -> TerminalWriter<'_> {
        TerminalWriter::new(&mut self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_drawn_is_written_once() {
        let mut drawn = StyledBuffer::default();
        drawn.writer().write_number(7, 3, Style::new()).unwrap();
        let mut out = Vec::new();
        let mut screen = TerminalWriter::new(&mut out);
        screen.write_buffer(&mut drawn).unwrap();
        screen.write_buffer(&mut drawn).unwrap();
        screen.write_spaces(23).unwrap();
        screen.finish().unwrap();
        assert_eq!(out, format!("   7{}", " ".repeat(23)).into_bytes());
    }

    #[test]
    fn a_number_stands_at_the_right_edge() {
        #[track_caller]
        fn case(number: u32, columns: usize) {
            let mut out = Vec::new();
            TerminalWriter::new(&mut out).write_number(number, columns, Style::new()).unwrap();
            assert_eq!(String::from_utf8(out).unwrap(), format!("{number:>0$}", columns + 1));
        }
        case(0, 1);
        case(42, 2);
        case(42, 1);
        case(1_234_567, 4);
        case(u32::MAX, 10);
        case(7, 25);
    }

    #[test]
    fn a_link_is_closed_where_it_ends() {
        let address = LinkTarget::new("https://a.org".into()).unwrap();
        let mut out = Vec::new();
        TerminalWriter::new(&mut out).write_link(&"a".into(), Style::new(), (0, &address)).unwrap();
        assert_eq!(out, b"\x1b]8;id=w0;https://a.org\x1b\\a\x1b]8;;\x1b\\");
    }
}
