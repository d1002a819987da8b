//! Reader of the shapes whose rows a grammar finds: `marked` in both forms, and `tabs`.
//!
//! ```text
//! lines ─▶ regions (rows without a gap) ─▶ the heading above each ─▶ a sheet for each diff, gaps as warnings
//! ```

use std::ops::Range;

use crate::model::{Shape, Sides, Warning, WarningCode};
use crate::parse::sheet::{Cell, Integrity, Marker, RowClaim, Section, Sheet, SideEvidence, Source};
use crate::text::whitespace::is_same_text;

use super::marked;
use super::row_parser::{RowGrammar, RowParser, RowRegion};
use crate::parse::input::InputLines;
use crate::parse::page::heading::{self, Heading};
use crate::parse::page::line_number;
use crate::parse::page::page_footer;
use crate::parse::unread_lines::{self, UnreadLines};

/// Minimum number of lines of a region without a header: an accidental tab in a menu reads as a row or two.
const MIN_REGION_LINES: usize = 4;

/// Maximum number of lines of a row, with the marks of a moved paragraph.
const MAX_ROW_LINES: usize = 6;

/// Maximum number of regions. Finding each takes a pass over the lines, and a page has one or two.
const MAX_REGIONS: usize = 256;

/// Parses every diff in the lines.
pub(crate) fn parse_sheets<'a>(
    input: &InputLines<'a>,
    shape: Shape,
    grammar: RowGrammar<'a>,
) -> Vec<Sheet<'a>> {
    let mut sheets: Vec<Sheet<'a>> = Vec::new();
    let mut parsed_to = 0;
    for region in find_regions(input, grammar) {
        let mut gap = parsed_to..region.lines.start;
        parsed_to = region.lines.end;
        let mut runs = split_at_falling_numbers(region.sections).into_iter();
        let Some(mut first_run) = runs.next() else { continue };
        // The first run continues the last sheet, unless a heading or falling line numbers open another diff.
        let mut heading = heading::parse_heading_in(input, gap.clone());
        if heading.has_facts()
            && let Some(numbers) = find_own_header(input, &gap, &first_run)
        {
            gap.end -= 1;
            heading = heading::parse_heading_in(input, gap.clone());
            first_run[0].start = Some(numbers);
        }
        match sheets.last_mut() {
            Some(sheet) if !heading.has_facts() && continues_sheet(sheet, &first_run) => {
                if let Some(warning) = stray_lines_warning(input, gap) {
                    sheet.add_damage(warning);
                }
                sheet.sections.extend(first_run);
            }
            _ => {
                let mut sheet = new_sheet(input, shape, heading);
                sheet.first_line = input.line_number(gap.start);
                sheet.sections = first_run;
                if let Some(warning) = unread_header_warning(input, &gap) {
                    sheet.add_damage(warning);
                }
                sheets.push(sheet);
            }
        }
        // Every other run is a diff without a heading.
        for run in runs {
            let mut sheet = new_sheet(input, shape, Heading::default());
            sheet.first_line = input.line_number(find_first_line(input, &run));
            let above = sheets.last().and_then(|above| above.sections.last());
            if above.is_some_and(|above| !is_border(above, &run[0])) {
                let message = "the line numbers fall back beside a changed line here; the header may be text of the page";
                let line = run[0].cells.first().map(|cell| cell.line);
                sheet.warnings.push(Warning::new(line, WarningCode::StrayLine, message));
                sheet.lower_integrity(Integrity::Repaired);
                for above in &mut sheets {
                    above.lower_integrity(Integrity::Repaired);
                }
            }
            sheet.sections = run;
            sheets.push(sheet);
        }
    }
    if let Some(last) = sheets.last_mut() {
        report_rest(last, input, parsed_to);
        // A label with nothing below may be the text of an added row, which would be empty otherwise.
        let has_text = |from: usize| input.lines()[from..].iter().any(|line| !line.trim().is_empty());
        let is_below_sign = |at: usize| at > 0 && is_row_sign(input.lines()[at - 1]) && !has_text(at + 1);
        if find_rendered_page(input).is_some_and(is_below_sign) {
            last.lower_integrity(Integrity::Repaired);
        }
    }
    sheets
}

