//! Conversion of the rows of one diff to a sheet, once their engine is known.

use super::cell_text::{Content, Role, Trace};
use super::facts::Facts;
use super::row_item::{HtmlRowKind, Item, Row};
use super::table_view::Author;
use crate::model::{Page, Shape, Side, Sides, WarningCode};
use crate::parse::markup::sheet_builder::{Draft, Text};
use crate::parse::page::wiki_url;
use crate::parse::sheet::{Integrity, Marker, Sheet, SideEvidence, Source};

/// Maximum number of warnings about rows that fit nothing; more would not help anybody.
const MAX_STRAY_WARNINGS: usize = 20;

/// One diff that is being read.
#[derive(Debug, Default)]
pub(crate) struct Table {
    items: Vec<Item>,
    last_start: Option<Sides<u32>>,
    /// The line of the input where it begins.
    pub(crate) first_line: Option<u32>,
    /// The engine that wrote it.
    pub(crate) author: Option<Author>,
    /// The view that it is.
    pub(crate) view: View,
    /// Flaws of the table.
    flaws: Vec<Flaw>,
    /// True if the page says that the revisions do not differ.
    pub(crate) is_same: bool,
}

/// Losses in a diff that states its sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// It is a copy of a view in which white space is folded.
    Folded,
    /// The changed lines of a block may be run together.
    RunTogether,
    /// The markup begins or ends inside of the diff.
    CutOff,
}

/// Views of a diff on a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum View {
    /// Old and new side by side.
    #[default]
    Columns,
    /// Old and new words in one line.
    Inline,
}

impl Table {
    /// Returns true if the line numbers of the item are lower than the last ones: another diff begins.
    pub(crate) fn falls_back(&self, item: &Item) -> bool {
        let (Item::Start(Some(start)), Some(last)) = (item, self.last_start) else { return false };
        start.old <= last.old || start.new <= last.new
    }

    /// Notes what is wrong with it.
    pub(crate) fn note(&mut self, flaw: Flaw) {
        // Each row of a diff can have the same one.
        if !self.flaws.contains(&flaw) {
            self.flaws.push(flaw);
        }
    }

    /// Returns true if the table has items.
    pub(crate) const fn is_begun(&self) -> bool {
        !self.items.is_empty()
    }

    /// Takes a row that begins at a line of the input.
    pub(crate) fn add(&mut self, item: Item, line: u32) {
        self.first_line.get_or_insert(line);
        if let Item::Start(start) = item {
            self.last_start = start.or(self.last_start);
        }
        self.items.push(item);
    }

    /// The sheet, if there is anything in it.
    pub(crate) fn into_sheet(self, facts: &Facts) -> Option<Sheet<'static>> {
        if !self.is_same && !self.items.iter().any(|item| matches!(item, Item::Row(_))) {
            return None;
        }
        let mut draft = Draft::default();
        let engine = self.engine(facts);
        let page = facts.page();
        self.explain(engine, &page, &mut draft);
        if let Some(cut) = self.lines().find(|line| line.is_cut()) {
            draft.lower_integrity(Integrity::Repaired);
            draft.warn(Some(cut.line), WarningCode::Altered, CUT);
        }
        let mut strays = 0;
        for item in self.items {
            match item {
                Item::Start(start) => draft.start(start),
                Item::Row(row) => add_row(&mut draft, *row, engine),
                Item::Stray(line) => {
                    strays += 1;
                    draft.lower_integrity(Integrity::Damaged);
                    if strays <= MAX_STRAY_WARNINGS {
                        draft.warn(Some(line), WarningCode::StrayLine, STRAY);
                    }
                }
            }
        }
        let shape = match self.view {
            View::Columns => Shape::Html,
            View::Inline => Shape::HtmlInline,
        };
        let sheet = draft.finish(shape, self.first_line.unwrap_or(1), page);
        Some(match facts.proof {
            Some(proof) => Sheet { source: Source::new(SideEvidence::Recorded(proof)), ..sheet },
            None => sheet,
        })
    }

    /// The engine that wrote it: as the markup shows; MobileFrontend has a table only where wikidiff2 is not; else as
    /// the blanks show.
    fn engine(&self, facts: &Facts) -> Author {
        match self.author {
            // `--format html` writes lines as they are.
            _ if facts.proof.is_some() => Author::Wikidiff2,
            Some(author) => author,
            None if self.view == View::Inline => Author::Wikidiff2,
            None if facts.is_mobile || self.is_padded() => Author::Php,
            None => Author::Wikidiff2,
        }
    }

    /// Returns true if some blanks are those of the PHP engine, and none contradict it.
    fn is_padded(&self) -> bool {
        let traces = || self.lines().filter_map(Content::trace);
        traces().any(|trace| trace == Trace::Padded) && !traces().any(|trace| trace == Trace::Unpadded)
    }

    /// Every line of it.
    fn lines(&self) -> impl Iterator<Item = &Content> {
        let rows = self.items.iter().filter_map(|item| match item {
            Item::Row(row) => Some(&row.lines),
            Item::Start(_) | Item::Stray(_) => None,
        });
        rows.flat_map(|lines| lines.old.iter().chain(&lines.new))
    }

    fn explain(&self, engine: Author, page: &Page<'_>, draft: &mut Draft) {
        draft.note("the markup states the side of every line; what stands round the diff's rows is not read");
        if engine == Author::Php {
            draft.note("MediaWiki's PHP engine wrote it: the blanks that it adds are taken out");
        }
        let has = |flaw| self.flaws.contains(&flaw);
        for flaw in [Flaw::Folded, Flaw::RunTogether, Flaw::CutOff].into_iter().filter(|&flaw| has(flaw)) {
            let (code, message) = flaw.warning();
            if flaw != Flaw::Folded {
                draft.lower_integrity(Integrity::Damaged);
            }
            draft.warn(self.first_line, code, &format!("{message}{}", flaw.elsewhere(page)));
        }
    }
}

