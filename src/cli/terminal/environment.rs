//! What the machine is asked, once: the environment, what is a terminal, and how large it is.
//!
//! A trait, so that the decisions that follow from the answers can be tested without a terminal.

use std::env;
use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use crate::render::style::theme::Background;
use etcetera::BaseStrategy as _;
use terminal_colorsaurus::{Color, ColorPalette, QueryOptions, color_palette};

#[cfg(unix)]
use super::signals::Held;

/// How long the terminal may take to tell its background. One that cannot tell says so at once by not answering
/// before a question that all can answer; only one at the end of a slow line takes this long.
const ANSWER: Duration = Duration::from_millis(500);

/// The machine, as far as a decision depends on it.
pub(crate) trait Environment {
    /// An environment variable, where it is set.
    fn variable(&self, name: &str) -> Option<OsString>;
    /// Whether a stream is a terminal.
    fn is_terminal(&self, stream: Stream) -> bool;
    /// The size of the terminal that standard output is, where it is known.
    fn screen(&self) -> Option<TerminalSize>;
    /// The background of the terminal, which is asked and waited for; `None` where it does not answer.
    fn background(&self) -> Option<Background>;
    /// Whether the terminal is known to make links clickable.
    fn has_hyperlinks(&self) -> bool;
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
pub(crate) struct TerminalSize {
    /// How many characters stand in a line.
    pub(crate) columns: u16,
    /// How many lines there are.
    pub(crate) rows: u16,
}

/// How many things can be worked on at once.
pub(crate) fn processors() -> NonZeroUsize {
    thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

/// The width of a terminal that does not tell its own: that of nearly every terminal ever sold.
const USUAL_SCREEN: TerminalSize = TerminalSize { columns: 80, rows: 24 };

/// The terminal's size; `COLUMNS` goes before what the terminal says, as in git and the GNU tools.
pub(crate) fn screen(machine: &dyn Environment) -> TerminalSize {
    let screen = machine.screen().unwrap_or(USUAL_SCREEN);
    let columns = machine.variable("COLUMNS").and_then(|value| value.to_str()?.parse().ok());
    TerminalSize { columns: columns.filter(|columns| *columns > 0).unwrap_or(screen.columns), ..screen }
}

/// The machine when the output goes into a file: whatever standard output is, it is not that.
pub(crate) struct IntoFile<'m>(pub(crate) &'m dyn Environment);

impl Environment for IntoFile<'_> {
    fn variable(&self, name: &str) -> Option<OsString> {
        self.0.variable(name)
    }

    fn is_terminal(&self, stream: Stream) -> bool {
        stream != Stream::Output && self.0.is_terminal(stream)
    }

    fn screen(&self) -> Option<TerminalSize> {
        self.0.screen()
    }

    fn background(&self) -> Option<Background> {
        self.0.background()
    }

    fn has_hyperlinks(&self) -> bool {
        self.0.has_hyperlinks()
    }
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
        // No answer is an answer: the background is not known.
        let colours = palette()?;
        let (text, behind) = (lightness(&colours.foreground), lightness(&colours.background));
        let is_light = behind > text || behind == text && behind > u32::from(u16::MAX) / 2;
        Some(if is_light { Background::Light } else { Background::Dark })
    }

    fn has_hyperlinks(&self) -> bool {
        supports_hyperlinks::supports_hyperlinks()
    }

    #[cfg(unix)]
    fn screen(&self) -> Option<TerminalSize> {
        // A pseudo-terminal that nobody sized says 0 by 0, which is as good as not knowing.
        let size = rustix::termios::tcgetwinsize(rustix::stdio::stdout()).ok()?;
        (size.ws_col > 0 && size.ws_row > 0)
            .then_some(TerminalSize { columns: size.ws_col, rows: size.ws_row })
    }

    #[cfg(not(unix))]
    fn screen(&self) -> Option<TerminalSize> {
        None
    }
}

/// Asks the terminal for its colours, with a mode of its own while the answer is waited for.
fn palette() -> Option<ColorPalette> {
    let mut options = QueryOptions::default();
    options.timeout = ANSWER;
    #[cfg(unix)]
    let signals = Held::at_the_terminal().ok()?;
    let palette = color_palette(options).ok();
    // A signal that came is not lost: if it did not end the program, it has stopped it for a while.
    #[cfg(unix)]
    signals.let_go().ok()?;
    palette
}

/// How light a colour is: its luma by the weights of ITU-R BT.709. The crate that asks tells dark from light by a power
/// of each colour, for which the library of mathematics would be loaded at every start, with a terminal or without.
fn lightness(colour: &Color) -> u32 {
    (2126 * u32::from(colour.r) + 7152 * u32::from(colour.g) + 722 * u32::from(colour.b)) / 10_000
}

/// Whether the terminal is ours to ask: a job in the background is stopped when it sets the terminal's modes.
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
pub(crate) mod imagined {
    //! A machine as a test wants it.

    use std::cell::Cell;

    use super::{Background, Environment, OsString, Stream, TerminalSize};

    /// A machine as a test wants it.
    pub(crate) struct Imagined {
        pub(crate) terminals: &'static [Stream],
        pub(crate) variables: &'static [(&'static str, &'static str)],
        pub(crate) screen: Option<TerminalSize>,
        pub(crate) background: Option<Background>,
        pub(crate) hyperlinks: bool,
        /// Whether the terminal was asked for its background.
        pub(crate) asked: Cell<bool>,
    }

    pub(crate) const AT_A_TERMINAL: &[Stream] = &[Stream::Input, Stream::Output, Stream::Error];
    pub(crate) const IN_A_PIPE: &[Stream] = &[Stream::Error];

    pub(crate) fn imagined(
        terminals: &'static [Stream],
        variables: &'static [(&'static str, &'static str)],
    ) -> Imagined {
        let screen = Some(TerminalSize { columns: 120, rows: 40 });
        Imagined {
            terminals,
            variables,
            screen,
            background: None,
            hyperlinks: false,
            asked: Cell::new(false),
        }
    }

    impl Environment for Imagined {
        fn variable(&self, name: &str) -> Option<OsString> {
            self.variables.iter().find(|variable| variable.0 == name).map(|variable| variable.1.into())
        }

        fn is_terminal(&self, stream: Stream) -> bool {
            self.terminals.contains(&stream)
        }

        fn screen(&self) -> Option<TerminalSize> {
            self.screen
        }

        fn background(&self) -> Option<Background> {
            self.asked.set(true);
            self.background
        }

        fn has_hyperlinks(&self) -> bool {
            self.hyperlinks
        }
    }
}
