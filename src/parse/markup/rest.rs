//! `rest`: answers of `/revision/{from}/compare/{to}` (`CompareHandler`, wikidiff2's `InlineJSONFormatter`).
//!
//! Each item is a line. The text of a changed line has the words of both revisions, and byte ranges state their side:
//!
//! ```json
//! {"type": 3, "lineNumber": 7, "text": "an oldnew line", "offset": {"from": 90, "to": 90},
//!  "highlightRanges": [{"start": 3, "length": 3, "type": 1}, {"start": 6, "length": 3, "type": 0}]}
//! ```
//!
//! The answer states new line numbers only, and no headers. The lines between two hunks are equal on both sides, so the
//! old numbers follow from the lines added and removed before.

use serde::Deserialize;
use serde_json::Value;

use super::sheet_builder::{NumberedText, SheetBuilder};
use crate::model::{Page, Revision, Shape, Side, Sides, WarningCode};
use crate::parse::sheet::{Marker, Sheet};

/// A line, or the two lines of a changed row.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RestLine {
    #[serde(rename = "type")]
    kind: u8,
    line_number: Option<u32>,
    text: String,
    offset: Option<LineOffset>,
    #[serde(default)]
    highlight_ranges: Vec<Highlight>,
    move_info: Option<MoveNames>,
}

/// Offset of a line in each revision, in bytes.
#[derive(Clone, Copy, Debug, Deserialize)]
struct LineOffset {
    from: Option<u64>,
}

/// A part of the text that is on one side only.
#[derive(Clone, Copy, Debug, Deserialize)]
struct Highlight {
    start: usize,
    length: usize,
    #[serde(rename = "type")]
    kind: u8,
}

/// Names of this place of a moved paragraph, and of the other place.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct MoveNames {
    id: String,
    link_id: String,
}

// Types of lines (`DiffType` in wikidiff2).
const CONTEXT: u8 = 0;
const ADDED: u8 = 1;
const REMOVED: u8 = 2;
const CHANGED: u8 = 3;
const MOVED_FROM: u8 = 4;
const MOVED_TO: u8 = 5;

/// The type of a range on the new side (`HighlightType`).
const ONLY_NEW: u8 = 0;

/// Finds the message of an error that the wiki answers in place of a diff.
pub(crate) fn find_error(answer: &Value) -> Option<String> {
    answer.get("httpCode").or_else(|| answer.get("errorKey"))?;
    let translated = answer.get("messageTranslations").and_then(Value::as_object);
    let in_english = translated.and_then(|texts| texts.get("en").or_else(|| texts.values().next()));
    let messages = [in_english, answer.get("message"), answer.get("httpReason"), answer.get("errorKey")];
    messages.into_iter().flatten().find_map(Value::as_str).map(str::to_owned)
}

/// Parses the lines of an answer. Returns `None` for an answer of another API.
pub(crate) fn parse_lines(answer: &Value) -> Option<serde_json::Result<Vec<RestLine>>> {
    let diff = answer.get("diff").filter(|diff| diff.is_array())?;
    Some(Vec::deserialize(diff))
}

/// Makes the sheet of an answer; `first_line` is its first line in the input.
pub(crate) fn parse_sheet(answer: &Value, lines: Vec<RestLine>, first_line: u32) -> Sheet<'static> {
    let mut builder = SheetBuilder::default();
    builder.add_note(
        "the answer states the side of every line; old line numbers follow from the lines added and removed",
    );
    let mut added = 0;
    for hunk in split_hunks(lines) {
        builder.open_section(find_start(&hunk, added));
        added += count_net(&hunk);
        for line in hunk {
            add_line(&mut builder, &line, first_line);
        }
    }
    let id = |side: &str| answer.get(side).and_then(|revision| revision.get("id")).and_then(Value::as_u64);
    let revision = |side| Revision { id: id(side), ..Revision::default() };
    let revisions = Sides::new(revision("from"), revision("to"));
    builder.build(Shape::Rest, first_line, Page { revisions, ..Page::default() })
}

/// Splits the lines into hunks: between two hunks the answer leaves lines out.
fn split_hunks(lines: Vec<RestLine>) -> Vec<Vec<RestLine>> {
    let mut hunks: Vec<Vec<RestLine>> = Vec::new();
    let mut next = NextPosition::default();
    for line in lines {
        let is_next = next.matches(&line);
        next.advance(&line);
        match hunks.last_mut() {
            Some(hunk) if is_next => hunk.push(line),
            _ => hunks.push(vec![line]),
        }
    }
    hunks
}

