//! The painter of lines: appends a line to a paragraph, sanitized, styled by its role, bracketed and linked.

use anstyle::Style;

use super::focus::{CollapsedWords, FocusItem, UnchangedText, focus_items};
use super::interleave::{LineSegment, SpanKind};
use super::links::{Link, find_links, links_in_segment};
use super::paragraph::{Measure, Paragraph};
use super::pieces::{Piece, cut, has_match};
use super::segments::{RowText, draw_row, draw_side};
use crate::model::{Change, Marked, Row, Side, Sides};
use crate::render::plural::count_noun;
use crate::render::style::stylesheet::{Brackets, PLAIN, Role};
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
        if row.is_context() && self.view.unchanged == UnchangedText::FirstLine {
            paragraph.fold(measure, self.view.role_style(Role::Rule));
        }
    }

    fn text(self, text: RowText, whole_line: Role, paragraph: &mut Paragraph) {
        match text {
            RowText::Whole { line, scope } => {
                let segment = LineSegment { scope, ..LineSegment::new(line.text(), SpanKind::Unchanged, 0) };
                let targets = Sides::new(LineLinks::default(), self.links(line.text(), paragraph));
                let drawn = DrawnLines { lines: Sides::new(line, line), targets };
                let style = SegmentStyle {
                    style: self.view.role_style(whole_line),
                    brackets: self.brackets(whole_line),
                };
                // A line that came or went is shown whole.
                let unchanged =
                    if whole_line == Role::Context { self.view.unchanged } else { UnchangedText::Whole };
                let items = focus_items(vec![segment], drawn.lines, unchanged);
                self.items(items, &drawn, |_| style, paragraph);
            }
            RowText::Segments { segments, lines } => {
                let targets = lines.map(|line| self.links(line.text(), paragraph));
                let items = focus_items(segments, lines, self.view.unchanged);
                self.items(items, &DrawnLines { lines, targets }, |kind| self.segment_style(kind), paragraph);
            }
        }
    }

    /// Returns the brackets around a whole line. They replace its sign in a picture without a gutter, also in colour if the
    /// stylesheet has no style for such a line.
    fn brackets(self, role: Role) -> Brackets {
        let is_unstyled = self.view.role_style(role) == Style::new();
        let brackets = if is_unstyled { &PLAIN.brackets } else { &self.view.style.brackets };
        match (self.view.margin, role) {
            (Margin::Bare, Role::RemovedLine) => brackets.old,
            (Margin::Bare, Role::AddedLine) => brackets.new,
            _ => Brackets::default(),
        }
    }

    /// Appends the items of a row. `style` gives the style of each kind of segment.
    fn items(
        self,
        items: Vec<FocusItem>,
        drawn: &DrawnLines<'_>,
        style: impl Fn(SpanKind) -> SegmentStyle,
        paragraph: &mut Paragraph,
    ) {
        let last = items.len().saturating_sub(1);
        let mut previous = SpanKind::Unchanged;
        for (index, item) in items.into_iter().enumerate() {
            match item {
                FocusItem::Segment(segment) => {
                    // New words right after old ones would run together in colour, and Arabic letters would join.
                    if (previous, segment.kind) == (SpanKind::Removed, SpanKind::Added)
                        && self.view.style.brackets.old == Brackets::default()
                    {
                        paragraph.push(&Sanitized::from_static(" "), self.view.role_style(Role::Unchanged));
                    }
                    previous = segment.kind;
                    self.segment(segment, drawn, style(segment.kind), paragraph);
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
        drawn: &DrawnLines<'_>,
        segment_style: SegmentStyle,
        paragraph: &mut Paragraph,
    ) {
        let SegmentStyle { style, brackets } = segment_style;
        let side = if segment.kind == SpanKind::Removed { Side::Old } else { Side::New };
        let targets = drawn.targets.get(side);
        paragraph.push(&Sanitized::from_static(brackets.open), style);
        let links = links_in_segment(&targets.links, segment.at, segment.text);
        let links: Vec<_> = links.map(|(index, part)| (targets.first_target + index, part)).collect();
        if links.is_empty() && !has_match(&segment, drawn.lines) {
            paragraph.push(&sanitize_span(segment.text, segment.scope, self.view.invisible), style);
        } else {
            let pieces = cut(&segment, &links, drawn.lines);
            self.pieces(&segment, &pieces, style, paragraph);
        }
        paragraph.push(&Sanitized::from_static(brackets.close), style);
    }

    /// Appends the pieces of a segment. A match has a style and brackets of its own.
    fn pieces(self, segment: &LineSegment, pieces: &[Piece], style: Style, paragraph: &mut Paragraph) {
        // Sanitizing moves the ends of the pieces.
        let mut ends: Vec<_> = pieces.iter().map(|piece| piece.range.end).collect();
        let text = sanitize_with_offsets(segment.text, segment.scope, self.view.invisible, &mut ends);
        let match_style = self.view.style.matched_style(style);
        let mut from = 0;
        let mut is_in_match = false;
        for (piece, end) in pieces.iter().zip(ends) {
            self.match_bracket(is_in_match, piece.matched, match_style, paragraph);
            is_in_match = piece.matched;
            let style = if piece.matched { match_style } else { style };
            match piece.link {
                Some(link) => paragraph.push_linked(&text.part(from..end), style, link),
                None => paragraph.push(&text.part(from..end), style),
            }
            from = end;
        }
        self.match_bracket(is_in_match, false, match_style, paragraph);
    }

    /// Appends the bracket where a match begins or ends.
    fn match_bracket(self, before: bool, after: bool, style: Style, paragraph: &mut Paragraph) {
        let Brackets { open, close } = self.view.style.match_brackets;
        match (before, after) {
            (false, true) => paragraph.push(&Sanitized::from_static(open), style),
            (true, false) => paragraph.push(&Sanitized::from_static(close), style),
            _ => {}
        }
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
    if row.is_context() {
        return Role::Context;
    }
    match row.change {
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

/// The lines of a row, and their links.
struct DrawnLines<'s> {
    lines: Sides<&'s Marked<'s>>,
    targets: Sides<LineLinks>,
}

/// The links of a line.
#[derive(Default)]
struct LineLinks {
    links: Vec<Link>,
    /// The index of the first link's target in the paragraph.
    first_target: usize,
}
