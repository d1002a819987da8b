//! The target of the output: a terminal, a pipe, a file or git's pager.
//!
//! Colours, width, pager and messages depend on it. It is found once, before those decisions.

use std::path::Path;

use super::Args;
use super::git_driver::GitCall;
use crate::cli::output::stderr::ProgressDisplay;
use crate::cli::terminal::environment::{Environment, Stream, terminal_columns};

/// The variable by which git says that a pager reads the output of its children.
const PAGER_IN_USE: &str = "GIT_PAGER_IN_USE";

/// The target of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OutputTarget {
    /// Standard output, which is a terminal.
    Terminal,
    /// Standard output that is not a terminal.
    Pipe,
    /// The file of `--output`.
    File,
    /// Standard output, which git hands to its pager. The width is in `COLUMNS`.
    GitPager,
}

impl OutputTarget {
    /// Finds the target from `--output`, from git's call and from the environment.
    pub(crate) fn find(args: &Args, call: Option<&GitCall>, environment: &dyn Environment) -> Self {
        let has_git_pager =
            || environment.variable(PAGER_IN_USE).is_some_and(|value| value == "true" || value == "1");
        match args.output_file() {
            Some(_) => Self::File,
            None if environment.is_terminal(Stream::Output) => Self::Terminal,
            None if call.is_some() && has_git_pager() => Self::GitPager,
            None => Self::Pipe,
        }
    }

    /// Returns true if a person reads the output on a screen.
    pub(crate) const fn is_screen(self) -> bool {
        matches!(self, Self::Terminal | Self::GitPager)
    }
}

/// The facts that decisions about the output depend on.
#[derive(Clone, Copy)]
pub(crate) struct RunContext<'a> {
    pub(crate) args: &'a Args,
    pub(crate) environment: &'a dyn Environment,
    pub(crate) target: OutputTarget,
}

impl<'a> RunContext<'a> {
    /// Finds the target of the output.
    pub(crate) fn new(args: &'a Args, call: Option<&GitCall>, environment: &'a dyn Environment) -> Self {
        Self { args, environment, target: OutputTarget::find(args, call, environment) }
    }

    /// Returns the display of progress, which is on standard error.
    pub(crate) fn progress_display(self) -> ProgressDisplay {
        let columns = terminal_columns(self.environment, Stream::Error);
        let is_terminal = self.environment.is_terminal(Stream::Error);
        if is_terminal { ProgressDisplay::Shown { columns } } else { ProgressDisplay::Hidden }
    }

    /// Returns true if a person can paste into standard input.
    pub(crate) fn is_keyboard(self) -> bool {
        self.environment.is_terminal(Stream::Input)
    }

    /// Returns true if standard input is one of the named files.
    pub(crate) fn names_standard_input(self) -> bool {
        self.args.files.iter().any(|file| file == Path::new("-"))
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::cli::terminal::environment::fake::{AT_A_TERMINAL, FakeEnvironment, IN_A_PIPE};

    /// The words of a call by git, for a path that is not merged.
    const CALL: &[(&str, &str)] = &[("GIT_DIFF_PATH_COUNTER", "1"), (PAGER_IN_USE, "true")];

    #[track_caller]
    fn finds(line: &str, environment: &FakeEnvironment, expected: OutputTarget) {
        let args = Args::parse_from(["wikidiff", "a.wiki"].into_iter().chain(line.split_whitespace()));
        let call = GitCall::from_words(&args.files, environment);
        assert_eq!(OutputTarget::find(&args, call.as_ref(), environment), expected);
    }

    #[test]
    fn finds_terminal_pipe_and_file() {
        finds("", &FakeEnvironment::new(AT_A_TERMINAL, &[]), OutputTarget::Terminal);
        finds("", &FakeEnvironment::new(IN_A_PIPE, &[]), OutputTarget::Pipe);
        finds("-o x", &FakeEnvironment::new(AT_A_TERMINAL, &[]), OutputTarget::File);
        finds("-o -", &FakeEnvironment::new(AT_A_TERMINAL, &[]), OutputTarget::Terminal);
    }

    #[test]
    fn finds_the_pager_of_git_in_its_calls_alone() {
        finds("", &FakeEnvironment::new(IN_A_PIPE, CALL), OutputTarget::GitPager);
        finds("-o x", &FakeEnvironment::new(IN_A_PIPE, CALL), OutputTarget::File);
        finds("", &FakeEnvironment::new(IN_A_PIPE, &CALL[..1]), OutputTarget::Pipe);
        finds("", &FakeEnvironment::new(IN_A_PIPE, &CALL[1..]), OutputTarget::Pipe);
    }
}
