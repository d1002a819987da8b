//! The inline view: a changed row is one paragraph, its old words before its new words.
//!
//! Its classes are not MediaWiki's, so that a program that reads the page reads only the table.

use std::io::{self, Write};

use super::context::HtmlArticle;
use super::escape::{escape_message, push, push_escaped, push_piece};
use crate::model::{Change, Diff, Hunk, Marked, NumberedRow, Row, Sides};
use crate::render::json::row_kind;
use crate::render::layout::collapse::collapsed_note;
use crate::render::layout::move_notes::MoveNotes;
use crate::render::layout::rule::{find_section, line_label};
use crate::render::line::interleave::{LineSegment, SpanKind};
use crate::render::line::links::{Link, LinkOptions, find_links, links_in_segment};
use crate::render::line::pieces::cut;
use crate::render::line::segments::{RowText, draw_row};

/// Writes the inline view.
pub(crate) fn write(
    diff: &Diff<'_, Marked<'_>>,
    article: &HtmlArticle<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let links = article.view.links.as_ref().map(|links| links.on_page(diff.page.wiki.as_deref()));
    let view = InlineView { article, moves: MoveNotes::new(diff), links };
    out.write_all(b"<div class=\"inline\">\n")?;
    diff.hunks.iter().try_for_each(|hunk| view.write_hunk(hunk, out))?;
    out.write_all(b"</div>\n")
}

/// The state of the view.
struct InlineView<'c> {
    article: &'c HtmlArticle<'c>,
    moves: MoveNotes,
    links: Option<LinkOptions>,
}

impl InlineView<'_> {
    fn write_hunk(&self, hunk: &Hunk<Marked>, out: &mut dyn Write) -> io::Result<()> {
        let section = find_section(hunk).map(escape_message).filter(|section| !section.is_empty());
        let rule: Vec<_> = section.into_iter().chain(line_label(hunk.start)).collect();
        writeln!(out, "<p class=\"rule\">{}</p>", rule.join(" · "))?;
        let mut rows = hunk.numbered_rows();
        for part in self.article.hunk_parts(hunk) {
            if part.is_collapsed() {
                writeln!(out, "<p class=\"fold\">{}</p>", collapsed_note(part.rows().len()))?;
            }
            let far = if part.is_collapsed() { " far" } else { "" };
            for row in rows.by_ref().take(part.rows().len()) {
                out.write_all(self.row_html(row, far).as_bytes())?;
            }
        }
        Ok(())
    }

    fn row_html(&self, numbered: NumberedRow<Marked>, far: &str) -> String {
        let mut html = String::new();
        push_row_start(&mut html, numbered, far);
        if let Some(note) = self.moves.note(&numbered.row.change) {
            push(&mut html, format_args!("<span class=\"place\">{note}</span>"));
        }
        let language = self.article.language;
        push(&mut html, format_args!("<div class=\"text\" lang=\"{language}\" dir=\"auto\">"));
        draw_row(numbered.row, |text| self.push_text(&mut html, text));
        html.push_str("</div></div>\n");
        html
    }

    fn push_text(&self, html: &mut String, text: RowText) {
        let (segments, lines) = match text {
            RowText::Whole { line, scope } => {
                let segment = LineSegment { scope, ..LineSegment::new(line.text(), SpanKind::Unchanged, 0) };
                (vec![segment], Sides::new(line, line))
            }
            RowText::Segments { segments, lines } => (segments, lines),
        };
        let targets = lines.map(|line| self.links(line.text()));
        for segment in segments.iter().filter(|segment| !segment.text.is_empty()) {
            match segment.kind {
                SpanKind::Unchanged => self.push_segment(html, segment, lines, &targets.new),
                SpanKind::Removed => {
                    html.push_str("<del>");
                    self.push_segment(html, segment, lines, &targets.old);
                    html.push_str("</del>");
                }
                SpanKind::Added => {
                    html.push_str("<ins>");
                    self.push_segment(html, segment, lines, &targets.new);
                    html.push_str("</ins>");
                }
            }
        }
    }

    /// Appends the text of a segment with its links and its matches.
    fn push_segment(
        &self,
        html: &mut String,
        segment: &LineSegment,
        lines: Sides<&Marked>,
        targets: &[Link],
    ) {
        let parts: Vec<_> = links_in_segment(targets, segment.at, segment.text).collect();
        for piece in cut(segment, &parts, lines) {
            if let Some(link) = piece.link {
                html.push_str("<a rel=\"noreferrer\" href=\"");
                push_escaped(html, targets[link].target.as_str());
                html.push_str("\">");
            }
            push_piece(html, segment, &piece, self.article.view.invisible);
            if piece.link.is_some() {
                html.push_str("</a>");
            }
        }
    }

    fn links(&self, line: &str) -> Vec<Link> {
        self.links.as_ref().map_or_else(Vec::new, |options| find_links(line, options))
    }
}

/// Appends the beginning of a row: a sign and a number to look at, and a word for screen readers.
fn push_row_start(html: &mut String, numbered: NumberedRow<Marked>, far: &str) {
    let NumberedRow { row, numbers: Sides { old, new } } = numbered;
    let (number, part) = (new.or(old), if row.is_split_part() { " part" } else { "" });
    let (sign, word) = sign(row);
    let (guess_sign, guess_words) =
        if row.is_ambiguous { ("?", ", could be on either side") } else { ("", "") };
    let unsure = if row.is_ambiguous { " unsure" } else { "" };
    push(html, format_args!("<div class=\"row {}{part}{unsure}{far}\">", row_kind(row)));
    push_hint(html, "sign", format_args!("{guess_sign}{sign}"));
    let line = number.map(|number| format!(" line {number}")).unwrap_or_default();
    if let Some(number) = number {
        push_hint(html, "number", format_args!("{number}"));
    }
    push(html, format_args!("<span class=\"said\">{word}{line}{guess_words}: </span>"));
}

/// Appends a visual hint, which screen readers skip and which is not copied with the text.
fn push_hint(html: &mut String, class: &str, hint: std::fmt::Arguments<'_>) {
    push(html, format_args!("<span class=\"{class}\" aria-hidden=\"true\">{hint}</span>"));
}

/// The sign of an unchanged row, and the word for screen readers.
const UNCHANGED: (&str, &str) = ("\u{2002}", "unchanged");

const fn sign(row: &Row<Marked<'_>>) -> (&'static str, &'static str) {
    if row.is_ignored {
        return UNCHANGED;
    }
    match row.change {
        Change::Context(_) => UNCHANGED,
        Change::Changed(_) => ("~", "changed"),
        Change::Removed(_) => ("−", "removed"),
        Change::Added(_) => ("+", "added"),
        Change::MovedFrom(..) => ("&lt;", "moved away"),
        Change::MovedTo(..) => ("&gt;", "moved here"),
    }
}
