//! Messages about an inferred reading: notes for `--explain`, and warnings.

use crate::model::{ByteChange, Hunk, Line, Side, Warning, WarningCode};
use crate::parse::sheet::{Engine, Sheet};

use super::byte_check::ByteCheck;
use crate::pairing::search::ReadingStep;

/// Maximum number of bytes whose loss a message explains by NBSPs. Seven of 328 measured edits changed the number of NBSPs,
/// three of them by one; a larger difference rather has other reasons.
const MAX_EXPLAINED_NBSP: u64 = 4;

/// Constraint on the reading of a hunk by an equation: the line numbers around it, or the stated byte change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum IsConstrained {
    /// An equation holds for the reading.
    Yes,
    /// No equation does.
    No,
}

/// Explains the reading, a sentence each: the grammar, the line numbers and the byte check.
pub(crate) fn reading_notes(sheet: &Sheet<'_>, engine: Engine, check: ByteCheck) -> Vec<String> {
    let engine = match engine {
        Engine::Wikidiff2 => "read by the block grammar of wikidiff2",
        Engine::Php => "read by the block grammar of MediaWiki's PHP engine",
    };
    let bytes = match check {
        ByteCheck::Unstated => "the paste states no byte change, so nothing checks the whole reading",
        ByteCheck::Fails => "no reading has the stated byte change",
        ByteCheck::NearMiss => "only readings that are far less likely have the stated byte change",
        ByteCheck::Ambiguous => "several readings have the stated byte change",
        ByteCheck::Incomplete => {
            "one reading has the stated byte change, but not all readings were checked, or a likelier one lacks it"
        }
        ByteCheck::Unique => "only one reading has the stated byte change",
    };
    let numbers = match sheet.sections.iter().filter(|section| section.start.is_some()).count() {
        0 => None,
        1 => Some("1 header with line numbers; it checks the hunk before it".to_owned()),
        count => Some(format!("{count} headers with line numbers; each checks the hunk before it")),
    };
    [Some(engine.to_owned()), numbers, Some(bytes.to_owned())].into_iter().flatten().collect()
}

