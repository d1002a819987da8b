//! A unified diff: what `patch -p0` and `git apply` put into the wikitext of the old page.
//!
//! ```text
//! --- ChatGPT                     the title as a file name, without a directory: git takes it as it is, and so
//! +++ ChatGPT                     does `patch -p0`
//! @@ -20,5 +20,5 @@
//!  [[File:GPT Training process.png|thumb|…]]
//! -The ChatGPT model was …
//! +The ChatGPT model was …
//! ```
//!
//! A wiki stores a page without a newline at its end. Where the rows show that the page ends with them, the patch says
//! so as `diff` does (`\ No newline at end of file`).

use std::fmt::Write as _;
use std::io::{self, Write};

use super::wikitext::Audience;
use crate::model::{Change, Diff, Hunk, Marked, Row, Shape, Side, Sides, WarningCode};
use crate::text::sanitize::{Invisible, sanitize};

/// The file that is patched where the page has no title.
const NAMELESS: &str = "page";

/// The context lines that both engines print after a change, unless the page ends before
/// (wikidiff2's `numContextLines`, `DiffFormatter::$trailingContextLines`).
const USUAL_CONTEXT: usize = 2;

/// Whether each hunk with a change in it says where it stands. Without that there can be no patch: numbers that were
/// made up would put the lines somewhere else.
#[must_use]
pub fn is_patchable<L>(diff: &Diff<'_, L>) -> bool {
    changed_hunks(diff).all(|hunk| hunk.start.is_some())
}

/// Writes a diff as a patch; nothing where nothing changed, and no hunk that has no line numbers.
///
/// # Errors
/// When `out` fails.
pub fn patch(diff: &Diff<'_, Marked<'_>>, audience: Audience, out: &mut dyn Write) -> io::Result<()> {
    let end = end_of_page(diff);
    let last = diff.hunks.len().saturating_sub(1);
    let name = file_name(diff.page.title.as_deref().unwrap_or(NAMELESS));
    let mut is_first = true;
    for (index, hunk) in diff.hunks.iter().enumerate().filter(|(_, hunk)| has_change(hunk)) {
        let Some(start) = hunk.start else { continue };
        if std::mem::take(&mut is_first) {
            writeln!(out, "--- {name}\n+++ {name}")?;
        }
        let end = if index == last { end } else { PageEnd::Elsewhere };
        write_hunk(&lines(&hunk.rows, end), start, audience, out)?;
    }
    Ok(())
}

fn changed_hunks<'d, L>(diff: &'d Diff<'_, L>) -> impl Iterator<Item = &'d Hunk<L>> {
    diff.hunks.iter().filter(|hunk| has_change(hunk))
}

fn has_change<L>(hunk: &Hunk<L>) -> bool {
    hunk.rows.iter().any(|row| !row.change.is_context())
}

/// Where the page ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PageEnd {
    /// With the last line of the hunk.
    Here,
    /// Not within the hunk, or with a newline.
    Elsewhere,
}

/// The page ends with the last hunk if that has less context at its end than both engines print elsewhere.
///
/// What was not printed by a wiki may have any context, and a paste that breaks off may end anywhere.
fn end_of_page(diff: &Diff<'_, Marked<'_>>) -> PageEnd {
    let is_wiki = !matches!(diff.shape, Shape::Unified | Shape::Revisions);
    let is_whole = diff.warnings.iter().all(|warning| warning.code != WarningCode::CutOff);
    let rows = diff.hunks.last().map_or(&[][..], |hunk| &hunk.rows);
    let after = rows.iter().rev().take_while(|row| row.change.is_context()).count();
    if is_wiki && is_whole && after < USUAL_CONTEXT { PageEnd::Here } else { PageEnd::Elsewhere }
}

/// A line of a hunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct PatchLine<'d> {
    sign: LineSign,
    text: &'d str,
    /// Whether the line ends its page, without a newline.
    ends_page: bool,
}

