//! The line of a byte, for a parser that goes forward.

/// Counts lines forward.
pub(crate) struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: u32,
}

impl<'t> Lines<'t> {
    /// The lines of a text, from its first one on.
    pub(crate) const fn of(text: &'t str) -> Self {
        Self { text, at: 0, line: 1 }
    }

    /// The line of a byte, 1-based; where it lies before the last one that was asked for, that one's.
    pub(crate) fn at(&mut self, offset: usize) -> u32 {
        let passed = self.text.as_bytes().get(self.at..offset.min(self.text.len())).unwrap_or_default();
        let ends = memchr::memchr_iter(b'\n', passed).count();
        self.line = self.line.saturating_add(u32::try_from(ends).unwrap_or(u32::MAX));
        self.at += passed.len();
        self.line
    }
}
