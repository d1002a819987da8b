//! One line of a stream: whose it is, and what is to be compared.

use crate::model::Sides;
use serde::Deserialize;
use serde_json::value::RawValue;

/// What is to be compared.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Task {
    /// What was copied or saved from a diff page, with the byte change where the sender knows it.
    Paste(String, Option<i64>),
    /// Two whole pages.
    Pages(Sides<String>),
}

/// Why a line is no record.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Broken(pub(crate) String);

/// The keys of a record; others are the sender's own.
#[derive(Deserialize)]
struct Wire {
    text: Option<String>,
    bytes: Option<i64>,
    old: Option<String>,
    new: Option<String>,
}

/// Of a record, what says whose it is.
#[derive(Deserialize)]
struct Named<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
}

/// The id as it stands in the line, digit by digit, where the line is JSON and has one.
pub(crate) fn id(line: &[u8]) -> Option<&RawValue> {
    serde_json::from_slice::<Named<'_>>(line).ok()?.id
}

/// What a line asks for.
pub(crate) fn task(line: &[u8]) -> Result<Task, Broken> {
    let wire: Wire = serde_json::from_slice(line).map_err(|error| Broken(unread(&error)))?;
    match (wire.text, wire.old, wire.new) {
        (Some(text), None, None) => Ok(Task::Paste(text, wire.bytes)),
        (None, Some(old), Some(new)) => Ok(Task::Pages(Sides { old, new })),
        _ => Err(Broken("a record has \"text\", or \"old\" and \"new\"; give one or the other".into())),
    }
}

/// What is wrong with the JSON; its line is always the first, since a record is a line.
fn unread(error: &serde_json::Error) -> String {
    let said = error.to_string().replace(" at line 1 column ", " at column ");
    format!("this is no record: {said}; write one JSON object on each line")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(old: &str, new: &str) -> Task {
        Task::Pages(Sides::new(old.into(), new.into()))
    }

    #[track_caller]
    fn case(line: &str, expected: Result<Task, &str>) {
        match (task(line.as_bytes()), expected) {
            (Err(Broken(message)), Err(part)) => assert!(message.contains(part), "{message}"),
            (found, expected) => assert_eq!(found, expected.map_err(|part| Broken(part.into()))),
        }
    }

    #[test]
    fn a_record_has_a_text_or_two_pages() {
        case(r#"{"id": 1, "text": "a"}"#, Ok(Task::Paste("a".into(), None)));
        case(r#"{"text": "a", "bytes": -4}"#, Ok(Task::Paste("a".into(), Some(-4))));
        case(r#"{"id": 1, "old": "a", "new": "", "page": [2]}"#, Ok(pages("a", "")));
        case(r#"{"old": "a", "new": "b", "text": null}"#, Ok(pages("a", "b")));
    }

    #[test]
    fn anything_else_is_broken() {
        case(r#"{"id": 1}"#, Err("one or the other"));
        case(r#"{"old": "a"}"#, Err("one or the other"));
        case(r#"{"old": "a", "new": "b", "text": "c"}"#, Err("one or the other"));
        case(r#"{"text": 7}"#, Err("expected a string at column 10"));
        case(r#"{"text": "a"} {}"#, Err("trailing characters"));
        case("[]", Err("no record"));
        case("{", Err("EOF"));
        case("\"a\"", Err("no record"));
    }

    #[track_caller]
    fn named(line: &str, expected: Option<&str>) {
        assert_eq!(id(line.as_bytes()).map(RawValue::get), expected);
    }

    #[test]
    fn an_id_is_kept_as_it_is_even_of_a_broken_record() {
        named(
            r#"{"id": 123456789012345678901234567890.50, "text": ""}"#,
            Some("123456789012345678901234567890.50"),
        );
        named(r#"{"text": 7, "id": {"a": [1]}}"#, Some(r#"{"a": [1]}"#));
        named(r#"{"id": "\u00e4"}"#, Some(r#""\u00e4""#));
        named(r#"{"text": ""}"#, None);
        named(r#"{"id": 5,"#, None);
    }
}
