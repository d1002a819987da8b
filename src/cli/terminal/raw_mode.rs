//! A person at the terminal: the terminal's line mode is off while a paste is read, and back on whatever happens.
//!
//! What the bytes mean is [`super::bracketed_paste`]'s business. Signals that would end the program are held until the
//! terminal is as it was, and then do what they would have done.

pub(crate) use terminal::read;

/// What the terminal can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Terminal {
    /// It knows bracketed paste, or ignores what it does not know.
    Capable,
    /// It prints whatever it is sent (`TERM=dumb`, such as a shell inside of an editor).
    Dumb,
}

/// What came from the keyboard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Typed {
    /// Text, ended by Ctrl-D.
    Text(Vec<u8>),
    /// Ctrl-C.
    Cancelled,
}

#[cfg(unix)]
mod terminal {
    use std::fs::{File, OpenOptions};
    use std::io;

    use crate::text::sanitize::sanitized::Sanitized;
    use crate::text::writer::TerminalWriter;
    use rustix::event::{PollFd, PollFlags, poll};
    use rustix::stdio::stdin;
    use rustix::termios::{
        InputModes, LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr, ttyname,
    };
    use signal_hook::consts::SIGTSTP;
    use signal_hook::low_level::emulate_default_handler;

    use super::{Terminal, Typed};
    use crate::cli::terminal::bracketed_paste::{Paste, Step};
    use crate::cli::terminal::signals::Held;

    /// Asks the terminal to put brackets round a paste, and to stop that.
    const BRACKETS_ON: Sanitized<'static> = Sanitized::from_static("\x1B[?2004h");
    const BRACKETS_OFF: Sanitized<'static> = Sanitized::from_static("\x1B[?2004l");

    /// As much as the kernel hands over at once, and some more.
    const CHUNK: usize = 8192;

    /// Reads from the terminal that standard input is, until Ctrl-D or Ctrl-C.
    pub(crate) fn read(terminal: Terminal) -> io::Result<Typed> {
        let signals = Held::at_the_terminal()?;
        let mut paste = Paste::default();
        loop {
            let step = LineModeOff::enter(terminal)?.read(&mut paste, &signals)?;
            signals.let_go()?;
            match step {
                Step::Done => return Ok(Typed::Text(paste.into_text())),
                Step::Cancelled => return Ok(Typed::Cancelled),
                Step::Suspended => emulate_default_handler(SIGTSTP)?,
                Step::More => {}
            }
        }
    }

    /// The terminal without its line mode; dropping it puts everything back.
    struct LineModeOff {
        before: Termios,
        screen: Option<File>,
        terminal: Terminal,
    }

    impl LineModeOff {
        fn enter(terminal: Terminal) -> io::Result<Self> {
            let before = tcgetattr(stdin())?;
            tcsetattr(stdin(), OptionalActions::Now, &without_line_mode(&before))?;
            let mut entered = Self { before, screen: screen(), terminal };
            entered.switch(&BRACKETS_ON);
            Ok(entered)
        }

        /// Reads until a step says that the person is through, or a signal came.
        fn read(&mut self, paste: &mut Paste, signals: &Held) -> io::Result<Step> {
            let mut chunk = vec![0; CHUNK];
            let mut echo = Sanitized::from_static("");
            while wait_for_input(signals)? {
                let length = rustix::io::read(stdin(), &mut chunk)?;
                let step = paste.take(&chunk[..length], &mut echo);
                self.show(&echo);
                echo.clear();
                if length == 0 {
                    return Ok(Step::Done);
                }
                if step != Step::More {
                    return Ok(step);
                }
            }
            Ok(Step::More)
        }

        fn switch(&mut self, sequence: &Sanitized<'_>) {
            if self.terminal == Terminal::Capable {
                self.show(sequence);
            }
        }

        /// Shows what is only a courtesy: a screen that cannot be written to is no reason to lose a paste.
        fn show(&mut self, text: &Sanitized<'_>) {
            if let Some(screen) = &mut self.screen {
                _ = TerminalWriter::new(screen).write(text);
            }
        }
    }

    impl Drop for LineModeOff {
        fn drop(&mut self) {
            self.switch(&BRACKETS_OFF);
            // Nothing is left to do if the terminal is gone.
            _ = tcsetattr(stdin(), OptionalActions::Now, &self.before);
        }
    }

    /// The screen of the terminal that standard input is, wherever standard error goes. Where it cannot be opened, the
    /// person has to do without an echo.
    fn screen() -> Option<File> {
        let name = ttyname(stdin(), Vec::new()).ok()?.into_string().ok()?;
        OpenOptions::new().write(true).open(name).ok()
    }

    /// Every byte at once and as it is: no line buffer, no echo, no keys for signals, flow or editing.
    fn without_line_mode(before: &Termios) -> Termios {
        let mut modes = before.clone();
        modes.local_modes -= LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG | LocalModes::IEXTEN;
        modes.input_modes -=
            InputModes::ICRNL | InputModes::INLCR | InputModes::IGNCR | InputModes::IXON | InputModes::ISTRIP;
        modes.special_codes[SpecialCodeIndex::VMIN] = 1;
        modes.special_codes[SpecialCodeIndex::VTIME] = 0;
        modes
    }

    /// Waits; whether there is input, and no signal.
    fn wait_for_input(signals: &Held) -> io::Result<bool> {
        let keyboard = stdin();
        let mut both = [PollFd::new(&keyboard, PollFlags::IN), PollFd::new(signals.wake(), PollFlags::IN)];
        loop {
            match poll(&mut both, None) {
                Ok(_) => return Ok(both[1].revents().is_empty()),
                Err(rustix::io::Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}

#[cfg(not(unix))]
mod terminal {
    use std::io::{self, Read};

    use super::{Terminal, Typed};

    /// Reads standard input to its end: the console of Windows cuts no lines.
    pub(crate) fn read(_terminal: Terminal) -> io::Result<Typed> {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes)?;
        Ok(Typed::Text(bytes))
    }
}
