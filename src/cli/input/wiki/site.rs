//! The site that a wiki is on, and where its API may be.

use url::Url;

/// The domains of Wikimedia's wikis.
const WIKIMEDIA: [&str; 12] = [
    "mediawiki.org",
    "wikibooks.org",
    "wikidata.org",
    "wikifunctions.org",
    "wikimedia.org",
    "wikinews.org",
    "wikipedia.org",
    "wikiquote.org",
    "wikisource.org",
    "wikiversity.org",
    "wikivoyage.org",
    "wiktionary.org",
];

/// A site: scheme, host and port, and what the address tells of the scripts on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Site {
    page: Url,
    entry: Entry,
}

/// The folder of the wiki's scripts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Entry {
    /// The address names one of them.
    Known(String),
    /// Perhaps this one.
    Near(String),
    /// The address does not tell: `/wiki/…`.
    Unknown,
}

/// Where the API is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// At an address.
    At(Url),
    /// Where this page says that it is.
    LinkedFrom(Url),
}

impl Site {
    /// The site of an address. The hosts of Wikimedia's mobile pages stand for those that they belong to, whose
    /// answers are the same.
    pub(crate) fn new(address: &Url, entry: Entry) -> Self {
        let mut page = address.clone();
        page.set_query(None);
        page.set_fragment(None);
        if let Some(host) = address.host_str().and_then(without_mobile) {
            // Labels of a host that was one, so that this is one too.
            _ = page.set_host(Some(&host));
        }
        Self { page, entry }
    }

    /// The host, with its port where that is not the usual one.
    pub(crate) fn host(&self) -> String {
        host(&self.page)
    }

    /// Where to look for the API, the likeliest place first: beside the script that the address names; otherwise
    /// where nearly every wiki has it (`/w/`, Manual:Short URL), where the page says that it is, and at the root.
    pub(crate) fn steps(&self) -> Vec<Step> {
        let at = |folder: &str| {
            let mut place = self.page.clone();
            place.set_path(&format!("{folder}api.php"));
            Step::At(place)
        };
        let usual = [at("/w/"), Step::LinkedFrom(self.page.clone()), at("/")];
        match &self.entry {
            Entry::Known(folder) => vec![at(folder)],
            Entry::Near(folder) => [at(folder)].into_iter().chain(usual).collect(),
            Entry::Unknown => usual.into(),
        }
    }
}

/// The host of an address, with its port where that is not the usual one.
pub(crate) fn host(address: &Url) -> String {
    let name = address.host_str().unwrap_or_default();
    address.port().map_or_else(|| name.to_owned(), |port| format!("{name}:{port}"))
}

/// Whether a host is one of Wikimedia's.
pub(crate) fn is_of_wikimedia(host: &str) -> bool {
    let below = WIKIMEDIA.iter().find_map(|domain| host.strip_suffix(domain));
    below.is_some_and(|below| below.is_empty() || below.ends_with('.'))
}

/// `en.wikipedia.org` for `en.m.wikipedia.org`, `www.wikidata.org` for `m.wikidata.org`.
fn without_mobile(host: &str) -> Option<String> {
    if !is_of_wikimedia(host) {
        return None;
    }
    let on_top = host.strip_prefix("m.").map(|rest| format!("www.{rest}"));
    on_top.or_else(|| host.contains(".m.").then(|| host.replacen(".m.", ".", 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn looked_for(address: &str, entry: Entry, expected: &[&str]) {
        let site = Site::new(&Url::parse(address).unwrap(), entry);
        let steps = site.steps().into_iter().map(|step| match step {
            Step::At(place) => place.to_string(),
            Step::LinkedFrom(page) => format!("from {page}"),
        });
        assert_eq!(steps.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn the_api_is_looked_for_where_the_address_says() {
        looked_for(
            "http://a.example:81/w/index.php?diff=1#x",
            Entry::Known("/w/".into()),
            &["http://a.example:81/w/api.php"],
        );
        looked_for(
            "https://a.example/wiki/T?diff=1",
            Entry::Unknown,
            &["https://a.example/w/api.php", "from https://a.example/wiki/T", "https://a.example/api.php"],
        );
        looked_for(
            "https://a.example/mw",
            Entry::Near("/mw/".into()),
            &[
                "https://a.example/mw/api.php",
                "https://a.example/w/api.php",
                "from https://a.example/mw",
                "https://a.example/api.php",
            ],
        );
    }

    #[track_caller]
    fn stands_for(host: &str, expected: &str) {
        let address = Url::parse(&format!("https://{host}/")).unwrap();
        assert_eq!(Site::new(&address, Entry::Unknown).host(), expected);
    }

    #[test]
    fn mobile_hosts_of_wikimedia_stand_for_those_they_belong_to() {
        stands_for("en.m.wikipedia.org", "en.wikipedia.org");
        stands_for("m.wikidata.org", "www.wikidata.org");
        stands_for("commons.m.wikimedia.org", "commons.wikimedia.org");
        stands_for("en.m.notwikipedia.org", "en.m.notwikipedia.org");
        stands_for("m.wiki.example", "m.wiki.example");
    }
}
