//! `cells` and `rows`: one cell, or one row, per line, and nothing that tells the side.
//!
//! Where the rows begin: at the first "Line N:" header; else after the page heading; else at the first line.

use std::ops::Range;

use crate::model::{Page, Shape, Warning, WarningCode};
use crate::parse::sheet::{
    Cell, Engine, Integrity, Rendered, RowClaim, Section, Sheet, SideEvidence, Source, TextEnd,
};

use crate::parse::input::Input;
use crate::parse::page::heading::{self, Head};
use crate::parse::page::page_footer;
use crate::parse::page::rendered_page;

/// Reads the one diff in the lines.
pub(crate) fn sheet<'a>(input: &Input<'a>, shape: Shape) -> Sheet<'a> {
    let first_start = input.headers().all().first().map(|start| start.at);
    let (mut head, first) = match first_start {
        Some(start) => (heading::parse_heading_in(input, 0..start), start),
        None => without_numbers(input),
    };
    head.settle();
    let end = page_footer::end(input, first, &head.page);
    for at in end..input.len() {
        head.leftover.add(input.lines()[at], at);
    }
    let foot = page_footer::doubtful(input, &(first..end), &head.page).map(|at| in_rows(input.number(at)));
    let claim = if shape == Shape::Rows { RowClaim::WholeRow } else { RowClaim::Unknown };
    let mut page = head.page;
    page.language = head.languages.named(input.headers().languages());
    let mut sections = sections(input, first..end, claim);
    let is_merged = claim == RowClaim::Unknown && has_merged_blank(input, first);
    if let Some(section) = sections.first_mut().filter(|_| is_merged) {
        let blank = section.cells.first().cloned();
        section.cells.splice(0..0, blank);
    }
    let mut notes = Vec::new();
    if let Some(label) = page_footer::article(input, first, &page) {
        rendered_page::witness(&mut sections, &input.lines()[label + 1..]);
        notes.push("which lines are new was also looked up in the page shown below the diff".to_owned());
    }
    let is_trimmed = claim == RowClaim::Unknown && page_footer::is_trimmed(input, end);
    let engines = engines(&page, &sections);
    Sheet {
        shape,
        source: Source { sides: SideEvidence::Unstated, engines },
        first_line: input.number(0),
        page,
        nbsp: input.nbsp(),
        text_end: if is_trimmed { TextEnd::Trimmed } else { TextEnd::Kept },
        integrity: if foot.is_some() { Integrity::Damaged } else { Integrity::Intact },
        sections,
        warnings: head.leftover.take_warnings(input.numbers()).into_iter().chain(foot).collect(),
        notes,
    }
}

/// Finds the engines that can have printed the table. A byte change stands on mobile pages alone, and their table view is
/// the PHP engine's (`MobileFrontend` shows the inline view where wikidiff2 is installed). So are the borders of cells.
fn engines(page: &Page<'_>, sections: &[Section<'_>]) -> &'static [Engine] {
    let mut cells = sections.iter().flat_map(|section| &section.cells);
    let is_php = page.byte_change.is_some() || cells.any(|cell| cell.claim == RowClaim::Border);
    if is_php { &[Engine::Php] } else { Engine::ALL }
}

/// The warning that the foot of a page may stand among the rows.
fn in_rows(line: u32) -> Warning {
    Warning {
        lines: Some(line..=line),
        code: WarningCode::StrayLine,
        message: format!(
            "what stands from line {line} on may be the foot of the page, and no part of the diff; copy to the end of the \
             rows, or all of the page"
        ),
    }
}

/// Whether a blank row of context is the first and left one line instead of two: Chromium runs the first of them
/// together with the tab of the header row above, where the selection began (so in all 14 such copies).
fn has_merged_blank(input: &Input<'_>, first: usize) -> bool {
    let is_blank = |at: usize| input.line(at).is_some_and(str::is_empty);
    first == 1 && input.line(0) == Some("\t") && is_blank(1) && !is_blank(2)
}

