//! Links and web addresses in a line, for terminals and browsers that can open them.
//!
//! ```text
//! see [[New York|city]]     https://en.wikipedia.org/wiki/New_York       a page of the wiki
//! see http://a.org/ä.       http://a.org/%C3%A4                          a web address, without the full stop
//! ```
//!
//! The text is written by strangers: only `http` and `https` are accepted, everything except plain ASCII is
//! percent-encoded (RFC 3986), and no address is longer than terminals accept.

use std::fmt;
use std::ops::Range;

use crate::text::sanitize::sanitized::{LinkTarget, MAX_LINK_TARGET_LEN};

/// The maximum length of a link in bytes. A title has at most 255 bytes; a label has no limit.
const MAX_LINK_LEN: usize = 1_024;

/// The address of the pages of a wiki, with `$1` in place of the title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WikiUrl(String);

/// An invalid address of a wiki.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidWikiUrl;

impl fmt::Display for InvalidWikiUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(
            "not the address of a wiki; write it as https://en.wikipedia.org or https://example.org/w/$1",
        )
    }
}

impl std::error::Error for InvalidWikiUrl {}

impl WikiUrl {
    /// Parses `https://en.wikipedia.org`, `https://example.org/wiki/` or an address with `$1` in place of the title.
    ///
    /// # Errors
    /// When the text is not a web address.
    pub fn parse(address: &str) -> Result<Self, InvalidWikiUrl> {
        let (_, rest) = split_scheme(address).ok_or(InvalidWikiUrl)?;
        let host = rest.split('/').next().unwrap_or_default();
        let is_plain =
            address.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"<>[]{}|\\^`".contains(&byte));
        if !is_plain || host.is_empty() || address.len() > MAX_LINK_TARGET_LEN {
            return Err(InvalidWikiUrl);
        }
        let address = address.trim_end_matches('/');
        Ok(Self(match rest.trim_end_matches('/') {
            _ if address.contains("$1") => address.to_owned(),
            // The path of nearly every wiki.
            rest if rest == host => format!("{address}/wiki/$1"),
            _ => format!("{address}/$1"),
        }))
    }

    /// Returns the address of a page, or of a section.
    fn page(&self, title: &str) -> String {
        self.0.replacen("$1", &percent_encode(&title.replace(' ', "_"), b"-._~/:,@!*()#"), 1)
    }
}

/// Options for the links of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkOptions {
    /// The wiki that `[[links]]` lead to; `None` for the wiki of the page. If that is not known, they have no target.
    pub wiki: Option<WikiUrl>,
}

impl LinkOptions {
    /// Fills in the wiki of the page, unless a wiki is given.
    pub(crate) fn on_page(&self, wiki: Option<&str>) -> Self {
        // An invalid address is ignored: the page is written by strangers too.
        Self { wiki: self.wiki.clone().or_else(|| wiki.and_then(|address| WikiUrl::parse(address).ok())) }
    }
}

/// A link in a line, with its target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) range: Range<usize>,
    pub(crate) target: LinkTarget,
}

/// Finds the parts of links inside a segment of the line: the index of each link, and its range relative to the segment.
/// `links` are in order, as [`find_links`] returns them.
pub(crate) fn links_in_segment<'l>(
    links: &'l [Link],
    at: usize,
    text: &'l str,
) -> impl Iterator<Item = (usize, Range<usize>)> {
    let end = at + text.len();
    let first = links.partition_point(|link| link.range.end <= at);
    let inside = (first..).zip(&links[first..]).take_while(move |(_, link)| link.range.start < end);
    let parts = inside.map(move |(index, Link { range, .. })| {
        (index, range.start.clamp(at, end) - at..range.end.clamp(at, end) - at)
    });
    // Whitespace of the old line may stand in place of the new line's, with other character boundaries.
    parts.filter(|(_, part)| text.get(part.clone()).is_some())
}

/// Finds the links and web addresses in a line, in order and without overlap.
pub(crate) fn find_links(line: &str, wanted: &LinkOptions) -> Vec<Link> {
    let mut found: Vec<Link> = Vec::new();
    let mut from = 0;
    while let Some(at) = line[from..].find(['[', 'h']).map(|at| from + at) {
        let next = page_link(line, at, wanted.wiki.as_ref()).or_else(|| web_link(line, at));
        from = next.as_ref().map_or(at + 1, |link| link.range.end);
        found.extend(next);
    }
    found
}

/// Parses the `[[link]]` at an offset. A target with markup has no known page.
fn page_link(line: &str, at: usize, wiki: Option<&WikiUrl>) -> Option<Link> {
    let inside = line[at..].strip_prefix("[[")?;
    let length = inside.as_bytes().windows(2).take(MAX_LINK_LEN).position(|pair| pair == b"]]")?;
    let target = inside[..length].split('|').next().unwrap_or_default();
    let title = target.trim().trim_start_matches(':').trim_start();
    let is_title = !title.is_empty() && !title.starts_with('#');
    if !is_title || title.contains(|c: char| "[]{}<>".contains(c) || c.is_control()) {
        return None;
    }
    let target = LinkTarget::new(wiki?.page(title))?;
    Some(Link { range: at..at + length + "[[]]".len(), target })
}

