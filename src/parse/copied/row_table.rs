//! Reading the shapes whose rows a grammar finds: `marked` in both forms and `tabs`.

use std::ops::Range;

use crate::model::{Shape, Warning, WarningCode};
use crate::parse::sheet::{Integrity, Marker, NbspCopy, Section, Sheet, SideEvidence, Source, TextEnd};

use super::row_parser::{Region, Rule, Table};
use crate::parse::input::Input;
use crate::parse::page::heading::{self, Head};
use crate::parse::unread_lines::{self, UnreadLines};

/// A stretch without a header must have at least this many lines to be taken for rows: an accidental tab in a menu
/// reads as a row or two.
const MIN_LINES: usize = 4;

/// The most lines that a row takes, the marks of a moved paragraph included.
const MAX_ROW_LINES: usize = 6;

/// How many stretches of rows are looked for. Each takes a pass over the lines, and a page has one or two.
const MAX_REGIONS: usize = 256;

/// Reads every diff in the lines.
pub(crate) fn sheets<'a>(input: &Input<'a>, shape: Shape, rule: Rule<'a>) -> Vec<Sheet<'a>> {
    let mut sheets: Vec<Sheet<'a>> = Vec::new();
    let mut read_to = 0;
    for region in regions(input, rule) {
        let gap = read_to..region.lines.start;
        read_to = region.lines.end;
        let mut head = heading::parse_heading_in(input, gap.clone());
        let goes_on = head.labels == 0 && head.page.title.is_none() && head.page.byte_change.is_none();
        for (index, sections) in ascending(region.sections).into_iter().enumerate() {
            match sheets.last_mut() {
                Some(sheet) if index == 0 && goes_on && follows(sheet, &sections) => {
                    stray(input, gap.clone()).into_iter().for_each(|warning| sheet.add_damage(warning));
                    sheet.sections.extend(sections);
                }
                _ => {
                    let first = if index == 0 { gap.start } else { first_line(input, &sections) };
                    let mut sheet = sheet(input, shape, std::mem::take(&mut head), (first, sections));
                    if let Some(warning) = unread_header(input, &gap).filter(|_| index == 0) {
                        sheet.add_damage(warning);
                    }
                    sheets.push(sheet);
                }
            }
        }
    }
    if let Some(last) = sheets.last_mut() {
        add_rest(last, input, read_to);
    }
    sheets
}

/// Whether rows cover every line of a range, one of them said to be changed.
pub(crate) fn covers_lines<'a>(input: &Input<'a>, rule: Rule<'a>, range: &Range<usize>) -> bool {
    let regions = regions(input, rule);
    let mut cells = regions.iter().flat_map(|region| &region.sections).flat_map(|section| &section.cells);
    let is_changed = |marker| !matches!(marker, None | Some(Marker::Context));
    let says_so = cells.any(|cell| is_changed(cell.marker) && cell.line >= input.number(range.start));
    let is_covered = |at| regions.iter().any(|region| region.lines.contains(&at));
    says_so && range.clone().all(is_covered)
}

/// The stretches of rows, in order.
fn regions<'a>(input: &Input<'a>, rule: Rule<'a>) -> Vec<Region<'a>> {
    let table = Table::of(input, rule);
    let mut found = Vec::new();
    let all = 0..input.len();
    let mut open = vec![all];
    while let Some(range) = open.pop()
        && found.len() < MAX_REGIONS
    {
        let Some(first) = table.longest(range.clone()) else { continue };
        let region = table.region(input, first, range.end);
        let is_rows = region.lines.len() >= MIN_LINES || region.sections.iter().any(|s| s.start.is_some());
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

/// The sections cut where the line numbers fall back: there another diff begins.
fn ascending(sections: Vec<Section<'_>>) -> Vec<Vec<Section<'_>>> {
    let mut runs: Vec<Vec<Section<'_>>> = Vec::new();
    for section in sections {
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(|before| grows(before, &section)) => run.push(section),
            _ => runs.push(vec![section]),
        }
    }
    runs
}

fn grows(before: &Section<'_>, after: &Section<'_>) -> bool {
    match (before.start, after.start) {
        (Some(before), Some(after)) => before.old < after.old && before.new < after.new,
        _ => true,
    }
}

/// The line of the header over the first section, where a diff has no heading of its own.
fn first_line(input: &Input<'_>, sections: &[Section<'_>]) -> usize {
    let Some(cell) = sections.iter().flat_map(|section| &section.cells).next() else { return 0 };
    let starts = input.headers().all();
    let below = starts.partition_point(|start| input.number(start.at) <= cell.line);
    below.checked_sub(1).map_or(0, |above| starts[above].at)
}

fn follows(sheet: &Sheet<'_>, sections: &[Section<'_>]) -> bool {
    match (sheet.sections.last(), sections.first()) {
        (Some(before), Some(after)) => grows(before, after),
        _ => true,
    }
}

fn sheet<'a>(
    input: &Input<'a>,
    shape: Shape,
    mut head: Head<'a>,
    (first, sections): (usize, Vec<Section<'a>>),
) -> Sheet<'a> {
    head.settle();
    let mut page = head.page;
    page.language = head.languages.named(input.headers().languages());
    let sides = if shape == Shape::Tabs { SideEvidence::Tabs } else { SideEvidence::Markers };
    Sheet {
        shape,
        source: Source::new(sides),
        first_line: input.number(first),
        page,
        nbsp: NbspCopy::default(),
        text_end: TextEnd::default(),
        integrity: Integrity::Intact,
        sections,
        warnings: head.leftover.take_warnings(input.numbers()),
        notes: Vec::new(),
    }
}

/// Reports the lines after the last row: the rest of a row that the paste breaks off in, or the page around the diff.
fn add_rest(sheet: &mut Sheet<'_>, input: &Input<'_>, from: usize) {
    let mut rest = UnreadLines::default();
    for at in from..input.len() {
        rest.add(input.lines()[at], at);
    }
    let is_short = input.len() - from <= MAX_ROW_LINES;
    if is_short
        && input.line(from).is_some_and(|line| line.contains('\t') && line.trim().chars().count() <= 1)
    {
        sheet.add_damage(unread_lines::cut_off_warning(input.number(from)));
    }
    sheet.warnings.extend(rest.take_warnings(input.numbers()));
    if let Some(warning) = unread_header(input, &(from..input.len())) {
        sheet.add_damage(warning);
    }
}

/// A header whose rows were not read: what stands under it is of the diff, whatever the rows that were read say.
fn unread_header(input: &Input<'_>, gap: &Range<usize>) -> Option<Warning> {
    let start = input.headers().all().iter().find(|start| gap.contains(&start.at))?;
    let line = input.number(start.at);
    Some(Warning {
        lines: Some(line..=line),
        code: WarningCode::StrayLine,
        message: format!(
            "the rows under the line numbers at line {line} could not be read: copy the page again"
        ),
    })
}

/// The lines between two stretches of rows of one diff.
fn stray(input: &Input<'_>, gap: Range<usize>) -> Option<Warning> {
    let is_blank = input.lines()[gap.clone()].iter().all(|line| line.trim().is_empty());
    (!is_blank).then(|| Warning {
        lines: Some(input.ends(&gap)),
        code: WarningCode::StrayLine,
        message: format!("{} in the middle of the diff fit no row", input.described(&gap)),
    })
}
