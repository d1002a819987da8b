//! The shapes of input.

use std::fmt;

/// The shape of an input, which selects its parser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Shape {
    /// One cell per line, sides unstated: a copy from a modern desktop or mobile diff page, or a text extraction.
    Cells,
    /// One row per line, old and new glued by a space.
    Rows,
    /// Markers (`−`, `+`, `⚫`) and line numbers are in the text: desktop copies up to MediaWiki 1.36.
    Marked,
    /// No markers, but the table's tabs show the side: Firefox copies since MediaWiki 1.37.
    Tabs,
    /// A table of pipes, as HTML-to-Markdown converters write it.
    Markdown,
    /// A table with rule lines between its rows.
    Grid,
    /// Both sides in columns of the screen, as programs that print a page as text write them.
    Columns,
    /// A table without its columns, of which the line ends between the cells are left: text taken out of a page's source.
    Gaps,
    /// A row on each line, old and new run together without anything between: text taken out of a page's source.
    Glued,
    /// A cell per line, broken at its changed words: text taken out of a page's source piece by piece.
    Pieces,
    /// The inline view: old and new words of a changed line run together, the sides are lost.
    Inline,
    /// One column of the diff only: the other side is lost.
    OneSide,
    /// Unified diff text of wikitext.
    Unified,
    /// The source of a diff page with two columns, or the rows of its table: saved, or from the clipboard.
    Html,
    /// The source of the inline view: `<ins>` and `<del>` show the sides, which its text has lost.
    HtmlInline,
    /// An answer of the API (`action=compare`, or revisions with their diffs).
    Api,
    /// An answer of the REST API (`/revision/{from}/compare/{to}`).
    Rest,
    /// An Atom or RSS feed of a page's history.
    Feed,
    /// Two whole pages of wikitext.
    Revisions,
    /// An XML export of MediaWiki: whole pages of wikitext with their history.
    Export,
}

impl Shape {
    /// Every shape, in the order in which `--help` lists them.
    pub const ALL: [Self; 20] = [
        Self::Cells,
        Self::Rows,
        Self::Marked,
        Self::Tabs,
        Self::Markdown,
        Self::Grid,
        Self::Columns,
        Self::Gaps,
        Self::Glued,
        Self::Pieces,
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

    /// Returns true if the input is machine-readable (HTML, API, feed, export) and not copied text.
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
            Self::Grid => "grid",
            Self::Columns => "columns",
            Self::Gaps => "gaps",
            Self::Glued => "glued",
            Self::Pieces => "pieces",
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
