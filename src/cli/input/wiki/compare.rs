//! `action=compare`: the wiki's own diff, or both revisions for ours.

use crate::model::{Page, Sides};
use crate::parse;
use serde_json::Value;

use super::api::Api;
use super::error::Trouble;
use super::revision_query::{End, Neighbour, Revisions};

/// What is asked of a diff besides its rows (`ApiComparePages`; `timestamp` since MediaWiki 1.37).
const FACTS: &str = "ids|title|user|comment|timestamp|size";

/// A diff, as the wiki made it or for us to make.
#[derive(Debug)]
pub(crate) enum Content {
    /// The answer in which the wiki's own diff is.
    Answer(Vec<u8>),
    /// What is known of both revisions, and their texts.
    Texts(Box<Page<'static>>, Sides<String>),
}

/// The diff as the wiki makes it, and what it remarks.
pub(crate) fn diff(revisions: &Revisions, api: &mut Api) -> Result<(Content, Option<String>), Trouble> {
    let told = api.ask(&pairs(&question(revisions, &format!("diff|{FACTS}"))))?;
    let compare = compared(&told.value)?;
    if compare.get("body").is_none() {
        return Err(Trouble::Incomplete);
    }
    let remark = remark(&told.value);
    Ok((Content::Answer(told.bytes), remark))
}

/// Both revisions whole, and what the wiki remarks.
pub(crate) fn texts(revisions: &Revisions, api: &mut Api) -> Result<(Content, Option<String>), Trouble> {
    let told = api.ask(&pairs(&question(revisions, FACTS)))?;
    let compare = compared(&told.value)?;
    let ids = Sides::new("fromrevid", "torevid").map(|name| compare.get(name).and_then(Value::as_u64));
    // The revision before a page's first one is empty, and has no number; a page without a next one neither.
    let new = ids.new.or(ids.old).ok_or(Trouble::Incomplete)?;
    let old = ids.old.map_or(Ok(String::new()), |old| text(old, api))?;
    let texts = Sides::new(old, text(new, api)?);
    Ok((Content::Texts(Box::new(facts(&told.bytes)), texts), remark(&told.value)))
}

/// The revision before this one, beside the one before that; a page's first revision stands for the one before it, as
/// in `Article::getOldIDFromRequest`.
pub(crate) fn earlier(end: End, api: &mut Api) -> Result<Revisions, Trouble> {
    let beside = Revisions::Beside(end, Neighbour::Previous);
    let told = api.ask(&pairs(&question(&beside, "ids")))?;
    let previous = compared(&told.value)?.get("fromrevid").and_then(Value::as_u64);
    Ok(previous.map_or(beside, |number| Revisions::Beside(End::Revision(number), Neighbour::Previous)))
}

fn compared(answer: &Value) -> Result<&Value, Trouble> {
    let compare = answer.get("compare").ok_or(Trouble::Incomplete)?;
    let is_hidden = ["fromtexthidden", "totexthidden", "fromtextmissing", "totextmissing"];
    let is_hidden =
        is_hidden.iter().any(|name| compare.get(name).is_some_and(|value| *value != Value::Bool(false)));
    if is_hidden { Err(Trouble::Hidden) } else { Ok(compare) }
}

fn facts(answer: &[u8]) -> Page<'static> {
    str::from_utf8(answer).ok().and_then(parse::read_page_facts).unwrap_or_default()
}

/// What is asked, in the API's names and values.
fn question(revisions: &Revisions, wanted: &str) -> Vec<(String, String)> {
    let mut question =
        vec![("action".to_owned(), "compare".to_owned()), ("prop".to_owned(), wanted.to_owned())];
    match revisions {
        Revisions::Beside(end, neighbour) => {
            question.push(of_end("from", end));
            question.push(("torelative".to_owned(), relative(*neighbour).to_owned()));
        }
        Revisions::Two(ends) => question.extend([of_end("from", &ends.old), of_end("to", &ends.new)]),
    }
    question
}

fn pairs(question: &[(String, String)]) -> Vec<(&str, &str)> {
    question.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

fn of_end(side: &str, end: &End) -> (String, String) {
    match end {
        End::Revision(number) => (format!("{side}rev"), number.to_string()),
        End::Title(title) => (format!("{side}title"), title.clone()),
        End::Page(number) => (format!("{side}id"), number.to_string()),
    }
}

const fn relative(neighbour: Neighbour) -> &'static str {
    match neighbour {
        Neighbour::Previous => "prev",
        Neighbour::Next => "next",
        Neighbour::Current => "cur",
    }
}

/// The text of a revision.
fn text(number: u64, api: &mut Api) -> Result<String, Trouble> {
    let number = number.to_string();
    let told = api.ask(&[
        ("action", "query"),
        ("prop", "revisions"),
        ("revids", number.as_str()),
        ("rvprop", "ids|content"),
        ("rvslots", "main"),
    ])?;
    let revision = told.value.pointer("/query/pages/0/revisions/0").ok_or(Trouble::Hidden)?;
    // Up to MediaWiki 1.31 there are no slots.
    let slot = revision.pointer("/slots/main").unwrap_or(revision);
    slot.get("content").and_then(Value::as_str).map(str::to_owned).ok_or(Trouble::Hidden)
}

/// What the wiki remarks: that there is no revision before this one, for example.
fn remark(answer: &Value) -> Option<String> {
    let said = answer.pointer("/warnings/compare/warnings")?.as_str()?;
    Some(said.to_owned())
}
