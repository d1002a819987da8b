//! Fences of code: Markdown's (`CommonMark`, "Fenced code blocks"), Slack's on the same line, Jira's `{code}` and
//! `{noformat}`, forums' `[code]`.

use crate::parse::input;

use crate::parse::repair::candidate::Candidate;

/// A fence that opens.
struct Fence<'t> {
    at: usize,
    /// The blanks before it, which the lines inside have as well.
    indent: &'t str,
    /// Closing fence.
    close: String,
    /// Text on the line of the fence: Slack has no line end behind a fence.
    text: &'t str,
}

/// Opening and closing fences of other markup than Markdown.
const PAIRS: [(&str, &str); 3] = [("{code", "{code}"), ("{noformat", "{noformat}"), ("[code", "[/code]")];

/// The lines inside the fence; what stands outside is no part of the diff.
pub(crate) fn repair(text: &str) -> Option<Candidate> {
    if !may_hold_fence(text) {
        return None;
    }
    let lines = input::split_lines(text);
    let fence = (0..lines.len()).find_map(|at| opened(&lines, at))?;
    let (inside, end) = inside(&lines, &fence);
    let outside = (0..fence.at).chain(end..lines.len()).filter(|&at| !lines[at].is_empty()).collect();
    let message = "it stood in a block of code; read without its fence";
    (!inside.is_empty()).then(|| Candidate {
        outside,
        first: Some(fence.at),
        ..Candidate::from_lines(&inside, message)
    })
}

fn may_hold_fence(text: &str) -> bool {
    ["```", "~~~"]
        .into_iter()
        .chain(PAIRS.map(|(open, _)| open))
        .any(|open| memchr::memmem::find(text.as_bytes(), open.as_bytes()).is_some())
}

/// The fence that opens at a line. A line that stands twice is context.
fn opened<'t>(lines: &[&'t str], at: usize) -> Option<Fence<'t>> {
    let line = lines[at];
    let bare = line.trim_start_matches([' ', '\t']);
    let indent = &line[..line.len() - bare.len()];
    let is_same = |other: Option<usize>| other.and_then(|at| lines.get(at)) == Some(&line);
    if is_same(Some(at + 1)) || is_same(at.checked_sub(1)) {
        return None;
    }
    for mark in ['`', '~'] {
        let info = bare.trim_start_matches(mark);
        let count = bare.len() - info.len();
        if count >= 3 {
            let close = mark.to_string().repeat(count);
            let is_info = !info.trim().contains([' ', '\t', '`']);
            return Some(Fence { at, indent, close, text: if is_info { "" } else { info } });
        }
    }
    let (open, close) = PAIRS.into_iter().find(|(open, _)| bare.starts_with(open))?;
    let (head, text) = bare[open.len()..].split_once(['}', ']'])?;
    let is_tag = head.is_empty() || head.starts_with([':', '=', ' ']);
    is_tag.then(|| Fence { at, indent, close: close.to_owned(), text })
}

/// The lines inside, without the indentation of the fence, and the line after the fence that closes it.
fn inside<'t>(lines: &[&'t str], fence: &Fence<'t>) -> (Vec<(usize, &'t str)>, usize) {
    let mut inside = Vec::new();
    if !fence.text.is_empty() {
        inside.push((fence.at, fence.text));
    }
    let close = (fence.at + 1..lines.len()).rev().find(|&at| lines[at].trim_end().ends_with(&fence.close));
    let end = close.unwrap_or(lines.len());
    inside.extend((fence.at + 1..end).map(|at| (at, unindented(lines[at], fence.indent))));
    if let Some(at) = close {
        let last =
            lines[at].trim_end().strip_suffix(&*fence.close).map(|line| unindented(line, fence.indent));
        inside.extend(last.filter(|line| !line.trim().is_empty()).map(|line| (at, line)));
    }
    (inside, close.map_or(lines.len(), |at| at + 1))
}

/// The line without as much of the fence's blanks as it has.
fn unindented<'l>(line: &'l str, indent: &str) -> &'l str {
    line.strip_prefix(indent).unwrap_or_else(|| if line.trim().is_empty() { "" } else { line })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::repair::testing::assert_outside;

    #[test]
    fn the_lines_between_the_fences_are_the_text() {
        assert_outside(repair, "```\na\n\nb\n```", Some(("a\n\nb", &[])));
        assert_outside(repair, "~~~~text\na\n~~~\nb\n~~~~\n", Some(("a\n~~~\nb", &[])));
        assert_outside(repair, "see:\n```diff\na\n```\nbye", Some(("a", &[0, 4])));
        assert_outside(repair, "{code:title=x}\na\n{code}", Some(("a", &[])));
        assert_outside(repair, "{noformat}\na\n{noformat}", Some(("a", &[])));
        assert_outside(repair, "[code]\na\n[/code]", Some(("a", &[])));
    }

    #[test]
    fn a_fence_in_a_list_is_indented() {
        assert_outside(repair, "  ```\n  a\n\n   b\n  ```", Some(("a\n\n b", &[])));
    }

    #[test]
    fn a_fence_may_stand_on_the_lines_of_its_text() {
        assert_outside(repair, "```Line 3: Line 3:\na\nb```", Some(("Line 3: Line 3:\na\nb", &[])));
    }

    #[test]
    fn a_fence_that_nothing_closes_runs_to_the_end() {
        assert_outside(repair, "```\na\nb", Some(("a\nb", &[])));
    }

    #[test]
    fn a_fence_that_stands_twice_is_context() {
        assert_outside(repair, "```\n```\na\na", None);
        assert_outside(repair, "a ``` b\na", None);
    }
}
