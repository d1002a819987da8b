//! Text of a row from its lines, with the spaces between them.

use std::borrow::Cow;

use super::border::BreakPlaces;
use super::lines::PhysicalLine;
use super::room::{MARKS, can_break, is_wide};
use crate::model::Sides;
use crate::parse::table::rows::{LineRow, RowDoubt};

/// Joins the lines of one row.
pub(crate) fn join_row<'a>(lines: &[PhysicalLine<'a>], breaks: BreakPlaces) -> LineRow<'a> {
    let text = |text: fn(&PhysicalLine<'a>) -> &'a str| {
        let parts: Vec<&str> = lines.iter().map(text).filter(|part| !part.is_empty()).collect();
        match parts.as_slice() {
            [] => None,
            [part] => Some(Cow::Borrowed(*part)),
            _ => Some(Cow::Owned(join_parts(&parts, breaks))),
        }
    };
    let texts = Sides::new(text(|line| line.texts.old), text(|line| line.texts.new));
    let is_blank = texts.old.is_none() && texts.new.is_none();
    let mut row = if is_blank {
        LineRow::pair("", "").with_doubt(RowDoubt::Blank)
    } else {
        LineRow { texts, ..LineRow::default() }
    };
    for line in lines {
        row.markers = Sides::new(row.markers.old.or(line.markers.old), row.markers.new.or(line.markers.new));
    }
    let is_doubtful = lines.iter().any(|line| line.is_doubtful);
    row.with_doubt(is_doubtful.then_some(RowDoubt::Border))
        .with_doubt((lines.len() > 1).then_some(RowDoubt::Join))
}

fn join_parts(parts: &[&str], breaks: BreakPlaces) -> String {
    let style = SpaceStyle::count(parts);
    let mut joined = String::new();
    for part in parts {
        if !joined.is_empty() && needs_space(&joined, part, breaks, style) {
            joined.push(' ');
        }
        joined.push_str(part);
    }
    joined
}

/// Habits of a text that show if a space was lost at a sign.
#[derive(Clone, Copy, Debug)]
struct SpaceStyle {
    /// The pipes inside the parts have a space before them, most of them.
    spaced_pipes: Option<bool>,
    /// The text has ideographs, which no spaces separate.
    has_ideographs: bool,
}

impl SpaceStyle {
    fn count(parts: &[&str]) -> Self {
        let mut counts = Sides::new(0_usize, 0_usize);
        for part in parts {
            for (at, _) in part.match_indices('|').filter(|(at, _)| *at > 0 && !is_in_link(&part[..*at])) {
                let count = if part[..at].ends_with(' ') { &mut counts.old } else { &mut counts.new };
                *count += 1;
            }
        }
        let spaced_pipes = (counts.old != counts.new).then_some(counts.old > counts.new);
        Self { spaced_pipes, has_ideographs: parts.iter().any(|part| part.contains(is_wide)) }
    }
}

/// Returns true if a space belongs between two parts of a text.
fn needs_space(before: &str, after: &str, breaks: BreakPlaces, style: SpaceStyle) -> bool {
    let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else { return false };
    let touches_mark = MARKS.iter().any(|(start, end)| before.ends_with(start) || after.starts_with(end));
    if touches_mark || is_wide(last) || is_wide(first) {
        return false;
    }
    if breaks == BreakPlaces::Spaces || !can_break(last, first) {
        return true;
    }
    match (last, first) {
        ('=', _) => before.ends_with(" ="),
        ('>', _) => !ends_with_opening_tag(before),
        ('/' | '&' | '#' | '|', _) | ('\'' | '"', '[' | '{') | (_, '/' | '=') => false,
        (']', '[') => !style.has_ideographs,
        (_, '<') => last.is_alphanumeric() && !has_attached_tag(after),
        (_, '|') => !is_in_link(before) && style.spaced_pipes != Some(false),
        _ => true,
    }
}

/// Returns true for a text that begins with a tag that follows a word without a space.
fn has_attached_tag(text: &str) -> bool {
    ["</", "<ref", "<br", "<sup", "<sub"].iter().any(|tag| text.starts_with(tag))
}

/// Returns true for a text that ends with the tag that opens an element.
fn ends_with_opening_tag(text: &str) -> bool {
    text.rfind('<').is_some_and(|start| !text[start..].starts_with("</") && !text.ends_with("/>"))
}

/// Returns true if a link of wikitext is open at the end of a text.
fn is_in_link(text: &str) -> bool {
    text.rfind("[[").is_some_and(|start| !text[start..].contains("]]"))
}
