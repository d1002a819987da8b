//! Laws of the whole room.

use super::*;
use crate::model::{Change, Hunk, Side};
use proptest::prelude::*;

/// A page with the other side of the hunks put in place of this one.
fn applied(page: &[&str], hunks: &[Hunk<Line<'_>>], (from, to): (Side, Side)) -> Vec<String> {
    let mut made: Vec<String> = Vec::new();
    let mut at = 0;
    for hunk in hunks {
        let start = *hunk.start.unwrap().get(from) as usize - 1;
        made.extend(page[at..start].iter().map(|line| (*line).to_owned()));
        at = start;
        for row in &hunk.rows {
            if let Some(line) = row.change.line(from) {
                assert_eq!(page[at], line);
                at += 1;
            }
            made.extend(row.change.line(to).map(ToString::to_string));
        }
    }
    made.extend(page[at..].iter().map(|line| (*line).to_owned()));
    made
}

#[track_caller]
fn holds(pages: Sides<&str>, context: usize) {
    let diff = diff(pages, context);
    let lines = pages.map(pages::lines);
    assert_eq!(applied(&lines.old, &diff.hunks, (Side::Old, Side::New)), lines.new);
    assert_eq!(applied(&lines.new, &diff.hunks, (Side::New, Side::Old)), lines.old);
    for row in diff.hunks.iter().flat_map(|hunk| &hunk.rows) {
        match &row.change {
            Change::Context(lines) => assert_eq!(lines.old, lines.new),
            Change::Changed(lines) => assert_ne!(lines.old, lines.new),
            _ => {}
        }
    }
    assert_eq!(diff.bytes_computed, pages::size(&lines.new) - pages::size(&lines.old));
}

/// Pages of few different lines, so that much recurs.
fn page() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        3 => "[abc]{0,2}",
        1 => Just("== a ==".to_owned()),
        1 => Just("|-".to_owned()),
        2 => "(one|two|three|four)( (one|two|three|four)){2,6}",
    ];
    (proptest::collection::vec(line, 0..24), prop_oneof![Just(""), Just("\n")])
        .prop_map(|(lines, end)| lines.join("\n") + end)
}

proptest! {
    #![proptest_config(crate::proptest_config())]

    #[test]
    fn the_rows_make_of_one_page_the_other(old in page(), new in page(), context in 0..6_usize) {
        holds(Sides::new(&old, &new), context);
    }
}

/// A diff of pages whose lines are separated by ` / `, as signs and lines.
#[track_caller]
fn case(old: &str, new: &str, expected: &[&str]) {
    let pages = Sides::new(old, new).map(|page| page.split(" / ").collect::<Vec<_>>().join("\n"));
    let diff = diff(Sides::new(&pages.old, &pages.new), 0);
    let sign = |change: &Change<Line<'_>>| match change {
        Change::Context(lines) => format!(" {}", lines.new),
        Change::Changed(lines) => format!("~{}|{}", lines.old, lines.new),
        Change::Removed(line) => format!("-{line}"),
        Change::Added(line) => format!("+{line}"),
        Change::MovedFrom(line, number) => format!("<{number} {line}"),
        Change::MovedTo(line, number) => format!(">{number} {line}"),
    };
    let rows: Vec<_> = diff.hunks.iter().flat_map(|hunk| &hunk.rows).map(|row| sign(&row.change)).collect();
    assert_eq!(rows, expected);
}

#[test]
fn like_lines_are_one_row_and_unlike_ones_two() {
    case("the old bridge", "the new bridge", &["~the old bridge|the new bridge"]);
    case("milk and rennet", "1993", &["-milk and rennet", "+1993"]);
    case("a / b", "a / 1993 / b", &["+1993"]);
}

#[test]
fn the_likest_of_several_is_the_partner() {
    case(
        "the old stone bridge",
        "the cat / the old stone bridges",
        &["+the cat", "~the old stone bridge|the old stone bridges"],
    );
}

#[test]
fn a_moved_line_is_known_at_both_places() {
    case(
        "the old bridge / two cats / three dogs / four birds",
        "two cats / three dogs / four birds / the old bridge",
        &["<1 the old bridge", ">1 the old bridge"],
    );
}

#[test]
fn a_line_changed_on_its_way_is_a_moved_one_too() {
    case(
        "the old stone bridge over the river / two cats / three dogs / four birds",
        "two cats / three dogs / four birds / the old wooden bridge over the river",
        &["<1 the old stone bridge over the river", ">1 the old wooden bridge over the river"],
    );
}

