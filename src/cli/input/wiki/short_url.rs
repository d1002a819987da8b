//! Short links of Wikimedia.
//!
//! `w.wiki` only shortens addresses of Wikimedia's wikis (Extension:UrlShortener), so its links are followed, over
//! HTTPS, and only to Wikimedia. Another link shortener could redirect anywhere, and would learn the diff that a
//! person reads. It is not asked.

use url::Url;

use super::address::AddressError;
use super::error::FetchError;
use super::http::HttpClient;
use super::site::{host_and_port, is_of_wikimedia};
use crate::cli::output::messages::format_message;
use crate::cli::output::stderr::eprint_message;

/// Wikimedia's link shortener.
const SHORTENER: &str = "w.wiki";

/// Parses a short link.
pub(crate) fn parse_short_url(address: &str) -> Option<Url> {
    let url = Url::parse(address).ok()?;
    let is_short = url.host_str() == Some(SHORTENER) && url.port().is_none() && url.path() != "/";
    (is_short && url.username().is_empty() && url.password().is_none()).then_some(url)
}

/// Asks for the target of a short link, and prints it.
pub(crate) fn expand(short: &Url, client: &HttpClient) -> Result<String, FetchError> {
    let mut at = short.clone();
    // A link without TLS first redirects to the same link with TLS.
    for _ in 0..=1 {
        let target = client.redirect_target(&at)?.ok_or(FetchError::Address(AddressError::NoRevisions))?;
        if target.scheme() == "https" && parse_short_url(target.as_str()).is_none() {
            return check_target(short, target);
        }
        at = target;
        if parse_short_url(at.as_str()).is_none() {
            break;
        }
    }
    Err(FetchError::OtherHost(at.into()))
}

fn check_target(short: &Url, target: Url) -> Result<String, FetchError> {
    if !is_of_wikimedia(&host_and_port(&target)) {
        return Err(FetchError::OtherHost(target.into()));
    }
    eprint_message(&format_message(&format!("{short} leads to {target}")));
    Ok(target.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recognises_short_links_of_wikimedia_only() {
        for address in ["https://w.wiki/4Bxz", "http://w.wiki/4Bxz", "https://W.wiki/_zz7w"] {
            assert!(parse_short_url(address).is_some(), "{address}");
        }
        for address in [
            "https://w.wiki/",
            "https://w.wiki:8443/4Bxz",
            "https://me@w.wiki/4Bxz",
            "https://w.wiki.example/4Bxz",
            "https://ww.wiki/4Bxz",
            "https://short.example/4Bxz",
            "4Bxz",
        ] {
            assert!(parse_short_url(address).is_none(), "{address}");
        }
    }
}
