//! A unified diff, which `patch -p0` and `git apply` can apply to the wikitext of the old page.
//!
//! ```text
//! --- ChatGPT                     the title as a file name without a directory, as `git apply` and
//! +++ ChatGPT                     `patch -p0` expect
//! @@ -20,5 +20,5 @@
//!  [[File:GPT Training process.png|thumb|…]]
//! -The ChatGPT model was …
//! +The ChatGPT model was …
//! ```
//!
//! A diff of two files names the files instead (`patch/names.rs`). A wiki stores a page without a newline at its end. If
//! the page ends there, the patch has the line that `diff` prints (`\ No newline at end of file`).

use std::io::{self, Write};

use super::wikitext::Audience;
use crate::model::{Change, ChangeState, Comparison, Diff, Hunk, Marked, Row, Shape, Side, Sides};
use names::header_names;

mod names;

/// The number of context lines that both engines print after a change, unless the page ends before
/// (wikidiff2's `numContextLines`, `DiffFormatter::$trailingContextLines`).
const USUAL_CONTEXT: usize = 2;

/// True if the changes are known, and every hunk with a change has line numbers. A patch needs them: invented numbers would
/// put lines into wrong places.
#[must_use]
pub fn is_patchable<L>(diff: &Diff<'_, L>) -> bool {
    diff.change_state() != ChangeState::Unknown && changed_hunks(diff).all(|hunk| hunk.start.is_some())
}

/// Writes a diff as a patch. Leaves out hunks without changes or line numbers.
///
/// # Errors
/// When `out` fails.
pub fn patch(diff: &Diff<'_, Marked<'_>>, audience: Audience, out: &mut dyn Write) -> io::Result<()> {
    let last = diff.hunks.len().saturating_sub(1);
    let mut is_first = true;
    for (index, hunk) in diff.hunks.iter().enumerate().filter(|(_, hunk)| has_change(hunk)) {
        let Some(start) = hunk.start else { continue };
        if std::mem::take(&mut is_first) {
            let names = header_names(&diff.page);
            writeln!(out, "--- {}\n+++ {}", names.old, names.new)?;
        }
        let mut lines = patch_lines(&hunk.rows);
        if index == last {
            let ends = find_page_ends(diff, &lines, start);
            mark_page_ends(&mut lines, ends);
        }
        write_hunk(&lines, start, audience, out)?;
    }
    Ok(())
}

fn changed_hunks<'d, L>(diff: &'d Diff<'_, L>) -> impl Iterator<Item = &'d Hunk<L>> {
    diff.hunks.iter().filter(|hunk| has_change(hunk))
}

fn has_change<L>(hunk: &Hunk<L>) -> bool {
    hunk.rows.iter().any(|row| !row.is_context())
}

/// The end of a page without a newline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PageEnd {
    /// At the last line of the hunk.
    Here,
    /// After the hunk, or with a newline.
    Elsewhere,
}

/// Finds the ends of both pages. If the pages were compared whole, their last lines are known.
fn find_page_ends(diff: &Diff<'_, Marked<'_>>, lines: &[PatchLine<'_>], start: Sides<u32>) -> Sides<PageEnd> {
    if !matches!(diff.shape, Shape::Revisions | Shape::Export) {
        let end = infer_page_end(diff);
        return Sides::new(end, end);
    }
    let end = |side: Side| {
        let count = u32::try_from(count_lines(lines, side)).unwrap_or(u32::MAX);
        let open = diff.page.revisions.get(side).open_last_line;
        let is_here =
            open.is_some_and(|last| start.get(side).saturating_add(count) == last.saturating_add(1));
        if is_here { PageEnd::Here } else { PageEnd::Elsewhere }
    };
    Sides::new(end(Side::Old), end(Side::New))
}

/// Infers the end of the page from a copy. The page ends with the last hunk if that has less context than both engines
/// print elsewhere.
///
/// Diffs of other programs may have any context, and a paste that breaks off may end anywhere.
fn infer_page_end(diff: &Diff<'_, Marked<'_>>) -> PageEnd {
    let is_wiki = diff.shape != Shape::Unified;
    let rows = diff.hunks.last().map_or(&[][..], |hunk| &hunk.rows);
    let after = rows.iter().rev().take_while(|row| row.is_context()).count();
    if is_wiki && diff.comparison == Comparison::Complete && after < USUAL_CONTEXT {
        PageEnd::Here
    } else {
        PageEnd::Elsewhere
    }
}

/// A line of a hunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct PatchLine<'d> {
    sign: LineSign,
    text: &'d str,
    /// True if the line ends its page without a newline.
    ends_page: bool,
}

/// The sign before a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LineSign {
    Context,
    Removed,
    Added,
}

