//! `marked`: desktop copies up to MediaWiki 1.36, where markers and line numbers are text.
//!
//! Chromium puts `−⇥`, the old text, `+⇥` and the new text on a line each; Firefox writes `⇥+␠⇥` for the second
//! marker; wikis before the `<div>` in the cells give `−⇥old⇥+⇥new` on one line. `−` (U+2212) may have become
//! `-` or `–` on the way. The marker column is the table's (`TableDiffFormatter::getDiffLineMarker`, wikidiff2
//! `TableDiff`); the tabs are what browsers put between cells.

use crate::model::{Side, Sides};
use crate::parse::sheet::Marker;
use crate::text::whitespace::{is_blank, is_same_text};

use super::row_parser::{Placed, Reading, Readings, Unit};
use crate::parse::input::Input;

/// A line that is nothing but marker columns and tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    /// The cell on the next line is the first of a context row, or a moved paragraph's new place.
    Context,
    /// The cell on the next line is the new one of a context row.
    ContextNew,
    /// A context row of an empty line.
    ContextEmpty,
    /// The cell on the next line is old.
    Removed,
    /// An empty old line without a partner.
    RemovedEmpty,
    /// An empty old line; the cell on the next line is its new one.
    RemovedEmptyAdded,
    /// The cell on the next line is new, the one before it old.
    AddedAfter,
    /// The cell on the next line is new and has no partner.
    Added,
    /// The row of an old cell is over.
    Close,
    /// The next cell is a moved paragraph.
    Moved,
}

const CONTEXT: Option<Sides<Marker>> = Some(Sides::new(Marker::Context, Marker::Context));
const CHANGED: Option<Sides<Marker>> = Some(Sides::new(Marker::Removed, Marker::Added));

/// What could stand at a line.
pub(crate) fn candidates_at<'a>(input: &Input<'a>, at: usize) -> Readings<'a> {
    let mut readings = Readings::default();
    if let Some(start) = input.start(at) {
        readings.offer(Reading::row(start.taken, Unit::Header(start.numbers)));
    }
    let rows = Rows { input, at };
    match rows.token(0) {
        Some(Token::Context) => {
            readings.offer(rows.moved_to());
            readings.offer(rows.context());
        }
        Some(Token::ContextEmpty) => {
            readings.offer(Reading::row(1, Unit::Both(Sides::new(("", 0), ("", 0)), CONTEXT)));
        }
        Some(Token::Removed) => {
            readings.offer(rows.changed());
            readings.offer(rows.removed());
            readings.offer(rows.removed_empty());
        }
        Some(Token::RemovedEmpty) => readings.offer(Reading::row(1, one(Side::Old, ("", 0)))),
        Some(Token::RemovedEmptyAdded) => readings.offer(rows.changed_from_empty()),
        Some(Token::Added) => rows.added(&mut readings),
        Some(Token::Moved) => readings.offer(rows.moved_from()),
        Some(Token::ContextNew | Token::AddedAfter | Token::Close) => {}
        None => readings.offer(rows.line(0).and_then(one_line_row)),
    }
    readings
}

/// Whether the line is a marker that no other shape has.
pub(crate) fn is_distinctive(line: &str) -> bool {
    match token(line) {
        Some(Token::Close | Token::Moved) => false,
        Some(_) => line.contains(|character| character != '\t'),
        None => one_line_row(line).is_some(),
    }
}

/// Whether the line is nothing but the markers of a row, as they are copied.
pub(crate) fn is_marker_line(line: &str) -> bool {
    token(line).is_some()
}

/// The longest line that can be a token: `␠␠⇥+␠⇥` and its like.
const MAX_TOKEN_LEN: usize = 12;

fn token(line: &str) -> Option<Token> {
    if line.len() > MAX_TOKEN_LEN {
        return None;
    }
    let indented = line.starts_with(is_blank);
    let mut bare = line.chars().filter(|c| !is_blank(*c)).map(plain_marker);
    let pattern: [char; 6] = std::array::from_fn(|_| bare.next().unwrap_or(END));
    match (indented, pattern) {
        (true, ['\t', END, ..]) => Some(Token::Context),
        (false, ['\t', '\t', END, ..]) => Some(Token::ContextNew),
        (true, ['\t', '\t', '\t', END, ..]) => Some(Token::ContextEmpty),
        (false, ['-', '\t', END, ..]) => Some(Token::Removed),
        (false, ['-', '\t', '\t', END, ..]) => Some(Token::RemovedEmpty),
        (false, ['-', '\t', '\t', '+', '\t', END]) => Some(Token::RemovedEmptyAdded),
        (false, ['+', '\t', END, ..] | ['\t', '+', '\t', END, ..]) => Some(Token::AddedAfter),
        (true, ['\t', '+', '\t', END, ..]) => Some(Token::Added),
        (true, [END, ..]) | (false, ['\t', END, ..]) => Some(Token::Close),
        (false, ['⚫', END, ..]) => Some(Token::Moved),
        _ => None,
    }
}

