//! Where the links and addresses in a line lead, for terminals that can open them.
//!
//! The text is strangers' text: only addresses of the web are taken, everything in them that is not plain ASCII is
//! percent-encoded (RFC 3986), and none is longer than terminals are known to take.

use std::fmt;
use std::ops::Range;

use crate::text::sanitize::sanitized::{LinkTarget, MAX_LINK_TARGET_LEN};

/// The longest link that is looked at: a title has at most 255 bytes, and its label no end.
const MAX_LINK_LEN: usize = 1_024;

/// Where a wiki has its pages: an address with `$1` for the title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WikiUrl(String);

/// What is wrong with the address of a wiki.
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
    /// Reads `https://en.wikipedia.org`, `https://example.org/wiki/` or an address with `$1` for the title.
    ///
    /// # Errors
    /// When it is no address of the web.
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
            // Where nearly every wiki has its pages.
            rest if rest == host => format!("{address}/wiki/$1"),
            _ => format!("{address}/$1"),
        }))
    }

    /// The address of a page, or of a section of it.
    fn page(&self, title: &str) -> String {
        self.0.replacen("$1", &encoded(&title.replace(' ', "_"), b"-._~/:,@!*()#"), 1)
    }
}

/// Which links a picture has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkOptions {
    /// The wiki that `[[links]]` lead to; without one, the page's own, and where that is not known, they lead nowhere.
    pub wiki: Option<WikiUrl>,
}

impl LinkOptions {
    /// The same where the page says what wiki it is of; what is wanted goes before it.
    pub(crate) fn on_page(&self, wiki: Option<&str>) -> Self {
        // An address that is none leads nowhere: the page is no better than its text.
        Self { wiki: self.wiki.clone().or_else(|| wiki.and_then(|address| WikiUrl::parse(address).ok())) }
    }
}

/// A stretch of a line that leads somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) range: Range<usize>,
    pub(crate) address: LinkTarget,
}

impl Link {
    /// The part of it that is in a stretch of the line, counted from there.
    pub(crate) fn within(&self, at: usize, text: &str) -> Option<Range<usize>> {
        let place = |end: usize| end.clamp(at, at + text.len()) - at;
        let part = place(self.range.start)..place(self.range.end);
        // White space that only the old line has stands in the new one's place, and need not have its boundaries.
        let is_part = !part.is_empty() && text.get(part.clone()).is_some();
        is_part.then_some(part)
    }
}

/// The links and addresses in a line, in order and apart from one another.
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

/// The `[[link]]` that begins at a place. One whose target holds markup leads nobody knows where.
fn page_link(line: &str, at: usize, wiki: Option<&WikiUrl>) -> Option<Link> {
    let inside = line[at..].strip_prefix("[[")?;
    let length = inside.as_bytes().windows(2).take(MAX_LINK_LEN).position(|pair| pair == b"]]")?;
    let target = inside[..length].split('|').next().unwrap_or_default();
    let title = target.trim().trim_start_matches(':').trim_start();
    let is_title = !title.is_empty() && !title.starts_with('#');
    if !is_title || title.contains(|c: char| "[]{}<>".contains(c) || c.is_control()) {
        return None;
    }
    let address = LinkTarget::new(wiki?.page(title))?;
    Some(Link { range: at..at + length + "[[]]".len(), address })
}

/// The address of the web that begins at a place.
fn web_link(line: &str, at: usize) -> Option<Link> {
    let rest = &line[at..];
    let (scheme, after) = split_scheme(rest)?;
    let ends = |c: char| c.is_whitespace() || c.is_control() || "[]<>\"{}|\\^`".contains(c);
    let length = after.find(ends).unwrap_or(after.len());
    // MediaWiki takes these for the end of the sentence (Parser.php, `makeFreeExternalLink`).
    let address = after[..length].trim_end_matches([',', ';', '.', ':', '!', '?', ')', '\'']);
    let length = scheme.len() + address.len();
    let address = LinkTarget::new(encoded(&rest[..length], b"-._~/:?#@!$&'()*+,;=%"))?;
    (length > scheme.len()).then(|| Link { range: at..at + length, address })
}

fn split_scheme(address: &str) -> Option<(&str, &str)> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| address.starts_with(scheme))?;
    Some(address.split_at(scheme.len()))
}

/// The text with everything percent-encoded but letters, digits and the signs that are kept.
fn encoded(text: &str, kept: &[u8]) -> String {
    let byte = |byte: u8| {
        if byte.is_ascii_alphanumeric() || kept.contains(&byte) {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    };
    text.bytes().map(byte).collect()
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
            found.iter().map(|link| (&line[link.range.clone()], link.address.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn links_lead_to_pages_of_the_wiki() {
        case("a [[New York|city]] b", &[("[[New York|city]]", "https://en.wikipedia.org/wiki/New_York")]);
        case("[[:Category:Ö?]]", &[("[[:Category:Ö?]]", "https://en.wikipedia.org/wiki/Category:%C3%96%3F")]);
        case("[[A#b c]]", &[("[[A#b c]]", "https://en.wikipedia.org/wiki/A#b_c")]);
    }

    #[test]
    fn what_leads_nobody_knows_where_is_no_link() {
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
    fn addresses_lead_to_themselves() {
        case("[https://a.org/b?c=d e]", &[("https://a.org/b?c=d", "https://a.org/b?c=d")]);
        case("see http://a.org/ä.", &[("http://a.org/ä", "http://a.org/%C3%A4")]);
        case("javascript:alert(1) file://a", &[]);
    }

    #[test]
    fn without_a_wiki_only_addresses_lead_somewhere() {
        let found = find_links("[[a]] http://b", &LinkOptions { wiki: None });
        assert_eq!(found.iter().map(|link| link.address.as_str()).collect::<Vec<_>>(), ["http://b"]);
    }

    #[test]
    fn the_wiki_that_is_wanted_goes_before_that_of_the_page() {
        let leads = |wanted: Option<&str>, page| {
            let wanted = LinkOptions { wiki: wanted.map(|wiki| WikiUrl::parse(wiki).unwrap()) };
            find_links("[[A]]", &wanted.on_page(page)).pop().map(|link| link.address.as_str().to_owned())
        };
        let page = Some("https://b.org/w/index.php?title=$1");
        assert_eq!(leads(None, page).as_deref(), Some("https://b.org/w/index.php?title=A"));
        assert_eq!(leads(Some("https://a.org"), page).as_deref(), Some("https://a.org/wiki/A"));
        assert_eq!(leads(None, Some("javascript:$1")), None);
    }

    #[test]
    fn a_wiki_is_named_by_its_host_its_path_or_a_pattern() {
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
        fn addresses_are_plain_and_links_in_order(line in "(\\[\\[|\\]\\]|\\||https?://|[a-cä \u{1b}\u{7};#%]|\\PC){0,24}") {
            let wiki = WikiUrl::parse("https://a.org").unwrap();
            let mut from = 0;
            for link in find_links(&line, &LinkOptions { wiki: Some(wiki) }) {
                prop_assert!(link.range.start >= from && !line[link.range.clone()].is_empty());
                prop_assert!(link.address.as_str().bytes().all(|byte| byte.is_ascii_graphic()));
                from = link.range.end;
            }
        }
    }
}
