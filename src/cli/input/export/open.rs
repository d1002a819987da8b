//! Opening an input that may be a large export.
//!
//! ```text
//! plain file ──────────────────────────▶ read where it is
//! pipe, packed file ──▶ temporary file ──▶ read there
//! ```
//!
//! An export is read in parts if it is UTF-8 without colours of a terminal, as every wiki writes it. Any other is read
//! whole, as are small ones.

use std::fs::File;
use std::io::{self, Cursor, Read, Write};
use std::path::Path;

use flate2::read::MultiGzDecoder;

use super::window::ReadSeek;
use crate::cli::input::size_limit::{GZIP_MAGIC, SizeLimit, damaged_gzip_error};
use crate::parse::export::is_export;

/// The number of bytes up to which an input is read whole.
const MAX_WHOLE_BYTES: u64 = 1 << 20;

/// The number of bytes that are checked at once.
const COPY_BYTES: usize = 1 << 18;

/// An input.
pub(crate) enum OpenedInput {
    /// The bytes, unpacked.
    Whole(Vec<u8>),
    /// An export to read in parts, from an offset on.
    Export { file: Box<dyn ReadSeek>, offset: u64 },
}

/// Opens a file.
pub(crate) fn open_file(path: &Path, limit: SizeLimit) -> io::Result<OpenedInput> {
    let mut file = File::open(path)?;
    let facts = file.metadata()?;
    let size = if facts.is_file() { facts.len() } else { 0 };
    limit.check(size)?;
    let start = read_start(&mut file)?;
    if facts.is_file() && is_large_export(&start) && !start.starts_with(&GZIP_MAGIC) {
        return open_plain(file, &start, size, limit);
    }
    open_stream(file, start, size, limit)
}

/// Opens a pipe.
pub(crate) fn open_pipe(mut pipe: impl Read, limit: SizeLimit) -> io::Result<OpenedInput> {
    let start = read_start(&mut pipe)?;
    open_stream(pipe, start, 0, limit)
}

fn read_start(input: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut start = Vec::new();
    input.take(MAX_WHOLE_BYTES).read_to_end(&mut start)?;
    Ok(start)
}

/// Opens an export in a file that was read up to the end of `start`.
fn open_plain(mut file: File, start: &[u8], size: u64, limit: SizeLimit) -> io::Result<OpenedInput> {
    let mut check = TextCheck::default();
    check.add(start);
    copy(&mut file, &mut io::sink(), &mut check, limit)?;
    check.into_opened(file, |file| limit.read(file, size))
}

/// Opens an input whose start was read.
fn open_stream(rest: impl Read, start: Vec<u8>, size: u64, limit: SizeLimit) -> io::Result<OpenedInput> {
    let is_packed = start.starts_with(&GZIP_MAGIC);
    let spool = is_large_export(&start).then(tempfile::tempfile).and_then(Result::ok);
    let input = Cursor::new(start).chain(rest);
    let Some(mut spool) = spool else {
        return limit.unpack(limit.read(input, size)?).map(OpenedInput::Whole);
    };
    let mut check = TextCheck::default();
    if is_packed {
        let mut unpacked = UnpackedGzip(MultiGzDecoder::new(input));
        copy(&mut unpacked, &mut spool, &mut check, limit)?;
    } else {
        copy(&mut { input }, &mut spool, &mut check, limit)?;
    }
    check.into_opened(spool, |spool| limit.read(spool, 0))
}

/// A packed file whose errors say that it is damaged.
struct UnpackedGzip<R>(MultiGzDecoder<R>);

impl<R: Read> Read for UnpackedGzip<R> {
    fn read(&mut self, part: &mut [u8]) -> io::Result<usize> {
        self.0.read(part).map_err(|error| damaged_gzip_error(&error))
    }
}

/// Returns true for the start of a large export.
fn is_large_export(start: &[u8]) -> bool {
    let is_export = |start: &[u8]| {
        let text = String::from_utf8_lossy(start.strip_prefix(UTF8_MARK).unwrap_or(start));
        start.len() as u64 == MAX_WHOLE_BYTES && is_export(&text)
    };
    if start.starts_with(&GZIP_MAGIC) {
        let mut unpacked = Vec::new();
        // The end of the start is no damage.
        _ = MultiGzDecoder::new(start).take(MAX_WHOLE_BYTES).read_to_end(&mut unpacked);
        return is_export(&unpacked);
    }
    is_export(start)
}

/// Copies the rest of an input, and checks it.
fn copy(
    input: &mut impl Read,
    output: &mut impl Write,
    check: &mut TextCheck,
    limit: SizeLimit,
) -> io::Result<()> {
    let mut part = vec![0; COPY_BYTES];
    loop {
        let count = match input.read(&mut part) {
            Ok(0) => return Ok(()),
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        check.add(&part[..count]);
        limit.check(check.bytes)?;
        output.write_all(&part[..count])?;
    }
}

/// The bytes that mark UTF-8.
const UTF8_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The start of a colour of a terminal.
const ESCAPE: u8 = 0x1b;

/// A check that a text is UTF-8 without colours of a terminal.
#[derive(Debug, Default)]
struct TextCheck {
    /// The number of bytes so far.
    bytes: u64,
    /// The length of the mark at the start.
    mark: u64,
    /// The start of a character that is not complete.
    open: Vec<u8>,
    is_damaged: bool,
}

impl TextCheck {
    fn add(&mut self, part: &[u8]) {
        if self.bytes == 0 && part.starts_with(UTF8_MARK) {
            self.mark = UTF8_MARK.len() as u64;
        }
        self.bytes += part.len() as u64;
        if self.is_damaged {
            return;
        }
        // Few bytes are open, and the rest of their character is at the start of the part.
        let mut rest = part;
        while !self.open.is_empty()
            && let Some((first, behind)) = rest.split_first()
        {
            self.open.push(*first);
            rest = behind;
            match str::from_utf8(&self.open) {
                Ok(_) => self.open.clear(),
                Err(error) if error.error_len().is_none() => {}
                Err(_) => {
                    self.is_damaged = true;
                    return;
                }
            }
        }
        match str::from_utf8(rest) {
            Ok(_) => {}
            Err(error) if error.error_len().is_none() => self.open.extend(&rest[error.valid_up_to()..]),
            Err(_) => self.is_damaged = true,
        }
        self.is_damaged |= memchr::memchr(ESCAPE, part).is_some();
    }

    /// Returns the export in a file that was checked.
    fn into_opened(
        self,
        mut file: File,
        read: impl FnOnce(&mut File) -> io::Result<Vec<u8>>,
    ) -> io::Result<OpenedInput> {
        if self.is_damaged || !self.open.is_empty() {
            io::Seek::rewind(&mut file)?;
            return read(&mut file).map(OpenedInput::Whole);
        }
        Ok(OpenedInput::Export { file: Box::new(file), offset: self.mark })
    }
}