/// The heading and the first row of a copy without headers. A copy of the rows alone may begin with the tabs of the
/// row above.
fn without_numbers<'a>(input: &Input<'a>) -> (Head<'a>, usize) {
    let is_border = input.line(0).is_some_and(|line| !line.is_empty() && line.trim_matches('\t').is_empty());
    let first = heading::parse_heading(input).end.unwrap_or(usize::from(is_border));
    (heading::parse_heading_in(input, 0..first), first)
}

/// The lines of a range, cut at the headers.
fn sections<'a>(input: &Input<'a>, range: Range<usize>, claim: RowClaim) -> Vec<Section<'a>> {
    let mut sections = vec![Section::default()];
    let mut at = range.start;
    while at < range.end {
        if let Some(start) = input.start(at) {
            sections.push(Section { start: Some(start.numbers), cells: Vec::new() });
            at += start.taken;
        } else if let Some(section) = sections.last_mut() {
            section.cells.push(cell(input, at, claim));
            at += 1;
        }
    }
    sections.retain(|section| section.start.is_some() || !section.cells.is_empty());
    sections
}

fn cell<'a>(input: &Input<'a>, at: usize, claim: RowClaim) -> Cell<'a> {
    let text = input.lines()[at];
    let claim = if text == "\t" { RowClaim::Border } else { claim };
    Cell {
        text: text.into(),
        line: input.number(at),
        side: None,
        marker: None,
        claim,
        rendered: Rendered::Unknown,
        is_ambiguous: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::line_map::LineMap;
    use crate::parse::tests::format_rows;

    #[track_caller]
    fn case(copied: &str, shape: Shape, expected: &[&str]) {
        assert_eq!(
            format_rows(&sheet(&Input::new(copied, LineMap::default()), shape)),
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
    fn without_numbers_rows_begin_after_the_heading() {
        case(
            "Fenn: Difference between revisions\n4 bytes added, 3 May 2024\na\na",
            Shape::Cells,
            &["a", "a"],
        );
        case("a\na\nb", Shape::Cells, &["a", "a", "b"]);
        case("\t\na\na", Shape::Cells, &["a", "a"]);
    }

    #[test]
    fn a_blank_row_run_together_with_the_header_above_is_two_cells() {
        case("\t\n\na\na", Shape::Cells, &["", "", "a", "a"]);
        case("\t\n\n\na\na", Shape::Cells, &["", "", "a", "a"]);
        case("\n\na\na", Shape::Cells, &["", "", "a", "a"]);
    }

    #[test]
    fn a_tab_alone_is_a_border() {
        case("a\na\n\t\nb", Shape::Cells, &["a", "a", "border", "b"]);
    }

    #[test]
    fn an_odd_blank_line_at_the_end_ends_the_file() {
        case("a\na\n", Shape::Cells, &["a", "a"]);
        case("a\na\n\n", Shape::Cells, &["a", "a", "", ""]);
        case("a\na\n\n\n", Shape::Cells, &["a", "a", "", ""]);
    }

    #[test]
    fn a_glued_line_is_one_cell() {
        let input = Input::new("Line 3: Line 3:\na a\nold new", LineMap::default());
        let sheet = sheet(&input, Shape::Rows);
        assert_eq!(format_rows(&sheet), ["@3,3", "a a", "old new"]);
        assert!(sheet.sections[0].cells.iter().all(|cell| cell.claim == RowClaim::WholeRow));
    }

    #[test]
    fn what_stands_over_the_rows_is_told() {
        let input = Input::new(
            "Tools\nFenn: Difference between revisions\nLine 3:\tLine 3:\na\na",
            LineMap::default(),
        );
        let lines: Vec<_> =
            sheet(&input, Shape::Cells).warnings.iter().map(|warning| warning.first_line()).collect();
        assert_eq!(lines, [Some(1)]);
    }
}
