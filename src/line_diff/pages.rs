//! A page of wikitext as lines, and what of its line ends is not compared.

use crate::model::{Sides, Warning, WarningCode};

/// The lines of a page without their ends. A page without text has no lines.
pub(crate) fn lines(page: &str) -> Vec<&str> {
    let text = page.strip_suffix('\n').unwrap_or(page);
    if page.is_empty() {
        return Vec::new();
    }
    let ends = memchr::memchr_iter(b'\n', text.as_bytes());
    let mut lines = Vec::with_capacity(ends.clone().count() + 1);
    let mut from = 0;
    for end in ends.chain([text.len()]) {
        lines.push(without_return(&text[from..end]));
        from = end + 1;
    }
    lines
}

fn without_return(line: &str) -> &str {
    line.strip_suffix('\r').unwrap_or(line)
}

/// The size in bytes that MediaWiki states for a page of these lines: a newline stands between lines, none at the end.
pub(crate) fn size(lines: &[&str]) -> i64 {
    let bytes: usize = lines.iter().map(|line| line.len() + 1).sum();
    i64::try_from(bytes.saturating_sub(1)).unwrap_or(i64::MAX)
}

/// How the lines of a page end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Ends {
    kind: Kind,
    has_last: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Feed,
    ReturnFeed,
    Mixed,
}

/// Says where the pages differ in what is not compared: how their lines end, and whether the last one does.
pub(crate) fn differing_ends(pages: Sides<&str>) -> Vec<Warning> {
    let ends = pages.map(ends);
    let mut warnings = Vec::new();
    if ends.old.kind != ends.new.kind || ends.old.kind == Kind::Mixed {
        let kinds = ends.map(|ends| kind_name(ends.kind));
        warnings.push(warning(format!(
            "the old page's lines end with {}, the new one's with {}; how lines end is not compared, since \
             MediaWiki stores LF alone",
            kinds.old, kinds.new
        )));
    }
    let is_empty = pages.old.is_empty() || pages.new.is_empty();
    if ends.old.has_last != ends.new.has_last && !is_empty {
        let which = if ends.new.has_last { "new" } else { "old" };
        warnings.push(warning(format!(
            "only the {which} page has a line end after its last line; that is not compared, since MediaWiki \
             stores pages without one"
        )));
    }
    warnings
}

fn ends(page: &str) -> Ends {
    let feeds = || memchr::memchr_iter(b'\n', page.as_bytes()).count();
    let kind = match memchr::memmem::find_iter(page.as_bytes(), b"\r\n").count() {
        0 => Kind::Feed,
        returns if returns == feeds() => Kind::ReturnFeed,
        _ => Kind::Mixed,
    };
    Ends { kind, has_last: page.ends_with('\n') }
}

const fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Feed => "LF",
        Kind::ReturnFeed => "CR LF",
        Kind::Mixed => "LF here and CR LF there",
    }
}

const fn warning(message: String) -> Warning {
    Warning { lines: None, code: WarningCode::LineEnds, message }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(page: &str, expected: &[&str], expected_size: i64) {
        let lines = lines(page);
        assert_eq!(lines, expected, "{page:?}");
        assert_eq!(size(&lines), expected_size, "{page:?}");
    }

    #[test]
    fn a_line_end_at_the_end_opens_no_line() {
        case("", &[], 0);
        case("\n", &[""], 0);
        case("a", &["a"], 1);
        case("a\n", &["a"], 1);
        case("a\n\n", &["a", ""], 2);
        case("a\r\nb\r\n", &["a", "b"], 3);
    }

    #[track_caller]
    fn told(old: &str, new: &str, expected: usize) {
        assert_eq!(differing_ends(Sides::new(old, new)).len(), expected, "{old:?} {new:?}");
    }

    #[test]
    fn line_ends_that_are_not_compared_are_told() {
        told("a\nb", "a\nc", 0);
        told("a\r\nb", "a\r\nc", 0);
        told("a\r\nb", "a\nb", 1);
        told("a\r\nb\nc", "a\r\nb\nd", 1);
        told("a\n", "a", 1);
        told("a\r\n", "a", 2);
        told("", "a\n", 0);
    }
}
