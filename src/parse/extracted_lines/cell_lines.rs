//! The form of one cell on each line: indented, with blank lines between paragraphs, or with marks of changed words.
//!
//! ```text
//!    Line 3:                    Line 3:
//!    the river is [DEL: short :DEL]            old, by its mark
//!    the river is [INS: long :INS]             new, by its mark
//!                               a new line     new, by the second column
//!    an old line                               old, where every new line is in its column
//! ```

use std::borrow::Cow;
use std::ops::Range;

use crate::model::Side;
use crate::parse::sheet::{BlankRows, Cell, Integrity, Marker, RowClaim, Section, SideEvidence, WordMarks};

use super::escapes::{are_escaped, unescape};
use super::extracted_table::{ExtractedTable, TableRows, blanks_warning};
use super::header_rows::{HeaderJoint, HeaderRow};
use super::page_text::strip_links;
use super::word_marks::{has_open_mark, has_word_marks, strip_word_marks};

/// Minimum column of the second label that other lines can stand in as well: a joint of a few blanks is no column.
const MIN_SECOND_COLUMN: usize = 16;

/// Minimum width at which programs wrap lines, in letters.
const MIN_WRAP_WIDTH: usize = 60;

/// Maximum number of letters of a word that did not fit: a longer one says little about the end of the line before it.
const MAX_WORD_LETTERS: usize = 24;

/// Maximum number of lines of a wrapped cell that stands twice, for the test of the width.
const MAX_CELL_LINES: usize = 8;

/// Bytes of a full line: programs for terminals break longer lines, whatever the width.
const FULL_LINE_BYTES: std::ops::RangeInclusive<usize> = 990..=1_023;

/// The mark of a moved line on a line of its own, with the side if the line shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MoveMark {
    /// The side of the moved line.
    pub(crate) side: Option<Side>,
}

/// Parses a line that is the mark of a moved line, perhaps a link to its other place.
pub(crate) fn parse_move_mark(line: &str) -> Option<MoveMark> {
    if !line.contains('⚫') || strip_links(line.trim()) != "⚫" {
        return None;
    }
    // A link leads to the other side. Tabs stand for the empty cells before the second column.
    let side = if line.contains("_rhs") {
        Some(Side::Old)
    } else if line.contains("_lhs") || line.starts_with("\t\t") {
        Some(Side::New)
    } else {
        None
    };
    Some(MoveMark { side })
}

/// Reads the rows.
pub(crate) fn read_rows(table: &ExtractedTable<'_>) -> TableRows {
    let style = LineStyle::detect(table);
    let has_marks = style.has_marks;
    let sections = table
        .sections()
        .map(|(header, range)| Section {
            start: Some(header.numbers),
            cells: style.read_cells(table, header, range),
            ..Section::default()
        })
        .collect();
    let reason = match () {
        () if has_marks => "there is a cell on each line, and changed words are marked in the text",
        () if style.has_gaps => "there is a cell on each line, and a blank line between any two",
        () if !style.indent.is_empty() => {
            "there is a cell on each line, and the lines of the table are indented"
        }
        () => "there is a cell on each line, as a program extracts them",
    };
    let is_altered = style.words != WordStyle::Unmarked || style.is_escaped;
    TableRows {
        sections,
        sides: SideEvidence::Unstated,
        integrity: if is_altered { Integrity::Repaired } else { Integrity::Intact },
        // An empty cell takes no line, a blank line in a marked cell does.
        blank_rows: (style.words == WordStyle::InColumns).then_some(BlankRows::Dropped),
        warnings: has_marks.then(blanks_warning).into_iter().collect(),
        reason,
    }
}

/// The way in which a program wrote the lines of a table.
struct LineStyle<'t> {
    /// The blanks before every line.
    indent: &'t str,
    /// A blank line follows each cell.
    has_gaps: bool,
    /// Signs have backslashes before them.
    is_escaped: bool,
    words: WordStyle,
    /// A line has marks of changed words.
    has_marks: bool,
    /// The width at which long lines are wrapped.
    wrap_width: Option<usize>,
}

/// The marks of changed words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum WordStyle {
    /// There are none.
    Unmarked,
    /// Changed words are marked.
    Marked,
    /// New lines alone stand in the column of the second label, and changed words may be marked.
    InColumns,
}

/// Finds the width in letters at which long lines are wrapped: that of the longest line, if a cell of context shows it. Such
/// a cell stands twice, and if it was wrapped, several lines are repeated together.
fn find_wrap_width(rows: &[&str]) -> Option<usize> {
    let width = rows.iter().map(|line| count_letters(line)).max().filter(|width| *width >= MIN_WRAP_WIDTH)?;
    let is_wrapped_cell = |cell: &[&str]| cell.windows(2).all(|pair| is_full(pair[0], pair[1], width));
    let stands_twice = |at: usize| {
        (2..=MAX_CELL_LINES).any(|count| {
            let twice = rows.get(at..at + 2 * count).map(|lines| lines.split_at(count));
            twice.is_some_and(|(old, new)| old == new && is_wrapped_cell(old))
        })
    };
    (0..rows.len()).any(stands_twice).then_some(width)
}

