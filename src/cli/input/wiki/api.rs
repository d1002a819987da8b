//! The action API of a wiki: where it is, and what it answers.

use serde_json::Value;
use url::Url;

use super::error::{Failure, Trouble};
use super::http::{Answer, Web};
use super::site::{Site, Step};

/// How often a busy wiki is asked.
const MAX_TRIES: usize = 3;

/// The longest wait between two tries, in seconds: whoever looks at a diff waits no longer.
const MAX_WAIT_SECONDS: u64 = 30;

/// The wait where the wiki does not say how long: what it says itself on lag (Manual:Maxlag parameter).
const USUAL_WAIT: u64 = 5;

/// What the page's head says of the API (`OutputPage::getHeadLinksArray`): `<link rel="EditURI" … href="…">`.
const LINK: &str = "rel=\"EditURI\"";

/// The API of a wiki, which is looked for with the first question.
pub(crate) struct Api {
    site: Site,
    web: Web,
    found: Option<Url>,
}

/// What was answered.
pub(crate) struct Told {
    pub(crate) value: Value,
    pub(crate) bytes: Vec<u8>,
}

/// What became of a question at one place.
enum Tried {
    /// An API answered there.
    Answered(Url, Told),
    /// Something else did.
    NoApi(String),
    /// The page names no place.
    NoLink,
}

impl Api {
    pub(crate) const fn new(site: Site, web: Web) -> Self {
        Self { site, web, found: None }
    }

    /// Asks a question, in names and values.
    pub(crate) fn ask(&mut self, question: &[(&str, &str)]) -> Result<Told, Trouble> {
        let steps = self.found.clone().map_or_else(|| self.site.steps(), |place| vec![Step::At(place)]);
        let mut seen = Vec::new();
        let mut elsewhere = None;
        for step in steps {
            match self.tried(step, question) {
                Ok(Tried::Answered(place, told)) => {
                    self.found = Some(place);
                    return without_error(told);
                }
                Ok(Tried::NoApi(found)) => seen.push(found),
                Ok(Tried::NoLink) => {}
                // Many a site leads to its main page from where nothing is: the API may still be at the next place.
                Err(Trouble::Elsewhere(address)) => _ = elsewhere.get_or_insert(address),
                Err(trouble) => return Err(trouble),
            }
        }
        Err(elsewhere.map_or(Trouble::NoApi(seen), Trouble::Elsewhere))
    }

    /// The address of the API.
    pub(crate) fn name(&self) -> String {
        self.found.as_ref().map(Url::to_string).unwrap_or_default()
    }

    /// Where the wiki has its pages, with `$1` for the title: the form of address that holds on every wiki.
    pub(crate) fn pages(&self) -> String {
        let place = self.found.as_ref().map_or("", Url::as_str);
        let folder = place.strip_suffix("api.php").unwrap_or(place);
        format!("{folder}index.php?title=$1")
    }

    fn tried(&self, step: Step, question: &[(&str, &str)]) -> Result<Tried, Trouble> {
        let Some(place) = self.place(step)? else { return Ok(Tried::NoLink) };
        let mut address = place.clone();
        let always = [("format", "json"), ("formatversion", "2")];
        address.query_pairs_mut().extend_pairs(question.iter().chain(&always));
        let answer = self.patiently(&address)?;
        let value = serde_json::from_slice(&answer.body).ok().filter(is_answer);
        Ok(match value {
            Some(value) => Tried::Answered(place, Told { value, bytes: answer.body }),
            None => Tried::NoApi(format!("{place} ({})", described(&answer))),
        })
    }

    fn place(&self, step: Step) -> Result<Option<Url>, Trouble> {
        match step {
            Step::At(place) => Ok(Some(place)),
            Step::LinkedFrom(page) => {
                let answer = self.web.get(&page)?;
                linked(&String::from_utf8_lossy(&answer.body), &page)
            }
        }
    }

