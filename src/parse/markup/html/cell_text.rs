//! One line of wikitext as it stands in the markup, and how the PHP engine's padding is undone.

use super::events::{Attribute, Tag};
use super::open_element::Opened;
use crate::text::whitespace::is_blank;

/// Filler of an empty line.
pub(crate) const HARD_SPACE: &str = "\u{a0}";

/// Start of the names that links of moved paragraphs lead to.
const MOVE_ANCHOR: &str = "movedpara_";

/// The line in a cell, or in an element of the inline view.
#[derive(Debug, Default)]
pub(crate) struct Content {
    /// Text that stands in a `div`: since MediaWiki 1.17 the whole line does, and what is round it is layout.
    inside: Option<String>,
    /// Text that stands in none.
    outside: String,
    /// Offsets in the text at which marks of changed words begin or end.
    marks: Vec<usize>,
    /// The name that a link of a moved paragraph leads to.
    pub(crate) anchor: Option<String>,
    /// The line of the input where the text begins.
    pub(crate) line: u32,
    depth: u32,
    spans: u32,
    skipped: Option<Opened>,
}

impl Content {
    /// A line that is known whole.
    pub(crate) fn of_line(text: String, line: u32) -> Self {
        Self { inside: Some(text), line, ..Self::default() }
    }

    /// The line of a cell, whose `id` may be the target of a moved paragraph's link.
    pub(crate) fn of_cell(tag: &Tag) -> Self {
        let anchor = tag.get(Attribute::Id).filter(|id| id.starts_with(MOVE_ANCHOR));
        Self { anchor: anchor.map(str::to_owned), ..Self::default() }
    }

    /// An element begins inside of it.
    pub(crate) fn open(&mut self, tag: &Tag) {
        if let Some(skipped) = &mut self.skipped {
            return skipped.open(&tag.name);
        }
        match tag.name.as_str() {
            "div" => {
                self.depth += 1;
                self.inside.get_or_insert_default();
            }
            "a" if is_move_link(tag) => self.skipped = Some(Opened::of("a")),
            "a" => self.anchor = tag.get(Attribute::Name).map(str::to_owned).or(self.anchor.take()),
            "del" | "ins" => self.mark(),
            "span" if let Some(character) = named_character(tag) => {
                self.push(character.encode_utf8(&mut [0; 4]), self.line);
                self.skipped = Some(Opened::of("span"));
            }
            // Up to MediaWiki 1.18 the marks were no others; copies have spans of their own inside of them.
            "span" if self.spans > 0 || tag.has_class("diffchange") => {
                self.spans += 1;
                self.mark();
            }
            _ => {}
        }
    }

    /// An element ends inside of it.
    pub(crate) fn close(&mut self, name: &str) {
        if let Some(skipped) = &mut self.skipped {
            if skipped.close(name) {
                self.skipped = None;
            }
            return;
        }
        match name {
            "div" => self.depth = self.depth.saturating_sub(1),
            "del" | "ins" => self.mark(),
            "span" if self.spans > 0 => {
                self.spans -= 1;
                self.mark();
            }
            _ => {}
        }
    }

    /// Text stands in it.
    pub(crate) fn push(&mut self, text: &str, line: u32) {
        if self.skipped.is_some() {
            return;
        }
        let (depth, inside) = (self.depth, self.inside.as_mut());
        let target = inside.filter(|_| depth > 0).unwrap_or(&mut self.outside);
        if target.is_empty() {
            self.line = line;
        }
        target.push_str(text);
    }

    /// Returns true if a link of a moved paragraph leads to the line.
    pub(crate) fn is_linked(&self) -> bool {
        self.anchor.as_ref().is_some_and(|name| name.starts_with(MOVE_ANCHOR))
    }

    /// Finds the trace of an engine in the blanks: only the PHP engine pads, and it leaves no blank unpadded.
    pub(crate) fn trace(&self) -> Option<Trace> {
        let text = self.format_rows();
        let (from, to) = (self.marks.first() == Some(&0), self.marks.last() == Some(&text.len()));
        let is_bare = text.starts_with(' ') && !from || text.ends_with(' ') && !to;
        if is_bare || stretches(text, &self.marks).any(|stretch| stretch.contains("  ")) {
            return Some(Trace::Unpadded);
        }
        let is_padded = text.contains("\u{a0} ") || text.ends_with(" \u{a0}");
        is_padded.then_some(Trace::Padded)
    }

    fn mark(&mut self) {
        self.marks.push(self.inside.as_ref().map_or(self.outside.len(), String::len));
    }

    /// The line as it stands in the markup.
    pub(crate) fn format_rows(&self) -> &str {
        match &self.inside {
            Some(text) => text,
            // White space round the line break that an empty cell holds, or the hard space of older wikis.
            None if self.outside.trim().is_empty() => "",
            None => &self.outside,
        }
    }

