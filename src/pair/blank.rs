//! Where an unseen blank line is likely: before a heading and after a paragraph, hardly inside a list or a table.
//!
//! The figures are the odds against a blank line at such a place of a block, counted in the blocks of one side that
//! the PHP engine printed for half of the measured edits; the other half has nearly the same. An engine that may put
//! a block of one side here or there puts it as far up as it can (`DiffEngine::shiftBoundaries`): so the blank line
//! that a new paragraph brings stands before it, not after it.

use crate::model::Cell;

use super::cost::Cost;

/// What an unseen blank line costs at a place besides its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Blank {
    /// As the first line of a block.
    pub(super) first: Cost,
    /// After another line of the block.
    pub(super) inside: Cost,
}

impl Blank {
    const fn new(first: Cost, inside: Cost) -> Self {
        Self { first, inside }
    }

    const fn anywhere(cost: Cost) -> Self {
        Self::new(cost, cost)
    }
}

/// What a blank line costs before each cell and after the last, by what stands around it.
pub(super) fn costs(cells: &[Cell<'_>]) -> Vec<Blank> {
    let kind =
        |at: Option<usize>| at.and_then(|at| cells.get(at)).map_or(Kind::Edge, |cell| kind(&cell.text));
    (0..=cells.len()).map(|at| between(kind(at.checked_sub(1)), kind(Some(at)))).collect()
}

/// What a line is to wikitext.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// No line: the edge of the hunk.
    Edge,
    Blank,
    Heading,
    List,
    Table,
    /// Indented by a space: shown as it is.
    Code,
    /// Anything else that does not end as a sentence does: text whose lines were broken, a file.
    Broken,
    /// Anything else that does: a paragraph.
    Paragraph,
}

fn kind(text: &str) -> Kind {
    let ends = ['.', '!', '?', ':', ')', '"', '>', '}', '。', '।'];
    let Some(opening) = text.chars().next() else { return Kind::Blank };
    match opening {
        _ if text.trim().is_empty() => Kind::Blank,
        '=' => Kind::Heading,
        '*' | '#' | ':' | ';' => Kind::List,
        '|' | '!' => Kind::Table,
        '{' if text.starts_with("{|") => Kind::Table,
        ' ' | '\u{a0}' => Kind::Code,
        _ if text.trim_end().ends_with(ends) => Kind::Paragraph,
        _ => Kind::Broken,
    }
}

/// Rarer places cost no more: a proof must not rest on habits.
const MOST: Cost = 3_000;

const fn between(before: Kind, after: Kind) -> Blank {
    match (before, after) {
        (Kind::Blank, _)
        | (_, Kind::Blank)
        | (Kind::Table, Kind::Table)
        | (Kind::List, Kind::List)
        | (Kind::Code, Kind::Code) => Blank::anywhere(MOST),
        // A blank line seldom is the first of a page, and never the last.
        (Kind::Edge, _) | (_, Kind::Edge) => Blank::anywhere(2_000),
        (_, Kind::Heading) => Blank::anywhere(-2_500),
        (Kind::Heading, _) => Blank::new(500, -1_000),
        (Kind::Table, _) | (_, Kind::Table) => Blank::anywhere(2_000),
        (Kind::Code, _) | (_, Kind::Code) => Blank::anywhere(-500),
        (Kind::List, _) | (_, Kind::List) => Blank::new(-1_000, 300),
        (Kind::Paragraph, _) => Blank::new(-1_000, 600),
        (Kind::Broken, _) => Blank::new(500, 2_000),
    }
}
