//! `action=compare`: the wiki's own diff, or both revisions.

use serde_json::Value;

use super::api::Api;
use super::error::FetchError;
use super::revision_query::{DiffEnd, Neighbour, RevisionPair};
use crate::cli::input::fetch::{FetchedContent, FetchedPages};
use crate::model::{Page, Sides};
use crate::parse;

/// The requested properties of a diff besides its rows (`ApiComparePages`; `timestamp` since MediaWiki 1.37).
const FACTS: &str = "ids|title|user|comment|timestamp|size";

/// The content of a diff, and the wiki's warning about the request.
type Answer = (FetchedContent, Option<String>);

/// Fetches the diff that the wiki makes.
pub(crate) fn fetch_diff(revisions: &RevisionPair, api: &mut Api) -> Result<Answer, FetchError> {
    let answer = api.ask_all(&compare_parameters(revisions, &format!("diff|{FACTS}")))?;
    let compare = visible_comparison(&answer.value)?;
    if compare.get("body").is_none() {
        return Err(FetchError::Incomplete);
    }
    let warning = warning(&answer.value);
    Ok((FetchedContent::Diff(answer.bytes), warning))
}

/// Fetches both revisions whole.
pub(crate) fn fetch_pages(revisions: &RevisionPair, api: &mut Api) -> Result<Answer, FetchError> {
    let answer = api.ask_all(&compare_parameters(revisions, FACTS))?;
    let compare = visible_comparison(&answer.value)?;
    let ids = Sides::new("fromrevid", "torevid").map(|name| compare.get(name).and_then(Value::as_u64));
    // The side before a page's first revision, or after its last revision, is empty and has no number.
    let new = ids.new.or(ids.old).ok_or(FetchError::Incomplete)?;
    let old = ids.old.map_or(Ok(String::new()), |old| fetch_wikitext(old, api))?;
    let wikitext = Sides::new(old, fetch_wikitext(new, api)?).map(Into::into);
    let pages = FetchedPages { page: parse_page(&answer.bytes), wikitext, warnings: Vec::new() };
    Ok((FetchedContent::Pages(Box::new(pages)), warning(&answer.value)))
}

/// Finds the revisions of the diff of the previous revision. The first revision of a page has none, and then stands for
/// itself, as in `Article::getOldIDFromRequest`.
pub(crate) fn find_previous(end: DiffEnd, api: &mut Api) -> Result<RevisionPair, FetchError> {
    let pair = RevisionPair::Adjacent(end, Neighbour::Previous);
    let answer = api.ask_all(&compare_parameters(&pair, "ids"))?;
    let previous = visible_comparison(&answer.value)?.get("fromrevid").and_then(Value::as_u64);
    Ok(previous.map_or(pair, |number| RevisionPair::Adjacent(DiffEnd::Revision(number), Neighbour::Previous)))
}

/// Returns the comparison in an answer, unless one of the texts is hidden.
fn visible_comparison(answer: &Value) -> Result<&Value, FetchError> {
    let compare = answer.get("compare").ok_or(FetchError::Incomplete)?;
    let is_hidden = ["fromtexthidden", "totexthidden", "fromtextmissing", "totextmissing"];
    let is_hidden =
        is_hidden.iter().any(|name| compare.get(name).is_some_and(|value| *value != Value::Bool(false)));
    if is_hidden { Err(FetchError::Hidden) } else { Ok(compare) }
}

fn parse_page(answer: &[u8]) -> Page<'static> {
    str::from_utf8(answer).ok().and_then(parse::read_page_facts).unwrap_or_default()
}

/// Returns the parameters of the API for a comparison.
fn compare_parameters(revisions: &RevisionPair, properties: &str) -> Vec<(String, String)> {
    let mut parameters =
        vec![("action".to_owned(), "compare".to_owned()), ("prop".to_owned(), properties.to_owned())];
    match revisions {
        RevisionPair::Adjacent(end, neighbour) => {
            parameters.push(end_parameter("from", end));
            parameters.push(("torelative".to_owned(), neighbour_name(*neighbour).to_owned()));
        }
        RevisionPair::Both(ends) => {
            parameters.extend([end_parameter("from", &ends.old), end_parameter("to", &ends.new)]);
        }
    }
    parameters
}

fn end_parameter(side: &str, end: &DiffEnd) -> (String, String) {
    match end {
        DiffEnd::Revision(number) => (format!("{side}rev"), number.to_string()),
        DiffEnd::Title(title) => (format!("{side}title"), title.clone()),
        DiffEnd::Page(number) => (format!("{side}id"), number.to_string()),
    }
}

const fn neighbour_name(neighbour: Neighbour) -> &'static str {
    match neighbour {
        Neighbour::Previous => "prev",
        Neighbour::Next => "next",
        Neighbour::Current => "cur",
    }
}

/// Fetches the wikitext of a revision.
fn fetch_wikitext(number: u64, api: &mut Api) -> Result<String, FetchError> {
    let number = number.to_string();
    let answer = api.ask(&[
        ("action", "query"),
        ("prop", "revisions"),
        ("revids", number.as_str()),
        ("rvprop", "ids|content"),
        ("rvslots", "main"),
    ])?;
    let revision = answer.value.pointer("/query/pages/0/revisions/0").ok_or(FetchError::Hidden)?;
    // MediaWiki 1.31 and older have no slots.
    let slot = revision.pointer("/slots/main").unwrap_or(revision);
    slot.get("content").and_then(Value::as_str).map(str::to_owned).ok_or(FetchError::Hidden)
}

/// Returns the warning of the wiki, for example about a missing previous revision.
fn warning(answer: &Value) -> Option<String> {
    Some(answer.pointer("/warnings/compare/warnings")?.as_str()?.to_owned())
}
