//! `feed`: Atom and RSS feeds of a page's history, or of recent changes (`FeedUtils`). Each entry holds HTML: a diff, the
//! text of a new page, or a link to a large diff.

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use serde_json::Value;

use super::html;
use crate::model::{Comparison, InputEnd, Page, Revision, Shape, Sides, Warning, WarningCode};
use crate::parse::error::{Error, ErrorKind};
use crate::parse::line_counter::LineCounter;
use crate::parse::page::wiki_url;
use crate::parse::sheet::Sheet;

/// One entry of a feed.
#[derive(Debug, Default)]
struct FeedEntry {
    /// Its first line in the input.
    line: u32,
    title: String,
    /// The time of the edit as in Atom (RFC 3339). The times of RSS have another format and are not read.
    updated: String,
    author: String,
    address: String,
    content: String,
    content_line: u32,
}

/// Parts of a feed with text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FeedPart {
    Title,
    Updated,
    Author,
    Address,
    Content,
}

/// Parser of a feed.
#[derive(Debug, Default)]
struct FeedParser {
    title: String,
    entry: Option<FeedEntry>,
    part: Option<FeedPart>,
    sheets: Vec<Sheet<'static>>,
    /// The end of the feed: its last tag was read, or not yet.
    end: InputEnd,
    /// Warnings about entries without a diff.
    no_diff_warnings: Vec<Warning>,
}

/// Parses the diffs of all entries.
pub(crate) fn parse_sheets(text: &str) -> Result<Vec<Sheet<'static>>, Error> {
    let mut reader = Reader::from_str(text);
    let mut lines = LineCounter::new(text);
    let mut feed = FeedParser { end: InputEnd::CutOff, ..FeedParser::default() };
    loop {
        let line = lines.line_at(usize::try_from(reader.buffer_position()).unwrap_or(text.len()));
        match reader.read_event() {
            Ok(Event::Start(tag)) => feed.open(&tag, line),
            Ok(Event::Empty(tag)) => feed.read_link(&tag),
            Ok(Event::End(tag)) => feed.close(tag.name().as_ref()),
            Ok(Event::Text(text)) => feed.push_text(&text.xml10_content(), line),
            Ok(Event::CData(text)) => feed.push_text(&text.xml10_content(), line),
            Ok(Event::GeneralRef(entity)) => feed.push_text(&decode_reference(&entity), line),
            Ok(Event::Eof) => return Ok(feed.finish()),
            // The entries before the damage are shown.
            Err(_) if !feed.sheets.is_empty() => return Ok(feed.finish()),
            Err(_) => return Err(Error { line: Some(line), kind: ErrorKind::Damaged }),
            Ok(_) => {}
        }
    }
}

impl FeedParser {
    fn open(&mut self, tag: &BytesStart<'_>, line: u32) {
        let name = tag.name();
        if matches!(name.as_ref(), "entry" | "item") {
            self.entry = Some(FeedEntry { line, ..FeedEntry::default() });
        }
        self.part = match name.as_ref() {
            "title" => Some(FeedPart::Title),
            "updated" => Some(FeedPart::Updated),
            "name" | "dc:creator" => Some(FeedPart::Author),
            "id" | "link" | "guid" => Some(FeedPart::Address),
            "summary" | "content" | "description" | "content:encoded" => Some(FeedPart::Content),
            _ => None,
        };
        self.read_link(tag);
    }

    /// Reads the address of an entry from an attribute, as Atom has it.
    fn read_link(&mut self, tag: &BytesStart<'_>) {
        let Some(entry) = self.entry.as_mut().filter(|entry| entry.address.is_empty()) else { return };
        if let ("link", Ok(Some(href))) = (tag.name().as_ref(), tag.try_get_attribute("href")) {
            entry.address = href.normalized_value(XmlVersion::Explicit1_0).unwrap_or_default().into_owned();
        }
    }

    fn close(&mut self, name: &str) {
        self.part = None;
        if matches!(name, "feed" | "rss" | "rdf:RDF") {
            self.end = InputEnd::Whole;
        }
        if matches!(name, "entry" | "item")
            && let Some(entry) = self.entry.take()
        {
            self.add_entry(&entry, None);
        }
    }

    fn push_text(&mut self, text: &str, line: u32) {
        match (self.part, &mut self.entry) {
            (Some(part), Some(entry)) => {
                if part == FeedPart::Content && entry.content.is_empty() {
                    entry.content_line = line;
                }
                entry.part_mut(part).push_str(text);
            }
            (Some(FeedPart::Title), None) => self.title.push_str(text),
            _ => {}
        }
    }

    /// Adds the diffs of an entry. An entry without its end has a warning.
    fn add_entry(&mut self, entry: &FeedEntry, cut_off: Option<&Warning>) {
        let mut sheets = html::parse_sheets_at(&entry.content, entry.content_line.max(1));
        if sheets.is_empty() {
            self.no_diff_warnings.push(no_diff_warning(entry));
        }
        for sheet in &mut sheets {
            let Page { language, content, .. } = sheet.page;
            sheet.shape = Shape::Feed;
            sheet.first_line = entry.line;
            sheet.page = Page { language, content, ..entry.page(&self.title) };
            if let Some(warning) = cut_off {
                sheet.add_cut_off(warning.clone());
            }
        }
        self.sheets.extend(sheets);
    }

