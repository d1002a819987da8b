//! What stands under the rows: how much changed, in the terms of those who look after wikis.
//!
//! ```text
//! 1 line changed · 6 characters added, 2 removed
//! 2 links added, 1 removed · only markup
//! ```

use std::io;

use crate::model::{Diff, Marked};
use crate::render::line::paragraph::Paragraph;
use crate::render::plural::{count_noun, join_counts};
use crate::render::style::stylesheet::Role;
use crate::render::style::view::View;
use crate::text::sanitize::sanitize_message;
use crate::text::writer::TerminalWriter;
use crate::word_diff::DiffStats;
use crate::word_diff::stats::change_class::{ChangeClass, ChangeSummary, WikiElement, summarize};

/// Writes the sums under the rows.
pub(crate) fn foot(diff: &Diff<'_, Marked<'_>>, view: &View, out: &mut TerminalWriter<'_>) -> io::Result<()> {
    for line in [amounts(&DiffStats::from_diff(diff)), contents(&summarize(diff))] {
        let mut paragraph = Paragraph::default();
        paragraph.push(&sanitize_message(&line), view.role_style(Role::Foot));
        if !paragraph.is_empty() {
            paragraph.write(view.measure(0), out)?;
        }
    }
    Ok(())
}

/// How many lines, words and characters.
fn amounts(totals: &DiffStats) -> String {
    let lines = [
        (totals.changed - totals.split - totals.joined, "changed"),
        (totals.added - totals.parts.new, "added"),
        (totals.removed - totals.parts.old, "removed"),
        (totals.moved, "moved"),
        (totals.split, "split"),
        (totals.joined, "joined"),
    ];
    let words = [(totals.words.new, "added"), (totals.words.old, "removed")];
    let characters = [(totals.characters.new, "added"), (totals.characters.old, "removed")];
    let sums = [
        join_counts(&lines, "line", "lines"),
        join_counts(&words, "word", "words"),
        join_counts(&characters, "character", "characters"),
    ];
    let sums: Vec<_> = sums.into_iter().flatten().collect();
    if sums.is_empty() { "no changes".to_owned() } else { sums.join(" · ") }
}

/// What came and went of the things that wikitext is made of; empty where nothing did.
pub(crate) fn contents(summary: &ChangeSummary) -> String {
    let element = |(element, counts): &(WikiElement, crate::model::Sides<usize>)| {
        let (one, many) = nouns(*element);
        join_counts(&[(counts.new, "added"), (counts.old, "removed")], one, many)
    };
    let figures = [(summary.numbers, "number", "numbers"), (summary.dates, "date", "dates")];
    let figures = figures.into_iter().filter(|(number, ..)| *number > 0);
    let figures =
        figures.map(|(number, one, many)| format!("{} changed", count_noun(number as u64, one, many)));
    let nature = summary.class.map(|nature| format!("only {}", noun(nature)));
    let parts: Vec<_> = summary.elements.iter().filter_map(element).chain(figures).chain(nature).collect();
    parts.join(" · ")
}

const fn nouns(element: WikiElement) -> (&'static str, &'static str) {
    match element {
        WikiElement::Link => ("link", "links"),
        WikiElement::Template => ("template", "templates"),
        WikiElement::Reference => ("reference", "references"),
        WikiElement::Category => ("category", "categories"),
        WikiElement::File => ("file", "files"),
        WikiElement::Heading => ("heading", "headings"),
        WikiElement::Address => ("external address", "external addresses"),
    }
}

const fn noun(nature: ChangeClass) -> &'static str {
    match nature {
        ChangeClass::WhiteSpace => "white space",
        ChangeClass::Invisible => "invisible characters",
        ChangeClass::Case => "case",
        ChangeClass::Punctuation => "punctuation",
        ChangeClass::Markup => "markup",
    }
}
