//! What is known of a diff besides its paste.

use crate::parse::sheet::Engine;

/// What is known of a diff besides its paste.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// New minus old size of the page in bytes, as the page history shows it. Goes before what the paste states.
    pub bytes: Option<i64>,
    /// The engine that printed the diff.
    pub engine: Option<Engine>,
}
