//! `feed`: Atom and RSS feeds of a page's history, or of recent changes (`FeedUtils`). Each entry holds HTML, most a
//! diff; that of a new page holds its text, and that of a large diff a link.

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::html;
use super::line_counter::Lines;
use crate::model::{Page, Revision, Shape, Sides, Warning, WarningCode};
use crate::parse::error::{Error, ErrorKind};
use crate::parse::page::wiki_url;
use crate::parse::sheet::Sheet;

/// One entry.
#[derive(Debug, Default)]
struct Entry {
    /// The line of the input where it begins.
    line: u32,
    title: String,
    /// RFC 3339; RSS has another form, which is not taken.
    updated: String,
    author: String,
    address: String,
    content: String,
    content_line: u32,
}

/// The part of the feed that is being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Title,
    Updated,
    Author,
    Address,
    Content,
}

/// State of the reader.
#[derive(Debug, Default)]
struct Feed {
    title: String,
    entry: Option<Entry>,
    part: Option<Part>,
    sheets: Vec<Sheet<'static>>,
    untold: Vec<Warning>,
}

/// Reads the diffs of all entries.
pub(crate) fn sheets(text: &str) -> Result<Vec<Sheet<'static>>, Error> {
    let mut reader = Reader::from_str(text);
    let mut lines = Lines::of(text);
    let mut feed = Feed::default();
    loop {
        let line = lines.at(usize::try_from(reader.buffer_position()).unwrap_or(text.len()));
        match reader.read_event() {
            Ok(Event::Start(tag)) => feed.open(&tag, line),
            Ok(Event::Empty(tag)) => feed.address_of(&tag),
            Ok(Event::End(tag)) => feed.close(tag.name().as_ref()),
            Ok(Event::Text(stretch)) => feed.push(&stretch.xml10_content(), line),
            Ok(Event::CData(stretch)) => feed.push(&stretch.xml10_content(), line),
            Ok(Event::GeneralRef(entity)) => feed.push(&resolved(&entity), line),
            Ok(Event::Eof) => return Ok(feed.finish()),
            // What was read before the damage is shown.
            Err(_) if !feed.sheets.is_empty() => return Ok(feed.finish()),
            Err(_) => return Err(Error { line: Some(line), kind: ErrorKind::Damaged }),
            Ok(_) => {}
        }
    }
}

impl Feed {
    fn open(&mut self, tag: &BytesStart<'_>, line: u32) {
        let name = tag.name();
        if matches!(name.as_ref(), "entry" | "item") {
            self.entry = Some(Entry { line, ..Entry::default() });
        }
        self.part = match name.as_ref() {
            "title" => Some(Part::Title),
            "updated" => Some(Part::Updated),
            "name" | "dc:creator" => Some(Part::Author),
            "id" | "link" | "guid" => Some(Part::Address),
            "summary" | "content" | "description" | "content:encoded" => Some(Part::Content),
            _ => None,
        };
        self.address_of(tag);
    }

    /// Atom has the address in an attribute.
    fn address_of(&mut self, tag: &BytesStart<'_>) {
        let Some(entry) = self.entry.as_mut().filter(|entry| entry.address.is_empty()) else { return };
        if let ("link", Ok(Some(href))) = (tag.name().as_ref(), tag.try_get_attribute("href")) {
            entry.address = href.normalized_value(XmlVersion::Explicit1_0).unwrap_or_default().into_owned();
        }
    }

    fn close(&mut self, name: &str) {
        self.part = None;
        if matches!(name, "entry" | "item")
            && let Some(entry) = self.entry.take()
        {
            self.settle(&entry, None);
        }
    }

    fn push(&mut self, text: &str, line: u32) {
        match (self.part, &mut self.entry) {
            (Some(part), Some(entry)) => {
                if part == Part::Content && entry.content.is_empty() {
                    entry.content_line = line;
                }
                entry.part_mut(part).push_str(text);
            }
            (Some(Part::Title), None) => self.title.push_str(text),
            _ => {}
        }
    }

