//! The `wikidiff` program: everything is in [`wikidiff::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    wikidiff::cli::main()
}
