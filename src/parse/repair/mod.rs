//! Repair of the damage that a paste takes on its way through mail, chats, tickets and office programs.
//!
//! Each kind of damage has one function. It looks for the signs of the damage and makes a [`Candidate`]: the text
//! without the damage. The caller reads the candidate like any other text, and accepts it if the reading is at least as
//! plausible as before: a page that is itself about quoting, escaping or code fences loses evidence when it is
//! "repaired". Then the search starts again, since damage comes in layers. Lines keep the numbers that they have in the
//! input.
//!
//! ```text
//! text ──candidates──▶ text without one kind of damage ──caller reads──▶ more plausible? ──yes──▶ accept
//!   ▲                                                                                               │
//!   └───────────────────────────── up to MAX_LAYERS times ──────────────────────────────────────────┘
//! ```
//!
//! | room | damage |
//! |---|---|
//! | `characters` | other characters in place of the copied ones: escapes, encodings, spaces for tabs |
//! | `lines` | other line ends, wrapped lines, doubled line spacing, indentation |
//! | `quoting` | marks before each line or around the text: `>`, times, line numbers, code fences |
//! | `table` | the table itself: marker lines without their tabs, cells of a spreadsheet |

mod candidate;
pub(crate) mod characters;
pub(crate) mod lines;
mod plausibility;
pub(crate) mod quoting;
pub(crate) mod table;
#[cfg(test)]
pub(crate) mod testing;

use std::borrow::Cow;

use crate::model::{Warning, WarningCode};
use crate::parse::sheet::{Integrity, Sheet, SideEvidence};

use super::input::split_lines;
use super::line_map::LineMap;
use super::unread_lines::UnreadLines;

pub(crate) use candidate::Candidate;
use candidate::Fidelity;
use characters::{entities, mojibake, nbsp_and_tabs, quoted_printable, typography};
use lines::{double_spacing, indentation, line_endings, unwrap_lines};
pub(crate) use plausibility::Plausibility;
use quoting::{chat_timestamps, code_fence, line_numbers, quote_marks};
use table::{marker_whitespace, spreadsheet};

/// Maximum number of layers of damage. A table in a code fence in a quoted mail in quoted-printable has four, the most
/// that was ever seen.
pub(crate) const MAX_LAYERS: usize = 6;

/// A function that finds one kind of damage and repairs it. Returns `None` for a text without signs of the damage.
type Repair = fn(&str) -> Option<Candidate>;

/// All kinds of damage. Damage to the whole text comes before damage to its lines, so that the outermost layer is
/// repaired first.
const ALL: &[Repair] = &[
    line_endings::repair,
    quoted_printable::repair,
    mojibake::repair,
    line_numbers::repair,
    indentation::unindent,
    quote_marks::repair,
    code_fence::repair,
    chat_timestamps::repair,
    indentation::strip_zero_width,
    nbsp_and_tabs::replace_nbsp,
    entities::repair,
    double_spacing::repair,
    unwrap_lines::repair,
    spreadsheet::repair,
    marker_whitespace::repair,
    nbsp_and_tabs::restore_tabs,
    double_spacing::restore_tab_lines,
    typography::repair,
];

/// Kinds of damage that leave markup readable as markup.
const IN_MARKUP: &[Repair] = &[quoted_printable::repair, mojibake::repair, typography::repair];

/// Kinds of damage that leave a table readable as a table. Its blanks, signs and line ends are the form of the table.
const IN_TABLE: &[Repair] = &[line_endings::repair, quoted_printable::repair, mojibake::repair];

/// A text, as it came or after some repairs.
pub(crate) struct RepairedText<'t> {
    text: Cow<'t, str>,
    /// Input line of each line of the text, and of the line after the last; `None` if they are equal.
    line_numbers: Option<Vec<u32>>,
    repairs: &'static [Repair],
    accepted: Vec<AcceptedRepair>,
}

/// Warnings of an accepted repair.
struct AcceptedRepair {
    fidelity: Fidelity,
    warnings: Vec<Warning>,
}

impl<'t> RepairedText<'t> {
    /// A text as it came; `sheets` is its reading.
    pub(crate) fn new(text: &'t str, sheets: &[Sheet<'_>]) -> Self {
        let is_markup = !sheets.is_empty() && sheets.iter().all(|sheet| sheet.shape.is_exact());
        let is_table =
            !sheets.is_empty() && sheets.iter().all(|sheet| sheet.source.sides == SideEvidence::Columns);
        let repairs = match (is_markup, is_table) {
            (true, _) => IN_MARKUP,
            (_, true) => IN_TABLE,
            _ => ALL,
        };
        Self { text: Cow::Borrowed(text), line_numbers: None, repairs, accepted: Vec::new() }
    }

    /// Finds the candidates lazily, one for each kind of damage with signs in the text.
    pub(crate) fn candidates(&self) -> impl Iterator<Item = Candidate> {
        let candidates = self.repairs.iter().filter_map(|repair| repair(&self.text));
        candidates.filter(|candidate| candidate.text != self.text || !self.is_reported(&candidate.message))
    }

    /// Computes the input line of each line of a candidate, and of the line after the last.
    pub(crate) fn line_numbers(&self, candidate: &Candidate) -> Option<Vec<u32>> {
        let Some(origins) = &candidate.lines else { return self.line_numbers.clone() };
        let map = self.line_map();
        let after = split_lines(&self.text).len();
        Some(origins.iter().chain([&after]).map(|&at| map.line_number(at)).collect())
    }

    /// Replaces the text by that of a candidate, and records its warnings.
    pub(crate) fn accept(&mut self, candidate: Candidate, line_numbers: Option<Vec<u32>>) {
        let code = match candidate.fidelity {
            Fidelity::Exact => WarningCode::Mended,
            Fidelity::Lossy => WarningCode::Altered,
        };
        let line = candidate.first.map(|at| self.line_map().line_number(at));
        let mut warnings = Vec::new();
        if !self.is_reported(&candidate.message) {
            warnings.push(Warning::new(line, code, candidate.message));
        }
        let mut outside = UnreadLines::default();
        let lines = split_lines(&self.text);
        for at in candidate.outside {
            outside.add(lines[at], at);
        }
        // A line that looks like a row may be one.
        let fidelity = if outside.has_row_signs() { Fidelity::Lossy } else { candidate.fidelity };
        warnings.extend(outside.take_warnings(self.line_map()));
        self.accepted.push(AcceptedRepair { fidelity, warnings });
        self.text = Cow::Owned(candidate.text);
        self.line_numbers = line_numbers;
    }

    /// Adds the warnings of the accepted repairs: of exact repairs to the first sheet, of lossy repairs to each.
    pub(crate) fn report(&self, sheets: &mut [Sheet<'_>]) {
        let is_lossy = |repair: &&AcceptedRepair| repair.fidelity == Fidelity::Lossy;
        for (index, sheet) in sheets.iter_mut().enumerate() {
            let repairs = self.accepted.iter().filter(|repair| index == 0 || is_lossy(repair));
            let warnings: Vec<Warning> = repairs.flat_map(|repair| repair.warnings.iter().cloned()).collect();
            sheet.warnings.splice(0..0, warnings);
            if self.accepted.iter().any(|repair| is_lossy(&repair)) {
                sheet.lower_integrity(Integrity::Repaired);
            }
        }
    }

    fn is_reported(&self, message: &str) -> bool {
        self.accepted.iter().flat_map(|repair| &repair.warnings).any(|warning| warning.message == message)
    }

    fn line_map(&self) -> LineMap<'_> {
        LineMap::from_line_numbers(self.line_numbers.as_deref())
    }
}
