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

/// A JSON text as the value of an attribute. What is not plain text is escaped as JSON has it (RFC 8259, section 7):
/// outside of strings JSON has none.
pub(crate) fn json_attribute(json: &str) -> String {
    let mut html = String::new();
    for segment in segments(json, Scope::Unchanged, Invisible::Everywhere) {
        match segment {
            Segment::Text(text) => push_escaped(&mut html, text),
            Segment::Whitespace(character, _) | Segment::Mark(character) | Segment::Named(character) => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    push(&mut html, format_args!("\\u{unit:04x}"));
                }
            }
        }
    }
    html
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
    fn json_in_an_attribute_is_the_same_json() {
        let text = "\u{202e}\"\u{1f3fb} \u{a0}<'\u{1}";
        let json = serde_json::to_string(text).unwrap();
        let html = json_attribute(&json);
        assert!(!html.contains(['<', '>', '\u{202e}', '\u{a0}']), "{html}");
        let plain = html.replace("&lt;", "<").replace("&quot;", "\"").replace("&amp;", "&");
        assert_eq!(serde_json::from_str::<String>(&plain).unwrap(), text);
    }
}
