//! Code blocks: fences of Markdown (`CommonMark`, "Fenced code blocks"), Slack's fences on the same line, Jira's `{code}`
//! and `{noformat}`, and `[code]` of forums.

use crate::parse::input;

use crate::parse::repair::candidate::Candidate;

/// An opening fence.
struct Fence<'t> {
    at: usize,
    /// White space before the fence and before each line inside.
    indent: &'t str,
    /// Closing fence.
    close: String,
    /// Text on the line of the fence: Slack puts no line end after a fence.
    text: &'t str,
}

/// Opening and closing fences of other markup.
const PAIRS: [(&str, &str); 3] = [("{code", "{code}"), ("{noformat", "{noformat}"), ("[code", "[/code]")];

/// Keeps the lines inside the fence. The lines outside are not part of the diff.
pub(crate) fn repair(text: &str) -> Option<Candidate> {
    if !may_hold_fence(text) {
        return None;
    }
    let lines = input::split_lines(text);
    let fence = (0..lines.len()).find_map(|at| parse_opening(&lines, at))?;
    let (inside, end) = collect_inside(&lines, &fence);
    let outside = (0..fence.at).chain(end..lines.len()).filter(|&at| !lines[at].is_empty()).collect();
    let message = "the diff was in a code block; read without the fences";
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

/// Parses the opening fence at a line. A doubled line is context.
fn parse_opening<'t>(lines: &[&'t str], at: usize) -> Option<Fence<'t>> {
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

/// Collects the lines inside, without the indent of the fence. Returns them with the index after the closing fence.
fn collect_inside<'t>(lines: &[&'t str], fence: &Fence<'t>) -> (Vec<(usize, &'t str)>, usize) {
    let mut inside = Vec::new();
    if !fence.text.is_empty() {
        inside.push((fence.at, fence.text));
    }
    let close = (fence.at + 1..lines.len()).rev().find(|&at| lines[at].trim_end().ends_with(&fence.close));
    let end = close.unwrap_or(lines.len());
    inside.extend((fence.at + 1..end).map(|at| (at, strip_indent(lines[at], fence.indent))));
    if let Some(at) = close {
        let last =
            lines[at].trim_end().strip_suffix(&*fence.close).map(|line| strip_indent(line, fence.indent));
        inside.extend(last.filter(|line| !line.trim().is_empty()).map(|line| (at, line)));
    }
    (inside, close.map_or(lines.len(), |at| at + 1))
}

/// Strips the indent of the fence from a line.
fn strip_indent<'l>(line: &'l str, indent: &str) -> &'l str {
    line.strip_prefix(indent).unwrap_or_else(|| if line.trim().is_empty() { "" } else { line })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::repair::testing::assert_outside;

    #[test]
    fn keeps_the_lines_between_the_fences() {
        assert_outside(repair, "```\na\n\nb\n```", Some(("a\n\nb", &[])));
        assert_outside(repair, "~~~~text\na\n~~~\nb\n~~~~\n", Some(("a\n~~~\nb", &[])));
        assert_outside(repair, "see:\n```diff\na\n```\nbye", Some(("a", &[0, 4])));
        assert_outside(repair, "{code:title=x}\na\n{code}", Some(("a", &[])));
        assert_outside(repair, "{noformat}\na\n{noformat}", Some(("a", &[])));
        assert_outside(repair, "[code]\na\n[/code]", Some(("a", &[])));
    }

    #[test]
    fn strips_the_indent_of_the_fence() {
        assert_outside(repair, "  ```\n  a\n\n   b\n  ```", Some(("a\n\n b", &[])));
    }

    #[test]
    fn keeps_text_on_the_lines_of_the_fences() {
        assert_outside(repair, "```Line 3: Line 3:\na\nb```", Some(("Line 3: Line 3:\na\nb", &[])));
    }

    #[test]
    fn unclosed_fence_ends_with_the_text() {
        assert_outside(repair, "```\na\nb", Some(("a\nb", &[])));
    }

    #[test]
    fn doubled_fence_is_context() {
        assert_outside(repair, "```\n```\na\na", None);
        assert_outside(repair, "a ``` b\na", None);
    }
}
