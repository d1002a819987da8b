//! Moved paragraphs: which old place belongs to which new one.

use crate::model::{Change, Diff, Line, Sides};
use crate::words::likeness::likeness;

/// Comparing every old place with every new one is work of their product; above this many pairs the places are
/// matched in order.
const MOST_COMPARED: usize = 10_000;

/// Gives both places of each move the same number, the likest first; the numbers count from 1 in order of the rows.
pub(super) fn number(diff: &mut Diff<'_, Line<'_>>) {
    let places = places(diff);
    if places.old.is_empty() && places.new.is_empty() {
        return;
    }
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
}

/// The texts of all places, each with its order among the rows.
fn places<'d>(diff: &'d Diff<'_, Line<'_>>) -> Sides<Vec<(usize, &'d str)>> {
    let mut places = Sides::new(Vec::new(), Vec::new());
    let rows = diff.hunks.iter().flat_map(|hunk| &hunk.rows);
    for (order, row) in rows.enumerate() {
        match &row.change {
            Change::MovedFrom(line, _) => places.old.push((order, &**line)),
            Change::MovedTo(line, _) => places.new.push((order, &**line)),
            _ => {}
        }
    }
    places
}

type Partners = Vec<(Option<usize>, Option<usize>)>;

/// Pairs of places by index, in the order of the rows; a place without partner stands alone.
fn partners(places: &Sides<Vec<(usize, &str)>>) -> Partners {
    let matched = if places.old.len() * places.new.len() > MOST_COMPARED {
        (0..places.old.len().min(places.new.len())).map(|index| (index, index)).collect()
    } else {
        likest(places)
    };
    let order = |pair: &(Option<usize>, Option<usize>)| {
        let old = pair.0.map(|index| places.old[index].0);
        let new = pair.1.map(|index| places.new[index].0);
        old.into_iter().chain(new).min()
    };
    let alone = |side: &[(usize, &str)], taken: Vec<usize>| {
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

/// The likest pairs first, each place once.
fn likest(places: &Sides<Vec<(usize, &str)>>) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for (old, (_, old_text)) in places.old.iter().enumerate() {
        for (new, (_, new_text)) in places.new.iter().enumerate() {
            pairs.push((likeness(old_text, new_text), old, new));
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
    use crate::pair::tests::shown;

    /// Numbers the moves of rows written as `<text` and `>text`.
    #[track_caller]
    fn case(rows: &[&str], expected: &[&str]) {
        let change = |row: &&str| match row.split_at(1) {
            ("<", text) => Change::MovedFrom(text.to_owned().into(), 0),
            (">", text) => Change::MovedTo(text.to_owned().into(), 0),
            (_, text) => Change::Removed(text.to_owned().into()),
        };
        let rows = rows.iter().map(|row| Row { change: change(row), guessed: false, source_line: 0 });
        let mut diff = Diff {
            shape: Shape::Marked,
            first_line: 1,
            page: Page::default(),
            hunks: vec![Hunk { start: None, rows: rows.collect() }],
            proof: Proof::Stated,
            bytes_computed: 0,
            warnings: Vec::new(),
            rivals: Vec::new(),
            notes: Vec::new(),
        };
        number(&mut diff);
        assert_eq!(shown(&diff.hunks[0].rows), expected);
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
    }

    #[test]
    fn more_places_than_can_be_compared_are_matched_in_order() {
        let mut rows = vec!["<milk"; 101];
        rows.extend(vec![">1993"; 100]);
        let old = (1..=101).map(|number| format!("<{number} milk"));
        let new = (1..=100).map(|number| format!(">{number} 1993"));
        let expected: Vec<String> = old.chain(new).collect();
        case(&rows, &expected.iter().map(String::as_str).collect::<Vec<_>>());
    }
}
