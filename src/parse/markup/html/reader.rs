//! One pass over the markup: rows and elements are gathered, facts noted, and a table ends where another begins.

use super::events::{Attribute, Event, Tag};
use super::facts::Facts;
use super::inline_view::Element;
use super::row_item::Item;
use super::table_view::TableRow;
use super::to_sheet::{Flaw, Table, View};
use crate::parse::sheet::Sheet;

/// State of the reader.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    facts: Facts,
    table: Table,
    row: Option<TableRow>,
    element: Option<Element>,
    /// True if another table has begun since the last row.
    is_apart: bool,
    /// True if the table of the diff is open.
    is_in_table: bool,
    /// The text of a `pre`, where a unified diff may stand.
    unified: Option<(u32, String)>,
    is_in_pre: bool,
    found: Vec<Sheet<'static>>,
}

impl Reader {
    /// Takes the next event, which begins at a line of the input.
    pub(crate) fn take(&mut self, event: &Event<'_>, line: u32) {
        match event {
            Event::Open(tag) => self.open(tag, line),
            Event::Close(name) => self.close(name),
            Event::Text(text) => self.push(text, line),
            Event::Comment(text) => self.comment(text),
        }
    }

    /// The diffs of the page, and the text of a `pre` where there is none.
    pub(crate) fn finish(mut self) -> (Vec<Sheet<'static>>, Option<(u32, String)>) {
        if self.row.is_some() || self.element.is_some() || self.is_in_table {
            self.table.note(Flaw::CutOff);
        }
        self.end_element();
        self.end_row();
        self.end_table();
        let unified = self.unified.filter(|_| self.found.is_empty());
        (self.found, unified)
    }

    fn open(&mut self, tag: &Tag, line: u32) {
        if let Some(element) = &mut self.element {
            return element.open(tag);
        }
        self.facts.open(tag);
        match tag.name.as_str() {
            "table" => self.open_table(tag, line),
            "tr" => self.open_row(tag, line),
            "td" | "th" => self.row.get_or_insert_with(|| TableRow::at(line)).open_cell(tag),
            "pre" => self.is_in_pre = true,
            _ => self.open_inside(tag, line),
        }
    }

    fn open_table(&mut self, tag: &Tag, line: u32) {
        self.end_row();
        if !tag.has_class("diff") {
            self.is_apart = true;
            return;
        }
        if self.end_table() {
            self.facts.forget_revisions();
        }
        self.facts.read_recorded_page(tag);
        self.is_in_table = true;
        self.table.first_line.get_or_insert(line);
    }

    /// A page of several slots has the rows of each under a header (`DifferenceEngine::getSlotHeader`).
    fn open_row(&mut self, tag: &Tag, line: u32) {
        self.end_row();
        if tag.has_class("mw-diff-slot-header") {
            self.end_table();
        }
        let mut row = TableRow::at(line);
        row.is_ambiguous = tag.get(Attribute::Guessed).is_some();
        self.row = Some(row);
    }

    fn open_inside(&mut self, tag: &Tag, line: u32) {
        self.table.is_same |= tag.has_class("mw-diff-empty");
        if let Some(element) = Element::begin(tag, line) {
            self.row = None;
            self.element = Some(element);
        } else if let Some(row) = &mut self.row {
            row.open(tag);
        }
    }

    fn close(&mut self, name: &str) {
        if let Some(element) = &mut self.element {
            if element.close(name) {
                self.end_element();
            }
            return;
        }
        self.facts.close(name);
        match (name, &mut self.row) {
            ("td" | "th", Some(row)) => row.close_cell(),
            ("table", _) => self.close_table(),
            ("tr" | "tbody", _) => self.end_row(),
            ("pre", _) => self.is_in_pre = false,
            (_, Some(row)) => row.close(name),
            (_, None) => {}
        }
    }

    fn close_table(&mut self) {
        self.end_row();
        self.is_in_table = false;
    }

    fn push(&mut self, text: &str, line: u32) {
        if let Some(element) = &mut self.element {
            return element.push(text);
        }
        self.facts.push(text);
        if self.is_in_pre {
            self.unified.get_or_insert_with(|| (line, String::new())).1.push_str(text);
        }
        if let Some(row) = &mut self.row {
            row.push(text, line);
        }
    }

    fn comment(&mut self, text: &str) {
        if let Some(element) = &mut self.element {
            element.comment(text);
        } else if let Some(row) = &mut self.row {
            row.comment(text);
        }
    }

    fn end_row(&mut self) {
        let Some(row) = self.row.take() else { return };
        if let Some(header) = row.header() {
            self.facts.header(header);
        }
        let (author, line, is_partial) = (row.author(), row.line(), row.is_partial());
        if let Some(item) = row.item().filter(|item| self.belongs(item)) {
            self.item(item, line);
            self.table.author = self.table.author.or(author);
            if is_partial {
                self.table.note(Flaw::CutOff);
            }
        }
    }

    /// An empty row is a header only inside of a diff.
    fn belongs(&self, item: &Item) -> bool {
        !matches!(item, Item::Start(None)) || self.table.is_begun() && !self.is_apart
    }

    fn end_element(&mut self) {
        let Some(element) = self.element.take() else { return };
        if let Some(header) = element.header() {
            self.facts.header(header);
        }
        let (is_folded, is_run_together) = (element.is_bare_header(), element.is_run_together);
        let line = element.line();
        for item in element.items() {
            self.item(item, line);
        }
        self.table.view = View::Inline;
        let flaws = [(is_folded, Flaw::Folded), (is_run_together, Flaw::RunTogether)];
        flaws.iter().filter(|(holds, _)| *holds).for_each(|(_, flaw)| self.table.note(*flaw));
    }

    fn item(&mut self, item: Item, line: u32) {
        if self.is_apart || self.table.falls_back(&item) {
            self.end_table();
        }
        self.is_apart = false;
        self.table.add(item, line);
    }

    /// Ends the diff that is being read: whether there was one.
    fn end_table(&mut self) -> bool {
        let sheet = std::mem::take(&mut self.table).into_sheet(&self.facts);
        let is_one = sheet.is_some();
        self.found.extend(sheet);
        is_one
    }
}
