//! Lines that were split in two, and lines that were joined: nothing changed but a break.
//!
//! A diff has no row for that. The old line stands beside the first part of it, and the rest follows as an added
//! line (wikidiff2 1.14 pairs them so on purpose, other engines and our own pairing come to the same rows):
//!
//! ```text
//! ~  One sentence.[- Another one.-]        ~  One sentence.{+¶+}
//! +  Another one.                     ▶    +  Another one.
//! ```
//!
//! The rest may have been edited as well: then its words are compared with those of the row that it became.

use super::compare::compare;
use super::similarity::estimate::is_similar_to_reader;
use crate::model::{Change, Line, Marked, Row, Side, Sides};

/// The most parts of one line that are looked for.
const MAX_PARTS: usize = 16;

/// How alike what a line went on with and the row below are, if that is what became of it: as where pages are compared
/// (`lines/splits`).
const ALIKE: f64 = 0.6;

/// What a row has to do with a break that came or went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seam<'r> {
    /// One of the row's lines holds the rows below as well.
    Whole(Cut<'r>),
    /// The row is such a part; with what it was and what it is, if it was edited.
    Part(Option<Sides<Marked<'r>>>),
}

/// A row of which one line was split, or joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut<'r> {
    /// The side that has one line: the old one where that was split, the new one where it was joined.
    pub whole: Side,
    /// The two lines without what stands in the rows below, compared with each other.
    pub lines: Sides<Marked<'r>>,
    /// What stands in the rows below, and the white space before it.
    pub rest: Marked<'r>,
}

/// The seams of a hunk, row by row; empty where there is none.
#[must_use]
pub fn seams<'r>(rows: &'r [Row<Marked<'_>>]) -> Vec<Option<Seam<'r>>> {
    let mut seams = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let Some((cut, parts, last)) = cut(row, &rows[index + 1..]) else { continue };
        seams.resize(rows.len(), None);
        seams[index] = Some(Seam::Whole(cut));
        seams[index + 1..index + parts].fill(Some(Seam::Part(None)));
        seams[index + parts] = Some(Seam::Part(last));
    }
    seams
}

/// What a row hands on to the rows below, to how many, and the last of them, if it was edited.
type HandedOn<'r> = (Cut<'r>, usize, Option<Sides<Marked<'r>>>);

fn cut<'r>(row: &'r Row<Marked<'_>>, below: &'r [Row<Marked<'_>>]) -> Option<HandedOn<'r>> {
    let Change::Changed(lines) = &row.change else { return None };
    // Most rows have no row below that only one side has, which is quicker to see than what the lines hold.
    if !matches!(below.first()?.change, Change::Removed(_) | Change::Added(_)) {
        return None;
    }
    let texts = lines.as_ref().map(Marked::text);
    let on = |whole: Side, other: Side| {
        let Some((from, parts)) = parts(texts.get(whole), below, other) else {
            return edited(texts, whole, below);
        };
        // Where both lines end so, nothing was handed on.
        ending(texts.get(other), &texts.get(whole)[from..])
            .is_none()
            .then(|| (cut_at(texts, whole, from), parts, None))
    };
    on(Side::Old, Side::New).or_else(|| on(Side::New, Side::Old))
}

/// The row without what one of its lines hands on.
fn cut_at(texts: Sides<&str>, whole: Side, from: usize) -> Cut<'_> {
    let line = *texts.get(whole);
    let kept = line[..from].trim_end();
    let mut left = texts;
    *left.get_mut(whole) = kept;
    Cut { whole, lines: compared(left), rest: Marked::unchanged(Line::Borrowed(&line[kept.len()..])) }
}

fn compared(texts: Sides<&str>) -> Sides<Marked<'_>> {
    let Sides { old, new } = compare(texts.old, texts.new).changed;
    let marked = |text, changed| Marked::new(Line::Borrowed(text), changed);
    Sides::new(marked(texts.old, old), marked(texts.new, new))
}

/// The same where what is handed on was edited: the line begins with the other one, and goes on like the row below.
fn edited<'r>(texts: Sides<&'r str>, whole: Side, below: &'r [Row<Marked<'_>>]) -> Option<HandedOn<'r>> {
    let (line, other) = match whole {
        Side::Old => (texts.old, (texts.new, Side::New)),
        Side::New => (texts.new, (texts.old, Side::Old)),
    };
    // Most rows have no such row below, which is quicker to see than where the line begins with the other one.
    let mut parts = below.iter().take(MAX_PARTS).map_while(|row| lone_line(row, other.1)).enumerate();
    let (blanks, part) = parts.find(|(_, part)| !part.trim().is_empty())?;
    let from = beginning(line, other.0).filter(|from| begins_word(line, *from))?;
    let rest = line[from..].trim_start();
    if rest.is_empty() || !is_similar_to_reader(rest, part, ALIKE) {
        return None;
    }
    let last = compared(match whole {
        Side::Old => Sides::new(rest, part),
        Side::New => Sides::new(part, rest),
    });
    let mut cut = cut_at(texts, whole, from);
    let text = cut.rest.text().len();
    let before = u32::try_from(text - rest.len()).ok()?;
    let marks = last.get(whole).changed().iter().map(|range| range.start + before..range.end + before);
    cut.rest = Marked::new(Line::Borrowed(&line[line.len() - text..]), marks.collect::<Vec<_>>());
    Some((cut, blanks + 1, Some(last)))
}

/// From where on a line is held by the rows below, all of those together and nothing else, and how many they are.
fn parts(line: &str, below: &[Row<Marked<'_>>], side: Side) -> Option<(usize, usize)> {
    let held_below = below.iter().take(MAX_PARTS).map_while(|row| lone_line(row, side));
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

/// Where the text ends that the line begins with, white space aside; nowhere if that is all of the line, or nothing.
fn beginning(line: &str, text: &str) -> Option<usize> {
    let solid = |character: &(usize, char)| !character.1.is_whitespace();
    let mut line = line.char_indices().filter(solid);
    let mut end = None;
    for character in text.chars().filter(|character| !character.is_whitespace()) {
        let (at, own) = line.next().filter(|(_, own)| *own == character)?;
        end = Some(at + own.len_utf8());
    }
    line.next().and(end)
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
    use crate::word_diff::compare;

    /// A line with its changed words in angle brackets.
    fn shown(line: &Marked<'_>) -> String {
        let span = |span: crate::model::Span<'_>| {
            if span.changed { format!("<{}>", span.text) } else { span.text.to_owned() }
        };
        line.spans().map(span).collect()
    }

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
            Row { change, is_ambiguous: false, source_line: 1 }
        };
        let rows: Vec<_> = rows.iter().map(row).collect();
        let told = |seam: Option<Seam>| match seam {
            None => String::new(),
            Some(Seam::Part(None)) => "part".to_owned(),
            Some(Seam::Part(Some(lines))) => format!("part {}|{}", shown(&lines.old), shown(&lines.new)),
            Some(Seam::Whole(Cut { whole, lines, rest })) => {
                format!("{whole:?} {}|{}|{}", lines.old.text(), lines.new.text(), shown(&rest))
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
    fn the_rest_may_have_been_edited() {
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
    fn what_is_not_all_of_the_rest_is_no_seam() {
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
