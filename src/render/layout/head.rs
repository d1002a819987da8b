//! What stands over the rows: which edit this is, and how sure the reading is.
//!
//! ```text
//! ChatGPT                                                    +4 bytes, proved
//! old  Revision as of 10:00, 3 February 2023 · Alice
//! new  Latest revision as of 4 February 2023 · Bob · (copyedit)
//! ```

use std::borrow::Cow;
use std::io;

use crate::model::{ByteChange, Diff, Marked, Proof, Revision};
use crate::render::line::paragraph::Paragraph;
use crate::render::plural::count_noun;
use crate::render::style::stylesheet::Role;
use crate::render::style::view::{Layout, View};
use crate::text::sanitize::sanitized::Sanitized;
use crate::text::sanitize::{sanitize, sanitize_message};
use crate::text::width::display_width;
use crate::text::writer::TerminalWriter;

/// The columns between the title and what follows it.
const GAP: usize = 2;

/// The columns that `old` and `new` and the blanks after them take.
const SIDE: usize = OLD.len();
const OLD: &str = "old  ";
const NEW: &str = "new  ";

/// Writes the head of a diff.
pub(crate) fn head(diff: &Diff<'_, Marked<'_>>, view: &View, out: &mut TerminalWriter<'_>) -> io::Result<()> {
    let revisions = diff.page.revisions.as_ref();
    let only_label = only_label(diff);
    first_line(diff, only_label, view, out)?;
    // Two columns have headings, which tell the rest.
    if only_label.is_none() && view.layout != Layout::SideBySide {
        revision(OLD, revisions.old, view, out)?;
        revision(NEW, revisions.new, view, out)?;
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
    out: &mut TerminalWriter<'_>,
) -> io::Result<()> {
    let known = known(diff, label, view);
    let sum = format!("{}, {}", bytes(diff), proof(diff));
    let left = known.iter().map(|(text, _)| display_width(text, view.ambiguous)).sum::<usize>()
        + GAP * known.len().saturating_sub(1);
    let room = view.width.map(|width| width.saturating_sub(display_width(&sum, view.ambiguous)));
    let mut line = Paragraph::default();
    let is_beside = known.is_empty() || room.is_none_or(|room| left + GAP <= room);
    for (text, role) in known {
        line.push(&gap_after(&line), view.role_style(role));
        line.push(&if is_beside { view.isolate(text) } else { text }, view.role_style(role));
    }
    if !is_beside {
        line.write(view.measure(0), out)?;
        line.clear();
    }
    let apart =
        room.map_or(gap_after(&line).len(), |room| room.saturating_sub(if is_beside { left } else { 0 }));
    line.push(&sanitize_message(&" ".repeat(apart)), view.role_style(Role::Fact));
    line.push(&sanitize_message(&sum), view.role_style(Role::Proof));
    line.write(view.own_measure(), out)
}

/// What the line begins with.
fn known<'d>(
    diff: &'d Diff<'_, Marked<'_>>,
    label: Option<&'d str>,
    view: &View,
) -> Vec<(Sanitized<'d>, Role)> {
    let title = diff.page.title.as_deref().map(|title| (title, Role::Heading));
    let known = title.into_iter().chain(label.map(|label| (label, Role::Fact)));
    known.map(|(text, role)| (sanitize(text, view.invisible), role)).collect()
}

/// The blanks after what stands in the line, if anything does.
fn gap_after(line: &Paragraph) -> Sanitized<'static> {
    Sanitized::from_static(if line.is_empty() { "" } else { "  " })
}

/// Writes what is known of a revision, if anything is.
fn revision(
    side: &'static str,
    revision: &Revision,
    view: &View,
    out: &mut TerminalWriter<'_>,
) -> io::Result<()> {
    let mut line = Paragraph::default();
    push_revision(revision, view, &mut line);
    if line.is_empty() {
        return Ok(());
    }
    out.write_styled(&side.into(), view.role_style(Role::Gutter))?;
    line.write(view.measure(SIDE), out)
}

/// Puts what is known of a revision into a paragraph.
pub(crate) fn push_revision(revision: &Revision, view: &View, line: &mut Paragraph) {
    let facts = [named(revision), revision.user.clone(), comment(revision)];
    let facts: Vec<_> = facts.into_iter().flatten().collect();
    line.push(&sanitize(&facts.join(" · "), view.invisible), view.role_style(Role::Fact));
}

/// The words for a revision: its label as copied, or else its time or its number.
pub(crate) fn named<'r>(revision: &'r Revision) -> Option<Cow<'r, str>> {
    let label = revision.label.as_deref().or(revision.timestamp.as_deref()).map(Cow::Borrowed);
    label.or_else(|| revision.id.map(|id| format!("revision {id}").into()))
}

/// The edit summary in the parentheses that MediaWiki has round it.
pub(crate) fn comment<'r>(revision: &'r Revision) -> Option<Cow<'r, str>> {
    revision
        .comment
        .as_deref()
        .filter(|comment| !comment.is_empty())
        .map(|comment| format!("({comment})").into())
}

/// The byte change that the page states, or else that of the rows.
pub(crate) fn bytes(diff: &Diff<'_, Marked<'_>>) -> String {
    let computed = diff.bytes_computed;
    match diff.page.byte_change {
        Some(ByteChange::Unsigned(stated)) if stated != computed.unsigned_abs() => {
            count_noun(stated, "byte", "bytes")
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
    format!("{sign}{}", count_noun(bytes.unsigned_abs(), "byte", "bytes"))
}

/// How sure the reading is, in the words of the screen.
pub(crate) fn proof(diff: &Diff<'_, Marked<'_>>) -> Cow<'static, str> {
    let guessed = diff.hunks.iter().flat_map(|hunk| &hunk.rows).filter(|row| row.is_ambiguous).count();
    match diff.proof {
        Proof::Stated | Proof::Checked => sureness(diff.proof).into(),
        Proof::Inferred if guessed == 0 => sureness(diff.proof).into(),
        Proof::Inferred => {
            format!("{} could be on either side", count_noun(guessed as u64, "row", "rows")).into()
        }
    }
}

/// How sure a reading is, in one word.
pub(crate) const fn sureness(proof: Proof) -> &'static str {
    match proof {
        Proof::Stated => "stated",
        Proof::Checked => "proved",
        Proof::Inferred => "likely",
    }
}
