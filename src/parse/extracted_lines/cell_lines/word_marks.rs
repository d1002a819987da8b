//! Marks of changed words that some programs write into the text: `a [DEL: short :DEL] river`, `a [INS: long :INS] river`.
//!
//! The marks are evidence for the side of a line and for its row, and never text of the page. A program sets a blank
//! inside each mark and after it, so the blanks there may be the program's or the page's.

use std::ops::Range;

use crate::model::Side;
use crate::parse::sheet::WordMarks;

/// A line without its marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MarkedLine {
    /// The text of the page.
    pub(crate) text: String,
    /// The side, if all marks are of one kind.
    pub(crate) side: Option<Side>,
    /// The extent of the marks.
    pub(crate) extent: WordMarks,
}

/// The signs of a kind of mark.
struct WordMarkSigns {
    open: &'static str,
    close: &'static str,
    /// The side whose words it marks.
    side: Side,
}

/// Both kinds of marks.
const MARKS: [WordMarkSigns; 2] = [
    WordMarkSigns { open: "[DEL:", close: ":DEL]", side: Side::Old },
    WordMarkSigns { open: "[INS:", close: ":INS]", side: Side::New },
];

/// Maximum number of lines of one mark that is broken at the ends of lines: a mark without an end would take all lines below.
const MAX_MARK_LINES: usize = 100;

/// Returns true if a text has the signs that open and close a mark, in any order.
pub(crate) fn has_signs(text: &str) -> bool {
    let has = |sign: &str| memchr::memmem::find(text.as_bytes(), sign.as_bytes()).is_some();
    MARKS.iter().any(|mark| has(mark.close) && has(mark.open))
}

/// Returns true if lines have a mark, perhaps broken at the end of a line.
pub(crate) fn has_word_marks(lines: &[&str]) -> bool {
    let mut last_opened: [Option<usize>; MARKS.len()] = [None; MARKS.len()];
    lines.iter().enumerate().any(|(at, line)| {
        let closes = |(opened, mark): (&Option<usize>, &WordMarkSigns)| {
            opened.is_some_and(|opened| at - opened <= MAX_MARK_LINES) && line.contains(mark.close)
        };
        let is_closed = find_mark(line).is_some() || last_opened.iter().zip(&MARKS).any(closes);
        for (opened, mark) in last_opened.iter_mut().zip(&MARKS) {
            *opened = if line.contains(mark.open) { Some(at) } else { *opened };
        }
        is_closed
    })
}

/// Returns true if all marks of a line are those of added words.
pub(crate) fn marks_new_line(line: &str) -> bool {
    strip_word_marks(line).is_some_and(|marked| marked.side == Some(Side::New))
}

/// The text of lines without their marked words and without blanks.
pub(crate) struct UnmarkedText {
    all: String,
    /// The start of each line in the text, and the end of the last.
    starts: Vec<usize>,
    /// For each line, true if a mark is open before it.
    open: Vec<bool>,
}

impl UnmarkedText {
    /// The text of a range of lines.
    pub(crate) fn text(&self, lines: Range<usize>) -> &str {
        &self.all[self.starts[lines.start]..self.starts[lines.end]]
    }

    /// Returns true if a text is that of some lines from a line on.
    pub(crate) fn stands_at(&self, text: &str, line: usize) -> bool {
        let end = self.starts[line] + text.len();
        self.all[self.starts[line]..].starts_with(text) && self.starts.binary_search(&end).is_ok()
    }

    /// Returns true if a mark is open before a line, so that the line continues the one before.
    pub(crate) fn is_open_before(&self, at: usize) -> bool {
        self.open[at]
    }

    /// The index after the lines that open marks bind to a line.
    pub(crate) fn end_of_mark(&self, at: usize) -> usize {
        at + 1 + self.open[at + 1..].iter().take_while(|is_open| **is_open).count()
    }
}

/// Collects the text of lines without their marked words. A mark may be broken at the end of a line.
pub(crate) fn collect_unmarked_text(lines: &[&str]) -> UnmarkedText {
    let closing_lines = MARKS.map(|mark| {
        let closes = |(at, line): (usize, &&str)| line.contains(mark.close).then_some(at);
        lines.iter().enumerate().filter_map(closes).collect::<Vec<_>>()
    });
    // A mark that is not closed soon is text of the page.
    let is_closed_below = |kind: usize, at: usize| {
        let next = closing_lines[kind].partition_point(|closing| *closing <= at);
        closing_lines[kind].get(next).is_some_and(|closing| closing - at <= MAX_MARK_LINES)
    };
    let mut found = UnmarkedText { all: String::new(), starts: vec![0], open: Vec::new() };
    let mut open: Option<usize> = None;
    for (at, line) in lines.iter().enumerate() {
        found.open.push(open.is_some());
        let mut rest = *line;
        loop {
            if let Some(kind) = open {
                let Some((_, after)) = rest.split_once(MARKS[kind].close) else { break };
                (rest, open) = (after, None);
            }
            let openings =
                MARKS.iter().enumerate().filter_map(|(kind, mark)| Some((rest.find(mark.open)?, kind)));
            let Some((start, kind)) = openings.min() else {
                push_without_blanks(&mut found.all, rest);
                break;
            };
            let (before, words) = (&rest[..start], &rest[start + MARKS[kind].open.len()..]);
            push_without_blanks(&mut found.all, before);
            if words.contains(MARKS[kind].close) || is_closed_below(kind, at) {
                open = Some(kind);
            } else {
                found.all.push_str(MARKS[kind].open);
            }
            rest = words;
        }
        found.starts.push(found.all.len());
    }
    found
}

