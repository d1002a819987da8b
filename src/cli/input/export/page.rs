//! The pairs of revisions of a page, by their places in the file.

use std::rc::Rc;

use crate::model::Sides;
use crate::parse::export::pieces::{RevisionKey, TextState};

/// The facts of a page, as they are in the file.
#[derive(Debug)]
pub(super) struct PageHead {
    pub(super) text: String,
    /// The address of the wiki.
    pub(super) wiki: Option<Rc<str>>,
}

/// A revision by its place in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RevisionInFile {
    pub(super) offset: u64,
    pub(super) length: u32,
    pub(super) line: u32,
    pub(super) key: RevisionKey,
}

/// Two revisions to compare.
#[derive(Clone, Debug)]
pub(super) struct PairPlace {
    pub(super) page: Rc<PageHead>,
    pub(super) revisions: Sides<RevisionInFile>,
    /// The number of revisions between the two without a text in the file.
    pub(super) unseen: usize,
}

/// The chosen pairs of a page, the oldest first: each revision with a text, and the one before it.
#[derive(Debug)]
pub(super) struct PagePairs {
    page: Rc<PageHead>,
    revisions: std::vec::IntoIter<RevisionInFile>,
    /// The last revision with a text.
    old: Option<RevisionInFile>,
    unseen: usize,
}

/// The counts of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct PageCounts {
    /// All pairs.
    pub(super) pairs: u64,
    /// The chosen revisions outside all pairs.
    pub(super) alone: usize,
}

impl PagePairs {
    /// Puts the revisions of a page in order. A file may list the newest revision first.
    pub(super) fn new(page: PageHead, mut revisions: Vec<RevisionInFile>) -> Self {
        revisions.sort_unstable_by_key(|revision| (revision.key.time, revision.offset));
        Self { page: Rc::new(page), revisions: revisions.into_iter(), old: None, unseen: 0 }
    }

    /// Counts the pairs, and the revisions outside them.
    pub(super) fn counts(&self) -> PageCounts {
        let revisions = self.revisions.as_slice();
        let has_text = |revision: &RevisionInFile| revision.key.text == TextState::Present;
        let first = revisions.iter().position(has_text);
        let last = revisions.iter().rposition(has_text);
        let pairs = revisions.iter().filter(|revision| has_text(revision)).count().saturating_sub(1);
        let is_alone = |index: &usize| match (first, last) {
            (Some(first), Some(last)) if first < last => *index < first || last < *index,
            _ => true,
        };
        let alone = (0..revisions.len()).filter(is_alone).filter(|index| revisions[*index].key.is_chosen);
        PageCounts { pairs: pairs as u64, alone: alone.count() }
    }
}

impl Iterator for PagePairs {
    type Item = PairPlace;

    fn next(&mut self) -> Option<PairPlace> {
        loop {
            let new = self.revisions.next()?;
            if new.key.text == TextState::Missing {
                self.unseen += 1;
                continue;
            }
            let unseen = std::mem::take(&mut self.unseen);
            if let Some(old) = self.old.replace(new)
                && new.key.is_chosen
            {
                return Some(PairPlace {
                    page: Rc::clone(&self.page),
                    revisions: Sides::new(old, new),
                    unseen,
                });
            }
        }
    }
}
