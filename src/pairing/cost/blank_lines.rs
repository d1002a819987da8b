//! Cost of an unseen blank line: likely before a heading and after a paragraph, unlikely inside a list or a table.
//!
//! The figures are log-odds against a blank line at such a place, counted in the one-sided blocks that the PHP engine
//! printed for the measured edits. The habits of the page itself then count as much: a Beta-like update of the odds with
//! the blank and the closed gaps in the page's context rows.
//!
//! An engine puts a one-sided block as far up as it can (`DiffEngine::shiftBoundaries`). So the blank line that comes with
//! a new paragraph stands before the paragraph, not after it.

use crate::parse::sheet::{Cell, Sheet};

use super::Cost;

/// Costs of an unseen blank line at one place, besides the cost of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BlankCosts {
    /// As the first line of a block.
    pub(crate) first: Cost,
    /// Between two lines of a block.
    pub(crate) inside: Cost,
    /// As the last line of a block.
    pub(crate) last: Cost,
    /// As a block of its own.
    pub(crate) alone: Cost,
}

/// Lowest costs where no equation counts the lines. They are low enough to show that a page with blank lines is the PHP
/// engine's, and high enough that a block of two lines costs more than one changed row.
const MIN_FIRST: Cost = -1_300;
const MIN_INSIDE: Cost = -600;

impl BlankCosts {
    /// Bounds the costs for a hunk without an equation: a blank line between two lines must not make the lines likelier.
    pub(crate) fn bounded(self) -> Self {
        Self { first: self.first.max(MIN_FIRST), inside: self.inside.max(MIN_INSIDE), ..self }
    }
}

/// Computes the costs before each cell and after the last, by the lines around each place.
pub(crate) fn costs(cells: &[Cell<'_>], prior: &BlankLinePrior) -> Vec<BlankCosts> {
    let kind = |at: Option<usize>, classify: fn(&str) -> LineKind| {
        at.and_then(|at| cells.get(at)).map_or(LineKind::Edge, |cell| classify(&cell.text))
    };
    (0..=cells.len())
        .map(|at| {
            let (before, after) = (kind(at.checked_sub(1), kind_before), kind(Some(at), kind_after));
            prior.posterior(base_costs(before, after), before, after)
        })
        .collect()
}

/// Kind of a line of wikitext.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LineKind {
    /// No line: the edge of the hunk.
    Edge,
    Blank,
    Heading,
    List,
    Table,
    /// The end of a table.
    TableEnd,
    /// Indented by a space, so preformatted.
    Code,
    /// Begins with a tag or a comment.
    Tag,
    /// Any other line that ends neither a sentence nor a template: text with broken lines, a file.
    Broken,
    /// Any other line that ends in a bracket, a quote, a tag or a template.
    Closed,
    /// Any other line: a paragraph.
    Sentence,
}

/// Classifies a line for the line below it. A line that begins with a tag may still end a paragraph.
fn kind_before(text: &str) -> LineKind {
    match kind_after(text) {
        LineKind::Tag if text.trim_end().ends_with(STOPS) => LineKind::Sentence,
        kind => kind,
    }
}

/// Ends of a sentence.
const STOPS: [char; 6] = ['.', '!', '?', ':', '。', '।'];

/// Classifies a line for the line above it, and by itself.
fn kind_after(text: &str) -> LineKind {
    let closes = [')', '"', '>', '}'];
    let Some(opening) = text.chars().next() else { return LineKind::Blank };
    match opening {
        _ if text.trim_start().is_empty() => LineKind::Blank,
        '=' => LineKind::Heading,
        '*' | '#' | ':' | ';' => LineKind::List,
        // Categories and links to other languages stand below each other.
        '[' if text.starts_with("[[") && text.trim_end().ends_with("]]") => LineKind::List,
        '|' if matches!(text.trim_end(), "|}" | "|}}") => LineKind::TableEnd,
        '|' | '!' => LineKind::Table,
        '{' if text.starts_with("{|") => LineKind::Table,
        ' ' | '\u{a0}' => LineKind::Code,
        '<' => LineKind::Tag,
        _ if text.trim_end().ends_with(STOPS) => LineKind::Sentence,
        _ if text.trim_end().ends_with(closes) => LineKind::Closed,
        _ => LineKind::Broken,
    }
}

