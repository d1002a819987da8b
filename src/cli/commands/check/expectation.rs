//! The expected result of a file: `NAME.expected.json` beside it, compared value by value.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde_json::Value;

/// The extensions that the name of an expected result leaves out: `NAME.expected.json` belongs to `NAME.txt`.
const EXTENSIONS: [&str; 6] = ["txt", "html", "json", "xml", "md", "diff"];

/// Returns the path of the expected result of a file.
pub(crate) fn expectation_path(file: &Path) -> PathBuf {
    let extension = file.extension().and_then(|extension| extension.to_str());
    let stem = match extension {
        Some(extension) if EXTENSIONS.contains(&extension) => file.file_stem(),
        _ => file.file_name(),
    };
    let mut name = stem.unwrap_or_default().to_owned();
    name.push(".expected.json");
    file.with_file_name(name)
}

/// Reads the expected result of a file, if there is one: an object for each diff.
pub(crate) fn read_expectation(file: &Path) -> anyhow::Result<Option<Vec<Value>>> {
    let path = expectation_path(file);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| path.display().to_string()),
    };
    parse_values(text.as_bytes()).map(Some).with_context(|| path.display().to_string())
}

/// Parses the values of JSON Lines.
pub(crate) fn parse_values(lines: &[u8]) -> serde_json::Result<Vec<Value>> {
    serde_json::Deserializer::from_slice(lines).into_iter().collect()
}

/// Writes the expected result of a file, unless it is up to date. Returns the path.
pub(crate) fn write_expectation(file: &Path, json: &[u8]) -> anyhow::Result<PathBuf> {
    let path = expectation_path(file);
    if !fs::read(&path).is_ok_and(|old| old == json) {
        fs::write(&path, json).with_context(|| path.display().to_string())?;
    }
    Ok(path)
}

/// Finds the first difference between the expected and the actual result.
pub(crate) fn find_difference(expected: &[Value], found: &[Value]) -> Option<String> {
    if expected.len() != found.len() {
        return Some(format!("expected diffs: {}, found: {}", expected.len(), found.len()));
    }
    let mut pairs = expected.iter().zip(found).zip(1..);
    pairs.find_map(|((expected, found), number)| {
        let difference = find_difference_at("", &without_name(expected), &without_name(found))?;
        Some(if number == 1 { difference } else { format!("diff {number}: {difference}") })
    })
}

/// Removes the name of the source, which depends on the command line.
fn without_name(value: &Value) -> Value {
    let mut value = value.clone();
    if let Some(Value::Object(source)) = value.get_mut("source") {
        source.remove("name");
    }
    value
}

/// Finds the first difference at or below a path. `serde_json` limits the depth.
fn find_difference_at(path: &str, expected: &Value, found: &Value) -> Option<String> {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            let mut keys = expected.keys().chain(found.keys().filter(|key| !expected.contains_key(*key)));
            keys.find_map(|key| {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                find_member_difference(&path, expected.get(key), found.get(key))
            })
        }
        (Value::Array(expected), Value::Array(found)) => {
            let mut indices = 0..expected.len().max(found.len());
            indices.find_map(|index| {
                find_member_difference(&format!("{path}[{index}]"), expected.get(index), found.get(index))
            })
        }
        _ => (expected != found).then(|| describe_difference(path, Some(expected), Some(found))),
    }
}

/// Finds the first difference in a member that may be missing on either side.
fn find_member_difference(path: &str, expected: Option<&Value>, found: Option<&Value>) -> Option<String> {
    match (expected, found) {
        (Some(expected), Some(found)) => find_difference_at(path, expected, found),
        _ => Some(describe_difference(path, expected, found)),
    }
}

fn describe_difference(path: &str, expected: Option<&Value>, found: Option<&Value>) -> String {
    format!("{path}: expected {}, found {}", abbreviate(expected), abbreviate(found))
}

/// Abbreviates a value.
fn abbreviate(value: Option<&Value>) -> String {
    const MAX_SHOWN_CHARS: usize = 60;
    let Some(value) = value else { return "nothing".into() };
    let text = value.to_string();
    match text.char_indices().nth(MAX_SHOWN_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn has_expectation(file: &str, expected: &str) {
        assert_eq!(expectation_path(Path::new(file)), Path::new(expected));
    }

    #[test]
    fn finds_the_expectation_beside_the_file() {
        has_expectation("a/b.txt", "a/b.expected.json");
        has_expectation("b.html", "b.expected.json");
        has_expectation("b.json", "b.expected.json");
        has_expectation("mediawiki-1.39", "mediawiki-1.39.expected.json");
        has_expectation("b", "b.expected.json");
    }

    #[track_caller]
    fn differs(expected: &str, found: &str, how: Option<&str>) {
        let values = |lines: &str| parse_values(lines.as_bytes()).unwrap();
        assert_eq!(find_difference(&values(expected), &values(found)).as_deref(), how);
    }

    #[test]
    fn ignores_layout_order_and_the_name_of_the_source() {
        differs(r#"{"a":1,"b":2}"#, "{ \"b\": 2,\n \"a\": 1 }\n", None);
        differs(
            r#"{"source":{"name":"a","shape":"rows"}}"#,
            r#"{"source":{"name":"b","shape":"rows"}}"#,
            None,
        );
    }

    #[test]
    fn names_the_path_of_the_first_difference() {
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
    fn counts_diffs() {
        differs("{}", "{} {}", Some("expected diffs: 1, found: 2"));
        differs("", "", None);
    }

    #[test]
    fn abbreviates_a_long_value() {
        let long = format!(r#"{{"a":"{}"}}"#, "ä".repeat(1000));
        let expected = format!(r#"a: expected 1, found "{}…"#, "ä".repeat(59));
        differs(r#"{"a":1}"#, &long, Some(&expected));
    }
}
