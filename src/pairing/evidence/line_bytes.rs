//! The size of a line in bytes on the wiki, from what was copied of it.
//!
//! The PHP engine writes a leading space as NBSP and a space, a trailing one as a space and NBSP, and of two spaces
//! the first as NBSP (`TableDiffFormatter::escapeWhiteSpace`). So each end that has blanks has one too many, and
//! inside there are as many as on the wiki; but at an end that lies in a word mark nothing was put in, and the copy
//! does not tell where the marks are.

use std::ops::RangeInclusive;

use crate::model::Sides;
use crate::parse::sheet::Engine;

use crate::pairing::grammar::engine::StepKind;

/// NBSP: two bytes on the wiki, whatever it was copied as.
const HARD_SPACE: &str = "\u{a0}";

/// What the line can measure: its UTF-8 length and one for its newline.
pub(crate) fn of(text: &str, engine: Engine) -> RangeInclusive<i64> {
    let size = |bytes: usize| i64::try_from(bytes).unwrap_or(i64::MAX - 1) + 1;
    match engine {
        Engine::Wikidiff2 => size(text.len())..=size(text.len()),
        // A lone blank is an empty line inside a changed block, or a line that is just a hard space.
        Engine::Php if matches!(text, " " | HARD_SPACE) => size(0)..=size(HARD_SPACE.len()),
        Engine::Php => {
            let least = plain_length(text) - padded_ends(text);
            size(least)..=size(plain_length(text))
        }
    }
}

/// What a row can add to the page in bytes: one number, or a few where the copy leaves it open.
pub(crate) fn net(kind: StepKind, texts: Sides<Option<&str>>, engine: Engine) -> RangeInclusive<i64> {
    if kind == StepKind::Context {
        return 0..=0;
    }
    let sizes = texts.map(|text| text.map_or(0..=0, |text| of(text, engine)));
    sizes.new.start() - sizes.old.end()..=sizes.new.end() - sizes.old.start()
}

/// The length with every NBSP that stands beside a blank taken for the space that it was.
fn plain_length(text: &str) -> usize {
    if !text.contains('\u{a0}') {
        return text.len();
    }
    let is_blank = |character: Option<&char>| matches!(character, Some(' ' | '\u{a0}'));
    let characters: Vec<char> = text.chars().collect();
    let width = |at: usize| {
        let beside = is_blank(characters.get(at + 1)) || at > 0 && is_blank(characters.get(at - 1));
        let is_end = at == 0 || at + 1 == characters.len();
        if characters[at] == '\u{a0}' && (beside || is_end) { 1 } else { characters[at].len_utf8() }
    };
    (0..characters.len()).map(width).sum()
}

/// How many of the ends have a blank put in: a lone blank is an empty line inside a changed block.
fn padded_ends(text: &str) -> usize {
    let is_blank = |character: char| matches!(character, ' ' | '\u{a0}');
    let mut characters = text.chars();
    match (characters.next(), characters.next(), text.chars().next_back()) {
        (Some(only), None, _) => usize::from(is_blank(only)),
        (Some(first), Some(second), Some(last)) => {
            let second_last = text.chars().rev().nth(1).unwrap_or(last);
            usize::from(is_blank(first) && is_blank(second))
                + usize::from(is_blank(last) && is_blank(second_last))
        }
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(copied: &str, sizes: RangeInclusive<i64>) {
        assert_eq!(of(copied, Engine::Php), sizes);
    }

    #[test]
    fn php_padding_may_be_too_much() {
        case("abc", 4..=4);
        case("  abc", 5..=6);
        case("\u{a0} abc", 5..=6);
        case(" abc", 5..=5);
        case(" ", 1..=3);
        case("\u{a0}", 1..=3);
        case("abc  ", 5..=6);
        case("a\u{a0} b", 5..=5);
        case("a\u{a0}b", 5..=5);
    }
}
