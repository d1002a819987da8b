//! A small model of MediaWiki's API: revisions of pages, lists of edits, and limits on answers.

use std::collections::HashMap;
use std::fmt::Write as _;

use serde_json::{Value, json};
use url::Url;

use crate::server::{Server, json as answer_json};

/// A wiki of a few pages.
#[derive(Clone, Default)]
pub(crate) struct FakeWiki {
    /// The revisions of all pages, the oldest first.
    pub(crate) revisions: Vec<FakeRevision>,
    /// The targets of redirects by their titles.
    pub(crate) redirects: HashMap<&'static str, &'static str>,
    /// The maximum number of bytes of texts in an answer.
    pub(crate) most_bytes: Option<usize>,
}

#[derive(Clone, Default)]
pub(crate) struct FakeRevision {
    pub(crate) id: u64,
    pub(crate) title: &'static str,
    pub(crate) user: &'static str,
    pub(crate) text: String,
    pub(crate) is_hidden: bool,
    pub(crate) is_deleted: bool,
    pub(crate) is_bot: bool,
}

impl FakeRevision {
    /// The time of the edit: a day for each number.
    fn timestamp(&self) -> String {
        format!("2024-{:02}-{:02}T10:00:00Z", 1 + self.id / 28, 1 + self.id % 28)
    }
}

impl FakeWiki {
    /// A wiki of a page "Cat" with this number of revisions, each of which adds a line. Ann and Bob take turns.
    pub(crate) fn of_cat(revisions: u64) -> Self {
        let mut wiki = Self::default();
        let mut text = String::from("A cat.");
        for id in 1..=revisions {
            if id > 1 {
                write!(text, "\nFact {id}.").unwrap();
            }
            let user = if id % 2 == 0 { "Bob" } else { "Ann" };
            wiki.revisions.push(FakeRevision {
                id,
                title: "Cat",
                user,
                text: text.clone(),
                ..Default::default()
            });
        }
        wiki
    }

    pub(crate) fn add(
        &mut self,
        id: u64,
        title: &'static str,
        user: &'static str,
        text: &str,
    ) -> &mut FakeRevision {
        self.revisions.push(FakeRevision { id, title, user, text: text.to_owned(), ..Default::default() });
        self.revisions.last_mut().unwrap()
    }

    pub(crate) fn serve(self) -> Server {
        Server::of_api(move |head| answer_json(&self.answer(head).to_string()))
    }

    /// Answers a request by its first line.
    pub(crate) fn answer(&self, head: &str) -> Value {
        let target = head.split(' ').nth(1).unwrap_or_default();
        let url = Url::parse(&format!("http://wiki.invalid{target}")).unwrap();
        let query: HashMap<String, String> = url.query_pairs().into_owned().collect();
        let value = |name: &str| query.get(name).map(String::as_str);
        match (value("action"), value("list")) {
            (Some("compare"), _) => Self::compare(&query),
            (_, Some("usercontribs")) => self.list(&query, "usercontribs", "uc"),
            (_, Some("recentchanges")) => self.list(&query, "recentchanges", "rc"),
            _ if value("meta").is_some() => json!({"batchcomplete": true, "query": {
                "namespaces": {"-1": {"id": -1, "name": "Spezial", "canonical": "Special"}},
                "specialpagealiases": [{"realname": "Contributions", "aliases": ["Beiträge"]}],
            }}),
            _ if value("revids").is_some() => self.texts(value("revids").unwrap()),
            _ => self.page(&query),
        }
    }

    /// The number of the revision before a revision; 0 for the first one.
    fn parent(&self, id: u64) -> u64 {
        let title = self.revisions.iter().find(|revision| revision.id == id).unwrap().title;
        let earlier = self.revisions.iter().filter(|revision| revision.title == title && revision.id < id);
        earlier.map(|revision| revision.id).max().unwrap_or(0)
    }

    fn revision(&self, revision: &FakeRevision, has_text: bool) -> Value {
        let mut found = json!({"revid": revision.id, "parentid": self.parent(revision.id), "user": revision.user,
            "timestamp": revision.timestamp(), "comment": format!("edit {}", revision.id), "size": revision.text.len(),
            "minor": false, "tags": [], "roles": ["main"]});
        if has_text {
            found["slots"] = if revision.is_hidden {
                json!({"main": {"texthidden": true}})
            } else {
                json!({"main": {"content": revision.text}})
            };
        }
        found
    }

    fn is_chosen(revision: &FakeRevision, query: &HashMap<String, String>, prefix: &str) -> bool {
        let value = |name: &str| query.get(&format!("{prefix}{name}"));
        let time = revision.timestamp();
        value("user").is_none_or(|user| user == revision.user)
            && value("start").is_none_or(|start| time <= *start)
            && value("end").is_none_or(|end| time >= *end)
            && (value("show").is_none() || !revision.is_bot)
    }