/// Stands for the end of a line in a pattern.
const END: char = '\n';

/// The marker as the page has it, or `-` for every minus and dash that stands in its place.
fn plain_marker(character: char) -> char {
    match character {
        '−' | '–' | '-' => '-',
        other => other,
    }
}

const fn one(side: Side, text: Placed<'_>) -> Unit<'_> {
    let marker = match side {
        Side::Old => Marker::Removed,
        Side::New => Marker::Added,
    };
    Unit::One(side, text, Some(marker))
}

/// The lines from one on, as rows of this shape.
#[derive(Clone, Copy)]
struct Rows<'i, 'a> {
    input: &'i Input<'a>,
    at: usize,
}

impl<'a> Rows<'_, 'a> {
    fn line(self, below: usize) -> Option<&'a str> {
        self.input.line(self.at + below)
    }

    fn token(self, below: usize) -> Option<Token> {
        self.line(below).and_then(token)
    }

    /// Whether the input is over here, its last line end left aside.
    fn is_over(self, below: usize) -> bool {
        let line = self.line(below);
        line.is_none() || line == Some("") && self.at + below + 1 == self.input.len()
    }

    /// Chromium repeats the first marker of a context row, Firefox begins the second with a tab.
    fn context(self) -> Option<Reading<'a>> {
        let (old, new) = (self.line(1)?, self.line(3)?);
        let marked = matches!(self.token(2)?, Token::Context | Token::ContextNew);
        (marked && is_same_text(old, new))
            .then(|| Reading::row(4, Unit::Both(Sides::new((old, 1), (new, 3)), CONTEXT)))
    }

    fn changed(self) -> Option<Reading<'a>> {
        let (old, new) = (self.line(1)?, self.line(3)?);
        let marked = self.token(2)? == Token::AddedAfter;
        marked.then(|| Reading::row(4, Unit::Both(Sides::new((old, 1), (new, 3)), CHANGED)))
    }

    fn changed_from_empty(self) -> Option<Reading<'a>> {
        Some(Reading::seldom(2, Unit::Both(Sides::new(("", 0), (self.line(1)?, 1)), CHANGED)))
    }

    /// A removed row is closed by a line of one space, which a paste that ends there may have lost.
    fn removed(self) -> Option<Reading<'a>> {
        let row = one(Side::Old, (self.line(1)?, 1));
        let closed = self.token(2) == Some(Token::Close);
        let taken = if closed { 3 } else { 2 };
        (closed || self.is_over(2)).then(|| Reading::row(taken, row))
    }

    /// The PHP engine's empty old line: closed at once.
    fn removed_empty(self) -> Option<Reading<'a>> {
        let closed = self.token(1)? == Token::Close;
        closed.then(|| Reading::row(2, one(Side::Old, ("", 0))))
    }

    /// An added row with its text; an empty one has none, and then the next line is the next row's token.
    fn added(self, readings: &mut Readings<'a>) {
        readings.offer(Reading::row(1, one(Side::New, ("", 0))));
        let next_is_a_row =
            self.input.start(self.at + 1).is_some() || self.line(1).is_some_and(|line| line.contains('\t'));
        let full = self.line(1).map(|text| Reading::row(2, one(Side::New, (text, 1))));
        readings.offer(full.map(|reading| reading.unless(next_is_a_row)));
    }

    fn moved_from(self) -> Option<Reading<'a>> {
        let below = if self.is_tab(1) { 2 } else { 1 };
        let row = Unit::One(Side::Old, (self.line(below)?, below), Some(Marker::Moved));
        let closed = self.token(below + 1) == Some(Token::Close);
        let taken = if closed { below + 2 } else { below + 1 };
        (closed || self.is_over(below + 1)).then(|| Reading::row(taken, row))
    }

    fn moved_to(self) -> Option<Reading<'a>> {
        let below = if self.is_tab(2) { 3 } else { 2 };
        let marked = self.token(1)? == Token::Moved;
        let row = Unit::One(Side::New, (self.line(below)?, below), Some(Marker::Moved));
        marked.then(|| Reading::row(below + 1, row))
    }

    /// Firefox puts the tab after a moved paragraph's mark on a line of its own.
    fn is_tab(self, below: usize) -> bool {
        self.line(below) == Some("\t")
    }
}

