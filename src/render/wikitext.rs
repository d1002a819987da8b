//! One side of the rows as wikitext, a line each, to be edited or compared elsewhere.
//!
//! Between two hunks stands a comment of wikitext, which a wiki does not show, and which says how many lines of the
//! page are not in the diff. Nothing stands before the first and after the last hunk: that rows are not the whole page
//! is what a diff is.
//!
//! ```text
//! the first hunk's lines
//! <!-- 12 lines are not in the diff -->
//! the second hunk's lines
//! ```

use std::io::{self, Write};

use super::plural::count_noun;
use crate::model::{Diff, Hunk, Marked, Side};
use crate::text::sanitize::{Invisible, sanitize, sanitize_message};
use crate::text::writer::TerminalWriter;

/// Who gets the wikitext.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// A file or a pipe: every character as it is.
    Program,
    /// A person at a terminal, which no foreign text may steer.
    Person,
}

impl Audience {
    /// Writes a line of wikitext as this audience is to have it.
    pub(crate) fn write_line(self, line: &str, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Program => out.write_all(line.as_bytes())?,
            Self::Person => TerminalWriter::new(out).write(&sanitize_message(line))?,
        }
        out.write_all(b"\n")
    }
}

/// Writes one side of the rows.
///
/// # Errors
/// When `out` fails.
pub fn wikitext(
    diff: &Diff<'_, Marked<'_>>,
    side: Side,
    audience: Audience,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut before: Option<&Hunk<Marked>> = None;
    for hunk in &diff.hunks {
        if let Some(before) = before {
            comment(&left_out(before, hunk, side), out)?;
        }
        for line in hunk.rows.iter().filter_map(|row| row.change.line(side)) {
            audience.write_line(line.text(), out)?;
        }
        before = Some(hunk);
    }
    Ok(())
}

/// Names a diff over its lines where there are several.
///
/// # Errors
/// When `out` fails.
pub fn wikitext_heading(name: &str, out: &mut dyn Write) -> io::Result<()> {
    // No name may end the comment.
    comment(&sanitize(name, Invisible::Everywhere).replace("--", "- -"), out)
}

fn comment(text: &str, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<!-- {text} -->")
}

/// How many lines of a side stand between two hunks, where their numbers tell.
fn left_out(before: &Hunk<Marked>, after: &Hunk<Marked>, side: Side) -> String {
    let lines = before.rows.iter().filter(|row| row.change.line(side).is_some()).count() as u64;
    let end = before.start.map(|start| u64::from(*start.get(side)) + lines);
    let between = after.start.zip(end).and_then(|(start, end)| u64::from(*start.get(side)).checked_sub(end));
    match between {
        Some(1) => "1 line is not in the diff".to_owned(),
        Some(lines) => format!("{} are not in the diff", count_noun(lines, "line", "lines")),
        None => "some lines are not in the diff".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::diff;

    #[track_caller]
    fn case(rows: &str, side: Side, expected: &str) {
        let mut out = Vec::new();
        wikitext(&diff(rows), side, Audience::Program, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn a_side_has_its_own_lines_and_no_others() {
        let rows = "@4\n= a\n~ <b>/<c>\n- d\n+ e\n( f\n) g";
        case(rows, Side::Old, "a\nb\nd\nf\n");
        case(rows, Side::New, "a\nc\ne\ng\n");
    }

    #[test]
    fn what_lies_between_two_hunks_is_told_and_not_made_up() {
        case("@4\n= a\n+ b\n@7,8\n= c", Side::Old, "a\n<!-- 2 lines are not in the diff -->\nc\n");
        case("@4\n= a\n+ b\n@6,7\n= c", Side::New, "a\nb\n<!-- 1 line is not in the diff -->\nc\n");
        case("@4\n= a\n@x\n= c", Side::New, "a\n<!-- some lines are not in the diff -->\nc\n");
        case("@4\n= a\n@2\n= c", Side::New, "a\n<!-- some lines are not in the diff -->\nc\n");
    }

    #[test]
    fn no_name_ends_its_comment() {
        let mut out = Vec::new();
        wikitext_heading("a-->{{b}}", &mut out).unwrap();
        assert_eq!(out, b"<!-- a- ->{{b}} -->\n");
    }

    #[test]
    fn a_terminal_is_not_steered() {
        #[track_caller]
        fn case(audience: Audience, expected: &str) {
            let mut out = Vec::new();
            audience.write_line("\u{1b}[2J", &mut out).unwrap();
            assert_eq!(String::from_utf8(out).unwrap(), expected);
        }
        case(Audience::Person, "<U+001B ESC>[2J\n");
        case(Audience::Program, "\u{1b}[2J\n");
    }
}
