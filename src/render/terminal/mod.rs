//! The whole picture: head, rows in the wanted layout, foot.

pub(crate) mod inline;
pub(crate) mod side_by_side;

use std::io::{self, Write};

use super::layout::foot::foot;
use super::layout::head::head;
use super::line::paragraph::BidiMode;
use super::style::view::{Layout, View};

use crate::model::{Diff, Marked};
use crate::text::sanitize::sanitized::join;
use crate::text::sanitize::{Invisible, sanitize};
use crate::text::writer::TerminalWriter;

/// Writes the picture of a diff. Where the width has no room for the layout, it is [the one that fits](Layout::fit_to_width).
///
/// # Errors
/// When `out` fails.
pub fn terminal(diff: &Diff<'_, Marked<'_>>, view: &View, out: &mut dyn Write) -> io::Result<()> {
    let layout = view.layout.fit_to_width(view.width);
    // On a terminal that knows bidi, two columns of Arabic text without isolates change places, in a pipe too.
    let direction = if layout == Layout::SideBySide { BidiMode::Isolated } else { view.direction };
    let links = view.links.as_ref().map(|links| links.on_page(diff.page.wiki.as_deref()));
    let view = &View { layout, direction, links, ..view.clone() };
    let mut screen = TerminalWriter::buffered(out);
    head(diff, view, &mut screen)?;
    match layout {
        Layout::Inline | Layout::Stacked => inline::rows(diff, view, &mut screen)?,
        Layout::SideBySide => side_by_side::rows(diff, view, &mut screen)?,
    }
    foot(diff, view, &mut screen)?;
    screen.finish()
}

/// Names a file over its diffs, as `head` and `tail` do.
///
/// # Errors
/// When `out` fails.
pub fn terminal_heading(name: &str, view: &View, out: &mut dyn Write) -> io::Result<()> {
    let name = view.isolate(sanitize(name, Invisible::Everywhere));
    TerminalWriter::new(out).write_line(&join(["==>".into(), name, "<==".into()], " "))
}
