//! Reading an input: a file, a pipe, a paste at the terminal, or the clipboard.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;

use super::clipboard;
use super::fetch::FetchRequest;
use crate::cli::output::stderr::eprint_message;
use crate::cli::terminal::raw_mode::{PasteResult, TerminalKind, read_paste};
use crate::parse;
use crate::render::WikiUrl;

/// An input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum InputSource {
    /// A file, a device or a named pipe.
    File(PathBuf),
    /// An empty page, for a side without a file.
    Empty,
    /// Standard input that is not a terminal.
    Pipe,
    /// Standard input that is a terminal.
    Keyboard(TerminalKind),
    /// The clipboard, with the options that decide between its HTML and its text.
    Clipboard(parse::Options),
    /// A diff from a wiki.
    Wiki(FetchRequest),
    /// A file, or the address of a diff without `https://` if there is no such file.
    FileOrWiki(PathBuf, FetchRequest),
}

/// An input in memory.
#[derive(Debug)]
pub(crate) struct LoadedInput {
    pub(crate) name: String,
    /// The content, unpacked.
    pub(crate) bytes: Vec<u8>,
    /// A note about the source, for `--explain`.
    pub(crate) note: Option<String>,
    /// The wiki that the diff comes from, for links.
    pub(crate) wiki: Option<WikiUrl>,
}

/// The name of a missing file, in calls by git and in patches, on every system.
pub(crate) const NO_FILE: &str = "/dev/null";

/// An error in reading an input.
#[derive(Debug)]
pub(crate) enum ReadError {
    /// The person pressed Ctrl-C.
    Cancelled,
    Io(io::Error),
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl InputSource {
    /// Returns the name of the input in messages, headings and JSON.
    pub(crate) fn name(&self) -> Cow<'_, str> {
        match self {
            Self::File(path) | Self::FileOrWiki(path, _) => path.to_string_lossy(),
            Self::Empty => "no file".into(),
            Self::Pipe | Self::Keyboard(_) => "standard input".into(),
            Self::Clipboard(_) => "clipboard".into(),
            Self::Wiki(request) => request.name(),
        }
    }

    /// Returns true if the input may be a diff from a wiki.
    pub(crate) const fn may_be_fetched(&self) -> bool {
        matches!(self, Self::Wiki(_) | Self::FileOrWiki(..))
    }

    /// Returns the request for a diff from a wiki, if the input is not a file.
    pub(crate) fn fetch_request(&self) -> Option<&FetchRequest> {
        match self {
            Self::Wiki(request) => Some(request),
            Self::FileOrWiki(path, request) => (!path.exists()).then_some(request),
            _ => None,
        }
    }

    /// Returns the path of the page for a patch, if the input is a file.
    pub(crate) fn patch_path(&self) -> Option<String> {
        match self {
            Self::File(path) => path.to_str().map(str::to_owned),
            Self::Empty => Some(NO_FILE.to_owned()),
            _ => None,
        }
    }

    /// Reads the whole input. The byte change of a copied page is at its start, but later rows decide the reading.
    pub(crate) fn read(&self, limit: SizeLimit) -> Result<LoadedInput, ReadError> {
        let mut note = None;
        let bytes = match self {
            Self::File(path) | Self::FileOrWiki(path, _) => read_file(path, limit)?,
            Self::Empty => Vec::new(),
            Self::Pipe => {
                let bytes = limit.read(io::stdin().lock(), 0)?;
                check_memory(limit.unpack(bytes)?)?
            }
            Self::Keyboard(kind) => read_keyboard(*kind)?,
            Self::Clipboard(options) => {
                let content = clipboard::read(options).map_err(io::Error::other)?;
                note = Some(content.note.to_owned());
                content.text.into_bytes()
            }
            Self::Wiki(_) => {
                return Err(io::Error::other("addresses are only supported for whole diffs").into());
            }
        };
        Ok(LoadedInput { name: self.name().into_owned(), bytes, note, wiki: None })
    }
}

/// Opens a file for reading in parts.
pub(crate) fn open_file(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// Reads a whole file and unpacks it.
pub(crate) fn read_file(path: &Path, limit: SizeLimit) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    let size = file.metadata().map_or(0, |found| found.len());
    let bytes = limit.read(file, size)?;
    check_memory(limit.unpack(bytes)?)
}

/// The memory that an input needs until its diff is shown, in multiples of its size: 6 to 8 for many short lines, less
/// for pages.
const MEMORY_FACTOR: usize = 8;

