//! The history that an address names: of a page, of a user, or of the whole wiki.
//!
//! ```text
//! index.php?title=Cat&action=history      /wiki/Cat      Special:History/Cat
//! Special:Contributions/Ann               Special:RecentChanges
//! ```

use std::collections::HashMap;

/// A history to fetch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HistoryQuery {
    pub(crate) subject: HistorySubject,
    /// The narrower choice that the address makes.
    pub(crate) narrowed: NarrowedBy,
}

/// The edits that a history has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum HistorySubject {
    /// The edits of a page.
    Page(PageName, RedirectRule),
    /// The edits of a user, by name or address, or of a range of addresses.
    Contributions(String),
    /// The latest edits of all pages.
    RecentChanges(BotRule),
}

/// The name of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PageName {
    Title(String),
    Number(u64),
}

/// The page that a redirect stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RedirectRule {
    /// Its target, as in a browser.
    Followed,
    /// Itself, as in its history.
    Kept,
}

/// The edits of bots among the recent changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BotRule {
    Hidden,
    Shown,
}

/// The parameters of an address that narrow its history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct NarrowedBy {
    /// `limit`: the number of edits.
    pub(crate) limit: Option<usize>,
    /// `offset`: the time from which on back.
    pub(crate) offset: Option<String>,
    /// `tagfilter`.
    pub(crate) tag: Option<String>,
    /// `namespace`, by number.
    pub(crate) namespace: Option<String>,
    /// The names of parameters without effect here.
    pub(crate) unused: Vec<String>,
}

/// The special pages that show a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HistoryPage {
    PageHistory,
    Contributions,
    RecentChanges,
}

/// The names of the special pages that show a history (`MessagesEn.php`, `$specialPageAliases`), and those of mobile
/// sites.
const PAGES: [(&str, HistoryPage); 6] = [
    ("PageHistory", HistoryPage::PageHistory),
    ("History", HistoryPage::PageHistory),
    ("MobileHistory", HistoryPage::PageHistory),
    ("Contributions", HistoryPage::Contributions),
    ("Contribs", HistoryPage::Contributions),
    ("RecentChanges", HistoryPage::RecentChanges),
];

/// The parameters of a history that change nothing, or that are read elsewhere.
const KNOWN: [&str; 19] = [
    "title",
    "action",
    "curid",
    "feed",
    "limit",
    "offset",
    "tagfilter",
    "namespace",
    "target",
    "user",
    "contribs",
    "hidebots",
    "uselang",
    "useskin",
    "urlversion",
    "search",
    "useformat",
    "mobileaction",
    "redirect",
];

impl HistoryPage {
    /// Returns the special pages with their names.
    pub(crate) fn all() -> impl Iterator<Item = (&'static str, Self)> {
        PAGES.into_iter()
    }

    /// Finds a special page by a name that every wiki knows.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        let name = name.replace('_', "");
        PAGES.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(&name)).map(|(_, page)| page)
    }

    /// Returns the history that the page shows, with the words after its name and the parameters of the address.
    pub(crate) fn subject(self, rest: &str, parameters: &HashMap<String, String>) -> Option<HistorySubject> {
        let value = |name: &str| parameters.get(name).map(String::as_str);
        let rest = Some(rest.trim_matches('/')).filter(|rest| !rest.is_empty());
        Some(match self {
            Self::PageHistory => HistorySubject::Page(PageName::Title(rest?.to_owned()), RedirectRule::Kept),
            Self::Contributions => {
                let user = rest.or_else(|| value("target")).or_else(|| value("user"))?.trim();
                HistorySubject::Contributions(Some(user).filter(|user| !user.is_empty())?.to_owned())
            }
            Self::RecentChanges => HistorySubject::RecentChanges(match value("hidebots") {
                Some("0") => BotRule::Shown,
                _ => BotRule::Hidden,
            }),
        })
    }
}

