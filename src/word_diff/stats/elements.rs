//! The elements of a line of wikitext that a reader counts: links, templates, references, files, headings.
//!
//! This is no parser: a link counts anywhere, also in a comment. Each character is read a few times at most.
//!
//! ```text
//! {{cite web |url=https://a.org/b}}    Template "cite web", Address "https://a.org/b"
//! [[Category:Cities]]                  Category "Category:Cities"
//! ```

use std::ops::Range;

use memchr::{memchr, memchr_iter, memchr2, memchr3, memchr3_iter, memrchr};

use crate::model::Sides;
use crate::word_diff::similarity::common_ends::{CommonEnds, common_ends};

/// An element of wikitext.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum WikiElement {
    /// `[[Page]]`, `[[Page|label]]`.
    Link,
    /// `{{Template}}`.
    Template,
    /// `<ref`.
    Reference,
    /// `[[Category:…]]`.
    Category,
    /// `[[File:…]]`.
    File,
    /// `== Heading ==`.
    Heading,
    /// `https://…`.
    Address,
}

/// The maximum length of a name: a title has at most 255 bytes, and blanks may surround it.
const MAX_NAME_LEN: usize = 300;

/// The names of the category namespace: English, which every wiki understands, and the languages of the largest wikis.
const CATEGORIES: [&str; 12] = [
    "category",
    "kategorie",
    "catégorie",
    "categoría",
    "categoria",
    "категория",
    "категорія",
    "kategoria",
    "categorie",
    "分类",
    "分類",
    "تصنيف",
];

/// The names of the file namespace, in the same languages.
const FILES: [&str; 14] = [
    "file",
    "image",
    "datei",
    "bild",
    "fichier",
    "archivo",
    "ficheiro",
    "immagine",
    "файл",
    "plik",
    "bestand",
    "文件",
    "ファイル",
    "ملف",
];

/// The text of a heading, if the line is a heading (`Parser.php`, `handleHeadings`: equal signs at both ends).
#[must_use]
pub(crate) fn parse_heading(line: &str) -> Option<&str> {
    // The first byte rules most lines out.
    if !line.starts_with('=') {
        return None;
    }
    let line = line.trim_end();
    let level = |text: &str| text.bytes().take_while(|byte| *byte == b'=').count();
    let closing = line.bytes().rev().take_while(|byte| *byte == b'=').count();
    let level = level(line).min(closing).min(6);
    if level == 0 || line.len() <= 2 * level {
        return None;
    }
    let text = line[level..line.len() - level].trim();
    (!text.is_empty()).then_some(text)
}

/// The elements of a line with their names: the page of a link, the template, the address. The name of a reference is
/// empty.
#[cfg(test)]
pub(crate) fn elements(line: &str) -> impl Iterator<Item = (WikiElement, &str)> {
    elements_within(line, 0..line.len())
}

/// The elements that begin in a part of a line. A heading counts for any part of its line.
pub(crate) fn elements_within(line: &str, part: Range<usize>) -> impl Iterator<Item = (WikiElement, &str)> {
    let mut at = part.start;
    let inside = find_candidates(&line.as_bytes()[part.clone()]).filter_map(move |begin| {
        let begin = part.start + begin;
        if begin < at {
            return None;
        }
        let rest = &line[begin..];
        let element = parse_element(rest);
        at = begin + element.map_or_else(|| other_skip(rest), |(_, name)| element_skip(rest, name));
        element
    });
    parse_heading(line).map(|text| (WikiElement::Heading, text)).into_iter().chain(inside)
}

/// Returns true if a line may have elements. Most lines of a table or a list have none, which is a cheaper test than a
/// search for the changes.
pub(crate) fn may_hold_elements(line: &str) -> bool {
    let text = line.as_bytes();
    line.starts_with('=') || memchr3(b'[', b'{', b'<', text).is_some() || memchr(b':', text).is_some()
}

/// The offsets at which an element may begin, in order.
fn find_candidates(text: &[u8]) -> impl Iterator<Item = usize> {
    let mut brackets = memchr3_iter(b'[', b'{', b'<', text).peekable();
    // A colon is rarer than the letter that an address begins with.
    let mut addresses = memchr_iter(b':', text).filter_map(|colon| scheme_before(&text[..colon])).peekable();
    std::iter::from_fn(move || match (brackets.peek(), addresses.peek()) {
        (Some(bracket), Some(address)) if address < bracket => addresses.next(),
        (None, _) => addresses.next(),
        _ => brackets.next(),
    })
}

/// The offset of the scheme of an address, if the text ends with one.
fn scheme_before(text: &[u8]) -> Option<usize> {
    let scheme = [b"https".as_slice(), b"http"].into_iter().find(|scheme| text.ends_with(scheme))?;
    Some(text.len() - scheme.len())
}

/// The parts of two lines that hold all differences in elements.
///
/// The parts begin and end at blanks. An address has no blank in it, and inside any other element the next one may begin
/// at its second character. An element so far before the first difference that its name ends there is the same in both.
pub(crate) fn parts_with_changes(lines: Sides<&str>) -> Sides<Range<usize>> {
    let old = lines.old.as_bytes();
    let CommonEnds { prefix, suffix } = common_ends(lines.map(str::as_bytes));
    let start = memrchr(b' ', &old[..prefix.saturating_sub(MAX_NAME_LEN + MAX_SIGN_LEN)]);
    let start = start.map_or(0, |blank| blank + 1);
    let same = memchr(b' ', &old[old.len() - suffix..]).map_or(0, |blank| suffix - blank);
    lines.map(|line| start..line.len() - same)
}

/// The maximum length of the signs around a name: `<ref` and one more.
const MAX_SIGN_LEN: usize = 5;

