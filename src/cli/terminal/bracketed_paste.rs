//! Interpretation of the bytes from a terminal in raw mode: text, keys, and the echo.
//!
//! The terminal's line mode cuts lines at 4,095 bytes, and wiki paragraphs are longer. So raw mode is used, and this
//! module handles the few keys that line mode would have handled. It does not touch the terminal.
//!
//! A terminal with bracketed paste marks pasted text:
//!
//! ```text
//! ESC [ 2 0 0 ~  pasted text, lines ended by CR  ESC [ 2 0 1 ~  Ctrl-D
//! ```

use unicode_width::UnicodeWidthChar;

use crate::text::sanitize::sanitize_message;
use crate::text::sanitize::sanitized::Sanitized;

const CTRL_C: u8 = 0x03;
const CTRL_D: u8 = 0x04;
const CTRL_H: u8 = 0x08;
const CTRL_Z: u8 = 0x1A;
const ESCAPE: u8 = 0x1B;
const DELETE: u8 = 0x7F;

/// The maximum length of a control sequence. Sequences of keys and of bracketed paste have at most ten bytes. Without
/// a limit, a pasted `ESC [` and digits would be held back forever.
const MAX_SEQUENCE_LEN: usize = 16;

/// The text of a paste so far.
#[derive(Debug, Default)]
pub(crate) struct PasteBuffer {
    text: Vec<u8>,
    /// The end of the text that backspace cannot delete: a line end or a paste.
    committed: usize,
    /// The end of the text that was echoed.
    echoed: usize,
    source: ByteSource,
    /// The start of a control sequence: `ESC`, or `ESC [` and more bytes.
    sequence: Vec<u8>,
    last: LastByte,
}

/// The source of the bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum ByteSource {
    /// Keys.
    #[default]
    Typed,
    /// The clipboard, by bracketed paste.
    Pasted,
}

/// The previous byte, as far as it matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum LastByte {
    #[default]
    Other,
    /// A following line feed belongs to this line end.
    Return,
    /// A second Ctrl-D ends the input anywhere.
    CtrlD,
}

/// The consequence of some bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PasteStep {
    /// Wait for more bytes.
    More,
    /// The paste is complete (Ctrl-D).
    Done,
    /// The person cancelled (Ctrl-C).
    Cancelled,
    /// The person returns to the shell for a while (Ctrl-Z).
    Suspended,
}

impl PasteBuffer {
    /// Takes bytes and appends their echo to `echo`.
    pub(crate) fn take(&mut self, bytes: &[u8], echo: &mut Sanitized<'static>) -> PasteStep {
        for byte in bytes {
            match self.take_byte(*byte, echo) {
                PasteStep::More => {}
                step => return self.finish(step, echo),
            }
        }
        self.write_echo(echo);
        PasteStep::More
    }

    /// Moves the cursor to the start of a line. On suspension, the shell does that itself.
    fn finish(&mut self, step: PasteStep, echo: &mut Sanitized<'static>) -> PasteStep {
        self.write_echo(echo);
        if step != PasteStep::Suspended
            && self.source == ByteSource::Typed
            && self.text.len() > self.committed
        {
            echo.push(&"\n".into());
        }
        step
    }

    /// Returns the text.
    pub(crate) fn into_text(self) -> Vec<u8> {
        self.text
    }

    fn take_byte(&mut self, byte: u8, echo: &mut Sanitized<'static>) -> PasteStep {
        let last = std::mem::take(&mut self.last);
        match byte {
            // MediaWiki pages have no control characters, so these bytes are always keys.
            CTRL_C => return PasteStep::Cancelled,
            CTRL_D if last == LastByte::CtrlD || self.is_line_start() => return PasteStep::Done,
            CTRL_D => self.last = LastByte::CtrlD,
            _ if !self.sequence.is_empty() => self.continue_sequence(byte, echo),
            ESCAPE => self.sequence.push(byte),
            CTRL_Z if self.source == ByteSource::Typed => return PasteStep::Suspended,
            CTRL_H | DELETE if self.source == ByteSource::Typed => self.delete_character(echo),
            b'\n' if last == LastByte::Return => {}
            b'\r' | b'\n' => self.end_line(byte),
            _ => self.push_text_byte(byte),
        }
        PasteStep::More
    }

    /// Returns true on an empty line or after a paste, where a single Ctrl-D ends the input.
    fn is_line_start(&self) -> bool {
        self.source == ByteSource::Typed && self.text.len() == self.committed
    }

    fn end_line(&mut self, byte: u8) {
        self.text.push(b'\n');
        if byte == b'\r' {
            self.last = LastByte::Return;
        }
        if self.source == ByteSource::Typed {
            self.committed = self.text.len();
        }
    }

    /// Appends a byte of text. Keys without a meaning are dropped.
    fn push_text_byte(&mut self, byte: u8) {
        if self.source == ByteSource::Pasted || !byte.is_ascii_control() || byte == b'\t' {
            self.text.push(byte);
        }
    }

