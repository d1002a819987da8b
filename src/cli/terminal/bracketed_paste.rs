//! What a person types or pastes, byte by byte: which bytes are text, which are keys, and what is echoed.
//!
//! The terminal's own line mode cuts lines at 4,095 bytes, and wiki paragraphs are longer; so it is switched off,
//! and the few keys that it would have handled are handled here. Nothing here touches a terminal.
//!
//! A terminal that knows bracketed paste tells pasted text from typed text:
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

/// The longest control sequence that is waited for. Those of keys and of bracketed paste have at most ten bytes;
/// without a limit, a paste of a lone `ESC [` and digits would be held back for ever.
const MAX_SEQUENCE_LEN: usize = 16;

/// Text in the making.
#[derive(Debug, Default)]
pub(crate) struct Paste {
    text: Vec<u8>,
    /// Text before this cannot be taken back: it ends in a line end or in a paste.
    settled: usize,
    /// Text before this was echoed.
    echoed: usize,
    source: Source,
    /// The beginning of a control sequence: `ESC`, or `ESC [` and what follows.
    sequence: Vec<u8>,
    last: Last,
}

/// Where the bytes come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Source {
    /// Keys.
    #[default]
    Typed,
    /// The clipboard, by bracketed paste.
    Pasted,
}

/// The byte before, where it matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Last {
    #[default]
    Other,
    /// A line feed after it is part of the same line end.
    Return,
    /// A second one ends the input anywhere.
    CtrlD,
}

/// What follows from some bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// More is to come.
    More,
    /// That was all.
    Done,
    /// The person wants nothing any more.
    Cancelled,
    /// The person wants the shell for a while.
    Suspended,
}

impl Paste {
    /// Takes bytes as they come, and adds what the person should see of them to `echo`.
    pub(crate) fn take(&mut self, bytes: &[u8], echo: &mut Sanitized<'static>) -> Step {
        for byte in bytes {
            match self.byte(*byte, echo) {
                Step::More => {}
                step => return self.leave(step, echo),
            }
        }
        self.echo(echo);
        Step::More
    }

    /// Leaves the screen with the cursor at the beginning of a line; the shell does so itself when it suspends.
    fn leave(&mut self, step: Step, echo: &mut Sanitized<'static>) -> Step {
        self.echo(echo);
        if step != Step::Suspended && self.source == Source::Typed && self.text.len() > self.settled {
            echo.push(&"\n".into());
        }
        step
    }

    /// The text so far.
    pub(crate) fn into_text(self) -> Vec<u8> {
        self.text
    }

    fn byte(&mut self, byte: u8, echo: &mut Sanitized<'static>) -> Step {
        let last = std::mem::take(&mut self.last);
        match byte {
            // MediaWiki keeps no control characters in a page, so these are keys wherever they come.
            CTRL_C => return Step::Cancelled,
            CTRL_D if last == Last::CtrlD || self.is_at_rest() => return Step::Done,
            CTRL_D => self.last = Last::CtrlD,
            _ if !self.sequence.is_empty() => self.continue_sequence(byte, echo),
            ESCAPE => self.sequence.push(byte),
            CTRL_Z if self.source == Source::Typed => return Step::Suspended,
            CTRL_H | DELETE if self.source == Source::Typed => self.take_back(echo),
            b'\n' if last == Last::Return => {}
            b'\r' | b'\n' => self.end_line(byte),
            _ => self.character(byte),
        }
        Step::More
    }

    /// Whether the cursor stands on an empty line or after a paste, where one Ctrl-D is enough.
    fn is_at_rest(&self) -> bool {
        self.source == Source::Typed && self.text.len() == self.settled
    }

    fn end_line(&mut self, byte: u8) {
        self.text.push(b'\n');
        if byte == b'\r' {
            self.last = Last::Return;
        }
        if self.source == Source::Typed {
            self.settled = self.text.len();
        }
    }

    /// Keeps a byte of text; keys that mean nothing here are no text.
    fn character(&mut self, byte: u8) {
        if self.source == Source::Pasted || !byte.is_ascii_control() || byte == b'\t' {
            self.text.push(byte);
        }
    }

    fn continue_sequence(&mut self, byte: u8, echo: &mut Sanitized<'static>) {
        let is_begun = self.sequence.len() == 1;
        match byte {
            b'[' | b'O' if is_begun => self.sequence.push(byte),
            b' '..=b'?' if !is_begun && self.sequence.len() < MAX_SEQUENCE_LEN => self.sequence.push(byte),
            b'@'..=b'~' if !is_begun => {
                self.sequence.push(byte);
                self.end_sequence(echo);
            }
            _ => {
                self.drop_sequence();
                self.byte(byte, echo);
            }
        }
    }

