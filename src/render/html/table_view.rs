//! The table view: the table that MediaWiki prints (`TableDiffFormatter`). Programs that read MediaWiki's table can read
//! this one.
//!
//! ```text
//! <table class="sides diff" data-proof="checked">
//! <tbody>                                                                    a hunk
//! <tr><td class="diff-lineno" colspan="2">Line 20:</td> … </tr>              or an empty row, if no number is known
//! <tr>
//!   <td class="diff-marker" data-marker="−" data-line="22"></td><td class="diff-deletedline …"><div>…</div></td>
//!   <td class="diff-marker" data-marker="+" data-line="22"></td><td class="diff-addedline …"><div>…</div></td></tr>
//! ```

use std::io::{self, Write};

use super::context::HtmlArticle;
use super::escape::{escape_message, push, push_attribute, push_piece};
use crate::model::{
    ByteChange, Change, ChangeState, Comparison, Diff, Hunk, Marked, NumberedRow, Page, PageContent, Row,
    Side, Sides,
};
use crate::render::line::interleave::{LineSegment, SpanKind};
use crate::render::line::pieces::cut;
use crate::render::line::segments::{RowText, draw_side, is_line_break};

/// The columns of the table.
const COLUMNS: &str = "<colgroup><col class=\"diff-marker\"><col class=\"diff-content\"><col class=\"diff-marker\">\
                       <col class=\"diff-content\"></colgroup>\n";

/// The row of equal revisions (`DifferenceEngine::showDiff`).
const NO_DIFFERENCE: &str = "<tr><td class=\"diff-notice\" colspan=\"4\">\
                             <div class=\"mw-diff-empty\">(No difference)</div></td></tr>\n";

/// Writes the table view.
pub(crate) fn write(
    diff: &Diff<'_, Marked<'_>>,
    article: &HtmlArticle<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    out.write_all(table_head(diff).as_bytes())?;
    for hunk in &diff.hunks {
        out.write_all(hunk_header(hunk, diff.page.content).as_bytes())?;
        write_hunk(hunk, article, out)?;
    }
    if diff.hunks.is_empty() && diff.change_state() == ChangeState::Unchanged {
        out.write_all(NO_DIFFERENCE.as_bytes())?;
    }
    out.write_all(b"</table>\n")
}

/// Formats the head of the table, with the facts that a reader needs.
fn table_head(diff: &Diff<'_, Marked<'_>>) -> String {
    let Page { title, revisions, byte_change, wiki, .. } = &diff.page;
    let mut html = String::from("<table class=\"sides diff\"");
    push_attribute(&mut html, "data-proof", diff.proof.name());
    if let Some(percent) = diff.confidence {
        push_attribute(&mut html, "data-confidence", &percent.to_string());
    }
    if diff.comparison != Comparison::Complete {
        push_attribute(&mut html, "data-comparison", diff.comparison.name());
    }
    let bytes = byte_change.map(|change| match change {
        ByteChange::Signed(bytes) => format!("{bytes:+}"),
        ByteChange::Unsigned(bytes) => bytes.to_string(),
    });
    push_facts(
        &mut html,
        &[("title", title.as_deref()), ("bytes", bytes.as_deref()), ("wiki", wiki.as_deref())],
    );
    html.push_str(">\n");
    html.push_str(COLUMNS);
    html.push_str("<thead><tr class=\"diff-title\">");
    for (class, name, revision) in
        [("diff-otitle", "Old", &revisions.old), ("diff-ntitle", "New", &revisions.new)]
    {
        push(&mut html, format_args!("<th class=\"{class}\" colspan=\"2\" scope=\"colgroup\""));
        let id = revision.id.map(|id| id.to_string());
        let size = revision.size.map(|size| size.to_string());
        let tags = revision.tags.join("\n");
        let facts = [
            ("label", revision.label.as_deref()),
            ("revision", id.as_deref()),
            ("timestamp", revision.timestamp.as_deref()),
            ("user", revision.user.as_deref()),
            ("comment", revision.comment.as_deref()),
            ("tags", (!revision.tags.is_empty()).then_some(tags.as_str())),
            ("size", size.as_deref()),
            ("minor", revision.is_minor.then_some("true")),
        ];
        push_facts(&mut html, &facts);
        push(&mut html, format_args!(">{name}</th>"));
    }
    html.push_str("</tr></thead>\n");
    html
}

/// Appends the known facts as `data-` attributes.
fn push_facts(html: &mut String, facts: &[(&str, Option<&str>)]) {
    for (name, fact) in facts {
        if let Some(fact) = fact {
            push_attribute(html, &format!("data-{name}"), fact);
        }
    }
}

/// Formats the header of a hunk: its line numbers, or the name of what was changed in an entity. An empty row separates hunks
/// without either.
fn hunk_header(hunk: &Hunk<Marked>, content: PageContent) -> String {
    let labels = match (hunk.start, &hunk.section) {
        (Some(start), _) => Some(start.map(|number| format!("Line {number}:"))),
        (None, Some(name)) if content == PageContent::Entity => {
            let name = escape_message(name.text());
            Some(Sides::new(name.clone(), name))
        }
        (None, _) => None,
    };
    let cells = labels.map(|Sides { old, new }| {
        format!(
            "<td class=\"diff-lineno\" colspan=\"2\">{old}</td><td class=\"diff-lineno\" colspan=\"2\">{new}</td>"
        )
    });
    format!("<tbody>\n<tr>{}</tr>\n", cells.unwrap_or_default())
}

