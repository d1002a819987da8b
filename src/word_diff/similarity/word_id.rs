//! Words as numbers, so that two words are compared in one step.

/// The number of a word: a hash in the upper 56 bits, the length in bytes (at most 255) in the lowest byte.
///
/// Words with equal numbers count as equal. At 56 bits a collision is too rare to matter for a measure of similarity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct WordId(u64);

impl WordId {
    /// The number of a word.
    pub(crate) fn new(word: &[u8]) -> Self {
        Self::with_byte_len(word, word.len())
    }

    /// The number of a word that counts with another length than its name has.
    pub(crate) fn with_byte_len(name: &[u8], byte_len: usize) -> Self {
        Self(hash(name) << 8 | u64::from(u8::try_from(byte_len).unwrap_or(u8::MAX)))
    }

    /// The length of the word in bytes, at most 255.
    pub(crate) const fn byte_len(self) -> usize {
        self.0.to_le_bytes()[0] as usize
    }
}

/// A multiplicative hash, eight bytes at a time.
fn hash(word: &[u8]) -> u64 {
    word.chunks(8).fold(0xcbf2_9ce4_8422_2325, |hash, chunk| {
        let bytes = chunk.iter().fold(0, |bytes, &byte| bytes << 8 | u64::from(byte));
        let mixed = (hash ^ bytes).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed ^ (mixed >> 32)
    })
}
