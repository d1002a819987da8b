//! Where an unseen blank line is likely: before a heading and after a paragraph, hardly inside a list or a table.
//!
//! The figures are the odds against a blank line at such a place, counted in the blocks of one side that the PHP
//! engine printed for the measured edits. What the page itself does between lines of such kinds counts as much. An
//! engine that may put a block of one side here or there puts it as far up as it can (`DiffEngine::shiftBoundaries`):
//! so the blank line that a new paragraph brings stands before it, not after it.

use crate::parse::sheet::{Cell, RowClaim, Sheet};

use super::Cost;
use super::logarithm::{exponential, logarithm};

/// What an unseen blank line costs at a place besides its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Blank {
    /// As the first line of a block.
    pub(crate) first: Cost,
    /// Between two lines of a block.
    pub(crate) inside: Cost,
    /// As the last line of a block.
    pub(crate) last: Cost,
    /// As a block of its own.
    pub(crate) alone: Cost,
}

/// What a blank line costs before each cell and after the last, by what stands around it.
pub(crate) fn costs(cells: &[Cell<'_>], habits: &Habits) -> Vec<Blank> {
    let kind = |at: Option<usize>, kind: fn(&str) -> LineKind| {
        at.and_then(|at| cells.get(at)).map_or(LineKind::Edge, |cell| kind(&cell.text))
    };
    (0..=cells.len())
        .map(|at| {
            let (before, after) = (kind(at.checked_sub(1), kind_before), kind(Some(at), kind_after));
            habits.applied(between(before, after), before, after)
        })
        .collect()
}

impl Blank {
    /// The costs where nothing counts the lines: a line may well stand apart from another one, but that it does makes
    /// neither of them likelier.
    pub(crate) fn uncounted(self) -> Self {
        Self { first: self.first.max(MIN_FIRST), inside: self.inside.max(MIN_INSIDE), ..self }
    }
}

/// The bounds there: enough to tell that a page with blank lines is the PHP engine's, and not so much that a block of
/// two lines costs less than one changed row.
const MIN_FIRST: Cost = -1_300;
const MIN_INSIDE: Cost = -600;

/// What a line is to wikitext.
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
    /// Indented by a space: shown as it is.
    Code,
    /// Begins with a tag or a comment.
    Tag,
    /// Anything else that ends neither as a sentence nor as a template: text whose lines were broken, a file.
    Broken,
    /// Anything else that ends in a bracket, a quote, a tag or a template.
    Closed,
    /// Anything else: a paragraph.
    Sentence,
}

/// What a line is to the one below it: where it begins with a tag, its end still tells whether it ends a paragraph.
fn kind_before(text: &str) -> LineKind {
    match kind_after(text) {
        LineKind::Tag if text.trim_end().ends_with(STOPS) => LineKind::Sentence,
        kind => kind,
    }
}

/// What ends a sentence.
const STOPS: [char; 6] = ['.', '!', '?', ':', '。', '।'];

/// What a line is to the one above it, and by itself.
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

/// What it costs without regard to the page. Rarer places cost no more: a proof must not rest on habits.
const fn between(before: LineKind, after: LineKind) -> Blank {
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
    Blank { first, inside, last, alone }
}

/// How many kinds of lines habits are kept for: lines of text are one.
const KINDS: usize = 5;

/// Where kinds stand among those; nothing for what has no habits.
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

/// How often the page has a blank line between lines of two kinds, and how often it has none: counted in the context.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Habits {
    counts: [[Gaps; KINDS]; KINDS],
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Gaps {
    open: u16,
    blank: u16,
}

impl Habits {
    /// Of a page of which nothing is known.
    #[cfg(test)]
    pub(crate) const NONE: Self = Self { counts: [[Gaps { open: 0, blank: 0 }; KINDS]; KINDS] };

    /// Counts what the rows of context show.
    pub(crate) fn of(sheet: &Sheet<'_>) -> Self {
        let mut habits = Self::default();
        sheet.sections.iter().for_each(|section| habits.count(&section.cells));
        habits
    }