    fn continue_sequence(&mut self, byte: u8, echo: &mut Sanitized<'static>) {
        let is_escape_only = self.sequence.len() == 1;
        match byte {
            b'[' | b'O' if is_escape_only => self.sequence.push(byte),
            b' '..=b'?' if !is_escape_only && self.sequence.len() < MAX_SEQUENCE_LEN => {
                self.sequence.push(byte);
            }
            b'@'..=b'~' if !is_escape_only => {
                self.sequence.push(byte);
                self.end_sequence(echo);
            }
            _ => {
                self.drop_sequence();
                self.take_byte(byte, echo);
            }
        }
    }

    fn end_sequence(&mut self, echo: &mut Sanitized<'static>) {
        match (self.sequence.as_slice(), self.source) {
            (b"\x1B[200~", _) => {
                self.write_echo(echo);
                self.committed = self.text.len();
                self.source = ByteSource::Pasted;
            }
            (b"\x1B[201~", ByteSource::Pasted) => self.end_paste(echo),
            _ => return self.drop_sequence(),
        }
        self.sequence.clear();
    }

    /// Drops an unknown sequence, for example of an arrow key. In a paste, the sequence is text.
    fn drop_sequence(&mut self) {
        if self.source == ByteSource::Pasted {
            self.text.extend_from_slice(&self.sequence);
        }
        self.sequence.clear();
    }

    /// Ends a paste. The echo is a count of lines, because the diff follows.
    fn end_paste(&mut self, echo: &mut Sanitized<'static>) {
        let pasted = &self.text[self.committed..];
        let ends = memchr::memchr_iter(b'\n', pasted).count();
        let lines = ends + usize::from(!pasted.is_empty() && !pasted.ends_with(b"\n"));
        let plural = if lines == 1 { "" } else { "s" };
        echo.extend([sanitize_message(&format!("[{lines} line{plural} pasted]")), "\n".into()]);
        self.source = ByteSource::Typed;
        self.committed = self.text.len();
        self.echoed = self.text.len();
    }

    /// Deletes the last typed character and its combining marks, also from the screen.
    fn delete_character(&mut self, echo: &mut Sanitized<'static>) {
        self.write_echo(echo);
        while self.text.len() > self.committed {
            let columns = self.pop_character();
            if columns > 0 {
                echo.extend(std::iter::repeat_n(Sanitized::from_static("\u{8} \u{8}"), columns));
                break;
            }
        }
    }

    /// Removes the last character and returns its width.
    fn pop_character(&mut self) -> usize {
        let typed = &self.text[self.committed..];
        let start = typed.iter().rposition(|byte| !is_continuation(*byte)).unwrap_or(0);
        let character = String::from_utf8_lossy(&typed[start..]).chars().next();
        self.text.truncate(self.committed + start);
        self.echoed = self.echoed.min(self.text.len());
        character.and_then(UnicodeWidthChar::width).unwrap_or(1)
    }

    /// Echoes the complete characters that were typed since the last echo.
    fn write_echo(&mut self, echo: &mut Sanitized<'static>) {
        if self.source == ByteSource::Pasted {
            return;
        }
        let fresh = &self.text[self.echoed..];
        let complete = complete_length(fresh);
        for line in String::from_utf8_lossy(&fresh[..complete]).split_inclusive('\n') {
            let text = line.trim_end_matches('\n');
            echo.push(&sanitize_message(text));
            echo.push(&Sanitized::from_static(if text.len() < line.len() { "\n" } else { "" }));
        }
        self.echoed += complete;
    }
}

/// Returns the length of the complete characters at the start of the bytes.
fn complete_length(bytes: &[u8]) -> usize {
    match str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => error.valid_up_to(),
        _ => bytes.len(),
    }
}

