//! Where the picture goes: standard output, a pager once the picture is longer than the screen, or a file.

use std::ffi::OsStr;
use std::io::{self, BufWriter, StdoutLock, Write};
use std::path::Path;

use crate::text::sanitize::sanitized::Sanitized;
use crate::text::writer::TerminalWriter;
use anstream::AutoStream;

use super::atomic_file::Saved;
use super::messages;
use super::pager::Pager;
use super::paging::{Command, Paging};
use crate::cli::args::resolve::Messages;
use crate::cli::exit_code::Ending;

/// Standard output and standard error, in the order in which they are to be seen.
pub(crate) struct Output {
    sink: Sink,
    messages: Messages,
}

enum Sink {
    Direct(Stdout),
    /// Held back until it is known whether it fits on the screen.
    Held {
        bytes: Vec<u8>,
        lines: usize,
        paging: Paging,
    },
    Paged(Box<Pager>),
    File(Box<Saved>),
}

/// One buffer on the locked stream. `AutoStream` makes an old Windows console understand colours; elsewhere it
/// hands everything through.
type Stdout = BufWriter<AutoStream<StdoutLock<'static>>>;

/// The bytes that are written at once. A picture gathers more by itself, which goes past this buffer. The standard library's
/// own buffer of standard output writes each time once more, what stands after the last line's end.
const BUFFER: usize = 1 << 15;

#[expect(clippy::disallowed_methods, reason = "the way to standard output")]
fn stdout() -> Sink {
    Sink::Direct(BufWriter::with_capacity(BUFFER, AutoStream::always(io::stdout().lock())))
}

impl Output {
    /// An output; a pager is not started before it is needed.
    pub(crate) fn new(paging: Paging, messages: Messages) -> Self {
        let sink = match paging {
            Paging::Never => stdout(),
            Paging::Beyond(..) | Paging::Always(_) => Sink::Held { bytes: Vec::new(), lines: 0, paging },
        };
        Self { sink, messages }
    }

    /// An output into a file, which stays as it is until all is written.
    pub(crate) fn into_file(path: &Path) -> anyhow::Result<Self> {
        Ok(Self { sink: Sink::File(Box::new(Saved::create(path)?)), messages: Messages::Apart })
    }

    /// Tells a message after all that was written before.
    pub(crate) fn tell(&mut self, message: &Sanitized<'_>) -> io::Result<()> {
        match self.messages {
            Messages::WithPicture => TerminalWriter::new(self).write(message),
            Messages::Apart => {
                self.flush()?;
                messages::say(message);
                Ok(())
            }
        }
    }

    /// Writes what is left, and waits for the pager. A file is put in its place if there is anything to keep, the
    /// run having ended so.
    pub(crate) fn finish(mut self, ending: Option<Ending>) -> anyhow::Result<()> {
        if let Sink::Held { bytes, .. } = &mut self.sink {
            let held = std::mem::take(bytes);
            self.sink = stdout();
            self.write_all(&held)?;
        }
        match self.sink {
            Sink::Paged(pager) => pager.finish(),
            Sink::Direct(mut stdout) => Ok(stdout.flush()?),
            Sink::File(saved) => saved.finish(ending),
            Sink::Held { .. } => Ok(()),
        }
    }

    /// Hands what was held to the pager; without one, to the screen.
    fn start(&mut self, held: &[u8], command: &Command) -> io::Result<()> {
        match Pager::start(command) {
            Ok(pager) => self.sink = Sink::Paged(Box::new(pager)),
            Err(error) => {
                self.sink = stdout();
                self.tell(&no_pager(&command.line, &error))?;
            }
        }
        self.write_all(held)
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.sink {
            Sink::Direct(stdout) => stdout.write(bytes),
            Sink::Paged(pager) => pager.write(bytes),
            Sink::File(saved) => saved.write(bytes),
            Sink::Held { bytes: held, lines, paging } => {
                held.extend_from_slice(bytes);
                *lines += memchr::memchr_iter(b'\n', bytes).count();
                if let Some(command) = wanted(paging, *lines) {
                    let (command, held) = (command.clone(), std::mem::take(held));
                    self.start(&held, &command)?;
                }
                Ok(bytes.len())
            }
        }
    }

    /// Most of what is written is short: into the buffer by the shortest way.
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &mut self.sink {
            Sink::Direct(stdout) => stdout.write_all(bytes),
            Sink::Paged(pager) => pager.write_all(bytes),
            Sink::File(saved) => saved.write_all(bytes),
            Sink::Held { .. } => self.write(bytes).map(drop),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.sink {
            Sink::Direct(stdout) => stdout.flush(),
            Sink::Paged(pager) => pager.flush(),
            Sink::File(saved) => saved.flush(),
            Sink::Held { .. } => Ok(()),
        }
    }
}

/// The pager's command, if so many lines want one.
fn wanted(paging: &Paging, lines: usize) -> Option<&Command> {
    match paging {
        Paging::Beyond(limit, command) if lines > *limit => Some(command),
        Paging::Always(command) => Some(command),
        Paging::Beyond(..) | Paging::Never => None,
    }
}

fn no_pager(command: &OsStr, error: &io::Error) -> Sanitized<'static> {
    let (command, why) = (command.to_string_lossy(), messages::without_number(error));
    messages::message(&format!(
        "the pager {command:?} cannot be started ({why}); set WIKIDIFF_PAGER or PAGER to another one"
    ))
}