/// Parses the web address at an offset.
fn web_link(line: &str, at: usize) -> Option<Link> {
    let rest = &line[at..];
    let (scheme, after) = split_scheme(rest)?;
    let ends = |c: char| c.is_whitespace() || c.is_control() || "[]<>\"{}|\\^`".contains(c);
    let length = after.find(ends).unwrap_or(after.len());
    // MediaWiki treats these as the end of the sentence (Parser.php, `makeFreeExternalLink`).
    let address = after[..length].trim_end_matches([',', ';', '.', ':', '!', '?', ')', '\'']);
    let length = scheme.len() + address.len();
    let target = LinkTarget::new(percent_encode(&rest[..length], b"-._~/:?#@!$&'()*+,;=%"))?;
    (length > scheme.len()).then(|| Link { range: at..at + length, target })
}

fn split_scheme(address: &str) -> Option<(&str, &str)> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| address.starts_with(scheme))?;
    Some(address.split_at(scheme.len()))
}

/// Percent-encodes all bytes except letters, digits and the given signs.
fn percent_encode(text: &str, kept: &[u8]) -> String {
    text.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || kept.contains(&byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn case(line: &str, expected: &[(&str, &str)]) {
        let wiki = WikiUrl::parse("https://en.wikipedia.org").unwrap();
        let found = find_links(line, &LinkOptions { wiki: Some(wiki) });
        let found: Vec<_> =
            found.iter().map(|link| (&line[link.range.clone()], link.target.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn finds_links_to_pages() {
        case("a [[New York|city]] b", &[("[[New York|city]]", "https://en.wikipedia.org/wiki/New_York")]);
        case("[[:Category:Ö?]]", &[("[[:Category:Ö?]]", "https://en.wikipedia.org/wiki/Category:%C3%96%3F")]);
        case("[[A#b c]]", &[("[[A#b c]]", "https://en.wikipedia.org/wiki/A#b_c")]);
    }

    #[test]
    fn ignores_links_without_a_known_target() {
        for line in [
            "[[]]",
            "[[#here]]",
            "[[{{PAGENAME}}]]",
            "[[a",
            "[[a[[b",
            "[[a\u{7}]]",
            "http://",
            "https:// x",
            "hh",
        ] {
            case(line, &[]);
        }
        case(&format!("[[{}]]", "a".repeat(MAX_LINK_LEN)), &[]);
        case(&format!("https://{}", "ä".repeat(400)), &[]);
    }

    #[test]
    fn finds_web_addresses() {
        case("[https://a.org/b?c=d e]", &[("https://a.org/b?c=d", "https://a.org/b?c=d")]);
        case("see http://a.org/ä.", &[("http://a.org/ä", "http://a.org/%C3%A4")]);
        case("javascript:alert(1) file://a", &[]);
    }

    #[test]
    fn finds_only_addresses_without_a_wiki() {
        let found = find_links("[[a]] http://b", &LinkOptions { wiki: None });
        assert_eq!(found.iter().map(|link| link.target.as_str()).collect::<Vec<_>>(), ["http://b"]);
    }

    #[test]
    fn given_wiki_overrides_the_wiki_of_the_page() {
        let leads = |wanted: Option<&str>, page| {
            let wanted = LinkOptions { wiki: wanted.map(|wiki| WikiUrl::parse(wiki).unwrap()) };
            find_links("[[A]]", &wanted.on_page(page)).pop().map(|link| link.target.as_str().to_owned())
        };
        let page = Some("https://b.org/w/index.php?title=$1");
        assert_eq!(leads(None, page).as_deref(), Some("https://b.org/w/index.php?title=A"));
        assert_eq!(leads(Some("https://a.org"), page).as_deref(), Some("https://a.org/wiki/A"));
        assert_eq!(leads(None, Some("javascript:$1")), None);
    }

    #[test]
    fn parses_hosts_paths_and_patterns() {
        let page = |address: &str| WikiUrl::parse(address).map(|wiki| wiki.page("A"));
        assert_eq!(page("https://a.org"), Ok("https://a.org/wiki/A".to_owned()));
        assert_eq!(page("https://a.org/wiki/"), Ok("https://a.org/wiki/A".to_owned()));
        assert_eq!(page("http://a.org/w?title=$1"), Ok("http://a.org/w?title=A".to_owned()));
        for wrong in ["a.org", "https://", "ftp://a", "https://a.org/\u{1b}", "https://a b"] {
            assert_eq!(page(wrong), Err(InvalidWikiUrl), "{wrong}");
        }
    }

    proptest! {
        #![proptest_config(crate::proptest_config())]

        #[test]
        fn targets_are_plain_and_in_order(line in "(\\[\\[|\\]\\]|\\||https?://|[a-cä \u{1b}\u{7};#%]|\\PC){0,24}") {
            let wiki = WikiUrl::parse("https://a.org").unwrap();
            let mut from = 0;
            for link in find_links(&line, &LinkOptions { wiki: Some(wiki) }) {
                prop_assert!(link.range.start >= from && !line[link.range.clone()].is_empty());
                prop_assert!(link.target.as_str().bytes().all(|byte| byte.is_ascii_graphic()));
                from = link.range.end;
            }
        }
    }
}
