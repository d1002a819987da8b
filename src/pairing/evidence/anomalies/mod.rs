//! Anomalies: rows that no wiki prints, in a copy whose reader saw no damage.
//!
//! A tab, a marker or a line that got lost leaves lines that still read on without a gap, as other rows:
//!
//! ```text
//! copied       read without its last tab
//! ⇥ old        - old
//! ⇥ ⇥ new      - new        not context, not added, and nothing says so
//! ```
//!
//! An anomaly takes the proof from a reading. Each fact here held in every one of 1,153 copies whose sides were known
//! from elsewhere.

mod first_row;
mod inferred;
mod stated;

pub(crate) use first_row::{begun_at_header, begun_at_summary, header_margin};
pub(crate) use inferred::{
    could_be_cut, could_be_cut_elsewhere, cuts_beside_blank, ends_with_change, has_unseen_block,
    in_inferred_rows, may_lack_two_blanks, pairs_with_missing_cell,
};
pub(crate) use stated::{context_cells_differ, in_stated_rows};

use crate::model::{Change, Comparison, Hunk, Line, Row, Sides, Warning, WarningCode};

/// Finds a last row whose new line only begins the old one: the paste may break off in it. The arithmetic of such a paste
/// can agree by chance, since missing text has no bytes.
fn cut_off(hunks: &[Hunk<Line<'_>>]) -> Option<Anomaly> {
    let row = hunks.last()?.rows.last()?;
    let lines = changed_lines(row)?;
    is_beginning(&lines.new, &lines.old).then_some(row.source_line).flatten().map(breaks_off)
}

/// Returns true if a text is only the beginning of another one, or that and a blank, as a cut after a blank leaves it.
fn is_beginning(text: &str, other: &str) -> bool {
    // A cut between two bytes of a character leaves U+FFFD.
    let begun = text.trim_end_matches(char::REPLACEMENT_CHARACTER);
    [begun, begun.trim_end()].iter().any(|begun| !begun.is_empty() && other.starts_with(begun))
}

/// An anomaly: the warning about it, and the extent of the comparison that it leaves.
#[derive(Debug)]
pub(crate) struct Anomaly {
    pub(crate) warning: Warning,
    pub(crate) comparison: Comparison,
}

impl Anomaly {
    /// Makes an anomaly of rows that are wrong.
    pub(crate) fn wrong(warning: Warning) -> Self {
        Self { warning, comparison: Comparison::Complete }
    }

    /// Makes an anomaly of rows that are missing at the beginning or the end.
    fn cut_off(line: Option<u32>, message: impl Into<String>) -> Self {
        let warning = Warning::new(line, WarningCode::CutOff, message);
        Self { warning, comparison: Comparison::Incomplete }
    }
}

fn breaks_off(line: u32) -> Anomaly {
    let message = format!(
        "the paste may break off in the last row, at line {line}: its new line only begins the old one; copy to \
         the end of the page"
    );
    Anomaly::cut_off(Some(line), message)
}

/// Makes the anomaly of a row with lines that are missing or too many.
fn stray(row: &Row<Line<'_>>, message: &str) -> Anomaly {
    Anomaly::wrong(Warning::new(row.source_line, WarningCode::StrayLine, message))
}

/// Returns the two lines of a changed row.
fn changed_lines<'r, 'a>(row: &'r Row<Line<'a>>) -> Option<&'r Sides<Line<'a>>> {
    match &row.change {
        Change::Changed(lines) => Some(lines),
        _ => None,
    }
}

fn rows<'h, 'a>(hunks: &'h [Hunk<Line<'a>>]) -> impl Iterator<Item = &'h Row<Line<'a>>> {
    hunks.iter().flat_map(|hunk| &hunk.rows)
}
