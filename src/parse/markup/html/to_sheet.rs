//! Conversion of the rows of one diff into a sheet. The engine decides the text of each line.

use super::cell_text::{LineContent, LineRole, PaddingEvidence};
use super::entity::EntityHeader;
use super::entity_values;
use super::facts::PageFacts;
use super::row_item::{HtmlItem, HtmlRow, HtmlRowKind};
use crate::model::{Comparison, Engine, Page, PageContent, Shape, Side, Sides, WarningCode};
use crate::parse::markup::sheet_builder::{NumberedText, SheetBuilder};
use crate::parse::page::wiki_url;
use crate::parse::sheet::{Integrity, Marker, Sheet, SideEvidence, Source};

/// Maximum number of warnings about unreadable rows.
const MAX_STRAY_WARNINGS: usize = 20;

/// A diff under construction: a table, or the elements of an inline view.
#[derive(Debug, Default)]
pub(crate) struct HtmlDiff {
    items: Vec<HtmlItem>,
    /// The last line numbers.
    last_start: Option<Sides<u32>>,
    /// The last header that names what was changed in an entity.
    last_entity_header: Option<EntityHeader>,
    /// Its first line in the input.
    pub(crate) first_line: Option<u32>,
    /// The engine that wrote the diff, if a row shows it.
    pub(crate) engine: Option<Engine>,
    /// The view of the page.
    pub(crate) view: PageView,
    /// Flaws of the copy, each once.
    flaws: Vec<MarkupFlaw>,
    /// True if the page says that the revisions do not differ.
    pub(crate) is_same: bool,
    /// True if the markup states a marker of some row, so that a row without one is unchanged.
    pub(crate) has_markers: bool,
}

/// Flaws of a diff that states its sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MarkupFlaw {
    /// The view collapses white space, so the copy has lost some.
    CollapsedSpace,
    /// The copy may have lost blanks at the edges of word marks.
    LostEdges,
    /// The changed lines of a block may be one line without their line ends.
    MergedLines,
    /// DokuWiki wrote the table: it leaves out blank lines that changed, and turns blanks into NBSP.
    DokuWiki,
    /// The markup begins or ends inside the diff.
    CutOff,
}

/// Views of a diff on a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum PageView {
    /// Old and new side by side.
    #[default]
    Columns,
    /// Old and new words in one line.
    Inline,
}

impl HtmlDiff {
    /// Returns true if an item begins another diff: its line numbers are not above the last ones.
    pub(crate) fn starts_another_diff(&self, item: &HtmlItem) -> bool {
        let (HtmlItem::Header(Some(start)), Some(last)) = (item, self.last_start) else { return false };
        start.old <= last.old || start.new <= last.new
    }

    /// Adds a flaw, unless the diff has it already.
    pub(crate) fn add_flaw(&mut self, flaw: MarkupFlaw) {
        if !self.flaws.contains(&flaw) {
            self.flaws.push(flaw);
        }
    }

    /// Returns true if the diff has items.
    pub(crate) const fn has_items(&self) -> bool {
        !self.items.is_empty()
    }

    /// Returns true if the last header is that of a term of an entity: a label, a description, an alias, a link.
    pub(crate) fn is_below_term(&self) -> bool {
        self.last_entity_header.as_ref().is_some_and(|header| header.is_on_both_sides)
    }

    /// Returns true for the diff of an entity.
    const fn is_entity(&self) -> bool {
        self.last_entity_header.is_some()
    }

    /// Adds an item that begins at a line of the input.
    pub(crate) fn add_item(&mut self, item: HtmlItem, line: u32) {
        self.first_line.get_or_insert(line);
        match &item {
            HtmlItem::Header(start) => self.last_start = start.or(self.last_start),
            HtmlItem::EntityHeader(header) => self.last_entity_header = Some(header.clone()),
            HtmlItem::Row(_) | HtmlItem::Stray(_) => {}
        }
        self.items.push(item);
    }

