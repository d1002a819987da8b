//! The head: title, revisions, and what is not certain about the result.
//!
//! ```text
//! ChatGPT                          uncertain: 1 row marked ?, try --bytes N
//! old  Revision as of 10:00, 3 February 2023 · Alice
//! new  Latest revision as of 4 February 2023 · Bob · (copyedit)
//! file  renamed, mode 100644 → 100755                     only if the file as a whole changed
//! ```

use std::borrow::Cow;
use std::io;

use crate::model::{ByteChange, Comparison, Diff, Marked, Proof, Revision};
use crate::render::line::paragraph::Paragraph;
use crate::render::plural::count_noun;
use crate::render::style::stylesheet::Role;
use crate::render::style::view::{Layout, View};
use crate::text::sanitize::sanitized::Sanitized;
use crate::text::sanitize::{sanitize, sanitize_message};
use crate::text::width::display_width;
use crate::text::writer::TerminalWriter;

/// The columns between the title and the next text.
const GAP: usize = 2;

/// The columns of `old` and `new` with the blanks after them.
const SIDE_WIDTH: usize = OLD.len();
const OLD: &str = "old  ";
const NEW: &str = "new  ";
const FILE: &str = "file  ";

/// Writes the head of a diff.
pub(crate) fn write_head(
    diff: &Diff<'_, Marked<'_>>,
    view: &View,
    out: &mut TerminalWriter<'_>,
) -> io::Result<()> {
    let revisions = diff.page.revisions.as_ref();
    let only_label = only_label(diff);
    write_first_line(diff, only_label, view, out)?;
    // In two columns, the headings have the other facts.
    if only_label.is_none() && view.layout != Layout::SideBySide {
        write_revision(OLD, revisions.old, view, out)?;
        write_revision(NEW, revisions.new, view, out)?;
    }
    write_file_changes(diff, view, out)
}

/// Writes the changes of the file as a whole, if any.
fn write_file_changes(
    diff: &Diff<'_, Marked<'_>>,
    view: &View,
    out: &mut TerminalWriter<'_>,
) -> io::Result<()> {
    let Some(changes) = format_file_changes(diff) else { return Ok(()) };
    out.write_styled(&FILE.into(), view.role_style(Role::Gutter))?;
    let mut line = Paragraph::default();
    line.push(&sanitize(&changes, view.invisible), view.role_style(Role::Fact));
    line.write(view.measure(FILE.len()), out)
}

/// Formats the changes of the file as a whole, if any.
pub(crate) fn format_file_changes<L>(diff: &Diff<'_, L>) -> Option<String> {
    let changes: Vec<_> = diff.page.file_changes.iter().map(ToString::to_string).collect();
    (!changes.is_empty()).then(|| changes.join(", "))
}

/// Returns the label of the new revision if no other fact is known about both. It is then shown beside the title.
fn only_label<'d>(diff: &'d Diff<'_, Marked<'_>>) -> Option<&'d str> {
    let revisions = diff.page.revisions.as_ref();
    let new = Revision { label: revisions.new.label.clone(), ..Revision::default() };
    let is_only_fact = *revisions.old == Revision::default() && *revisions.new == new;
    revisions.new.label.as_deref().filter(|_| is_only_fact)
}

/// Writes the title, with the doubts at the right edge, or on the next line if they do not fit. Writes nothing if there
/// is neither.
fn write_first_line(
    diff: &Diff<'_, Marked<'_>>,
    label: Option<&str>,
    view: &View,
    out: &mut TerminalWriter<'_>,
) -> io::Result<()> {
    // Measure both ends of the line.
    let title = diff.page.title.as_deref().map(|title| (title, Role::Heading));
    let label = label.map(|label| (label, Role::Fact));
    let texts: Vec<_> =
        title.into_iter().chain(label).map(|(text, role)| (sanitize(text, view.invisible), role)).collect();
    let right = doubts(diff);
    if texts.is_empty() && right.is_empty() {
        return Ok(());
    }
    let left_width = texts.iter().map(|(text, _)| display_width(text, view.ambiguous)).sum::<usize>()
        + GAP * texts.len().saturating_sub(1);
    let room = view.width.map(|width| width.saturating_sub(display_width(&right, view.ambiguous)));
    let min_gap = if right.is_empty() { 0 } else { GAP };
    let is_one_line = texts.is_empty() || room.is_none_or(|room| left_width + min_gap <= room);
    // Write the left end.
    let mut line = Paragraph::default();
    for (text, role) in texts {
        line.push(&gap_after(&line), view.role_style(role));
        line.push(&if is_one_line { view.isolate(text) } else { text }, view.role_style(role));
    }
    if !is_one_line {
        line.write(view.measure(0), out)?;
        line.clear();
    }
    // Write the right end.
    if right.is_empty() {
        return if line.is_empty() { Ok(()) } else { line.write(view.own_measure(), out) };
    }
    let used = if is_one_line { left_width } else { 0 };
    let gap = room.map_or(gap_after(&line).len(), |room| room.saturating_sub(used));
    line.push(&sanitize_message(&" ".repeat(gap)), view.role_style(Role::Fact));
    line.push(&sanitize_message(&right), view.role_style(Role::Proof));
    line.write(view.own_measure(), out)
}

