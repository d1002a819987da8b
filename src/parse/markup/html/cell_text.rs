//! One line of wikitext in the markup, and the removal of the PHP engine's padding.
//!
//! The markup shows the marks of changed words, so the removal is exact here. `pairing::php_whitespace` removes the padding
//! of a copied line, where the marks are lost.

use super::events::{Attribute, Tag};
use super::open_element::OpenElement;
use crate::text::whitespace::is_blank;

/// NBSP: the filler of an empty line.
pub(crate) const NBSP: &str = "\u{a0}";

/// Start of the names of moved paragraphs, which their links lead to.
const MOVE_ANCHOR: &str = "movedpara_";

/// The line in a cell, or in an element of the inline view.
#[derive(Debug, Default)]
pub(crate) struct LineContent {
    /// Text inside a `div`: since MediaWiki 1.17 the whole line. The white space around the `div` is layout.
    inside: Option<String>,
    /// Text outside any `div`.
    outside: String,
    /// Offsets of the begins and ends of word marks in the text.
    marks: Vec<usize>,
    /// Offsets of line breaks in the text. Only a value of an entity has several lines.
    breaks: Vec<usize>,
    /// The name of a moved paragraph.
    pub(crate) anchor: Option<String>,
    /// The first line of the text in the input.
    pub(crate) line: u32,
    /// Number of open `div`s.
    open_divs: u32,
    /// Number of open `span`s that mark words.
    open_spans: u32,
    /// An open element whose text is not part of the line.
    skipped: Option<OpenElement>,
}

impl LineContent {
    /// Makes the content of a complete line.
    pub(crate) fn from_text(text: String, line: u32) -> Self {
        Self { inside: Some(text), line, ..Self::default() }
    }

    /// Makes the empty content of a cell. The `id` of the cell may be the name of a moved paragraph.
    pub(crate) fn from_cell(tag: &Tag) -> Self {
        let anchor = tag.get(Attribute::Id).filter(|id| id.starts_with(MOVE_ANCHOR));
        Self { anchor: anchor.map(str::to_owned), ..Self::default() }
    }

    /// Reads a start tag inside the line.
    pub(crate) fn open(&mut self, tag: &Tag) {
        if let Some(skipped) = &mut self.skipped {
            return skipped.open(&tag.name);
        }
        match tag.name.as_str() {
            // Reader modes write a paragraph in place of a `div`.
            "div" | "p" => {
                self.open_divs += 1;
                self.inside.get_or_insert_default();
            }
            "a" if is_move_link(tag) => self.skipped = Some(OpenElement::new("a")),
            "a" => self.anchor = tag.get(Attribute::Name).map(str::to_owned).or(self.anchor.take()),
            "del" | "ins" | "strong" => self.mark(),
            "br" | "table" | "tr" | "h4" => self.breaks.push(self.end()),
            "span" if let Some(character) = named_character(tag) => {
                self.push_text(character.encode_utf8(&mut [0; 4]), self.line);
                self.skipped = Some(OpenElement::new("span"));
            }
            // The marks up to MediaWiki 1.18. Copies have more spans inside them.
            "span" if self.open_spans > 0 || tag.has_class("diffchange") => {
                self.open_spans += 1;
                self.mark();
            }
            _ => {}
        }
    }

    /// Reads an end tag inside the line.
    pub(crate) fn close(&mut self, name: &str) {
        if let Some(skipped) = &mut self.skipped {
            if skipped.close(name) {
                self.skipped = None;
            }
            return;
        }
        match name {
            "div" | "p" => self.open_divs = self.open_divs.saturating_sub(1),
            "del" | "ins" | "strong" => self.mark(),
            // The name of a detail.
            "th" => self.push_text(": ", self.line),
            "table" | "h4" => self.breaks.push(self.end()),
            "span" if self.open_spans > 0 => {
                self.open_spans -= 1;
                self.mark();
            }
            _ => {}
        }
    }

    /// Reads text inside the line.
    pub(crate) fn push_text(&mut self, text: &str, line: u32) {
        if self.skipped.is_some() {
            return;
        }
        let (open_divs, inside) = (self.open_divs, self.inside.as_mut());
        let target = inside.filter(|_| open_divs > 0).unwrap_or(&mut self.outside);
        if target.is_empty() {
            self.line = line;
        }
        target.push_str(text);
    }

