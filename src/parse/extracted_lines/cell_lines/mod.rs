//! The form of one cell on each line: indented, with blank lines between paragraphs, or with marks of changed words.
//!
//! ```text
//!    Line 3:                    Line 3:
//!    the river is [DEL: short :DEL]            old, by its mark
//!    the river is [INS: long :INS]             new, by its mark
//!                               a new line     new, by the second column
//!    an old line                               old, where every new line is in its column
//! ```

mod escapes;
pub(super) mod move_marks;
pub(super) mod word_marks;
mod wrapped_cells;

use std::borrow::Cow;
use std::ops::Range;

use crate::model::Side;
use crate::parse::sheet::{BlankRows, Cell, Integrity, Marker, RowClaim, Section, SideEvidence, WordMarks};

use escapes::{are_escaped, unescape};
use move_marks::{MoveMark, parse_move_mark, parse_move_mark_at};
use word_marks::{has_word_marks, strip_word_marks};
use wrapped_cells::{find_wrap_width, join_wrapped_lines};

use super::extracted_table::{ExtractedTable, TableRows, blanks_warning};
use super::header_rows::{HeaderJoint, HeaderRow};

/// Minimum column of the second label that other lines can stand in as well: a joint of a few blanks is no column.
const MIN_SECOND_COLUMN: usize = 16;

/// Returns true if a text has the signs of marks of changed words or of moved lines.
pub(crate) fn has_mark_signs(text: &str) -> bool {
    word_marks::has_signs(text) || move_marks::has_signs(text)
}

/// Reads the rows.
pub(crate) fn read_rows(table: &ExtractedTable<'_>) -> TableRows {
    let style = LineStyle::detect(table);
    let has_marks = style.has_marks;
    let sections: Vec<Section<'static>> = table
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
    // A line that was taken for a mark may be text of the page.
    let mut cells = sections.iter().flat_map(|section| &section.cells);
    let has_moves = cells.any(|cell| matches!(cell.marker, Some(Marker::Moved(_))));
    let is_altered = style.words != WordStyle::Unmarked || style.is_escaped || has_moves;
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
    /// The side of a mark of a move that stands at the start of its line: the old one if tabs stand for empty cells.
    first_side: Option<Side>,
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

impl<'t> LineStyle<'t> {
    fn detect(table: &ExtractedTable<'t>) -> Self {
        let rows = table.rows();
        let joint = table.headers.first().map_or(HeaderJoint::Narrow, |header| header.joint);
        let texts = || rows.iter().copied().filter(|line| parse_move_mark(line).is_none());
        let has_gaps = joint == HeaderJoint::Below(1)
            && rows.windows(2).all(|pair| pair[0].is_empty() || pair[1].is_empty());
        let sections: Vec<&[&str]> = table.sections().map(|(_, range)| &table.lines[range]).collect();
        let has_marks = table.has_marks && sections.iter().any(|lines| has_word_marks(lines));
        Self {
            wrap_width: find_wrap_width(&sections),
            indent: find_indent(rows),
            has_gaps,
            is_escaped: has_gaps && are_escaped(texts()),
            words: match joint {
                HeaderJoint::Wide(column) if column >= MIN_SECOND_COLUMN => WordStyle::InColumns,
                _ if has_marks => WordStyle::Marked,
                _ => WordStyle::Unmarked,
            },
            has_marks,
            first_side: (joint == HeaderJoint::Wide(0)).then_some(Side::Old),
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
        for cell in self.find_cells(&table.lines[range.clone()]) {
            let at = range.start + cell.start;
            let joined = match &table.lines[at..range.start + cell.end] {
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
            if let Some(mark) = parse_move_mark_at(table, at) {
                move_mark = Some(mark);
                continue;
            }
            let is_blank = line.trim().is_empty();
            let mut cell = self.read_cell(line, header, table.line_number(at));
            if let Some(mark) = move_mark.take_if(|_| !is_blank) {
                cell.marker = Some(Marker::Moved(None));
                cell.claim = RowClaim::Lone;
                cell.side = mark.side.or(cell.side).or(self.first_side);
            }
            cells.push(cell);
        }
        cells
    }

    /// Finds the lines of each cell.
    fn find_cells(&self, lines: &[&str]) -> Vec<Range<usize>> {
        match self.words {
            WordStyle::Unmarked => (0..lines.len()).map(|at| at..at + 1).collect(),
            WordStyle::Marked | WordStyle::InColumns => join_wrapped_lines(lines, self.wrap_width),
        }
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
        // A page of the PHP engine has an empty line of a changed block as a no-break space.
        if line.trim().is_empty() {
            return line.trim_matches([' ', '\t', '\r']);
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
    use crate::model::Shape;
    use crate::parse::extracted_lines::{FormShapes, parse_sheet};
    use crate::parse::input::InputLines;
    use crate::parse::line_map::LineMap;
    use crate::parse::tests::format_rows;

    #[track_caller]
    fn case(text: &str, expected: &[&str]) {
        let sheet = parse_sheet(&InputLines::new(text, LineMap::default()), FormShapes::default())
            .expect("the text has a form");
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
        // A sign of the text is no marker of another line.
        case(&format!("{head}⚫\nb\n⚫\nc\n-"), &["@3,3", "a", "a", ">b", ">c", "-"]);
        // Tabs stand for the empty cells before the new side.
        case("Line 3:\t\tLine 3:\n⚫\nb\na\na\n\t\t⚫\nb", &["@3,3", "<b", "a", "a", ">b"]);
    }

    #[test]
    fn wrapped_lines_are_one_cell() {
        let wide = "w".repeat(80);
        case(
            &format!(
                "   Line 3:              Line 3:\n   {wide}\n   a\n   {wide}\n   a\n   b\n   [DEL: c\n   d :DEL]"
            ),
            &["@3,3", &format!("{wide} a"), &format!("{wide} a"), "b", "old:c d"],
        );
    }

    #[test]
    fn two_cells_on_a_line_are_another_form() {
        let text = "   Line 3:              Line 3:\n   a                    a\n   b                    b";
        assert_eq!(parse_sheet(&InputLines::new(text, LineMap::default()), FormShapes::default()), None);
    }

    #[test]
    fn cell_per_line_below_two_labels_is_no_table_with_columns() {
        let shapes = FormShapes { wanted: None, detected: Some(Shape::Columns) };
        let is_read = |rows: &str| {
            let text = format!("   Line 3:              Line 3:\n{rows}");
            parse_sheet(&InputLines::new(&text, LineMap::default()), shapes).is_some()
        };
        assert!(is_read("   a\n   a\n   b"));
        assert!(is_read("   b [DEL: c :DEL]\n   b [INS: d :INS]"));
        assert!(is_read("   b\n   [INS: d :INS]"));
        assert!(!is_read("    a\n    a\n    b"));
        assert!(!is_read("   b [DEL: c :DEL]\n                        b [INS: d :INS]"));
        assert!(!is_read("   a\n   a\n   a                    a"));
    }
}
