//! What is known of a hunk besides its cells: from the page, from its own header and from the next one.
//!
//! Apart from the search, because the bounds found ahead of it stand on the same facts.

use std::cmp::Ordering;

use crate::model::Sides;
use crate::parse::sheet::{Cell, Engine, RowClaim, Section, Sheet, TextEnd};

use crate::pairing::cost::Lean;
use crate::pairing::cost::blank_lines::{self, Blank, Habits};

/// What a copy of a PHP page has of blank lines without a partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Blanks {
    /// Nothing.
    Unseen,
    /// Hardly anything, where each line is a row: some programs leave a blank line.
    Glued,
    /// The borders of their cells.
    Bordered,
}

impl Blanks {
    fn of(section: &Section<'_>) -> Self {
        let claims = || section.cells.iter().map(|cell| cell.claim);
        if claims().any(|claim| claim == RowClaim::Border) {
            return Self::Bordered;
        }
        if claims().any(|claim| claim == RowClaim::WholeRow) { Self::Glued } else { Self::Unseen }
    }
}

/// What the search knows of a hunk besides its cells.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    /// The engine whose grammar holds.
    pub(crate) engine: Engine,
    /// Whether the hunk can begin with fewer than two lines of context: only at the top of the page.
    pub(crate) may_begin_short: bool,
    /// The net number of lines added, where the next header tells it.
    pub(crate) lines: Option<i32>,
    /// What the edit rather does with whole lines.
    pub(crate) lean: Lean,
    /// Whether the bytes matter.
    pub(crate) counts_bytes: bool,
    /// Whether the copy shows where blank lines are.
    pub(crate) blanks: Blanks,
    /// Whether another hunk follows, so that this one ends in two lines of context.
    pub(crate) is_followed: bool,
    /// Whether a blank row at the end may have been trimmed.
    pub(crate) text_end: TextEnd,
    /// Where the page has blank lines.
    pub(crate) habits: Habits,
}

impl Frame {
    /// What the sheet tells of one of its hunks; whether bytes count is for the caller to say.
    pub(crate) fn of(sheet: &Sheet<'_>, index: usize, engine: Engine) -> Self {
        let start = sheet.sections[index].start;
        let next = sheet.sections.get(index + 1);
        let added = |start: Sides<u32>| i32::try_from(i64::from(start.new) - i64::from(start.old)).ok();
        let lines = match (start, next.and_then(|next| next.start)) {
            (Some(start), Some(next)) => added(next).zip(added(start)).map(|(after, before)| after - before),
            _ => None,
        };
        let is_top = start.is_none_or(|start| start.old <= 1 || start.new <= 1);
        Self {
            engine,
            may_begin_short: index == 0 && is_top,
            lines,
            lean: lean(start, Lean::Added),
            counts_bytes: false,
            blanks: Blanks::of(&sheet.sections[index]),
            is_followed: next.is_some(),
            text_end: if next.is_none() { sheet.text_end } else { TextEnd::Kept },
            habits: Habits::default(),
        }
    }

    /// Whether unseen rows are looked for. Without an equation none is called for, but where the copy has no blank line of
    /// a block, a page that has them everywhere else tells of it.
    pub(crate) const fn has_unseen(&self) -> bool {
        match self.blanks {
            _ if matches!(self.engine, Engine::Wikidiff2) => false,
            Blanks::Unseen => true,
            Blanks::Glued => self.has_equation(),
            Blanks::Bordered => false,
        }
    }

    /// What an unseen blank line costs before each cell and after the last; nothing where none is looked for.
    pub(crate) fn blank_costs(&self, cells: &[Cell<'_>]) -> Vec<Blank> {
        let costs = if self.has_unseen() { blank_lines::costs(cells, &self.habits) } else { Vec::new() };
        if self.has_equation() { costs } else { costs.into_iter().map(Blank::uncounted).collect() }
    }

    /// Whether something counts the lines of the hunk.
    const fn has_equation(&self) -> bool {
        self.counts_bytes || self.lines.is_some()
    }
}

/// The header says how many lines the hunks before have added or removed on balance; where that is none, the edit does
/// what its summary says.
pub(crate) fn lean(start: Option<Sides<u32>>, told: Lean) -> Lean {
    match start.map_or(Ordering::Equal, |start| start.new.cmp(&start.old)) {
        Ordering::Less => Lean::Removed,
        Ordering::Equal => told,
        Ordering::Greater => Lean::Added,
    }
}
