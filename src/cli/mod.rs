//! The command line: arguments, files, terminal, environment.
//!
//! ```text
//! args      what was typed          config  what is set for every run
//! settings  what is decided: that, and what the machine answers
//! show      inputs ─▶ diffs ─▶ output          check   files ─▶ verdicts ─▶ output
//! about     the manual, completions            stream  records ─▶ answers ─▶ output
//! ```
//!
//! Only this room opens files, asks the environment and writes to the standard streams.

use args::{config, resolve};
use commands::{check, jsonl, list_themes, man_and_completions, show};
use output::messages;
use std::io::{self, Write};
use std::process::ExitCode;
#[cfg(unix)]
use terminal::signals;
use terminal::{environment, themes};

use crate::text::sanitize::sanitized::Sanitized;

mod args;
pub(crate) mod commands;
mod exit_code;
#[doc(hidden)]
pub mod fuzzing;
pub(crate) mod input;
pub(crate) mod output;
pub(crate) mod terminal;

use crate::render::style::theme::Theme;
use args::config::{Refused, Wanted};
use args::resolve::{Destination, Task};
use exit_code::Ending;
use output::destination::Output;

/// Runs the program: reads the command line, writes to the standard streams, and returns the exit status.
#[must_use]
pub fn main() -> ExitCode {
    match run() {
        Ok(ending) => ending.into(),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            tell(&error);
            Ending::Trouble.into()
        }
    }
}

/// Whether the reader of the output is gone: `head` and a closed pager have seen enough, which is not an error.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let mut causes = error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>());
    causes.any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

/// Runs the command line.
///
/// # Errors
/// When standard output cannot be written to. Other failures are printed on the way.
fn run() -> anyhow::Result<Ending> {
    #[cfg(unix)]
    signals::survive_the_largest_file();
    let machine = environment::SystemEnvironment;
    let folder = environment::configurations();
    let Wanted { args, origins } = match config::wanted(environment::words(), &machine, folder.as_deref()) {
        Ok(wanted) => wanted,
        Err(Refused::Typed(answer)) => return Ok(answered(&answer)?),
        Err(Refused::Set(message)) => return Ok(refused(&message)),
    };
    let is_explained = args.explain;
    let theme =
        if args.list_themes { Ok(Theme::default()) } else { themes::theme(&args.theme, folder.as_deref()) };
    let theme = match theme {
        Ok(theme) => theme,
        Err(message) => return Ok(refused(&message)),
    };
    let settings = resolve::decide(args, &theme, &machine);
    let mut output = match &settings.destination {
        Destination::Standard => Output::new(settings.paging, settings.messages),
        Destination::File(path) => Output::into_file(path)?,
    };
    if is_explained && !origins.is_empty() {
        output.tell(&messages::message(&format!("options are also set by {}", origins.join(" and "))))?;
    }
    let done = match &settings.task {
        Task::Show(showing) => show::show(showing, &mut output),
        Task::ListThemes(stage) => list_themes::list(*stage, folder.as_deref(), &mut output),
        Task::Check(checking) => check::check(checking, &mut output),
        Task::Stream(streaming) => jsonl::stream(streaming, &mut output),
        Task::About(about) => {
            man_and_completions::write(*about, &mut output).map(|()| Ending::Good).map_err(Into::into)
        }
    };
    // The pager is waited for, whatever happened; that it could not be run explains why nobody took the output.
    output.finish(done.as_ref().ok().copied())?;
    done
}

/// Tells why nothing is done.
fn refused(message: &Sanitized<'_>) -> Ending {
    messages::say(message);
    Ending::Trouble
}

/// Tells what went wrong in the end.
fn tell(error: &anyhow::Error) {
    let reasons = error.chain().map(|cause| match cause.downcast_ref() {
        Some(error) => format!("cannot write: {}", messages::without_number(error)),
        None => cause.to_string(),
    });
    let reasons: Vec<_> = reasons.collect();
    messages::say(&messages::message(&reasons.join(": ")));
}

/// Gives the answers that clap has: the help and the version, or what is wrong with the usage.
#[expect(clippy::disallowed_methods, reason = "clap wrote to standard output by itself")]
fn answered(answer: &clap::Error) -> io::Result<Ending> {
    if !answer.use_stderr() {
        answer.print()?;
        io::stdout().flush()?;
        return Ok(Ending::Good);
    }
    let text = answer.render().to_string();
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    messages::say(&messages::lines(text.lines()));
    Ok(Ending::Trouble)
}
