//! Changes that do not count: rows whose lines differ only in white space, case, blank lines or text of a pattern.
//!
//! ```text
//!                                       --ignore-case
//! ~ a [-River-]{+river+}                a river          equal without case: the row counts as context
//! - Old bridge                      ~ old bridge         realign: two rows with equal lines become one
//! + old bridge
//! +                                 +                    a blank line counts, unless all changes around it are blank
//! + A new line                      + A new line
//! ```
//!
//! White space, case and blank lines have the meaning of GNU diff. The rows come from an alignment of the exact lines, so
//! that the lines of each run of changes are aligned once more.

use std::collections::BTreeMap;

use super::Pattern;
use super::line_key::{DifferenceRule, LineKey, WhiteSpaceRule};
use super::realign::{Realigned, realign};
use super::renumber::RowNumbers;
use crate::model::{Change, Hunk, Marked, Row, Side, Sides};

/// The differences that do not count. By default, all count.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Ignore {
    /// White space inside lines.
    pub white_space: WhiteSpaceRule,
    /// Capital and small letters.
    pub case: DifferenceRule,
    /// Added and removed blank lines, if no other change adjoins them.
    pub blank_lines: DifferenceRule,
    /// Changed text that one of these patterns matches.
    pub matching: Vec<Pattern>,
}

impl Ignore {
    /// True if all differences count.
    pub(super) fn is_empty(&self) -> bool {
        self.matching.is_empty() && !self.key().changes_lines() && self.blank_lines == DifferenceRule::Counts
    }

    /// Brings lines of a hunk that are equal without white space or case into one row, which is ignored.
    pub(super) fn align_hunk(&self, hunk: &mut Hunk<Marked<'_>>, numbers: &mut RowNumbers) {
        let key = self.key();
        if key.changes_lines() {
            let mut rows = Vec::with_capacity(hunk.rows.len());
            let mut rest = std::mem::take(&mut hunk.rows).into_iter().peekable();
            while let Some(row) = rest.next() {
                let is_first_plain = can_realign(&row);
                let mut run = vec![row];
                while is_first_plain && let Some(row) = rest.next_if(can_realign) {
                    run.push(row);
                }
                let before = run.len();
                match is_first_plain.then(|| realign(&mut run, key)) {
                    Some(Realigned::Yes) => numbers.replace(before, run.len()),
                    _ => numbers.keep(before),
                }
                rows.extend(run);
            }
            hunk.rows = rows;
        } else {
            numbers.keep(hunk.rows.len());
        }
    }

    /// Marks the other rows of a hunk that do not count. Returns the number of all.
    pub(super) fn mark_hunk(&self, hunk: &mut Hunk<Marked<'_>>) -> usize {
        for row in &mut hunk.rows {
            row.is_ignored |= !row.is_context() && row.split.is_none() && self.matches_change(&row.change);
        }
        if self.blank_lines == DifferenceRule::Ignored {
            self.mark_blank_runs(&mut hunk.rows);
        }
        hunk.rows.iter().filter(|row| row.is_ignored).count()
    }

    const fn key(&self) -> LineKey {
        LineKey { white_space: self.white_space, case: self.case }
    }

    /// True if patterns match all changed text.
    fn matches_change(&self, change: &Change<Marked<'_>>) -> bool {
        if self.matching.is_empty() || matches!(change, Change::MovedFrom(..) | Change::MovedTo(..)) {
            return false;
        }
        [Side::Old, Side::New].into_iter().filter_map(|side| change.line(side)).all(|line| self.covers(line))
    }

    /// True if the matches of the patterns cover the changed text of a line.
    fn covers(&self, line: &Marked<'_>) -> bool {
        if line.text().is_empty() {
            return self.matching.iter().any(|pattern| pattern.is_match(""));
        }
        let matches: Vec<_> = self.matching.iter().flat_map(|pattern| pattern.matches(line.text())).collect();
        line.changed().iter().all(|mark| {
            let mut at = mark.start as usize;
            // Each step extends the covered text by the longest match that covers its end.
            while at < mark.end as usize {
                let next = matches.iter().filter(|found| found.start <= at).map(|found| found.end).max();
                match next {
                    Some(end) if end > at => at = end,
                    _ => return false,
                }
            }
            true
        })
    }

    /// Ignores the runs of changes in which all lines are blank.
    fn mark_blank_runs(&self, rows: &mut [Row<Marked<'_>>]) {
        let key = self.key();
        for run in rows.chunk_by_mut(|row, next| row.is_context() == next.is_context()) {
            let all_blank = run.iter().all(|row| match &row.change {
                Change::Added(line) | Change::Removed(line) => key.is_blank(line.text()),
                _ => false,
            });
            if all_blank {
                for row in run {
                    row.is_ignored = true;
                }
            }
        }
    }
}

/// True if the lines of a row may be aligned with those of its neighbours.
const fn can_realign(row: &Row<Marked<'_>>) -> bool {
    !row.is_context() && row.split.is_none()
}

/// The places of moved lines: the number of each move, and the sides of its places.
pub(super) type MovePlaces = BTreeMap<u32, Sides<bool>>;

/// Finds the places of all moved lines.
pub(super) fn find_moves(hunks: &[Hunk<Marked<'_>>]) -> MovePlaces {
    let mut places = MovePlaces::new();
    for row in hunks.iter().flat_map(|hunk| &hunk.rows) {
        match row.change {
            Change::MovedFrom(_, number) => places.entry(number).or_default().old = true,
            Change::MovedTo(_, number) => places.entry(number).or_default().new = true,
            _ => {}
        }
    }
    places
}

/// Makes removed and added lines of moved lines whose other place was there `before`, and now is a row of equal lines.
pub(super) fn unlink_moves(hunks: &mut [Hunk<Marked<'_>>], before: &MovePlaces) {
    let now = find_moves(hunks);
    let is_lost = |number: &u32| before.get(number) != now.get(number);
    for row in hunks.iter_mut().flat_map(|hunk| &mut hunk.rows) {
        if matches!(&row.change, Change::MovedFrom(_, number) | Change::MovedTo(_, number) if is_lost(number))
        {
            let nothing = Change::Added(Marked::unchanged("".into()));
            row.change = match std::mem::replace(&mut row.change, nothing) {
                Change::MovedFrom(line, _) => Change::Removed(Marked::whole(line.into_text())),
                Change::MovedTo(line, _) => Change::Added(Marked::whole(line.into_text())),
                other => other,
            };
        }
    }
}
