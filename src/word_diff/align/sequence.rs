//! A region of two lines as sequences of tokens, with the numbers that the alignment needs.
//!
//! ```text
//! old   The cat sat        ids   0 1 2 1 3
//! new   The cat lies       ids   0 1 2 1 4
//! ```

use std::ops::Range;

use super::cost::{BorderCost, Preceding, border_cost, weight};
use super::regions::Region;
use crate::model::Sides;
use crate::word_diff::ids::Ids;
use crate::word_diff::similarity::common_ends::Comparable;
use crate::word_diff::tokens::TokenKind;
use crate::word_diff::tokens::content_model::ContentModel;
use crate::word_diff::tokens::date::{DateForm, find_dates};

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
    /// Gives the tokens of dates ids that depend on the form of the date.
    fn separate(&mut self, dates: &[FoundDate]) {
        for FoundDate { range, form } in dates {
            let is_inside = |token: &&mut SequenceToken| range.contains(&(token.start as usize));
            let bits = (*form as u32 + 1) << DATE_FORM_SHIFT;
            self.tokens.iter_mut().filter(is_inside).for_each(|token| token.id |= bits);
        }
    }

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

/// The bits of an id that tell the form of the date that the token belongs to, if the other side has no date of this
/// form.
const DATE_FORM_SHIFT: u32 = 28;

/// The first id that no token has: those below are numbers of texts, with the form of a date.
pub(crate) const FIRST_FREE_ID: u32 = 1 << 31;

/// Cuts a region of two lines into tokens. Equal texts get the same id on both sides, except in dates whose form changed:
/// `2021-05-04` and `4 May 2021` have no year in common that a reader would look for.
pub(crate) fn tokenize_region<'t>(
    lines: Sides<&'t str>,
    region: &Region,
    model: ContentModel,
) -> Sides<TokenSequence<'t>> {
    let mut ids = Ids::with_capacity(0);
    let mut sequences = Sides {
        old: tokenize(lines.old, &region.old, model, &mut ids),
        new: tokenize(lines.new, &region.new, model, &mut ids),
    };
    if model == ContentModel::Wikitext {
        separate_dates(&mut sequences, region);
    }
    sequences
}

/// A date in a line.
struct FoundDate {
    /// Its bytes in the line.
    range: Range<usize>,
    form: DateForm,
}

fn dates_in_part(line: &str, part: Range<usize>) -> Vec<FoundDate> {
    let dates = find_dates(line, part);
    dates.map(|(range, date)| FoundDate { range, form: DateForm::of(date) }).collect()
}

/// Gives ids of their own to the tokens of dates in a form that the other side has not.
fn separate_dates(sequences: &mut Sides<TokenSequence<'_>>, region: &Region) {
    let mut dates = Sides {
        old: dates_in_part(sequences.old.line, region.old.clone()),
        new: dates_in_part(sequences.new.line, region.new.clone()),
    };
    let forms = dates.as_ref().map(|dates| dates.iter().map(|date| date.form).collect::<Vec<_>>());
    dates.old.retain(|date| !forms.new.contains(&date.form));
    dates.new.retain(|date| !forms.old.contains(&date.form));
    if !dates.old.is_empty() && !dates.new.is_empty() {
        sequences.old.separate(&dates.old);
        sequences.new.separate(&dates.new);
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
    let mut preceding = Preceding::default();
    model.for_each_token(&line[..range.end], range.start, |token| {
        let id = ids.id(token.text);
        let border = border_cost(tokens.last().map(|before| before.kind), token.kind);
        let weight = weight(token) + preceding.extra_weight(token);
        preceding = preceding.after(token);
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
