//! Text of a row from its lines, with the spaces between them.

use std::borrow::Cow;

use super::lines::PhysicalLine;
use super::room::{MARKS, can_break, is_wide};
use crate::model::Sides;
use crate::parse::table::rows::{LineRow, RowDoubt};

/// Joins the lines of one row.
pub(crate) fn join_row<'a>(lines: &[PhysicalLine<'a>], breaks_at_signs: bool) -> LineRow<'a> {
    let text = |text: fn(&PhysicalLine<'a>) -> &'a str| {
        let parts: Vec<&str> = lines.iter().map(text).filter(|part| !part.is_empty()).collect();
        match parts.as_slice() {
            [] => None,
            [part] => Some(Cow::Borrowed(*part)),
            _ => Some(Cow::Owned(join_parts(&parts, breaks_at_signs))),
        }
    };
    let texts = Sides::new(text(|line| line.texts.old), text(|line| line.texts.new));
    let is_blank = texts.old.is_none() && texts.new.is_none();
    let mut row = if is_blank {
        LineRow::pair("", "").doubt_if(true, RowDoubt::Blank)
    } else {
        LineRow { texts, ..LineRow::default() }
    };
    for line in lines {
        row.markers = Sides::new(row.markers.old.or(line.markers.old), row.markers.new.or(line.markers.new));
    }
    let is_doubtful = lines.iter().any(|line| line.is_doubtful);
    row.doubt_if(is_doubtful, RowDoubt::Border).doubt_if(lines.len() > 1, RowDoubt::Join)
}

fn join_parts(parts: &[&str], breaks_at_signs: bool) -> String {
    let mut joined = String::new();
    for part in parts {
        if !joined.is_empty() && needs_space(&joined, part, breaks_at_signs) {
            joined.push(' ');
        }
        joined.push_str(part);
    }
    joined
}

/// Returns true if a space belongs between two parts of a text.
fn needs_space(before: &str, after: &str, breaks_at_signs: bool) -> bool {
    let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else { return false };
    let touches_mark = MARKS.iter().any(|(start, end)| before.ends_with(start) || after.starts_with(end));
    if touches_mark || is_wide(last) && is_wide(first) {
        return false;
    }
    if !breaks_at_signs || !can_break(last, first) {
        return true;
    }
    match (last, first) {
        _ if is_wide(last) || is_wide(first) => false,
        ('=', _) => before.ends_with(" ="),
        ('>', _) => !ends_with_opening_tag(before),
        ('/' | '&' | '#' | '|', _) | ('\'' | '"', '[' | '{') | (_, '<' | '/' | '=') => false,
        (_, '|') => !is_in_link(before),
        _ => true,
    }
}

/// Returns true for a text that ends with the tag that opens an element.
fn ends_with_opening_tag(text: &str) -> bool {
    text.rfind('<').is_some_and(|start| !text[start..].starts_with("</") && !text.ends_with("/>"))
}

/// Returns true if a link of wikitext is open at the end of a text.
fn is_in_link(text: &str) -> bool {
    text.rfind("[[").is_some_and(|start| !text[start..].contains("]]"))
}
