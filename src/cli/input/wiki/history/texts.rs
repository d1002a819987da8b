//! The texts of listed edits, fetched for many edits at once.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

use super::answer::{WikiRevision, index_revisions};
use super::requests;
use crate::cli::input::wiki::api::Api;
use crate::cli::input::wiki::error::FetchError;

/// The maximum number of texts that a wiki gives in one answer (`ApiBase::LIMIT_SML1`).
pub(super) const MAX_TEXTS: usize = 50;

/// The texts that the next edits need.
#[derive(Debug, Default)]
pub(super) struct TextCache {
    texts: HashMap<u64, WikiRevision>,
    /// Revisions that the wiki does not have.
    missing: HashSet<u64>,
    /// Revisions whose texts are too large for an answer.
    oversized: HashSet<u64>,
}

impl TextCache {
    /// Takes the next edits whose texts fit in one request: their revisions and those before them.
    pub(super) fn take_batch(&self, pending: &mut VecDeque<WikiRevision>) -> Vec<WikiRevision> {
        let mut ids = BTreeSet::new();
        let mut batch = Vec::new();
        while let Some(edit) = pending.front() {
            // An oversized edit is a batch of its own, so that the edits before it are shown first.
            if self.is_oversized(edit) && !batch.is_empty() {
                break;
            }
            ids.extend(revisions_of(edit));
            if ids.len() > MAX_TEXTS {
                break;
            }
            let is_oversized = self.is_oversized(edit);
            batch.extend(pending.pop_front());
            if is_oversized {
                break;
            }
        }
        batch
    }

    /// Fetches the texts of a batch, and forgets all others. An oversized text ends the batch before its edit; the edits
    /// from there on go back.
    pub(super) fn fetch(
        &mut self,
        batch: &mut Vec<WikiRevision>,
        pending: &mut VecDeque<WikiRevision>,
        api: &mut Api,
    ) -> Result<(), FetchError> {
        let needed: BTreeSet<u64> = batch.iter().flat_map(revisions_of).collect();
        self.texts.retain(|id, _| needed.contains(id));
        let mut count = MAX_TEXTS;
        loop {
            let open: Vec<u64> =
                needed.iter().filter(|id| !self.is_known(**id)).take(count).copied().collect();
            let Some(first) = open.first() else { break };
            let answer = match api.ask_all(&requests::texts(&open)) {
                Ok(answer) => answer,
                Err(FetchError::TooLarge(_)) if open.len() > 1 => {
                    count = open.len() / 2;
                    continue;
                }
                Err(FetchError::TooLarge(_)) => {
                    self.oversized.insert(*first);
                    continue;
                }
                Err(error) => return Err(error),
            };
            let found = index_revisions(&answer.value);
            let is_cut = answer.value.get("continue").is_some();
            let is_stuck = !open.iter().any(|id| found.contains_key(id));
            if is_cut && is_stuck {
                self.oversized.insert(*first);
            } else if !is_cut {
                self.missing.extend(open.iter().filter(|id| !found.contains_key(id)));
            }
            self.texts.extend(found);
        }
        let end = batch.iter().position(|edit| self.is_oversized(edit));
        if let Some(end) = end.filter(|end| *end > 0) {
            for edit in batch.drain(end..).rev() {
                pending.push_front(edit);
            }
        } else if end.is_some() {
            for edit in batch.drain(1..).rev() {
                pending.push_front(edit);
            }
        }
        Ok(())
    }

    /// Returns a fetched revision.
    pub(super) fn get(&self, id: u64) -> Option<&WikiRevision> {
        self.texts.get(&id)
    }

    /// Returns true if one of the texts of an edit is too large for an answer.
    pub(super) fn is_oversized(&self, edit: &WikiRevision) -> bool {
        revisions_of(edit).any(|id| self.oversized.contains(&id))
    }

    fn is_known(&self, id: u64) -> bool {
        self.texts.contains_key(&id) || self.missing.contains(&id) || self.oversized.contains(&id)
    }
}

/// Returns the numbers of the revisions of an edit.
fn revisions_of(edit: &WikiRevision) -> impl Iterator<Item = u64> + use<> {
    [edit.id, edit.parent].into_iter().filter(|id| *id > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(id: u64, parent: u64) -> WikiRevision {
        WikiRevision { id, parent, ..WikiRevision::default() }
    }

    #[test]
    fn takes_as_many_edits_as_one_request_has_texts() {
        let cache = TextCache::default();
        let batch_sizes = |edits: Vec<WikiRevision>| {
            let mut pending = VecDeque::from(edits);
            let mut sizes = Vec::new();
            while !pending.is_empty() {
                sizes.push(cache.take_batch(&mut pending).len());
            }
            sizes
        };
        // Successive edits share a text, others do not.
        assert_eq!(batch_sizes((1..=60).rev().map(|id| edit(id, id - 1)).collect()), [49, 11]);
        assert_eq!(batch_sizes((1..=60).map(|id| edit(2 * id, 2 * id - 1)).collect()), [25, 25, 10]);
        let oversized = TextCache { oversized: HashSet::from([4]), ..TextCache::default() };
        let mut pending = VecDeque::from([edit(6, 5), edit(4, 3), edit(2, 1)]);
        let ids = |batch: Vec<WikiRevision>| batch.iter().map(|edit| edit.id).collect::<Vec<_>>();
        assert_eq!(ids(oversized.take_batch(&mut pending)), [6]);
        assert_eq!(ids(oversized.take_batch(&mut pending)), [4]);
        assert_eq!(ids(oversized.take_batch(&mut pending)), [2]);
    }
}
