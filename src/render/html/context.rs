//! The page around a diff: options of the page, and the place of the diff in it.

use crate::model::{Hunk, Marked};
use crate::render::layout::collapse::{HunkPart, collapse_context};
use crate::render::line::focus::UnchangedText;
use crate::render::line::links::LinkOptions;
use crate::text::sanitize::Invisible;

/// The options of a page.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct HtmlView {
    /// Visibility of harmless invisible characters.
    pub invisible: Invisible,
    /// The number of context rows shown around each change until the reader asks for more; `None` shows all.
    pub context: Option<usize>,
    /// Links in the text; `None` for no links.
    pub links: Option<LinkOptions>,
}

/// A diff as a part of the page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HtmlArticle<'a> {
    /// The number of the diff on the page, for its anchors.
    pub(crate) number: usize,
    /// The name of the source, if the page has several.
    pub(crate) source: Option<&'a str>,
    /// The language of the text, as a code of BCP 47. The language of the wiki's interface is the best guess.
    pub(crate) language: &'static str,
    /// The options of the page.
    pub(crate) view: &'a HtmlView,
}

impl HtmlArticle<'_> {
    /// The shown and the collapsed rows of a hunk.
    pub(crate) fn hunk_parts<'r, 'a>(
        &self,
        hunk: &'r Hunk<Marked<'a>>,
    ) -> impl Iterator<Item = HunkPart<'r, Marked<'a>>> {
        collapse_context(&hunk.rows, self.view.context, UnchangedText::Whole)
    }
}

/// The code of BCP 47 for an unknown language. Without a code, a screen reader would read the text as English.
pub(crate) const UNKNOWN_LANGUAGE: &str = "und";

/// The title of a diff without one.
pub(crate) const DEFAULT_TITLE: &str = "Difference between revisions";

/// The anchor of a diff, by its number on the page.
pub(crate) fn article_id(number: usize) -> String {
    format!("diff-{number}")
}
