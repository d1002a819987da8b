//! A stream cut into batches of whole lines: as many as have arrived, so that nobody waits for a batch to fill.

use std::io::{self, BufRead, BufReader, Read};

/// How much is read at once, where so much has arrived. Handing a batch from thread to thread costs as much for few
/// lines as for many: a ninth of the work at 64 KiB, next to nothing at this.
pub(crate) const USUAL: usize = 1 << 18;

/// The longest record. Two pages of the 2 MiB that a page may have (`$wgMaxArticleSize`), every character of them
/// written as six (`\u00e4`), have 24.
const MAX_RECORD_BYTES: u64 = 32 << 20;

/// Some lines of a stream.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Batch {
    /// The number of the first line; 1-based.
    pub(crate) first_line: u64,
    /// What they hold.
    pub(crate) lines: Lines,
}

/// What the lines of a batch hold.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Lines {
    /// Whole lines with their ends; the last one of the stream may have none.
    Whole(Vec<u8>),
    /// One line that is longer than a record may be, and was not kept.
    TooLong,
}

/// The batches of a stream.
pub(crate) struct Batches<R> {
    reader: BufReader<R>,
    next_line: u64,
    longest: u64,
}

impl<R: Read> Batches<R> {
    /// The batches of what a reader has.
    pub(crate) const fn of(reader: BufReader<R>) -> Self {
        Self { reader, next_line: 1, longest: MAX_RECORD_BYTES }
    }

    fn read(&mut self) -> io::Result<Option<Lines>> {
        if self.reader.fill_buf()?.is_empty() {
            return Ok(None);
        }
        let mut lines = Vec::new();
        if memchr::memchr(b'\n', self.reader.buffer()).is_none() {
            // Of this line only the beginning has arrived: the rest is waited for, and what comes along is taken too.
            self.reader.by_ref().take(self.longest).read_until(b'\n', &mut lines)?;
            if lines.len() as u64 == self.longest && !lines.ends_with(b"\n") {
                self.reader.skip_until(b'\n')?;
                return Ok(Some(Lines::TooLong));
            }
        }
        self.take_arrived(&mut lines);
        Ok(Some(Lines::Whole(lines)))
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
        let lines = self.read().transpose()?;
        self.next_line += match &lines {
            Ok(Lines::Whole(lines)) => memchr::memchr_iter(b'\n', lines).count() as u64,
            Ok(Lines::TooLong) => 1,
            Err(_) => 0,
        };
        Some(lines.map(|lines| Batch { first_line, lines }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads through a buffer of eight bytes, no record longer than sixteen.
    #[track_caller]
    fn case(text: &str, expected: &[(u64, Option<&str>)]) {
        let reader = BufReader::with_capacity(8, text.as_bytes());
        let batches = Batches { longest: 16, ..Batches::of(reader) };
        let found: Vec<_> = batches.map(Result::unwrap).collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|(first_line, text)| {
                let lines = text.map_or(Lines::TooLong, |text| Lines::Whole(text.into()));
                Batch { first_line: *first_line, lines }
            })
            .collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn a_batch_is_what_has_arrived_up_to_a_line_end() {
        case("", &[]);
        case("a\nb\nc", &[(1, Some("a\nb\n")), (3, Some("c"))]);
        case("a\n\n\nb\ncdef\ng\n", &[(1, Some("a\n\n\nb\n")), (5, Some("cdef\ng\n"))]);
    }

    #[test]
    fn a_line_longer_than_the_buffer_is_whole() {
        case("0123456789\na\n", &[(1, Some("0123456789\na\n"))]);
        case("a\n0123456789", &[(1, Some("a\n")), (2, Some("0123456789"))]);
    }

    #[test]
    fn a_line_that_is_too_long_is_left_out_and_the_next_one_is_read() {
        case("0123456789abcdef\na\n", &[(1, None), (2, Some("a\n"))]);
        case("0123456789abcde\na\n", &[(1, Some("0123456789abcde\n")), (2, Some("a\n"))]);
        case("0123456789abcdef", &[(1, None)]);
    }
}
