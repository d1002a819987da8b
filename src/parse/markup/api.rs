//! `api`: answers of the action API, whose diffs are HTML.
//!
//! `action=compare` (`ApiComparePages`) has the diff as `compare."*"` in formatversion 1, `compare.body` in 2, and
//! `compare.bodies` where slots were asked for; `action=query` with `rvdiffto` as `revisions[].diff`.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::html;
use super::sheet_builder::Draft;
use crate::model::{ByteChange, Page, Revision, Shape, Sides};
use crate::parse::page::wiki_url;
use crate::parse::sheet::Sheet;

/// Error of the wiki in place of a diff.
pub(crate) fn error(answer: &Value) -> Option<String> {
    let error = answer.get("error").or_else(|| answer.get("errors")?.get(0))?;
    let said = ["info", "text", "html", "*", "code"].iter().find_map(|key| error.get(key)?.as_str());
    said.map(|said| html::text(said).trim().trim_end_matches('.').to_owned())
}

/// Reads the diffs of an answer that begins at a line of the input.
pub(crate) fn sheets(answer: &Value, line: u32) -> Vec<Sheet<'static>> {
    let compared = answer.get("compare").and_then(Value::as_object).into_iter();
    let compared = compared.flat_map(|compare| of_bodies(compare, &page(compare), line));
    let pages = answer.get("query").and_then(|query| query.get("pages"));
    let queried = pages.into_iter().flat_map(each).flat_map(|page| of_page(page, line));
    let mut sheets: Vec<_> = compared.chain(queried).collect();
    let wiki = site(answer);
    for sheet in &mut sheets {
        sheet.page.wiki = wiki.clone().map(Cow::Owned);
    }
    sheets
}

/// Address of the wiki, if the request asked for `meta=siteinfo`.
fn site(answer: &Value) -> Option<String> {
    let general = answer.get("query")?.get("general")?;
    wiki_url::from_paths(general.get("server")?.as_str()?, general.get("articlepath")?.as_str()?)
}

/// Reads the facts about the page and its two revisions from an answer.
pub(crate) fn facts(answer: &Value) -> Option<Page<'static>> {
    answer.get("compare")?.as_object().map(page)
}

/// The values of a list, or of an object: `pages` is the one in formatversion 2, the other in 1.
fn each(values: &Value) -> Vec<&Value> {
    match values {
        Value::Array(list) => list.iter().collect(),
        Value::Object(object) => object.values().collect(),
        _ => Vec::new(),
    }
}

/// The diffs of a page's revisions.
fn of_page(page: &Value, line: u32) -> Vec<Sheet<'static>> {
    let revisions = page.get("revisions").map(each).unwrap_or_default();
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
    diffs.flat_map(|(diff, page)| of_bodies(diff, &page, line)).collect()
}

/// The diffs in an object: one body, or one for each slot.
fn of_bodies(object: &Map<String, Value>, page: &Page<'static>, line: u32) -> Vec<Sheet<'static>> {
    let slots = object.get("bodies").map(each).unwrap_or_default();
    let bodies = object.get("body").or_else(|| object.get("*")).into_iter().chain(slots);
    let mut sheets: Vec<_> =
        bodies.filter_map(Value::as_str).flat_map(|body| of_body(body, page, line)).collect();
    if sheets.len() > 1 {
        // The sizes are those of all slots together.
        for sheet in &mut sheets {
            sheet.page.byte_change = None;
        }
    }
    sheets
}

/// The diffs in a body: rows of either view, or unified text in a `pre` (`BaseTextDiffer::addRowWrapper`). An empty
/// one says that nothing differs.
fn of_body(body: &str, page: &Page<'static>, line: u32) -> Vec<Sheet<'static>> {
    let mut sheets = html::sheets(body);
    if sheets.is_empty() && html::text(body).trim().is_empty() {
        sheets.push(Draft::default().finish(Shape::Api, line, Page::default()));
    }
    for sheet in &mut sheets {
        sheet.shape = Shape::Api;
        sheet.first_line = line;
        sheet.page = Page { language: sheet.page.language, ..page.clone() };
        // The line ends of a body are no line ends of the input.
        sheet.sections.iter_mut().flat_map(|section| &mut section.cells).for_each(|cell| cell.line = line);
        sheet.warnings.iter_mut().for_each(|warning| warning.lines = Some(line..=line));
    }
    sheets
}

/// Reads the facts that `action=compare` gives about both revisions; `prop` selects them.
fn page(compare: &Map<String, Value>) -> Page<'static> {
    let fact = |side: &str, name: &str| text(compare, &format!("{side}{name}"));
    let size = |side: &str| compare.get(&format!("{side}size")).and_then(Value::as_i64);
    let revision = |side: &str| Revision {
        label: None,
        id: number(compare, &format!("{side}revid")),
        timestamp: fact(side, "timestamp"),
        user: fact(side, "user"),
        comment: fact(side, "comment"),
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

/// A text that is not empty.
fn text(object: &Map<String, Value>, name: &str) -> Option<Cow<'static, str>> {
    let text = object.get(name)?.as_str().filter(|text| !text.is_empty())?;
    Some(text.to_owned().into())
}

fn number(object: &Map<String, Value>, name: &str) -> Option<u64> {
    object.get(name).and_then(Value::as_u64)
}