fn push_without_blanks(text: &mut String, part: &str) {
    text.extend(part.chars().filter(|character| !character.is_whitespace()));
}

/// Takes the marks out of a line. Returns `None` for a line without a mark.
pub(crate) fn strip_word_marks(line: &str) -> Option<MarkedLine> {
    let mut rest = line;
    let mut text = String::with_capacity(line.len());
    let mut sides = Vec::new();
    let mut is_all = true;
    while let Some(mark) = find_mark(rest) {
        let before = &rest[..mark.start];
        is_all &= before.trim().is_empty();
        text.push_str(before);
        sides.push(mark.side);
        let words = mark.words.trim();
        let is_spaced = text.is_empty() || text.ends_with(char::is_whitespace);
        text.push_str(words);
        rest = &rest[mark.end..];
        // The program's own blank. A blank of the page stands on both sides of a word.
        if let Some(after) = rest.strip_prefix(' ')
            && (!is_spaced || words.is_empty())
            && !after.starts_with(char::is_alphanumeric)
        {
            rest = after;
        }
    }
    let first = *sides.first()?;
    is_all &= rest.trim().is_empty();
    text.push_str(rest);
    let side = sides.iter().all(|side| *side == first).then_some(first);
    let extent = match side {
        Some(_) if is_all => WordMarks::All,
        Some(_) => WordMarks::Some,
        None => WordMarks::Unknown,
    };
    Some(MarkedLine { text, side, extent })
}

/// A mark at its place in a line.
struct WordMark<'l> {
    start: usize,
    end: usize,
    words: &'l str,
    side: Side,
}

/// Finds the first mark.
fn find_mark(line: &str) -> Option<WordMark<'_>> {
    let found = MARKS.iter().filter_map(|signs| {
        let start = line.find(signs.open)?;
        let words = &line[start + signs.open.len()..];
        let length = words.find(signs.close)?;
        let end = start + signs.open.len() + length + signs.close.len();
        Some(WordMark { start, end, words: &words[..length], side: signs.side })
    });
    found.min_by_key(|mark| mark.start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(line: &str, text: &str, side: Option<Side>, extent: WordMarks) {
        let expected = MarkedLine { text: text.to_owned(), side, extent };
        assert_eq!(strip_word_marks(line), Some(expected), "{line:?}");
    }

    #[test]
    fn marks_tell_the_side_and_are_no_text() {
        case("speed = [DEL: 9600 :DEL]", "speed = 9600", Some(Side::Old), WordMarks::Some);
        case("== [INS: Birds and seals :INS] ==", "== Birds and seals ==", Some(Side::New), WordMarks::Some);
        case("[[[DEL: sv :DEL] :Mill]]", "[[sv:Mill]]", Some(Side::Old), WordMarks::Some);
        case("[DEL:[[Mill]]:DEL]", "[[Mill]]", Some(Side::Old), WordMarks::All);
        case("a [DEL: b :DEL] c [DEL: d :DEL]", "a b c d", Some(Side::Old), WordMarks::Some);
        case("a [DEL: b :DEL][INS: c :INS]", "a bc", None, WordMarks::Unknown);
    }

    #[test]
    fn line_without_a_mark_has_no_marks() {
        assert_eq!(strip_word_marks("[DEL: unclosed"), None);
        assert!(!has_word_marks(&["[[DEL]]", "[DEL: b"]));
        assert!(has_word_marks(&["a [DEL: b", "c :DEL]"]));
    }

    #[test]
    fn marked_words_may_be_broken_at_the_end_of_a_line() {
        let unmarked = collect_unmarked_text(&["a [DEL: b", "c :DEL] d [INS: e :INS]", "f [DEL: g", "h"]);
        assert_eq!(
            ["a", "d", "f[DEL:g", "h"].map(String::from),
            [0, 1, 2, 3].map(|at| unmarked.text(at..at + 1).to_owned())
        );
        assert_eq!([0, 1, 2, 3].map(|at| unmarked.is_open_before(at)), [false, true, false, false]);
        assert_eq!(unmarked.text(0..3), "adf[DEL:g");
        assert_eq!((unmarked.end_of_mark(0), unmarked.end_of_mark(1)), (2, 2));
    }
}