    fn settle(&mut self, entry: &Entry, cut: Option<&Warning>) {
        let mut sheets = html::sheets(&entry.content);
        if sheets.is_empty() {
            self.untold.push(without_diff(entry));
        }
        for sheet in &mut sheets {
            let language = sheet.page.language;
            sheet.shape = Shape::Feed;
            sheet.first_line = entry.line;
            sheet.page = Page { language, ..entry.page(&self.title) };
            move_down(sheet, entry.content_line.saturating_sub(1));
            if let Some(warning) = cut {
                sheet.add_damage(warning.clone());
            }
        }
        self.sheets.extend(sheets);
    }

    fn finish(mut self) -> Vec<Sheet<'static>> {
        if let Some(entry) = self.entry.take() {
            let message = "the feed breaks off inside of this entry; fetch it again".to_owned();
            let cut = Warning::new(entry.line, WarningCode::CutOff, message);
            self.settle(&entry, Some(&cut));
        }
        if let Some(first) = self.sheets.first_mut() {
            first.warnings.append(&mut self.untold);
        }
        self.sheets
    }
}

impl Entry {
    const fn part_mut(&mut self, part: Part) -> &mut String {
        match part {
            Part::Title => &mut self.title,
            Part::Updated => &mut self.updated,
            Part::Author => &mut self.author,
            Part::Address => &mut self.address,
            Part::Content => &mut self.content,
        }
    }

    /// Facts about the page. In a history the title of the feed is the page's title, and the title of an entry begins with
    /// its author. In other feeds the title of an entry is the page's title.
    fn page(&self, feed: &str) -> Page<'static> {
        let (title, author) = (self.title.trim(), self.author.trim());
        let by_author = title.strip_prefix(author).filter(|_| !author.is_empty());
        let page = match by_author {
            Some(_) => feed.rsplit_once(" - ").map_or(feed, |(page, _)| page),
            None => title,
        };
        let comment = by_author.and_then(|rest| rest.strip_prefix(": "));
        let fact = |text: &str| (!text.is_empty()).then(|| text.to_owned().into());
        let query = self.address.split_once('?').map_or("", |(_, query)| query);
        let number = |name| query.split('&').find_map(|part| part.strip_prefix(name))?.parse().ok();
        let new = Revision {
            label: None,
            id: number("diff="),
            timestamp: fact(self.updated.trim()),
            user: fact(author),
            comment: fact(comment.unwrap_or_default()),
        };
        let old = Revision { id: number("oldid="), ..Revision::default() };
        let wiki = wiki_url::from_script(&self.address).map(Into::into);
        Page { title: fact(page.trim()), revisions: Sides::new(old, new), wiki, ..Page::default() }
    }
}

/// The entry holds no diff: it is of a new page, or the diff was larger than the wiki's limit (`$wgFeedDiffCutoff`).
fn without_diff(entry: &Entry) -> Warning {
    let message = format!(
        "the entry \"{}\" holds no diff: the page was new, or its diff is larger than the wiki puts into a feed",
        entry.title.trim()
    );
    Warning::new(entry.line, WarningCode::NoDiff, message)
}

/// Counts the lines of a sheet from the begin of the input.
fn move_down(sheet: &mut Sheet<'_>, above: u32) {
    let cells = sheet.sections.iter_mut().flat_map(|section| &mut section.cells);
    cells.for_each(|cell| cell.line = cell.line.saturating_add(above));
    sheet.warnings.iter_mut().for_each(|warning| warning.map_lines(|line| line.saturating_add(above)));
}

/// The character that a reference stands for; one that XML does not know stays as it is.
fn resolved(entity: &BytesRef<'_>) -> String {
    if let Ok(Some(character)) = entity.resolve_char_ref() {
        return character.to_string();
    }
    resolve_predefined_entity(entity).map_or_else(|| format!("&{};", &**entity), str::to_owned)
}
