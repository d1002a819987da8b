//! Elements of the inline view, one for each line or changed pair of lines.
//!
//! ```text
//! <div class="mw-diff-inline-header"><!-- LINES 3,3 --></div>            or "Line 3:", "Line 3 ⟶ 4:"
//! <div class="mw-diff-inline-changed">an <del>old</del><ins>new</ins> line</div>
//! <div class="mw-diff-inline-added"><ins>a line</ins></div>
//! ```
//!
//! wikidiff2's `InlineFormatter` writes them, and MobileFrontend's `InlineDiffFormatter` up to MediaWiki 1.35.
//! The parts of a split line are in one element, with `span.mw-inline-diff-newline` between them.

use super::cell_text::{LineContent, NBSP, is_move_link};
use super::events::{Attribute, Tag};
use super::line_numbers;
use super::mark_edges::{self, EdgeBlanks, MarkedPiece};
use super::open_element::OpenElement;
use super::row_item::{HtmlItem, HtmlRow, HtmlRowKind};
use crate::model::{Side, Sides};

/// Prefix of the classes of all elements.
const CLASS_PREFIX: &str = "mw-diff-inline-";

/// An element under construction.
#[derive(Debug)]
pub(crate) struct InlineElement {
    kind: ElementKind,
    open_element: OpenElement,
    /// Side of the open word mark.
    mark: Option<Side>,
    /// The old line, or the words of a header.
    old: String,
    /// The new lines: several if the line was split.
    new: Vec<String>,
    /// The text of a changed line, if the copy may have lost blanks at the edges of its marks.
    pieces: Vec<MarkedPiece>,
    /// True if the marks are boxes, at whose edges Chromium leaves blanks out.
    has_boxes: bool,
    /// Target of the link in a moved paragraph.
    link: Option<String>,
    /// Name of the moved paragraph.
    anchor: Option<String>,
    /// An open element whose text is not part of the line.
    skipped: Option<OpenElement>,
    /// True if a `span` without a class is open; browsers put blanks into such spans.
    is_in_span: bool,
    numbers: Option<Sides<u32>>,
    line: u32,
    /// True if the old and the new text may be several lines without their line ends.
    pub(crate) has_merged_lines: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ElementKind {
    Header,
    Context,
    Added,
    Removed,
    Changed,
    Moved(Side),
}

impl InlineElement {
    /// Opens the element of a start tag. Returns `None` for a tag of another kind.
    pub(crate) fn from_tag(tag: &Tag, line: u32) -> Option<Self> {
        let mut kinds =
            tag.classes().filter_map(|class| class.strip_prefix(CLASS_PREFIX)).filter_map(parse_kind);
        let kind = kinds.next()?;
        Some(Self {
            // A moved paragraph has a second class for its side.
            kind: kinds.next().unwrap_or(kind),
            open_element: OpenElement::new(&tag.name),
            mark: None,
            old: String::new(),
            new: vec![String::new()],
            pieces: Vec::new(),
            has_boxes: false,
            link: None,
            anchor: None,
            skipped: None,
            is_in_span: false,
            numbers: None,
            line,
            has_merged_lines: false,
        })
    }

    /// Reads a start tag inside the element.
    pub(crate) fn open(&mut self, tag: &Tag) {
        self.open_element.open(&tag.name);
        if let Some(skipped) = &mut self.skipped {
            return skipped.open(&tag.name);
        }
        match tag.name.as_str() {
            "del" => self.open_mark(tag, Side::Old),
            "ins" => self.open_mark(tag, Side::New),
            "a" => self.open_link(tag),
            "span" if tag.has_class("mw-inline-diff-newline") => self.new.push(String::new()),
            "span" => self.is_in_span = tag.get(Attribute::Class).is_none(),
            _ => {}
        }
    }

    /// Opens a word mark. The marks of MobileFrontend have a class, and it writes all changed lines of a block into one
    /// element.
    fn open_mark(&mut self, tag: &Tag, side: Side) {
        self.mark = Some(side);
        let is_box = |style: &str| style.contains("inline-block") && !style.contains("white-space: pre");
        self.has_boxes |= tag.get(Attribute::Style).is_some_and(is_box);
        self.pieces.push(MarkedPiece { side: Some(side), text: String::new() });
        self.has_merged_lines |= tag.get(Attribute::Class).is_some();
    }

    fn open_link(&mut self, tag: &Tag) {
        if is_move_link(tag) {
            let target = tag.get(Attribute::Href).and_then(|href| href.rsplit_once('#'));
            self.link = target.map(|(_, fragment)| fragment.to_owned());
            self.skipped = Some(OpenElement::new("a"));
        } else if let Some(name) = tag.get(Attribute::Name) {
            self.anchor = Some(name.to_owned());
        }
    }

