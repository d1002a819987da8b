//! The picture on a terminal: head, rows in one of the layouts, foot.
//!
//! ```text
//! inline         ~ 22  a [-old-]{+new+} word
//! stacked        - 22  a [-old-] word
//!                + 22  a {+new+} word
//! side by side   ~ 22  a [-old-] word   │  ~ 22  a {+new+} word
//! ```

pub(crate) mod inline;
pub(crate) mod side_by_side;

use std::io::{self, Write};

use super::layout::foot::write_foot;
use super::layout::head::write_head;
use super::line::paragraph::BidiMode;
use super::style::view::{Layout, View};

use crate::model::{Diff, Marked};
use crate::text::sanitize::sanitized::join;
use crate::text::sanitize::{Invisible, sanitize};
use crate::text::writer::TerminalWriter;

/// Writes the picture of a diff. If the layout does not fit into the width, [another one](Layout::fit_to_width) is used.
///
/// # Errors
/// When `out` fails.
pub fn terminal(diff: &Diff<'_, Marked<'_>>, view: &View, out: &mut dyn Write) -> io::Result<()> {
    let layout = view.layout.fit_to_width(view.width);
    // Without isolates, a terminal with bidi support swaps two columns of Arabic text. This also concerns output to a pipe.
    let direction = if layout == Layout::SideBySide { BidiMode::Isolated } else { view.direction };
    let links = view.links.as_ref().map(|links| links.on_page(diff.page.wiki.as_deref()));
    let view = &View { layout, direction, links, ..view.clone() };
    let mut screen = TerminalWriter::buffered(out);
    write_head(diff, view, &mut screen)?;
    match layout {
        Layout::Inline | Layout::Stacked => inline::rows(diff, view, &mut screen)?,
        Layout::SideBySide => side_by_side::rows(diff, view, &mut screen)?,
    }
    write_foot(diff, view, &mut screen)?;
    screen.finish()
}

/// Writes the name of a file above its diffs, as `head` and `tail` do.
///
/// # Errors
/// When `out` fails.
pub fn terminal_heading(name: &str, view: &View, out: &mut dyn Write) -> io::Result<()> {
    let name = view.isolate(sanitize(name, Invisible::Everywhere));
    TerminalWriter::new(out).write_line(&join(["==>".into(), name, "<==".into()], " "))
}