impl LineSign {
    const fn character(self) -> char {
        match self {
            Self::Context => ' ',
            Self::Removed => '-',
            Self::Added => '+',
        }
    }

    const fn is_on(self, side: Side) -> bool {
        !matches!((self, side), (Self::Removed, Side::New) | (Self::Added, Side::Old))
    }
}

/// Returns the lines of a hunk: in each run of changes the old lines first, then the new lines.
fn patch_lines<'d>(rows: &'d [Row<Marked<'_>>]) -> Vec<PatchLine<'d>> {
    let mut lines = Vec::with_capacity(rows.len() + 1);
    for run in rows.chunk_by(|row, next| row.is_context() == next.is_context()) {
        let signs: &[_] =
            if run[0].is_context() { &[LineSign::Context] } else { &[LineSign::Removed, LineSign::Added] };
        for sign in signs {
            lines.extend(run.iter().filter_map(|row| patch_line(&row.change, *sign)));
        }
    }
    remove_empty_page_line(&mut lines);
    lines
}

/// Returns the line of a row with the given sign, if any.
///
/// A context row has two texts if copying altered its whitespace, or if its change is ignored. The patch applies to the old
/// page, so the old text is used. An ignored line that only the new page has is in no patch.
fn patch_line<'d>(change: &'d Change<Marked<'_>>, sign: LineSign) -> Option<PatchLine<'d>> {
    let side = if sign == LineSign::Added { Side::New } else { Side::Old };
    let text = change.line(side)?.text();
    Some(PatchLine { sign, text, ends_page: false })
}

/// Removes the empty line of an empty page, which MediaWiki's table has and a file has not: the only line of its side in a
/// hunk without context.
fn remove_empty_page_line(lines: &mut Vec<PatchLine<'_>>) {
    if lines.iter().any(|line| line.sign == LineSign::Context) {
        return;
    }
    for sign in [LineSign::Removed, LineSign::Added] {
        let count = lines.iter().filter(|line| line.sign == sign).count();
        if count == 1 && lines.len() > 1 {
            lines.retain(|line| line.sign != sign || !line.text.is_empty());
        }
    }
}

/// Marks the last line of each side that ends its page without a newline.
fn mark_page_ends(lines: &mut Vec<PatchLine<'_>>, ends: Sides<PageEnd>) {
    split_last_context(lines, ends);
    for side in [Side::Old, Side::New].into_iter().filter(|side| *ends.get(*side) == PageEnd::Here) {
        if let Some(last) = lines.iter_mut().rfind(|line| line.sign.is_on(side)) {
            last.ends_page = true;
        }
    }
}

/// Replaces a context line that ends the page without a newline on one side only by a removed and an added line: on the
/// other side, a newline follows.
fn split_last_context(lines: &mut Vec<PatchLine<'_>>, ends: Sides<PageEnd>) {
    let Some(at) = lines.iter().rposition(|line| line.sign == LineSign::Context) else { return };
    let after = &lines[at + 1..];
    let is_open =
        |side: Side| *ends.get(side) == PageEnd::Here && !after.iter().any(|line| line.sign.is_on(side));
    if is_open(Side::Old) == is_open(Side::New) {
        return;
    }
    // The added line comes after all removed lines.
    let position = if after.iter().any(|line| line.sign == LineSign::Removed) { lines.len() } else { at + 1 };
    let added = PatchLine { sign: LineSign::Added, ..lines[at] };
    lines[at].sign = LineSign::Removed;
    lines.insert(position, added);
}

fn count_lines(lines: &[PatchLine<'_>], side: Side) -> usize {
    lines.iter().filter(|line| line.sign.is_on(side)).count()
}

fn write_hunk(
    lines: &[PatchLine<'_>],
    start: Sides<u32>,
    audience: Audience,
    out: &mut dyn Write,
) -> io::Result<()> {
    let old = format_range(start.old, count_lines(lines, Side::Old));
    let new = format_range(start.new, count_lines(lines, Side::New));
    writeln!(out, "@@ -{old} +{new} @@")?;
    for line in lines {
        write!(out, "{}", line.sign.character())?;
        audience.write_line(line.text, out)?;
        if line.ends_page {
            writeln!(out, "\\ No newline at end of file")?;
        }
    }
    Ok(())
}

/// Formats the line range of a hunk. An empty range has the number of the line before (POSIX `diff -u`).
fn format_range(start: u32, count: usize) -> String {
    match count {
        0 => format!("{},0", start.saturating_sub(1)),
        1 => start.to_string(),
        _ => format!("{start},{count}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::diff;

    /// Expects the hunks of rows, without the file names.
    #[track_caller]
    fn case(rows: &str, expected: &str) {
        assert_eq!(write_patch(&diff(rows)), format!("--- Page\n+++ Page\n{expected}"));
    }

    fn write_patch(diff: &Diff<'_, Marked<'_>>) -> String {
        let mut out = Vec::new();
        patch(diff, Audience::Program, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn writes_a_changed_line_as_removed_and_added() {
        case("@20\n= a\n~ <old>/<new>\n= b\n= c", "@@ -20,4 +20,4 @@\n a\n-old\n+new\n b\n c\n");
    }

    #[test]
    fn puts_old_lines_of_a_run_first() {
        case("@3\n~ a/b\n+ c\n- d\n( e\n) f\n= x\n= y", "@@ -3,5 +3,5 @@\n-a\n-d\n-e\n+b\n+c\n+f\n x\n y\n");
    }

    #[test]
    fn takes_altered_context_from_the_old_page() {
        case("@3\n+ c\n= x\u{a0}y/x y\n= z", "@@ -3,2 +3,3 @@\n+c\n x\u{a0}y\n z\n");
    }

    #[test]
    fn end_of_page_has_no_newline() {
        let end = "\\ No newline at end of file\n";
        case("@1\n= a\n~ b/c", &format!("@@ -1,2 +1,2 @@\n a\n-b\n{end}+c\n{end}"));
        case("@1\n~ b/c\n= a", &format!("@@ -1,2 +1,2 @@\n-b\n+c\n a\n{end}"));
        case("@1\n= a\n+ b", &format!("@@ -1 +1,2 @@\n-a\n{end}+a\n+b\n{end}"));
        case("@1\n= a\n- b", &format!("@@ -1,2 +1 @@\n-a\n-b\n{end}+a\n{end}"));
    }

    #[test]
    fn knows_the_ends_of_whole_pages() {
        /// Expects a hunk with these page ends: the last line of each page that ends without a newline.
        #[track_caller]
        fn case(rows: &str, open: [Option<u32>; 2], expected: &str) {
            let mut diff = Diff { shape: Shape::Revisions, ..diff(rows) };
            diff.page.revisions.old.open_last_line = open[0];
            diff.page.revisions.new.open_last_line = open[1];
            assert_eq!(write_patch(&diff), format!("--- Page\n+++ Page\n{expected}"));
        }
        let end = "\\ No newline at end of file\n";
        let context = "@1\n~ a/b\n= c";
        case(context, [None, None], "@@ -1,2 +1,2 @@\n-a\n+b\n c\n");
        case(context, [Some(2), Some(2)], &format!("@@ -1,2 +1,2 @@\n-a\n+b\n c\n{end}"));
        case(context, [Some(2), None], &format!("@@ -1,2 +1,2 @@\n-a\n+b\n-c\n{end}+c\n"));
        case(context, [None, Some(2)], &format!("@@ -1,2 +1,2 @@\n-a\n+b\n-c\n+c\n{end}"));
        case(context, [Some(9), Some(9)], "@@ -1,2 +1,2 @@\n-a\n+b\n c\n");
        case("@1\n~ a/b", [None, Some(1)], &format!("@@ -1 +1 @@\n-a\n+b\n{end}"));
        case("@1\n= a\n+ b", [Some(1), None], &format!("@@ -1 +1,2 @@\n-a\n{end}+a\n+b\n"));
        case("@1\n= a\n+ b", [None, Some(2)], &format!("@@ -1 +1,2 @@\n a\n+b\n{end}"));
        case("@1\n= a\n- b", [None, Some(1)], &format!("@@ -1,2 +1 @@\n-a\n-b\n+a\n{end}"));
    }

    #[test]
    fn empty_page_has_no_line() {
        let end = "\\ No newline at end of file\n";
        case("@1\n~ /b\n+ c", &format!("@@ -0,0 +1,2 @@\n+b\n+c\n{end}"));
        case("@1\n- a\n~ b/", &format!("@@ -1,2 +0,0 @@\n-a\n-b\n{end}"));
        case("@1\n+ a", &format!("@@ -0,0 +1 @@\n+a\n{end}"));
    }

    #[test]
    fn leaves_out_hunks_without_changes() {
        assert_eq!(write_patch(&diff("@1\n= a")), "");
        case("@1\n= a\n= b\n@7\n+ c\n= d\n= e", "@@ -7,2 +7,3 @@\n+c\n d\n e\n");
    }

    #[test]
    fn needs_line_numbers_of_changed_hunks() {
        assert!(!is_patchable(&diff("+ a")));
        assert!(is_patchable(&diff("= a")));
        assert!(is_patchable(&diff("@4\n+ a")));
    }
}
