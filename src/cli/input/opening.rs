//! Reads a file that a person set up once, and that is read at every run: it may not make the run wait.
//!
//! A pipe without a writer would be waited for until somebody writes, and a terminal until somebody types; nobody knows
//! that they should.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Reads so many bytes of a file at most; a pipe that nobody writes into, and a terminal, are refused.
pub(crate) fn read_without_waiting(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let (mut bytes, file) = opened(path)?;
    let rest = most.saturating_sub(bytes.len() as u64);
    file.take(rest).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The file, and what is read of it already.
#[cfg(unix)]
fn opened(path: &Path) -> io::Result<(Vec<u8>, File)> {
    use std::io::IsTerminal;
    use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};

    use rustix::fs::{OFlags, fcntl_setfl};

    // A pipe without a writer is opened at once then (open(2)), and a terminal does not become ours.
    let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
    let mut file = File::options().read(true).custom_flags(flags.bits().cast_signed()).open(path)?;
    if file.is_terminal() {
        return Err(io::Error::other("this is a terminal"));
    }
    let is_pipe = file.metadata()?.file_type().is_fifo();
    let begun = if is_pipe { begun(&mut file)? } else { Vec::new() };
    fcntl_setfl(&file, OFlags::empty())?;
    Ok((begun, file))
}

/// Opens the file.
#[cfg(not(unix))]
fn opened(path: &Path) -> io::Result<(Vec<u8>, File)> {
    Ok((Vec::new(), File::open(path)?))
}

/// As much as a writer hands over in one piece (`PIPE_BUF`, pipe(7)); the rest is read after it.
#[cfg(unix)]
const WRITTEN_AT_ONCE: usize = 4096;

/// What a pipe holds by now; what its writer has still to write is waited for, as in `WIKIDIFF_CONFIG=<(options)`.
#[cfg(unix)]
fn begun(pipe: &mut File) -> io::Result<Vec<u8>> {
    let mut chunk = vec![0; WRITTEN_AT_ONCE];
    match pipe.read(&mut chunk) {
        Ok(0) => Err(io::Error::other("this is a pipe, and nobody writes into it")),
        Ok(length) => {
            chunk.truncate(length);
            Ok(chunk)
        }
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}
