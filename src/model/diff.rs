//! Diffs: hunks of rows with an old and a new side, and the certainty of the reading.

use std::ops::RangeInclusive;

use super::{
    Alternative, ByteChange, ChangeState, Comparison, FileChange, FilterCounts, InputEnd, LineSplit, Marked,
    Page, PageContent, Proof, Shape, Side, Sides, SplitPart, Warning, WarningCode,
};

/// A diff: hunks of rows, facts about the page, and the certainty of the reading.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diff<'a, L = Marked<'a>> {
    /// The shape of the input.
    pub shape: Shape,
    /// The line of the input at which the diff begins, 1-based.
    pub first_line: u32,
    /// The facts about the page.
    pub page: Page<'a>,
    /// The hunks in the order of the input.
    pub hunks: Vec<Hunk<L>>,
    /// The certainty of the sides.
    pub proof: Proof,
    /// The probability that an inferred reading has every line on its right side, in percent. None where the sides are stated
    /// or proved, and where the search was cut short.
    pub confidence: Option<u8>,
    /// The extent of the comparison: the rows may lack changes.
    pub comparison: Comparison,
    /// The end of the input below this diff.
    pub input_end: InputEnd,
    /// The byte change of the rows: new minus old in UTF-8, with the newline of each line. [`known_bytes`](Self::known_bytes)
    /// is the byte change that can be relied on.
    pub bytes_computed: i64,
    /// The byte change that the caller gave ([`Options::bytes`](crate::Options::bytes)).
    pub bytes_given: Option<i64>,
    /// Other likely readings, each with the rows in which it differs.
    pub alternatives: Vec<Alternative>,
    /// The warnings, which people should see with the diff.
    pub warnings: Vec<Warning>,
    /// The steps of the reading, a sentence each, for `--explain`.
    pub notes: Vec<String>,
    /// The counts of what a filter does not count or show.
    pub(crate) filtered: FilterCounts,
}

impl<L> Diff<'_, L> {
    /// A diff without page facts whose sides are stated. Set the other fields afterwards.
    #[must_use]
    pub fn new(shape: Shape, hunks: Vec<Hunk<L>>) -> Self {
        Self {
            shape,
            first_line: 1,
            page: Page::default(),
            hunks,
            proof: Proof::Stated,
            confidence: None,
            comparison: Comparison::Complete,
            input_end: InputEnd::Whole,
            bytes_computed: 0,
            bytes_given: None,
            alternatives: Vec::new(),
            warnings: Vec::new(),
            notes: Vec::new(),
            filtered: FilterCounts::default(),
        }
    }
}

impl<L> Diff<'_, L> {
    /// The warnings to show with the rows: all but those about text around the diff, such as menus and the article.
    pub fn notable_warnings(&self) -> impl Iterator<Item = &Warning> {
        let lines = || self.hunks.iter().flat_map(|hunk| &hunk.rows).filter_map(|row| row.source_line);
        let rows = lines().min().zip(lines().max());
        self.warnings.iter().filter(move |warning| {
            let is_between_rows = rows.is_some_and(|(first, last)| {
                warning.first_line().is_some_and(|line| (first..last).contains(&line))
            });
            warning.code != WarningCode::UnreadLine || is_between_rows
        })
    }

    /// Tells if the two pages differ. "No changes" is a statement: it needs a complete comparison, and no byte change that
    /// contradicts it.
    #[must_use]
    pub fn change_state(&self) -> ChangeState {
        let has_changed_row = self.has_changed_row();
        // A filter takes changes out of the diff.
        let is_contradicted = self.filtered == FilterCounts::default()
            && (self.page.byte_change.is_some_and(|change| !change.agrees_with(0))
                || self.bytes_given.is_some_and(|given| given != 0));
        match self.comparison {
            _ if has_changed_row || !self.page.file_changes.is_empty() => ChangeState::Changed,
            Comparison::Complete if !is_contradicted => ChangeState::Unchanged,
            Comparison::Complete | Comparison::Incomplete | Comparison::SidesLost => ChangeState::Unknown,
        }
    }

    /// Returns true if a row has a change that counts.
    pub(crate) fn has_changed_row(&self) -> bool {
        self.hunks.iter().flat_map(|hunk| &hunk.rows).any(|row| !row.is_context())
    }

    /// The byte change of the rows; `None` if the changes are unknown, or if the rows do not show bytes: of a binary file, of
    /// an entity.
    #[must_use]
    pub fn known_bytes(&self) -> Option<i64> {
        let is_binary = self.page.file_changes.contains(&FileChange::Binary);
        let shows_bytes = !is_binary && self.page.content == PageContent::Text;
        (shows_bytes && self.change_state() != ChangeState::Unknown).then_some(self.bytes_computed)
    }

    /// The byte change with a sign that the page states, or else that of the rows. Where a given change contradicts the
    /// page's, that of the rows.
    pub(crate) fn shown_bytes(&self) -> Option<i64> {
        let stated = self.page.byte_change.and_then(ByteChange::signed);
        let is_contradicted = self.bytes_given.is_some_and(|given| stated != Some(given));
        stated.filter(|_| !is_contradicted).or_else(|| self.known_bytes())
    }
}

