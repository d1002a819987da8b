//! Borders between two lines: the end of a row, or the place where a row was wrapped.
//!
//! The unit of all costs is half a bit of the odds.

use super::odds::weigh_border;
use super::room::{Room, first_part, first_word, room};
use crate::model::Sides;
use crate::parse::table::measure::ColumnMeasure;

/// Places at which a program breaks a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BreakPlaces {
    Spaces,
    SpacesAndSigns,
}

/// Cost of a line with room for a part of the next word, in a table whose words are broken: programs break them at other
/// signs at times.
const PART_COST: u32 = 8;

/// The border between a line and the next one.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct LineBorder {
    /// True if a side has room for the next word, so that the row ends here.
    has_room: bool,
    /// True if a side has no room for the next word.
    is_full: bool,
    /// True if a side has room for a part of the next word, and the program breaks words.
    has_part: bool,
    /// Weight of the texts: positive if one goes on in the other.
    text: i32,
    /// Weight of a line that is full: the chance that the end of a text is.
    chance: i32,
}

impl LineBorder {
    pub(crate) fn measure(
        above: &Sides<&str>,
        below: &Sides<&str>,
        widths: Sides<usize>,
        measure: ColumnMeasure,
        breaks: BreakPlaces,
    ) -> Self {
        let side = |line: &str, next: &str, width: usize| {
            if line.is_empty() || next.is_empty() {
                return None;
            }
            let first = match breaks {
                BreakPlaces::Spaces => first_word(next),
                BreakPlaces::SpacesAndSigns => first_part(next),
            };
            let room = room(line, next, width, measure);
            let has_part = room == Room::Part && breaks == BreakPlaces::SpacesAndSigns;
            Some(Self {
                has_room: room == Room::Enough,
                is_full: room != Room::Enough && !has_part,
                has_part,
                text: weigh_border(line, next),
                chance: weigh_chance(measure.width(first), width),
            })
        };
        let (old, new) = (side(above.old, below.old, widths.old), side(above.new, below.new, widths.new));
        match (old, new) {
            (Some(old), Some(new)) => Self {
                has_room: old.has_room || new.has_room,
                is_full: old.is_full || new.is_full,
                has_part: old.has_part || new.has_part,
                text: i32::midpoint(old.text, new.text),
                chance: i32::midpoint(old.chance, new.chance),
            },
            (side, other) => side.or(other).unwrap_or_default(),
        }
    }

    /// Returns true if a row may go on behind the border.
    pub(crate) const fn is_full(&self) -> bool {
        self.is_full || self.has_part
    }

    /// The cost of joining the lines; `None` if a side has room for the next word.
    pub(crate) fn join_cost(&self) -> Option<u32> {
        let part_cost = if self.has_part { PART_COST } else { 0 };
        (!self.has_room).then(|| to_cost(-(self.text + self.chance)) + part_cost)
    }

    /// The cost of the end of a row.
    pub(crate) fn end_cost(&self) -> u32 {
        if self.is_full { to_cost(self.text + self.chance) } else { 0 }
    }

    /// The cost of the end of a row in a table that is not wrapped, where a full line means nothing.
    pub(crate) fn unwrapped_cost(&self) -> u32 {
        if self.is_full { to_cost(self.text) } else { 0 }
    }
}

/// Weighs a first word without room, by the chance that the last line of a text has no room for it.
fn weigh_chance(word: usize, width: usize) -> i32 {
    let ratio = width / (word + 1);
    ratio.checked_ilog2().map_or(0, |bits| i32::try_from(2 * bits).unwrap_or(0))
}

fn to_cost(weight: i32) -> u32 {
    u32::try_from(weight).unwrap_or(0)
}
