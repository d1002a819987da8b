//! `unified`: unified diff text of wikitext, from `diff-type=unified`, `git diff` and `diff -u`.
//!
//! The format states the sides but not the rows, so pairing aligns old and new lines. The header of a hunk states the number
//! of its lines, so a removed line `-- ` is not mistaken for a file header (GNU diffutils, "Detailed Description of Unified
//! Format").

use std::borrow::Cow;

use crate::model::{Page, Revision, Shape, Side, Sides, Warning, WarningCode};
use crate::parse::sheet::{Cell, FinalLineEnd, Marker, RowClaim, Section, Sheet, SideEvidence, Source};

use super::input::split_lines;
use super::line_map::LineMap;
use super::unread_lines::{self, UnreadLines};

mod git;
mod git_words;
mod sign_blanks;

pub(crate) use git_words::{has_word_marks, is_word_diff};

/// Maximum number of lines between a title and its first hunk.
const MAX_TITLE_DISTANCE: usize = 3;

/// The header of one hunk: `@@ -1,3 +1,4 @@`.
struct UnifiedHeader {
    start: Sides<u32>,
    line_counts: Sides<u32>,
}

/// Returns the text behind the ranges of a hunk header, which names the section of the hunk.
fn hunk_heading(line: &str) -> Option<&str> {
    let (_, heading) = line.strip_prefix("@@ -")?.split_once(" @@")?;
    Some(heading.trim()).filter(|heading| !heading.is_empty())
}

/// Returns true if the line opens a hunk.
pub(crate) fn is_hunk_header(line: &str) -> bool {
    parse_hunk_header(line).is_some()
}

/// Returns true if the line opens the header of git above the hunks of a file.
pub(crate) fn is_git_header(line: &str) -> bool {
    git::is_opening(line)
}

/// Counts the lines of the diff of one file, whose header of git is the first line.
#[cfg(feature = "cli")]
pub(crate) fn file_length(lines: &[&str]) -> usize {
    let Some(header) = git::parse_header(lines, 0) else { return 0 };
    let mut reader =
        UnifiedReader { sheets: Vec::new(), unread: UnreadLines::default(), line_map: LineMap::default() };
    let mut at = header.line_count;
    while let Some(hunk) = lines.get(at).and_then(|line| parse_hunk_header(line)) {
        at += 1 + reader.read_hunk(lines, at + 1, &hunk);
    }
    at
}

/// Parses the diffs of all files.
pub(crate) fn parse_sheets<'a>(text: &'a str, line_map: LineMap<'a>) -> Vec<Sheet<'a>> {
    let lines = split_lines(text);
    let mut reader = UnifiedReader { sheets: Vec::new(), unread: UnreadLines::default(), line_map };
    let mut at = 0;
    while at < lines.len() {
        at += reader.read(&lines, at);
    }
    reader.close();
    reader.sheets.iter_mut().for_each(sign_blanks::strip_sign_blanks);
    reader.sheets
}

struct UnifiedReader<'a> {
    sheets: Vec<Sheet<'a>>,
    /// Lines since the last diff that are not part of any.
    unread: UnreadLines,
    line_map: LineMap<'a>,
}

