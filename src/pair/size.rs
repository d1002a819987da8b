//! The size of a line in bytes on the wiki, from what was copied of it.

use super::engine::Engine;

/// The UTF-8 length of the line and one for its newline.
pub(super) fn of(text: &str, engine: Engine) -> i64 {
    let text = match engine {
        Engine::Wikidiff2 => text.len(),
        Engine::Php => text.len() - padding(text),
    };
    i64::try_from(text).unwrap_or(i64::MAX - 1) + 1
}

/// The bytes that the PHP engine put into the copied line.
///
/// It writes a leading space as NBSP and a space, a trailing one as a space and NBSP
/// (`TableDiffFormatter::escapeWhiteSpace`): one blank more at each end that has any. A line that is one blank is an
/// empty line inside a changed block.
fn padding(text: &str) -> usize {
    let inner = text.trim_matches([' ', '\u{a0}']);
    if inner.is_empty() {
        return text.len().min(text.chars().next().map_or(0, char::len_utf8));
    }
    let leading = &text[..text.len() - text.trim_start_matches([' ', '\u{a0}']).len()];
    let trailing = &text[text.trim_end_matches([' ', '\u{a0}']).len()..];
    extra(leading) + extra(trailing)
}

/// Of a run of two blanks or more, one was put in; NBSP takes two bytes.
fn extra(blanks: &str) -> usize {
    let mut characters = blanks.chars();
    match (characters.next(), characters.next()) {
        (Some(_), Some(_)) => blanks.len() - (blanks.chars().count() - 1),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(copied: &str, size: i64) {
        assert_eq!(of(copied, Engine::Php), size);
    }

    #[test]
    fn php_padding_is_not_counted() {
        case("abc", 4);
        case("  abc", 5);
        case("\u{a0} abc", 5);
        case(" ", 1);
        case("\u{a0}", 1);
        case("abc  ", 5);
    }
}
