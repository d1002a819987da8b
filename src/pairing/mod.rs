//! Pairing: turns the cells of a sheet into rows with sides, and states how certain they are.
//!
//! ```text
//! Sheet ─┬─ sides stated ──▶ stated ─────────────────────────────────────────┬─▶ moves ─▶ Diff<Line>
//!        └─ sides open ────▶ infer: grammar ─▶ cost ─▶ search ─▶ evidence ───┘
//! ```
//!
//! Where the input states the sides, the rows follow from it. Elsewhere [`infer`] finds the likeliest reading that an engine
//! of MediaWiki could have printed, and the arithmetic of the paste (line numbers, byte change) can prove it.
//!
//! # Example
//!
//! A phone's copy has one cell on each line, and its page says "5 bytes added":
//!
//! ```text
//! cells   reading 1   reading 2   reading 3
//! one     = one       = one       = one
//! one
//! milk    + milk      - milk      ~ milk|ten
//! ten     = ten       = ten
//! ten                             + ten
//! bytes   +5          −5          +3
//! cost    2,300       2,800       9,000 and more: the lines of the changed row have nothing in common
//! ```
//!
//! 1. [`grammar`] lists the rows that may begin at each cell: a pair, a removed line, an added line. A state machine of the
//!    engine's block grammar allows `= + =` and forbids `+ -` in one block.
//! 2. [`cost`] gives each row a log-odds in thousandths: an added line is likelier than a removed one, two lines that have
//!    nothing in common are hardly one changed row, a block that could move up by a line is unlikely (slider heuristic).
//! 3. [`search`] finds the best readings: a k-best Viterbi search over the lattice of rows, pruned by lower bounds as in
//!    A*, with a beam search for hunks that are too large.
//! 4. [`evidence`] proves a reading: the only one within a wide margin that has the stated byte change, without an anomaly.
//!    Here `+ milk` adds five bytes and no other reading does.
//!
//! Certainty follows from facts: [`Sheet::integrity`], [`Sheet::source`] and the search. Warnings only report them.

use crate::model::{Comparison, Diff, Hunk, Line, PageContent, Proof, Warning, WarningCode};
use crate::options::Options;
use crate::parse::sheet::{FinalLineEnd, Integrity, RowClaim, Section, Sheet, SideEvidence};
use evidence::byte_delta::{byte_delta, missing_newline};
use evidence::{anomalies, messages};
use moves::MoveLinks;

mod align;
mod calibration;
mod certainty;
mod cost;
pub(crate) mod evidence;
pub(crate) mod grammar;
mod infer;
mod lost_lines;
mod moved_sides;
mod moves;
mod php_whitespace;
mod search;
mod stated;

#[cfg(test)]
mod tests;

/// Finds the rows of one sheet.
#[must_use]
pub fn pair<'a>(sheet: Sheet<'a>, options: &Options) -> Diff<'a, Line<'a>> {
    let (integrity, input_end) = (sheet.integrity, sheet.input_end);
    let may_lack_changes = sheet.final_line_end == FinalLineEnd::Same
        && !matches!(sheet.source.sides, SideEvidence::Recorded(_));
    let lacks_rows = lacks_rows(&sheet);
    let is_stated = sheet.sections.iter().all(is_stated) && !lacks_rows;
    let mut diff = if is_stated { pair_stated(sheet) } else { pair_inferred(sheet, options) };
    if integrity != Integrity::Intact {
        diff.proof = Proof::Inferred;
        diff.confidence = None;
    }
    if may_lack_changes {
        report_missing_changes(&mut diff);
    }
    if lacks_rows {
        diff.comparison = Comparison::Incomplete;
        diff.warnings.push(messages::no_rows(diff.first_line));
    }
    diff.input_end = input_end;
    diff.bytes_given = options.bytes;
    // A page of ours that is read back has passed this test.
    if !is_stated && contradicts_a_byte_change(&diff) {
        diff.confidence = None;
    }
    if is_stated && diff.comparison != Comparison::SidesLost && diff.page.content == PageContent::Text {
        diff.warnings.extend(messages::given_bytes_disagree(options.bytes, diff.bytes_computed));
    }
    diff
}

/// Returns true if the rows have another byte change than the page or the caller gives. How likely such a reading is was
/// not measured.
fn contradicts_a_byte_change(diff: &Diff<'_, Line<'_>>) -> bool {
    let computed = diff.bytes_computed;
    diff.bytes_given.is_some_and(|given| given != computed)
        || diff.page.byte_change.is_some_and(|change| !change.agrees_with(computed))
}