    /// Makes the sheet. Returns `None` for a diff without rows, unless the page states that nothing differs.
    pub(crate) fn into_sheet(self, facts: &PageFacts) -> Option<Sheet<'static>> {
        if !self.is_same && !self.items.iter().any(|item| matches!(item, HtmlItem::Row(_))) {
            return None;
        }
        let mut builder = SheetBuilder::default();
        let engine = self.detect_engine(facts);
        let is_entity = self.is_entity();
        let content = if is_entity { PageContent::Entity } else { PageContent::Text };
        let page = Page { content, ..facts.page() };
        self.report(engine, &page, &mut builder);
        if let Some(wrapped) = self.lines().find(|line| line.is_wrapped() && !is_entity) {
            builder.lower_integrity(Integrity::Repaired);
            builder.add_warning(Some(wrapped.line), WarningCode::Altered, WRAPPED);
        }
        let table = TableFacts {
            engine,
            is_engine_known: self.engine.is_some() || facts.proof.is_some(),
            has_markers: self.has_markers,
            is_dokuwiki: self.flaws.contains(&MarkupFlaw::DokuWiki),
        };
        let mut strays = 0;
        for item in self.items {
            match item {
                HtmlItem::Header(start) => builder.open_section(start),
                HtmlItem::EntityHeader(header) => builder.open_named_section(header.name),
                HtmlItem::Row(row) if is_entity => entity_values::add_values(&mut builder, &row),
                HtmlItem::Row(row) => add_row(&mut builder, *row, table),
                HtmlItem::Stray(line) => {
                    strays += 1;
                    builder.lower_integrity(Integrity::Damaged);
                    if strays <= MAX_STRAY_WARNINGS {
                        builder.add_warning(Some(line), WarningCode::StrayLine, STRAY);
                    }
                }
            }
        }
        let shape = match self.view {
            PageView::Columns => Shape::Html,
            PageView::Inline => Shape::HtmlInline,
        };
        builder.set_comparison(facts.comparison);
        if let Some(lone) = facts.find_lone_revision().filter(|_| self.is_same) {
            builder.set_comparison(Comparison::Incomplete);
            builder.add_warning(self.first_line, WarningCode::NotCompared, lone.message());
        }
        let sheet = builder.build(shape, self.first_line.unwrap_or(1), page);
        Some(match facts.proof {
            Some(proof) => {
                let source = Source::new(SideEvidence::Recorded(proof));
                Sheet { source, confidence: facts.confidence, ..sheet }
            }
            None => sheet,
        })
    }

    /// Detects the engine by the markup, or else by the padding of blanks. A table on a mobile page is the PHP engine's:
    /// MobileFrontend shows the inline view on wikis with wikidiff2.
    fn detect_engine(&self, facts: &PageFacts) -> Engine {
        match self.engine {
            // Neither Wikibase nor DokuWiki writes the padding of MediaWiki.
            _ if self.is_entity() || self.flaws.contains(&MarkupFlaw::DokuWiki) => Engine::Wikidiff2,
            // `--format html` writes lines without padding.
            _ if facts.proof.is_some() => Engine::Wikidiff2,
            Some(engine) => engine,
            None if self.view == PageView::Inline => Engine::Wikidiff2,
            None if facts.is_mobile || self.is_padded() => Engine::Php,
            None => Engine::Wikidiff2,
        }
    }

    /// Returns true if some blanks have the padding of the PHP engine, and no blank lacks it.
    fn is_padded(&self) -> bool {
        let mut evidence = self.lines().filter_map(LineContent::padding_evidence).peekable();
        evidence.peek().is_some() && evidence.all(|evidence| evidence == PaddingEvidence::Padded)
    }

    /// All lines of the diff.
    fn lines(&self) -> impl Iterator<Item = &LineContent> {
        let rows = self.items.iter().filter_map(|item| match item {
            HtmlItem::Row(row) => Some(&row.lines),
            HtmlItem::Header(_) | HtmlItem::EntityHeader(_) | HtmlItem::Stray(_) => None,
        });
        rows.flat_map(|lines| lines.old.iter().chain(&lines.new))
    }

    /// Adds the notes on the reading and the warnings about flaws.
    fn report(&self, engine: Engine, page: &Page<'_>, builder: &mut SheetBuilder) {
        use MarkupFlaw::{CollapsedSpace, CutOff, DokuWiki, LostEdges, MergedLines};
        builder.add_note("the markup states the side of every line; the page around the diff is not read");
        if self.is_entity() {
            builder.add_note("the headers name what was changed in a Wikibase entity; the rows are values, not lines of a page");
        }
        if engine == Engine::Php {
            builder.add_note(
                "MediaWiki's PHP engine wrote this diff; the padding that it adds to blanks is removed",
            );
        }
        let has = |flaw| self.flaws.contains(&flaw);
        for flaw in
            [CollapsedSpace, LostEdges, MergedLines, DokuWiki, CutOff].into_iter().filter(|&flaw| has(flaw))
        {
            let (code, message) = flaw.warning();
            builder.lower_integrity(flaw.integrity());
            if flaw == CutOff {
                builder.set_comparison(Comparison::Incomplete);
            }
            builder.add_warning(self.first_line, code, &format!("{message}{}", flaw.remedy(page)));
        }
    }
}

