//! Revisions in the answers of the API (`ApiQueryRevisionsBase`, `formatversion=2`).

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::Value;

use crate::model::Revision;

/// A revision, with its text if it was asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct WikiRevision {
    pub(super) id: u64,
    /// The revision before it; 0 for the first one of a page.
    pub(super) parent: u64,
    /// The title of the page.
    pub(super) title: Option<String>,
    /// The text. `None` if it is deleted or hidden, or was not asked for.
    pub(super) text: Option<Arc<str>>,
    /// The content besides the text.
    pub(super) has_other_slots: bool,
    /// The facts for the head of a diff.
    pub(super) facts: Revision<'static>,
}

/// The parameters by which the next request continues.
pub(super) type Continuation = Vec<(String, String)>;

/// Reads the parameters by which the next request continues.
pub(super) fn read_continuation(answer: &Value) -> Option<Continuation> {
    let parameters = answer.get("continue")?.as_object()?;
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    Some(parameters.iter().map(|(name, value)| (name.clone(), text(value))).collect())
}

/// Reads the revisions of all pages in an answer.
pub(super) fn read_revisions(answer: &Value) -> Vec<WikiRevision> {
    let pages = answer.pointer("/query/pages").and_then(Value::as_array).into_iter().flatten();
    let mut revisions = Vec::new();
    for page in pages {
        let title = page.get("title").and_then(Value::as_str);
        let of_page = page.get("revisions").and_then(Value::as_array).into_iter().flatten();
        revisions.extend(of_page.filter_map(|revision| read_revision(revision, title)));
    }
    revisions
}

/// Reads the revisions of all pages in an answer by their numbers.
pub(super) fn index_revisions(answer: &Value) -> HashMap<u64, WikiRevision> {
    read_revisions(answer).into_iter().map(|revision| (revision.id, revision)).collect()
}

/// Reads the edits in an answer about a user or about all pages: their revisions without the texts.
pub(super) fn read_listed(answer: &Value, list: &str) -> Vec<WikiRevision> {
    let edits = answer.pointer(&format!("/query/{list}")).and_then(Value::as_array).into_iter().flatten();
    let edit = |edit: &Value| {
        let number = |name: &str| edit.get(name).and_then(Value::as_u64);
        let title = edit.get("title").and_then(Value::as_str).map(str::to_owned);
        // `old_revid` is the name among the recent changes.
        let parent = number("parentid").or_else(|| number("old_revid")).unwrap_or(0);
        Some(WikiRevision { id: number("revid")?, parent, title, ..WikiRevision::default() })
    };
    edits.filter_map(edit).filter(|edit| edit.id > 0).collect()
}

fn read_revision(revision: &Value, title: Option<&str>) -> Option<WikiRevision> {
    let text = |name: &str| revision.get(name).and_then(Value::as_str).map(str::to_owned);
    let number = |name: &str| revision.get(name).and_then(Value::as_u64);
    let id = number("revid")?;
    // MediaWiki 1.31 and older have no slots.
    let slot = revision.pointer("/slots/main").unwrap_or(revision);
    let tags = revision.get("tags").and_then(Value::as_array).into_iter().flatten();
    let roles = revision.get("roles").and_then(Value::as_array).into_iter().flatten();
    let facts = Revision {
        id: Some(id),
        timestamp: text("timestamp").map(Into::into),
        user: text("user").map(Into::into),
        comment: text("comment").map(Into::into),
        tags: tags.filter_map(Value::as_str).map(|tag| tag.to_owned().into()).collect(),
        size: number("size"),
        is_minor: revision.get("minor").and_then(Value::as_bool).unwrap_or(false),
        ..Revision::default()
    };
    Some(WikiRevision {
        id,
        parent: number("parentid").unwrap_or(0),
        title: title.map(str::to_owned),
        text: slot.get("content").and_then(Value::as_str).map(Arc::from),
        has_other_slots: roles.filter_map(Value::as_str).any(|role| role != "main"),
        facts,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn reads_revisions_of_old_and_new_wikis() {
        let answer = json!({"query": {"pages": [{"title": "Cat", "revisions": [
            {"revid": 3, "parentid": 2, "minor": true, "user": "Ann", "timestamp": "2024-05-01T10:00:00Z",
             "comment": "mend", "size": 5, "tags": ["mobile"], "roles": ["main", "mediainfo"],
             "slots": {"main": {"content": "a cat"}}},
            {"revid": 2, "parentid": 1, "userhidden": true, "slots": {"main": {"texthidden": true}}},
            {"revid": 1, "parentid": 0, "content": "a"},
        ]}]}, "continue": {"rvcontinue": "20240501|1", "continue": "||"}});
        let found = read_revisions(&answer);
        let texts: Vec<_> = found.iter().map(|revision| revision.text.as_deref()).collect();
        assert_eq!(texts, [Some("a cat"), None, Some("a")]);
        assert_eq!((found[0].parent, found[0].facts.size, found[0].has_other_slots), (2, Some(5), true));
        assert!(found[0].facts.is_minor && found[0].facts.tags == ["mobile"]);
        assert_eq!((found[2].parent, found[2].title.as_deref()), (0, Some("Cat")));
        let continuation = read_continuation(&answer).unwrap();
        assert!(continuation.contains(&("rvcontinue".to_owned(), "20240501|1".to_owned())));
        assert_eq!(read_continuation(&json!({"batchcomplete": true})), None);
    }

    #[test]
    fn reads_the_edits_of_a_user_and_of_all_pages() {
        let answer = json!({"query": {"usercontribs": [{"revid": 3, "parentid": 2, "title": "Cat"}],
            "recentchanges": [{"revid": 4, "old_revid": 0, "title": "Dog"}, {"revid": 0}]}});
        let ids =
            |list| read_listed(&answer, list).iter().map(|edit| (edit.parent, edit.id)).collect::<Vec<_>>();
        assert_eq!(ids("usercontribs"), [(2, 3)]);
        assert_eq!(ids("recentchanges"), [(0, 4)]);
        assert_eq!(ids("other"), []);
    }
}
