//! Addresses of a wiki's pages, worked out from an address in the input.
//!
//! ```text
//! https://en.wikipedia.org/w/index.php?title=Fenn&oldid=7  ┐
//! //en.wikipedia.org/w/api.php?action=rsd                  ┴▶ https://en.wikipedia.org/w/index.php?title=$1
//! https://en.wikipedia.org/wiki/Main_Page                   ─▶ https://en.wikipedia.org/wiki/$1
//! ```
//!
//! The scripts of a wiki share a folder (`$wgScriptPath`), and `index.php` takes the title of any page. Only complete
//! web addresses count, because the address of the page that a relative address belongs to is unknown here.

use crate::model::Sides;

/// Finds the pages by the address of a script.
pub(crate) fn from_script(address: &str) -> Option<String> {
    let address = absolute_url(address)?;
    let path = address.split(['?', '#']).next()?;
    let script = ["/index.php", "/api.php"].into_iter().find_map(|script| path.find(script))?;
    is_web_url(&path[..script]).then(|| format!("{}/index.php?title=$1", &path[..script]))
}

/// Finds the pages by the address of the main page, which export files state.
pub(crate) fn from_main_page(address: &str) -> Option<String> {
    from_script(address).or_else(|| {
        let address = absolute_url(address)?;
        let (folder, page) = address.rsplit_once('/')?;
        (is_web_url(folder) && !page.is_empty() && !page.contains('?')).then(|| format!("{folder}/$1"))
    })
}

/// Finds the pages by the address of any page. An address without a script counts only in `/wiki/`, the folder of
/// nearly every wiki (Manual:Short URL), because a title may contain slashes.
pub(crate) fn from_page(address: &str) -> Option<String> {
    from_script(address).or_else(|| {
        let address = absolute_url(address)?;
        let (host, title) = address.split_once("/wiki/")?;
        let is_host = host.split_once("://").is_some_and(|(_, host)| !host.contains(['/', '?', '#']));
        (is_host && is_web_url(host) && !title.is_empty()).then(|| format!("{host}/wiki/$1"))
    })
}

/// Joins the server and the article path of `meta=siteinfo`.
pub(crate) fn from_paths(server: &str, articles: &str) -> Option<String> {
    let server = absolute_url(server)?;
    (is_web_url(&server) && articles.contains("$1")).then(|| format!("{server}{articles}"))
}

/// Address of the diff of two revisions. People paste it into a shell, so it has no character that a shell treats
/// specially.
pub(crate) fn diff_url(pages: &str, revisions: Sides<u64>) -> Option<String> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._:/".contains(c);
    let folder = pages.strip_suffix("index.php?title=$1").map(|folder| format!("{folder}index.php/"));
    let folder = folder.or_else(|| pages.strip_suffix("$1").map(str::to_owned))?;
    folder.chars().all(is_plain).then(|| format!("{folder}Special:Diff/{}/{}", revisions.old, revisions.new))
}

/// The address with a scheme. An address without one comes from a web page, and gets `https:`.
fn absolute_url(address: &str) -> Option<String> {
    match address.strip_prefix("//") {
        Some(rest) => Some(format!("https://{rest}")),
        None => is_web_url(address).then(|| address.to_owned()),
    }
}

/// True for a web address with a host and without a pattern (`$1`).
fn is_web_url(address: &str) -> bool {
    let rest = ["https://", "http://"].into_iter().find_map(|scheme| address.strip_prefix(scheme));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/') && !rest.contains('$'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const INDEX: Option<&str> = Some("https://a.org/w/index.php?title=$1");

    #[test]
    fn script_gives_the_page_address() {
        #[track_caller]
        fn case(address: &str, expected: Option<&str>) {
            assert_eq!(from_script(address).as_deref(), expected, "{address}");
        }
        case("https://a.org/w/index.php?title=Fenn&oldid=7", INDEX);
        case("//a.org/w/api.php?action=rsd", INDEX);
        case("http://a.org/index.php/Fenn?oldid=7", Some("http://a.org/index.php?title=$1"));
        for other in [
            "/w/index.php?title=A",
            "https://a.org/wiki/A",
            "https://a.org/?b=/index.php",
            "ftp://a.org/index.php",
            "javascript:alert(1)//index.php",
            "https:///index.php",
            "///index.php",
            "https://a.$1.org/index.php",
            "",
        ] {
            case(other, None);
        }
    }

    #[test]
    fn diff_url_uses_a_special_page() {
        #[track_caller]
        fn case(pages: &str, expected: Option<&str>) {
            assert_eq!(diff_url(pages, Sides::new(1, 2)).as_deref(), expected, "{pages}");
        }
        case("https://a.org/w/index.php?title=$1", Some("https://a.org/w/index.php/Special:Diff/1/2"));
        case("https://a.org/wiki/$1", Some("https://a.org/wiki/Special:Diff/1/2"));
        for other in [
            "https://a.org/;ls/$1",
            "https://a.org/'/index.php?title=$1",
            "https://a.org/?b=$1",
            "https://a.org/ü/$1",
        ] {
            case(other, None);
        }
    }

    #[test]
    fn page_gives_the_page_address() {
        for address in ["https://a.org/wiki/A", "//a.org/wiki/A/wiki/B?diff=1"] {
            assert_eq!(from_page(address).as_deref(), Some("https://a.org/wiki/$1"), "{address}");
        }
        assert_eq!(from_page("https://a.org/w/index.php?title=A").as_deref(), INDEX);
        for address in
            ["https://a.org/wiki/", "https://a.org/b/wiki/A", "/wiki/A", "https://a.org/A", "https:///wiki/A"]
        {
            assert_eq!(from_page(address), None, "{address}");
        }
    }

    #[test]
    fn main_page_and_paths_give_the_page_address() {
        assert_eq!(from_main_page("https://a.org/wiki/Main_Page").as_deref(), Some("https://a.org/wiki/$1"));
        assert_eq!(from_main_page("https://a.org/w/index.php?title=Main_Page").as_deref(), INDEX);
        assert_eq!(from_main_page("https://a.org/"), None);
        assert_eq!(from_main_page("https://a.org/?page=A"), None);
        assert_eq!(from_paths("//a.org", "/wiki/$1").as_deref(), Some("https://a.org/wiki/$1"));
        assert_eq!(from_paths("a.org", "/wiki/$1"), None);
        assert_eq!(from_paths("//a.org", "/wiki/"), None);
    }
}
