//! Detection of git's word diffs, which are refused: they do not keep the old lines. Copies of web pages (GitHub, Gitea,
//! GitLab) look like the last form: their pages draw the signs, and browsers do not copy what is drawn.
//!
//! ```text
//! @@ -1,2 +1,2 @@                       @@ -1,2 +1,2 @@         @@ -1,2 +1,2 @@
//! Boats go [-daily-]{+twice a day+}.     Boats go               Boats go dailytwice a day.
//! The end.                              -daily                 The end.
//!                                       +twice a day
//!                                        .
//!                                       ~
//! --word-diff                           porcelain              --color-words, colours removed
//! ```
//!
//! Git compares words and takes all white space from the new page, line ends included (git-diff(1), `--word-diff`). So the
//! white space and the line ends of the old page are lost, and marks look like text of the page.

use super::{git, parse_hunk_header, parse_line};
use crate::model::Side;

/// The line that stands for a line end in the porcelain form.
const PORCELAIN_LINE_END: &str = "~";

/// The marks of removed and of added words.
const MARKS: [(&str, &str); 2] = [("[-", "-]"), ("{+", "+}")];

/// The marks between a removed and an added word.
const REPLACEMENT: &str = "-]{+";

/// Returns true if a hunk of the text compares words.
pub(crate) fn is_word_diff(text: &str) -> bool {
    if memchr::memmem::find(text.as_bytes(), b"@@ -").is_none() {
        return false;
    }
    let lines: Vec<&str> = text.lines().collect();
    let is_border = |line: &str| parse_hunk_header(line).is_some() || git::is_opening(line);
    lines.iter().enumerate().any(|(at, line)| {
        let Some(header) = parse_hunk_header(line) else { return false };
        let rest = &lines[at + 1..];
        let length = rest.iter().position(|line| is_border(line)).unwrap_or(rest.len());
        has_words(&rest[..length], header.line_counts.old, header.line_counts.new)
    })
}

/// Returns true if a text that compares words marks them.
pub(crate) fn has_word_marks(text: &str) -> bool {
    text.lines().any(|line| line == PORCELAIN_LINE_END || has_mark(line))
}

/// Returns true if the lines below a hunk header are words, and no lines with a sign. `old` and `new` are the numbers of
/// lines in the header.
fn has_words(lines: &[&str], mut old: u32, mut new: u32) -> bool {
    let mut is_context_only = true;
    let mut unsigned = None;
    for line in lines {
        if old + new == 0 {
            break;
        }
        let Some(cell) = parse_line(line, 0) else {
            unsigned = Some(*line);
            break;
        };
        is_context_only &= cell.side.is_none();
        old = old.saturating_sub(u32::from(cell.side != Some(Side::New)));
        new = new.saturating_sub(u32::from(cell.side != Some(Side::Old)));
    }
    let has_marks = || lines.iter().any(|line| has_mark(line));
    let has_replacement = || lines.iter().any(|line| line.contains(REPLACEMENT));
    match unsigned {
        // Such a line follows a hunk whose counts fit by chance, too.
        _ if lines.contains(&PORCELAIN_LINE_END) => true,
        Some(_) => has_marks() || !lines.iter().any(|line| line.starts_with(['+', '-'])),
        // Lines of the page may begin with a sign, so that they look like removed lines.
        None => is_context_only && has_marks() || old + new > 0 && has_replacement(),
    }
}

fn has_mark(line: &str) -> bool {
    MARKS.iter().any(|(open, close)| line.split_once(open).is_some_and(|(_, rest)| rest.contains(close)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(hunk: &str, expected: bool) {
        let text = format!("diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n{hunk}\n");
        assert_eq!(is_word_diff(&text), expected, "{hunk:?}");
    }

    #[test]
    fn finds_every_form_of_words() {
        case("Boats go [-daily-]{+twice+}.\nThe end.", true);
        case("Boats go \n-daily\n+twice\n .\n~\n The end.\n~", true);
        case(" Boats go\n+twice\n~\n The end.\n~", true);
        case("Boats go dailytwice.\nThe end.", true);
        case(" code [-a-]{+b+}\n more code", true);
        case("{+one+}\n{+two+}", true);
        case("- [-daily-]{+twice+}\n- the end", true);
        case(" Boats go\n-daily\n+twice\n .\n~\n The end.\n~", true);
    }

    #[test]
    fn keeps_lines_with_signs() {
        case(" a\n-b\n+c", false);
        case(" a\n-b [-x-]\n+c {+x+}", false);
        case(" a\n-b", false);
        case(" a\n b", false);
        case("", false);
        // A program removed the blank before unchanged lines.
        case("a\n-b\n+c", false);
        assert!(!is_word_diff("{+words+} without a hunk"));
    }
}