impl MarkupFlaw {
    const fn warning(self) -> (WarningCode, &'static str) {
        match self {
            Self::CollapsedSpace => (WarningCode::SpacesFolded, COLLAPSED_SPACE),
            Self::LostEdges => (WarningCode::SpacesFolded, LOST_EDGES),
            Self::MergedLines => (WarningCode::InlineView, MERGED_LINES),
            Self::DokuWiki => (WarningCode::Altered, DOKUWIKI),
            Self::CutOff => (WarningCode::CutOff, CUT_OFF),
        }
    }

    const fn integrity(self) -> Integrity {
        match self {
            Self::CollapsedSpace | Self::LostEdges | Self::DokuWiki => Integrity::Repaired,
            Self::MergedLines | Self::CutOff => Integrity::Damaged,
        }
    }

    /// The command that fetches the lost text from the wiki, if the page states its address.
    fn remedy(self, page: &Page<'_>) -> String {
        let revisions = || Some(Sides::new(page.revisions.old.id?, page.revisions.new.id?));
        let address = || wiki_url::diff_url(page.wiki.as_deref()?, revisions()?);
        match self {
            Self::CollapsedSpace | Self::LostEdges | Self::MergedLines => {
                address().map_or_else(String::new, |address| format!(": wikidiff {address}"))
            }
            Self::DokuWiki | Self::CutOff => String::new(),
        }
    }
}

const CUT_OFF: &str = "part of this diff's table is missing; copy or save the whole table again";

const DOKUWIKI: &str = "DokuWiki wrote this table: it leaves out blank lines that changed; blanks that it turned into no-break \
                        spaces were put back";

const WRAPPED: &str = "the markup has line ends inside a line of the page, as mail programs add them; they were read as spaces, \
                       which may be wrong; save the page again";

const STRAY: &str = "this row is neither a row nor a header of a diff and is left out; save the page again, or copy the \
                     whole table";

const COLLAPSED_SPACE: &str = "this view of the page collapses white space, so indents and repeated spaces are lost; fetch the \
                               diff from the wiki to get them";

const LOST_EDGES: &str = "Chromium leaves out blanks at the edges of marks in this view; those between words were put back, \
                          others may be missing; copy the view with two columns, or fetch the diff from the wiki";

const MERGED_LINES: &str = "this view merges the changed lines of a block, so a changed row may be several lines; use the view \
                            with two columns";