/// Returns the costs without regard to the page. They do not rise for rarer places: a proof must not rest on habits.
const fn base_costs(before: LineKind, after: LineKind) -> BlankCosts {
    let [first, inside, last, alone] = match (before, after) {
        (LineKind::Sentence | LineKind::Closed | LineKind::Tag, LineKind::Blank) => {
            [3_000, 3_000, 3_300, 1_600]
        }
        (LineKind::Heading, LineKind::Blank) => [3_000, 3_000, 4_000, 2_300],
        (LineKind::Blank, _) | (_, LineKind::Blank) => [1_700, 3_000, 4_000, 4_000],
        (LineKind::Table, LineKind::Table | LineKind::TableEnd) | (LineKind::List, LineKind::List) => {
            [3_000, 3_500, 4_500, 4_500]
        }
        (LineKind::Code, LineKind::Code) => [2_100, 2_200, 4_500, 4_500],
        (LineKind::Edge, _) => [3_000, 3_000, 3_500, 3_500],
        (_, LineKind::Edge) => [2_000, 2_000, 3_500, 1_500],
        (LineKind::Sentence | LineKind::Closed, LineKind::Heading) => [-2_000, -1_000, 0, -1_400],
        (_, LineKind::Heading) => [-1_500, -1_000, 1_000, 500],
        (LineKind::Heading, LineKind::Closed | LineKind::Tag) => [900, 800, 3_000, 400],
        (LineKind::Heading, LineKind::Sentence | LineKind::Broken) => [600, -1_400, 3_000, 400],
        (LineKind::Heading, _) => [600, -500, 3_000, 400],
        (LineKind::TableEnd, _) => [-1_200, -1_200, 3_000, 3_000],
        (LineKind::List, LineKind::Table) | (LineKind::Table, LineKind::List) => [1_500, 2_500, 4_000, 4_000],
        (LineKind::List, LineKind::Tag) => [1_500, 1_500, 3_000, 4_000],
        (LineKind::List, LineKind::Sentence | LineKind::Closed | LineKind::Broken) => {
            [-500, 300, 3_000, 4_000]
        }
        (LineKind::Sentence | LineKind::Closed | LineKind::Broken, LineKind::List) => {
            [-300, 600, 3_000, 4_000]
        }
        (LineKind::List, _) | (_, LineKind::List) => [0, 600, 3_000, 4_000],
        (LineKind::Table, _) | (_, LineKind::Table | LineKind::TableEnd) => [0, 2_500, 4_000, 3_000],
        (LineKind::Code, LineKind::Tag) | (LineKind::Tag, LineKind::Code) => [1_500, 1_500, 3_500, 4_000],
        (_, LineKind::Code) => [-1_000, -1_800, 3_500, 4_000],
        (LineKind::Code, _) => [-300, -600, 3_500, 4_000],
        (LineKind::Tag, LineKind::Tag) => [1_500, 2_200, 4_000, 4_000],
        (_, LineKind::Tag) => [500, 1_900, 1_000, 3_500],
        (LineKind::Tag, _) => [500, 1_700, 3_500, 3_500],
        (LineKind::Sentence, LineKind::Sentence | LineKind::Closed) => [-1_000, 0, 1_000, 3_500],
        (LineKind::Sentence, LineKind::Broken) => [-500, 900, 1_800, 3_500],
        (LineKind::Closed, LineKind::Sentence | LineKind::Closed) => [-500, 1_000, 1_000, 3_500],
        (LineKind::Closed, LineKind::Broken) => [0, 1_900, 1_800, 3_500],
        (LineKind::Broken, LineKind::Sentence | LineKind::Closed) => [600, 2_500, 3_500, 3_500],
        (LineKind::Broken, LineKind::Broken) => [700, 1_500, 4_000, 4_000],
    };
    BlankCosts { first, inside, last, alone }
}

/// Number of classes of lines that habits are counted for. All lines of text are one class.
const CLASSES: usize = 5;

/// Returns the class of a kind, or `None` for a kind without habits.
const fn class(kind: LineKind) -> Option<usize> {
    match kind {
        LineKind::Edge | LineKind::Blank | LineKind::Tag => None,
        LineKind::Heading => Some(0),
        LineKind::List => Some(1),
        LineKind::Table | LineKind::TableEnd => Some(2),
        LineKind::Code => Some(3),
        LineKind::Broken | LineKind::Closed | LineKind::Sentence => Some(4),
    }
}

/// Counts of blank and closed gaps between the lines of two classes, taken from the page's context rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct BlankLinePrior {
    gaps: [[Gaps; CLASSES]; CLASSES],
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Gaps {
    closed: u16,
    blank: u16,
}

impl BlankLinePrior {
    /// The prior of a page without known habits.
    #[cfg(test)]
    pub(crate) const NONE: Self = Self { gaps: [[Gaps { closed: 0, blank: 0 }; CLASSES]; CLASSES] };

