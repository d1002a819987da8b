//! Where the rows end: what stands below them on a page that was copied whole.
//!
//! A desktop page repeats the new revision's label over the rendered page ("Latest revision as of …"); a mobile page
//! names the user, the number of that user's edits and the word "edits", and then comes the footer.

use crate::model::{Page, Side};
use crate::text::whitespace::same_text;

use super::input::Input;
use super::{digits, phrases};

/// How far above the end the footing of a mobile page is looked for: its own lines and the skin's footer.
const LONGEST_FOOTING: usize = 60;

/// The line after the last row.
pub(super) fn end(input: &Input<'_>, first: usize, page: &Page<'_>) -> usize {
    if let Some(end) = desktop(input, first, page).or_else(|| mobile(input, first, page)) {
        return end;
    }
    // A blank row at the end is two empty lines; an odd one is the file's last line end.
    let blanks = input.lines()[first..].iter().rev().take_while(|line| line.is_empty()).count();
    input.len() - blanks % 2
}

/// The label over the rendered page: the new revision's own, to the letter, and only once.
fn desktop(input: &Input<'_>, first: usize, page: &Page<'_>) -> Option<usize> {
    let label = page.revisions.get(Side::New).label.as_deref()?;
    let is_repeated = |at: usize| input.line(at + 1).is_some_and(|below| same_text(below, label));
    (first..input.len()).find(|&at| {
        let line = input.lines()[at].trim();
        line.starts_with(label)
            && phrases::revision_label(line).is_some_and(|found| found.text == label)
            && !is_repeated(at)
    })
}

/// The user, a number, a word: the last such lines of a page with a byte change.
fn mobile(input: &Input<'_>, first: usize, page: &Page<'_>) -> Option<usize> {
    page.byte_change?;
    let lines = input.lines();
    let text =
        |at: usize| lines.get(at).is_some_and(|line| !line.trim().is_empty() && !line.starts_with('\t'));
    let is_count =
        |at: usize| digits::number(lines[at].trim()).is_some_and(|(_, rest)| rest.trim().is_empty());
    let from = input.len().saturating_sub(LONGEST_FOOTING).max(first + 1);
    (from..input.len()).rev().find_map(|at| {
        let word = (at + 1..at + 3).find(|&below| text(below))?;
        let holds = is_count(at) && text(at - 1) && !same_text(lines[at], lines[word]);
        holds.then_some(at - 1)
    })
}