    fn end_sequence(&mut self, echo: &mut Sanitized<'static>) {
        match (self.sequence.as_slice(), self.source) {
            (b"\x1B[200~", _) => {
                self.echo(echo);
                self.settled = self.text.len();
                self.source = Source::Pasted;
            }
            (b"\x1B[201~", Source::Pasted) => self.end_paste(echo),
            _ => return self.drop_sequence(),
        }
        self.sequence.clear();
    }

    /// Forgets a sequence that is none of ours: a key such as an arrow, or, in a paste, text after all.
    fn drop_sequence(&mut self) {
        if self.source == Source::Pasted {
            self.text.extend_from_slice(&self.sequence);
        }
        self.sequence.clear();
    }

    /// Ends a paste. Its text is not echoed: the picture that follows shows it better.
    fn end_paste(&mut self, echo: &mut Sanitized<'static>) {
        let pasted = &self.text[self.settled..];
        let ends = memchr::memchr_iter(b'\n', pasted).count();
        let lines = ends + usize::from(!pasted.is_empty() && !pasted.ends_with(b"\n"));
        let plural = if lines == 1 { "" } else { "s" };
        echo.extend([sanitize_message(&format!("[{lines} line{plural} pasted]")), "\n".into()]);
        self.source = Source::Typed;
        self.settled = self.text.len();
        self.echoed = self.text.len();
    }

    /// Takes back the last typed character, with the marks on it, and wipes it off the screen.
    fn take_back(&mut self, echo: &mut Sanitized<'static>) {
        self.echo(echo);
        while self.text.len() > self.settled {
            let columns = self.pop_character();
            if columns > 0 {
                echo.extend(std::iter::repeat_n(Sanitized::from_static("\u{8} \u{8}"), columns));
                break;
            }
        }
    }

    /// Drops the last character, and says how many columns it had.
    fn pop_character(&mut self) -> usize {
        let typed = &self.text[self.settled..];
        let start = typed.iter().rposition(|byte| !is_continuation(*byte)).unwrap_or(0);
        let character = String::from_utf8_lossy(&typed[start..]).chars().next();
        self.text.truncate(self.settled + start);
        self.echoed = self.echoed.min(self.text.len());
        character.and_then(UnicodeWidthChar::width).unwrap_or(1)
    }

    /// Echoes what was typed since the last echo, as far as it is whole characters.
    fn echo(&mut self, echo: &mut Sanitized<'static>) {
        if self.source == Source::Pasted {
            return;
        }
        let fresh = &self.text[self.echoed..];
        let whole = whole_characters(fresh);
        for line in String::from_utf8_lossy(&fresh[..whole]).split_inclusive('\n') {
            let text = line.trim_end_matches('\n');
            echo.push(&sanitize_message(text));
            echo.push(&Sanitized::from_static(if text.len() < line.len() { "\n" } else { "" }));
        }
        self.echoed += whole;
    }
}

/// How many of the bytes are whole characters: all but the beginning of one at the end.
fn whole_characters(bytes: &[u8]) -> usize {
    match str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => error.valid_up_to(),
        _ => bytes.len(),
    }
}

