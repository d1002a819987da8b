//! A counter-example in readable form: pages, paste, truth and reading.

use std::fmt::Write as _;

use wikidiff::model::{Change, Diff, Line, Side};

use super::copy::Paste;
use super::engine::Table;
use super::pages::Pages;
use super::scoring::sign;

/// All facts about one paste.
pub(crate) fn describe(pages: &Pages, table: &Table, paste: &Paste, diffs: &[Diff<'_, Line<'_>>]) -> String {
    let mut text = String::new();
    for (name, lines) in [("old page", &pages.old), ("new page", &pages.new), ("paste", &paste.lines)] {
        block(&mut text, name, lines.iter().map(|line| visible(line)));
    }
    let truth = table.hunks.iter().flat_map(|hunk| {
        let header = format!("@@ {} {}", hunk.start.old, hunk.start.new);
        [header].into_iter().chain(hunk.rows.iter().flat_map(|row| row_lines(&row.change)))
    });
    block(&mut text, &format!("truth ({:?}, {:+} bytes)", table.engine, table.bytes), truth);
    for diff in diffs {
        let name = format!("reading ({}, {}, {:+} bytes)", diff.shape, diff.proof, diff.bytes_computed);
        let rows = diff.hunks.iter().flat_map(|hunk| {
            let header =
                hunk.start.map_or_else(|| "@@".to_owned(), |start| format!("@@ {} {}", start.old, start.new));
            [header].into_iter().chain(hunk.rows.iter().flat_map(|row| row_lines(&row.change)))
        });
        let warnings = diff
            .warnings
            .iter()
            .map(|warning| format!("warning {}: {}", warning.code.name(), warning.message));
        let noted = diff.notes.iter().map(|note| format!("note {note}"));
        block(&mut text, &name, rows.chain(warnings).chain(noted));
    }
    text
}

fn block(text: &mut String, name: &str, lines: impl Iterator<Item = String>) {
    writeln!(text, "  {name}:").unwrap();
    for line in lines {
        writeln!(text, "    {line}").unwrap();
    }
}

fn row_lines<L: AsRef<str>>(change: &Change<L>) -> Vec<String> {
    let line = |side| change.line(side).map(|line| visible(line.as_ref()));
    match (line(Side::Old), line(Side::New)) {
        (Some(old), Some(_)) if change.is_context() => vec![format!("  {old}")],
        (old, new) => {
            [old, new].into_iter().flatten().map(|line| format!("{} {line}", sign(change))).collect()
        }
    }
}

/// A line with its blanks drawn and its end marked.
pub(crate) fn visible(line: &str) -> String {
    format!("{}$", line.replace('\t', "⇥").replace('\u{a0}', "⍽"))
}