impl<'a> UnifiedReader<'a> {
    /// Reads a hunk, a file header or another line. Returns the number of lines that it takes.
    fn read(&mut self, lines: &[&'a str], at: usize) -> usize {
        if let Some(header) = parse_hunk_header(lines[at]) {
            if self.sheets.is_empty() {
                self.sheets.push(new_sheet(&Sides::default(), self.line_map.line_number(at)));
            }
            return 1 + self.read_hunk(lines, at + 1, &header);
        }
        if let Some(header) = git::parse_header(lines, at) {
            self.close();
            self.sheets.push(new_git_sheet(&header, self.line_map.line_number(at)));
            return header.line_count;
        }
        if let Some(names) = git::parse_names(lines, at) {
            self.close();
            self.sheets.push(new_sheet(&names, self.line_map.line_number(at)));
            return 2;
        }
        let mut below = lines[at + 1..].iter().take(MAX_TITLE_DISTANCE);
        if let Some(title) = sign_blanks::parse_title(lines[at])
            && below.any(|line| is_hunk_header(line))
        {
            self.close();
            let mut sheet = new_sheet(&Sides::default(), self.line_map.line_number(at));
            sheet.page.title = Some(Cow::Borrowed(title));
            self.sheets.push(sheet);
            return 1;
        }
        self.unread.add(lines[at], at);
        1
    }

    /// Reads the lines of a hunk. Returns their number.
    fn read_hunk(&mut self, lines: &[&'a str], from: usize, header: &UnifiedHeader) -> usize {
        let heading = from.checked_sub(1).and_then(|at| hunk_heading(lines[at])).map(Cow::Borrowed);
        let mut section = Section { start: Some(header.start), heading, cells: Vec::new() };
        let mut missing_ends = MissingLineEnds::default();
        let mut left = header.line_counts;
        let mut at = from;
        while left.old + left.new > 0 && at < lines.len() {
            let Some(cell) = parse_line(lines[at], self.line_map.line_number(at)) else { break };
            for side in [Side::Old, Side::New] {
                let counted = cell.side.is_none_or(|own| own == side);
                let left = left.get_mut(side);
                *left = left.saturating_sub(u32::from(counted));
            }
            at += 1;
            if lines.get(at).is_some_and(|line| line.starts_with("\\ ")) {
                missing_ends.add(&cell, lines[at], self.line_map.line_number(at));
                at += 1;
            }
            section.cells.push(cell);
        }
        let warning = missing_ends.warning(&section);
        if warning.is_some() {
            merge_equal_lines(&mut section.cells);
        }
        let is_cut_off = left.old + left.new > 0;
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.sections.push(section);
            if warning.is_some() {
                sheet.final_line_end = FinalLineEnd::OnOneSide;
            }
            sheet.warnings.extend(warning);
            sheet.notes.extend(missing_ends.notes);
            if is_cut_off {
                sheet.add_cut_off(unread_lines::cut_off_warning(self.line_map.line_number(at - 1)));
            }
        }
        at - from
    }

    /// Reports the unread lines in the last sheet.
    fn close(&mut self) {
        let warnings = self.unread.take_warnings(self.line_map);
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.warnings.extend(warnings);
        }
    }
}

/// Lines `\ No newline at end of file` of a hunk.
#[derive(Default)]
struct MissingLineEnds {
    /// For each side without a last line end, the line of the input that states it.
    lines: Sides<Option<u32>>,
    /// The lines as notes, in the language of the input, each once.
    notes: Vec<String>,
}

impl MissingLineEnds {
    /// Adds the line after a cell.
    fn add(&mut self, cell: &Cell<'_>, text: &str, line: u32) {
        let note = format!("the diff says: {text}");
        if self.notes.last() != Some(&note) {
            self.notes.push(note);
        }
        for side in [Side::Old, Side::New] {
            if cell.side.is_none_or(|own| own == side) {
                *self.lines.get_mut(side) = Some(line);
            }
        }
    }

    /// Warns if only one of two sides with lines lacks its last line end.
    fn warning(&self, section: &Section<'_>) -> Option<Warning> {
        let has_only = |side: Side| section.cells.iter().all(|cell| cell.side == Some(side));
        if has_only(Side::Old) || has_only(Side::New) {
            return None;
        }
        let (which, line) = match (self.lines.old, self.lines.new) {
            (Some(line), None) => ("new", line),
            (None, Some(line)) => ("old", line),
            _ => return None,
        };
        let message = format!(
            "only the {which} page has a line end after its last line; the line end is not compared, since MediaWiki \
             stores pages without it"
        );
        Some(Warning::new(line, WarningCode::LineEnds, message))
    }
}

/// Merges the last removed line and an equal added line after it into a context line: they differ only in the line end.
fn merge_equal_lines(cells: &mut Vec<Cell<'_>>) {
    let mut pairs = cells.windows(2);
    let equal_lines = pairs.rposition(|pair| {
        (pair[0].side, pair[1].side) == (Some(Side::Old), Some(Side::New)) && pair[0].text == pair[1].text
    });
    if let Some(at) = equal_lines {
        cells.remove(at);
        let cell = &mut cells[at];
        (cell.side, cell.marker, cell.claim) = (None, Some(Marker::Context), RowClaim::First);
    }
}

