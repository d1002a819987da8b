//! What a paste is expected to be read as: `NAME.expected.json` beside it, compared value by value.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde_json::Value;

/// The endings that an expectation's name leaves out: `NAME.expected.json` stands beside `NAME.txt`.
const ENDINGS: [&str; 6] = ["txt", "html", "json", "xml", "md", "diff"];

/// Where the expectation of a paste stands.
pub(crate) fn beside(paste: &Path) -> PathBuf {
    let ending = paste.extension().and_then(|ending| ending.to_str());
    let stem = match ending {
        Some(ending) if ENDINGS.contains(&ending) => paste.file_stem(),
        _ => paste.file_name(),
    };
    let mut name = stem.unwrap_or_default().to_owned();
    name.push(".expected.json");
    paste.with_file_name(name)
}

/// What a paste is expected to be read as, where somebody wrote that down: an object for each diff.
pub(crate) fn of(paste: &Path) -> anyhow::Result<Option<Vec<Value>>> {
    let path = beside(paste);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| path.display().to_string()),
    };
    values(text.as_bytes()).map(Some).with_context(|| path.display().to_string())
}

/// The values of JSON Lines.
pub(crate) fn values(lines: &[u8]) -> serde_json::Result<Vec<Value>> {
    serde_json::Deserializer::from_slice(lines).into_iter().collect()
}

/// Writes down what a paste is read as, unless that already stands there.
pub(crate) fn write(paste: &Path, json: &[u8]) -> anyhow::Result<()> {
    let path = beside(paste);
    if fs::read(&path).is_ok_and(|written| written == json) {
        return Ok(());
    }
    fs::write(&path, json).with_context(|| path.display().to_string())
}

/// Where what was found first differs from what was expected, and how; nothing if it does not.
pub(crate) fn difference(expected: &[Value], found: &[Value]) -> Option<String> {
    if expected.len() != found.len() {
        return Some(format!("expected diffs: {}, found: {}", expected.len(), found.len()));
    }
    let mut pairs = expected.iter().zip(found).zip(1..);
    pairs.find_map(|((expected, found), number)| {
        let how = difference_at("", &without_name(expected), &without_name(found))?;
        Some(if number == 1 { how } else { format!("diff {number}: {how}") })
    })
}

/// What the source is called is left aside: it depends on who asks.
fn without_name(value: &Value) -> Value {
    let mut value = value.clone();
    if let Some(Value::Object(source)) = value.get_mut("source") {
        source.remove("name");
    }
    value
}

/// The first difference at or below one place; as deep as JSON may nest, which `serde_json` limits.
fn difference_at(path: &str, expected: &Value, found: &Value) -> Option<String> {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            let mut keys = expected.keys().chain(found.keys().filter(|key| !expected.contains_key(*key)));
            keys.find_map(|key| {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                member_difference(&path, expected.get(key), found.get(key))
            })
        }
        (Value::Array(expected), Value::Array(found)) => {
            let mut indices = 0..expected.len().max(found.len());
            indices.find_map(|index| {
                member_difference(&format!("{path}[{index}]"), expected.get(index), found.get(index))
            })
        }
        _ => (expected != found).then(|| told(path, Some(expected), Some(found))),
    }
}

/// The first difference in a member that one of both may not have.
fn member_difference(path: &str, expected: Option<&Value>, found: Option<&Value>) -> Option<String> {
    match (expected, found) {
        (Some(expected), Some(found)) => difference_at(path, expected, found),
        _ => Some(told(path, expected, found)),
    }
}

fn told(path: &str, expected: Option<&Value>, found: Option<&Value>) -> String {
    format!("{path}: expected {}, found {}", brief(expected), brief(found))
}

/// A value in few characters: enough to know it by.
fn brief(value: Option<&Value>) -> String {
    const ENOUGH: usize = 60;
    let Some(value) = value else { return "nothing".into() };
    let text = value.to_string();
    match text.char_indices().nth(ENOUGH) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn stands_beside(paste: &str, expected: &str) {
        assert_eq!(beside(Path::new(paste)), Path::new(expected));
    }

    #[test]
    fn an_expectation_stands_beside_its_paste() {
        stands_beside("a/b.txt", "a/b.expected.json");
        stands_beside("b.html", "b.expected.json");
        stands_beside("b.json", "b.expected.json");
        stands_beside("mediawiki-1.39", "mediawiki-1.39.expected.json");
        stands_beside("b", "b.expected.json");
    }

    #[track_caller]
    fn differs(expected: &str, found: &str, how: Option<&str>) {
        let values = |lines: &str| values(lines.as_bytes()).unwrap();
        assert_eq!(difference(&values(expected), &values(found)).as_deref(), how);
    }

    #[test]
    fn layout_order_and_the_name_of_the_source_are_left_aside() {
        differs(r#"{"a":1,"b":2}"#, "{ \"b\": 2,\n \"a\": 1 }\n", None);
        differs(
            r#"{"source":{"name":"a","shape":"rows"}}"#,
            r#"{"source":{"name":"b","shape":"rows"}}"#,
            None,
        );
    }

    #[test]
    fn the_first_difference_is_named_by_its_place() {
        differs(
            r#"{"source":{"name":"a","shape":"rows"}}"#,
            r#"{"source":{"name":"a","shape":"cells"}}"#,
            Some(r#"source.shape: expected "rows", found "cells""#),
        );
        differs(r#"{"h":[{"r":[1,2]}]}"#, r#"{"h":[{"r":[1,3]}]}"#, Some("h[0].r[1]: expected 2, found 3"));
        differs(r#"{"r":[1]}"#, r#"{"r":[1,2]}"#, Some("r[1]: expected nothing, found 2"));
        differs(r#"{"a":1,"b":2}"#, r#"{"a":1}"#, Some("b: expected 2, found nothing"));
        differs(r#"{} {"a":1}"#, r#"{} {"a":2}"#, Some("diff 2: a: expected 1, found 2"));
    }

    #[test]
    fn diffs_are_counted() {
        differs("{}", "{} {}", Some("expected diffs: 1, found: 2"));
        differs("", "", None);
    }

    #[test]
    fn a_long_value_is_told_in_few_characters() {
        let long = format!(r#"{{"a":"{}"}}"#, "ä".repeat(1000));
        let expected = format!(r#"a: expected 1, found "{}…"#, "ä".repeat(59));
        differs(r#"{"a":1}"#, &long, Some(&expected));
    }
}