/// Finds the header right above rows that have none: below the heading of another diff, it is not one of the headers of the
/// first diff.
fn find_own_header(
    input: &InputLines<'_>,
    gap: &Range<usize>,
    sections: &[Section<'_>],
) -> Option<Sides<u32>> {
    let at = gap.end.checked_sub(1).filter(|at| gap.contains(at))?;
    let pair = line_number::parse_pair(input.lines()[at])?;
    sections.first()?.start.is_none().then(|| Sides::new(pair.old.number, pair.new.number))
}

/// True for a line of the signs that stand before the text of a cell: markers or tabs.
fn is_row_sign(line: &str) -> bool {
    marked::is_marker_line(line) || !line.is_empty() && line.trim_matches('\t').is_empty()
}

/// True if rows cover every line of a range, and a row in it is marked as changed.
pub(crate) fn covers_lines<'a>(
    input: &InputLines<'a>,
    grammar: RowGrammar<'a>,
    range: &Range<usize>,
) -> bool {
    let regions = find_regions(input, grammar);
    let mut cells = regions.iter().flat_map(|region| &region.sections).flat_map(|section| &section.cells);
    let is_changed = |marker| !matches!(marker, None | Some(Marker::Context));
    let has_change = cells.any(|cell| is_changed(cell.marker) && cell.line >= input.line_number(range.start));
    let is_covered = |at| regions.iter().any(|region| region.lines.contains(&at));
    has_change && range.clone().all(is_covered)
}

/// Finds the regions of rows, in order: the longest first, then the longest before and after it.
fn find_regions<'a>(input: &InputLines<'a>, grammar: RowGrammar<'a>) -> Vec<RowRegion<'a>> {
    let parser = RowParser::new(input, grammar, find_rendered_page(input));
    let mut found = Vec::new();
    let all = 0..input.len();
    let mut open = vec![all];
    while let Some(range) = open.pop()
        && found.len() < MAX_REGIONS
    {
        let Some(first) = parser.find_longest(range.clone()) else { continue };
        let region = parser.parse_region(input, first, range.end);
        let is_rows =
            region.lines.len() >= MIN_REGION_LINES || region.sections.iter().any(|s| s.start.is_some());
        let is_all = found.is_empty() && region.lines.end + 1 >= input.len();
        if !(is_rows || is_all) {
            continue;
        }
        open.push(region.lines.end..range.end);
        open.push(range.start..region.lines.start);
        found.push(region);
    }
    found.sort_by_key(|region| region.lines.start);
    found
}

/// Finds the label of the rendered page below the rows.
fn find_rendered_page(input: &InputLines<'_>) -> Option<usize> {
    let mut heading = heading::parse_above_rows(input);
    heading.move_lone_label_to_new();
    let find = |from| page_footer::find_rendered_page(input, from, &heading.page);
    // A label below a marker is the text of a row if more rows follow. Firefox copies no text of an empty last row.
    let is_marker = |at: usize| marked::is_marker_line(input.lines()[at]);
    let last_marker = (0..input.len()).rfind(|&at| is_marker(at)).unwrap_or_default();
    let is_text = |at: usize| at > 0 && at < last_marker && is_marker(at - 1);
    std::iter::successors(find(heading.end?), |&at| find(at + 1)).find(|&at| !is_text(at))
}

/// Splits the sections where line numbers fall back: another diff begins there.
fn split_at_falling_numbers(sections: Vec<Section<'_>>) -> Vec<Vec<Section<'_>>> {
    let mut runs: Vec<Vec<Section<'_>>> = Vec::new();
    for section in sections {
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(|before| has_rising_numbers(before, &section)) => {
                run.push(section);
            }
            _ => runs.push(vec![section]),
        }
    }
    runs
}

/// True if one diff can end and another begin between two sections: context stands on both sides, or the second section begins
/// at the first line of a page. The section above must begin as one as well.
fn is_border(above: &Section<'_>, below: &Section<'_>) -> bool {
    let is_context =
        |pair: &[Cell<'_>]| pair[1].claim == RowClaim::Second && is_same_text(&pair[0].text, &pair[1].text);
    let begins = |section: &Section<'_>| {
        let is_top = section.start.is_none_or(|start| start.old <= 1 || start.new <= 1);
        is_top || section.cells.first_chunk::<4>().is_some_and(|rows| rows.chunks(2).all(is_context))
    };
    above.cells.last_chunk::<2>().is_some_and(|pair| is_context(pair))
        && begins(above)
        && below.start.is_some()
        && begins(below)
}