/// Makes the sheet of a file with a header of git.
fn new_git_sheet<'a>(header: &git::GitHeader<'_>, line: u32) -> Sheet<'a> {
    let mut sheet = new_sheet(&header.names, line);
    sheet.page.file_changes = header.file_changes();
    sheet.notes.extend(header.note());
    sheet
}

fn new_sheet<'a>(names: &Sides<Option<Cow<'_, str>>>, first_line: u32) -> Sheet<'a> {
    let label = |name: &Option<Cow<'_, str>>| name.as_deref().map(|name| Cow::Owned(name.to_owned()));
    let page = Page {
        title: git::page_title(names).map(Cow::Owned),
        revisions: names.as_ref().map(|name| Revision { label: label(name), ..Revision::default() }),
        ..Page::default()
    };
    Sheet {
        page,
        notes: vec!["hunks headed by @@ -N,N +N,N @@ state the side of every line".to_owned()],
        ..Sheet::new(Shape::Unified, Source::new(SideEvidence::Format), first_line)
    }
}

fn parse_hunk_header(line: &str) -> Option<UnifiedHeader> {
    let (ranges, _) = line.strip_prefix("@@ -")?.split_once(" @@")?;
    let (old, new) = ranges.split_once(" +")?;
    let ((old_start, old_count), (new_start, new_count)) = (parse_range(old)?, parse_range(new)?);
    let line_counts = Sides::new(old_count, new_count);
    Some(UnifiedHeader { start: Sides::new(old_start, new_start), line_counts })
}

/// Parses `start,count`, or `start` with a count of 1.
fn parse_range(text: &str) -> Option<(u32, u32)> {
    match text.split_once(',') {
        Some((start, count)) => Some((start.parse().ok()?, count.parse().ok()?)),
        None => Some((text.parse().ok()?, 1)),
    }
}