    /// Reads an end tag. Returns true if it ends this element.
    pub(crate) fn close(&mut self, name: &str) -> bool {
        match name {
            "del" | "ins" => self.mark = None,
            "span" => self.is_in_span = false,
            _ => {}
        }
        if self.skipped.as_mut().is_some_and(|skipped| skipped.close(name)) {
            self.skipped = None;
        }
        self.open_element.close(name)
    }

    /// Reads text inside the element.
    pub(crate) fn push_text(&mut self, text: &str) {
        if self.skipped.is_some() {
            return;
        }
        // If the page collapses white space, Chromium copies a blank at the edge of a text as an NBSP in a span
        // (`ConvertHTMLTextToInterchangeFormat`). An NBSP of the page has no span.
        let text = if self.is_in_span && text == NBSP { " " } else { text };
        match self.pieces.last_mut().filter(|piece| piece.side == self.mark) {
            Some(piece) => piece.text.push_str(text),
            None => self.pieces.push(MarkedPiece { side: self.mark, text: text.to_owned() }),
        }
        if self.mark != Some(Side::New) {
            self.old.push_str(text);
        }
        if self.mark != Some(Side::Old)
            && let Some(line) = self.new.last_mut()
        {
            line.push_str(text);
        }
    }

    /// Reads a comment inside the element.
    pub(crate) fn comment(&mut self, text: &str) {
        self.numbers = self.numbers.or_else(|| line_numbers::parse_comment(text));
    }

    /// Puts blanks back at the edges of marks in a changed line.
    pub(crate) fn restore_edge_blanks(&mut self) -> EdgeBlanks {
        if !self.has_boxes || self.kind != ElementKind::Changed {
            return EdgeBlanks::Whole;
        }
        // The parts of a split line have edges of their own.
        if self.new.len() > 1 {
            return EdgeBlanks::Doubtful;
        }
        let state = mark_edges::restore_blanks(&mut self.pieces);
        let text_of = |side: Side| {
            let pieces = self.pieces.iter().filter(|piece| piece.side.is_none_or(|other| other == side));
            pieces.map(|piece| piece.text.as_str()).collect::<String>()
        };
        (self.old, self.new) = (text_of(Side::Old), vec![text_of(Side::New)]);
        state
    }

    /// The first line of the element in the input.
    pub(crate) const fn line(&self) -> u32 {
        self.line
    }

    /// Returns true for a header without words or line numbers: copies leave out the comments.
    pub(crate) fn is_bare_header(&self) -> bool {
        self.kind == ElementKind::Header && self.numbers.is_none() && self.old.trim().is_empty()
    }

    /// The words of a header.
    pub(crate) fn header_text(&self) -> Option<&str> {
        (self.kind == ElementKind::Header).then(|| self.old.trim())
    }

    /// Returns the items of the element.
    pub(crate) fn into_items(self) -> Vec<HtmlItem> {
        let line = self.line;
        let content = |text: String| Some(LineContent::from_text(without_filler(text), line));
        let mut new = self.new.into_iter();
        let first_new = new.next().unwrap_or_default();
        let row = |kind, old, new| {
            HtmlItem::Row(Box::new(HtmlRow { kind, lines: Sides::new(old, new), is_ambiguous: false }))
        };
        let first = match self.kind {
            ElementKind::Header => {
                HtmlItem::Header(self.numbers.or_else(|| line_numbers::parse_inline_message(&self.old)))
            }
            ElementKind::Context => row(HtmlRowKind::Context, content(self.old), content(first_new)),
            ElementKind::Added => row(HtmlRowKind::Changed, None, content(first_new)),
            ElementKind::Removed => row(HtmlRowKind::Changed, content(self.old), None),
            ElementKind::Changed => row(HtmlRowKind::Changed, content(self.old), content(first_new)),
            ElementKind::Moved(side) => {
                let text = if side == Side::Old { self.old } else { first_new };
                let mut lines = Sides::new(None, None);
                let mut content = LineContent::from_text(text, line);
                content.anchor = self.anchor;
                *lines.get_mut(side) = Some(content);
                HtmlItem::Row(Box::new(HtmlRow {
                    kind: HtmlRowKind::Moved(self.link),
                    lines,
                    is_ambiguous: false,
                }))
            }
        };
        let split_off = new.map(|text| row(HtmlRowKind::Changed, None, content(text)));
        std::iter::once(first).chain(split_off).collect()
    }
}

/// Parses the class of an element, without the prefix.
fn parse_kind(class: &str) -> Option<ElementKind> {
    match class {
        "header" => Some(ElementKind::Header),
        "context" => Some(ElementKind::Context),
        "added" => Some(ElementKind::Added),
        "deleted" => Some(ElementKind::Removed),
        "changed" => Some(ElementKind::Changed),
        "moved" | "moved-source" => Some(ElementKind::Moved(Side::Old)),
        "moved-destination" => Some(ElementKind::Moved(Side::New)),
        _ => None,
    }
}

/// Returns the line without its filler: the view shows an empty line as an NBSP.
fn without_filler(text: String) -> String {
    if text == NBSP { String::new() } else { text }
}
