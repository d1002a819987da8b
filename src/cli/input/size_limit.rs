//! The size limit of inputs, and their unpacking within it.

use std::io::{self, Read};

use flate2::read::MultiGzDecoder;

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
    pub(crate) fn read(self, input: impl Read, size: u64) -> io::Result<Vec<u8>> {
        self.check(size)?;
        let mut bytes = Vec::new();
        bytes
            .try_reserve_exact(usize::try_from(size).unwrap_or(0))
            .map_err(|_| io::ErrorKind::OutOfMemory)?;
        input.take(self.0 + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > self.0 { Err(self.exceeded()) } else { Ok(bytes) }
    }

    /// Unpacks the bytes if they are a gzip file, as saved answers of a wiki often are.
    pub(crate) fn unpack(self, bytes: Vec<u8>) -> io::Result<Vec<u8>> {
        if bytes.starts_with(&GZIP_MAGIC) { self.gunzip(&bytes) } else { Ok(bytes) }
    }

    /// Unpacks a gzip file. The decoder takes 13 pages of the stack in any function that contains it, a tenth of the
    /// time of comparing two short pages. So it is not inlined.
    #[inline(never)]
    fn gunzip(self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        let mut unpacked = Vec::new();
        let result = MultiGzDecoder::new(bytes).take(self.0 + 1).read_to_end(&mut unpacked);
        result.map_err(|error| damaged_gzip_error(&error))?;
        if unpacked.len() as u64 > self.0 { Err(self.exceeded()) } else { Ok(unpacked) }
    }

    /// Checks the size of an input, or of its part so far.
    pub(crate) fn check(self, size: u64) -> io::Result<()> {
        if size > self.0 { Err(self.exceeded()) } else { Ok(()) }
    }

    fn exceeded(self) -> io::Error {
        let limit = self.0 >> 20;
        io::Error::other(format!(
            "larger than {limit} MiB after decompression; split the input, or raise the limit with --input-limit"
        ))
    }
}

/// Returns the error for a packed file that cannot be unpacked.
pub(crate) fn damaged_gzip_error(error: &io::Error) -> io::Error {
    io::Error::other(format!("this gzip file is damaged ({error}); download it again"))
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
