//! Lines that were split, and lines that were joined: only a line break was added or removed.
//!
//! A diff has no row for a line break. The old line stands beside its first part, and the other parts follow as added
//! lines (wikidiff2 1.14 pairs the rows so on purpose; other engines and our own pairing come to the same rows):
//!
//! ```text
//! ~  One sentence.[- Another one.-]        ~  One sentence.{+¶+}
//! +  Another one.                     ▶    +  Another one.
//! ```
//!
//! The last part may have been edited as well. Its words are then compared with the end of the undivided line.

use std::ops::Range;

use super::similarity::estimate::is_similar_to_reader;
use crate::model::{Change, Line, LineSplit, Row, Side};

/// The most rows in which parts of one line are looked for.
const MAX_PARTS: usize = 16;

/// The least similarity of an edited part and the end of the undivided line. The same value holds where pages are
/// compared (`line_diff::splits`).
const MIN_SIMILARITY: f64 = 0.6;

/// The rows of a line that was split or joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SplitRows {
    /// The row with the undivided line, and the rows of the other parts.
    pub(crate) rows: Range<usize>,
    /// The place of the split.
    pub(crate) split: LineSplit,
    /// The byte of the undivided line at which the text of the last part begins, if that part was edited.
    pub(crate) edited_from: Option<usize>,
}

/// Finds the split and joined lines of a hunk, in the order of its rows.
pub(crate) fn find_splits(rows: &[Row<Line<'_>>]) -> Vec<SplitRows> {
    let found = |(index, row): (usize, &Row<Line<'_>>)| find_split(row, &rows[index + 1..], index);
    rows.iter().enumerate().filter_map(found).collect()
}

/// Finds the rows below a row that hold the end of one of its lines.
fn find_split(row: &Row<Line<'_>>, below: &[Row<Line<'_>>], index: usize) -> Option<SplitRows> {
    let Change::Changed(lines) = &row.change else { return None };
    // Most rows have no one-sided row below, which is quicker to see than the contents of the lines.
    if !matches!(below.first()?.change, Change::Removed(_) | Change::Added(_)) {
        return None;
    }
    let find = |whole: Side| {
        let (line, first) = (&**lines.get(whole), &**lines.get(whole.opposite()));
        let below = below.iter().map_while(|row| one_sided_line(row, whole.opposite())).take(MAX_PARTS);
        let (from, parts, edited_from) = match parts_below(line, below.clone()) {
            // If both lines end alike, the rows below hold a repetition and no part.
            Some((from, _)) if end_match(first, &line[from..]).is_some() => return None,
            Some((from, parts)) => (from, parts, None),
            None => {
                let (from, parts) = edited_part_below(line, first, below)?;
                (from, parts, Some(line.len() - line[from..].trim_start().len()))
            }
        };
        let split = LineSplit { whole, at: line[..from].trim_end().len() };
        Some(SplitRows { rows: index..index + 1 + parts, split, edited_from })
    };
    find(Side::Old).or_else(|| find(Side::New))
}

/// Returns the line of a row that only this side has.
fn one_sided_line<'r>(row: &'r Row<Line<'_>>, side: Side) -> Option<&'r str> {
    match (&row.change, side) {
        (Change::Removed(line), Side::Old) | (Change::Added(line), Side::New) => Some(line),
        _ => None,
    }
}

/// The place from which on the parts below make up the line, and their number. As many parts as possible are taken.
fn parts_below<'r>(line: &str, below: impl Iterator<Item = &'r str>) -> Option<(usize, usize)> {
    let mut held = String::new();
    let mut found = None;
    for (part, parts) in below.zip(1..) {
        held.push_str(part);
        if let Some(from) = end_match(line, &held).filter(|from| may_break(line, *from)) {
            found = Some((from, parts));
        }
    }
    found
}

/// The place at which the line goes on after its first part, and the number of rows up to the part that is similar to
/// its end. Blank lines may stand before that part.
fn edited_part_below<'r>(
    line: &str,
    first: &str,
    below: impl Iterator<Item = &'r str>,
) -> Option<(usize, usize)> {
    // Most rows have no such row below, which is quicker to see than whether the line begins with its first part.
    let (part, parts) = below.zip(1..).find(|(part, _)| !part.trim().is_empty())?;
    let from = start_match(line, first).filter(|from| may_break(line, *from))?;
    let rest = line[from..].trim_start();
    (!rest.is_empty() && is_similar_to_reader(rest, part, MIN_SIMILARITY)).then_some((from, parts))
}

/// The place at which the text begins that the line ends with, white space aside.
fn end_match(line: &str, text: &str) -> Option<usize> {
    let solid = |character: &(usize, char)| !character.1.is_whitespace();
    let mut line = line.char_indices().rev().filter(solid);
    let mut start = None;
    for character in text.chars().rev().filter(|character| !character.is_whitespace()) {
        start = Some(line.next().filter(|(_, own)| *own == character)?.0);
    }
    start
}

/// The place at which the text ends that the line begins with, white space aside; `None` if the text is empty or all of
/// the line.
fn start_match(line: &str, text: &str) -> Option<usize> {
    let solid = |character: &(usize, char)| !character.1.is_whitespace();
    let mut line = line.char_indices().filter(solid);
    let mut end = None;
    for character in text.chars().filter(|character| !character.is_whitespace()) {
        let (at, own) = line.next().filter(|(_, own)| *own == character)?;
        end = Some(at + own.len_utf8());
    }
    line.next().and(end)
}

