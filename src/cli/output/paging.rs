//! Whether a pager stands between the output and the screen, and which.

use std::ffi::OsString;
use std::path::Path;

use crate::cli::args::{Args, Format, When};
use crate::cli::terminal::environment::{Environment, Stream, screen};
use crate::cli::terminal::style::is_dumb;

/// The pager where none is named: colours kept, no full-screen switch, gone at once where all fits.
pub(crate) const USUAL_PAGER: &str = "less -RFX";

/// Whether a pager stands between the output and the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Paging {
    /// No.
    Never,
    /// As soon as the output is longer than so many lines.
    Beyond(usize, Command),
    /// From the first line on.
    Always(Command),
}

/// A pager's command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Command {
    /// What a shell would be given.
    pub(crate) line: OsString,
    /// Where its keys for the next and the previous place lead.
    pub(crate) jumps: Jumps,
}

/// Where a pager jumps to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Jumps {
    /// To the next change, which it finds by its sign in the gutter.
    ToChanges,
    /// To what the person searches for.
    ToWhatIsSought,
}

impl From<&str> for Command {
    fn from(line: &str) -> Self {
        Self { line: line.into(), jumps: Jumps::ToChanges }
    }
}

/// Whether a picture comes before a paste from the keyboard, which a pager and a person cannot have at once.
pub(crate) fn is_keyboard_shared(args: &Args, machine: &dyn Environment) -> bool {
    let asks = args.files.iter().any(|file| file == Path::new("-"));
    asks && args.files.len() > 1 && machine.is_terminal(Stream::Input)
}

/// Decides.
pub(crate) fn paging(args: &Args, machine: &dyn Environment) -> Paging {
    let is_shown = !args.check && !args.jsonl && !args.man && args.completions.is_none();
    let is_read = is_shown && !args.quiet && !args.stat && args.format != Some(Format::Json);
    let is_useful = is_read && machine.is_terminal(Stream::Output) && !is_dumb(machine);
    let command = pager(machine).map(|line| Command { line, jumps: jumps(args) });
    match (args.pager, command) {
        (When::Always, Some(command)) => Paging::Always(command),
        (When::Auto, Some(command)) if is_useful => Paging::Beyond(lines_on_screen(args, machine), command),
        _ => Paging::Never,
    }
}

/// Only the picture has signs, and only in its gutter.
const fn jumps(args: &Args) -> Jumps {
    let is_picture = matches!(args.format, None | Some(Format::Terminal | Format::Plain));
    if is_picture && !args.check && !args.list_themes && !args.stat && !args.no_gutter {
        Jumps::ToChanges
    } else {
        Jumps::ToWhatIsSought
    }
}

/// The pager's command; an empty one and `cat` mean that there is none, as in git.
fn pager(machine: &dyn Environment) -> Option<OsString> {
    let named = ["WIKIDIFF_PAGER", "PAGER"].iter().find_map(|name| machine.variable(name));
    named.map_or_else(
        || Some(USUAL_PAGER.into()),
        |command| (!command.is_empty() && command != "cat").then_some(command),
    )
}

/// How many lines of the picture the screen holds above the prompt, where `--width` may have made them longer
/// than a line of the screen.
fn lines_on_screen(args: &Args, machine: &dyn Environment) -> usize {
    let screen = screen(machine);
    let folds = args.width.unwrap_or(screen.columns).div_ceil(screen.columns);
    usize::from(screen.rows.saturating_sub(1) / folds)
}
