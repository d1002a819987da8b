//! From rows of lines to rows of marked lines.

use std::collections::{BTreeMap, HashMap};
use std::iter::once;
use std::mem::take;

use super::compare::{Granularity, LineComparison, compare_in};
use super::splits::{SplitRows, find_splits};
use super::tokens::content_model::ContentModel;
use crate::model::{
    Change, Diff, Hunk, Line, Marked, Marks, Row, Side, Sides, SplitPart, Warning, WarningCode,
};

/// Cuts the changed rows of a diff into spans.
///
/// The two places of a moved line are compared with each other, so that only what was changed on the way is
/// marked. A line that is only removed or only added is marked whole.
#[must_use]
pub fn mark<'a>(diff: Diff<'a, Line<'a>>) -> Diff<'a, Marked<'a>> {
    let syntax = ContentModel::from_diff(&diff);
    let mut notes = diff.notes;
    notes.extend(note(syntax));
    let mut warnings = diff.warnings;
    let mut moves = compare_moves(&diff.hunks, syntax, &mut warnings);
    let mut marking = Marking { syntax, moves: &mut moves, warnings: &mut warnings };
    let mut marked = |hunk: Hunk<_>| Hunk {
        start: hunk.start,
        section: hunk.section.map(Marked::unchanged),
        rows: marking.rows(hunk.rows),
    };
    let hunks = diff.hunks.into_iter().map(&mut marked).collect();
    Diff {
        shape: diff.shape,
        first_line: diff.first_line,
        page: diff.page,
        hunks,
        proof: diff.proof,
        bytes_computed: diff.bytes_computed,
        warnings,
        alternatives: diff.alternatives,
        notes,
    }
}

/// The changed ranges of each moved line, by the number of its move.
type Moves = HashMap<u32, Sides<Marks>>;

/// Compares the two places of each move; one whose other place is not in the diff has no changes to show.
fn compare_moves(hunks: &[Hunk<Line<'_>>], syntax: ContentModel, warnings: &mut Vec<Warning>) -> Moves {
    let mut places: BTreeMap<u32, Sides<Option<&Row<Line<'_>>>>> = BTreeMap::new();
    for row in hunks.iter().flat_map(|hunk| &hunk.rows) {
        match row.change {
            Change::MovedFrom(_, number) => places.entry(number).or_default().old = Some(row),
            Change::MovedTo(_, number) => places.entry(number).or_default().new = Some(row),
            _ => {}
        }
    }
    let changed = |(number, rows): (u32, Sides<Option<&Row<Line<'_>>>>)| {
        let (old, new) = (rows.old?, rows.new?);
        let comparison = compare_in(syntax, old.change.line(Side::Old)?, new.change.line(Side::New)?);
        warn(&comparison, old.source_line, warnings);
        Some((number, comparison.changed))
    };
    places.into_iter().filter_map(changed).collect()
}

/// What marking a row needs and leaves behind.
struct Marking<'m> {
    syntax: ContentModel,
    moves: &'m mut Moves,
    warnings: &'m mut Vec<Warning>,
}

