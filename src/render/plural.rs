//! Numbers with their nouns, in good grammar.

use std::fmt::Write as _;

/// A number with its noun.
pub(crate) fn count_noun(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// `6 characters added, 2 removed`: the noun once, and nothing that is none.
pub(crate) fn join_counts(counts: &[(usize, &str)], one: &str, many: &str) -> Option<String> {
    let mut some = counts.iter().filter(|(number, _)| *number > 0);
    let (number, verb) = some.next()?;
    let mut text = format!("{} {verb}", count_noun(*number as u64, one, many));
    for (number, verb) in some {
        write!(text, ", {number} {verb}").expect("a String takes all that is written");
    }
    Some(text)
}
