//! HTTP requests with limits on time, size and redirects.

use std::io;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use rustls::crypto::ring;
use ureq::http::{Response, header};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body, Error};
use url::Url;

use super::error::{FetchError, HostError};
use super::site::host_and_port;
use crate::cli::input::fetch::FetchRequest;
use crate::cli::output::messages::os_error_text;
use crate::cli::output::stderr::{ProgressDisplay, show_progress};
use crate::text::sanitize::sanitize_message;

/// The maximum size of a response after decompression. The largest pages have 2 MiB (`$wgMaxArticleSize`), and a diff of
/// all their lines in HTML and JSON is about ten times as large.
const MAX_RESPONSE_BYTES: u64 = 32 << 20;

/// The maximum number of redirects: to HTTPS, to the canonical name, and some more.
const MAX_REDIRECTS: usize = 5;

/// The maximum time to connect, within the time of the whole request.
const MAX_CONNECT_SECONDS: u16 = 10;

/// An HTTP client.
pub(crate) struct HttpClient {
    agent: Agent,
    timeout_seconds: u16,
    /// The display of the delays of a busy wiki.
    pub(crate) progress: ProgressDisplay,
}

/// A response.
pub(crate) struct HttpResponse {
    pub(crate) status: u16,
    /// The delay in seconds that the host asks for.
    pub(crate) retry_after: Option<u64>,
    pub(crate) body: Vec<u8>,
}

impl HttpClient {
    /// Returns a client. It keeps no cookies and sends no passwords. It uses the proxies of the environment and trusts the
    /// certificates of the system.
    pub(crate) fn new(request: &FetchRequest) -> Self {
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::PlatformVerifier)
            .unversioned_rustls_crypto_provider(Arc::new(ring::default_provider()));
        let timeout = |seconds: u16| Some(Duration::from_secs(seconds.into()));
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(timeout(request.timeout_seconds))
            .timeout_connect(timeout(request.timeout_seconds.min(MAX_CONNECT_SECONDS)))
            .tls_config(tls.build())
            .user_agent(user_agent(request.contact.as_deref()));
        Self {
            agent: Agent::new_with_config(config.build()),
            timeout_seconds: request.timeout_seconds,
            progress: request.progress,
        }
    }

    /// Sends a request and follows redirects on the same host.
    pub(crate) fn get(&self, address: &Url) -> Result<HttpResponse, FetchError> {
        let mut address = address.clone();
        for _ in 0..=MAX_REDIRECTS {
            let mut response = self
                .agent
                .get(address.as_str())
                .call()
                .map_err(|error| self.fetch_error(&address, &error))?;
            match find_redirect(&response, &address) {
                Some(target) if is_same_site(&address, &target) => address = target,
                Some(target) => return Err(FetchError::OtherHost(target.into())),
                None => {
                    let body = response.body_mut().with_config().limit(MAX_RESPONSE_BYTES).read_to_vec();
                    let body = body.map_err(|error| self.fetch_error(&address, &error))?;
                    let (status, retry_after) = (response.status().as_u16(), retry_after(&response));
                    return Ok(HttpResponse { status, retry_after, body });
                }
            }
        }
        Err(FetchError::Host(host_and_port(&address), HostError::RedirectLoop))
    }

    /// Returns the target of a redirect, without following it.
    pub(crate) fn redirect_target(&self, address: &Url) -> Result<Option<Url>, FetchError> {
        let response = self.agent.get(address.as_str()).call();
        let response = response.map_err(|error| self.fetch_error(address, &error))?;
        Ok(find_redirect(&response, address))
    }

    /// Waits before a retry.
    pub(crate) fn wait(&self, address: &Url, seconds: u64) {
        let host = host_and_port(address);
        let show = |text: &str| {
            if let ProgressDisplay::Shown { columns } = self.progress {
                show_progress(&sanitize_message(text), columns);
            }
        };
        show(&format!("{host} is busy; trying again in {seconds} s …"));
        thread::sleep(Duration::from_secs(seconds));
        show(&format!("asking {host} again …"));
    }

    fn fetch_error(&self, address: &Url, error: &Error) -> FetchError {
        let host_error = match error {
            Error::BodyExceedsLimit(most) => return FetchError::TooLarge(*most),
            Error::HostNotFound => HostError::Unknown,
            Error::Timeout(_) => HostError::Timeout(self.timeout_seconds),
            Error::Protocol(_) => HostError::Interrupted,
            Error::ConnectProxyFailed(why) => HostError::RefusedByProxy(why.clone()),
            Error::Io(error) if is_interrupted(error) => HostError::Interrupted,
            Error::Io(error) if is_unknown_host(error) => HostError::Unknown,
            Error::Io(error) => connection_error(os_error_text(error)),
            error => connection_error(error.to_string()),
        };
        let is_cut = matches!(host_error, HostError::Unreachable(_) | HostError::Interrupted);
        let host_error =
            if is_cut && self.answers_over_http(address) { HostError::OnlyHttp } else { host_error };
        FetchError::Host(host_and_port(address), host_error)
    }

    /// Returns true if the host of an `https://` address answers over HTTP.
    fn answers_over_http(&self, address: &Url) -> bool {
        let mut plain = address.clone();
        plain.set_path("/");
        plain.set_query(None);
        address.scheme() == "https"
            && plain.set_scheme("http").is_ok()
            && self.agent.get(plain.as_str()).call().is_ok()
    }
}

