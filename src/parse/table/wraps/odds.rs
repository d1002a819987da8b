//! Odds that two lines are parts of one text: how often wrapped lines of wikitext end and begin with a sign, and how often
//! whole ones do.
//!
//! The weights are logarithms of the ratio, in half bits. They were counted in two thousand lines of wikitext, wrapped at
//! usual widths.

use super::room::{MARKS, is_wide};

/// Weighs a line and the next one: positive for a text that goes on, negative for two texts.
pub(crate) fn weigh_border(line: &str, next: &str) -> i32 {
    let (line, next) = (strip_marks(line), strip_marks(next));
    let ends = end_weight(line) + start_weight(next);
    ends + sentence_weight(line, next) + bracket_weight(line, next) + cell_weight(line, next)
}

/// The weight of the end of a sentence and the start of the next one, which depend on each other.
fn sentence_weight(line: &str, next: &str) -> i32 {
    let is_sentence = line.ends_with(['.', '!', '?']) && next.starts_with(char::is_uppercase);
    if is_sentence { 5 } else { 0 }
}

/// The weight of brackets that are open at the end of a line, or closed at the start of the next one.
fn bracket_weight(line: &str, next: &str) -> i32 {
    let is_open = |start: &str, end: &str| line.rfind(start).is_some_and(|at| !line[at..].contains(end));
    let is_closed = |start: &str, end: &str| next.find(end).is_some_and(|at| !next[..at].contains(start));
    let has_open_link = is_open("[[", "]]") || is_closed("[[", "]]");
    let has_open_template = is_open("{{", "}}") && is_closed("{{", "}}");
    let has_open_note = is_open("<ref", ">") || is_open("<ref>", "</ref>") || is_closed("<ref", "</ref>");
    [has_open_link, has_open_template, has_open_note]
        .into_iter()
        .map(|is_open| if is_open { 8 } else { 0 })
        .sum()
}

/// The weight of two lines that begin like the cells of a table or the arguments of a template, or with a name and a colon.
fn cell_weight(line: &str, next: &str) -> i32 {
    let is_cell = |text: &str| text.starts_with(['|', '!']) && !text.starts_with("||");
    let has_name =
        |text: &str| text.split(' ').next().is_some_and(|word| word.len() > 2 && word.ends_with(':'));
    let is_pair = is_cell(line) && is_cell(next) || has_name(line) && has_name(next);
    if is_pair { -8 } else { 0 }
}

/// Strips the marks of changed words from the ends of a text.
fn strip_marks(text: &str) -> &str {
    let mut rest = text;
    while let Some(inside) = MARKS.iter().find_map(|(start, end)| {
        let inside = rest.strip_prefix(start).or_else(|| rest.strip_suffix(end));
        inside.or_else(|| rest.strip_suffix(start)).or_else(|| rest.strip_prefix(end))
    }) {
        rest = inside.trim();
    }
    rest
}

/// The weight of the start of a text.
fn start_weight(text: &str) -> i32 {
    const SIGNS: [(&str, i32); 6] = [("==", -14), ("{{", -7), ("[[", 0), ("''", -4), ("</", -5), ("||", 0)];
    if let Some((_, weight)) = SIGNS.iter().find(|(sign, _)| text.starts_with(sign)) {
        return *weight;
    }
    match text.chars().next() {
        Some('*' | '#') => -12,
        Some('|' | ':' | '!') => -8,
        Some(';' | '-') => -6,
        Some('{' | '+') => -4,
        Some('=' | '(') => 6,
        Some('"' | '[') => 3,
        Some(wide) if is_wide(wide) => 5,
        Some(letter) if letter.is_uppercase() => -2,
        Some(letter) if letter.is_lowercase() || letter.is_numeric() => 6,
        _ => 0,
    }
}

/// The weight of the end of a text.
fn end_weight(text: &str) -> i32 {
    const SIGNS: [(&str, i32); 7] =
        [("==", -12), ("}}", -10), ("]]", -5), ("''", -3), (" -", 4), (" –", 4), (" —", 4)];
    if let Some((_, weight)) = SIGNS.iter().find(|(sign, _)| text.ends_with(sign)) {
        return *weight;
    }
    match text.chars().next_back() {
        None => 0,
        Some('.' | ')' | ';' | '{') => -6,
        Some('>') => -4,
        Some(':' | '-') => -3,
        Some(',') => 6,
        Some('/') => 5,
        Some('|' | '=' | '[' | '(') => 4,
        Some('。' | '！' | '？') => -2,
        Some(wide) if is_wide(wide) => 5,
        Some(digit) if digit.is_numeric() => -3,
        Some(letter) if letter.is_alphabetic() => 2,
        Some(_) => -1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_wikitext_begin_a_text() {
        assert!(weigh_border("the mill was closed to", "passengers") > 0);
        assert!(weigh_border("the mill was closed.", "* passengers") < 0);
        assert!(weigh_border("== Mill ==", "The mill") < 0);
        assert!(weigh_border("the [DEL:mill,:DEL]", "[DEL:and:DEL] the") > 0);
        assert!(weigh_border("See [[Mill of Inch|the", "Mill]].") > weigh_border("See the", "Mill."));
        assert!(weigh_border("Title: The mill", "Author: The miller") < 0);
        assert!(weigh_border("| a = b", "| c = d") < weigh_border("a b", "| c = d"));
    }
}
