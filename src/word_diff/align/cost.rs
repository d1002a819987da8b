//! What a mark costs: the one place that says which of two ways to mark a line reads better.
//!
//! Marks should be short and few, and begin and end where a careful editor would set them. All three are costs in
//! one unit, so that the alignment can trade them: it joins two marks over a chance match that is shorter
//! than a further mark is worth, and leaves them apart over a longer one.

use std::ops::Range;

use crate::model::Sides;
use crate::word_diff::refine::ranges::Changed;
use crate::word_diff::tokens::{Token, TokenKind};

/// A quarter of a marked character.
const CHARACTER: u32 = 4;

/// A mark more on one side costs as much as so many marked characters.
pub(crate) const MARK: u32 = 8 * CHARACTER;

/// No token weighs more: a longer one is as dear to mark as 4,000 characters.
pub(crate) const HEAVIEST: u32 = 4_000 * CHARACTER;

/// What it costs to begin, and to end, a mark at a border between two tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Border {
    /// A mark begins here.
    pub(crate) begin: u8,
    /// A mark ends here.
    pub(crate) end: u8,
}

/// What marking the token costs.
///
/// A character of Chinese or Thai says as much as several letters. Separators, closing brackets and
/// ends of sentences cost so much more that no two marks are joined over one that both sides have.
pub(crate) fn weight(token: Token<'_>) -> u32 {
    let characters = u32::try_from(token.text.chars().count()).unwrap_or(HEAVIEST);
    let plain = characters.min(HEAVIEST / 4) * CHARACTER;
    match token.kind {
        TokenKind::Unspaced => plain * 2,
        TokenKind::Separator | TokenKind::Equals | TokenKind::Closing | TokenKind::End => plain + MARK,
        _ => plain,
    }
    .min(HEAVIEST)
}

/// What marks on two lines cost, wherever they begin and end.
pub(crate) fn cost(lines: Sides<&str>, changed: &Changed) -> u32 {
    let of_mark = |line: &str, range: &Range<u32>| {
        let characters = line[range.start as usize..range.end as usize].chars().count();
        MARK.saturating_add(u32::try_from(characters).unwrap_or(HEAVIEST).saturating_mul(CHARACTER))
    };
    let of_side = |line: &str, ranges: &[Range<u32>]| {
        ranges.iter().map(|range| of_mark(line, range)).fold(0, u32::saturating_add)
    };
    of_side(lines.old, &changed.old).saturating_add(of_side(lines.new, &changed.new))
}

/// The costs at the border between two tokens.
pub(crate) fn borders(before: Option<TokenKind>, after: TokenKind) -> Border {
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
    Border { begin, end }
}