    /// Asks again while the wiki is busy: HTTP status 429 or 503, or an error that says so (`ApiMain`,
    /// `checkMaxLag`).
    fn patiently(&self, address: &Url) -> Result<Answer, Trouble> {
        let mut answer = self.web.get(address)?;
        for tries in 1.. {
            let Some(seconds) = busy(&answer) else { break };
            if tries == MAX_TRIES || seconds > MAX_WAIT_SECONDS {
                return Err(Trouble::Host(self.site.host(), Failure::Busy(seconds)));
            }
            self.web.wait(address, seconds);
            answer = self.web.get(address)?;
        }
        Ok(answer)
    }
}

/// How many seconds a busy wiki wants to be left alone.
fn busy(answer: &Answer) -> Option<u64> {
    let is_told = || {
        let value: Option<Value> = serde_json::from_slice(&answer.body).ok();
        let code = value.as_ref().and_then(code);
        code.is_some_and(|code| ["maxlag", "ratelimited"].contains(&code))
    };
    (matches!(answer.status, 429 | 503) || is_told()).then(|| answer.wait.unwrap_or(USUAL_WAIT))
}

/// Whether this is the answer of an API, and not another program's JSON.
fn is_answer(value: &Value) -> bool {
    ["compare", "query", "error", "batchcomplete"].iter().any(|key| value.get(key).is_some())
}

/// What came in place of an answer.
fn described(answer: &Answer) -> String {
    let start = answer.body.trim_ascii_start();
    let what = if start.first() == Some(&b'<') { "HTML, " } else { "" };
    format!("{what}status {}", answer.status)
}

fn without_error(told: Told) -> Result<Told, Trouble> {
    let Some(error) = told.value.get("error") else { return Ok(told) };
    let words = |name: &str| error.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    Err(Trouble::Wiki(words("code"), words("info")))
}

fn code(value: &Value) -> Option<&str> {
    value.get("error")?.get("code")?.as_str()
}

/// The API that a page names in its head.
fn linked(page: &str, address: &Url) -> Result<Option<Url>, Trouble> {
    let Some(link) = page.split('<').find(|tag| tag.starts_with("link") && tag.contains(LINK)) else {
        return Ok(None);
    };
    let target =
        link.split_once("href=\"").and_then(|(_, rest)| rest.split_once('"')).map(|(target, _)| target);
    let Some(mut place) = target.and_then(|target| address.join(target).ok()) else { return Ok(None) };
    place.set_query(None);
    if place.host() == address.host() { Ok(Some(place)) } else { Err(Trouble::Elsewhere(place.into())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn names(head: &str, expected: Option<&str>) {
        let address = Url::parse("https://a.example/wiki/T").unwrap();
        assert_eq!(linked(head, &address).unwrap().map(String::from).as_deref(), expected);
    }

    #[test]
    fn a_page_names_its_api() {
        names("<head><title>T</title></head>", None);
        names(
            "<link rel=\"EditURI\" type=\"application/rsd+xml\" href=\"//a.example/x/api.php?action=rsd\"/>",
            Some("https://a.example/x/api.php"),
        );
        names("<link rel=\"EditURI\" href=\"/api.php?action=rsd\">", Some("https://a.example/api.php"));
        names("<link rel=\"EditURI\">", None);
    }

    #[test]
    fn an_api_on_another_host_is_not_asked() {
        let address = Url::parse("https://a.example/wiki/T").unwrap();
        let head = "<link rel=\"EditURI\" href=\"https://b.example/api.php?action=rsd\">";
        assert!(matches!(linked(head, &address), Err(Trouble::Elsewhere(_))));
    }

    #[track_caller]
    fn waits(status: u16, wait: Option<u64>, body: &str, expected: Option<u64>) {
        assert_eq!(busy(&Answer { status, wait, body: body.as_bytes().to_vec() }), expected);
    }

    #[test]
    fn a_busy_wiki_is_known_by_its_status_and_by_its_words() {
        waits(429, Some(1), "", Some(1));
        waits(503, None, "<html>", Some(USUAL_WAIT));
        waits(200, Some(5), r#"{"error":{"code":"maxlag","info":"Waiting for 10.0.0.1"}}"#, Some(5));
        waits(200, None, r#"{"error":{"code":"nosuchrevid","info":""}}"#, None);
        waits(404, Some(9), "", None);
    }
}
