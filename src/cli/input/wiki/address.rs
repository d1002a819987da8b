//! Parsing of addresses: from the address of a diff, a page or a history to the wiki and the revisions.
//!
//! Nothing is guessed. An address that names neither revisions nor a history is an error. A special page with a name in
//! the wiki's language is looked up on the wiki.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use crate::model::Sides;
use percent_encoding::percent_decode_str;
use url::Url;

use super::database_name::host_of_database;
use super::history::query::{HistoryQuery, HistorySubject, PageName, parse_history};
use super::revision_query::{
    DiffEnd, Neighbour, RevisionPair, RevisionQuery, SpecialTitle, pair_from_query, parse_number,
    parse_revision,
};
use super::site::{self, ScriptFolder, Site};

/// Wikimedia's host for the REST API of all its wikis.
const GATEWAY: &str = "api.wikimedia.org";

/// A parsed address: the wiki, and the diff or the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WikiAddress {
    pub(crate) site: Site,
    pub(crate) query: AddressQuery,
}

/// What an address names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum AddressQuery {
    Diff(RevisionQuery),
    History(HistoryQuery),
    /// A special page with a name in the wiki's language, or else the history of an ordinary page. Only the wiki knows.
    SpecialOrPage(SpecialTitle, HistoryQuery),
}

/// An error in an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum AddressError {
    /// The text is not an address.
    Invalid(url::ParseError),
    /// The scheme is neither HTTP nor HTTPS.
    NotWeb,
    /// The address contains a user name or a password.
    Credentials,
    /// The address names no revisions.
    NoRevisions,
    /// A word is not a revision number.
    NotANumber(String),
    /// Several titles or names, which the API would take one by one.
    NotATitle(String),
    /// Neither one nor two revision numbers.
    Count(usize),
}

impl fmt::Display for AddressError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(error) => write!(formatter, "invalid address ({error}); copy it from the browser again"),
            Self::NotWeb => formatter.write_str("only http:// and https:// addresses are fetched"),
            Self::Credentials => formatter.write_str(
                "this address contains a user name or a password, which is not sent; remove it, or save the page in \
                 a browser",
            ),
            Self::NoRevisions => formatter.write_str(
                "this address names no revisions; use the address of a diff (with \"diff=\" or \"Special:Diff/\"), of a \
                 page, or of a history, or copy the page",
            ),
            Self::NotANumber(text) => {
                write!(formatter, "{text:?} is not a revision number. Usage: wikidiff --wiki HOST REV [REV2]")
            }
            Self::NotATitle(title) => write!(
                formatter,
                "{title:?} is not the title of one page, because it contains |; name one page"
            ),
            Self::Count(count) => write!(
                formatter,
                "a diff has one or two revisions, not {count}. Usage: wikidiff --wiki HOST REV [REV2]"
            ),
        }
    }
}

/// Parses an address.
pub(crate) fn parse(address: &str) -> Result<WikiAddress, AddressError> {
    let url = parse_web_address(address)?;
    let query: HashMap<String, String> = url.query_pairs().into_owned().collect();
    let path = percent_decode_str(url.path()).decode_utf8_lossy().into_owned();
    let host = url.host_str().unwrap_or_default();
    let parts = UrlParts { host, path: &path, query };
    let query = parts.parse_diff().map(AddressQuery::Diff).or_else(|| parts.parse_title());
    let query = check_names(query.ok_or(AddressError::NoRevisions)?)?;
    let site = match parts.gateway_host() {
        Some(host) => parse_web_address(&format!("https://{host}/"))
            .map(|url| Site::new(&url, ScriptFolder::Unknown))?,
        None => Site::new(&url, parts.script_folder()),
    };
    Ok(WikiAddress { site, query })
}

/// Parses a host or a database name, and the numbers of one or two revisions, as `--wiki` takes them.
pub(crate) fn parse_revisions(host: &str, numbers: &[String]) -> Result<WikiAddress, AddressError> {
    let read = |text: &String| parse_revision(text).ok_or_else(|| AddressError::NotANumber(text.clone()));
    let revisions = match numbers {
        [new] => RevisionPair::Adjacent(read(new)?, Neighbour::Previous),
        [old, new] => RevisionPair::Both(Sides::new(read(old)?, read(new)?)),
        _ => return Err(AddressError::Count(numbers.len())),
    };
    Ok(WikiAddress { site: parse_host(host)?, query: AddressQuery::Diff(RevisionQuery::Pair(revisions)) })
}

