//! Where pastes come from: files, a pipe, a person at the terminal, the clipboard, and a wiki.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;

use crate::parse;

use super::clipboard;
use super::fetch_request::Asking;
use crate::cli::output::messages;
use crate::cli::terminal::raw_mode::{self, Terminal, Typed};

/// Where one input comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Input {
    /// A file, or whatever else the name opens.
    File(PathBuf),
    /// An empty page: the side of a change that has no file.
    Nothing,
    /// Standard input that is no terminal.
    Pipe,
    /// Standard input that is a terminal, with a person at it.
    Keyboard(Terminal),
    /// What was copied, and how it will be read.
    Clipboard(parse::Options),
    /// What a wiki answers.
    Wiki(Asking),
}

/// What an input holds.
#[derive(Debug)]
pub(crate) struct Given {
    /// It, unpacked.
    pub(crate) bytes: Vec<u8>,
    /// How it was had, where that is not plain from its name.
    pub(crate) note: Option<String>,
}

impl From<Vec<u8>> for Given {
    fn from(bytes: Vec<u8>) -> Self {
        Self { bytes, note: None }
    }
}

/// Why an input could not be read.
#[derive(Debug)]
pub(crate) enum Unread {
    /// The person pressed Ctrl-C.
    Cancelled,
    /// The machine said no.
    Failed(io::Error),
}

impl From<io::Error> for Unread {
    fn from(error: io::Error) -> Self {
        Self::Failed(error)
    }
}

impl Input {
    /// What the input is called in messages, headings and JSON.
    pub(crate) fn name(&self) -> Cow<'_, str> {
        match self {
            Self::File(path) => path.to_string_lossy(),
            Self::Nothing => "no file".into(),
            Self::Pipe | Self::Keyboard(_) => "standard input".into(),
            Self::Clipboard(_) => "clipboard".into(),
            Self::Wiki(asking) => asking.name(),
        }
    }

    /// Reads it whole: a diff needs its end (a copied page states its byte change first, but rows later decide).
    pub(crate) fn read(&self, limit: Limit) -> Result<Given, Unread> {
        match self {
            Self::File(path) => Ok(read_file(path, limit)?.into()),
            Self::Nothing => Ok(Vec::new().into()),
            Self::Pipe => {
                let bytes = limit.taken(io::stdin().lock(), 0)?;
                Ok(with_room(limit.unpacked(bytes)?)?.into())
            }
            Self::Keyboard(terminal) => Ok(read_keyboard(*terminal)?.into()),
            Self::Clipboard(options) => {
                let copied = clipboard::read(options).map_err(io::Error::other)?;
                Ok(Given { bytes: copied.text.into_bytes(), note: Some(copied.note.to_owned()) })
            }
            // A wiki gives more than a paste: whoever shows its diff asks it, and nobody else does.
            Self::Wiki(_) => Err(io::Error::other("a wiki is asked for diffs alone").into()),
        }
    }
}

/// Opens a file to be read bit by bit.
pub(crate) fn open(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// Reads a file whole, unpacked.
pub(crate) fn read_file(path: &Path, limit: Limit) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    let size = file.metadata().map_or(0, |found| found.len());
    let bytes = limit.taken(file, size)?;
    with_room(limit.unpacked(bytes)?)
}

/// How many times its size an input takes in memory until it is shown: 6 to 8 for a paste of many short lines, less for
/// pages.
const ROOM: usize = 8;

/// The bytes, if there is memory to work on them: later, the system ends a program that gets none, without a word of
/// what to do. No memory is used up by asking, since none is written to.
fn with_room(bytes: Vec<u8>) -> io::Result<Vec<u8>> {
    let mut room = Vec::<u8>::new();
    let answer = room.try_reserve_exact(bytes.len().saturating_mul(ROOM));
    // What is never looked at need not be asked for, as the compiler sees it.
    std::hint::black_box(&mut room);
    answer.map_err(|_| io::ErrorKind::OutOfMemory)?;
    Ok(bytes)
}

