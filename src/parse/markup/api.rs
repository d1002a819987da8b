//! `api`: answers of the action API, whose diffs are HTML.
//!
//! The diff of `action=compare` (`ApiComparePages`) is `compare."*"` in formatversion 1, `compare.body` in 2, and
//! `compare.bodies` for a request of slots. The diff of `action=query` with `rvdiffto` is `revisions[].diff`.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::html;
use super::sheet_builder::SheetBuilder;
use crate::model::{ByteChange, Page, Revision, Shape, Sides};
use crate::parse::page::wiki_url;
use crate::parse::sheet::Sheet;

/// Finds the message of an error that the wiki answers in place of a diff.
pub(crate) fn find_error(answer: &Value) -> Option<String> {
    let error = answer.get("error").or_else(|| answer.get("errors")?.get(0))?;
    let message = ["info", "text", "html", "*", "code"].iter().find_map(|key| error.get(key)?.as_str());
    message.map(|message| html::extract_text(message).trim().trim_end_matches('.').to_owned())
}

/// Parses the diffs of an answer; `line` is its first line in the input.
pub(crate) fn parse_sheets(answer: &Value, line: u32) -> Vec<Sheet<'static>> {
    let compared = answer.get("compare").and_then(Value::as_object).into_iter();
    let compared = compared.flat_map(|compare| parse_bodies(compare, &parse_page(compare), line));
    let pages = answer.get("query").and_then(|query| query.get("pages"));
    let queried = pages.into_iter().flat_map(child_values).flat_map(|page| parse_revisions(page, line));
    let mut sheets: Vec<_> = compared.chain(queried).collect();
    let wiki = find_wiki(answer);
    for sheet in &mut sheets {
        sheet.page.wiki = wiki.clone().map(Cow::Owned);
    }
    sheets
}

/// Finds the address of the wiki, if the request asked for `meta=siteinfo`.
fn find_wiki(answer: &Value) -> Option<String> {
    let general = answer.get("query")?.get("general")?;
    wiki_url::from_paths(general.get("server")?.as_str()?, general.get("articlepath")?.as_str()?)
}

/// Parses the facts about the page and its two revisions.
pub(crate) fn parse_page_facts(answer: &Value) -> Option<Page<'static>> {
    answer.get("compare")?.as_object().map(parse_page)
}

/// Returns the values of a list or an object: `pages` is an object in formatversion 1, and a list in 2.
fn child_values(values: &Value) -> Vec<&Value> {
    match values {
        Value::Array(list) => list.iter().collect(),
        Value::Object(object) => object.values().collect(),
        _ => Vec::new(),
    }
}

/// Parses the diffs of a page's revisions.
fn parse_revisions(page: &Value, line: u32) -> Vec<Sheet<'static>> {
    let revisions = page.get("revisions").map(child_values).unwrap_or_default();
    let diffs = revisions.into_iter().filter_map(|revision| {
        let diff = revision.get("diff")?.as_object()?;
        let new = Revision {
            id: number(diff, "to"),
            timestamp: text(revision.as_object()?, "timestamp"),
            user: text(revision.as_object()?, "user"),
            comment: text(revision.as_object()?, "comment"),
            ..Revision::default()
        };
        let old = Revision { id: number(diff, "from"), ..Revision::default() };
        let title = text(page.as_object()?, "title");
        Some((diff, Page { title, revisions: Sides::new(old, new), ..Page::default() }))
    });
    diffs.flat_map(|(diff, page)| parse_bodies(diff, &page, line)).collect()
}

/// Parses the diffs in an object: one body, or one for each slot.
fn parse_bodies(object: &Map<String, Value>, page: &Page<'static>, line: u32) -> Vec<Sheet<'static>> {
    let slots = object.get("bodies").map(child_values).unwrap_or_default();
    let bodies = object.get("body").or_else(|| object.get("*")).into_iter().chain(slots);
    let mut sheets: Vec<_> =
        bodies.filter_map(Value::as_str).flat_map(|body| parse_body(body, page, line)).collect();
    if sheets.len() > 1 {
        // The sizes count all slots together.
        for sheet in &mut sheets {
            sheet.page.byte_change = None;
        }
    }
    sheets
}

/// Parses the diffs in a body: rows of either view, or unified text in a `pre` (`BaseTextDiffer::addRowWrapper`). An
/// empty body is a diff without changes.
fn parse_body(body: &str, page: &Page<'static>, line: u32) -> Vec<Sheet<'static>> {
    let mut sheets = html::parse_sheets(body);
    if sheets.is_empty() && html::extract_text(body).trim().is_empty() {
        sheets.push(SheetBuilder::default().build(Shape::Api, line, Page::default()));
    }
    for sheet in &mut sheets {
        sheet.shape = Shape::Api;
        sheet.first_line = line;
        sheet.page = Page { language: sheet.page.language, ..page.clone() };
        // A line end in a body is not a line end of the input.
        sheet.sections.iter_mut().flat_map(|section| &mut section.cells).for_each(|cell| cell.line = line);
        sheet.warnings.iter_mut().for_each(|warning| warning.lines = Some(line..=line));
    }
    sheets
}

/// Parses the facts of both revisions in an answer of `action=compare`; the request selects them by `prop`.
fn parse_page(compare: &Map<String, Value>) -> Page<'static> {
    let fact = |side: &str, name: &str| text(compare, &format!("{side}{name}"));
    let size = |side: &str| compare.get(&format!("{side}size")).and_then(Value::as_i64);
    let revision = |side: &str| Revision {
        label: None,
        id: number(compare, &format!("{side}revid")),
        timestamp: fact(side, "timestamp"),
        user: fact(side, "user"),
        comment: fact(side, "comment"),
        ..Revision::default()
    };
    Page {
        title: fact("to", "title").or_else(|| fact("from", "title")),
        revisions: Sides::new(revision("from"), revision("to")),
        byte_change: size("to")
            .zip(size("from"))
            .map(|(new, old)| ByteChange::Signed(new.saturating_sub(old))),
        ..Page::default()
    }
}

/// Returns a text of the object, unless it is empty.
fn text(object: &Map<String, Value>, name: &str) -> Option<Cow<'static, str>> {
    let text = object.get(name)?.as_str().filter(|text| !text.is_empty())?;
    Some(text.to_owned().into())
}

fn number(object: &Map<String, Value>, name: &str) -> Option<u64> {
    object.get(name).and_then(Value::as_u64)
}
