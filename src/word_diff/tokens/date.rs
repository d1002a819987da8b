//! Dates in the forms that wikis have most: `2024-05-03`, `3 May 2024`, `May 3, 2024`.
//!
//! The months are the English ones, since those are what the manual of style of a large wiki asks for; in other
//! languages the parts of a date count as numbers.

use std::ops::{Range, RangeInclusive};

/// The longest date: `30 September 2024`, and a comma in the other order.
pub(crate) const MAX_DATE_LEN: usize = 18;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The dates that begin in a part of a line, and where they stand. The part may begin and end anywhere.
pub(crate) fn find_dates(line: &str, part: Range<usize>) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut at = part.start;
    std::iter::from_fn(move || {
        while at < part.end.min(line.len()) {
            let start = at;
            at += 1;
            if let Some(length) = date_at(line, start) {
                at = start + length;
                return Some((start..at, &line[start..at]));
            }
        }
        None
    })
}

/// The length of the date that stands at a place, if one does.
fn date_at(line: &str, at: usize) -> Option<usize> {
    let first = *line.as_bytes().get(at)?;
    let is_inside = at > 0 && line.as_bytes()[at - 1].is_ascii_alphanumeric();
    if is_inside || !(first.is_ascii_digit() || first.is_ascii_uppercase()) {
        return None;
    }
    let rest = &line[at..];
    let after = by_numbers(rest).or_else(|| day_first(rest)).or_else(|| month_first(rest))?;
    let ends = !after.starts_with(|next: char| next.is_ascii_alphanumeric());
    ends.then(|| rest.len() - after.len())
}

/// What follows `2024-05-03`.
fn by_numbers(text: &str) -> Option<&str> {
    let (month, rest) = number(year(text)?.strip_prefix('-')?, 2..=2)?;
    let (day, rest) = number(rest.strip_prefix('-')?, 2..=2)?;
    ((1..=12).contains(&month) && is_day(day)).then_some(rest)
}

/// What follows `3 May 2024`.
fn day_first(text: &str) -> Option<&str> {
    let (day, rest) = number(text, 1..=2)?;
    let rest = month(rest.strip_prefix(' ')?)?;
    year(rest.strip_prefix(' ')?).filter(|_| is_day(day))
}

/// What follows `May 3, 2024`.
fn month_first(text: &str) -> Option<&str> {
    let (day, rest) = number(month(text)?.strip_prefix(' ')?, 1..=2)?;
    year(rest.strip_prefix(',').unwrap_or(rest).strip_prefix(' ')?).filter(|_| is_day(day))
}

fn month(text: &str) -> Option<&str> {
    MONTHS.iter().find_map(|month| text.strip_prefix(month))
}

fn year(text: &str) -> Option<&str> {
    number(text, 4..=4).map(|(_, rest)| rest)
}

const fn is_day(number: u32) -> bool {
    matches!(number, 1..=31)
}

/// The number of so many digits that the text begins with, and what follows.
fn number(text: &str, digits: RangeInclusive<usize>) -> Option<(u32, &str)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(length);
    digits.contains(&length).then_some(())?;
    Some((number.parse().ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(line: &str, expected: &[&str]) {
        assert_eq!(
            find_dates(line, 0..line.len()).map(|(_, date)| date).collect::<Vec<_>>(),
            expected,
            "{line}"
        );
    }

    #[test]
    fn dates_have_a_day_a_month_and_a_year() {
        case("on 2024-05-03, and", &["2024-05-03"]);
        case("3 May 2024–30 September 2024", &["3 May 2024", "30 September 2024"]);
        case("|date=May 3, 2024}} ä May 3 2024", &["May 3, 2024", "May 3 2024"]);
    }

    #[test]
    fn what_only_looks_like_one_is_none() {
        for line in [
            "2024-13-03",
            "2024-05-32",
            "12024-05-03",
            "2024-05-031",
            "32 May 2024",
            "May 2024",
            "3 May",
            "3 May 20245",
            "Maya 3, 2024",
            "ä 3 mai 2024",
            "a3 May 2024",
        ] {
            case(line, &[]);
        }
    }

    #[test]
    fn the_longest_date_is_as_long_as_is_said() {
        case("September 30, 2024", &["September 30, 2024"]);
        assert_eq!("September 30, 2024".len(), MAX_DATE_LEN);
    }
}