fn has_rising_numbers(before: &Section<'_>, after: &Section<'_>) -> bool {
    match (before.start, after.start) {
        (Some(before), Some(after)) => before.old < after.old && before.new < after.new,
        _ => true,
    }
}

fn continues_sheet(sheet: &Sheet<'_>, sections: &[Section<'_>]) -> bool {
    match (sheet.sections.last(), sections.first()) {
        (Some(before), Some(after)) => has_rising_numbers(before, after),
        _ => true,
    }
}

/// Finds the first line of a diff without a heading: the header above its first cell.
fn find_first_line(input: &InputLines<'_>, sections: &[Section<'_>]) -> usize {
    let Some(cell) = sections.iter().flat_map(|section| &section.cells).next() else { return 0 };
    let headers = input.headers().all();
    let above = headers.partition_point(|header| input.line_number(header.at) <= cell.line);
    above.checked_sub(1).map_or(0, |last| headers[last].at)
}

/// Makes a sheet without rows from the heading above the rows.
fn new_sheet<'a>(input: &InputLines<'a>, shape: Shape, mut heading: Heading<'a>) -> Sheet<'a> {
    heading.move_lone_label_to_new();
    let mut page = heading.page;
    page.language = heading.languages.likeliest_language(input.headers().languages());
    let sides = if shape == Shape::Tabs { SideEvidence::Tabs } else { SideEvidence::Markers };
    // Rows above the first one that was read would be missing.
    let integrity = if heading.unread.has_row_signs() { Integrity::Repaired } else { Integrity::Intact };
    let warnings = heading.unread.take_warnings(input.line_map());
    Sheet { page, integrity, warnings, ..Sheet::new(shape, Source::new(sides), 0) }
}

/// Reports the lines after the last row: the rest of a row that the paste breaks off in, or the page around the diff.
fn report_rest(sheet: &mut Sheet<'_>, input: &InputLines<'_>, from: usize) {
    let is_short = input.len() - from <= MAX_ROW_LINES;
    if is_short
        && input.line(from).is_some_and(|line| line.contains('\t') && line.trim().chars().count() <= 1)
    {
        sheet.add_cut_off(unread_lines::cut_off_warning(input.line_number(from)));
    }
    let mut rest = UnreadLines::default();
    (from..input.len()).for_each(|at| rest.add(input.lines()[at], at));
    if rest.has_row_signs() {
        sheet.lower_integrity(Integrity::Repaired);
    }
    sheet.warnings.extend(rest.take_warnings(input.line_map()));
    if let Some(warning) = unread_header_warning(input, &(from..input.len())) {
        sheet.add_damage(warning);
    }
}

/// Warns of a header whose rows were not parsed: the lines below it belong to the diff.
fn unread_header_warning(input: &InputLines<'_>, gap: &Range<usize>) -> Option<Warning> {
    let header = input.headers().all().iter().find(|header| gap.contains(&header.at))?;
    let line = input.line_number(header.at);
    let message =
        format!("the rows under the line numbers at line {line} could not be read: copy the page again");
    Some(Warning::new(line, WarningCode::StrayLine, message))
}

/// Warns of lines between two regions of one diff.
fn stray_lines_warning(input: &InputLines<'_>, gap: Range<usize>) -> Option<Warning> {
    let is_blank = input.lines()[gap.clone()].iter().all(|line| line.trim().is_empty());
    (!is_blank).then(|| Warning {
        lines: Some(input.line_numbers(&gap)),
        code: WarningCode::StrayLine,
        message: format!("{} in the middle of the diff fit no row", input.describe(&gap)),
    })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::parse::line_map::LineMap;
    use crate::parse::tests::format_rows;

    /// Checks the rows that a grammar finds in a paste.
    #[track_caller]
    pub(crate) fn assert_rows<'a>(copied: &'a str, shape: Shape, grammar: RowGrammar<'a>, expected: &[&str]) {
        let sheets = parse_sheets(&InputLines::new(copied, LineMap::default()), shape, grammar);
        assert_eq!(sheets.iter().flat_map(format_rows).collect::<Vec<_>>(), expected, "{copied:?}");
    }

    /// Checks the rows of a paste with markers.
    #[track_caller]
    pub(crate) fn assert_marked_rows<'a>(grammar: RowGrammar<'a>, copied: &'a str, expected: &[&str]) {
        assert_rows(copied, Shape::Marked, grammar, expected);
    }
}
