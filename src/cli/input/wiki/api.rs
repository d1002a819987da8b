//! The action API of a wiki: its place, requests and errors.

use serde_json::Value;
use url::Url;

use super::error::{FetchError, HostError};
use super::http::{HttpClient, HttpResponse};
use super::site::{ApiLocation, Site};
use crate::cli::input::fetch::FetchOrigin;
use crate::cli::output::stderr::ProgressDisplay;
use crate::render::WikiUrl;

/// The maximum number of requests to a busy wiki.
const MAX_TRIES: usize = 3;

/// The maximum delay before a retry. A person who wants to see a diff waits no longer.
const MAX_WAIT_SECONDS: u64 = 30;

/// The delay in seconds if the wiki names none: its own value for lag (Manual:Maxlag parameter).
const DEFAULT_WAIT_SECONDS: u64 = 5;

/// The link to the API in the head of a page (`OutputPage::getHeadLinksArray`): `<link rel="EditURI" … href="…">`.
const API_LINK: &str = "rel=\"EditURI\"";

/// The API of a wiki. The first request finds its place.
pub(crate) struct Api {
    site: Site,
    client: HttpClient,
    location: Option<Url>,
}

/// An answer of the API.
pub(crate) struct ApiAnswer {
    pub(crate) value: Value,
    pub(crate) bytes: Vec<u8>,
}

/// The result of a request at one place.
enum ProbeResult {
    /// An answer of an API.
    Answered(Url, ApiAnswer),
    /// Another answer.
    NoApi(String),
    /// The page links to no API.
    NoLink,
}

impl Api {
    pub(crate) const fn new(site: Site, client: HttpClient) -> Self {
        Self { site, client, location: None }
    }

    /// Sends a request with these parameters.
    pub(crate) fn ask(&mut self, parameters: &[(&str, &str)]) -> Result<ApiAnswer, FetchError> {
        let locations = match &self.location {
            Some(url) => vec![ApiLocation::At(url.clone())],
            None => self.site.api_locations(),
        };
        let mut other_answers = Vec::new();
        let mut other_host = None;
        for location in locations {
            match self.ask_at(location, parameters) {
                Ok(ProbeResult::Answered(url, answer)) => {
                    self.location = Some(url);
                    return check_for_error(answer);
                }
                Ok(ProbeResult::NoApi(answer)) => other_answers.push(answer),
                Ok(ProbeResult::NoLink) => {}
                // Some sites redirect missing pages to their main page. The API may be at the next place.
                Err(FetchError::OtherHost(address)) => _ = other_host.get_or_insert(address),
                Err(error) => return Err(error),
            }
        }
        Err(other_host.map_or(FetchError::NoApi(other_answers), FetchError::OtherHost))
    }

    /// Sends a request with these parameters.
    pub(crate) fn ask_all(&mut self, parameters: &[(String, String)]) -> Result<ApiAnswer, FetchError> {
        let parameters: Vec<_> =
            parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.ask(&parameters)
    }

    /// Decides if the person sees that the wiki is busy.
    pub(crate) const fn set_progress(&mut self, progress: ProgressDisplay) {
        self.client.progress = progress;
    }

    /// Returns the host of the wiki.
    pub(crate) fn host(&self) -> String {
        self.site.host()
    }

    /// Returns the origin of the answers. Links have the form that works on every wiki.
    pub(crate) fn origin(&self) -> FetchOrigin {
        let url = self.location.as_ref().map_or("", Url::as_str);
        FetchOrigin {
            note: format!("fetched from {url}"),
            wiki: WikiUrl::parse(&format!("{}index.php?title=$1", self.folder())).ok(),
        }
    }

    /// Returns the address of the diff of a revision and the one before it.
    pub(crate) fn diff_address(&self, revision: u64) -> String {
        format!("{}index.php?diff={revision}", self.folder())
    }

    /// Returns the address of the folder of the wiki's scripts.
    fn folder(&self) -> &str {
        let url = self.location.as_ref().map_or("", Url::as_str);
        url.strip_suffix("api.php").unwrap_or(url)
    }

    fn ask_at(&self, location: ApiLocation, parameters: &[(&str, &str)]) -> Result<ProbeResult, FetchError> {
        let Some(url) = self.resolve_location(location)? else { return Ok(ProbeResult::NoLink) };
        let mut address = url.clone();
        let format = [("format", "json"), ("formatversion", "2")];
        address.query_pairs_mut().extend_pairs(parameters.iter().chain(&format));
        let response = self.get_with_retries(&address)?;
        let value = serde_json::from_slice(&response.body).ok().filter(is_api_answer);
        Ok(match value {
            Some(value) => ProbeResult::Answered(url, ApiAnswer { value, bytes: response.body }),
            None => ProbeResult::NoApi(format!("{url} ({})", describe(&response))),
        })
    }