/// Parses a line of a hunk. An empty line is an empty context line without its space.
fn parse_line(text: &str, line: u32) -> Option<Cell<'_>> {
    let (side, marker, text) = match text.split_at_checked(1) {
        Some((" ", text)) => (None, Marker::Context, text),
        Some(("-", text)) => (Some(Side::Old), Marker::Removed, text),
        Some(("+", text)) => (Some(Side::New), Marker::Added, text),
        None if text.is_empty() => (None, Marker::Context, ""),
        _ => return None,
    };
    let claim = if side.is_none() { RowClaim::First } else { RowClaim::Unknown };
    Some(Cell { side, marker: Some(marker), claim, ..Cell::new(text, line) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::WarningCode;
    use crate::parse::tests::format_rows;

    #[track_caller]
    fn case(text: &str, expected: &[&str]) {
        assert_eq!(
            parse_sheets(text, LineMap::default()).iter().flat_map(format_rows).collect::<Vec<_>>(),
            expected,
            "{text:?}"
        );
    }

    #[test]
    fn first_character_of_a_line_states_its_side() {
        case("@@ -1,2 +1,2 @@\n a\n-b\n+c\n", &["@1,1", "=a", "-b", "+c"]);
        case("@@ -1,2 +1,2 @@ a heading\n\n-b\n+c", &["@1,1", "=", "-b", "+c"]);
    }

    #[test]
    fn count_may_be_omitted() {
        case("@@ -3 +4 @@\n-a\n+b", &["@3,4", "-a", "+b"]);
        case("@@ -0,0 +1 @@\n+b", &["@0,1", "+b"]);
    }

    #[test]
    fn line_that_differs_only_in_its_end_is_context() {
        let note = "\\ No newline at end of file";
        for text in
            [format!("@@ -1,2 +1,2 @@\n x\n-a\n{note}\n+a"), format!("@@ -1,2 +1,2 @@\n x\n-a\n+a\n{note}")]
        {
            case(&text, &["@1,1", "=x", "=a"]);
            let warnings = &parse_sheets(&text, LineMap::default())[0].warnings;
            assert_eq!(
                warnings.iter().map(|warning| warning.code).collect::<Vec<_>>(),
                [WarningCode::LineEnds]
            );
        }
        case(&format!("@@ -1 +1,2 @@\n-a\n{note}\n+a\n+b"), &["@1,1", "=a", "+b"]);
        assert_eq!(parse_sheets(&format!("@@ -0,0 +1 @@\n+a\n{note}"), LineMap::default())[0].warnings, []);
        case("@@ -1 +1 @@\n-a\n+a", &["@1,1", "-a", "+a"]);
    }

    #[test]
    fn counts_of_the_header_delimit_a_hunk() {
        case("@@ -1,2 +1 @@\n--- x\n-b\n+++ c", &["@1,1", "--- x", "-b", "+++ c"]);
        case("@@ -1 +1 @@\n-a\n+b\n c\n@@ -9 +9 @@\n d", &["@1,1", "-a", "+b", "@9,9", "=d"]);
    }

    #[test]
    fn missing_line_end_is_a_note() {
        let note = "\\ No newline at end of file";
        let text = format!("@@ -1 +1 @@\n-a\n{note}\n+b\n{note}\n");
        case(&text, &["@1,1", "-a", "+b"]);
        let notes = &parse_sheets(&text, LineMap::default())[0].notes;
        assert_eq!(notes[1..], [format!("the diff says: {note}")]);
    }

    #[test]
    fn each_file_is_a_diff() {
        #[track_caller]
        fn case(text: &str, titles: &[Option<&str>]) {
            let sheets = parse_sheets(text, LineMap::default());
            let found: Vec<_> = sheets.iter().map(|sheet| sheet.page.title.as_deref()).collect();
            assert_eq!(found, titles, "{text:?}");
        }
        case("@@ -1 +1 @@\n-a\n+b", &[None]);
        case("--- a/Fenn\n+++ b/Fenn\n@@ -1 +1 @@\n-a\n+b", &[Some("Fenn")]);
        case("--- Fenn\t2024-01-01\n+++ Tarn\t2024-01-02\n@@ -1 +1 @@\n-a\n+b", &[Some("Tarn")]);
        case("--- /dev/null\n+++ b/Tarn\n@@ -0,0 +1 @@\n+b", &[Some("Tarn")]);
        case("--- Fenn\n+++ /dev/null\n@@ -1 +0,0 @@\n-b", &[Some("Fenn")]);
        case(
            "diff --git a/A b/A\nold mode 100644\nnew mode 100755\ndiff --git a/B b/B\n",
            &[Some("A"), Some("B")],
        );
        case("--- A\n+++ A\n@@ -1 +1 @@\n-a\n+b\n--- B\n+++ B\n@@ -1 +1 @@\n-a\n+b", &[Some("A"), Some("B")]);
    }

    #[test]
    fn warns_of_a_hunk_with_too_few_lines() {
        #[track_caller]
        fn case(text: &str, warnings: &[(WarningCode, Option<u32>)]) {
            let sheets = parse_sheets(text, LineMap::default());
            let found = sheets.iter().flat_map(|sheet| &sheet.warnings);
            assert_eq!(
                found.map(|warning| (warning.code, warning.first_line())).collect::<Vec<_>>(),
                warnings
            );
        }
        case("@@ -1 +1 @@\n-a\n+b", &[]);
        case("@@ -1,3 +1,3 @@\n a\n-b", &[(WarningCode::CutOff, Some(3))]);
        case("@@ -1 +1 @@\n-a\n+b\nthe end", &[(WarningCode::UnreadLine, Some(4))]);
    }

    #[test]
    fn hunk_header_has_two_ranges() {
        for line in ["@@ -1 +1 @@", "@@ -1,2 +3,4 @@ x"] {
            assert!(is_hunk_header(line), "{line:?}");
        }
        for line in ["@@", "@@ -1 @@", "@@ -a +b @@", "@@ -1,2 +3,4", "@@@ -1 -1 +1 @@@"] {
            assert!(!is_hunk_header(line), "{line:?}");
        }
    }
}
