//! Sides of lines that moved. A move has an old place and a new one, so that one place tells the side of the other.
//!
//! ```text
//! ⚫ a boat     Line 9: Line 12:  below, so that three lines were added here: new
//! ⚫ a raft                                                                   new
//! ⚫ a pier                                                                   new
//! …
//! ⚫ a boat     no line number below, but its other place is new:             old
//! ```
//!
//! Places with marks are matched by their texts. Without marks, a text that stands once in each of two sections has moved: in
//! the measured diffs, 26 such lines of 14 pages had opposite sides, and one had not. A side that is known decides that of the
//! other place. Elsewhere the moves between two sections, which mostly are lines of one paragraph, are tried in both
//! directions, and the likelier one counts.

use rustc_hash::FxHashMap;

use crate::model::Side;
use crate::parse::sheet::{Cell, Marker, RowClaim, Sheet};
use crate::word_diff::similarity::estimate::similarity_at_least;

use super::cost::{Cost, UNGRAMMATICAL};

/// Maximum number of marked places. Each is compared with all others.
const MAX_PLACES: usize = 100;

/// Maximum number of sections whose lines are looked up in all others.
const MAX_SECTIONS: usize = 100;

/// Maximum number of pairs of sections between which lines moved. Each pair is searched three times.
const MAX_GROUPS: usize = 20;

/// Maximum number of cells in the sections of all pairs together: some sections of a page. A search with wrong sides is slow.
const MAX_TRIED_CELLS: usize = 5_000;

/// Minimum similarity of the two places of a move: as for the numbers of moves.
const MIN_SIMILARITY: f64 = 0.2;

/// Minimum length of a text that does not stand on a page twice by chance, in bytes. Cells of tables are shorter.
const MIN_REPEATED_LEN: usize = 30;

/// Cost of a text that one edit added, or removed, in two sections.
const ADDED_TWICE: Cost = 2_500;

/// Moved lines that a sheet may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MoveEvidence {
    /// Lines with marks, which are certain.
    Marks,
    /// Lines with marks, and equal lines without them, which are likely.
    MarksAndTexts,
}

/// A place of a moved line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct CellPlace {
    section: usize,
    cell: usize,
}

/// The two places of a move, from top to bottom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct PlacePair {
    above: CellPlace,
    below: CellPlace,
}

impl PlacePair {
    /// The sections of both places.
    const fn sections(self) -> [usize; 2] {
        [self.above.section, self.below.section]
    }
}

/// Decides the sides of moved lines. Returns `None` if none is open. `cost_of` is the cost of the best reading of a section.
pub(super) fn decide_moved_sides<'a>(
    sheet: &Sheet<'a>,
    evidence: MoveEvidence,
    cost_of: impl Fn(&Sheet<'a>, usize) -> Cost,
) -> Option<Sheet<'a>> {
    let marked = pair_marked_places(sheet);
    let repeated = match evidence {
        MoveEvidence::Marks => Vec::new(),
        MoveEvidence::MarksAndTexts => pair_repeated_texts(sheet),
    };
    if marked.is_empty() && repeated.is_empty() {
        return None;
    }
    let mut decided = sheet.clone();
    let mut open: Vec<PlacePair> = Vec::new();
    for pair in marked {
        match (cell_at(sheet, pair.above).side, cell_at(sheet, pair.below).side) {
            (None, None) => open.push(pair),
            (Some(above), _) => set_sides(&mut decided, &[pair], Some(above)),
            (None, Some(below)) => set_sides(&mut decided, &[pair], Some(below.opposite())),
        }
    }
    let mut cells_left = MAX_TRIED_CELLS;
    for (mut pairs, cost_of_neither) in [(open, None), (repeated, Some(ADDED_TWICE))] {
        pairs.sort_unstable_by_key(|pair| (pair.sections(), *pair));
        for group in pairs.chunk_by(|one, other| one.sections() == other.sections()).take(MAX_GROUPS) {
            let sections = group[0].sections();
            let cells: usize = sections.iter().map(|section| sheet.sections[*section].cells.len()).sum();
            if cells <= cells_left {
                cells_left -= cells;
                decide_direction(&mut decided, group, cost_of_neither, &cost_of);
            }
        }
    }
    Some(decided)
}

fn cell_at<'s, 'a>(sheet: &'s Sheet<'a>, place: CellPlace) -> &'s Cell<'a> {
    &sheet.sections[place.section].cells[place.cell]
}

/// Lists the cells of a sheet.
fn list_places<'s>(sheet: &'s Sheet<'_>) -> impl Iterator<Item = CellPlace> + 's {
    let sections = sheet.sections.iter().enumerate();
    sections.flat_map(|(section, found)| (0..found.cells.len()).map(move |cell| CellPlace { section, cell }))
}

