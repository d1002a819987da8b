//! What rows may stand at a place among the cells: all that the different shapes have to tell the search.

use std::borrow::Cow;

use crate::model::{Line, Side, Sides};
use crate::parse::sheet::{Cell, RowClaim};
use crate::text::whitespace::find_doubling_space;
use crate::word_diff::similarity::common_ends::{common_prefix, common_suffix};

/// A stretch of one cell's text, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Piece {
    /// The index of the cell.
    pub(crate) cell: u32,
    /// Where the text begins in the cell.
    pub(crate) from: u32,
    /// Where it ends.
    pub(crate) to: u32,
}

impl Piece {
    fn part(cell: usize, from: usize, to: usize) -> Self {
        let [cell, from, to] = [cell, from, to].map(|number| u32::try_from(number).unwrap_or(u32::MAX));
        Self { cell, from, to }
    }

    /// A whole cell.
    pub(crate) fn whole(cells: &[Cell<'_>], cell: usize) -> Self {
        Self::part(cell, 0, cells[cell].text.len())
    }

    /// An empty line, where only the border of its cell was copied.
    fn empty(cell: usize) -> Self {
        Self::part(cell, 0, 0)
    }

    /// The text as a line of the diff: borrowed from the input where the cell is.
    pub(crate) fn line<'a>(self, cells: &[Cell<'a>]) -> Line<'a> {
        let range = self.from as usize..self.to as usize;
        match &cells[self.cell as usize].text {
            Cow::Borrowed(text) => Cow::Borrowed(&text[range]),
            Cow::Owned(text) => Cow::Owned(text[range].to_owned()),
        }
    }

    /// The text.
    pub(crate) fn text<'c>(self, cells: &'c [Cell<'_>]) -> &'c str {
        &cells[self.cell as usize].text[self.from as usize..self.to as usize]
    }
}

/// A row that may begin at a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Offer {
    /// Its lines.
    pub(crate) lines: Sides<Option<Piece>>,
    /// The cell at which the next row begins.
    pub(crate) next: usize,
}

