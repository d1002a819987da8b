//! Regular expressions: ASCII classes, a bound on their size, and compilation on first use.
//!
//! ```text
//! static TIME: LazyLock<Regex> = LazyLock::new(|| compile("[0-9]:[0-9]{2}"));
//! if line.contains(':') && TIME.is_match(line) { … }           a cheap test first: most runs never compile TIME
//! ```

use regex::{Regex, RegexBuilder};

/// Maximum size of a compiled expression in bytes; the largest has about 5 KB.
const PATTERN_SIZE_BUDGET: usize = 1 << 16;

/// Compiles a constant pattern. Classes are ASCII, and a character beyond ASCII stands outside of classes.
pub(crate) fn compile(pattern: &str) -> Regex {
    RegexBuilder::new(pattern)
        .unicode(false)
        .size_limit(PATTERN_SIZE_BUDGET)
        .build()
        .expect("patterns are constants, valid and small")
}
