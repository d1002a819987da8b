//! Times as people read them.
//!
//! ```text
//! 2024-02-03T10:00:00Z  →  10:00, 3 February 2024 (UTC)
//! ```

use crate::model::Revision;

/// The names of the months, as MediaWiki's English pages have them.
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

/// Copies a revision, with its time as the label if the page gives it none.
pub(super) fn with_readable_time<'r>(revision: &'r Revision<'r>) -> Revision<'r> {
    let time = revision.timestamp.as_deref().and_then(format_time);
    let label = revision.label.clone().or_else(|| time.map(Into::into));
    Revision { label, ..revision.clone() }
}

/// Formats a time of RFC 3339 in UTC, as MediaWiki's programs write it. Returns `None` for any other text.
fn format_time(time: &str) -> Option<String> {
    let (date, clock) = time.strip_suffix('Z')?.split_once('T')?;
    let mut date = date.splitn(3, '-').map(str::parse::<usize>);
    let (year, month, day) = (date.next()?.ok()?, date.next()?.ok()?, date.next()?.ok()?);
    let month = MONTHS.get(month.checked_sub(1)?)?;
    let clock =
        clock.get(..5).filter(|clock| clock.bytes().all(|byte| byte.is_ascii_digit() || byte == b':'))?;
    Some(format!("{clock}, {day} {month} {year} (UTC)"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_wikis_are_spelled_out() {
        assert_eq!(format_time("2024-02-03T10:00:07Z").unwrap(), "10:00, 3 February 2024 (UTC)");
        for other in
            ["2024-13-03T10:00:00Z", "2024-00-03T10:00:00Z", "2024-02-03T10:00:00+01:00", "3 May", "aTäbcdeZ"]
        {
            assert_eq!(format_time(other), None, "{other}");
        }
    }

    #[test]
    fn a_label_stays() {
        let revision = Revision {
            label: Some("Latest revision".into()),
            timestamp: Some("2024-02-03T10:00:07Z".into()),
            ..Revision::default()
        };
        assert_eq!(with_readable_time(&revision), revision);
    }
}
