//! Detection of the format of exact input, by the start of the text.

use std::fmt;

/// Formats of exact input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExactFormat {
    /// HTML: a page, a fragment, or rows.
    Html,
    /// JSON: an API answer.
    Json,
    /// XML: a feed.
    Feed,
    /// XML: an export of pages with their revisions.
    Export,
}

impl fmt::Display for ExactFormat {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Html => "HTML",
            Self::Json => "JSON",
            Self::Feed => "a feed",
            Self::Export => "an export",
        })
    }
}

/// Starts that no wikitext has: of an HTML page, a table, and XML. Wikitext may begin with other tags.
const CERTAIN_STARTS: [&str; 6] = ["<!doctype", "<html", "<table", "<tr", "<?xml", "<mediawiki"];

/// Detects the format by the start of the text: a guess. Returns `None` for copied text.
pub(crate) fn detect_format(text: &str) -> Option<ExactFormat> {
    let start = text.trim_start();
    // A list of answers begins with its first answer.
    let object = start.strip_prefix('[').map_or(start, str::trim_start);
    if let Some(inner) = object.strip_prefix('{') {
        return inner.trim_start().starts_with('"').then_some(ExactFormat::Json);
    }
    if is_clipboard(start) {
        return Some(ExactFormat::Html);
    }
    let root = root_element(start)?;
    Some(match root.to_ascii_lowercase().as_str() {
        "feed" | "rss" | "rdf:rdf" => ExactFormat::Feed,
        "mediawiki" => ExactFormat::Export,
        _ => ExactFormat::Html,
    })
}

/// Returns true for exact input even if it has no diff.
pub(crate) fn is_certainly_exact(text: &str) -> bool {
    let start = text.trim_start();
    let has_start = |tag: &&str| start.get(..tag.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(tag));
    CERTAIN_STARTS.iter().any(has_start) || !matches!(detect_format(text), Some(ExactFormat::Html) | None)
}

/// Returns true for markup from the middle of a JSON string: its first attribute has an escaped quotation mark.
pub(crate) fn is_json_fragment(text: &str) -> bool {
    detect_format(text) == Some(ExactFormat::Html)
        && text.split_once('"').is_some_and(|(before, _)| before.ends_with("=\\"))
}

/// Returns true for the "HTML Format" of the Windows clipboard: a header, then the markup.
fn is_clipboard(start: &str) -> bool {
    start.starts_with("Version:") && start.lines().take(3).any(|line| line.starts_with("StartHTML:"))
}

/// Finds the name of the first element, after `<?xml …?>`, a document type and comments.
fn root_element(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        rest = rest.trim_start().strip_prefix('<')?;
        let end = match rest {
            _ if rest.starts_with('?') => "?>",
            _ if rest.starts_with("!--") => "-->",
            _ if rest.starts_with('!') => ">",
            _ => break,
        };
        (_, rest) = rest.split_once(end)?;
    }
    let end = rest.find(|character: char| character.is_whitespace() || matches!(character, '>' | '/'));
    Some(&rest[..end.unwrap_or(rest.len())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: Option<ExactFormat>) {
        assert_eq!(detect_format(text), expected, "{text:?}");
    }

    #[test]
    fn detects_the_format_by_the_start() {
        case("\n<!DOCTYPE html>\n<html>", Some(ExactFormat::Html));
        case("<tr>", Some(ExactFormat::Html));
        case("<!--StartFragment--><table>", Some(ExactFormat::Html));
        case("Version:0.9\r\nStartHTML:0000000105\r\n", Some(ExactFormat::Html));
        case("<?xml version=\"1.0\"?>\n<feed xmlns=\"a\">", Some(ExactFormat::Feed));
        case("<rss version=\"2.0\">", Some(ExactFormat::Feed));
        case("<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"a\"><html>", Some(ExactFormat::Html));
        case("<mediawiki version=\"0.11\">", Some(ExactFormat::Export));
        case("{\"compare\":{}}", Some(ExactFormat::Json));
        case("{\n  \"compare\": {}}", Some(ExactFormat::Json));
    }

    #[test]
    fn copied_text_has_no_format() {
        case("Line 20: Line 20:", None);
        case("{{Infobox}}", None);
        case("{| class=\"wikitable\"", None);
        case("Version: 3", None);
        case("", None);
    }

    #[test]
    fn json_fragment_has_escaped_quotation_marks() {
        assert!(is_json_fragment(r#"<tr>\n<td class=\"diff-marker\">"#));
        assert!(!is_json_fragment(r#"<td class="diff-marker">=\"</td>"#));
        assert!(!is_json_fragment(r#"{"a":"<td class=\"b\">"}"#));
    }

    #[test]
    fn a_lone_tag_is_not_certainly_exact() {
        assert!(!is_certainly_exact("<ref>a</ref>"));
        assert!(is_certainly_exact("<TABLE>"));
        assert!(is_certainly_exact("{\"a\":1}"));
    }
}
