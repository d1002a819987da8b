//! What a person must be told although the diff is shown.

/// Why a warning is given: a closed list, the `code` of the JSON output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WarningCode {
    /// A run of lines belongs to the page around the diff (menus, footer) and is in no row.
    UnreadLine,
    /// A line inside the diff fits no row of its shape.
    StrayLine,
    /// The paste is of the inline view: old and new words run together.
    InlineView,
    /// The paste holds one column only.
    OneColumn,
    /// The paste breaks off inside a row, or begins inside one.
    CutOff,
    /// Bytes that are not UTF-8 were replaced by U+FFFD.
    NotUtf8,
    /// The text was changed as a whole on its way (quoted, escaped, …), which is undone without loss.
    Mended,
    /// The text was changed on its way, and not all of it can be had back for sure.
    Altered,
    /// White space may have been lost on the way: the markup is a copy of a view that folds it.
    SpacesFolded,
    /// An entry of a feed holds no diff.
    NoDiff,
    /// The stated byte change and the rows disagree.
    BytesDisagree,
    /// The line numbers of the headers and the rows disagree.
    LinesDisagree,
    /// Blank lines that the copy may have dropped could not be placed.
    BlankLines,
    /// The search for the best reading met its limit; the reading is a plain one.
    SearchLimit,
    /// The two pages differ in how their lines end, which is not compared.
    LineEnds,
    /// Something of an export is not compared: a text that is not in it, a revision that is alone, another slot.
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
            Self::StrayLine => "stray_line",
            Self::InlineView => "inline_view",
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
pub struct Warning {
    /// The line of the input that it is about, 1-based; `None` where it is about the whole.
    pub line: Option<u32>,
    /// Why.
    pub code: WarningCode,
    /// What happened and what to do, one sentence without a full stop. May quote wiki text, unescaped.
    pub message: String,
}
