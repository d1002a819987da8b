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
    let lines = pages.map(page::lines);
    assert_eq!(applied(&lines.old, &diff.hunks, (Side::Old, Side::New)), lines.new);
    assert_eq!(applied(&lines.new, &diff.hunks, (Side::New, Side::Old)), lines.old);
    for row in diff.hunks.iter().flat_map(|hunk| &hunk.rows) {
        match &row.change {
            Change::Context(lines) => assert_eq!(lines.old, lines.new),
            Change::Changed(lines) => assert_ne!(lines.old, lines.new),
            _ => {}
        }
    }
    assert_eq!(diff.bytes_computed, page::size(&lines.new) - page::size(&lines.old));
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
    #[test]
    fn the_rows_make_of_one_page_the_other(old in page(), new in page(), context in 0..6_usize) {
        holds(Sides::new(&old, &new), context);
    }
}
