//! Lines that were split in two, and lines that were joined: nothing changed but a break.
//!
//! A diff has no row for that. The old line stands beside the first part of it, and the rest follows as an added
//! line (wikidiff2 1.14 pairs them so on purpose, other engines and our own pairing come to the same rows):
//!
//! ```text
//! ~  One sentence.[- Another one.-]        ~  One sentence.{+¶+}
//! +  Another one.                     ▶    +  Another one.
//! ```

use super::compare::compare;
use crate::model::{Change, Line, Marked, Row, Side, Sides};

/// The most parts of one line that are looked for.
const MOST_PARTS: usize = 16;

/// What a row has to do with a break that came or went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seam<'r> {
    /// One of the row's lines holds the rows below as well.
    Whole(Cut<'r>),
    /// The row is such a part.
    Part,
}

/// A row of which one line was split, or joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut<'r> {
    /// The side that has one line: the old one where that was split, the new one where it was joined.
    pub whole: Side,
    /// The two lines without what stands in the rows below, compared with each other.
    pub lines: Sides<Marked<'r>>,
    /// What stands in the rows below, and the white space before it.
    pub rest: &'r str,
}

/// The seams of a hunk, row by row; empty where there is none.
#[must_use]
pub fn seams<'r>(rows: &'r [Row<Marked<'_>>]) -> Vec<Option<Seam<'r>>> {
    let mut seams = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let Some((cut, parts)) = cut(row, &rows[index + 1..]) else { continue };
        seams.resize(rows.len(), None);
        seams[index] = Some(Seam::Whole(cut));
        seams[index + 1..=index + parts].fill(Some(Seam::Part));
    }
    seams
}

/// What a row hands on to the rows below, and to how many.
fn cut<'r>(row: &'r Row<Marked<'_>>, below: &[Row<Marked<'_>>]) -> Option<(Cut<'r>, usize)> {
    let Change::Changed(lines) = &row.change else { return None };
    let texts = lines.as_ref().map(Marked::text);
    let on = |whole: Side, other: Side| {
        let (from, parts) = parts(texts.get(whole), below, other)?;
        // Where both lines end so, nothing was handed on.
        ending(texts.get(other), &texts.get(whole)[from..])
            .is_none()
            .then(|| (cut_at(texts, whole, from), parts))
    };
    on(Side::Old, Side::New).or_else(|| on(Side::New, Side::Old))
}

/// The row without what one of its lines hands on.
fn cut_at(texts: Sides<&str>, whole: Side, from: usize) -> Cut<'_> {
    let line = *texts.get(whole);
    let kept = line[..from].trim_end();
    let mut left = texts;
    *left.get_mut(whole) = kept;
    let Sides { old, new } = compare(left.old, left.new).changed;
    let marked = |text, changed| Marked::new(Line::Borrowed(text), changed);
    let lines = Sides::new(marked(left.old, old), marked(left.new, new));
    Cut { whole, lines, rest: &line[kept.len()..] }
}

/// From where on a line is held by the rows below, all of those together and nothing else, and how many they are.
fn parts(line: &str, below: &[Row<Marked<'_>>], side: Side) -> Option<(usize, usize)> {
    let held_below = below.iter().take(MOST_PARTS).map_while(|row| lone_line(row, side));
    let mut held = String::new();
    let mut found = None;
    for (index, part) in held_below.enumerate() {
        held.push_str(part);
        if let Some(from) = ending(line, &held).filter(|from| begins_word(line, *from)) {
            found = Some((from, index + 1));
        }
    }
    found
}

/// The line of a row that only this side has.
fn lone_line<'r>(row: &'r Row<Marked<'_>>, side: Side) -> Option<&'r str> {
    match (&row.change, side) {
        (Change::Removed(line), Side::Old) | (Change::Added(line), Side::New) => Some(line.text()),
        _ => None,
    }
}

/// Where the text begins that the line ends with, white space aside.
fn ending(line: &str, text: &str) -> Option<usize> {
    let solid = |character: &(usize, char)| !character.1.is_whitespace();
    let mut line = line.char_indices().rev().filter(solid);
    let mut start = None;
    for character in text.chars().rev().filter(|character| !character.is_whitespace()) {
        start = Some(line.next().filter(|(_, own)| *own == character)?.0);
    }
    start
}

/// Whether a break may stand at the place: not at the line's beginning, nor inside of a word.
fn begins_word(line: &str, at: usize) -> bool {
    let before = line[..at].chars().next_back();
    let after = line[at..].chars().next();
    let is_inside = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
    let is_first = line[..at].trim().is_empty();
    !(is_first || is_inside(before) && is_inside(after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Sides;
    use crate::words::compare;

    /// Rows as `old→new`, an empty side left out.
    #[track_caller]
    fn case(rows: &[&str], expected: &[&str]) {
        let line = |text: &str| Marked::unchanged(text.to_owned().into());
        let row = |row: &&str| {
            let (old, new) = row.split_once('→').unwrap();
            let change = match (old, new) {
                ("", new) => Change::Added(line(new)),
                (old, "") => Change::Removed(line(old)),
                (old, new) => {
                    let changed = compare(old, new).changed;
                    let old = Marked::new(old.to_owned().into(), changed.old);
                    let new = Marked::new(new.to_owned().into(), changed.new);
                    Change::Changed(Sides::new(old, new))
                }
            };
            Row { change, guessed: false, source_line: 1 }
        };
        let rows: Vec<_> = rows.iter().map(row).collect();
        let told = |seam: Option<Seam>| match seam {
            None => String::new(),
            Some(Seam::Part) => "part".to_owned(),
            Some(Seam::Whole(Cut { whole, lines, rest })) => {
                format!("{whole:?} {}|{}|{rest}", lines.old.text(), lines.new.text())
            }
        };
        assert_eq!(seams(&rows).into_iter().map(told).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_split_line_is_one_whose_rest_follows() {
        case(&["One. Two.→One.", "→Two."], &["Old One.|One.| Two.", "part"]);
        case(
            &["a→b", "One. Two. Three.→Won.", "→Two.", "→Three.", "→four"],
            &["", "Old One.|Won.| Two. Three.", "part", "part", ""],
        );
        case(&["* a* b→* a", "→* b"], &["Old * a|* a|* b", "part"]);
        case(&["a b→a", "→", "→b"], &["Old a|a| b", "part", "part"]);
    }

    #[test]
    fn a_joined_line_is_one_whose_rest_stood_below() {
        case(&["One.→One. Two.", "Two.→"], &["New One.|One.| Two.", "part"]);
    }

    #[test]
    fn what_is_not_all_of_the_rest_is_no_seam() {
        case(&["One. Two.→One.", "→Two!"], &[]);
        case(&["One. Two. Three.→One.", "→Two."], &[]);
        case(&["One. Two.→One.", "Two.→"], &[]);
        case(&["One. Two.→One."], &[]);
        case(&["Two.→x", "→Two."], &[]);
        case(&["one a→two a", "→a"], &[]);
        case(&["stop→st", "→op"], &[]);
    }
}
