//! The time, and mostly a name, before each line, as chats copy them: `[10:03] Ann: …`, `10:03 <ann> …`,
//! `[12/03/2024, 10:03:07] Ann: …`.

use crate::parse::input;

use crate::parse::repair::candidate::Candidate;
use crate::parse::repair::lines::indentation::has_enough_lines;

/// The longest time with a date and brackets: "[12/03/2024, 10:03:07 PM]".
const MAX_TIME_LEN: usize = 32;

/// What may stand between the name and the line.
const SEPARATORS: [&str; 4] = [": ", "> ", "] ", "\t"];

/// The lines without what each of them begins with, if that is a time and the same name.
pub(crate) fn repair(text: &str) -> Option<Candidate> {
    let first = text.split('\n').find(|line| !line.trim().is_empty())?;
    let mut common = behind_time(first)?;
    let lines = input::split_lines(text);
    let timed: Option<Vec<&str>> =
        lines.iter().map(|line| behind_time(line).or_else(|| blank(line))).collect();
    let timed = timed?;
    for rest in timed.iter().filter(|rest| !rest.is_empty()) {
        common = &common[..common_length(common, rest)];
    }
    let name = name(common);
    let bare: Vec<(usize, &str)> =
        timed.iter().enumerate().map(|(at, rest)| (at, rest.strip_prefix(name).unwrap_or(""))).collect();
    let is_sure = has_enough_lines(bare.iter().map(|(_, line)| *line));
    let message = "each line began with the time and name of a chat; read without";
    Some(Candidate::from_lines(&bare, message).certain_if(is_sure))
}

fn blank(line: &str) -> Option<&str> {
    line.trim().is_empty().then_some("")
}

/// How far two texts are the same.
fn common_length(one: &str, other: &str) -> usize {
    // A blank behind the name may have been stripped where nothing follows.
    let others = other.chars().chain([' ']);
    let same = one.char_indices().zip(others).take_while(|((_, a), b)| a == b).last();
    same.map_or(0, |((at, last), _)| at + last.len_utf8())
}

/// The part of what all lines have in common that is the chat's: up to the last separator, or one space.
fn name(common: &str) -> &str {
    let end =
        SEPARATORS.iter().filter_map(|separator| Some(common.rfind(separator)? + separator.len())).max();
    &common[..end.unwrap_or_else(|| usize::from(common.starts_with(' ')))]
}

/// What follows the time that a line begins with.
fn behind_time(line: &str) -> Option<&str> {
    let mut rest = line.trim_start_matches(is_of_time);
    if let Some(behind) = HALVES.iter().find_map(|half| rest.strip_prefix(half)) {
        rest = behind.trim_start_matches(is_of_time);
    }
    let time = &line[..line.len() - rest.len()];
    let has_clock = time.as_bytes().windows(4).any(|four| {
        four[0].is_ascii_digit() && four[1] == b':' && four[2].is_ascii_digit() && four[3].is_ascii_digit()
    });
    let blanks = time.len() - time.trim_end_matches(' ').len();
    (has_clock && time.len() <= MAX_TIME_LEN).then(|| &line[time.len() - blanks..])
}

/// The halves of a day.
const HALVES: [&str; 4] = ["AM", "PM", "am", "pm"];

fn is_of_time(character: char) -> bool {
    character.is_ascii_digit()
        || matches!(character, '[' | ']' | ':' | '/' | '.' | '-' | ',' | ' ' | '\u{202F}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::repair::testing::assert_text;

    #[test]
    fn time_and_name_are_taken_off() {
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
    fn times_of_the_page_are_left_as_they_are() {
        assert_text(repair, "10:03 a\nb\n10:04 c", None);
        assert_text(repair, "10: a\n11: b\n12: c", None);
        assert_text(repair, "a\nb\nc", None);
    }
}
