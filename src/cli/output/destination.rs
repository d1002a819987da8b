//! The destination of the output: standard output, a pager for output longer than the screen, or a file.
//!
//! ```text
//! bytes ─▶ Held ──longer than the screen──▶ Paged
//!            └─────────at the end─────────▶ Direct
//! ```

use std::ffi::OsStr;
use std::io::{self, BufWriter, StdoutLock, Write};
use std::path::Path;

use anstream::AutoStream;

use super::atomic_file::AtomicFile;
use super::messages::{format_message, os_error_text};
use super::pager::Pager;
use super::paging::{PagerCommand, Paging};
use super::stderr::eprint_message;
use crate::cli::args::resolve::MessageTarget;
use crate::cli::exit_code::Outcome;
use crate::text::sanitize::sanitized::Sanitized;
use crate::text::writer::TerminalWriter;

/// The output and the messages, in the order in which a person sees them.
pub(crate) struct Output {
    sink: OutputSink,
    messages: MessageTarget,
}

enum OutputSink {
    Direct(Stdout),
    /// Output that is held back until its length shows if a pager is needed.
    Held {
        bytes: Vec<u8>,
        lines: usize,
        paging: Paging,
    },
    Paged(Box<Pager>),
    File(Box<AtomicFile>),
}

/// Standard output, locked and buffered once. `AutoStream` translates colours for an old Windows console and passes
/// all bytes through elsewhere.
type Stdout = BufWriter<AutoStream<StdoutLock<'static>>>;

/// The size of the buffer. Longer writes go past it. The standard library's own buffer writes the rest after the last
/// line end separately each time.
const BUFFER_BYTES: usize = 1 << 15;

#[expect(clippy::disallowed_methods, reason = "this is the only way to standard output")]
fn open_stdout() -> OutputSink {
    OutputSink::Direct(BufWriter::with_capacity(BUFFER_BYTES, AutoStream::always(io::stdout().lock())))
}

impl Output {
    /// Opens standard output. A pager starts when it is needed.
    pub(crate) fn new(paging: Paging, messages: MessageTarget) -> Self {
        let sink = match paging {
            Paging::Never => open_stdout(),
            Paging::LongerThan(..) | Paging::Always(_) => {
                OutputSink::Held { bytes: Vec::new(), lines: 0, paging }
            }
        };
        Self { sink, messages }
    }

    /// Opens a file. Its old content stays until the output is complete.
    pub(crate) fn to_file(path: &Path) -> anyhow::Result<Self> {
        let file = AtomicFile::create(path)?;
        Ok(Self { sink: OutputSink::File(Box::new(file)), messages: MessageTarget::Stderr })
    }

    /// Prints a message after the output so far.
    pub(crate) fn print_message(&mut self, message: &Sanitized<'_>) -> io::Result<()> {
        match self.messages {
            MessageTarget::Output => TerminalWriter::new(self).write(message),
            MessageTarget::Stderr => {
                self.flush()?;
                eprint_message(message);
                Ok(())
            }
        }
    }

    /// Makes the output so far visible before a long wait. If it would be paged, the pager starts now, whatever its length.
    pub(crate) fn show_held(&mut self) -> io::Result<()> {
        if let OutputSink::Held { bytes, paging, .. } = &mut self.sink
            && !bytes.is_empty()
            && let Some(command) = paging.command_for(usize::MAX)
        {
            let (command, held) = (command.clone(), std::mem::take(bytes));
            self.start_pager(&held, &command)?;
        }
        self.flush()
    }

    /// Returns true if a pager has the screen.
    pub(crate) const fn is_paged(&self) -> bool {
        matches!(self.sink, OutputSink::Paged(_))
    }

    /// Returns true if the person pressed Ctrl-C in the pager.
    pub(crate) fn was_interrupted(&self) -> bool {
        match &self.sink {
            OutputSink::Paged(pager) => pager.was_interrupted(),
            _ => false,
        }
    }

    /// Returns true if the person has quit the pager.
    pub(crate) fn is_closed(&mut self) -> bool {
        match &mut self.sink {
            OutputSink::Paged(pager) => pager.has_ended(),
            _ => false,
        }
    }

    /// Writes the rest and waits for the pager. The outcome of the run decides if a file is kept.
    pub(crate) fn finish(mut self, outcome: Option<Outcome>) -> anyhow::Result<()> {
        if let OutputSink::Held { bytes, .. } = &mut self.sink {
            let held = std::mem::take(bytes);
            self.sink = open_stdout();
            self.write_all(&held)?;
        }
        match self.sink {
            OutputSink::Paged(pager) => pager.finish(),
            OutputSink::Direct(mut stdout) => Ok(stdout.flush()?),
            OutputSink::File(file) => file.finish(outcome),
            OutputSink::Held { .. } => Ok(()),
        }
    }

    /// Starts the pager and writes the held output to it. If that fails, the output goes to the screen.
    fn start_pager(&mut self, held: &[u8], command: &PagerCommand) -> io::Result<()> {
        match Pager::start(command) {
            Ok(pager) => self.sink = OutputSink::Paged(Box::new(pager)),
            Err(error) => {
                self.sink = open_stdout();
                self.print_message(&no_pager_message(&command.line, &error))?;
            }
        }
        self.write_all(held)
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.sink {
            OutputSink::Direct(stdout) => stdout.write(bytes),
            OutputSink::Paged(pager) => pager.write(bytes),
            OutputSink::File(file) => file.write(bytes),
            OutputSink::Held { bytes: held, lines, paging } => {
                held.extend_from_slice(bytes);
                *lines += memchr::memchr_iter(b'\n', bytes).count();
                if let Some(command) = paging.command_for(*lines) {
                    let (command, held) = (command.clone(), std::mem::take(held));
                    self.start_pager(&held, &command)?;
                }
                Ok(bytes.len())
            }
        }
    }

    /// Writes directly into the buffer, because most writes are short.
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &mut self.sink {
            OutputSink::Direct(stdout) => stdout.write_all(bytes),
            OutputSink::Paged(pager) => pager.write_all(bytes),
            OutputSink::File(file) => file.write_all(bytes),
            OutputSink::Held { .. } => self.write(bytes).map(drop),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.sink {
            OutputSink::Direct(stdout) => stdout.flush(),
            OutputSink::Paged(pager) => pager.flush(),
            OutputSink::File(file) => file.flush(),
            OutputSink::Held { .. } => Ok(()),
        }
    }
}

fn no_pager_message(command: &OsStr, error: &io::Error) -> Sanitized<'static> {
    let (command, why) = (command.to_string_lossy(), os_error_text(error));
    format_message(&format!(
        "the pager {command:?} cannot be started: {why} (set WIKIDIFF_PAGER or PAGER to another pager)"
    ))
}
