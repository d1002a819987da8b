//! Parsing of an input into sheets: its page facts, and the cells of its diff with everything that the input states.
//!
//! ```text
//! bytes ─ decode ─▶ text ─┬─ markup ──────────────────────────────▶ sheets    HTML, API, REST, feed
//!                         ├─ export ──────────────────────────────▶ pairs of whole pages, for `line_diff`
//!                         ├─ extracted_lines ─────────────────────▶ sheets    text that a program extracted
//!                         └─ detect ─▶ split ─▶ read ─────────────▶ sheets    copied text, unified diffs
//!                               ▲       copied::*, table, unified │
//!                               └────────── repair ◀────────────┘       damaged text is repaired and read again
//! ```
//!
//! `page` reads the page around the rows for all readers: heading, hunk headers, footer. `dispatch` names the reader of
//! each shape. A reader states the facts of the input and infers nothing: pairing decides the rows.

use std::cell::LazyCell;

use crate::model::{Page, Shape, Sides};
use crate::parse::sheet::Sheet;
use copied::split_diffs;
use export::EditChoice;

use line_map::LineMap;
use repair::{Plausibility, RepairedText};

mod blank_rows;
pub(crate) mod copied;
pub(crate) mod decode;
mod dispatch;
pub(crate) mod export;
mod extracted_lines;
mod line_counter;
mod line_map;
mod one_line;
mod other_wikis;
pub(crate) mod page;
mod repair;
pub(crate) mod sheet;
mod table;
mod unread_lines;

mod error;
mod input;
mod markup;
pub(crate) mod unified;

#[cfg(test)]
mod tests;

pub(crate) use crate::options::Options;
pub use error::{Error, ErrorKind};
pub use other_wikis::OtherWiki;

/// Reads the revisions to compare from an export. Returns `None` for any other input.
///
/// # Errors
/// Returns an error for an export without two revisions, or without the wanted revisions, and if edits are chosen from
/// another input.
pub(crate) fn read_comparisons<'a>(
    text: &'a str,
    options: &Options,
    choice: &EditChoice,
) -> Result<Option<export::Comparisons<'a>>, Error> {
    let is_export = match options.shape {
        Some(shape) => shape == Shape::Export,
        None => export::is_export(text),
    };
    let error =
        |failure: export::ExportFailure| Error { line: failure.line, kind: ErrorKind::Export(failure.error) };
    if is_export {
        export::find_comparisons(text, options.revisions, choice).map(Some).map_err(error)
    } else if choice.is_all() {
        Ok(None)
    } else {
        Err(Error { line: None, kind: ErrorKind::NotAnExport })
    }
}

/// Reads every diff in the text.
///
/// # Errors
/// Returns an error if the text contains no diff.
pub fn read_sheets<'a>(text: &'a str, options: &Options) -> Result<Vec<Sheet<'a>>, Error> {
    let error = |kind| Err(Error { line: None, kind });
    if options.revisions != Sides::default() {
        return error(ErrorKind::NotAnExport);
    }
    if text.trim().is_empty() {
        return error(ErrorKind::Empty);
    }
    let found = read_unrepaired(text, LineMap::default(), options);
    if let Err(Error { kind, .. }) = &found
        && matches!(kind, ErrorKind::WordDiff | ErrorKind::UnsignedLines | ErrorKind::OtherWiki(_))
    {
        return found;
    }
    let repaired = read_repaired(text, found.as_deref().unwrap_or_default(), options);
    repaired.map_or(found, Ok)
}

/// Reads the text again without the damage that it took on its way. Returns `None` if no repair makes the reading more
/// plausible than `sheets`, the reading of the text as it came.
fn read_repaired(text: &str, sheets: &[Sheet<'_>], options: &Options) -> Option<Vec<Sheet<'static>>> {
    let mut current = RepairedText::new(text, sheets);
    let mut best: Option<(Vec<Sheet<'static>>, Plausibility)> = None;
    // Each pass repairs one layer of damage: the first candidate that makes the reading more plausible.
    for _ in 0..repair::MAX_LAYERS {
        let before = LazyCell::new(|| match &best {
            Some((_, plausibility)) => *plausibility,
            None => Plausibility::new(sheets),
        });
        let mut accepted = None;
        for candidate in current.candidates() {
            let numbers = current.line_numbers(&candidate);
            let map = LineMap::from_line_numbers(numbers.as_deref());
            let sheets = read_unrepaired(&candidate.text, map, options).unwrap_or_default();
            let after = Plausibility::new(&sheets);
            if before.is_improved_by(&candidate, after) {
                let sheets = sheets.into_iter().map(Sheet::into_owned).collect();
                accepted = Some((sheets, after, candidate, numbers));
                break;
            }
        }
        let Some((sheets, plausibility, candidate, numbers)) = accepted else { break };
        current.accept(candidate, numbers);
        best = Some((sheets, plausibility));
    }
    let (mut sheets, _) = best.filter(|(sheets, _)| !sheets.is_empty())?;
    current.report(&mut sheets);
    Some(sheets)
}

/// Reads every diff in the text as it came, without repairs.
fn read_unrepaired<'a>(
    text: &'a str,
    line_map: LineMap<'a>,
    options: &Options,
) -> Result<Vec<Sheet<'a>>, Error> {
    let error = |kind| Err(Error { line: None, kind });
    let wants_markup = options.shape.map(Shape::is_exact);
    match markup::parse_sheets(text) {
        Some(Ok(mut sheets)) => {
            for sheet in &mut sheets {
                renumber_lines(sheet, line_map);
            }
            return Ok(sheets);
        }
        // A wanted shape of copied text wins: the text may only begin like markup.
        Some(Err(error)) if wants_markup != Some(false) => return Err(error),
        _ if wants_markup == Some(true) => return error(ErrorKind::NotText),
        _ => {}
    }
    if options.shape.is_none()
        && let Some(wiki) = other_wikis::find_in_text(text)
    {
        return error(ErrorKind::OtherWiki(wiki));
    }
    if options.shape.is_none_or(|shape| shape == Shape::Unified) && unified::is_word_diff(text) {
        let is_marked = unified::has_word_marks(text);
        return error(if is_marked { ErrorKind::WordDiff } else { ErrorKind::UnsignedLines });
    }
    if options.shape.is_none() && one_line::is_on_one_line(text) {
        return error(ErrorKind::OneLine);
    }
    let mut sheets = split_diffs::parse_diffs(text, line_map, options);
    if sheets.is_empty() {
        return error(markup::find_other_wiki(text).map_or(ErrorKind::NotADiff, ErrorKind::OtherWiki));
    }
    if other_wikis::is_dokuwiki(text) {
        sheets.iter_mut().for_each(other_wikis::doubt_dokuwiki);
    }
    Ok(sheets)
}

/// Numbers the lines of a sheet as in the original input.
fn renumber_lines(sheet: &mut Sheet<'_>, line_map: LineMap<'_>) {
    let renumber = |line: u32| line.checked_sub(1).map_or(line, |index| line_map.line_number(index as usize));
    sheet.first_line = renumber(sheet.first_line);
    for cell in sheet.sections.iter_mut().flat_map(|section| &mut section.cells) {
        cell.line = renumber(cell.line);
    }
    for warning in &mut sheet.warnings {
        warning.map_lines(renumber);
    }
}

/// Reads the facts of the page and its revisions from an answer of `action=compare`, even if the answer has no diff.
#[must_use]
pub fn read_page_facts(answer: &str) -> Option<Page<'static>> {
    markup::parse_page_facts(answer)
}
