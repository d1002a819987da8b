//! Moved lines: which old place and which new place belong together.
//!
//! ```text
//! <  a boat           < 1  a boat
//! <  the old bridge   < 2  the old bridge
//! >  the new bridge   > 2  the new bridge        the most similar pair first
//! >  a boat           > 1  a boat
//! ```

use std::collections::HashMap;

use crate::model::{Change, Diff, Line, Sides};
use crate::word_diff::similarity::estimate::similarity_at_least;
use crate::word_diff::similarity::matching::{IndexPair, match_moves};

/// The most pairs of places that are compared. More places are matched in order.
const MAX_COMPARED: usize = 10_000;

/// The least similarity of two places that the input does not link. wikidiff2 calls a line moved from 0.4 on, by its own
/// measure (`wikidiff2.moved_line_threshold`); half of that leaves room for the difference of the two measures.
const MIN_SIMILARITY: f64 = 0.2;

/// The note for `--explain` if places were matched by similarity.
const MATCHED_NOTE: &str = "the input does not link the two places of every moved line: the most similar places are shown \
                            as one move";

/// One place of a moved line.
struct MovedPlace<'d> {
    /// The index of the row in the diff.
    row: usize,
    text: &'d str,
    /// The number that the input gives to both places of the move, 0 if it gives none.
    link: u32,
}

/// An old place and a new place by their indices; one of them is `None` if it has no partner.
type Partners = Sides<Option<usize>>;

/// Gives both places of each move the same number: first to places that the input links, then to the most similar
/// places. Numbers count from 1 in the order of the rows.
pub(crate) fn number(diff: &mut Diff<'_, Line<'_>>) {
    let places = places(diff);
    if places.old.is_empty() && places.new.is_empty() {
        return;
    }
    let is_matched = [&places.old, &places.new].iter().all(|side| side.iter().any(|place| place.link == 0));
    let mut numbers = Sides::new(vec![0; places.old.len()], vec![0; places.new.len()]);
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
            Change::MovedFrom(_, id) => *id = old.next().unwrap_or(0),
            Change::MovedTo(_, id) => *id = new.next().unwrap_or(0),
            _ => {}
        }
    }
    diff.notes.extend(is_matched.then(|| MATCHED_NOTE.to_owned()));
}

/// Collects the places of all moves, top to bottom.
fn places<'d>(diff: &'d Diff<'_, Line<'_>>) -> Sides<Vec<MovedPlace<'d>>> {
    let mut places = Sides::new(Vec::new(), Vec::new());
    let rows = diff.hunks.iter().flat_map(|hunk| &hunk.rows);
    for (index, row) in rows.enumerate() {
        match &row.change {
            Change::MovedFrom(text, link) => places.old.push(MovedPlace { row: index, text, link: *link }),
            Change::MovedTo(text, link) => places.new.push(MovedPlace { row: index, text, link: *link }),
            _ => {}
        }
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

    let first_row = |partners: &Partners| {
        let old = partners.old.map(|index| places.old[index].row);
        let new = partners.new.map(|index| places.new[index].row);
        old.into_iter().chain(new).min()
    };
    partners.sort_by_key(first_row);
    partners
}

/// Pairs the places that the input links, each place once.
fn linked_pairs(places: &Sides<Vec<MovedPlace<'_>>>) -> Vec<IndexPair> {
    let links = places.new.iter().enumerate().filter(|(_, place)| place.link != 0);
    let mut open: HashMap<u32, usize> = links.map(|(new, place)| (place.link, new)).collect();
    let pair = |(old, place): (usize, &MovedPlace<'_>)| Some(Sides::new(old, open.remove(&place.link)?));
    places.old.iter().enumerate().filter_map(pair).collect()
}

/// Pairs the other places by similarity, or in order if there are too many.
fn similar_pairs(places: &Sides<Vec<MovedPlace<'_>>>) -> Vec<IndexPair> {
    let unlinked = places.as_ref().map(|side| {
        let indices = (0..side.len()).filter(|index| side[*index].link == 0);
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
    use crate::model::{Hunk, Page, Proof, Row, Shape};
    use crate::pairing::tests::shown;

    /// Numbers the moves of rows written as `<text` and `>text`.
    #[track_caller]
    fn case(rows: &[&str], expected: &[&str]) {
        let change = |row: &&str| match row.split_at(1) {
            ("<", text) => Change::MovedFrom(text.to_owned().into(), link(text)),
            (">", text) => Change::MovedTo(text.to_owned().into(), link(text)),
            (_, text) => Change::Removed(text.to_owned().into()),
        };
        let rows = rows.iter().map(|row| Row::new(change(row), None));
        let mut diff = Diff {
            shape: Shape::Marked,
            first_line: 1,
            page: Page::default(),
            hunks: vec![Hunk { start: None, section: None, rows: rows.collect() }],
            proof: Proof::Stated,
            bytes_computed: 0,
            warnings: Vec::new(),
            alternatives: Vec::new(),
            notes: Vec::new(),
        };
        number(&mut diff);
        assert_eq!(shown(&diff.hunks[0].rows), expected);
    }

    /// A text that ends with a digit is linked by it.
    fn link(text: &str) -> u32 {
        text.chars().next_back().and_then(|last| last.to_digit(10)).unwrap_or(0)
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
