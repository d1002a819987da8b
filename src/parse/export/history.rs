//! Pages and revisions of an export file, as escaped slices of the file.
//!
//! MediaWiki's `WikiExporter` and `XmlDumpWriter` write the format; `docs/export-0.11.xsd` in MediaWiki describes it. The
//! elements that this module reads are the same since version 0.3.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};

use crate::parse::line_counter::LineCounter;

/// Pages of an export file.
#[derive(Debug, Default)]
pub(crate) struct Export<'a> {
    /// The pages in the order of the file.
    pub(crate) pages: Vec<History<'a>>,
    /// The line where the file breaks off or is damaged; 1-based.
    pub(crate) cut_off: Option<u32>,
    /// The address of the main page, escaped.
    pub(crate) base: Option<&'a str>,
}

/// A page with its revisions.
#[derive(Debug, Default)]
pub(crate) struct History<'a> {
    /// The title, escaped.
    pub(crate) title: Option<&'a str>,
    /// The revisions, the oldest first.
    pub(crate) revisions: Vec<ExportRevision<'a>>,
}

/// A revision. Deleted and missing facts are `None`.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ExportRevision<'a> {
    /// The line of the file where the revision begins; 1-based.
    pub(crate) line: u32,
    /// The line of the file where its text begins; 1-based.
    pub(crate) text_line: u32,
    /// The number of the revision.
    pub(crate) id: Option<u64>,
    /// The number of the revision before it.
    pub(crate) parent: Option<u64>,
    /// The time (RFC 3339).
    pub(crate) timestamp: Option<&'a str>,
    /// The name or address of the author, escaped.
    pub(crate) user: Option<&'a str>,
    /// The summary, escaped.
    pub(crate) comment: Option<&'a str>,
    /// The wikitext, escaped.
    pub(crate) text: Option<&'a str>,
    /// The size that the file states for the text.
    pub(crate) bytes: Option<u64>,
    /// The content slots.
    pub(crate) slots: Slots,
}

/// Content slots of a revision.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Slots {
    /// The text only.
    #[default]
    Main,
    /// The text and other content (export-0.11: a `<content>` for each further slot).
    Several,
}

/// Parses a file up to its end or its damage.
pub(crate) fn parse_export(text: &str) -> Export<'_> {
    let mut export = parse(text, Export::default(), ExportTextEnd::RootElement);
    for page in &mut export.pages {
        // An export may list the newest revision first.
        page.revisions.sort_by_key(|entry| entry.timestamp);
    }
    export
}

/// Parses a part of a page: elements as they are in the file. Line 1 is the first line of the part. The part is damaged if
/// the result is cut off.
pub(super) fn parse_in_page(text: &str) -> Export<'_> {
    let page = History::default();
    parse(text, Export { pages: vec![page], ..Export::default() }, ExportTextEnd::AnyElement)
}

/// Parses a part of a file between pages.
pub(super) fn parse_between_pages(text: &str) -> Export<'_> {
    parse(text, Export::default(), ExportTextEnd::AnyElement)
}

fn parse<'a>(text: &'a str, export: Export<'a>, end: ExportTextEnd) -> Export<'a> {
    let (lines, reader) = (LineCounter::new(text), Reader::from_str(text));
    let mut parser = ExportParser { text, lines, reader, export, end, depth: 0, open: None };
    if parser.run().is_none() {
        parser.export.cut_off = Some(parser.current_line());
    }
    parser.export
}

/// The place where a text ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ExportTextEnd {
    /// The end of the root element.
    RootElement,
    /// The end of any element.
    AnyElement,
}

struct ExportParser<'a> {
    text: &'a str,
    lines: LineCounter<'a>,
    reader: Reader<&'a [u8]>,
    export: Export<'a>,
    end: ExportTextEnd,
    /// The number of open elements besides the root element.
    depth: usize,
    /// The open revision.
    open: Option<ExportRevision<'a>>,
}

impl<'a> ExportParser<'a> {
    /// Reads up to the end of the root element. Returns `None` for a file that breaks off or is damaged.
    fn run(&mut self) -> Option<()> {
        loop {
            match self.reader.read_event().ok()? {
                Event::Start(element) => self.read_start(&element)?,
                Event::Empty(element) => self.read_empty(&element),
                Event::End(element) => {
                    self.depth = self.depth.saturating_sub(1);
                    match element.local_name().as_ref() {
                        "revision" => self.close_revision(),
                        "mediawiki" => return Some(()),
                        _ => {}
                    }
                }
                Event::Eof => {
                    return (self.end == ExportTextEnd::AnyElement && self.depth == 0).then_some(());
                }
                _ => {}
            }
        }
    }

