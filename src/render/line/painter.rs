//! How a line is put into a paragraph: sanitized, styled by its role, bracketed, linked.

use anstyle::Style;

use super::focus::{CollapsedWords, FocusItem, focus_items};
use super::interleave::{LineSegment, SpanKind, interleave};
use super::links::{Link, find_links};
use super::paragraph::Paragraph;
use super::segments::{line_segments, side_segments, span_kind, split_segments, split_side_segments};
use crate::model::{Change, Marked, Row, Side, Sides};
use crate::render::plural::count_noun;
use crate::render::style::stylesheet::{Brackets, Role};
use crate::render::style::view::{Margin, View};
use crate::text::sanitize::sanitized::Sanitized;
use crate::text::sanitize::{Scope, sanitize_message, sanitize_span, sanitize_with_offsets};

/// Puts lines into paragraphs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LinePainter<'v> {
    pub(crate) view: &'v View,
}

impl LinePainter<'_> {
    /// A row as one paragraph.
    pub(crate) fn row(self, row: &Row<Marked>, paragraph: &mut Paragraph) {
        match &row.change {
            Change::Removed(line) | Change::Added(line) if row.is_split_part() => match row.compared_part() {
                Some(lines) => self.segments(interleave(lines), lines.map(Marked::text), paragraph),
                None => self.whole(line, Role::Unchanged, paragraph),
            },
            Change::Context(lines) => self.whole(&lines.new, Role::Context, paragraph),
            Change::Removed(line) => self.whole(line, Role::RemovedLine, paragraph),
            Change::Added(line) => self.whole(line, Role::AddedLine, paragraph),
            Change::Changed(lines) => {
                let lines = lines.as_ref();
                let texts = lines.map(Marked::text);
                match row.line_split() {
                    Some(split) => {
                        let first_parts = split.first_parts(lines);
                        self.segments(split_segments(first_parts.as_ref(), split), texts, paragraph);
                    }
                    None => self.segments(interleave(lines), texts, paragraph),
                }
            }
            Change::MovedFrom(line, _) => self.moved(line, Side::Old, paragraph),
            Change::MovedTo(line, _) => self.moved(line, Side::New, paragraph),
        }
    }

    /// One side of a row; nothing where the row has none.
    pub(crate) fn side(self, row: &Row<Marked>, side: Side, paragraph: &mut Paragraph) {
        match &row.change {
            Change::Changed(lines) => {
                let lines = lines.as_ref();
                let texts = Sides::new(lines.get(side).text(), lines.get(side).text());
                match row.line_split() {
                    Some(split) => {
                        let (first_parts, rest) = (split.first_parts(lines), split.rest(lines));
                        let segments = split_side_segments(first_parts.as_ref(), &rest, side, split);
                        self.segments(segments, texts, paragraph);
                    }
                    None => self.segments(side_segments(lines, side), texts, paragraph),
                }
            }
            Change::Context(lines) => self.whole(lines.get(side), Role::Context, paragraph),
            change if change.line(side).is_some() => match row.compared_part() {
                Some(lines) => {
                    let line = lines.get(side).text();
                    self.segments(side_segments(lines, side), Sides::new(line, line), paragraph);
                }
                None => self.row(row, paragraph),
            },
            _ => {}
        }
    }

    fn moved(self, line: &Marked, side: Side, paragraph: &mut Paragraph) {
        self.segments(line_segments(line, span_kind(side)), Sides::new(line.text(), line.text()), paragraph);
    }

    /// A line that is the same from end to end.
    fn whole(self, line: &Marked, role: Role, paragraph: &mut Paragraph) {
        let is_there = matches!(role, Role::Context | Role::Unchanged);
        let scope = if is_there { Scope::Unchanged } else { Scope::Changed };
        let segment = LineSegment { text: line.text(), kind: SpanKind::Unchanged, at: 0, scope };
        let links = self.links(line.text(), paragraph);
        let look = SegmentStyle { style: self.view.role_style(role), brackets: self.brackets(role) };
        self.segment(segment, look, &links, paragraph);
    }

    /// What stands round a whole line: its sign says which revision has it, and where there is none, brackets do.
    fn brackets(self, role: Role) -> Brackets {
        match (self.view.margin, role) {
            (Margin::Bare, Role::RemovedLine) => self.view.style.brackets.old,
            (Margin::Bare, Role::AddedLine) => self.view.style.brackets.new,
            _ => Brackets::default(),
        }
    }

    fn segments(self, segments: Vec<LineSegment>, texts: Sides<&str>, paragraph: &mut Paragraph) {
        let linked = texts.map(|line| self.links(line, paragraph));
        let items = focus_items(segments, self.view.unchanged);
        let last = items.len().saturating_sub(1);
        for (index, item) in items.into_iter().enumerate() {
            match item {
                FocusItem::Segment(segment) => {
                    let side = if segment.kind == SpanKind::Removed { Side::Old } else { Side::New };
                    self.segment(segment, self.look(segment.kind), linked.get(side), paragraph);
                }
                FocusItem::Collapsed(CollapsedWords { words, characters }) => {
                    let before = if index > 0 { " " } else { "" };
                    let after = if index < last { " " } else { "" };
                    let kinds = [(words, "word", "words"), (characters, "character", "characters")];
                    let kinds = kinds.into_iter().filter(|(number, ..)| *number > 0);
                    let kinds: Vec<_> =
                        kinds.map(|(number, one, many)| count_noun(number as u64, one, many)).collect();
                    let fold = format!("⋯ {} ⋯", kinds.join(", "));
                    // It is one sign, and is not broken at the end of a line.
                    let fold = if self.view.width.is_some() { fold.replace(' ', "\u{a0}") } else { fold };
                    paragraph.push(
                        &sanitize_message(&format!("{before}{fold}{after}")),
                        self.view.role_style(Role::Rule),
                    );
                }
            }
        }
    }

    fn look(self, kind: SpanKind) -> SegmentStyle {
        let brackets = &self.view.style.brackets;
        let (role, brackets) = match kind {
            SpanKind::Unchanged => (Role::Unchanged, Brackets::default()),
            SpanKind::Removed => (Role::Removed, brackets.old),
            SpanKind::Added => (Role::Added, brackets.new),
        };
        SegmentStyle { style: self.view.role_style(role), brackets }
    }

    fn segment(self, segment: LineSegment, look: SegmentStyle, links: &LineLinks, paragraph: &mut Paragraph) {
        let SegmentStyle { style, brackets } = look;
        paragraph.push(&Sanitized::from_static(brackets.open), style);
        let stretches = links.within(segment);
        if stretches.is_empty() {
            paragraph.push(&sanitize_span(segment.text, segment.scope, self.view.invisible), style);
        } else {
            self.linked(segment, style, &stretches, paragraph);
        }
        paragraph.push(&Sanitized::from_static(brackets.close), style);
    }

    fn linked(
        self,
        segment: LineSegment,
        style: Style,
        stretches: &[(usize, [usize; 2])],
        paragraph: &mut Paragraph,
    ) {
        let mut places: Vec<_> = stretches.iter().flat_map(|(_, ends)| *ends).collect();
        let text = sanitize_with_offsets(segment.text, segment.scope, self.view.invisible, &mut places);
        let mut from = 0;
        for ((link, _), ends) in stretches.iter().zip(places.chunks_exact(2)) {
            paragraph.push(&text.part(from..ends[0]), style);
            paragraph.push_linked(&text.part(ends[0]..ends[1]), style, *link);
            from = ends[1];
        }
        paragraph.push(&text.part(from..text.len()), style);
    }

    /// The links of a line, their addresses put by.
    fn links(self, line: &str, paragraph: &mut Paragraph) -> LineLinks {
        let Some(wanted) = &self.view.links else { return LineLinks(Vec::new()) };
        let put = |link: Link| (paragraph.address(link.address), [link.range.start, link.range.end]);
        LineLinks(find_links(line, wanted).into_iter().map(put).collect())
    }
}

/// What a stretch looks like.
#[derive(Clone, Copy)]
struct SegmentStyle {
    style: Style,
    brackets: Brackets,
}

/// The numbers of the addresses that a line leads to, and from where to where each does; in order.
struct LineLinks(Vec<(usize, [usize; 2])>);

impl LineLinks {
    /// The parts of them that are in a stretch, counted from its beginning.
    fn within(&self, segment: LineSegment) -> Vec<(usize, [usize; 2])> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let (start, end) = (segment.at, segment.at + segment.text.len());
        let first = self.0.partition_point(|(_, ends)| ends[1] <= start);
        let inside = self.0[first..].iter().take_while(|(_, ends)| ends[0] < end);
        let within = inside.map(|(link, ends)| (*link, ends.map(|at| at.clamp(start, end) - start)));
        // White space that only the old line has stands in the new one's place, and need not have its boundaries.
        within.filter(|(_, ends)| ends.iter().all(|at| segment.text.is_char_boundary(*at))).collect()
    }
}
