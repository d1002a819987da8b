//! Detection of the shape: counts the signs of each shape, and decides for the strongest.

use std::cell::OnceCell;

use crate::model::{ByteChange, Shape};
use crate::text::whitespace::{find_doubling_space, is_same_text};

use super::lines_once::{self, MobileView};
use super::row_parser::RowGrammar;
use super::{marked, marker_lines, marker_rows, row_table, tabs};
use crate::parse::input::InputLines;
use crate::parse::page::heading::{self, Heading};
use crate::parse::page::page_footer;
use crate::parse::table::{self, pipes};
use crate::parse::unified;

/// A shape with the reason for it, and the heading if detection had to parse it.
#[derive(Debug)]
pub(crate) struct Detected<'a> {
    /// The shape.
    pub(crate) shape: Shape,
    /// The reason, for `--explain`: "because …" or "as asked for".
    pub(crate) reason: String,
    /// The byte change that the caller knows.
    pub(crate) bytes: Option<ByteChange>,
    heading: Option<Heading<'a>>,
}

impl<'a> Detected<'a> {
    /// Takes the shape that the caller asks for.
    pub(crate) fn from_wanted(shape: Shape, bytes: Option<ByteChange>) -> Self {
        Self { shape, reason: "as asked for".to_owned(), bytes, heading: None }
    }

    /// Takes the heading above the rows. Parses it unless detection did.
    pub(crate) fn into_heading(self, input: &InputLines<'a>) -> Heading<'a> {
        self.heading.unwrap_or_else(|| heading::parse_above_rows(input))
    }
}

/// Detects the shape of an input. Returns `None` without signs of any shape.
///
/// `bytes` is the byte change that the caller knows.
pub(crate) fn detect_shape<'a>(input: &InputLines<'a>, bytes: Option<ByteChange>) -> Option<Detected<'a>> {
    if input.is_entity_diff() {
        let reason = "because headers name what was changed in a Wikibase entity".to_owned();
        return Some(Detected { shape: Shape::Inline, reason, bytes: None, heading: None });
    }
    let signs = Signs::count(input);
    let heading = OnceCell::new();
    let parse_heading = || heading.get_or_init(|| heading::parse_above_rows(input));
    let found = detect_by_marks(input, &signs, parse_heading)
        .or_else(|| detect_bare_cells(input, &signs, parse_heading(), bytes));
    let (shape, reason) = found?;
    Some(Detected { shape, reason: format!("because {reason}"), bytes, heading: heading.into_inner() })
}

/// Detects the shapes that state the sides, or have lost one side.
fn detect_by_marks<'h, 'a: 'h>(
    input: &InputLines<'a>,
    signs: &Signs,
    parse_heading: impl Fn() -> &'h Heading<'a>,
) -> Option<(Shape, &'static str)> {
    // Below the heading of a diff page, or a header of its rows, the header of a hunk is a line of the text.
    if signs.unified > 0 && input.headers().all().is_empty() && !is_page_heading(parse_heading()) {
        return Some((Shape::Unified, "there are hunk headers @@ -N,N +N,N @@"));
    }
    // Git prints no hunk for a file that was only renamed.
    if input.lines().iter().find(|line| !line.is_empty()).is_some_and(|line| unified::is_git_header(line)) {
        return Some((Shape::Unified, "it begins with git's header of a file"));
    }
    if let Some(found) = table::detect_form(input) {
        return Some(found);
    }
    if signs.markdown > 0 && (signs.markdown * 4 > input.len() || !signs.has_bare_cells(input)) {
        return Some((Shape::Markdown, "the rows are those of a Markdown table with markers"));
    }
    if signs.marked > 0 && signs.marked * 2 >= signs.tabs {
        let reason = "there are lines of markers and tabs, as pages up to MediaWiki 1.36 are copied";
        return Some((Shape::Marked, reason));
    }
    let may_be_one_side = signs.doubled == 0 && signs.glued == 0 && input.headers().all().is_empty();
    if may_be_one_side && is_column_heading(parse_heading()) {
        return Some((Shape::OneSide, "there is one revision's heading, and no line stands twice"));
    }
    if signs.tabs > 0 {
        let reason = "there are lines of tabs alone, as Firefox copies the borders of cells";
        return Some((Shape::Tabs, reason));
    }
    if signs.lone_markers > 0
        && !has_tabbed_header(input)
        && is_covered_by_markers(input, marker_lines::candidates_at, parse_heading())
    {
        return Some((Shape::Marked, "there are markers on lines of their own, and every row reads by them"));
    }
    if signs.marker_rows > 0
        && signs.glued > 0
        && is_covered_by_markers(input, marker_rows::candidates_at, parse_heading())
    {
        return Some((Shape::Marked, "rows begin with markers, and every row reads by them"));
    }
    None
}

