//! Candidate rows: all rows that may begin at a cell.

use std::borrow::Cow;

use crate::model::{Line, Side, Sides};
use crate::parse::sheet::{Cell, Marker, RowClaim, WordMarks};
use crate::text::whitespace::{find_doubling_space, is_same_text};
use crate::word_diff::similarity::common_ends::{common_prefix, common_suffix};

/// A range of one cell's text, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct CellSlice {
    /// The index of the cell.
    pub(crate) cell: u32,
    /// The start of the text in the cell.
    pub(crate) from: u32,
    /// The end of the text in the cell.
    pub(crate) to: u32,
}

impl CellSlice {
    fn new(cell: usize, from: usize, to: usize) -> Self {
        let [cell, from, to] = [cell, from, to].map(|number| u32::try_from(number).unwrap_or(u32::MAX));
        Self { cell, from, to }
    }

    /// Takes a whole cell.
    pub(crate) fn whole(cells: &[Cell<'_>], cell: usize) -> Self {
        Self::new(cell, 0, cells[cell].text.len())
    }

    /// Makes an empty line, for a copied border without its cell.
    fn empty(cell: usize) -> Self {
        Self::new(cell, 0, 0)
    }

    /// Returns the text as a line of the diff, borrowed from the input where the cell is.
    pub(crate) fn line<'a>(self, cells: &[Cell<'a>]) -> Line<'a> {
        let range = self.from as usize..self.to as usize;
        match &cells[self.cell as usize].text {
            Cow::Borrowed(text) => Cow::Borrowed(&text[range]),
            Cow::Owned(text) => Cow::Owned(text[range].to_owned()),
        }
    }

    /// Returns the text.
    pub(crate) fn text<'c>(self, cells: &'c [Cell<'_>]) -> &'c str {
        &cells[self.cell as usize].text[self.from as usize..self.to as usize]
    }
}

/// A row that may begin at a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CandidateRow {
    /// The lines of the row.
    pub(crate) lines: Sides<Option<CellSlice>>,
    /// The cell at which the next row begins.
    pub(crate) next: usize,
}

impl CandidateRow {
    fn pair(old: CellSlice, new: CellSlice, next: usize) -> Self {
        Self { lines: Sides::new(Some(old), Some(new)), next }
    }

    fn single(side: Side, line: CellSlice, next: usize) -> Self {
        let mut lines = Sides::new(None, None);
        *lines.get_mut(side) = Some(line);
        Self { lines, next }
    }
}