/// Parses a host or a database name, and the title of a page, as `--wiki` and `--page` take them. The title may be that
/// of a special page.
pub(crate) fn parse_page(host: &str, title: &str) -> Result<WikiAddress, AddressError> {
    let parts = UrlParts {
        host: "",
        path: "/index.php",
        query: HashMap::from([("title".to_owned(), title.to_owned())]),
    };
    let query = check_names(parts.parse_title().ok_or(AddressError::NoRevisions)?)?;
    Ok(WikiAddress { site: parse_host(host)?, query })
}

/// Fails for a history of several pages or users.
fn check_names(query: AddressQuery) -> Result<AddressQuery, AddressError> {
    match query {
        AddressQuery::History(HistoryQuery {
            subject: HistorySubject::Page(PageName::Title(name), _) | HistorySubject::Contributions(name),
            ..
        }) if name.contains('|') => Err(AddressError::NotATitle(name)),
        query => Ok(query),
    }
}

/// Parses a host or a database name.
fn parse_host(host: &str) -> Result<Site, AddressError> {
    let host = &*host_of_database(host).map_or(Cow::Borrowed(host), Cow::Owned);
    let url = if host.contains("://") {
        parse_web_address(host)?
    } else {
        parse_web_address(&format!("https://{host}"))?
    };
    let parts = UrlParts { host: "", path: url.path(), query: HashMap::new() };
    let folder = match parts.script_folder() {
        // A path after the host is the wiki's folder, since no page is named.
        ScriptFolder::Unknown if url.path() != "/" => {
            ScriptFolder::Likely(format!("{}/", url.path().trim_end_matches('/')))
        }
        folder => folder,
    };
    Ok(Site::new(&url, folder))
}

/// Parses an HTTP or HTTPS address without credentials.
fn parse_web_address(address: &str) -> Result<Url, AddressError> {
    let url = Url::parse(address).map_err(AddressError::Invalid)?;
    match url.scheme() {
        "http" | "https" if url.username().is_empty() && url.password().is_none() => Ok(url),
        "http" | "https" => Err(AddressError::Credentials),
        _ => Err(AddressError::NotWeb),
    }
}

/// The host, the path and the query of an address.
struct UrlParts<'a> {
    host: &'a str,
    path: &'a str,
    query: HashMap<String, String>,
}