/// The rows that may begin at a cell.
pub(crate) fn at(cells: &[Cell<'_>], at: usize, offers: &mut Vec<Offer>) {
    let cell = &cells[at];
    match cell.claim {
        RowClaim::Border => bordered(cells, at, offers),
        RowClaim::WholeRow => glued(cells, at, offers),
        RowClaim::Unknown => free(cells, at, offers),
        RowClaim::First | RowClaim::Second => stated(cells, at, offers),
    }
}

fn both(old: Piece, new: Piece, next: usize) -> Offer {
    Offer { lines: Sides::new(Some(old), Some(new)), next }
}

fn one(side: Side, piece: Piece, next: usize) -> Offer {
    let mut lines = Sides::new(None, None);
    *lines.get_mut(side) = Some(piece);
    Offer { lines, next }
}

/// One cell per line: a pair with the next cell, or a line of either side.
fn free(cells: &[Cell<'_>], at: usize, offers: &mut Vec<Offer>) {
    let piece = Piece::whole(cells, at);
    if cells.get(at + 1).is_some_and(|next| next.claim == RowClaim::Unknown) {
        offers.push(both(piece, Piece::whole(cells, at + 1), at + 2));
    }
    for side in [Side::New, Side::Old] {
        if cells[at].side.is_none_or(|stated| stated == side) {
            offers.push(one(side, piece, at + 1));
        }
    }
}

/// A cell whose row is stated.
fn stated(cells: &[Cell<'_>], at: usize, offers: &mut Vec<Offer>) {
    let piece = Piece::whole(cells, at);
    let joins = cells.get(at + 1).is_some_and(|next| next.claim == RowClaim::Second);
    match cells[at].side {
        _ if joins => offers.push(both(piece, Piece::whole(cells, at + 1), at + 2)),
        Some(side) => offers.push(one(side, piece, at + 1)),
        None => offers.push(both(piece, piece, at + 1)),
    }
}

/// The mobile table as Firefox copies it: a tab before every cell, an empty one's text left out, so that a row is
/// `⇥ old ⇥ ⇥ new`, `⇥ old ⇥` or `⇥ ⇥ new`.
fn bordered(cells: &[Cell<'_>], at: usize, offers: &mut Vec<Offer>) {
    let is_border = |index: usize| cells.get(index).is_some_and(|cell| cell.claim == RowClaim::Border);
    let is_text = |index: usize| cells.get(index).is_some_and(|cell| cell.claim == RowClaim::Unknown);
    let text = |index: usize| Piece::whole(cells, index);
    let after_old = |index: usize| is_border(index) && is_border(index + 1);
    if is_text(at + 1) {
        if after_old(at + 2) && is_text(at + 4) {
            offers.push(both(text(at + 1), text(at + 4), at + 5));
        }
        if after_old(at + 2) {
            offers.push(both(text(at + 1), Piece::empty(at + 3), at + 4));
        }
        if is_border(at + 2) || at + 2 == cells.len() {
            offers.push(one(Side::Old, text(at + 1), (at + 3).min(cells.len())));
        }
    }
    if is_border(at + 1) {
        if is_border(at + 2) && is_text(at + 3) {
            offers.push(both(Piece::empty(at), text(at + 3), at + 4));
        }
        if is_border(at + 2) {
            offers.push(both(Piece::empty(at), Piece::empty(at + 2), at + 3));
        }
        if is_text(at + 2) {
            offers.push(one(Side::New, text(at + 2), at + 3));
        }
        for side in [Side::New, Side::Old] {
            offers.push(one(side, Piece::empty(at), at + 2));
        }
    }
}

/// How many places to cut a glued row are tried: each costs a comparison of the two halves.
const MAX_CUTS: usize = 12;

/// One row per line: the line cut in two at a space, or the whole line on either side.
fn glued(cells: &[Cell<'_>], at: usize, offers: &mut Vec<Offer>) {
    let text = &*cells[at].text;
    let cut_at = |cut: usize| both(Piece::part(at, 0, cut), Piece::part(at, cut + 1, text.len()), at + 1);
    if let Some(cut) = find_doubling_space(text) {
        offers.push(cut_at(cut));
    } else if text.is_empty() {
        offers.push(both(Piece::empty(at), Piece::empty(at), at + 1));
    } else {
        offers.extend(likely_cuts(text).take(MAX_CUTS).map(cut_at));
    }
    for side in [Side::New, Side::Old] {
        offers.push(one(side, Piece::whole(cells, at), at + 1));
    }
}

/// The spaces after which the new text may begin: those where it opens most like the old one, or the old one closes
/// most like the new.
fn likely_cuts(text: &str) -> impl Iterator<Item = usize> {
    let mut cuts: Vec<(usize, usize)> = memchr::memchr_iter(b' ', text.as_bytes())
        .filter(|&cut| cut > 0 && cut + 1 < text.len())
        .map(|cut| (common_ends(&text.as_bytes()[..cut], &text.as_bytes()[cut + 1..]), cut))
        .filter(|(common, _)| *common >= MIN_COMMON_LEN)
        .collect();
    cuts.sort_by_key(|&(common, _)| std::cmp::Reverse(common));
    cuts.into_iter().map(|(_, cut)| cut)
}

/// How many bytes two halves must open or close with in common to be tried: two cells of numbers may share no more than
/// the sign of a table.
const MIN_COMMON_LEN: usize = 1;

/// How many bytes are compared at each end: enough to tell the cut from a word that recurs.
const MAX_COMMON_LEN: usize = 64;

fn common_ends(old: &[u8], new: &[u8]) -> usize {
    let head = |text: &[u8]| text.len().min(MAX_COMMON_LEN);
    let tail = |text: &[u8]| text.len().saturating_sub(MAX_COMMON_LEN);
    common_prefix(&old[..head(old)], &new[..head(new)]) + common_suffix(&old[tail(old)..], &new[tail(new)..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::sheet::Rendered;

    /// The rows that the first cell offers, as `old|new` and how many cells each takes; `_` is no line.
    #[track_caller]
    fn case(cells: &[Cell<'_>], expected: &[(&str, usize)]) {
        let mut offers = Vec::new();
        at(cells, 0, &mut offers);
        let line = |piece: Option<Piece>| piece.map_or("_".into(), |piece| piece.line(cells));
        let found: Vec<(String, usize)> = offers
            .iter()
            .map(|offer| (format!("{}|{}", line(offer.lines.old), line(offer.lines.new)), offer.next))
            .collect();
        let found: Vec<(&str, usize)> = found.iter().map(|(row, next)| (row.as_str(), *next)).collect();
        assert_eq!(found, expected);
    }

    fn cell(text: &str, claim: RowClaim, side: Option<Side>) -> Cell<'_> {
        Cell {
            text: text.into(),
            line: 1,
            side,
            marker: None,
            claim,
            rendered: Rendered::Unknown,
            is_ambiguous: false,
        }
    }

    fn free(texts: &[&'static str]) -> Vec<Cell<'static>> {
        texts.iter().map(|text| cell(text, RowClaim::Unknown, None)).collect()
    }

    /// `⇥` is a border, everything else a cell.
    fn bordered(texts: &[&'static str]) -> Vec<Cell<'static>> {
        let claim = |text| if text == "⇥" { RowClaim::Border } else { RowClaim::Unknown };
        texts.iter().map(|text| cell(text, claim(*text), None)).collect()
    }

    #[test]
    fn a_free_cell_is_a_pair_or_a_line_of_either_side() {
        case(&free(&["a", "b"]), &[("a|b", 2), ("_|a", 1), ("a|_", 1)]);
        case(&free(&["a"]), &[("_|a", 1), ("a|_", 1)]);
        let old =
            [cell("a", RowClaim::Unknown, Some(Side::Old)), cell("b", RowClaim::Unknown, Some(Side::New))];
        case(&old, &[("a|b", 2), ("a|_", 1)]);
    }

    #[test]
    fn a_stated_cell_offers_its_row_alone() {
        let (opens, joins) = (RowClaim::First, RowClaim::Second);
        case(&[cell("a", opens, Some(Side::Old)), cell("b", joins, Some(Side::New))], &[("a|b", 2)]);
        case(&[cell("a", opens, Some(Side::Old))], &[("a|_", 1)]);
        case(&[cell("a", opens, None)], &[("a|a", 1)]);
    }

    #[test]
    fn borders_tell_full_cells_from_empty_ones() {
        case(&bordered(&["⇥", "a", "⇥", "⇥", "b"]), &[("a|b", 5), ("a|", 4), ("a|_", 3)]);
        case(&bordered(&["⇥", "a", "⇥"]), &[("a|_", 3)]);
        case(&bordered(&["⇥", "a"]), &[("a|_", 2)]);
        case(&bordered(&["⇥", "a", "b"]), &[]);
        case(&bordered(&["⇥", "⇥", "b"]), &[("_|b", 3), ("_|", 2), ("|_", 2)]);
        case(&bordered(&["⇥", "⇥", "⇥", "b"]), &[("|b", 4), ("|", 3), ("_|", 2), ("|_", 2)]);
    }

    #[test]
    fn a_glued_line_is_cut_where_its_halves_are_alike() {
        let glued = |text| [cell(text, RowClaim::WholeRow, None)];
        case(&glued("a b a b"), &[("a b|a b", 1), ("_|a b a b", 1), ("a b a b|_", 1)]);
        case(
            &glued("old bridge old bridges"),
            &[
                ("old bridge|old bridges", 1),
                ("_|old bridge old bridges", 1),
                ("old bridge old bridges|_", 1),
            ],
        );
        case(&glued("milk 1993"), &[("_|milk 1993", 1), ("milk 1993|_", 1)]);
        case(&glued(""), &[("|", 1), ("_|", 1), ("|_", 1)]);
    }

    #[test]
    fn so_many_cuts_and_no_more_are_tried() {
        let text = "ab ".repeat(40);
        let mut offers = Vec::new();
        at(&[cell(&text, RowClaim::WholeRow, None)], 0, &mut offers);
        assert_eq!(offers.len(), MAX_CUTS + 2);
    }
}
