//! Parsing of a record: its id, and the text or the pages.

use serde::Deserialize;
use serde_json::Value;
use serde_json::error::Category;
use serde_json::value::RawValue;

use crate::model::Sides;

/// The content of a record.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Record {
    /// A copied or saved diff, with its byte change if the sender knows it.
    Paste { text: String, bytes: Option<i64> },
    /// Two whole pages.
    Pages(Sides<String>),
}

/// The keys of a record. All other keys are ignored.
#[derive(Deserialize)]
struct RecordKeys {
    text: Option<String>,
    bytes: Option<i64>,
    old: Option<String>,
    new: Option<String>,
}

/// The key of a record that identifies it.
#[derive(Deserialize)]
struct IdKey<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
}

/// Returns the id as it is in the line, byte by byte. A line that is not JSON has none.
pub(crate) fn parse_id(line: &[u8]) -> Option<&RawValue> {
    serde_json::from_slice::<IdKey<'_>>(line).ok()?.id
}

/// Parses a record. On failure, returns the message for the answer.
pub(crate) fn parse_record(line: &[u8]) -> Result<Record, String> {
    let keys: RecordKeys = serde_json::from_slice(line).map_err(|error| error_message(line, &error))?;
    match (keys.text, keys.old, keys.new) {
        (Some(text), None, None) => Ok(Record::Paste { text, bytes: keys.bytes }),
        (None, Some(old), Some(new)) => Ok(Record::Pages(Sides { old, new })),
        _ => Err("a record has either \"text\", or \"old\" and \"new\"".into()),
    }
}

/// Describes a line that is not a record. The words of serde are not for people, since they name Rust types.
fn error_message(line: &[u8], error: &serde_json::Error) -> String {
    let column = error.column();
    match error.classify() {
        Category::Eof => "not a record: the JSON ends too early".into(),
        Category::Data => match serde_json::from_slice(line) {
            Ok(value) => describe_mismatch(&value),
            Err(_) => format!("not a record: invalid JSON at column {column}"),
        },
        Category::Io | Category::Syntax => format!("not a record: invalid JSON at column {column}"),
    }
}

/// Describes the difference between a JSON value and a record.
fn describe_mismatch(value: &Value) -> String {
    let Value::Object(keys) = value else {
        let found = json_type(value);
        return format!(
            "not a record: expected a JSON object such as {{\"id\": 1, \"text\": \"…\"}}, found {found}"
        );
    };
    for name in ["text", "old", "new"] {
        if let Some(value) = keys.get(name).filter(|value| !value.is_string() && !value.is_null()) {
            return format!("not a record: \"{name}\" must be a string, not {}", json_type(value));
        }
    }
    match keys.get("bytes") {
        Some(value) if !value.is_i64() && !value.is_null() => {
            "not a record: \"bytes\" must be a whole number such as 120 or -35".into()
        }
        _ => "not a record: a key occurs twice".into(),
    }
}

const fn json_type(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(old: &str, new: &str) -> Record {
        Record::Pages(Sides::new(old.into(), new.into()))
    }

    #[track_caller]
    fn parses(line: &str, expected: Result<Record, &str>) {
        match (parse_record(line.as_bytes()), expected) {
            (Err(message), Err(part)) => assert!(message.contains(part), "{message}"),
            (found, expected) => assert_eq!(found, expected.map_err(str::to_owned)),
        }
    }

    #[test]
    fn reads_a_text_or_two_pages() {
        parses(r#"{"id": 1, "text": "a"}"#, Ok(Record::Paste { text: "a".into(), bytes: None }));
        parses(r#"{"text": "a", "bytes": -4}"#, Ok(Record::Paste { text: "a".into(), bytes: Some(-4) }));
        parses(r#"{"id": 1, "old": "a", "new": "", "page": [2]}"#, Ok(pages("a", "")));
        parses(r#"{"old": "a", "new": "b", "text": null}"#, Ok(pages("a", "b")));
    }

    #[test]
    fn explains_a_line_that_is_not_a_record() {
        parses(r#"{"id": 1}"#, Err("either \"text\""));
        parses(r#"{"old": "a"}"#, Err("either \"text\""));
        parses(r#"{"old": "a", "new": "b", "text": "c"}"#, Err("either \"text\""));
        parses(r#"{"text": 7}"#, Err("\"text\" must be a string, not a number"));
        parses(r#"{"text": "a"} {}"#, Err("invalid JSON at column 15"));
        parses("[]", Err("expected a JSON object such as {\"id\": 1"));
        parses("{", Err("ends too early"));
        parses("4", Err("found a number"));
        parses(r#"{"text": "a", "bytes": "4"}"#, Err("\"bytes\" must be a whole number"));
        parses(r#"{"text": "a", "text": "b"}"#, Err("a key occurs twice"));
        parses("{broken", Err("invalid JSON at column 2"));
        parses("\"a\"", Err("expected a JSON object such as {\"id\": 1"));
    }

    #[track_caller]
    fn has_id(line: &str, expected: Option<&str>) {
        assert_eq!(parse_id(line.as_bytes()).map(RawValue::get), expected);
    }

    #[test]
    fn keeps_the_id_of_a_broken_record() {
        has_id(
            r#"{"id": 123456789012345678901234567890.50, "text": ""}"#,
            Some("123456789012345678901234567890.50"),
        );
        has_id(r#"{"text": 7, "id": {"a": [1]}}"#, Some(r#"{"a": [1]}"#));
        has_id(r#"{"id": "\u00e4"}"#, Some(r#""\u00e4""#));
        has_id(r#"{"text": ""}"#, None);
        has_id(r#"{"id": 5,"#, None);
    }
}
