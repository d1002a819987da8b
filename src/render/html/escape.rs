//! Foreign text as HTML: nothing of it can become markup, and nothing of it is lost.
//!
//! What HTML cannot hold (controls), and what would steer the page (bidi controls), is named, as on a terminal; its
//! code point stands beside the name (`data-code`), so that a program has the text back. White space that changed
//! stays what it is, and the stylesheet puts the sign over it.

use std::fmt::Write as _;

use crate::text::sanitize::{Invisible, Scope, Segment, character_name, sanitize, segments};

/// Adds text of the wiki.
pub(crate) fn push_text(html: &mut String, text: &str, scope: Scope, invisible: Invisible) {
    for segment in segments(text, scope, invisible) {
        match segment {
            Segment::Text(text) => push_escaped(html, text),
            // A mark would join the bracket of the tag before it in the eyes of a program that normalises text.
            Segment::Mark(mark) => push(html, format_args!("&#x{:X};", u32::from(mark))),
            // A tab that did not change has no sign; the page, unlike a terminal, knows what to do with it.
            Segment::Whitespace(blank, sign) if sign.trim().is_empty() => html.push(blank),
            Segment::Whitespace(blank, sign) => {
                push(html, format_args!("<span class=\"blank\" data-sign=\"{sign}\">{blank}</span>"));
            }
            Segment::Named(character) => push_named(html, character),
        }
    }
}

fn push_named(html: &mut String, character: char) {
    push(html, format_args!("<span class=\"unseen\" data-code=\"{:04X}\">", u32::from(character)));
    push_escaped(html, &character_name(character));
    html.push_str("</span>");
}

/// Adds text with the four characters that HTML needs escaped; good for text and for quoted attributes.
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

/// Text of the wiki that need not be had back: in headings and messages.
pub(crate) fn escape_message(text: &str) -> String {
    let mut html = String::new();
    push_escaped(&mut html, &sanitize(text, Invisible::WhereChanged));
    html
}

/// Adds an attribute with a text of the wiki. Characters that would steer the page are references, so that a program has
/// the text back; HTML has no references for U+0000 and U+0080 to U+009F, so that these are named.
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

/// Adds what was formatted.
pub(crate) fn push(html: &mut String, text: std::fmt::Arguments<'_>) {
    html.write_fmt(text).expect("a String takes all that is written");
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
    fn what_cannot_stand_in_html_is_named_and_can_be_had_back() {
        let named = "<span class=\"unseen\" data-code=\"202E\">&lt;U+202E RLO&gt;</span>";
        case("a\u{202e}b", Scope::Unchanged, &format!("a{named}b"));
        case("\r", Scope::Unchanged, "<span class=\"unseen\" data-code=\"000D\">&lt;U+000D CR&gt;</span>");
    }

    #[test]
    fn white_space_that_changed_stays_and_has_a_sign() {
        case(" a", Scope::Changed, "<span class=\"blank\" data-sign=\"·\"> </span>a");
        case("a\tb", Scope::Unchanged, "a\tb");
    }

    #[test]
    fn a_mark_joins_no_tag() {
        case("\u{338}a", Scope::Unchanged, "&#x338;a");
    }

    #[test]
    fn an_attribute_holds_text_of_any_characters() {
        let mut html = String::new();
        push_attribute(&mut html, "data-user", "\u{202e}\"\u{a0}<'\u{1}\u{80}");
        assert_eq!(html, " data-user=\"&#x202E;&quot;&#xA0;&lt;'&#x1;&lt;U+0080 PAD&gt;\"");
    }
}
