//! How much changed, in the reader's terms.

use std::ops::Range;

use super::marked_tokens::{last_blank, touched};
use super::word_count::{count_touched, count_words, is_counted};
use crate::model::{Change, Diff, Marked, Row, Side, Sides};
use crate::word_diff::splits::{Seam, seams};
use crate::word_diff::tokens::graphemes::count_clusters;

/// What a diff adds up to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DiffStats {
    /// Rows with an old line and a new one in its place.
    pub changed: usize,
    /// Lines that only the new revision has.
    pub added: usize,
    /// Lines that only the old revision has.
    pub removed: usize,
    /// Lines that stand in another place; a move with both places in the diff counts once.
    pub moved: usize,
    /// Rows whose old line was split; they are among the changed ones.
    pub split: usize,
    /// Rows whose new line was joined; they are among the changed ones.
    pub joined: usize,
    /// Rows that are parts of such lines; they are among the removed and the added ones.
    pub parts: Sides<usize>,
    /// Words and numbers in marks, whole or in part: removed on the old side, added on the new one.
    pub words: Sides<usize>,
    /// User-perceived characters in marks: removed on the old side, added on the new one.
    pub characters: Sides<usize>,
}

/// Adds up a diff.
#[must_use]
pub fn totals(diff: &Diff<'_, Marked<'_>>) -> DiffStats {
    let mut totals = DiffStats::default();
    let mut places = Sides::new(0, 0);
    for hunk in &diff.hunks {
        let mut seams = seams(&hunk.rows).into_iter();
        for row in &hunk.rows {
            match &row.change {
                Change::Context(_) => {}
                Change::Changed(_) => totals.changed += 1,
                Change::Added(_) => totals.added += 1,
                Change::Removed(_) => totals.removed += 1,
                Change::MovedFrom(..) => places.old += 1,
                Change::MovedTo(..) => places.new += 1,
            }
            totals.add(row, seams.next().flatten());
        }
    }
    totals.moved = places.old.max(places.new);
    totals
}

impl DiffStats {
    /// Adds the marks of a row. What a seam hands on is neither old nor new.
    fn add(&mut self, row: &Row<Marked<'_>>, seam: Option<Seam>) {
        let lines = row.change.lines();
        match seam {
            None if row.change.is_context() => {}
            Some(Seam::Part(edited)) => {
                self.parts.old += usize::from(lines.old.is_some());
                self.parts.new += usize::from(lines.new.is_some());
                if let Some(edited) = edited {
                    self.add_marks(edited.as_ref().map(Some));
                }
            }
            Some(Seam::Whole(cut)) => {
                let kind = if cut.whole == Side::Old { &mut self.split } else { &mut self.joined };
                *kind += 1;
                self.add_marks(cut.lines.as_ref().map(Some));
            }
            None => self.add_marks(lines),
        }
    }

    fn add_marks(&mut self, lines: Sides<Option<&Marked<'_>>>) {
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
    if let [mark] = line.changed()
        && mark.len() == line.text().len()
    {
        return count_words(line.text());
    }
    plainly_marked(line).unwrap_or_else(|| touched(line).filter(|(_, token)| is_counted(token)).count())
}

/// The same of a line in which no tokenizer is needed to tell.
fn plainly_marked(line: &Marked<'_>) -> Option<usize> {
    let mut last = 0;
    let mut count = |mark: &Range<u32>| {
        let mark = mark.start as usize..mark.end as usize;
        let from = match last_blank(line.text(), last..mark.start) {
            Some(blank) => blank + 1,
            None if last == 0 => 0,
            // Both marks may touch one token.
            None => return None,
        };
        last = mark.end;
        count_touched(line.text(), from, &mark)
    };
    line.changed().iter().map(&mut count).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Hunk, Page, Proof, Shape};

    #[track_caller]
    fn case(changes: Vec<Change<Marked<'_>>>, expected: DiffStats) {
        let rows =
            changes.into_iter().map(|change| Row { change, is_ambiguous: false, source_line: 1 }).collect();
        let diff = Diff {
            shape: Shape::Marked,
            first_line: 1,
            page: Page::default(),
            hunks: vec![Hunk { start: None, section: None, rows }],
            proof: Proof::Stated,
            bytes_computed: 0,
            warnings: Vec::new(),
            alternatives: Vec::new(),
            notes: Vec::new(),
        };
        assert_eq!(totals(&diff), expected);
    }

    #[test]
    fn rows_are_counted_by_what_happened_to_them() {
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
    fn characters_are_what_a_reader_sees_as_one() {
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
    fn words_are_those_that_a_mark_touches() {
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
