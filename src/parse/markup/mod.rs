//! Exact input: markup and API answers, which state the side of every line.
//!
//! ```text
//! html   <td class="diff-…">, <div class="mw-diff-inline-…">
//! json ─▶ api: bodies of html · rest: lines
//! feed   <feed>, <rss>: an entry holds html
//! embedded   text around a table of html
//! ```

mod api;
mod embedded;
mod feed;
mod html;
mod json;
mod rest;
mod sheet_builder;
mod sniff;

#[cfg(test)]
mod tests;

use super::error::{Error, ErrorKind};
use crate::model::{Page, Warning, WarningCode};
use crate::parse::other_wikis::OtherWiki;
use crate::parse::sheet::Sheet;

use sniff::ExactFormat;

/// Parses every diff of exact input. Returns `None` for other input.
pub(crate) fn parse_sheets(text: &str) -> Option<Result<Vec<Sheet<'static>>, Error>> {
    let Some(format) = sniff::detect_format(text) else { return parse_embedded(text).map(Ok) };
    let found = match format {
        ExactFormat::Json => json::parse_sheets(text)?,
        ExactFormat::Feed => feed::parse_sheets(text),
        ExactFormat::Html => Ok(html::parse_sheets(text)),
        ExactFormat::Export => Ok(Vec::new()),
    };
    match found {
        Ok(sheets) if sheets.is_empty() => {
            let error = |kind| Some(Err(Error { line: None, kind }));
            match find_other_wiki(text) {
                Some(wiki) => error(ErrorKind::OtherWiki(wiki)),
                None if sniff::is_certainly_exact(text) => error(ErrorKind::NotText),
                None => None,
            }
        }
        found => {
            let is_fragment = sniff::is_json_fragment(text);
            Some(found.map(|mut sheets| {
                for sheet in &mut sheets {
                    sheet
                        .notes
                        .insert(0, format!("shape {}, because it begins as {format} does", sheet.shape));
                    if is_fragment {
                        sheet.add_cut_off(json_fragment_warning());
                    }
                }
                sheets
            }))
        }
    }
}

/// Finds the other wiki whose diff page is in the markup.
pub(crate) fn find_other_wiki(text: &str) -> Option<OtherWiki> {
    text.contains(" class=").then(|| html::find_other_wiki(text)).flatten()
}

/// Parses the diffs in tables of HTML inside a text.
fn parse_embedded(text: &str) -> Option<Vec<Sheet<'static>>> {
    let mut sheets = embedded::parse_sheets(text)?;
    for sheet in &mut sheets {
        let note = format!("shape {}, because the text holds a diff's table as HTML", sheet.shape);
        sheet.notes.insert(0, note);
    }
    Some(sheets)
}

fn json_fragment_warning() -> Warning {
    let message = "this markup has the escapes of JSON: it is part of an API answer without its beginning; copy the \
                   whole answer";
    Warning::new(1, WarningCode::CutOff, message)
}

/// Removes the tags of a text and decodes its character references.
pub(crate) fn extract_text(escaped: &str) -> String {
    html::extract_text(escaped)
}

/// Parses the page facts in an answer of `action=compare`.
pub(crate) fn parse_page_facts(answer: &str) -> Option<Page<'static>> {
    api::parse_page_facts(&serde_json::from_str(answer).ok()?)
}
