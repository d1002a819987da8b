//! One pass over the markup: collects rows, inline elements and page facts, and ends a diff where another begins.

use super::events::{Attribute, Event, Tag};
use super::facts::PageFacts;
use super::inline_view::InlineElement;
use super::mark_edges::EdgeBlanks;
use super::row_item::HtmlItem;
use super::table_view::{ColumnRow, RowAuthor, TableRow};
use super::to_sheet::{HtmlDiff, MarkupFlaw, PageView};
use crate::parse::sheet::Sheet;

/// The open table.
#[derive(Debug, Default)]
struct OpenTable {
    /// Its first line in the input; `None` outside a table.
    line: Option<u32>,
    /// True for the table of a diff.
    is_diff: bool,
    /// True if the rows of the table cannot be read.
    is_unreadable: bool,
    /// True if a row shows that the table is that of a diff whose cells have no classes.
    has_columns: bool,
    /// Rows without classes, until a header or a marker shows that they are those of a diff.
    unclassed_rows: Vec<TableRow>,
}

/// Reader of all diffs in the markup.
#[derive(Debug, Default)]
pub(crate) struct HtmlReader {
    facts: PageFacts,
    diff: HtmlDiff,
    row: Option<TableRow>,
    element: Option<InlineElement>,
    /// True if a table of another kind has begun since the last row.
    is_after_other_table: bool,
    /// The open table.
    table: OpenTable,
    /// The text of all `pre` elements and its first line: it may be a unified diff.
    pre_text: Option<(u32, String)>,
    is_in_pre: bool,
    sheets: Vec<Sheet<'static>>,
}

impl HtmlReader {
    /// Reads the next event, which begins at a line of the input.
    pub(crate) fn read_event(&mut self, event: &Event<'_>, line: u32) {
        match event {
            Event::Open(tag) => self.open(tag, line),
            Event::Close(name) => self.close(name),
            Event::Text(text) => self.push_text(text, line),
            Event::Comment(text) => self.comment(text),
        }
    }

    /// Returns the diffs, and without any the text of the `pre` elements.
    pub(crate) fn finish(mut self) -> (Vec<Sheet<'static>>, Option<(u32, String)>) {
        if self.row.is_some() || self.element.is_some() || self.table.is_diff {
            self.diff.add_flaw(MarkupFlaw::CutOff);
        }
        self.finish_element();
        self.finish_row();
        self.finish_diff();
        let unified = self.pre_text.filter(|_| self.sheets.is_empty());
        (self.sheets, unified)
    }

    fn open(&mut self, tag: &Tag, line: u32) {
        if let Some(element) = &mut self.element {
            return element.open(tag);
        }
        self.facts.open(tag);
        if let Some(row) = &mut self.row
            && row.enters_details(tag)
        {
            return row.open(tag);
        }
        match tag.name.as_str() {
            "table" => self.open_table(tag, line),
            "tr" => self.open_row(tag, line),
            "td" | "th" => self.row.get_or_insert_with(|| TableRow::new(line)).open_cell(tag),
            "pre" => self.is_in_pre = true,
            _ => self.open_other(tag, line),
        }
    }

    fn open_table(&mut self, tag: &Tag, line: u32) {
        self.finish_row();
        self.table = OpenTable { line: Some(line), ..OpenTable::default() };
        // The inline view of DokuWiki has no cells for the sides.
        self.table.is_unreadable = tag.has_class("diff_inline");
        if !tag.has_class("diff") || self.table.is_unreadable {
            self.is_after_other_table = true;
            return;
        }
        if self.finish_diff() {
            self.facts.forget_revisions();
        }
        self.facts.read_recorded_page(tag);
        self.table.is_diff = true;
        self.diff.first_line.get_or_insert(line);
    }

    /// Opens a row. A page of several slots has a diff for each, under a header (`DifferenceEngine::getSlotHeader`).
    fn open_row(&mut self, tag: &Tag, line: u32) {
        self.finish_row();
        if tag.has_class("mw-diff-slot-header") {
            self.finish_diff();
        }
        let mut row = TableRow::new(line);
        row.is_ambiguous = tag.get(Attribute::Guessed).is_some();
        self.row = Some(row);
    }

    fn open_other(&mut self, tag: &Tag, line: u32) {
        self.diff.is_same |= tag.has_class("mw-diff-empty");
        if let Some(element) = InlineElement::from_tag(tag, line) {
            self.row = None;
            self.element = Some(element);
        } else if let Some(row) = &mut self.row {
            row.open(tag);
        }
    }

