//! The request for a diff from a wiki, and the answer. A build without network has these types too.

#![cfg_attr(not(feature = "network"), allow(dead_code, reason = "a build without network fetches nothing"))]

use std::borrow::Cow;
use std::sync::Arc;

use crate::cli::output::stderr::ProgressDisplay;
use crate::model::{Page, Sides, Warning};
use crate::parse::export::EditChoice;
use crate::render::WikiUrl;

/// A request for a diff or a history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FetchRequest {
    pub(crate) target: FetchTarget,
    pub(crate) compared_by: ComparedBy,
    /// The edits of a history.
    pub(crate) edits: EditChoice,
    /// The maximum time for an answer.
    pub(crate) timeout_seconds: u16,
    /// The address of the person, for the wiki (`WIKIDIFF_CONTACT`).
    pub(crate) contact: Option<String>,
    pub(crate) progress: ProgressDisplay,
}

/// The target of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FetchTarget {
    /// The address of a diff, a page or a history.
    Address(String),
    /// The title of a page of a wiki.
    Page { host: String, title: String },
    /// The numbers of one or two revisions of a wiki.
    Revisions { host: String, numbers: Vec<String> },
}

/// The kind of what an address names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TargetKind {
    Diff,
    /// A page, or all pages: the edits of several users.
    History,
    Contributions,
    /// Only the wiki knows.
    Unknown,
}

/// The side that compares the two revisions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ComparedBy {
    Wiki,
    /// This program (`--own`).
    Program,
}

/// The answer to a request.
pub(crate) enum Fetched {
    Diff(FetchedDiff),
    /// A history, of which nothing is fetched yet.
    History(Box<dyn FetchHistory>),
}

/// A history that is fetched in parts.
pub(crate) trait FetchHistory: Send {
    /// Fetches the next edits. Returns `None` after the last ones, and the message for the person on failure.
    fn next_part(&mut self, progress: ProgressDisplay) -> Option<Result<HistoryPart, String>>;
}

/// A part of a history: the edits of one answer.
#[derive(Debug)]
pub(crate) struct HistoryPart {
    /// The edits, the newest first.
    pub(crate) edits: Vec<FetchedEdit>,
    /// Messages about the history.
    pub(crate) messages: Vec<String>,
    /// Messages about edits whose texts cannot be read.
    pub(crate) hidden: Vec<String>,
    pub(crate) origin: FetchOrigin,
}

/// The wiki of a diff.
#[derive(Clone, Debug)]
pub(crate) struct FetchOrigin {
    /// The address of the API, for `--explain`.
    pub(crate) note: String,
    /// The wiki, for links.
    pub(crate) wiki: Option<WikiUrl>,
}

/// An edit of a history.
#[derive(Debug)]
pub(crate) struct FetchedEdit {
    /// The address of its diff.
    pub(crate) name: String,
    pub(crate) content: FetchedContent,
}

/// A fetched diff.
#[derive(Debug)]
pub(crate) struct FetchedDiff {
    pub(crate) content: FetchedContent,
    pub(crate) origin: FetchOrigin,
    /// The warning of the wiki about the request.
    pub(crate) warning: Option<String>,
}

/// The content of a fetched diff.
#[derive(Debug)]
pub(crate) enum FetchedContent {
    /// The answer of the API with the wiki's own diff.
    Diff(Vec<u8>),
    Pages(Box<FetchedPages>),
}

/// Two revisions to compare.
#[derive(Debug)]
pub(crate) struct FetchedPages {
    /// The page, with the authors, times and comments of the revisions.
    pub(crate) page: Page<'static>,
    pub(crate) wikitext: Sides<Arc<str>>,
    pub(crate) warnings: Vec<Warning>,
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
            FetchTarget::Page { host, title } => format!("{} {title}", without_credentials(host)).into(),
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
