//! Forms of exact input, recognized by the start of the text.

use std::fmt;

/// A form that is not text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// HTML: a page, a fragment, or rows.
    Html,
    /// JSON: an answer of an API.
    Json,
    /// XML: a feed.
    Feed,
    /// XML: pages with their revisions.
    Export,
}

impl fmt::Display for Form {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Html => "HTML",
            Self::Json => "JSON",
            Self::Feed => "a feed",
            Self::Export => "an export",
        })
    }
}

/// Starts of a page, of a fragment, and of XML. Other tags can begin a line of wikitext, too.
const OPENINGS: [&str; 6] = ["<!doctype", "<html", "<table", "<tr", "<?xml", "<mediawiki"];

/// The form of a text; nothing where it begins as text does. That it has the form is not certain.
pub(crate) fn of(text: &str) -> Option<Form> {
    let start = text.trim_start();
    if let Some(inner) = start.strip_prefix('{') {
        return inner.trim_start().starts_with('"').then_some(Form::Json);
    }
    if is_clipboard(start) {
        return Some(Form::Html);
    }
    let root = root(start)?;
    Some(match root.to_ascii_lowercase().as_str() {
        "feed" | "rss" | "rdf:rdf" => Form::Feed,
        "mediawiki" => Form::Export,
        _ => Form::Html,
    })
}

/// Returns true if a text without a diff must be markup.
pub(crate) fn is_certain(text: &str) -> bool {
    let start = text.trim_start();
    let begins =
        |opening: &&str| start.get(..opening.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(opening));
    OPENINGS.iter().any(begins) || !matches!(of(text), Some(Form::Html) | None)
}

/// Returns true for a string of JSON without its start: the first attribute is quoted with an escape.
pub(crate) fn is_torn_answer(text: &str) -> bool {
    of(text) == Some(Form::Html) && text.split_once('"').is_some_and(|(before, _)| before.ends_with("=\\"))
}

/// Returns true for the "HTML Format" of the Windows clipboard, which has a head before the markup.
fn is_clipboard(start: &str) -> bool {
    start.starts_with("Version:") && start.lines().take(3).any(|line| line.starts_with("StartHTML:"))
}

/// The name of the first element, behind what XML puts before it: `<?xml …?>`, a document type, comments.
fn root(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        rest = rest.trim_start().strip_prefix('<')?;
        let end = match rest {
            _ if rest.starts_with('?') => "?>",
            _ if rest.starts_with("!--") => "-->",
            _ if rest.starts_with('!') => ">",
            _ => break,
        };
        let (_, behind) = rest.split_once(end)?;
        rest = behind;
    }
    let end = rest.find(|character: char| character.is_whitespace() || matches!(character, '>' | '/'));
    Some(&rest[..end.unwrap_or(rest.len())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: Option<Form>) {
        assert_eq!(of(text), expected, "{text:?}");
    }

    #[test]
    fn the_beginning_tells_the_form() {
        case("\n<!DOCTYPE html>\n<html>", Some(Form::Html));
        case("<tr>", Some(Form::Html));
        case("<!--StartFragment--><table>", Some(Form::Html));
        case("Version:0.9\r\nStartHTML:0000000105\r\n", Some(Form::Html));
        case("<?xml version=\"1.0\"?>\n<feed xmlns=\"a\">", Some(Form::Feed));
        case("<rss version=\"2.0\">", Some(Form::Feed));
        case("<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"a\"><html>", Some(Form::Html));
        case("<mediawiki version=\"0.11\">", Some(Form::Export));
        case("{\"compare\":{}}", Some(Form::Json));
        case("{\n  \"compare\": {}}", Some(Form::Json));
    }

    #[test]
    fn text_has_no_form() {
        case("Line 20: Line 20:", None);
        case("{{Infobox}}", None);
        case("{| class=\"wikitable\"", None);
        case("Version: 3", None);
        case("", None);
    }

    #[test]
    fn a_piece_of_an_answer_has_the_escapes_of_json() {
        assert!(is_torn_answer(r#"<tr>\n<td class=\"diff-marker\">"#));
        assert!(!is_torn_answer(r#"<td class="diff-marker">=\"</td>"#));
        assert!(!is_torn_answer(r#"{"a":"<td class=\"b\">"}"#));
    }

    #[test]
    fn a_tag_alone_makes_no_markup() {
        assert!(!is_certain("<ref>a</ref>"));
        assert!(is_certain("<TABLE>"));
        assert!(is_certain("{\"a\":1}"));
    }
}
