//! `tabs`: Firefox copies since MediaWiki 1.37. The markers are drawn by CSS and not copied, but Firefox writes a
//! tab for each border between table cells, and they tell the side: `⇥` before an old cell, `⇥⇥` before a new one.

use crate::model::{Side, Sides};

use super::row_parser::{Reading, Readings, Unit};
use crate::parse::input::Input;

/// What could stand at a line.
pub(crate) fn candidates_at<'a>(input: &Input<'a>, at: usize) -> Readings<'a> {
    let mut readings = Readings::default();
    if let Some(start) = input.start(at) {
        readings.offer(Reading::row(start.taken, Unit::Header(start.numbers)));
        return readings;
    }
    match input.line(at).map(border) {
        Some(Border::Old) => from_old(input, at, &mut readings),
        Some(Border::New) => from_new(input, at, &mut readings),
        _ => {}
    }
    readings
}

/// Whether the tabs are those of the desktop table; the mobile table has single ones only, and there each border
/// bounds where a cell can stand.
pub(crate) fn is_desktop(input: &Input<'_>) -> bool {
    input.lines().iter().any(|line| is_distinctive(line))
}

/// Whether the line tells this shape from all others.
pub(crate) fn is_distinctive(line: &str) -> bool {
    border(line) == Border::New
}

/// What a line is in this shape.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Border {
    /// The next line is an old cell, or the row of an old cell without partner is over.
    Old,
    /// The next line is a new cell.
    New,
    /// Anything else: a cell.
    Text,
}

fn border(line: &str) -> Border {
    match line {
        "\t" => Border::Old,
        "\t\t" => Border::New,
        _ => Border::Text,
    }
}

/// The rows that begin with an old cell, or with the border of an empty one.
fn from_old<'a>(input: &Input<'a>, at: usize, readings: &mut Readings<'a>) {
    let line = |below: usize| input.line(at + below).map(|text| (text, below));
    let is = |below: usize, wanted| input.line(at + below).map(border) == Some(wanted);
    let odd = |below: usize| input.start(at + below).is_some() || !is(below, Border::Text);
    let both = |old, new| Unit::Both(Sides::new(old, new), None);
    let empty = |below: usize| ("", below);
    if let Some(old) = line(1) {
        if let (true, Some(new)) = (is(2, Border::New), line(3)) {
            readings.offer(Reading::row(4, both(old, new)).unless(odd(1) || odd(3)));
        }
        if is(2, Border::Old) {
            readings.offer(Reading::row(3, Unit::One(Side::Old, old, None)).unless(odd(1)));
        }
        if is(2, Border::New) {
            readings.offer(Reading::seldom(3, both(old, empty(2))).unless(odd(1)));
        }
    }
    if is(1, Border::New) {
        readings.offer(Reading::row(2, both(empty(0), empty(1))));
        if let Some(new) = line(2) {
            readings.offer(Reading::seldom(3, both(empty(0), new)).unless(odd(2)));
        }
    }
    if is(1, Border::Old) {
        readings.offer(Reading::row(2, Unit::One(Side::Old, empty(0), None)));
    }
}

/// The rows of a new cell alone.
fn from_new<'a>(input: &Input<'a>, at: usize, readings: &mut Readings<'a>) {
    readings.offer(Reading::row(1, Unit::One(Side::New, ("", 0), None)));
    if let Some(text) = input.line(at + 1) {
        let odd = input.start(at + 1).is_some() || border(text) != Border::Text;
        readings.offer(Reading::row(2, Unit::One(Side::New, (text, 1), None)).unless(odd));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Shape;
    use crate::parse::copied::row_table;
    use crate::parse::line_map::LineMap;
    use crate::parse::tests::format_rows;

    #[track_caller]
    fn case(copied: &str, expected: &[&str]) {
        let sheets = row_table::sheets(&Input::new(copied, LineMap::default()), Shape::Tabs, candidates_at);
        assert_eq!(sheets.iter().flat_map(format_rows).collect::<Vec<_>>(), expected, "{copied:?}");
    }

    #[test]
    fn one_tab_stands_before_an_old_cell_and_two_before_a_new_one() {
        case("\t\na\n\t\t\na", &["old:a|new:a"]);
        case("\t\na\n\t\t\nb", &["old:a|new:b"]);
        case("\t\na\n\t", &["old:a"]);
        case("\t\t\nb", &["new:b"]);
    }

    #[test]
    fn an_empty_cell_leaves_its_tabs() {
        case("\t\n\t\t", &["old:|new:"]);
        case("\t\t", &["new:"]);
        case("\t\n\t", &["old:"]);
        case("\t\na\n\t\t", &["old:a|new:"]);
        case("\t\n\t\t\nb", &["old:|new:b"]);
    }

    #[test]
    fn rows_follow_each_other_without_a_gap() {
        case("\t\na\n\t\t\na\n\t\nb\n\t\n\t\t\nc", &["old:a|new:a", "old:b", "new:c"]);
        case("\t\na\n\t\t\na\n\t\n\t\t\n\t\nb\n\t\t\nc", &["old:a|new:a", "old:|new:", "old:b|new:c"]);
    }

    #[test]
    fn line_numbers_open_a_section() {
        case("Line 3: \tLine 4:\n\t\na\n\t\t\na", &["@3,4", "old:a|new:a"]);
    }

    #[test]
    fn the_mobile_table_has_single_tabs_only() {
        assert!(is_desktop(&Input::new("\t\na\n\t\t\na", LineMap::default())));
        assert!(!is_desktop(&Input::new("\t\na\n\t\n\t\na", LineMap::default())));
    }
}