/// Returns true for a byte inside a character of UTF-8.
const fn is_continuation(byte: u8) -> bool {
    byte & 0b1100_0000 == 0b1000_0000
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Takes some keys and returns the text, the echo and the last step.
    fn take_keys(bytes: &[u8]) -> (String, String, PasteStep) {
        let (mut paste, mut echo) = (PasteBuffer::default(), Sanitized::from_static(""));
        let step = paste.take(bytes, &mut echo);
        (String::from_utf8_lossy(&paste.into_text()).into_owned(), echo.to_string(), step)
    }

    #[track_caller]
    fn text(bytes: &str, expected: &str) {
        assert_eq!(take_keys(bytes.as_bytes()).0, expected);
    }

    #[track_caller]
    fn echo(bytes: &str, expected: &str) {
        assert_eq!(take_keys(bytes.as_bytes()).1, expected);
    }

    #[track_caller]
    fn ends(bytes: &str, expected: PasteStep) {
        assert_eq!(take_keys(bytes.as_bytes()).2, expected);
    }

    #[test]
    fn turns_every_line_end_into_a_line_feed() {
        text("a\rb\nc\r\nd\r\re", "a\nb\nc\nd\n\ne");
        text("\x1B[200~a\rb\r\nc\nd\x1B[201~", "a\nb\nc\nd");
    }

    #[test]
    fn drops_the_brackets_of_a_paste() {
        text("\x1B[200~− old\x1B[201~", "− old");
        text("a\x1B[200~b\x1B[201~c\x1B[200~d\x1B[201~", "abcd");
        text("\x1B[201~a", "a");
    }

    #[test]
    fn drops_keys() {
        text("a\x1B[Ab\x1BOPc\x1B[1;5Dd\x07e\x1Bf\x1B\x1B[Bg\th", "abcdefg\th");
    }

    #[test]
    fn keeps_all_bytes_of_a_paste() {
        text("\x1B[200~a\x1B[Ab\x1Bc\x07d\x1B[12\x1B[201~", "a\x1B[Ab\x1Bc\x07d\x1B[12");
        let long = "x".repeat(10_000);
        text(&long, &long);
        text(&format!("\x1B[200~{long}\x1B[201~"), &long);
    }

    #[test]
    fn deletes_typed_characters_of_this_line() {
        text("ab\x7F", "a");
        text("ab\x08\x08\x08c", "c");
        text("a\r\x7Fb", "a\nb");
        text("−\x7F", "");
        text("be\u{301}\x7F", "b");
        text("\x1B[200~ab\x1B[201~\x7Fc\x7F", "ab");
    }

    #[test]
    fn echoes_typing_and_counts_pasted_lines() {
        echo("ab\rc", "ab\nc");
        echo("a漢\x7F", "a漢\u{8} \u{8}\u{8} \u{8}");
        echo("\x1B[200~a\rb\rc\x1B[201~", "[3 lines pasted]\n");
        echo("\x1B[200~a\r\x1B[201~", "[1 line pasted]\n");
        echo("\x1B[200~\x1B[201~", "[0 lines pasted]\n");
        echo("a\x1B[200~b\x1B[201~c", "a[1 line pasted]\nc");
        echo("a\x1B[31mb", "ab");
    }

    #[test]
    fn leaves_the_cursor_at_the_start_of_a_line() {
        echo("a\x03", "a\n");
        echo("a\x04\x04", "a\n");
        echo("a\r\x04", "a\n");
        echo("\x1B[200~a\x1B[201~\x04", "[1 line pasted]\n");
        echo("\x1B[200~a\x03", "");
        echo("a\x1A", "a");
    }

    #[test]
    fn echoes_complete_characters() {
        let (mut paste, mut echo) = (PasteBuffer::default(), Sanitized::from_static(""));
        paste.take("−".as_bytes().split_at(2).0, &mut echo);
        assert_eq!(&*echo, "");
        paste.take("−".as_bytes().split_at(2).1, &mut echo);
        assert_eq!(&*echo, "−");
    }

    #[test]
    fn ends_by_ctrl_d_at_a_line_start_and_by_two_anywhere() {
        ends("\x04", PasteStep::Done);
        ends("a\r\x04", PasteStep::Done);
        ends("a\x04", PasteStep::More);
        ends("a\x04\x04", PasteStep::Done);
        ends("a\x04b\x04", PasteStep::More);
        ends("\x1B[200~a\x1B[201~\x04", PasteStep::Done);
        ends("\x1B[200~a\x1B[201~b\x04", PasteStep::More);
        ends("\x1B[200~\x04a", PasteStep::More);
        ends("\x1B[200~a\x04\x04", PasteStep::Done);
        ends("\x1B\x04", PasteStep::Done);
    }

    #[test]
    fn ends_by_ctrl_c_everywhere() {
        ends("\x03", PasteStep::Cancelled);
        ends("a\x03", PasteStep::Cancelled);
        ends("\x1B[20\x03", PasteStep::Cancelled);
        ends("\x1B[200~a\x03", PasteStep::Cancelled);
    }

    #[test]
    fn suspends_by_ctrl_z_unless_it_was_pasted() {
        ends("a\x1A", PasteStep::Suspended);
        ends("\x1B[200~a\x1A", PasteStep::More);
    }

    proptest! {
        #![proptest_config(crate::proptest_config())]

        #[test]
        fn reads_a_paste_in_chunks_of_any_size(lines in "[^\\p{Cc}]{0,30}(\r[^\\p{Cc}]{0,30}){0,3}", cut in 1..9_usize) {
            let (mut paste, mut echo) = (PasteBuffer::default(), Sanitized::from_static(""));
            for chunk in format!("\x1B[200~{lines}\x1B[201~").as_bytes().chunks(cut) {
                prop_assert_eq!(paste.take(chunk, &mut echo), PasteStep::More);
            }
            prop_assert_eq!(paste.into_text(), lines.replace('\r', "\n").into_bytes());
        }

        #[test]
        fn echoes_no_escape_for_any_keys(keys in proptest::collection::vec(any::<u8>(), 0..60)) {
            prop_assert!(!take_keys(&keys).1.contains('\x1B'));
        }
    }
}