#[test]
fn a_line_that_got_a_capital_on_its_way_is_a_moved_one_too() {
    case(
        "{{clear}} / two cats / three dogs",
        "two cats / three dogs / {{ Clear }}",
        &["<1 {{clear}}", ">1 {{ Clear }}"],
    );
}

#[test]
fn the_likest_line_is_one_that_a_reader_knows_again() {
    let (long, first, second) = ("山中有虎，", "故事很長。", "老人每天到河邊打水。");
    let other = "從前有一個村子，村民都住在水邊，打魚，種田，每到天黑老人講故事，故事很長。";
    case(
        &format!("{first}{long}{second}"),
        &format!("{other} / {second}"),
        &[&format!("+{other}"), &format!("~{first}{long}{second}|{second}")],
    );
    case(";ผลการแข่งขันล่าสุด", ";ผลการแข่งขันในลีก", &["~;ผลการแข่งขันล่าสุด|;ผลการแข่งขันในลีก"]);
}

#[test]
fn small_lines_move_with_their_neighbours_and_not_by_themselves() {
    case(
        "|- / the old bridge / }} / two cats / three dogs / four birds / five fish",
        "two cats / three dogs / four birds / five fish / |- / the old bridge / }}",
        &["<1 |-", "<2 the old bridge", "<3 }}", ">1 |-", ">2 the old bridge", ">3 }}"],
    );
    case("}} / two cats / three dogs", "two cats / three dogs / }}", &["-}}", "+}}"]);
}

#[test]
fn blank_lines_do_not_part_an_edited_line_from_what_it_was() {
    let (bridge, valley, moor) =
        ("the old bridge over the river", "the long green valley", "the wide moor in the north");
    case(
        &format!("{bridge} /  / {valley} /  / {moor}"),
        &format!("four birds /  / {bridge}s /  / {valley}s /  / {moor}s"),
        &[
            "+four birds",
            "+",
            &format!("~{bridge}|{bridge}s"),
            &format!("~{valley}|{valley}s"),
            &format!("~{moor}|{moor}s"),
        ],
    );
}

#[test]
fn a_blank_line_keeps_its_place_where_little_is_gained() {
    case("{{cats}} /  / 1993", "1994 /  / {{dogs}}", &["-{{cats}}", "+1994", "-1993", "+{{dogs}}"]);
}

#[test]
fn a_split_line_stands_beside_its_first_part() {
    let (first, second) = ("It rises on the moor.", "Its long valley is green and has few trees.");
    case(
        &format!("{first} {second}"),
        &format!("{first} /  / {second}"),
        &[&format!("~{first} {second}|{first}"), "+", &format!("+{second}")],
    );
    case(
        &format!("{first} /  / {second}"),
        &format!("{first} {second}"),
        &[&format!("~{first}|{first} {second}"), "-", &format!("-{second}")],
    );
}

#[test]
fn a_short_line_was_split_if_nothing_else_changed() {
    case("{{FL}}{{Note", "{{FL}} / {{Note", &["~{{FL}}{{Note|{{FL}}", "+{{Note"]);
    case("|- / |Lightweight", "|-|Lightweight", &["~|-||-|Lightweight", "-|Lightweight"]);
    case("|- / |Light weight", "|- |Light weights", &["-|-", "~|Light weight||- |Light weights"]);
}

#[test]
fn pages_in_which_every_line_recurs_are_compared_in_pieces() {
    let line = |index: usize| if index.is_multiple_of(2) { "a\n" } else { "b\n" };
    let old: String = (0..30_000).map(line).collect();
    let new: String = (0..30_000).filter(|index| index % 3 > 0).map(line).collect();
    holds(Sides::new(&old, &new), 2);
}

#[test]
fn a_block_too_large_to_compare_pairs_lines_that_begin_alike() {
    let row = |number: u32, word: &str| format!("| row number {number} || {word} {}\n", number * 7);
    let old: String = (1000..1300).map(|number| row(number, "cats")).collect();
    let new: String = (1000..1300).map(|number| row(number, "dogs")).collect();
    let new = format!("| a row before them all\n{new}");
    let diff = diff(Sides::new(&old, &new), 0);
    let rows = &diff.hunks[0].rows;
    assert!(matches!(rows[0].change, Change::Added(_)));
    assert_eq!(rows[1..].iter().filter(|row| matches!(row.change, Change::Changed(_))).count(), 300);
}
