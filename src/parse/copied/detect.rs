//! Which shape is this? Looks at the text, decides, and can say why.

use crate::model::{ByteChange, Shape};
use crate::text::whitespace::{find_doubling_space, is_same_text};

use super::{markdown, marked, marker_lines, row_table, tabs};
use crate::parse::input::Input;
use crate::parse::page::heading;
use crate::parse::unified;

/// A shape and the reason for it, for `--explain`.
pub(crate) struct Detected {
    /// The shape.
    pub(crate) shape: Shape,
    /// A clause: "because …".
    pub(crate) because: String,
}

/// What is counted in one pass over the lines.
#[derive(Debug, Default)]
struct Counts {
    marked: usize,
    tabs: usize,
    markers: usize,
    markdown: usize,
    unified: usize,
    /// Lines that are the same as the one before and hold text: cells of context rows.
    doubled: usize,
    /// Lines that are the same text twice round a space: glued context rows.
    glued: usize,
    /// Lines that hold text.
    filled: usize,
}

/// Decides which shape the lines are in; `None` where nothing speaks for any.
pub(crate) fn shape(input: &Input<'_>) -> Option<Detected> {
    let counts = count(input);
    let because = |shape, because: &str| Some(Detected { shape, because: because.to_owned() });
    if counts.unified > 0 && !is_page_of_a_diff(input) {
        return because(Shape::Unified, "there are hunk headers @@ -N,N +N,N @@");
    }
    if is_git(input) {
        return because(Shape::Unified, "it begins with git's header of a file");
    }
    if counts.markdown > 0 && counts.markdown * 4 > input.len() {
        return because(Shape::Markdown, "the rows are those of a Markdown table with markers");
    }
    if counts.marked > 0 && counts.marked * 2 >= counts.tabs {
        return because(
            Shape::Marked,
            "there are lines of markers and tabs, as pages up to MediaWiki 1.36 are copied",
        );
    }
    if is_one_side(input, &counts) {
        return because(Shape::OneSide, "there is one revision's heading, and no line stands twice");
    }
    if counts.tabs > 0 {
        return because(Shape::Tabs, "there are lines of tabs alone, as Firefox copies the borders of cells");
    }
    if counts.markers > 0 && covered_by_markers(input) {
        return because(
            Shape::Marked,
            "there are markers on lines of their own, and every row reads by them",
        );
    }
    without_markers(input, &counts)
}

/// Whether a title and what belongs to a revision stand on top, as on MediaWiki's page: then a hunk's header below is a
/// line of the text.
fn is_page_of_a_diff(input: &Input<'_>) -> bool {
    let head = heading::parse_heading(input);
    head.page.title.is_some() && (head.labels > 0 || head.page.byte_change.is_some())
}

/// Whether it begins as git's diffs do: of a file that was only renamed there is no hunk.
fn is_git(input: &Input<'_>) -> bool {
    input.lines().iter().find(|line| !line.is_empty()).is_some_and(|line| unified::is_git(line))
}

/// The shapes in which nothing but the cells is left.
fn without_markers(input: &Input<'_>, counts: &Counts) -> Option<Detected> {
    let because = |shape, because: &str| Some(Detected { shape, because: because.to_owned() });
    let has_starts = !input.headers().all().is_empty();
    let head = heading::parse_heading(input);
    let is_mobile = head.page.byte_change.is_some();
    if !is_mobile && counts.glued > counts.doubled && (has_starts || counts.glued * 4 >= counts.filled) {
        return because(Shape::Rows, "lines are the same text twice round a space");
    }
    if !is_mobile && has_starts && counts.filled == 1 {
        return because(Shape::Rows, "there is one line under a header with two line numbers");
    }
    if counts.doubled > 0 {
        return because(Shape::Cells, "lines of context stand twice, one below the other");
    }
    if has_starts {
        return because(Shape::Cells, "there are headers with two line numbers");
    }
    let is_page = head.page.title.is_some() || head.labels > 0 || head.page.byte_change.is_some();
    if is_page && blank_pairs(input) {
        return because(Shape::Cells, "empty lines of context stand twice, one below the other");
    }
    if is_page && is_mostly_one_sided(input, &head) {
        return because(
            Shape::Cells,
            "the stated byte change is most of the text, which then is on one side",
        );
    }
    if is_page {
        return because(Shape::Inline, "there is a diff's heading, and no line stands twice");
    }
    if input.line(0).is_some_and(|line| matches!(line, "\t" | "\t\t")) {
        return because(Shape::Cells, "it begins with the tabs of a table row");
    }
    None
}

