//! Cells that a program broke at the borders of changed words, so that each piece is on a line of its own.
//!
//! ```text
//! the river is          shared
//! short                 old words
//! and cold              shared
//! the river is          shared
//! long                  new words
//! and cold              shared
//! ```
//!
//! The pieces of a cell are by turns shared and changed, and the shared pieces of both cells are the same text. So a run of
//! pieces is a changed row if it can be cut in two such cells. A line of context is never broken, and stands twice.

use std::ops::Range;

/// Maximum number of pieces of one cell that are joined.
const MAX_PIECES: usize = 40;

/// Maximum number of cuts that are tried, and of letters that are compared, for one text. It bounds the work on a hostile text.
const MAX_STEPS: usize = 20_000_000;

/// Minimum share of the text of a row that one cell shares with the other: a tenth. Pieces that have less in common only
/// begin or end with the same sign.
const MIN_SHARE: usize = 10;

/// A run of pieces that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PieceRun {
    /// A line of its own, by its index.
    Line(usize),
    /// The two cells of a changed row.
    Changed(CellCut),
}

/// The two cells of a row, as ranges of pieces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CellCut {
    /// The pieces of the old cell.
    pub(crate) old: Range<usize>,
    /// The pieces of the new cell.
    pub(crate) new: Range<usize>,
}

/// Finds the changed rows among the pieces of a section: those that explain the most text as shared.
pub(crate) fn join_pieces(pieces: &[&str]) -> Vec<PieceRun> {
    let mut search = PieceSearch::new(pieces);
    // The best way to read the rest, from the last piece to the first: the shared text, the end of the first run, and its
    // cells.
    let mut best: Vec<(usize, usize, Option<CellCut>)> = vec![(0, 0, None); pieces.len() + 1];
    for at in (0..pieces.len()).rev() {
        let mut here = (best[at + 1].0, at + 1, None);
        let text = &search.bare[at];
        let is_sign = !text.contains(char::is_alphanumeric);
        if !text.is_empty() && search.bare.get(at + 1) == Some(text) {
            here = (best[at + 2].0 + 2 * text.len(), at + 2, None);
        }
        for (end, (rest, ..)) in best.iter().enumerate().take(at + 2 * MAX_PIECES + 1).skip(at + 3) {
            let Some((cut, shared)) = search.find_cut(at..end) else { continue };
            // Of readings that explain as much, the one with fewer rows, and with signs as pieces and not as lines.
            let total = (shared * 2).saturating_sub(2) + usize::from(is_sign) + rest;
            if total > here.0 {
                here = (total, end, Some(cut));
            }
        }
        best[at] = here;
    }
    let mut runs = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        let (_, end, cut) = &mut best[at];
        match cut.take() {
            Some(cut) => runs.push(PieceRun::Changed(cut)),
            None => runs.extend((at..*end).map(PieceRun::Line)),
        }
        at = *end;
    }
    runs
}

/// Cuts a run of pieces that is known to be one row of two cells.
pub(crate) fn cut_row(pieces: &[&str]) -> Option<CellCut> {
    let mut search = PieceSearch::new(pieces);
    let is_context = matches!(search.bare.as_slice(), [old, new] if old == new);
    if is_context {
        return Some(CellCut { old: 0..1, new: 1..2 });
    }
    search.find_cut(0..pieces.len()).map(|(cut, _)| cut)
}

/// Search for cuts among pieces.
struct PieceSearch {
    /// The pieces without blanks.
    bare: Vec<String>,
    /// For even and for odd indices, the length of the pieces before each index.
    lengths: [Vec<usize>; 2],
    steps: usize,
}

impl PieceSearch {
    fn new(pieces: &[&str]) -> Self {
        let bare: Vec<String> = pieces.iter().map(|piece| drop_blanks(piece)).collect();
        let lengths = [0, 1].map(|parity| {
            let lengths = bare.iter().enumerate().scan(0, |sum, (index, piece)| {
                *sum += if index % 2 == parity { piece.len() } else { 0 };
                Some(*sum)
            });
            std::iter::once(0).chain(lengths).collect()
        });
        Self { bare, lengths, steps: MAX_STEPS }
    }

