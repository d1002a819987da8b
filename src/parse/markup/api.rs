//! `api`: answers of the action API, whose diffs are HTML.
//!
//! The diff of `action=compare` (`ApiComparePages`) is `compare."*"` in formatversion 1, `compare.body` in 2, and
//! `compare.bodies` for a request of slots. Programs keep the object inside `compare` alone. The diff of `action=query` with `rvdiffto` is `revisions[].diff`.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::html;
use super::sheet_builder::SheetBuilder;
use crate::model::{ByteChange, Page, Revision, Shape, Side, Sides, Warning, WarningCode};
use crate::parse::page::wiki_url;
use crate::parse::sheet::Sheet;

/// Finds the message of an error that the wiki answers in place of a diff.
pub(crate) fn find_error(answer: &Value) -> Option<String> {
    let error = answer.get("error").or_else(|| answer.get("errors")?.get(0))?;
    let message = ["info", "text", "html", "*", "code"].iter().find_map(|key| error.get(key)?.as_str());
    message.map(|message| html::extract_text(message).trim().trim_end_matches('.').to_owned())
}

/// Parses the diffs of an answer; `line` is its first line in the input. Returns `None` if the answer has revisions but
/// no diff, because the other revisions do not exist.
pub(crate) fn parse_sheets(answer: &Value, line: u32) -> Option<Vec<Sheet<'static>>> {
    let inside = answer.as_object().filter(|object| is_comparison(object));
    let compared = answer.get("compare").and_then(Value::as_object).or(inside).into_iter();
    let has_warning = answer.get("warnings").is_some_and(|warnings| warnings.get("compare").is_some());
    let compared = compared.map(|compare| {
        let mut page = parse_page(compare);
        if has_warning && !names_side(compare, "from") {
            // The first revision of a page is compared with an empty page.
            let size = compare.get("tosize").and_then(Value::as_i64);
            page.byte_change = page.byte_change.or(size.map(ByteChange::Signed));
        }
        (compare, page)
    });
    let pages = answer.get("query").and_then(|query| query.get("pages"));
    let queried = pages.into_iter().flat_map(child_values).flat_map(list_diffs);
    let mut sheets: Vec<Sheet<'_>> = Vec::new();
    let mut lone_revisions = Vec::new();
    for (diff, page) in compared.chain(queried) {
        let has_one_revision = lacks_revision(diff) || has_warning && names_one_side(diff);
        if has_one_revision && is_empty(diff) {
            lone_revisions.push(describe_lone_revision(&page));
        } else {
            sheets.extend(parse_bodies(diff, &page, line));
        }
    }
    let wiki = find_wiki(answer);
    for sheet in &mut sheets {
        sheet.page.wiki = wiki.clone().map(Cow::Owned);
    }
    match sheets.last_mut() {
        Some(last) => {
            let warnings =
                lone_revisions.into_iter().map(|message| Warning::new(line, WarningCode::NoDiff, message));
            last.warnings.extend(warnings);
        }
        None if !lone_revisions.is_empty() => return None,
        None => {}
    }
    Some(sheets)
}

/// Finds the message on a revision without another one to compare it with, in an answer without a diff.
pub(crate) fn find_lone_revision(answer: &Value) -> String {
    let warnings = answer.get("warnings").and_then(|warnings| warnings.get("compare"));
    let message =
        warnings.and_then(|warnings| ["warnings", "*"].iter().find_map(|key| warnings.get(key)?.as_str()));
    message.map_or_else(
        || "the answer has one revision, and no other one to compare it with".to_owned(),
        |message| html::extract_text(message).trim().trim_end_matches('.').to_owned(),
    )
}

/// True if the answer says that a revision of the diff does not exist.
fn lacks_revision(diff: &Map<String, Value>) -> bool {
    ["from", "to"].iter().any(|side| diff.get(*side) == Some(&Value::Bool(false)))
}

/// True if the diff has facts about one revision alone: the first of a page without the one before it, or the latest
/// without the next. A diff with a text that is no revision names one, too, but the answer has no warning then.
fn names_one_side(diff: &Map<String, Value>) -> bool {
    names_side(diff, "from") != names_side(diff, "to")
}

fn is_empty(diff: &Map<String, Value>) -> bool {
    let body = diff.get("body").or_else(|| diff.get("*")).and_then(Value::as_str);
    body.is_some_and(str::is_empty)
}

/// True if a diff has facts about the revision of a side.
fn names_side(diff: &Map<String, Value>, side: &str) -> bool {
    diff.keys().any(|name| name.starts_with(side))
}

fn describe_lone_revision(page: &Page<'_>) -> String {
    let number = |side| page.revisions.get(side).id;
    match (number(Side::Old), number(Side::New)) {
        (None, Some(new)) => {
            format!("revision {new} has none before it, so that the answer has no diff of it")
        }
        (Some(old), None) => {
            format!("revision {old} has none after it, so that the answer has no diff of it")
        }
        _ => {
            "a revision has no other one to compare it with, so that the answer has no diff of it".to_owned()
        }
    }
}

/// True for the object inside `compare`: it names both revisions, and has a body.
fn is_comparison(object: &Map<String, Value>) -> bool {
    let has = |key: &str| object.contains_key(key);
    has("torevid") && (has("*") || has("body") || has("bodies"))
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

/// Lists the diffs of a page's revisions, each with the facts of its page.
fn list_diffs(page: &Value) -> Vec<(&Map<String, Value>, Page<'static>)> {
    let revisions = page.get("revisions").map(child_values).unwrap_or_default();
    let diffs = revisions.into_iter().filter_map(|revision| {
        let diff = revision.get("diff")?.as_object()?;
        let facts = revision.as_object()?;
        let new = Revision {
            id: number(diff, "to"),
            timestamp: text(facts, "timestamp"),
            user: text(facts, "user"),
            comment: text(facts, "comment"),
            tags: list_texts(facts, "tags"),
            size: number(facts, "size"),
            is_minor: has_flag(facts, "minor"),
            ..Revision::default()
        };
        let old = Revision { id: number(diff, "from"), ..Revision::default() };
        let title = text(page.as_object()?, "title");
        Some((diff, Page { title, revisions: Sides::new(old, new), ..Page::default() }))
    });
    diffs.collect()
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
        sheet.page = Page { language: sheet.page.language, content: sheet.page.content, ..page.clone() };
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
        size: number(compare, &format!("{side}size")),
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

/// Returns the texts in a list of the object.
fn list_texts(object: &Map<String, Value>, name: &str) -> Vec<Cow<'static, str>> {
    let values = object.get(name).and_then(Value::as_array).into_iter().flatten();
    values.filter_map(Value::as_str).map(|text| Cow::Owned(text.to_owned())).collect()
}

/// Returns true for a set flag: an empty text in formatversion 1, true in 2.
fn has_flag(object: &Map<String, Value>, name: &str) -> bool {
    object.get(name).is_some_and(|flag| flag.as_bool().unwrap_or(true))
}

fn number(object: &Map<String, Value>, name: &str) -> Option<u64> {
    object.get(name).and_then(Value::as_u64)
}
