//! Anomalies of rows whose sides were inferred: reasons why arithmetic alone does not prove a reading.

use crate::model::{Change, Hunk, Line, Row, Side, Sides};
use crate::parse::sheet::{RowClaim, Section};
use crate::text::whitespace::is_blank;

use crate::word_diff::similarity::estimate::is_similar;

use super::{Anomaly, breaks_off, changed_lines, cut_off, is_beginning, rows, stray};
use crate::pairing::cost::CHANGE_THRESHOLD;
use crate::pairing::grammar::state::{MAX_UNSEEN, StepKind};
use crate::pairing::search::ReadingStep;

/// Maximum number of words of a header before its colon, the number among them.
const MAX_HEADER_WORDS: usize = 3;

/// Most bytes between the halves of a header: a tab, or a blank that may be an NBSP.
const MAX_BYTES_BETWEEN: usize = 4;

/// Finds an anomaly in rows that arithmetic would prove.
pub(crate) fn in_inferred_rows(hunks: &[Hunk<Line<'_>>]) -> Option<Anomaly> {
    cut_off(hunks)
        .or_else(|| cut_off_in_context(hunks))
        .or_else(|| unchanged_row(hunks))
        .or_else(|| texts_beside_empty_lines(hunks))
        .or_else(|| header_as_text(hunks))
        .or_else(|| repeated_line(hunks))
}

/// Finds rows that end with a change, as only a page's last rows do.
pub(crate) fn ends_with_change(hunks: &[Hunk<Line<'_>>]) -> Option<Anomaly> {
    let row = hunks.last()?.rows.last().filter(|row| !row.change.is_context())?;
    let message = "the rows end with a change, which is likely only at the end of the page; if the page goes \
                   on, copy the rest";
    Some(Anomaly::cut_off(row.source_line, message))
}

/// Returns true if a changed row has a text beside a cell that is empty by the table's borders: not even a blank.
pub(crate) fn pairs_with_missing_cell(sections: &[Section<'_>], steps: &[Vec<ReadingStep>]) -> bool {
    let has_borders = |section: &Section<'_>| section.cells.iter().any(|cell| cell.claim == RowClaim::Border);
    let bordered = steps.iter().zip(sections).filter(|(_, section)| has_borders(section));
    let mut changed = bordered.flat_map(|(steps, section)| {
        let changed = steps.iter().filter(|step| step.kind == StepKind::Changed);
        changed
            .map(|step| step.lines.map(|line| line.is_none_or(|line| line.text(&section.cells).is_empty())))
    });
    changed.any(|is_empty| is_empty.old != is_empty.new)
}

/// Returns true if a block of a hunk holds nothing but blank lines that the copy leaves out: these may stand elsewhere.
pub(crate) fn has_unseen_block(steps: &[ReadingStep]) -> bool {
    let is_context = |step: &ReadingStep| step.kind == StepKind::Context;
    let mut blocks = steps.chunk_by(|step, next| is_context(step) == is_context(next));
    blocks.any(|block| block.iter().all(|step| !step.is_seen()))
}

/// Returns true if rows may lack a removed and an added blank line, which together change neither the number of lines nor
/// of bytes: as with a paragraph that was moved, there is a removed and an added line.
pub(crate) fn may_lack_two_blanks<'s>(steps: impl IntoIterator<Item = &'s ReadingStep>) -> bool {
    let (mut has_removed, mut has_added) = (false, false);
    for step in steps {
        if !step.is_seen() {
            return false;
        }
        has_removed |= step.kind == StepKind::Removed;
        has_added |= step.kind == StepKind::Added;
    }
    has_removed && has_added
}

/// Returns true if a whole row was cut at one of two blanks beside each other. The cut may as well be at the other one, and
/// both lines have another size then.
pub(crate) fn cuts_beside_blank(sections: &[Section<'_>], steps: &[Vec<ReadingStep>]) -> bool {
    let mut steps =
        steps.iter().zip(sections).flat_map(|(steps, section)| steps.iter().map(move |step| (step, section)));
    steps.any(|(step, section)| {
        let (StepKind::Changed, Some(old), Some(new)) = (step.kind, step.lines.old, step.lines.new) else {
            return false;
        };
        old.cell == new.cell
            && (old.text(&section.cells).ends_with(is_blank)
                || new.text(&section.cells).starts_with(is_blank))
    })
}

/// Maximum number of places at which a whole row is tried to be cut. A longer line is taken for one that can be cut.
const MAX_TRIED_CUTS: usize = 64;

/// Returns true if a whole row that was taken for one line could be cut into two similar lines, at a place that the search did
/// not look at.
pub(crate) fn could_be_cut(sections: &[Section<'_>], steps: &[Vec<ReadingStep>]) -> bool {
    let mut steps =
        steps.iter().zip(sections).flat_map(|(steps, section)| steps.iter().map(move |step| (step, section)));
    steps.any(|(step, section)| {
        let is_line = matches!(step.kind, StepKind::Added | StepKind::Removed);
        let cell = section.cells.get(step.at as usize).filter(|cell| cell.claim == RowClaim::WholeRow);
        is_line && cell.is_some_and(|cell| is_divisible(&cell.text))
    })
}

fn is_divisible(text: &str) -> bool {
    let cuts = memchr::memchr_iter(b' ', text.as_bytes()).enumerate();
    let mut inner = cuts.filter(|&(_, cut)| cut > 0 && cut + 1 < text.len());
    inner.any(|(index, cut)| {
        index >= MAX_TRIED_CUTS || is_similar(&text[..cut], &text[cut + 1..], CHANGE_THRESHOLD)
    })
}

/// Returns true if a whole row could be cut at another blank, so that a line of one side would be on the other: both change
/// the bytes by as much, apart from a few blank lines that were not copied.
pub(crate) fn could_be_cut_elsewhere(sections: &[Section<'_>], steps: &[Vec<ReadingStep>]) -> bool {
    let steps = || {
        let sections = steps.iter().zip(sections);
        sections.flat_map(|(steps, section)| steps.iter().map(move |step| (step, &section.cells)))
    };
    let singles = steps().filter(|(step, _)| matches!(step.kind, StepKind::Added | StepKind::Removed));
    let sizes: Vec<usize> = singles
        .filter_map(|(step, cells)| Some(step.lines.old.or(step.lines.new)?.text(cells).len() + 1))
        .collect();
    steps().any(|(step, cells)| {
        let (StepKind::Changed, Some(old), Some(new)) = (step.kind, step.lines.old, step.lines.new) else {
            return false;
        };
        let (old_len, new_len) = (old.text(cells).len(), new.text(cells).len());
        let is_blank_at = |text: &str, at: usize| text.as_bytes().get(at) == Some(&b' ');
        let slack = usize::from(MAX_UNSEEN);
        let moved = sizes.iter().flat_map(|size| size.saturating_sub(slack).max(1)..=size + slack);
        old.cell == new.cell
            && moved.into_iter().any(|size| {
                size <= new_len && is_blank_at(new.text(cells), size - 1)
                    || size <= old_len && is_blank_at(old.text(cells), old_len - size)
            })
    })
}

/// Finds two one-sided last rows of which the second only begins the first: they may be one context row that breaks off.
fn cut_off_in_context(hunks: &[Hunk<Line<'_>>]) -> Option<Anomaly> {
    let [.., above, last] = hunks.last()?.rows.as_slice() else { return None };
    is_beginning(sole_line(last)?, sole_line(above)?).then_some(last.source_line).flatten().map(breaks_off)
}

/// Finds a changed row in which nothing changed. Equal lines are context, so a blank was copied as another one, or an extra
/// line has moved the rows. Tabs at the ends of a line may be borders of its cells.
fn unchanged_row(hunks: &[Hunk<Line<'_>>]) -> Option<Anomaly> {
    let is_equal = |lines: &Sides<Line<'_>>| lines.old.trim_matches('\t') == lines.new.trim_matches('\t');
    let message = "a changed row here has two equal lines; a line above may be missing or extra, or only white \
                   space changed";
    let row = rows(hunks).find(|row| changed_lines(row).is_some_and(is_equal))?;
    Some(stray(row, message))
}

/// Finds two changed rows below each other in which a text stands beside an empty line. Two empty lines in the place of a
/// text are rare on a page, and common where the empty lines are those of another view or the rows are moved by one.
fn texts_beside_empty_lines(hunks: &[Hunk<Line<'_>>]) -> Option<Anomaly> {
    let is_half_empty = |lines: &Sides<Line<'_>>| lines.old.trim().is_empty() != lines.new.trim().is_empty();
    let message = "two rows here have text beside an empty line; a line above may be missing or extra";
    let mut pairs = hunks.iter().flat_map(|hunk| hunk.rows.windows(2));
    let is_found =
        |pair: &[Row<Line<'_>>]| pair.iter().all(|row| changed_lines(row).is_some_and(is_half_empty));
    pairs.find(|pair| is_found(pair)).map(|pair| stray(&pair[0], message))
}

/// Finds a row that reads like a header: "Line 20: Line 20:" on one side, or "Line 20:" on both. After a missing line, a
/// header may be read as the row that makes the sum right.
fn header_as_text(hunks: &[Hunk<Line<'_>>]) -> Option<Anomaly> {
    let message = "a line here looks like a header with line numbers, but was read as text of the page";
    let row = rows(hunks).find(|row| match &row.change {
        Change::Context(lines) => is_header(&lines.old),
        _ => sole_line(row).is_some_and(|line| is_double_header(line)),
    })?;
    Some(stray(row, message))
}

/// Returns true if a line is like most forms of the message `lineno`: a few words with a number and a colon.
fn is_header(line: &str) -> bool {
    let Some(rest) = line.trim().strip_suffix([':', '：']) else { return false };
    rest.split_whitespace().count() <= MAX_HEADER_WORDS
        && rest.contains(char::is_numeric)
        && rest.chars().all(|c| c.is_alphanumeric() || c.is_whitespace() || c == '.' || c == '-')
}

/// Returns true if a line is one text twice, with a number in it.
fn is_double_header(line: &str) -> bool {
    let text = line.trim();
    // The halves have one length, apart from the blanks between them.
    let middle = text.len() / 2;
    let blanks = text.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at);
    blanks.filter(|at| at.abs_diff(middle) <= MAX_BYTES_BETWEEN).any(|at| {
        let (first, second) = (text[..at].trim_end(), text[at..].trim_start());
        first == second && first.contains(char::is_numeric)
    })
}

/// Finds a line directly below an equal line that is not its context row: one may have been doubled on the way, or lines
/// were taken out of their order.
fn repeated_line(hunks: &[Hunk<Line<'_>>]) -> Option<Anomaly> {
    let message = "a line here is the same as the line above; it may have been copied twice";
    let mut pairs = hunks.iter().flat_map(|hunk| hunk.rows.windows(2));
    let pair = pairs.find(|pair| {
        let above = lines(&pair[0].change).last().filter(|line| is_text(line));
        above.is_some() && above == lines(&pair[1].change).next()
    })?;
    Some(stray(&pair[1], message))
}

/// Returns true for a line with words. Blank lines, closing brackets and closing tags repeat on any page.
fn is_text(line: &str) -> bool {
    line.contains(char::is_alphanumeric) && !line.starts_with("</")
}

/// Returns the lines of a row in the order in which they are copied.
fn lines<'r, 'a>(change: &'r Change<Line<'a>>) -> impl DoubleEndedIterator<Item = &'r Line<'a>> {
    [Side::Old, Side::New].into_iter().filter_map(|side| change.line(side))
}

/// Returns the line of a one-sided row.
fn sole_line<'r, 'a>(row: &'r Row<Line<'a>>) -> Option<&'r Line<'a>> {
    let lines = row.change.lines();
    lines.old.xor(lines.new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::WarningCode;
    use crate::pairing::grammar::candidates::CellSlice;
    use crate::pairing::tests;
    use crate::parse::sheet::Cell;

    /// Finds the anomaly of inferred rows.
    fn find_in<const N: usize>(changes: [Change<Line<'static>>; N]) -> Option<WarningCode> {
        let rows = changes.map(|change| Row::new(change, 3));
        in_inferred_rows(&[Hunk { start: None, section: None, rows: rows.into() }])
            .map(|told| told.warning.code)
    }

    fn changed(old: &'static str, new: &'static str) -> Change<Line<'static>> {
        Change::Changed(Sides::new(old.into(), new.into()))
    }

    #[test]
    fn finds_a_changed_row_without_a_change() {
        let context = || Change::Context(Sides::new("a".into(), "a".into()));
        assert_eq!(find_in([changed("b", "b"), context()]), Some(WarningCode::StrayLine));
        assert_eq!(find_in([changed("b", "\tb"), context()]), Some(WarningCode::StrayLine));
        assert_eq!(find_in([changed("b", "c"), context()]), None);
    }

    #[test]
    fn finds_a_header_read_as_a_row() {
        let alone = |text: &'static str| find_in([Change::Removed(text.into())]);
        for header in ["Line 20: Line 20:", "Ligne 20\u{a0}: \tLigne 20\u{a0}:", "第2行：\t第2行："] {
            assert_eq!(alone(header), Some(WarningCode::StrayLine), "{header}");
        }
        for other in ["Line 20: Line 21:", "row row", "a 2", "2", ""] {
            assert_eq!(alone(other), None, "{other}");
        }
        let twice = |text: &'static str| {
            find_in([Change::Context(Sides::new(text.into(), text.into())), changed("a", "b")])
        };
        for header in ["Line 20:", "Ligne 20\u{a0}:", "第2行："] {
            assert_eq!(twice(header), Some(WarningCode::StrayLine), "{header}");
        }
        for other in ["Line 20", "; Step 2:", "It was written in 1902 as follows:", "Notes:", ":"] {
            assert_eq!(twice(other), None, "{other}");
        }
    }

    #[test]
    fn finds_a_repeated_line() {
        let context = |text: &'static str| Change::Context(Sides::new(text.into(), text.into()));
        assert_eq!(find_in([context("a"), changed("a", "b")]), Some(WarningCode::StrayLine));
        assert_eq!(find_in([changed("b", "a"), context("a")]), Some(WarningCode::StrayLine));
        assert_eq!(find_in([context("a"), changed("b", "a")]), None);
        assert_eq!(find_in([context("}}"), changed("}}", "b")]), None);
        assert_eq!(find_in([context("</div>"), changed("</div>", "b")]), None);
    }

    #[test]
    fn finds_texts_beside_empty_lines() {
        assert_eq!(find_in([changed("", "b"), changed(" ", "c")]), Some(WarningCode::StrayLine));
        assert_eq!(find_in([changed("", "b"), changed("a", "c")]), None);
    }

    #[test]
    fn finds_a_context_row_that_breaks_off() {
        let added = |text: &'static str| Change::Added(text.into());
        assert_eq!(find_in([added("long"), added("lo")]), Some(WarningCode::CutOff));
        assert_eq!(find_in([added("long"), added("lo\u{FFFD}")]), Some(WarningCode::CutOff));
        assert_eq!(find_in([added("lo"), added("long")]), None);
    }

    #[test]
    fn finds_a_cut_beside_a_blank() {
        let is_found = |text: &'static str, cut: u32| {
            let cells = vec![Cell { claim: RowClaim::WholeRow, ..tests::cell(text, 1) }];
            let to = u32::try_from(text.len()).unwrap();
            let slice = |from, to| Some(CellSlice { cell: 0, from, to });
            let lines = Sides::new(slice(0, cut), slice(cut + 1, to));
            let step = ReadingStep { kind: StepKind::Changed, lines, at: 0 };
            cuts_beside_blank(&[Section { cells, ..Section::default() }], &[vec![step]])
        };
        assert!(is_found("milk  mild", 4) && is_found("milk  mild", 5));
        assert!(!is_found("milk mild", 4));
    }

    #[test]
    fn finds_a_text_beside_a_missing_cell() {
        let cell = |text, claim| Cell { claim, ..tests::cell(text, 1) };
        let cells = vec![
            cell("\t", RowClaim::Border),
            cell("a", RowClaim::Unknown),
            cell(" ", RowClaim::Unknown),
            cell("", RowClaim::Unknown),
        ];
        let section = Section { cells, ..Section::default() };
        let is_found = |new: usize| {
            let lines = Sides::new(1, new).map(|at| Some(CellSlice::whole(&section.cells, at)));
            pairs_with_missing_cell(
                std::slice::from_ref(&section),
                &[vec![ReadingStep { kind: StepKind::Changed, lines, at: 0 }]],
            )
        };
        assert!(!is_found(1) && !is_found(2));
        assert!(is_found(3));
    }
}
