//! Fetching a diff from a wiki, by the address that a browser shows or by revision numbers.
//!
//! ```text
//! FetchRequest ─▶ address ─▶ site, revision_query      nothing is sent yet
//!                 short_url                            the target of a short link of Wikimedia
//!                 special                              special pages with names in the wiki's language
//!                 api ─▶ compare ─▶ FetchedDiff        the wiki's own diff, or two pages
//!                  │
//!                 http                                 one request: limits, redirects, a busy wiki
//! ```

use super::fetch::{ComparedBy, FetchRequest, FetchTarget, FetchedDiff};
use crate::render::WikiUrl;
use address::WikiAddress;
use api::Api;
use error::FetchError;
use http::HttpClient;
use progress::with_progress;
use revision_query::RevisionQuery;

pub(crate) mod address;
mod api;
mod compare;
mod database_name;
mod error;
mod http;
mod progress;
mod revision_query;
mod short_url;
mod site;
mod special;

/// Fetches a diff. On failure, returns the message for the person.
pub(crate) fn fetch_diff(request: &FetchRequest) -> Result<FetchedDiff, String> {
    let client = HttpClient::new(request);
    let address = parse_target(&request.target, &client).map_err(|error| error.to_string())?;
    let text = format!("asking {} …", address.site.host());
    with_progress(request.progress, &text, || ask_wiki(address, client, request.compared_by))
        .map_err(|error| error.to_string())
}

/// Completes the address of a diff that was written without `https://`: `en.wikipedia.org/wiki/Special:Diff/1/2`.
/// Returns `None` for a name that is not such an address.
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
    let is_diff = || short_url::parse_short_url(&address).is_some() || address::parse(&address).is_ok();
    (is_host && is_diff()).then_some(address)
}

fn parse_target(target: &FetchTarget, client: &HttpClient) -> Result<WikiAddress, FetchError> {
    let address = match target {
        FetchTarget::Address(address) => match short_url::parse_short_url(address) {
            Some(short) => address::parse(&short_url::expand(&short, client)?),
            None => address::parse(address),
        },
        FetchTarget::Revisions { host, numbers } => address::parse_revisions(host, numbers),
    };
    address.map_err(FetchError::Address)
}

fn ask_wiki(
    address: WikiAddress,
    client: HttpClient,
    compared_by: ComparedBy,
) -> Result<FetchedDiff, FetchError> {
    let mut api = Api::new(address.site, client);
    let revisions = match address.query {
        RevisionQuery::Pair(revisions) => revisions,
        RevisionQuery::Special(special) => special::look_up(&special, &mut api)?,
        RevisionQuery::DiffOfPrevious(end) => compare::find_previous(end, &mut api)?,
    };
    let (content, warning) = match compared_by {
        ComparedBy::Wiki => compare::fetch_diff(&revisions, &mut api)?,
        ComparedBy::Program => compare::fetch_pages(&revisions, &mut api)?,
    };
    let note = format!("fetched from {}", api.url());
    Ok(FetchedDiff { content, note, wiki: WikiUrl::parse(&api.page_url_pattern()).ok(), warning })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn completes_addresses_of_diffs_and_nothing_else() {
        for name in ["en.wikipedia.org/wiki/Special:Diff/1/2", "wiki.example/index.php?diff=2", "w.wiki/9Yz"]
        {
            assert_eq!(complete_address(name), Some(format!("https://{name}")));
        }
        for name in [
            "a.txt",
            "pages/diff=2",
            "en.wikipedia.org/wiki/Page",
            "v1.0/index.php?diff=2",
            "../a?diff=2",
            "",
        ] {
            assert_eq!(complete_address(name), None, "{name}");
        }
    }
}
