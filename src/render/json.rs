//! The JSON contract for programs: one object for each diff, on one line.
//!
//! Its types are separate from the model, so that a change of the model cannot change the contract by accident. Keys are
//! in the order of the output. Optional keys have `skip_serializing_if`.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::{Serialize, Serializer};

use crate::model::{
    ByteChange, Change, ChangeState, Diff, FileChange, FilterCounts, Hunk, Marked, Page, PageContent,
    Revision, Row, Sides, Span, SplitPart, Warning,
};
use crate::text::json;

/// The version of the contract. It changes when a program written for the old contract would misread the new.
const VERSION: u8 = 1;

/// The value of `changes`. The rows tell known changes.
const UNKNOWN: &str = "unknown";

/// The value of `content` for the values of an entity. Lines of a page have no such key.
const ENTITY: &str = "entity";

/// Writes a diff as one JSON object on one line. `source` is the name of the input.
///
/// # Errors
/// When `out` fails.
pub fn json(diff: &Diff<'_, Marked<'_>>, source: &str, out: &mut dyn Write) -> io::Result<()> {
    json::write(&wire_diff(diff, source), out)?;
    out.write_all(b"\n")
}

/// Writes a diff as the answer to a request: the object of [`json`] with the `id` of the request as the first key.
///
/// # Errors
/// When `out` or the id's serializer fails.
#[cfg(feature = "cli")]
pub(crate) fn json_with_id(
    diff: &Diff<'_, Marked<'_>>,
    source: &str,
    id: &impl Serialize,
    out: &mut dyn Write,
) -> io::Result<()> {
    json::write(&WireAnswer { id, diff: wire_diff(diff, source) }, out)?;
    out.write_all(b"\n")
}

/// A diff with the id of its request.
#[cfg(feature = "cli")]
#[derive(Serialize)]
struct WireAnswer<'d, I> {
    id: &'d I,
    #[serde(flatten)]
    diff: WireDiff<'d>,
}

/// Borrows the whole diff. Rows become [`WireRow`]s one at a time, while they are written.
#[derive(Serialize)]
struct WireDiff<'d> {
    version: u8,
    source: WireSource<'d>,
    title: Option<&'d str>,
    old: WireRevision<'d>,
    new: WireRevision<'d>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<&'static str>,
    bytes: WireBytes,
    proof: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<&'static str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty", serialize_with = "wire_file_changes")]
    file_changes: &'d [FileChange],
    #[serde(serialize_with = "wire_hunks")]
    hunks: &'d [Hunk<Marked<'d>>],
    #[serde(serialize_with = "wire_warnings")]
    warnings: &'d [Warning],
    #[serde(skip_serializing_if = "Option::is_none")]
    filtered: Option<WireFilterCounts>,
}

#[derive(Serialize)]
struct WireFilterCounts {
    ignored_rows: usize,
    hidden_hunks: usize,
}

#[derive(Serialize)]
struct WireSource<'d> {
    name: &'d str,
    shape: &'static str,
    first_line: u32,
}

#[derive(Serialize)]
struct WireRevision<'d> {
    label: Option<&'d str>,
    revision: Option<u64>,
    timestamp: Option<&'d str>,
    user: Option<&'d str>,
    comment: Option<&'d str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    tags: &'d [Cow<'d, str>],
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<u64>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    minor: bool,
}

#[derive(Serialize)]
struct WireBytes {
    stated: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    given: Option<i64>,
    computed: Option<i64>,
}

#[derive(Serialize)]
struct WireFileChange<'d> {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    old: Option<&'d str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new: Option<&'d str>,
}

#[derive(Serialize)]
struct WireHunk<'d> {
    start: Option<WireStart>,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<&'d str>,
    #[serde(serialize_with = "wire_rows")]
    rows: &'d [Row<Marked<'d>>],
}

#[derive(Serialize)]
struct WireStart {
    old: u32,
    new: u32,
}

#[derive(Serialize)]
struct WireRow<'d> {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    old: Option<&'d str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new: Option<&'d str>,
    #[serde(rename = "move", skip_serializing_if = "Option::is_none")]
    moved: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    split: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    spans: Option<WireSpans<'d>>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    guessed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    ignored: Option<&'static str>,
}

#[derive(Serialize)]
struct WireSpans<'d> {
    #[serde(skip_serializing_if = "Option::is_none")]
    old: Option<WireLine<'d>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new: Option<WireLine<'d>>,
}

/// A line as its spans.
struct WireLine<'d>(&'d Marked<'d>);

#[derive(Serialize)]
struct WireSpan<'d> {
    text: &'d str,
    changed: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    matched: bool,
}

impl<'d> From<Span<'d>> for WireSpan<'d> {
    fn from(Span { text, changed, matched }: Span<'d>) -> Self {
        Self { text, changed, matched }
    }
}

