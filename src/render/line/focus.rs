//! The long way between two changes of a paragraph, folded to a few words at its ends.
//!
//! ```text
//! ⋯ 57 words ⋯ the last words before [-old-]{+new+} and the first ones after ⋯ 12 words ⋯
//! ```

use super::interleave::{LineSegment, SpanKind};
use crate::text::width::clusters;
use crate::word_diff::tokens::{self, tokens};

/// The words that stay at a change: enough to see what the sentence is about.
const NEAR: usize = 6;

/// The fewest words that are folded: what stands for them takes the room of three, and a gap in the sentence is
/// worth more than a few words.
const MIN_FOLDED_WORDS: usize = 8;

/// What is drawn of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FocusItem<'s> {
    Segment(LineSegment<'s>),
    /// Words that are on both sides.
    Collapsed(CollapsedWords),
}

/// How much is folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CollapsedWords {
    /// Words, and numbers.
    pub(crate) words: usize,
    /// Characters of scripts in which one is as good as a word.
    pub(crate) characters: usize,
}

/// How much of the unchanged text of a changed paragraph is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UnchangedText {
    /// All.
    #[default]
    Whole,
    /// A few words at each change.
    NearChanges,
}

/// What is drawn of a line, of which these are the stretches.
pub(crate) fn focus_items(segments: Vec<LineSegment>, unchanged: UnchangedText) -> Vec<FocusItem> {
    if unchanged == UnchangedText::Whole {
        return segments.into_iter().map(FocusItem::Segment).collect();
    }
    let last = segments.len().saturating_sub(1);
    let mut items = Vec::with_capacity(segments.len() * 2);
    for (index, segment) in segments.into_iter().enumerate() {
        if segment.kind != SpanKind::Unchanged {
            items.push(FocusItem::Segment(segment));
            continue;
        }
        // A line in which nothing changed (it was moved) shows how it begins.
        let before = if index > 0 || last == 0 { NEAR } else { 0 };
        let after = if index < last { NEAR } else { 0 };
        fold(segment, before, after, &mut items);
    }
    items
}

/// Keeps so many words at the beginning and at the end of a stretch.
fn fold<'s>(segment: LineSegment<'s>, before: usize, after: usize, items: &mut Vec<FocusItem<'s>>) {
    let words = words(segment.text);
    let folded = words.get(before..words.len().saturating_sub(after)).unwrap_or_default();
    if folded.len() < MIN_FOLDED_WORDS {
        items.push(FocusItem::Segment(segment));
        return;
    }
    let from = before.checked_sub(1).map_or(0, |last| words[last].end);
    let to = words
        .len()
        .checked_sub(after)
        .and_then(|first| words.get(first))
        .map_or(segment.text.len(), |word| word.start);
    let part =
        |text: &'s str, at: usize| FocusItem::Segment(LineSegment { text, at: segment.at + at, ..segment });
    items.extend((from > 0).then(|| part(&segment.text[..from], 0)));
    let characters = folded.iter().filter(|word| word.is_character).count();
    items.push(FocusItem::Collapsed(CollapsedWords { words: folded.len() - characters, characters }));
    items.extend((to < segment.text.len()).then(|| part(&segment.text[to..], to)));
}

/// A word of a text, or a character that is as good as one.
struct WordRange {
    start: usize,
    end: usize,
    is_character: bool,
}

/// The words of a text; a Han character is one.
fn words(text: &str) -> Vec<WordRange> {
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
            words.push(WordRange { start: at, end, is_character });
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
        let drawn = |item: &FocusItem| match item {
            FocusItem::Segment(LineSegment { text, kind: SpanKind::Unchanged, .. }) => (*text).to_owned(),
            FocusItem::Segment(segment) => format!("<{}>", segment.text),
            FocusItem::Collapsed(CollapsedWords { words, characters: 0 }) => format!("({words})"),
            FocusItem::Collapsed(CollapsedWords { words, characters }) => format!("({words}, {characters})"),
        };
        let items = focus_items(interleave(Sides::new(&old, &new)), UnchangedText::NearChanges);
        assert_eq!(items.iter().map(drawn).collect::<String>(), expected);
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
