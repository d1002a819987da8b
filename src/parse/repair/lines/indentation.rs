//! Blanks and characters without width that were put before (or behind) every line.

use crate::parse::input;

use crate::parse::repair::candidate::{Candidate, map_lines};

/// The fewest lines of text of which "every line" says something.
pub(crate) const MIN_LINES: usize = 3;

/// Returns true if at least [`MIN_LINES`] lines have text.
pub(crate) fn has_enough_lines<'l>(lines: impl Iterator<Item = &'l str>) -> bool {
    lines.filter(|line| !line.trim().is_empty()).take(MIN_LINES).count() == MIN_LINES
}

/// The text without the blanks that every line begins with.
pub(crate) fn unindent(text: &str) -> Option<Candidate> {
    let first = text.split('\n').find(|line| !line.trim().is_empty())?;
    let mut indent = &first[..first.len() - first.trim_start_matches([' ', '\t']).len()];
    if indent.is_empty() {
        return None;
    }
    let lines = input::split_lines(text);
    for line in lines.iter().filter(|line| !line.trim().is_empty()) {
        let common = indent.bytes().zip(line.bytes()).take_while(|(one, other)| one == other).count();
        indent = &indent[..common];
        if indent.is_empty() {
            return None;
        }
    }
    // The table's own: the cell of a marker that there is not, and its border.
    indent = indent.strip_suffix(" \t").unwrap_or(indent);
    if indent.is_empty() {
        return None;
    }
    let is_everywhere = lines.iter().all(|line| line.is_empty() || line.starts_with(indent));
    let text = map_lines(text, |line| Some(line.strip_prefix(indent).unwrap_or(line)))?;
    let message = format!("every line was indented by {}; read without", blanks(indent));
    let repair = Candidate::new(text, message);
    let is_sure = has_enough_lines(lines.into_iter()) && (is_everywhere || has_heading(&repair.text));
    Some(repair.certain_if(is_sure))
}

fn blanks(indent: &str) -> String {
    let count = indent.chars().count();
    match (indent.starts_with('\t'), count) {
        (true, 1) => "a tab".into(),
        (true, _) => "tabs".into(),
        (false, 1) => "a space".into(),
        (false, _) => format!("{count} spaces"),
    }
}

/// Returns true if a line opens a section of a diff; pages never indent it.
fn has_heading(text: &str) -> bool {
    let input = input::InputLines::new(text, crate::parse::line_map::LineMap::default());
    !input.headers().all().is_empty() || crate::parse::page::heading::parse_heading(&input).end.is_some()
}

/// Characters without width that programs put at the ends of lines, or files at their beginning.
const WITHOUT_WIDTH: [char; 6] = ['\u{200B}', '\u{200C}', '\u{200D}', '\u{2060}', '\u{FEFF}', '\u{AD}'];

/// The text without the character that cannot be seen and that stands at the same end of every line.
pub(crate) fn strip_zero_width(text: &str) -> Option<Candidate> {
    let one = without_width(text)?;
    let before = |line| without(line, str::strip_prefix(line, one));
    let behind = |line| without(line, str::strip_suffix(line, one));
    let (first, rest) = text.split_once('\n')?;
    // The first one of a file is taken off where the file is decoded.
    let decoded = || Some(format!("{first}\n{}", map_lines(rest, before)?));
    let stripped = map_lines(text, before).or_else(|| map_lines(text, behind)).or_else(decoded)?;
    let is_sure = has_enough_lines(stripped.split('\n'));
    let message = "every line had a character that cannot be seen at its end; read without";
    Some(Candidate::new(stripped, message).certain_if(is_sure))
}

/// The character without width at an end of one of the first two lines with text.
fn without_width(text: &str) -> Option<char> {
    let lines = text.split('\n').filter(|line| !line.trim().is_empty()).take(2);
    let ends = lines.flat_map(|line| [line.chars().next(), line.chars().next_back()]);
    ends.flatten().find(|character| WITHOUT_WIDTH.contains(character))
}

/// The line without the character; one without text may never have had it.
fn without<'l>(line: &'l str, without: Option<&'l str>) -> Option<&'l str> {
    without.or_else(|| line.trim().is_empty().then_some(line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::repair::candidate::Confidence;
    use crate::parse::repair::testing::assert_text;

    #[test]
    fn the_blanks_before_every_line_are_taken_off() {
        assert_text(unindent, "    a\n    b\n      c", Some("a\nb\n  c"));
        assert_text(unindent, "\ta\n\tb\n\t\tc", Some("a\nb\n\tc"));
        assert_text(unindent, "    a\n\n    b\n     \t\n    c", Some("a\n\nb\n \t\nc"));
    }

    #[test]
    fn the_border_of_a_row_is_no_indent() {
        assert_text(unindent, " \ta\t \ta\n \tb\t \tb\n \t+\tc", None);
        assert_text(
            unindent,
            "   \ta\t \ta\n   \tb\t \tb\n   \t+\tc",
            Some(" \ta\t \ta\n \tb\t \tb\n \t+\tc"),
        );
    }

    #[test]
    fn blanks_before_some_lines_are_text() {
        assert_text(unindent, "  a\nb\n  c", None);
        let unsure = unindent(" a\n\t\n b\n\t\n c").map(|repair| repair.confidence);
        assert_eq!(unsure, Some(Confidence::Likely));
    }

    #[test]
    fn lines_with_blanks_alone_may_have_lost_them_where_a_header_has_them() {
        assert_text(
            unindent,
            "    Line 3:\tLine 3:\n \t\n    a\n \t\n    a",
            Some("Line 3:\tLine 3:\n \t\na\n \t\na"),
        );
    }

    #[test]
    fn a_character_without_width_at_each_line_is_taken_off() {
        #[track_caller]
        fn case(text: &str, expected: Option<&str>) {
            assert_text(strip_zero_width, text, expected);
        }
        case("\u{200B}a\n\u{200B}b\n\n\u{200B}c", Some("a\nb\n\nc"));
        case("a\u{200B}\nb\u{200B}\n\u{200B}\nc\u{200B}", Some("a\nb\n\nc"));
        case("a\n\u{FEFF}b\n\u{FEFF}c\n", Some("a\nb\nc\n"));
        case("\u{E9}a\u{200B}\nb\u{200B}\nc\u{200B}", Some("\u{E9}a\nb\nc"));
        case("a\n\u{FEFF}b\nc", None);
        case("a\nb\u{200B}\nc", None);
    }
}
