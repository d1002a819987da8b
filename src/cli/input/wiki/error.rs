//! Why a wiki gave no diff: what happened, and what to do next. The address stands before it where it is told.

use std::fmt;

use super::address::Refusal;

/// Why a wiki gave no diff.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// The wiki says that the address names no revisions.
    Refused(Refusal),
    /// There is no answer of this host.
    Host(String, Failure),
    /// The answer has more than so many bytes.
    TooLarge(u64),
    /// It leads to another host.
    Elsewhere(String),
    /// Nothing that was asked is an API; what each place gave.
    NoApi(Vec<String>),
    /// What the wiki says of its error: code and words.
    Wiki(String, String),
    /// A text that only some may read.
    Hidden,
    /// An answer without what was asked for.
    Incomplete,
}

/// Why there is no answer of a host.
#[derive(Debug)]
pub(crate) enum Failure {
    /// There is no such host.
    Unknown,
    /// It cannot be reached; what the machine says.
    Unreachable(String),
    /// Its certificate is not trusted, or none is; what the machine says.
    Untrusted(String),
    /// The proxy does not let the question through; what it says.
    NotLetThrough(String),
    /// It takes longer than so many seconds.
    TooSlow(u16),
    /// The connection ended in the middle of the answer.
    Cut,
    /// It leads on and on.
    Circle,
    /// It asks to wait so many seconds.
    Busy(u64),
}

impl fmt::Display for Trouble {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => refusal.fmt(formatter),
            Self::Host(host, failure) => of_host(host, failure, formatter),
            Self::TooLarge(most) => {
                write!(formatter, "the answer has more than {} MiB; save the page, and give that", most >> 20)
            }
            Self::Elsewhere(address) => write!(
                formatter,
                "this leads to another host, {address}; if you trust that one, open the diff there and give its address"
            ),
            Self::NoApi(places) => write!(
                formatter,
                "no wiki's API answers here: {}; if the address is right, the wiki may keep programs out: open it in a \
                 browser, copy the page from its heading on, and take that with --clipboard",
                places.join(", ")
            ),
            Self::Wiki(code, words) => {
                write!(formatter, "the wiki says: {}; {}", words.trim_end_matches('.'), advice(code))
            }
            Self::Hidden => formatter.write_str(
                "the text of one of these revisions is deleted or hidden; only the wiki's administrators can read it",
            ),
            Self::Incomplete => formatter.write_str(
                "the wiki's answer has no diff in it; open the address in a browser, and copy the page",
            ),
        }
    }
}

fn of_host(host: &str, failure: &Failure, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    match failure {
        Failure::Unknown => write!(
            formatter,
            "there is no host {host}; look at how it is spelled, and whether this machine is online"
        ),
        Failure::Unreachable(why) => write!(
            formatter,
            "{host} cannot be reached ({why}); look whether this machine is online, and whether it needs a proxy \
             (HTTPS_PROXY)"
        ),
        Failure::Untrusted(why) => write!(
            formatter,
            "{host} is not trusted to be that host ({why}); look at this machine's clock and at its certificates \
             (on Debian, the package ca-certificates)"
        ),
        Failure::NotLetThrough(why) => write!(
            formatter,
            "the proxy does not let this machine through to {host} ({why}); many let HTTPS through alone: try https://, \
             or name the host in NO_PROXY if it can be reached without"
        ),
        Failure::TooSlow(seconds) => write!(
            formatter,
            "{host} did not answer within {seconds} s; try again later, or give it more time with --timeout"
        ),
        Failure::Cut => write!(formatter, "the connection to {host} ended before its answer did; try again"),
        Failure::Circle => write!(
            formatter,
            "{host} leads from address to address without an end; open it in a browser, and copy the page"
        ),
        Failure::Busy(seconds) => {
            write!(formatter, "{host} is busy, and asks to come back in {seconds} s; try again then")
        }
    }
}

/// What to do about an error of the API, by its code (`ApiMain`, `ApiComparePages`).
fn advice(code: &str) -> &'static str {
    match code {
        "nosuchrevid" | "missingrev" | "nosuchpageid" => {
            "it may be deleted, or of another wiki: look at the number and at the host"
        }
        "missingtitle" | "invalidtitle" => "look at the title and at the host",
        "readapidenied" => {
            "only its members may read it, and no password is sent: copy the page in a browser where you are logged in, \
             and take it with --clipboard"
        }
        "missingcontent" | "baddiff" | "permissiondenied" => {
            "one of these revisions may be deleted or hidden: its text is not to be had"
        }
        _ => "open the address in a browser, and copy the page",
    }
}
