//! The foot: the amount of change, and the changed elements of wikitext.
//!
//! ```text
//! 1 line changed · 6 characters added, 2 removed
//! 2 links added, 1 removed · only markup
//! 3 changed lines ignored · 2 places without a match not shown
//! ```

use std::io;

use crate::model::{ChangeState, Diff, FilterCounts, Marked};
use crate::render::line::paragraph::Paragraph;
use crate::render::plural::{count_noun, join_counts};
use crate::render::style::stylesheet::Role;
use crate::render::style::view::View;
use crate::text::sanitize::sanitize_message;
use crate::text::writer::TerminalWriter;
use crate::word_diff::DiffStats;
use crate::word_diff::stats::change_class::{ChangeClass, ChangeSummary, WikiElement, summarize};

/// Writes the totals below the rows.
pub(crate) fn write_foot(
    diff: &Diff<'_, Marked<'_>>,
    view: &View,
    out: &mut TerminalWriter<'_>,
) -> io::Result<()> {
    foot_lines(diff).try_for_each(|line| {
        let mut paragraph = Paragraph::default();
        paragraph.push(&sanitize_message(&line), view.role_style(Role::Foot));
        paragraph.write(view.measure(0), out)
    })
}

/// Returns the lines of the foot.
pub(crate) fn foot_lines(diff: &Diff<'_, Marked<'_>>) -> impl Iterator<Item = String> {
    let amounts = format_amounts(&DiffStats::from_diff(diff))
        .unwrap_or_else(|| without_amounts(diff.change_state()).to_owned());
    let lines = [amounts, format_elements(&summarize(diff)), format_filtered(diff.filtered)];
    lines.into_iter().filter(|line| !line.is_empty())
}

/// Returns the words of a diff without a changed row.
const fn without_amounts(state: ChangeState) -> &'static str {
    match state {
        ChangeState::Unchanged => "no changes",
        ChangeState::Changed => "no lines changed",
        ChangeState::Unknown => "changes unknown",
    }
}

/// Formats the numbers of lines, words and characters. Returns `None` if all are 0.
fn format_amounts(totals: &DiffStats) -> Option<String> {
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
    (!sums.is_empty()).then(|| sums.join(" · "))
}

/// Formats the counts of what a filter does not count or show; empty if there is nothing.
pub(crate) fn format_filtered(counts: FilterCounts) -> String {
    let FilterCounts { ignored_rows, hidden_hunks } = counts;
    let counts = [
        (ignored_rows, "changed line ignored", "changed lines ignored"),
        (hidden_hunks, "place without a match not shown", "places without a match not shown"),
    ];
    let counts = counts.into_iter().filter(|(count, ..)| *count > 0);
    counts.map(|(count, one, many)| count_noun(count as u64, one, many)).collect::<Vec<_>>().join(" · ")
}

/// Formats the added and removed elements of wikitext; empty if there are none.
pub(crate) fn format_elements(summary: &ChangeSummary) -> String {
    let elements = summary.elements.iter().filter_map(|(element, counts)| {
        let (one, many) = element_nouns(*element);
        join_counts(&[(counts.new, "added"), (counts.old, "removed")], one, many)
    });
    let numbers = [(summary.numbers, "number", "numbers"), (summary.dates, "date", "dates")]
        .into_iter()
        .filter(|(number, ..)| *number > 0)
        .map(|(number, one, many)| format!("{} changed", count_noun(number as u64, one, many)));
    let class = summary.class.map(|class| format!("only {}", class_noun(class)));
    elements.chain(numbers).chain(class).collect::<Vec<_>>().join(" · ")
}

const fn element_nouns(element: WikiElement) -> (&'static str, &'static str) {
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

const fn class_noun(class: ChangeClass) -> &'static str {
    match class {
        ChangeClass::WhiteSpace => "white space",
        ChangeClass::Invisible => "invisible characters",
        ChangeClass::Case => "case",
        ChangeClass::Punctuation => "punctuation",
        ChangeClass::Markup => "markup",
    }
}
