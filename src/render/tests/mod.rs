//! What the pictures must look like, and the laws that hold for every one of them.
//!
//! Diffs are written one row a line: the sign, a blank, the text; `/` parts old from new, `<…>` is a changed
//! stretch, `?` before the sign a is_ambiguous row, `@20` or `@20,22` a new hunk.

use super::layout::foot;
use super::style::stylesheet::{Role, Stylesheet};
use super::style::theme::{Background, Depth, Theme};
use super::*;
use crate::model::{Change, Diff, Hunk, Marked, Page, Proof, Row, Shape, Sides};
use crate::text::writer::TerminalWriter;

/// A line whose changed stretches stand in angle brackets; an unclosed one runs to the end.
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

/// A line that is changed from end to end, as the word stage marks one without a partner.
fn whole(text: &str) -> Marked<'static> {
    let end = u32::try_from(text.len()).unwrap();
    let all = (end > 0).then_some(0..end);
    Marked::new(text.to_owned().into(), all)
}

fn row(text: &str) -> Row<Marked<'static>> {
    let is_ambiguous = text.starts_with('?');
    let text = text.trim_start_matches('?');
    let (sign, text) = text.split_at(1);
    let text = text.strip_prefix(' ').unwrap_or(text);
    let both =
        || text.split_once('/').map_or_else(|| Sides::new(text, text), |(old, new)| Sides::new(old, new));
    let change = match sign {
        "~" => Change::Changed(both().map(marked)),
        "-" => Change::Removed(whole(text)),
        "+" => Change::Added(whole(text)),
        "(" => Change::MovedFrom(marked(text), 1),
        ")" => Change::MovedTo(marked(text), 1),
        _ => Change::Context(both().map(marked)),
    };
    Row { change, is_ambiguous, source_line: 1 }
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
    Diff {
        shape: Shape::Cells,
        first_line: 1,
        page: Page { title: Some("Page".into()), ..Page::default() },
        hunks,
        proof: Proof::Stated,
        bytes_computed: 0,
        warnings: vec![],
        alternatives: vec![],
        notes: vec![],
    }
}

fn drawn(diff: &Diff<'_, Marked<'_>>, view: &View) -> String {
    let mut out = Vec::new();
    picture(diff, view, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn plain(width: Option<usize>) -> View {
    View { width, ..View::default() }
}

fn coloured(width: Option<usize>) -> View {
    View { style: themed(), direction: Direction::Isolated, ..plain(width) }
}

fn themed() -> Stylesheet {
    Theme::default().stylesheet(Background::Dark, Depth::Indexed)
}

/// Expects the rows of the picture, without its head, first rule and foot.
#[track_caller]
fn rows(rows: &str, width: Option<usize>, expected: &str) {
    let (diff, view) = (diff(rows), plain(width));
    let mut foot = Vec::new();
    foot::foot(&diff, &view, &mut TerminalWriter::new(&mut foot)).unwrap();
    let drawn = drawn(&diff, &view);
    let rows = drawn.strip_suffix(std::str::from_utf8(&foot).unwrap()).unwrap();
    let lines: Vec<_> = rows.lines().skip(2).collect();
    assert_eq!(lines.join("\n"), expected.trim_matches('\n'));
}

mod goldens;
pub(crate) mod laws;
