//! A self-contained HTML page: no script, no other file, no network.
//!
//! ```text
//! <!DOCTYPE html> … the switch between the two views … <nav class="contents"> if there are several diffs … <main>
//!   <article class="wikidiff" id="diff-1">              one for each diff
//!     h1, byte change and certainty, revisions
//!     inline view: a changed row is one paragraph, as on the terminal
//!     table view: MediaWiki's own table, which every reader of MediaWiki's pages can read
//!     counts, warnings
//!   </article>
//! </main>
//! ```
//!
//! The page holds both views of each diff, and the reader switches between them with CSS alone. One grid for both would not
//! do: the inline view merges two lines into one paragraph, and the table must hold each line whole for other readers.
//! The two views share the text of rows (`line::segments`), links and collapsing.
//!
//! Facts that MediaWiki's table has no place for stand in `data-` attributes: page facts and the certainty on the table,
//! the facts of a revision on the head of its column, and `data-guessed` on a row that could be on either side.

use std::io::{self, Read, Write};

use super::layout::foot::foot_lines;
use super::layout::head::{facts_of_reading, format_file_changes, revision_facts};
use crate::model::{Comparison, Diff, Hunk, Marked, Proof};
use crate::word_diff::ContentModel;
use contents::Contents;
pub use context::HtmlView;
use context::{DEFAULT_TITLE, HtmlArticle, UNKNOWN_LANGUAGE, article_id};
use escape::escape_message;
use time::with_readable_time;

/// The stylesheet of the page.
const STYLE: &str = include_str!("style.css");

/// Writer of a page. The articles of the diffs are written first, to a place from which [`finish`](Self::finish) copies them:
/// the page begins with a list of contents, which is known at the end.
///
/// ```
/// use wikidiff::model::Sides;
/// use wikidiff::render::{HtmlPage, HtmlView};
///
/// let pages = Sides::new("a long river\n", "a short river\n");
/// let diff = wikidiff::diff_pages(pages, &wikidiff::Options::default());
/// let (view, mut articles, mut out) = (HtmlView::default(), Vec::new(), Vec::new());
/// let mut page = HtmlPage::new(&view);
/// page.write_article(&diff, None, &mut articles)?;
/// page.finish(&mut articles.as_slice(), &mut out)?;
/// assert!(out.starts_with(b"<!DOCTYPE html>"));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct HtmlPage<'v> {
    view: &'v HtmlView,
    contents: Contents,
}

impl<'v> HtmlPage<'v> {
    /// Begins a page.
    #[must_use]
    pub fn new(view: &'v HtmlView) -> Self {
        Self { view, contents: Contents::default() }
    }

    /// Writes the article of a diff, with the name of its source if the page has several diffs. The first diff gives the
    /// page its title.
    ///
    /// # Errors
    /// When `articles` fails.
    pub fn write_article(
        &mut self,
        diff: &Diff<'_, Marked<'_>>,
        source: Option<&str>,
        articles: &mut dyn Write,
    ) -> io::Result<()> {
        let number = self.contents.push(diff, source);
        let language = diff.page.language.unwrap_or(UNKNOWN_LANGUAGE);
        write_article(diff, &HtmlArticle { number, source, language, view: self.view }, articles)
    }

    /// Writes the page, with all its articles. Without a diff, it writes nothing.
    ///
    /// # Errors
    /// When `articles` or `out` fails.
    pub fn finish(self, articles: &mut dyn Read, out: &mut dyn Write) -> io::Result<()> {
        if self.contents.count() == 0 {
            return Ok(());
        }
        write_start(&self.contents, out)?;
        io::copy(articles, out)?;
        out.write_all(b"</main>\n</body>\n</html>\n")
    }
}

/// Writes the beginning of the page, up to the first diff.
fn write_start(contents: &Contents, out: &mut dyn Write) -> io::Result<()> {
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"generator\" content=\"wikidiff {}\">\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <input type=\"radio\" class=\"switch\" name=\"view\" id=\"view-inline\" checked>\
         <label for=\"view-inline\">Inline</label>\n\
         <input type=\"radio\" class=\"switch\" name=\"view\" id=\"view-sides\">\
         <label for=\"view-sides\">Side by side</label>\n{}<main>\n",
        env!("CARGO_PKG_VERSION"),
        contents.page_title(),
        contents.to_html(),
    )
}

