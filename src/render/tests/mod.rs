//! Expected pictures, and properties of all pictures.
//!
//! Test diffs have one row per line: the sign, a blank, the text. `/` separates old and new text, `<…>` is changed text,
//! `?` before the sign marks an ambiguous row, a digit after `(` and `)` counts the moves, and `@20` or `@20,22` begins a hunk.

use super::layout::foot;
use super::style::stylesheet::{Role, Stylesheet};
use super::style::theme::{Background, ColorDepth, Theme};
use super::*;
use crate::model::{Change, Diff, Hunk, Line, Marked, Page, Proof, Row, Shape, Sides};
use crate::text::writer::TerminalWriter;
use crate::word_diff::mark;

/// Parses a line with changed text in angle brackets. An unclosed bracket reaches to the end.
pub(crate) fn marked(text: &str) -> Marked<'static> {
    let mut line = String::new();
    let mut changed = Vec::new();
    let mut open = None;
    for character in text.chars() {
        let at = u32::try_from(line.len()).unwrap();
        match character {
            '<' => open = open.or(Some(at)),
            '>' => changed.extend(open.take().filter(|open| *open < at).map(|open| open..at)),
            _ => line.push(character),
        }
    }
    let at = u32::try_from(line.len()).unwrap();
    changed.extend(open.filter(|open| *open < at).map(|open| open..at));
    Marked::new(line.into(), changed)
}

/// Marks a whole line as changed, like a line without a partner.
fn whole(text: &str) -> Marked<'static> {
    let end = u32::try_from(text.len()).unwrap();
    let all = (end > 0).then_some(0..end);
    Marked::new(text.to_owned().into(), all)
}

fn row(text: &str) -> Row<Marked<'static>> {
    let is_ambiguous = text.starts_with('?');
    let text = text.trim_start_matches('?');
    let (sign, text) = text.split_at(1);
    let (id, text) = match text.chars().next().and_then(|id| id.to_digit(10)) {
        Some(id) if "()".contains(sign) => (id, &text[1..]),
        _ => (1, text),
    };
    let text = text.strip_prefix(' ').unwrap_or(text);
    let both =
        || text.split_once('/').map_or_else(|| Sides::new(text, text), |(old, new)| Sides::new(old, new));
    let change = match sign {
        "~" => Change::Changed(both().map(marked)),
        "-" => Change::Removed(whole(text)),
        "+" => Change::Added(whole(text)),
        "(" => Change::MovedFrom(marked(text), id),
        ")" => Change::MovedTo(marked(text), id),
        _ => Change::Context(both().map(marked)),
    };
    Row { is_ambiguous, ..Row::new(change, 1) }
}

pub(crate) fn diff(rows: &str) -> Diff<'static, Marked<'static>> {
    let mut hunks: Vec<Hunk<Marked>> = Vec::new();
    for line in rows.split('\n').filter(|line| !line.is_empty()) {
        if let Some(start) = line.strip_prefix('@') {
            let (old, new) = start.split_once(',').unwrap_or((start, start));
            hunks.push(Hunk {
                start: old.parse().ok().map(|old| Sides::new(old, new.parse().unwrap())),
                section: None,
                rows: vec![],
            });
        } else if let Some(hunk) = hunks.last_mut() {
            hunk.rows.push(row(line));
        } else {
            hunks.push(Hunk { start: None, section: None, rows: vec![row(line)] });
        }
    }
    Diff { page: Page { title: Some("Page".into()), ..Page::default() }, ..Diff::new(Shape::Cells, hunks) }
}

/// The diff of these rows with its words compared; marks in the rows are not looked at.
pub(crate) fn marked_diff(rows: &str) -> Diff<'static, Marked<'static>> {
    let diff = diff(rows);
    let hunk = |hunk: Hunk<Marked<'_>>| Hunk {
        start: hunk.start,
        section: None,
        rows: hunk.rows.into_iter().map(without_marks).collect(),
    };
    let hunks = diff.hunks.into_iter().map(hunk).collect();
    mark(Diff {
        shape: diff.shape,
        first_line: diff.first_line,
        page: diff.page,
        hunks,
        proof: diff.proof,
        confidence: diff.confidence,
        comparison: diff.comparison,
        input_end: diff.input_end,
        bytes_computed: diff.bytes_computed,
        bytes_given: diff.bytes_given,
        warnings: diff.warnings,
        alternatives: diff.alternatives,
        notes: diff.notes,
        filtered: diff.filtered,
    })
}

fn without_marks(row: Row<Marked<'_>>) -> Row<Line<'static>> {
    let change = row.change.map(|line| line.text().to_owned().into());
    Row { is_ambiguous: row.is_ambiguous, ..Row::new(change, row.source_line) }
}

fn draw(diff: &Diff<'_, Marked<'_>>, view: &View) -> String {
    let mut out = Vec::new();
    terminal(diff, view, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn plain(width: Option<usize>) -> View {
    View { width, ..View::default() }
}

fn coloured_view(width: Option<usize>) -> View {
    View { style: themed(), direction: BidiMode::Isolated, ..plain(width) }
}

fn themed() -> Stylesheet {
    Theme::default().stylesheet(Background::Dark, ColorDepth::Ansi256)
}

/// Expects the rows of the picture, without its head, first rule and foot.
#[track_caller]
fn rows(rows: &str, width: Option<usize>, expected: &str) {
    expect_rows(&diff(rows), width, expected);
}

#[track_caller]
fn expect_rows(diff: &Diff<'_, Marked<'_>>, width: Option<usize>, expected: &str) {
    let view = plain(width);
    let mut foot = Vec::new();
    foot::write_foot(diff, &view, &mut TerminalWriter::new(&mut foot)).unwrap();
    let picture = draw(diff, &view);
    let rows = picture.strip_suffix(std::str::from_utf8(&foot).unwrap()).unwrap();
    let lines: Vec<_> = rows.lines().skip(2).collect();
    assert_eq!(lines.join("\n"), expected.trim_matches('\n'));
}

mod pictures;
pub(crate) mod properties;
mod split_lines;
