//! The view with one column: a changed line is one paragraph, its old words before the new ones.
//!
//! No class of it is one of MediaWiki's: a program that reads the page reads the table, and reads it once.

use std::io::{self, Write};

use super::article::Article;
use super::markup::{push, push_text, told};
use crate::model::{Change, Diff, Hunk, Marked, Row, Sides};
use crate::render::gutter::{Gutter, Numbers};
use crate::render::interleave::Kind;
use crate::render::json::kind;
use crate::render::stroke::{Stroke, alone, merged};
use crate::text::safe::{Invisible, Scope};

/// Writes the view.
pub(super) fn write(
    diff: &Diff<'_, Marked<'_>>,
    article: &Article<'_>,
    gutter: &Gutter<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    out.write_all(b"<div class=\"inline\">\n")?;
    for hunk in &diff.hunks {
        write_hunk(hunk, article, gutter, out)?;
    }
    out.write_all(b"</div>\n")
}

fn write_hunk(
    hunk: &Hunk<Marked>,
    article: &Article<'_>,
    gutter: &Gutter<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let lines = match hunk.start {
        Some(Sides { old, new }) if old == new => format!("line {new}"),
        Some(Sides { old, new }) => format!("line {old} → {new}"),
        None => String::new(),
    };
    let section = hunk.section.as_ref().map(|section| told(section.text()));
    let place = [lines, section.unwrap_or_default()].join(" ");
    writeln!(out, "<p class=\"rule\">{}</p>", place.trim())?;
    let mut numbers = Numbers::new(hunk.start);
    let mut html = String::new();
    for row in &hunk.rows {
        html.clear();
        let Sides { old, new } = numbers.next(&row.change);
        push_row(&mut html, row, new.or(old));
        if let Some(place) = gutter.place(&row.change) {
            push(&mut html, format_args!("<span class=\"place\">{place}</span>"));
        }
        push_change(&mut html, &row.change, article);
        html.push_str("</div></div>\n");
        out.write_all(html.as_bytes())?;
    }
    Ok(())
}

/// Adds what stands before the text: for the eyes a sign and a number, for the ears a word.
fn push_row(html: &mut String, row: &Row<Marked>, number: Option<u32>) {
    let (sign, word) = sign(&row.change);
    let (guess, doubt) = if row.guessed { ("?", ", could be on either side") } else { ("", "") };
    push(html, format_args!("<div class=\"row {}\">", kind(&row.change)));
    push_hint(html, "sign", format_args!("{guess}{sign}"));
    let said = number.map(|number| format!(" line {number}")).unwrap_or_default();
    if let Some(number) = number {
        push_hint(html, "number", format_args!("{number}"));
    }
    push(html, format_args!("<span class=\"said\">{word}{said}{doubt}: </span>"));
}

/// Adds what is for the eyes alone, and is not copied along with the text.
fn push_hint(html: &mut String, class: &str, hint: std::fmt::Arguments<'_>) {
    push(html, format_args!("<span class=\"{class}\" aria-hidden=\"true\">{hint}</span>"));
}

const fn sign(change: &Change<Marked<'_>>) -> (&'static str, &'static str) {
    match change {
        Change::Context(_) => ("\u{2002}", "unchanged"),
        Change::Changed(_) => ("~", "changed"),
        Change::Removed(_) => ("−", "removed"),
        Change::Added(_) => ("+", "added"),
        Change::MovedFrom(..) => ("&lt;", "moved away"),
        Change::MovedTo(..) => ("&gt;", "moved here"),
    }
}

fn push_change(html: &mut String, change: &Change<Marked>, article: &Article<'_>) {
    let invisible = article.invisible;
    push(html, format_args!("<div class=\"text\" lang=\"{}\" dir=\"auto\">", article.language));
    match change {
        Change::Context(lines) => push_text(html, lines.new.text(), Scope::Unchanged, invisible),
        Change::Removed(line) | Change::Added(line) => {
            push_text(html, line.text(), Scope::Changed, invisible);
        }
        Change::Changed(lines) => push_strokes(html, &merged(lines.as_ref()), invisible),
        Change::MovedFrom(line, _) => push_strokes(html, &alone(line, Kind::Removed), invisible),
        Change::MovedTo(line, _) => push_strokes(html, &alone(line, Kind::Added), invisible),
    }
}

fn push_strokes(html: &mut String, strokes: &[Stroke], invisible: Invisible) {
    for stroke in strokes {
        let tag = match stroke.kind {
            Kind::Unchanged => {
                push_text(html, stroke.text, stroke.scope, invisible);
                continue;
            }
            Kind::Removed => "del",
            Kind::Added => "ins",
        };
        push(html, format_args!("<{tag}>"));
        push_text(html, stroke.text, stroke.scope, invisible);
        push(html, format_args!("</{tag}>"));
    }
}