    fn resolve_location(&self, location: ApiLocation) -> Result<Option<Url>, FetchError> {
        match location {
            ApiLocation::At(url) => Ok(Some(url)),
            ApiLocation::LinkedFrom(page) => {
                let response = self.client.get(&page)?;
                find_api_link(&String::from_utf8_lossy(&response.body), &page)
            }
        }
    }

    /// Sends a request, and repeats it while the wiki is busy: HTTP status 429 or 503, or an error of the API
    /// (`ApiMain`, `checkMaxLag`).
    fn get_with_retries(&self, address: &Url) -> Result<HttpResponse, FetchError> {
        let mut response = self.client.get(address)?;
        for tries in 1.. {
            let Some(seconds) = busy_seconds(&response) else { break };
            if tries == MAX_TRIES || seconds > MAX_WAIT_SECONDS {
                return Err(FetchError::Host(self.site.host(), HostError::Busy(seconds)));
            }
            self.client.wait(address, seconds);
            response = self.client.get(address)?;
        }
        Ok(response)
    }
}

/// Returns the delay in seconds that a busy wiki asks for.
fn busy_seconds(response: &HttpResponse) -> Option<u64> {
    (matches!(response.status, 429 | 503) || has_busy_error(&response.body))
        .then(|| response.retry_after.unwrap_or(DEFAULT_WAIT_SECONDS))
}

/// Returns true for an answer of the API that says that the wiki is busy.
fn has_busy_error(body: &[u8]) -> bool {
    let value: Option<Value> = serde_json::from_slice(body).ok();
    let code = value.as_ref().and_then(|value| value.get("error")?.get("code")?.as_str());
    code.is_some_and(|code| ["maxlag", "ratelimited"].contains(&code))
}

/// Returns true for an answer of the API. Other programs write JSON too.
fn is_api_answer(value: &Value) -> bool {
    ["compare", "query", "error", "batchcomplete"].iter().any(|key| value.get(key).is_some())
}

/// Describes a response that is not an answer of the API.
fn describe(response: &HttpResponse) -> String {
    let start = response.body.trim_ascii_start();
    let what = if start.first() == Some(&b'<') { "HTML, " } else { "" };
    format!("{what}status {}", response.status)
}

fn check_for_error(answer: ApiAnswer) -> Result<ApiAnswer, FetchError> {
    let Some(error) = answer.value.get("error") else { return Ok(answer) };
    let field = |name: &str| error.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    Err(FetchError::Api { code: field("code"), text: field("info") })
}

/// Finds the address of the API in the head of a page.
fn find_api_link(page: &str, address: &Url) -> Result<Option<Url>, FetchError> {
    let Some(link) = page.split('<').find(|tag| tag.starts_with("link") && tag.contains(API_LINK)) else {
        return Ok(None);
    };
    let target =
        link.split_once("href=\"").and_then(|(_, rest)| rest.split_once('"')).map(|(target, _)| target);
    let Some(mut url) = target.and_then(|target| address.join(target).ok()) else { return Ok(None) };
    url.set_query(None);
    if url.host() == address.host() { Ok(Some(url)) } else { Err(FetchError::OtherHost(url.into())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn links(head: &str, expected: Option<&str>) {
        let address = Url::parse("https://a.example/wiki/T").unwrap();
        assert_eq!(find_api_link(head, &address).unwrap().map(String::from).as_deref(), expected);
    }

    #[test]
    fn finds_the_link_to_the_api() {
        links("<head><title>T</title></head>", None);
        links(
            "<link rel=\"EditURI\" type=\"application/rsd+xml\" href=\"//a.example/x/api.php?action=rsd\"/>",
            Some("https://a.example/x/api.php"),
        );
        links("<link rel=\"EditURI\" href=\"/api.php?action=rsd\">", Some("https://a.example/api.php"));
        links("<link rel=\"EditURI\">", None);
    }

    #[test]
    fn rejects_an_api_on_another_host() {
        let address = Url::parse("https://a.example/wiki/T").unwrap();
        let head = "<link rel=\"EditURI\" href=\"https://b.example/api.php?action=rsd\">";
        assert!(matches!(find_api_link(head, &address), Err(FetchError::OtherHost(_))));
    }

    #[track_caller]
    fn waits(status: u16, retry_after: Option<u64>, body: &str, expected: Option<u64>) {
        assert_eq!(
            busy_seconds(&HttpResponse { status, retry_after, body: body.as_bytes().to_vec() }),
            expected
        );
    }

    #[test]
    fn recognises_a_busy_wiki_by_status_and_error() {
        waits(429, Some(1), "", Some(1));
        waits(503, None, "<html>", Some(DEFAULT_WAIT_SECONDS));
        waits(200, Some(5), r#"{"error":{"code":"maxlag","info":"Waiting for 10.0.0.1"}}"#, Some(5));
        waits(200, None, r#"{"error":{"code":"nosuchrevid","info":""}}"#, None);
        waits(404, Some(9), "", None);
    }
}
