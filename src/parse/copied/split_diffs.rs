//! Split of a paste into its diffs: at the heading of another page, and where line numbers fall back.
//!
//! ```text
//! Fenn: Difference between revisions
//! Line 3: Line 3:       ┐ part 1
//! ...                   ┘
//! Tarn: Difference between revisions      ◀ another title
//! Line 5: Line 5:       ┐ part 2
//! ...                   ┘
//! Line 2: Line 2:       ┐ part 3          ◀ 2 < 5
//! ...                   ┘
//! ```
//!
//! Only copies of bare cells are split here. The readers of the other shapes find the borders between diffs in the rows.

use std::ops::Range;

use crate::model::Shape;
use crate::options::Options;
use crate::parse::sheet::{Integrity, Sheet};
use crate::text::whitespace::{find_doubling_space, is_same_text};

use crate::parse::dispatch;
use crate::parse::extracted_lines::{self, FormShapes};
use crate::parse::input::InputLines;
use crate::parse::line_map::LineMap;
use crate::parse::page::{heading, messages};
use crate::parse::unread_lines::UnreadLines;

/// Maximum distance between the title of a diff page and the facts that confirm the title.
const MAX_TITLE_DISTANCE: usize = 60;

/// Parses every diff in the text.
pub(crate) fn parse_diffs<'a>(text: &'a str, line_map: LineMap<'a>, options: &Options) -> Vec<Sheet<'a>> {
    let input = InputLines::new(text, line_map);
    let starts = find_diff_starts(&input);
    let detected = dispatch::choose_shape(&input, options);
    let is_split = !starts.is_empty();
    let shapes =
        FormShapes { wanted: options.shape, detected: detected.as_ref().map(|detected| detected.shape) };
    if !is_split
        && !input.is_entity_diff()
        && !shapes.detected.is_some_and(has_rules)
        && let Some(sheet) = extracted_lines::parse_sheet(&input, shapes)
    {
        return vec![sheet];
    }
    if let Some(detected) = detected.filter(|detected| !is_split || !is_bare(detected.shape)) {
        let sheets = dispatch::parse_sheets(&input, text, detected);
        if !sheets.is_empty() {
            return sheets;
        }
    }
    if is_split { parse_parts(text, &input, &starts, options) } else { Vec::new() }
}

/// True for a shape that writes signs between the columns of the table.
const fn has_rules(shape: Shape) -> bool {
    matches!(shape, Shape::Markdown | Shape::Grid)
}

/// True for a shape of bare cells, whose rows do not show where another diff begins.
const fn is_bare(shape: Shape) -> bool {
    matches!(shape, Shape::Cells | Shape::Rows | Shape::Inline)
}

/// Parses the parts of the text between the starts of diffs.
fn parse_parts<'a>(
    text: &'a str,
    input: &InputLines<'a>,
    starts: &[usize],
    options: &Options,
) -> Vec<Sheet<'a>> {
    let mut sheets: Vec<Sheet<'a>> = Vec::new();
    let mut unread = UnreadLines::default();
    // A header without a title above it may be a line of the text as well.
    let is_open = starts.iter().any(|&start| input.header_at(start).is_some() || is_title_open(input, start));
    let firsts = std::iter::once(0).chain(starts.iter().copied());
    let ends = starts.iter().copied().chain([input.len()]);
    for range in firsts.zip(ends).map(|(first, end)| first..end) {
        let part = text_of_lines(text, input, &range);
        let part_lines = InputLines::new(part, input.line_map().skip(range.start));
        let detected = dispatch::choose_shape(&part_lines, options);
        let found = detected.map(|detected| dispatch::parse_sheets(&part_lines, part, detected));
        if let Some(found) = found.filter(|found| !found.is_empty()) {
            sheets.extend(found);
            continue;
        }
        // The heading of a diff that was not copied, or a line of the text that looks like a header.
        let is_header = input.header_at(range.start).is_some();
        if let Some(last) = sheets.last_mut().filter(|_| is_header) {
            last.lower_integrity(Integrity::Damaged);
        }
        range.for_each(|at| unread.add(input.lines()[at], at));
    }
    if is_open || unread.has_row_signs() {
        for sheet in &mut sheets {
            sheet.lower_integrity(Integrity::Repaired);
        }
    }
    if let Some(last) = sheets.last_mut() {
        last.warnings.extend(unread.take_warnings(input.line_map()));
    }
    sheets
}

/// True if a diff begins at a title that may be a line of the text: rows of context stand above all facts of its page.
fn is_title_open(input: &InputLines<'_>, start: usize) -> bool {
    let is_row = |&at: &usize| input.is_doubled(at) || find_doubling_space(input.lines()[at]).is_some();
    let first = (start + 1..input.len()).find(|at| is_row(at) || is_page_fact(input, *at));
    first.is_none_or(|first| !is_page_fact(input, first))
}

/// True for a line of numbers, a revision's label, or a byte change.
fn is_page_fact(input: &InputLines<'_>, at: usize) -> bool {
    let line = input.lines()[at].trim();
    input.header_at(at).is_some()
        || messages::parse_revision_label(line).is_some()
        || messages::parse_byte_change(line).is_some()
}