/// Returns true if a line break may stand at the place: neither at the line's beginning nor inside a word.
fn may_break(line: &str, at: usize) -> bool {
    let before = line[..at].chars().next_back();
    let after = line[at..].chars().next();
    let is_inside = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
    let is_first = line[..at].trim().is_empty();
    !(is_first || is_inside(before) && is_inside(after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Diff, Hunk, Marked, Shape, Sides, Span, SplitPart};
    use crate::word_diff::mark;

    /// Rows as `old→new`, an empty side left out.
    fn row(row: &str) -> Row<Line<'_>> {
        let (old, new) = row.split_once('→').unwrap();
        let change = match (old, new) {
            ("", new) => Change::Added(new.into()),
            (old, "") => Change::Removed(old.into()),
            (old, new) => Change::Changed(Sides::new(old.into(), new.into())),
        };
        Row::new(change, 1)
    }

    /// The hunk of these rows with its words marked.
    fn mark_rows<'a>(rows: &[&'a str]) -> Hunk<Marked<'a>> {
        let rows = rows.iter().map(|text| row(text)).collect();
        let diff = Diff::new(Shape::Marked, vec![Hunk { start: None, section: None, rows }]);
        mark(diff).hunks.remove(0)
    }

    /// A line with its changed words in angle brackets.
    fn with_brackets(line: &Marked<'_>) -> String {
        let span =
            |span: Span<'_>| if span.changed { format!("<{}>", span.text) } else { span.text.to_owned() };
        line.spans().map(span).collect()
    }

    /// Expects the role of each row in a split line, if one row has any.
    #[track_caller]
    fn case(rows: &[&str], expected: &[&str]) {
        let hunk = mark_rows(rows);
        let role = |row: &Row<Marked<'_>>| match (&row.split, &row.change) {
            (None, _) => String::new(),
            (Some(SplitPart::Whole(split)), Change::Changed(lines)) => {
                let lines = lines.as_ref();
                let first = split.first_parts(lines);
                format!(
                    "{:?} {}|{}|{}",
                    split.whole,
                    first.old.text(),
                    first.new.text(),
                    with_brackets(&split.rest(lines))
                )
            }
            (Some(_), _) => match row.compared_part() {
                Some(lines) => format!("part {}|{}", with_brackets(lines.old), with_brackets(lines.new)),
                None => "part".to_owned(),
            },
        };
        let roles: Vec<_> = hunk.rows.iter().map(role).collect();
        let has_split = roles.iter().any(|role| !role.is_empty());
        assert_eq!(if has_split { &roles[..] } else { &[] }, expected);
    }

    #[test]
    fn marks_nothing_in_a_line_that_was_only_split() {
        let hunk = mark_rows(&["One. Two.→One.", "→Two."]);
        let lines = hunk.rows.iter().flat_map(|row| [row.change.line(Side::Old), row.change.line(Side::New)]);
        assert_eq!(lines.flatten().map(with_brackets).collect::<Vec<_>>(), ["One. Two.", "One.", "Two."]);
    }

    #[test]
    fn marks_the_edited_words_in_both_places_of_an_edited_part() {
        let hunk = mark_rows(&["One. Two old cats.→One.", "→Two big cats."]);
        let lines = hunk.rows.iter().flat_map(|row| [row.change.line(Side::Old), row.change.line(Side::New)]);
        let lines: Vec<_> = lines.flatten().map(with_brackets).collect();
        assert_eq!(lines, ["One. Two <old> cats.", "One.", "Two <big> cats."]);
    }

    #[test]
    fn finds_a_split_line_by_its_parts_below() {
        case(&["One. Two.→One.", "→Two."], &["Old One.|One.| Two.", "part"]);
        case(
            &["a→b", "One. Two. Three.→Won.", "→Two.", "→Three.", "→four"],
            &["", "Old One.|Won.| Two. Three.", "part", "part", ""],
        );
        case(&["* a* b→* a", "→* b"], &["Old * a|* a|* b", "part"]);
        case(&["a b→a", "→", "→b"], &["Old a|a| b", "part", "part"]);
    }

    #[test]
    fn finds_a_joined_line_by_its_parts_below() {
        case(&["One.→One. Two.", "Two.→"], &["New One.|One.| Two.", "part"]);
    }

    #[test]
    fn finds_a_part_that_was_edited() {
        case(
            &["One. Two old cats.→One.", "→", "→Two big cats.", "→four"],
            &["Old One.|One.| Two <old> cats.", "part", "part Two <old> cats.|Two <big> cats.", ""],
        );
        case(
            &["One.→One. Two big cats.", "Two old cats.→"],
            &["New One.|One.| Two <big> cats.", "part Two <old> cats.|Two <big> cats."],
        );
    }

    #[test]
    fn finds_no_split_in_parts_that_do_not_make_up_the_line() {
        case(&["One. Two.→One.", "→Six."], &[]);
        case(&["One. Two old cats.→One!", "→Two big cats."], &[]);
        case(&["One. Two. Three.→One.", "→Two."], &[]);
        case(&["One. Two.→One.", "Two.→"], &[]);
        case(&["One. Two.→One."], &[]);
        case(&["Two.→x", "→Two."], &[]);
        case(&["one a→two a", "→a"], &[]);
        case(&["stop→st", "→op"], &[]);
    }
}