/// True for the heading of a diff page: a title, and a revision label or a byte change.
const fn is_page_heading(heading: &Heading<'_>) -> bool {
    heading.page.title.is_some() && (heading.label_count > 0 || heading.page.byte_change.is_some())
}

/// True for the heading of a single column: one revision, no title and no byte change.
const fn is_column_heading(heading: &Heading<'_>) -> bool {
    heading.label_count == 1 && heading.page.title.is_none() && heading.page.byte_change.is_none()
}

/// True if every line from the first header, or the first line, to the end of the table reads by markers. Content can
/// contain a lone `+` or `-`, so weaker evidence does not count.
fn is_covered_by_markers<'a>(input: &InputLines<'a>, grammar: RowGrammar<'a>, heading: &Heading<'a>) -> bool {
    let first = input.headers().all().first().map_or(0, |header| header.at);
    let end = page_footer::find_end(input, first, &heading.page);
    let rows = input.range_to_last_text(first);
    row_table::covers_lines(input, grammar, &(rows.start..rows.end.min(end)))
}

/// True if the halves of a header stand around a tab, as a browser copies them. A browser copies a marker with a tab too.
fn has_tabbed_header(input: &InputLines<'_>) -> bool {
    input.headers().all().iter().any(|header| input.lines()[header.at].contains('\t'))
}

/// Detects the shapes of cells without any marks.
fn detect_bare_cells(
    input: &InputLines<'_>,
    signs: &Signs,
    heading: &Heading<'_>,
    bytes: Option<ByteChange>,
) -> Option<(Shape, &'static str)> {
    let has_headers = !input.headers().all().is_empty();
    let is_mobile = heading.page.byte_change.is_some();
    let is_glued = signs.glued > signs.doubled && (has_headers || signs.glued * 4 >= signs.with_text);
    if !is_mobile && is_glued {
        return Some((Shape::Rows, "lines are the same text twice round a space"));
    }
    if !is_mobile && has_headers && signs.with_text == 1 {
        return Some((Shape::Rows, "there is one line under a header with two line numbers"));
    }
    if let Some(found) = detect_view_by_bytes(input, heading, bytes).filter(|_| !has_headers) {
        return Some(found);
    }
    if signs.doubled > 0 {
        return Some((Shape::Cells, "lines of context stand twice, one below the other"));
    }
    if has_headers {
        return Some((Shape::Cells, "there are headers with two line numbers"));
    }
    if heading.has_facts() {
        return Some(detect_below_heading(rows_below_heading(input, heading)));
    }
    let is_table_row = input.line(0).is_some_and(|line| matches!(line, "\t" | "\t\t"));
    is_table_row.then_some((Shape::Cells, "it begins with the tabs of a table row"))
}