    /// Returns true if the markup was cut inside the line. No line of a page has a line end, and a cut may stand for a
    /// space or beside a space.
    pub(crate) fn is_cut(&self) -> bool {
        self.format_rows().trim_matches('\n').contains('\n')
    }

    /// The wikitext, where the markup is that of wikidiff2.
    pub(crate) fn plain(&self) -> String {
        in_one_line(self.format_rows())
    }

    /// The wikitext, where the markup is that of the PHP engine.
    pub(crate) fn unpadded(&self, role: Role) -> String {
        let text = self.format_rows();
        if role == Role::Changed && text == HARD_SPACE && self.marks.is_empty() {
            return String::new();
        }
        in_one_line(&unpadded(text, &self.marks))
    }
}

/// Kinds of lines that the PHP engine treats differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// A line that did not change: no line of it is made visible.
    Context,
    /// A changed, removed or added line: an empty one is drawn as a hard space (`WordAccumulator::flushLine`).
    Changed,
}

/// Trace of an engine in the blanks of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trace {
    /// Blanks stand in it as the PHP engine would write them.
    Padded,
    /// Blanks stand in it as the PHP engine never writes them.
    Unpadded,
}

/// The stretches of a line between marks of changed words.
fn stretches<'t>(text: &'t str, marks: &[usize]) -> impl Iterator<Item = &'t str> {
    let ends = marks.iter().copied().chain([text.len()]);
    let mut from = 0;
    ends.map(move |end| text.get(std::mem::replace(&mut from, end)..end).unwrap_or_default())
}

/// Returns true if the tag begins the `⚫`, `▲` or `▼` that leads to the other place of a moved paragraph.
fn is_move_link(tag: &Tag) -> bool {
    tag.classes().any(|class| class.starts_with("mw-diff-movedpara-"))
}

/// The character whose name stands in the element: `--format html` writes a name for characters that HTML cannot hold.
fn named_character(tag: &Tag) -> Option<char> {
    u32::from_str_radix(tag.get(Attribute::Code)?, 16).ok().and_then(char::from_u32)
}

/// A line of wikitext has no line ends: those in the markup were put in by whoever saved it.
fn in_one_line(text: &str) -> String {
    text.trim_matches('\n').replace('\n', " ")
}

/// Takes out the blanks that `TableDiffFormatter::escapeWhiteSpace` puts in. It works on the markup, so that blanks
/// beside a mark of changed words are left alone: `^ ` becomes NBSP and a space, ` $` a space and NBSP, and then of
/// each two spaces the first becomes NBSP.
fn unpadded(text: &str, marks: &[usize]) -> String {
    let last = marks.len();
    let plain = stretches(text, marks).enumerate().map(|(index, stretch)| {
        // A stretch that is empty lies before a mark at the begin, or behind one at the end.
        let stretch = if index == 0 { without_leading(stretch) } else { stretch };
        let stretch = if index == last { without_trailing(stretch) } else { stretch };
        stretch.replace("\u{a0} ", "  ")
    });
    plain.collect()
}

/// The stretch at the begin of a line without the NBSP that was put before a space.
fn without_leading(stretch: &str) -> &str {
    let rest = stretch.strip_prefix(HARD_SPACE);
    rest.filter(|rest| rest.starts_with(is_blank)).unwrap_or(stretch)
}

/// The stretch at the end of a line without the NBSP that was put behind a space.
fn without_trailing(stretch: &str) -> &str {
    let rest = stretch.strip_suffix(HARD_SPACE);
    rest.filter(|rest| rest.ends_with(' ')).unwrap_or(stretch)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What the PHP engine makes of a line without marks, step by step.
    fn padded(line: &str) -> String {
        let line = line.strip_prefix(' ').map_or(line.to_owned(), |rest| format!("\u{a0} {rest}"));
        let line = line.strip_suffix(' ').map_or(line.clone(), |rest| format!("{rest} \u{a0}"));
        line.replace("  ", "\u{a0} ")
    }

    #[track_caller]
    fn case(text: &str, marks: &[usize], expected: &str) {
        assert_eq!(unpadded(text, marks), expected, "{text:?}");
    }

    #[test]
    fn padding_is_undone() {
        case("\u{a0} a", &[], " a");
        case("\u{a0}\u{a0} a", &[], "  a");
        case("a \u{a0}", &[], "a ");
        case("a\u{a0} b", &[], "a  b");
        case("a\u{a0}b", &[], "a\u{a0}b");
        case("\u{a0} \u{a0}", &[], " ");
        case("", &[], "");
    }

    #[test]
    fn blanks_beside_a_mark_were_not_padded() {
        case(" a", &[0, 2], " a");
        case("a ", &[0, 2], "a ");
        case("a  b", &[2], "a  b");
        case("\u{a0} a", &[0, 4], "  a");
    }

    proptest! {
        #![proptest_config(crate::proptest_config())]

        #[test]
        fn what_is_padded_can_be_undone(line in "[ab ]{0,12}") {
            prop_assert_eq!(unpadded(&padded(&line), &[]), line);
        }
    }
}
