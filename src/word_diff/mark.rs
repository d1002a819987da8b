//! The marking of a diff: rows of lines become rows of marked lines.
//!
//! ```text
//! changed row          its two lines are compared word by word
//! split or joined row  each part is compared by itself (splits)
//! moved row            compared with the row at the other place
//! removed, added row   marked whole
//! ```

use std::collections::{BTreeMap, HashMap};
use std::iter::once;
use std::mem::take;

use super::compare::{Granularity, compare_in};
use super::splits::{SplitRows, find_splits};
use super::tokens::content_model::ContentModel;
use crate::model::{
    Change, Diff, Hunk, Line, Marked, Marks, Row, Side, Sides, SplitPart, Warning, WarningCode,
};

/// Cuts the changed rows of a diff into spans.
///
/// The two places of a moved line are compared with each other, so that only its changes are marked. A line that was only
/// removed or only added is marked whole.
#[must_use]
pub fn mark<'a>(diff: Diff<'a, Line<'a>>) -> Diff<'a, Marked<'a>> {
    let model = ContentModel::from_diff(&diff);
    let mut notes = diff.notes;
    notes.extend(content_model_note(model));
    let mut marker = RowMarker { model, moves: Moves::new(), warnings: diff.warnings };
    marker.compare_moves(&diff.hunks);
    let mut hunks = Vec::with_capacity(diff.hunks.len());
    for hunk in diff.hunks {
        let section = hunk.section.map(Marked::unchanged);
        hunks.push(Hunk { start: hunk.start, section, rows: marker.mark_rows(hunk.rows) });
    }
    Diff {
        shape: diff.shape,
        first_line: diff.first_line,
        page: diff.page,
        hunks,
        proof: diff.proof,
        confidence: diff.confidence,
        comparison: diff.comparison,
        input_end: diff.input_end,
        bytes_computed: diff.bytes_computed,
        bytes_given: diff.bytes_given,
        warnings: marker.warnings,
        alternatives: diff.alternatives,
        notes,
        filtered: diff.filtered,
    }
}

/// The marks of each moved line, by the number of its move.
type Moves = HashMap<u32, Sides<Marks>>;

/// Marks rows, and collects warnings about them.
struct RowMarker {
    model: ContentModel,
    moves: Moves,
    warnings: Vec<Warning>,
}

