//! The program: command line, inputs, terminal and output around the library.
//!
//! ```text
//! args ─────▶ Settings ─▶ commands: show, check, jsonl, list_themes, man_and_completions
//!   ▲                        │ ▲
//! terminal                   │ └── input: files, terminal, clipboard, wiki
//! (environment)              ▼
//!                         output: formats, pager, file, messages ─▶ exit_code
//! ```
//!
//! Only this module opens files, asks the environment and uses the standard streams.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use crate::render::style::theme::Theme;
use crate::text::writer::TerminalWriter;
use args::config::{ArgsError, LoadedArgs, load_args};
use args::help::SHORT_HELP;
use args::resolve::{Settings, Task, resolve};
use args::usage_error::error_lines;
use commands::{check, jsonl, list_themes, man_and_completions, show};
use exit_code::Outcome;
use output::destination::Output;
use output::messages::{format_lines, format_message, os_error_text};
use output::stderr::eprint_message;
use terminal::environment::{SystemEnvironment, command_line, config_home};
use terminal::themes::find_theme;

mod args;
pub(crate) mod commands;
mod exit_code;
#[doc(hidden)]
pub mod fuzzing;
pub(crate) mod input;
pub(crate) mod output;
pub(crate) mod terminal;

/// Runs the program and returns the exit code.
#[must_use]
pub fn main() -> ExitCode {
    match run() {
        Ok(outcome) => outcome.into(),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprint_error(&error);
            Outcome::Error.into()
        }
    }
}

/// Returns true if the reader of the output has ended, for example `head` or a pager. That is not an error.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let mut causes = error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>());
    causes.any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

/// Runs the command line. It fails if the output cannot be written; other errors are printed on the way.
fn run() -> anyhow::Result<Outcome> {
    #[cfg(unix)]
    terminal::signals::ignore_file_size_signal();

    // The arguments, from the command line and the configuration.
    let config_home = config_home();
    let LoadedArgs { args, origins } =
        match load_args(&command_line(), &SystemEnvironment, config_home.as_deref()) {
            Ok(loaded) => loaded,
            Err(ArgsError::CommandLine(answer)) => return Ok(print_clap_answer(&answer)?),
            Err(ArgsError::ShortHelp) => return Ok(print_short_help()?),
            Err(ArgsError::Config(message)) => {
                eprint_message(&message);
                return Ok(Outcome::Error);
            }
        };
    // The theme. `--list-themes` works with an unknown theme.
    let theme = match find_theme(&args.theme, config_home.as_deref()) {
        Ok(theme) => theme,
        Err(_) if args.list_themes => Theme::default(),
        Err(message) => {
            eprint_message(&message);
            return Ok(Outcome::Error);
        }
    };

    let filter = match args.filter.compile() {
        Ok(filter) => filter,
        Err(message) => {
            eprint_message(&message);
            return Ok(Outcome::Error);
        }
    };

    // The output, and the task.
    let settings = resolve(&args, &theme, &filter, &SystemEnvironment);
    let mut output = match &settings.output_file {
        Some(path) => Output::to_file(path)?,
        None => Output::new(settings.paging.clone(), settings.messages),
    };
    if args.explain && !args.quiet && !origins.is_empty() {
        let text = format!("options were also read from {}", origins.join(" and "));
        output.print_message(&format_message(&text))?;
    }
    let outcome = run_task(&settings, config_home.as_deref(), &mut output);
    // An error of the pager explains why the output could not be written, so it has priority.
    output.finish(outcome.as_ref().ok().copied())?;
    outcome
}

fn run_task(settings: &Settings, config_home: Option<&Path>, output: &mut Output) -> anyhow::Result<Outcome> {
    match &settings.task {
        Task::Show(settings) => show::show(settings, output),
        Task::ListThemes(target) => list_themes::list_themes(*target, config_home, output),
        Task::Check(settings) => check::check(settings, output),
        Task::Jsonl(settings) => jsonl::answer_streams(settings, output),
        Task::About(about) => {
            man_and_completions::write(*about, output)?;
            Ok(Outcome::Success)
        }
    }
}

/// Prints an error and its causes.
fn eprint_error(error: &anyhow::Error) {
    let causes = error.chain().map(|cause| match cause.downcast_ref() {
        Some(error) => format!("cannot write: {}", os_error_text(error)),
        None => cause.to_string(),
    });
    eprint_message(&format_message(&causes.collect::<Vec<_>>().join(": ")));
}

/// Prints the answer to `-h`.
#[expect(clippy::disallowed_methods, reason = "the answers of clap go to standard output in the same way")]
fn print_short_help() -> io::Result<Outcome> {
    let mut stdout = io::stdout();
    TerminalWriter::new(&mut stdout).write(&SHORT_HELP.into())?;
    stdout.flush()?;
    Ok(Outcome::Success)
}

/// Prints an answer of clap: the help, the version, or a usage error.
#[expect(clippy::disallowed_methods, reason = "clap writes to standard output")]
fn print_clap_answer(answer: &clap::Error) -> io::Result<Outcome> {
    if !answer.use_stderr() {
        answer.print()?;
        io::stdout().flush()?;
        return Ok(Outcome::Success);
    }
    eprint_message(&format_lines(error_lines(answer).iter().map(String::as_str)));
    Ok(Outcome::Error)
}
