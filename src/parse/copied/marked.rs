//! Grammar of the shape `marked`: desktop copies up to MediaWiki 1.36, whose markers and line numbers are text.
//!
//! ```text
//! Chromium     Firefox      old wikis
//! −⇥           −␠⇥          −⇥old⇥+⇥new
//! old          old
//! +⇥           ⇥+␠⇥
//! new          new
//! ```
//!
//! Old wikis are those before the `<div>` in the cells. `−` (U+2212) may have become `-` or `–` on the way. The marker
//! column is part of the table (`TableDiffFormatter::getDiffLineMarker`, wikidiff2 `TableDiff`); browsers put the tabs
//! between cells.

use crate::model::{Side, Sides};
use crate::parse::sheet::Marker;
use crate::text::whitespace::{is_blank, is_same_text};

use super::row_parser::{CellText, ItemCandidate, ItemCandidates, TableItem};
use crate::parse::input::InputLines;

/// A line of nothing but markers and tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum MarkerLine {
    /// The next line is the first cell of a context row, or the new place of a moved paragraph follows.
    Context,
    /// The next line is the new cell of a context row.
    ContextNew,
    /// A context row of an empty line.
    ContextEmpty,
    /// The next line is an old cell.
    Removed,
    /// An empty old line without a partner.
    RemovedEmpty,
    /// An empty old line. The next line is its new cell.
    RemovedEmptyAdded,
    /// The next line is a new cell; the line before is its old cell.
    AddedAfter,
    /// The next line is a new cell without a partner.
    Added,
    /// End of the row of an old cell.
    Close,
    /// The next cell is a moved paragraph.
    Moved,
}

const CONTEXT: Option<Sides<Marker>> = Some(Sides::new(Marker::Context, Marker::Context));
const CHANGED: Option<Sides<Marker>> = Some(Sides::new(Marker::Removed, Marker::Added));
const EMPTY: CellText<'static> = CellText::new("", 0);

/// The items that may begin at a line.
pub(crate) fn candidates_at<'a>(input: &InputLines<'a>, at: usize) -> ItemCandidates<'a> {
    let mut candidates = ItemCandidates::default();
    if let Some(header) = input.header_at(at) {
        candidates.push(ItemCandidate::new(header.line_count, TableItem::Header(header.numbers)));
    }
    let cursor = RowCursor { input, at };
    match cursor.marker_line(0) {
        Some(MarkerLine::Context) => {
            candidates.push(cursor.moved_to_row());
            candidates.push(cursor.context_row());
        }
        Some(MarkerLine::ContextEmpty) => {
            candidates.push(ItemCandidate::new(1, TableItem::Pair(Sides::new(EMPTY, EMPTY), CONTEXT)));
        }
        Some(MarkerLine::Removed) => {
            candidates.push(cursor.changed_row());
            candidates.push(cursor.removed_row());
            candidates.push(cursor.removed_empty_row());
        }
        Some(MarkerLine::RemovedEmpty) => {
            candidates.push(ItemCandidate::new(1, TableItem::removed_or_added(Side::Old, EMPTY)));
        }
        Some(MarkerLine::RemovedEmptyAdded) => candidates.push(cursor.changed_from_empty_row()),
        Some(MarkerLine::Added) => cursor.push_added(&mut candidates),
        Some(MarkerLine::Moved) => candidates.push(cursor.moved_from_row()),
        Some(MarkerLine::ContextNew | MarkerLine::AddedAfter | MarkerLine::Close) => {}
        None => candidates.push(cursor.line(0).and_then(parse_one_line_row)),
    }
    candidates
}

/// True for a marker line that no other shape has.
pub(crate) fn is_distinctive(line: &str) -> bool {
    match parse_marker_line(line) {
        Some(MarkerLine::Close | MarkerLine::Moved) => false,
        Some(_) => line.contains(|character| character != '\t'),
        None => parse_one_line_row(line).is_some(),
    }
}

/// True for a line of nothing but the markers of a row, as browsers copy them.
pub(crate) fn is_marker_line(line: &str) -> bool {
    parse_marker_line(line).is_some()
}

