//! Counts of a diff for the foot: rows, words and characters.
//!
//! ```text
//! ~ one [-two-]{+three+}      changed 1   words 1 removed, 1 added   characters 3 removed, 5 added
//! + four                  added 1     words 1 added              characters 4 added
//! ```

use std::ops::Range;

use super::marked_tokens::marked_tokens;
use crate::graphemes::count_clusters;
use crate::model::{Change, Diff, Marked, Row, Side, Sides, SplitPart};
use crate::word_diff::tokens::{Token, TokenKind};

/// The counts of a diff.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct DiffStats {
    /// Rows with an old line and a new line in its place.
    pub changed: usize,
    /// Lines that only the new revision has.
    pub added: usize,
    /// Lines that only the old revision has.
    pub removed: usize,
    /// Moved lines; a move with both places in the diff counts once.
    pub moved: usize,
    /// Rows whose old line was split, also counted in `changed`.
    pub split: usize,
    /// Rows whose new line was joined, also counted in `changed`.
    pub joined: usize,
    /// Rows that are parts of split or joined lines, also counted in `removed` and `added`.
    pub parts: Sides<usize>,
    /// Words and numbers that a mark overlaps: removed on the old side, added on the new side.
    pub words: Sides<usize>,
    /// User-perceived characters in marks: removed on the old side, added on the new side.
    pub characters: Sides<usize>,
}

impl DiffStats {
    /// Counts the rows and marks of a diff.
    #[must_use]
    pub(crate) fn from_diff(diff: &Diff<'_, Marked<'_>>) -> Self {
        let mut stats = Self::default();
        let mut moves = Sides::new(0, 0);
        for row in diff.hunks.iter().flat_map(|hunk| &hunk.rows).filter(|row| !row.is_ignored) {
            match &row.change {
                Change::Context(_) => continue,
                Change::Changed(_) => stats.changed += 1,
                Change::Added(_) => stats.added += 1,
                Change::Removed(_) => stats.removed += 1,
                Change::MovedFrom(..) => moves.old += 1,
                Change::MovedTo(..) => moves.new += 1,
            }
            stats.add(row);
        }
        stats.moved = moves.old.max(moves.new);
        stats
    }

    /// Adds the marks of a row, and its role in a line that was split or joined.
    fn add(&mut self, row: &Row<Marked<'_>>) {
        let lines = row.change.lines();
        match row.split {
            Some(SplitPart::Whole(split)) if split.whole == Side::Old => self.split += 1,
            Some(SplitPart::Whole(_)) => self.joined += 1,
            Some(SplitPart::Part(_)) => {
                self.parts.old += usize::from(lines.old.is_some());
                self.parts.new += usize::from(lines.new.is_some());
            }
            None => {}
        }
        let words = lines.map(|line| line.map_or(0, marked_words));
        let characters = lines.map(|line| line.map_or(0, marked_characters));
        self.words = Sides::new(self.words.old + words.old, self.words.new + words.new);
        self.characters =
            Sides::new(self.characters.old + characters.old, self.characters.new + characters.new);
    }
}

fn marked_characters(line: &Marked<'_>) -> usize {
    let text = |mark: &Range<u32>| &line.text()[mark.start as usize..mark.end as usize];
    line.changed().iter().map(|mark| count_clusters(text(mark))).sum()
}

fn marked_words(line: &Marked<'_>) -> usize {
    marked_tokens(line).filter(|(_, token)| is_word(token)).count()
}

/// Returns true if the foot counts the token as a word.
const fn is_word(token: &Token<'_>) -> bool {
    matches!(token.kind, TokenKind::Word | TokenKind::Number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Hunk, Shape};

    #[track_caller]
    fn case(changes: Vec<Change<Marked<'_>>>, expected: DiffStats) {
        let rows = changes.into_iter().map(|change| Row::new(change, 1)).collect();
        let diff = Diff::new(Shape::Marked, vec![Hunk { start: None, section: None, rows }]);
        assert_eq!(DiffStats::from_diff(&diff), expected);
    }

    #[test]
    fn counts_rows_by_kind() {
        let line = || Marked::unchanged("a".into());
        case(
            vec![
                Change::Context(Sides::new(line(), line())),
                Change::Changed(Sides::new(line(), line())),
                Change::Removed(line()),
                Change::Added(line()),
                Change::Added(line()),
                Change::MovedFrom(line(), 1),
                Change::MovedTo(line(), 1),
                Change::MovedTo(line(), 2),
            ],
            DiffStats { changed: 1, added: 2, removed: 1, moved: 2, ..DiffStats::default() },
        );
    }

    #[test]
    fn counts_user_perceived_characters() {
        let line = |text: &'static str, end| Marked::new(text.into(), std::iter::once(0..end));
        case(
            vec![Change::Changed(Sides::new(line("e\u{301}t\u{e9}", 4), line("👩\u{200d}🚀!", 12)))],
            DiffStats {
                changed: 1,
                words: Sides::new(1, 0),
                characters: Sides::new(2, 2),
                ..DiffStats::default()
            },
        );
    }

    #[test]
    fn counts_words_that_a_mark_overlaps() {
        let line = |text: &'static str, ranges: &[Range<u32>]| Marked::new(text.into(), ranges.to_vec());
        case(
            vec![Change::Changed(Sides::new(
                line("one two three, 44", &[2..5, 13..17]),
                line("one [[two]]", &[4..6, 9..11]),
            ))],
            DiffStats {
                changed: 1,
                words: Sides::new(3, 0),
                characters: Sides::new(7, 4),
                ..DiffStats::default()
            },
        );
    }
}