/// Returns true if the first word of the next line does not fit at the end of a line.
fn is_full(line: &str, next: &str, width: usize) -> bool {
    count_letters(line) + 1 + count_letters(first_word(next)).min(MAX_WORD_LETTERS) > width
}

fn count_letters(text: &str) -> usize {
    text.chars().count()
}

fn first_word(line: &str) -> &str {
    line.trim_start().split(' ').next().unwrap_or_default()
}

/// Maximum number of lines of one wrapped line whose mark is open: a mark without an end would take all lines below.
const MAX_WRAPPED_LINES: usize = 100;

impl<'t> LineStyle<'t> {
    fn detect(table: &ExtractedTable<'t>) -> Self {
        let rows = table.rows();
        let joint = table.headers.first().map_or(HeaderJoint::Narrow, |header| header.joint);
        let texts = || rows.iter().copied().filter(|line| parse_move_mark(line).is_none());
        let has_gaps = joint == HeaderJoint::Below(1)
            && rows.windows(2).all(|pair| pair[0].is_empty() || pair[1].is_empty());
        let is_broken_mark = |pair: &[&str]| has_open_mark(pair[0]) && has_word_marks(&pair.join(" "));
        let has_marks = rows.iter().any(|line| has_word_marks(line)) || rows.windows(2).any(is_broken_mark);
        Self {
            wrap_width: find_wrap_width(rows),
            indent: find_indent(rows),
            has_gaps,
            is_escaped: has_gaps && are_escaped(texts()),
            words: match joint {
                HeaderJoint::Wide(column) if column >= MIN_SECOND_COLUMN => WordStyle::InColumns,
                _ if has_marks => WordStyle::Marked,
                _ => WordStyle::Unmarked,
            },
            has_marks,
        }
    }

    fn read_cells(
        &self,
        table: &ExtractedTable<'t>,
        header: &HeaderRow,
        range: Range<usize>,
    ) -> Vec<Cell<'static>> {
        let mut cells = Vec::new();
        let mut move_mark: Option<MoveMark> = None;
        for run in self.join_wrapped(table, range) {
            let at = run.start;
            let joined = match &table.lines[run] {
                [line] => Cow::Borrowed(*line),
                lines => {
                    let rest = lines[1..].iter().map(|line| line.trim_start());
                    Cow::Owned([lines[0]].into_iter().chain(rest).collect::<Vec<_>>().join(" "))
                }
            };
            let line = &*joined;
            if self.has_gaps && line.is_empty() {
                continue;
            }
            if let Some(mark) = parse_move_mark(line) {
                move_mark = Some(mark);
                continue;
            }
            let is_blank = line.trim().is_empty();
            let mut cell = self.read_cell(line, header, table.line_number(at));
            if let Some(mark) = move_mark.take_if(|_| !is_blank) {
                cell.marker = Some(Marker::Moved(None));
                cell.claim = RowClaim::Lone;
                cell.side = mark.side.or(cell.side);
            }
            cells.push(cell);
        }
        cells
    }

    /// Joins lines that were wrapped: a mark is still open, or the next word did not fit.
    fn join_wrapped(&self, table: &ExtractedTable<'_>, range: Range<usize>) -> Vec<Range<usize>> {
        let mut runs: Vec<Range<usize>> = Vec::new();
        for at in range {
            match runs.last_mut() {
                Some(run) if self.is_wrapped(table, run, at) => run.end = at + 1,
                _ => runs.push(at..at + 1),
            }
        }
        runs
    }

    /// True if a line continues the lines before it.
    fn is_wrapped(&self, table: &ExtractedTable<'_>, run: &Range<usize>, at: usize) -> bool {
        if self.words == WordStyle::Unmarked {
            return false;
        }
        let lines = &table.lines;
        if run.len() < MAX_WRAPPED_LINES && has_open_mark(&lines[run.clone()].join(" ")) {
            return true;
        }
        let (before, line) = (lines[at - 1], lines[at]);
        let is_full = FULL_LINE_BYTES.contains(&before.len())
            || self.wrap_width.is_some_and(|width| is_full(before, line, width));
        let indent = |line: &str| line.len() - line.trim_start().len();
        // The lines of a cell that stands twice are repeated after the last.
        let is_last = lines.get(at..at + run.len()).is_some_and(|next| *next == lines[run.clone()])
            || run
                .start
                .checked_sub(run.len())
                .is_some_and(|start| lines[start..run.start] == lines[run.clone()]);
        is_full && !is_last && indent(before) == indent(line) && !line.trim().is_empty()
    }

    fn read_cell(&self, line: &str, header: &HeaderRow, number: u32) -> Cell<'static> {
        let is_second = (self.words == WordStyle::InColumns) && is_in_second_column(line, header.joint);
        let line = if is_second { line.trim_start() } else { self.strip_indent(line) };
        let marked = if self.has_marks { strip_word_marks(line) } else { None };
        let text = marked.as_ref().map_or(line, |marked| &marked.text);
        let text = if self.is_escaped { unescape(text) } else { Cow::Borrowed(text) };
        let mut cell = Cell::new(text.into_owned(), number);
        if self.has_marks {
            cell.word_marks = marked.as_ref().map_or(WordMarks::None, |marked| marked.extent);
        }
        cell.side = marked.and_then(|marked| marked.side);
        if is_second {
            (cell.claim, cell.side) = (RowClaim::Lone, Some(Side::New));
        } else if self.words == WordStyle::InColumns {
            let is_blank = cell.text.is_empty();
            cell.claim = if is_blank { RowClaim::Lone } else { RowClaim::FirstColumn };
        }
        cell
    }

    fn strip_indent<'l>(&self, line: &'l str) -> &'l str {
        if line.trim().is_empty() {
            return "";
        }
        line.strip_prefix(self.indent).unwrap_or_else(|| line.trim_start())
    }
}

