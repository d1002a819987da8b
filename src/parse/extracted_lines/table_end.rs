//! The end of an extracted table: the first line that is no row of a diff, whatever follows and however much.

use crate::model::{Page, Side};
use crate::parse::page::{digits, messages, page_footer};

use super::header_rows::HeaderJoint;
use super::page_text::strip_links;

/// Most lines with text in the foot of a mobile diff: the user, the number of the user's edits, the word "edits".
const FOOT_LINES: usize = 3;

/// Maximum length in bytes of a word for "edits".
const MAX_EDITS_WORD_LEN: usize = 60;

/// The end of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TableEnd {
    /// The index after the last row.
    pub(crate) at: usize,
    /// The index of the first line of the rendered page, if it follows.
    pub(crate) rendered: Option<usize>,
}

/// Finds the end of the rows from a line on.
pub(crate) fn find_table_end(lines: &[&str], from: usize, joint: HeaderJoint, page: &Page<'_>) -> TableEnd {
    let address = (from..lines.len()).find(|&at| is_address(lines, at));
    let rendered = find_rendered_label(&lines[..address.unwrap_or(lines.len())], from, page);
    let below = rendered.or(address);
    let end = below.unwrap_or(lines.len());
    let foot = match below {
        _ if page.byte_change.is_none() => None,
        Some(end) => find_mobile_foot(lines, from, end),
        None => find_edit_count(lines, from),
    };
    let end = foot.unwrap_or(end);
    let blanks = lines[from..end].iter().rev().take_while(|line| line.trim().is_empty()).count();
    // A program that puts blank lines between the lines of the footer puts one before it, and the others are rows.
    let has_gaps = matches!(joint, HeaderJoint::Below(1..));
    let keeps_rows = foot.is_some() && !has_gaps && page_footer::is_spaced_footer(lines, end);
    let rows = if keeps_rows { blanks - blanks % 2 } else { 0 };
    TableEnd { at: end - blanks + rows, rendered: rendered.map(|label| label + 1) }
}

/// True for the address of the page below its text. A program may break the line at the link.
fn is_address(lines: &[&str], at: usize) -> bool {
    let line = strip_links(lines[at].trim());
    if messages::is_page_end(&line) {
        return true;
    }
    let mut below = lines[at + 1..].iter().map(|line| line.trim()).filter(|line| !line.is_empty());
    let Some(address) = below.next().filter(|line| line.starts_with("http")) else { return false };
    let after = below.next().unwrap_or_default();
    messages::is_page_end(&format!("{line}{address}{after}"))
        || messages::is_page_end(&format!("{line} {address}"))
}

/// Finds the label above the rendered page: the new revision's, once more.
fn find_rendered_label(lines: &[&str], from: usize, page: &Page<'_>) -> Option<usize> {
    let label = page.revisions.get(Side::New).label.as_deref()?;
    let is_label = |at: &usize| {
        let text = strip_links(lines[*at].trim());
        let text = text.trim_start_matches(['#', '*', ' ']);
        text.starts_with(label)
            && messages::parse_revision_label(text).is_some_and(|found| found.text == label)
    };
    let is_doubled = |at: usize| lines.get(at + 1).is_some_and(|below| below.trim() == lines[at].trim());
    (from..lines.len()).find(|at| is_label(at) && !is_doubled(*at))
}

/// Finds the number of a user's edits at the end of a text: the foot of a mobile diff without its links.
fn find_edit_count(lines: &[&str], from: usize) -> Option<usize> {
    let mut texts = (from..lines.len()).rev().filter(|&at| !lines[at].trim().is_empty());
    let (word, number) = (texts.next()?, texts.next()?);
    let is_count = messages::is_edit_count(&format!("{} {}", lines[number].trim(), lines[word].trim()));
    is_count.then_some(number)
}

/// Finds the foot of a mobile diff, right above the end: on a line each, or run together.
fn find_mobile_foot(lines: &[&str], from: usize, end: usize) -> Option<usize> {
    let texts: Vec<usize> =
        (from..end).rev().filter(|&at| !lines[at].trim().is_empty()).take(FOOT_LINES).collect();
    let is_number = |text: &str| digits::parse_number(text).is_some_and(|(_, rest)| rest.trim().is_empty());
    if let [word, number, user] = texts[..]
        && is_number(strip_links(lines[number].trim()).trim())
        && lines[word].trim().len() <= MAX_EDITS_WORD_LEN
    {
        return Some(user);
    }
    // `Ann12 edits`
    let last = *texts.first()?;
    let words = lines[last].trim();
    let count = words.rfind(digits::is_digit)?;
    let rest = words[count..].trim_start_matches(digits::is_digit);
    let is_word =
        rest.starts_with(char::is_whitespace) && !rest.trim().contains(|c: char| !c.is_alphabetic());
    (is_word && rest.len() <= MAX_EDITS_WORD_LEN).then_some(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ByteChange;

    #[track_caller]
    fn case(text: &str, byte_change: Option<i64>, end: usize) {
        let lines: Vec<&str> = text.split('\n').collect();
        let page = Page { byte_change: byte_change.map(ByteChange::Signed), ..Page::default() };
        assert_eq!(find_table_end(&lines, 0, HeaderJoint::Narrow, &page).at, end, "{text:?}");
    }

    #[test]
    fn address_ends_the_table() {
        case("a\nRetrieved from \"https://example.org/wiki/Fenn\"\nPrivacy policy", None, 1);
        case("a\n\nRetrieved from \"\nhttps://example.org/wiki/Fenn\n\"\nPrivacy policy", None, 1);
        case("a\nRetrieved from \"[4]https://example.org/wiki/Fenn\"\nPrivacy policy", None, 1);
        case("a\nb", None, 2);
    }

    #[test]
    fn user_ends_the_table_of_a_mobile_page() {
        let address = "Retrieved from \"https://example.org/wiki/Fenn\"";
        case(&format!("a\n\nAnn\n12\n\nedits\n\n{address}"), Some(3), 1);
        case(&format!("a\n\n\n\nAnn\n\n12\n\nedits\n\n{address}"), Some(3), 3);
        case(&format!("a\n\nAnn12 edits\n{address}"), Some(3), 1);
        case(&format!("a\n\nAnn12 edits\n{address}"), None, 3);
        case("a\n12\n\nedits\n", Some(3), 1);
        case("a\n12\n\nmills\n", Some(3), 4);
    }
}
