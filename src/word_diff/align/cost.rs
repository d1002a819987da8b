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

use std::ops::Range;

use crate::model::{Marks, Sides};
use crate::word_diff::tokens::{Token, TokenKind};

/// The cost of a marked character. Border costs are fractions of it.
const CHARACTER: u32 = 4;

/// The cost of another mark on one side: as much as eight marked characters.
pub(crate) const MARK: u32 = 8 * CHARACTER;

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

/// The cost of the marks on two lines, without the costs of their borders.
pub(crate) fn marks_cost(lines: Sides<&str>, marks: &Sides<Marks>) -> u32 {
    side_cost(lines.old, &marks.old).saturating_add(side_cost(lines.new, &marks.new))
}

fn side_cost(line: &str, ranges: &[Range<u32>]) -> u32 {
    let mut cost: u32 = 0;
    for range in ranges {
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
