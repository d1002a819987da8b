//! Line numbers of byte offsets, for a parser that goes forward.

/// Counter of the lines before an offset.
pub(crate) struct LineCounter<'t> {
    text: &'t str,
    offset: usize,
    line: u32,
}

impl<'t> LineCounter<'t> {
    /// Makes a counter at the start of a text.
    pub(crate) const fn new(text: &'t str) -> Self {
        Self { text, offset: 0, line: 1 }
    }

    /// Returns the line of an offset, counted from 1. The counter never goes back: an offset before the last one gets the
    /// line of the last one.
    pub(crate) fn line_at(&mut self, offset: usize) -> u32 {
        let passed = self.text.as_bytes().get(self.offset..offset.min(self.text.len())).unwrap_or_default();
        let ends = memchr::memchr_iter(b'\n', passed).count();
        self.line = self.line.saturating_add(u32::try_from(ends).unwrap_or(u32::MAX));
        self.offset += passed.len();
        self.line
    }
}