/// Maximum length of a marker line in bytes: `␠␠⇥+␠⇥` and the like.
const MAX_MARKER_LINE_LEN: usize = 12;

/// Matches the end of a line in a pattern.
const END: char = '\n';

fn parse_marker_line(line: &str) -> Option<MarkerLine> {
    if line.len() > MAX_MARKER_LINE_LEN {
        return None;
    }
    let is_indented = line.starts_with(is_blank);
    let mut bare = line.chars().filter(|c| !is_blank(*c)).map(plain_marker);
    let pattern: [char; 6] = std::array::from_fn(|_| bare.next().unwrap_or(END));
    match (is_indented, pattern) {
        (true, ['\t', END, ..]) => Some(MarkerLine::Context),
        (false, ['\t', '\t', END, ..]) => Some(MarkerLine::ContextNew),
        (true, ['\t', '\t', '\t', END, ..]) => Some(MarkerLine::ContextEmpty),
        (false, ['-', '\t', END, ..]) => Some(MarkerLine::Removed),
        (false, ['-', '\t', '\t', END, ..]) => Some(MarkerLine::RemovedEmpty),
        (false, ['-', '\t', '\t', '+', '\t', END]) => Some(MarkerLine::RemovedEmptyAdded),
        (false, ['+', '\t', END, ..] | ['\t', '+', '\t', END, ..]) => Some(MarkerLine::AddedAfter),
        (true, ['\t', '+', '\t', END, ..]) => Some(MarkerLine::Added),
        (true, [END, ..]) | (false, ['\t', END, ..]) => Some(MarkerLine::Close),
        (false, ['⚫', END, ..]) => Some(MarkerLine::Moved),
        _ => None,
    }
}

/// Maps every minus and dash to `-`.
fn plain_marker(character: char) -> char {
    match character {
        '−' | '–' | '-' => '-',
        other => other,
    }
}

/// A position in the input, from which rows of this shape are read.
#[derive(Clone, Copy)]
struct RowCursor<'i, 'a> {
    input: &'i InputLines<'a>,
    at: usize,
}

