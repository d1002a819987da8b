//! Warnings: doubts about a diff.

use std::ops::RangeInclusive;

/// The reason of a warning: a closed list, the `code` of the JSON output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WarningCode {
    /// A run of lines belongs to the page around the diff (menus, footer) and is in no row.
    UnreadLine,
    /// A run of lines outside the diff is in no row, but has a sign of rows: a marker, or a header with line numbers.
    PossibleRow,
    /// A line inside the diff fits no row of its shape.
    StrayLine,
    /// The paste is of the inline view: old and new words run together.
    InlineView,
    /// The text is that of a diff of a Wikibase entity, which has lost the sides.
    EntityText,
    /// The paste holds one column only.
    OneColumn,
    /// The paste breaks off inside a row, or begins inside one.
    CutOff,
    /// Bytes that are not UTF-8 were replaced by U+FFFD.
    NotUtf8,
    /// The whole text was quoted, escaped or damaged by a program, and was repaired without loss.
    Mended,
    /// The text was damaged by a program, and not all of it can be restored with certainty.
    Altered,
    /// Spaces may be lost: the markup is a copy of a view that collapses runs of spaces.
    SpacesFolded,
    /// An entry of a feed, or a revision in an answer of the API, has no diff.
    NoDiff,
    /// The stated byte change and the rows disagree.
    BytesDisagree,
    /// The line numbers of the headers and the rows disagree.
    LinesDisagree,
    /// Blank lines that the copy may have dropped could not be placed.
    BlankLines,
    /// The search for the best reading reached its limit.
    SearchLimit,
    /// The two pages differ in their line ends, which are not compared.
    LineEnds,
    /// A part of an export is not compared: a missing text, a single revision, another slot.
    NotCompared,
    /// Two long lines were shown whole because comparing their words would take too long.
    TooDifferent,
}

impl WarningCode {
    /// The code in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::UnreadLine => "unread_line",
            Self::PossibleRow => "possible_row",
            Self::StrayLine => "stray_line",
            Self::InlineView => "inline_view",
            Self::EntityText => "entity_text",
            Self::OneColumn => "one_column",
            Self::CutOff => "cut_off",
            Self::NotUtf8 => "not_utf8",
            Self::Mended => "mended",
            Self::Altered => "altered",
            Self::SpacesFolded => "spaces_folded",
            Self::NoDiff => "no_diff",
            Self::BytesDisagree => "bytes_disagree",
            Self::LinesDisagree => "lines_disagree",
            Self::BlankLines => "blank_lines",
            Self::SearchLimit => "search_limit",
            Self::LineEnds => "line_ends",
            Self::NotCompared => "not_compared",
            Self::TooDifferent => "too_different",
        }
    }
}

/// One warning.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Warning {
    /// The lines of the input, counted from 1. A warning about lines in no row has all of them, any other warning has
    /// the first line of its place. `None` if the warning is about the whole input.
    pub lines: Option<RangeInclusive<u32>>,
    /// The reason.
    pub code: WarningCode,
    /// One sentence without a full stop: the fault, and what to do about the fault. May quote wiki text, unescaped.
    pub message: String,
}

impl Warning {
    /// A warning about a line of the input, or about the whole input (`None`).
    pub fn new(line: impl Into<Option<u32>>, code: WarningCode, message: impl Into<String>) -> Self {
        Self { lines: line.into().map(|line| line..=line), code, message: message.into() }
    }

    /// Renumbers the lines.
    pub(crate) fn map_lines(&mut self, number: impl Fn(u32) -> u32) {
        self.lines = self.lines.take().map(|lines| number(*lines.start())..=number(*lines.end()));
    }

    /// The first line of the input that the warning is about.
    #[must_use]
    pub fn first_line(&self) -> Option<u32> {
        self.lines.as_ref().map(|lines| *lines.start())
    }
}
