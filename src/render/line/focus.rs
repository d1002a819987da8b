//! Focus: collapses long unchanged text between two changes of a paragraph to a few words at its ends.
//!
//! ```text
//! ⋯ 57 words ⋯ the last words before [-old-]{+new+} and the first ones after ⋯ 12 words ⋯
//! ```

use super::interleave::{LineSegment, SpanKind};
use super::pieces::has_match;
use crate::model::{Marked, Sides};
use crate::text::width::clusters;
use crate::word_diff::tokens::{self, tokens};

/// The number of words kept at a change, enough to understand the sentence.
const NEAR_WORDS: usize = 6;

/// The minimum number of collapsed words. The placeholder is as wide as three, and a gap costs the reader more than
/// a few words.
const MIN_COLLAPSED_WORDS: usize = 8;

/// An item of a line: a segment, or a placeholder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FocusItem<'s> {
    Segment(LineSegment<'s>),
    /// Unchanged words in place of which a placeholder is shown.
    Collapsed(CollapsedWords),
}

/// The amount of collapsed text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CollapsedWords {
    /// The number of words and numbers.
    pub(crate) words: usize,
    /// The number of characters in scripts without spaces, in which a character counts as a word.
    pub(crate) characters: usize,
}

/// The amount of unchanged text shown in a paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnchangedText {
    /// All of the text.
    #[default]
    Whole,
    /// All of a changed paragraph, and the first line of a long context paragraph. Without a width, all of both.
    FirstLine,
    /// A few words around each change, and the first words of a context paragraph.
    NearChanges,
}

/// Collapses the unchanged segments of a row where the view asks for it. A segment with a match of a search stays whole.
pub(crate) fn focus_items<'s>(
    segments: Vec<LineSegment<'s>>,
    lines: Sides<&Marked>,
    unchanged: UnchangedText,
) -> Vec<FocusItem<'s>> {
    if unchanged != UnchangedText::NearChanges {
        return segments.into_iter().map(FocusItem::Segment).collect();
    }
    let last = segments.len().saturating_sub(1);
    let mut items = Vec::with_capacity(segments.len() * 2);
    for (index, segment) in segments.into_iter().enumerate() {
        if segment.kind != SpanKind::Unchanged || has_match(&segment, lines) {
            items.push(FocusItem::Segment(segment));
            continue;
        }
        // An unchanged line (a moved one) shows its beginning.
        let before = if index > 0 || last == 0 { NEAR_WORDS } else { 0 };
        let after = if index < last { NEAR_WORDS } else { 0 };
        collapse(segment, before, after, &mut items);
    }
    items
}

/// Keeps `before` words at the beginning of a segment, and `after` words at its end.
fn collapse<'s>(segment: LineSegment<'s>, before: usize, after: usize, items: &mut Vec<FocusItem<'s>>) {
    let words = words(segment.text);
    let collapsed = words.get(before..words.len().saturating_sub(after)).unwrap_or_default();
    if collapsed.len() < MIN_COLLAPSED_WORDS {
        items.push(FocusItem::Segment(segment));
        return;
    }
    let from = before.checked_sub(1).map_or(0, |last| words[last].end);
    let to = words
        .len()
        .checked_sub(after)
        .and_then(|first| words.get(first))
        .map_or(segment.text.len(), |word| word.start);
    let part = |text: &'s str, at: usize| {
        FocusItem::Segment(LineSegment { text, at: segment.at + at, old_at: segment.old_at + at, ..segment })
    };
    items.extend((from > 0).then(|| part(&segment.text[..from], 0)));
    let characters = collapsed.iter().filter(|word| word.is_character).count();
    items.push(FocusItem::Collapsed(CollapsedWords { words: collapsed.len() - characters, characters }));
    items.extend((to < segment.text.len()).then(|| part(&segment.text[to..], to)));
}

/// The range of a word, or of a character that counts as a word.
struct WordRange {
    start: usize,
    end: usize,
    is_character: bool,
}

/// Finds the words of a text; a Han character is a word.
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
        let lines = Sides::new(&old, &new);
        let items = focus_items(interleave(lines), lines, UnchangedText::NearChanges);
        assert_eq!(items.iter().map(drawn).collect::<String>(), expected);
    }

    #[test]
    fn collapses_text_far_from_changes() {
        case(
            "1 2 3 4 5 6 7 8 9 10 11 12 13 14 <x> a b c d e f g h i j k l m n o p q r s t <y>",
            "1 2 3 4 5 6 7 8 9 10 11 12 13 14 <z> a b c d e f g h i j k l m n o p q r s t <w>",
            "(8)9 10 11 12 13 14 <x><z> a b c d e f(8)o p q r s t <y><w>",
        );
    }

    #[test]
    fn keeps_short_text() {
        case(
            "1 2 3 4 5 6 7 8 9 10 11 12 13 <x>",
            "1 2 3 4 5 6 7 8 9 10 11 12 13 <y>",
            "1 2 3 4 5 6 7 8 9 10 11 12 13 <x><y>",
        );
    }

    #[test]
    fn unchanged_line_shows_its_beginning() {
        case("1 2 3 4 5 6 7 8 9 a b c d e", "1 2 3 4 5 6 7 8 9 a b c d e", "1 2 3 4 5 6(8)");
        let kanji = "一二三四五六七八九十百千万億";
        case(kanji, kanji, "一二三四五六(0, 8)");
        case("一二三四五六七八九十百千 a 2", "一二三四五六七八九十百千 a 2", "一二三四五六(2, 6)");
    }
}
