//! The list of contents of a page with several diffs: a link to each, with its revision, byte change and counts.

use std::fmt::Write;

use super::context::{DEFAULT_TITLE, article_id};
use super::escape::escape_message;
use super::time::with_readable_time;
use crate::model::{Diff, Marked};
use crate::render::layout::foot::foot_lines;
use crate::render::layout::head::{byte_change, revision_facts};

/// The list of contents, which grows with the diffs of the page.
#[derive(Clone, Debug, Default)]
pub(super) struct Contents {
    /// The title of the first diff, if the diff has one.
    title: Option<String>,
    /// The entries as HTML.
    entries: String,
    count: usize,
}

impl Contents {
    /// The number of entries.
    pub(super) const fn count(&self) -> usize {
        self.count
    }

    /// The title of the page.
    pub(super) fn page_title(&self) -> String {
        self.title.as_ref().map_or_else(
            || DEFAULT_TITLE.to_owned(),
            |title| format!("{}: {DEFAULT_TITLE}", escape_message(title)),
        )
    }

    /// Adds an entry for a diff. Returns the number of the diff on the page, counted from 1.
    pub(super) fn push(&mut self, diff: &Diff<'_, Marked<'_>>, source: Option<&str>) -> usize {
        let title = diff.page.title.as_deref();
        if self.count == 0 {
            self.title = title.map(str::to_owned);
        }
        self.count += 1;
        let name = title.or(source).unwrap_or(DEFAULT_TITLE);
        let revision = revision_facts(&with_readable_time(&diff.page.revisions.new));
        let facts = [revision, byte_change(diff)].into_iter().chain(foot_lines(diff));
        let facts: Vec<_> = facts.filter(|fact| !fact.is_empty()).map(|fact| escape_message(&fact)).collect();
        let (id, name) = (article_id(self.count), escape_message(name));
        _ = writeln!(
            self.entries,
            "<li><a href=\"#{id}\">{name}</a> <bdi>{}</bdi></li>",
            facts.join("</bdi> · <bdi>")
        );
        self.count
    }

    /// The list as HTML; empty for a page with one diff.
    pub(super) fn to_html(&self) -> String {
        if self.count < 2 {
            return String::new();
        }
        format!("<nav class=\"contents\" aria-label=\"Contents\">\n<ol>\n{}</ol>\n</nav>\n", self.entries)
    }
}
