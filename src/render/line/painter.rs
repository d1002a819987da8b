//! The painter of lines: appends a line to a paragraph, sanitized, styled by its role, bracketed and linked.

use anstyle::Style;

use super::focus::{CollapsedWords, FocusItem, UnchangedText, focus_items};
use super::interleave::{LineSegment, SpanKind};
use super::links::{Link, find_links, links_in_segment};
use super::paragraph::{Measure, Paragraph};
use super::segments::{RowText, draw_row, draw_side};
use crate::model::{Change, Marked, Row, Side};
use crate::render::plural::count_noun;
use crate::render::style::stylesheet::{Brackets, Role};
use crate::render::style::view::{Margin, View};
use crate::text::sanitize::sanitized::Sanitized;
use crate::text::sanitize::{sanitize_message, sanitize_span, sanitize_with_offsets};

/// Appends lines to paragraphs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LinePainter<'v> {
    pub(crate) view: &'v View,
}

impl LinePainter<'_> {
    /// Appends a row as one paragraph.
    pub(crate) fn row(self, row: &Row<Marked>, paragraph: &mut Paragraph) {
        draw_row(row, |text| self.text(text, whole_line_role(row), paragraph));
    }

    /// Appends one side of a row; nothing if the row has no line there.
    pub(crate) fn side(self, row: &Row<Marked>, side: Side, paragraph: &mut Paragraph) {
        draw_side(row, side, |text| self.text(text, whole_line_role(row), paragraph));
    }

    /// Shortens a context row to its first line, if the view asks for it.
    pub(crate) fn fold(self, row: &Row<Marked>, measure: Measure, paragraph: &mut Paragraph) {
        if row.change.is_context() && self.view.unchanged == UnchangedText::FirstLine {
            paragraph.fold(measure, self.view.role_style(Role::Rule));
        }
    }

    fn text(self, text: RowText, whole_line: Role, paragraph: &mut Paragraph) {
        match text {
            RowText::Whole { text, scope } => {
                let segment = LineSegment { text, kind: SpanKind::Unchanged, at: 0, scope };
                let links = self.links(text, paragraph);
                let style = SegmentStyle {
                    style: self.view.role_style(whole_line),
                    brackets: self.brackets(whole_line),
                };
                // A line that came or went is shown whole.
                let unchanged =
                    if whole_line == Role::Context { self.view.unchanged } else { UnchangedText::Whole };
                let items = focus_items(vec![segment], unchanged);
                self.items(items, |_| (style, &links), paragraph);
            }
            RowText::Segments { segments, lines } => {
                let links = lines.map(|line| self.links(line, paragraph));
                let style = |kind| {
                    let side = if kind == SpanKind::Removed { Side::Old } else { Side::New };
                    (self.segment_style(kind), links.get(side))
                };
                self.items(focus_items(segments, self.view.unchanged), style, paragraph);
            }
        }
    }

    /// Returns the brackets around a whole line. They replace its sign in a picture without a gutter.
    fn brackets(self, role: Role) -> Brackets {
        match (self.view.margin, role) {
            (Margin::Bare, Role::RemovedLine) => self.view.style.brackets.old,
            (Margin::Bare, Role::AddedLine) => self.view.style.brackets.new,
            _ => Brackets::default(),
        }
    }

    /// Appends the items of a line. `style` gives the style and the links of each kind of segment.
    fn items<'l>(
        self,
        items: Vec<FocusItem>,
        style: impl Fn(SpanKind) -> (SegmentStyle, &'l LineLinks),
        paragraph: &mut Paragraph,
    ) {
        let last = items.len().saturating_sub(1);
        for (index, item) in items.into_iter().enumerate() {
            match item {
                FocusItem::Segment(segment) => {
                    let (style, links) = style(segment.kind);
                    self.segment(segment, style, links, paragraph);
                }
                FocusItem::Collapsed(collapsed) => {
                    let before = if index > 0 { " " } else { "" };
                    let after = if index < last { " " } else { "" };
                    let placeholder = format!("{before}{}{after}", self.placeholder(collapsed));
                    paragraph.push(&sanitize_message(&placeholder), self.view.role_style(Role::Rule));
                }
            }
        }
    }

    /// Returns the text in place of collapsed words.
    fn placeholder(self, CollapsedWords { words, characters }: CollapsedWords) -> String {
        let counts = [(words, "word", "words"), (characters, "character", "characters")];
        let counts: Vec<_> = counts
            .into_iter()
            .filter(|(number, ..)| *number > 0)
            .map(|(number, one, many)| count_noun(number as u64, one, many))
            .collect();
        let placeholder = format!("⋯ {} ⋯", counts.join(", "));
        // No-break spaces keep the placeholder on one line.
        if self.view.width.is_some() { placeholder.replace(' ', "\u{a0}") } else { placeholder }
    }

    fn segment_style(self, kind: SpanKind) -> SegmentStyle {
        let brackets = &self.view.style.brackets;
        let (role, brackets) = match kind {
            SpanKind::Unchanged => (Role::Unchanged, Brackets::default()),
            SpanKind::Removed => (Role::Removed, brackets.old),
            SpanKind::Added => (Role::Added, brackets.new),
        };
        SegmentStyle { style: self.view.role_style(role), brackets }
    }

    fn segment(
        self,
        segment: LineSegment,
        segment_style: SegmentStyle,
        links: &LineLinks,
        paragraph: &mut Paragraph,
    ) {
        let SegmentStyle { style, brackets } = segment_style;
        paragraph.push(&Sanitized::from_static(brackets.open), style);
        let parts: Vec<_> = links_in_segment(&links.links, segment.at, segment.text).collect();
        if parts.is_empty() {
            paragraph.push(&sanitize_span(segment.text, segment.scope, self.view.invisible), style);
        } else {
            // Sanitizing moves the ends of the links.
            let mut ends: Vec<_> = parts.iter().flat_map(|(_, part)| [part.start, part.end]).collect();
            let text = sanitize_with_offsets(segment.text, segment.scope, self.view.invisible, &mut ends);
            let mut from = 0;
            for ((index, _), ends) in parts.iter().zip(ends.chunks_exact(2)) {
                paragraph.push(&text.part(from..ends[0]), style);
                paragraph.push_linked(&text.part(ends[0]..ends[1]), style, links.first_target + index);
                from = ends[1];
            }
            paragraph.push(&text.part(from..text.len()), style);
        }
        paragraph.push(&Sanitized::from_static(brackets.close), style);
    }

    /// Finds the links of a line, and adds their targets to the paragraph.
    fn links(self, line: &str, paragraph: &mut Paragraph) -> LineLinks {
        let Some(options) = &self.view.links else { return LineLinks::default() };
        let links = find_links(line, options);
        let first_target = paragraph.add_targets(links.iter().map(|link| link.target.clone()));
        LineLinks { links, first_target }
    }
}

/// Returns the role of a line in one style.
const fn whole_line_role(row: &Row<Marked>) -> Role {
    match row.change {
        Change::Context(_) => Role::Context,
        Change::Removed(_) if !row.is_split_part() => Role::RemovedLine,
        Change::Added(_) if !row.is_split_part() => Role::AddedLine,
        _ => Role::Unchanged,
    }
}

/// The style of a segment, and the brackets around it.
#[derive(Clone, Copy)]
struct SegmentStyle {
    style: Style,
    brackets: Brackets,
}

/// The links of a line.
#[derive(Default)]
struct LineLinks {
    links: Vec<Link>,
    /// The index of the first link's target in the paragraph.
    first_target: usize,
}
