//! Size of a line on the wiki in bytes, from its copy.
//!
//! The PHP engine pads white space (see [`crate::pairing::php_whitespace`]): each end with blanks has one blank too many,
//! and the inside has as many as the wiki. An end inside a word mark has no extra blank, and the copy does not show the
//! marks: then two sizes are possible.

use std::ops::RangeInclusive;

use crate::model::Sides;
use crate::parse::sheet::Engine;
use crate::text::whitespace::is_blank;

use crate::pairing::grammar::state::StepKind;

/// Number of bytes that NBSP takes on the wiki.
const NBSP_LEN: usize = '\u{a0}'.len_utf8();

/// Returns the possible sizes of a line: its UTF-8 length, and one byte for its newline.
fn line_bytes(text: &str, engine: Engine) -> RangeInclusive<i64> {
    let size = |bytes: usize| i64::try_from(bytes).unwrap_or(i64::MAX - 1) + 1;
    match engine {
        Engine::Wikidiff2 => size(text.len())..=size(text.len()),
        // A lone blank is an empty line inside a changed block, or a line of one NBSP.
        Engine::Php if matches!(text, " " | "\u{a0}") => size(0)..=size(NBSP_LEN),
        Engine::Php => {
            let most = plain_len(text);
            size(most - padded_ends(text))..=size(most)
        }
    }
}

/// Returns the bytes that a row can add to the page: one number, or a few where the copy leaves it open.
pub(crate) fn row_byte_delta(
    kind: StepKind,
    texts: Sides<Option<&str>>,
    engine: Engine,
) -> RangeInclusive<i64> {
    if kind == StepKind::Context {
        return 0..=0;
    }
    let sizes = texts.map(|text| text.map_or(0..=0, |text| line_bytes(text, engine)));
    sizes.new.start() - sizes.old.end()..=sizes.new.end() - sizes.old.start()
}

/// Returns the length with every NBSP at an end or beside a blank counted as the space that it was.
fn plain_len(text: &str) -> usize {
    if !text.contains('\u{a0}') {
        return text.len();
    }
    let characters: Vec<char> = text.chars().collect();
    let is_blank_at = |at: usize| characters.get(at).is_some_and(|&character| is_blank(character));
    let lens = characters.iter().enumerate().map(|(at, character)| {
        let is_end = at == 0 || at + 1 == characters.len();
        let is_beside_blank = is_blank_at(at + 1) || at > 0 && is_blank_at(at - 1);
        if *character == '\u{a0}' && (is_beside_blank || is_end) { 1 } else { character.len_utf8() }
    });
    lens.sum()
}

/// Counts the ends with an extra blank: two blanks at an end, or a lone blank for an empty line.
fn padded_ends(text: &str) -> usize {
    let mut forward = text.chars();
    let mut backward = text.chars().rev();
    match (forward.next(), forward.next(), backward.next(), backward.next()) {
        (Some(only), None, ..) => usize::from(is_blank(only)),
        (Some(first), Some(second), Some(last), Some(before_last)) => {
            usize::from(is_blank(first) && is_blank(second))
                + usize::from(is_blank(last) && is_blank(before_last))
        }
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(copied: &str, sizes: RangeInclusive<i64>) {
        assert_eq!(line_bytes(copied, Engine::Php), sizes);
    }

    #[test]
    fn php_padding_gives_two_sizes() {
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