    /// The length of every second piece of a range, from its first or its second piece on.
    fn shared_length(&self, cell: &Range<usize>, first: usize) -> usize {
        let lengths = &self.lengths[(cell.start + first) % 2];
        lengths[cell.end] - lengths[cell.start]
    }

    /// The letters of every second piece of a range.
    fn shared_letters(&self, cell: &Range<usize>, first: usize) -> impl Iterator<Item = u8> {
        self.bare[cell.clone()].iter().skip(first).step_by(2).flat_map(|piece| piece.bytes())
    }

    /// Finds the cut of a row in two cells that share the most text, and the length of this text.
    fn find_cut(&mut self, row: Range<usize>) -> Option<(CellCut, usize)> {
        let total = self.shared_length(&row, 0) + self.shared_length(&row, 1);
        let first_cut = (row.start + 1).max(row.end.saturating_sub(MAX_PIECES));
        let mut best: Option<(CellCut, usize)> = None;
        for at in first_cut..row.end.min(row.start + MAX_PIECES + 1) {
            self.steps = self.steps.checked_sub(1)?;
            let cut = CellCut { old: row.start..at, new: at..row.end };
            for (first_old, first_new) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
                let length = self.shared_length(&cut.old, first_old);
                let is_better = length > best.as_ref().map_or(0, |(_, shared)| *shared);
                if !is_better
                    || length * MIN_SHARE < total
                    || length != self.shared_length(&cut.new, first_new)
                {
                    continue;
                }
                self.steps = self.steps.checked_sub(length)?;
                let mut old = self.shared_letters(&cut.old, first_old);
                if old.by_ref().eq(self.shared_letters(&cut.new, first_new)) {
                    best = Some((cut.clone(), length));
                }
            }
        }
        best
    }
}

fn drop_blanks(piece: &str) -> String {
    piece.chars().filter(|character| !character.is_whitespace()).collect()
}

/// Joins the pieces of a cell whose blanks at the borders are gone: with a blank, unless a sign binds the pieces.
pub(crate) fn join_with_blanks(pieces: &[&str]) -> String {
    let mut joined = String::new();
    for piece in pieces {
        let binds_before = joined.is_empty() || joined.ends_with(['[', '(', '{', '<', '/', '|', '\'', '"']);
        let binds_after =
            piece.starts_with([']', ')', '}', '>', '/', '|', '\'', '"', '.', ',', ';', ':', '!', '?']);
        if !binds_before && !binds_after {
            joined.push(' ');
        }
        joined.push_str(piece);
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(pieces: &[&str], expected: &[&str]) {
        let runs = join_pieces(pieces).into_iter().map(|run| match run {
            PieceRun::Line(at) => pieces[at].to_owned(),
            PieceRun::Changed(CellCut { old, new }) => {
                format!("{}|{}", pieces[old].join("~"), pieces[new].join("~"))
            }
        });
        assert_eq!(runs.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn joins_what_both_sides_share() {
        case(&["==", "Law", "==", "==", "Rules", "=="], &["==~Law~==|==~Rules~=="]);
        case(
            &["x", "x", "the river is", "long", "and cold", "the river is and cold", "y", "y"],
            &["x", "x", "the river is~long~and cold|the river is and cold", "y", "y"],
        );
        case(&["=", "== Mill", "s", "==", "== Mill=="], &["=~== Mill~s~==|== Mill=="]);
    }

    #[test]
    fn keeps_lines_that_share_nothing() {
        case(&["a mill", "a mill", "a weir", "a town"], &["a mill", "a mill", "a weir", "a town"]);
    }

    #[test]
    fn cuts_a_row_between_its_cells() {
        let cut = |pieces: &[&str]| cut_row(pieces).map(|cut| cut.new.start);
        assert_eq!(cut(&["a", "a"]), Some(1));
        assert_eq!(cut(&["== ", "Law", " ==", "== ", "Rule", " =="]), Some(3));
        assert_eq!(cut(&["tab line", "tab line", ", longer"]), Some(1));
        assert_eq!(cut(&["a", "b"]), None);
    }

    #[test]
    fn blanks_stand_between_words() {
        assert_eq!(join_with_blanks(&["speed =", "9600"]), "speed = 9600");
        assert_eq!(join_with_blanks(&["the", "river"]), "the river");
        assert_eq!(join_with_blanks(&["[[", "sv", ":Mill]]"]), "[[sv:Mill]]");
    }
}
