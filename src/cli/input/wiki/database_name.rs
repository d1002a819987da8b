//! Names of Wikimedia's databases, as dumps and tools use them: `enwiki` is en.wikipedia.org.

/// The projects with one wiki for each language: the ending of the database name, and the domain.
const PROJECTS: [(&str, &str); 8] = [
    ("wiki", "wikipedia.org"),
    ("wikibooks", "wikibooks.org"),
    ("wikinews", "wikinews.org"),
    ("wikiquote", "wikiquote.org"),
    ("wikisource", "wikisource.org"),
    ("wikiversity", "wikiversity.org"),
    ("wikivoyage", "wikivoyage.org"),
    ("wiktionary", "wiktionary.org"),
];

/// The wikis without a language in their address.
const SINGLE_WIKIS: [(&str, &str); 11] = [
    ("commonswiki", "commons.wikimedia.org"),
    ("foundationwiki", "foundation.wikimedia.org"),
    ("incubatorwiki", "incubator.wikimedia.org"),
    ("mediawikiwiki", "www.mediawiki.org"),
    ("metawiki", "meta.wikimedia.org"),
    ("outreachwiki", "outreach.wikimedia.org"),
    ("sourceswiki", "wikisource.org"),
    ("specieswiki", "species.wikimedia.org"),
    ("wikidatawiki", "www.wikidata.org"),
    ("wikifunctionswiki", "www.wikifunctions.org"),
    ("wikimaniawiki", "wikimania.wikimedia.org"),
];

/// Languages whose code in the database name is older than that in the address.
const RENAMED: [(&str, &str); 1] = [("be_x_old", "be-tarask")];

/// Returns the host of a database name.
pub(crate) fn host_of_database(name: &str) -> Option<String> {
    if let Some((_, host)) = SINGLE_WIKIS.iter().find(|(single, _)| *single == name) {
        return Some((*host).to_owned());
    }
    let (language, domain) =
        PROJECTS.iter().find_map(|(ending, domain)| Some((name.strip_suffix(ending)?, domain)))?;
    let is_language = language.len() > 1
        && language.starts_with(|c: char| c.is_ascii_lowercase())
        && language.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    let renamed = RENAMED.iter().find(|(old, _)| *old == language).map(|(_, new)| (*new).to_owned());
    is_language.then(|| format!("{}.{domain}", renamed.unwrap_or_else(|| language.replace('_', "-"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_host_of_a_database() {
        #[track_caller]
        fn case(name: &str, expected: Option<&str>) {
            assert_eq!(host_of_database(name).as_deref(), expected, "{name}");
        }
        case("enwiki", Some("en.wikipedia.org"));
        case("dewiktionary", Some("de.wiktionary.org"));
        case("zh_yuewiki", Some("zh-yue.wikipedia.org"));
        case("be_x_oldwiki", Some("be-tarask.wikipedia.org"));
        case("commonswiki", Some("commons.wikimedia.org"));
        case("simplewikibooks", Some("simple.wikibooks.org"));
        for name in
            ["wiki", "en.wikipedia.org", "localhost", "en", "mywiki.example", "a/wiki", "localhost:8080"]
        {
            case(name, None);
        }
    }
}
