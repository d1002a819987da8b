//! The page around an extracted table without the signs of the program that wrote it: bullets, marks of links and of
//! headings.

use std::borrow::Cow;

use crate::model::{Revision, Side, Sides};
use crate::parse::page::messages;

/// Signs at the start of a line of a list or a heading.
const BULLETS: [char; 3] = ['•', '*', '#'];

/// Maximum length in bytes of a line that is read for links: the links of a page's heading take some hundreds.
const MAX_LINE_LEN: usize = 4_000;

/// Strips the signs of lists, headings, bold words and links from a line of the page around the diff.
pub(crate) fn strip_page_signs(line: &str) -> Cow<'_, str> {
    let text = line.trim();
    if text.len() > 2 && text.chars().all(|character| matches!(character, '=' | '-' | '_')) {
        return Cow::Borrowed("");
    }
    let text = text.trim_start_matches(BULLETS).trim_start();
    match strip_links(text) {
        Cow::Borrowed(text) if !text.contains("**") => Cow::Borrowed(text),
        text => Cow::Owned(text.replace("**", "")),
    }
}

/// Strips the marks of links: `[label](address)` becomes its label, `label [address]` and `[12]label` lose the bracket.
pub(crate) fn strip_links(text: &str) -> Cow<'_, str> {
    if !text.contains('[') || text.len() > MAX_LINE_LEN {
        return Cow::Borrowed(text);
    }
    let mut stripped = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('[') {
        let before = &rest[..open];
        let inside = &rest[open + 1..];
        let Some(close) = find_close(inside, '[', ']') else {
            stripped.push_str(&rest[..=open]);
            rest = inside;
            continue;
        };
        let (label, after) = (&inside[..close], &inside[close + 1..]);
        let target = after.strip_prefix('(').and_then(|target| find_close(target, '(', ')'));
        if let Some(target) = target {
            stripped.push_str(before);
            stripped.push_str(&strip_links(label));
            rest = &after[target + 2..];
        } else if is_address(label) {
            stripped.push_str(before.trim_end());
            rest = after;
        } else if is_number(label) {
            stripped.push_str(before);
            rest = after;
        } else {
            stripped.push_str(&rest[..=open]);
            rest = inside;
        }
    }
    stripped.push_str(rest);
    Cow::Owned(stripped)
}

/// Returns true for a link with its address beside its label, as no browser copies it.
pub(crate) fn has_address(line: &str) -> bool {
    (line.contains("](/") || line.contains(" [/") || line.contains("://")) && strip_links(line) != line
}

/// Separates the labels of revisions from the links and users that ran together with them. The label of the new revision may
/// have been taken for the old one's user.
pub(crate) fn separate_labels(revisions: &mut Sides<Revision<'static>>) {
    let new = &mut revisions.new;
    let is_label = |user: &Cow<'_, str>| messages::parse_revision_label(user).is_some();
    if let Some(user) = new.user.take_if(|user| is_label(user)) {
        revisions.old.label = new.label.replace(user);
        new.comment = None;
    }
    for side in [Side::Old, Side::New] {
        let revision = revisions.get_mut(side);
        revision.label = revision.label.take().map(|label| match label.split_once(" (") {
            Some((label, _)) => Cow::Owned(label.to_owned()),
            None => label,
        });
    }
}

/// Finds the sign that closes a bracket, with brackets inside.
fn find_close(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, character) in text.char_indices() {
        if character == open {
            depth += 1;
        } else if character == close {
            let Some(outer) = depth.checked_sub(1) else { return Some(at) };
            depth = outer;
        }
    }
    None
}

fn is_address(label: &str) -> bool {
    label.starts_with('/') || label.starts_with('#') || label.contains("://")
}

fn is_number(label: &str) -> bool {
    !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strips_links_of_any_kind() {
        for (line, expected) in [
            (
                "[Ann](/wiki/User:Ann \"User:Ann (page)\") ([talk](/a) | [contribs](/b))",
                "Ann (talk | contribs)",
            ),
            ("Ann [/wiki/User:Ann] (talk [/a] | contribs [https://b.c])", "Ann (talk | contribs)"),
            ("[17]Ann ([18]talk | [19]contribs)", "Ann (talk | contribs)"),
            ("[[Mill]] and [the bank]", "[[Mill]] and [the bank]"),
            ("no link", "no link"),
            ("[open", "[open"),
        ] {
            assert_eq!(strip_links(line), expected, "{line:?}");
        }
    }

    #[test]
    fn label_ends_before_its_links() {
        let text = |text: &str| Some(Cow::Owned(text.to_owned()));
        let mut revisions = Sides::new(Revision::default(), Revision::default());
        revisions.new.label = text("Revision as of 10:00, 3 May 2024 (edit)Ann");
        revisions.new.user = text("Latest revision as of 11:00, 4 May 2024 (edit) (undo)Bob");
        separate_labels(&mut revisions);
        let labels = revisions.as_ref().map(|revision| revision.label.as_deref());
        let expected = ["Revision as of 10:00, 3 May 2024", "Latest revision as of 11:00, 4 May 2024"];
        assert_eq!(labels, Sides::new(Some(expected[0]), Some(expected[1])));
        assert_eq!(revisions.new.user, None);
    }

    #[test]
    fn strips_signs_of_lists_and_headings() {
        for (line, expected) in [
            ("   •  Read", "Read"),
            ("*   [Read](/a)", "Read"),
            ("**[Revision as of 10:00](/a)**", "Revision as of 10:00"),
            ("=====", ""),
            ("## Fenn", "Fenn"),
        ] {
            assert_eq!(strip_page_signs(line), expected, "{line:?}");
        }
    }
}