/// Classifies an error. All errors about certificates contain that word.
fn connection_error(why: String) -> HostError {
    if why.contains("ertificate") { HostError::Untrusted(why) } else { HostError::Unreachable(why) }
}

/// Returns the user agent that Wikimedia's policy asks for: name, version and contact.
fn user_agent(contact: Option<&str>) -> String {
    let home = Some(env!("CARGO_PKG_REPOSITORY")).filter(|home| !home.is_empty());
    let contacts: Vec<_> = home.into_iter().chain(contact).collect();
    let comment = if contacts.is_empty() { "one person, one diff".to_owned() } else { contacts.join("; ") };
    format!("wikidiff/{} ({comment})", env!("CARGO_PKG_VERSION"))
}

fn is_interrupted(error: &io::Error) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, UnexpectedEof};
    matches!(error.kind(), UnexpectedEof | ConnectionReset | ConnectionAborted | BrokenPipe)
}

/// Returns true if the name of the host is unknown. The standard library only has a text for that error.
fn is_unknown_host(error: &io::Error) -> bool {
    error.to_string().starts_with("failed to lookup address information")
}

/// Returns the target of a redirect.
fn find_redirect(response: &Response<Body>, from: &Url) -> Option<Url> {
    let is_redirect = matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308);
    let target = response.headers().get(header::LOCATION).filter(|_| is_redirect)?;
    from.join(target.to_str().ok()?).ok()
}

/// Returns true for a redirect to the same host and port, or from HTTP to HTTPS on the same host.
fn is_same_site(from: &Url, to: &Url) -> bool {
    let is_upgrade =
        from.scheme() == "http" && to.scheme() == "https" && from.port().is_none() && to.port().is_none();
    from.host() == to.host() && (from.origin() == to.origin() || is_upgrade)
}

/// Returns the delay in `Retry-After`.
fn retry_after(response: &Response<Body>) -> Option<u64> {
    let text = |name| response.headers().get(name)?.to_str().ok();
    parse_retry_after(text(header::RETRY_AFTER)?, text(header::DATE))
}

/// Parses a number of seconds, or a date (RFC 9110, section 10.2.3). A date is compared with the date of the response,
/// because the clock of this machine may be wrong.
fn parse_retry_after(after: &str, now: Option<&str>) -> Option<u64> {
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
    fn follows_the_same_host_and_never_from_https_to_http() {
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
    fn reads_retry_after_as_seconds_or_date() {
        let now = Some("Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(parse_retry_after("120", None), Some(120));
        assert_eq!(parse_retry_after("Sun, 06 Nov 1994 08:50:07 GMT", now), Some(30));
        assert_eq!(parse_retry_after("Sunday, 06-Nov-94 08:49:40 GMT", now), Some(3));
        assert_eq!(parse_retry_after("Sun, 06 Nov 1994 08:49:30 GMT", now), Some(0));
        for (after, now) in [("Sun, 06 Nov 1994 08:50:07 GMT", None), ("soon", now), ("-1", now), ("", now)] {
            assert_eq!(parse_retry_after(after, now), None, "{after}");
        }
    }

    #[test]
    fn names_program_and_contact_in_the_user_agent() {
        let version = env!("CARGO_PKG_VERSION");
        assert!(user_agent(None).starts_with(&format!("wikidiff/{version} (")));
        assert!(user_agent(Some("me@wiki.example")).ends_with("me@wiki.example)"));
    }
}