/// Returns true for a line with a text and the mark of a move.
fn is_marked_place(cell: &Cell<'_>) -> bool {
    matches!(cell.marker, Some(Marker::Moved(_)))
        && cell.claim == RowClaim::Lone
        && !cell.text.trim().is_empty()
}

/// Pairs the marked places, the most similar texts first. Returns none if no side is open.
fn pair_marked_places(sheet: &Sheet<'_>) -> Vec<PlacePair> {
    let places: Vec<CellPlace> = list_places(sheet)
        .filter(|place| is_marked_place(cell_at(sheet, *place)))
        .take(MAX_PLACES + 1)
        .collect();
    if places.len() > MAX_PLACES || places.iter().all(|place| cell_at(sheet, *place).side.is_some()) {
        return Vec::new();
    }
    let mut candidates: Vec<(f64, PlacePair)> = Vec::new();
    for (at, &above) in places.iter().enumerate() {
        for &below in &places[at + 1..] {
            let (first, second) = (cell_at(sheet, above), cell_at(sheet, below));
            let may_be_move = first.side.is_none() || first.side != second.side;
            if may_be_move
                && let Some(similarity) = similarity_at_least(&first.text, &second.text, MIN_SIMILARITY)
            {
                candidates.push((similarity, PlacePair { above, below }));
            }
        }
    }
    candidates.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    let mut pairs: Vec<PlacePair> = Vec::new();
    for (_, pair) in candidates {
        let is_taken = |place: CellPlace| pairs.iter().any(|pair| pair.above == place || pair.below == place);
        if !is_taken(pair.above) && !is_taken(pair.below) {
            pairs.push(pair);
        }
    }
    pairs
}

/// Pairs the places of texts that stand in two sections, and only once in each. The order is any: the callers sort.
fn pair_repeated_texts(sheet: &Sheet<'_>) -> Vec<PlacePair> {
    if !(2..=MAX_SECTIONS).contains(&sheet.sections.len()) {
        return Vec::new();
    }
    let mut seen: FxHashMap<&str, TextPlaces> = FxHashMap::default();
    for place in list_places(sheet) {
        let text = cell_at(sheet, place).text.trim();
        if text.len() >= MIN_REPEATED_LEN {
            let places = seen.entry(text).or_insert(TextPlaces::None);
            *places = places.and(place);
        }
    }
    let is_open = |place: CellPlace| {
        let cell = cell_at(sheet, place);
        cell.claim == RowClaim::Unknown && cell.side.is_none() && cell.marker.is_none()
    };
    let pairs = seen.into_values().filter_map(|places| match places {
        TextPlaces::Two(pair) => Some(pair),
        TextPlaces::None | TextPlaces::One(_) | TextPlaces::Others => None,
    });
    pairs.filter(|pair| is_open(pair.above) && is_open(pair.below)).collect()
}

/// The places of a text, as far as they are those of a moved line.
#[derive(Clone, Copy)]
enum TextPlaces {
    None,
    One(CellPlace),
    /// One in each of two sections.
    Two(PlacePair),
    /// More, or two in one section: the text is no moved line.
    Others,
}

impl TextPlaces {
    /// Adds a place below the others.
    fn and(self, below: CellPlace) -> Self {
        match self {
            Self::None => Self::One(below),
            Self::One(above) if above.section != below.section => Self::Two(PlacePair { above, below }),
            Self::One(_) | Self::Two(_) | Self::Others => Self::Others,
        }
    }
}

/// Gives the upper places of moves a side, and the lower ones the other.
fn set_sides(sheet: &mut Sheet<'_>, pairs: &[PlacePair], above: Option<Side>) {
    for pair in pairs {
        for (place, side) in [(pair.above, above), (pair.below, above.map(Side::opposite))] {
            sheet.sections[place.section].cells[place.cell].side = side;
        }
    }
}

