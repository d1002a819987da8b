//! Raw mode of the terminal while a person pastes. Every way out restores the mode before.
//!
//! [`super::bracketed_paste`] interprets the bytes. Signals that would end the program are held until the terminal is
//! restored, and then have their default action.

pub(crate) use terminal::read_paste;

/// The kind of terminal at standard input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TerminalKind {
    /// A terminal that supports bracketed paste, or ignores unknown sequences.
    Standard,
    /// A terminal that prints all sequences (`TERM=dumb`, for example a shell inside an editor).
    Dumb,
}

/// The result of reading a paste.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PasteResult {
    /// Text, ended by Ctrl-D.
    Text(Vec<u8>),
    /// Ctrl-C.
    Cancelled,
}

#[cfg(unix)]
mod terminal {
    use std::fs::{File, OpenOptions};
    use std::io;
    use std::panic;
    use std::sync::{Mutex, Once, PoisonError};

    use crate::text::sanitize::sanitized::Sanitized;
    use crate::text::writer::TerminalWriter;
    use rustix::event::{PollFd, PollFlags, poll};
    use rustix::stdio::stdin;
    use rustix::termios::{
        InputModes, LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr, ttyname,
    };
    use signal_hook::consts::SIGTSTP;
    use signal_hook::low_level::emulate_default_handler;

    use super::{PasteResult, TerminalKind};
    use crate::cli::terminal::bracketed_paste::{PasteBuffer, PasteStep};
    use crate::cli::terminal::signals::HeldSignals;

    /// Switches bracketed paste on and off.
    const BRACKETS_ON: Sanitized<'static> = Sanitized::from_static("\x1B[?2004h");
    const BRACKETS_OFF: Sanitized<'static> = Sanitized::from_static("\x1B[?2004l");

    /// The size of the read buffer: more than the kernel returns at once.
    const CHUNK_BYTES: usize = 8192;

    /// Reads from the terminal at standard input until Ctrl-D or Ctrl-C.
    pub(crate) fn read_paste(kind: TerminalKind) -> io::Result<PasteResult> {
        let signals = HeldSignals::for_terminal()?;
        let mut paste = PasteBuffer::default();
        loop {
            let step = RawMode::enter(kind)?.read(&mut paste, &signals)?;
            signals.release()?;
            match step {
                PasteStep::Done => return Ok(PasteResult::Text(paste.into_text())),
                PasteStep::Cancelled => return Ok(PasteResult::Cancelled),
                PasteStep::Suspended => emulate_default_handler(SIGTSTP)?,
                PasteStep::More => {}
            }
        }
    }

    /// The terminal in raw mode. Dropping this value restores the mode before.
    struct RawMode {
        before: Termios,
        screen: Option<File>,
        kind: TerminalKind,
    }

    /// The mode before and the kind of the terminal while it is in raw mode. A panic reads them, since it ends the program
    /// without dropping [`RawMode`].
    static ENTERED: Mutex<Option<(Termios, TerminalKind)>> = Mutex::new(None);

    impl RawMode {
        fn enter(kind: TerminalKind) -> io::Result<Self> {
            let before = tcgetattr(stdin())?;
            restore_on_panic();
            *ENTERED.lock().unwrap_or_else(PoisonError::into_inner) = Some((before.clone(), kind));
            tcsetattr(stdin(), OptionalActions::Now, &raw_mode(&before))?;
            let mut entered = Self { before, screen: open_screen(), kind };
            entered.send(&BRACKETS_ON);
            Ok(entered)
        }

        /// Reads until the paste ends or a signal comes.
        fn read(&mut self, paste: &mut PasteBuffer, signals: &HeldSignals) -> io::Result<PasteStep> {
            let mut chunk = vec![0; CHUNK_BYTES];
            let mut echo = Sanitized::from_static("");
            while wait_for_input(signals)? {
                let length = rustix::io::read(stdin(), &mut chunk)?;
                let step = paste.take(&chunk[..length], &mut echo);
                self.show(&echo);
                echo.clear();
                if length == 0 {
                    return Ok(PasteStep::Done);
                }
                if step != PasteStep::More {
                    return Ok(step);
                }
            }
            Ok(PasteStep::More)
        }

        fn send(&mut self, sequence: &Sanitized<'_>) {
            if self.kind == TerminalKind::Standard {
                self.show(sequence);
            }
        }

        /// Writes to the screen. An error is ignored: the paste is worth more than the echo.
        fn show(&mut self, text: &Sanitized<'_>) {
            if let Some(screen) = &mut self.screen {
                _ = TerminalWriter::new(screen).write(text);
            }
        }
    }

    impl Drop for RawMode {
        fn drop(&mut self) {
            self.send(&BRACKETS_OFF);
            // The terminal may be gone.
            _ = tcsetattr(stdin(), OptionalActions::Now, &self.before);
            *ENTERED.lock().unwrap_or_else(PoisonError::into_inner) = None;
        }
    }

    /// Restores the terminal before the message of a panic is printed.
    fn restore_on_panic() {
        static INSTALLED: Once = Once::new();
        INSTALLED.call_once(|| {
            let print_message = panic::take_hook();
            panic::set_hook(Box::new(move |info| {
                let entered = ENTERED.lock().unwrap_or_else(PoisonError::into_inner).take();
                // Dropping the value restores the terminal.
                drop(entered.map(|(before, kind)| RawMode { before, screen: open_screen(), kind }));
                print_message(info);
            }));
        });
    }

    /// Opens the terminal at standard input for writing. Without it, a paste has no echo.
    fn open_screen() -> Option<File> {
        let name = ttyname(stdin(), Vec::new()).ok()?.into_string().ok()?;
        OpenOptions::new().write(true).open(name).ok()
    }

    /// Returns modes in which every byte arrives at once and unchanged: no line buffer, no echo, no keys for signals,
    /// flow control or editing.
    fn raw_mode(before: &Termios) -> Termios {
        let mut modes = before.clone();
        modes.local_modes -= LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG | LocalModes::IEXTEN;
        modes.input_modes -=
            InputModes::ICRNL | InputModes::INLCR | InputModes::IGNCR | InputModes::IXON | InputModes::ISTRIP;
        modes.special_codes[SpecialCodeIndex::VMIN] = 1;
        modes.special_codes[SpecialCodeIndex::VTIME] = 0;
        modes
    }

    /// Waits for input or a signal. Returns true if input came and no signal.
    fn wait_for_input(signals: &HeldSignals) -> io::Result<bool> {
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

    use super::{PasteResult, TerminalKind};

    /// Reads standard input to its end. The Windows console does not limit the length of lines.
    pub(crate) fn read_paste(_kind: TerminalKind) -> io::Result<PasteResult> {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes)?;
        Ok(PasteResult::Text(bytes))
    }
}
