//! Reader of the shapes `cells` and `rows`: a cell, or a row, on each line, and nothing that states the side.
//!
//! ```text
//! cells                  rows
//! Line 20:⇥Line 20:      Line 20: Line 20:
//! context                context context
//! context                old new
//! old
//! new
//! ```
//!
//! The rows begin at the first hunk header, or else after the page heading, or else at the first line.

use std::ops::Range;

use crate::model::{Page, Shape, Warning, WarningCode};
use crate::parse::sheet::{
    BlankRows, Cell, Engine, Integrity, RowClaim, Section, Sheet, SideEvidence, Source, TextEnd,
};

use crate::text::whitespace::{find_doubling_space, is_same_text};

use super::lines_once;
use crate::parse::blank_rows;
use crate::parse::input::InputLines;
use crate::parse::page::heading::Heading;
use crate::parse::page::hunk_headers::HunkHeader;
use crate::parse::page::messages;
use crate::parse::page::page_footer;
use crate::parse::page::rendered_page;

/// Parses the only diff in the lines.
pub(crate) fn parse_sheet<'a>(input: &InputLines<'a>, shape: Shape, mut heading: Heading<'a>) -> Sheet<'a> {
    // The heading and the lines around the rows.
    let first = find_first_row(input, &heading);
    heading.unread.truncate(first);
    heading.move_lone_label_to_new();
    let end = page_footer::find_end(input, first, &heading.page);
    (end..input.len()).for_each(|at| heading.unread.add(input.lines()[at], at));
    let footer = page_footer::find_possible_footer(input, &(first..end), &heading.page);
    let footer = footer.map(|at| possible_footer_warning(input.line_number(at)));
    let has_headers = !input.headers().all().is_empty();
    let mut notes: Vec<_> = heading.end_note(input).filter(|_| !has_headers).into_iter().collect();
    let mut page = heading.page;
    page.language = heading.languages.likeliest_language(input.headers().languages());
    // The rows.
    let claim = if shape == Shape::Rows { RowClaim::WholeRow } else { RowClaim::Unknown };
    let mut sections = collect_sections(input, first..end, claim);
    let is_merged = claim == RowClaim::Unknown && has_merged_blank(input, first);
    if let Some(section) = sections.first_mut().filter(|_| is_merged) {
        let blank = section.cells.first().cloned();
        section.cells.splice(0..0, blank);
    }
    // The rendered page below them.
    let label = page_footer::find_rendered_page(input, first, &page);
    let is_label_open = label.is_some_and(|label| is_followed_by_rows(input, label));
    if let Some(label) = label {
        rendered_page::mark_rendered(&mut sections, &input.lines()[label + 1..]);
        notes.push("which lines are new was also looked up in the page shown below the diff".to_owned());
    }
    let may_be_inline = claim == RowClaim::Unknown && !has_headers && may_be_inline_view(&sections);
    if may_be_inline {
        notes.push(
            "no line of context stands twice, so that the page may be the inline view of a mobile page"
                .to_owned(),
        );
    }
    let is_glued = claim == RowClaim::Unknown && may_be_glued(input, first..end);
    let open_header = find_open_header(input).filter(|_| claim == RowClaim::Unknown);
    let without_header = open_header
        .filter(|header| page.byte_change.is_none() || is_doubled_header(input, header))
        .map(|header| collect_without_header(input, heading.end, header, end));
    let is_end_open = is_end_open(input, heading.last_extension) && !has_headers;
    let is_header_open = open_header.is_some_and(|header| lacks_context(input, header, &sections))
        || heading.unread.has_row_signs();
    let has_odd_end = page_footer::has_odd_end(input, end);
    let is_trimmed = claim == RowClaim::Unknown && page_footer::is_trimmed(input, end);
    let engines = find_engines(&page, &sections);
    let source = Source { sides: SideEvidence::Unstated, engines };
    Sheet {
        page,
        nbsp: input.nbsp(),
        blank_rows: if page_footer::is_spaced_footer(input.lines(), end) {
            BlankRows::AllKept
        } else {
            blank_rows::find_blank_rows(&sections)
        },
        text_end: if is_trimmed { TextEnd::Trimmed } else { TextEnd::Kept },
        integrity: if footer.is_some() || may_be_inline {
            Integrity::Damaged
        } else if is_header_open
            || is_label_open
            || is_end_open
            || is_glued
            || has_odd_end && engines.contains(&Engine::Wikidiff2)
        {
            Integrity::Repaired
        } else {
            Integrity::Intact
        },
        sections,
        without_header,
        warnings: heading.unread.take_warnings(input.line_map()).into_iter().chain(footer).collect(),
        notes,
        ..Sheet::new(shape, source, input.line_number(0))
    }
}