#[derive(Serialize)]
struct WireWarning<'d> {
    line: Option<u32>,
    lines: Option<[u32; 2]>,
    code: &'static str,
    message: &'d str,
}

fn wire_diff<'d>(diff: &'d Diff<'_, Marked<'d>>, source: &'d str) -> WireDiff<'d> {
    let Page { title, revisions, byte_change, content, .. } = &diff.page;
    WireDiff {
        version: VERSION,
        source: WireSource { name: source, shape: diff.shape.name(), first_line: diff.first_line },
        title: title.as_deref(),
        old: wire_revision(&revisions.old),
        new: wire_revision(&revisions.new),
        content: (*content == PageContent::Entity).then_some(ENTITY),
        bytes: WireBytes {
            stated: byte_change.and_then(ByteChange::signed),
            given: diff.bytes_given,
            computed: diff.known_bytes(),
        },
        proof: diff.proof.name(),
        confidence: diff.confidence.map(|percent| f64::from(percent) / 100.0),
        changes: (diff.change_state() == ChangeState::Unknown).then_some(UNKNOWN),
        file_changes: &diff.page.file_changes,
        hunks: &diff.hunks,
        warnings: &diff.warnings,
        filtered: wire_filter_counts(diff.filtered),
    }
}

fn wire_filter_counts(counts: FilterCounts) -> Option<WireFilterCounts> {
    let FilterCounts { ignored_rows, hidden_hunks } = counts;
    (counts != FilterCounts::default()).then_some(WireFilterCounts { ignored_rows, hidden_hunks })
}

fn wire_revision<'d>(revision: &'d Revision) -> WireRevision<'d> {
    WireRevision {
        label: revision.label.as_deref(),
        revision: revision.id,
        timestamp: revision.timestamp.as_deref(),
        user: revision.user.as_deref(),
        comment: revision.comment.as_deref(),
        tags: &revision.tags,
        size: revision.size,
        minor: revision.is_minor,
    }
}

fn wire_file_changes<S: Serializer>(changes: &&[FileChange], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(changes.iter().map(|change| {
        let Sides { old, new } = match change {
            FileChange::Mode(modes) => modes.as_ref().map(|mode| Some(mode.as_str())),
            _ => Sides::default(),
        };
        WireFileChange { kind: change.name(), old, new }
    }))
}

fn wire_hunks<S: Serializer>(hunks: &&[Hunk<Marked>], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(hunks.iter().map(|hunk| WireHunk {
        start: hunk.start.map(|Sides { old, new }| WireStart { old, new }),
        section: hunk.section.as_ref().map(Marked::text),
        rows: &hunk.rows,
    }))
}

fn wire_rows<S: Serializer>(rows: &&[Row<Marked>], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(rows.iter().map(wire_row))
}

fn wire_row<'d>(row: &'d Row<Marked<'d>>) -> WireRow<'d> {
    let lines = row.change.lines();
    let moved = match row.change {
        Change::MovedFrom(_, id) | Change::MovedTo(_, id) => Some(id),
        _ => None,
    };
    let split = row.split.as_ref().map(|split| match split {
        SplitPart::Whole(_) => "whole",
        SplitPart::Part(_) => "part",
    });
    let is_compared = moved.is_some() || split.is_some() || matches!(row.change, Change::Changed(_));
    let has_match = [lines.old, lines.new].into_iter().flatten().any(|line| !line.matched().is_empty());
    let has_spans = !row.is_ignored && (is_compared || has_match);
    let Sides { old, new } = lines.map(|line| line.map(WireLine));
    let spans = has_spans.then_some(WireSpans { old, new });
    let Sides { old, new } = lines.map(|line| line.map(Marked::text));
    let ignored = row.is_ignored.then_some(change_kind(&row.change));
    WireRow { kind: row_kind(row), old, new, moved, split, spans, guessed: row.is_ambiguous, ignored }
}

/// Returns the name of the kind that a row counts as.
pub(crate) const fn row_kind<L>(row: &Row<L>) -> &'static str {
    if row.is_context() { "context" } else { change_kind(&row.change) }
}

const fn change_kind<L>(change: &Change<L>) -> &'static str {
    match change {
        Change::Context(_) => "context",
        Change::Changed(_) => "changed",
        Change::Removed(_) => "removed",
        Change::Added(_) => "added",
        Change::MovedFrom(..) => "moved_from",
        Change::MovedTo(..) => "moved_to",
    }
}

impl Serialize for WireLine<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.spans().map(WireSpan::from))
    }
}

fn wire_warnings<S: Serializer>(warnings: &&[Warning], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(warnings.iter().map(|warning| WireWarning {
        line: warning.first_line(),
        lines: warning.lines.as_ref().map(|lines| [*lines.start(), *lines.end()]),
        code: warning.code.name(),
        message: &warning.message,
    }))
}