    fn add_json_entry(&mut self, entry: &Value, line: u32) {
        let text = |keys: &[&str]| keys.iter().find_map(|key| entry.get(key)?.as_str()).unwrap_or_default();
        let in_list =
            || entry.get("content")?.as_array()?.iter().find_map(|part| part.get("value")?.as_str());
        let content = match text(&["summary", "description", "content", "content_html"]) {
            "" => in_list().unwrap_or_default(),
            content => content,
        };
        let before = self.sheets.len();
        let entry = FeedEntry {
            line,
            title: text(&["title"]).to_owned(),
            updated: text(&["updated", "published", "date_modified"]).to_owned(),
            author: text(&["author"]).to_owned(),
            address: text(&["link", "url", "id"]).to_owned(),
            content: content.to_owned(),
            content_line: line,
        };
        if !entry.content.is_empty() {
            self.add_entry(&entry, None);
        }
        // A line end in a text of JSON is not a line end of the input.
        for sheet in &mut self.sheets[before..] {
            sheet
                .sections
                .iter_mut()
                .flat_map(|section| &mut section.cells)
                .for_each(|cell| cell.line = line);
            sheet.warnings.iter_mut().for_each(|warning| warning.lines = Some(line..=line));
        }
    }

    fn finish(mut self) -> Vec<Sheet<'static>> {
        if let Some(entry) = self.entry.take() {
            let message = "the feed breaks off inside this entry; fetch it again".to_owned();
            let cut_off = Warning::new(entry.line, WarningCode::CutOff, message);
            self.add_entry(&entry, Some(&cut_off));
        }
        if let Some(last) = self.sheets.last_mut().filter(|_| self.end == InputEnd::CutOff) {
            last.input_end = InputEnd::CutOff;
            if last.comparison == Comparison::Complete {
                let message = "the feed breaks off after this entry; fetch it again";
                last.warnings.push(Warning::new(last.first_line, WarningCode::CutOff, message));
            }
        }
        if let Some(first) = self.sheets.first_mut() {
            first.warnings.append(&mut self.no_diff_warnings);
        }
        self.sheets
    }
}

impl FeedEntry {
    const fn part_mut(&mut self, part: FeedPart) -> &mut String {
        match part {
            FeedPart::Title => &mut self.title,
            FeedPart::Updated => &mut self.updated,
            FeedPart::Author => &mut self.author,
            FeedPart::Address => &mut self.address,
            FeedPart::Content => &mut self.content,
        }
    }

    /// Returns the facts about the page. In a history the title of the feed is the page's title, and the title of an entry
    /// begins with its author. In other feeds the title of an entry is the page's title.
    fn page(&self, feed_title: &str) -> Page<'static> {
        let (title, author) = (self.title.trim(), self.author.trim());
        let by_author = title.strip_prefix(author).filter(|_| !author.is_empty());
        let page = match by_author {
            Some(_) => feed_title.rsplit_once(" - ").map_or(feed_title, |(page, _)| page),
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
            ..Revision::default()
        };
        let old = Revision { id: number("oldid="), ..Revision::default() };
        let wiki = wiki_url::from_script(&self.address).map(Into::into);
        Page { title: fact(page.trim()), revisions: Sides::new(old, new), wiki, ..Page::default() }
    }
}

/// The warning about an entry without a diff: the page is new, or the diff is over the wiki's limit
/// (`$wgFeedDiffCutoff`).
fn no_diff_warning(entry: &FeedEntry) -> Warning {
    let message = format!(
        "the entry \"{}\" has no diff: the page is new, or its diff is too large for a feed",
        entry.title.trim()
    );
    Warning::new(entry.line, WarningCode::NoDiff, message)
}

/// Parses the diffs of the entries of a feed as libraries hand them out in JSON: an object with a list of entries, or one
/// entry. Its content is a text, or a list of objects with a `value`.
pub(crate) fn parse_entries(feed: &Value, line: u32) -> Vec<Sheet<'static>> {
    let title = feed.get("feed").or(Some(feed)).and_then(|feed| feed.get("title")).and_then(Value::as_str);
    let entries = ["entries", "items"].iter().find_map(|key| feed.get(key)?.as_array());
    let mut parser = FeedParser::default();
    match entries {
        Some(entries) => {
            title.unwrap_or_default().clone_into(&mut parser.title);
            for entry in entries {
                parser.add_json_entry(entry, line);
            }
        }
        None => parser.add_json_entry(feed, line),
    }
    parser.finish()
}

/// Decodes a character reference. Leaves references that XML does not define.
fn decode_reference(entity: &BytesRef<'_>) -> String {
    if let Ok(Some(character)) = entity.resolve_char_ref() {
        return character.to_string();
    }
    resolve_predefined_entity(entity).map_or_else(|| format!("&{};", &**entity), str::to_owned)
}
