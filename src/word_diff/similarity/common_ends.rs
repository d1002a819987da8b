//! The common ends of two sequences: the elements that both begin with and end with.
//!
//! ```text
//! old   The cat │ sat  │ here.
//! new   The cat │ lies │ here.
//!       prefix    middle suffix
//! ```
//!
//! Elements are bytes, tokens, lines or clusters. Bytes are compared sixteen at a time.

use std::ops::Range;

use crate::model::Sides;

/// An element of a sequence. A type may bring a faster comparison of many elements at once.
pub(crate) trait Comparable: PartialEq + Sized {
    /// Counts the equal elements at the beginning.
    fn common_prefix(old: &[Self], new: &[Self]) -> usize {
        old.iter().zip(new).take_while(|(old, new)| old == new).count()
    }

    /// Counts the equal elements at the end.
    fn common_suffix(old: &[Self], new: &[Self]) -> usize {
        old.iter().rev().zip(new.iter().rev()).take_while(|(old, new)| old == new).count()
    }
}

impl Comparable for &str {}

impl Comparable for [u8; CHUNK_LEN] {}

impl Comparable for u8 {
    fn common_prefix(old: &[Self], new: &[Self]) -> usize {
        let (chunks, others) = (old.as_chunks::<CHUNK_LEN>().0, new.as_chunks::<CHUNK_LEN>().0);
        let equal = Comparable::common_prefix(chunks, others);
        if let (Some(old), Some(new)) = (chunks.get(equal), others.get(equal)) {
            let difference = u128::from_le_bytes(*old) ^ u128::from_le_bytes(*new);
            return equal * CHUNK_LEN + difference.trailing_zeros() as usize / 8;
        }
        let start = equal * CHUNK_LEN;
        let rest = old[start..].iter().zip(&new[start..]);
        start + rest.take_while(|(old, new)| old == new).count()
    }

    fn common_suffix(old: &[Self], new: &[Self]) -> usize {
        let (chunks, others) = (old.as_rchunks::<CHUNK_LEN>().1, new.as_rchunks::<CHUNK_LEN>().1);
        let equal = Comparable::common_suffix(chunks, others);
        if let Some((old, new)) = chunks.iter().rev().zip(others.iter().rev()).nth(equal) {
            let difference = u128::from_le_bytes(*old) ^ u128::from_le_bytes(*new);
            return equal * CHUNK_LEN + difference.leading_zeros() as usize / 8;
        }
        let end = equal * CHUNK_LEN;
        let rest = old[..old.len() - end].iter().rev().zip(new[..new.len() - end].iter().rev());
        end + rest.take_while(|(old, new)| old == new).count()
    }
}

/// The bytes that are compared at once: a `u128`.
const CHUNK_LEN: usize = size_of::<u128>();

/// The lengths of the common ends of two sequences. The ends do not overlap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CommonEnds {
    /// The number of equal elements at the beginning.
    pub(crate) prefix: usize,
    /// The number of equal elements at the end, behind the prefix.
    pub(crate) suffix: usize,
}

impl CommonEnds {
    /// The length of both ends.
    pub(crate) const fn sum(self) -> usize {
        self.prefix + self.suffix
    }

    /// The range between the ends, in a sequence of `length` elements.
    pub(crate) const fn middle(self, length: usize) -> Range<usize> {
        self.prefix..length - self.suffix
    }
}

/// Finds the common ends of two sequences. Where they could overlap, the prefix takes precedence.
pub(crate) fn common_ends<T: Comparable>(sequences: Sides<&[T]>) -> CommonEnds {
    let Sides { old, new } = sequences;
    let prefix = T::common_prefix(old, new);
    CommonEnds { prefix, suffix: T::common_suffix(&old[prefix..], &new[prefix..]) }
}

/// Counts the equal elements at the beginning of two sequences.
pub(crate) fn common_prefix<T: Comparable>(old: &[T], new: &[T]) -> usize {
    T::common_prefix(old, new)
}

/// Counts the equal elements at the end of two sequences.
pub(crate) fn common_suffix<T: Comparable>(old: &[T], new: &[T]) -> usize {
    T::common_suffix(old, new)
}

/// Finds the common ends of two texts in bytes, moved back to places that are borders on both sides.
///
/// `is_border` decides for an offset in a text; the suffix is searched in the texts behind the prefix.
pub(crate) fn common_ends_at_borders(
    texts: Sides<&str>,
    is_border: impl Fn(&str, usize) -> bool,
) -> CommonEnds {
    let Sides { old, new } = texts;
    let prefix = common_prefix(old.as_bytes(), new.as_bytes());
    let prefix = border_before(prefix, |at| is_border(old, at) && is_border(new, at));
    let (old, new) = (&old[prefix..], &new[prefix..]);
    let suffix = common_suffix(old.as_bytes(), new.as_bytes());
    let suffix = border_before(suffix, |length| {
        is_border(old, old.len() - length) && is_border(new, new.len() - length)
    });
    CommonEnds { prefix, suffix }
}

/// The last border up to `at`. The beginning of a text is a border.
pub(crate) fn border_before(at: usize, is_border: impl Fn(usize) -> bool) -> usize {
    (1..=at).rev().find(|&at| is_border(at)).unwrap_or(0)
}

/// The first border from `at` on. The end of a text is a border.
pub(crate) fn border_after(at: usize, end: usize, is_border: impl Fn(usize) -> bool) -> usize {
    (at.max(1)..end).find(|&at| is_border(at)).unwrap_or(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_equal_bytes_at_both_ends() {
        let end = "0123456789".repeat(5);
        for length in 0..end.len() {
            let (old, new) =
                (format!("{}a{}", &end[..length], &end[length..]), format!("{}b", &end[..length]));
            assert_eq!(common_prefix(old.as_bytes(), new.as_bytes()), length);
            assert_eq!(common_suffix(old.as_bytes(), end.as_bytes()), end.len() - length);
        }
    }

    #[test]
    fn ends_do_not_overlap() {
        let ends = common_ends(Sides::new(b"aXa".as_slice(), b"aXaXa"));
        assert_eq!(ends, CommonEnds { prefix: 3, suffix: 0 });
        assert_eq!((ends.sum(), ends.middle(5)), (3, 3..5));
    }

    #[test]
    fn moves_ends_back_to_borders() {
        let is_border = |text: &str, at: usize| {
            at == text.len() || text.as_bytes()[at] == b' ' || text.as_bytes()[at.max(1) - 1] == b' '
        };
        let ends = common_ends_at_borders(Sides::new("a cat sat", "a cut bat"), is_border);
        assert_eq!(ends, CommonEnds { prefix: 2, suffix: 0 });
        let ends = common_ends_at_borders(Sides::new("a cat sat", "a cat sat up"), is_border);
        assert_eq!(ends, CommonEnds { prefix: 9, suffix: 0 });
    }
}
