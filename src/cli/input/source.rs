//! Reading an input: a file, a pipe, a paste at the terminal, or the clipboard.

use std::borrow::Cow;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use super::clipboard;
use super::export::open::{OpenedInput, open_file, open_pipe};
use super::export::window::ReadSeek;
use super::fetch::FetchRequest;
use super::page_address;
use super::size_limit::SizeLimit;
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
    /// The address of the page that was copied.
    pub(crate) address: Option<String>,
}

impl LoadedInput {
    /// An input of which nothing but its content is known.
    pub(crate) const fn new(name: String, bytes: Vec<u8>) -> Self {
        Self { name, bytes, note: None, wiki: None, address: None }
    }
}

/// An input that was opened.
pub(crate) enum OpenedSource {
    Whole(LoadedInput),
    Export(LargeExport),
}

/// A large export, which is read in parts.
pub(crate) struct LargeExport {
    pub(crate) name: String,
    /// The text, without colours of a terminal.
    pub(crate) file: Box<dyn ReadSeek>,
    /// The number of bytes before the text.
    pub(crate) offset: u64,
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

    /// Opens an input that may be a large export.
    pub(crate) fn open(&self, limit: SizeLimit) -> Result<OpenedSource, ReadError> {
        let opened = match self {
            Self::File(path) | Self::FileOrWiki(path, _) => open_file(path, limit)?,
            Self::Pipe => open_pipe(io::stdin().lock(), limit)?,
            _ => return self.read(limit).map(OpenedSource::Whole),
        };
        let name = self.name().into_owned();
        Ok(match opened {
            OpenedInput::Whole(bytes) => OpenedSource::Whole(LoadedInput::new(name, check_memory(bytes)?)),
            OpenedInput::Export { file, offset } => OpenedSource::Export(LargeExport { name, file, offset }),
        })
    }

    /// Reads the whole input. The byte change of a copied page is at its start, but later rows decide the reading.
    pub(crate) fn read(&self, limit: SizeLimit) -> Result<LoadedInput, ReadError> {
        let (mut note, mut address) = (None, None);
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
                address = page_address::read();
                content.text.into_bytes()
            }
            Self::Wiki(_) => {
                return Err(io::Error::other("addresses are only supported for whole diffs").into());
            }
        };
        Ok(LoadedInput { note, address, ..LoadedInput::new(self.name().into_owned(), bytes) })
    }
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

/// Asks for a paste and reads it.
fn read_keyboard(kind: TerminalKind) -> Result<Vec<u8>, ReadError> {
    eprint_message(&"paste the diff, then press Ctrl-D\n".into());
    match read_paste(kind)? {
        PasteResult::Text(bytes) => Ok(bytes),
        PasteResult::Cancelled => Err(ReadError::Cancelled),
    }
}
