//! What stands over and under the rows: which edit this is, how sure the reading is, and how much changed.
//!
//! ```text
//! ChatGPT                                                    +4 bytes, proved
//! old  Revision as of 10:00, 3 February 2023 · Alice
//! new  Latest revision as of 4 February 2023 · Bob · (copyedit)
//! …
//! 1 line changed · 6 characters added, 2 removed
//! ```

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

use super::View;
use super::paragraph::{Measure, Paragraph, write_styled};
use crate::model::{ByteChange, Diff, Marked, Proof, Revision};
use crate::text::safe::safe;
use crate::text::width::columns;
use crate::words::Totals;

/// The columns between the title and what follows it.
const GAP: usize = 2;

/// The columns that `old` and `new` and the blanks after them take.
const SIDE: usize = 5;

/// Writes the head of a diff.
pub(super) fn head(diff: &Diff<'_, Marked<'_>>, view: &View, out: &mut dyn Write) -> io::Result<()> {
    let revisions = diff.page.revisions.as_ref();
    let only_label = only_label(diff);
    first_line(diff, only_label, view, out)?;
    if only_label.is_none() {
        revision("old", revisions.old, view, out)?;
        revision("new", revisions.new, view, out)?;
    }
    Ok(())
}

/// The new revision's label where it is all that is known of either: it then fits beside the title.
fn only_label<'d>(diff: &'d Diff<'_, Marked<'_>>) -> Option<&'d str> {
    let revisions = diff.page.revisions.as_ref();
    let new = Revision { label: revisions.new.label.clone(), ..Revision::default() };
    let alone = *revisions.old == Revision::default() && *revisions.new == new;
    revisions.new.label.as_deref().filter(|_| alone)
}

/// Writes the title, and the bytes and the proof at the right edge, or below where they do not fit beside it.
fn first_line(
    diff: &Diff<'_, Marked<'_>>,
    label: Option<&str>,
    view: &View,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut line = Paragraph::default();
    if let Some(title) = &diff.page.title {
        line.push(&safe(title, view.invisible), view.style.heading);
    }
    if let Some(label) = label {
        line.push(gap_after(&line), view.style.fact);
        line.push(&safe(label, view.invisible), view.style.fact);
    }
    let sum = format!("{}, {}", bytes(diff), proof(diff));
    let left = columns(line.text());
    let room = view.width.map(|width| width.saturating_sub(columns(&sum)));
    let apart = match room {
        None => gap_after(&line).len(),
        Some(room) if left == 0 || left + GAP <= room => room.saturating_sub(left),
        Some(room) => {
            write(&mut line, 0, view, out)?;
            room
        }
    };
    line.push(&" ".repeat(apart), view.style.fact);
    line.push(&sum, view.style.proof);
    write(&mut line, 0, view, out)
}

/// The blanks after what stands in the line, if anything does.
const fn gap_after(line: &Paragraph) -> &'static str {
    if line.is_empty() { "" } else { "  " }
}

/// Writes what is known of a revision, if anything is.
fn revision(side: &str, revision: &Revision, view: &View, out: &mut dyn Write) -> io::Result<()> {
    let facts: Vec<_> =
        [named(revision), revision.user.clone(), comment(revision)].into_iter().flatten().collect();
    if facts.is_empty() {
        return Ok(());
    }
    let mut line = Paragraph::default();
    write_styled(&format!("{side:SIDE$}"), view.style.gutter, out)?;
    line.push(&safe(&facts.join(" · "), view.invisible), view.style.fact);
    write(&mut line, SIDE, view, out)
}

/// The words for a revision: its label as copied, or else its time or its number.
pub(super) fn named<'r>(revision: &'r Revision) -> Option<Cow<'r, str>> {
    let label = revision.label.as_deref().or(revision.timestamp.as_deref()).map(Cow::Borrowed);
    label.or_else(|| revision.id.map(|id| format!("revision {id}").into()))
}

/// The edit summary in the parentheses that MediaWiki has round it.
pub(super) fn comment<'r>(revision: &'r Revision) -> Option<Cow<'r, str>> {
    revision
        .comment
        .as_deref()
        .filter(|comment| !comment.is_empty())
        .map(|comment| format!("({comment})").into())
}

/// The byte change that the page states, or else that of the rows.
pub(super) fn bytes(diff: &Diff<'_, Marked<'_>>) -> String {
    let computed = diff.bytes_computed;
    match diff.page.byte_change {
        Some(ByteChange::Unsigned(stated)) if stated != computed.unsigned_abs() => {
            count(stated, "byte", "bytes")
        }
        Some(ByteChange::Signed(stated)) => signed_bytes(stated),
        _ => signed_bytes(computed),
    }
}

fn signed_bytes(bytes: i64) -> String {
    let sign = match bytes {
        0 => "±",
        1.. => "+",
        _ => "-",
    };
    format!("{sign}{}", count(bytes.unsigned_abs(), "byte", "bytes"))
}

/// How sure the reading is, in the words of the screen.
pub(super) fn proof(diff: &Diff<'_, Marked<'_>>) -> Cow<'static, str> {
    let guessed = diff.hunks.iter().flat_map(|hunk| &hunk.rows).filter(|row| row.guessed).count();
    match diff.proof {
        Proof::Stated => "stated".into(),
        Proof::Checked => "proved".into(),
        Proof::Inferred if guessed == 0 => "likely".into(),
        Proof::Inferred => format!("{} could be on either side", count(guessed as u64, "row", "rows")).into(),
    }
}

/// Writes the sum under the rows.
pub(super) fn foot(totals: &Totals, view: &View, out: &mut dyn Write) -> io::Result<()> {
    let lines = [
        (totals.changed, "changed"),
        (totals.added, "added"),
        (totals.removed, "removed"),
        (totals.moved, "moved"),
    ];
    let characters = [(totals.characters.new, "added"), (totals.characters.old, "removed")];
    let sums: Vec<_> = [sum(&lines, "line", "lines"), sum(&characters, "character", "characters")]
        .into_iter()
        .flatten()
        .collect();
    let text = if sums.is_empty() { "no changes".to_owned() } else { sums.join(" · ") };
    let mut line = Paragraph::default();
    line.push(&text, view.style.foot);
    write(&mut line, 0, view, out)
}

/// `6 characters added, 2 removed`: the noun once, and nothing that is none.
fn sum(counts: &[(usize, &str)], one: &str, many: &str) -> Option<String> {
    let mut some = counts.iter().filter(|(number, _)| *number > 0);
    let (number, verb) = some.next()?;
    let mut text = format!("{} {verb}", count(*number as u64, one, many));
    for (number, verb) in some {
        write!(text, ", {number} {verb}").expect("a String takes all that is written");
    }
    Some(text)
}

/// A number with its noun.
pub(super) fn count(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// Writes a line of the head and leaves it empty.
fn write(line: &mut Paragraph, indent: usize, view: &View, out: &mut dyn Write) -> io::Result<()> {
    let columns = view.width.map(|width| width.saturating_sub(indent));
    line.write(Measure { indent, columns }, out)?;
    line.clear();
    Ok(())
}