/// Whether the stated byte change is so large that most lines must be added or removed ones, as when a page is
/// blanked: then no line stands twice although it is no inline view.
fn is_mostly_one_sided(input: &Input<'_>, head: &heading::Head<'_>) -> bool {
    let Some(change) = head.page.byte_change else { return false };
    let stated = match change {
        ByteChange::Signed(bytes) => bytes.unsigned_abs(),
        ByteChange::Unsigned(bytes) => bytes,
    };
    let rows = &input.lines()[head.end.unwrap_or(0)..];
    let size: usize = rows.iter().map(|line| line.len() + 1).sum();
    stated.saturating_mul(2) >= u64::try_from(size).unwrap_or(u64::MAX)
}

/// Whether the blank lines at the end of the heading and after it come in pairs, as empty context rows do.
fn blank_pairs(input: &Input<'_>) -> bool {
    let first = heading::parse_heading(input).end.unwrap_or(0);
    let lines = &input.lines()[first..];
    lines.windows(2).any(|pair| pair[0].is_empty() && pair[1].is_empty())
}

/// One column copied alone has one revision's heading, no page title and no byte change, and context stands once.
fn is_one_side(input: &Input<'_>, counts: &Counts) -> bool {
    let head = heading::parse_heading(input);
    head.labels == 1
        && head.page.title.is_none()
        && head.page.byte_change.is_none()
        && counts.doubled == 0
        && counts.glued == 0
        && input.headers().all().is_empty()
}

/// Content can hold a lone `+` or `-`, so lone markers are believed only where every line after the first one or
/// the first header reads by them.
fn covered_by_markers(input: &Input<'_>) -> bool {
    let first = input.headers().all().first().map_or(0, |start| start.at);
    row_table::covers_lines(input, marker_lines::candidates_at, &input.range_to_last_text(first))
}

fn count(input: &Input<'_>) -> Counts {
    let mut counts = Counts::default();
    let mut before = "";
    // A copy of the rows alone may begin with the tabs of the row above: that is no border of a cell.
    let first = usize::from(input.line(0).is_some_and(|line| line.starts_with('\t')));
    for (at, line) in input.lines().iter().enumerate().skip(first) {
        if input.start(at).is_none() {
            counts.add(line, before);
        }
        before = line;
    }
    counts
}

impl Counts {
    fn add(&mut self, line: &str, before: &str) {
        let first = line.as_bytes().first();
        match first {
            None => return,
            Some(b'@') => self.unified += usize::from(unified::is_telling(line)),
            Some(b'|') => self.markdown += usize::from(markdown::row(line).is_some()),
            _ => {}
        }
        self.tabs += usize::from(line == "\t" || tabs::is_distinctive(line));
        self.marked += usize::from(marked::is_distinctive(line));
        self.markers += usize::from(marker_lines::is_distinctive(line));
        if !line.trim().is_empty() {
            self.filled += 1;
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
        let found = shape(&Input::new(copied, LineMap::default()));
        let found = found.as_ref().map(|found| (found.shape, found.because.as_str()));
        assert_eq!(found, expected, "{copied:?}");
    }

    #[test]
    fn what_states_the_sides_is_seen_by_its_marks() {
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
    fn a_hunks_header_on_a_page_is_text() {
        let text = "Fenn: Difference between revisions\n4 bytes added, 3 May 2024\na\na\n@@ -1 +1 @@\n b\n b";
        case(text, Some((Shape::Cells, "lines of context stand twice, one below the other")));
        let (_, rows) = text.split_at(text.find('@').unwrap());
        case(rows, Some((Shape::Unified, "there are hunk headers @@ -N,N +N,N @@")));
    }

    #[test]
    fn a_lone_sign_in_the_text_is_no_marker() {
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
    fn cells_are_seen_by_what_stands_twice() {
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
    fn a_heading_says_what_its_rows_do_not() {
        let page = |rest: &str| format!("Fenn: Difference between revisions\n{rest}");
        case(&page("\n\nb"), Some((Shape::Cells, "empty lines of context stand twice, one below the other")));
        case(
            &page("9 bytes added, 3 May 2024\nall new"),
            Some((Shape::Cells, "the stated byte change is most of the text, which then is on one side")),
        );
        case(&page("b"), Some((Shape::Inline, "there is a diff's heading, and no line stands twice")));
        case(
            "Revision as of 10:00, 3 May 2024 (edit)\nAnn (talk | contribs)\nNo edit summary\na\nb",
            Some((Shape::OneSide, "there is one revision's heading, and no line stands twice")),
        );
    }

    #[test]
    fn prose_is_no_diff() {
        case("A letter\n\nabout nothing", None);
    }
}
