//! Errors of fetching: the problem and the next step. The caller prints the address before them.

use std::fmt;

use super::address::AddressError;

/// An error of fetching a diff.
#[derive(Debug)]
pub(crate) enum FetchError {
    /// The wiki says that the address names no revisions.
    Address(AddressError),
    /// The host does not answer.
    Host(String, HostError),
    /// The answer is larger than this number of bytes.
    TooLarge(u64),
    /// A redirect to another host.
    OtherHost(String),
    /// No API at any of the places; the answer of each place.
    NoApi(Vec<String>),
    /// An error of the API: its code and its text.
    Api { code: String, text: String },
    /// A text that is deleted or hidden.
    Hidden,
    /// No page with this title on this host.
    NoPage { title: String, host: String },
    /// A title that no page can have, and the reason of the wiki.
    InvalidTitle { title: String, reason: String },
    /// The title of a page on another wiki, and the prefix of that wiki.
    OtherWiki { title: String, prefix: String },
    /// An answer without a history.
    NoHistory,
    /// An answer without a diff.
    Incomplete,
}

/// An error of a host.
#[derive(Debug)]
pub(crate) enum HostError {
    /// The name of the host is not known.
    Unknown,
    /// No connection; the system's error.
    Unreachable(String),
    /// An answer over `http://`, but none over `https://`.
    OnlyHttp,
    /// The certificate is not trusted, or there are no trusted certificates; the system's error.
    Untrusted(String),
    /// The proxy refuses the connection; its answer.
    RefusedByProxy(String),
    /// No answer within this number of seconds.
    Timeout(u16),
    /// The connection ended before the answer.
    Interrupted,
    /// Too many redirects.
    RedirectLoop,
    /// The host asks to wait for this number of seconds.
    Busy(u64),
}

impl fmt::Display for FetchError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(error) => error.fmt(formatter),
            Self::Host(host, error) => format_host_error(host, error, formatter),
            Self::TooLarge(limit) => write!(
                formatter,
                "the answer has more than {} MiB; save the page in a browser and give the file instead",
                limit >> 20
            ),
            Self::OtherHost(address) => write!(
                formatter,
                "this address redirects to another host: {address}. If you trust it, use that address"
            ),
            Self::NoApi(places) => write!(
                formatter,
                "no MediaWiki API found at {}. The wiki may block programs: open the page in a browser, copy it, and \
                 use --clipboard",
                places.join(", ")
            ),
            Self::Api { code, text } => {
                write!(formatter, "error from the wiki: {}. {}", text.trim_end_matches('.'), api_error_advice(code))
            }
            Self::Hidden => formatter.write_str(
                "the text of one of these revisions is deleted or hidden; only the wiki's administrators can read it",
            ),
            Self::NoPage { title, host } => write!(
                formatter,
                "there is no page \"{title}\" on {host}: it was never written, or it is deleted. Check the title and the \
                 host"
            ),
            Self::InvalidTitle { title, reason } => write!(
                formatter,
                "no page can be called \"{title}\": {}. Check the title",
                reason.trim_end_matches('.')
            ),
            Self::OtherWiki { title, prefix } => write!(
                formatter,
                "\"{title}\" is a page on another wiki ({prefix}); open it in a browser, and use its address there"
            ),
            Self::NoHistory => formatter.write_str(
                "the wiki's answer contains no history; open the history in a browser, and use the address of a diff",
            ),
            Self::Incomplete => formatter
                .write_str("the wiki's answer contains no diff; open the address in a browser and copy the page"),
        }
    }
}

fn format_host_error(host: &str, error: &HostError, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    match error {
        HostError::Unknown => {
            write!(formatter, "unknown host {host}; check the spelling and the network connection")
        }
        HostError::Unreachable(why) => write!(
            formatter,
            "{host} cannot be reached ({why}); check the network connection, and HTTPS_PROXY if you need a proxy"
        ),
        HostError::OnlyHttp => write!(
            formatter,
            "{host} answers over http:// only, which others can read and change; if you trust the way to it, use \
             http://{host}"
        ),
        HostError::Untrusted(why) => write!(
            formatter,
            "the certificate of {host} is not trusted ({why}); check the clock and the certificates of this machine \
             (on Debian, the package ca-certificates)"
        ),
        HostError::RefusedByProxy(why) => write!(
            formatter,
            "the proxy refuses to connect to {host} ({why}); many proxies only allow https://. If the host needs no \
             proxy, add it to NO_PROXY"
        ),
        HostError::Timeout(seconds) => write!(
            formatter,
            "no answer from {host} within {seconds} s; try again later, or allow more time with --timeout"
        ),
        HostError::Interrupted => {
            write!(formatter, "the connection to {host} ended before the answer was complete; try again")
        }
        HostError::RedirectLoop => {
            write!(
                formatter,
                "too many redirects from {host}; open the address in a browser and copy the page"
            )
        }
        HostError::Busy(seconds) => write!(formatter, "{host} is busy; try again in {seconds} s"),
    }
}

/// Returns the next step after an error of the API, by its code (`ApiMain`, `ApiComparePages`).
fn api_error_advice(code: &str) -> &'static str {
    match code {
        "nosuchrevid" | "missingrev" | "nosuchpageid" => {
            "Check the number and the host: the revision may be deleted, or on another wiki"
        }
        "missingtitle" | "invalidtitle" => "Check the title and the host",
        code if code.starts_with("baduser") || code.starts_with("invaliduser") => {
            "Check the name of the user"
        }
        "readapidenied" => {
            "This wiki is private: copy the page in a browser where you are logged in, and use --clipboard"
        }
        "missingcontent" | "baddiff" | "permissiondenied" => {
            "One of these revisions may be deleted or hidden"
        }
        _ => "Open the address in a browser and copy the page",
    }
}