    fn close(&mut self, name: &str) {
        if let Some(element) = &mut self.element {
            if element.close(name) {
                self.finish_element();
            }
            return;
        }
        self.facts.close(name);
        if let Some(row) = &mut self.row
            && row.leaves_details(name)
        {
            return row.close(name);
        }
        match (name, &mut self.row) {
            ("td" | "th", Some(row)) => row.close_cell(),
            ("table", _) => self.close_table(),
            ("tr" | "tbody", _) => self.finish_row(),
            ("pre", _) => self.is_in_pre = false,
            (_, Some(row)) => row.close(name),
            (_, None) => {}
        }
    }

    fn close_table(&mut self) {
        self.finish_row();
        self.table = OpenTable::default();
    }

    fn push_text(&mut self, text: &str, line: u32) {
        if let Some(element) = &mut self.element {
            return element.push_text(text);
        }
        self.facts.push_text(text);
        if self.is_in_pre {
            self.pre_text.get_or_insert_with(|| (line, String::new())).1.push_str(text);
        }
        if let Some(row) = &mut self.row {
            row.push_text(text, line);
        }
    }

    fn comment(&mut self, text: &str) {
        if let Some(element) = &mut self.element {
            element.comment(text);
        } else if let Some(row) = &mut self.row {
            row.comment(text);
        }
    }

    fn finish_row(&mut self) {
        let Some(mut row) = self.row.take().filter(|_| !self.table.is_unreadable) else { return };
        if !row.has_classes() {
            match row.assign_columns() {
                Some(ColumnRow::Header | ColumnRow::Marked) => self.read_by_column(),
                Some(ColumnRow::Unmarked) if !self.table.has_columns => {
                    self.table.unclassed_rows.push(row);
                    return;
                }
                None if self.table.has_columns && row.has_text() => {
                    self.add_item(HtmlItem::Stray(row.line()), row.line());
                    return;
                }
                Some(ColumnRow::Unmarked) | None => {}
            }
        }
        self.add_row(row);
    }

    /// Reads the rows of the open table by their columns from here on, the rows above included.
    fn read_by_column(&mut self) {
        if self.table.has_columns {
            return;
        }
        self.table.has_columns = true;
        self.table.is_diff = self.table.line.is_some();
        for row in std::mem::take(&mut self.table.unclassed_rows) {
            self.add_row(row);
        }
    }

    fn add_row(&mut self, row: TableRow) {
        if let Some(header) = row.header_text() {
            self.facts.detect_language(header);
        }
        let is_removed_term = self.diff.is_below_term() && row.is_old_side_only();
        let (engine, line, is_partial) = (row.engine(), row.line(), row.is_partial() && !is_removed_term);
        self.diff.has_markers |= row.has_marker();
        if row.author == Some(RowAuthor::DokuWiki) {
            self.diff.add_flaw(MarkupFlaw::DokuWiki);
        }
        if let Some(item) = row.into_item().filter(|item| self.is_part_of_diff(item)) {
            self.add_item(item, line);
            self.diff.engine = self.diff.engine.or(engine);
            if is_partial {
                self.diff.add_flaw(MarkupFlaw::CutOff);
            }
        }
    }

    /// Returns true for an item of a diff: an empty row is a header only inside a diff.
    fn is_part_of_diff(&self, item: &HtmlItem) -> bool {
        !matches!(item, HtmlItem::Header(None)) || self.diff.has_items() && !self.is_after_other_table
    }

    fn finish_element(&mut self) {
        let Some(mut element) = self.element.take() else { return };
        if let Some(header) = element.header_text() {
            self.facts.detect_language(header);
        }
        let (is_bare_header, has_merged_lines) = (element.is_bare_header(), element.has_merged_lines);
        let line = element.line();
        let edges = element.restore_edge_blanks();
        for item in element.into_items() {
            self.add_item(item, line);
        }
        self.diff.view = PageView::Inline;
        if is_bare_header {
            self.diff.add_flaw(MarkupFlaw::CollapsedSpace);
        }
        if edges == EdgeBlanks::Doubtful {
            self.diff.add_flaw(MarkupFlaw::LostEdges);
        }
        if has_merged_lines {
            self.diff.add_flaw(MarkupFlaw::MergedLines);
        }
    }

    fn add_item(&mut self, item: HtmlItem, line: u32) {
        if self.is_after_other_table || self.diff.starts_another_diff(&item) {
            self.finish_diff();
        }
        self.is_after_other_table = false;
        self.diff.add_item(item, line);
    }

    /// Finishes the diff. Returns true if it was one.
    fn finish_diff(&mut self) -> bool {
        let sheet = std::mem::take(&mut self.diff).into_sheet(&self.facts);
        let has_sheet = sheet.is_some();
        self.sheets.extend(sheet);
        has_sheet
    }
}
