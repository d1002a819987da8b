//! A window on a file of UTF-8: the text from an offset on, as far as it is loaded.

use std::io::{self, Read, Seek, SeekFrom};

/// A file that is read from any offset on.
pub(crate) trait ReadSeek: Read + Seek {}

impl<F: Read + Seek> ReadSeek for F {}

/// The number of bytes that are loaded at once, unless a longer piece needs more.
const LOAD_BYTES: usize = 1 << 18;

/// The text of a file from an offset on.
pub(super) struct TextWindow<F> {
    file: F,
    /// The loaded bytes. A character at their end may be incomplete.
    bytes: Vec<u8>,
    /// The part of the bytes that was passed.
    passed: usize,
    /// The offset in the file behind the loaded bytes.
    end: u64,
    /// The line at the start of the window; 1-based.
    line: u32,
    load_bytes: usize,
}

/// The result of loading more of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Loaded {
    More,
    /// The window ends at the end of the file.
    Nothing,
}

impl<F: ReadSeek> TextWindow<F> {
    /// Returns a window at this offset of a file. Nothing is loaded yet.
    pub(super) const fn new(file: F, offset: u64) -> Self {
        Self::loading(file, offset, LOAD_BYTES)
    }

    /// Returns a window that loads this number of bytes at once.
    pub(super) const fn loading(file: F, offset: u64, load_bytes: usize) -> Self {
        Self { file, bytes: Vec::new(), passed: 0, end: offset, line: 1, load_bytes }
    }

    /// The loaded text from the start of the window on.
    pub(super) fn text(&self) -> io::Result<&str> {
        let bytes = &self.bytes[self.passed..];
        match str::from_utf8(bytes) {
            Ok(text) => Ok(text),
            Err(error) if error.error_len().is_none() => {
                str::from_utf8(&bytes[..error.valid_up_to()]).map_err(|_| changed_error())
            }
            Err(_) => Err(changed_error()),
        }
    }

    /// Loads at least as much again as there is.
    pub(super) fn load(&mut self) -> io::Result<Loaded> {
        self.bytes.drain(..self.passed);
        self.passed = 0;
        self.file.seek(SeekFrom::Start(self.end))?;
        let wanted = self.load_bytes.max(self.bytes.len());
        let count = self.file.by_ref().take(wanted as u64).read_to_end(&mut self.bytes)?;
        self.end += count as u64;
        Ok(if count == 0 { Loaded::Nothing } else { Loaded::More })
    }

    /// Passes the first bytes of the window.
    pub(super) fn pass(&mut self, count: usize) {
        let bytes = &self.bytes[self.passed..][..count];
        self.line = self.line.saturating_add(count_lines(bytes));
        self.passed += count;
    }

    /// The offset in the file at the start of the window.
    pub(super) const fn offset(&self) -> u64 {
        self.end - (self.bytes.len() - self.passed) as u64
    }

    /// The line at the start of the window; 1-based.
    pub(super) const fn line(&self) -> u32 {
        self.line
    }

    /// Appends a part of the file, anywhere in it, to a text.
    pub(super) fn read_part(&mut self, offset: u64, length: u32, text: &mut String) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(offset))?;
        self.file.by_ref().take(length.into()).read_to_string(text)?;
        Ok(())
    }
}

/// Counts the ends of lines.
pub(super) fn count_lines(bytes: &[u8]) -> u32 {
    u32::try_from(memchr::memchr_iter(b'\n', bytes).count()).unwrap_or(u32::MAX)
}

/// An error for a file that is not what it was.
pub(crate) fn changed_error() -> io::Error {
    io::Error::other("the file changed while it was read; try again")
}
