//! Short addresses of Wikimedia's own, which lead to a page of one of its wikis.
//!
//! `w.wiki` shortens addresses of Wikimedia's wikis and of nobody else (Extension:UrlShortener, as Wikimedia sets it
//! up), so it is followed, over HTTPS, and only to where it may lead. Any other host that shortens addresses could lead
//! anywhere, and would learn what is read: it is not asked.

use url::Url;

use super::address::Refusal;
use super::error::Trouble;
use super::http::Web;
use super::progress;
use super::site::{host, is_of_wikimedia};

/// The host that shortens.
const SHORTENER: &str = "w.wiki";

/// The short address, if it is one.
pub(crate) fn of(address: &str) -> Option<Url> {
    let url = Url::parse(address).ok()?;
    let is_short = url.host_str() == Some(SHORTENER) && url.port().is_none() && url.path() != "/";
    (is_short && url.username().is_empty() && url.password().is_none()).then_some(url)
}

/// The address that a short one stands for, which is told: nobody can see it in the short one.
pub(crate) fn lengthened(short: &Url, web: &Web) -> Result<String, Trouble> {
    let mut at = short.clone();
    // The first step of an address without TLS leads to the same one with it.
    for _ in 0..=1 {
        let target = web.target(&at)?.ok_or(Trouble::Refused(Refusal::NoRevisions))?;
        if target.scheme() == "https" && of(target.as_str()).is_none() {
            return checked(short, target);
        }
        at = target;
        if of(at.as_str()).is_none() {
            break;
        }
    }
    Err(Trouble::Elsewhere(at.into()))
}

fn checked(short: &Url, target: Url) -> Result<String, Trouble> {
    if !is_of_wikimedia(&host(&target)) {
        return Err(Trouble::Elsewhere(target.into()));
    }
    progress::now(&format!("{short} leads to {target}"));
    Ok(target.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_wikimedias_short_addresses_are_followed() {
        for address in ["https://w.wiki/4Bxz", "http://w.wiki/4Bxz", "https://W.wiki/_zz7w"] {
            assert!(of(address).is_some(), "{address}");
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
            assert!(of(address).is_none(), "{address}");
        }
    }
}
