//! The diff engines of MediaWiki.

/// The diff engine that printed a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The C++ extension that Wikipedia and most large wikis run.
    Wikidiff2,
    /// The engine in MediaWiki itself, written in PHP.
    Php,
}

impl Engine {
    /// Both engines, the more common one first.
    pub const ALL: &[Self] = &[Self::Wikidiff2, Self::Php];
}