/// A run of rows under one header.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Hunk<L> {
    /// The numbers of the first line on each side, 1-based; `None` if the input has no line numbers.
    pub start: Option<Sides<u32>>,
    /// The heading of the section of the first change, if the page above the rows is known; in a diff of an entity what was
    /// changed.
    pub section: Option<L>,
    /// The rows, top to bottom.
    pub rows: Vec<Row<L>>,
}

/// One row of the diff.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Row<L> {
    /// The change of the line.
    pub change: Change<L>,
    /// True if another reading of this row fits as well.
    pub is_ambiguous: bool,
    /// True if the lines differ only in what `Filter::ignore` names.
    pub is_ignored: bool,
    /// The line of the input at which the row's first cell stands, 1-based; `None` for a row that was not copied.
    pub source_line: Option<u32>,
    /// The role of the row in a line that was split or joined; set by [`mark`](crate::word_diff::mark).
    pub split: Option<SplitPart<L>>,
}

impl<L> Row<L> {
    /// A row that no other reading contradicts.
    pub fn new(change: Change<L>, source_line: impl Into<Option<u32>>) -> Self {
        Self { change, is_ambiguous: false, is_ignored: false, source_line: source_line.into(), split: None }
    }

    /// True if the row counts as context: its line is unchanged, or its change is ignored.
    pub const fn is_context(&self) -> bool {
        self.is_ignored || self.change.is_context()
    }

    /// The line of the input at which the row's first cell stands, as a range for a warning.
    pub fn source_lines(&self) -> Option<RangeInclusive<u32>> {
        self.source_line.map(|line| line..=line)
    }

    /// The place of the split, if the row has the undivided line.
    pub const fn line_split(&self) -> Option<LineSplit> {
        match self.split {
            Some(SplitPart::Whole(split)) => Some(split),
            _ => None,
        }
    }

    /// True if the row is a part of a line that was split or joined, but not its first part.
    pub const fn is_split_part(&self) -> bool {
        matches!(self.split, Some(SplitPart::Part(_)))
    }

    /// The part and the text of the undivided line that it is compared with, if the row is such a part and the two
    /// differ in their words.
    pub fn compared_part(&self) -> Option<Sides<&L>> {
        let Some(SplitPart::Part(Some(counterpart))) = &self.split else { return None };
        match (self.change.line(Side::Old), self.change.line(Side::New)) {
            (Some(old), None) => Some(Sides::new(old, counterpart)),
            (None, Some(new)) => Some(Sides::new(counterpart, new)),
            _ => None,
        }
    }
}

/// A row with the numbers of its lines.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NumberedRow<'d, L> {
    /// The row.
    pub row: &'d Row<L>,
    /// The numbers of its lines on each side, 1-based; `None` on a side without a line, and on both if the input has
    /// no line numbers.
    pub numbers: Sides<Option<u32>>,
}

impl<L> Clone for NumberedRow<'_, L> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<L> Copy for NumberedRow<'_, L> {}

impl<L> Hunk<L> {
    /// A hunk without the heading of its section.
    #[must_use]
    pub const fn new(start: Option<Sides<u32>>, rows: Vec<Row<L>>) -> Self {
        Self { start, section: None, rows }
    }

    /// The rows with the numbers of their lines, counted from the hunk's start.
    pub fn numbered_rows(&self) -> impl Iterator<Item = NumberedRow<'_, L>> {
        let mut next = self.start;
        self.rows.iter().map(move |row| {
            let mut take = |side| {
                row.change.line(side)?;
                let number = next.as_mut()?.get_mut(side);
                let taken = *number;
                *number = number.saturating_add(1);
                Some(taken)
            };
            NumberedRow { row, numbers: Sides::new(take(Side::Old), take(Side::New)) }
        })
    }
}

