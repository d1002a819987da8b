//! Fetching a diff or a history from a wiki, by the address that a browser shows, by revision numbers or by a title.
//!
//! ```text
//! FetchRequest ─▶ address ─▶ site, revision_query      nothing is sent yet
//!                 short_url                            the target of a short link of Wikimedia
//!                 special                              special pages with names in the wiki's language
//!                 api ─▶ compare ─▶ FetchedDiff        the wiki's own diff, or two pages
//!                  │ └─▶ history ─▶ HistoryPart        the edits of a page, of a user, or of the whole wiki
//!                  │
//!                 http                                 one request: limits, redirects, a busy wiki
//! ```

use super::fetch::{ComparedBy, FetchRequest, FetchTarget, Fetched, FetchedDiff, TargetKind};
use address::{AddressQuery, WikiAddress};
use api::Api;
use error::FetchError;
use history::WikiHistory;
use history::query::{HistoryQuery, HistorySubject, NarrowedBy};
use http::HttpClient;
use progress::with_progress;
use revision_query::RevisionQuery;
use special::SpecialTarget;

pub(crate) mod address;
mod api;
mod compare;
mod database_name;
mod error;
mod history;
mod http;
mod progress;
mod revision_query;
mod short_url;
mod site;
mod special;

/// Fetches a diff, or finds a history. On failure, returns the message for the person.
pub(crate) fn fetch(request: &FetchRequest) -> Result<Fetched, String> {
    let client = HttpClient::new(request);
    let address = parse_target(&request.target, &client).map_err(|error| error.to_string())?;
    let text = format!("asking {} …", address.site.host());
    with_progress(request.progress, &text, || ask_wiki(address, client, request))
        .map_err(|error| error.to_string())
}

/// Returns the kind of what an address names, as far as the address shows it. An address with a fault has none.
pub(crate) fn target_kind(address: &str) -> Option<TargetKind> {
    if short_url::parse_short_url(address).is_some() {
        return Some(TargetKind::Unknown);
    }
    Some(match address::parse(address).ok()?.query {
        AddressQuery::Diff(_) => TargetKind::Diff,
        AddressQuery::SpecialOrPage(..) => TargetKind::Unknown,
        AddressQuery::History(HistoryQuery { subject: HistorySubject::Contributions(_), .. }) => {
            TargetKind::Contributions
        }
        AddressQuery::History(_) => TargetKind::History,
    })
}

/// Completes an address that was written without `https://`: `en.wikipedia.org/wiki/Special:Diff/1/2`. Returns `None`
/// for a name that is not such an address. The address of a page must look like that of a wiki, because `a.b/c` may be a
/// file.
pub(crate) fn complete_address(name: &str) -> Option<String> {
    let (host, _) = name.split_once('/')?;
    let is_label =
        |label: &str| !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let last_label = host.rsplit('.').next()?;
    let is_host = host.contains('.')
        && host.split('.').all(is_label)
        && last_label.len() > 1
        && last_label.chars().all(|c| c.is_ascii_alphabetic());
    let address = format!("https://{name}");
    let is_of_wiki = match target_kind(&address) {
        Some(TargetKind::Diff | TargetKind::Unknown | TargetKind::Contributions) => true,
        Some(TargetKind::History) => {
            ["/wiki/", "index.php", "Special:"].iter().any(|part| name.contains(part))
        }
        None => false,
    };
    (is_host && is_of_wiki).then_some(address)
}

fn parse_target(target: &FetchTarget, client: &HttpClient) -> Result<WikiAddress, FetchError> {
    let address = match target {
        FetchTarget::Address(address) => match short_url::parse_short_url(address) {
            Some(short) => address::parse(&short_url::expand(&short, client)?),
            None => address::parse(address),
        },
        FetchTarget::Revisions { host, numbers } => address::parse_revisions(host, numbers),
        FetchTarget::Page { host, title } => address::parse_page(host, title),
    };
    address.map_err(FetchError::Address)
}

fn ask_wiki(address: WikiAddress, client: HttpClient, request: &FetchRequest) -> Result<Fetched, FetchError> {
    let mut api = Api::new(address.site, client);
    let history = match address.query {
        AddressQuery::Diff(query) => return fetch_diff(query, api, request.compared_by),
        AddressQuery::History(history) => history,
        AddressQuery::SpecialOrPage(special, page) => match special::look_up(&special, &mut api)? {
            Some(SpecialTarget::Diff(revisions)) => {
                return fetch_diff(RevisionQuery::Pair(revisions), api, request.compared_by);
            }
            Some(SpecialTarget::History(subject)) => {
                HistoryQuery { subject, narrowed: NarrowedBy::default() }
            }
            None => page,
        },
    };
    Ok(Fetched::History(Box::new(WikiHistory::new(api, history, request.edits.clone()))))
}

fn fetch_diff(query: RevisionQuery, mut api: Api, compared_by: ComparedBy) -> Result<Fetched, FetchError> {
    let revisions = match query {
        RevisionQuery::Pair(revisions) => revisions,
        RevisionQuery::DiffOfPrevious(end) => compare::find_previous(end, &mut api)?,
    };
    let (content, warning) = match compared_by {
        ComparedBy::Wiki => compare::fetch_diff(&revisions, &mut api)?,
        ComparedBy::Program => compare::fetch_pages(&revisions, &mut api)?,
    };
    Ok(Fetched::Diff(FetchedDiff { content, origin: api.origin(), warning }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn completes_addresses_of_diffs_and_nothing_else() {
        for name in [
            "en.wikipedia.org/wiki/Special:Diff/1/2",
            "wiki.example/index.php?diff=2",
            "w.wiki/9Yz",
            "en.wikipedia.org/wiki/Page",
            "wiki.example/index.php?title=Page&action=history",
            "wiki.example/Special:Contributions/Ann",
        ] {
            assert_eq!(complete_address(name), Some(format!("https://{name}")));
        }
        for name in [
            "a.txt",
            "pages/diff=2",
            "en.wikipedia.org/",
            "wiki.example/page",
            "v1.0/index.php?diff=2",
            "../a?diff=2",
            "",
        ] {
            assert_eq!(complete_address(name), None, "{name}");
        }
    }
}
