//! Moved paragraphs: which old place belongs to which new one.

use std::collections::{HashMap, HashSet};

use crate::model::{Change, Diff, Line, Sides};
use crate::word_diff::similarity::estimate::similarity_at_least;

/// Comparing every old place with every new one is work of their product; above this many pairs the places are
/// matched in order.
const MAX_COMPARED: usize = 10_000;

/// The least likeness of two places that the input does not link. wikidiff2 calls a paragraph moved whose likeness is 0.4
/// by its own measure (`wikidiff2.moved_line_threshold`); what is less alike by half has its other place elsewhere.
const MIN_SIMILARITY: f64 = 0.2;

/// How it is known where a paragraph went.
const CHOSEN: &str = "which old and new place of a moved paragraph belong together is not stated: those are taken \
                      together that are most alike";

/// One place of a moved paragraph.
struct Spot<'d> {
    /// Its order among the rows.
    order: usize,
    text: &'d str,
    /// The number that the input gives to both places of the move, 0 where it gives none.
    link: u32,
}

/// Gives both places of each move the same number: those that the input links, then the likest first. The numbers
/// count from 1 in order of the rows.
pub(crate) fn number(diff: &mut Diff<'_, Line<'_>>) {
    let places = places(diff);
    if places.old.is_empty() && places.new.is_empty() {
        return;
    }
    let is_chosen = [&places.old, &places.new].iter().all(|side| side.iter().any(|spot| spot.link == 0));
    let partners = partners(&places);
    let mut numbers = Sides::new(vec![0; places.old.len()], vec![0; places.new.len()]);
    for (number, (old, new)) in (1..).zip(partners) {
        for (numbers, index) in [(&mut numbers.old, old), (&mut numbers.new, new)] {
            if let Some(index) = index {
                numbers[index] = number;
            }
        }
    }
    let mut old = numbers.old.into_iter();
    let mut new = numbers.new.into_iter();
    for row in diff.hunks.iter_mut().flat_map(|hunk| &mut hunk.rows) {
        match &mut row.change {
            Change::MovedFrom(_, id) => *id = old.next().unwrap_or(0),
            Change::MovedTo(_, id) => *id = new.next().unwrap_or(0),
            _ => {}
        }
    }
    diff.notes.extend(is_chosen.then(|| CHOSEN.to_owned()));
}

fn places<'d>(diff: &'d Diff<'_, Line<'_>>) -> Sides<Vec<Spot<'d>>> {
    let mut places = Sides::new(Vec::new(), Vec::new());
    let rows = diff.hunks.iter().flat_map(|hunk| &hunk.rows);
    for (order, row) in rows.enumerate() {
        match &row.change {
            Change::MovedFrom(text, link) => places.old.push(Spot { order, text, link: *link }),
            Change::MovedTo(text, link) => places.new.push(Spot { order, text, link: *link }),
            _ => {}
        }
    }
    places
}

type Partners = Vec<(Option<usize>, Option<usize>)>;

/// Pairs of places by index, in the order of the rows; a place without partner stands alone.
fn partners(places: &Sides<Vec<Spot<'_>>>) -> Partners {
    let mut matched = linked(places);
    let unlinked = places.as_ref().map(|side| {
        let indexes = (0..side.len()).filter(|&index| side[index].link == 0);
        indexes.collect::<Vec<_>>()
    });
    if unlinked.old.len() * unlinked.new.len() > MAX_COMPARED {
        matched.extend(unlinked.old.into_iter().zip(unlinked.new));
    } else {
        matched.extend(likest(places, &unlinked));
    }
    let order = |pair: &(Option<usize>, Option<usize>)| {
        let old = pair.0.map(|index| places.old[index].order);
        let new = pair.1.map(|index| places.new[index].order);
        old.into_iter().chain(new).min()
    };
    let alone = |side: &[Spot<'_>], taken: HashSet<usize>| {
        (0..side.len()).filter(move |i| !taken.contains(i)).collect::<Vec<_>>()
    };
    let old_alone = alone(&places.old, matched.iter().map(|pair| pair.0).collect());
    let new_alone = alone(&places.new, matched.iter().map(|pair| pair.1).collect());
    let mut partners: Partners = matched.into_iter().map(|(old, new)| (Some(old), Some(new))).collect();
    partners.extend(old_alone.into_iter().map(|index| (Some(index), None)));
    partners.extend(new_alone.into_iter().map(|index| (None, Some(index))));
    partners.sort_by_key(order);
    partners
}

/// The pairs that the input links, each place once.
fn linked(places: &Sides<Vec<Spot<'_>>>) -> Vec<(usize, usize)> {
    let links = places.new.iter().enumerate().filter(|(_, spot)| spot.link != 0);
    let mut open: HashMap<u32, usize> = links.map(|(new, spot)| (spot.link, new)).collect();
    let pair = |(old, spot): (usize, &Spot<'_>)| Some((old, open.remove(&spot.link)?));
    places.old.iter().enumerate().filter_map(pair).collect()
}

/// The likest pairs first, each place once.
fn likest(places: &Sides<Vec<Spot<'_>>>, unlinked: &Sides<Vec<usize>>) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for &old in &unlinked.old {
        for &new in &unlinked.new {
            let alike = similarity_at_least(places.old[old].text, places.new[new].text, MIN_SIMILARITY);
            pairs.extend(alike.map(|likeness| (likeness, old, new)));
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut matched: Vec<(usize, usize)> = Vec::new();
    for (_, old, new) in pairs {
        if matched.iter().all(|pair| pair.0 != old && pair.1 != new) {
            matched.push((old, new));
        }
    }
    matched
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
    fn linked_places_belong_together_however_unlike_they_are() {
        case(
            &["<the old bridge 7", "<a boat 5", ">the old bridge 5", ">a boat 7"],
            &["<1 the old bridge 7", "<2 a boat 5", ">2 the old bridge 5", ">1 a boat 7"],
        );
        case(&["<a boat 7", ">a boat", "<a boat"], &["<1 a boat 7", ">2 a boat", "<2 a boat"]);
    }

    #[test]
    fn both_places_of_a_move_have_one_number() {
        case(&["<a boat", ">a boat"], &["<1 a boat", ">1 a boat"]);
        case(&[">a boat", "-b", "<a boat"], &[">1 a boat", "-b", "<1 a boat"]);
    }

    #[test]
    fn the_likest_places_belong_together() {
        case(
            &["<the old bridge", "<a wooden boat", ">a wooden ship", ">the new bridge"],
            &["<1 the old bridge", "<2 a wooden boat", ">2 a wooden ship", ">1 the new bridge"],
        );
    }

    #[test]
    fn a_place_without_a_partner_has_a_number_of_its_own() {
        case(&["<milk"], &["<1 milk"]);
        case(&[">a boat", "<milk", "<a boat"], &[">1 a boat", "<2 milk", "<1 a boat"]);
        case(&["-milk"], &["-milk"]);
        case(&["<milk", ">in 1993."], &["<1 milk", ">2 in 1993."]);
    }

    #[test]
    fn more_places_than_can_be_compared_are_matched_in_order() {
        let mut rows = vec!["<milk"; 101];
        rows.extend(vec![">in 1993."; 100]);
        let old = (1..=101).map(|number| format!("<{number} milk"));
        let new = (1..=100).map(|number| format!(">{number} in 1993."));
        let expected: Vec<String> = old.chain(new).collect();
        case(&rows, &expected.iter().map(String::as_str).collect::<Vec<_>>());
    }
}