/// Returns true for a copied table without any row: its rows are missing. A format can state that there are none.
fn lacks_rows(sheet: &Sheet<'_>) -> bool {
    let is_copied = sheet.source.sides == SideEvidence::Unstated || sheet.source.sides.is_copied_table();
    is_copied && sheet.sections.iter().all(|section| section.cells.is_empty())
}

/// Reports rows without a change. A diff shows unchanged lines only around a change, so the change is missing or the copy
/// lost it.
fn report_missing_changes(diff: &mut Diff<'_, Line<'_>>) {
    let line = diff.hunks.iter().flat_map(|hunk| &hunk.rows).next().map(|row| row.source_line);
    let Some(line) = line.filter(|_| diff.comparison == Comparison::Complete && !diff.has_changed_row())
    else {
        return;
    };
    diff.comparison = Comparison::Incomplete;
    let message = "all rows here are unchanged, but a diff shows unchanged lines only around a change: the changed lines are \
                   missing, or the copy lost what differs; copy the whole diff";
    diff.warnings.push(Warning::new(line, WarningCode::CutOff, message));
}

/// Returns true if the cells of a section state their sides.
fn is_stated(section: &Section<'_>) -> bool {
    section.cells.iter().all(|cell| match cell.claim {
        RowClaim::First | RowClaim::Second => true,
        RowClaim::Unknown | RowClaim::Lone => cell.side.is_some(),
        RowClaim::WholeRow | RowClaim::GluedRow | RowClaim::FirstColumn | RowClaim::Border => false,
    })
}

fn pair_stated<'a>(sheet: Sheet<'a>) -> Diff<'a, Line<'a>> {
    let Sheet { shape, source, first_line, page, sections, comparison, confidence, .. } = sheet;
    let Sheet { mut warnings, notes, .. } = sheet;
    let is_lost = comparison == Comparison::SidesLost;
    let differing = anomalies::context_cells_differ(&sections);
    let mut links = MoveLinks::default();
    let mut hunks: Vec<Hunk<Line<'a>>> = sections
        .into_iter()
        .map(|section| {
            let rows = stated::build_rows(section.cells, &mut links);
            Hunk { start: section.start, section: section.heading, rows }
        })
        .collect();
    for row in hunks.iter_mut().flat_map(|hunk| &mut hunk.rows).filter(|_| is_lost) {
        row.is_ambiguous = true;
    }
    let bytes_computed = match source.sides {
        SideEvidence::Format | SideEvidence::ByteChange => {
            byte_delta(&hunks) + missing_newline(shape, &page, &hunks)
        }
        _ => byte_delta(&hunks),
    };
    let anomaly = differing.or_else(|| anomalies::in_stated_rows(source.sides, &page, &hunks));
    let proof = match source.sides {
        _ if is_lost || anomaly.is_some() => Proof::Inferred,
        SideEvidence::ByteChange => Proof::Inferred,
        SideEvidence::Recorded(proof) => proof,
        _ => Proof::Stated,
    };
    let confidence = confidence.filter(|percent| {
        *percent <= 100 && source.sides == SideEvidence::Recorded(Proof::Inferred) && anomaly.is_none()
    });
    let comparison = match &anomaly {
        Some(anomaly) if comparison == Comparison::Complete => anomaly.comparison,
        _ => comparison,
    };
    warnings.extend(anomaly.map(|anomaly| anomaly.warning));
    if source.sides == SideEvidence::Format && page.content == PageContent::Text {
        warnings.extend(messages::stated_bytes_disagree(page.byte_change, bytes_computed));
    }
    let diff = Diff::new(shape, hunks);
    let mut diff =
        Diff { first_line, page, proof, confidence, comparison, bytes_computed, warnings, notes, ..diff };
    moves::number_moves(&mut diff, &links);
    diff
}

fn pair_inferred<'a>(sheet: Sheet<'a>, options: &Options) -> Diff<'a, Line<'a>> {
    let inferred = infer::infer_rows(&sheet, options);
    let Sheet { shape, first_line, page, comparison, mut warnings, mut notes, .. } = sheet;
    warnings.extend(inferred.warnings);
    notes.extend(inferred.notes);
    let mut diff = Diff {
        first_line,
        page,
        comparison: if comparison == Comparison::Complete { inferred.comparison } else { comparison },
        bytes_computed: inferred.bytes.unwrap_or_else(|| byte_delta(&inferred.hunks)),
        proof: inferred.proof,
        confidence: inferred.confidence,
        alternatives: inferred.alternatives,
        warnings,
        notes,
        ..Diff::new(shape, inferred.hunks)
    };
    moves::number_moves(&mut diff, &inferred.links);
    diff
}
