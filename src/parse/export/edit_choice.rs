//! The choice among the edits of a history: the newest, of a time, of a user.

use std::cmp::Reverse;

use super::PairedRevisions;
use super::history::{Export, ExportRevision, History, unescape_text};

/// A choice among the edits of a history. By default, all are chosen, in the order of the input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct EditChoice {
    /// The maximum number of edits. They come newest first.
    pub(crate) limit: Option<usize>,
    /// The first second of the time, as MediaWiki writes it: `2024-05-01T00:00:00Z`.
    pub(crate) since: Option<String>,
    /// The last second of the time.
    pub(crate) until: Option<String>,
    /// The name or address of the author.
    pub(crate) user: Option<String>,
}

impl EditChoice {
    /// Returns true if all edits are chosen.
    pub(crate) fn is_all(&self) -> bool {
        *self == Self::default()
    }

    /// Leaves the chosen edits, the newest first if their number is limited.
    pub(super) fn apply(&self, mut edits: Vec<PairedRevisions>, export: &Export<'_>) -> Vec<PairedRevisions> {
        edits.retain(|edit| self.contains(edit.new.revision(export)));
        if let Some(limit) = self.limit {
            // Of two edits in one second, the later one in the file is the newer one.
            edits.reverse();
            edits.sort_by_key(|edit| Reverse(edit.new.revision(export).timestamp));
            edits.truncate(limit);
        }
        edits
    }

    /// Counts the revisions of a page, at these indices, that are of the chosen time and user.
    pub(super) fn count(&self, page: &History<'_>, indices: impl Iterator<Item = usize>) -> usize {
        indices.filter(|index| self.contains(&page.revisions[*index])).count()
    }

    /// Returns true for a revision of the chosen time and user. One without a time is of no chosen time.
    pub(super) fn contains(&self, revision: &ExportRevision<'_>) -> bool {
        let time = revision.timestamp.unwrap_or_default();
        // Times of one form are in the order of their texts.
        self.since.as_deref().is_none_or(|since| since <= time)
            && self.until.as_deref().is_none_or(|until| !time.is_empty() && time <= until)
            && self.user.as_deref().is_none_or(|user| {
                revision.user.is_some_and(|name| fold_name(&unescape_text(name)) == fold_name(user))
            })
    }
}

/// Folds the forms of a user name that MediaWiki takes as equal: underscores, and the case of the first letter.
fn fold_name(name: &str) -> String {
    let name = name.replace('_', " ");
    let mut letters = name.trim().chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contains_revisions_of_the_time_and_the_user() {
        let revision = ExportRevision {
            timestamp: Some("2024-05-01T10:00:00Z"),
            user: Some("Ann &amp; Bob"),
            ..ExportRevision::default()
        };
        let case = |since: Option<&str>, until: Option<&str>, user: Option<&str>, expected| {
            let [since, until, user] = [since, until, user].map(|text| text.map(str::to_owned));
            let choice = EditChoice { limit: None, since, until, user };
            assert_eq!(choice.contains(&revision), expected, "{choice:?}");
            let unknown = ExportRevision::default();
            assert_eq!(choice.contains(&unknown), choice.is_all(), "{choice:?}");
        };
        case(None, None, None, true);
        case(Some("2024-05-01T10:00:00Z"), Some("2024-05-01T10:00:00Z"), None, true);
        case(Some("2024-05-01T10:00:01Z"), None, None, false);
        case(None, Some("2024-05-01T09:59:59Z"), None, false);
        case(None, None, Some("ann_&_Bob"), true);
        case(None, None, Some("Ann"), false);
    }
}
