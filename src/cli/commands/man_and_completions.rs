//! What the program says of itself: the manual page, and completions for shells.

use std::io::{self, Write};

use clap::CommandFactory;
use clap_complete::Shell;

use crate::cli::args::Args;

/// What the program is called, in completions as on the command line.
const NAME: &str = "wikidiff";

/// Something that the program says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum About {
    /// The manual page, in roff.
    Manual,
    /// The completions for a shell.
    Completions(Shell),
}

/// Writes it.
pub(crate) fn write(about: About, out: &mut dyn Write) -> io::Result<()> {
    let mut command = Args::command();
    match about {
        About::Manual => clap_mangen::Man::new(command).render(out),
        About::Completions(shell) => {
            // The generator panics where it cannot write, as when the reader of a pipe went away.
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

    fn written(about: About) -> String {
        let mut out = Vec::new();
        write(about, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_option_is_in_the_manual_and_in_every_completion() {
        let shells = Shell::value_variants().iter().map(|shell| About::Completions(*shell));
        for about in shells.chain([About::Manual]) {
            let text = written(about).replace("\\-", "-");
            for option in Args::command().get_arguments().filter_map(|argument| argument.get_long()) {
                assert!(text.contains(option), "{option} is not in {about:?}");
            }
        }
    }
}