/// Returns the gap after the text of a line; empty at its beginning.
fn gap_after(line: &Paragraph) -> Sanitized<'static> {
    Sanitized::from_static(if line.is_empty() { "" } else { "  " })
}

/// Writes the known facts of a revision, if any.
fn write_revision(
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
    line.write(view.measure(SIDE_WIDTH), out)
}

/// Appends the known facts of a revision to a paragraph.
pub(crate) fn push_revision(revision: &Revision, view: &View, line: &mut Paragraph) {
    line.push(&sanitize(&revision_facts(revision), view.invisible), view.role_style(Role::Fact));
}

/// Formats the known facts of a revision: its label, or else its time or number; the user; the size of the page; the edit
/// summary in parentheses, as on MediaWiki's pages.
pub(crate) fn revision_facts(revision: &Revision) -> String {
    let label = revision.label.as_deref().or(revision.timestamp.as_deref()).map(Cow::Borrowed);
    let name = label.or_else(|| revision.id.map(|id| format!("revision {id}").into()));
    let user = revision.user.as_deref().map(Cow::Borrowed);
    let size = revision.size.map(|size| count_noun(size, "byte", "bytes").into());
    let summary = revision.comment.as_deref().filter(|comment| !comment.is_empty());
    let summary = summary.map(|comment| format!("({comment})").into());
    [name, user, size, summary].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Formats the byte change, or each number with its source if two of them differ.
pub(crate) fn byte_change(diff: &Diff<'_, Marked<'_>>) -> String {
    let text = byte_disagreement(diff).or_else(|| agreed_byte_change(diff));
    text.unwrap_or_else(|| "byte change unknown".to_owned())
}

/// Formats the numbers of bytes that were given, that the page states and that the rows make, each with its source.
/// Returns `None` if they agree.
fn byte_disagreement(diff: &Diff<'_, Marked<'_>>) -> Option<String> {
    let known = diff.known_bytes();
    let (given, stated) = (diff.bytes_given, diff.page.byte_change);
    let contradicts_given = |bytes: i64| given.is_some_and(|given| given != bytes);
    let contradicts_stated = |bytes: i64| stated.is_some_and(|stated| !stated.agrees_with(bytes));
    if !known.into_iter().chain(given).any(|bytes| contradicts_given(bytes) || contradicts_stated(bytes)) {
        return None;
    }
    let of_page = stated.map(|stated| match stated {
        ByteChange::Signed(bytes) => signed_bytes(bytes),
        ByteChange::Unsigned(bytes) => count_noun(bytes, "byte", "bytes"),
    });
    let sources = [
        given.map(|given| format!("{} given", signed_bytes(given))),
        of_page.map(|bytes| format!("{bytes} on the page")),
        known.map(|bytes| format!("{} in the rows", signed_bytes(bytes))),
    ];
    Some(sources.into_iter().flatten().collect::<Vec<_>>().join(", "))
}

/// Formats the byte change that the page states, or else the change of the rows if the changes are known. Returns `None`
/// if it is unknown or if two numbers differ.
pub(crate) fn agreed_byte_change(diff: &Diff<'_, Marked<'_>>) -> Option<String> {
    if byte_disagreement(diff).is_some() {
        return None;
    }
    match (diff.page.byte_change, diff.known_bytes()) {
        (Some(ByteChange::Signed(stated)), _) => Some(signed_bytes(stated)),
        (Some(ByteChange::Unsigned(stated)), known) if known.map(i64::unsigned_abs) != Some(stated) => {
            Some(count_noun(stated, "byte", "bytes"))
        }
        (None, Some(computed)) if diff.comparison == Comparison::Incomplete => {
            Some(format!("{} in these rows", signed_bytes(computed)))
        }
        (_, Some(computed)) => Some(signed_bytes(computed)),
        (_, None) => diff.bytes_given.map(|given| format!("{} given", signed_bytes(given))),
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

/// Formats the byte change and the certainty, the latter first where most rows are guesses.
pub(crate) fn facts_of_reading(diff: &Diff<'_, Marked<'_>>) -> String {
    let (bytes, certainty) = (byte_change(diff), certainty(diff));
    if is_guess(diff) { format!("a guess: {certainty}, {bytes}") } else { format!("{bytes}, {certainty}") }
}

/// Formats what is not certain about a result, with what to do about it; empty if all of it is stated or proved.
fn doubts(diff: &Diff<'_, Marked<'_>>) -> String {
    let ambiguous = ambiguous_rows(diff);
    let certainty = match diff.proof {
        _ if diff.comparison == Comparison::SidesLost => Some(certainty(diff)),
        Proof::Stated | Proof::Checked => None,
        Proof::Inferred if ambiguous == 0 => Some(certainty(diff)),
        Proof::Inferred => {
            let word = if is_guess(diff) { "a guess" } else { "uncertain" };
            let rows = count_noun(ambiguous as u64, "row", "rows");
            let likely = diff.confidence.map_or_else(String::new, |percent| format!(", {percent} % likely"));
            let is_unchecked = diff.page.byte_change.is_none() && diff.bytes_given.is_none();
            let advice = if is_unchecked { ", try --bytes N" } else { "" };
            Some(format!("{word}: {rows} marked ?{likely}{advice}").into())
        }
    };
    let doubts = byte_disagreement(diff).map(Cow::Owned).into_iter().chain(certainty);
    doubts.collect::<Vec<_>>().join(", ")
}

/// Counts the rows that could be on either side.
fn ambiguous_rows(diff: &Diff<'_, Marked<'_>>) -> usize {
    diff.hunks.iter().flat_map(|hunk| &hunk.rows).filter(|row| row.is_ambiguous).count()
}

/// Returns true if most rows could be on either side, and neither line numbers nor a byte change check them. A given byte
/// change that the rows lack checks nothing.
fn is_guess(diff: &Diff<'_, Marked<'_>>) -> bool {
    let rows = diff.hunks.iter().map(|hunk| hunk.rows.len()).sum::<usize>();
    diff.comparison != Comparison::SidesLost
        && diff.proof == Proof::Inferred
        && diff.page.byte_change.is_none()
        && (diff.bytes_given.is_none() || diff.bytes_given != diff.known_bytes())
        && diff.hunks.iter().all(|hunk| hunk.start.is_none())
        && ambiguous_rows(diff) * 2 > rows
}

/// Formats the certainty of a result.
pub(crate) fn certainty(diff: &Diff<'_, Marked<'_>>) -> Cow<'static, str> {
    let ambiguous = ambiguous_rows(diff);
    match diff.proof {
        _ if diff.comparison == Comparison::SidesLost => "sides lost".into(),
        Proof::Stated | Proof::Checked => certainty_word(diff.proof).into(),
        Proof::Inferred if ambiguous == 0 => match diff.confidence {
            Some(percent) => format!("likely, {percent} %").into(),
            None => certainty_word(diff.proof).into(),
        },
        Proof::Inferred => {
            let rows = count_noun(ambiguous as u64, "row", "rows");
            let confidence =
                diff.confidence.map_or_else(String::new, |percent| format!(", {percent} % likely"));
            format!("{rows} could be on either side{confidence}").into()
        }
    }
}

/// Returns the certainty in one word.
pub(crate) const fn certainty_word(proof: Proof) -> &'static str {
    match proof {
        Proof::Stated => "stated",
        Proof::Checked => "proved",
        Proof::Inferred => "likely",
    }
}