/// Decides the direction of moves between two sections by the cost of both. Leaves it open if both are as likely, or if the
/// lines are rather no moves.
fn decide_direction<'a>(
    decided: &mut Sheet<'a>,
    group: &[PlacePair],
    cost_of_neither: Option<Cost>,
    cost_of: impl Fn(&Sheet<'a>, usize) -> Cost,
) {
    let Some([above, below]) = group.first().map(|pair| pair.sections()) else { return };
    let mut cost = |side: Option<Side>| {
        set_sides(decided, group, side);
        let further = if below == above { 0 } else { cost_of(decided, below) };
        cost_of(decided, above) + further
    };
    let (new, old) = (cost(Some(Side::New)), cost(Some(Side::Old)));
    let neither = cost_of_neither.map_or(UNGRAMMATICAL, |further| cost(None) + further);
    let likelier = if new < old { Side::New } else { Side::Old };
    let is_decided = new != old && new.min(old) < neither.min(UNGRAMMATICAL);
    set_sides(decided, group, is_decided.then_some(likelier));
    let is_certain = cost_of_neither.is_none() && new.max(old) >= UNGRAMMATICAL;
    for place in group.iter().flat_map(|pair| [pair.above, pair.below]).filter(|_| !is_certain) {
        decided.sections[place.section].cells[place.cell].is_ambiguous |= is_decided;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Sides;
    use crate::pairing::tests::sheet;
    use crate::parse::sheet::SideEvidence;

    /// Decides the sides of moved lines: those that begin with the mark. The reading with new lines in the first section
    /// costs as much as stated.
    #[track_caller]
    fn case(sections: &[&str], cost_of_new: Cost, expected: &[Option<Side>]) {
        let start = Some(Sides::new(3, 3));
        let sections: Vec<_> = sections.iter().map(|cells| (start, *cells)).collect();
        let mut sheet = sheet(SideEvidence::Unstated, &sections);
        for cell in sheet.sections.iter_mut().flat_map(|section| &mut section.cells) {
            if cell.text.starts_with('⚫') {
                (cell.marker, cell.claim) = (Some(Marker::Moved(None)), RowClaim::Lone);
                cell.side = cell.text.ends_with("(old)").then_some(Side::Old);
                cell.text = cell.text.replace("⚫ ", "").into();
            }
        }
        let cost_of = |tried: &Sheet<'_>, section: usize| {
            let is_new = tried.sections[section].cells.iter().any(|cell| cell.side == Some(Side::New));
            if section == 0 && is_new { cost_of_new } else { 10 }
        };
        let decided =
            decide_moved_sides(&sheet, MoveEvidence::MarksAndTexts, cost_of).unwrap_or_else(|| sheet.clone());
        let cells = decided.sections.iter().flat_map(|section| &section.cells);
        let sides: Vec<_> = cells.filter(|cell| cell.marker.is_some()).map(|cell| cell.side).collect();
        assert_eq!(sides, expected, "{sections:?}");
    }

    #[test]
    fn known_side_decides_the_other_place() {
        case(
            &["a\na\n⚫ the boat and the raft (old)", "b\nb\n⚫ the boat and the raft"],
            10,
            &[Some(Side::Old), Some(Side::New)],
        );
    }

    #[test]
    fn likelier_direction_counts() {
        let cells = ["a\na\n⚫ the boat\n⚫ the pier", "b\nb\n⚫ the boat\n⚫ the pier"];
        let (old, new) = (Some(Side::Old), Some(Side::New));
        case(&cells, 5, &[new, new, old, old]);
        case(&cells, 15, &[old, old, new, new]);
        case(&cells, 10, &[None; 4]);
    }

    #[test]
    fn equal_lines_of_two_sections_moved() {
        let sides = |texts: [&str; 2]| {
            let start = Some(Sides::new(3, 3));
            let sheet = sheet(SideEvidence::Unstated, &texts.map(|cells| (start, cells)));
            let cost_of = |tried: &Sheet<'_>, section: usize| {
                let is_old = tried.sections[section].cells.iter().any(|cell| cell.side == Some(Side::Old));
                if section == 0 && is_old { 15 } else { 10 }
            };
            let decided = decide_moved_sides(&sheet, MoveEvidence::MarksAndTexts, cost_of)?;
            let cells = decided.sections.iter().flat_map(|section| &section.cells);
            Some(cells.filter_map(|cell| cell.side).collect::<Vec<_>>())
        };
        let line = "the boat and the raft at the old pier";
        let texts = [format!("a\na\n{line}"), format!("{line}\nb\nb")];
        assert_eq!(sides([&texts[0], &texts[1]]), Some(vec![Side::New, Side::Old]));
        assert_eq!(sides([&texts[0], &format!("{}\n{line}", texts[1])]), None);
        assert_eq!(sides(["the boat", "the boat"]), None);
    }

    #[test]
    fn moves_between_large_sections_stay_open() {
        let line = "⚫ the boat\n";
        let large = |lines: usize| format!("{line}{}", "a\n".repeat(lines));
        let (old, new) = (Some(Side::Old), Some(Side::New));
        case(&[&large(10), &large(10)], 5, &[new, old]);
        case(&[&large(MAX_TRIED_CELLS / 2), &large(MAX_TRIED_CELLS / 2)], 5, &[None; 2]);
    }

    #[test]
    fn line_without_another_place_stays_open() {
        case(&["a\na\n⚫ the boat", "b\nb\n⚫ xyz"], 5, &[None, None]);
    }
}
