//! Several diffs in one paste: cut where another page's heading or another run of line numbers begins.

use std::ops::Range;

use crate::model::Shape;
use crate::parse::sheet::Sheet;
use crate::text::whitespace::is_same_text;

use crate::parse::dispatch;
use crate::parse::input::Input;
use crate::parse::line_map::LineMap;
use crate::parse::page::{heading, messages};
use crate::parse::unread_lines::UnreadLines;

/// How far below a title the diff must begin that it heads.
const HEADING_REACH: usize = 60;

/// Reads every diff in the text.
pub(crate) fn sheets<'a>(text: &'a str, numbers: LineMap<'a>, wanted: Option<Shape>) -> Vec<Sheet<'a>> {
    let input = Input::new(text, numbers);
    let cuts = cuts(&input);
    if cuts.is_empty() {
        return dispatch::of_input(&input, text, wanted);
    }
    let whole = dispatch::of_input(&input, text, wanted);
    if whole.iter().any(|sheet| !matches!(sheet.shape, Shape::Cells | Shape::Rows | Shape::Inline)) {
        return whole;
    }
    drop(whole);
    let mut sheets = Vec::new();
    let mut empty = UnreadLines::default();
    for range in ranges(&cuts, input.len()) {
        let part = part(text, &input, &range);
        let read = dispatch::of_input(&Input::new(part, numbers.after(range.start)), part, wanted);
        if read.is_empty() {
            range.for_each(|at| empty.add(input.lines()[at], at));
        }
        sheets.extend(read);
    }
    // The heading of a diff that was not copied.
    if let Some(last) = sheets.last_mut() {
        last.warnings.extend(empty.take_warnings(numbers));
    }
    sheets
}

/// The lines at which another diff begins.
fn cuts(input: &Input<'_>) -> Vec<usize> {
    let titles: Vec<usize> = (1..input.len()).filter(|&at| is_title(input, at)).collect();
    let mut cuts = titles.clone();
    let starts = input.headers().all();
    for pair in starts.windows(2) {
        let (before, after) = (pair[0], pair[1]);
        let falls = after.numbers.old <= before.numbers.old || after.numbers.new <= before.numbers.new;
        let next_title = titles.partition_point(|&title| title < before.at);
        let is_headed = titles.get(next_title).is_some_and(|&title| title < after.at);
        if falls && !is_headed {
            cuts.push(after.at);
        }
    }
    let first_rows = starts.first().map_or(0, |start| start.at);
    cuts.retain(|&cut| cut > first_rows);
    cuts.sort_unstable();
    // What stands over the first title is the top of its own page.
    if cuts.first().is_some_and(|&cut| is_top(input, cut)) {
        cuts.remove(0);
    }
    cuts
}

/// Whether a line is the title of another diff page: it stands once, and the page's other facts follow.
fn is_title(input: &Input<'_>, at: usize) -> bool {
    let line = input.lines()[at].trim();
    let Some(_) = messages::parse_title(line.trim_start_matches('#').trim_start()) else { return false };
    let is_same = |other: Option<&str>| other.is_some_and(|other| is_same_text(line, other.trim()));
    if is_same(input.line(at + 1)) || is_same(input.line(at - 1)) {
        return false;
    }
    let below = at + 1..input.len().min(at + HEADING_REACH);
    let labels = below
        .clone()
        .filter(|&at| messages::parse_revision_label(input.lines()[at].trim()).is_some())
        .count();
    labels >= 2
        || below.clone().any(|at| input.start(at).is_some())
        || below.clone().any(|at| messages::parse_byte_change(input.lines()[at].trim()).is_some())
}

/// Whether nothing of a diff stands above a line.
fn is_top(input: &Input<'_>, at: usize) -> bool {
    let head = heading::parse_heading_in(input, 0..at);
    let rows = input.lines()[..at]
        .windows(2)
        .any(|pair| !pair[0].trim().is_empty() && is_same_text(pair[0], pair[1]));
    head.page.title.is_none() && head.labels == 0 && head.page.byte_change.is_none() && !rows
}

fn ranges(cuts: &[usize], end: usize) -> Vec<Range<usize>> {
    let starts = std::iter::once(0).chain(cuts.iter().copied());
    let ends = cuts.iter().copied().chain([end]);
    starts.zip(ends).map(|(start, end)| start..end).collect()
}

/// The text of a range of lines, the line end before the next part left off.
fn part<'a>(text: &'a str, input: &Input<'a>, range: &Range<usize>) -> &'a str {
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
        let sheets = sheets(copied, LineMap::default(), None);
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
    fn a_heading_without_its_diff_is_told() {
        let heading = "Tarn: Difference between revisions\nRevision as of 1:00, 5 May 2024\n\
                       Latest revision as of 2:00, 6 May 2024";
        let paste =
            format!("Fenn: Difference between revisions\n4 bytes added, 3 May 2024\na\na\nb\n{heading}");
        case(&paste, &[(Some("Fenn"), 1, &["a", "a", "b"])]);
        let sheets = sheets(&paste, LineMap::default(), None);
        let told: Vec<_> =
            sheets[0].warnings.iter().map(|told| (told.first_line(), told.message.as_str())).collect();
        let message = "lines 6 to 8 are no part of the diff: \"Tarn: Difference between revisions\"";
        assert_eq!(told, [(Some(6), message)]);
    }

    #[test]
    fn another_title_begins_another_diff() {
        case(
            "Fenn: Difference between revisions\n4 bytes added, 3 May 2024\nLine 3: Line 3:\na\na\nb\n\
             Tarn: Difference between revisions\n2 bytes removed, 4 May 2024\nLine 5: Line 5:\nc\nc\nd",
            &[(Some("Fenn"), 1, &["@3,3", "a", "a", "b"]), (Some("Tarn"), 7, &["@5,5", "c", "c", "d"])],
        );
    }

    #[test]
    fn line_numbers_that_fall_back_begin_another_diff() {
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
    fn a_title_in_the_text_is_text() {
        let title = "Tarn: Difference between revisions";
        case(
            &format!("Fenn: Difference between revisions\nLine 3: Line 3:\n{title}\n{title}\na\na"),
            &[(Some("Fenn"), 1, &["@3,3", title, title, "a", "a"])],
        );
    }
}