/// Finds the first row. A copy of the rows alone may begin with the tabs of the row above.
fn find_first_row(input: &InputLines<'_>, heading: &Heading<'_>) -> usize {
    let is_border = input.line(0).is_some_and(|line| !line.is_empty() && line.trim_matches('\t').is_empty());
    match input.headers().all().first() {
        Some(header) => header.at,
        None => heading.end.unwrap_or(usize::from(is_border)),
    }
}

/// True if the lines may be rows of one line each: as many of them are one text twice round a space as stand twice below each
/// other.
fn may_be_glued(input: &InputLines<'_>, lines: Range<usize>) -> bool {
    let has_text = |&at: &usize| input.header_at(at).is_none() && !input.lines()[at].trim().is_empty();
    let texts = || lines.clone().filter(has_text);
    let glued = texts().filter(|&at| find_doubling_space(input.lines()[at]).is_some()).count();
    glued > 0 && glued >= texts().filter(|&at| input.is_doubled(at)).count()
}

/// True if the label above the rendered page may be a row: nothing stands below it, or lines that stand twice as context does.
fn is_followed_by_rows(input: &InputLines<'_>, label: usize) -> bool {
    let has_text = input.lines()[label + 1..].iter().any(|line| !line.trim().is_empty());
    !has_text || (label + 1..input.len()).any(|at| input.is_doubled(at))
}

/// Finds the only header if it may be a row: it has a line for each side.
fn find_open_header<'i>(input: &'i InputLines<'_>) -> Option<&'i HunkHeader> {
    let [header] = input.headers().all() else { return None };
    (header.line_count == 2).then_some(header)
}

/// True if both lines of a header are equal, as those of a row of context are.
fn is_doubled_header(input: &InputLines<'_>, header: &HunkHeader) -> bool {
    input.lines()[header.at] == input.lines()[header.at + 1]
}

/// True if a line far below the facts of the heading moved its end over lines that may be rows: empty lines stand between.
fn is_end_open(input: &InputLines<'_>, last_extension: Option<usize>) -> bool {
    let is_label = |at: &usize| messages::parse_revision_label(input.lines()[*at].trim()).is_some();
    let Some(last) = last_extension else { return false };
    let first = (0..last).rev().find(is_label).unwrap_or(0);
    input.lines()[first..last].windows(2).any(|pair| pair[0].is_empty() && pair[1].is_empty())
}

/// Collects the cells of a diff whose only header is a row of context. The rows begin below the heading.
fn collect_without_header<'a>(
    input: &InputLines<'a>,
    heading_end: Option<usize>,
    header: &HunkHeader,
    end: usize,
) -> Section<'a> {
    let first = heading_end.unwrap_or(header.at).min(header.at);
    let cells = (first..end).map(|at| new_cell(input, at, RowClaim::Unknown)).collect();
    Section { cells, ..Section::default() }
}

/// True if the two rows of context do not stand below a header that is one line twice, as a row of context is.
fn lacks_context(input: &InputLines<'_>, header: &HunkHeader, sections: &[Section<'_>]) -> bool {
    let is_doubled = input.line(header.at) == input.line(header.at + 1);
    let is_top = header.numbers.old <= 1 || header.numbers.new <= 1;
    let is_context = |pair: &[Cell<'_>]| is_same_text(&pair[0].text, &pair[1].text);
    let mut first = sections.iter().filter_map(|section| section.cells.first_chunk::<4>());
    is_doubled && !is_top && !first.next().is_some_and(|cells| cells.chunks(2).all(is_context))
}

/// Finds the engines that can have printed the table. A byte change stands on mobile pages alone, and their table view is
/// the PHP engine's (`MobileFrontend` shows the inline view where wikidiff2 is installed). So are the borders of cells.
fn find_engines(page: &Page<'_>, sections: &[Section<'_>]) -> &'static [Engine] {
    let mut cells = sections.iter().flat_map(|section| &section.cells);
    let is_php = page.byte_change.is_some() || cells.any(|cell| cell.claim == RowClaim::Border);
    if is_php { &[Engine::Php] } else { Engine::ALL }
}

