//! Sheet: the contract between readers and pairing.
//!
//! ```text
//! Sheet ─ page facts, source, integrity
//!   └─ Section ─ line numbers of a header
//!        └─ Cell ─ text, stated side, marker, claim about its row
//! ```
//!
//! A reader states facts of the input and infers nothing. Pairing decides by these facts alone: neither by the shape nor by
//! the warnings.

use std::borrow::Cow;
use std::num::NonZeroU32;

pub(crate) use crate::model::Engine;
use crate::model::{Comparison, InputEnd, Page, Proof, Shape, Side, Sides, Warning};

/// Marker of a cell in MediaWiki's diff table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Marker {
    /// `−`: the new revision lacks the line, or has another version of the line.
    Removed,
    /// `+`: the old revision lacks the line, or has another version of the line.
    Added,
    /// `⚫`: the paragraph was moved (wikidiff2). Both places of a move have one number; `None` if the input does not link
    /// them.
    Moved(Option<NonZeroU32>),
    /// An empty marker: the line is in both revisions.
    Context,
}

/// Claim of the input about the row that a cell belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RowClaim {
    /// None: the cell may open a row or be the second one of the row before.
    Unknown,
    /// The cell is the first or the only one of its row.
    First,
    /// The cell is the new side of the row that the cell before it opened.
    Second,
    /// The text is a whole row, old and new joined by one space, or a lone cell.
    WholeRow,
    /// The text is a whole row, old and new joined without anything between them, or a lone cell.
    GluedRow,
    /// The cell is the only one of its row.
    Lone,
    /// The cell begins at the first column: it may be a cell of two, or an old line alone.
    FirstColumn,
    /// The item is the border between two cells, which Firefox copies as a tab. Borders limit where cells can stand.
    Border,
}

impl RowClaim {
    /// Returns true if the cell may open a row or be the second one of the row before.
    pub(crate) const fn is_open(self) -> bool {
        matches!(self, Self::Unknown | Self::FirstColumn)
    }
}

/// Words of a line that were found in the rendered page of the new revision, if the copy includes the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Rendered {
    /// The copy has no rendered page, or the page does not show a line of this kind.
    #[default]
    Unknown,
    /// The page has all words of the line.
    Whole,
    /// The page has some words of the line.
    Partly,
    /// The page has no word of the line.
    Missing,
}

/// Marks of changed words in a line, as some programs write them into the text. The reader takes them out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum WordMarks {
    /// The input does not mark words.
    #[default]
    Unknown,
    /// The input marks words, and none in this line.
    None,
    /// Some words are marked, as in a changed row alone.
    Some,
    /// The whole line is marked.
    All,
}

/// A cell of the diff table: a line of wikitext with the facts that the input states about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell<'a> {
    /// The wikitext, as far as the input holds it, without its line end.
    pub text: Cow<'a, str>,
    /// The line of the input, counted from 1.
    pub line: u32,
    /// The stated side. `None` if the input does not state the side, and for a context cell of both sides.
    pub side: Option<Side>,
    /// The stated marker.
    pub marker: Option<Marker>,
    /// The claim about its row.
    pub claim: RowClaim,
    /// The words of the line in the rendered page below the diff.
    pub rendered: Rendered,
    /// The marks of changed words that the line had.
    pub word_marks: WordMarks,
    /// True if the input says that the row could be on either side.
    pub is_ambiguous: bool,
}

impl<'a> Cell<'a> {
    /// Makes a cell that states nothing about its side or its row.
    #[must_use]
    pub fn new(text: impl Into<Cow<'a, str>>, line: u32) -> Self {
        Cell {
            text: text.into(),
            line,
            side: None,
            marker: None,
            claim: RowClaim::Unknown,
            rendered: Rendered::Unknown,
            word_marks: WordMarks::Unknown,
            is_ambiguous: false,
        }
    }
}

/// A run of rows under one "Line N:" header, or the whole diff without headers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section<'a> {
    /// The line numbers of the header, both 1-based.
    pub start: Option<Sides<u32>>,
    /// The heading of the header, if it has one.
    pub heading: Option<Cow<'a, str>>,
    /// The cells in the order of the input: row by row, old before new.
    pub cells: Vec<Cell<'a>>,
}

/// Treatment of NBSP by the copy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum NbspCopy {
    /// The copy has NBSPs, so the browser kept them.
    Kept,
    /// The copy has none: the page has none, or the browser copied them as spaces.
    #[default]
    Unknown,
}

/// Blank rows of the table in the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum BlankRows {
    /// Copied like other rows, as far as the engine prints them.
    #[default]
    Kept,
    /// Dropped by the program that extracted the text.
    Dropped,
    /// Kept by the program that extracted the text, those of one side as well.
    AllKept,
}

/// State of the end of the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TextEnd {
    /// Nothing shows that lines at the end are missing.
    #[default]
    Kept,
    /// The text was extracted from a page and may have lost blank lines at its end.
    Trimmed,
}

/// Evidence for the side of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SideEvidence {
    /// None: pairing infers the sides.
    Unstated,
    /// Tabs between the columns of a copied table. A lost tab shifts the lines below it.
    Tabs,
    /// Markers (`−`, `+`, `⚫`) of a copied table.
    Markers,
    /// Columns of a table that a program wrote as text.
    Columns,
    /// Line ends between the cells of a table, in the source of the page.
    CellGaps,
    /// The format: classes of HTML, fields of JSON, the first character of a unified diff.
    Format,
    /// A reading that `--format html` wrote down, with its certainty.
    Recorded(Proof),
    /// The byte change of a mobile page in the inline view: the lines that were added or removed have this size. Such
    /// a reading is likely.
    ByteChange,
}