/// What a gzip file begins with (RFC 1952, section 2.3.1): two bytes of its own, and the only method there is.
pub(crate) const GZIP: [u8; 3] = [0x1f, 0x8b, 8];

/// The most bytes that an input may have, unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limit(u64);

impl Limit {
    pub(crate) const fn mebibytes(count: u32) -> Self {
        Self((count as u64) << 20)
    }

    /// The bytes of an input that is said to have so many.
    fn taken(self, input: impl Read, size: u64) -> io::Result<Vec<u8>> {
        if size > self.0 {
            return Err(self.passed());
        }
        let mut bytes = Vec::new();
        bytes
            .try_reserve_exact(usize::try_from(size).unwrap_or(0))
            .map_err(|_| io::ErrorKind::OutOfMemory)?;
        input.take(self.0 + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > self.0 { Err(self.passed()) } else { Ok(bytes) }
    }

    /// The bytes, unpacked if they are a gzip file, as answers of a wiki are often saved.
    fn unpacked(self, bytes: Vec<u8>) -> io::Result<Vec<u8>> {
        if bytes.starts_with(&GZIP) { self.gunzipped(&bytes) } else { Ok(bytes) }
    }

    /// Unpacks a gzip file. Apart from what asks for it, since the decoder takes 13 pages of the stack as soon as a
    /// function begins that has it: a tenth of the time that comparing two short pages takes.
    #[inline(never)]
    fn gunzipped(self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        let mut unpacked = Vec::new();
        let broken =
            |error| io::Error::other(format!("this gzip file cannot be unpacked ({error}); fetch it again"));
        MultiGzDecoder::new(bytes).take(self.0 + 1).read_to_end(&mut unpacked).map_err(broken)?;
        if unpacked.len() as u64 > self.0 { Err(self.passed()) } else { Ok(unpacked) }
    }

    fn passed(self) -> io::Error {
        let limit = self.0 >> 20;
        io::Error::other(format!(
            "this has more than {limit} MiB, unpacked; give it in smaller parts, or allow more with --input-limit"
        ))
    }
}

/// Asks for a paste and reads it.
fn read_keyboard(terminal: Terminal) -> Result<Vec<u8>, Unread> {
    messages::say(&"paste the diff, then press Ctrl-D\n".into());
    match raw_mode::read(terminal)? {
        Typed::Text(bytes) => Ok(bytes),
        Typed::Cancelled => Err(Unread::Cancelled),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn packed(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    /// More than any test needs.
    const ENOUGH: Limit = Limit::mebibytes(1);

    #[test]
    fn gzip_is_unpacked_and_anything_else_left_alone() {
        #[track_caller]
        fn case(bytes: Vec<u8>, expected: &[u8]) {
            assert_eq!(ENOUGH.unpacked(bytes).unwrap(), expected);
        }
        case(packed(b"Line 1:"), b"Line 1:");
        case([packed(b"a"), packed(b"b")].concat(), b"ab");
        case(b"Line 1:".to_vec(), b"Line 1:");
    }

    #[test]
    fn what_is_too_much_is_refused_packed_or_not() {
        let zeros = packed(&[0; 4096]);
        assert_eq!(Limit(4096).unpacked(zeros.clone()).unwrap().len(), 4096);
        assert_eq!(Limit(4096).taken(&[0; 4096][..], 0).unwrap().len(), 4096);
        for refused in [
            Limit(4095).unpacked(zeros),
            Limit(4095).taken(&[0; 4096][..], 0),
            Limit(4095).taken(&[0; 1][..], 4096),
            Limit(4095).taken(io::repeat(0), 0),
        ] {
            assert!(refused.unwrap_err().to_string().contains("--input-limit"));
        }
    }

    #[test]
    fn a_gzip_file_that_breaks_off_is_refused() {
        let mut half = packed(b"Line 1:");
        half.truncate(12);
        assert!(ENOUGH.unpacked(half).unwrap_err().to_string().contains("cannot be unpacked"));
    }
}
