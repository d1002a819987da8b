//! One HTML page that needs nothing else: no script, no other file, no network.
//!
//! ```text
//! html_start    <!DOCTYPE html> … the switch between the two views … <main>
//! html            <article class="wikidiff">                          one for each diff
//!                   h1, revisions, warnings
//!                   column: a changed line is one paragraph, as on the terminal
//!                   sides:  MediaWiki's own table, which everything reads that reads MediaWiki's
//!                 </article>
//! html_end      </main>
//! ```
//!
//! Facts that MediaWiki's table has no place for stand in `data-` attributes: page facts and the certainty on the table,
//! the facts of a revision on the head of its column, and `data-guessed` on a row that could be on either side.

use std::io::{self, Write};

use super::layout::collapse::collapse_context;
use super::layout::foot::foot;
use super::layout::head::{bytes, comment, named, proof};
use super::style::view::View;
use crate::model::{Diff, Hunk, Marked, Revision};
use crate::text::writer::TerminalWriter;
pub use context::{HtmlArticle, HtmlView, UNKNOWN_LANGUAGE};
use escape::escape_message;

/// The looks of the page.
const STYLE: &str = include_str!("style.css");

/// The name of a page whose diff has no title.
const NAMELESS: &str = "Difference between revisions";

/// Begins the page, which is named after its first diff.
///
/// # Errors
/// When `out` fails.
pub fn html_start(first: &Diff<'_, Marked<'_>>, out: &mut dyn Write) -> io::Result<()> {
    let title = first.page.title.as_deref();
    let title =
        title.map_or_else(|| NAMELESS.to_owned(), |title| format!("{}: {NAMELESS}", escape_message(title)));
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"generator\" content=\"wikidiff {}\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <input type=\"radio\" class=\"switch\" name=\"view\" id=\"view-inline\" checked>\
         <label for=\"view-inline\">Inline</label>\n\
         <input type=\"radio\" class=\"switch\" name=\"view\" id=\"view-sides\">\
         <label for=\"view-sides\">Side by side</label>\n<main>\n",
        env!("CARGO_PKG_VERSION"),
    )
}

/// Writes a diff as a part of the page.
///
/// # Errors
/// When `out` fails.
pub fn html(diff: &Diff<'_, Marked<'_>>, article: &HtmlArticle<'_>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"<article class=\"wikidiff\">\n")?;
    head(diff, article, out)?;
    more_switch(diff, article, out)?;
    inline_view::write(diff, article, out)?;
    table_view::write(diff, article, out)?;
    writeln!(out, "<p class=\"foot\">{}</p>\n</article>", sum(diff)?)
}

/// Ends the page.
///
/// # Errors
/// When `out` fails.
pub fn html_end(out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"</main>\n</body>\n</html>\n")
}

fn head(diff: &Diff<'_, Marked<'_>>, article: &HtmlArticle<'_>, out: &mut dyn Write) -> io::Result<()> {
    if let Some(heading) = article.heading {
        writeln!(out, "<p class=\"source\">{}</p>", escape_message(heading))?;
    }
    let title = diff.page.title.as_deref().unwrap_or(NAMELESS);
    writeln!(out, "<h1 class=\"firstHeading\">{}</h1>", escape_message(title))?;
    writeln!(out, "<p class=\"sum\">{}, {}</p>", bytes(diff), proof(diff))?;
    revisions(diff, out)?;
    warnings(diff, out)
}

/// The switch that shows the rows too far from a change, where there are any.
fn more_switch(
    diff: &Diff<'_, Marked<'_>>,
    article: &HtmlArticle<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let folds =
        |hunk: &Hunk<_>| collapse_context(&hunk.rows, article.view.context).any(|part| part.is_collapsed());
    if !diff.hunks.iter().any(folds) {
        return Ok(());
    }
    let number = article.number;
    writeln!(
        out,
        "<input type=\"checkbox\" class=\"switch\" id=\"more-{number}\"><label for=\"more-{number}\">All lines</label>"
    )
}

fn revisions(diff: &Diff<'_, Marked<'_>>, out: &mut dyn Write) -> io::Result<()> {
    let revisions = diff.page.revisions.as_ref();
    let some = [("Old", revisions.old), ("New", revisions.new)]
        .map(|(name, revision)| (name, push_revision(revision)));
    if some.iter().all(|(_, facts)| facts.is_empty()) {
        return Ok(());
    }
    out.write_all(b"<dl class=\"revisions\">\n")?;
    for (name, facts) in some.iter().filter(|(_, facts)| !facts.is_empty()) {
        writeln!(out, "<dt>{name}</dt><dd><bdi>{facts}</bdi></dd>")?;
    }
    out.write_all(b"</dl>\n")
}

/// What is known of a revision, in a line.
fn push_revision(revision: &Revision<'_>) -> String {
    let facts = [named(revision), revision.user.clone(), comment(revision)];
    facts.into_iter().flatten().map(|fact| escape_message(&fact)).collect::<Vec<_>>().join(" · ")
}

fn warnings(diff: &Diff<'_, Marked<'_>>, out: &mut dyn Write) -> io::Result<()> {
    if diff.warnings.is_empty() {
        return Ok(());
    }
    out.write_all(b"<ul class=\"warnings\">\n")?;
    for warning in &diff.warnings {
        let place =
            warning.first_line().map(|line| format!("line {line} of the paste: ")).unwrap_or_default();
        writeln!(out, "<li>{place}{}</li>", escape_message(&warning.message))?;
    }
    out.write_all(b"</ul>\n")
}

/// The sum under the rows, as the picture has it.
fn sum(diff: &Diff<'_, Marked<'_>>) -> io::Result<String> {
    let mut sum = Vec::new();
    foot(diff, &View::default(), &mut TerminalWriter::new(&mut sum))?;
    Ok(String::from_utf8_lossy(&sum).lines().map(escape_message).collect::<Vec<_>>().join("<br>"))
}

mod context;
mod escape;
mod inline_view;
mod table_view;
#[cfg(test)]
mod tests;