/// Finds the lines at which another diff begins.
fn find_diff_starts(input: &InputLines<'_>) -> Vec<usize> {
    // Titles of other pages.
    let titles: Vec<usize> = (1..input.len()).filter(|&at| is_title(input, at)).collect();
    let mut starts = titles.clone();
    // Headers whose numbers fall back, unless a title is above them.
    let headers = input.headers().all();
    for pair in headers.windows(2) {
        let (before, after) = (pair[0], pair[1]);
        let falls = after.numbers.old <= before.numbers.old || after.numbers.new <= before.numbers.new;
        let next_title = titles.partition_point(|&title| title < before.at);
        let has_title = titles.get(next_title).is_some_and(|&title| title < after.at);
        if falls && !has_title {
            starts.push(after.at);
        }
    }
    let first_row = headers.first().map_or(0, |header| header.at);
    starts.retain(|&start| start > first_row);
    starts.sort_unstable();
    // Lines above the first title are the top of its own page.
    if starts.first().is_some_and(|&start| is_top(input, start)) {
        starts.remove(0);
    }
    starts
}

/// True for the title of another diff page: the line is not repeated, and other facts of the page follow.
fn is_title(input: &InputLines<'_>, at: usize) -> bool {
    let line = input.lines()[at].trim();
    if messages::parse_title(line.trim_start_matches('#').trim_start()).is_none() {
        return false;
    }
    let is_same = |other: Option<&str>| other.is_some_and(|other| is_same_text(line, other.trim()));
    if is_same(input.line(at + 1)) || is_same(input.line(at - 1)) || find_doubling_space(line).is_some() {
        return false;
    }
    let below = at + 1..input.len().min(at + MAX_TITLE_DISTANCE);
    let is_label = |at: &usize| messages::parse_revision_label(input.lines()[*at].trim()).is_some();
    let is_byte_line = |at: usize| messages::parse_byte_change(input.lines()[at].trim()).is_some();
    // The facts that are quickest to find come first: a paste may hold thousands of diffs.
    below.clone().any(|at| input.header_at(at).is_some())
        || below.clone().any(is_byte_line)
        || below.filter(is_label).nth(1).is_some()
}

/// True if no part of a diff is above a line.
fn is_top(input: &InputLines<'_>, at: usize) -> bool {
    let has_context = (1..at).any(|below| input.is_doubled(below - 1));
    !has_context && !heading::parse_heading_in(input, 0..at).has_facts()
}

/// The text of a range of lines, without the newline before the next part.
fn text_of_lines<'a>(text: &'a str, input: &InputLines<'a>, range: &Range<usize>) -> &'a str {
    let offset =
        |at: usize| input.line(at).map_or(text.len(), |line| line.as_ptr().addr() - text.as_ptr().addr());
    &text[offset(range.start)..offset(range.end)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::tests::format_rows;

    /// Each diff by its title, the line where it begins, and its rows.
    #[track_caller]
    fn case(copied: &str, expected: &[(Option<&str>, u32, &[&str])]) {
        let sheets = parse_diffs(copied, LineMap::default(), &Options::default());
        let rows: Vec<Vec<String>> = sheets.iter().map(format_rows).collect();
        let rows: Vec<Vec<&str>> =
            rows.iter().map(|rows| rows.iter().map(String::as_str).collect()).collect();
        let found: Vec<_> = sheets
            .iter()
            .zip(&rows)
            .map(|(sheet, rows)| (sheet.page.title.as_deref(), sheet.first_line, rows.as_slice()))
            .collect();
        assert_eq!(found, expected, "{copied:?}");
    }

    #[test]
    fn warns_of_a_heading_without_rows() {
        let heading = "Tarn: Difference between revisions\nRevision as of 1:00, 5 May 2024\n\
                       Latest revision as of 2:00, 6 May 2024";
        let paste =
            format!("Fenn: Difference between revisions\n4 bytes added, 3 May 2024\na\na\nb\n{heading}");
        case(&paste, &[(Some("Fenn"), 1, &["a", "a", "b"])]);
        let sheets = parse_diffs(&paste, LineMap::default(), &Options::default());
        let warnings: Vec<_> = sheets[0]
            .warnings
            .iter()
            .map(|warning| (warning.first_line(), warning.message.as_str()))
            .collect();
        let message = "lines 6 to 8 are no part of the diff: \"Tarn: Difference between revisions\"";
        assert_eq!(warnings, [(Some(6), message)]);
    }

    #[test]
    fn another_title_opens_another_diff() {
        case(
            "Fenn: Difference between revisions\n4 bytes added, 3 May 2024\nLine 3: Line 3:\na\na\nb\n\
             Tarn: Difference between revisions\n2 bytes removed, 4 May 2024\nLine 5: Line 5:\nc\nc\nd",
            &[(Some("Fenn"), 1, &["@3,3", "a", "a", "b"]), (Some("Tarn"), 7, &["@5,5", "c", "c", "d"])],
        );
    }

    #[test]
    fn falling_line_numbers_open_another_diff() {
        case(
            "Line 9: Line 9:\na\na\nb\nb\nLine 3: Line 3:\nc\nc\nd\nd",
            &[(None, 1, &["@9,9", "a", "a", "b", "b"]), (None, 6, &["@3,3", "c", "c", "d", "d"])],
        );
        case(
            "Line 3: Line 3:\na\na\nb\nb\nLine 9: Line 9:\nc\nc\nd\nd",
            &[(None, 1, &["@3,3", "a", "a", "b", "b", "@9,9", "c", "c", "d", "d"])],
        );
    }

    #[test]
    fn menus_above_the_title_belong_to_its_page() {
        case(
            "Jump to content\nToggle sidebar\n\nFenn: Difference between revisions\nLine 3: Line 3:\na\na\nb",
            &[(Some("Fenn"), 1, &["@3,3", "a", "a", "b"])],
        );
    }

    #[test]
    fn title_in_the_text_is_text() {
        let title = "Tarn: Difference between revisions";
        case(
            &format!("Fenn: Difference between revisions\nLine 3: Line 3:\n{title}\n{title}\na\na"),
            &[(Some("Fenn"), 1, &["@3,3", title, title, "a", "a"])],
        );
    }
}
