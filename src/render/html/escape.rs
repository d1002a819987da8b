//! Escaping of foreign text for HTML: no text becomes markup, and no text is lost.
//!
//! ```text
//! U+202E      <span class="unseen" data-code="202E">&lt;U+202E RLO&gt;</span>    named, with the code point for programs
//! a space     <span class="blank" data-sign="·"> </span>                         the stylesheet draws the sign
//! ```
//!
//! Controls and bidi controls, which HTML cannot hold or which would reorder the page, are shown by name as on a terminal.

use std::fmt::Write as _;
use std::ops::Range;

use crate::render::line::interleave::LineSegment;
use crate::render::line::pieces::Piece;
use crate::text::sanitize::{Invisible, Scope, Segment, character_name, sanitize, segments};

/// Appends text of the wiki.
fn push_text(html: &mut String, text: &str, scope: Scope, invisible: Invisible) {
    for segment in segments(text, scope, invisible) {
        push_text_segment(html, segment);
    }
}

/// Appends a piece of a segment.
pub(crate) fn push_piece(html: &mut String, segment: &LineSegment, piece: &Piece, invisible: Invisible) {
    let [open, close] = if piece.matched { ["<mark>", "</mark>"] } else { ["", ""] };
    html.push_str(open);
    if piece.range.len() == segment.text.len() {
        push_text(html, segment.text, segment.scope, invisible);
    } else {
        push_part(html, segment.text, &piece.range, segment.scope, invisible);
    }
    html.push_str(close);
}

/// Appends a range of a text. Its whitespace is shown as in the whole text.
fn push_part(html: &mut String, text: &str, range: &Range<usize>, scope: Scope, invisible: Invisible) {
    let mut at = 0;
    for segment in segments(text, scope, invisible) {
        let length = match segment {
            Segment::Text(text) => text.len(),
            Segment::Whitespace(character, _) | Segment::Mark(character) | Segment::Named(character) => {
                character.len_utf8()
            }
        };
        let (start, end) = (range.start.max(at), range.end.min(at + length));
        if start < end {
            push_text_segment(
                html,
                match segment {
                    Segment::Text(text) => Segment::Text(&text[start - at..end - at]),
                    other => other,
                },
            );
        }
        at += length;
    }
}

fn push_text_segment(html: &mut String, segment: Segment<'_>) {
    match segment {
        Segment::Text(text) => push_escaped(html, text),
        // As a reference, since a program that normalises text would join the mark to the `>` before it.
        Segment::Mark(mark) => push(html, format_args!("&#x{:X};", u32::from(mark))),
        // An unchanged tab has no sign: a browser knows its width.
        Segment::Whitespace(blank, sign) if sign.trim().is_empty() => html.push(blank),
        Segment::Whitespace(blank, sign) => {
            push(html, format_args!("<span class=\"blank\" data-sign=\"{sign}\">{blank}</span>"));
        }
        Segment::Named(character) => push_named(html, character),
    }
}

fn push_named(html: &mut String, character: char) {
    push(html, format_args!("<span class=\"unseen\" data-code=\"{:04X}\">", u32::from(character)));
    push_escaped(html, &character_name(character));
    html.push_str("</span>");
}

/// Appends text with the four special characters of HTML escaped, for text and for quoted attributes.
pub(crate) fn push_escaped(html: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            _ => html.push(character),
        }
    }
}

/// Escapes text of headings and messages. Programs cannot restore its invisible characters.
pub(crate) fn escape_message(text: &str) -> String {
    let mut html = String::new();
    push_escaped(&mut html, &sanitize(text, Invisible::WhereChanged));
    html
}

/// Appends an attribute with a text of the wiki. Controls become character references, which programs can read. HTML
/// has no references for U+0000 and U+0080 to U+009F: these are shown by name.
pub(crate) fn push_attribute(html: &mut String, attribute: &str, value: &str) {
    push(html, format_args!(" {attribute}=\""));
    for segment in segments(value, Scope::Unchanged, Invisible::Everywhere) {
        match segment {
            Segment::Text(text) => push_escaped(html, text),
            Segment::Named(character @ ('\0' | '\u{80}'..='\u{9f}')) => {
                push_escaped(html, &character_name(character));
            }
            Segment::Whitespace(character, _) | Segment::Mark(character) | Segment::Named(character) => {
                push(html, format_args!("&#x{:X};", u32::from(character)));
            }
        }
    }
    html.push('"');
}

/// Appends formatted text.
pub(crate) fn push(html: &mut String, text: std::fmt::Arguments<'_>) {
    html.write_fmt(text).expect("writing to a String cannot fail");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, scope: Scope, expected: &str) {
        let mut html = String::new();
        push_text(&mut html, text, scope, Invisible::WhereChanged);
        assert_eq!(html, expected);
    }

    #[test]
    fn no_text_becomes_markup() {
        case("<script>&\"'", Scope::Unchanged, "&lt;script&gt;&amp;&quot;'");
    }

    #[test]
    fn names_characters_that_html_cannot_hold() {
        let named = "<span class=\"unseen\" data-code=\"202E\">&lt;U+202E RLO&gt;</span>";
        case("a\u{202e}b", Scope::Unchanged, &format!("a{named}b"));
        case("\r", Scope::Unchanged, "<span class=\"unseen\" data-code=\"000D\">&lt;U+000D CR&gt;</span>");
    }

    #[test]
    fn marks_changed_whitespace_with_a_sign() {
        case(" a", Scope::Changed, "<span class=\"blank\" data-sign=\"·\"> </span>a");
        case("a\tb", Scope::Unchanged, "a\tb");
    }

    #[test]
    fn mark_joins_no_tag() {
        case("\u{338}a", Scope::Unchanged, "&#x338;a");
    }

    #[test]
    fn attribute_holds_any_characters() {
        let mut html = String::new();
        push_attribute(&mut html, "data-user", "\u{202e}\"\u{a0}<'\u{1}\u{80}");
        assert_eq!(html, " data-user=\"&#x202E;&quot;&#xA0;&lt;'&#x1;&lt;U+0080 PAD&gt;\"");
    }
}