/// The change of a line from the old to the new revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change<L> {
    /// The line stands on both sides (they may differ in white space that the copy or the engine altered).
    Context(Sides<L>),
    /// An old line and the new line in its place.
    Changed(Sides<L>),
    /// A line that only the old revision has.
    Removed(L),
    /// A line that only the new revision has.
    Added(L),
    /// The old place of a moved line, and the number of the move, counted from 1. The new place has the same number.
    MovedFrom(L, u32),
    /// The new place of a moved line.
    MovedTo(L, u32),
}

impl<L> Change<L> {
    /// The line of one side, if the row has one there.
    pub const fn line(&self, side: Side) -> Option<&L> {
        match (self, side) {
            (Self::Context(lines) | Self::Changed(lines), _) => Some(lines.get(side)),
            (Self::Removed(line) | Self::MovedFrom(line, _), Side::Old)
            | (Self::Added(line) | Self::MovedTo(line, _), Side::New) => Some(line),
            _ => None,
        }
    }

    /// The line of one side, mutable.
    pub(crate) const fn line_mut(&mut self, side: Side) -> Option<&mut L> {
        match (self, side) {
            (Self::Context(lines) | Self::Changed(lines), _) => Some(lines.get_mut(side)),
            (Self::Removed(line) | Self::MovedFrom(line, _), Side::Old)
            | (Self::Added(line) | Self::MovedTo(line, _), Side::New) => Some(line),
            _ => None,
        }
    }

    /// Converts the lines, and keeps the kind of change.
    pub fn map<M>(self, mut convert: impl FnMut(L) -> M) -> Change<M> {
        match self {
            Self::Context(lines) => Change::Context(lines.map(convert)),
            Self::Changed(lines) => Change::Changed(lines.map(convert)),
            Self::Removed(line) => Change::Removed(convert(line)),
            Self::Added(line) => Change::Added(convert(line)),
            Self::MovedFrom(line, number) => Change::MovedFrom(convert(line), number),
            Self::MovedTo(line, number) => Change::MovedTo(convert(line), number),
        }
    }

    /// The lines of both sides, each if the row has one there.
    pub const fn lines(&self) -> Sides<Option<&L>> {
        Sides { old: self.line(Side::Old), new: self.line(Side::New) }
    }

    /// Returns true if the line is unchanged.
    pub const fn is_context(&self) -> bool {
        matches!(self, Self::Context(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diff(changes: Vec<Change<&'static str>>, comparison: Comparison) -> Diff<'static, &'static str> {
        let rows = changes.into_iter().map(|change| Row::new(change, None)).collect();
        Diff { comparison, bytes_computed: 2, ..Diff::new(Shape::Cells, vec![Hunk::new(None, rows)]) }
    }

    fn context() -> Change<&'static str> {
        Change::Context(Sides::new("a", "a"))
    }

    #[track_caller]
    fn case(diff: &Diff<'_, &str>, state: ChangeState, bytes: Option<i64>) {
        assert_eq!((diff.change_state(), diff.known_bytes()), (state, bytes));
    }

    #[test]
    fn only_a_complete_comparison_can_be_without_changes() {
        case(&diff(vec![context()], Comparison::Complete), ChangeState::Unchanged, Some(2));
        case(&diff(vec![context()], Comparison::Incomplete), ChangeState::Unknown, None);
        case(&diff(vec![context()], Comparison::SidesLost), ChangeState::Unknown, None);
        for comparison in [Comparison::Complete, Comparison::Incomplete] {
            case(&diff(vec![context(), Change::Added("b")], comparison), ChangeState::Changed, Some(2));
        }
    }

    #[test]
    fn a_byte_change_contradicts_no_changes() {
        let mut stated = diff(vec![], Comparison::Complete);
        stated.page.byte_change = Some(ByteChange::Signed(0));
        case(&stated, ChangeState::Unchanged, Some(2));
        stated.page.byte_change = Some(ByteChange::Unsigned(7));
        case(&stated, ChangeState::Unknown, None);
        let given = Diff { bytes_given: Some(7), ..diff(vec![], Comparison::Complete) };
        case(&given, ChangeState::Unknown, None);
    }

    #[test]
    fn a_change_of_the_file_is_a_change() {
        let mut renamed = diff(vec![], Comparison::Complete);
        renamed.page.file_changes = vec![FileChange::Renamed];
        case(&renamed, ChangeState::Changed, Some(2));
        renamed.page.file_changes.push(FileChange::Binary);
        case(&renamed, ChangeState::Changed, None);
    }
}
