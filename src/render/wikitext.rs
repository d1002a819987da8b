//! One side of the rows as wikitext, to edit or compare elsewhere.
//!
//! A comment of wikitext between two hunks has the number of lines of the page that are not in the diff. There is no
//! comment before the first and after the last hunk.
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

/// The audience of the wikitext.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// A file or a pipe: gets every character unchanged.
    Program,
    /// A person at a terminal: gets sanitized text.
    Person,
}

impl Audience {
    /// Writes a line of wikitext for this audience.
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
            write_comment(&describe_gap(before, hunk, side), out)?;
        }
        for line in hunk.rows.iter().filter_map(|row| row.change.line(side)) {
            audience.write_line(line.text(), out)?;
        }
        before = Some(hunk);
    }
    Ok(())
}

/// Writes the name of a diff above its lines, for several diffs.
///
/// # Errors
/// When `out` fails.
pub fn wikitext_heading(name: &str, out: &mut dyn Write) -> io::Result<()> {
    // A name must not end the comment.
    write_comment(&sanitize(name, Invisible::Everywhere).replace("--", "- -"), out)
}

fn write_comment(text: &str, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<!-- {text} -->")
}

/// Describes the gap between two hunks on one side: its number of lines, if known.
fn describe_gap(before: &Hunk<Marked>, after: &Hunk<Marked>, side: Side) -> String {
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
    fn writes_only_lines_of_the_side() {
        let rows = "@4\n= a\n~ <b>/<c>\n- d\n+ e\n( f\n) g";
        case(rows, Side::Old, "a\nb\nd\nf\n");
        case(rows, Side::New, "a\nc\ne\ng\n");
    }

    #[test]
    fn describes_gaps_between_hunks() {
        case("@4\n= a\n+ b\n@7,8\n= c", Side::Old, "a\n<!-- 2 lines are not in the diff -->\nc\n");
        case("@4\n= a\n+ b\n@6,7\n= c", Side::New, "a\nb\n<!-- 1 line is not in the diff -->\nc\n");
        case("@4\n= a\n@x\n= c", Side::New, "a\n<!-- some lines are not in the diff -->\nc\n");
        case("@4\n= a\n@2\n= c", Side::New, "a\n<!-- some lines are not in the diff -->\nc\n");
    }

    #[test]
    fn name_does_not_end_the_comment() {
        let mut out = Vec::new();
        wikitext_heading("a-->{{b}}", &mut out).unwrap();
        assert_eq!(out, b"<!-- a- ->{{b}} -->\n");
    }

    #[test]
    fn sanitizes_text_for_people() {
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