impl RowMarker {
    /// Compares the two places of each move. A move whose other place is not in the diff gets no marks.
    fn compare_moves(&mut self, hunks: &[Hunk<Line<'_>>]) {
        let mut places: BTreeMap<u32, Sides<Option<&Row<Line<'_>>>>> = BTreeMap::new();
        for row in hunks.iter().flat_map(|hunk| &hunk.rows) {
            match row.change {
                Change::MovedFrom(_, number) => places.entry(number).or_default().old = Some(row),
                Change::MovedTo(_, number) => places.entry(number).or_default().new = Some(row),
                _ => {}
            }
        }
        for (number, rows) in places {
            let (Some(old), Some(new)) = (rows.old, rows.new) else { continue };
            if let (Some(from), Some(to)) = (old.change.line(Side::Old), new.change.line(Side::New)) {
                let marks = self.compare(Sides::new(from, to), old.source_line);
                self.moves.insert(number, marks);
            }
        }
    }

    fn mark_rows<'a>(&mut self, rows: Vec<Row<Line<'a>>>) -> Vec<Row<Marked<'a>>> {
        let splits = find_splits(&rows);
        let mut marked = Vec::with_capacity(rows.len());
        let mut rows = rows.into_iter();
        for found in splits {
            let before = found.rows.start - marked.len();
            marked.extend(rows.by_ref().take(before).map(|row| self.mark_row(row)));
            let split_rows = rows.by_ref().take(found.rows.len()).collect();
            self.push_split(&found, split_rows, &mut marked);
        }
        marked.extend(rows.map(|row| self.mark_row(row)));
        marked
    }

    fn mark_row<'a>(&mut self, row: Row<Line<'a>>) -> Row<Marked<'a>> {
        let change = match row.change {
            Change::Context(lines) => Change::Context(lines.map(Marked::unchanged)),
            Change::Changed(lines) => {
                let marks = self.compare(lines.as_ref().map(|line| &**line), row.source_line);
                Change::Changed(mark_lines(lines, marks))
            }
            Change::Removed(line) => Change::Removed(Marked::whole(line)),
            Change::Added(line) => Change::Added(Marked::whole(line)),
            Change::MovedFrom(line, number) => {
                Change::MovedFrom(self.mark_moved(line, number, Side::Old), number)
            }
            Change::MovedTo(line, number) => {
                Change::MovedTo(self.mark_moved(line, number, Side::New), number)
            }
        };
        Row { is_ambiguous: row.is_ambiguous, ..Row::new(change, row.source_line) }
    }

    /// Marks the rows of a line that was split or joined. Its first part and an edited last part are compared separately.
    /// The break is in no line, so nothing is marked for it.
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
            marked.extend(once(first).chain(rows).map(|row| self.mark_row(row)));
            return;
        };
        let mut texts = lines.as_ref().map(|line| &**line);
        *texts.get_mut(split.whole) = &texts.get(split.whole)[..split.at];
        let mut changed = self.compare(texts, first.source_line);

        // The last part, if it was edited: the end of the undivided line.
        let rest = edited_from.map(|from| slice_line(lines.get(split.whole), from));
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

        let change = Change::Changed(mark_lines(lines, changed));
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

    /// Takes the marks of a moved line, which stands at one place on each side.
    fn mark_moved<'a>(&mut self, line: Line<'a>, number: u32, side: Side) -> Marked<'a> {
        let marks = self.moves.get_mut(&number).map(|marks| take(marks.get_mut(side)));
        Marked::new(line, marks.unwrap_or_default())
    }

    /// Compares two lines, and warns if they are too different to compare word by word.
    fn compare(&mut self, lines: Sides<&str>, source_line: Option<u32>) -> Sides<Marks> {
        let comparison = compare_in(self.model, lines.old, lines.new);
        if comparison.granularity == Granularity::CommonEnds {
            self.warnings.push(Warning {
                lines: source_line.map(|line| line..=line),
                code: WarningCode::TooDifferent,
                message: TOO_DIFFERENT.to_owned(),
            });
        }
        comparison.changed
    }
}

const TOO_DIFFERENT: &str = "the two lines are too long and too different to compare word by word; the text between \
                             their equal ends is shown as replaced";

fn mark_lines(lines: Sides<Line<'_>>, marks: Sides<Marks>) -> Sides<Marked<'_>> {
    Sides::new(Marked::new(lines.old, marks.old), Marked::new(lines.new, marks.new))
}

/// The line from an offset on, borrowed if the line is.
fn slice_line<'a>(line: &Line<'a>, from: usize) -> Line<'a> {
    match line {
        Line::Borrowed(text) => Line::Borrowed(&text[from..]),
        Line::Owned(text) => Line::Owned(text[from..].to_owned()),
    }
}

/// A note about a page that is not wikitext.
fn content_model_note(model: ContentModel) -> Option<String> {
    let name = match model {
        ContentModel::Wikitext => return None,
        ContentModel::Code => "code",
        ContentModel::Style => "a stylesheet",
    };
    Some(format!("the page is {name}: identifiers are compared as a whole"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Shape;

    fn diff(changes: Vec<Change<Line<'_>>>) -> Diff<'_, Line<'_>> {
        let row = |(change, line): (_, u32)| Row::new(change, line);
        Diff::new(
            Shape::Marked,
            vec![Hunk { start: None, section: None, rows: changes.into_iter().zip(1..).map(row).collect() }],
        )
    }

    fn with_brackets(line: &Marked<'_>) -> String {
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
        assert_eq!(lines.map(with_brackets).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn compares_changed_rows_only() {
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
    fn warns_about_lines_too_different_to_compare() {
        let line = |word: &str| Line::from(word.repeat(80_000));
        let pair = Change::Changed(Sides::new(line("a "), line("b ")));
        let marked = mark(diff(vec![Change::Added("x".into()), pair]));
        let warnings: Vec<_> =
            marked.warnings.iter().map(|warning| (warning.first_line(), warning.code)).collect();
        assert_eq!(warnings, [(Some(2), WarningCode::TooDifferent)]);
    }

    #[test]
    fn compares_both_places_of_a_moved_line() {
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
