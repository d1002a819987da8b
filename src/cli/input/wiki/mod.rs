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
