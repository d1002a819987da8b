//! The end of the rows on a page that was copied as a whole.
//!
//! ```text
//! desktop                                           mobile
//! (rows)                                            (rows)
//! Latest revision as of 11:00, 4 May 2024           Ann                        mobile_footer
//! (the rendered page)                               12
//! Retrieved from "https://…"                        edits
//! (the footer of the skin)                          (the footer of the skin)
//! ```

use std::ops::Range;

use crate::model::{Page, Side};
use crate::text::whitespace::{find_doubling_space, is_same_text};

use super::mobile_footer::find_mobile_foot;
use super::{digits, messages};
use crate::parse::input::InputLines;

/// Maximum distance of the line that closes a page from the end: the skin's footer.
const MAX_FOOTER_LINES: usize = 60;

/// Finds the end of the rows.
pub(crate) fn find_end(input: &InputLines<'_>, first: usize, page: &Page<'_>) -> usize {
    let footer = find_rendered_page(input, first, page)
        .or_else(|| find_whole_mobile_footer(input, first, page))
        .or_else(|| find_edit_form(input, first, page));
    footer.unwrap_or_else(|| {
        let end = find_page_end(input, first).unwrap_or(input.len());
        // A blank row at the end is two empty lines. An odd empty line is the final newline of the file, or stands before
        // the foot of the page.
        let blanks = input.lines()[first..end].iter().rev().take_while(|line| line.is_empty()).count();
        end - blanks % 2
    })
}

/// True if an empty line was left out of the rows as the final newline, below other empty lines. It may as well be a line that
/// was added or removed alone.
pub(crate) fn has_odd_end(input: &InputLines<'_>, end: usize) -> bool {
    end + 1 == input.len() && end >= 2 && input.lines()[end - 2..].iter().all(|line| line.is_empty())
}

/// True if the text was extracted from a page, and lines trimmed by the extraction would have been at its end.
pub(crate) fn is_trimmed(input: &InputLines<'_>, end: usize) -> bool {
    let is_extracted = input.headers().all().first().is_some_and(|header| {
        header.line_count == 1 && input.line(header.at).is_some_and(|line| !line.contains('\t'))
    });
    is_extracted && end > 0 && end + 1 >= input.len()
}

/// Finds the label above the rendered page of the new revision: letter for letter the new revision's label, and only
/// once.
pub(crate) fn find_rendered_page(input: &InputLines<'_>, first: usize, page: &Page<'_>) -> Option<usize> {
    let label = page.revisions.get(Side::New).label.as_deref()?;
    let is_label = |at: usize| input.line(at).is_some_and(|line| is_same_text(line, label));
    (first..input.len()).find(|&at| {
        let line = input.lines()[at].trim();
        let is_repeated = || is_label(at + 1) || is_label(at - 1);
        line.starts_with(label)
            && messages::parse_revision_label(line).is_some_and(|found| found.text == label)
            && !is_repeated()
    })
}

/// Finds the line from which on the rows may be the footer of a mobile page: the lines look like a footer, and nothing
/// shows for certain that they are.
pub(crate) fn find_possible_footer(
    input: &InputLines<'_>,
    rows: &Range<usize>,
    page: &Page<'_>,
) -> Option<usize> {
    page.byte_change?;
    let foot = find_mobile_foot(input, rows.start)?;
    let is_word = |at: usize| input.line(at).is_some_and(|line| line.contains(char::is_alphabetic));
    match foot.possible_user {
        Some(user) => rows.contains(&user).then_some(user),
        None => (rows.contains(&foot.start) && is_word(foot.start + 2)).then_some(foot.start),
    }
}

/// Finds the footer of a mobile page that was copied from the very top or to the very end: lines precede its title, or a
/// line that closes the page stands below its footer.
fn find_whole_mobile_footer(input: &InputLines<'_>, first: usize, page: &Page<'_>) -> Option<usize> {
    page.byte_change?;
    let is_whole = is_copied_from_top(input, page) || find_page_end(input, first).is_some();
    let start = is_whole.then(|| find_mobile_foot(input, first))??.start;
    // A program that puts blank lines between the lines of the footer puts one before it.
    let blanks = input.lines()[first..start].iter().rev().take_while(|line| line.is_empty()).count();
    Some(if is_spaced_footer(input.lines(), start) { start - blanks % 2 } else { start })
}

/// Finds the form below a preview of changes, with the blank line before it: the last summary field, below the last
/// repeated line. A row above it may have the same text.
fn find_edit_form(input: &InputLines<'_>, first: usize, page: &Page<'_>) -> Option<usize> {
    let is_preview = page.revisions.as_ref().map(|revision| {
        revision.label.as_deref().is_some_and(|label| messages::parse_preview_label(label).is_some())
    });
    if !(is_preview.old && is_preview.new) {
        return None;
    }
    let mut lines = (first..input.len()).rev().take_while(|&at| !input.is_doubled(at));
    let form = lines.find(|&at| messages::is_summary_field(input.lines()[at]))?;
    let blanks = input.lines()[first..form].iter().rev().take_while(|line| line.is_empty()).count();
    Some(form - blanks % 2)
}

/// True if lines precede the title of the page.
fn is_copied_from_top(input: &InputLines<'_>, page: &Page<'_>) -> bool {
    let top = input.lines().iter().find(|line| !line.trim().is_empty());
    page.title.is_some() && top.is_some_and(|line| messages::parse_title(line.trim()).is_none())
}