impl UrlParts<'_> {
    fn parse_diff(&self) -> Option<RevisionQuery> {
        if self.host == GATEWAY && self.gateway_host().is_none() {
            return None;
        }
        if self.folder_of_script("api.php").is_some() {
            return self.parse_api().map(RevisionQuery::Pair);
        }
        if let Some(revisions) = self.parse_rest() {
            return Some(RevisionQuery::Pair(revisions));
        }
        if self.has("rev1") || self.has("rev2") {
            return self.parse_compare_pages().map(RevisionQuery::Pair);
        }
        self.parse_index()
    }

    /// `index.php?title=…&diff=…&oldid=…`, with the title in the path or in the query, or a special page.
    fn parse_index(&self) -> Option<RevisionQuery> {
        let (diff, old) = (self.value("diff"), self.value("oldid"));
        // `direction` names the revision beside `oldid` (`Article::getOldIDFromRequest`). The diff of the next revision
        // is the diff between both.
        let diff = match (diff, self.value("direction")) {
            (diff, None) => diff,
            (None, Some("next")) => Some("next"),
            (None, Some("prev")) => return old.and_then(parse_revision).map(RevisionQuery::DiffOfPrevious),
            (_, Some(_)) => return None,
        };
        if diff.is_some() || old.is_some() {
            return pair_from_query(old.and_then(parse_revision), diff, self.page()).map(RevisionQuery::Pair);
        }
        let special = SpecialTitle::parse(&self.title()?)?;
        special.page()?.revisions(&special.rest).map(RevisionQuery::Pair)
    }

    /// A page or a history, by its title or its number. An address that should name a diff is none of these.
    fn parse_title(&self) -> Option<AddressQuery> {
        let is_script =
            ["api.php", "rest.php", "load.php"].iter().any(|name| self.folder_of_script(name).is_some());
        let has_revision = ["diff", "oldid", "direction", "rev1", "rev2"].iter().any(|name| self.has(name));
        if is_script || has_revision || self.host == GATEWAY {
            return None;
        }
        let title = self.title();
        let number = self.value("curid").and_then(parse_number);
        let history = parse_history(title.as_deref(), number, &self.query)?;
        let special = title.as_deref().and_then(SpecialTitle::parse).filter(|_| number.is_none());
        Some(match special {
            Some(special) if !special.is_canonical() && !self.has("action") => {
                AddressQuery::SpecialOrPage(special, history)
            }
            _ => AddressQuery::History(history),
        })
    }

    /// Returns the page, by its number or its title.
    fn page(&self) -> Option<DiffEnd> {
        let by_number = self.value("curid").and_then(parse_number).map(DiffEnd::Page);
        by_number.or_else(|| self.title().map(DiffEnd::Title))
    }

    /// Returns the title from the query, from after `index.php/`, or from the last segments of the path.
    fn title(&self) -> Option<String> {
        let in_query = self.value("title").map(str::to_owned);
        Some(in_query.unwrap_or_else(|| self.title_in_path())).filter(|title| !title.is_empty())
    }

    fn title_in_path(&self) -> String {
        if let Some((_, title)) = self.path.split_once("index.php") {
            return title.trim_start_matches('/').to_owned();
        }
        if let Some((_, title)) = self.path.split_once("/wiki/") {
            return title.to_owned();
        }
        let mut segments = self.path.trim_start_matches('/').split('/').collect::<Vec<_>>();
        let namespace = segments.iter().position(|segment| segment.contains(':'));
        // The folder of pages is `wiki` on most wikis, a language variant on Chinese wikis, and missing on some.
        let folder = usize::from(segments.len() > 1);
        let title = segments.split_off(namespace.unwrap_or(folder));
        title.join("/")
    }

    /// `Special:ComparePages?page1=…&rev1=…&page2=…&rev2=…`. A revision has priority over a page.
    fn parse_compare_pages(&self) -> Option<RevisionPair> {
        let end = |revision_name: &str, page_name: &str| {
            let by_number = self.value(revision_name).and_then(parse_revision);
            by_number.or_else(|| {
                self.value(page_name)
                    .filter(|title| !title.is_empty())
                    .map(|title| DiffEnd::Title(title.to_owned()))
            })
        };
        Some(RevisionPair::Both(Sides::new(end("rev1", "page1")?, end("rev2", "page2")?)))
    }

    /// `api.php?action=compare&fromrev=…&torev=…` (`ApiComparePages`).
    fn parse_api(&self) -> Option<RevisionPair> {
        self.value("action").filter(|action| *action == "compare")?;
        let end = |side: &str| {
            let value = |name: &str| self.value(&format!("{side}{name}"));
            let by_number = value("rev").and_then(parse_revision);
            let by_title = || value("title").map(|title| DiffEnd::Title(title.to_owned()));
            by_number.or_else(by_title).or_else(|| value("id").and_then(parse_number).map(DiffEnd::Page))
        };
        let from = end("from")?;
        Some(match self.value("torelative") {
            Some("prev") => RevisionPair::Adjacent(from, Neighbour::Previous),
            Some("next") => RevisionPair::Adjacent(from, Neighbour::Next),
            Some("cur") => RevisionPair::Adjacent(from, Neighbour::Current),
            Some(_) => return None,
            None => RevisionPair::Both(Sides::new(from, end("to")?)),
        })
    }

    /// `rest.php/v1/revision/1/compare/2` and `rest.php/v1/revision/2` (`coreRoutes.json`).
    fn parse_rest(&self) -> Option<RevisionPair> {
        let is_rest = self.folder_of_script("rest.php").is_some() || self.gateway_host().is_some();
        let (_, revisions) = self.path.split_once("/revision/").filter(|_| is_rest)?;
        match revisions.split('/').collect::<Vec<_>>()[..] {
            [old, "compare", new] => {
                Some(RevisionPair::Both(Sides::new(parse_revision(old)?, parse_revision(new)?)))
            }
            [new] | [new, "bare" | "html" | "with_html"] => {
                Some(RevisionPair::Adjacent(parse_revision(new)?, Neighbour::Previous))
            }
            _ => None,
        }
    }

    /// Returns the host that `api.wikimedia.org/core/v1/wikipedia/en/…` stands for.
    fn gateway_host(&self) -> Option<String> {
        let rest = self.path.strip_prefix("/core/v1/").filter(|_| self.host == GATEWAY)?;
        let mut parts = rest.split('/');
        let (project, language) = (parts.next()?, parts.next()?);
        let host = format!("{language}.{project}.org");
        site::is_of_wikimedia(&host).then_some(host)
    }

    /// Returns the folder of the wiki's scripts, as far as the address shows it.
    fn script_folder(&self) -> ScriptFolder {
        let scripts = ["index.php", "api.php", "rest.php", "load.php"];
        let folder = scripts.iter().find_map(|name| self.folder_of_script(name));
        folder.map_or(ScriptFolder::Unknown, |folder| ScriptFolder::Known(folder.to_owned()))
    }

    /// Returns the folder of a script that the path names.
    fn folder_of_script(&self, name: &str) -> Option<&str> {
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

#[cfg(test)]
mod tests;