/// Whether the byte is inside of a character of UTF-8.
const fn is_continuation(byte: u8) -> bool {
    byte & 0b1100_0000 == 0b1000_0000
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What becomes of some keys: the text, the echo, and how it ended.
    fn taken(bytes: &[u8]) -> (String, String, Step) {
        let (mut paste, mut echo) = (Paste::default(), Sanitized::from_static(""));
        let step = paste.take(bytes, &mut echo);
        (String::from_utf8_lossy(&paste.into_text()).into_owned(), echo.to_string(), step)
    }

    #[track_caller]
    fn text(bytes: &str, expected: &str) {
        assert_eq!(taken(bytes.as_bytes()).0, expected);
    }

    #[track_caller]
    fn echo(bytes: &str, expected: &str) {
        assert_eq!(taken(bytes.as_bytes()).1, expected);
    }

    #[track_caller]
    fn ends(bytes: &str, expected: Step) {
        assert_eq!(taken(bytes.as_bytes()).2, expected);
    }

    #[test]
    fn every_line_end_becomes_a_line_feed() {
        text("a\rb\nc\r\nd\r\re", "a\nb\nc\nd\n\ne");
        text("\x1B[200~a\rb\r\nc\nd\x1B[201~", "a\nb\nc\nd");
    }

    #[test]
    fn the_brackets_of_a_paste_are_no_text() {
        text("\x1B[200~− old\x1B[201~", "− old");
        text("a\x1B[200~b\x1B[201~c\x1B[200~d\x1B[201~", "abcd");
        text("\x1B[201~a", "a");
    }

    #[test]
    fn keys_are_no_text() {
        text("a\x1B[Ab\x1BOPc\x1B[1;5Dd\x07e\x1Bf\x1B\x1B[Bg\th", "abcdefg\th");
    }

    #[test]
    fn a_paste_is_kept_whole() {
        text("\x1B[200~a\x1B[Ab\x1Bc\x07d\x1B[12\x1B[201~", "a\x1B[Ab\x1Bc\x07d\x1B[12");
        let long = "x".repeat(10_000);
        text(&long, &long);
        text(&format!("\x1B[200~{long}\x1B[201~"), &long);
    }

    #[test]
    fn backspace_takes_back_what_was_typed_on_this_line() {
        text("ab\x7F", "a");
        text("ab\x08\x08\x08c", "c");
        text("a\r\x7Fb", "a\nb");
        text("−\x7F", "");
        text("be\u{301}\x7F", "b");
        text("\x1B[200~ab\x1B[201~\x7Fc\x7F", "ab");
    }

    #[test]
    fn typing_is_echoed_and_a_paste_is_counted() {
        echo("ab\rc", "ab\nc");
        echo("a漢\x7F", "a漢\u{8} \u{8}\u{8} \u{8}");
        echo("\x1B[200~a\rb\rc\x1B[201~", "[3 lines pasted]\n");
        echo("\x1B[200~a\r\x1B[201~", "[1 line pasted]\n");
        echo("\x1B[200~\x1B[201~", "[0 lines pasted]\n");
        echo("a\x1B[200~b\x1B[201~c", "a[1 line pasted]\nc");
        echo("a\x1B[31mb", "ab");
    }

    #[test]
    fn the_cursor_is_left_at_the_beginning_of_a_line() {
        echo("a\x03", "a\n");
        echo("a\x04\x04", "a\n");
        echo("a\r\x04", "a\n");
        echo("\x1B[200~a\x1B[201~\x04", "[1 line pasted]\n");
        echo("\x1B[200~a\x03", "");
        echo("a\x1A", "a");
    }

    #[test]
    fn a_character_is_echoed_when_it_is_whole() {
        let (mut paste, mut echo) = (Paste::default(), Sanitized::from_static(""));
        paste.take("−".as_bytes().split_at(2).0, &mut echo);
        assert_eq!(&*echo, "");
        paste.take("−".as_bytes().split_at(2).1, &mut echo);
        assert_eq!(&*echo, "−");
    }

    #[test]
    fn ctrl_d_ends_on_an_empty_line_after_a_paste_and_twice_anywhere() {
        ends("\x04", Step::Done);
        ends("a\r\x04", Step::Done);
        ends("a\x04", Step::More);
        ends("a\x04\x04", Step::Done);
        ends("a\x04b\x04", Step::More);
        ends("\x1B[200~a\x1B[201~\x04", Step::Done);
        ends("\x1B[200~a\x1B[201~b\x04", Step::More);
        ends("\x1B[200~\x04a", Step::More);
        ends("\x1B[200~a\x04\x04", Step::Done);
        ends("\x1B\x04", Step::Done);
    }

    #[test]
    fn ctrl_c_ends_everywhere() {
        ends("\x03", Step::Cancelled);
        ends("a\x03", Step::Cancelled);
        ends("\x1B[20\x03", Step::Cancelled);
        ends("\x1B[200~a\x03", Step::Cancelled);
    }

    #[test]
    fn ctrl_z_is_for_the_shell_unless_it_was_pasted() {
        ends("a\x1A", Step::Suspended);
        ends("\x1B[200~a\x1A", Step::More);
    }

    proptest! {
        #![proptest_config(crate::proptest_config())]

        #[test]
        fn a_paste_comes_through_however_it_is_cut(lines in "[^\\p{Cc}]{0,30}(\r[^\\p{Cc}]{0,30}){0,3}", cut in 1..9_usize) {
            let (mut paste, mut echo) = (Paste::default(), Sanitized::from_static(""));
            for chunk in format!("\x1B[200~{lines}\x1B[201~").as_bytes().chunks(cut) {
                prop_assert_eq!(paste.take(chunk, &mut echo), Step::More);
            }
            prop_assert_eq!(paste.into_text(), lines.replace('\r', "\n").into_bytes());
        }

        #[test]
        fn no_keys_make_it_panic_and_no_escape_is_echoed(keys in proptest::collection::vec(any::<u8>(), 0..60)) {
            prop_assert!(!taken(&keys).1.contains('\x1B'));
        }
    }
}
