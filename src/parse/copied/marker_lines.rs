//! The other `marked` shape: text extraction of pages with text markers. A marker stands on a line of its own, its
//! text on the next; context cells have none and stand twice.

use crate::model::{Side, Sides};
use crate::parse::sheet::Marker;
use crate::text::whitespace::is_same_text;

use super::row_parser::{Reading, Readings, Unit};
use crate::parse::input::Input;

/// What could stand at a line.
pub(crate) fn candidates_at<'a>(input: &Input<'a>, at: usize) -> Readings<'a> {
    let mut readings = Readings::default();
    if let Some(start) = input.start(at) {
        readings.offer(Reading::row(start.taken, Unit::Header(start.numbers)));
        return readings;
    }
    readings.offer(changed(input, at));
    readings.offer(one(input, at));
    readings.offer(context(input, at));
    readings
}

/// Whether the line is a lone marker.
pub(crate) fn is_distinctive(line: &str) -> bool {
    marker(line).is_some()
}

fn marker(line: &str) -> Option<Side> {
    match line.trim_end_matches(' ') {
        "−" | "-" | "–" => Some(Side::Old),
        "+" => Some(Side::New),
        _ => None,
    }
}

/// An old text directly before a new one is one row: the engines print an unlike pair the other way round.
fn changed<'a>(input: &Input<'a>, at: usize) -> Option<Reading<'a>> {
    let (old, new) = (input.line(at + 1)?, input.line(at + 3)?);
    let marked = marker(input.line(at)?)? == Side::Old && marker(input.line(at + 2)?)? == Side::New;
    let markers = Sides::new(Marker::Removed, Marker::Added);
    marked.then(|| Reading::row(4, Unit::Both(Sides::new((old, 1), (new, 3)), Some(markers))))
}

fn one<'a>(input: &Input<'a>, at: usize) -> Option<Reading<'a>> {
    let side = marker(input.line(at)?)?;
    let marker = match side {
        Side::Old => Marker::Removed,
        Side::New => Marker::Added,
    };
    Some(Reading::row(2, Unit::One(side, (input.line(at + 1)?, 1), Some(marker))))
}

fn context<'a>(input: &Input<'a>, at: usize) -> Option<Reading<'a>> {
    let (old, new) = (input.line(at)?, input.line(at + 1)?);
    let markers = Sides::new(Marker::Context, Marker::Context);
    is_same_text(old, new).then(|| Reading::row(2, Unit::Both(Sides::new((old, 0), (new, 1)), Some(markers))))
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
        let sheets = row_table::sheets(&Input::new(copied, LineMap::default()), Shape::Marked, candidates_at);
        assert_eq!(sheets.iter().flat_map(format_rows).collect::<Vec<_>>(), expected, "{copied:?}");
    }

    #[test]
    fn a_marker_stands_over_its_text_and_context_stands_twice() {
        case("a\na\n−\nb\n+\nc", &["=a|=a", "-b|+c"]);
        case("−\nb\na\na", &["-b", "=a|=a"]);
        case("+\nb\n\n", &["+b", "=|="]);
        case("+\nb\n−\na", &["+b", "-a"]);
    }

    #[test]
    fn the_minus_may_be_any_dash() {
        case("-\nb\n+\nc", &["-b|+c"]);
        case("–\nb\n+ \nc", &["-b|+c"]);
    }

    #[test]
    fn a_marker_can_be_the_text_of_another() {
        case("−\n+\n+\nc", &["-+|+c"]);
        case("−\n−\n+\nc", &["-−|+c"]);
    }

    #[test]
    fn a_marker_that_stands_twice_is_context() {
        case("+\n+\na\na", &["=+|=+", "=a|=a"]);
    }

    #[test]
    fn line_numbers_open_a_section() {
        case("Line 3: Line 4:\na\na\n+\nb", &["@3,4", "=a|=a", "+b"]);
    }

    #[test]
    fn a_marker_is_alone_on_its_line() {
        for line in ["−", "-", "–", "+", "+ "] {
            assert!(is_distinctive(line), "{line:?}");
        }
        for line in ["", " +", "+\t", "−−", "+1"] {
            assert!(!is_distinctive(line), "{line:?}");
        }
    }
}
