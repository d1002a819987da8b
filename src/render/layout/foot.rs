//! The foot: the amount of change, and the changed elements of wikitext.
//!
//! ```text
//! 1 line changed · +4 bytes · 6 characters added, 2 removed      as many counts as fit on one line
//!
//! 1 line changed · +4 bytes · 6 characters added, 2 removed      in full
//! 2 links added, 1 removed · only markup
//! 3 changed lines ignored · 2 places without a match not shown
//! ```

use std::io;
use std::iter::once;

use super::head::agreed_byte_change;
use crate::model::{ChangeState, Diff, FilterCounts, Marked};
use crate::render::line::paragraph::Paragraph;
use crate::render::plural::{count_noun, join_counts};
use crate::render::style::stylesheet::Role;
use crate::render::style::view::{Summary, View};
use crate::text::sanitize::sanitize_message;
use crate::text::writer::TerminalWriter;
use crate::word_diff::DiffStats;
use crate::word_diff::stats::change_class::{ChangeClass, ChangeSummary, WikiElement, summarize};

/// The sign between two counts.
const SEPARATOR: &str = " · ";

/// Writes the totals below the rows.
pub(crate) fn write_foot(
    diff: &Diff<'_, Marked<'_>>,
    view: &View,
    out: &mut TerminalWriter<'_>,
) -> io::Result<()> {
    let counts = FootCounts::new(diff);
    let bytes = agreed_byte_change(diff).filter(|_| diff.change_state() != ChangeState::Unchanged);
    let lines = match (view.summary, view.width) {
        (Summary::WhereRoom, Some(width)) => {
            [counts.on_one_line(bytes, width), String::new(), counts.filtered]
        }
        (Summary::Full, _) | (_, None) => [counts.amounts(bytes), counts.elements, counts.filtered],
    };
    lines.into_iter().filter(|line| !line.is_empty()).try_for_each(|line| {
        let mut paragraph = Paragraph::default();
        paragraph.push(&sanitize_message(&line), view.role_style(Role::Foot));
        paragraph.write(view.measure(0), out)
    })
}

/// Returns the lines of the foot, without the byte change.
pub(crate) fn foot_lines(diff: &Diff<'_, Marked<'_>>) -> impl Iterator<Item = String> {
    let counts = FootCounts::new(diff);
    let lines = [counts.amounts(None), counts.elements, counts.filtered];
    lines.into_iter().filter(|line| !line.is_empty())
}

/// The counts of a diff in words.
struct FootCounts {
    /// `1 line changed`
    lines: String,
    /// `6 words added, 2 removed`
    words: Option<String>,
    /// `6 characters added, 2 removed`
    characters: Option<String>,
    /// `2 links added, 1 removed · only markup`; empty if there are none.
    elements: String,
    /// `3 changed lines ignored`; empty if a filter left nothing out.
    filtered: String,
}

impl FootCounts {
    fn new(diff: &Diff<'_, Marked<'_>>) -> Self {
        let totals = DiffStats::from_diff(diff);
        let words = [(totals.words.new, "added"), (totals.words.old, "removed")];
        let characters = [(totals.characters.new, "added"), (totals.characters.old, "removed")];
        Self {
            lines: format_lines(&totals).unwrap_or_else(|| without_amounts(diff.change_state()).to_owned()),
            words: join_counts(&words, "word", "words"),
            characters: join_counts(&characters, "character", "characters"),
            elements: format_elements(&summarize(diff)),
            filtered: format_filtered(diff.filtered),
        }
    }

    /// The counts of lines, bytes, words and characters.
    fn amounts(&self, bytes: Option<String>) -> String {
        let counts = [bytes, self.words.clone(), self.characters.clone()];
        once(self.lines.clone()).chain(counts.into_iter().flatten()).collect::<Vec<_>>().join(SEPARATOR)
    }

    /// The counts of lines and bytes, and of the others the first ones that fit into a width.
    fn on_one_line(&self, bytes: Option<String>, width: usize) -> String {
        let mut line = once(self.lines.clone()).chain(bytes).collect::<Vec<_>>().join(SEPARATOR);
        let elements = Some(&self.elements).filter(|elements| !elements.is_empty());
        for count in [self.words.as_ref(), self.characters.as_ref(), elements].into_iter().flatten() {
            // The counts are ASCII, except for the separator, which is as wide as any other sign.
            let longer = [&line, SEPARATOR, count].concat();
            if longer.chars().count() > width {
                break;
            }
            line = longer;
        }
        line
    }
}

/// Returns the words of a diff without a changed row.
const fn without_amounts(state: ChangeState) -> &'static str {
    match state {
        ChangeState::Unchanged => "no changes",
        ChangeState::Changed => "no lines changed",
        ChangeState::Unknown => "changes unknown",
    }
}

/// Formats the numbers of lines. Returns `None` if all are 0.
fn format_lines(totals: &DiffStats) -> Option<String> {
    let lines = [
        (totals.changed - totals.split - totals.joined, "changed"),
        (totals.added - totals.parts.new, "added"),
        (totals.removed - totals.parts.old, "removed"),
        (totals.moved, "moved"),
        (totals.split, "split"),
        (totals.joined, "joined"),
    ];
    join_counts(&lines, "line", "lines")
}

/// Formats the counts of what a filter does not count or show; empty if there is nothing.
pub(crate) fn format_filtered(counts: FilterCounts) -> String {
    let FilterCounts { ignored_rows, hidden_hunks } = counts;
    let counts = [
        (ignored_rows, "changed line ignored", "changed lines ignored"),
        (hidden_hunks, "place without a match not shown", "places without a match not shown"),
    ];
    let counts = counts.into_iter().filter(|(count, ..)| *count > 0);
    counts.map(|(count, one, many)| count_noun(count as u64, one, many)).collect::<Vec<_>>().join(SEPARATOR)
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
    elements.chain(numbers).chain(class).collect::<Vec<_>>().join(SEPARATOR)
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
