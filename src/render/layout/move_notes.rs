//! The notes above moved lines: each names the line of the other place.
//!
//! ```text
//!  <  3     3 lines moved to line 9        the first line of a run that moved as one
//!           one
//!  <  4     two                            the rest of the run
//!  <  5     three
//! ```

use std::collections::HashMap;

use crate::model::{Change, Diff, NumberedRow, Side, Sides};

/// The notes of all moves of a diff, by the number of the move and its side.
#[derive(Debug)]
pub(crate) struct MoveNotes {
    notes: HashMap<(u32, Side), MoveNote>,
}

/// The note of one moved line.
#[derive(Clone, Copy, Debug)]
struct MoveNote {
    /// The number of the line at the other place.
    place: u32,
    /// The lines that moved together with this one, itself included; 0 after the first of them.
    lines: usize,
}

/// One end of a move.
#[derive(Clone, Copy, Debug)]
struct MoveEnd {
    id: u32,
    side: Side,
    /// The number of the line.
    number: u32,
}

impl MoveNotes {
    /// Finds the moves of a diff, and the runs of lines that moved together.
    pub(crate) fn new<L>(diff: &Diff<L>) -> Self {
        let ends: Vec<_> = diff.hunks.iter().flat_map(|hunk| hunk.numbered_rows().map(move_end)).collect();
        let mut places: HashMap<u32, Sides<Option<u32>>> = HashMap::new();
        for end in ends.iter().flatten() {
            *places.entry(end.id).or_default().get_mut(end.side) = Some(end.number);
        }
        let other_place = |end: &MoveEnd| *places.get(&end.id)?.get(end.side.opposite());
        let follows = |before: &Option<MoveEnd>, end: &Option<MoveEnd>| {
            let (Some(before), Some(end)) = (before, end) else { return false };
            let other_follows =
                other_place(before).is_some_and(|place| other_place(end) == place.checked_add(1));
            before.side == end.side && before.number.checked_add(1) == Some(end.number) && other_follows
        };
        let mut notes = HashMap::new();
        for run in ends.chunk_by(follows) {
            for (index, end) in run.iter().flatten().enumerate() {
                let Some(place) = other_place(end) else { continue };
                let lines = if index == 0 { run.len() } else { 0 };
                notes.insert((end.id, end.side), MoveNote { place, lines });
            }
        }
        Self { notes }
    }

    /// Returns the note of a row: none if it did not move, if its other place has no number, or if it moved together with
    /// the row above.
    pub(crate) fn note<L>(&self, change: &Change<L>) -> Option<String> {
        let (id, side, way) = match change {
            Change::MovedFrom(_, id) => (*id, Side::Old, "to"),
            Change::MovedTo(_, id) => (*id, Side::New, "from"),
            _ => return None,
        };
        let MoveNote { place, lines } = self.notes.get(&(id, side))?;
        match lines {
            0 => None,
            1 => Some(format!("moved {way} line {place}")),
            _ => Some(format!("{lines} lines moved {way} line {place}")),
        }
    }
}

/// The end of a move that a row is, if its line has a number.
fn move_end<L>(NumberedRow { row, numbers }: NumberedRow<'_, L>) -> Option<MoveEnd> {
    match row.change {
        Change::MovedFrom(_, id) => Some(MoveEnd { id, side: Side::Old, number: numbers.old? }),
        Change::MovedTo(_, id) => Some(MoveEnd { id, side: Side::New, number: numbers.new? }),
        _ => None,
    }
}
