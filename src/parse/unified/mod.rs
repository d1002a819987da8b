//! `unified`: unified diff text of wikitext, from `diff-type=unified`, `git diff` and `diff -u`.
//!
//! The sides are stated, the rows are not: which old line stands beside which new one is for the pairing stage.
//! The counts of a hunk's header say how many lines belong to it, so that content such as `--- ` is read as what
//! it is (GNU diffutils, "Detailed Description of Unified Format").

use std::borrow::Cow;

use crate::model::{Page, Revision, Shape, Side, Sides, Warning, WarningCode};
use crate::parse::sheet::{Cell, Marker, RowClaim, Section, Sheet, SideEvidence, Source};

use super::input::split_lines;
use super::line_map::LineMap;
use super::unread_lines::{self, UnreadLines};

mod git;

/// The header of one hunk: `@@ -1,3 +1,4 @@`.
struct Counts {
    start: Sides<u32>,
    left: Sides<u32>,
}

/// Returns true if the line opens a hunk.
pub(crate) fn is_telling(line: &str) -> bool {
    counts(line).is_some()
}

/// Returns true if the line opens the header that git writes above the hunks of a file.
pub(crate) fn is_git(line: &str) -> bool {
    git::is_opening(line)
}

/// Reads every file's diff.
pub(crate) fn parse_sheets<'a>(text: &'a str, numbers: LineMap<'a>) -> Vec<Sheet<'a>> {
    let lines = split_lines(text);
    let mut reader = Reader { sheets: Vec::new(), leftover: UnreadLines::default(), numbers };
    let mut at = 0;
    while at < lines.len() {
        at += reader.read(&lines, at);
    }
    reader.close();
    reader.sheets
}

struct Reader<'a> {
    sheets: Vec<Sheet<'a>>,
    leftover: UnreadLines,
    numbers: LineMap<'a>,
}

impl<'a> Reader<'a> {
    /// Reads what stands at a line and returns how many lines it takes.
    fn read(&mut self, lines: &[&'a str], at: usize) -> usize {
        if let Some(counts) = counts(lines[at]) {
            if self.sheets.is_empty() {
                self.sheets.push(sheet(&Sides::default(), self.numbers.line_number(at)));
            }
            return 1 + self.hunk(lines, at + 1, counts);
        }
        if let Some(header) = git::header(lines, at) {
            self.close();
            self.sheets.push(of_git(&header, self.numbers.line_number(at)));
            return header.taken;
        }
        if let Some(names) = git::names(lines, at) {
            self.close();
            self.sheets.push(sheet(&names, self.numbers.line_number(at)));
            return 2;
        }
        self.leftover.add(lines[at], at);
        1
    }

    /// Reads the lines of a hunk and returns how many they are.
    fn hunk(&mut self, lines: &[&'a str], from: usize, mut counts: Counts) -> usize {
        let mut section = Section { start: Some(counts.start), cells: Vec::new() };
        let mut ends = Ends::default();
        let mut at = from;
        while counts.left.old + counts.left.new > 0 && at < lines.len() {
            let Some(cell) = cell(lines[at], self.numbers.line_number(at)) else { break };
            for side in [Side::Old, Side::New] {
                let counted = cell.side.is_none_or(|own| own == side);
                let left = counts.left.get_mut(side);
                *left = left.saturating_sub(u32::from(counted));
            }
            at += 1;
            if lines.get(at).is_some_and(|line| line.starts_with("\\ ")) {
                ends.note(&cell, lines[at], self.numbers.line_number(at));
                at += 1;
            }
            section.cells.push(cell);
        }
        let differing = ends.differing(&section);
        if differing.is_some() {
            join_last(&mut section.cells);
        }
        let is_cut_off = counts.left.old + counts.left.new > 0;
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.sections.push(section);
            sheet.warnings.extend(differing);
            sheet.notes.extend(ends.said);
            if is_cut_off {
                sheet.add_damage(unread_lines::cut_off_warning(self.numbers.line_number(at - 1)));
            }
        }
        at - from
    }

    /// Tells what was left over, in the sheet that it stands in or before.
    fn close(&mut self) {
        let warnings = self.leftover.take_warnings(self.numbers);
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.warnings.extend(warnings);
        }
    }
}

/// Side whose last line has no line end, and the line of the input that says so.
#[derive(Default)]
struct Ends {
    missing: Sides<Option<u32>>,
    /// Reads the line `\ No newline at end of file`, in any language, unless the line before was one.
    said: Vec<String>,
}

impl Ends {
    /// Notes that the line of a cell has none, as another line says.
    fn note(&mut self, cell: &Cell<'_>, words: &str, line: u32) {
        let said = format!("the diff says: {words}");
        if self.said.last() != Some(&said) {
            self.said.push(said);
        }
        for side in [Side::Old, Side::New] {
            if cell.side.is_none_or(|own| own == side) {
                *self.missing.get_mut(side) = Some(line);
            }
        }
    }