    /// Counts the gaps in the context rows of a sheet.
    pub(crate) fn from_sheet(sheet: &Sheet<'_>) -> Self {
        let mut prior = Self::default();
        sheet.sections.iter().for_each(|section| prior.count(&section.cells));
        prior
    }

    fn count(&mut self, cells: &[Cell<'_>]) {
        let (mut before, mut blanks, mut at) = (None, 0, 0);
        while at < cells.len() {
            if !is_context_row(cells, at) {
                // Skip a single line: one of the revisions lacks it.
                at += 1;
                continue;
            }
            match class(kind_after(&cells[at].text)) {
                None => blanks += 1,
                Some(after) => {
                    if let Some(before) = before {
                        self.add(before, after, blanks);
                    }
                    (before, blanks) = (Some(after), 0);
                }
            }
            at += 2;
        }
    }

    fn add(&mut self, before: usize, after: usize, blanks: usize) {
        let gaps = &mut self.gaps[before][after];
        let count = if blanks > 0 { &mut gaps.blank } else { &mut gaps.closed };
        *count = count.saturating_add(1);
    }

    /// Updates the costs with the page's habits.
    #[expect(clippy::cast_possible_truncation, reason = "clamped to the bounds of a cost")]
    fn posterior(&self, base: BlankCosts, before: LineKind, after: LineKind) -> BlankCosts {
        let (Some(before), Some(after)) = (class(before), class(after)) else { return base };
        let Gaps { closed, blank } = self.gaps[before][after];
        if closed == 0 && blank == 0 {
            return base;
        }
        let update = |cost: Cost| {
            let odds_against = libm::exp(f64::from(i32::try_from(cost).unwrap_or(i32::MAX)) / 1_000.0);
            let probability = 1.0 / (1.0 + odds_against);
            let odds = (BASE_WEIGHT * (1.0 - probability) + f64::from(closed))
                / (BASE_WEIGHT * probability + f64::from(blank));
            ((libm::log(odds) * 1_000.0) as Cost).clamp(MIN_COST, MAX_COST)
        };
        BlankCosts {
            first: update(base.first),
            inside: update(base.inside),
            last: update(base.last),
            alone: base.alone,
        }
    }
}

/// Returns true if a cell and the next one have equal texts.
fn is_context_row(cells: &[Cell<'_>], at: usize) -> bool {
    cells[at].claim.is_open() && cells.get(at + 1).is_some_and(|next| next.text == cells[at].text)
}

/// Number of places of the page that the base odds count as.
const BASE_WEIGHT: f64 = 2.0;

/// Bounds of an updated cost: a proof must not rest on the page's habits.
const MIN_COST: Cost = -2_500;
const MAX_COST: Cost = 4_500;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pairing::tests::cell;

    /// Computes the costs of a blank line between two added lines on a page with this context.
    fn blank(context: &[&str], before: &str, after: &str) -> BlankCosts {
        let mut prior = BlankLinePrior::NONE;
        let doubled = context.iter().flat_map(|text| [cell(text, 1), cell(text, 1)]);
        prior.count(&doubled.collect::<Vec<_>>());
        costs(&[cell(before, 1), cell(after, 1)], &prior)[1]
    }

    #[track_caller]
    fn assert_likelier(context: &[&str], than: &[&str], lines: [&str; 2]) {
        let [before, after] = lines;
        let (likely, unlikely) = (blank(context, before, after), blank(than, before, after));
        assert!(likely.first < unlikely.first && likely.inside < unlikely.inside, "{likely:?} {unlikely:?}");
        assert_eq!(likely.alone, unlikely.alone);
    }

    #[test]
    fn habits_after_a_heading_follow_the_page() {
        let lines = ["== Law ==", "It is old."];
        assert_likelier(&["== Use ==", "", "It is new."], &[], lines);
        assert_likelier(&[], &["== Use ==", "It is new."], lines);
    }

    #[test]
    fn habits_of_other_places_do_not_change_lists() {
        let in_list = |context: &[&str]| blank(context, "* milk", "* rennet");
        assert_eq!(in_list(&["== Use ==", "", "It is new."]), in_list(&[]));
    }

    #[test]
    fn blank_line_costs_more_in_a_list_than_before_a_heading() {
        assert!(blank(&[], "* milk", "* rennet").inside > blank(&[], "It is new.", "== Law ==").inside);
    }

    #[test]
    fn updated_costs_stay_within_bounds() {
        let many = ["== Use ==", "It is new."].repeat(200);
        assert_eq!(blank(&many, "== Law ==", "It is old.").inside, MAX_COST);
    }
}
