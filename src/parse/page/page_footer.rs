//! The end of the rows on a page that was copied as a whole.
//!
//! ```text
//! desktop                                           mobile
//! (rows)                                            (rows)
//! Latest revision as of 11:00, 4 May 2024           Ann
//! (the rendered page)                               12
//!                                                   edits
//!                                                   (the footer of the skin)
//! ```

use std::ops::Range;

use crate::model::{Page, Side};
use crate::text::whitespace::is_same_text;

use super::{digits, messages};
use crate::parse::input::InputLines;

/// Maximum distance of a mobile page's footer from the end: its own lines and the skin's footer.
const MAX_FOOTER_LINES: usize = 60;

/// Finds the end of the rows.
pub(crate) fn find_end(input: &InputLines<'_>, first: usize, page: &Page<'_>) -> usize {
    let footer =
        find_rendered_page(input, first, page).or_else(|| find_whole_mobile_footer(input, first, page));
    footer.unwrap_or_else(|| {
        // A blank row at the end is two empty lines. An odd empty line is the final newline of the file.
        let blanks = input.lines()[first..].iter().rev().take_while(|line| line.is_empty()).count();
        input.len() - blanks % 2
    })
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
/// above shows that the page was copied as a whole.
pub(crate) fn find_possible_footer(
    input: &InputLines<'_>,
    rows: &Range<usize>,
    page: &Page<'_>,
) -> Option<usize> {
    page.byte_change?;
    let footer = find_mobile_footer(input, rows.start)?;
    let is_word = |at: usize| input.line(at).is_some_and(|line| line.contains(char::is_alphabetic));
    (rows.contains(&footer) && is_word(footer + 2)).then_some(footer)
}

/// Finds the footer of a mobile page that was copied from the very top: lines precede its title.
fn find_whole_mobile_footer(input: &InputLines<'_>, first: usize, page: &Page<'_>) -> Option<usize> {
    page.byte_change?;
    let top = (0..input.len()).find(|&at| has_text(input, at))?;
    if messages::parse_title(input.lines()[top].trim()).is_some() || page.title.is_none() {
        return None;
    }
    find_mobile_footer(input, first)
}

fn has_text(input: &InputLines<'_>, at: usize) -> bool {
    input.line(at).is_some_and(|line| !line.trim().is_empty())
}

/// Finds the footer of a mobile page: the user, a number, a word, and the skin's footer.
///
/// Wikitext can have similar lines, so no later line may look like a row: none may be repeated on the next line.
fn find_mobile_footer(input: &InputLines<'_>, first: usize) -> Option<usize> {
    let search_start = input.len().saturating_sub(MAX_FOOTER_LINES).max(first + 1);
    let last_context = (search_start - 1..input.len()).rev().find(|&at| input.is_doubled(at));
    let first_count = last_context.map_or(search_start, |at| at + 3);
    let mut counts = (first_count..input.len()).filter(|&at| is_number(input.lines()[at]));
    counts.find(|&at| has_text(input, at - 1)).map(|at| at - 1)
}

/// True for a line of nothing but a number.
fn is_number(line: &str) -> bool {
    digits::parse_number(line.trim()).is_some_and(|(_, rest)| rest.trim().is_empty())
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
