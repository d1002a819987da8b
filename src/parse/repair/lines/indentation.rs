//! White space or invisible characters that a program added at one end of every line.

use crate::parse::input;

use crate::parse::repair::candidate::{Candidate, map_lines};

/// Minimum number of lines of text for a certain repair of every line.
pub(crate) const MIN_LINES: usize = 3;

/// Returns true if at least [`MIN_LINES`] lines have text.
pub(crate) fn has_enough_lines<'l>(lines: impl Iterator<Item = &'l str>) -> bool {
    lines.filter(|line| !line.trim().is_empty()).take(MIN_LINES).count() == MIN_LINES
}

/// Removes the white space that every line begins with.
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
    // The table's own indent: an empty marker and a tab.
    indent = indent.strip_suffix(" \t").unwrap_or(indent);
    if indent.is_empty() {
        return None;
    }
    let is_everywhere = lines.iter().all(|line| line.is_empty() || line.starts_with(indent));
    let text = map_lines(text, |line| Some(line.strip_prefix(indent).unwrap_or(line)))?;
    let message = format!("every line was indented by {}; the indent is removed", describe_indent(indent));
    let repair = Candidate::new(text, message);
    let is_sure = has_enough_lines(lines.into_iter()) && (is_everywhere || has_heading(&repair.text));
    Some(repair.certain_if(is_sure))
}

fn describe_indent(indent: &str) -> String {
    let count = indent.chars().count();
    match (indent.starts_with('\t'), count) {
        (true, 1) => "a tab".into(),
        (true, _) => "tabs".into(),
        (false, 1) => "a space".into(),
        (false, _) => format!("{count} spaces"),
    }
}

/// Returns true if the text has a heading or a hunk header; pages never indent them.
fn has_heading(text: &str) -> bool {
    let input = input::InputLines::new(text, crate::parse::line_map::LineMap::default());
    !input.headers().all().is_empty() || crate::parse::page::heading::parse_heading(&input).end.is_some()
}

/// Invisible characters that programs put at the ends of lines, or at the start of a file.
const ZERO_WIDTH: [char; 6] = ['\u{200B}', '\u{200C}', '\u{200D}', '\u{2060}', '\u{FEFF}', '\u{AD}'];

/// Removes an invisible character from the same end of every line.
pub(crate) fn strip_zero_width(text: &str) -> Option<Candidate> {
    let zero_width = find_zero_width(text)?;
    let at_start = |line| stripped_or_blank(line, str::strip_prefix(line, zero_width));
    let at_end = |line| stripped_or_blank(line, str::strip_suffix(line, zero_width));
    let (first, rest) = text.split_once('\n')?;
    // The decoder has already removed such a character from the start of the input.
    let decoded = || Some(format!("{first}\n{}", map_lines(rest, at_start)?));
    let stripped = map_lines(text, at_start).or_else(|| map_lines(text, at_end)).or_else(decoded)?;
    let is_sure = has_enough_lines(stripped.split('\n'));
    let message = "every line had an invisible character at one end; these are removed";
    Some(Candidate::new(stripped, message).certain_if(is_sure))
}

/// Finds an invisible character at an end of the first two lines of text.
fn find_zero_width(text: &str) -> Option<char> {
    let lines = text.split('\n').filter(|line| !line.trim().is_empty()).take(2);
    let ends = lines.flat_map(|line| [line.chars().next(), line.chars().next_back()]);
    ends.flatten().find(|character| ZERO_WIDTH.contains(character))
}

/// Returns the stripped line, or a blank line as it is: blank lines may never have had the character.
fn stripped_or_blank<'l>(line: &'l str, stripped: Option<&'l str>) -> Option<&'l str> {
    stripped.or_else(|| line.trim().is_empty().then_some(line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::repair::candidate::Confidence;
    use crate::parse::repair::testing::assert_text;

    #[test]
    fn removes_the_indent_of_every_line() {
        assert_text(unindent, "    a\n    b\n      c", Some("a\nb\n  c"));
        assert_text(unindent, "\ta\n\tb\n\t\tc", Some("a\nb\n\tc"));
        assert_text(unindent, "    a\n\n    b\n     \t\n    c", Some("a\n\nb\n \t\nc"));
    }

    #[test]
    fn keeps_the_indent_of_the_table() {
        assert_text(unindent, " \ta\t \ta\n \tb\t \tb\n \t+\tc", None);
        assert_text(
            unindent,
            "   \ta\t \ta\n   \tb\t \tb\n   \t+\tc",
            Some(" \ta\t \ta\n \tb\t \tb\n \t+\tc"),
        );
    }

    #[test]
    fn keeps_the_indent_of_some_lines() {
        assert_text(unindent, "  a\nb\n  c", None);
        let unsure = unindent(" a\n\t\n b\n\t\n c").map(|repair| repair.confidence);
        assert_eq!(unsure, Some(Confidence::Likely));
    }

    #[test]
    fn blank_lines_need_no_indent_below_a_header() {
        assert_text(
            unindent,
            "    Line 3:\tLine 3:\n \t\n    a\n \t\n    a",
            Some("Line 3:\tLine 3:\n \t\na\n \t\na"),
        );
    }

    #[test]
    fn removes_an_invisible_character_from_each_line() {
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