/// The rows below the heading, without the foot of the page.
fn rows_below_heading<'i, 'a>(input: &'i InputLines<'a>, heading: &Heading<'_>) -> &'i [&'a str] {
    let start = heading.end.unwrap_or(0);
    &input.lines()[start..page_footer::find_end(input, start, &heading.page).max(start)]
}

/// Decides between the two views of a page with a known byte change, unless lines of context show the table.
fn detect_view_by_bytes(
    input: &InputLines<'_>,
    heading: &Heading<'_>,
    bytes: Option<ByteChange>,
) -> Option<(Shape, &'static str)> {
    let change = bytes.filter(|_| heading.has_facts()).or(heading.page.byte_change)?;
    let rows = rows_below_heading(input, heading);
    if rows.is_empty() || lines_once::stands_context_twice(rows) {
        return None;
    }
    match lines_once::find_view(rows, change) {
        MobileView::Table => {
            Some((Shape::Cells, "the lines in pairs, old and new, have the stated byte change"))
        }
        MobileView::Inline(_) => {
            Some((Shape::Inline, "each line stands once, as in the inline view of a mobile page"))
        }
    }
}

/// Decides between cells and the inline view, for rows below a heading without a repeated line of text.
fn detect_below_heading(rows: &[&str]) -> (Shape, &'static str) {
    if rows.windows(2).any(|pair| pair[0].is_empty() && pair[1].is_empty()) {
        return (Shape::Cells, "empty lines of context stand twice, one below the other");
    }
    let has_empty = rows.iter().rev().skip_while(|line| line.is_empty()).any(|line| line.is_empty());
    let is_inline =
        rows.iter().any(|line| matches!(*line, " " | "\u{a0}") || lines_once::is_line_label(line));
    if has_empty && !is_inline {
        return (Shape::Cells, "there are empty lines, and the inline view prints these as spaces");
    }
    (Shape::Inline, "there is a diff's heading, and no line stands twice")
}

/// Numbers of lines with the signs of each shape, counted in one pass.
#[derive(Debug, Default)]
struct Signs {
    marked: usize,
    tabs: usize,
    lone_markers: usize,
    marker_rows: usize,
    markdown: usize,
    unified: usize,
    /// Lines of text that repeat the line before: cells of context rows.
    doubled: usize,
    /// Lines with two equal halves around a space: glued context rows.
    glued: usize,
    /// Lines with text.
    with_text: usize,
}

impl Signs {
    /// True for signs of cells or tabs, below which a row of pipes is text of the page.
    fn has_bare_cells(&self, input: &InputLines<'_>) -> bool {
        self.doubled + self.glued + self.tabs + self.marked > 0 || !input.headers().all().is_empty()
    }

    fn count(input: &InputLines<'_>) -> Self {
        let mut signs = Self::default();
        let mut before = "";
        // A copy of the rows alone may begin with the tabs of the row above, which are not a cell border.
        let first = usize::from(input.line(0).is_some_and(|line| line.starts_with('\t')));
        for (at, line) in input.lines().iter().enumerate().skip(first) {
            if input.header_at(at).is_none() {
                signs.add(line, before);
            }
            before = line;
        }
        signs
    }

    fn add(&mut self, line: &str, before: &str) {
        let first = line.as_bytes().first();
        match first {
            None => return,
            Some(b'@') => self.unified += usize::from(unified::is_hunk_header(line)),
            Some(b'|') => self.markdown += usize::from(pipes::parse_marked_row(line).is_some()),
            _ => {}
        }
        self.tabs += usize::from(line == "\t" || tabs::is_distinctive(line));
        self.marked += usize::from(marked::is_distinctive(line));
        self.lone_markers += usize::from(marker_lines::is_distinctive(line));
        self.marker_rows += usize::from(marker_rows::is_distinctive(line));
        if !line.trim().is_empty() {
            self.with_text += 1;
            self.doubled += usize::from(is_same_text(line, before));
            self.glued += usize::from(find_doubling_space(line).is_some());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::line_map::LineMap;

    #[track_caller]
    fn case(copied: &str, expected: Option<(Shape, &str)>) {
        let found = detect_shape(&InputLines::new(copied, LineMap::default()), None);
        let found = found.map(|found| (found.shape, found.reason));
        let expected = expected.map(|(shape, reason)| (shape, format!("because {reason}")));
        assert_eq!(found, expected, "{copied:?}");
    }

    #[test]
    fn detects_stated_sides_by_their_marks() {
        case("@@ -1 +1 @@\n-a\n+b", Some((Shape::Unified, "there are hunk headers @@ -N,N +N,N @@")));
        case(
            "| − | a | + | b |",
            Some((Shape::Markdown, "the rows are those of a Markdown table with markers")),
        );
        case(
            "−\t\na\n+\t\nb",
            Some((
                Shape::Marked,
                "there are lines of markers and tabs, as pages up to MediaWiki 1.36 are copied",
            )),
        );
        case(
            "a\na\n−\nb\n+\nc",
            Some((Shape::Marked, "there are markers on lines of their own, and every row reads by them")),
        );
        case(
            "Line 3: \tLine 3:\n\t\na\n\t\t\na",
            Some((Shape::Tabs, "there are lines of tabs alone, as Firefox copies the borders of cells")),
        );
    }

    #[test]
    fn hunk_header_on_a_page_is_text() {
        let text = "Fenn: Difference between revisions\n4 bytes added, 3 May 2024\na\na\n@@ -1 +1 @@\n b\n b";
        case(text, Some((Shape::Cells, "lines of context stand twice, one below the other")));
        let (_, rows) = text.split_at(text.find('@').unwrap());
        case(rows, Some((Shape::Unified, "there are hunk headers @@ -N,N +N,N @@")));
    }

    #[test]
    fn lone_sign_in_the_text_is_not_a_marker() {
        case(
            "a\na\n+\nb\nc\nc",
            Some((Shape::Marked, "there are markers on lines of their own, and every row reads by them")),
        );
        case("a\na\n+\nb\nc\nd", Some((Shape::Cells, "lines of context stand twice, one below the other")));
        // Empty rows at the end do not make up for a line that is in no row.
        case(
            "a\na\n+\nb\nc\n\n\n\n",
            Some((Shape::Cells, "lines of context stand twice, one below the other")),
        );
        case(
            "+\nAnn\nLine 3:\tLine 3:\na\na\n|-\n|-",
            Some((Shape::Cells, "lines of context stand twice, one below the other")),
        );
    }

    #[test]
    fn detects_cells_by_repeated_lines() {
        case("a\na\nb\nc", Some((Shape::Cells, "lines of context stand twice, one below the other")));
        case("Line 3:\tLine 3:\na\nb", Some((Shape::Cells, "there are headers with two line numbers")));
        case("\t\nb", Some((Shape::Cells, "it begins with the tabs of a table row")));
        case(
            "Line 3: Line 3:\na a\nold new",
            Some((Shape::Rows, "lines are the same text twice round a space")),
        );
        case(
            "Line 3: Line 3:\nold new",
            Some((Shape::Rows, "there is one line under a header with two line numbers")),
        );
    }

    #[test]
    fn heading_decides_for_rows_without_signs() {
        let page = |rest: &str| format!("Fenn: Difference between revisions\n{rest}");
        case(&page("\n\nb"), Some((Shape::Cells, "empty lines of context stand twice, one below the other")));
        case(
            &page("9 bytes added, 3 May 2024\nall new"),
            Some((Shape::Inline, "each line stands once, as in the inline view of a mobile page")),
        );
        case(
            &page("4 bytes added, 3 May 2024\nan old line\na very old line"),
            Some((Shape::Cells, "the lines in pairs, old and new, have the stated byte change")),
        );
        // Lines of the inline view that repeat the line before.
        case(
            &page("4 bytes added, 3 May 2024\na\nb\nc\nc\nd\ne\nf"),
            Some((Shape::Inline, "each line stands once, as in the inline view of a mobile page")),
        );
        case(
            &page("4 bytes added, 3 May 2024\na\na\nb\nc\nd\ne\nf"),
            Some((Shape::Cells, "lines of context stand twice, one below the other")),
        );
        case(&page("b"), Some((Shape::Inline, "there is a diff's heading, and no line stands twice")));
        case(
            "Revision as of 10:00, 3 May 2024 (edit)\nAnn (talk | contribs)\nNo edit summary\na\nb",
            Some((Shape::OneSide, "there is one revision's heading, and no line stands twice")),
        );
    }

    #[test]
    fn prose_is_not_a_diff() {
        case("A letter\n\nabout nothing", None);
    }
}
