//! JSON that is safe to print on a terminal.
//!
//! JSON itself escapes only ASCII controls (RFC 8259, section 7). This writer also escapes all other characters that a
//! terminal may act on. Programs read equal values; people who look at the output are safe.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

use super::sanitize::visibility::find_steering;

/// Writes a value on one line, without a line end.
///
/// # Errors
/// When `out` or the value's serializer fails.
pub(crate) fn write(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(out, Escaping))?;
    Ok(())
}

/// Writes a JSON text from elsewhere and keeps its line ends. Steering characters occur in JSON strings only, where an
/// escape is valid.
///
/// # Errors
/// When `out` fails.
#[cfg(any(test, feature = "cli"))]
pub(crate) fn write_text(json: &str, out: &mut dyn Write) -> io::Result<()> {
    json.split_inclusive('\n').try_for_each(|line| {
        let text = line.trim_end_matches('\n');
        write_escaped(text, out)?;
        out.write_all(&line.as_bytes()[text.len()..])
    })
}

/// Formats compact JSON with additional escapes.
struct Escaping;

impl Formatter for Escaping {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        write_escaped(fragment, &mut &mut *writer)
    }

    /// Escapes JSON from elsewhere: outside of strings, JSON is plain ASCII.
    fn write_raw_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        write_escaped(fragment, &mut &mut *writer)
    }
}

/// Writes a part of a string. Escapes steering characters as UTF-16 code units (`\u202e`).
fn write_escaped(text: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut from = 0;
    for (at, character) in find_steering(text) {
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

    fn to_json(text: &str) -> String {
        let mut out = Vec::new();
        write(&text, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn escapes_what_steers_a_terminal() {
        assert_eq!(to_json("a\u{1b}\u{9b}31m\u{202e}\u{e0041}"), r#""a\u001b\u009b31m\u202e\udb40\udc41""#);
        assert_eq!(to_json("Köln 漢字 \u{200d}\"\\"), "\"Köln 漢字 \u{200d}\\\"\\\\\"");
    }

    #[test]
    fn escapes_raw_json() {
        let raw = RawValue::from_string("\"a\u{9b}\"".to_owned()).unwrap();
        let mut out = Vec::new();
        write(&raw, &mut out).unwrap();
        assert_eq!(out, br#""a\u009b""#);
    }

    #[test]
    fn keeps_line_ends_of_json_from_elsewhere() {
        let mut out = Vec::new();
        write_text("[\n  \"a\u{9b}\"\n]", &mut out).unwrap();
        assert_eq!(out, b"[\n  \"a\\u009b\"\n]");
    }

    proptest! {
        #![proptest_config(crate::proptest_config())]

        #[test]
        fn reads_back_equal(text in any::<String>()) {
            let json = to_json(&text);
            prop_assert!(find_steering(&json).next().is_none(), "{json:?}");
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }
    }
}
