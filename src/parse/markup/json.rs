//! JSON: one answer of an API after the other.

use serde_json::{Deserializer, Value};

use super::{api, rest};
use crate::parse::error::{Error, ErrorKind};
use crate::parse::sheet::Sheet;

/// Starts of an answer that holds a diff or an error. A page of JSON may begin with other keys.
const KEYS: [&str; 11] = [
    "batchcomplete",
    "compare",
    "continue",
    "diff",
    "error",
    "errorKey",
    "errors",
    "from",
    "httpCode",
    "query",
    "servedby",
];

/// Reads the diffs of all answers; nothing where the text only begins as JSON does.
pub(crate) fn sheets(text: &str) -> Option<Result<Vec<Sheet<'static>>, Error>> {
    let mut values = Deserializer::from_str(text).into_iter::<Value>();
    let mut sheets = Vec::new();
    loop {
        let from = values.byte_offset();
        let line = line_of(text, from);
        match values.next() {
            None => return Some(Ok(sheets)),
            Some(Ok(value)) => match answer(&value, line) {
                Ok(found) => sheets.extend(found),
                // What was shown before it is worth more than the error.
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

fn answer(value: &Value, line: u32) -> Result<Vec<Sheet<'static>>, Error> {
    if let Some(said) = api::error(value).or_else(|| rest::error(value)) {
        return Err(Error { line: Some(line), kind: ErrorKind::Wiki(said) });
    }
    if let Some(entries) = rest::entries(value) {
        let entries = entries.map_err(|_| Error { line: Some(line), kind: ErrorKind::Damaged })?;
        return Ok(vec![rest::sheet(value, entries, line)]);
    }
    Ok(api::sheets(value, line))
}

/// Returns true if a text with damaged JSON begins like an answer.
fn is_answer(text: &str) -> bool {
    let key =
        text.trim_start().strip_prefix('{').map(str::trim_start).and_then(|rest| rest.strip_prefix('"'));
    let name = key.and_then(|rest| rest.split_once('"')).map(|(name, _)| name);
    name.is_some_and(|name| KEYS.contains(&name))
}

/// The line of the value that stands behind a byte.
fn line_of(text: &str, from: usize) -> u32 {
    let blank = text[from..].len() - text[from..].trim_start().len();
    let ends = memchr::memchr_iter(b'\n', &text.as_bytes()[..from + blank]).count();
    u32::try_from(ends + 1).unwrap_or(u32::MAX)
}
