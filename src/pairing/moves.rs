//! Moved lines: the old place and the new place of each move get one number.
//!
//! ```text
//! <  a boat           < 1  a boat
//! <  the old bridge   < 2  the old bridge
//! >  the new bridge   > 2  the new bridge        the most similar pair first
//! >  a boat           > 1  a boat
//! ```

use std::collections::HashMap;
use std::num::NonZeroU32;

use crate::model::{Change, Diff, Line, Side, Sides};
use crate::word_diff::similarity::estimate::similarity_at_least;
use crate::word_diff::similarity::matching::{IndexPair, match_moves};

/// Maximum number of pairs of places that are compared. More places are matched in order.
const MAX_COMPARED: usize = 10_000;

/// Minimum similarity of two places that the input does not link. wikidiff2 calls a line moved from 0.4 on, by its own
/// measure (`wikidiff2.moved_line_threshold`); half of that leaves room for the difference of the two measures.
const MIN_SIMILARITY: f64 = 0.2;

/// The note for `--explain` if places were matched by similarity.
const MATCHED_NOTE: &str = "the input does not link the two places of every moved line: the most similar places are shown \
                            as one move";

/// Number of a moved line before [`number_moves`]; the numbers of moves count from 1.
pub(crate) const UNNUMBERED: u32 = 0;

/// Links between the two places of moves, for all moved lines of a side from top to bottom. `None` if the input states no
/// link.
pub(crate) type MoveLinks = Sides<Vec<Option<NonZeroU32>>>;

/// One place of a moved line.
struct MovedPlace<'d> {
    /// The index of the row in the diff.
    row: usize,
    text: &'d str,
    /// The link to the other place, if the input states it.
    link: Option<NonZeroU32>,
}

/// An old place and a new place by their indices; one of them is `None` if it has no partner.
type Partners = Sides<Option<usize>>;

/// Gives both places of each move the same number: first to places that the input links, then to the most similar
/// places. Numbers count from 1 in the order of the rows.
pub(crate) fn number_moves(diff: &mut Diff<'_, Line<'_>>, links: &MoveLinks) {
    let places = find_places(diff, links);
    if places.old.is_empty() && places.new.is_empty() {
        return;
    }
    let is_matched =
        [&places.old, &places.new].iter().all(|side| side.iter().any(|place| place.link.is_none()));
    let mut numbers = places.as_ref().map(|side| vec![UNNUMBERED; side.len()]);
    for (number, partners) in (1..).zip(find_partners(&places)) {
        if let Some(old) = partners.old {
            numbers.old[old] = number;
        }
        if let Some(new) = partners.new {
            numbers.new[new] = number;
        }
    }
    let Sides { old, new } = numbers;
    let (mut old, mut new) = (old.into_iter(), new.into_iter());
    for row in diff.hunks.iter_mut().flat_map(|hunk| &mut hunk.rows) {
        match &mut row.change {
            Change::MovedFrom(_, id) => *id = old.next().unwrap_or(UNNUMBERED),
            Change::MovedTo(_, id) => *id = new.next().unwrap_or(UNNUMBERED),
            _ => {}
        }
    }
    diff.notes.extend(is_matched.then(|| MATCHED_NOTE.to_owned()));
}

/// Finds the places of all moves, from top to bottom.
fn find_places<'d>(diff: &'d Diff<'_, Line<'_>>, links: &MoveLinks) -> Sides<Vec<MovedPlace<'d>>> {
    let mut links = links.as_ref().map(|side| side.iter().copied());
    let mut places = Sides::new(Vec::new(), Vec::new());
    let rows = diff.hunks.iter().flat_map(|hunk| &hunk.rows);
    for (index, row) in rows.enumerate() {
        let (side, text) = match &row.change {
            Change::MovedFrom(text, _) => (Side::Old, text),
            Change::MovedTo(text, _) => (Side::New, text),
            _ => continue,
        };
        let link = links.get_mut(side).next().flatten();
        places.get_mut(side).push(MovedPlace { row: index, text, link });
    }
    places
}

/// Finds the partner of each place, in the order of the rows.
fn find_partners(places: &Sides<Vec<MovedPlace<'_>>>) -> Vec<Partners> {
    let mut pairs = linked_pairs(places);
    pairs.extend(similar_pairs(places));

    // The places without a partner.
    let mut is_paired = places.as_ref().map(|side| vec![false; side.len()]);
    for pair in &pairs {
        is_paired.old[pair.old] = true;
        is_paired.new[pair.new] = true;
    }
    let alone = is_paired.as_ref().map(|side| (0..side.len()).filter(|index| !side[*index]));
    let mut partners: Vec<Partners> = pairs.into_iter().map(|pair| pair.map(Some)).collect();
    partners.extend(alone.old.map(|index| Sides::new(Some(index), None)));
    partners.extend(alone.new.map(|index| Sides::new(None, Some(index))));

    partners.sort_by_key(|partners| {
        let old = partners.old.map(|index| places.old[index].row);
        let new = partners.new.map(|index| places.new[index].row);
        old.into_iter().chain(new).min()
    });
    partners
}

