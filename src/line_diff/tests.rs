//! Properties and cases of the whole comparison.

use super::*;
use crate::model::{Change, Hunk, Side};
use proptest::prelude::*;

/// A page with the other side of the hunks put in place of this one.
fn apply(page: &[&str], hunks: &[Hunk<Line<'_>>], (from, to): (Side, Side)) -> Vec<String> {
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
fn check(pages: Sides<&str>, context: usize) {
    let diff = diff(pages, context);
    let lines = pages.map(pages::split_lines);
    assert_eq!(apply(&lines.old, &diff.hunks, (Side::Old, Side::New)), lines.new);
    assert_eq!(apply(&lines.new, &diff.hunks, (Side::New, Side::Old)), lines.old);
    for row in diff.hunks.iter().flat_map(|hunk| &hunk.rows) {
        match &row.change {
            Change::Context(lines) => assert_eq!(lines.old, lines.new),
            Change::Changed(lines) => assert_ne!(lines.old, lines.new),
            _ => {}
        }
    }
    assert_eq!(diff.bytes_computed, pages::byte_size(&lines.new) - pages::byte_size(&lines.old));
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
    fn rows_turn_each_page_into_the_other(old in page(), new in page(), context in 0..6_usize) {
        check(Sides::new(&old, &new), context);
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
fn pairs_similar_lines_and_no_others() {
    case("the old bridge", "the new bridge", &["~the old bridge|the new bridge"]);
    case("milk and rennet", "1993", &["-milk and rennet", "+1993"]);
    case("a / b", "a / 1993 / b", &["+1993"]);
}

#[test]
fn pairs_a_line_with_the_most_similar_of_several() {
    case(
        "the old stone bridge",
        "the cat / the old stone bridges",
        &["+the cat", "~the old stone bridge|the old stone bridges"],
    );
}

#[test]
fn finds_both_places_of_a_moved_line() {
    case(
        "the old bridge / two cats / three dogs / four birds",
        "two cats / three dogs / four birds / the old bridge",
        &["<1 the old bridge", ">1 the old bridge"],
    );
}

#[test]
fn finds_a_moved_line_that_was_edited() {
    case(
        "the old stone bridge over the river / two cats / three dogs / four birds",
        "two cats / three dogs / four birds / the old wooden bridge over the river",
        &["<1 the old stone bridge over the river", ">1 the old wooden bridge over the river"],
    );
}

#[test]
fn finds_a_moved_line_with_other_capitals() {
    case(
        "{{clear}} / two cats / three dogs",
        "two cats / three dogs / {{ Clear }}",
        &["<1 {{clear}}", ">1 {{ Clear }}"],
    );
}

#[test]
fn pairs_lines_that_look_similar_to_a_reader() {
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
fn moves_short_lines_with_their_neighbours_only() {
    case(
        "|- / the old bridge / }} / two cats / three dogs / four birds / five fish",
        "two cats / three dogs / four birds / five fish / |- / the old bridge / }}",
        &["<1 |-", "<2 the old bridge", "<3 }}", ">1 |-", ">2 the old bridge", ">3 }}"],
    );
    case("}} / two cats / three dogs", "two cats / three dogs / }}", &["-}}", "+}}"]);
}

#[test]
fn pairs_an_edited_line_across_blank_lines() {
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
fn keeps_a_blank_line_in_place_if_little_is_gained() {
    case("{{cats}} /  / 1993", "1994 /  / {{dogs}}", &["-{{cats}}", "+1994", "-1993", "+{{dogs}}"]);
}

#[test]
fn pairs_a_split_line_with_its_first_part() {
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
fn finds_a_split_of_a_short_line_only_if_it_is_clean() {
    case("{{FL}}{{Note", "{{FL}} / {{Note", &["~{{FL}}{{Note|{{FL}}", "+{{Note"]);
    case("|- / |Lightweight", "|-|Lightweight", &["~|-||-|Lightweight", "-|Lightweight"]);
    case("|- / |Light weight", "|- |Light weights", &["-|-", "~|Light weight||- |Light weights"]);
}

#[test]
fn compares_pages_in_which_every_line_recurs() {
    let line = |index: usize| if index.is_multiple_of(2) { "a\n" } else { "b\n" };
    let old: String = (0..30_000).map(line).collect();
    let new: String = (0..30_000).filter(|index| index % 3 > 0).map(line).collect();
    check(Sides::new(&old, &new), 2);
}

#[test]
fn pairs_lines_with_equal_beginnings_in_a_large_block() {
    let row = |number: u32, word: &str| format!("| row number {number} || {word} {}\n", number * 7);
    let old: String = (1000..1300).map(|number| row(number, "cats")).collect();
    let new: String = (1000..1300).map(|number| row(number, "dogs")).collect();
    let new = format!("| a row before them all\n{new}");
    let diff = diff(Sides::new(&old, &new), 0);
    let rows = &diff.hunks[0].rows;
    assert!(matches!(rows[0].change, Change::Added(_)));
    assert_eq!(rows[1..].iter().filter(|row| matches!(row.change, Change::Changed(_))).count(), 300);
}

#[test]
fn line_with_other_capitals_in_its_place_did_not_move() {
    case(
        "* ferry / * canoe / * raft",
        "* Ferry / * Canoe / * raft",
        &["~* ferry|* Ferry", "~* canoe|* Canoe"],
    );
    case("ferry", "Ferry", &["~ferry|Ferry"]);
    case("a  b / 1993", "a b / 1993", &["~a  b|a b"]);
}

#[test]
fn equal_lines_move_before_similar_lines_are_paired() {
    let signed = |text: &str| format!("{text} signed by Ann at ten in the morning");
    let [first, last, other] = ["see page one", "see page two", "a mill / a weir / a wheel"].map(signed);
    case(
        &format!("{first} / {other} / {last} / Gull / 1993 / end"),
        &format!("{other} / {first} / Gull / 1993 / {last} / end"),
        &[&format!("<1 {first}"), &format!("<2 {last}"), &format!(">1 {first}"), &format!(">2 {last}")],
    );
}
