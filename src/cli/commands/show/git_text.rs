//! The text of git, for which the program is the pager: diffs are shown, and all other text passes through.
//!
//! ```text
//! commit 1234567                      passes through, with its colours
//!     Add a lake
//!
//! diff --git a/Lake.wiki …  ───────▶  shown
//! @@ -1 +1 @@ …
//! diff --cc Fenn.wiki  ───────────▶   passes through
//! ```

use std::io;
use std::ops::Range;

use super::Show;
use crate::cli::args::resolve::OutputFormat;
use crate::cli::exit_code::Outcome;
use crate::cli::input::reading::read_diffs;
use crate::cli::input::source::InputSource;
use crate::cli::output::format::NamedDiff;
use crate::parse::decode::ansi::strip_codes;
use crate::parse::decode::decode;
use crate::parse::unified;
use crate::render::style::stylesheet::Role;
use crate::text::sanitize::colours::sanitize_coloured;
use crate::text::sanitize::{Invisible, sanitize};
use crate::text::writer::TerminalWriter;

/// A part of the text of git.
#[derive(Clone, Debug, PartialEq, Eq)]
enum GitPart {
    /// The lines of one or more diffs.
    Diffs(Range<usize>),
    /// All other lines.
    Other(Range<usize>),
}

impl Show<'_> {
    /// Shows the text of git. An empty text, as of a clean work tree, shows nothing.
    pub(super) fn show_git_text(&mut self, input: &InputSource) -> io::Result<Outcome> {
        let loaded = match self.load(input)? {
            Ok(loaded) => loaded,
            Err(outcome) => return Ok(outcome),
        };
        let text = String::from_utf8_lossy(&loaded.bytes);
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let plain: Vec<String> =
            lines.iter().map(|line| strip_codes(line.trim_end_matches(['\n', '\r']))).collect();
        for part in find_parts(&plain) {
            match part {
                GitPart::Diffs(range) => {
                    let first_line = u32::try_from(range.start).unwrap_or(u32::MAX);
                    self.show_part(&loaded.name, &lines[range].concat(), first_line)?;
                }
                GitPart::Other(range) => {
                    for at in range {
                        self.pass_on(lines[at], &plain[at])?;
                    }
                }
            }
        }
        Ok(Outcome::Success)
    }

    /// Shows the diffs of a part, which has `lines_above` lines above it.
    fn show_part(&mut self, name: &str, text: &str, lines_above: u32) -> io::Result<()> {
        let decoded = decode(text.as_bytes());
        let Ok(diffs) = read_diffs(&decoded, &self.settings.options, &self.settings.choice) else {
            return text.lines().try_for_each(|line| self.pass_on(line, &strip_codes(line)));
        };
        for diff in diffs {
            let Some(mut diff) = self.take_kept(name, diff)? else { continue };
            diff.first_line = diff.first_line.saturating_add(lines_above);
            for warning in &mut diff.warnings {
                warning.map_lines(|line| line.saturating_add(lines_above));
            }
            self.show_diff(&NamedDiff { name, heading: None, diff: &diff, wiki: None })?;
        }
        Ok(())
    }

    /// Writes a line that is no diff: with its colours, or without any if the output has none.
    fn pass_on(&mut self, line: &str, plain: &str) -> io::Result<()> {
        let is_coloured = match &self.settings.format {
            OutputFormat::Text(view) => !view.style.style(Role::Added).is_plain(),
            _ => false,
        };
        let line = line.trim_end_matches(['\n', '\r']);
        let safe =
            if is_coloured { sanitize_coloured(line) } else { sanitize(plain, Invisible::WhereChanged) };
        TerminalWriter::new(self.writer.output).write_line(&safe)
    }
}

/// Finds the parts of a text of git. Neighbouring diffs are one part.
fn find_parts(lines: &[String]) -> Vec<GitPart> {
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let mut parts = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let next = next_header(&lines, at + 1);
        let length = if unified::is_git_header(lines[at]) { diff_length(&lines[at..next]) } else { 0 };
        push_part(&mut parts, GitPart::Diffs(at..at + length));
        push_part(&mut parts, GitPart::Other(at + length..next));
        at = next;
    }
    parts
}

/// Adds a part, or joins it with an equal part before it.
fn push_part(parts: &mut Vec<GitPart>, part: GitPart) {
    match (parts.last_mut(), part) {
        (_, GitPart::Diffs(range) | GitPart::Other(range)) if range.is_empty() => {}
        (Some(GitPart::Diffs(before)), GitPart::Diffs(range))
        | (Some(GitPart::Other(before)), GitPart::Other(range)) => before.end = range.end,
        (_, part) => parts.push(part),
    }
}

fn next_header(lines: &[&str], from: usize) -> usize {
    (from..lines.len()).find(|&at| unified::is_git_header(lines[at])).unwrap_or(lines.len())
}

/// Returns the number of lines of the diff that opens these lines; 0 if git compared words.
fn diff_length(lines: &[&str]) -> usize {
    if unified::is_word_diff(&lines.join("\n")) { 0 } else { unified::file_length(lines) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: &[GitPart]) {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        assert_eq!(find_parts(&lines), expected, "{text}");
    }

    #[test]
    fn text_around_diffs_passes_through() {
        use GitPart::{Diffs, Other};

        case("", &[]);
        case(" Lake.wiki | 2 +-\n 1 file changed", &[Other(0..2)]);
        let diff =
            "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n";
        case(diff, &[Diffs(0..7)]);
        case(&diff.repeat(2), &[Diffs(0..14)]);
        case(
            &format!("commit 1\n\n{diff}\ncommit 2\n\n{diff}"),
            &[Other(0..2), Diffs(2..9), Other(9..12), Diffs(12..19)],
        );
        case("diff --cc x\n@@@ -1 -1 +1 @@@\n- a\n", &[Other(0..3)]);
        case("diff --git a/x b/x\n@@ -1 +1 @@\n[-a-]{+b+}\n", &[Other(0..3)]);
        case("diff --git a/x b/x\nold mode 100644\nnew mode 100755\ncommit 2\n", &[Diffs(0..3), Other(3..4)]);
    }
}
