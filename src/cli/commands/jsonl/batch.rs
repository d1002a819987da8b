//! Batches of whole lines. A batch has the lines that have arrived, so that no record waits for a full batch.

use std::io::{self, BufRead, BufReader, Read};

/// The maximum number of bytes read at once. The cost of passing a batch to a thread does not depend on its size: it is
/// a ninth of the work at 64 KiB, and next to nothing at 256 KiB.
pub(crate) const READ_BYTES: usize = 1 << 18;

/// The maximum size of a record. Two pages of 2 MiB (`$wgMaxArticleSize`) have 24 MiB if every character is written as
/// six (`\u00e4`).
pub(crate) const MAX_RECORD_BYTES: u64 = 32 << 20;

/// Consecutive lines of a stream.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Batch {
    /// The number of the first line; 1-based.
    pub(crate) first_line: u64,
    pub(crate) lines: BatchLines,
}

/// The lines of a batch.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum BatchLines {
    /// Whole lines with their ends. The last line of the stream may have no end.
    Whole(Vec<u8>),
    /// A line longer than [`MAX_RECORD_BYTES`], which was dropped.
    TooLong,
}

/// The batches of a stream.
pub(crate) struct Batches<R> {
    reader: BufReader<R>,
    next_line: u64,
    max_record_bytes: u64,
}

impl<R: Read> Batches<R> {
    /// Returns the batches of a reader.
    pub(crate) const fn new(reader: BufReader<R>) -> Self {
        Self { reader, next_line: 1, max_record_bytes: MAX_RECORD_BYTES }
    }

    fn read_lines(&mut self) -> io::Result<Option<BatchLines>> {
        if self.reader.fill_buf()?.is_empty() {
            return Ok(None);
        }
        let mut lines = Vec::new();
        if memchr::memchr(b'\n', self.reader.buffer()).is_none() {
            // Only the start of a line has arrived. Wait for its end, and take the lines after it too.
            self.reader.by_ref().take(self.max_record_bytes).read_until(b'\n', &mut lines)?;
            if lines.len() as u64 == self.max_record_bytes && !lines.ends_with(b"\n") {
                self.reader.skip_until(b'\n')?;
                return Ok(Some(BatchLines::TooLong));
            }
        }
        self.take_arrived(&mut lines);
        Ok(Some(BatchLines::Whole(lines)))
    }

    /// Takes the whole lines that have arrived.
    fn take_arrived(&mut self, lines: &mut Vec<u8>) {
        let arrived = self.reader.buffer();
        let whole = memchr::memrchr(b'\n', arrived).map_or(0, |last| last + 1);
        lines.extend_from_slice(&arrived[..whole]);
        self.reader.consume(whole);
    }
}

impl<R: Read> Iterator for Batches<R> {
    type Item = io::Result<Batch>;

    fn next(&mut self) -> Option<Self::Item> {
        let first_line = self.next_line;
        let lines = self.read_lines().transpose()?;
        self.next_line += match &lines {
            Ok(BatchLines::Whole(lines)) => memchr::memchr_iter(b'\n', lines).count() as u64,
            Ok(BatchLines::TooLong) => 1,
            Err(_) => 0,
        };
        Some(lines.map(|lines| Batch { first_line, lines }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads with a buffer of 8 bytes and a limit of 16 bytes per record.
    #[track_caller]
    fn reads(text: &str, expected: &[(u64, Option<&str>)]) {
        let reader = BufReader::with_capacity(8, text.as_bytes());
        let batches = Batches { max_record_bytes: 16, ..Batches::new(reader) };
        let found: Vec<_> = batches.map(Result::unwrap).collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|(first_line, text)| {
                let lines = text.map_or(BatchLines::TooLong, |text| BatchLines::Whole(text.into()));
                Batch { first_line: *first_line, lines }
            })
            .collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn takes_the_lines_that_have_arrived() {
        reads("", &[]);
        reads("a\nb\nc", &[(1, Some("a\nb\n")), (3, Some("c"))]);
        reads("a\n\n\nb\ncdef\ng\n", &[(1, Some("a\n\n\nb\n")), (5, Some("cdef\ng\n"))]);
    }

    #[test]
    fn reads_a_line_longer_than_the_buffer() {
        reads("0123456789\na\n", &[(1, Some("0123456789\na\n"))]);
        reads("a\n0123456789", &[(1, Some("a\n")), (2, Some("0123456789"))]);
    }

    #[test]
    fn drops_a_line_that_is_too_long_and_goes_on() {
        reads("0123456789abcdef\na\n", &[(1, None), (2, Some("a\n"))]);
        reads("0123456789abcde\na\n", &[(1, Some("0123456789abcde\n")), (2, Some("a\n"))]);
        reads("0123456789abcdef", &[(1, None)]);
    }
}