/// Warns if the reading that is shown lacks the byte change: that of the caller, or that of the page.
pub(crate) fn bytes_disagree(
    change: Option<ByteChange>,
    of_page: Option<ByteChange>,
    check: ByteCheck,
    computed: Option<i64>,
    hunks: &[Hunk<Line<'_>>],
) -> Option<Warning> {
    let missing = change.zip(computed);
    let is_nbsp = missing.is_some_and(|(change, computed)| could_be_nbsp(change, computed, hunks));
    let stated = match (change.map(describe), of_page.map(describe)) {
        (Some(given), Some(of_page)) if given == of_page => format!("byte change on the page ({given})"),
        (Some(given), Some(of_page)) => format!("given byte change ({given}; the page says {of_page})"),
        (given, _) => format!("given byte change ({})", given.unwrap_or_default()),
    };
    let message = match check {
        ByteCheck::Fails => format!("no reading matches the {stated}; the likeliest is shown"),
        ByteCheck::NearMiss if !is_nbsp => {
            let computed = describe(ByteChange::Signed(computed.unwrap_or_default()));
            format!("no likely reading matches the {stated}; the rows make {computed}")
        }
        ByteCheck::NearMiss => format!(
            "the rows nearly match the {stated}: no-break spaces, which take two bytes, were probably copied as \
             spaces"
        ),
        ByteCheck::Unstated | ByteCheck::Ambiguous | ByteCheck::Incomplete | ByteCheck::Unique => {
            return None;
        }
    };
    Some(Warning::new(None, WarningCode::BytesDisagree, message))
}

/// Returns true if NBSPs that were copied as spaces can explain the bytes that the rows lack: a few, and not more than the
/// changed lines of their side have spaces.
fn could_be_nbsp(change: ByteChange, computed: i64, hunks: &[Hunk<Line<'_>>]) -> bool {
    let missed = change.missed_by(computed);
    let has_spaces = |side| count_changed_spaces(hunks, side) as u64 >= missed;
    let is_possible = match change.signed() {
        Some(change) if change > computed => has_spaces(Side::New),
        Some(_) => has_spaces(Side::Old),
        None => has_spaces(Side::New) || has_spaces(Side::Old),
    };
    missed <= MAX_EXPLAINED_NBSP && is_possible
}

/// Counts the spaces in the changed lines of a side.
fn count_changed_spaces(hunks: &[Hunk<Line<'_>>], side: Side) -> usize {
    let changed = hunks.iter().flat_map(|hunk| &hunk.rows).filter(|row| !row.change.is_context());
    changed.filter_map(|row| row.change.line(side)).map(|line| line.matches(' ').count()).sum()
}

/// Warns if rows with stated sides lack the stated byte change.
pub(crate) fn stated_bytes_disagree(change: Option<ByteChange>, computed: i64) -> Option<Warning> {
    let change = change?;
    let stated = describe(change);
    let message = format!(
        "the rows add {computed:+} bytes, but the page says {stated}; a part may be missing, or the size is of \
         another page"
    );
    (!change.agrees_with(computed)).then(|| Warning::new(None, WarningCode::BytesDisagree, message))
}

/// Warns if rows with stated sides lack the byte change that the caller gave.
pub(crate) fn given_bytes_disagree(given: Option<i64>, computed: i64) -> Option<Warning> {
    let given = given.filter(|given| *given != computed)?;
    let message = format!(
        "the rows add {computed:+} bytes, but {given:+} bytes were given; a part may be missing, or the number is of \
         another edit"
    );
    Some(Warning::new(None, WarningCode::BytesDisagree, message))
}

fn describe(change: ByteChange) -> String {
    match change {
        ByteChange::Signed(bytes) => format!("{bytes:+} {}", byte_noun(bytes.unsigned_abs())),
        ByteChange::Unsigned(bytes) => format!("{bytes} {}", byte_noun(bytes)),
    }
}

const fn byte_noun(bytes: u64) -> &'static str {
    if bytes == 1 { "byte" } else { "bytes" }
}

/// Warns that no reading of a hunk agrees with the line numbers around it.
pub(crate) fn numbers_disagree(line: Option<u32>) -> Warning {
    let message =
        "no reading of this hunk adds as many lines as the next header says; a part of it may be missing";
    Warning::new(line, WarningCode::LinesDisagree, message)
}

/// Warns that the cells of a hunk fit no rows.
pub(crate) fn no_reading(line: u32) -> Warning {
    let message = "from here on the lines fit no rows of a diff, and each is shown as an added line; the paste \
                   may be damaged";
    Warning::new(line, WarningCode::StrayLine, message)
}

/// Warns of a copied table without any row.
pub(crate) fn no_rows(line: u32) -> Warning {
    let message =
        "there is no row of a diff here: the rows are missing, or were read as other lines of the page";
    Warning::new(line, WarningCode::CutOff, message)
}

/// Warns that not every reading of a hunk was searched.
pub(crate) fn search_limit(line: Option<u32>) -> Warning {
    let message = "this hunk has too many possible readings to check them all; a likely one is shown";
    Warning::new(line, WarningCode::SearchLimit, message)
}

/// Warns of a blank context row that was restored at the end of a trimmed text.
pub(crate) fn trimmed_blank(line: Option<u32>) -> Warning {
    let message = "a blank context line was restored at the end, where the copy was trimmed; the page may also \
                   end there";
    Warning::new(line, WarningCode::BlankLines, message)
}

/// Warns of changed rows whose change the copy lost.
pub(crate) fn lost_changes(count: usize, line: Option<u32>) -> Warning {
    let rows = match count {
        1 => "a changed row has two equal lines".to_owned(),
        _ => format!("{count} changed rows have two equal lines"),
    };
    let message = format!(
        "{rows}: only white space changed, and the copy lost it, or a line above is missing or extra"
    );
    Warning::new(line, WarningCode::SpacesFolded, message)
}

/// Warns of the blank lines in a reading that the page does not let be copied.
pub(crate) fn unseen_blanks<'s>(
    steps: impl Iterator<Item = &'s ReadingStep>,
    is_constrained: IsConstrained,
) -> Option<Warning> {
    let reason = match is_constrained {
        IsConstrained::Yes => "the numbers on the page confirm how many, but not exactly where",
        IsConstrained::No => "this is a guess, since nothing in the paste counts them",
    };
    let lines = match steps.filter(|step| !step.is_seen()).count() {
        0 => return None,
        1 => "1 blank line was".to_owned(),
        count => format!("{count} blank lines were"),
    };
    let message = format!("{lines} restored that copies of this page leave out; {reason}");
    Some(Warning::new(None, WarningCode::BlankLines, message))
}
