//! Regular expressions: ASCII classes, a bound on their size, and compilation on first use.
//!
//! ```text
//! static TIME: LazyLock<Regex> = LazyLock::new(|| compile("[0-9]:[0-9]{2}"));
//! if line.contains(':') && TIME.is_match(line) { … }           a cheap test first: most runs never compile TIME
//! ```

use regex::{Regex, RegexBuilder, bytes};

/// Maximum size of a compiled expression in bytes; the largest, for dates, has about 20 KB.
const PATTERN_SIZE_BUDGET: usize = 1 << 16;

/// Compiles a constant pattern. Classes are ASCII, and a character beyond ASCII stands outside of classes.
pub(crate) fn compile(pattern: &str) -> Regex {
    RegexBuilder::new(pattern)
        .unicode(false)
        .size_limit(PATTERN_SIZE_BUDGET)
        .build()
        .expect("patterns are constants, valid and small")
}

/// Compiles a constant pattern that searches bytes: a part of a text may begin or end inside a character.
pub(crate) fn compile_bytes(pattern: &str) -> bytes::Regex {
    bytes::RegexBuilder::new(pattern)
        .unicode(false)
        .size_limit(PATTERN_SIZE_BUDGET)
        .build()
        .expect("patterns are constants, valid and small")
}
