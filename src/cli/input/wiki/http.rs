//! One answer from the web: how long it may take, how large it may be, and where it may lead.

use std::io;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use rustls::crypto::ring;
use ureq::http::{Response, header};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body, Error};
use url::Url;

use super::error::{Failure, Trouble};
use super::progress;
use super::site::host;
use crate::cli::input::fetch_request::{Asking, Progress};
use crate::cli::output::messages;

/// The most bytes of an answer, unpacked: the largest pages have two megabytes (`$wgMaxArticleSize`), and a diff of
/// all their lines in HTML and JSON some ten times that.
const MAX_RESPONSE_BYTES: u64 = 32 << 20;

/// The most redirects that are followed: to HTTPS, to the canonical name, and some to spare.
const MAX_REDIRECTS: usize = 5;

/// How many seconds a connection may take to come about, of all that an answer may take.
const MAX_CONNECT_SECONDS: u16 = 10;

/// How answers are had.
pub(crate) struct Web {
    agent: Agent,
    seconds: u16,
    progress: Progress,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// After how many seconds the host wants to be asked again, where it says so.
    pub(crate) wait: Option<u64>,
    pub(crate) body: Vec<u8>,
}

impl Web {
    /// Sets the limits. No cookies are kept and no passwords sent; proxies are those of the environment, and the
    /// certificates trusted are the machine's own.
    pub(crate) fn new(asking: &Asking) -> Self {
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::PlatformVerifier)
            .unversioned_rustls_crypto_provider(Arc::new(ring::default_provider()));
        let seconds = |seconds: u16| Some(Duration::from_secs(seconds.into()));
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(seconds(asking.seconds))
            .timeout_connect(seconds(asking.seconds.min(MAX_CONNECT_SECONDS)))
            .tls_config(tls.build())
            .user_agent(user_agent(asking.contact.as_deref()));
        Self {
            agent: Agent::new_with_config(config.build()),
            seconds: asking.seconds,
            progress: asking.progress,
        }
    }

    /// Asks, and follows where the same host leads.
    pub(crate) fn get(&self, address: &Url) -> Result<Answer, Trouble> {
        let mut address = address.clone();
        for _ in 0..=MAX_REDIRECTS {
            let mut response =
                self.agent.get(address.as_str()).call().map_err(|error| self.trouble(&address, &error))?;
            match redirect(&response, &address) {
                Some(target) if is_same_site(&address, &target) => address = target,
                Some(target) => return Err(Trouble::Elsewhere(target.into())),
                None => {
                    let body = response.body_mut().with_config().limit(MAX_RESPONSE_BYTES).read_to_vec();
                    let body = body.map_err(|error| self.trouble(&address, &error))?;
                    return Ok(Answer { status: response.status().as_u16(), wait: wait(&response), body });
                }
            }
        }
        Err(Trouble::Host(host(&address), Failure::Circle))
    }

    /// Where an address leads, if it leads anywhere.
    pub(crate) fn target(&self, address: &Url) -> Result<Option<Url>, Trouble> {
        let response = self.agent.get(address.as_str()).call();
        let response = response.map_err(|error| self.trouble(address, &error))?;
        Ok(redirect(&response, address))
    }

    /// Waits as a host asks to.
    pub(crate) fn wait(&self, address: &Url, seconds: u64) {
        if self.progress == Progress::Told {
            progress::now(&format!("{} is busy; asking again in {seconds} s …", host(address)));
        }
        thread::sleep(Duration::from_secs(seconds));
    }

    fn trouble(&self, address: &Url, error: &Error) -> Trouble {
        let failure = match error {
            Error::BodyExceedsLimit(most) => return Trouble::TooLarge(*most),
            Error::HostNotFound => Failure::Unknown,
            Error::Timeout(_) => Failure::TooSlow(self.seconds),
            Error::Protocol(_) => Failure::Cut,
            Error::ConnectProxyFailed(why) => Failure::NotLetThrough(why.clone()),
            Error::Io(error) if is_cut(error) => Failure::Cut,
            Error::Io(error) if is_unknown_host(error) => Failure::Unknown,
            Error::Io(error) => reason(messages::without_number(error)),
            error => reason(error.to_string()),
        };
        Trouble::Host(host(address), failure)
    }
}