impl Marking<'_> {
    fn rows<'a>(&mut self, rows: Vec<Row<Line<'a>>>) -> Vec<Row<Marked<'a>>> {
        let splits = find_splits(&rows);
        let mut marked = Vec::with_capacity(rows.len());
        let mut rows = rows.into_iter();
        for found in splits {
            let before = found.rows.start - marked.len();
            marked.extend(rows.by_ref().take(before).map(|row| self.row(row)));
            let split_rows = rows.by_ref().take(found.rows.len()).collect();
            self.push_split(&found, split_rows, &mut marked);
        }
        marked.extend(rows.map(|row| self.row(row)));
        marked
    }

    fn row<'a>(&mut self, row: Row<Line<'a>>) -> Row<Marked<'a>> {
        let mut moved = |line, place| mark_moved(line, self.moves, place);
        let change = match row.change {
            Change::Context(lines) => Change::Context(lines.map(Marked::unchanged)),
            Change::Changed(lines) => {
                let changed = self.compare(lines.as_ref().map(|line| &**line), row.source_line);
                Change::Changed(marked_lines(lines, changed))
            }
            Change::Removed(line) => Change::Removed(mark_whole(line)),
            Change::Added(line) => Change::Added(mark_whole(line)),
            Change::MovedFrom(line, number) => Change::MovedFrom(moved(line, (number, Side::Old)), number),
            Change::MovedTo(line, number) => Change::MovedTo(moved(line, (number, Side::New)), number),
        };
        Row { is_ambiguous: row.is_ambiguous, ..Row::new(change, row.source_line) }
    }

    /// Marks the rows of a line that was split or joined. The words of its first part and those of an edited last part
    /// are compared each by itself. The break is not in any line, so nothing is marked for it.
    fn push_split<'a>(
        &mut self,
        found: &SplitRows,
        mut rows: Vec<Row<Line<'a>>>,
        marked: &mut Vec<Row<Marked<'a>>>,
    ) {
        let SplitRows { split, edited_from, .. } = *found;
        let part_side = split.whole.opposite();

        // The first part: the undivided line up to the split.
        let first = rows.remove(0);
        let Change::Changed(lines) = first.change else {
            marked.extend(once(first).chain(rows).map(|row| self.row(row)));
            return;
        };
        let mut texts = lines.as_ref().map(|line| &**line);
        *texts.get_mut(split.whole) = &texts.get(split.whole)[..split.at];
        let mut changed = self.compare(texts, first.source_line);

        // The last part, if it was edited: the end of the undivided line.
        let rest = edited_from.map(|from| sliced(lines.get(split.whole), from));
        let last = rows.last().and_then(|row| Some((row.change.line(part_side)?, row.source_line)));
        let mut last_part = None;
        if let (Some(rest), Some(from), Some((part, source_line))) = (rest, edited_from, last) {
            let texts = match split.whole {
                Side::Old => Sides::new(&*rest, &**part),
                Side::New => Sides::new(&**part, &*rest),
            };
            let mut edited = self.compare(texts, source_line);
            let (own, part) = (take(edited.get_mut(split.whole)), take(edited.get_mut(part_side)));
            let offset = u32::try_from(from).unwrap_or(u32::MAX);
            let shifted =
                own.iter().map(|mark| mark.start.saturating_add(offset)..mark.end.saturating_add(offset));
            changed.get_mut(split.whole).extend(shifted);
            last_part = Some((part, Box::new(Marked::new(rest, own))));
        }

        let change = Change::Changed(marked_lines(lines, changed));
        let split = Some(SplitPart::Whole(split));
        marked.push(Row { is_ambiguous: first.is_ambiguous, split, ..Row::new(change, first.source_line) });
        let last = rows.len().saturating_sub(1);
        for (index, row) in rows.into_iter().enumerate() {
            let (marks, counterpart) = last_part.take_if(|_| index == last).unzip();
            let change = row.change.map(|line| Marked::new(line, marks.clone().unwrap_or_default()));
            let split = Some(SplitPart::Part(counterpart));
            marked.push(Row { is_ambiguous: row.is_ambiguous, split, ..Row::new(change, row.source_line) });
        }
    }

    /// Compares the words of two lines.
    fn compare(&mut self, lines: Sides<&str>, source_line: Option<u32>) -> Sides<Marks> {
        let comparison = compare_in(self.syntax, lines.old, lines.new);
        warn(&comparison, source_line, self.warnings);
        comparison.changed
    }
}

fn marked_lines(lines: Sides<Line<'_>>, changed: Sides<Marks>) -> Sides<Marked<'_>> {
    Sides::new(Marked::new(lines.old, changed.old), Marked::new(lines.new, changed.new))
}

/// The line from a byte on, borrowed if the line is.
fn sliced<'a>(line: &Line<'a>, from: usize) -> Line<'a> {
    match line {
        Line::Borrowed(text) => Line::Borrowed(&text[from..]),
        Line::Owned(text) => Line::Owned(text[from..].to_owned()),
    }
}