fn write_hunk(hunk: &Hunk<Marked>, article: &HtmlArticle<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut rows = hunk.numbered_rows();
    let mut html = String::new();
    for part in article.hunk_parts(hunk) {
        let far = if part.is_collapsed() { " class=\"far\"" } else { "" };
        for row in rows.by_ref().take(part.rows().len()) {
            html.clear();
            push(&mut html, format_args!("<tr{far}"));
            push_row(&mut html, row, article);
            out.write_all(html.as_bytes())?;
        }
    }
    out.write_all(b"</tbody>\n")
}

/// Appends the rest of a row after the beginning of its tag.
fn push_row(html: &mut String, numbered: NumberedRow<Marked>, article: &HtmlArticle<'_>) {
    let NumberedRow { row, numbers } = numbered;
    html.push_str(if row.is_ambiguous { " data-guessed>" } else { ">" });
    for side in [Side::Old, Side::New] {
        match row.change.line(side) {
            Some(_) => {
                let cell = TableCell { side, number: *numbers.get(side), article };
                push_marker(html, row, cell);
                push_cell(html, row, cell);
            }
            None => {
                push(html, format_args!("<td colspan=\"2\" class=\"diff-empty {}\"></td>", side_class(side)));
            }
        }
    }
    html.push_str("</tr>\n");
}

/// A cell of the table.
#[derive(Clone, Copy, Debug)]
struct TableCell<'a> {
    side: Side,
    number: Option<u32>,
    article: &'a HtmlArticle<'a>,
}

const fn move_id(change: &Change<Marked<'_>>) -> Option<u32> {
    match change {
        Change::MovedFrom(_, number) | Change::MovedTo(_, number) => Some(*number),
        _ => None,
    }
}

const fn side_class(side: Side) -> &'static str {
    match side {
        Side::Old => "diff-side-deleted",
        Side::New => "diff-side-added",
    }
}

fn push_marker(html: &mut String, row: &Row<Marked>, cell: TableCell<'_>) {
    html.push_str("<td class=\"diff-marker\"");
    match row.change {
        _ if row.is_context() => {}
        Change::MovedFrom(..) | Change::MovedTo(..) => {}
        _ if cell.side == Side::Old => html.push_str(" data-marker=\"−\""),
        _ => html.push_str(" data-marker=\"+\""),
    }
    if let Some(number) = cell.number {
        push(html, format_args!(" data-line=\"{number}\""));
    }
    html.push('>');
    if let Some(number) = move_id(&row.change) {
        push_link(html, number, cell);
    }
    html.push_str("</td>");
}

/// Appends the sign of a moved paragraph, a link to its other place.
fn push_link(html: &mut String, number: u32, cell: TableCell<'_>) {
    let (class, title, other) = match cell.side {
        Side::Old => ("mw-diff-movedpara-left", "Moved away: to its new place", Side::New),
        Side::New => ("mw-diff-movedpara-right", "Moved here: to its old place", Side::Old),
    };
    let target = anchor(number, TableCell { side: other, ..cell });
    push(html, format_args!("<a class=\"{class}\" title=\"{title}\" href=\"#{target}\">⚫</a>"));
}

fn anchor(number: u32, cell: TableCell<'_>) -> String {
    let side = if cell.side == Side::Old { "lhs" } else { "rhs" };
    format!("movedpara_{}_{number}_{side}", cell.article.number)
}

fn push_cell(html: &mut String, row: &Row<Marked>, cell: TableCell<'_>) {
    let class = match (&row.change, cell.side) {
        _ if row.is_context() => "diff-context",
        (_, Side::Old) => "diff-deletedline",
        (_, Side::New) => "diff-addedline",
    };
    // The stylesheet draws the break of a line that was split or joined, since the break is not a part of the line.
    let split_class = match row.line_split() {
        Some(split) if split.whole != cell.side => " line-break",
        _ => "",
    };
    push(html, format_args!("<td class=\"{class} {}{split_class}\"", side_class(cell.side)));
    if let Some(number) = move_id(&row.change) {
        push(html, format_args!(" id=\"{}\"", anchor(number, cell)));
    }
    push(html, format_args!("><div lang=\"{}\" dir=\"auto\">", cell.article.language));
    draw_side(row, cell.side, |text| push_line(html, text, cell.article));
    html.push_str("</div></td>");
}

/// Appends a line. Whole lines that were added or removed have no words marked, as in MediaWiki's table.
fn push_line(html: &mut String, text: RowText, article: &HtmlArticle<'_>) {
    let (segments, lines) = match text {
        RowText::Whole { line, scope } => {
            let segment = LineSegment { scope, ..LineSegment::new(line.text(), SpanKind::Unchanged, 0) };
            (vec![segment], Sides::new(line, line))
        }
        RowText::Segments { segments, lines } => (segments, lines),
    };
    for segment in segments.iter().filter(|segment| !is_line_break(segment)) {
        let tag = match segment.kind {
            SpanKind::Unchanged => None,
            SpanKind::Removed => Some("del"),
            SpanKind::Added => Some("ins"),
        };
        if let Some(tag) = tag {
            push(html, format_args!("<{tag} class=\"diffchange diffchange-inline\">"));
        }
        for piece in cut(segment, &[], lines) {
            push_piece(html, segment, &piece, article.view.invisible);
        }
        if let Some(tag) = tag {
            push(html, format_args!("</{tag}>"));
        }
    }
}