impl Flaw {
    const fn warning(self) -> (WarningCode, &'static str) {
        match self {
            Self::Folded => (WarningCode::SpacesFolded, FOLDED),
            Self::RunTogether => (WarningCode::InlineView, RUN_TOGETHER),
            Self::CutOff => (WarningCode::CutOff, CUT_OFF),
        }
    }

    /// Names the address at which the lost text is.
    fn elsewhere(self, page: &Page<'_>) -> String {
        let revisions = || Some(Sides::new(page.revisions.old.id?, page.revisions.new.id?));
        let address = || wiki_url::diff_url(page.wiki.as_deref()?, revisions()?);
        match self {
            Self::Folded | Self::RunTogether => {
                address().map_or_else(String::new, |address| format!(": wikidiff {address}"))
            }
            Self::CutOff => String::new(),
        }
    }
}

const CUT_OFF: &str =
    "a part of this diff's table is missing; save or copy it again, from its heading to its end";

const CUT: &str = "the markup was cut into lines inside of a line of the page, as mail programs do; read with spaces there, \
                   which need not be right: save the page again";

const STRAY: &str = "this row of the diff's table has neither the cells of a line nor those of a header; save the page \
                     again, or copy the whole table";

const FOLDED: &str = "this is a copy of a view that folds white space: runs of spaces may have been more, and \
                      indents are lost; the wiki itself has them";

const RUN_TOGETHER: &str = "in this view the changed lines of a block are run together: a changed row may be several \
                            lines; the view with two columns has them apart";

fn add_row(draft: &mut Draft, row: Row, engine: Author) {
    let role = if row.kind == HtmlRowKind::Context { Role::Context } else { Role::Changed };
    let text = |content: &Content| Text {
        text: match engine {
            Author::Wikidiff2 => content.plain(),
            Author::Php => content.unpadded(role),
        },
        line: content.line,
    };
    let is_ambiguous = row.is_ambiguous;
    match (row.lines.old, row.lines.new) {
        (Some(old), Some(new)) => {
            let markers = match row.kind {
                HtmlRowKind::Context => Sides::new(Marker::Context, Marker::Context),
                HtmlRowKind::Changed | HtmlRowKind::Moved(_) => Sides::new(Marker::Removed, Marker::Added),
            };
            draft.both(Sides::new(text(&old), text(&new)), markers);
        }
        (Some(old), None) => {
            let marker = choose_marker(draft, Side::Old, &row.kind, old.anchor.as_deref());
            draft.one(Side::Old, text(&old), marker);
        }
        (None, Some(new)) => {
            let marker = choose_marker(draft, Side::New, &row.kind, new.anchor.as_deref());
            draft.one(Side::New, text(&new), marker);
        }
        (None, None) => {}
    }
    if is_ambiguous {
        draft.mark_row_ambiguous();
    }
}

/// Chooses the marker of a line that stands on one side.
fn choose_marker(draft: &mut Draft, side: Side, kind: &HtmlRowKind, anchor: Option<&str>) -> Marker {
    match (kind, side) {
        (HtmlRowKind::Moved(link), _) => draft.moved([anchor, link.as_deref()]),
        (_, Side::Old) => Marker::Removed,
        (_, Side::New) => Marker::Added,
    }
}
