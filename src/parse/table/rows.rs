//! Rows of a table with their columns, as a written form gives them back.

use std::borrow::Cow;
use std::ops::Range;

use crate::model::{Side, Sides};
use crate::parse::sheet::Marker;

/// Table of a diff in a text.
#[derive(Debug, Default)]
pub(crate) struct TextTable<'a> {
    /// The lines from its first header or row to the line after its last row, by index.
    pub(crate) lines: Range<usize>,
    /// The rows in order.
    pub(crate) rows: Vec<TextTableRow<'a>>,
    /// Lines between the rows that are no rows, by index.
    pub(crate) strays: Vec<usize>,
    /// Facts about the form.
    pub(crate) form: TableForm,
}

/// Facts about the form in which a table is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct TableForm {
    /// Treatment of empty lines.
    pub(crate) blanks: BlankRowForm,
    /// Escapes of signs in the texts.
    pub(crate) escapes: EscapeForm,
}

/// Ways in which a form writes signs of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum EscapeForm {
    /// As they are.
    #[default]
    Plain,
    /// Signs of Markdown behind a backslash, perhaps not all of them.
    Markdown,
    /// All signs of Markdown behind a backslash, and perhaps curly quotes and dashes as plain signs.
    MarkdownWithPunctuation,
}

/// State of rows without text: which sides the line is on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum BlankRowForm {
    /// The form shows the sides.
    #[default]
    Stated,
    /// Context, removed and added empty lines look the same.
    Alike,
    /// The form may have dropped rows without text.
    MayBeMissing,
}

/// A row of the table.
#[derive(Debug)]
pub(crate) struct TextTableRow<'a> {
    /// Index of its first line.
    pub(crate) at: usize,
    /// Its content.
    pub(crate) item: RowItem<'a>,
}

/// Content of a row.
#[derive(Debug)]
pub(crate) enum RowItem<'a> {
    /// "Line N:" for both sides.
    Header(Sides<u32>),
    /// One line or two.
    Lines(LineRow<'a>),
}

/// The lines of a row.
#[derive(Debug, Default)]
pub(crate) struct LineRow<'a> {
    /// The text of each side that has a line.
    pub(crate) texts: Sides<Option<Cow<'a, str>>>,
    /// The markers that the form shows.
    pub(crate) markers: Sides<Option<Marker>>,
    /// The doubt about the row.
    pub(crate) doubt: Option<RowDoubt>,
}

/// Doubts about a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RowDoubt {
    /// The border between the columns could be elsewhere.
    Border,
    /// The row has no text, and the form does not show its sides.
    Blank,
    /// A mark or an escape in the text could be text.
    Sign,
    /// Parts of the text were joined, with or without a space between them.
    Join,
}

impl<'a> LineRow<'a> {
    /// Makes a row of both sides.
    pub(crate) fn pair(old: impl Into<Cow<'a, str>>, new: impl Into<Cow<'a, str>>) -> Self {
        Self { texts: Sides::new(Some(old.into()), Some(new.into())), ..Self::default() }
    }

    /// Makes a row of one removed line.
    pub(crate) fn removed(old: impl Into<Cow<'a, str>>) -> Self {
        Self { texts: Sides::new(Some(old.into()), None), ..Self::default() }
    }

    /// Makes a row of one added line.
    pub(crate) fn added(new: impl Into<Cow<'a, str>>) -> Self {
        Self { texts: Sides::new(None, Some(new.into())), ..Self::default() }
    }

    /// Detaches the row from the lifetime of its texts.
    pub(crate) fn into_owned(self) -> LineRow<'static> {
        let texts = self.texts.map(|text| text.map(|text| Cow::Owned(text.into_owned())));
        LineRow { texts, markers: self.markers, doubt: self.doubt }
    }

    /// Records a doubt, if there is one. The first one stays.
    pub(crate) fn with_doubt(mut self, doubt: impl Into<Option<RowDoubt>>) -> Self {
        self.doubt = self.doubt.or(doubt.into());
        self
    }

    /// Returns both texts, if the row has two.
    pub(crate) fn pair_texts(&self) -> Option<Sides<&str>> {
        Some(Sides::new(self.texts.old.as_deref()?, self.texts.new.as_deref()?))
    }

    /// Returns true for a row of two texts that are the same, apart from white space.
    pub(crate) fn is_context(&self) -> bool {
        self.pair_texts().is_some_and(|texts| has_same_words(texts.old, texts.new))
    }
}

/// Returns true if two texts differ in white space at most.
pub(crate) fn has_same_words(old: &str, new: &str) -> bool {
    old == new || old.split_whitespace().eq(new.split_whitespace())
}

/// A cell that holds a marker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MarkerCell {
    /// No sign.
    Blank,
    /// A sign.
    Sign(Marker),
}

impl MarkerCell {
    /// The marker of its sign.
    pub(crate) const fn marker(self) -> Option<Marker> {
        match self {
            Self::Blank => None,
            Self::Sign(marker) => Some(marker),
        }
    }
}

/// Parses a marker cell of one side. Returns `None` for a text that is no marker.
pub(crate) fn parse_marker(cell: &str, side: Side) -> Option<MarkerCell> {
    // A link around the sign of a moved paragraph.
    let text = cell.trim();
    let sign = match text.strip_prefix('[').and_then(|link| link.split_once("](")) {
        Some((sign, target)) if target.ends_with([')', '}']) => sign,
        _ => text,
    };
    match (sign, side) {
        ("", _) => Some(MarkerCell::Blank),
        ("−" | "-" | "–" | "\\-" | "\\−", Side::Old) => Some(MarkerCell::Sign(Marker::Removed)),
        ("+" | "\\+", Side::New) => Some(MarkerCell::Sign(Marker::Added)),
        ("⚫" | "▲" | "▼", _) => Some(MarkerCell::Sign(Marker::Moved(None))),
        _ => None,
    }
}
