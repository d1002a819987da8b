//! Where the rows end: what stands below them on a page that was copied whole.
//!
//! A desktop page repeats the new revision's label over the rendered page ("Latest revision as of …"); a mobile page
//! names the user, the number of that user's edits and the word "edits", and then comes the footer.

use std::ops::Range;

use crate::model::{Page, Side};
use crate::text::whitespace::is_same_text;

use super::{digits, messages};
use crate::parse::input::Input;

/// How far above the end the footing of a mobile page is looked for: its own lines and the skin's footer.
const MAX_FOOTER_LINES: usize = 60;

/// The label over the rendered page of the new revision, where that was copied with the diff.
pub(crate) fn article(input: &Input<'_>, first: usize, page: &Page<'_>) -> Option<usize> {
    desktop(input, first, page)
}

/// The line after the last row.
pub(crate) fn end(input: &Input<'_>, first: usize, page: &Page<'_>) -> usize {
    if let Some(end) = desktop(input, first, page).or_else(|| mobile(input, first, page)) {
        return end;
    }
    // A blank row at the end is two empty lines; an odd one is the file's last line end.
    let blanks = input.lines()[first..].iter().rev().take_while(|line| line.is_empty()).count();
    input.len() - blanks % 2
}

/// Whether the text was extracted from a page, and what is trimmed from such a text would have stood at its end.
pub(crate) fn is_trimmed(input: &Input<'_>, end: usize) -> bool {
    let is_extracted = input.headers().all().first().is_some_and(|start| {
        start.taken == 1 && input.line(start.at).is_some_and(|line| !line.contains('\t'))
    });
    is_extracted && end > 0 && end + 1 >= input.len()
}

/// The label over the rendered page: the new revision's own, to the letter, and only once.
fn desktop(input: &Input<'_>, first: usize, page: &Page<'_>) -> Option<usize> {
    let label = page.revisions.get(Side::New).label.as_deref()?;
    let is_label = |at: usize| input.line(at).is_some_and(|line| is_same_text(line, label));
    let is_repeated = |at: usize| is_label(at + 1) || is_label(at - 1);
    (first..input.len()).find(|&at| {
        let line = input.lines()[at].trim();
        line.starts_with(label)
            && messages::parse_revision_label(line).is_some_and(|found| found.text == label)
            && !is_repeated(at)
    })
}

/// The line from which on the foot of a mobile page may have been read as rows: it looks like one, and nothing above
/// says that the page was copied whole.
pub(crate) fn doubtful(input: &Input<'_>, rows: &Range<usize>, page: &Page<'_>) -> Option<usize> {
    page.byte_change?;
    let foot = foot(input, rows.start)?;
    let is_word = |at: usize| input.line(at).is_some_and(|line| line.contains(char::is_alphabetic));
    (rows.contains(&foot) && is_word(foot + 2)).then_some(foot)
}

/// The foot of a mobile page that was copied from its very top.
fn mobile(input: &Input<'_>, first: usize, page: &Page<'_>) -> Option<usize> {
    page.byte_change?;
    let top = (0..input.len()).find(|&at| is_text(input, at))?;
    if messages::parse_title(input.lines()[top].trim()).is_some() || page.title.is_none() {
        return None;
    }
    foot(input, first)
}

fn is_text(input: &Input<'_>, at: usize) -> bool {
    input.line(at).is_some_and(|line| !line.trim().is_empty() && line != "\t")
}

/// The user, a number, a word, and the skin's footer.
///
/// Wikitext can have such lines too, so nothing after them may look like rows: no line may stand twice.
fn foot(input: &Input<'_>, first: usize) -> Option<usize> {
    let lines = input.lines();
    let is_text = |at: usize| is_text(input, at);
    let is_count =
        |at: usize| digits::parse_number(lines[at].trim()).is_some_and(|(_, rest)| rest.trim().is_empty());
    let stands_twice =
        |at: usize| is_text(at) && input.line(at + 1).is_some_and(|below| is_same_text(lines[at], below));
    let from = input.len().saturating_sub(MAX_FOOTER_LINES).max(first + 1);
    let last_row = (from - 1..input.len()).rev().find(|&at| stands_twice(at)).map_or(from, |at| at + 3);
    (last_row..input.len()).find(|&at| is_count(at) && is_text(at - 1)).map(|at| at - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::line_map::LineMap;
    use crate::parse::page::heading;

    /// How many lines of the rows are left over, the heading being above the first line that stands twice.
    #[track_caller]
    fn case(copied: &str, left_over: &[&str]) {
        let input = Input::new(copied, LineMap::default());
        let mut head = heading::parse_heading(&input);
        head.settle();
        let end = end(&input, head.end.unwrap_or(0), &head.page);
        assert_eq!(&input.lines()[end..], left_over, "{copied:?}");
    }

    const DESKTOP: &str = "Fenn: Difference between revisions\nRevision as of 10:00, 3 May 2024 (edit)\n\
                           Ann (talk | contribs)\nNo edit summary\n \nLatest revision as of 11:00, 4 May 2024\n\
                           Bob (talk | contribs)\n(links)\n \na\na\n";

    const MOBILE: &str = "Fenn: Difference between revisions\nRevision as of 10:00, 3 May 2024\n\
                          4 bytes added, 3 May 2024\nlinks\na\na\n";

    #[test]
    fn a_desktop_page_repeats_the_new_label_over_the_article() {
        case(
            &format!("{DESKTOP}Latest revision as of 11:00, 4 May 2024\nThe article"),
            &["Latest revision as of 11:00, 4 May 2024", "The article"],
        );
    }

    #[test]
    fn another_label_is_text() {
        case(&format!("{DESKTOP}Latest revision as of 12:00, 4 May 2024\nb"), &[]);
        case(&format!("{DESKTOP}The label: Latest revision as of 11:00, 4 May 2024\nb"), &[]);
    }

    #[test]
    fn a_mobile_page_that_was_copied_whole_ends_with_its_user() {
        let footing = ["Ann", "12", "edits", "Privacy policy"];
        let below = footing.join("\n");
        case(&format!("Toggle menu\n{MOBILE}{below}"), &footing);
        case(&format!("{MOBILE}{below}"), &[]);
        case(&format!("Toggle menu\n{MOBILE}{below}\nb\nb"), &[]);
    }

    #[test]
    fn what_may_be_the_foot_of_a_page_is_doubtful() {
        let found = |below: &str| {
            let copied = format!("{MOBILE}{below}");
            let input = Input::new(&copied, LineMap::default());
            let mut head = heading::parse_heading(&input);
            head.settle();
            doubtful(&input, &(head.end.unwrap_or(0)..input.len()), &head.page)
        };
        assert_eq!(found("Ann\n12\nedits\nPrivacy policy"), Some(6));
        assert_eq!(found("Ann\n12\n13\nPrivacy policy"), None);
        assert_eq!(found("Ann\nedits\nPrivacy policy"), None);
        assert_eq!(found("Ann\n12\nedits\nb\nb"), None);
    }

    #[test]
    fn blank_lines_come_in_pairs() {
        case(&format!("{MOBILE}b"), &[]);
        case(MOBILE, &[""]);
        case(&format!("{MOBILE}\n"), &[]);
    }
}