impl SideEvidence {
    /// Returns true for the signs of a copied table.
    #[must_use]
    pub const fn is_copied_table(self) -> bool {
        matches!(self, Self::Tabs | Self::Markers | Self::Columns | Self::CellGaps)
    }
}

/// Facts about the kind of input, stated by its reader. Pairing asks these instead of the shape, so a new shape costs
/// one reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// Evidence for the sides.
    pub sides: SideEvidence,
    /// The engines that can have printed the table, the likelier one first.
    pub engines: &'static [Engine],
}

impl Source {
    /// Makes the source of an input that either engine can have printed.
    #[must_use]
    pub const fn new(sides: SideEvidence) -> Self {
        Self { sides, engines: Engine::ALL }
    }
}

/// State in which the text of a diff reached its reader. A reading is proved only where the text is intact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Integrity {
    /// Nothing shows that the text was altered, or a repair restored it without loss.
    #[default]
    Intact,
    /// The text was altered on its way, and the repair may differ from the original.
    Repaired,
    /// Rows are missing, lines fit no row, several lines were run together, or the text may be no table of two columns.
    Damaged,
}

/// Line end at the end of a page that only one side has. It is not compared, so a hunk may have no changed line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum FinalLineEnd {
    /// Nothing shows that the two sides differ.
    #[default]
    Same,
    /// One side has it.
    OnOneSide,
}

/// A diff as read from the input, before any inference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet<'a> {
    /// The shape of the input, for messages and output.
    pub shape: Shape,
    /// Facts about the kind of input, for pairing.
    pub source: Source,
    /// The line of the input where this diff begins, its page heading included; counted from 1.
    pub first_line: u32,
    /// Page facts.
    pub page: Page<'a>,
    /// The copy's treatment of NBSP. Most browsers copy NBSP as a space, which takes one byte less.
    pub nbsp: NbspCopy,
    /// The blank rows: an extraction may have dropped them.
    pub blank_rows: BlankRows,
    /// The state of the end: blank lines may be missing.
    pub text_end: TextEnd,
    /// State of the text: the fact that pairing decides certainty by. Warnings only report it.
    pub integrity: Integrity,
    /// Extent of the comparison: a part of the diff may be missing, or the sides.
    pub comparison: Comparison,
    /// The probability of the reading in percent, if the input records it.
    pub confidence: Option<u8>,
    /// End of the input below this diff.
    pub input_end: InputEnd,
    /// Line end at the end of the page.
    pub final_line_end: FinalLineEnd,
    /// The sections in the order of the input.
    pub sections: Vec<Section<'a>>,
    /// The cells of the whole diff if its only header is no header but a row of context, where it may be one.
    pub without_header: Option<Section<'a>>,
    /// The warnings: lines that were not read, and facts that this shape lacks.
    pub warnings: Vec<Warning>,
    /// Notes on the reader's decisions for `--explain`, a sentence each.
    pub notes: Vec<String>,
}

impl Sheet<'_> {
    /// Makes an empty sheet: no page facts, sections, warnings or notes, and an intact text.
    #[must_use]
    pub fn new(shape: Shape, source: Source, first_line: u32) -> Self {
        Sheet {
            shape,
            source,
            first_line,
            page: Page::default(),
            nbsp: NbspCopy::default(),
            blank_rows: BlankRows::default(),
            text_end: TextEnd::default(),
            integrity: Integrity::default(),
            comparison: Comparison::default(),
            confidence: None,
            input_end: InputEnd::default(),
            final_line_end: FinalLineEnd::default(),
            sections: Vec::new(),
            without_header: None,
            warnings: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Records damage. A sheet keeps its worst state.
    pub(crate) fn lower_integrity(&mut self, integrity: Integrity) {
        self.integrity = self.integrity.max(integrity);
    }

    /// Records that rows are missing or wrong, and the warning that says so.
    pub(crate) fn add_damage(&mut self, warning: Warning) {
        self.lower_integrity(Integrity::Damaged);
        self.warnings.push(warning);
    }

    /// Records that the input begins or breaks off inside the diff, and the warning that says so.
    pub(crate) fn add_cut_off(&mut self, warning: Warning) {
        self.comparison = Comparison::Incomplete;
        self.add_damage(warning);
    }

    /// Detaches the sheet from the input's lifetime.
    #[must_use]
    pub fn into_owned(self) -> Sheet<'static> {
        Sheet {
            page: self.page.into_owned(),
            sections: self.sections.into_iter().map(Section::into_owned).collect(),
            without_header: self.without_header.map(Section::into_owned),
            shape: self.shape,
            source: self.source,
            first_line: self.first_line,
            nbsp: self.nbsp,
            blank_rows: self.blank_rows,
            text_end: self.text_end,
            integrity: self.integrity,
            comparison: self.comparison,
            confidence: self.confidence,
            input_end: self.input_end,
            final_line_end: self.final_line_end,
            warnings: self.warnings,
            notes: self.notes,
        }
    }
}

impl Section<'_> {
    fn into_owned(self) -> Section<'static> {
        let owned = |cell: Cell<'_>| Cell { text: Cow::Owned(cell.text.into_owned()), ..cell };
        Section {
            start: self.start,
            heading: self.heading.map(|heading| heading.into_owned().into()),
            cells: self.cells.into_iter().map(owned).collect(),
        }
    }
}
