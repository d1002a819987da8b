//! A region of two lines as sequences of tokens, with the numbers that the alignment needs.
//!
//! ```text
//! old   The cat sat        ids   0 1 2 1 3
//! new   The cat lies       ids   0 1 2 1 4
//! ```

use std::ops::Range;

use super::cost::{BorderCost, border_cost, weight};
use super::regions::Region;
use crate::model::Sides;
use crate::word_diff::ids::Ids;
use crate::word_diff::similarity::common_ends::Comparable;
use crate::word_diff::tokens::TokenKind;
use crate::word_diff::tokens::content_model::ContentModel;

/// One token of a line. Tokens with the same text are equal.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SequenceToken {
    /// The offset of the token in the line, in bytes.
    pub(crate) start: u32,
    /// The number of its text, on both sides.
    pub(crate) id: u32,
    /// The cost of marking it.
    pub(crate) weight: u32,
    /// The kind of the token.
    pub(crate) kind: TokenKind,
    /// The costs of a mark that begins or ends before it.
    pub(crate) border: BorderCost,
}

impl PartialEq for SequenceToken {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Comparable for SequenceToken {}

/// Tokens of both sides that replace each other; one side may be empty.
pub(crate) type TokenEdit = Sides<Range<usize>>;

/// The tokens of one side of a region.
#[derive(Debug)]
pub(crate) struct TokenSequence<'t> {
    /// The whole line.
    pub(crate) line: &'t str,
    end: u32,
    /// The tokens in order.
    pub(crate) tokens: Vec<SequenceToken>,
}

impl TokenSequence<'_> {
    /// The bytes of the line that a range of tokens covers.
    pub(crate) fn bytes(&self, range: &Range<usize>) -> Range<u32> {
        self.start(range.start)..self.start(range.end)
    }

    /// The text of a token.
    pub(crate) fn text(&self, index: usize) -> &str {
        let bytes = self.bytes(&(index..index + 1));
        &self.line[bytes.start as usize..bytes.end as usize]
    }

    /// The kinds of the tokens of a range.
    pub(crate) fn kinds(&self, range: &Range<usize>) -> impl Iterator<Item = TokenKind> + Clone {
        self.tokens[range.clone()].iter().map(|token| token.kind)
    }

    fn start(&self, index: usize) -> u32 {
        self.tokens.get(index).map_or(self.end, |token| token.start)
    }
}

impl Sides<TokenSequence<'_>> {
    /// The bytes of both lines that an edit covers.
    pub(crate) fn edit_bytes(&self, edit: &TokenEdit) -> Sides<Range<u32>> {
        Sides { old: self.old.bytes(&edit.old), new: self.new.bytes(&edit.new) }
    }

    /// The whole lines.
    pub(crate) fn lines(&self) -> Sides<&str> {
        self.as_ref().map(|sequence| sequence.line)
    }
}

/// Cuts a region of two lines into tokens. Equal texts get the same id on both sides.
pub(crate) fn tokenize_region<'t>(
    lines: Sides<&'t str>,
    region: &Region,
    model: ContentModel,
) -> Sides<TokenSequence<'t>> {
    let mut ids = Ids::with_capacity(0);
    Sides {
        old: tokenize(lines.old, &region.old, model, &mut ids),
        new: tokenize(lines.new, &region.new, model, &mut ids),
    }
}

fn tokenize<'t>(
    line: &'t str,
    range: &Range<usize>,
    model: ContentModel,
    ids: &mut Ids<&'t str>,
) -> TokenSequence<'t> {
    let mut tokens: Vec<SequenceToken> = Vec::with_capacity(range.len() / 3);
    let mut start = range.start;
    model.for_each_token(&line[..range.end], range.start, |token| {
        let id = ids.id(token.text);
        let border = border_cost(tokens.last().map(|before| before.kind), token.kind);
        let weight = weight(token);
        tokens.push(SequenceToken { start: clamp(start), id, weight, kind: token.kind, border });
        start += token.text.len();
    });
    TokenSequence { line, end: clamp(range.end), tokens }
}

/// Limits an offset to 32 bits: text beyond 4 GB of a line cannot be marked.
fn clamp(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_text_has_same_id() {
        let sequences = tokenize_region(
            Sides { old: "a b", new: "b a" },
            &Sides { old: 0..3, new: 0..3 },
            ContentModel::Wikitext,
        );
        let ids =
            |sequence: &TokenSequence<'_>| sequence.tokens.iter().map(|token| token.id).collect::<Vec<_>>();
        assert_eq!(ids(&sequences.old), [0, 1, 2]);
        assert_eq!(ids(&sequences.new), [2, 1, 0]);
    }
}