/// What stands before a line.
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

/// The lines of a hunk: in each run of changes the old ones first, then the new ones.
fn lines<'d>(rows: &'d [Row<Marked<'_>>], end: PageEnd) -> Vec<PatchLine<'d>> {
    let mut lines = Vec::with_capacity(rows.len() + 1);
    for run in rows.chunk_by(|row, next| row.change.is_context() == next.change.is_context()) {
        let signs: &[_] = if run[0].change.is_context() {
            &[LineSign::Context]
        } else {
            &[LineSign::Removed, LineSign::Added]
        };
        for sign in signs {
            lines.extend(run.iter().filter_map(|row| entry(&row.change, *sign)));
        }
    }
    without_empty_pages(&mut lines);
    match end {
        PageEnd::Here => end_here(&mut lines),
        PageEnd::Elsewhere => {}
    }
    lines
}

/// The line of a row that stands with this sign.
///
/// Of a context row whose two texts differ in white space, which is what copies alter, the old one is taken: the patch
/// is for the old page.
fn entry<'d>(change: &'d Change<Marked<'_>>, sign: LineSign) -> Option<PatchLine<'d>> {
    let side = if sign == LineSign::Added { Side::New } else { Side::Old };
    let text = change.line(side)?.text();
    Some(PatchLine { sign, text, ends_page: false })
}

/// Leaves out the one empty line that an empty page has in MediaWiki's table and that no file has: it is the only
/// line of its side where no context stands.
fn without_empty_pages(lines: &mut Vec<PatchLine<'_>>) {
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

/// Marks the last line of each side.
fn end_here(lines: &mut Vec<PatchLine<'_>>) {
    part_end(lines);
    for side in [Side::Old, Side::New] {
        if let Some(last) = lines.iter_mut().rfind(|line| line.sign.is_on(side)) {
            last.ends_page = true;
        }
    }
}

/// Makes a change of a context line that ends the page on one side only: on the other side it has a newline.
fn part_end(lines: &mut Vec<PatchLine<'_>>) {
    let Some(at) = lines.iter().rposition(|line| line.sign == LineSign::Context) else { return };
    let Some(after) = lines.get(at + 1).map(|line| line.sign) else { return };
    if lines[at + 1..].iter().any(|line| line.sign != after) {
        return;
    }
    let added = PatchLine { sign: LineSign::Added, ..lines[at] };
    lines[at].sign = LineSign::Removed;
    lines.insert(if after == LineSign::Added { at + 1 } else { lines.len() }, added);
}

fn write_hunk(
    lines: &[PatchLine<'_>],
    start: Sides<u32>,
    audience: Audience,
    out: &mut dyn Write,
) -> io::Result<()> {
    let count = |side| lines.iter().filter(|line| line.sign.is_on(side)).count();
    let (old, new) = (range(start.old, count(Side::Old)), range(start.new, count(Side::New)));
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

/// The lines that a hunk takes; where there are none, their place is told by the line before (POSIX `diff -u`).
fn range(start: u32, count: usize) -> String {
    match count {
        0 => format!("{},0", start.saturating_sub(1)),
        1 => start.to_string(),
        _ => format!("{start},{count}"),
    }
}

/// A title as the name of a file: underscores for spaces, as in the page's address, and nothing in it that leads to
/// another directory, ends the name, or steers a terminal.
fn file_name(title: &str) -> String {
    let mut name = String::with_capacity(title.len());
    for character in title.chars() {
        let is_hidden = name.is_empty() && matches!(character, '.' | '-');
        match character {
            ' ' => name.push('_'),
            '/' | '\\' | '"' | '\t' => encode(character, &mut name),
            _ if is_hidden || character.is_whitespace() || !is_seen(character) => {
                encode(character, &mut name);
            }
            _ => name.push(character),
        }
    }
    if name.is_empty() { NAMELESS.to_owned() } else { name }
}

/// Whether the character reaches a terminal as it is.
fn is_seen(character: char) -> bool {
    let mut buffer = [0; 4];
    let text: &str = character.encode_utf8(&mut buffer);
    !character.is_control() && sanitize(text, Invisible::Everywhere).ends_with(character)
}

fn encode(character: char, name: &mut String) {
    for byte in character.encode_utf8(&mut [0; 4]).bytes() {
        write!(name, "%{byte:02X}").expect("a String takes all that is written");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::diff;

    /// Expects the hunks that rows make, without the names above them.
    #[track_caller]
    fn case(rows: &str, expected: &str) {
        assert_eq!(written(&diff(rows)), format!("--- Page\n+++ Page\n{expected}"));
    }

    fn written(diff: &Diff<'_, Marked<'_>>) -> String {
        let mut out = Vec::new();
        patch(diff, Audience::Program, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_changed_line_is_removed_and_added() {
        case("@20\n= a\n~ <old>/<new>\n= b\n= c", "@@ -20,4 +20,4 @@\n a\n-old\n+new\n b\n c\n");
    }

    #[test]
    fn a_run_of_changes_has_its_old_lines_first() {
        case("@3\n~ a/b\n+ c\n- d\n( e\n) f\n= x\n= y", "@@ -3,5 +3,5 @@\n-a\n-d\n-e\n+b\n+c\n+f\n x\n y\n");
    }

    #[test]
    fn an_altered_context_line_is_that_of_the_old_page() {
        case("@3\n+ c\n= x\u{a0}y/x y\n= z", "@@ -3,2 +3,3 @@\n+c\n x\u{a0}y\n z\n");
    }

    #[test]
    fn the_end_of_the_page_has_no_newline() {
        let end = "\\ No newline at end of file\n";
        case("@1\n= a\n~ b/c", &format!("@@ -1,2 +1,2 @@\n a\n-b\n{end}+c\n{end}"));
        case("@1\n~ b/c\n= a", &format!("@@ -1,2 +1,2 @@\n-b\n+c\n a\n{end}"));
        case("@1\n= a\n+ b", &format!("@@ -1 +1,2 @@\n-a\n{end}+a\n+b\n{end}"));
        case("@1\n= a\n- b", &format!("@@ -1,2 +1 @@\n-a\n-b\n{end}+a\n{end}"));
    }

    #[test]
    fn an_empty_page_has_no_line() {
        let end = "\\ No newline at end of file\n";
        case("@1\n~ /b\n+ c", &format!("@@ -0,0 +1,2 @@\n+b\n+c\n{end}"));
        case("@1\n- a\n~ b/", &format!("@@ -1,2 +0,0 @@\n-a\n-b\n{end}"));
        case("@1\n+ a", &format!("@@ -0,0 +1 @@\n+a\n{end}"));
    }

    #[test]
    fn hunks_without_changes_are_left_out() {
        assert_eq!(written(&diff("@1\n= a")), "");
        case("@1\n= a\n= b\n@7\n+ c\n= d\n= e", "@@ -7,2 +7,3 @@\n+c\n d\n e\n");
    }

    #[test]
    fn a_patch_needs_line_numbers_where_something_changed() {
        assert!(!is_patchable(&diff("+ a")));
        assert!(is_patchable(&diff("= a")));
        assert!(is_patchable(&diff("@4\n+ a")));
    }

    #[test]
    fn a_title_is_a_file_name_and_leads_nowhere() {
        #[track_caller]
        fn case(title: &str, expected: &str) {
            assert_eq!(file_name(title), expected);
        }
        case("Albert Einstein", "Albert_Einstein");
        case("User:A/common.js", "User:A%2Fcommon.js");
        case("../../etc/passwd", "%2E.%2F..%2Fetc%2Fpasswd");
        case("--version", "%2D-version");
        case("日本 語", "日本_語");
        case("a\u{1b}\nb\u{202e}", "a%1B%0Ab%E2%80%AE");
        case("", "page");
    }
}
