//! Assertions for the tests of all repairs.

use super::candidate::Candidate;

/// A repair of one kind of damage.
type RepairFn = fn(&str) -> Option<Candidate>;

/// A text, and indices of lines.
type Indexed<'e> = Option<(&'e str, &'e [usize])>;

/// Asserts the repaired text; `None` for a text without damage.
#[track_caller]
pub(crate) fn assert_text(repair: RepairFn, damaged: &str, expected: Option<&str>) {
    let found = repair(damaged).map(|candidate| candidate.text);
    assert_eq!(found.as_deref(), expected, "{damaged:?}");
}

/// Asserts the repaired text, and the damaged line that each of its lines comes from.
#[track_caller]
pub(crate) fn assert_lines(repair: RepairFn, damaged: &str, expected: Indexed<'_>) {
    let found = repair(damaged).map(|candidate| (candidate.text, candidate.lines.unwrap_or_default()));
    assert_indexed(found.as_ref(), damaged, expected);
}

/// Asserts the repaired text, and the lines outside the damaged part.
#[track_caller]
pub(crate) fn assert_outside(repair: RepairFn, damaged: &str, expected: Indexed<'_>) {
    let found = repair(damaged).map(|candidate| (candidate.text, candidate.outside));
    assert_indexed(found.as_ref(), damaged, expected);
}

#[track_caller]
fn assert_indexed(found: Option<&(String, Vec<usize>)>, damaged: &str, expected: Indexed<'_>) {
    let found = found.map(|(text, indices)| (text.as_str(), indices.as_slice()));
    assert_eq!(found, expected, "{damaged:?}");
}
