//! `--list-themes`: all themes, each with a sample.

use std::path::Path;

use crate::render::style::theme::Theme;
use crate::render::{self, View};
use crate::text::sanitize::{Invisible, sanitize};
use crate::text::writer::TerminalWriter;

use crate::cli::exit_code::Outcome;
use crate::cli::output::destination::Output;
use crate::cli::terminal::style::PreviewTarget;
use crate::cli::terminal::themes;

/// A diff with all elements that have a style.
const SAMPLE: &str = "Sample: Difference between revisions
Line 1:\tLine 1:
 \t
It had 400 members.
 \t
It had 400 members.
−\t
The [[river]] flows south.
+\t
The [[River Cam|river]] flows north.
 \t+\t
An added line.
−\t
A removed line.
 \n";

/// Lists the themes. Without colours, it writes their names only.
pub(crate) fn list_themes(
    target: Option<PreviewTarget>,
    config_home: Option<&Path>,
    output: &mut Output,
) -> anyhow::Result<Outcome> {
    let diffs: Vec<_> = crate::parse(SAMPLE, &crate::Options::default())?.collect();
    let mut outcome = Outcome::Success;
    for (name, theme) in themes::list_themes(config_home) {
        match (theme, target) {
            (Err(message), _) => {
                output.print_message(&message)?;
                outcome = Outcome::Error;
            }
            (Ok(_), None) => {
                TerminalWriter::new(output).write_line(&sanitize(&name, Invisible::Everywhere))?;
            }
            (Ok(theme), Some(target)) => {
                let view = view(&theme, target);
                render::terminal_heading(&name, &view, output)?;
                diffs.iter().try_for_each(|diff| render::terminal(diff, &view, output))?;
            }
        }
    }
    Ok(outcome)
}

fn view(theme: &Theme, target: PreviewTarget) -> View {
    View { style: theme.stylesheet(target.background, target.depth), width: target.width, ..View::default() }
}
