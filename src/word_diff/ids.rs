//! Numbers for equal values, counted from 0 in the order of their first occurrence.

use std::hash::Hash;

use foldhash::{HashMap, HashMapExt};

/// The numbers of the values seen so far.
///
/// The hash is seeded anew in each run, so that no page can be made to collide. The numbers do not depend on the seed.
pub(crate) struct Ids<T>(HashMap<T, u32>);

impl<T: Eq + Hash> Ids<T> {
    /// No values yet, with memory for this many.
    pub(crate) fn with_capacity(values: usize) -> Self {
        Self(HashMap::with_capacity(values))
    }

    /// The number of a value: that of an equal one, or the next.
    pub(crate) fn id(&mut self, value: T) -> u32 {
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        *self.0.entry(value).or_insert(next)
    }

    /// The count of different values.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}
