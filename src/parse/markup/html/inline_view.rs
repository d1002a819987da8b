//! The elements of the inline view, one for each line or changed pair of lines.
//!
//! ```text
//! <div class="mw-diff-inline-header"><!-- LINES 3,3 --></div>            or "Line 3:", "Line 3 ⟶ 4:"
//! <div class="mw-diff-inline-changed">an <del>old</del><ins>new</ins> line</div>
//! <div class="mw-diff-inline-added"><ins>a line</ins></div>
//! ```
//!
//! wikidiff2's `InlineFormatter` writes them, and MobileFrontend's `InlineDiffFormatter` up to MediaWiki 1.35.
//! A line that was split stands whole in one element, with `span.mw-inline-diff-newline` where it was cut.

use super::cell_text::{Content, HARD_SPACE};
use super::events::{Attribute, Tag};
use super::line_numbers;
use super::open_element::Opened;
use super::row_item::{HtmlRowKind, Item, Row};
use crate::model::{Side, Sides};

/// Prefix of the classes of all elements.
const CLASSES: &str = "mw-diff-inline-";

/// An element that is being read.
#[derive(Debug)]
pub(crate) struct Element {
    kind: ElementKind,
    opened: Opened,
    /// The mark that is open, if one is.
    mark: Option<Side>,
    old: String,
    new: Vec<String>,
    /// Target of the link in a moved paragraph.
    link: Option<String>,
    /// Of the moved paragraph itself.
    anchor: Option<String>,
    skipped: Option<Opened>,
    /// True if a `span` without a class is open; browsers put blanks into those spans.
    is_in_span: bool,
    numbers: Option<Sides<u32>>,
    line: u32,
    /// True if the old and the new line may be several lines, run together.
    pub(crate) is_run_together: bool,
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

impl Element {
    /// The element that begins with a tag, if it is one of this view.
    pub(crate) fn begin(tag: &Tag, line: u32) -> Option<Self> {
        let mut kinds = tag.classes().filter_map(|class| class.strip_prefix(CLASSES)).filter_map(kind);
        let kind = kinds.next()?;
        Some(Self {
            // The name of the side of a moved paragraph is a class of its own, behind the first.
            kind: kinds.next().unwrap_or(kind),
            opened: Opened::of(&tag.name),
            mark: None,
            old: String::new(),
            new: vec![String::new()],
            link: None,
            anchor: None,
            skipped: None,
            is_in_span: false,
            numbers: None,
            line,
            is_run_together: false,
        })
    }

    /// An element begins inside of it.
    pub(crate) fn open(&mut self, tag: &Tag) {
        self.opened.open(&tag.name);
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

    /// MobileFrontend writes a class into its marks, and all changed lines of a block into one element.
    fn open_mark(&mut self, tag: &Tag, side: Side) {
        self.mark = Some(side);
        self.is_run_together |= tag.get(Attribute::Class).is_some();
    }

    fn open_link(&mut self, tag: &Tag) {
        if tag.classes().any(|class| class.starts_with("mw-diff-movedpara-")) {
            let target = tag.get(Attribute::Href).and_then(|href| href.rsplit_once('#'));
            self.link = target.map(|(_, fragment)| fragment.to_owned());
            self.skipped = Some(Opened::of("a"));
        } else if let Some(name) = tag.get(Attribute::Name) {
            self.anchor = Some(name.to_owned());
        }
    }

    /// An element ends inside of it: whether it is this one.
    pub(crate) fn close(&mut self, name: &str) -> bool {
        match name {
            "del" | "ins" => self.mark = None,
            "span" => self.is_in_span = false,
            _ => {}
        }
        if self.skipped.as_mut().is_some_and(|skipped| skipped.close(name)) {
            self.skipped = None;
        }
        self.opened.close(name)
    }

    /// Text stands in it.
    pub(crate) fn push(&mut self, text: &str) {
        if self.skipped.is_some() {
            return;
        }
        // Where white space is folded, Chromium copies a blank at the edge of a text as a hard one in a span of its own
        // (`ConvertHTMLTextToInterchangeFormat`); one that the page has stands in none.
        let text = if self.is_in_span && text == HARD_SPACE { " " } else { text };
        if self.mark != Some(Side::New) {
            self.old.push_str(text);
        }
        if self.mark != Some(Side::Old)
            && let Some(line) = self.new.last_mut()
        {
            line.push_str(text);
        }
    }

    /// A comment stands in it.
    pub(crate) fn comment(&mut self, text: &str) {
        self.numbers = self.numbers.or_else(|| line_numbers::of_comment(text));
    }

    /// The line of the input where it begins.
    pub(crate) const fn line(&self) -> u32 {
        self.line
    }

    /// Returns true for a header without line numbers, as in a copy that leaves comments out.
    pub(crate) fn is_bare_header(&self) -> bool {
        self.kind == ElementKind::Header && self.numbers.is_none() && self.old.trim().is_empty()
    }

    /// The words of a header, whose form names the language.
    pub(crate) fn header(&self) -> Option<&str> {
        (self.kind == ElementKind::Header).then(|| self.old.trim())
    }

    /// Returns the items of the element.
    pub(crate) fn items(self) -> Vec<Item> {
        let line = self.line;
        let one = |text: String| Some(Content::of_line(without_filler(text), line));
        let mut new = self.new.into_iter();
        let first_new = new.next().unwrap_or_default();
        let row = |kind, old, new| {
            Item::Row(Box::new(Row { kind, lines: Sides::new(old, new), is_ambiguous: false }))
        };
        let first = match self.kind {
            ElementKind::Header => Item::Start(self.numbers.or_else(|| line_numbers::of_both(&self.old))),
            ElementKind::Context => row(HtmlRowKind::Context, one(self.old), one(first_new)),
            ElementKind::Added => row(HtmlRowKind::Changed, None, one(first_new)),
            ElementKind::Removed => row(HtmlRowKind::Changed, one(self.old), None),
            ElementKind::Changed => row(HtmlRowKind::Changed, one(self.old), one(first_new)),
            ElementKind::Moved(side) => {
                let text = if side == Side::Old { self.old } else { first_new };
                let mut lines = Sides::new(None, None);
                let mut content = Content::of_line(text, line);
                content.anchor = self.anchor;
                *lines.get_mut(side) = Some(content);
                Item::Row(Box::new(Row { kind: HtmlRowKind::Moved(self.link), lines, is_ambiguous: false }))
            }
        };
        let split = new.map(|text| row(HtmlRowKind::Changed, None, one(text)));
        std::iter::once(first).chain(split).collect()
    }
}

/// Parses the class of an element, without the prefix.
fn kind(class: &str) -> Option<ElementKind> {
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

/// An empty line is drawn as a hard space.
fn without_filler(text: String) -> String {
    if text == HARD_SPACE { String::new() } else { text }
}
