//! The manual page, and completions for shells.

use std::io::{self, Write};

use clap::CommandFactory;
use clap_complete::Shell;

use crate::cli::args::Args;

/// The program's name in completions.
const NAME: &str = "wikidiff";

/// A text about the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum About {
    /// The manual page in roff.
    Manual,
    /// The completions for a shell.
    Completions(Shell),
}

/// Writes the text.
pub(crate) fn write(about: About, out: &mut dyn Write) -> io::Result<()> {
    let mut command = Args::command();
    match about {
        About::Manual => clap_mangen::Man::new(command).render(out),
        About::Completions(shell) => {
            // The generator panics if writing fails, so it writes to memory.
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut command, NAME, &mut script);
            out.write_all(&script)
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum;

    use super::*;

    fn text_of(about: About) -> String {
        let mut out = Vec::new();
        write(about, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn contains_every_option() {
        let shells = Shell::value_variants().iter().map(|shell| About::Completions(*shell));
        for about in shells.chain([About::Manual]) {
            let text = text_of(about).replace("\\-", "-");
            for option in Args::command().get_arguments().filter_map(|argument| argument.get_long()) {
                assert!(text.contains(option), "{option} is not in {about:?}");
            }
        }
    }
}