    /// `prop=revisions` of one page, the newest first.
    fn page(&self, query: &HashMap<String, String>) -> Value {
        let asked = query.get("titles").map_or_else(|| "Cat".to_owned(), |title| title.replace('_', " "));
        let target = self.redirects.get(asked.as_str()).filter(|_| query.contains_key("redirects"));
        let title = target.map_or(asked.as_str(), |target| target);
        let mut answer = json!({"batchcomplete": true, "query": {}});
        if target.is_some() {
            answer["query"]["redirects"] = json!([{"from": asked, "to": title}]);
        }
        if title.starts_with("Spezial:") {
            answer["query"]["pages"] = json!([{"ns": -1, "title": title, "special": true}]);
            return answer;
        }
        let mut revisions: Vec<_> = self
            .revisions
            .iter()
            .filter(|revision| revision.title == title && !revision.is_deleted)
            .collect();
        if revisions.is_empty() {
            answer["query"]["pages"] = json!([{"title": title, "missing": true}]);
            return answer;
        }
        revisions.retain(|revision| Self::is_chosen(revision, query, "rv"));
        revisions.sort_by_key(|revision| std::cmp::Reverse(revision.id));
        let from = query.get("rvcontinue").map_or(u64::MAX, |from| from.parse().unwrap());
        revisions.retain(|revision| revision.id <= from);
        let limit: usize = query["rvlimit"].parse().unwrap();
        let has_text = query["rvprop"].contains("content");
        assert!(!has_text || limit <= 50, "more than 50 texts");
        let (found, next) = self.within_limits(&revisions, limit, has_text);
        let is_redirect = self.redirects.contains_key(title);
        answer["query"]["pages"] = json!([{"title": title, "redirect": is_redirect, "revisions": found}]);
        if let Some(next) = next {
            answer["continue"] = json!({"rvcontinue": next.to_string(), "continue": "||"});
        }
        answer
    }

    /// `prop=revisions` of these numbers.
    fn texts(&self, ids: &str) -> Value {
        let ids: Vec<u64> = ids.split('|').map(|id| id.parse().unwrap()).collect();
        assert!(ids.len() <= 50, "{} texts", ids.len());
        let revisions: Vec<_> = self
            .revisions
            .iter()
            .filter(|revision| ids.contains(&revision.id) && !revision.is_deleted)
            .collect();
        let (_, next) = self.within_limits(&revisions, ids.len(), true);
        let fitting = revisions.iter().filter(|revision| next.is_none_or(|next| revision.id < next));
        let pages: Vec<_> = fitting
            .map(|revision| json!({"title": revision.title, "revisions": [self.revision(revision, true)]}))
            .collect();
        let mut answer = json!({"batchcomplete": true, "query": {"pages": pages}});
        if let Some(next) = next {
            answer["continue"] = json!({"rvcontinue": next.to_string(), "continue": "||"});
        }
        answer
    }

    /// The revisions that fit in an answer, and the number of the first one that does not.
    fn within_limits(
        &self,
        revisions: &[&FakeRevision],
        limit: usize,
        has_text: bool,
    ) -> (Vec<Value>, Option<u64>) {
        let (mut found, mut bytes) = (Vec::new(), 0);
        for revision in revisions {
            bytes += if has_text { revision.text.len() } else { 0 };
            if found.len() == limit || self.most_bytes.is_some_and(|most| bytes > most) {
                return (found, Some(revision.id));
            }
            found.push(self.revision(revision, has_text));
        }
        (found, None)
    }

    /// The edits of a user or of all pages.
    fn list(&self, query: &HashMap<String, String>, name: &str, prefix: &str) -> Value {
        let limit: usize = query[&format!("{prefix}limit")].parse().unwrap();
        let mut revisions: Vec<_> =
            self.revisions.iter().filter(|revision| Self::is_chosen(revision, query, prefix)).collect();
        revisions.sort_by_key(|revision| std::cmp::Reverse(revision.id));
        let from = query.get("from").map_or(0, |from| from.parse().unwrap());
        let found = revisions.iter().skip(from).take(limit).map(|revision| {
            let parent = self.parent(revision.id);
            json!({"revid": revision.id, "parentid": parent, "old_revid": parent, "title": revision.title})
        });
        let mut answer = json!({"batchcomplete": true, "query": {name: found.collect::<Vec<_>>()}});
        if from + limit < revisions.len() {
            answer["continue"] = json!({"from": (from + limit).to_string(), "continue": "-||"});
        }
        answer
    }

    /// `action=compare`: one line that names the revisions.
    fn compare(query: &HashMap<String, String>) -> Value {
        let number = |name: &str| query.get(name).map(|number| number.parse::<u64>().unwrap());
        let (old, new) = (number("fromrev"), number("torev").or(number("fromrev")).unwrap());
        json!({"compare": {"fromrevid": old, "torevid": new, "totitle": "Cat", "body": format!(
            "<tr><td colspan=\"2\" class=\"diff-lineno\">Line 1:</td><td colspan=\"2\" class=\"diff-lineno\">Line 1:\
             </td></tr><tr><td class=\"diff-marker\" data-marker=\"−\"></td><td class=\"diff-deletedline\"><div>by the \
             wiki <del>old</del></div></td><td class=\"diff-marker\" data-marker=\"+\"></td><td class=\"diff-addedline\">\
             <div>by the wiki <ins>{new}</ins></div></td></tr>"
        )}})
    }
}