    fn count(&mut self, cells: &[Cell<'_>]) {
        let is_row = |at: usize| {
            cells.get(at + 1).is_some_and(|next| next.text == cells[at].text)
                && cells[at].claim == RowClaim::Unknown
        };
        let (mut before, mut blanks, mut at) = (None, 0, 0);
        while at < cells.len() {
            if !is_row(at) {
                // A line alone is passed over: the other revision has not got it.
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
        let gaps = &mut self.counts[before][after];
        let count = if blanks > 0 { &mut gaps.blank } else { &mut gaps.open };
        *count = count.saturating_add(1);
    }

    /// The costs with what the page does.
    #[allow(clippy::cast_possible_truncation)]
    fn applied(&self, general: Blank, before: LineKind, after: LineKind) -> Blank {
        let (Some(before), Some(after)) = (class(before), class(after)) else { return general };
        let Gaps { open, blank } = self.counts[before][after];
        if open == 0 && blank == 0 {
            return general;
        }
        let heeding = |cost: Cost| {
            let likely =
                1.0 / (1.0 + exponential(f64::from(i32::try_from(cost).unwrap_or(i32::MAX)) / 1_000.0));
            let odds = (GENERAL * (1.0 - likely) + f64::from(open)) / (GENERAL * likely + f64::from(blank));
            ((logarithm(odds) * 1_000.0) as Cost).clamp(MIN_COST, MAX_COST)
        };
        Blank {
            first: heeding(general.first),
            inside: heeding(general.inside),
            last: heeding(general.last),
            alone: general.alone,
        }
    }
}

/// How many places of the page the general odds count as.
const GENERAL: f64 = 2.0;

/// The bounds of what the page's habits make of a cost: a proof must not rest on them.
const MIN_COST: Cost = -2_500;
const MAX_COST: Cost = 4_500;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::sheet::Rendered;

    /// The costs of a blank line between two added lines, or before them, on a page with such context.
    fn blank(context: &[&str], before: &str, after: &str) -> Blank {
        let cell = |text: &str| Cell {
            text: text.to_owned().into(),
            line: 1,
            side: None,
            marker: None,
            claim: RowClaim::Unknown,
            rendered: Rendered::Unknown,
            is_ambiguous: false,
        };
        let mut habits = Habits::NONE;
        let doubled = context.iter().flat_map(|text| [cell(text), cell(text)]);
        habits.count(&doubled.collect::<Vec<_>>());
        costs(&[cell(before), cell(after)], &habits)[1]
    }

    #[track_caller]
    fn is_likelier(context: &[&str], than: &[&str], (before, after): (&str, &str)) {
        let (likely, unlikely) = (blank(context, before, after), blank(than, before, after));
        assert!(likely.first < unlikely.first && likely.inside < unlikely.inside, "{likely:?} {unlikely:?}");
        assert_eq!(likely.alone, unlikely.alone);
    }

    #[test]
    fn the_page_tells_whether_a_blank_line_follows_a_heading() {
        let lines = ("== Law ==", "It is old.");
        is_likelier(&["== Use ==", "", "It is new."], &[], lines);
        is_likelier(&[], &["== Use ==", "It is new."], lines);
    }

    #[test]
    fn what_the_page_does_elsewhere_tells_nothing_of_lists() {
        let list = ("* milk", "* rennet");
        assert_eq!(blank(&["== Use ==", "", "It is new."], list.0, list.1), blank(&[], list.0, list.1));
    }

    #[test]
    fn a_blank_line_is_dearer_in_a_list_than_before_a_heading() {
        assert!(blank(&[], "* milk", "* rennet").inside > blank(&[], "It is new.", "== Law ==").inside);
    }

    #[test]
    fn habits_stay_within_their_bounds() {
        let many = ["== Use ==", "It is new."].repeat(200);
        assert_eq!(blank(&many, "== Law ==", "It is old.").inside, MAX_COST);
    }
}