/// A whole row on one line, as wikis without a `<div>` in the cells give it.
fn one_line_row(line: &str) -> Option<Reading<'_>> {
    let mut fields = line.split('\t');
    let mut next = || fields.next().unwrap_or("");
    let fields = [next(), next(), next(), next(), next()];
    if !fields[4].is_empty() || fields[1].is_empty() {
        return None;
    }
    let both = Sides::new((fields[1], 0), (fields[3], 0));
    let unit = match [fields[0], fields[1], fields[2]].map(|field| field.trim_matches(is_blank)) {
        ["−" | "-" | "–", _, "+"] => Unit::Both(both, CHANGED),
        ["−" | "-" | "–", _, ""] if fields[3].is_empty() => one(Side::Old, both.old),
        ["", "+", _] if fields[3].is_empty() => one(Side::New, (fields[2], 0)),
        ["", old, ""] if !old.is_empty() && is_same_text(fields[1], fields[3]) => Unit::Both(both, CONTEXT),
        _ => return None,
    };
    Some(Reading::row(1, unit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Shape;
    use crate::parse::copied::row_table;
    use crate::parse::line_map::LineMap;
    use crate::parse::tests::format_rows;

    #[track_caller]
    fn case(copied: &str, expected: &[&str]) {
        let sheets = row_table::sheets(&Input::new(copied, LineMap::default()), Shape::Marked, candidates_at);
        assert_eq!(sheets.iter().flat_map(format_rows).collect::<Vec<_>>(), expected, "{copied:?}");
    }

    #[test]
    fn chromium_puts_marker_and_text_on_a_line_each() {
        case(" \t\na\n \t\na", &["=a|=a"]);
        case(" \t\t \t", &["=|="]);
        case("−\t\na\n+\t\nb", &["-a|+b"]);
        case("−\t\na\n \n \t\t \t", &["-a", "=|="]);
        case("−\t\na\n ", &["-a"]);
        case(" \t+\t\nb", &["+b"]);
        case(" \t+\t\n \t\t \t", &["+", "=|="]);
    }

    #[test]
    fn firefox_begins_the_second_marker_with_a_tab() {
        case("  \t\na\n\t  \t\na", &["=a|=a"]);
        case("  \t\t  \t", &["=|="]);
        case("− \t\na\n\t+ \t\nb", &["-a|+b"]);
        case("− \t\na\n\t \n  \t\t  \t", &["-a", "=|="]);
        case("  \t+ \t\nb", &["+b"]);
        case("  \t+ \t\n  \t\t  \t", &["+", "=|="]);
    }

    #[test]
    fn the_php_engine_prints_empty_old_lines() {
        case("−\t\t ", &["-"]);
        case("−\t\t+\t\nb", &["-|+b"]);
        case("−\t\n \n \t\na\n \t\na", &["-", "=a|=a"]);
        case("−\t\n \n+\t\nb", &["- |+b"]);
    }

    #[test]
    fn old_wikis_have_a_row_on_one_line() {
        case("−\ta\t+\tb", &["-a|+b"]);
        case("-\ta\t+\tb", &["-a|+b"]);
        case("–\ta\t \t", &["-a"]);
        case(" \t+\tb", &["+b"]);
        case("\ta\t\ta", &["=a|=a"]);
        case(" \ta\t \ta\n−\tb\t+\tc", &["=a|=a", "-b|+c"]);
    }

    #[test]
    fn a_moved_paragraph_has_its_mark_on_a_line() {
        case("⚫\na\n ", &["<a"]);
        case(" \t\n⚫\na", &[">a"]);
        case("⚫\n\t\na\n\t ", &["<a"]);
        case("  \t\n⚫\n\t\na", &[">a"]);
    }

    #[test]
    fn a_dash_stands_for_the_minus_that_was_lost_on_the_way() {
        case("-\t\na\n+\t\nb", &["-a|+b"]);
        case("–\t\na\n+\t\nb", &["-a|+b"]);
    }

    #[test]
    fn text_that_looks_like_a_marker_is_text_where_the_rows_need_it() {
        case("−\t\n+\t\n+\t\nb", &["-+|+b"]);
        case("−\t\n⚫\n+\t\nb", &["-⚫|+b"]);
        case(" \t\n − minus\n \t\n − minus", &["= − minus|= − minus"]);
    }

    #[test]
    fn line_numbers_open_a_section() {
        case("Line 3:\tLine 3:\n \t\na\n \t\na", &["@3,3", "=a|=a"]);
        case("Line 3: \tLine 4:\n  \t\na\n\t  \t\na", &["@3,4", "=a|=a"]);
    }

    #[test]
    fn only_marker_lines_tell_the_shape() {
        for line in [" \t", "−\t", "+\t", "\t+ \t", " \t+\t", " \t\t \t", "−\ta\t+\tb"] {
            assert!(is_distinctive(line), "{line:?}");
        }
        for line in ["", " ", "\t", "\t\t", "⚫", "-", "+", "−", "a\tb", "Line 3:\tLine 3:"] {
            assert!(!is_distinctive(line), "{line:?}");
        }
    }
}
