//! Facts that constrain the reading of a hunk: the page, its own header and the next header.
//!
//! The search and its lower bounds share these facts.

use std::cmp::Ordering;

use crate::model::Sides;
use crate::parse::sheet::{BlankRows, Cell, Engine, RowClaim, Section, Sheet, TextEnd};
use crate::text::whitespace::find_doubling_space;

use crate::pairing::cost::EditPrior;
use crate::pairing::cost::blank_lines::{self, BlankCosts, BlankLinePrior};
use crate::pairing::grammar::state::{MAX_CONTEXT_AROUND, MAX_CONTEXT_BETWEEN};

/// Trace that a one-sided blank line of a PHP page leaves in the copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BlankLineCopy {
    /// None.
    Lost,
    /// Seldom any: the copy has one line for each row, and some programs keep a blank line.
    SeldomKept,
    /// The borders of the cells, or an empty line.
    Bordered,
    /// None, and none of any other blank line.
    Dropped,
}

impl BlankLineCopy {
    fn new(section: &Section<'_>, blank_rows: BlankRows) -> Self {
        let has = |claim| section.cells.iter().any(|cell| cell.claim == claim);
        if blank_rows == BlankRows::Dropped {
            Self::Dropped
        } else if blank_rows == BlankRows::AllKept || has(RowClaim::Border) || has(RowClaim::GluedRow) {
            Self::Bordered
        } else if has(RowClaim::WholeRow) {
            Self::SeldomKept
        } else {
            Self::Lost
        }
    }
}

/// Changed rows whose two cells are equal: the copy lost the change, as where NBSP became a space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HiddenChanges {
    /// None: the hunk shows enough changes.
    None,
    /// Some, since more lines of context stand below each other than the engines print.
    Possible,
}

impl HiddenChanges {
    fn from_cells(cells: &[Cell<'_>]) -> Self {
        let (mut at, mut run, mut is_first) = (0, 0, true);
        while at < cells.len() {
            let text = &*cells[at].text;
            let taken = match cells[at].claim {
                RowClaim::WholeRow => usize::from(text.is_empty() || find_doubling_space(text).is_some()),
                _ if cells.get(at + 1).is_some_and(|next| next.text == text) => 2,
                _ => 0,
            };
            (run, is_first) = if taken > 0 { (run + 1, is_first) } else { (0, false) };
            at += taken.max(1);
            if run > if is_first { MAX_CONTEXT_AROUND } else { MAX_CONTEXT_BETWEEN } {
                return Self::Possible;
            }
        }
        if run > MAX_CONTEXT_AROUND { Self::Possible } else { Self::None }
    }
}

/// Constraints on the reading of one hunk.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HunkConstraints {
    /// The engine whose grammar applies.
    pub(crate) engine: Engine,
    /// True if the hunk can begin with fewer than two lines of context: only at the top of the page.
    pub(crate) may_begin_short: bool,
    /// Net number of added lines, where the next header states it.
    pub(crate) lines: Option<i32>,
    /// Whole lines that the edit rather adds or removes.
    pub(crate) edit_prior: EditPrior,
    /// True if readings are told apart by their bytes.
    pub(crate) counts_bytes: bool,
    /// Changes that the copy does not show.
    pub(crate) hidden_changes: HiddenChanges,
    /// Trace of blank lines in the copy.
    pub(crate) blanks: BlankLineCopy,
    /// True if another hunk follows, so that this one ends in two lines of context.
    pub(crate) is_followed: bool,
    /// State of the end of the text: a trimmed end may have lost a blank row.
    pub(crate) text_end: TextEnd,
    /// Habits of the page with blank lines.
    pub(crate) blank_prior: BlankLinePrior,
}

impl HunkConstraints {
    /// Takes the constraints of one hunk from the sheet. The caller decides `counts_bytes`.
    pub(crate) fn new(sheet: &Sheet<'_>, index: usize, engine: Engine) -> Self {
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
            may_begin_short: index == 0 && is_top || sheet.blank_rows == BlankRows::Dropped,
            lines,
            edit_prior: edit_prior(start, EditPrior::Adds),
            counts_bytes: false,
            hidden_changes: HiddenChanges::from_cells(&sheet.sections[index].cells),
            blanks: BlankLineCopy::new(&sheet.sections[index], sheet.blank_rows),
            is_followed: next.is_some(),
            text_end: if next.is_none() { sheet.text_end } else { TextEnd::Kept },
            blank_prior: BlankLinePrior::default(),
        }
    }

    /// Returns true if the search looks for unseen rows.
    ///
    /// A section of whole rows needs an equation that calls for them. Where the copy drops every one-sided blank line, the
    /// page's habits are reason enough.
    pub(crate) const fn has_unseen(&self) -> bool {
        match self.blanks {
            BlankLineCopy::Dropped => true,
            _ if matches!(self.engine, Engine::Wikidiff2) => false,
            BlankLineCopy::Lost => true,
            BlankLineCopy::SeldomKept => self.has_equation(),
            BlankLineCopy::Bordered => false,
        }
    }

    /// Computes the cost of an unseen blank line before each cell and after the last. Empty if unseen rows are not looked
    /// for.
    pub(crate) fn blank_costs(&self, cells: &[Cell<'_>]) -> Vec<BlankCosts> {
        let costs = if self.has_unseen() { blank_lines::costs(cells, &self.blank_prior) } else { Vec::new() };
        if self.has_equation() { costs } else { costs.into_iter().map(BlankCosts::bounded).collect() }
    }

    /// Returns true if line numbers or bytes count the lines of the hunk.
    pub(crate) const fn has_equation(&self) -> bool {
        self.counts_bytes || self.lines.is_some()
    }
}

/// Decides the prior of a hunk. Its header says how many lines the earlier hunks added or removed on balance; a balance of
/// none leaves the prior of the summary.
pub(crate) fn edit_prior(start: Option<Sides<u32>>, from_summary: EditPrior) -> EditPrior {
    match start.map_or(Ordering::Equal, |start| start.new.cmp(&start.old)) {
        Ordering::Less => EditPrior::Removes,
        Ordering::Equal => from_summary,
        Ordering::Greater => EditPrior::Adds,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pairing::tests::cell;

    #[test]
    fn changes_are_hidden_among_too_many_lines_of_context() {
        let found = |texts: &[&str]| {
            HiddenChanges::from_cells(&texts.iter().map(|text| cell(text, 1)).collect::<Vec<_>>())
        };
        assert_eq!(found(&["a", "a", "b", "b", "c", "d", "d", "e", "e"]), HiddenChanges::None);
        assert_eq!(found(&["a", "a", "b", "b", "c", "c", "d"]), HiddenChanges::Possible);
        assert_eq!(found(&["a", "a", "b", "c", "c", "d", "d", "e", "e"]), HiddenChanges::Possible);
    }
}
