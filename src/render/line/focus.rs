//! The long way between two changes of a paragraph, folded to a few words at its ends.
//!
//! ```text
//! ⋯ 57 words ⋯ the last words before [-old-]{+new+} and the first ones after ⋯ 12 words ⋯
//! ```

use super::interleave::{SpanKind, Stroke};
use crate::text::width::clusters;
use crate::word_diff::tokens::{self, tokens};

/// The words that stay at a change: enough to see what the sentence is about.
const NEAR: usize = 6;

/// The fewest words that are folded: what stands for them takes the room of three, and a gap in the sentence is
/// worth more than a few words.
const MIN_FOLDED_WORDS: usize = 8;

/// What is drawn of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark<'s> {
    Text(Stroke<'s>),
    /// Words that are on both sides.
    Folded(Folded),
}

/// How much is folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Folded {
    /// Words, and numbers.
    pub(crate) words: usize,
    /// Characters of scripts in which one is as good as a word.
    pub(crate) characters: usize,
}

/// How much of the unchanged text of a changed paragraph is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unchanged {
    /// All.
    #[default]
    Whole,
    /// A few words at each change.
    NearChanges,
}

/// What is drawn of a line, of which these are the stretches.
pub(crate) fn marks(strokes: Vec<Stroke>, unchanged: Unchanged) -> Vec<Mark> {
    if unchanged == Unchanged::Whole {
        return strokes.into_iter().map(Mark::Text).collect();
    }
    let last = strokes.len().saturating_sub(1);
    let mut marks = Vec::with_capacity(strokes.len() * 2);
    for (index, stroke) in strokes.into_iter().enumerate() {
        if stroke.kind != SpanKind::Unchanged {
            marks.push(Mark::Text(stroke));
            continue;
        }
        // A line in which nothing changed (it was moved) shows how it begins.
        let before = if index > 0 || last == 0 { NEAR } else { 0 };
        let after = if index < last { NEAR } else { 0 };
        fold(stroke, before, after, &mut marks);
    }
    marks
}

/// Keeps so many words at the beginning and at the end of a stretch.
fn fold<'s>(stroke: Stroke<'s>, before: usize, after: usize, marks: &mut Vec<Mark<'s>>) {
    let words = words(stroke.text);
    let folded = words.get(before..words.len().saturating_sub(after)).unwrap_or_default();
    if folded.len() < MIN_FOLDED_WORDS {
        marks.push(Mark::Text(stroke));
        return;
    }
    let from = before.checked_sub(1).map_or(0, |last| words[last].end);
    let to = words
        .len()
        .checked_sub(after)
        .and_then(|first| words.get(first))
        .map_or(stroke.text.len(), |word| word.start);
    let part = |text: &'s str, at: usize| Mark::Text(Stroke { text, at: stroke.at + at, ..stroke });
    marks.extend((from > 0).then(|| part(&stroke.text[..from], 0)));
    let characters = folded.iter().filter(|word| word.is_character).count();
    marks.push(Mark::Folded(Folded { words: folded.len() - characters, characters }));
    marks.extend((to < stroke.text.len()).then(|| part(&stroke.text[to..], to)));
}

/// A word of a text, or a character that is as good as one.
struct Word {
    start: usize,
    end: usize,
    is_character: bool,
}

/// The words of a text; a Han character is one.
fn words(text: &str) -> Vec<Word> {
    let mut at = 0;
    let mut words = Vec::new();
    for token in tokens(text) {
        let end = at + token.text.len();
        if matches!(
            token.kind,
            tokens::TokenKind::Word | tokens::TokenKind::Number | tokens::TokenKind::Unspaced
        ) {
            let is_character =
                token.kind == tokens::TokenKind::Unspaced && clusters(token.text).nth(1).is_none();
            words.push(Word { start: at, end, is_character });
        }
        at = end;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Sides;
    use crate::render::line::interleave::interleave;
    use crate::render::tests::marked;

    #[track_caller]
    fn case(old: &str, new: &str, expected: &str) {
        let (old, new) = (marked(old), marked(new));
        let drawn = |mark: &Mark| match mark {
            Mark::Text(Stroke { text, kind: SpanKind::Unchanged, .. }) => (*text).to_owned(),
            Mark::Text(stroke) => format!("<{}>", stroke.text),
            Mark::Folded(Folded { words, characters: 0 }) => format!("({words})"),
            Mark::Folded(Folded { words, characters }) => format!("({words}, {characters})"),
        };
        let marks = marks(interleave(Sides::new(&old, &new)), Unchanged::NearChanges);
        assert_eq!(marks.iter().map(drawn).collect::<String>(), expected);
    }

    #[test]
    fn what_is_far_from_a_change_is_folded() {
        case(
            "1 2 3 4 5 6 7 8 9 10 11 12 13 14 <x> a b c d e f g h i j k l m n o p q r s t <y>",
            "1 2 3 4 5 6 7 8 9 10 11 12 13 14 <z> a b c d e f g h i j k l m n o p q r s t <w>",
            "(8)9 10 11 12 13 14 <x><z> a b c d e f(8)o p q r s t <y><w>",
        );
    }

    #[test]
    fn little_is_not_worth_folding() {
        case(
            "1 2 3 4 5 6 7 8 9 10 11 12 13 <x>",
            "1 2 3 4 5 6 7 8 9 10 11 12 13 <y>",
            "1 2 3 4 5 6 7 8 9 10 11 12 13 <x><y>",
        );
    }

    #[test]
    fn a_line_without_a_change_shows_how_it_begins() {
        case("1 2 3 4 5 6 7 8 9 a b c d e", "1 2 3 4 5 6 7 8 9 a b c d e", "1 2 3 4 5 6(8)");
        let kanji = "一二三四五六七八九十百千万億";
        case(kanji, kanji, "一二三四五六(0, 8)");
        case("一二三四五六七八九十百千 a 2", "一二三四五六七八九十百千 a 2", "一二三四五六(2, 6)");
    }
}
