//! The lines of a page of wikitext, and warnings about line ends, which are not compared.

use crate::model::{Sides, Warning, WarningCode};

/// Splits a page into lines without their ends. A page without text has no lines.
pub(crate) fn split_lines(page: &str) -> Vec<&str> {
    let text = page.strip_suffix('\n').unwrap_or(page);
    if page.is_empty() {
        return Vec::new();
    }
    let ends = memchr::memchr_iter(b'\n', text.as_bytes());
    let mut lines = Vec::with_capacity(ends.clone().count() + 1);
    let mut from = 0;
    for end in ends.chain([text.len()]) {
        lines.push(strip_return(&text[from..end]));
        from = end + 1;
    }
    lines
}

fn strip_return(line: &str) -> &str {
    line.strip_suffix('\r').unwrap_or(line)
}

/// The bytes of a page with these lines, as MediaWiki states them: a newline between lines, and none at the end.
pub(crate) fn byte_size(lines: &[&str]) -> i64 {
    let bytes: usize = lines.iter().map(|line| line.len() + 1).sum();
    i64::try_from(bytes.saturating_sub(1)).unwrap_or(i64::MAX)
}

/// The number of the last line if the page does not end with a line end.
pub(crate) fn open_last_line(page: &str) -> Option<u32> {
    let is_open = !page.is_empty() && !page.ends_with('\n');
    let line = memchr::memchr_iter(b'\n', page.as_bytes()).count() + 1;
    u32::try_from(line).ok().filter(|_| is_open)
}

/// The line ends of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct LineEnds {
    kind: LineEndKind,
    /// True if the last line has a line end.
    has_last: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LineEndKind {
    Lf,
    CrLf,
    Mixed,
}

/// Warns if the pages differ in the kind of their line ends, or in the line end of the last line.
pub(crate) fn compare_line_ends(pages: Sides<&str>) -> Vec<Warning> {
    let ends = pages.map(line_ends);
    let mut warnings = Vec::new();
    if ends.old.kind != ends.new.kind || ends.old.kind == LineEndKind::Mixed {
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
            "only the {which} page has a line end after its last line; the line end is not compared, since \
             MediaWiki stores pages without it"
        )));
    }
    warnings
}

fn line_ends(page: &str) -> LineEnds {
    let line_feeds = || memchr::memchr_iter(b'\n', page.as_bytes()).count();
    let kind = match memchr::memmem::find_iter(page.as_bytes(), b"\r\n").count() {
        0 => LineEndKind::Lf,
        returns if returns == line_feeds() => LineEndKind::CrLf,
        _ => LineEndKind::Mixed,
    };
    LineEnds { kind, has_last: page.ends_with('\n') }
}

const fn kind_name(kind: LineEndKind) -> &'static str {
    match kind {
        LineEndKind::Lf => "LF",
        LineEndKind::CrLf => "CR LF",
        LineEndKind::Mixed => "LF here and CR LF there",
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
        let lines = split_lines(page);
        assert_eq!(lines, expected, "{page:?}");
        assert_eq!(byte_size(&lines), expected_size, "{page:?}");
    }

    #[test]
    fn opens_no_line_after_the_last_line_end() {
        case("", &[], 0);
        case("\n", &[""], 0);
        case("a", &["a"], 1);
        case("a\n", &["a"], 1);
        case("a\n\n", &["a", ""], 2);
        case("a\r\nb\r\n", &["a", "b"], 3);
    }

    #[test]
    fn finds_a_last_line_without_a_line_end() {
        assert_eq!(
            ["", "\n", "a\n", "a", "a\n\nb"].map(open_last_line),
            [None, None, None, Some(1), Some(3)]
        );
    }

    #[track_caller]
    fn warning_count(old: &str, new: &str, expected: usize) {
        assert_eq!(compare_line_ends(Sides::new(old, new)).len(), expected, "{old:?} {new:?}");
    }

    #[test]
    fn line_ends_that_are_not_compared_are_warns() {
        warning_count("a\nb", "a\nc", 0);
        warning_count("a\r\nb", "a\r\nc", 0);
        warning_count("a\r\nb", "a\nb", 1);
        warning_count("a\r\nb\nc", "a\r\nb\nd", 1);
        warning_count("a\n", "a", 1);
        warning_count("a\r\n", "a", 2);
        warning_count("", "a\n", 0);
    }
}
