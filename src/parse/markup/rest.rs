//! `rest`: answers of `/revision/{from}/compare/{to}` (`CompareHandler`, wikidiff2's `InlineJSONFormatter`).
//!
//! Each entry is a line; a changed one holds the words of both revisions, and byte ranges say whose they are:
//!
//! ```json
//! {"type": 3, "lineNumber": 7, "text": "an oldnew line", "offset": {"from": 90, "to": 90},
//!  "highlightRanges": [{"start": 3, "length": 3, "type": 1}, {"start": 6, "length": 3, "type": 0}]}
//! ```
//!
//! Only the new line's number is stated, and no headers are: what lies between two hunks is alike on both sides, so
//! the old numbers follow from the lines added and removed before.

use serde::Deserialize;
use serde_json::Value;

use super::sheet_builder::{Draft, Text};
use crate::model::{Page, Revision, Shape, Side, Sides, WarningCode};
use crate::parse::sheet::{Marker, Sheet};

/// One line, or two that are one changed line.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Entry {
    #[serde(rename = "type")]
    kind: u8,
    line_number: Option<u32>,
    text: String,
    offset: Option<Offset>,
    #[serde(default)]
    highlight_ranges: Vec<Highlight>,
    move_info: Option<Move>,
}

/// Offset of a line in each revision, in bytes.
#[derive(Clone, Copy, Debug, Deserialize)]
struct Offset {
    from: Option<u64>,
}

/// A stretch that is on one side only.
#[derive(Clone, Copy, Debug, Deserialize)]
struct Highlight {
    start: usize,
    length: usize,
    #[serde(rename = "type")]
    kind: u8,
}

/// The names of both places of a moved paragraph.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Move {
    id: String,
    link_id: String,
}

/// The types of entries (`DiffType` in wikidiff2).
const CONTEXT: u8 = 0;
const ADDED: u8 = 1;
const REMOVED: u8 = 2;
const CHANGED: u8 = 3;
const MOVED_FROM: u8 = 4;
const MOVED_TO: u8 = 5;

/// The type of a range whose text is on the new side only (`HighlightType`).
const ONLY_NEW: u8 = 0;

/// Error of the wiki in place of a diff.
pub(crate) fn error(answer: &Value) -> Option<String> {
    answer.get("httpCode").or_else(|| answer.get("errorKey"))?;
    let translated = answer.get("messageTranslations").and_then(Value::as_object);
    let in_english = translated.and_then(|texts| texts.get("en").or_else(|| texts.values().next()));
    let said = [in_english, answer.get("message"), answer.get("httpReason"), answer.get("errorKey")];
    said.into_iter().flatten().find_map(Value::as_str).map(str::to_owned)
}

/// The lines of an answer, if it is one of this API.
pub(crate) fn entries(answer: &Value) -> Option<serde_json::Result<Vec<Entry>>> {
    let diff = answer.get("diff").filter(|diff| diff.is_array())?;
    Some(Vec::deserialize(diff))
}

/// Reads the diff of an answer that begins at a line of the input.
pub(crate) fn sheet(answer: &Value, entries: Vec<Entry>, line: u32) -> Sheet<'static> {
    let mut draft = Draft::default();
    draft.note(
        "the answer states the side of every line; old line numbers follow from the lines added and removed",
    );
    let mut added = 0;
    for hunk in hunks(entries) {
        draft.start(start(&hunk, added));
        added += net(&hunk);
        for entry in hunk {
            add(&mut draft, &entry, line);
        }
    }
    let id = |side: &str| answer.get(side).and_then(|revision| revision.get("id")).and_then(Value::as_u64);
    let revision = |side| Revision { id: id(side), ..Revision::default() };
    let revisions = Sides::new(revision("from"), revision("to"));
    draft.finish(Shape::Rest, line, Page { revisions, ..Page::default() })
}

/// The entries, cut where lines were left out.
fn hunks(entries: Vec<Entry>) -> Vec<Vec<Entry>> {
    let mut hunks: Vec<Vec<Entry>> = Vec::new();
    let mut next = Next::default();
    for entry in entries {
        let goes_on = next.is(&entry);
        next.pass(&entry);
        match hunks.last_mut() {
            Some(hunk) if goes_on => hunk.push(entry),
            _ => hunks.push(vec![entry]),
        }
    }
    hunks
}

