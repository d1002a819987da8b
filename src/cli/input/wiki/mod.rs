//! A diff that a wiki is asked for: by its address as a browser shows it, or by the numbers of revisions.
//!
//! ```text
//! address   what a person gives ─▶ site + which revisions      (nothing is asked of anybody)
//! special   names of special pages in the wiki's own language, which the wiki itself is asked for
//! api       where the wiki's API is, and what it answers
//! short     Wikimedia's short addresses
//! web       one answer: limits of time and size, redirects, a wiki that is busy
//! ```

use super::fetch_request::{Asking, By, What};

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

use address::Address;
pub(crate) use compare::Content;
use error::Trouble;
use http::Web;
use revision_query::Asked;

/// What a wiki gave.
#[derive(Debug)]
pub(crate) struct Given {
    /// The diff.
    pub(crate) content: Content,
    /// Who was asked.
    pub(crate) api: String,
    /// Where the wiki has its pages: an address with `$1` for the title.
    pub(crate) pages: String,
    /// What the wiki remarked on the question.
    pub(crate) remark: Option<String>,
}

/// Asks the wiki.
///
/// # Errors
/// When there is no diff to be had; in words for a person.
pub(crate) fn fetch(asking: &Asking) -> Result<Given, String> {
    let web = Web::new(asking);
    let address = address(asking, &web).map_err(|trouble| trouble.to_string())?;
    let host = address.site.host();
    progress::told(asking.progress, &format!("asking {host} …"), || answered(address, web, asking))
        .map_err(|trouble| trouble.to_string())
}

fn address(asking: &Asking, web: &Web) -> Result<Address, Trouble> {
    let address = match &asking.what {
        What::Address(address) => match short_url::of(address) {
            Some(short) => address::parse(&short_url::lengthened(&short, web)?),
            None => address::parse(address),
        },
        What::Revisions(host, numbers) => address::of_revisions(host, numbers),
    };
    address.map_err(Trouble::Refused)
}

fn answered(address: Address, web: Web, asking: &Asking) -> Result<Given, Trouble> {
    let mut api = api::Api::new(address.site, web);
    let revisions = match address.asked {
        Asked::Revisions(revisions) => revisions,
        Asked::Special(special) => special::shown(&special, &mut api)?,
        Asked::Earlier(end) => compare::earlier(end, &mut api)?,
    };
    let (content, remark) = match asking.by {
        By::Wiki => compare::diff(&revisions, &mut api)?,
        By::Us => compare::texts(&revisions, &mut api)?,
    };
    Ok(Given { content, api: api.name(), pages: api.pages(), remark })
}
