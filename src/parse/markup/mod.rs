//! Exact input: what still knows which side a line is on, because no browser has made text of it.
//!
//! ```text
//! html   <td class="diff-…">, <div class="mw-diff-inline-…">
//! json ─▶ api: bodies of html · rest: lines
//! feed   <feed>, <rss>: each entry holds html
//! ```

mod api;
mod feed;
mod html;
mod json;
mod line_counter;
mod rest;
mod sheet_builder;
mod sniff;

#[cfg(test)]
mod tests;

use super::error::{Error, ErrorKind};
use crate::model::{Page, Warning, WarningCode};
use crate::parse::sheet::Sheet;

use sniff::Form;

/// Reads every diff of exact input, in whichever form it is; nothing where the text is no exact input.
pub(crate) fn sheets(text: &str) -> Option<Result<Vec<Sheet<'static>>, Error>> {
    let form = sniff::of(text)?;
    let found = match form {
        Form::Json => json::sheets(text)?,
        Form::Feed => feed::sheets(text),
        Form::Html => Ok(html::sheets(text)),
        Form::Export => Ok(Vec::new()),
    };
    match found {
        Ok(sheets) if sheets.is_empty() => {
            sniff::is_certain(text).then_some(Err(Error { line: None, kind: ErrorKind::NotText }))
        }
        found => {
            let is_torn = sniff::is_torn_answer(text);
            Some(found.map(|sheets| {
                let mut sheets = explained(sheets, form);
                sheets.iter_mut().filter(|_| is_torn).for_each(|sheet| sheet.add_damage(torn_answer()));
                sheets
            }))
        }
    }
}

/// The warning that markup is a part of something else.
fn torn_answer() -> Warning {
    let message = "this markup has the escapes of JSON: it is a part of an answer whose beginning is missing; copy all \
                   of the answer";
    Warning::new(1, WarningCode::CutOff, message)
}

/// A text without tags, its character references put for what they stand for.
pub(crate) fn text(escaped: &str) -> String {
    html::text(escaped)
}

/// What an answer of `action=compare` says besides the diff.
pub(crate) fn page_facts(answer: &str) -> Option<Page<'static>> {
    api::facts(&serde_json::from_str(answer).ok()?)
}

/// The sheets, each with the reason for its shape.
fn explained(mut sheets: Vec<Sheet<'static>>, form: Form) -> Vec<Sheet<'static>> {
    for sheet in &mut sheets {
        sheet.notes.insert(0, format!("shape {}, because it begins as {form} does", sheet.shape));
    }
    sheets
}
