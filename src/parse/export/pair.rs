//! Two revisions that were cut out of an export.

use super::history::{ExportRevision, History, parse_in_page};
use super::{ComparedRevisions, RevisionTexts};
use crate::model::Sides;

/// Two revisions of a page, cut out of an export.
#[derive(Debug)]
pub(crate) struct CutOutPair {
    /// The facts of the page, the old revision, and the new revision, as they are in the file.
    pub(crate) text: String,
    /// The lines of the file where the revisions begin; 1-based.
    pub(crate) lines: Sides<u32>,
    /// The number of revisions between the two without a text in the file.
    pub(crate) unseen: usize,
    /// The address of the wiki.
    pub(crate) wiki: Option<String>,
    /// The end of the file, for the last pair.
    pub(crate) ending: Option<ExportEnding>,
}

/// The end of an export, of which the last comparison warns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ExportEnding {
    /// The number of revisions outside all pairs.
    pub(crate) alone: usize,
    /// The line where the file breaks off or is damaged; 1-based.
    pub(crate) cut_off: Option<u32>,
}

impl CutOutPair {
    /// Reads both revisions. Returns `None` if the text is not that of two revisions.
    pub(crate) fn read(&self) -> Option<RevisionTexts<'_>> {
        let export = parse_in_page(&self.text);
        let [page] = &export.pages[..] else { return None };
        let [old, new] = &page.revisions[..] else { return None };
        let old = in_file(old, self.lines.old);
        let new = in_file(new, self.lines.new);
        let mut comparison = self.compare(page, Sides::new(&old, &new));
        if let Some(ending) = self.ending {
            comparison.end_file(ending);
        }
        export.cut_off.is_none().then_some(comparison)
    }

    fn compare<'a>(&self, page: &History<'a>, revisions: Sides<&ExportRevision<'a>>) -> RevisionTexts<'a> {
        let compared = ComparedRevisions { old_page: page, page, revisions, unseen: self.unseen };
        compared.to_pair(self.wiki.as_deref())
    }
}

/// Returns a revision with the lines of the file.
const fn in_file<'a>(revision: &ExportRevision<'a>, line: u32) -> ExportRevision<'a> {
    let text_line = revision.text_line.saturating_sub(revision.line).saturating_add(line);
    ExportRevision { line, text_line, ..*revision }
}
