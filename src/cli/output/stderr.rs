//! What is said aside, on standard error.
//!
//! Where nobody takes it (a full disk, a terminal that is gone), it is dropped, and the run goes on: what was asked for
//! goes to the output, and the exit code still says how it ended.

use std::io::{self, Write};

/// Standard error, which is never a reason to stop.
pub(crate) struct Aside;

impl Write for Aside {
    #[expect(clippy::disallowed_methods, reason = "the way to standard error")]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        _ = io::stderr().write_all(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
