//! Times and names before each line, from a copy of a chat: `[10:03] Ann: …`, `10:03 <ann> …`,
//! `[12/03/2024, 10:03:07] Ann: …`.

use std::sync::LazyLock;

use regex::Regex;

use crate::parse::input;

use crate::parse::repair::candidate::Candidate;
use crate::parse::repair::lines::indentation::has_enough_lines;
use crate::text::pattern::compile;

/// Maximum length of a time with a date and brackets: `[12/03/2024, 10:03:07 PM]`.
const MAX_TIME_LEN: usize = 32;

/// Separators between the name and the line.
const SEPARATORS: [&str; 4] = [": ", "> ", "] ", "\t"];

/// Strips the time and the name from every line, if all lines begin with a time and the same name.
pub(crate) fn repair(text: &str) -> Option<Candidate> {
    let first = text.split('\n').find(|line| !line.trim().is_empty())?;
    // A cheap test first: most runs never compile the pattern.
    let mut common = Some(first).filter(|line| line.contains(':')).and_then(strip_time)?;
    let lines = input::split_lines(text);
    let is_blank = |line: &str| line.trim().is_empty();
    let rests: Option<Vec<&str>> =
        lines.iter().map(|line| strip_time(line).or_else(|| is_blank(line).then_some(""))).collect();
    let rests = rests?;
    for rest in rests.iter().filter(|rest| !rest.is_empty()) {
        common = &common[..common_prefix_len(common, rest)];
    }
    let name = find_name(common);
    let stripped: Vec<(usize, &str)> =
        rests.iter().enumerate().map(|(at, rest)| (at, rest.strip_prefix(name).unwrap_or(""))).collect();
    let is_sure = has_enough_lines(stripped.iter().map(|(_, line)| *line));
    let message = "each line began with a time and a name from a chat; these are removed";
    Some(Candidate::from_lines(&stripped, message).certain_if(is_sure))
}

/// Returns the length of the common prefix of two texts.
fn common_prefix_len(one: &str, other: &str) -> usize {
    // The space after the name may have been stripped from a line without text.
    let others = other.chars().chain([' ']);
    let same = one.char_indices().zip(others).take_while(|((_, a), b)| a == b).last();
    same.map_or(0, |((at, last), _)| at + last.len_utf8())
}

/// Finds the name in the common prefix: the text up to the last separator, or one space.
fn find_name(common: &str) -> &str {
    let end =
        SEPARATORS.iter().filter_map(|separator| Some(common.rfind(separator)? + separator.len())).max();
    &common[..end.unwrap_or_else(|| usize::from(common.starts_with(' ')))]
}

/// Strips the time at the start of a line, but keeps the spaces after it.
fn strip_time(line: &str) -> Option<&str> {
    let time = TIME.find(line).filter(|time| time.len() <= MAX_TIME_LEN)?.as_str();
    Some(&line[time.trim_end_matches(' ').len()..])
}

/// A time, with or without a date and brackets: `[12/03/2024, 10:03:07 PM]`.
static TIME: LazyLock<Regex> = LazyLock::new(|| {
    let part = r"(?:[0-9\[\]:/.\-, ]|\u{202F})*";
    let clock = "[0-9]:[0-9]{2}";
    let half = "(?:AM|PM|am|pm)";
    compile(&format!("^{part}(?:{clock}{part}(?:{half}{part})?|{half}{part}{clock}{part})"))
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::repair::testing::assert_text;

    #[test]
    fn strips_time_and_name() {
        assert_text(
            repair,
            "[10:03] Ann: a\n[10:03] Ann:\n[10:04] Ann:  b\n[10:04] Ann: c",
            Some("a\n\n b\nc"),
        );
        assert_text(repair, "10:03 <ann> a\n10:03 <ann> b\n10:04 <ann> c", Some("a\nb\nc"));
        assert_text(
            repair,
            "[12/03/2024, 10:03:07] Ann Lee: a\n[12/03/2024, 10:03:09] Ann Lee: b\n[12/03/2024, 10:04:00] Ann Lee: c",
            Some("a\nb\nc"),
        );
    }

    #[test]
    fn keeps_times_of_the_page() {
        assert_text(repair, "10:03 a\nb\n10:04 c", None);
        assert_text(repair, "10: a\n11: b\n12: c", None);
        assert_text(repair, "a\nb\nc", None);
    }
}
