//! The request for a diff from a wiki, and the answer. A build without network has these types too.

#![cfg_attr(not(feature = "network"), allow(dead_code, reason = "a build without network fetches nothing"))]

use std::borrow::Cow;

use crate::cli::output::stderr::ProgressDisplay;
use crate::model::{Page, Sides};
use crate::render::WikiUrl;

/// A request for a diff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FetchRequest {
    pub(crate) target: FetchTarget,
    pub(crate) compared_by: ComparedBy,
    /// The maximum time for an answer.
    pub(crate) timeout_seconds: u16,
    /// The address of the person, for the wiki (`WIKIDIFF_CONTACT`).
    pub(crate) contact: Option<String>,
    pub(crate) progress: ProgressDisplay,
}

/// The target of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FetchTarget {
    /// The address of a diff.
    Address(String),
    /// The numbers of one or two revisions of a wiki.
    Revisions { host: String, numbers: Vec<String> },
}

/// The side that compares the two revisions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ComparedBy {
    Wiki,
    /// This program (`--own`).
    Program,
}

/// A fetched diff.
#[derive(Debug)]
pub(crate) struct FetchedDiff {
    pub(crate) content: FetchedContent,
    /// The address of the API, for `--explain`.
    pub(crate) note: String,
    /// The wiki, for links.
    pub(crate) wiki: Option<WikiUrl>,
    /// The warning of the wiki about the request.
    pub(crate) warning: Option<String>,
}

/// The content of a fetched diff.
#[derive(Debug)]
pub(crate) enum FetchedContent {
    /// The answer of the API with the wiki's own diff.
    Diff(Vec<u8>),
    /// Two revisions to compare, with their authors, times and comments.
    Pages { page: Box<Page<'static>>, wikitext: Sides<String> },
}

/// Returns true if the name of a file is an address of the web.
pub(crate) fn is_address(name: &str) -> bool {
    ["http://", "https://"]
        .iter()
        .any(|scheme| name.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}

impl FetchRequest {
    /// Returns the name of the diff in messages, headings and JSON, without a password.
    pub(crate) fn name(&self) -> Cow<'_, str> {
        match &self.target {
            FetchTarget::Address(address) => without_credentials(address),
            FetchTarget::Revisions { host, numbers } => {
                format!("{} {}", without_credentials(host), numbers.join(" ")).into()
            }
        }
    }
}

/// Removes the user name and the password before the host of an address (RFC 3986, section 3.2.1).
fn without_credentials(address: &str) -> Cow<'_, str> {
    let start = address.find("://").map_or(0, |at| at + "://".len());
    let end = address[start..].find(['/', '?', '#', '\\']).map_or(address.len(), |at| start + at);
    match address[start..end].rfind('@') {
        Some(at) => format!("{}{}", &address[..start], &address[start + at + 1..]).into(),
        None => address.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recognises_an_address_by_its_scheme() {
        for address in ["https://wiki.example/?diff=1", "HTTP://wiki.example", "http://"] {
            assert!(is_address(address), "{address}");
        }
        for name in ["http.txt", "ftp://wiki.example", "a/https://b", "ä", ""] {
            assert!(!is_address(name), "{name}");
        }
    }

    #[track_caller]
    fn is_named(address: &str, expected: &str) {
        assert_eq!(without_credentials(address), expected);
    }

    #[test]
    fn removes_the_password_from_a_name() {
        is_named("https://wiki.example/a@b", "https://wiki.example/a@b");
        is_named("https://me:secret@wiki.example/?diff=1", "https://wiki.example/?diff=1");
        is_named("https://me:s@cret@wiki.example", "https://wiki.example");
        is_named("me:secret@wiki.example", "wiki.example");
    }
}
