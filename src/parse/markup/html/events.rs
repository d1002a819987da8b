//! HTML as a sequence of tags, texts and comments, in one pass and without a tree.
//!
//! The markup of a diff is flat: rows, cells, and marks inside a line. A tree would cost memory, and the rules for its
//! repair take quadratic time on deeply nested tags. The tokenizer treats entities, scripts and broken tags by the HTML
//! standard (section 13.2.5).

use std::convert::Infallible;
use std::str;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use crate::parse::line_counter::LineCounter;

/// Parts of the markup, in order.
pub(crate) enum Event<'e> {
    /// An element begins.
    Open(&'e Tag),
    /// An element ends, by its name.
    Close(&'e str),
    /// Text, its entities decoded.
    Text(&'e str),
    /// Text of a comment.
    Comment(&'e str),
}

/// Attributes with facts about a diff.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Attribute {
    /// `class`: names separated by white space.
    Class,
    /// `colspan`: the number of columns of a cell.
    Columns,
    /// `data-marker`: `−` or `+`, since MediaWiki 1.36.
    Marker,
    /// `data-timestamp`: RFC 3339, since MediaWiki 1.42.
    Timestamp,
    /// `href`: an address.
    Href,
    /// `id`: a unique name on the page.
    Id,
    /// `rel`: the relation of the page to the target of a link.
    Relation,
    /// `style`: the layout of the element, which browsers write into a copy.
    Style,
    /// `title`: the page that a link leads to.
    Title,
    /// `name`: the target of a link in a moved paragraph.
    Name,
    /// `data-guessed`: the row could be on either side. This attribute and the next ones are those of `--format html`.
    Guessed,
    /// `data-code`: the code point of a character that the table shows by name, in hexadecimal digits.
    Code,
    /// `data-proof`: the certainty of a table.
    Proof,
    /// `data-comparison`: the extent of the comparison, unless it is complete.
    Comparison,
    /// `data-confidence`: the probability of the reading, in percent.
    Confidence,
    /// `data-title`: the title of the page.
    PageTitle,
    /// `data-bytes`: the byte change that the page states.
    Bytes,
    /// `data-wiki`: the address of the wiki.
    Wiki,
    /// `data-label`: the label of a revision.
    Label,
    /// `data-revision`: the number of a revision.
    Revision,
    /// `data-user`: the author of a revision.
    User,
    /// `data-comment`: the summary of a revision.
    Comment,
    /// `data-tags`: the change tags of a revision, a line each.
    Tags,
    /// `data-size`: the size of the page in bytes.
    Size,
    /// `data-minor`: the edit is minor.
    Minor,
}

impl Attribute {
    fn from_name(name: &[u8]) -> Option<Self> {
        match name {
            b"class" => Some(Self::Class),
            b"colspan" => Some(Self::Columns),
            b"data-marker" => Some(Self::Marker),
            b"data-timestamp" => Some(Self::Timestamp),
            b"href" => Some(Self::Href),
            b"id" => Some(Self::Id),
            b"name" => Some(Self::Name),
            b"rel" => Some(Self::Relation),
            b"style" => Some(Self::Style),
            b"title" => Some(Self::Title),
            b"data-guessed" => Some(Self::Guessed),
            b"data-code" => Some(Self::Code),
            b"data-proof" => Some(Self::Proof),
            b"data-comparison" => Some(Self::Comparison),
            b"data-confidence" => Some(Self::Confidence),
            b"data-title" => Some(Self::PageTitle),
            b"data-bytes" => Some(Self::Bytes),
            b"data-wiki" => Some(Self::Wiki),
            b"data-label" => Some(Self::Label),
            b"data-revision" => Some(Self::Revision),
            b"data-user" => Some(Self::User),
            b"data-comment" => Some(Self::Comment),
            b"data-tags" => Some(Self::Tags),
            b"data-size" => Some(Self::Size),
            b"data-minor" => Some(Self::Minor),
            _ => None,
        }
    }
}

/// A start tag.
#[derive(Debug, Default)]
pub(crate) struct Tag {
    /// The name of the element in lower case.
    pub(crate) name: String,
    attributes: Vec<(Attribute, String)>,
}

impl Tag {
    /// Returns the value of an attribute. Of several attributes with one name the first counts, as in browsers.
    pub(crate) fn get(&self, wanted: Attribute) -> Option<&str> {
        let found = self.attributes.iter().find(|(attribute, _)| *attribute == wanted);
        found.map(|(_, value)| value.as_str())
    }

    /// The names in the class.
    pub(crate) fn classes(&self) -> impl Iterator<Item = &str> {
        self.get(Attribute::Class).unwrap_or_default().split_ascii_whitespace()
    }

    /// Returns true if the class has the name.
    pub(crate) fn has_class(&self, name: &str) -> bool {
        self.classes().any(|class| class == name)
    }

    fn start(&mut self, name: &[u8]) {
        self.name.clear();
        self.name.push_str(&String::from_utf8_lossy(name));
        self.attributes.clear();
    }

    fn push_attribute(&mut self, name: &[u8]) -> Option<Attribute> {
        let attribute = Attribute::from_name(name).filter(|&attribute| self.get(attribute).is_none())?;
        self.attributes.push((attribute, String::new()));
        Some(attribute)
    }
}

/// Calls a function with each event of the markup and the line where the event begins.
///
/// The function is no type parameter: each would bring a tokenizer of its own into the program.
pub(crate) fn walk(html: &str, visit: &mut dyn FnMut(&Event<'_>, u32)) {
    let mut lines = LineCounter::new(html);
    let mut tag = Tag::default();
    let mut attribute = None;
    let mut on_event = |event: CallbackEvent<'_>, span: Span<usize>| -> Option<Infallible> {
        match event {
            CallbackEvent::OpenStartTag { name } => tag.start(name),
            CallbackEvent::AttributeName { name } => attribute = tag.push_attribute(name),
            CallbackEvent::AttributeValue { value } => {
                if let (Some(_), Some((_, text))) = (attribute.take(), tag.attributes.last_mut()) {
                    text.push_str(&String::from_utf8_lossy(value));
                }
            }
            CallbackEvent::CloseStartTag { .. } => visit(&Event::Open(&tag), lines.line_at(span.start)),
            CallbackEvent::EndTag { name } => {
                let name = str::from_utf8(name).unwrap_or_default();
                visit(&Event::Close(name), lines.line_at(span.start));
            }
            CallbackEvent::String { value } => {
                visit(&Event::Text(&String::from_utf8_lossy(value)), lines.line_at(span.start));
            }
            CallbackEvent::Comment { value } => {
                visit(&Event::Comment(&String::from_utf8_lossy(value)), lines.line_at(span.start));
            }
            CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
        None
    };
    let mut emitter = CallbackEmitter::new(&mut on_event);
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(html, emitter).finish();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(html: &str, expected: &[&str]) {
        let mut found = Vec::new();
        walk(html, &mut |event, line| {
            found.push(match event {
                Event::Open(tag) => {
                    let attributes = tag.attributes.iter().map(|(name, value)| format!(" {name:?}={value}"));
                    format!("{line}<{}{}>", tag.name, attributes.collect::<String>())
                }
                Event::Close(name) => format!("{line}</{name}>"),
                Event::Text(text) => format!("{line} {text}"),
                Event::Comment(text) => format!("{line}!{text}"),
            });
        });
        assert_eq!(found, expected, "{html:?}");
    }

    #[test]
    fn visits_events_in_order_with_their_lines() {
        case("<tr>\n<TD Class=a>b</td>", &["1<tr>", "1 \n", "2<td Class=a>", "2 b", "2</td>"]);
        case("<!-- LINES 3,4 -->", &["1! LINES 3,4 "]);
        case("a\r\nb\r\n<br>", &["1 a\nb\n", "3<br>"]);
    }

    #[test]
    fn decodes_entities() {
        case("&lt;&amp;&#160;&nbsp;&#x26AB;&notit;", &["1 <&\u{a0}\u{a0}⚫¬it;"]);
        case("<a href='?a=1&amp;b'>", &["1<a Href=?a=1&b>"]);
    }

    #[test]
    fn first_of_two_attributes_counts() {
        case("<a id=x id=y lang=z>", &["1<a Id=x>"]);
    }

    #[test]
    fn scripts_are_text() {
        case("<script>'<td>'</script><td>", &["1<script>", "1 '<td>'", "1</script>", "1<td>"]);
    }

    #[test]
    fn omits_an_unfinished_tag() {
        case("a<td class=\"b", &["1 a"]);
        case("<td>a&am", &["1<td>", "1 a&am"]);
    }
}