/// Returns the bytes if there is enough memory to work on them. Later, the system would abort the program without a
/// useful message. The reservation costs no memory, because nothing is written to it.
fn check_memory(bytes: Vec<u8>) -> io::Result<Vec<u8>> {
    let mut reservation = Vec::<u8>::new();
    let result = reservation.try_reserve_exact(bytes.len().saturating_mul(MEMORY_FACTOR));
    // The compiler would remove an unused reservation.
    std::hint::black_box(&mut reservation);
    result.map_err(|_| io::ErrorKind::OutOfMemory)?;
    Ok(bytes)
}

/// The start of a gzip file (RFC 1952, section 2.3.1): two fixed bytes, and the only compression method.
pub(crate) const GZIP_MAGIC: [u8; 3] = [0x1f, 0x8b, 8];

/// The maximum size of an input in bytes, after decompression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SizeLimit(u64);

impl SizeLimit {
    pub(crate) const fn from_mebibytes(count: u32) -> Self {
        Self((count as u64) << 20)
    }

    /// Reads an input whose expected size is `size`.
    fn read(self, input: impl Read, size: u64) -> io::Result<Vec<u8>> {
        if size > self.0 {
            return Err(self.exceeded());
        }
        let mut bytes = Vec::new();
        bytes
            .try_reserve_exact(usize::try_from(size).unwrap_or(0))
            .map_err(|_| io::ErrorKind::OutOfMemory)?;
        input.take(self.0 + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > self.0 { Err(self.exceeded()) } else { Ok(bytes) }
    }

    /// Unpacks the bytes if they are a gzip file, as saved answers of a wiki often are.
    fn unpack(self, bytes: Vec<u8>) -> io::Result<Vec<u8>> {
        if bytes.starts_with(&GZIP_MAGIC) { self.gunzip(&bytes) } else { Ok(bytes) }
    }

    /// Unpacks a gzip file. The decoder takes 13 pages of the stack in any function that contains it, a tenth of the
    /// time of comparing two short pages. So it is not inlined.
    #[inline(never)]
    fn gunzip(self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        let mut unpacked = Vec::new();
        let result = MultiGzDecoder::new(bytes).take(self.0 + 1).read_to_end(&mut unpacked);
        result.map_err(|error| {
            io::Error::other(format!("this gzip file is damaged ({error}); download it again"))
        })?;
        if unpacked.len() as u64 > self.0 { Err(self.exceeded()) } else { Ok(unpacked) }
    }

    fn exceeded(self) -> io::Error {
        let limit = self.0 >> 20;
        io::Error::other(format!(
            "larger than {limit} MiB after decompression; split the input, or raise the limit with --input-limit"
        ))
    }
}

/// Asks for a paste and reads it.
fn read_keyboard(kind: TerminalKind) -> Result<Vec<u8>, ReadError> {
    eprint_message(&"paste the diff, then press Ctrl-D\n".into());
    match read_paste(kind)? {
        PasteResult::Text(bytes) => Ok(bytes),
        PasteResult::Cancelled => Err(ReadError::Cancelled),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    /// A limit above all test inputs.
    const ENOUGH: SizeLimit = SizeLimit::from_mebibytes(1);

    #[test]
    fn unpacks_gzip_and_nothing_else() {
        #[track_caller]
        fn unpacks(bytes: Vec<u8>, expected: &[u8]) {
            assert_eq!(ENOUGH.unpack(bytes).unwrap(), expected);
        }
        unpacks(gzip(b"Line 1:"), b"Line 1:");
        unpacks([gzip(b"a"), gzip(b"b")].concat(), b"ab");
        unpacks(b"Line 1:".to_vec(), b"Line 1:");
    }

    #[test]
    fn refuses_inputs_above_the_limit() {
        let zeros = gzip(&[0; 4096]);
        assert_eq!(SizeLimit(4096).unpack(zeros.clone()).unwrap().len(), 4096);
        assert_eq!(SizeLimit(4096).read(&[0; 4096][..], 0).unwrap().len(), 4096);
        for refused in [
            SizeLimit(4095).unpack(zeros),
            SizeLimit(4095).read(&[0; 4096][..], 0),
            SizeLimit(4095).read(&[0; 1][..], 4096),
            SizeLimit(4095).read(io::repeat(0), 0),
        ] {
            assert!(refused.unwrap_err().to_string().contains("--input-limit"));
        }
    }

    #[test]
    fn refuses_a_truncated_gzip_file() {
        let mut half = gzip(b"Line 1:");
        half.truncate(12);
        assert!(ENOUGH.unpack(half).unwrap_err().to_string().contains("damaged"));
    }
}