    fn read_start(&mut self, element: &BytesStart<'_>) -> Option<()> {
        let name = element.local_name();
        self.depth += usize::from(matches!(name.as_ref(), "siteinfo" | "contributor" | "page" | "revision"));
        match name.as_ref() {
            "mediawiki" | "siteinfo" | "contributor" => {}
            "page" => self.export.pages.push(History::default()),
            "revision" => {
                self.open = Some(ExportRevision { line: self.current_line(), ..ExportRevision::default() });
            }
            "content" => {
                self.read_inside(element)?;
                if let Some(entry) = &mut self.open {
                    entry.slots = Slots::Several;
                }
            }
            "text" => self.read_text(element)?,
            name => {
                let inside = self.read_inside(element)?;
                self.read_fact(name, inside);
            }
        }
        Some(())
    }

    fn read_text(&mut self, element: &BytesStart<'_>) -> Option<()> {
        let text_line = self.current_line();
        let inside = self.read_inside(element)?;
        if let Some(entry) = &mut self.open {
            entry.bytes = parse_attribute(element, "bytes");
            entry.text = Some(inside);
            entry.text_line = text_line;
        }
        Some(())
    }

    /// Reads the text of the element, up to its end.
    fn read_inside(&mut self, element: &BytesStart<'_>) -> Option<&'a str> {
        let span = self.reader.read_to_end(element.name()).ok()?;
        self.text.get(usize::try_from(span.start).ok()?..usize::try_from(span.end).ok()?)
    }

    /// Reads an element without content: the text of an empty page. A deleted text has the attribute `deleted`, and the text
    /// of a stub has a size above 0.
    fn read_empty(&mut self, element: &BytesStart<'_>) {
        let line = self.current_line();
        let Some(entry) = &mut self.open else { return };
        if element.local_name().as_ref() == "text" {
            entry.bytes = parse_attribute(element, "bytes");
            let is_empty = entry.bytes.unwrap_or(0) == 0 && find_attribute(element, "deleted").is_none();
            entry.text = is_empty.then_some("");
            entry.text_line = line;
        }
    }

    fn read_fact(&mut self, name: &str, inside: &'a str) {
        let Some(entry) = &mut self.open else { return self.read_outer_fact(name, inside) };
        match name {
            // The number of the contributor comes after the number of the revision.
            "id" if entry.id.is_none() => entry.id = inside.parse().ok(),
            "parentid" => entry.parent = inside.parse().ok(),
            "timestamp" => entry.timestamp = Some(inside),
            "username" | "ip" => entry.user = Some(inside),
            "comment" => entry.comment = Some(inside),
            _ => {}
        }
    }

    /// Reads an element outside the revisions.
    fn read_outer_fact(&mut self, name: &str, inside: &'a str) {
        match (name, self.export.pages.last_mut()) {
            ("base", None) => self.export.base = Some(inside),
            ("title", Some(page)) => page.title = Some(inside),
            _ => {}
        }
    }

    fn close_revision(&mut self) {
        if let (Some(entry), Some(page)) = (self.open.take(), self.export.pages.last_mut()) {
            page.revisions.push(entry);
        }
    }

    /// The line of the reader's position.
    fn current_line(&mut self) -> u32 {
        let offset = usize::try_from(self.reader.buffer_position()).unwrap_or(self.text.len());
        self.lines.line_at(offset)
    }
}

fn parse_attribute(element: &BytesStart<'_>, name: &str) -> Option<u64> {
    find_attribute(element, name)?.parse().ok()
}

fn find_attribute<'e>(element: &'e BytesStart<'_>, name: &str) -> Option<Cow<'e, str>> {
    element.try_get_attribute(name).ok().flatten().map(|attribute| attribute.value)
}

/// Decodes the references of a text. Returns a text with damaged references as it is.
pub(crate) fn unescape_text(text: &str) -> Cow<'_, str> {
    if let Some(text) = text.strip_prefix("<![CDATA[").and_then(|text| text.strip_suffix("]]>")) {
        return text.into();
    }
    unescape(text).unwrap_or(Cow::Borrowed(text))
}
