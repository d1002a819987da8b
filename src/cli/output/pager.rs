//! The pager: another program that shows long output a screen at a time.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{self, BufWriter, Write};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};

use anyhow::{Context, bail};

use super::paging::{self, Jumps};
#[cfg(unix)]
use crate::cli::terminal::signals::Held;

/// What a shell says when it cannot run a command: it is no program, or there is none of that name.
const NOT_RUN: [i32; 2] = [126, 127];

/// What the pagers need to know, where the person has not said otherwise: git sets the first for the same reason
/// (colours kept), the second makes less show what is no ASCII.
const DEFAULTS: [(&str, &str); 2] = [("LV", "-c"), ("LESSCHARSET", "utf-8")];

/// The options of less, where the person has set none: as git has them (gone at once where all fits, colours kept).
const USUAL_LESS: &str = "FRX";

/// What less does before it shows anything: it searches for the first change, so that `n` and `N` lead to the next
/// and the previous one, and goes back to the beginning.
///
/// A change has a sign in the second column of the gutter. The foot of a picture without one is sought as well, or
/// less would complain that there is no match.
const TO_CHANGES: &str = " +/^[ ?][-~+<>]|^no changes\ng";

/// A pager at work.
pub(crate) struct Pager {
    command: OsString,
    child: Child,
    pipe: BufWriter<ChildStdin>,
    /// Without it the pager shows what it has all the same.
    #[cfg(unix)]
    signals: Option<Held>,
}

impl Pager {
    /// Starts a pager.
    pub(crate) fn start(command: &paging::Command) -> io::Result<Self> {
        let unset = DEFAULTS.into_iter().filter(|(name, _)| env::var_os(name).is_none());
        let less = less(env::var_os("LESS"), command.jumps);
        let command = &command.line;
        // Before the pager runs: a key that is pressed as soon as it shows something is meant for it.
        #[cfg(unix)]
        let signals = Held::under_a_pager().ok();
        let mut child = runner(command).envs(unset).env("LESS", less).stdin(Stdio::piped()).spawn()?;
        let pipe = child.stdin.take().map(BufWriter::new).ok_or(io::ErrorKind::BrokenPipe)?;
        // Where no thread can be had for that, the pager sees the end of its input instead.
        #[cfg(unix)]
        let signals = signals.filter(|signals| signals.pass_on_to(child.id()).is_ok());
        Ok(Self {
            command: command.to_owned(),
            child,
            pipe,
            #[cfg(unix)]
            signals,
        })
    }

    /// Tells the pager that there is no more, and waits until the person has seen enough.
    pub(crate) fn finish(mut self) -> anyhow::Result<()> {
        let flushed = self.pipe.flush();
        drop(self.pipe);
        let status = self.child.wait().context("the pager got lost")?;
        #[cfg(unix)]
        let is_quit = self.signals.as_ref().is_some_and(Held::let_go_but_keys);
        #[cfg(not(unix))]
        let is_quit = false;
        let command = self.command.to_string_lossy();
        if is_not_run(status) {
            bail!("the pager {command:?} cannot be run; name another one, or use --pager never");
        }
        if !status.success() && !is_quit {
            bail!(
                "the pager {command:?} failed ({status}), and may not have shown all; name another one, or use --pager never"
            );
        }
        // A pager that was quit early is a broken pipe, which is for `main` to judge.
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

/// The options of less: those that the person has set, and the search for changes. Where the person's own options
/// have a command to begin with, it stands.
fn less(set: Option<OsString>, jumps: Jumps) -> OsString {
    let mut options = set.unwrap_or_else(|| USUAL_LESS.into());
    if jumps == Jumps::ToChanges && !options.to_string_lossy().contains('+') {
        options.push(TO_CHANGES);
    }
    options
}

/// The process that runs a pager's command.
///
/// People put options, quotes, variables and pipes into `PAGER`, so it is a line for the shell, as in git; a
/// plain command is run without one, as in git, which saves a process and tells at once that there is no such
/// program.
fn runner(command: &OsStr) -> Command {
    let line = command.to_string_lossy();
    if line.contains(|character: char| "|&;<>()$`\\\"'*?[]#~=%{}\n".contains(character)) {
        return shell(command);
    }
    let mut words = line.split_ascii_whitespace();
    let mut runner = Command::new(words.next().unwrap_or_default());
    runner.args(words);
    runner
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

fn is_not_run(status: ExitStatus) -> bool {
    status.code().is_some_and(|code| NOT_RUN.contains(&code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(command: &str, expected: &[&str]) {
        let runner = runner(command.as_ref());
        let words: Vec<_> = std::iter::once(runner.get_program()).chain(runner.get_args()).collect();
        assert_eq!(words, expected);
    }

    #[test]
    fn a_plain_command_needs_no_shell() {
        case("less", &["less"]);
        case(" less  -R -F", &["less", "-R", "-F"]);
    }

    #[test]
    fn less_is_told_to_jump_to_changes_and_nothing_else() {
        #[track_caller]
        fn case(set: Option<&str>, jumps: Jumps, expected: &str) {
            assert_eq!(less(set.map(OsString::from), jumps), *expected);
        }
        case(None, Jumps::ToChanges, &format!("FRX{TO_CHANGES}"));
        case(Some("-R"), Jumps::ToChanges, &format!("-R{TO_CHANGES}"));
        case(Some("-R +G"), Jumps::ToChanges, "-R +G");
        case(Some("-R"), Jumps::ToWhatIsSought, "-R");
        case(None, Jumps::ToWhatIsSought, "FRX");
    }

    #[cfg(unix)]
    #[test]
    fn a_command_with_quotes_or_variables_is_for_the_shell() {
        case("less '-P a b'", &["sh", "-c", "less '-P a b'"]);
        case("LESS=FRX less", &["sh", "-c", "LESS=FRX less"]);
        case("$HOME/bin/page", &["sh", "-c", "$HOME/bin/page"]);
    }
}
