//! Numbers with nouns in the singular or plural.

use std::fmt::Write as _;

/// Formats a number with its noun.
pub(crate) fn count_noun(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// Formats counts with a noun, such as `6 characters added, 2 removed`. Leaves out counts of 0; `None` if all are 0.
pub(crate) fn join_counts(counts: &[(usize, &str)], one: &str, many: &str) -> Option<String> {
    let mut some = counts.iter().filter(|(number, _)| *number > 0);
    let (number, verb) = some.next()?;
    let mut text = format!("{} {verb}", count_noun(*number as u64, one, many));
    for (number, verb) in some {
        write!(text, ", {number} {verb}").expect("writing to a String cannot fail");
    }
    Some(text)
}
