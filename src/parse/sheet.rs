//! What a reader hands on: page facts and sections of cells, with what the input itself states and nothing more.

use std::borrow::Cow;

pub(crate) use crate::model::Engine;
use crate::model::{Page, Proof, Shape, Side, Sides, Warning};

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
    /// The item is the border between two cells, which Firefox copies as a tab. Borders limit where cells can stand.
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
    /// The claim about its row.
    pub claim: RowClaim,
    /// What the rendered page below the diff says of it.
    pub rendered: Rendered,
    /// True if the input says that the row could be on either side.
    pub is_ambiguous: bool,
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
pub enum NbspCopy {
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

/// Evidence for the side of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SideEvidence {
    /// None: pairing infers the sides.
    Unstated,
    /// Tabs between the columns of a copied table. A lost tab shifts the lines below it.
    Tabs,
    /// Markers (`−`, `+`, `⚫`) of a copied table.
    Markers,
    /// Columns of a copied table that was turned into Markdown.
    MarkdownColumns,
    /// The format: classes of HTML, fields of JSON, the first character of a unified diff.
    Format,
    /// A reading that `--format html` wrote down, with its certainty.
    Recorded(Proof),
    /// None, and no inference can find the sides: the inline view, or one column of the table.
    Lost,
}

impl SideEvidence {
    /// Returns true for the signs of a copied table.
    #[must_use]
    pub const fn is_copied_table(self) -> bool {
        matches!(self, Self::Tabs | Self::Markers | Self::MarkdownColumns)
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
    /// Rows are missing, lines fit no row, or several lines were run together.
    Damaged,
}

/// One diff as read from the input, before anything is inferred.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet<'a> {
    /// The shape of the input, for messages and output.
    pub shape: Shape,
    /// Facts about the kind of input, for pairing.
    pub source: Source,
    /// The line of the input where this diff begins, its page heading included; 1-based.
    pub first_line: u32,
    /// Page facts.
    pub page: Page<'a>,
    /// Whether the copy kept hard spaces (NBSP) as they are; most browsers copy them as spaces, which are smaller.
    pub nbsp: NbspCopy,
    /// Whether blank lines at the end may be missing.
    pub text_end: TextEnd,
    /// State of the text: the fact that pairing decides certainty by. Warnings only report it.
    pub integrity: Integrity,
    /// The sections in the order of the input.
    pub sections: Vec<Section<'a>>,
    /// What could not be read, and what is lost in this shape.
    pub warnings: Vec<Warning>,
    /// How the reading came about, a sentence each, for `--explain`.
    pub notes: Vec<String>,
}

impl Sheet<'_> {
    /// Records damage. A sheet keeps its worst state.
    pub(crate) fn lower_integrity(&mut self, integrity: Integrity) {
        self.integrity = self.integrity.max(integrity);
    }

    /// Records that rows are missing or wrong, and the warning that says so.
    pub(crate) fn add_damage(&mut self, warning: Warning) {
        self.lower_integrity(Integrity::Damaged);
        self.warnings.push(warning);
    }

    /// The same sheet with its text in its own hands, so that it outlives what it was read from.
    #[must_use]
    pub fn into_owned(self) -> Sheet<'static> {
        Sheet {
            page: self.page.into_owned(),
            sections: self.sections.into_iter().map(Section::into_owned).collect(),
            shape: self.shape,
            source: self.source,
            first_line: self.first_line,
            nbsp: self.nbsp,
            text_end: self.text_end,
            integrity: self.integrity,
            warnings: self.warnings,
            notes: self.notes,
        }
    }
}

impl Section<'_> {
    fn into_owned(self) -> Section<'static> {
        let owned = |cell: Cell<'_>| Cell { text: Cow::Owned(cell.text.into_owned()), ..cell };
        Section { start: self.start, cells: self.cells.into_iter().map(owned).collect() }
    }
}
