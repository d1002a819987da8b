//! Questions to the environment: variables, streams, and the terminal.
//!
//! [`Environment`] is a trait, so that decisions can be tested without a terminal.

use std::env;
use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use etcetera::BaseStrategy as _;
use terminal_colorsaurus::{Color, ColorPalette, QueryOptions, color_palette};

#[cfg(unix)]
use super::signals::HeldSignals;
use crate::render::style::theme::Background;

/// The maximum time for the terminal's answer about its background. A terminal that cannot answer is known at once,
/// because it skips this question and answers the next. Only a slow line takes this long.
const BACKGROUND_TIMEOUT: Duration = Duration::from_millis(500);

/// The environment, as far as decisions depend on it.
pub(crate) trait Environment {
    /// Returns the value of an environment variable.
    fn variable(&self, name: &str) -> Option<OsString>;
    /// Returns true if a stream is a terminal.
    fn is_terminal(&self, stream: Stream) -> bool;
    /// Returns the size of the terminal of a stream, if it is known.
    fn terminal_size(&self, stream: Stream) -> Option<TerminalSize>;
    /// Asks the terminal for its background. Returns `None` without an answer.
    fn background(&self) -> Option<Background>;
    /// Returns true if the terminal is known to support links.
    fn supports_hyperlinks(&self) -> bool;
}

/// A standard stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stream {
    Input,
    Output,
    Error,
}

/// The size of a terminal in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TerminalSize {
    pub(crate) columns: u16,
    pub(crate) rows: u16,
}

/// The size of a terminal that does not state it.
const DEFAULT_SIZE: TerminalSize = TerminalSize { columns: 80, rows: 24 };

/// Returns the terminal's size. `COLUMNS` has priority, as in git and the GNU tools.
pub(crate) fn effective_terminal_size(environment: &dyn Environment) -> TerminalSize {
    let size = environment.terminal_size(Stream::Output).unwrap_or(DEFAULT_SIZE);
    let columns = environment.variable("COLUMNS").and_then(|value| value.to_str()?.parse().ok());
    TerminalSize { columns: columns.filter(|columns| *columns > 0).unwrap_or(size.columns), ..size }
}

/// Returns the columns of the terminal of a stream.
pub(crate) fn terminal_columns(environment: &dyn Environment, stream: Stream) -> u16 {
    environment.terminal_size(stream).unwrap_or(DEFAULT_SIZE).columns
}

/// Returns true if the terminal can only show text (`TERM=dumb`).
pub(crate) fn is_dumb_terminal(environment: &dyn Environment) -> bool {
    environment.variable("TERM").is_some_and(|term| term == "dumb")
}

