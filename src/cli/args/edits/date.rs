//! Dates of `--since` and `--until`, in UTC as on wikis.
//!
//! ```text
//! 2024   2024-05   2024-05-01   2024-05-01T12   2024-05-01T12:30   2024-05-01 12:30:59   2024-05-01T12:30:59Z
//! ```
//!
//! A date stands for all of its seconds: `--since` takes the first, `--until` the last.

use std::ops::RangeInclusive;

/// The parts of a date: the sign before each, the number of its digits, and its values.
const PARTS: [(&[char], usize, RangeInclusive<u32>); 6] = [
    (&[], 4, 1..=9999),
    (&['-'], 2, 1..=12),
    (&['-'], 2, 1..=31),
    (&['T', 't', ' '], 2, 0..=23),
    (&[':'], 2, 0..=59),
    (&[':'], 2, 0..=59),
];

/// Returns the first second of a date, as MediaWiki writes it.
pub(crate) fn parse_since(text: &str) -> Result<String, String> {
    parse_date(text).map(|parts| {
        let first = |at: usize| parts[at].unwrap_or(*PARTS[at].2.start());
        format_time([0, 1, 2, 3, 4, 5].map(first))
    })
}

/// Returns the last second of a date.
pub(crate) fn parse_until(text: &str) -> Result<String, String> {
    parse_date(text).map(|parts| {
        let last = |at: usize| parts[at].unwrap_or(*PARTS[at].2.end());
        let mut time = [0, 1, 2, 3, 4, 5].map(last);
        time[2] = parts[2].unwrap_or_else(|| days_of_month(time[0], time[1]));
        format_time(time)
    })
}

fn format_time([year, month, day, hour, minute, second]: [u32; 6]) -> String {
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// Parses as many parts as the date has.
fn parse_date(text: &str) -> Result<[Option<u32>; 6], String> {
    let wrong = || {
        format!("'{text}' is not a date; write it as 2024-05-01 or, with a time in UTC, as 2024-05-01T12:30")
    };
    let mut rest = text.trim().trim_end_matches(['Z', 'z']);
    let mut parts = [None; 6];
    for (part, (signs, digits, values)) in parts.iter_mut().zip(&PARTS) {
        if rest.is_empty() && !signs.is_empty() {
            break;
        }
        let number = if signs.is_empty() { Some(rest) } else { rest.strip_prefix(*signs) };
        let (number, after) = number.and_then(|number| number.split_at_checked(*digits)).ok_or_else(wrong)?;
        let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
        let value = number.parse().ok().filter(|value| is_number && values.contains(value));
        *part = Some(value.ok_or_else(wrong)?);
        rest = after;
    }
    let has_day = match parts {
        [Some(year), Some(month), Some(day), ..] => day <= days_of_month(year, month),
        _ => true,
    };
    if rest.is_empty() && has_day { Ok(parts) } else { Err(wrong()) }
}

/// Returns the number of days of a month in the Gregorian calendar.
const fn days_of_month(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, since: &str, until: &str) {
        assert_eq!(parse_since(text).as_deref(), Ok(since));
        assert_eq!(parse_until(text).as_deref(), Ok(until));
    }

    #[test]
    fn a_date_stands_for_all_of_its_seconds() {
        case("2024", "2024-01-01T00:00:00Z", "2024-12-31T23:59:59Z");
        case("2024-02", "2024-02-01T00:00:00Z", "2024-02-29T23:59:59Z");
        case("2023-02", "2023-02-01T00:00:00Z", "2023-02-28T23:59:59Z");
        case("2024-05-01", "2024-05-01T00:00:00Z", "2024-05-01T23:59:59Z");
        case("2024-05-01T12", "2024-05-01T12:00:00Z", "2024-05-01T12:59:59Z");
        case("2024-05-01 12:30", "2024-05-01T12:30:00Z", "2024-05-01T12:30:59Z");
        case("2024-05-01T12:30:07Z", "2024-05-01T12:30:07Z", "2024-05-01T12:30:07Z");
    }

    #[test]
    fn other_texts_are_errors() {
        for text in [
            "",
            "24",
            "yesterday",
            "2024-5-1",
            "2024-13",
            "2023-02-29",
            "2024-05-01T24",
            "2024-05-01T12:30:07+02:00",
            "2024-05-01T12:30:07:00",
            "20240501",
            "2024-+5",
            "２０２４",
        ] {
            assert!(parse_since(text).is_err(), "{text}");
        }
    }
}