/// Finds the blanks before most lines.
fn find_indent<'t>(rows: &[&'t str]) -> &'t str {
    let indents = rows.iter().filter(|line| !line.trim().is_empty());
    let mut indents: Vec<&str> =
        indents.map(|line| &line[..line.len() - line.trim_start_matches(' ').len()]).collect();
    indents.sort_unstable();
    let runs = indents.chunk_by(|one, other| one == other);
    runs.max_by_key(|run| run.len()).and_then(|run| run.first()).copied().unwrap_or_default()
}

/// Returns true if a line has both cells of a row, the second one at the column of the second label: another form.
pub(crate) fn has_two_columns(line: &str, column: usize) -> bool {
    let Some((at, _)) = line.char_indices().nth(column) else { return false };
    let (before, after) = line.split_at(at);
    before.ends_with("  ") && !before.trim().is_empty() && !after.starts_with(' ')
}

/// Returns true if a line begins at the second label of its header row.
fn is_in_second_column(line: &str, joint: HeaderJoint) -> bool {
    let HeaderJoint::Wide(column) = joint else { return false };
    let blanks = line.len() - line.trim_start_matches(' ').len();
    blanks == column && blanks < line.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::extracted_lines::parse_sheet;
    use crate::parse::line_map::LineMap;
    use crate::parse::tests::format_rows;

    #[track_caller]
    fn case(text: &str, expected: &[&str]) {
        let sheet = parse_sheet(text, LineMap::default(), None).expect("the text has a form");
        assert_eq!(format_rows(&sheet), expected, "{text:?}");
    }

    #[test]
    fn indent_is_no_text() {
        case("    Line 3:\t\t    Line 3:\n    a\n    a\n     b", &["@3,3", "a", "a", " b"]);
    }

    #[test]
    fn paragraphs_are_cells_without_escapes() {
        case(
            "Line 3:\n\nLine 3:\n\n\\[\\[a\\]\\]\n\n\\[\\[a\\]\\]\n\n  \n\n  \n\nb",
            &["@3,3", "[[a]]", "[[a]]", "", "", "b"],
        );
    }

    #[test]
    fn marks_and_columns_tell_sides() {
        let head = "   Line 3:              Line 3:\n   a\n   a\n";
        case(
            &format!("{head}   b [DEL: c :DEL]\n   b [INS: d :INS]\n                        e\n   f"),
            &["@3,3", "a", "a", "old:b c", "new:b d", "new:e", "f"],
        );
    }

    #[test]
    fn moved_lines_have_a_mark_above() {
        let head = "Line 3:\nLine 3:\na\na\n";
        case(&format!("{head}⚫\nb\nc\nc"), &["@3,3", "a", "a", ">b", "c", "c"]);
        assert_eq!(
            parse_move_mark("[⚫](#movedpara_1_0_lhs \"moved\")"),
            Some(MoveMark { side: Some(Side::New) })
        );
        assert_eq!(parse_move_mark("⚫ b"), None);
    }

    #[test]
    fn line_is_joined_where_a_mark_is_open_or_the_next_word_does_not_fit() {
        let (wide, word) = ("w".repeat(MIN_WRAP_WIDTH), "v".repeat(MIN_WRAP_WIDTH - 20));
        case(
            &format!(
                "   Line 3:              Line 3:\n   {wide}\n   a\n   {wide}\n   a\n   {word} b\n   [DEL: c\n   d :DEL]"
            ),
            &["@3,3", &format!("{wide} a"), &format!("{wide} a"), &format!("{word} b"), "old:c d"],
        );
    }

    #[test]
    fn two_cells_on_a_line_are_another_form() {
        let text = "   Line 3:              Line 3:\n   a                    a\n   b                    b";
        assert_eq!(parse_sheet(text, LineMap::default(), None), None);
    }
}