/// Pairs the places that the input links, each place once.
fn linked_pairs(places: &Sides<Vec<MovedPlace<'_>>>) -> Vec<IndexPair> {
    let links = places.new.iter().enumerate().filter_map(|(new, place)| Some((place.link?, new)));
    let mut unpaired: HashMap<NonZeroU32, usize> = links.collect();
    let pair = |(old, place): (usize, &MovedPlace<'_>)| Some(Sides::new(old, unpaired.remove(&place.link?)?));
    places.old.iter().enumerate().filter_map(pair).collect()
}

/// Pairs the other places by similarity, or in order if there are too many.
fn similar_pairs(places: &Sides<Vec<MovedPlace<'_>>>) -> Vec<IndexPair> {
    let unlinked = places.as_ref().map(|side| {
        let indices = (0..side.len()).filter(|index| side[*index].link.is_none());
        indices.collect::<Vec<_>>()
    });
    let lengths = unlinked.as_ref().map(Vec::len);
    let pairs = if lengths.old * lengths.new > MAX_COMPARED {
        (0..lengths.old.min(lengths.new)).map(|index| Sides::new(index, index)).collect()
    } else {
        match_moves(lengths, |pair| {
            let (old, new) = (unlinked.old[pair.old], unlinked.new[pair.new]);
            similarity_at_least(places.old[old].text, places.new[new].text, MIN_SIMILARITY)
        })
    };
    pairs.into_iter().map(|pair| Sides::new(unlinked.old[pair.old], unlinked.new[pair.new])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Hunk, Row, Shape};
    use crate::pairing::tests::shown;

    /// Numbers the moves of rows written as `<text` and `>text`.
    #[track_caller]
    fn case(rows: &[&str], expected: &[&str]) {
        let change = |row: &&str| match row.split_at(1) {
            ("<", text) => Change::MovedFrom(text.to_owned().into(), UNNUMBERED),
            (">", text) => Change::MovedTo(text.to_owned().into(), UNNUMBERED),
            (_, text) => Change::Removed(text.to_owned().into()),
        };
        let links =
            |sign| rows.iter().filter(|row| row.starts_with(sign)).map(|row| find_link(row)).collect();
        let links = Sides::new(links('<'), links('>'));
        let rows = rows.iter().map(|row| Row::new(change(row), None));
        let mut diff =
            Diff::new(Shape::Marked, vec![Hunk { start: None, section: None, rows: rows.collect() }]);
        number_moves(&mut diff, &links);
        assert_eq!(shown(&diff.hunks[0].rows), expected);
    }

    /// Finds the link of a row: the digit at its end.
    fn find_link(row: &str) -> Option<NonZeroU32> {
        row.chars().next_back()?.to_digit(10).and_then(NonZeroU32::new)
    }

    #[test]
    fn pairs_linked_places_even_if_they_are_not_similar() {
        case(
            &["<the old bridge 7", "<a boat 5", ">the old bridge 5", ">a boat 7"],
            &["<1 the old bridge 7", "<2 a boat 5", ">2 the old bridge 5", ">1 a boat 7"],
        );
        case(&["<a boat 7", ">a boat", "<a boat"], &["<1 a boat 7", ">2 a boat", "<2 a boat"]);
    }

    #[test]
    fn gives_both_places_of_a_move_one_number() {
        case(&["<a boat", ">a boat"], &["<1 a boat", ">1 a boat"]);
        case(&[">a boat", "-b", "<a boat"], &[">1 a boat", "-b", "<1 a boat"]);
    }

    #[test]
    fn pairs_the_most_similar_places() {
        case(
            &["<the old bridge", "<a wooden boat", ">a wooden ship", ">the new bridge"],
            &["<1 the old bridge", "<2 a wooden boat", ">2 a wooden ship", ">1 the new bridge"],
        );
    }

    #[test]
    fn gives_a_place_without_a_partner_its_own_number() {
        case(&["<milk"], &["<1 milk"]);
        case(&[">a boat", "<milk", "<a boat"], &[">1 a boat", "<2 milk", "<1 a boat"]);
        case(&["-milk"], &["-milk"]);
        case(&["<milk", ">in 1993."], &["<1 milk", ">2 in 1993."]);
    }

    #[test]
    fn pairs_too_many_places_in_order() {
        let mut rows = vec!["<milk"; 101];
        rows.extend(vec![">in 1993."; 100]);
        let old = (1..=101).map(|number| format!("<{number} milk"));
        let new = (1..=100).map(|number| format!(">{number} in 1993."));
        let expected: Vec<String> = old.chain(new).collect();
        case(&rows, &expected.iter().map(String::as_str).collect::<Vec<_>>());
    }
}
