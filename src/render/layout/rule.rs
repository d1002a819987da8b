//! The rule over a hunk: the section that the hunk is in, where the rows say so, and its line.
//!
//! ```text
//! ── History ───────────────────────────────────────────── line 20 → 22
//! ```

use crate::model::{Hunk, Marked, Side, Sides};
use crate::render::line::paragraph::Paragraph;
use crate::render::style::stylesheet::Role;
use crate::render::style::view::View;
use crate::text::sanitize::sanitized::Sanitized;
use crate::text::sanitize::{sanitize, sanitize_message};
use crate::text::width::{clusters, display_width};
use crate::word_diff::stats::elements::parse_heading;

/// The columns of a rule where no width is given.
const RULE: usize = 72;

/// The columns before a section's name.
const LEAD: usize = 2;

/// The columns that a name leaves to the line, so that it is still one.
const MIN_RULE_WIDTH: usize = 8;

/// What a rule is drawn with.
const LINE: &str = "─";

/// What it is drawn with where it meets the border of two columns.
const CROSSING: &str = "┼";

/// What stands for the rest of a name.
const MORE: &str = "…";

/// Puts the rule of a hunk into a paragraph; at a column there may be a crossing.
pub(crate) fn rule(hunk: &Hunk<Marked>, crossing: Option<usize>, view: &View, paragraph: &mut Paragraph) {
    let label = label(hunk.start);
    let room = view.width.unwrap_or(RULE).saturating_sub(display_width(&label, view.ambiguous));
    let style = view.role_style(Role::Rule);
    let name = section(hunk).map(|name| sanitize(name, view.invisible));
    let name = shortened(name.unwrap_or_default(), room.saturating_sub(MIN_RULE_WIDTH), view);
    if !name.is_empty() {
        paragraph.push(&line(LEAD, view), style);
        paragraph.push(&" ".into(), style);
        paragraph.push(&view.isolate(name), view.role_style(Role::Heading));
        paragraph.push(&" ".into(), style);
    }
    let at = display_width(paragraph.text(), view.ambiguous);
    let unit = display_width(CROSSING, view.ambiguous);
    match crossing.filter(|column| *column >= at && column + unit <= room) {
        Some(column) => {
            let (before, after) = (line(column - at, view), line(room - column - unit, view));
            for part in [before, CROSSING.into(), after] {
                paragraph.push(&part, style);
            }
        }
        None => paragraph.push(&line(room.saturating_sub(at), view), style),
    }
    paragraph.push(&sanitize_message(&label), style);
}

/// A line of so many columns, or of one less where its sign takes two.
fn line(width: usize, view: &View) -> Sanitized<'static> {
    Sanitized::from_static(LINE).repeat(width / display_width(LINE, view.ambiguous))
}

fn label(start: Option<Sides<u32>>) -> String {
    match start {
        Some(Sides { old, new }) if old == new => format!(" line {new}"),
        Some(Sides { old, new }) => format!(" line {old} → {new}"),
        None => String::new(),
    }
}

/// The section in which the first change is: as the page above is known to have it, or else by the heading nearest
/// above among the rows.
pub(crate) fn section<'h>(hunk: &'h Hunk<Marked<'_>>) -> Option<&'h str> {
    let known =
        hunk.section.as_ref().map(|line| parse_heading(line.text()).unwrap_or_else(|| line.text().trim()));
    let before = hunk.rows.iter().take_while(|row| row.change.is_context());
    known.or_else(|| before.filter_map(|row| parse_heading(row.change.line(Side::New)?.text())).last())
}

/// The text, or as much of it as has room, with a sign that it goes on.
fn shortened<'t>(text: Sanitized<'t>, room: usize, view: &View) -> Sanitized<'t> {
    if display_width(&text, view.ambiguous) <= room {
        return text;
    }
    let mut left = room.saturating_sub(display_width(MORE, view.ambiguous));
    let fitting = clusters(&text).take_while(|cluster| {
        let width = display_width(cluster, view.ambiguous);
        let fits = width <= left;
        left = left.saturating_sub(width);
        fits
    });
    let kept = fitting.map(str::len).sum();
    let mut shortened = text.part(0..text[..kept].trim_end().len()).into_owned();
    shortened.push(&Sanitized::from_static(if kept > 0 { MORE } else { "" }));
    shortened
}