/// Adds the rows that may begin at a cell.
pub(crate) fn push_candidates(cells: &[Cell<'_>], at: usize, rows: &mut Vec<CandidateRow>) {
    match cells[at].claim {
        RowClaim::Border => push_bordered(cells, at, rows),
        RowClaim::WholeRow => push_whole_row(cells, at, rows),
        RowClaim::GluedRow => push_glued_row(cells, at, rows),
        RowClaim::Lone => push_singles(cells, at, rows),
        RowClaim::Unknown | RowClaim::FirstColumn => push_open(cells, at, rows),
        RowClaim::First | RowClaim::Second => push_stated(cells, at, rows),
    }
}

/// Adds the rows of a cell without a claim: a pair with the next cell, or a line of either side.
fn push_open(cells: &[Cell<'_>], at: usize, rows: &mut Vec<CandidateRow>) {
    if is_open_pair(cells, at) {
        rows.push(CandidateRow::pair(CellSlice::whole(cells, at), CellSlice::whole(cells, at + 1), at + 2));
    }
    // Words are marked in changed rows; of a line alone, all words are.
    let pairs_by_marks = match cells[at].side {
        Some(Side::New) => at > 0 && is_open_pair(cells, at - 1),
        _ => is_open_pair(cells, at),
    };
    let is_moved = matches!(cells[at].marker, Some(Marker::Moved(_)));
    if is_moved || cells[at].word_marks != WordMarks::Some || !pairs_by_marks {
        push_singles(cells, at, rows);
    }
}

/// Returns true if a cell without a claim and the next one can be one row: neither is on the other's side or moved, and a
/// changed row has marked words if the input marks words.
fn is_open_pair(cells: &[Cell<'_>], at: usize) -> bool {
    let Some([old, new]) = cells.get(at..at + 2) else { return false };
    let is_open =
        [old, new].iter().all(|cell| cell.claim.is_open() && !matches!(cell.marker, Some(Marker::Moved(_))));
    let is_unmarked = old.word_marks == WordMarks::None && new.word_marks == WordMarks::None;
    is_open
        && old.side != Some(Side::New)
        && new.side != Some(Side::Old)
        && (!is_unmarked || is_same_text(&old.text, &new.text))
}

/// Adds the rows of a cell alone: on the stated side, or on either.
fn push_singles(cells: &[Cell<'_>], at: usize, rows: &mut Vec<CandidateRow>) {
    let line = CellSlice::whole(cells, at);
    let is_first = cells[at].claim == RowClaim::FirstColumn;
    for side in [Side::New, Side::Old].into_iter().filter(|side| !is_first || *side == Side::Old) {
        if cells[at].side.is_none_or(|stated| stated == side) {
            rows.push(CandidateRow::single(side, line, at + 1));
        }
    }
}

/// Adds the one row of a cell whose row is stated.
fn push_stated(cells: &[Cell<'_>], at: usize, rows: &mut Vec<CandidateRow>) {
    let line = CellSlice::whole(cells, at);
    let has_second = cells.get(at + 1).is_some_and(|next| next.claim == RowClaim::Second);
    rows.push(match cells[at].side {
        _ if has_second => CandidateRow::pair(line, CellSlice::whole(cells, at + 1), at + 2),
        Some(side) => CandidateRow::single(side, line, at + 1),
        None => CandidateRow::pair(line, line, at + 1),
    });
}

/// Adds the rows of the mobile table as Firefox copies it: a tab before every cell, and no text for an empty cell. A row
/// is `⇥ old ⇥ ⇥ new`, `⇥ old ⇥` or `⇥ ⇥ new`.
fn push_bordered(cells: &[Cell<'_>], at: usize, rows: &mut Vec<CandidateRow>) {
    let is_border = |index: usize| cells.get(index).is_some_and(|cell| cell.claim == RowClaim::Border);
    let is_text = |index: usize| cells.get(index).is_some_and(|cell| cell.claim == RowClaim::Unknown);
    let text = |index: usize| CellSlice::whole(cells, index);
    let are_borders = |index: usize| is_border(index) && is_border(index + 1);
    // ⇥ old …
    if is_text(at + 1) {
        if are_borders(at + 2) && is_text(at + 4) {
            rows.push(CandidateRow::pair(text(at + 1), text(at + 4), at + 5));
        }
        if are_borders(at + 2) {
            rows.push(CandidateRow::pair(text(at + 1), CellSlice::empty(at + 3), at + 4));
        }
        if is_border(at + 2) || at + 2 == cells.len() {
            rows.push(CandidateRow::single(Side::Old, text(at + 1), (at + 3).min(cells.len())));
        }
    }
    // ⇥ ⇥ …
    if is_border(at + 1) {
        if is_border(at + 2) && is_text(at + 3) {
            rows.push(CandidateRow::pair(CellSlice::empty(at), text(at + 3), at + 4));
        }
        if is_border(at + 2) {
            rows.push(CandidateRow::pair(CellSlice::empty(at), CellSlice::empty(at + 2), at + 3));
        }
        if is_text(at + 2) {
            rows.push(CandidateRow::single(Side::New, text(at + 2), at + 3));
        }
        for side in [Side::New, Side::Old] {
            rows.push(CandidateRow::single(side, CellSlice::empty(at), at + 2));
        }
    }
}

/// Maximum number of places at which a whole row is cut. Each cut costs one comparison of the two halves.
const MAX_CUTS: usize = 12;

/// Adds the rows of a line that is a whole row: the line cut in two at a space, or the line on either side.
fn push_whole_row(cells: &[Cell<'_>], at: usize, rows: &mut Vec<CandidateRow>) {
    let text = &*cells[at].text;
    let cut_at = |cut: usize| {
        CandidateRow::pair(CellSlice::new(at, 0, cut), CellSlice::new(at, cut + 1, text.len()), at + 1)
    };
    if let Some(cut) = find_doubling_space(text) {
        rows.push(cut_at(cut));
    } else if text.is_empty() {
        rows.push(CandidateRow::pair(CellSlice::empty(at), CellSlice::empty(at), at + 1));
    } else {
        rows.extend(likely_cuts(text).take(MAX_CUTS).map(cut_at));
    }
    for side in [Side::New, Side::Old] {
        rows.push(CandidateRow::single(side, CellSlice::whole(cells, at), at + 1));
    }
}

/// Maximum number of cuts of a glued row. The halves of the best cut begin and end with more common text than those of any other.
const MAX_GLUED_CUTS: usize = 3;

/// Adds the rows of a line that is a whole row without anything between its cells: the line cut in two, or the line on
/// either side.
fn push_glued_row(cells: &[Cell<'_>], at: usize, rows: &mut Vec<CandidateRow>) {
    let text = &*cells[at].text;
    let cut_at = |cut: usize| {
        CandidateRow::pair(CellSlice::new(at, 0, cut), CellSlice::new(at, cut, text.len()), at + 1)
    };
    if text.is_empty() {
        rows.push(CandidateRow::pair(CellSlice::empty(at), CellSlice::empty(at), at + 1));
    } else if text.len().is_multiple_of(2)
        && text.as_bytes()[..text.len() / 2] == text.as_bytes()[text.len() / 2..]
    {
        rows.push(cut_at(text.len() / 2));
    } else {
        rows.extend(glued_cuts(text).into_iter().take(MAX_GLUED_CUTS).map(cut_at));
    }
    push_singles(cells, at, rows);
}

/// Finds the places at which a glued row may be cut, the likeliest first.
fn glued_cuts(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let reversed: Vec<u8> = bytes.iter().rev().copied().collect();
    let (prefixes, suffixes) = (common_with_start(bytes), common_with_start(&reversed));
    let mut cuts: Vec<(usize, usize)> = (1..bytes.len())
        .filter(|&cut| text.is_char_boundary(cut))
        .map(|cut| {
            let shorter = cut.min(bytes.len() - cut);
            let common = prefixes[cut].min(cut) + suffixes[bytes.len() - cut].min(bytes.len() - cut);
            (common.min(shorter), cut)
        })
        .filter(|(common, _)| *common >= MIN_COMMON_LEN)
        .collect();
    cuts.sort_by_key(|&(common, cut)| (std::cmp::Reverse(common), (2 * cut).abs_diff(bytes.len())));
    cuts.into_iter().map(|(_, cut)| cut).collect()
}

/// Computes for each place the length of the text there that the whole text begins with (the Z function), in linear time.
fn common_with_start(text: &[u8]) -> Vec<usize> {
    let mut lengths = vec![0; text.len() + 1];
    let (mut from, mut to) = (0, 0);
    for at in 1..text.len() {
        let mut length = if at < to { lengths[at - from].min(to - at) } else { 0 };
        while at + length < text.len() && text[length] == text[at + length] {
            length += 1;
        }
        lengths[at] = length;
        if at + length > to {
            (from, to) = (at, at + length);
        }
    }
    lengths
}

/// Finds the spaces after which the new text may begin, the likeliest first: both halves begin or end with common bytes.
fn likely_cuts(text: &str) -> impl Iterator<Item = usize> {
    let mut cuts: Vec<(usize, usize)> = memchr::memchr_iter(b' ', text.as_bytes())
        .filter(|&cut| cut > 0 && cut + 1 < text.len())
        .map(|cut| (common_ends(&text.as_bytes()[..cut], &text.as_bytes()[cut + 1..]), cut))
        .filter(|(common, _)| *common >= MIN_COMMON_LEN)
        .collect();
    cuts.sort_by_key(|&(common, _)| std::cmp::Reverse(common));
    cuts.into_iter().map(|(_, cut)| cut)
}

/// Fewest common bytes of two halves. Two cells of numbers may share only the sign of a table.
const MIN_COMMON_LEN: usize = 1;

/// Most bytes compared at each end: enough to tell the cut from a word that recurs.
const MAX_COMMON_LEN: usize = 64;

fn common_ends(old: &[u8], new: &[u8]) -> usize {
    let longest = old.len().min(new.len()).min(MAX_COMMON_LEN);
    common_prefix(&old[..longest], &new[..longest])
        + common_suffix(&old[old.len() - longest..], &new[new.len() - longest..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pairing::tests;

    /// Expects these rows at the first cell: `old|new` and the number of cells. `_` stands for a missing line.
    #[track_caller]
    fn case(cells: &[Cell<'_>], expected: &[(&str, usize)]) {
        let mut candidates = Vec::new();
        push_candidates(cells, 0, &mut candidates);
        let line = |slice: Option<CellSlice>| slice.map_or("_".into(), |slice| slice.line(cells));
        let found: Vec<(String, usize)> = candidates
            .iter()
            .map(|row| (format!("{}|{}", line(row.lines.old), line(row.lines.new)), row.next))
            .collect();
        let found: Vec<(&str, usize)> = found.iter().map(|(row, next)| (row.as_str(), *next)).collect();
        assert_eq!(found, expected);
    }

    fn cell(text: &str, claim: RowClaim, side: Option<Side>) -> Cell<'_> {
        Cell { side, claim, ..tests::cell(text, 1) }
    }

    fn open(texts: &[&'static str]) -> Vec<Cell<'static>> {
        texts.iter().map(|text| cell(text, RowClaim::Unknown, None)).collect()
    }

    /// Makes a border of each `⇥` and a cell of any other text.
    fn bordered(texts: &[&'static str]) -> Vec<Cell<'static>> {
        let claim = |text| if text == "⇥" { RowClaim::Border } else { RowClaim::Unknown };
        texts.iter().map(|text| cell(text, claim(*text), None)).collect()
    }

    #[test]
    fn open_cell_is_a_pair_or_a_line_of_either_side() {
        case(&open(&["a", "b"]), &[("a|b", 2), ("_|a", 1), ("a|_", 1)]);
        case(&open(&["a"]), &[("_|a", 1), ("a|_", 1)]);
        let old =
            [cell("a", RowClaim::Unknown, Some(Side::Old)), cell("b", RowClaim::Unknown, Some(Side::New))];
        case(&old, &[("a|b", 2), ("a|_", 1)]);
    }

    #[test]
    fn stated_cell_has_one_row() {
        let (first, second) = (RowClaim::First, RowClaim::Second);
        case(&[cell("a", first, Some(Side::Old)), cell("b", second, Some(Side::New))], &[("a|b", 2)]);
        case(&[cell("a", first, Some(Side::Old))], &[("a|_", 1)]);
        case(&[cell("a", first, None)], &[("a|a", 1)]);
    }

    #[test]
    fn borders_separate_full_and_empty_cells() {
        case(&bordered(&["⇥", "a", "⇥", "⇥", "b"]), &[("a|b", 5), ("a|", 4), ("a|_", 3)]);
        case(&bordered(&["⇥", "a", "⇥"]), &[("a|_", 3)]);
        case(&bordered(&["⇥", "a"]), &[("a|_", 2)]);
        case(&bordered(&["⇥", "a", "b"]), &[]);
        case(&bordered(&["⇥", "⇥", "b"]), &[("_|b", 3), ("_|", 2), ("|_", 2)]);
        case(&bordered(&["⇥", "⇥", "⇥", "b"]), &[("|b", 4), ("|", 3), ("_|", 2), ("|_", 2)]);
    }

    #[test]
    fn whole_row_is_cut_where_its_halves_are_similar() {
        let whole = |text| [cell(text, RowClaim::WholeRow, None)];
        case(&whole("a b a b"), &[("a b|a b", 1), ("_|a b a b", 1), ("a b a b|_", 1)]);
        case(
            &whole("old bridge old bridges"),
            &[
                ("old bridge|old bridges", 1),
                ("_|old bridge old bridges", 1),
                ("old bridge old bridges|_", 1),
            ],
        );
        case(&whole("milk 1993"), &[("_|milk 1993", 1), ("milk 1993|_", 1)]);
        case(&whole(""), &[("|", 1), ("_|", 1), ("|_", 1)]);
    }

    #[test]
    fn glued_row_is_cut_where_most_text_is_common() {
        let glued = |text| [cell(text, RowClaim::GluedRow, None)];
        case(&glued("a ba b"), &[("a b|a b", 1), ("_|a ba b", 1), ("a ba b|_", 1)]);
        let cut = |text| glued_cuts(text).first().map(|&at| text.split_at(at));
        assert_eq!(cut("== Law ==== Laws =="), Some(("== Law ==", "== Laws ==")));
        assert_eq!(cut("[[sv:Mill]][[nl:Mill]]"), Some(("[[sv:Mill]]", "[[nl:Mill]]")));
        assert_eq!(cut("éàéè"), Some(("éà", "éè")));
        assert_eq!(cut("milk"), None);
        case(&glued(""), &[("|", 1), ("_|", 1), ("|_", 1)]);
    }

    #[test]
    fn marked_words_are_in_a_pair() {
        let marked = |text, side, word_marks| Cell { word_marks, ..cell(text, RowClaim::Unknown, side) };
        let pair = |old, new| [marked("a", Some(Side::Old), old), marked("b", Some(Side::New), new)];
        case(&pair(WordMarks::Some, WordMarks::Some), &[("a|b", 2)]);
        case(&pair(WordMarks::All, WordMarks::All), &[("a|b", 2), ("a|_", 1)]);
        let unmarked = [marked("a", None, WordMarks::None), marked("b", None, WordMarks::None)];
        case(&unmarked, &[("_|a", 1), ("a|_", 1)]);
    }

    #[test]
    fn moved_or_lone_cell_is_a_line_of_either_side() {
        let moved = Cell { marker: Some(Marker::Moved(None)), ..cell("a", RowClaim::Unknown, None) };
        case(&[moved, cell("b", RowClaim::Unknown, None)], &[("_|a", 1), ("a|_", 1)]);
        case(
            &[cell("a", RowClaim::Lone, None), cell("b", RowClaim::Unknown, None)],
            &[("_|a", 1), ("a|_", 1)],
        );
    }

    #[test]
    fn cuts_are_bounded() {
        let text = "ab ".repeat(40);
        let mut candidates = Vec::new();
        push_candidates(&[cell(&text, RowClaim::WholeRow, None)], 0, &mut candidates);
        assert_eq!(candidates.len(), MAX_CUTS + 2);
    }
}
