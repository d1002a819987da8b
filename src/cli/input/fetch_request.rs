//! What is asked of a wiki, and how: plain data, whether or not the program was built to ask.

#![cfg_attr(not(feature = "network"), allow(dead_code, reason = "a build without network asks nobody"))]

use std::borrow::Cow;

/// A question to a wiki.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Asking {
    /// What is wanted.
    pub(crate) what: What,
    /// Who compares.
    pub(crate) by: By,
    /// How many seconds an answer may take.
    pub(crate) seconds: u16,
    /// How the wiki can reach whoever asks.
    pub(crate) contact: Option<String>,
    /// Whether a person sees that it takes long.
    pub(crate) progress: Progress,
}

/// What is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// The diff at an address.
    Address(String),
    /// One revision with the one before it, or two, of the wiki on a host.
    Revisions(String, Vec<String>),
}

/// Who compares the two revisions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    /// The wiki.
    Wiki,
    /// This program.
    Us,
}

/// Whether a person sees that it takes long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    /// On standard error.
    Told,
    /// Nobody is there.
    Untold,
}

/// Whether what was given as a file is an address of the web.
pub(crate) fn is_address(name: &str) -> bool {
    ["http://", "https://"]
        .iter()
        .any(|scheme| name.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}

impl Asking {
    /// What the diff is called in messages, headings and JSON; a password in it is not passed on.
    pub(crate) fn name(&self) -> Cow<'_, str> {
        match &self.what {
            What::Address(address) => without_user(address),
            What::Revisions(host, numbers) => format!("{} {}", without_user(host), numbers.join(" ")).into(),
        }
    }
}

/// An address without the user name and password that may stand before its host (RFC 3986, section 3.2.1).
fn without_user(address: &str) -> Cow<'_, str> {
    let from = address.find("://").map_or(0, |at| at + "://".len());
    let end = address[from..].find(['/', '?', '#', '\\']).map_or(address.len(), |at| from + at);
    match address[from..end].rfind('@') {
        Some(at) => format!("{}{}", &address[..from], &address[from + at + 1..]).into(),
        None => address.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_known_by_its_scheme() {
        for address in ["https://wiki.example/?diff=1", "HTTP://wiki.example", "http://"] {
            assert!(is_address(address), "{address}");
        }
        for name in ["http.txt", "ftp://wiki.example", "a/https://b", "ä", ""] {
            assert!(!is_address(name), "{name}");
        }
    }

    #[track_caller]
    fn named(address: &str, expected: &str) {
        assert_eq!(without_user(address), expected);
    }

    #[test]
    fn a_password_is_in_no_name() {
        named("https://wiki.example/a@b", "https://wiki.example/a@b");
        named("https://me:secret@wiki.example/?diff=1", "https://wiki.example/?diff=1");
        named("https://me:s@cret@wiki.example", "https://wiki.example");
        named("me:secret@wiki.example", "wiki.example");
    }
}
