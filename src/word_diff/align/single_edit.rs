//! The edit that can be marked in one way only, told without comparing.
//!
//! Most changed lines differ in one place. If the tokens there are on one side alone, every alignment marks them; and
//! if the mark can not slide, because the tokens at its ends are not repeated beside it, every alignment marks them
//! where they are. Then costs have nothing to choose between, and need not be asked. (One full stop costs more than
//! another if it ends a sentence, so that an alignment may go a long way round to mark the cheaper one; no reader would.)

use std::ops::Range;

use smallvec::SmallVec;

use super::regions::{Region, close};
use crate::model::Sides;
use crate::word_diff::refine::within_word::{are_like, is_word, refine};
use crate::word_diff::similarity::common_ends::common_ends;
use crate::word_diff::tokens::{Token, TokenKind, tokens_within};

/// The longest stretch, in bytes, whose tokens are all looked at: a paragraph.
const MAX_LINE_LEN: usize = 1 << 11;

/// The most pairs of tokens that are looked at to see whether any two are equal.
const MAX_PAIRS: usize = 1 << 10;

/// The bytes of the only edit in a region, if there is no other way to mark it.
pub(crate) fn only_edit(lines: Sides<&str>, region: &Region) -> Option<Sides<Range<u32>>> {
    let region = close(region, lines);
    if region.old.len().max(region.new.len()) > MAX_LINE_LEN {
        return None;
    }
    let old = Stretch::new(lines.old, &region.old);
    let new = Stretch::new(lines.new, &region.new);
    let texts = Sides { old: old.texts(), new: new.texts() };
    let ends = common_ends(texts.as_ref().map(SmallVec::as_slice));
    let edit = Sides::new(ends.middle(old.tokens.len()), ends.middle(new.tokens.len()));
    let is_only = old.is_fixed(&edit.old) && new.is_fixed(&edit.new);
    if !is_only || !apart(&old.tokens[edit.old.clone()], &new.tokens[edit.new.clone()]) {
        return None;
    }
    let bytes = Sides { old: old.bytes(&edit.old)?, new: new.bytes(&edit.new)? };
    let is_word = old.is_word(edit.old) && new.is_word(edit.new);
    Some(if is_word { refine(lines, bytes) } else { bytes })
}

/// Whether no token is on both sides, nor any that is like one or a part of one; said of few tokens only.
fn apart(old: &[Token<'_>], new: &[Token<'_>]) -> bool {
    let is_single = old.len() == 1 && new.len() == 1;
    if is_word_beside_several(old, new) || is_word_beside_several(new, old) {
        return false;
    }
    let is_word = |token: &Token<'_>| token.kind == TokenKind::Word && !is_single;
    let is_like = |old: &Token<'_>, new: &Token<'_>| {
        is_word(old) && is_word(new) && are_like(Sides { old: old.text, new: new.text })
    };
    let is_common = |old: &Token<'_>| new.iter().any(|new| new.text == old.text || is_like(old, new));
    old.len().saturating_mul(new.len()) <= MAX_PAIRS && !old.iter().any(is_common)
}

/// Whether a word may have become several by what was put into it: then one of them begins or ends as it does, and none
/// is a number.
fn is_word_beside_several(one: &[Token<'_>], several: &[Token<'_>]) -> bool {
    let [Token { text, kind: TokenKind::Word }] = one else { return false };
    let ends = |text: &str| (text.chars().next(), text.chars().next_back());
    let (first, last) = ends(text);
    let is_part = |(begin, end)| begin == first || end == last;
    several.len() > 1
        && several.iter().all(|token| token.kind != TokenKind::Number)
        && several.iter().any(|token| is_part(ends(token.text)))
}

/// The tokens of a stretch of a line.
struct Stretch<'t> {
    line: &'t str,
    range: &'t Range<usize>,
    tokens: SmallVec<[Token<'t>; FEW]>,
}

/// As many tokens as there are round most edits.
const FEW: usize = 12;

impl<'t> Stretch<'t> {
    fn new(line: &'t str, range: &'t Range<usize>) -> Self {
        Self { line, range, tokens: tokens_within(&line[..range.end], range.start).collect() }
    }

    fn texts(&self) -> SmallVec<[&'t str; FEW]> {
        self.tokens.iter().map(|token| token.text).collect()
    }

    /// Whether a mark on these tokens can not slide: what is beside it is known, and does not repeat what is in it.
    fn is_fixed(&self, edit: &Range<usize>) -> bool {
        let tokens = &self.tokens[edit.clone()];
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return true };
        let before = edit.start.checked_sub(1).map(|at| self.tokens[at].text);
        let after = self.tokens.get(edit.end).map(|token| token.text);
        let is_known = (before.is_some() || self.range.start == 0)
            && (after.is_some() || self.range.end == self.line.len());
        is_known && before != Some(last.text) && after != Some(first.text)
    }

    fn bytes(&self, edit: &Range<usize>) -> Option<Range<u32>> {
        let length = |tokens: &[Token<'_>]| tokens.iter().map(|token| token.text.len()).sum::<usize>();
        let start = self.range.start + length(&self.tokens[..edit.start]);
        let end = start + length(&self.tokens[edit.clone()]);
        Some(u32::try_from(start).ok()?..u32::try_from(end).ok()?)
    }

    fn is_word(&self, edit: Range<usize>) -> bool {
        is_word(self.tokens[edit].iter().map(|token| token.kind))
    }
}
