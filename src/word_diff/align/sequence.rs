//! A region of two lines as numbers: what comparing needs to know of each token.

use std::ops::Range;

use imara_diff::Interner;

use super::cost::{Border, borders, weight};
use super::regions::Region;
use crate::model::Sides;
use crate::word_diff::similarity::common_ends::Comparable;
use crate::word_diff::tokens::TokenKind;
use crate::word_diff::tokens::content_model::ContentModel;

/// One token of a line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece {
    /// Where it begins in the line, in bytes.
    pub(crate) start: u32,
    /// A number that the same text has on both sides.
    pub(crate) name: u32,
    /// What marking it costs.
    pub(crate) weight: u32,
    /// What it is.
    pub(crate) kind: TokenKind,
    /// What it costs to begin or end a mark before it.
    pub(crate) border: Border,
}

/// Equal pieces have the same text.
impl PartialEq for Piece {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Comparable for Piece {}

/// A stretch of tokens on both sides (one may be empty) that do not stand for each other.
pub(crate) type Edit = Sides<Range<usize>>;

/// The tokens of one side of a region.
#[derive(Debug)]
pub(crate) struct Sequence<'t> {
    /// The whole line.
    pub(crate) line: &'t str,
    end: u32,
    /// The tokens in order.
    pub(crate) pieces: Vec<Piece>,
}

impl Sequence<'_> {
    /// The bytes of the line that a range of tokens stands for.
    pub(crate) fn bytes(&self, range: &Range<usize>) -> Range<u32> {
        self.start(range.start)..self.start(range.end)
    }

    /// The text of a token.
    pub(crate) fn text(&self, index: usize) -> &str {
        let bytes = self.bytes(&(index..index + 1));
        &self.line[bytes.start as usize..bytes.end as usize]
    }

    /// What the tokens of a range are.
    pub(crate) fn kinds(&self, range: &Range<usize>) -> impl Iterator<Item = TokenKind> + Clone {
        self.pieces[range.clone()].iter().map(|piece| piece.kind)
    }

    fn start(&self, index: usize) -> u32 {
        self.pieces.get(index).map_or(self.end, |piece| piece.start)
    }
}

/// A region of two lines, as sequences whose tokens have common names.
pub(crate) fn sequences<'t>(
    lines: Sides<&'t str>,
    region: &Region,
    syntax: ContentModel,
) -> Sides<Sequence<'t>> {
    let mut names = Interner::new(0);
    let mut sequence = |line: &'t str, stretch: &Range<usize>| {
        let mut pieces: Vec<Piece> = Vec::with_capacity(stretch.len() / 3);
        let mut start = stretch.start;
        syntax.each_token(&line[..stretch.end], stretch.start, |token| {
            let name = names.intern(token.text).0;
            let border = borders(pieces.last().map(|piece| piece.kind), token.kind);
            pieces.push(Piece { start: clamp(start), name, weight: weight(token), kind: token.kind, border });
            start += token.text.len();
        });
        Sequence { line, end: clamp(stretch.end), pieces }
    };
    Sides { old: sequence(lines.old, &region.old), new: sequence(lines.new, &region.new) }
}

/// Ranges of lines are told in 32 bits; what a line has beyond 4 GB can be neither marked nor named.
fn clamp(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_text_has_the_same_name() {
        let sequences = sequences(
            Sides { old: "a b", new: "b a" },
            &Sides { old: 0..3, new: 0..3 },
            ContentModel::Wikitext,
        );
        let names =
            |sequence: &Sequence<'_>| sequence.pieces.iter().map(|piece| piece.name).collect::<Vec<_>>();
        assert_eq!(names(&sequences.old), [0, 1, 2]);
        assert_eq!(names(&sequences.new), [2, 1, 0]);
    }
}