impl<'a> RowCursor<'_, 'a> {
    fn line(self, offset: usize) -> Option<&'a str> {
        self.input.line(self.at + offset)
    }

    fn cell(self, offset: usize) -> Option<CellText<'a>> {
        self.line(offset).map(|text| CellText::new(text, offset))
    }

    fn marker_line(self, offset: usize) -> Option<MarkerLine> {
        self.line(offset).and_then(parse_marker_line)
    }

    /// True at the end of the input, apart from its final newline.
    fn is_end(self, offset: usize) -> bool {
        let line = self.line(offset);
        line.is_none() || line == Some("") && self.at + offset + 1 == self.input.len()
    }

    /// Firefox puts the tab after the mark of a moved paragraph on a line of its own.
    fn is_tab(self, offset: usize) -> bool {
        self.line(offset) == Some("\t")
    }

    /// Chromium repeats the first marker of a context row, Firefox begins the second with a tab.
    fn context_row(self) -> Option<ItemCandidate<'a>> {
        let texts = Sides::new(self.cell(1)?, self.cell(3)?);
        let is_marked = matches!(self.marker_line(2)?, MarkerLine::Context | MarkerLine::ContextNew);
        (is_marked && is_same_text(texts.old.text, texts.new.text))
            .then(|| ItemCandidate::new(4, TableItem::Pair(texts, CONTEXT)))
    }

    fn changed_row(self) -> Option<ItemCandidate<'a>> {
        let texts = Sides::new(self.cell(1)?, self.cell(3)?);
        let is_marked = self.marker_line(2)? == MarkerLine::AddedAfter;
        is_marked.then(|| ItemCandidate::new(4, TableItem::Pair(texts, CHANGED)))
    }

    fn changed_from_empty_row(self) -> Option<ItemCandidate<'a>> {
        Some(ItemCandidate::rare(2, TableItem::Pair(Sides::new(EMPTY, self.cell(1)?), CHANGED)))
    }

    /// A line of one space closes a removed row. A paste that ends there may have lost the line.
    fn removed_row(self) -> Option<ItemCandidate<'a>> {
        let item = TableItem::removed_or_added(Side::Old, self.cell(1)?);
        let is_closed = self.marker_line(2) == Some(MarkerLine::Close);
        let lines_used = if is_closed { 3 } else { 2 };
        (is_closed || self.is_end(2)).then(|| ItemCandidate::new(lines_used, item))
    }

    /// The PHP engine's empty old line is closed at once.
    fn removed_empty_row(self) -> Option<ItemCandidate<'a>> {
        let is_closed = self.marker_line(1)? == MarkerLine::Close;
        is_closed.then(|| ItemCandidate::new(2, TableItem::removed_or_added(Side::Old, EMPTY)))
    }

    /// Adds an added row with its text, and an empty one, after which the next row follows at once.
    fn push_added(self, candidates: &mut ItemCandidates<'a>) {
        candidates.push(ItemCandidate::new(1, TableItem::removed_or_added(Side::New, EMPTY)));
        if let Some(cell) = self.cell(1) {
            let is_next_row = self.input.header_at(self.at + 1).is_some() || cell.text.contains('\t');
            let item = TableItem::removed_or_added(Side::New, cell);
            candidates.push(ItemCandidate::new(2, item).penalize_if(is_next_row));
        }
    }

    fn moved_from_row(self) -> Option<ItemCandidate<'a>> {
        let offset = if self.is_tab(1) { 2 } else { 1 };
        let item = TableItem::Single(Side::Old, self.cell(offset)?, Some(Marker::Moved(None)));
        let is_closed = self.marker_line(offset + 1) == Some(MarkerLine::Close);
        let lines_used = if is_closed { offset + 2 } else { offset + 1 };
        (is_closed || self.is_end(offset + 1)).then(|| ItemCandidate::new(lines_used, item))
    }

    fn moved_to_row(self) -> Option<ItemCandidate<'a>> {
        let offset = if self.is_tab(2) { 3 } else { 2 };
        let is_marked = self.marker_line(1)? == MarkerLine::Moved;
        let item = TableItem::Single(Side::New, self.cell(offset)?, Some(Marker::Moved(None)));
        is_marked.then(|| ItemCandidate::new(offset + 1, item))
    }
}

