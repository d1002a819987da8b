//! The rule above a hunk: its section, if known, and its line number.
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

/// The columns of a rule if no width is given.
const DEFAULT_WIDTH: usize = 72;

/// The columns before the name of a section.
const LEAD: usize = 2;

/// The minimum columns of the line after the name.
const MIN_RULE_WIDTH: usize = 8;

/// The character of a rule.
const LINE: &str = "─";

/// The character of a rule at the border between two columns.
const CROSSING: &str = "┼";

/// The sign after a shortened name.
const ELLIPSIS: &str = "…";

/// Appends the rule of a hunk to a paragraph, with a crossing at the given column.
pub(crate) fn push_rule(
    hunk: &Hunk<Marked>,
    crossing: Option<usize>,
    view: &View,
    paragraph: &mut Paragraph,
) {
    let label = line_label(hunk.start).map(|label| format!(" {label}")).unwrap_or_default();
    let available = view.width.unwrap_or(DEFAULT_WIDTH).saturating_sub(display_width(&label, view.ambiguous));
    let style = view.role_style(Role::Rule);
    let name = find_section(hunk).map(|name| sanitize(name, view.invisible));
    let name = shorten(name.unwrap_or_default(), available.saturating_sub(MIN_RULE_WIDTH), view);
    if !name.is_empty() {
        paragraph.push(&line(LEAD, view), style);
        paragraph.push(&" ".into(), style);
        paragraph.push(&view.isolate(name), view.role_style(Role::Heading));
        paragraph.push(&" ".into(), style);
    }
    let at = display_width(paragraph.text(), view.ambiguous);
    let unit = display_width(CROSSING, view.ambiguous);
    match crossing.filter(|column| *column >= at && column + unit <= available) {
        Some(column) => {
            let (before, after) = (line(column - at, view), line(available - column - unit, view));
            for part in [before, CROSSING.into(), after] {
                paragraph.push(&part, style);
            }
        }
        None => paragraph.push(&line(available.saturating_sub(at), view), style),
    }
    paragraph.push(&sanitize_message(&label), style);
}

/// Returns a line of `width` columns, or of one less if its character takes two.
fn line(width: usize, view: &View) -> Sanitized<'static> {
    Sanitized::from_static(LINE).repeat(width / display_width(LINE, view.ambiguous))
}

/// Formats the first line numbers of a hunk, if known.
pub(crate) fn line_label(start: Option<Sides<u32>>) -> Option<String> {
    let Sides { old, new } = start?;
    Some(if old == new { format!("line {new}") } else { format!("line {old} → {new}") })
}

/// Finds the section of the first change: from the page above the hunk, or else from the nearest heading among the rows
/// above.
pub(crate) fn find_section<'h>(hunk: &'h Hunk<Marked<'_>>) -> Option<&'h str> {
    let known =
        hunk.section.as_ref().map(|line| parse_heading(line.text()).unwrap_or_else(|| line.text().trim()));
    let before = hunk.rows.iter().take_while(|row| row.is_context());
    known.or_else(|| before.filter_map(|row| parse_heading(row.change.line(Side::New)?.text())).last())
}

/// Shortens a text to a width, with an ellipsis.
fn shorten<'t>(text: Sanitized<'t>, available: usize, view: &View) -> Sanitized<'t> {
    if display_width(&text, view.ambiguous) <= available {
        return text;
    }
    let mut left = available.saturating_sub(display_width(ELLIPSIS, view.ambiguous));
    let fitting = clusters(&text).take_while(|cluster| {
        let width = display_width(cluster, view.ambiguous);
        let fits = width <= left;
        left = left.saturating_sub(width);
        fits
    });
    let kept = fitting.map(str::len).sum();
    let mut shortened = text.part(0..text[..kept].trim_end().len()).into_owned();
    shortened.push(&Sanitized::from_static(if kept > 0 { ELLIPSIS } else { "" }));
    shortened
}
