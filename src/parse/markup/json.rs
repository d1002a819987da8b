//! JSON: one or more API answers, one after the other or in a list, and parts of them as programs keep them.
//!
//! ```text
//! {"compare": {…}}                      an answer
//! {"fromrevid": 1, "*": "<tr>…"}        the object inside "compare"
//! {"title": …, "summary": "<table>…"}   an entry of a feed, as libraries hand it out; or {"entries": […]}
//! [{…}, {…}]    {…}⏎{…}                 several of them
//! ```

use serde_json::{Deserializer, Value};

use super::{api, feed, rest};
use crate::parse::error::{Error, ErrorKind};
use crate::parse::sheet::Sheet;

/// First keys of an answer with a diff or an error. A wiki page of JSON may begin with other keys.
const ANSWER_KEYS: [&str; 12] = [
    "batchcomplete",
    "compare",
    "continue",
    "diff",
    "error",
    "errorKey",
    "errors",
    "from",
    "fromid",
    "httpCode",
    "query",
    "servedby",
];

/// Parses the diffs of all answers. Returns `None` for a text that is not an API answer.
pub(crate) fn parse_sheets(text: &str) -> Option<Result<Vec<Sheet<'static>>, Error>> {
    let mut values = Deserializer::from_str(text).into_iter::<Value>();
    let mut sheets = Vec::new();
    loop {
        let from = values.byte_offset();
        let line = line_at(text, from);
        match values.next() {
            None => return Some(Ok(sheets)),
            Some(Ok(value)) => match parse_answer(&value, line) {
                Ok(found) => sheets.extend(found),
                // The diffs before the error are worth more than the error.
                Err(_) if !sheets.is_empty() => return Some(Ok(sheets)),
                Err(error) => return Some(Err(error)),
            },
            Some(Err(error)) => {
                let line = u32::try_from(error.line()).ok();
                return is_answer(text).then_some(Err(Error { line, kind: ErrorKind::Damaged }));
            }
        }
    }
}

fn parse_answer(value: &Value, line: u32) -> Result<Vec<Sheet<'static>>, Error> {
    if let Value::Array(answers) = value {
        return parse_list(answers, line);
    }
    if let Some(message) = api::find_error(value).or_else(|| rest::find_error(value)) {
        return Err(Error { line: Some(line), kind: ErrorKind::Wiki(message) });
    }
    if let Some(lines) = rest::parse_lines(value) {
        let lines = lines.map_err(|_| Error { line: Some(line), kind: ErrorKind::Damaged })?;
        return Ok(vec![rest::parse_sheet(value, lines, line)]);
    }
    let sheets = api::parse_sheets(value, line)
        .ok_or_else(|| Error { line: Some(line), kind: ErrorKind::Wiki(api::find_lone_revision(value)) })?;
    Ok(if sheets.is_empty() { feed::parse_entries(value, line) } else { sheets })
}

/// Parses a list of answers. One answer with an error does not hide the diffs of the others.
fn parse_list(answers: &[Value], line: u32) -> Result<Vec<Sheet<'static>>, Error> {
    let mut sheets = Vec::new();
    let mut first_error = None;
    // A list in a list is no answer.
    for answer in answers.iter().filter(|answer| answer.is_object()) {
        match parse_answer(answer, line) {
            Ok(found) => sheets.extend(found),
            Err(error) => first_error = first_error.or(Some(error)),
        }
    }
    match first_error {
        Some(error) if sheets.is_empty() => Err(error),
        _ => Ok(sheets),
    }
}

/// Returns true if a text of damaged JSON begins like an answer.
fn is_answer(text: &str) -> bool {
    let text = text.trim_start();
    let object = text.strip_prefix('[').map_or(text, str::trim_start);
    let key = object.strip_prefix('{').map(str::trim_start).and_then(|rest| rest.strip_prefix('"'));
    let name = key.and_then(|rest| rest.split_once('"')).map(|(name, _)| name);
    name.is_some_and(|name| ANSWER_KEYS.contains(&name))
}

/// Returns the line of the first value after an offset.
fn line_at(text: &str, from: usize) -> u32 {
    let blank = text[from..].len() - text[from..].trim_start().len();
    let ends = memchr::memchr_iter(b'\n', &text.as_bytes()[..from + blank]).count();
    u32::try_from(ends + 1).unwrap_or(u32::MAX)
}
