//! The page that the wiki has for a title: one with a history, a redirect, a special page, or none.

use serde_json::Value;

use super::query::RedirectRule;
use crate::cli::input::wiki::error::FetchError;

/// The page in an answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum PageState {
    /// A page with a history, and what a person should know about it.
    Found(Option<String>),
    /// A special page, with its title.
    Special(String),
}

/// Reads the page in the answer to a request for one page.
pub(super) fn read_page_state(
    answer: &Value,
    redirects: RedirectRule,
    host: &str,
) -> Result<PageState, FetchError> {
    let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    let is_set = |page: &Value, name: &str| page.get(name).is_some_and(|value| *value != Value::Bool(false));
    if let Some(other) = answer.pointer("/query/interwiki/0") {
        let title = text(other, "title").unwrap_or_default();
        return Err(FetchError::OtherWiki { title, prefix: text(other, "iw").unwrap_or_default() });
    }
    let Some(page) = answer.pointer("/query/pages/0") else {
        return Err(FetchError::NoHistory);
    };
    // A page that is asked for by its number has no title if it is missing.
    let title = text(page, "title").or_else(|| page.get("pageid").map(|id| format!("page {id}")));
    let title = title.unwrap_or_default();
    if is_set(page, "invalid") {
        let reason = text(page, "invalidreason").unwrap_or_default();
        return Err(FetchError::InvalidTitle { title, reason });
    }
    if is_set(page, "special") {
        return Ok(PageState::Special(title));
    }
    if is_set(page, "missing") {
        return Err(FetchError::NoPage { title, host: host.to_owned() });
    }
    let followed = answer.pointer("/query/redirects/0").and_then(|redirect| text(redirect, "from"));
    Ok(PageState::Found(match (followed, redirects) {
        (Some(from), _) => Some(format!("\"{from}\" redirects to \"{title}\", whose history this is")),
        (None, RedirectRule::Kept) if is_set(page, "redirect") => Some(format!(
            "\"{title}\" is a redirect, and this is its own history; for that of its target, use --page, or the address \
             of the page without action=history"
        )),
        _ => None,
    }))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn case(query: &Value, redirects: RedirectRule, expected: Result<&str, &str>) {
        let found = read_page_state(&json!({ "query": query }), redirects, "a.example");
        match (found.map_err(|error| error.to_string()), expected) {
            (Ok(PageState::Found(message)), Ok(expected)) => {
                assert!(message.unwrap_or_default().contains(expected), "{query}");
            }
            (Ok(PageState::Special(title)), Ok(expected)) => assert_eq!(title, expected),
            (Err(message), Err(expected)) => assert!(message.contains(expected), "{message}"),
            (found, _) => panic!("{query}: {found:?}"),
        }
    }

    #[test]
    fn tells_a_page_from_a_redirect_a_special_page_and_none() {
        use RedirectRule::{Followed, Kept};
        let page = |page: Value| json!({ "pages": [page] });
        case(&page(json!({"title": "Cat", "revisions": []})), Kept, Ok(""));
        case(&page(json!({"title": "Cats", "redirect": true})), Kept, Ok("\"Cats\" is a redirect"));
        let followed = json!({"redirects": [{"from": "Cats", "to": "Cat"}], "pages": [{"title": "Cat"}]});
        case(&followed, Followed, Ok("\"Cats\" redirects to \"Cat\""));
        case(&page(json!({"title": "Spezial:X", "special": true})), Kept, Ok("Spezial:X"));
        case(&page(json!({"title": "Catt", "missing": true})), Kept, Err("there is no page \"Catt\""));
        case(&page(json!({"pageid": 7, "missing": true})), Kept, Err("\"page 7\""));
        let invalid =
            json!({"title": "[", "invalid": true, "invalidreason": "The character is not allowed."});
        case(&page(invalid), Kept, Err("The character is not allowed."));
        case(&json!({"interwiki": [{"title": "de:Katze", "iw": "de"}]}), Kept, Err("another wiki"));
        case(&json!({}), Kept, Err("no history"));
    }
}
