//! The `wikidiff` program: turns the result of [`cli::run`] into an exit code, and nothing else.

use std::io;
use std::process::ExitCode;

mod cli;

fn main() -> ExitCode {
    match cli::run() {
        Ok(ending) => ending.into(),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            cli::tell(&error);
            cli::Ending::Trouble.into()
        }
    }
}

/// Whether the reader of our output went away: `head` and a quit pager have seen enough, which is no trouble.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let mut causes = error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>());
    causes.any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}
