//! The rule over a hunk: the section that the hunk is in, where the rows say so, and its line.
//!
//! ```text
//! ── History ───────────────────────────────────────────── line 20 → 22
//! ```

use super::paragraph::Paragraph;
use super::style::Role;
use super::view::View;
use crate::model::{Hunk, Marked, Sides};
use crate::text::safe::safe;
use crate::text::width::{clusters, columns};
use crate::words::wikitext::heading;

/// The columns of a rule where no width is given.
const RULE: usize = 72;

/// The columns before a section's name.
const LEAD: usize = 2;

/// What a rule is drawn with.
const LINE: &str = "─";

/// What stands for the rest of a name.
const MORE: &str = "…";

/// Puts the rule of a hunk into a paragraph; at a column there may be a crossing.
pub(super) fn rule(hunk: &Hunk<Marked>, crossing: Option<usize>, view: &View, paragraph: &mut Paragraph) {
    let width = view.width.unwrap_or(RULE);
    let label = label(hunk.start);
    let unit = columns(LINE, view.ambiguous);
    let room = width.saturating_sub(columns(&label, view.ambiguous));
    let style = view.ink(Role::Rule);
    let mut at = 0;
    if let Some(section) = section(hunk) {
        // A line without a number beside it is as long as the picture is wide, and shares nothing with the name.
        let name = shortened(&safe(section, view.invisible), room.saturating_sub(4 * LEAD), view);
        if !name.is_empty() {
            paragraph.push(&format!("{} ", LINE.repeat(LEAD / unit)), style);
            paragraph.push(&name, view.ink(Role::Heading));
            paragraph.push(" ", style);
            at = columns(paragraph.text(), view.ambiguous);
        }
    }
    let cross = crossing.filter(|column| *column >= at && column + unit <= room);
    let line = match cross {
        Some(column) => {
            let after = room - column - unit;
            format!("{}┼{}", LINE.repeat((column - at) / unit), LINE.repeat(after / unit))
        }
        None => LINE.repeat(room.saturating_sub(at) / unit),
    };
    paragraph.push(&line, style);
    paragraph.push(&label, style);
}

fn label(start: Option<Sides<u32>>) -> String {
    match start {
        Some(Sides { old, new }) if old == new => format!(" line {new}"),
        Some(Sides { old, new }) => format!(" line {old} → {new}"),
        None => String::new(),
    }
}

/// The heading nearest above the first change, among the rows of the hunk. What stands before them is not known.
fn section<'h>(hunk: &'h Hunk<Marked<'_>>) -> Option<&'h str> {
    let before = hunk
        .rows
        .iter()
        .map_while(|row| row.change.is_context().then(|| row.change.line(crate::model::Side::New)));
    before.flatten().filter_map(|line| heading(line.text())).last()
}

/// The text, or as much of it as has room, with a sign that it goes on.
fn shortened(text: &str, room: usize, view: &View) -> String {
    if columns(text, view.ambiguous) <= room {
        return text.to_owned();
    }
    let mut left = room.saturating_sub(columns(MORE, view.ambiguous));
    let fitting = clusters(text).take_while(|cluster| {
        let width = columns(cluster, view.ambiguous);
        let fits = width <= left;
        left = left.saturating_sub(width);
        fits
    });
    let kept: String = fitting.collect();
    if kept.is_empty() { kept } else { format!("{}{MORE}", kept.trim_end()) }
}