/// True if nothing but the byte change tells the table from the inline view.
fn may_be_inline_view(sections: &[Section<'_>]) -> bool {
    let cells = || sections.iter().flat_map(|section| &section.cells);
    let lines: Vec<&str> = cells().map(|cell| cell.text.as_ref()).collect();
    !cells().any(|cell| cell.claim == RowClaim::Border) && !lines_once::stands_context_twice(&lines)
}

/// Warns that the footer of a page may be among the rows.
fn possible_footer_warning(line: u32) -> Warning {
    let message = format!(
        "what stands from line {line} on may be the foot of the page, and no part of the diff; copy to the end of the \
         rows, or all of the page"
    );
    Warning::new(line, WarningCode::StrayLine, message)
}

/// True if the first row is a blank context row that left one line instead of two: Chromium merges the first of them
/// with the tab of the header row above, where the selection began (in all 14 such copies).
fn has_merged_blank(input: &InputLines<'_>, first: usize) -> bool {
    let is_blank = |at: usize| input.line(at).is_some_and(str::is_empty);
    first == 1 && input.line(0) == Some("\t") && is_blank(1) && !is_blank(2)
}

/// Collects the lines of a range as cells, a section for each header.
fn collect_sections<'a>(input: &InputLines<'a>, range: Range<usize>, claim: RowClaim) -> Vec<Section<'a>> {
    let mut sections = vec![Section::default()];
    let mut at = range.start;
    while at < range.end {
        if let Some(header) = input.header_at(at) {
            sections.push(Section { start: Some(header.numbers), ..Section::default() });
            at += header.line_count;
        } else if let Some(section) = sections.last_mut() {
            section.cells.push(new_cell(input, at, claim));
            at += 1;
        }
    }
    sections.retain(|section| section.start.is_some() || !section.cells.is_empty());
    sections
}

fn new_cell<'a>(input: &InputLines<'a>, at: usize, claim: RowClaim) -> Cell<'a> {
    let text = input.lines()[at];
    let claim = if text == "\t" { RowClaim::Border } else { claim };
    Cell { claim, ..Cell::new(text, input.line_number(at)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::line_map::LineMap;
    use crate::parse::page::heading;
    use crate::parse::tests::format_rows;

    fn parse<'a>(input: &InputLines<'a>, shape: Shape) -> Sheet<'a> {
        parse_sheet(input, shape, heading::parse_above_rows(input))
    }

    #[track_caller]
    fn case(copied: &str, shape: Shape, expected: &[&str]) {
        assert_eq!(
            format_rows(&parse(&InputLines::new(copied, LineMap::default()), shape)),
            expected,
            "{copied:?}"
        );
    }

    #[test]
    fn rows_begin_at_the_first_header() {
        case(
            "Fenn: Difference between revisions\n\nLine 3:\tLine 3:\na\na",
            Shape::Cells,
            &["@3,3", "a", "a"],
        );
        case(
            "Line 3:\nLine 4:\na\na\n\n\nLine 9:\nLine 9:\nb",
            Shape::Cells,
            &["@3,4", "a", "a", "", "", "@9,9", "b"],
        );
    }

    #[test]
    fn rows_begin_after_the_heading_without_headers() {
        case(
            "Fenn: Difference between revisions\n4 bytes added, 3 May 2024\na\na",
            Shape::Cells,
            &["a", "a"],
        );
        case("a\na\nb", Shape::Cells, &["a", "a", "b"]);
        case("\t\na\na", Shape::Cells, &["a", "a"]);
    }

    #[test]
    fn blank_row_merged_with_the_header_is_two_cells() {
        case("\t\n\na\na", Shape::Cells, &["", "", "a", "a"]);
        case("\t\n\n\na\na", Shape::Cells, &["", "", "a", "a"]);
        case("\n\na\na", Shape::Cells, &["", "", "a", "a"]);
    }

    #[test]
    fn lone_tab_is_a_border() {
        case("a\na\n\t\nb", Shape::Cells, &["a", "a", "border", "b"]);
    }

    #[test]
    fn odd_blank_line_at_the_end_is_the_final_newline() {
        case("a\na\n", Shape::Cells, &["a", "a"]);
        case("a\na\n\n", Shape::Cells, &["a", "a", "", ""]);
        case("a\na\n\n\n", Shape::Cells, &["a", "a", "", ""]);
    }

    #[test]
    fn glued_line_is_one_cell() {
        let input = InputLines::new("Line 3: Line 3:\na a\nold new", LineMap::default());
        let sheet = parse(&input, Shape::Rows);
        assert_eq!(format_rows(&sheet), ["@3,3", "a a", "old new"]);
        assert!(sheet.sections[0].cells.iter().all(|cell| cell.claim == RowClaim::WholeRow));
    }

    #[test]
    fn warns_of_lines_above_the_heading() {
        let input = InputLines::new(
            "Tools\nFenn: Difference between revisions\nLine 3:\tLine 3:\na\na",
            LineMap::default(),
        );
        let lines: Vec<_> = parse(&input, Shape::Cells).warnings.iter().map(Warning::first_line).collect();
        assert_eq!(lines, [Some(1)]);
    }
}
