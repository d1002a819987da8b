//! From the address of a diff, as browsers, e-mails and programs have it, to the wiki and the revisions.
//!
//! Nothing is guessed: an address that names no revisions is refused, and a special page whose name is not
//! MediaWiki's own is left for the wiki to explain.

use std::collections::HashMap;
use std::fmt;

use crate::model::Sides;
use percent_encoding::percent_decode_str;
use url::Url;

use super::revision_query::{Asked, End, Neighbour, Revisions, Special, number, of_numbers, revision};
use super::site::{self, Entry, Site};

/// Wikimedia's host for the REST addresses of all its wikis.
const GATEWAY: &str = "api.wikimedia.org";

/// A wiki, and what is asked of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    pub(crate) site: Site,
    pub(crate) asked: Asked,
}

/// Why an address is not asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It is no address.
    Broken(url::ParseError),
    /// Its scheme is not that of the web.
    NotWeb,
    /// A user name or a password stands in it.
    Credentials,
    /// It names no revisions.
    NoRevisions,
    /// What should be a revision's number is none.
    NotANumber(String),
    /// More numbers than a diff has ends, or none.
    Count(usize),
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Broken(error) => write!(formatter, "this is no address ({error}); copy it from the browser again"),
            Self::NotWeb => formatter.write_str("only addresses that begin with http:// or https:// are fetched"),
            Self::Credentials => formatter.write_str(
                "a user name or a password stands in this address, and none is sent; give it without, or save the \
                 page that your browser shows",
            ),
            Self::NoRevisions => formatter.write_str(
                "this address names no revisions; give that of a diff (it has \"diff=\" or \"Special:Diff/\" in it), \
                 or copy the page and paste that",
            ),
            Self::NotANumber(text) => {
                write!(formatter, "{text:?} is no number of a revision; give one, or two: --wiki HOST OLD NEW")
            }
            Self::Count(count) => write!(
                formatter,
                "a diff has one or two revisions, not {count}; give --wiki HOST REVISION, or --wiki HOST OLD NEW"
            ),
        }
    }
}

/// Reads an address.
///
/// # Errors
/// When it is none, may not be asked for, or names no revisions.
pub(crate) fn parse(address: &str) -> Result<Address, Refusal> {
    let url = web(address)?;
    let query: HashMap<String, String> = url.query_pairs().into_owned().collect();
    let path = percent_decode_str(url.path()).decode_utf8_lossy().into_owned();
    let host = url.host_str().unwrap_or_default();
    let place = Place { host, path: &path, query };
    let asked = place.asked().ok_or(Refusal::NoRevisions)?;
    let site = match place.gateway() {
        Some(host) => web(&format!("https://{host}/")).map(|url| Site::new(&url, Entry::Unknown))?,
        None => Site::new(&url, place.entry()),
    };
    Ok(Address { site, asked })
}

/// What is asked for with the name of a host and one or two revisions.
///
/// # Errors
/// When the host is no address, or the revisions are no numbers.
pub(crate) fn of_revisions(host: &str, numbers: &[String]) -> Result<Address, Refusal> {
    let url = if host.contains("://") { web(host) } else { web(&format!("https://{host}")) }?;
    let read = |text: &String| revision(text).ok_or_else(|| Refusal::NotANumber(text.clone()));
    let revisions = match numbers {
        [new] => Revisions::Beside(read(new)?, Neighbour::Previous),
        [old, new] => Revisions::Two(Sides::new(read(old)?, read(new)?)),
        _ => return Err(Refusal::Count(numbers.len())),
    };
    let place = Place { host: "", path: url.path(), query: HashMap::new() };
    let entry = match place.entry() {
        // What stands after the host is the wiki's own folder: there is no page in it.
        Entry::Unknown if url.path() != "/" => Entry::Near(format!("{}/", url.path().trim_end_matches('/'))),
        entry => entry,
    };
    Ok(Address { site: Site::new(&url, entry), asked: Asked::Revisions(revisions) })
}

/// An address of the web without credentials.
fn web(address: &str) -> Result<Url, Refusal> {
    let url = Url::parse(address).map_err(Refusal::Broken)?;
    match url.scheme() {
        "http" | "https" if url.username().is_empty() && url.password().is_none() => Ok(url),
        "http" | "https" => Err(Refusal::Credentials),
        _ => Err(Refusal::NotWeb),
    }
}

/// The host, and what stands after it.
struct Place<'a> {
    host: &'a str,
    path: &'a str,
    query: HashMap<String, String>,
}

