//! Words and lines as mere bytes: how far they are equal, and a number for each word.

/// Bytes that are compared at once: those of the largest number.
const CHUNK: usize = size_of::<u128>();

/// How many bytes are equal from the beginning.
pub(crate) fn common_prefix(old: &[u8], new: &[u8]) -> usize {
    let (chunks, others) = (old.as_chunks::<CHUNK>().0, new.as_chunks::<CHUNK>().0);
    let whole = chunks.iter().zip(others).take_while(|(old, new)| old == new).count();
    if let (Some(old), Some(new)) = (chunks.get(whole), others.get(whole)) {
        let differing = u128::from_le_bytes(*old) ^ u128::from_le_bytes(*new);
        return whole * CHUNK + differing.trailing_zeros() as usize / 8;
    }
    let rests = old[whole * CHUNK..].iter().zip(&new[whole * CHUNK..]);
    whole * CHUNK + rests.take_while(|(old, new)| old == new).count()
}

/// How many bytes are equal from the end.
pub(crate) fn common_suffix(old: &[u8], new: &[u8]) -> usize {
    let (chunks, others) = (old.as_rchunks::<CHUNK>().1, new.as_rchunks::<CHUNK>().1);
    let most = chunks.len().min(others.len());
    let (chunks, others) = (&chunks[chunks.len() - most..], &others[others.len() - most..]);
    let backwards = chunks.iter().rev().zip(others.iter().rev());
    let whole = backwards.take_while(|(old, new)| old == new).count();
    if let Some(unequal) = most.checked_sub(whole + 1) {
        let differing = u128::from_le_bytes(chunks[unequal]) ^ u128::from_le_bytes(others[unequal]);
        return whole * CHUNK + differing.leading_zeros() as usize / 8;
    }
    let (old, new) = (&old[..old.len() - whole * CHUNK], &new[..new.len() - whole * CHUNK]);
    let rests = old.iter().rev().zip(new.iter().rev());
    whole * CHUNK + rests.take_while(|(old, new)| old == new).count()
}

/// A word as a number: its length in the lowest byte (255 at most), a hash above.
///
/// Two words with one number are taken for the same; at 56 bits that is too rare to matter to a measure of likeness.
pub(crate) fn number(word: &[u8]) -> u64 {
    named(word, word.len())
}

/// The number of a word of such a length that goes by a name.
pub(crate) fn named(name: &[u8], length: usize) -> u64 {
    hash(name) << 8 | u64::from(u8::try_from(length).unwrap_or(u8::MAX))
}

/// The length of the word that the number is of.
pub(crate) const fn length(number: u64) -> usize {
    number.to_le_bytes()[0] as usize
}

/// A multiplicative hash, eight bytes at a time: no more is asked of it than to tell words apart.
fn hash(word: &[u8]) -> u64 {
    word.chunks(8).fold(0xcbf2_9ce4_8422_2325, |hash, chunk| {
        let bytes = chunk.iter().fold(0, |bytes, &byte| bytes << 8 | u64::from(byte));
        let mixed = (hash ^ bytes).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed ^ (mixed >> 32)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_ends_are_counted_in_bytes() {
        let end = "0123456789".repeat(5);
        for length in 0..end.len() {
            let (old, new) =
                (format!("{}a{}", &end[..length], &end[length..]), format!("{}b", &end[..length]));
            assert_eq!(common_prefix(old.as_bytes(), new.as_bytes()), length);
            assert_eq!(common_suffix(old.as_bytes(), end.as_bytes()), end.len() - length);
        }
    }
}