    /// Returns true if the line is one place of a moved paragraph.
    pub(crate) fn is_moved(&self) -> bool {
        self.anchor.as_ref().is_some_and(|name| name.starts_with(MOVE_ANCHOR))
    }

    /// Finds evidence of padding in the blanks. Only the PHP engine pads, and it pads every blank at an end.
    pub(crate) fn padding_evidence(&self) -> Option<PaddingEvidence> {
        let text = self.raw_text();
        let (mark_at_start, mark_at_end) =
            (self.marks.first() == Some(&0), self.marks.last() == Some(&text.len()));
        let is_bare = text.starts_with(' ') && !mark_at_start || text.ends_with(' ') && !mark_at_end;
        if is_bare || split_at_marks(text, &self.marks).any(has_bare_blanks) {
            return Some(PaddingEvidence::Unpadded);
        }
        let is_padded = text.contains("\u{a0} ") || text.ends_with(" \u{a0}");
        is_padded.then_some(PaddingEvidence::Padded)
    }

    fn mark(&mut self) {
        self.marks.push(self.end());
    }

    /// The offset of the next text.
    fn end(&self) -> usize {
        self.inside.as_ref().map_or(self.outside.len(), String::len)
    }

    /// Returns the lines of an entity's value, without the white space around them.
    pub(crate) fn value_lines(&self) -> Vec<String> {
        let text = self.raw_text();
        let mut lines = Vec::with_capacity(self.breaks.len() + 1);
        let mut from = 0;
        for end in self.breaks.iter().copied().chain([text.len()]) {
            if let Some(line) = text.get(from..end) {
                lines.push(join_lines(line.trim()));
                from = end;
            }
        }
        lines.retain(|line| !line.is_empty());
        lines
    }

    /// The line as in the markup, with its padding.
    pub(crate) fn raw_text(&self) -> &str {
        match &self.inside {
            Some(text) => text,
            // The line break of an empty cell, or the NBSP of older wikis.
            None if self.outside.trim().is_empty() => "",
            None => &self.outside,
        }
    }

    /// Returns true if the markup was wrapped inside the line: no line of a page has a line end. The line end may replace a
    /// space or stand beside a space.
    pub(crate) fn is_wrapped(&self) -> bool {
        self.raw_text().trim_matches('\n').contains('\n')
    }

    /// Returns the wikitext of a line that wikidiff2 wrote.
    pub(crate) fn wikidiff2_text(&self) -> String {
        join_lines(self.raw_text())
    }

    /// Returns the wikitext of a line that the PHP engine wrote.
    pub(crate) fn php_text(&self, role: LineRole) -> String {
        if role == LineRole::Changed && self.is_filler() {
            return String::new();
        }
        join_lines(&remove_padding(self.raw_text(), &self.marks))
    }

    /// Returns the text of a line that DokuWiki wrote. It turns blanks beside others and beside marks into NBSP.
    pub(crate) fn dokuwiki_text(&self) -> String {
        let text = self.raw_text();
        let is_at_mark = |at: usize| at == 0 || at == text.len() || self.marks.contains(&at);
        let is_space = |character: Option<char>| character.is_some_and(is_blank);
        let restored = text.char_indices().map(|(at, character)| {
            let end = at + character.len_utf8();
            let has_neighbor =
                is_space(text[..at].chars().next_back()) || is_space(text[end..].chars().next());
            let is_filler = character == '\u{a0}' && (is_at_mark(at) || is_at_mark(end) || has_neighbor);
            if is_filler { ' ' } else { character }
        });
        join_lines(&restored.collect::<String>())
    }

    /// Returns true for the NBSP that the PHP engine writes for an empty line that changed.
    pub(crate) fn is_filler(&self) -> bool {
        self.raw_text() == NBSP && self.marks.is_empty()
    }
}

/// Kinds of lines that the PHP engine treats differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LineRole {
    /// An unchanged line. If it is empty, its cell is empty.
    Context,
    /// A changed, removed or added line. If it is empty, the engine writes an NBSP (`WordAccumulator::flushLine`).
    Changed,
}

