//! What a reader hands on: page facts and sections of cells, with what the input itself states and nothing more.

use std::borrow::Cow;
use std::fmt;

use super::{Known, Page, Side, Sides, Warning};

/// The shape of an input: which reader it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// One cell per line, sides unstated: a copy from a modern desktop or mobile diff page, or a text extraction.
    Cells,
    /// One row per line, old and new glued by a space.
    Rows,
    /// Markers (`−`, `+`, `⚫`) and line numbers are in the text: desktop copies up to MediaWiki 1.36.
    Marked,
    /// No markers, but the table's tabs tell the side: Firefox copies since MediaWiki 1.37.
    Tabs,
    /// A Markdown table of four columns, as HTML-to-Markdown converters write it.
    Markdown,
    /// The inline view: old and new words of a changed line run together, the sides are lost.
    Inline,
    /// One column of the diff only: the other side is lost.
    OneSide,
    /// Unified diff text of wikitext.
    Unified,
    /// The source of a diff page with two columns, or the rows of its table: saved, or from the clipboard.
    Html,
    /// The source of the inline view: `<ins>` and `<del>` tell the sides that its text has lost.
    HtmlInline,
    /// An answer of the API (`action=compare`, or revisions with their diffs).
    Api,
    /// An answer of the REST API (`/revision/{from}/compare/{to}`).
    Rest,
    /// An Atom or RSS feed of a page's history.
    Feed,
    /// Two whole pages of wikitext.
    Revisions,
    /// Whole pages of wikitext with their history, as MediaWiki exports them in XML.
    Export,
}

impl Shape {
    /// Every shape, in the order in which `--help` lists them.
    pub const ALL: [Self; 15] = [
        Self::Cells,
        Self::Rows,
        Self::Marked,
        Self::Tabs,
        Self::Markdown,
        Self::Inline,
        Self::OneSide,
        Self::Unified,
        Self::Html,
        Self::HtmlInline,
        Self::Api,
        Self::Rest,
        Self::Feed,
        Self::Revisions,
        Self::Export,
    ];

    /// Whether it is the shape of input that no browser has made text of, so that nothing of it is lost.
    #[must_use]
    pub const fn is_exact(self) -> bool {
        matches!(
            self,
            Self::Html
                | Self::HtmlInline
                | Self::Api
                | Self::Rest
                | Self::Feed
                | Self::Revisions
                | Self::Export
        )
    }

    /// The shape's name in JSON and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cells => "cells",
            Self::Rows => "rows",
            Self::Marked => "marked",
            Self::Tabs => "tabs",
            Self::Markdown => "markdown",
            Self::Inline => "inline",
            Self::OneSide => "one-side",
            Self::Unified => "unified",
            Self::Html => "html",
            Self::HtmlInline => "html-inline",
            Self::Api => "api",
            Self::Rest => "rest",
            Self::Feed => "feed",
            Self::Revisions => "revisions",
            Self::Export => "export",
        }
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

/// What the marker column of MediaWiki's diff table says of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Marker {
    /// `−`: the line is not in the new revision as it stands.
    Removed,
    /// `+`: the line is not in the old revision as it stands.
    Added,
    /// `⚫`: the paragraph was moved (wikidiff2).
    Moved,
    /// The same where the input links both places: they carry one number, which is not 0.
    Linked(u32),
    /// An empty marker: the line is in both revisions.
    Context,
}

/// What the input states about the row that a cell belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// Nothing: the cell may open a row or be the second one of the row before.
    Free,
    /// The cell is the first, or the only one, of its row.
    Opens,
    /// The cell is the new side of the row that the cell before it opened.
    Joins,
    /// The text is a whole row, old and new glued by one space, or a lone cell.
    Glued,
    /// No cell: the border between two cells, which Firefox copies as a tab. Borders bound where cells can stand.
    Border,
}

/// Whether a line's words stand in the rendered page of the new revision, where that was copied with the diff.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Rendered {
    /// There is no rendered page, or the line would not show on it as it stands.
    #[default]
    Unknown,
    /// All that can be looked for is there.
    Whole,
    /// Some of it is there.
    Partly,
    /// Nothing of it is there.
    Missing,
}

/// One cell of the diff table: a line of wikitext with what the input states about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell<'a> {
    /// The wikitext, as far as the input holds it, without its line end.
    pub text: Cow<'a, str>,
    /// The line of the input where the text stands, 1-based.
    pub line: u32,
    /// The stated side; `None` where the input does not say, and for a context cell that stands for both sides.
    pub side: Option<Side>,
    /// The stated marker.
    pub marker: Option<Marker>,
    /// The stated place in its row.
    pub place: Place,
    /// What the rendered page below the diff says of it.
    pub rendered: Rendered,
}

/// A run of rows under one "Line N:" header, or the whole diff where there are no headers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section<'a> {
    /// The line numbers of the header, both 1-based.
    pub start: Option<Sides<u32>>,
    /// The cells in the order of the input: row by row, old before new.
    pub cells: Vec<Cell<'a>>,
}

/// What a copy did to hard spaces (NBSP).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum HardSpaces {
    /// There are some in it, so it kept them.
    Kept,
    /// There are none: either the page has none, or they were copied as spaces.
    #[default]
    Unknown,
}

/// Whether the input's last lines are all there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TextEnd {
    /// Nothing says otherwise.
    #[default]
    Kept,
    /// The text was extracted from a page, and may have been trimmed: blank lines at its end are lost then.
    Trimmed,
}

/// One diff as read from the input, before anything is inferred.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet<'a> {
    /// Which reader read it.
    pub shape: Shape,
    /// The line of the input where this diff begins, its page heading included; 1-based.
    pub first_line: u32,
    /// Page facts.
    pub page: Page<'a>,
    /// Whether the copy kept hard spaces (NBSP) as they are; most browsers copy them as spaces, which are smaller.
    pub hard_spaces: HardSpaces,
    /// Whether blank lines at the end may be missing.
    pub text_end: TextEnd,
    /// The sections in the order of the input.
    pub sections: Vec<Section<'a>>,
    /// What could not be read, and what is lost in this shape.
    pub warnings: Vec<Warning>,
    /// How the reading came about, a sentence each, for `--explain`.
    pub notes: Vec<String>,
    /// What is known of its reading, where it was read before; every side is stated then.
    pub known: Option<Known>,
}

impl Sheet<'_> {
    /// The same sheet with its text in its own hands, so that it outlives what it was read from.
    #[must_use]
    pub fn into_owned(self) -> Sheet<'static> {
        Sheet {
            page: self.page.into_owned(),
            sections: self.sections.into_iter().map(Section::into_owned).collect(),
            shape: self.shape,
            first_line: self.first_line,
            hard_spaces: self.hard_spaces,
            text_end: self.text_end,
            warnings: self.warnings,
            notes: self.notes,
            known: self.known,
        }
    }
}

impl Section<'_> {
    fn into_owned(self) -> Section<'static> {
        let owned = |cell: Cell<'_>| Cell { text: Cow::Owned(cell.text.into_owned()), ..cell };
        Section { start: self.start, cells: self.cells.into_iter().map(owned).collect() }
    }
}