/// Returns the number of threads that can run at once.
pub(crate) fn processor_count() -> NonZeroUsize {
    thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

/// Returns the words of the command line, the program's name first.
pub(crate) fn command_line() -> Vec<OsString> {
    env::args_os().collect()
}

/// Returns the folder of the user's configurations: `$XDG_CONFIG_HOME`, else `~/.config`; on Windows `%APPDATA%`. A
/// user without a home has none.
pub(crate) fn config_home() -> Option<PathBuf> {
    etcetera::choose_base_strategy().ok().map(|places| places.config_dir())
}

/// The environment of the running program.
pub(crate) struct SystemEnvironment;

impl Environment for SystemEnvironment {
    fn variable(&self, name: &str) -> Option<OsString> {
        env::var_os(name)
    }

    #[expect(clippy::disallowed_methods, reason = "nothing is written")]
    fn is_terminal(&self, stream: Stream) -> bool {
        match stream {
            Stream::Input => io::stdin().is_terminal(),
            Stream::Output => io::stdout().is_terminal(),
            Stream::Error => io::stderr().is_terminal(),
        }
    }

    fn background(&self) -> Option<Background> {
        if !is_in_foreground() {
            return None;
        }
        let palette = query_palette()?;
        let (text, behind) = (luma(&palette.foreground), luma(&palette.background));
        let is_light = behind > text || behind == text && behind > u32::from(u16::MAX) / 2;
        Some(if is_light { Background::Light } else { Background::Dark })
    }

    fn supports_hyperlinks(&self) -> bool {
        supports_hyperlinks::supports_hyperlinks()
    }

    #[cfg(unix)]
    fn terminal_size(&self, stream: Stream) -> Option<TerminalSize> {
        // A pseudo-terminal whose size was never set says 0 by 0.
        let size = rustix::termios::tcgetwinsize(match stream {
            Stream::Input => rustix::stdio::stdin(),
            Stream::Output => rustix::stdio::stdout(),
            Stream::Error => rustix::stdio::stderr(),
        });
        let size = size.ok()?;
        (size.ws_col > 0 && size.ws_row > 0)
            .then_some(TerminalSize { columns: size.ws_col, rows: size.ws_row })
    }

    #[cfg(not(unix))]
    fn terminal_size(&self, _: Stream) -> Option<TerminalSize> {
        None
    }
}

/// Asks the terminal for its colours. It is in raw mode until the answer comes.
fn query_palette() -> Option<ColorPalette> {
    let mut options = QueryOptions::default();
    options.timeout = BACKGROUND_TIMEOUT;
    #[cfg(unix)]
    let signals = HeldSignals::for_terminal().ok()?;
    let palette = color_palette(options).ok();
    // A signal that came meanwhile now ends or stops the program.
    #[cfg(unix)]
    signals.release().ok()?;
    palette
}

/// Computes how light a colour looks, as luma (ITU-R BT.709), from 0 to 65,535. Two colours are only compared by it, so
/// no gamma is undone: that would load the mathematics library in each run.
fn luma(colour: &Color) -> u32 {
    (2126 * u32::from(colour.r) + 7152 * u32::from(colour.g) + 722 * u32::from(colour.b)) / 10_000
}

/// Returns true if this process may set the terminal's modes. The system stops a background job that tries.
#[cfg(unix)]
fn is_in_foreground() -> bool {
    let foreground = rustix::termios::tcgetpgrp(rustix::stdio::stdout());
    foreground.is_ok_and(|group| group == rustix::process::getpgrp())
}

#[cfg(not(unix))]
fn is_in_foreground() -> bool {
    true
}

#[cfg(test)]
pub(crate) mod fake {
    //! An environment for tests.

    use std::cell::Cell;

    use super::{Background, Environment, OsString, Stream, TerminalSize};

    /// An environment with fixed answers.
    pub(crate) struct FakeEnvironment {
        pub(crate) terminals: &'static [Stream],
        pub(crate) variables: &'static [(&'static str, &'static str)],
        pub(crate) size: Option<TerminalSize>,
        pub(crate) background: Option<Background>,
        pub(crate) hyperlinks: bool,
        /// True if the terminal was asked for its background.
        pub(crate) was_asked: Cell<bool>,
    }

    pub(crate) const AT_A_TERMINAL: &[Stream] = &[Stream::Input, Stream::Output, Stream::Error];
    pub(crate) const IN_A_PIPE: &[Stream] = &[Stream::Error];

    impl FakeEnvironment {
        pub(crate) const fn new(
            terminals: &'static [Stream],
            variables: &'static [(&'static str, &'static str)],
        ) -> Self {
            let size = Some(TerminalSize { columns: 120, rows: 40 });
            let was_asked = Cell::new(false);
            Self { terminals, variables, size, background: None, hyperlinks: false, was_asked }
        }
    }

    impl Environment for FakeEnvironment {
        fn variable(&self, name: &str) -> Option<OsString> {
            self.variables.iter().find(|variable| variable.0 == name).map(|variable| variable.1.into())
        }

        fn is_terminal(&self, stream: Stream) -> bool {
            self.terminals.contains(&stream)
        }

        fn terminal_size(&self, _: Stream) -> Option<TerminalSize> {
            self.size
        }

        fn background(&self) -> Option<Background> {
            self.was_asked.set(true);
            self.background
        }

        fn supports_hyperlinks(&self) -> bool {
            self.hyperlinks
        }
    }
}