    /// The warning that the sides differ in it, if both have lines and do.
    fn differing(&self, section: &Section<'_>) -> Option<Warning> {
        let has = |other: Side| section.cells.iter().any(|cell| cell.side != Some(other));
        if !has(Side::Old) || !has(Side::New) {
            return None;
        }
        let (which, line) = match (self.missing.old, self.missing.new) {
            (Some(line), None) => ("new", line),
            (None, Some(line)) => ("old", line),
            _ => return None,
        };
        let message = format!(
            "only the {which} page has a line end after its last line; that is not compared, since MediaWiki stores \
             pages without one"
        );
        Some(Warning::new(line, WarningCode::LineEnds, message))
    }
}

/// An old and a new line that follow each other and differ in nothing but the line end, which is no part of them,
/// are one line of context.
fn join_last(cells: &mut Vec<Cell<'_>>) {
    let is_same = |pair: &[Cell<'_>]| {
        (pair[0].side, pair[1].side) == (Some(Side::Old), Some(Side::New)) && pair[0].text == pair[1].text
    };
    if let Some(at) = cells.windows(2).rposition(is_same) {
        cells.remove(at);
        let cell = &mut cells[at];
        (cell.side, cell.marker, cell.claim) = (None, Some(Marker::Context), RowClaim::First);
    }
}

/// The sheet of a file that git names; what of it is in no line is told.
fn of_git<'a>(header: &git::Header<'_>, line: u32) -> Sheet<'a> {
    let mut sheet = sheet(&header.names, line);
    sheet.warnings.extend(header.file_changes().map(|changes| {
        let message = format!("git reports: {changes}; no line shows this change");
        Warning::new(line, WarningCode::NotCompared, message)
    }));
    sheet.notes.extend(header.facts());
    sheet
}

fn sheet<'a>(names: &Sides<Option<Cow<'_, str>>>, first_line: u32) -> Sheet<'a> {
    let label = |name: &Option<Cow<'_, str>>| name.as_deref().map(|name| Cow::Owned(name.to_owned()));
    let page = Page {
        title: git::title(names).map(Cow::Owned),
        revisions: names.as_ref().map(|name| Revision { label: label(name), ..Revision::default() }),
        ..Page::default()
    };
    Sheet {
        page,
        notes: vec!["hunks headed by @@ -N,N +N,N @@ state the side of every line".to_owned()],
        ..Sheet::new(Shape::Unified, Source::new(SideEvidence::Format), first_line)
    }
}

fn counts(line: &str) -> Option<Counts> {
    let (ranges, _) = line.strip_prefix("@@ -")?.split_once(" @@")?;
    let (old, new) = ranges.split_once(" +")?;
    let (old, new) = (range(old)?, range(new)?);
    Some(Counts { start: Sides::new(old.0, new.0), left: Sides::new(old.1, new.1) })
}

/// `start,count`, the count left out when it is 1.
fn range(text: &str) -> Option<(u32, u32)> {
    match text.split_once(',') {
        Some((start, count)) => Some((start.parse().ok()?, count.parse().ok()?)),
        None => Some((text.parse().ok()?, 1)),
    }
}

/// A line of a hunk. An empty one is an empty context line whose space was lost on the way.
fn cell(text: &str, line: u32) -> Option<Cell<'_>> {
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
    fn the_first_letter_of_a_line_says_its_side() {
        case("@@ -1,2 +1,2 @@\n a\n-b\n+c\n", &["@1,1", "=a", "-b", "+c"]);
        case("@@ -1,2 +1,2 @@ a heading\n\n-b\n+c", &["@1,1", "=", "-b", "+c"]);
    }

    #[test]
    fn a_count_of_one_may_be_left_out() {
        case("@@ -3 +4 @@\n-a\n+b", &["@3,4", "-a", "+b"]);
        case("@@ -0,0 +1 @@\n+b", &["@0,1", "+b"]);
    }

    #[test]
    fn a_line_that_only_lost_its_end_is_context_and_told() {
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
    fn the_counts_say_what_is_content() {
        case("@@ -1,2 +1 @@\n--- x\n-b\n+++ c", &["@1,1", "--- x", "-b", "+++ c"]);
        case("@@ -1 +1 @@\n-a\n+b\n c\n@@ -9 +9 @@\n d", &["@1,1", "-a", "+b", "@9,9", "=d"]);
    }

    #[test]
    fn the_note_of_a_missing_line_end_is_no_line() {
        let note = "\\ No newline at end of file";
        let text = format!("@@ -1 +1 @@\n-a\n{note}\n+b\n{note}\n");
        case(&text, &["@1,1", "-a", "+b"]);
        let notes = &parse_sheets(&text, LineMap::default())[0].notes;
        assert_eq!(notes[1..], [format!("the diff says: {note}")]);
    }

    #[test]
    fn each_file_is_a_diff_and_no_file_is_no_page() {
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
    fn a_hunk_with_too_few_lines_is_cut_off() {
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
    fn only_two_ranges_between_at_signs_are_a_hunk_header() {
        for line in ["@@ -1 +1 @@", "@@ -1,2 +3,4 @@ x"] {
            assert!(is_telling(line), "{line:?}");
        }
        for line in ["@@", "@@ -1 @@", "@@ -a +b @@", "@@ -1,2 +3,4", "@@@ -1 -1 +1 @@@"] {
            assert!(!is_telling(line), "{line:?}");
        }
    }
}