/// Finds the first line that closes the page, below the last repeated line.
fn find_page_end(input: &InputLines<'_>, first: usize) -> Option<usize> {
    let search_start = input.len().saturating_sub(MAX_FOOTER_LINES).max(first);
    let lines = (search_start..input.len()).rev().take_while(|&at| !is_part_of_rows(input, at));
    let end = lines.filter(|&at| messages::is_page_end(input.lines()[at])).last()?;
    // The only line below the border of a cell is the text of the cell.
    let is_cell = end > 0 && is_border(input.lines()[end - 1]) && is_last_text(input, end);
    (!is_cell).then_some(end)
}

/// True for a line that stands twice, below itself or beside itself, and for the border between two cells.
fn is_part_of_rows(input: &InputLines<'_>, at: usize) -> bool {
    let line = input.lines()[at];
    let is_doubled = input.is_doubled(at) || at > 0 && input.is_doubled(at - 1);
    is_border(line) || is_doubled || !line.trim().is_empty() && find_doubling_space(line).is_some()
}

/// True for a line of tabs, which a browser copies between two cells.
fn is_border(line: &str) -> bool {
    !line.is_empty() && line.trim_matches('\t').is_empty()
}

fn is_last_text(input: &InputLines<'_>, at: usize) -> bool {
    input.lines()[at + 1..].iter().all(|line| line.trim().is_empty())
}

/// True if a program put a blank line between the lines of the footer. Then it keeps the blank lines of the rows as well,
/// those of one side included.
pub(crate) fn is_spaced_footer(lines: &[&str], end: usize) -> bool {
    let blank = |at: usize| lines.get(at).is_some_and(|line| line.is_empty());
    let is_number =
        |line: &str| digits::parse_number(line.trim()).is_some_and(|(_, rest)| rest.trim().is_empty());
    let user = (end..lines.len()).find(|&at| !lines[at].trim().is_empty());
    user.is_some_and(|at| blank(at + 1) && lines.get(at + 2).is_some_and(|line| is_number(line)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::line_map::LineMap;
    use crate::parse::page::heading;

    /// Checks the lines below the rows. The heading ends before the first repeated line.
    #[track_caller]
    fn case(copied: &str, below_rows: &[&str]) {
        let input = InputLines::new(copied, LineMap::default());
        let mut heading = heading::parse_heading(&input);
        heading.move_lone_label_to_new();
        let end = find_end(&input, heading.end.unwrap_or(0), &heading.page);
        assert_eq!(&input.lines()[end..], below_rows, "{copied:?}");
    }

    const DESKTOP: &str = "Fenn: Difference between revisions\nRevision as of 10:00, 3 May 2024 (edit)\n\
                           Ann (talk | contribs)\nNo edit summary\n \nLatest revision as of 11:00, 4 May 2024\n\
                           Bob (talk | contribs)\n(links)\n \na\na\n";

    const MOBILE: &str = "Fenn: Difference between revisions\nRevision as of 10:00, 3 May 2024\n\
                          4 bytes added, 3 May 2024\nlinks\na\na\n";

    #[test]
    fn new_label_again_ends_the_rows_of_a_desktop_page() {
        case(
            &format!("{DESKTOP}Latest revision as of 11:00, 4 May 2024\nThe article"),
            &["Latest revision as of 11:00, 4 May 2024", "The article"],
        );
    }

    #[test]
    fn form_ends_the_rows_of_a_preview() {
        let preview = "Editing Fenn\nLatest revision\tYour text\na\na\n";
        case(&format!("{preview}b\n\nSummary:\nWatch this page"), &["", "Summary:", "Watch this page"]);
        case(&format!("{preview}Summary:\nb\nb"), &[]);
        case(&format!("{preview}Summary:\n\nSummary:\nCancel"), &["", "Summary:", "Cancel"]);
        case("Fenn: Difference between revisions\na\na\nSummary:\nb", &[]);
    }

    #[test]
    fn other_labels_are_text() {
        case(&format!("{DESKTOP}Latest revision as of 12:00, 4 May 2024\nb"), &[]);
        case(&format!("{DESKTOP}The label: Latest revision as of 11:00, 4 May 2024\nb"), &[]);
    }

    #[test]
    fn user_ends_the_rows_of_a_whole_mobile_page() {
        let footing = ["Ann", "12", "edits", "Privacy policy"];
        let below = footing.join("\n");
        case(&format!("Toggle menu\n{MOBILE}{below}"), &footing);
        case(&format!("{MOBILE}{below}"), &[]);
        case(&format!("Toggle menu\n{MOBILE}{below}\nb\nb"), &[]);
        let spaced = ["", "Ann", "", "12", "", "edits"];
        case(&format!("Toggle menu\n{MOBILE}\n\n{}", spaced.join("\n")), &spaced);
    }

    #[test]
    fn finds_a_possible_footer() {
        let found = |below: &str| {
            let copied = format!("{MOBILE}{below}");
            let input = InputLines::new(&copied, LineMap::default());
            let mut heading = heading::parse_heading(&input);
            heading.move_lone_label_to_new();
            find_possible_footer(&input, &(heading.end.unwrap_or(0)..input.len()), &heading.page)
        };
        assert_eq!(found("Ann\n12\nedits\nPrivacy policy"), Some(6));
        assert_eq!(found("Ann\n12\n13\nPrivacy policy"), None);
        assert_eq!(found("Ann\nedits\nPrivacy policy"), None);
        assert_eq!(found("Ann\n12\nedits\nb\nb"), None);
    }

    #[test]
    fn odd_blank_line_is_the_final_newline() {
        case(&format!("{MOBILE}b"), &[]);
        case(MOBILE, &[""]);
        case(&format!("{MOBILE}\n"), &[]);
    }
}