/// TLS has an error for each thing that may be wrong with a certificate, and each says that it is one.
fn reason(why: String) -> Failure {
    if why.contains("ertificate") { Failure::Untrusted(why) } else { Failure::Unreachable(why) }
}

/// Who asks, as Wikimedia's User-Agent policy wants it: name, version, and how to reach whoever is behind it.
fn user_agent(contact: Option<&str>) -> String {
    let home = Some(env!("CARGO_PKG_REPOSITORY")).filter(|home| !home.is_empty());
    let reached: Vec<_> = home.into_iter().chain(contact).collect();
    let comment = if reached.is_empty() { "one person, one diff".to_owned() } else { reached.join("; ") };
    format!("wikidiff/{} ({comment})", env!("CARGO_PKG_VERSION"))
}

fn is_cut(error: &io::Error) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, UnexpectedEof};
    matches!(error.kind(), UnexpectedEof | ConnectionReset | ConnectionAborted | BrokenPipe)
}

/// Whether the name of the host was looked for in vain: the standard library has no kind for that, only words.
fn is_unknown_host(error: &io::Error) -> bool {
    error.to_string().starts_with("failed to lookup address information")
}

/// Where the answer leads, if it leads anywhere.
fn redirect(response: &Response<Body>, from: &Url) -> Option<Url> {
    let is_redirect = matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308);
    let target = response.headers().get(header::LOCATION).filter(|_| is_redirect)?;
    from.join(target.to_str().ok()?).ok()
}

/// Whether one may lead to the other: the same host at the same port, or the same host from HTTP to HTTPS.
fn is_same_site(from: &Url, to: &Url) -> bool {
    let is_upgrade =
        from.scheme() == "http" && to.scheme() == "https" && from.port().is_none() && to.port().is_none();
    from.host() == to.host() && (from.origin() == to.origin() || is_upgrade)
}

/// The seconds of `Retry-After`.
fn wait(response: &Response<Body>) -> Option<u64> {
    let text = |name| response.headers().get(name)?.to_str().ok();
    seconds(text(header::RETRY_AFTER)?, text(header::DATE))
}

/// A number of seconds, or those until a date (RFC 9110, section 10.2.3). They are counted from the date that the
/// answer has itself: this machine's clock may be wrong.
fn seconds(after: &str, now: Option<&str>) -> Option<u64> {
    let date = |text: &str| httpdate::parse_http_date(text.trim()).ok();
    let until = || Some(date(after)?.duration_since(date(now?)?).map_or(0, |wait| wait.as_secs()));
    after.trim().parse().ok().or_else(until)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn leads(from: &str, to: &str, expected: bool) {
        let [from_url, to_url] = [from, to].map(|address| Url::parse(address).unwrap());
        assert_eq!(is_same_site(&from_url, &to_url), expected, "{from} {to}");
    }

    #[test]
    fn only_the_same_host_is_followed_and_never_away_from_https() {
        leads("https://a.example/x", "https://a.example/y", true);
        leads("http://a.example/x", "https://a.example/x", true);
        leads("https://a.example/x", "http://a.example/x", false);
        leads("https://a.example/x", "https://b.example/x", false);
        leads("https://a.example/x", "https://b.a.example/x", false);
        leads("http://a.example:81/x", "http://a.example:82/x", false);
        leads("http://a.example:81/x", "https://a.example/x", false);
        leads("http://a.example/x", "ftp://a.example/x", false);
    }

    #[test]
    fn a_busy_wiki_says_how_long_in_seconds_or_until_when() {
        let now = Some("Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(seconds("120", None), Some(120));
        assert_eq!(seconds("Sun, 06 Nov 1994 08:50:07 GMT", now), Some(30));
        assert_eq!(seconds("Sunday, 06-Nov-94 08:49:40 GMT", now), Some(3));
        assert_eq!(seconds("Sun, 06 Nov 1994 08:49:30 GMT", now), Some(0));
        for (after, now) in [("Sun, 06 Nov 1994 08:50:07 GMT", None), ("soon", now), ("-1", now), ("", now)] {
            assert_eq!(seconds(after, now), None, "{after}");
        }
    }

    #[test]
    fn the_wiki_is_told_who_asks() {
        let version = env!("CARGO_PKG_VERSION");
        assert!(user_agent(None).starts_with(&format!("wikidiff/{version} (")));
        assert!(user_agent(Some("me@wiki.example")).ends_with("me@wiki.example)"));
    }
}
