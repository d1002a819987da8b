//! The decision about the pager: its command, and the length of output that needs it.

use std::ffi::OsString;

use crate::cli::args::output_target::{OutputTarget, RunContext};
use crate::cli::args::values::{Format, When};
use crate::cli::terminal::environment::{effective_terminal_size, is_dumb_terminal};

/// The default pager: with colours, without a full-screen switch, and without waiting if all fits on the screen.
pub(crate) const DEFAULT_PAGER: &str = "less -RFX";

/// The use of a pager.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Paging {
    Never,
    /// For output longer than this number of lines.
    LongerThan(usize, PagerCommand),
    Always(PagerCommand),
}

impl Paging {
    /// Returns the pager's command if output of this length needs it.
    pub(crate) fn command_for(&self, lines: usize) -> Option<&PagerCommand> {
        match self {
            Self::LongerThan(limit, command) if lines > *limit => Some(command),
            Self::Always(command) => Some(command),
            Self::LongerThan(..) | Self::Never => None,
        }
    }
}

/// The command of a pager.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PagerCommand {
    /// The command line, as for a shell.
    pub(crate) line: OsString,
    pub(crate) search: PagerSearch,
}

/// The search that the keys `n` and `N` of the pager continue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PagerSearch {
    /// The next change, by its sign in the gutter.
    Changes,
    /// The person's own search.
    None,
}

impl From<&str> for PagerCommand {
    fn from(line: &str) -> Self {
        Self { line: line.into(), search: PagerSearch::Changes }
    }
}

/// Decides about the pager.
pub(crate) fn resolve_paging(run: RunContext<'_>) -> Paging {
    let Some(line) = pager_command(run) else { return Paging::Never };
    let command = PagerCommand { line, search: pager_search(run) };
    match run.args.paging {
        _ if needs_keyboard_later(run) => Paging::Never,
        When::Always => Paging::Always(command),
        When::Auto if is_for_reading(run) => Paging::LongerThan(lines_on_screen(run), command),
        When::Auto | When::Never => Paging::Never,
    }
}

/// Returns true if a paste follows other output: the pager and the person cannot both use the keyboard.
fn needs_keyboard_later(run: RunContext<'_>) -> bool {
    run.args.files.len() > 1 && run.names_standard_input() && run.is_keyboard()
}

/// Returns true if the output is text that a person reads at a terminal.
fn is_for_reading(run: RunContext<'_>) -> bool {
    let args = run.args;
    let has_text = !args.check
        && !args.jsonl
        && !args.man
        && !args.list_shapes
        && args.completions.is_none()
        && !args.quiet
        && !args.stat
        && !args.numstat
        && args.format != Some(Format::Json);
    has_text && run.target == OutputTarget::Terminal && !is_dumb_terminal(run.environment)
}

/// Returns the search of the pager. Changes have signs in the gutter of the text view only.
const fn pager_search(run: RunContext<'_>) -> PagerSearch {
    let args = run.args;
    let is_text = matches!(args.format, None | Some(Format::Terminal | Format::Plain));
    if is_text && !args.check && !args.list_themes && !args.stat && !args.numstat && !args.no_gutter {
        PagerSearch::Changes
    } else {
        PagerSearch::None
    }
}

/// Returns the pager's command. An empty command and `cat` mean no pager, as in git.
fn pager_command(run: RunContext<'_>) -> Option<OsString> {
    let variable = || ["WIKIDIFF_PAGER", "PAGER"].iter().find_map(|name| run.environment.variable(name));
    let command = run.args.pager.clone().or_else(variable).unwrap_or_else(|| DEFAULT_PAGER.into());
    (!command.is_empty() && command != "cat").then_some(command)
}

/// Returns the number of output lines that fit above the prompt. `--width` may make a line longer than the screen.
fn lines_on_screen(run: RunContext<'_>) -> usize {
    let size = effective_terminal_size(run.environment);
    let screen_lines_each = run.args.width.unwrap_or(size.columns).div_ceil(size.columns);
    usize::from(size.rows.saturating_sub(1) / screen_lines_each)
}
