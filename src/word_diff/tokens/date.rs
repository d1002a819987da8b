//! Dates in the forms that English wikis use most: `2024-05-03`, `3 May 2024`, `May 3, 2024`.
//!
//! Month names are English, as the manual of style of a large wiki wants them. In other languages the parts of a date
//! count as numbers.
//!
//! The regular expression takes a fifth of a millisecond to compile, so it is compiled for the first text that
//! may hold a date.

use std::ops::Range;
use std::sync::LazyLock;

use regex::bytes::Regex;

use crate::text::pattern::compile_bytes;

/// The maximum length of a date: `September 30, 2024`.
pub(crate) const MAX_DATE_LEN: usize = 18;

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    let year = "[0-9]{4}";
    let month = "(?:January|February|March|April|May|June|July|August|September|October|November|December)";
    let day = "(?:0?[1-9]|[12][0-9]|3[01])";
    let iso_month = "(?:0[1-9]|1[0-2])";
    let iso_day = "(?:0[1-9]|[12][0-9]|3[01])";
    let pattern = format!("{year}-{iso_month}-{iso_day}|{day} {month} {year}|{month} {day},? {year}");
    compile_bytes(&pattern)
});

/// The form of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DateForm {
    /// `2024-05-03`
    YearMonthDay,
    /// `3 May 2024`
    DayMonthYear,
    /// `May 3, 2024`
    MonthDayYear,
}

impl DateForm {
    /// The form of a date that [`find_dates`] found.
    pub(crate) fn of(date: &str) -> Self {
        match date.bytes().take_while(u8::is_ascii_digit).count() {
            0 => Self::MonthDayYear,
            4 => Self::YearMonthDay,
            _ => Self::DayMonthYear,
        }
    }
}

/// Finds the dates that begin in a part of a line, with their ranges. The part may begin and end anywhere.
pub(crate) fn find_dates(line: &str, part: Range<usize>) -> impl Iterator<Item = (Range<usize>, &str)> {
    // A date that begins in the part ends here at the latest.
    let text = &line.as_bytes()[..line.len().min(part.end + MAX_DATE_LEN)];
    let mut at = part.start;
    std::iter::from_fn(move || {
        while at < part.end && has_year_of_date(text.get(at..)?) {
            let found = DATE.find_at(text, at).filter(|found| found.start() < part.end)?;
            if is_apart(line, &found.range()) {
                at = found.end();
                return Some((found.range(), &line[found.range()]));
            }
            at = found.start() + 1;
        }
        None
    })
}

/// Returns true if four digits stand where a date has its year: before `-`, or behind a space and the end of a month, a
/// day or a comma. This cheap test rules most texts out, among them years in tables.
fn has_year_of_date(text: &[u8]) -> bool {
    let ends_day_or_month = |byte: u8| byte.is_ascii_digit() || b"yhletr,".contains(&byte);
    text.windows(4).enumerate().filter(|(_, four)| four.iter().all(u8::is_ascii_digit)).any(|(at, _)| {
        let is_first = text.get(at + 4) == Some(&b'-');
        is_first || matches!(text[..at], [.., end, b' '] if ends_day_or_month(end))
    })
}

/// Returns true if no letter or digit stands directly before or behind the range.
fn is_apart(line: &str, range: &Range<usize>) -> bool {
    let (before, after) = (&line.as_bytes()[..range.start], &line.as_bytes()[range.end..]);
    ![before.last(), after.first()].into_iter().flatten().any(u8::is_ascii_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(line: &str, expected: &[&str]) {
        let dates: Vec<_> = find_dates(line, 0..line.len()).map(|(_, date)| date).collect();
        assert_eq!(dates, expected, "{line}");
    }

    #[test]
    fn date_has_a_day_a_month_and_a_year() {
        case("on 2024-05-03, and", &["2024-05-03"]);
        case("3 May 2024–30 September 2024", &["3 May 2024", "30 September 2024"]);
        case("|date=May 3, 2024}} ä May 3 2024", &["May 3, 2024", "May 3 2024"]);
        case("a_2024-05-03_b 113 May 2024 03 May 2024", &["2024-05-03", "03 May 2024"]);
    }

    #[test]
    fn rejects_similar_texts() {
        for line in [
            "2024-13-03",
            "2024-05-32",
            "12024-05-03",
            "2024-05-031",
            "32 May 2024",
            "May 2024",
            "3 May",
            "3 May 20245",
            "00 May 2024",
            "May 312, 2024",
            "Maya 3, 2024",
            "ä 3 mai 2024",
            "a3 May 2024",
        ] {
            case(line, &[]);
        }
    }

    #[test]
    fn finds_dates_that_begin_in_a_part() {
        let line = "ä 3 May 2024 and 4 May 2024";
        let find = |part: Range<usize>| find_dates(line, part).map(|(_, date)| date).collect::<Vec<_>>();
        assert_eq!(find(1..4), ["3 May 2024"]);
        assert_eq!(find(4..18), [""; 0]);
        assert_eq!(find(4..19), ["4 May 2024"]);
    }

    #[test]
    fn longest_date_has_the_maximum_length() {
        case("September 30, 2024", &["September 30, 2024"]);
        assert_eq!("September 30, 2024".len(), MAX_DATE_LEN);
    }
}