/// Number and offset of the next line, if no line is left out before it.
#[derive(Debug, Default)]
struct NextPosition {
    number: Option<u32>,
    offset: Option<u64>,
}

impl NextPosition {
    fn matches(&self, line: &RestLine) -> bool {
        let offset = line.offset.and_then(|offset| offset.from);
        match (self.number.zip(line.line_number), self.offset.zip(offset)) {
            (Some((next, number)), _) => next == number,
            (None, Some((next, offset))) => next == offset,
            (None, None) => true,
        }
    }

    fn advance(&mut self, line: &RestLine) {
        let number = line.line_number.or(self.number);
        self.number = number.map(|number| number.saturating_add(u32::from(line.has_side(Side::New))));
        if let Some(from) = line.offset.and_then(|offset| offset.from) {
            self.offset = Some(from + line.side_text(Side::Old).map_or(0, |old| old.len() as u64 + 1));
        }
    }
}

/// Computes the line numbers of a hunk; `added` is the net number of lines that the hunks above it add.
fn find_start(hunk: &[RestLine], added: i64) -> Option<Sides<u32>> {
    let numbered = hunk.iter().position(|line| line.line_number.is_some());
    // A hunk without a number has no new line: the edit removed the whole page.
    let new = match numbered {
        Some(at) => {
            let above = hunk[..at].iter().filter(|line| line.has_side(Side::New)).count();
            hunk[at].line_number?.checked_sub(u32::try_from(above).ok()?)?
        }
        None => 1,
    };
    let old = u32::try_from(i64::from(new) - added).ok()?;
    Some(Sides::new(old, new))
}

/// Counts the lines that a hunk adds, less the lines that it removes.
fn count_net(hunk: &[RestLine]) -> i64 {
    hunk.iter().map(|line| i64::from(line.has_side(Side::New)) - i64::from(line.has_side(Side::Old))).sum()
}

impl RestLine {
    /// Returns true if the line is on the side.
    const fn has_side(&self, side: Side) -> bool {
        match side {
            Side::Old => matches!(self.kind, CONTEXT | REMOVED | CHANGED | MOVED_FROM),
            Side::New => matches!(self.kind, CONTEXT | ADDED | CHANGED | MOVED_TO),
        }
    }

    /// Extracts the text of one side. Returns `None` if a range does not fit the text.
    fn side_text(&self, side: Side) -> Option<String> {
        let mut line = String::with_capacity(self.text.len());
        let mut from = 0;
        for highlight in &self.highlight_ranges {
            let end = highlight.start.checked_add(highlight.length)?;
            line.push_str(self.text.get(from..highlight.start)?);
            let is_new = highlight.kind == ONLY_NEW;
            let marked = self.text.get(highlight.start..end)?;
            line.push_str(if is_new == (side == Side::New) { marked } else { "" });
            from = end;
        }
        line.push_str(self.text.get(from..)?);
        Some(line)
    }
}

fn add_line(builder: &mut SheetBuilder, rest_line: &RestLine, line: u32) {
    let (Some(old), Some(new)) = (rest_line.side_text(Side::Old), rest_line.side_text(Side::New)) else {
        return builder.add_damage(Some(line), WarningCode::StrayLine, BAD_RANGE);
    };
    let text = |text| NumberedText { text, line };
    match rest_line.kind {
        CONTEXT => {
            builder.push_pair(Sides::new(text(old), text(new)), Sides::new(Marker::Context, Marker::Context));
        }
        CHANGED => {
            builder.push_pair(Sides::new(text(old), text(new)), Sides::new(Marker::Removed, Marker::Added));
        }
        ADDED => builder.push_line(Side::New, text(new), Marker::Added),
        REMOVED => builder.push_line(Side::Old, text(old), Marker::Removed),
        MOVED_FROM | MOVED_TO => {
            let names = rest_line.move_info.as_ref();
            let name = names.map(|names| names.id.as_str());
            let marker = builder.move_marker(name, names.map(|names| names.link_id.as_str()));
            let (side, moved) =
                if rest_line.kind == MOVED_FROM { (Side::Old, old) } else { (Side::New, new) };
            builder.push_line(side, text(moved), marker);
        }
        _ => builder.add_damage(Some(line), WarningCode::StrayLine, UNKNOWN_KIND),
    }
}

const BAD_RANGE: &str =
    "a line of this answer marks changed words beyond its text and is left out; fetch the answer again";

const UNKNOWN_KIND: &str = "a line of this answer has an unknown kind and is left out";
