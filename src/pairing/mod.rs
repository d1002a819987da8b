//! From cells to rows: which cell is old, which is new, and how we know.
//!
//! Where the input states the sides, rows follow from it. Where it does not, a search finds the
//! likeliest reading of each hunk that MediaWiki could have printed, and the paste's own arithmetic (line numbers,
//! byte change) confirms it or not.

use crate::model::{Diff, Hunk, Line, Proof};
use crate::parse::sheet::{Integrity, RowClaim, Section, Sheet, SideEvidence};
use evidence::{anomalies, byte_delta, messages};

mod align;
mod cost;
pub(crate) mod evidence;
pub(crate) mod grammar;
mod infer;
mod moves;
mod php_whitespace;
mod search;
mod stated;

pub(crate) use crate::options::Hints;
pub(crate) use crate::parse::sheet::Engine;

#[cfg(test)]
mod tests;

/// Works out the rows of one sheet.
#[must_use]
pub fn pair<'a>(sheet: Sheet<'a>, help: &Hints) -> Diff<'a, Line<'a>> {
    let integrity = sheet.integrity;
    let mut diff =
        if sheet.sections.iter().all(is_stated) { by_statement(sheet) } else { by_inference(sheet, help) };
    moves::number(&mut diff);
    if integrity != Integrity::Intact {
        diff.proof = Proof::Inferred;
    }
    diff
}

/// Whether the cells of a section state their sides.
fn is_stated(section: &Section<'_>) -> bool {
    section.cells.iter().all(|cell| match cell.claim {
        RowClaim::First | RowClaim::Second => true,
        RowClaim::Unknown => cell.side.is_some(),
        RowClaim::WholeRow | RowClaim::Border => false,
    })
}

fn by_statement<'a>(sheet: Sheet<'a>) -> Diff<'a, Line<'a>> {
    let Sheet { shape, source, first_line, page, sections, warnings, notes, .. } = sheet;
    let is_lost = source.sides == SideEvidence::Lost;
    let belied = anomalies::belied(&sections);
    let mut hunks: Vec<Hunk<Line<'a>>> = sections
        .into_iter()
        .map(|section| Hunk { start: section.start, section: None, rows: stated::rows(section.cells) })
        .collect();
    for row in hunks.iter_mut().flat_map(|hunk| &mut hunk.rows).filter(|_| is_lost) {
        row.is_ambiguous = true;
    }
    let bytes_computed = byte_delta::of(&hunks);
    let mut warnings = warnings;
    let doubt = belied.or_else(|| anomalies::doubt(source.sides, &page, &hunks));
    let proof = match source.sides {
        _ if is_lost || doubt.is_some() => Proof::Inferred,
        SideEvidence::Recorded(proof) => proof,
        _ => Proof::Stated,
    };
    warnings.extend(doubt);
    if source.sides == SideEvidence::Format {
        warnings.extend(messages::stated_disagreement(page.byte_change, bytes_computed, &hunks));
    }
    let alternatives = Vec::new();
    Diff { shape, first_line, page, hunks, proof, bytes_computed, alternatives, warnings, notes }
}

fn by_inference<'a>(sheet: Sheet<'a>, help: &Hints) -> Diff<'a, Line<'a>> {
    let inferred = infer::infer(&sheet, help);
    let Sheet { shape, first_line, page, mut warnings, mut notes, .. } = sheet;
    warnings.extend(inferred.warnings);
    notes.extend(inferred.notes);
    Diff {
        shape,
        first_line,
        page,
        bytes_computed: inferred.bytes.unwrap_or_else(|| byte_delta::of(&inferred.hunks)),
        hunks: inferred.hunks,
        proof: inferred.proof,
        alternatives: inferred.alternatives,
        warnings,
        notes,
    }
}
