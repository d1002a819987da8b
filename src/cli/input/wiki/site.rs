//! The site of a wiki, and the places where its API may be.

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

/// A site: scheme, host and port, and the folder of the scripts as far as the address shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Site {
    page: Url,
    folder: ScriptFolder,
}

/// The folder of the wiki's scripts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ScriptFolder {
    /// The folder of a script in the address.
    Known(String),
    /// A likely folder.
    Likely(String),
    /// The address does not show it: `/wiki/…`.
    Unknown,
}

/// A place where the API may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ApiLocation {
    /// At this address.
    At(Url),
    /// At the address that this page links to.
    LinkedFrom(Url),
}

impl Site {
    /// Returns the site of an address. A mobile host of Wikimedia becomes its desktop host, which gives the same
    /// answers.
    pub(crate) fn new(address: &Url, folder: ScriptFolder) -> Self {
        let mut page = address.clone();
        page.set_query(None);
        page.set_fragment(None);
        if let Some(host) = address.host_str().and_then(desktop_host) {
            // The labels come from a valid host, so the result is valid.
            _ = page.set_host(Some(&host));
        }
        Self { page, folder }
    }

    /// Returns the host, with a port that is not the default.
    pub(crate) fn host(&self) -> String {
        host_and_port(&self.page)
    }

    /// Returns the places of the API, the most likely first: beside the script in the address; otherwise in `/w/`
    /// (Manual:Short URL), at the link of the page, and at the root.
    pub(crate) fn api_locations(&self) -> Vec<ApiLocation> {
        let at = |folder: &str| {
            let mut place = self.page.clone();
            place.set_path(&format!("{folder}api.php"));
            ApiLocation::At(place)
        };
        let common = [at("/w/"), ApiLocation::LinkedFrom(self.page.clone()), at("/")];
        match &self.folder {
            ScriptFolder::Known(folder) => vec![at(folder)],
            ScriptFolder::Likely(folder) => [at(folder)].into_iter().chain(common).collect(),
            ScriptFolder::Unknown => common.into(),
        }
    }
}

/// Returns the host of an address, with a port that is not the default.
pub(crate) fn host_and_port(address: &Url) -> String {
    let name = address.host_str().unwrap_or_default();
    address.port().map_or_else(|| name.to_owned(), |port| format!("{name}:{port}"))
}

/// Returns true for a host of Wikimedia.
pub(crate) fn is_of_wikimedia(host: &str) -> bool {
    let below = WIKIMEDIA.iter().find_map(|domain| host.strip_suffix(domain));
    below.is_some_and(|below| below.is_empty() || below.ends_with('.'))
}

/// Returns `en.wikipedia.org` for `en.m.wikipedia.org`, and `www.wikidata.org` for `m.wikidata.org`.
fn desktop_host(host: &str) -> Option<String> {
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
    fn searches(address: &str, folder: ScriptFolder, expected: &[&str]) {
        let site = Site::new(&Url::parse(address).unwrap(), folder);
        let places = site.api_locations().into_iter().map(|place| match place {
            ApiLocation::At(place) => place.to_string(),
            ApiLocation::LinkedFrom(page) => format!("from {page}"),
        });
        assert_eq!(places.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn searches_the_api_beside_the_script() {
        searches(
            "http://a.example:81/w/index.php?diff=1#x",
            ScriptFolder::Known("/w/".into()),
            &["http://a.example:81/w/api.php"],
        );
        searches(
            "https://a.example/wiki/T?diff=1",
            ScriptFolder::Unknown,
            &["https://a.example/w/api.php", "from https://a.example/wiki/T", "https://a.example/api.php"],
        );
        searches(
            "https://a.example/mw",
            ScriptFolder::Likely("/mw/".into()),
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
        assert_eq!(Site::new(&address, ScriptFolder::Unknown).host(), expected);
    }

    #[test]
    fn replaces_mobile_hosts_of_wikimedia() {
        stands_for("en.m.wikipedia.org", "en.wikipedia.org");
        stands_for("m.wikidata.org", "www.wikidata.org");
        stands_for("commons.m.wikimedia.org", "commons.wikimedia.org");
        stands_for("en.m.notwikipedia.org", "en.m.notwikipedia.org");
        stands_for("m.wiki.example", "m.wiki.example");
    }
}
