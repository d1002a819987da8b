//! The list of themes, each with a sample of what it looks like.

use std::path::Path;

use crate::render::style::theme::Theme;
use crate::render::{self, View};
use crate::text::sanitize::{Invisible, sanitize};
use crate::text::writer::TerminalWriter;
use crate::{pairing, parse, word_diff};

use crate::cli::exit_code::Ending;
use crate::cli::output::destination::Output;
use crate::cli::terminal::style::Stage;
use crate::cli::terminal::themes;

/// A paste in which everything is that has a look of its own.
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

/// Lists the themes; where they have no stage, by their names alone. One that cannot be read is told of.
pub(crate) fn list(
    stage: Option<Stage>,
    configurations: Option<&Path>,
    output: &mut Output,
) -> anyhow::Result<Ending> {
    let diffs = crate::diffs_with_help(SAMPLE, &parse::Options::default(), &pairing::Hints::default())?;
    let diffs: Vec<_> = diffs.into_iter().map(word_diff::mark).collect();
    let mut ending = Ending::Good;
    for (name, theme) in themes::all(configurations) {
        match (theme, stage) {
            (Err(message), _) => {
                output.tell(&message)?;
                ending = Ending::Trouble;
            }
            (Ok(_), None) => {
                TerminalWriter::new(output).write_line(&sanitize(&name, Invisible::Everywhere))?
            }
            (Ok(theme), Some(stage)) => {
                let view = view(&theme, stage);
                render::terminal_heading(&name, &view, output)?;
                diffs.iter().try_for_each(|diff| render::terminal(diff, &view, output))?;
            }
        }
    }
    Ok(ending)
}

fn view(theme: &Theme, stage: Stage) -> View {
    View { style: theme.stylesheet(stage.background, stage.depth), width: stage.width, ..View::default() }
}