/// Parses a whole row on one line, as copied from wikis without a `<div>` in the cells.
fn parse_one_line_row(line: &str) -> Option<ItemCandidate<'_>> {
    let mut fields = line.split('\t');
    let fields: [&str; 5] = std::array::from_fn(|_| fields.next().unwrap_or(""));
    if !fields[4].is_empty() || fields[1].is_empty() {
        return None;
    }
    let both = Sides::new(CellText::new(fields[1], 0), CellText::new(fields[3], 0));
    let item = match [fields[0], fields[1], fields[2]].map(|field| field.trim_matches(is_blank)) {
        ["−" | "-" | "–", _, "+"] => TableItem::Pair(both, CHANGED),
        ["−" | "-" | "–", _, ""] if fields[3].is_empty() => {
            TableItem::removed_or_added(Side::Old, both.old)
        }
        ["", "+", _] if fields[3].is_empty() => {
            TableItem::removed_or_added(Side::New, CellText::new(fields[2], 0))
        }
        ["", old, ""] if !old.is_empty() && is_same_text(fields[1], fields[3]) => {
            TableItem::Pair(both, CONTEXT)
        }
        _ => return None,
    };
    Some(ItemCandidate::new(1, item))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::copied::row_table::tests::assert_marked_rows;

    #[test]
    fn chromium_has_marker_and_text_on_separate_lines() {
        assert_marked_rows(candidates_at, " \t\na\n \t\na", &["=a|=a"]);
        assert_marked_rows(candidates_at, " \t\t \t", &["=|="]);
        assert_marked_rows(candidates_at, "−\t\na\n+\t\nb", &["-a|+b"]);
        assert_marked_rows(candidates_at, "−\t\na\n \n \t\t \t", &["-a", "=|="]);
        assert_marked_rows(candidates_at, "−\t\na\n ", &["-a"]);
        assert_marked_rows(candidates_at, " \t+\t\nb", &["+b"]);
        assert_marked_rows(candidates_at, " \t+\t\n \t\t \t", &["+", "=|="]);
    }

    #[test]
    fn firefox_begins_the_second_marker_with_a_tab() {
        assert_marked_rows(candidates_at, "  \t\na\n\t  \t\na", &["=a|=a"]);
        assert_marked_rows(candidates_at, "  \t\t  \t", &["=|="]);
        assert_marked_rows(candidates_at, "− \t\na\n\t+ \t\nb", &["-a|+b"]);
        assert_marked_rows(candidates_at, "− \t\na\n\t \n  \t\t  \t", &["-a", "=|="]);
        assert_marked_rows(candidates_at, "  \t+ \t\nb", &["+b"]);
        assert_marked_rows(candidates_at, "  \t+ \t\n  \t\t  \t", &["+", "=|="]);
    }

    #[test]
    fn php_engine_prints_empty_old_lines() {
        assert_marked_rows(candidates_at, "−\t\t ", &["-"]);
        assert_marked_rows(candidates_at, "−\t\t+\t\nb", &["-|+b"]);
        assert_marked_rows(candidates_at, "−\t\n \n \t\na\n \t\na", &["-", "=a|=a"]);
        assert_marked_rows(candidates_at, "−\t\n \n+\t\nb", &["- |+b"]);
    }

    #[test]
    fn old_wikis_have_a_row_on_one_line() {
        assert_marked_rows(candidates_at, "−\ta\t+\tb", &["-a|+b"]);
        assert_marked_rows(candidates_at, "-\ta\t+\tb", &["-a|+b"]);
        assert_marked_rows(candidates_at, "–\ta\t \t", &["-a"]);
        assert_marked_rows(candidates_at, " \t+\tb", &["+b"]);
        assert_marked_rows(candidates_at, "\ta\t\ta", &["=a|=a"]);
        assert_marked_rows(candidates_at, " \ta\t \ta\n−\tb\t+\tc", &["=a|=a", "-b|+c"]);
    }

    #[test]
    fn moved_paragraph_has_its_mark_on_a_line() {
        assert_marked_rows(candidates_at, "⚫\na\n ", &["<a"]);
        assert_marked_rows(candidates_at, " \t\n⚫\na", &[">a"]);
        assert_marked_rows(candidates_at, "⚫\n\t\na\n\t ", &["<a"]);
        assert_marked_rows(candidates_at, "  \t\n⚫\n\t\na", &[">a"]);
    }

    #[test]
    fn accepts_dashes_for_minus() {
        assert_marked_rows(candidates_at, "-\t\na\n+\t\nb", &["-a|+b"]);
        assert_marked_rows(candidates_at, "–\t\na\n+\t\nb", &["-a|+b"]);
    }

    #[test]
    fn reads_marker_like_text_as_text_where_rows_need_it() {
        assert_marked_rows(candidates_at, "−\t\n+\t\n+\t\nb", &["-+|+b"]);
        assert_marked_rows(candidates_at, "−\t\n⚫\n+\t\nb", &["-⚫|+b"]);
        assert_marked_rows(candidates_at, " \t\n − minus\n \t\n − minus", &["= − minus|= − minus"]);
    }

    #[test]
    fn header_opens_a_section() {
        assert_marked_rows(candidates_at, "Line 3:\tLine 3:\n \t\na\n \t\na", &["@3,3", "=a|=a"]);
        assert_marked_rows(candidates_at, "Line 3: \tLine 4:\n  \t\na\n\t  \t\na", &["@3,4", "=a|=a"]);
    }

    #[test]
    fn only_marker_lines_are_distinctive() {
        for line in [" \t", "−\t", "+\t", "\t+ \t", " \t+\t", " \t\t \t", "−\ta\t+\tb"] {
            assert!(is_distinctive(line), "{line:?}");
        }
        for line in ["", " ", "\t", "\t\t", "⚫", "-", "+", "−", "a\tb", "Line 3:\tLine 3:"] {
            assert!(!is_distinctive(line), "{line:?}");
        }
    }
}