/// Evidence of an engine in the blanks of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PaddingEvidence {
    /// The PHP engine pads blanks like this.
    Padded,
    /// The PHP engine never leaves blanks like this.
    Unpadded,
}

/// Splits a line at its word marks.
fn split_at_marks<'t>(text: &'t str, marks: &[usize]) -> impl Iterator<Item = &'t str> {
    let ends = marks.iter().copied().chain([text.len()]);
    let mut from = 0;
    ends.map(move |end| text.get(std::mem::replace(&mut from, end)..end).unwrap_or_default())
}

/// Returns true if two blanks have no padding. Of three blanks, the engine pads the first two: NBSP and two spaces.
fn has_bare_blanks(part: &str) -> bool {
    part.match_indices("  ").any(|(at, _)| !part[..at].ends_with(NBSP))
}

/// Returns true for the link (`⚫`, `▲` or `▼`) to the other place of a moved paragraph.
pub(crate) fn is_move_link(tag: &Tag) -> bool {
    tag.classes().any(|class| class.starts_with("mw-diff-movedpara-"))
}

/// Returns the character that an element names: `--format html` writes a name for characters that HTML cannot hold.
fn named_character(tag: &Tag) -> Option<char> {
    u32::from_str_radix(tag.get(Attribute::Code)?, 16).ok().and_then(char::from_u32)
}

/// Joins the lines of a wrapped line. A line of wikitext has no line ends: the program that saved the page wrapped it.
fn join_lines(text: &str) -> String {
    text.trim_matches('\n').replace('\n', " ")
}

/// Removes the padding of `TableDiffFormatter::escapeWhiteSpace`. A leading space is NBSP and a space, a trailing space is a
/// space and NBSP, and the first of two spaces is NBSP. The engine pads the markup, so a blank beside a word mark has no
/// padding.
fn remove_padding(text: &str, marks: &[usize]) -> String {
    let last = marks.len();
    let plain = split_at_marks(text, marks).enumerate().map(|(index, part)| {
        // The part before a mark at the start of the line is empty, and so is the part after a mark at its end.
        let part = if index == 0 { strip_leading_padding(part) } else { part };
        let part = if index == last { strip_trailing_padding(part) } else { part };
        part.replace("\u{a0} ", "  ")
    });
    plain.collect()
}

/// Strips the NBSP before a leading space.
fn strip_leading_padding(part: &str) -> &str {
    let rest = part.strip_prefix(NBSP);
    rest.filter(|rest| rest.starts_with(is_blank)).unwrap_or(part)
}

/// Strips the NBSP after a trailing space.
fn strip_trailing_padding(part: &str) -> &str {
    let rest = part.strip_suffix(NBSP);
    rest.filter(|rest| rest.ends_with(' ')).unwrap_or(part)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Pads a line without marks as the PHP engine does, step by step.
    fn add_padding(line: &str) -> String {
        let line = line.strip_prefix(' ').map_or(line.to_owned(), |rest| format!("\u{a0} {rest}"));
        let line = line.strip_suffix(' ').map_or(line.clone(), |rest| format!("{rest} \u{a0}"));
        line.replace("  ", "\u{a0} ")
    }

    #[track_caller]
    fn case(text: &str, marks: &[usize], expected: &str) {
        assert_eq!(remove_padding(text, marks), expected, "{text:?}");
    }

    #[test]
    fn removes_padding() {
        case("\u{a0} a", &[], " a");
        case("\u{a0}\u{a0} a", &[], "  a");
        case("a \u{a0}", &[], "a ");
        case("a\u{a0} b", &[], "a  b");
        case("a\u{a0}b", &[], "a\u{a0}b");
        case("\u{a0} \u{a0}", &[], " ");
        case("", &[], "");
    }

    #[test]
    fn keeps_blanks_beside_a_mark() {
        case(" a", &[0, 2], " a");
        case("a ", &[0, 2], "a ");
        case("a  b", &[2], "a  b");
        case("\u{a0} a", &[0, 4], "  a");
    }

    proptest! {
        #![proptest_config(crate::proptest_config())]

        #[test]
        fn removes_the_padding_of_any_line(line in "[ab ]{0,12}") {
            prop_assert_eq!(remove_padding(&add_padding(&line), &[]), line);
        }
    }
}