/// Offset of the next entry if no line was left out before it.
#[derive(Debug, Default)]
struct Next {
    number: Option<u32>,
    offset: Option<u64>,
}

impl Next {
    fn is(&self, entry: &Entry) -> bool {
        let offset = entry.offset.and_then(|offset| offset.from);
        match (self.number.zip(entry.line_number), self.offset.zip(offset)) {
            (Some((next, number)), _) => next == number,
            (None, Some((next, offset))) => next == offset,
            (None, None) => true,
        }
    }

    fn pass(&mut self, entry: &Entry) {
        let number = entry.line_number.or(self.number);
        self.number = number.map(|number| number.saturating_add(u32::from(entry.has(Side::New))));
        if let Some(from) = entry.offset.and_then(|offset| offset.from) {
            self.offset = Some(from + entry.side(Side::Old).map_or(0, |old| old.len() as u64 + 1));
        }
    }
}

/// The line numbers of a hunk before which this many lines were added on balance.
fn start(hunk: &[Entry], added: i64) -> Option<Sides<u32>> {
    let numbered = hunk.iter().position(|entry| entry.line_number.is_some());
    // A hunk without any number has no new line: the whole page was taken away.
    let new = match numbered {
        Some(at) => {
            let above = hunk[..at].iter().filter(|entry| entry.has(Side::New)).count();
            hunk[at].line_number?.checked_sub(u32::try_from(above).ok()?)?
        }
        None => 1,
    };
    let old = u32::try_from(i64::from(new) - added).ok()?;
    Some(Sides::new(old, new))
}

/// Number of lines that a hunk adds, less those that it removes.
fn net(hunk: &[Entry]) -> i64 {
    hunk.iter().map(|entry| i64::from(entry.has(Side::New)) - i64::from(entry.has(Side::Old))).sum()
}

impl Entry {
    /// Returns true if the entry has a line on the side.
    const fn has(&self, side: Side) -> bool {
        match side {
            Side::Old => matches!(self.kind, CONTEXT | REMOVED | CHANGED | MOVED_FROM),
            Side::New => matches!(self.kind, CONTEXT | ADDED | CHANGED | MOVED_TO),
        }
    }

    /// The line of one side; nothing where a range does not fit the text.
    fn side(&self, side: Side) -> Option<String> {
        let mut line = String::with_capacity(self.text.len());
        let mut from = 0;
        for highlight in &self.highlight_ranges {
            let end = highlight.start.checked_add(highlight.length)?;
            line.push_str(self.text.get(from..highlight.start)?);
            let is_new = highlight.kind == ONLY_NEW;
            let stretch = self.text.get(highlight.start..end)?;
            line.push_str(if is_new == (side == Side::New) { stretch } else { "" });
            from = end;
        }
        line.push_str(self.text.get(from..)?);
        Some(line)
    }
}

fn add(draft: &mut Draft, entry: &Entry, line: u32) {
    let (Some(old), Some(new)) = (entry.side(Side::Old), entry.side(Side::New)) else {
        return draft.add_damage(Some(line), WarningCode::StrayLine, MISFIT);
    };
    let text = |text| Text { text, line };
    let names = entry.move_info.as_ref().map(|names| [names.id.as_str(), names.link_id.as_str()]);
    match entry.kind {
        CONTEXT => draft.both(Sides::new(text(old), text(new)), Sides::new(Marker::Context, Marker::Context)),
        CHANGED => draft.both(Sides::new(text(old), text(new)), Sides::new(Marker::Removed, Marker::Added)),
        ADDED => draft.one(Side::New, text(new), Marker::Added),
        REMOVED => draft.one(Side::Old, text(old), Marker::Removed),
        MOVED_FROM | MOVED_TO => {
            let marker = draft.moved(names.map_or([None, None], |names| names.map(Some)));
            let (side, moved) = if entry.kind == MOVED_FROM { (Side::Old, old) } else { (Side::New, new) };
            draft.one(side, text(moved), marker);
        }
        _ => draft.add_damage(Some(line), WarningCode::StrayLine, UNKNOWN),
    }
}

const MISFIT: &str =
    "a line of this answer says that words changed which are not in it; fetch the answer again";

const UNKNOWN: &str = "a line of this answer is of a kind that is not known here, and is left out";
