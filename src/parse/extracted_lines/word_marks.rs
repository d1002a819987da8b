//! Marks of changed words that some programs write into the text: `a [DEL: short :DEL] river`, `a [INS: long :INS] river`.
//!
//! The marks are evidence for the side of a line and for its row, and never text of the page. A program sets a blank
//! inside each mark and after it, so the blanks there may be the program's or the page's.

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

/// The opening and the closing of both kinds of marks.
const MARKS: [(&str, &str, Side); 2] = [("[DEL:", ":DEL]", Side::Old), ("[INS:", ":INS]", Side::New)];

/// Returns true if a line has a mark.
pub(crate) fn has_word_marks(line: &str) -> bool {
    line.contains('[') && find_mark(line).is_some()
}

/// Returns true if the last mark of a line is not closed: the line goes on.
pub(crate) fn has_open_mark(line: &str) -> bool {
    MARKS.iter().any(|(open, close, _)| line.rfind(open).is_some_and(|start| !line[start..].contains(close)))
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
    let found = MARKS.iter().filter_map(|&(open, close, side)| {
        let start = line.find(open)?;
        let words = &line[start + open.len()..];
        let length = words.find(close)?;
        let end = start + open.len() + length + close.len();
        Some(WordMark { start, end, words: &words[..length], side })
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
        assert!(!has_word_marks("[[DEL]]"));
        assert!(has_open_mark("a [DEL: b"));
        assert!(!has_open_mark("a [DEL: b :DEL]"));
    }
}
