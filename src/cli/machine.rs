//! What the machine is asked, once: the environment, what is a terminal, and how large it is.
//!
//! A trait, so that the decisions that follow from the answers can be tested without a terminal.

use std::env;
use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::path::PathBuf;

use etcetera::BaseStrategy as _;

/// The machine, as far as a decision depends on it.
pub(crate) trait Machine {
    /// An environment variable, where it is set.
    fn variable(&self, name: &str) -> Option<OsString>;
    /// Whether a stream is a terminal.
    fn is_terminal(&self, stream: Stream) -> bool;
    /// The size of the terminal that standard output is, where it is known.
    fn screen(&self) -> Option<Screen>;
}

/// One of the three streams that a program is born with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stream {
    /// Standard input.
    Input,
    /// Standard output.
    Output,
    /// Standard error.
    Error,
}

/// The size of a terminal in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Screen {
    /// How many characters stand in a line.
    pub(crate) columns: u16,
    /// How many lines there are.
    pub(crate) rows: u16,
}

/// The width of a terminal that does not tell its own: that of nearly every terminal ever sold.
const USUAL_SCREEN: Screen = Screen { columns: 80, rows: 24 };

/// The terminal's size; `COLUMNS` goes before what the terminal says, as in git and the GNU tools.
pub(crate) fn screen(machine: &dyn Machine) -> Screen {
    let screen = machine.screen().unwrap_or(USUAL_SCREEN);
    let columns = machine.variable("COLUMNS").and_then(|value| value.to_str()?.parse().ok());
    Screen { columns: columns.filter(|columns| *columns > 0).unwrap_or(screen.columns), ..screen }
}

/// Whether the terminal understands no codes.
pub(crate) fn is_dumb(machine: &dyn Machine) -> bool {
    machine.variable("TERM").is_some_and(|term| term == "dumb")
}

/// Whether a variable is set to something.
pub(crate) fn is_set(machine: &dyn Machine, name: &str) -> bool {
    machine.variable(name).is_some_and(|value| !value.is_empty())
}

/// The words of the command line, the program's name first.
pub(crate) fn words() -> Vec<OsString> {
    env::args_os().collect()
}

/// The folder of the person's configurations: `$XDG_CONFIG_HOME`, else `~/.config`; on Windows `%APPDATA%`.
pub(crate) fn configurations() -> Option<PathBuf> {
    // Somebody without a home has no configuration either.
    etcetera::choose_base_strategy().ok().map(|places| places.config_dir())
}

/// The machine that the program runs on.
pub(crate) struct ThisMachine;

impl Machine for ThisMachine {
    fn variable(&self, name: &str) -> Option<OsString> {
        env::var_os(name)
    }

    fn is_terminal(&self, stream: Stream) -> bool {
        match stream {
            Stream::Input => io::stdin().is_terminal(),
            Stream::Output => io::stdout().is_terminal(),
            Stream::Error => io::stderr().is_terminal(),
        }
    }

    #[cfg(unix)]
    fn screen(&self) -> Option<Screen> {
        // A pseudo-terminal that nobody sized says 0 by 0, which is as good as not knowing.
        let size = rustix::termios::tcgetwinsize(rustix::stdio::stdout()).ok()?;
        (size.ws_col > 0 && size.ws_row > 0).then_some(Screen { columns: size.ws_col, rows: size.ws_row })
    }

    #[cfg(not(unix))]
    fn screen(&self) -> Option<Screen> {
        None
    }
}
