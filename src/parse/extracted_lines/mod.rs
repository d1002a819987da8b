//! Text that a program extracted from a diff page: the columns of the table are gone, and what is left of them differs.
//!
//! ```text
//!            lines                       gaps                  glued             pieces
//!
//!     Line 3:⇥⇥    Line 3:      Line 3:               Line 3:             Line 3:
//!     a mill                     Line 3:               Line 3:             Line 3:
//!     a mill                                           a milla mill        a mill
//!     one [DEL: old :DEL] line                         one oldone new      a mill
//!     one [INS: new :INS] line                                             one
//!                                a mill                                    old
//!                                                      b                   one
//!                                a mill                                    new
//! ```
//!
//! | form | columns | file |
//! |---|---|---|
//! | lines | none; marks of changed words, and the column of the second label, tell sides | `cell_lines` |
//! | gaps | the line ends between the cells in the source of the page | `cell_gaps`, `gap_items` |
//! | glued | none; a row is on each line | `glued_rows`, `broken_cells` |
//! | pieces | none; a cell is broken at its changed words | `broken_cells` |
//!
//! All begin with the same steps: `header_rows` finds "Line N:" in any spacing, `page_heading` reads the page above,
//! `page_text` strips the signs of lists and links around the table, `table_end` finds its end. A text that any browser could have copied is left to the room
//! `copied`.

mod broken_cells;
mod cell_gaps;
mod cell_lines;
mod extracted_table;
mod form;
mod gap_items;
mod glued_rows;
mod header_rows;
mod page_heading;
mod page_text;
mod table_end;

use crate::parse::blank_rows;
use crate::parse::input::InputLines;
use crate::parse::page::line_number;
use crate::parse::page::messages::Languages;
use crate::parse::page::page_footer;
use crate::parse::page::rendered_page;
use crate::parse::sheet::{BlankRows, Engine, NbspCopy, Section, Sheet, SideEvidence, Source};
use crate::parse::unread_lines::UnreadLines;

use extracted_table::{ExtractedTable, TableRows};
use form::ExtractedForm;
use header_rows::{HeaderJoint, HeaderRow};
use page_heading::ExtractedHeading;

pub(crate) use form::FormShapes;

/// Parses the only diff of an extracted text. Returns `None` for a text without the signs of such a form.
pub(crate) fn parse_sheet(input: &InputLines<'_>, shapes: FormShapes) -> Option<Sheet<'static>> {
    let (lines, line_map) = (input.lines(), input.line_map());
    let has_marks = cell_lines::has_mark_signs(input.text());
    if !has_marks && shapes.wanted.is_none() && is_browser_copy(lines) {
        return None;
    }
    let headers = header_rows::find_header_rows(lines);
    let first = headers.first()?.lines.start;
    let from = headers.last()?.lines.end;
    // The heading.
    let joint = headers.first()?.joint;
    let languages = header_languages(lines, first);
    let heading = page_heading::parse_heading(&lines[..first], joint, languages, line_map);
    let end = table_end::find_table_end(lines, from, joint, &heading.page);
    // The rows.
    // A byte change stands on mobile pages alone, whose tables are the PHP engine's.
    let engines = if heading.page.byte_change.is_some() { &[Engine::Php] } else { Engine::ALL };
    let table =
        ExtractedTable { lines, headers, has_marks, end: end.at, rendered: end.rendered, line_map, engines };
    let form = ExtractedForm::detect(&table, shapes)?;
    let mut rows = form.read_rows(&table)?;
    Some(make_sheet(form, &table, &mut rows, heading))
}

/// True for a text without a header row, or for the copy of a browser: the labels of the first header row stand beside each
/// other, and no address is above them. Most copies of a desktop page are such.
fn is_browser_copy(lines: &[&str]) -> bool {
    let first = header_rows::find_first(lines);
    first.is_none_or(|first| {
        first.joint == HeaderJoint::Narrow
            && !lines[..first.lines.start].iter().any(|line| page_text::has_address(line))
    })
}

/// The languages of the words of a header row.
fn header_languages(lines: &[&str], at: usize) -> Option<Languages> {
    let label = line_number::parse_label(lines[at].trim())
        .or_else(|| line_number::parse_pair(lines[at].trim()).map(|pair| pair.old))?;
    line_number::languages(&label)
}

/// Makes the sheet of the rows and of the page around them.
fn make_sheet(
    form: ExtractedForm,
    table: &ExtractedTable<'_>,
    rows: &mut TableRows,
    heading: ExtractedHeading,
) -> Sheet<'static> {
    let mut page = heading.page;
    if matches!(form, ExtractedForm::Gaps | ExtractedForm::Glued) {
        page_text::separate_labels(&mut page.revisions);
    }
    let mut sections = std::mem::take(&mut rows.sections);
    let mut notes = vec![format!("shape {}, because {}", form.shape(), rows.reason)];
    if let Some(rendered) = table.rendered.filter(|_| rows.sides == SideEvidence::Unstated) {
        rendered_page::mark_rendered(&mut sections, &table.lines[rendered..]);
        notes.push("which lines are new was also looked up in the page shown below the diff".to_owned());
    }
    let has_nbsp = table.rows().iter().any(|line| line.contains('\u{a0}'));
    let mut warnings = std::mem::take(&mut rows.warnings);
    warnings.extend(heading.warnings);
    let mut unread = UnreadLines::default();
    (table.end..table.lines.len()).for_each(|at| unread.add(table.lines[at], at));
    warnings.extend(unread.take_warnings(table.line_map));
    Sheet {
        page,
        nbsp: if has_nbsp { NbspCopy::Kept } else { NbspCopy::Unknown },
        blank_rows: rows.blank_rows.unwrap_or_else(|| find_blank_rows(table, &sections)),
        integrity: rows.integrity,
        sections,
        warnings,
        notes,
        ..Sheet::new(form.shape(), Source { sides: rows.sides, engines: table.engines }, table.line_number(0))
    }
}

/// Finds out which blank rows the program kept.
fn find_blank_rows(table: &ExtractedTable<'_>, sections: &[Section<'_>]) -> BlankRows {
    // Paragraphs have a blank line between any two, in the footer as well.
    let has_gaps = matches!(table.headers.first(), Some(HeaderRow { joint: HeaderJoint::Below(1..), .. }));
    if !has_gaps && page_footer::is_spaced_footer(table.lines, table.end) {
        return BlankRows::AllKept;
    }
    blank_rows::find_blank_rows(sections)
}