/// The length to skip behind an element: all of an address, but only the opening of others, since elements nest.
fn element_skip(rest: &str, name: &str) -> usize {
    if rest.starts_with('h') { name.len() } else { 2 }
}

/// The length to skip without an element: three braces are a parameter, and no template begins inside.
fn other_skip(rest: &str) -> usize {
    rest.bytes().take_while(|byte| *byte == b'{').count().max(1)
}

/// The element at the beginning of the text.
fn parse_element(rest: &str) -> Option<(WikiElement, &str)> {
    if let Some(inside) = rest.strip_prefix("[[") {
        let name = parse_name(inside, *b"|]")?.trim_start_matches([':', ' ']);
        return Some((link_kind(inside, name), name));
    }
    if let Some(inside) = rest.strip_prefix("{{") {
        // Three braces are a parameter; a number sign begins a parser function.
        let name = parse_name(inside, *b"|}").filter(|name| !name.starts_with(['{', '#']))?;
        return Some((WikiElement::Template, name));
    }
    if let Some(after) = rest.strip_prefix("<ref") {
        return after.starts_with([' ', '>', '/']).then_some((WikiElement::Reference, ""));
    }
    parse_address(rest).map(|address| (WikiElement::Address, address))
}

/// The kind of a link. A link with a leading colon leads to the category or file, and does not include it.
fn link_kind(inside: &str, name: &str) -> WikiElement {
    let space = name.split_once(':').map(|(space, _)| space.trim().to_lowercase());
    match space {
        Some(space) if !inside.starts_with(':') && CATEGORIES.contains(&space.as_str()) => {
            WikiElement::Category
        }
        Some(space) if !inside.starts_with(':') && FILES.contains(&space.as_str()) => WikiElement::File,
        _ => WikiElement::Link,
    }
}

/// The name up to one of two signs, or `None` if the name is empty or too long.
fn parse_name(inside: &str, ends: [u8; 2]) -> Option<&str> {
    let may_be_name = &inside.as_bytes()[..inside.len().min(MAX_NAME_LEN)];
    let length = memchr2(ends[0], ends[1], may_be_name);
    // In a template over several lines, the name ends with the line.
    let length = length.or_else(|| (inside.len() <= MAX_NAME_LEN).then_some(inside.len()))?;
    let name = inside[..length].trim();
    (!name.is_empty()).then_some(name)
}

fn parse_address(rest: &str) -> Option<&str> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| rest.starts_with(scheme))?;
    let is_sign = |character| matches!(character, '[' | ']' | '<' | '>' | '"' | '{' | '}' | '|');
    let ends = |character: char| is_sign(character) || character.is_whitespace();
    let length = rest.find(ends).unwrap_or(rest.len());
    (length > scheme.len()).then(|| &rest[..length])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn case(line: &str, expected: &[(WikiElement, &str)]) {
        assert_eq!(elements(line).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn finds_elements_with_their_names() {
        case("a [[New York|city]] b", &[(WikiElement::Link, "New York")]);
        case(
            "[[Category:Cities]] [[:Category:Ports]]",
            &[(WikiElement::Category, "Category:Cities"), (WikiElement::Link, "Category:Ports")],
        );
        case(
            "{{cite web |url=https://a.org/b}}",
            &[(WikiElement::Template, "cite web"), (WikiElement::Address, "https://a.org/b")],
        );
        case("<ref name=\"a\" /><references/>", &[(WikiElement::Reference, "")]);
        case("{{{1}}} {{#if:a}} [[", &[]);
        case("{{Infobox", &[(WikiElement::Template, "Infobox")]);
    }

    #[test]
    fn finds_nested_elements() {
        case(
            "[[Datei:A.jpg|mini|Ein [[Boot]]]]",
            &[(WikiElement::File, "Datei:A.jpg"), (WikiElement::Link, "Boot")],
        );
        case("{{a|{{b}}}}", &[(WikiElement::Template, "a"), (WikiElement::Template, "b")]);
    }

    proptest! {
        #![proptest_config(crate::proptest_config())]

        #[test]
        fn elements_outside_of_the_parts_with_changes_are_equal(
            texts in prop::array::uniform4("(\\[\\[|\\]\\]|\\{\\{|\\}|\\||<ref|https?://| |[a-cä:=]|x{299}){0,9}"),
        ) {
            let [before, old, new, after] = texts;
            let lines = Sides::new(format!("{before}{old}{after}"), format!("{before}{new}{after}"));
            let lines = lines.as_ref().map(String::as_str);
            let parts = parts_with_changes(lines);
            for line in [lines.old, lines.new] {
                prop_assert!(may_hold_elements(line) || elements(line).next().is_none());
            }
            let sorted = |mut found: Vec<_>| { found.sort(); found };
            let left = |line, part: &Range<usize>| {
                let mut found: Vec<_> = elements(line).collect();
                for element in elements_within(line, part.clone()) {
                    let at = found.iter().position(|other| *other == element);
                    found.remove(at.expect("an element of a part is one of the line"));
                }
                sorted(found)
            };
            prop_assert_eq!(left(lines.old, &parts.old), left(lines.new, &parts.new));
        }
    }

    #[test]
    fn heading_has_equal_signs_at_both_ends() {
        #[track_caller]
        fn case(line: &str, expected: Option<&str>) {
            assert_eq!(parse_heading(line), expected, "{line}");
        }
        case("== History ==", Some("History"));
        case("=== A = B ===  ", Some("A = B"));
        case("==a=", Some("=a"));
        case("==", None);
        case("== ==", None);
        case("a = b =", None);
        case("=a=", Some("a"));
        case("== a == b ==", Some("a == b"));
        case("a ==", None);
        case("== a", None);
        case(" == a ==", None);
        case("|a=b=", None);
    }
}
