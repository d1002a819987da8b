//! The `wikidiff` program: turns the result of [`cli::run`] into an exit code, and nothing else.

use std::process::ExitCode;

mod cli;

fn main() -> ExitCode {
    cli::run()
}