/// What is told of a page that is not wikitext.
fn note(syntax: ContentModel) -> Option<String> {
    let name = match syntax {
        ContentModel::Wikitext => return None,
        ContentModel::Code => "code",
        ContentModel::Style => "a stylesheet",
    };
    Some(format!("the lines are {name}: identifiers are compared as wholes"))
}

fn mark_whole(line: Line<'_>) -> Marked<'_> {
    let end = u32::try_from(line.len()).unwrap_or(u32::MAX);
    Marked::new(line, (end > 0).then_some(0..end))
}

fn mark_moved<'a>(line: Line<'a>, moves: &mut Moves, (number, side): (u32, Side)) -> Marked<'a> {
    let ranges = moves.get_mut(&number).map(|changed| take(changed.get_mut(side)));
    Marked::new(line, ranges.unwrap_or_default())
}

/// Says so where the words of two lines were not compared.
fn warn(comparison: &LineComparison, source_line: Option<u32>, warnings: &mut Vec<Warning>) {
    if comparison.granularity == Granularity::CommonEnds {
        warnings.push(Warning {
            lines: source_line.map(|line| line..=line),
            code: WarningCode::TooDifferent,
            message:
                "the two lines are too long and too different to compare their words; what lies between \
                      their equal ends is shown as replaced"
                    .to_owned(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Page, Proof, Shape};

    fn diff(changes: Vec<Change<Line<'_>>>) -> Diff<'_, Line<'_>> {
        let row = |(change, line): (_, u32)| Row::new(change, line);
        Diff {
            shape: Shape::Marked,
            first_line: 1,
            page: Page::default(),
            hunks: vec![Hunk {
                start: None,
                section: None,
                rows: changes.into_iter().zip(1..).map(row).collect(),
            }],
            proof: Proof::Stated,
            bytes_computed: 0,
            warnings: Vec::new(),
            alternatives: Vec::new(),
            notes: Vec::new(),
        }
    }

    fn shown(line: &Marked<'_>) -> String {
        let span = |span: crate::model::Span<'_>| {
            if span.changed { format!("<{}>", span.text) } else { span.text.to_owned() }
        };
        line.spans().map(span).collect()
    }

    #[track_caller]
    fn case(changes: Vec<Change<Line<'_>>>, expected: &[&str]) {
        let marked = mark(diff(changes));
        let lines = marked.hunks[0].rows.iter().flat_map(|row| {
            let lines = row.change.lines();
            [lines.old, lines.new].into_iter().flatten()
        });
        assert_eq!(lines.map(shown).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn changed_rows_are_compared_and_others_are_not() {
        case(
            vec![
                Change::Context(Sides::new("a  b".into(), "a b".into())),
                Change::Changed(Sides::new("one two".into(), "one three".into())),
                Change::Removed("gone".into()),
                Change::Added("come".into()),
                Change::Added("".into()),
            ],
            &["a  b", "a b", "one <two>", "one <three>", "<gone>", "<come>", ""],
        );
    }

    #[test]
    fn a_pair_too_different_to_compare_is_warned_about() {
        let line = |word: &str| Line::from(word.repeat(80_000));
        let pair = Change::Changed(Sides::new(line("a "), line("b ")));
        let marked = mark(diff(vec![Change::Added("x".into()), pair]));
        let warnings: Vec<_> =
            marked.warnings.iter().map(|warning| (warning.first_line(), warning.code)).collect();
        assert_eq!(warnings, [(Some(2), WarningCode::TooDifferent)]);
    }

    #[test]
    fn moved_lines_are_compared_with_each_other() {
        case(
            vec![
                Change::MovedFrom("one two".into(), 1),
                Change::MovedTo("a line without its other place".into(), 2),
                Change::MovedTo("one three".into(), 1),
            ],
            &["one <two>", "a line without its other place", "one <three>"],
        );
    }
}
