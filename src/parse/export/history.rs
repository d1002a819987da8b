//! The pages and revisions of an export file, as slices of it: nothing is unescaped before it is needed.
//!
//! The format is that of MediaWiki's `WikiExporter` and `XmlDumpWriter`, described in `docs/export-0.11.xsd`; since 0.3
//! the elements that are read here have stayed the same.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};

/// Pages of an export file.
#[derive(Debug, Default)]
pub(crate) struct Export<'a> {
    /// The pages in the order of the file.
    pub(crate) pages: Vec<History<'a>>,
    /// The line at which the file breaks off, or cannot be read any further; 1-based.
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
    pub(crate) revisions: Vec<Entry<'a>>,
}

/// A revision; what was deleted or is not in the file is `None`.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Entry<'a> {
    /// The line of the file where the revision begins; 1-based.
    pub(crate) line: u32,
    /// The line of the file where its text begins; 1-based.
    pub(crate) text_line: u32,
    /// Its number.
    pub(crate) id: Option<u64>,
    /// The number of the revision before it.
    pub(crate) parent: Option<u64>,
    /// RFC 3339.
    pub(crate) timestamp: Option<&'a str>,
    /// Name or address, escaped.
    pub(crate) user: Option<&'a str>,
    /// The summary, escaped.
    pub(crate) comment: Option<&'a str>,
    /// The wikitext, escaped.
    pub(crate) text: Option<&'a str>,
    /// The size that the file states for the text.
    pub(crate) bytes: Option<u64>,
    /// True if the revision has content besides its text (export-0.11: `<content>`, one for each further slot).
    pub(crate) slots: Slots,
}

/// Text of a revision, or the reason that there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Slots {
    /// Its text.
    #[default]
    Main,
    /// Its text, and content of other kinds.
    Several,
}

/// Reads a file.
pub(crate) fn export(text: &str) -> Export<'_> {
    let mut parser = Parser {
        text,
        reader: Reader::from_str(text),
        export: Export::default(),
        open: None,
        counted: (0, 1),
    };
    if parser.run().is_none() {
        parser.export.cut_off = Some(parser.line());
    }
    let mut export = parser.export;
    for page in &mut export.pages {
        // Exports can be asked for with the newest revision first.
        page.revisions.sort_by_key(|entry| entry.timestamp);
    }
    export
}

struct Parser<'a> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
    export: Export<'a>,
    /// The revision that the reader is in.
    open: Option<Entry<'a>>,
    /// Offset up to which line ends were counted, and the line at the offset.
    counted: (usize, u32),
}

impl<'a> Parser<'a> {
    /// Reads to the end of the root element; `None` where the file breaks off before.
    fn run(&mut self) -> Option<()> {
        loop {
            match self.reader.read_event().ok()? {
                Event::Start(element) => self.start(&element)?,
                Event::Empty(element) => self.empty(&element),
                Event::End(element) => match element.local_name().as_ref() {
                    "revision" => self.close(),
                    "mediawiki" => return Some(()),
                    _ => {}
                },
                Event::Eof => return None,
                _ => {}
            }
        }
    }

    fn start(&mut self, element: &BytesStart<'_>) -> Option<()> {
        match element.local_name().as_ref() {
            "mediawiki" | "siteinfo" | "contributor" => {}
            "page" => self.export.pages.push(History::default()),
            "revision" => self.open = Some(Entry { line: self.line(), ..Entry::default() }),
            "content" => {
                self.inside(element)?;
                if let Some(entry) = &mut self.open {
                    entry.slots = Slots::Several;
                }
            }
            "text" => self.text(element)?,
            name => {
                let inside = self.inside(element)?;
                self.fact(name, inside);
            }
        }
        Some(())
    }

    fn text(&mut self, element: &BytesStart<'_>) -> Option<()> {
        let text_line = self.line();
        let inside = self.inside(element)?;
        if let Some(entry) = &mut self.open {
            entry.bytes = attribute(element, "bytes");
            entry.text = Some(inside);
            entry.text_line = text_line;
        }
        Some(())
    }

    /// Reads the text of the element, up to its end.
    fn inside(&mut self, element: &BytesStart<'_>) -> Option<&'a str> {
        let span = self.reader.read_to_end(element.name()).ok()?;
        self.text.get(usize::try_from(span.start).ok()?..usize::try_from(span.end).ok()?)
    }

    /// An element without content: of the facts only the text of an empty page is one. A deleted text is none, nor
    /// is that of a stub, which has a size.
    fn empty(&mut self, element: &BytesStart<'_>) {
        let line = self.line();
        let Some(entry) = &mut self.open else { return };
        if element.local_name().as_ref() == "text" {
            entry.bytes = attribute(element, "bytes");
            let is_empty = entry.bytes.unwrap_or(0) == 0 && attribute_text(element, "deleted").is_none();
            entry.text = is_empty.then_some("");
            entry.text_line = line;
        }
    }

    fn fact(&mut self, name: &str, inside: &'a str) {
        let Some(entry) = &mut self.open else { return self.outer_fact(name, inside) };
        match name {
            // The contributor's own number comes after the revision's.
            "id" if entry.id.is_none() => entry.id = inside.parse().ok(),
            "parentid" => entry.parent = inside.parse().ok(),
            "timestamp" => entry.timestamp = Some(inside),
            "username" | "ip" => entry.user = Some(inside),
            "comment" => entry.comment = Some(inside),
            _ => {}
        }
    }

    /// Reads an element outside the revisions.
    fn outer_fact(&mut self, name: &str, inside: &'a str) {
        match (name, self.export.pages.last_mut()) {
            ("base", None) => self.export.base = Some(inside),
            ("title", Some(page)) => page.title = Some(inside),
            _ => {}
        }
    }

    fn close(&mut self) {
        if let (Some(entry), Some(page)) = (self.open.take(), self.export.pages.last_mut()) {
            page.revisions.push(entry);
        }
    }

    /// The line at which the reader is.
    fn line(&mut self) -> u32 {
        let (from, line) = self.counted;
        let at =
            usize::try_from(self.reader.buffer_position()).map_or(from, |at| at.clamp(from, self.text.len()));
        let ends = memchr::memchr_iter(b'\n', &self.text.as_bytes()[from..at]).count();
        self.counted = (at, line.saturating_add(u32::try_from(ends).unwrap_or(u32::MAX)));
        self.counted.1
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<u64> {
    attribute_text(element, name)?.parse().ok()
}

fn attribute_text<'e>(element: &'e BytesStart<'_>, name: &str) -> Option<Cow<'e, str>> {
    element.try_get_attribute(name).ok().flatten().map(|attribute| attribute.value)
}

/// The text with its entities resolved; as it stands where they are damaged.
pub(crate) fn unescaped(text: &str) -> Cow<'_, str> {
    if let Some(text) = text.strip_prefix("<![CDATA[").and_then(|text| text.strip_suffix("]]>")) {
        return text.into();
    }
    unescape(text).unwrap_or(Cow::Borrowed(text))
}
