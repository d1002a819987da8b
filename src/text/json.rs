//! JSON that may end in a terminal.
//!
//! It is for programs, which get every character back. But people look at it too, and JSON itself escapes only the
//! controls of ASCII (RFC 8259, section 7): what else must not reach a terminal is escaped as well, so that it is the
//! same JSON and steers nothing.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

use super::sanitize::visibility::steering;

/// Writes a value in one line, without its end.
///
/// # Errors
/// When `out` or the value's serializer fails.
pub fn write(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(out, Escaping))?;
    Ok(())
}

/// Writes a JSON text that was made elsewhere: what is escaped stands in strings alone, line ends beside them.
///
/// # Errors
/// When `out` fails.
pub fn write_text(json: &str, out: &mut dyn Write) -> io::Result<()> {
    json.split_inclusive('\n').try_for_each(|line| {
        let text = line.trim_end_matches('\n');
        write_escaped(text, out)?;
        out.write_all(&line.as_bytes()[text.len()..])
    })
}

/// Compact JSON, in which more is escaped than must be.
struct Escaping;

impl Formatter for Escaping {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        write_escaped(fragment, &mut &mut *writer)
    }

    /// What somebody else wrote as JSON has nothing harmful outside of its strings.
    fn write_raw_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        write_escaped(fragment, &mut &mut *writer)
    }
}

/// Writes a part of a string, what steers as UTF-16, as JSON has it.
fn write_escaped(text: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut from = 0;
    for (at, character) in steering(text) {
        out.write_all(&text.as_bytes()[from..at])?;
        for unit in character.encode_utf16(&mut [0; 2]) {
            write!(out, "\\u{unit:04x}")?;
        }
        from = at + character.len_utf8();
    }
    out.write_all(&text.as_bytes()[from..])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::value::RawValue;

    use super::*;

    fn written(text: &str) -> String {
        let mut out = Vec::new();
        write(&text, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_steers_a_terminal_is_escaped() {
        assert_eq!(written("a\u{1b}\u{9b}31m\u{202e}\u{e0041}"), r#""a\u001b\u009b31m\u202e\udb40\udc41""#);
        assert_eq!(written("Köln 漢字 \u{200d}\"\\"), "\"Köln 漢字 \u{200d}\\\"\\\\\"");
    }

    #[test]
    fn json_in_json_is_escaped_too() {
        let raw = RawValue::from_string("\"a\u{9b}\"".to_owned()).unwrap();
        let mut out = Vec::new();
        write(&raw, &mut out).unwrap();
        assert_eq!(out, br#""a\u009b""#);
    }

    #[test]
    fn a_text_made_elsewhere_keeps_its_line_ends() {
        let mut out = Vec::new();
        write_text("[\n  \"a\u{9b}\"\n]", &mut out).unwrap();
        assert_eq!(out, b"[\n  \"a\\u009b\"\n]");
    }

    proptest! {
        #![proptest_config(crate::proptest_config())]

        #[test]
        fn it_is_the_same_json(text in any::<String>()) {
            let json = written(&text);
            prop_assert!(steering(&json).next().is_none(), "{json:?}");
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }
    }
}
