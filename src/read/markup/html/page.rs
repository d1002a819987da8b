//! What was read of one diff becomes a sheet, now that it is known which engine wrote it.

use super::content::{Content, Role};
use super::facts::Facts;
use super::item::{Item, Kind, Row};
use super::table::Author;
use crate::model::{Marker, Shape, Sheet, Side, Sides, WarningCode};
use crate::read::markup::draft::{Draft, Text};

/// How many rows that fit nothing are told, each with its line; more would say nothing more.
const MOST_STRAYS: usize = 20;

/// One diff that is being read.
#[derive(Debug, Default)]
pub(super) struct Table {
    items: Vec<Item>,
    last_start: Option<Sides<u32>>,
    /// The line of the input where it begins.
    pub(super) first_line: Option<u32>,
    /// The engine that wrote it.
    pub(super) author: Option<Author>,
    /// Whether it is the inline view.
    pub(super) is_inline: bool,
    /// Whether it is a copy of a view in which white space is folded.
    pub(super) is_folded: bool,
    /// Whether the changed lines of a block may be run together.
    pub(super) is_run_together: bool,
    /// Whether the page says that the revisions do not differ.
    pub(super) is_same: bool,
}

impl Table {
    /// Whether line numbers fall back: what comes then is another diff.
    pub(super) fn falls_back(&self, item: &Item) -> bool {
        let (Item::Start(Some(start)), Some(last)) = (item, self.last_start) else { return false };
        start.old <= last.old || start.new <= last.new
    }

    /// Takes a row that begins at a line of the input.
    pub(super) fn add(&mut self, item: Item, line: u32) {
        self.first_line.get_or_insert(line);
        if let Item::Start(start) = item {
            self.last_start = start.or(self.last_start);
        }
        self.items.push(item);
    }

    /// The sheet, if there is anything in it.
    pub(super) fn into_sheet(self, facts: &Facts) -> Option<Sheet<'static>> {
        if self.items.is_empty() && !self.is_same {
            return None;
        }
        let mut draft = Draft::default();
        self.explain(&mut draft);
        let engine = self.author.unwrap_or(Author::Wikidiff2);
        let mut strays = 0;
        for item in self.items {
            match item {
                Item::Start(start) => draft.start(start),
                Item::Row(row) => add_row(&mut draft, row, engine),
                Item::Stray(line) => {
                    strays += 1;
                    if strays <= MOST_STRAYS {
                        draft.warn(Some(line), WarningCode::StrayLine, STRAY);
                    }
                }
            }
        }
        let shape = if self.is_inline { Shape::HtmlInline } else { Shape::Html };
        Some(draft.finish(shape, self.first_line.unwrap_or(1), facts.page()))
    }

    fn explain(&self, draft: &mut Draft) {
        draft.note("the markup states the side of every line; what stands round the diff's rows is not read");
        match self.author {
            Some(Author::Php) => draft.note("MediaWiki's PHP engine wrote it: the blanks that it adds are taken out"),
            Some(Author::Wikidiff2) => draft.note("wikidiff2 wrote it"),
            None => {}
        }
        if self.is_folded {
            draft.warn(self.first_line, WarningCode::SpacesFolded, FOLDED);
        }
        if self.is_run_together {
            draft.warn(self.first_line, WarningCode::InlineView, RUN_TOGETHER);
        }
    }
}

const STRAY: &str = "this row of the diff's table has neither the cells of a line nor those of a header; save the page \
                     again, or copy the whole table";

const FOLDED: &str = "this is a copy of a view that folds white space: runs of spaces may have been more, and \
                      indents are lost; the page's source has them";

const RUN_TOGETHER: &str = "in this view the changed lines of a block are run together: a changed row may be several \
                            lines; the view with two columns has them apart";

fn add_row(draft: &mut Draft, row: Row, engine: Author) {
    let role = if row.kind == Kind::Context { Role::Context } else { Role::Changed };
    let text = |content: &Content| Text {
        text: match engine {
            Author::Wikidiff2 => content.plain(),
            Author::Php => content.unpadded(role),
        },
        line: content.line,
    };
    match (row.lines.old, row.lines.new) {
        (Some(old), Some(new)) => {
            let markers = match row.kind {
                Kind::Context => Sides::new(Marker::Context, Marker::Context),
                Kind::Changed | Kind::Moved(_) => Sides::new(Marker::Removed, Marker::Added),
            };
            draft.both(Sides::new(text(&old), text(&new)), markers);
        }
        (Some(old), None) => add_one(draft, Side::Old, (&row.kind, &old), text(&old)),
        (None, Some(new)) => add_one(draft, Side::New, (&row.kind, &new), text(&new)),
        (None, None) => {}
    }
}

fn add_one(draft: &mut Draft, side: Side, (kind, content): (&Kind, &Content), text: Text) {
    let marker = match (kind, side) {
        (Kind::Moved(link), _) => draft.moved([content.anchor.as_deref(), link.as_deref()]),
        (_, Side::Old) => Marker::Removed,
        (_, Side::New) => Marker::Added,
    };
    draft.one(side, text, marker);
}
