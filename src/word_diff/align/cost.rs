//! The cost of a mark: the one place that decides which of two ways to mark a line reads better.
//!
//! Marks should be short and few, and begin and end where a careful editor would put them. All three are costs in one
//! unit, so that the alignment can trade them. It joins two marks over a chance match that is shorter than another mark
//! is worth, and keeps them apart over a longer match.
//!
//! ```text
//! [-red-] and [-big-]      two marks: 2 × MARK, and 6 characters
//! [-red and big-]        one mark:  1 × MARK, and 11 characters: cheaper
//! ```
//!
//! A number that replaces another one reads as one mark, and so costs less than two. A small word behind a name or a
//! number costs more, since it holds the sentence together:
//!
//! ```text
//! the [-12-]{+13+}th and [-13-]{+14+}th          not: the [-12th and -]13{+th and 14+}th
//! in [-1901-]{+1902+} in [-Rome-]{+Paris+}       not: in [-1901 in Rome-]{+1902 in Paris+}
//! ```

use std::ops::Range;

use crate::model::{Marks, Sides};
use crate::word_diff::tokens::{Token, TokenKind};

/// The cost of a marked character. Border costs are fractions of it.
const CHARACTER: u32 = 4;

/// The cost of another mark on one side: as much as eight marked characters.
pub(crate) const MARK: u32 = 8 * CHARACTER;

/// The cost of a number that replaces another one, besides their characters: less than two marks.
pub(crate) const NUMBER_REPLACEMENT: u32 = 2 * MARK - MARK / 2;

/// The extra cost of marking a small word behind a name or a number: it is paid on both sides, and two marks are joined
/// over no such word of two letters or more.
const SMALL_WORD: u32 = MARK * 3 / 4;

/// The largest weight of a token: that of 4,000 characters.
pub(crate) const MAX_WEIGHT: u32 = 4_000 * CHARACTER;

/// The costs of beginning and of ending a mark between two tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct BorderCost {
    /// The cost of beginning a mark.
    pub(crate) begin: u8,
    /// The cost of ending a mark.
    pub(crate) end: u8,
}

/// The cost of marking a token.
///
/// A character of Chinese or Thai says as much as several letters. Separators, closing brackets and sentence ends cost
/// so much that no two marks are joined over such a token on both sides.
pub(crate) fn weight(token: Token<'_>) -> u32 {
    let characters = u32::try_from(token.text.chars().count()).unwrap_or(MAX_WEIGHT);
    let plain = characters.min(MAX_WEIGHT / 4) * CHARACTER;
    match token.kind {
        TokenKind::Unspaced => plain * 2,
        TokenKind::Separator | TokenKind::Equals | TokenKind::Closing | TokenKind::End => plain + MARK,
        _ => plain,
    }
    .min(MAX_WEIGHT)
}

/// The tokens before a token, as far as the cost of marking it depends on them.
///
/// ```text
/// in 1901 in Paris, and lived
///         ^^        ^^^            small words behind a number, and behind a name and a comma
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Preceding {
    /// A name or a number, perhaps with a comma.
    Name,
    /// A name or a number, and a blank.
    NameAndBlank,
    /// Any other token, or none.
    #[default]
    Other,
}

impl Preceding {
    /// The tokens before the next token, after this one.
    pub(crate) fn after(self, token: Token<'_>) -> Self {
        match (token.kind, self) {
            (TokenKind::Number, _) => Self::Name,
            (TokenKind::Word, _) if token.text.starts_with(char::is_uppercase) => Self::Name,
            (TokenKind::Punctuation, Self::Name) if token.text == "," => Self::Name,
            (TokenKind::Space, Self::Name) => Self::NameAndBlank,
            _ => Self::Other,
        }
    }

    /// The extra cost of marking a token behind these.
    pub(crate) fn extra_weight(self, token: Token<'_>) -> u32 {
        let is_small_word = token.kind == TokenKind::Word && token.text.starts_with(char::is_lowercase);
        if self == Self::NameAndBlank && is_small_word { SMALL_WORD } else { 0 }
    }
}

/// The cost of the marks on two lines, without the costs of their borders.
pub(crate) fn marks_cost(lines: Sides<&str>, marks: &Sides<Marks>) -> u32 {
    let old = side_cost(lines.old, marks.old.iter().cloned());
    old.saturating_add(side_cost(lines.new, marks.new.iter().cloned()))
}

/// The cost of the marks on one line, without the costs of their borders.
pub(crate) fn side_cost(line: &str, ranges: impl Iterator<Item = Range<u32>>) -> u32 {
    let mut cost: u32 = 0;
    for range in ranges.filter(|range| !range.is_empty()) {
        let characters = line[range.start as usize..range.end as usize].chars().count();
        let weight = u32::try_from(characters).unwrap_or(MAX_WEIGHT).saturating_mul(CHARACTER);
        cost = cost.saturating_add(MARK).saturating_add(weight);
    }
    cost
}

/// The costs at the border between two tokens.
pub(crate) fn border_cost(before: Option<TokenKind>, after: TokenKind) -> BorderCost {
    let begin = match (before, after) {
        (_, TokenKind::Closing) => 3,
        (_, TokenKind::Space | TokenKind::Equals | TokenKind::End | TokenKind::Punctuation) => 2,
        (Some(TokenKind::Opening), _) => 1,
        _ => 0,
    };
    let end = match before {
        Some(TokenKind::Opening | TokenKind::Separator | TokenKind::Equals) => 3,
        Some(TokenKind::Space) => 1,
        _ => 0,
    };
    BorderCost { begin, end }
}