/// Returns the history that an address names by its title, or by the number of its page.
pub(crate) fn parse_history(
    title: Option<&str>,
    number: Option<u64>,
    parameters: &HashMap<String, String>,
) -> Option<HistoryQuery> {
    let value = |name: &str| parameters.get(name).map(String::as_str);
    let is_history = match value("action") {
        Some("history") => true,
        None | Some("view" | "purge") => false,
        Some(_) => return None,
    };
    if let (None, Some(page)) = (number, title.and_then(split_special)) {
        let (name, rest) = page;
        let subject = HistoryPage::from_name(name)?.subject(rest, parameters)?;
        return Some(HistoryQuery { subject, narrowed: read_narrowing(parameters) });
    }
    let redirects = match value("redirect") {
        Some("no") => RedirectRule::Kept,
        _ if is_history => RedirectRule::Kept,
        _ => RedirectRule::Followed,
    };
    let name = number.map(PageName::Number).or_else(|| Some(PageName::Title(title?.to_owned())))?;
    // The parameters of a page are not about its history.
    let narrowed = if is_history { read_narrowing(parameters) } else { NarrowedBy::default() };
    Some(HistoryQuery { subject: HistorySubject::Page(name, redirects), narrowed })
}

/// Splits the title of a special page by its canonical namespace into name and rest.
fn split_special(title: &str) -> Option<(&str, &str)> {
    let (namespace, name) = title.split_once(':')?;
    let name = name.trim_start();
    namespace.trim().eq_ignore_ascii_case("Special").then(|| name.split_once('/').unwrap_or((name, "")))
}

fn read_narrowing(parameters: &HashMap<String, String>) -> NarrowedBy {
    let value = |name: &str| parameters.get(name).filter(|value| !value.is_empty());
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let offset = value("offset").and_then(|offset| offset.split('|').next());
    let offset = offset.filter(|offset| offset.len() == 14 && is_number(offset)).map(to_iso_time);
    let namespace = value("namespace").filter(|namespace| is_number(namespace));
    let limit = value("limit").and_then(|limit| limit.parse().ok()).filter(|limit| *limit > 0);
    let mut unused: Vec<_> =
        parameters.keys().filter(|name| !KNOWN.contains(&name.as_str())).cloned().collect();
    let is_lost = |name: &str, is_read: bool| value(name).is_some_and(|value| value != "all") && !is_read;
    let read = [("offset", offset.is_some()), ("namespace", namespace.is_some()), ("limit", limit.is_some())];
    unused.extend(
        read.iter().filter(|(name, is_read)| is_lost(name, *is_read)).map(|(name, _)| (*name).into()),
    );
    unused.sort_unstable();
    NarrowedBy { limit, offset, tag: value("tagfilter").cloned(), namespace: namespace.cloned(), unused }
}

/// Writes a time of 14 digits, as in addresses, in the form of the API.
fn to_iso_time(digits: &str) -> String {
    let part = |range: std::ops::Range<usize>| &digits[range];
    let (date, time) = ([part(0..4), part(4..6), part(6..8)], [part(8..10), part(10..12), part(12..14)]);
    format!("{}T{}Z", date.join("-"), time.join(":"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters(query: &str) -> HashMap<String, String> {
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    #[test]
    fn reads_what_narrows_a_history() {
        let narrowed = read_narrowing(&parameters(
            "title=Cat&limit=50&offset=20240501120000|7&tagfilter=mobile&namespace=2&days=7&hideanons=1",
        ));
        let expected = NarrowedBy {
            limit: Some(50),
            offset: Some("2024-05-01T12:00:00Z".to_owned()),
            tag: Some("mobile".to_owned()),
            namespace: Some("2".to_owned()),
            unused: vec!["days".to_owned(), "hideanons".to_owned()],
        };
        assert_eq!(narrowed, expected);
        let lost = read_narrowing(&parameters("limit=&offset=5&namespace=all&tagfilter="));
        assert_eq!(lost, NarrowedBy { unused: vec!["offset".to_owned()], ..NarrowedBy::default() });
    }
}
