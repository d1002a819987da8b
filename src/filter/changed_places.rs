//! The places at which a line differs from the other side.

use std::ops::Range;

use crate::model::{Change, Marked, Row, Side, Sides};

/// The places of a line at which it differs from the other side.
pub(super) enum ChangedPlaces {
    /// The line has no counterpart.
    Everywhere,
    /// The marks of the line, and the empty ranges at which only the other side has text, from left to right.
    Places(Vec<Range<usize>>),
}

impl ChangedPlaces {
    /// Finds the places of the first row's line. The rows of the other parts of a split line follow.
    pub(super) fn find(line: &Marked<'_>, rows: &[Row<Marked<'_>>], side: Side) -> Self {
        let Some(gaps) = Self::find_gaps(rows, side) else { return Self::Everywhere };
        let marks = line.changed().iter().map(|mark| mark.start as usize..mark.end as usize);
        let mut places: Vec<_> = marks.chain(gaps.into_iter().map(|gap| gap..gap)).collect();
        places.sort_unstable_by_key(|place| (place.start, place.end));
        Self::Places(places)
    }

    /// Finds the offsets at which only the other side has text; `None` if the line has no counterpart.
    fn find_gaps(rows: &[Row<Marked<'_>>], side: Side) -> Option<Vec<usize>> {
        let [row, rest @ ..] = rows else { return None };
        if let Some(pair) = row.compared_part() {
            return Some(find_gaps(pair, side));
        }
        let Change::Changed(lines) = &row.change else {
            let is_compared =
                row.is_split_part() || !matches!(row.change, Change::Added(_) | Change::Removed(_));
            return is_compared.then(Vec::new);
        };
        let Some(split) = row.line_split() else {
            return Some(find_gaps(lines.as_ref(), side));
        };
        let first_parts = split.first_parts(lines.as_ref());
        let mut gaps = find_gaps(first_parts.as_ref(), side);
        if split.whole == side {
            gaps.push(split.at);
            for pair in rest.iter().take_while(|row| row.is_split_part()).filter_map(Row::compared_part) {
                let offset = lines.get(side).text().len() - pair.get(side).text().len();
                gaps.extend(find_gaps(pair, side).into_iter().map(|gap| offset + gap));
            }
        }
        Some(gaps)
    }
}

/// Finds the offsets in the line of one side at which the other side has changed text.
fn find_gaps(lines: Sides<&Marked<'_>>, side: Side) -> Vec<usize> {
    let (own, other) = (lines.get(side).changed(), lines.get(side.opposite()).changed());
    let mut own = own.iter().peekable();
    // The changed bytes so far. Without them, both lines are equal.
    let (mut own_changed, mut other_changed) = (0, 0);
    let mut gaps = Vec::with_capacity(other.len());
    for mark in other {
        let unchanged = mark.start - other_changed;
        while let Some(own_mark) = own.next_if(|own_mark| own_mark.start - own_changed < unchanged) {
            own_changed += own_mark.end - own_mark.start;
        }
        gaps.push((unchanged + own_changed) as usize);
        other_changed += mark.end - mark.start;
    }
    gaps
}
