//! Choices made by bytes. A small change of the bytes is a small change of the choices, so that a fuzzer that measures
//! coverage can approach a case step by step.

/// Bytes that choices consume. After the last byte, each choice is the first alternative.
pub(crate) struct Bytes<'b> {
    rest: &'b [u8],
}

impl<'b> Bytes<'b> {
    /// Choices that these bytes make.
    pub(crate) const fn new(bytes: &'b [u8]) -> Self {
        Self { rest: bytes }
    }

    /// A number below a bound.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        let width = if bound > 1 << 8 { 2 } else { 1 };
        self.take(width).iter().fold(0, |number, byte| number << 8 | usize::from(*byte)) % bound
    }

    /// One of several values.
    pub(crate) fn one_of<T: Copy>(&mut self, some: &[T]) -> T {
        some[self.below(some.len())]
    }

    /// Returns true once in `times`.
    pub(crate) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == times - 1
    }

    /// A number of values, each below a bound.
    pub(crate) fn many<T>(&mut self, bound: usize, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..self.below(bound)).map(|_| make(self)).collect()
    }

    /// Bytes as text, with invalid sequences replaced.
    pub(crate) fn raw(&mut self, bound: usize) -> String {
        let length = self.below(bound);
        String::from_utf8_lossy(self.take(length)).into_owned()
    }

    fn take(&mut self, count: usize) -> &'b [u8] {
        let (taken, rest) = self.rest.split_at(count.min(self.rest.len()));
        self.rest = rest;
        taken
    }
}