/// Writes a diff as a part of the page.
fn write_article(
    diff: &Diff<'_, Marked<'_>>,
    article: &HtmlArticle<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let is_code = ContentModel::from_marked_diff(diff) != ContentModel::Wikitext;
    let code = if is_code { " code" } else { "" };
    writeln!(out, "<article class=\"wikidiff{code}\" id=\"{}\">", article_id(article.number))?;
    write_head(diff, article, out)?;
    write_more_switch(diff, article, out)?;
    inline_view::write(diff, article, out)?;
    table_view::write(diff, article, out)?;
    let foot: Vec<_> = foot_lines(diff).map(|line| escape_message(&line)).collect();
    writeln!(out, "<p class=\"foot\">{}</p>", foot.join("<br>"))?;
    write_warnings(diff, out)?;
    out.write_all(b"</article>\n")
}

fn write_head(diff: &Diff<'_, Marked<'_>>, article: &HtmlArticle<'_>, out: &mut dyn Write) -> io::Result<()> {
    if let Some(source) = article.source {
        writeln!(out, "<p class=\"source\">{}</p>", escape_message(source))?;
    }
    let title = diff.page.title.as_deref().unwrap_or(DEFAULT_TITLE);
    writeln!(out, "<h1 class=\"firstHeading\">{}</h1>", escape_message(title))?;
    let is_unsure = diff.comparison == Comparison::SidesLost || diff.proof == Proof::Inferred;
    let unsure = if is_unsure { " unsure" } else { "" };
    writeln!(out, "<p class=\"sum{unsure}\">{}</p>", facts_of_reading(diff))?;
    if let Some(changes) = format_file_changes(diff) {
        writeln!(out, "<p class=\"sum\">{}</p>", escape_message(&changes))?;
    }
    write_revisions(diff, out)
}

/// Writes the switch that shows collapsed rows, if there are any.
fn write_more_switch(
    diff: &Diff<'_, Marked<'_>>,
    article: &HtmlArticle<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let is_collapsed = |hunk: &Hunk<_>| article.hunk_parts(hunk).any(|part| part.is_collapsed());
    if !diff.hunks.iter().any(is_collapsed) {
        return Ok(());
    }
    let number = article.number;
    writeln!(
        out,
        "<input type=\"checkbox\" class=\"switch\" id=\"more-{number}\"><label for=\"more-{number}\">All lines</label>"
    )
}

fn write_revisions(diff: &Diff<'_, Marked<'_>>, out: &mut dyn Write) -> io::Result<()> {
    let revisions = diff.page.revisions.as_ref();
    let facts = [("Old", revisions.old), ("New", revisions.new)]
        .map(|(name, revision)| (name, escape_message(&revision_facts(&with_readable_time(revision)))));
    if facts.iter().all(|(_, facts)| facts.is_empty()) {
        return Ok(());
    }
    out.write_all(b"<dl class=\"revisions\">\n")?;
    for (name, facts) in facts.iter().filter(|(_, facts)| !facts.is_empty()) {
        writeln!(out, "<dt>{name}</dt><dd><bdi>{facts}</bdi></dd>")?;
    }
    out.write_all(b"</dl>\n")
}

fn write_warnings(diff: &Diff<'_, Marked<'_>>, out: &mut dyn Write) -> io::Result<()> {
    let mut warnings = diff.notable_warnings().peekable();
    if warnings.peek().is_none() {
        return Ok(());
    }
    out.write_all(b"<ul class=\"warnings\">\n")?;
    for warning in warnings {
        let place =
            warning.first_line().map(|line| format!("line {line} of the paste: ")).unwrap_or_default();
        writeln!(out, "<li>{place}{}</li>", escape_message(&warning.message))?;
    }
    out.write_all(b"</ul>\n")
}

mod contents;
mod context;
mod escape;
mod inline_view;
mod table_view;
#[cfg(test)]
mod tests;
mod time;
