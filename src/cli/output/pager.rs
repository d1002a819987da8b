//! The pager: a program that shows long output one screen at a time.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{self, BufWriter, Write};
use std::process::{Child, ChildStdin, Command, Stdio};

use anyhow::{Context, bail};

use super::paging::{PagerCommand, PagerSearch};
#[cfg(unix)]
use crate::cli::terminal::signals::HeldSignals;

/// The exit codes of a shell that cannot run a command: not executable, or not found.
const NOT_RUN_CODES: [i32; 2] = [126, 127];

/// Variables for pagers, unless they are set: `LV` keeps colours in lv (as in git), `LESSCHARSET` makes less show
/// UTF-8.
const DEFAULT_VARIABLES: [(&str, &str); 2] = [("LV", "-c"), ("LESSCHARSET", "utf-8")];

/// The options of less, unless `LESS` is set. They are those of git: quit at once if all fits, and keep colours.
const DEFAULT_LESS: &str = "FRX";

/// The initial command of less: search for a change, and return to the start. The keys `n` and `N` then find the next
/// and the previous change. `-G` leaves the signs as they are, instead of painting over what was found.
///
/// The first row of a change has a no-break space behind its sign, in either column. The pattern also matches the foot of
/// a diff without changed lines, or less would report a failed search.
const SEARCH_FOR_CHANGES: &str =
    " -G +/(^|│ )[ ?][-~+<>]\u{a0}|^no changes|^no lines changed|^changes unknown\ng";

/// A running pager.
pub(crate) struct Pager {
    command: OsString,
    child: Child,
    pipe: BufWriter<ChildStdin>,
    /// The signals held for the pager, if the system allows it.
    #[cfg(unix)]
    signals: Option<HeldSignals>,
}

impl Pager {
    /// Starts a pager.
    pub(crate) fn start(command: &PagerCommand) -> io::Result<Self> {
        let unset = DEFAULT_VARIABLES.into_iter().filter(|(name, _)| env::var_os(name).is_none());
        let less = less_options(env::var_os("LESS"), command.search);
        let command = &command.line;
        // Signals are held before the pager runs, because its first keys are meant for it.
        #[cfg(unix)]
        let signals = HeldSignals::for_pager().ok();
        let mut child = pager_process(command).envs(unset).env("LESS", less).stdin(Stdio::piped()).spawn()?;
        let pipe = child.stdin.take().map(BufWriter::new).ok_or(io::ErrorKind::BrokenPipe)?;
        // Without a thread for forwarding, the pager sees the end of its input instead.
        #[cfg(unix)]
        let signals = signals.filter(|signals| signals.forward_to(child.id()).is_ok());
        Ok(Self {
            command: command.to_owned(),
            child,
            pipe,
            #[cfg(unix)]
            signals,
        })
    }

    /// Returns true if a signal came, for example by a key at the pager.
    pub(crate) fn was_interrupted(&self) -> bool {
        #[cfg(unix)]
        return self.signals.as_ref().is_some_and(HeldSignals::is_pending);
        #[cfg(not(unix))]
        false
    }

    /// Returns true if the person has quit the pager.
    pub(crate) fn has_ended(&mut self) -> bool {
        self.child.try_wait().is_ok_and(|status| status.is_some())
    }

    /// Closes the pager's input and waits until the person quits.
    pub(crate) fn finish(mut self) -> anyhow::Result<()> {
        let flushed = self.pipe.flush();
        drop(self.pipe);
        let status = self.child.wait().context("cannot wait for the pager")?;
        #[cfg(unix)]
        let was_interrupted = self.signals.as_ref().is_some_and(HeldSignals::release_after_pager);
        #[cfg(not(unix))]
        let was_interrupted = false;
        let command = self.command.to_string_lossy();
        if status.code().is_some_and(|code| NOT_RUN_CODES.contains(&code)) {
            bail!("the pager {command:?} cannot be run (set PAGER to another pager, or use --no-pager)");
        }
        if !status.success() && !was_interrupted {
            bail!(
                "the pager {command:?} failed ({status}), so the output may be incomplete (set PAGER to another \
                 pager, or use --no-pager)"
            );
        }
        // A pager that was quit early closes the pipe. `main` treats that as success.
        Ok(flushed?)
    }
}

impl Write for Pager {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.pipe.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.pipe.flush()
    }
}

/// Returns the options of less: those in `LESS`, and the search for changes unless `LESS` has an initial command.
fn less_options(set: Option<OsString>, search: PagerSearch) -> OsString {
    let mut options = set.unwrap_or_else(|| DEFAULT_LESS.into());
    if search == PagerSearch::Changes && !options.to_string_lossy().contains('+') {
        options.push(SEARCH_FOR_CHANGES);
    }
    options
}

/// Returns the process of a pager's command.
///
/// As in git, a command with quotes, variables or pipes is run by the shell. A plain command is run directly, which
/// saves a process and shows at once that a program is missing.
fn pager_process(command: &OsStr) -> Command {
    let line = command.to_string_lossy();
    if line.contains(|character: char| "|&;<>()$`\\\"'*?[]#~=%{}\n".contains(character)) {
        return shell(command);
    }
    let mut words = line.split_ascii_whitespace();
    let mut process = Command::new(words.next().unwrap_or_default());
    process.args(words);
    process
}

#[cfg(not(windows))]
fn shell(command: &OsStr) -> Command {
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(command);
    shell
}

#[cfg(windows)]
fn shell(command: &OsStr) -> Command {
    let mut shell = Command::new("cmd");
    shell.arg("/C").arg(command);
    shell
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn runs(command: &str, expected: &[&str]) {
        let process = pager_process(command.as_ref());
        let words: Vec<_> = std::iter::once(process.get_program()).chain(process.get_args()).collect();
        assert_eq!(words, expected);
    }

    #[test]
    fn runs_a_plain_command_without_a_shell() {
        runs("less", &["less"]);
        runs(" less  -R -F", &["less", "-R", "-F"]);
    }

    #[test]
    fn adds_the_search_to_the_options_of_less() {
        #[track_caller]
        fn case(set: Option<&str>, search: PagerSearch, expected: &str) {
            assert_eq!(less_options(set.map(OsString::from), search), *expected);
        }
        case(None, PagerSearch::Changes, &format!("FRX{SEARCH_FOR_CHANGES}"));
        case(Some("-R"), PagerSearch::Changes, &format!("-R{SEARCH_FOR_CHANGES}"));
        case(Some("-R +G"), PagerSearch::Changes, "-R +G");
        case(Some("-R"), PagerSearch::None, "-R");
        case(None, PagerSearch::None, "FRX");
    }

    #[cfg(unix)]
    #[test]
    fn runs_quotes_and_variables_in_a_shell() {
        runs("less '-P a b'", &["sh", "-c", "less '-P a b'"]);
        runs("LESS=FRX less", &["sh", "-c", "LESS=FRX less"]);
        runs("$HOME/bin/page", &["sh", "-c", "$HOME/bin/page"]);
    }
}