impl Place<'_> {
    fn asked(&self) -> Option<Asked> {
        if self.host == GATEWAY && self.gateway().is_none() {
            return None;
        }
        if self.script("api.php").is_some() {
            return self.of_api().map(Asked::Revisions);
        }
        if let Some(revisions) = self.of_rest() {
            return Some(Asked::Revisions(revisions));
        }
        if self.has("rev1") || self.has("rev2") {
            return self.of_compare_pages().map(Asked::Revisions);
        }
        self.of_index()
    }

    /// `index.php?title=…&diff=…&oldid=…`, with the title in the path or in the query, or a special page.
    fn of_index(&self) -> Option<Asked> {
        let (diff, old) = (self.value("diff"), self.value("oldid"));
        // `direction` turns from the revision that is named to the one beside it (`Article::getOldIDFromRequest`): the
        // next one differs from the one that is named.
        let diff = match (diff, self.value("direction")) {
            (diff, None) => diff,
            (None, Some("next")) => Some("next"),
            (None, Some("prev")) => return old.and_then(revision).map(Asked::Earlier),
            (_, Some(_)) => return None,
        };
        if diff.is_some() || old.is_some() {
            return of_numbers(old.and_then(revision), diff, self.page()).map(Asked::Revisions);
        }
        Special::of_title(&self.title()?)?.asked()
    }

    /// The page: its number, or its title.
    fn page(&self) -> Option<End> {
        let by_number = self.value("curid").and_then(number).map(End::Page);
        by_number.or_else(|| self.title().map(End::Title))
    }

    /// The title: in the query, after `index.php/`, or the path's last segments.
    fn title(&self) -> Option<String> {
        let in_query = self.value("title").map(str::to_owned);
        Some(in_query.unwrap_or_else(|| self.title_in_path())).filter(|title| !title.is_empty())
    }

    fn title_in_path(&self) -> String {
        if let Some((_, title)) = self.path.split_once("index.php") {
            return title.trim_start_matches('/').to_owned();
        }
        let mut segments = self.path.trim_start_matches('/').split('/').collect::<Vec<_>>();
        let namespace = segments.iter().position(|segment| segment.contains(':'));
        // The folder of the pages: `wiki` nearly everywhere, the language's variant in Chinese, none in some.
        let folder = usize::from(segments.len() > 1);
        let title = segments.split_off(namespace.unwrap_or(folder));
        title.join("/")
    }

    /// `Special:ComparePages?page1=…&rev1=…&page2=…&rev2=…`: a revision goes before a page.
    fn of_compare_pages(&self) -> Option<Revisions> {
        let end = |revision_name: &str, page_name: &str| {
            let by_number = self.value(revision_name).and_then(revision);
            by_number.or_else(|| self.value(page_name).filter(|title| !title.is_empty()).map(title_end))
        };
        Some(Revisions::Two(Sides::new(end("rev1", "page1")?, end("rev2", "page2")?)))
    }

    /// `api.php?action=compare&fromrev=…&torev=…` (`ApiComparePages`).
    fn of_api(&self) -> Option<Revisions> {
        self.value("action").filter(|action| *action == "compare")?;
        let end = |side: &str| {
            let value = |name: &str| self.value(&format!("{side}{name}"));
            let by_number = value("rev").and_then(revision);
            let by_title = || value("title").map(title_end);
            by_number.or_else(by_title).or_else(|| value("id").and_then(number).map(End::Page))
        };
        let from = end("from")?;
        Some(match self.value("torelative") {
            Some("prev") => Revisions::Beside(from, Neighbour::Previous),
            Some("next") => Revisions::Beside(from, Neighbour::Next),
            Some("cur") => Revisions::Beside(from, Neighbour::Current),
            Some(_) => return None,
            None => Revisions::Two(Sides::new(from, end("to")?)),
        })
    }

    /// `rest.php/v1/revision/1/compare/2` and `rest.php/v1/revision/2` (`coreRoutes.json`).
    fn of_rest(&self) -> Option<Revisions> {
        let is_rest = self.script("rest.php").is_some() || self.gateway().is_some();
        let (_, revisions) = self.path.split_once("/revision/").filter(|_| is_rest)?;
        match revisions.split('/').collect::<Vec<_>>()[..] {
            [old, "compare", new] => Some(Revisions::Two(Sides::new(revision(old)?, revision(new)?))),
            [new] | [new, "bare" | "html" | "with_html"] => {
                Some(Revisions::Beside(revision(new)?, Neighbour::Previous))
            }
            _ => None,
        }
    }

    /// The host that `api.wikimedia.org/core/v1/wikipedia/en/…` speaks for.
    fn gateway(&self) -> Option<String> {
        let rest = self.path.strip_prefix("/core/v1/").filter(|_| self.host == GATEWAY)?;
        let mut parts = rest.split('/');
        let (project, language) = (parts.next()?, parts.next()?);
        let host = format!("{language}.{project}.org");
        site::is_of_wikimedia(&host).then_some(host)
    }

    /// Where the wiki's scripts are, as far as the address tells.
    fn entry(&self) -> Entry {
        let scripts = ["index.php", "api.php", "rest.php", "load.php"];
        let folder = scripts.iter().find_map(|name| self.script(name));
        folder.map_or(Entry::Unknown, |folder| Entry::Known(folder.to_owned()))
    }

    /// The folder of a script, if the path names it.
    fn script(&self, name: &str) -> Option<&str> {
        let at = self.path.find(&format!("/{name}"))?;
        let after = &self.path[at + 1 + name.len()..];
        (after.is_empty() || after.starts_with('/')).then(|| &self.path[..=at])
    }

    fn value(&self, name: &str) -> Option<&str> {
        self.query.get(name).map(String::as_str)
    }

    fn has(&self, name: &str) -> bool {
        self.query.contains_key(name)
    }
}

fn title_end(title: &str) -> End {
    End::Title(title.to_owned())
}

#[cfg(test)]
mod tests;
