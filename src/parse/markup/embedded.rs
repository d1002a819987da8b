//! A diff's table that stands as HTML inside a text: converters to Markdown leave tables that Markdown cannot hold.
//!
//! ```text
//! # Fenn: Difference between revisions
//!
//! <table class="diff">…</table>
//!
//! Retrieved from …
//! ```

use std::ops::Range;

use super::html;
use crate::model::Page;
use crate::parse::input::InputLines;
use crate::parse::line_map::LineMap;
use crate::parse::page::heading;
use crate::parse::sheet::Sheet;
use crate::parse::unread_lines::UnreadLines;

/// Start of a table, at the start of a line.
const TABLE_START: &str = "<table";

/// End of a table.
const TABLE_END: &str = "</table>";

/// Parses the diffs in the tables of a text that is not HTML itself. Returns `None` if no table is a diff with a header, or
/// if the text around the tables has headers of its own: the tables are then text of the page.
pub(crate) fn parse_sheets(text: &str) -> Option<Vec<Sheet<'static>>> {
    if !text.contains(TABLE_START) {
        return None;
    }
    let input = InputLines::new(text, LineMap::default());
    let tables = find_tables(&input);
    let is_outside = |at: usize| !tables.iter().any(|lines| lines.contains(&at));
    if input.headers().all().iter().any(|header| is_outside(header.at)) {
        return None;
    }
    let mut sheets: Vec<Sheet<'static>> = Vec::new();
    let mut unread = UnreadLines::default();
    let mut next = 0;
    for lines in tables {
        let found =
            html::parse_sheets_at(&input.lines()[lines.clone()].join("\n"), input.line_number(lines.start));
        let is_diff = found.iter().any(|sheet| sheet.sections.iter().any(|section| section.start.is_some()));
        if !is_diff {
            continue;
        }
        let mut heading = heading::parse_heading_in(&input, next..lines.start);
        heading.move_lone_label_to_new();
        let page = heading.page.into_owned();
        let above = heading.unread.take_warnings(input.line_map());
        for (index, mut sheet) in found.into_iter().enumerate() {
            complete_page(&mut sheet.page, &page);
            if index == 0 {
                sheet.first_line = input.line_number(next);
                sheet.warnings.splice(0..0, above.iter().cloned());
            }
            sheets.push(sheet);
        }
        next = lines.end;
    }
    (next..input.len()).for_each(|at| unread.add(input.lines()[at], at));
    sheets.last_mut()?.warnings.extend(unread.take_warnings(input.line_map()));
    Some(sheets)
}

/// Finds the lines of each table. A table without an end goes on to the end of the text.
fn find_tables(input: &InputLines<'_>) -> Vec<Range<usize>> {
    let mut tables = Vec::new();
    let mut start = None;
    for (at, line) in input.lines().iter().enumerate() {
        if start.is_none() && line.trim_start().starts_with(TABLE_START) {
            start = Some(at);
        }
        if line.contains(TABLE_END)
            && let Some(start) = start.take()
        {
            tables.push(start..at + 1);
        }
    }
    tables.extend(start.map(|start| start..input.len()));
    tables
}

/// Adds the facts of the heading that the table lacks.
fn complete_page(page: &mut Page<'static>, heading: &Page<'static>) {
    if heading.title.is_some() {
        page.title.clone_from(&heading.title);
    }
    page.byte_change = page.byte_change.or(heading.byte_change);
    for (revision, above) in
        [(&mut page.revisions.old, &heading.revisions.old), (&mut page.revisions.new, &heading.revisions.new)]
    {
        if revision.label.is_none() {
            revision.label.clone_from(&above.label);
        }
        if revision.comment.is_none() {
            revision.comment.clone_from(&above.comment);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::tests::format_rows;

    const TABLE: &str = "<table><tr><td colspan=2>Line 3:</td><td colspan=2>Line 4:</td></tr>\n\
                         <tr><td colspan=2></td><td></td><td>a</td></tr></table>";

    #[test]
    fn reads_a_table_inside_a_text() {
        let text = format!("# Fenn: Difference between revisions\n\nTools\n\n{TABLE}\n\nPrivacy policy");
        let sheets = parse_sheets(&text).expect("the table is a diff");
        assert_eq!(format_rows(&sheets[0]), ["@3,4", "+a"]);
        assert_eq!(sheets[0].page.title.as_deref(), Some("Fenn"));
        assert_eq!(sheets[0].sections[0].cells[0].line, 6);
        let lines: Vec<_> = sheets[0].warnings.iter().filter_map(|warning| warning.lines.clone()).collect();
        assert_eq!(lines, [3..=3, 8..=8]);
    }

    #[test]
    fn table_in_a_line_of_the_page_is_text() {
        assert!(parse_sheets(&format!("Line 1: Line 1:\nb\nb\n{TABLE}")).is_none());
        assert!(parse_sheets("text\n<table><tr><td>a</td></tr></table>").is_none());
    }
}