/// Facts about a table that decide how its rows are read.
#[derive(Clone, Copy)]
struct TableFacts {
    engine: Engine,
    /// The markup shows the engine.
    is_engine_known: bool,
    has_markers: bool,
    is_dokuwiki: bool,
}

fn add_row(builder: &mut SheetBuilder, mut row: HtmlRow, table: TableFacts) {
    if row.kind == HtmlRowKind::Unmarked {
        // In a table with markers, a row without one is unchanged.
        let is_context = row.lines.old.is_some() && row.lines.new.is_some() && table.has_markers;
        row.kind =
            if is_context || row.has_equal_lines() { HtmlRowKind::Context } else { HtmlRowKind::Changed };
    }
    let role = if row.kind == HtmlRowKind::Context { LineRole::Context } else { LineRole::Changed };
    let text = |content: &LineContent| NumberedText {
        text: match table.engine {
            _ if table.is_dokuwiki => content.dokuwiki_text(),
            // The PHP engine writes an empty line so, and a copy may not show the engine.
            Engine::Wikidiff2
                if !table.is_engine_known && role == LineRole::Changed && content.is_filler() =>
            {
                String::new()
            }
            Engine::Wikidiff2 => content.wikidiff2_text(),
            Engine::Php => content.php_text(role),
        },
        line: content.line,
    };
    let is_ambiguous = row.is_ambiguous;
    match (row.lines.old, row.lines.new) {
        (Some(old), Some(new)) => {
            let markers = match row.kind {
                HtmlRowKind::Context => Sides::new(Marker::Context, Marker::Context),
                HtmlRowKind::Changed | HtmlRowKind::Unmarked | HtmlRowKind::Moved(_) => {
                    Sides::new(Marker::Removed, Marker::Added)
                }
            };
            builder.push_pair(Sides::new(text(&old), text(&new)), markers);
        }
        (Some(old), None) => {
            let marker = choose_marker(builder, Side::Old, &row.kind, old.anchor.as_deref());
            builder.push_line(Side::Old, text(&old), marker);
        }
        (None, Some(new)) => {
            let marker = choose_marker(builder, Side::New, &row.kind, new.anchor.as_deref());
            builder.push_line(Side::New, text(&new), marker);
        }
        (None, None) => {}
    }
    if is_ambiguous {
        builder.mark_row_ambiguous();
    }
}

/// Chooses the marker of a row with one line.
fn choose_marker(builder: &mut SheetBuilder, side: Side, kind: &HtmlRowKind, anchor: Option<&str>) -> Marker {
    match (kind, side) {
        (HtmlRowKind::Moved(link), _) => builder.move_marker(anchor, link.as_deref()),
        (_, Side::Old) => Marker::Removed,
        (_, Side::New) => Marker::Added,
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Comparison;
    use crate::parse::markup::html::parse_sheets;

    #[test]
    fn page_of_a_single_revision_compares_nothing() {
        let label = |side: char, id: u32| {
            format!(
                "<td><div id='mw-diff-{side}title1'><a href='/index.php?title=Fenn&amp;oldid={id}'>{id}</a></div></td>"
            )
        };
        for (labels, comparison) in [
            (label('n', 2), Comparison::Incomplete),
            (label('o', 3) + &label('n', 3), Comparison::Incomplete),
            (label('o', 2) + &label('n', 3), Comparison::Complete),
            (String::new(), Comparison::Complete),
        ] {
            let same = "<tr><td colspan='4'><div class='mw-diff-empty'>(No difference)</div></td></tr>";
            let page = format!("<table class='diff'><tr class='diff-title'>{labels}</tr>{same}</table>");
            let sheets = parse_sheets(&page);
            assert_eq!(sheets[0].comparison, comparison, "{labels}");
            assert_eq!(sheets[0].warnings.is_empty(), comparison == Comparison::Complete, "{labels}");
        }
    }
}
