//! Properties of reading: stated facts are kept, proved diffs are true, and no line is lost.

use proptest::prelude::*;
use wikidiff::model::{Change, Diff, Line, Side, WarningCode};

use crate::support::copy_styles::Stated;
use crate::support::coverage::find_lost_cells;
use crate::support::scoring::Accuracy;
use crate::support::simulated::{Simulated, config, read, simulated, stated, unstated};

/// The name of the property that proved diffs are true.
pub(crate) const WRONG_PROOF: &str = "a proof is wrong";

/// The first property that the reading of a paste breaks.
pub(crate) fn find_broken_property(one: &Simulated) -> Option<&'static str> {
    let verdict = one.verdict();
    let text = one.paste().text();
    let diffs = read(&text);
    let is_stated = match one.style.states() {
        Stated::Rows => verdict.accuracy >= Accuracy::Rows,
        Stated::Sides => verdict.accuracy >= Accuracy::Sides,
        Stated::Nothing => true,
    };
    let paste = one.paste();
    let lost = find_lost_cells(&paste, &diffs);
    let properties = [
        (WRONG_PROOF, verdict.accuracy >= Accuracy::Text || !verdict.is_proved),
        ("a stated fact is not kept", is_stated),
        (
            "a cell is lost",
            is_repaired(&diffs) || lost.iter().all(|&at| is_summary(&paste.lines[at], &diffs)),
        ),
        ("the sides of a context row differ", context_rows_agree(&diffs)),
    ];
    properties.into_iter().find(|(_, holds)| !holds).map(|(property, _)| property)
}

/// True if a line is shown as the summary of the edit: a mobile page without one has a row in its place.
fn is_summary(line: &str, diffs: &[Diff<'_, Line<'_>>]) -> bool {
    diffs.iter().any(|diff| diff.page.revisions.new.comment.as_deref() == Some(line.trim()))
}

/// True if damage was repaired. The cells then differ from the copied cells, since text may look damaged by chance.
pub(crate) fn is_repaired(diffs: &[Diff<'_, Line<'_>>]) -> bool {
    let mut warnings = diffs.iter().flat_map(|diff| &diff.warnings);
    warnings.any(|one| matches!(one.code, WarningCode::Mended | WarningCode::Altered))
}

/// True if the lines of every context row are equal up to white space.
pub(crate) fn context_rows_agree(diffs: &[Diff<'_, Line<'_>>]) -> bool {
    let rows = diffs.iter().flat_map(|diff| &diff.hunks).flat_map(|hunk| &hunk.rows);
    rows.filter_map(|row| match &row.change {
        Change::Context(lines) => Some(lines),
        _ => None,
    })
    .all(|lines| lines.get(Side::Old).split_whitespace().eq(lines.get(Side::New).split_whitespace()))
}

#[track_caller]
fn holds(one: &Simulated) -> Result<(), TestCaseError> {
    let property = find_broken_property(one);
    prop_assert!(property.is_none(), "{}", property.unwrap_or_default());
    Ok(())
}

proptest! {
    #![proptest_config(config(600))]

    #[test]
    fn stated_facts_are_kept(one in stated()) {
        holds(&one)?;
    }

    #[test]
    fn proved_diffs_are_true(one in unstated()) {
        holds(&one)?;
    }
}

proptest! {
    #![proptest_config(config(100))]

    #[test]
    fn the_same_paste_is_read_the_same_way(one in simulated()) {
        let text = one.paste().text();
        prop_assert_eq!(read(&text), read(&text));
    }

    #[test]
    fn line_ends_of_windows_change_nothing(one in simulated()) {
        let text = one.paste().text();
        let windows = text.replace('\n', "\r\n");
        prop_assert_eq!(read(&text), read(&windows));
    }
}
