//! The "Line N:" headers of a paste: one template, rendered twice with two numbers, the same all through.
//!
//! A line of wikitext can look like a header ("Line 20:"), so a template is believed only where the paste bears
//! it out: the first header stands before the first row, every header has the template and the layout of the
//! first, and a header never stands twice in a row as a context line does.

use crate::model::Sides;
use crate::text::whitespace::{find_doubling_space, is_blank, is_same_text};

use super::line_number::{self, Header};
use super::messages::Languages;

/// One header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Start {
    /// The index of its first line.
    pub(crate) at: usize,
    /// How many lines it takes: 1, or 2 where the two cells stand below each other.
    pub(crate) taken: usize,
    /// The numbers, 1-based.
    pub(crate) numbers: Sides<u32>,
}

/// How the two halves of a header are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layout {
    /// `Line 3:⇥Line 3:`
    Tab,
    /// `Line 3: Line 3:`
    Space,
    /// Two lines, the second perhaps after a tab: the mobile table.
    Below,
}

/// All headers of an input, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Starts {
    starts: Vec<Start>,
    languages: Option<Languages>,
}

impl Starts {
    /// Finds the headers among the lines: those whose words MediaWiki has in some language, or else the lines of a
    /// template that nobody knows, if it recurs or its halves stand in two columns.
    pub(crate) fn among(lines: &[&str]) -> Self {
        let known = Self::of_template(lines, |header| line_number::language(header).is_some());
        if !known.starts.is_empty() {
            return known;
        }
        let any = Self::of_template(lines, |_| true);
        let recurs = any.starts.len() > 1 || any.starts.iter().any(|start| lines[start.at].contains('\t'));
        if recurs { any } else { Self::default() }
    }

    fn of_template(lines: &[&str], is_fitting: impl Fn(&Header<'_>) -> bool) -> Self {
        let mut found = Self::default();
        let borders = Borders::of(lines);
        let mut first: Option<(Header<'_>, Layout)> = None;
        let mut rows_seen = false;
        let mut at = 0;
        while at < lines.len() {
            let candidate = candidate(lines, at).filter(|(start, ..)| borders.allow(lines, start));
            let Some((start, header, layout)) = candidate else {
                rows_seen |= first.is_none() && stands_twice(lines, at);
                at += 1;
                continue;
            };
            let fits = match &first {
                Some((template, laid)) => {
                    *laid == layout
                        && line_number::is_same_template(template, &header)
                        && found.has_room_before(&start, layout)
                        && is_in_context(lines, &start)
                }
                None => !rows_seen && is_fitting(&header),
            };
            if fits {
                found.languages = found.languages.or_else(|| line_number::languages(&header));
                found.starts.push(start);
                first.get_or_insert((header, layout));
            }
            at += if fits { start.taken } else { 1 };
        }
        found
    }

    /// Whether a hunk fits between the header before and this one. It ends in two rows of context, because another
    /// follows, and its change may be a blank line that was not copied.
    fn has_room_before(&self, start: &Start, layout: Layout) -> bool {
        let fewest = match layout {
            // Each cell is a line.
            Layout::Below => 4,
            // Each row may be one.
            Layout::Tab | Layout::Space => 2,
        };
        self.starts.last().is_none_or(|before| start.at - (before.at + before.taken) >= fewest)
    }

    /// The headers in order.
    pub(crate) fn all(&self) -> &[Start] {
        &self.starts
    }

    /// The header whose first line is at an index.
    pub(crate) fn at(&self, at: usize) -> Option<&Start> {
        let index = self.starts.binary_search_by_key(&at, |start| start.at).ok()?;
        self.starts.get(index)
    }

    /// The languages whose words the headers are in, where they are known.
    pub(crate) const fn languages(&self) -> Option<Languages> {
        self.languages
    }
}

/// The header that may stand at a line.
fn candidate<'a>(lines: &[&'a str], at: usize) -> Option<(Start, Header<'a>, Layout)> {
    let line = lines[at];
    if let Some(pair) = line_number::parse_pair(line) {
        let layout = if line.contains('\t') { Layout::Tab } else { Layout::Space };
        let numbers = Sides::new(pair.old.number, pair.new.number);
        return (!stands_twice(lines, at) && !is_indented(line)).then_some((
            Start { at, taken: 1, numbers },
            pair.old,
            layout,
        ));
    }
    let old = line_number::parse_label(line)?;
    let below = lines.get(at + 1)?;
    let new = line_number::parse_label(below.strip_prefix('\t').unwrap_or(below))?;
    let numbers = Sides::new(old.number, new.number);
    let holds = line_number::is_same_template(&old, &new) && line_number::language(&old).is_some();
    holds.then_some((Start { at, taken: 2, numbers }, old, Layout::Below))
}

/// Whether a border stands before the text, as it does in a context row of older wikis, which has its text twice:
/// ` ⇥built in 1902⇥ ⇥built in 1902`.
fn is_indented(line: &str) -> bool {
    line.trim_start_matches(is_blank).starts_with('\t')
}

/// What Firefox copies of the borders of cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Borders {
    /// Nothing; other browsers do not copy them.
    None,
    /// The desktop table: two tabs between the cells of a row.
    Desktop,
    /// The mobile table: a tab alone before every cell.
    Mobile,
}

impl Borders {
    fn of(lines: &[&str]) -> Self {
        if lines.contains(&"\t\t") {
            Self::Desktop
        } else if lines.windows(2).any(|pair| pair == ["\t", "\t"]) {
            Self::Mobile
        } else {
            Self::None
        }
    }

    /// Whether a candidate can be a header: its halves are apart by a border, which the mobile table has on a line of
    /// its own.
    fn allow(self, lines: &[&str], start: &Start) -> bool {
        let has_border = || lines[start.at..start.at + start.taken].iter().any(|line| line.contains('\t'));
        match self {
            Self::None => true,
            Self::Desktop => has_border(),
            Self::Mobile => start.taken == 2 && has_border(),
        }
    }
}

/// Whether the lines on both sides of a header can be the context that a hunk ends and begins with: two rows of
/// equal cells, or, where tabs border the cells, anything.
fn is_in_context(lines: &[&str], start: &Start) -> bool {
    let (before, after) = (&lines[..start.at], &lines[start.at + start.taken..]);
    ends_a_hunk(before.iter().rev()) && ends_a_hunk(after.iter())
}

fn ends_a_hunk<'l>(lines: impl Iterator<Item = &'l &'l str>) -> bool {
    let near: Vec<&str> = lines.take(8).copied().collect();
    let has_borders = near.iter().take(3).any(|line| line.contains('\t'));
    let cells: Vec<&str> = near.into_iter().take(4).collect();
    let [a, b, c, d] = cells[..] else { return true };
    let is_glued = |line: &str| line.trim().is_empty() || find_doubling_space(line).is_some();
    has_borders || is_same_text(a, b) && is_same_text(c, d) || is_glued(a) && is_glued(b)
}

/// Whether the line before or after is the same, as in a context row.
fn stands_twice(lines: &[&str], at: usize) -> bool {
    let line = lines[at];
    let is_same = |other: Option<&&str>| other.is_some_and(|other| is_same_text(line, other));
    line.contains(|character: char| !character.is_whitespace())
        && (is_same(lines.get(at + 1)) || at > 0 && is_same(lines.get(at - 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: &[(usize, u32, u32)]) {
        let lines: Vec<_> = text.split('\n').collect();
        let starts = Starts::among(&lines);
        let found: Vec<_> = starts.all().iter().map(|s| (s.at, s.numbers.old, s.numbers.new)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn headers_stand_on_one_line_or_on_two() {
        case("Line 3:\tLine 3:\na\na", &[(0, 3, 3)]);
        case("Line 3: Line 3:\na\na\nLine 9: Line 10:", &[(0, 3, 3), (3, 9, 10)]);
        case("Title\nLine 3:\nLine 3:\na\na\nb\nb\nLine 9:\nLine 10:", &[(1, 3, 3), (7, 9, 10)]);
        case("Line 3:\n\tLine 3:\na\na", &[(0, 3, 3)]);
    }

    #[test]
    fn wikitext_that_looks_like_a_header_is_not_one() {
        case("a\na\nLine 20:\nLine 20:\nb\nc", &[]);
        case("Line 1: Line 1:\na\na\nLine 5:\tLine 5:\nLine 20:\nLine 20:", &[(0, 1, 1)]);
        case("Line 1:\tLine 1:\nLine 5: Line 5:\nLine 5: Line 5:", &[(0, 1, 1)]);
    }

    #[test]
    fn known_words_are_believed_before_unknown_ones() {
        case("Chapter 1: Chapter 1:\na\nb\nLine 3: Line 3:\nc\nc", &[(3, 3, 3)]);
        case("Chapter 1: Chapter 1:\na\na\nb\nb\nChapter 9: Chapter 9:", &[(0, 1, 1), (5, 9, 9)]);
    }

    #[test]
    fn unknown_words_need_to_recur_or_to_stand_in_columns() {
        case("Chapter 1: Chapter 1:\na\na", &[]);
        case("Chapter 1:\tChapter 1:\na\na", &[(0, 1, 1)]);
        case("Chapter 1:\nChapter 1:\na\na", &[]);
    }

    #[test]
    fn a_context_row_on_one_line_is_no_header() {
        case(" \tbuilt in 1902\t \tbuilt in 1902", &[]);
        case("Line 3:\tLine 3:\n \tbuilt in 1902\t \tbuilt in 1902", &[(0, 3, 3)]);
    }

    #[test]
    fn where_cells_have_borders_the_halves_of_a_header_have_one_too() {
        case("Line 1: Line 1:\n\t\na\n\t\t\na", &[]);
        case("Line 1: \tLine 1:\n\t\na\n\t\t\na", &[(0, 1, 1)]);
        case("\t\na\n\t\n\t\na\n\t\nLine 5: Line 5:\n\t\n\t\nLine 5: Line 6:", &[]);
        case("Line 3:\n\tLine 3:\n\t\na\n\t\n\t\na", &[(0, 3, 3)]);
    }

    #[test]
    fn a_header_right_under_another_one_is_context() {
        case("Line 3:\nLine 3:\na\na\nLine 20:\nLine 20:\nb\nb\nc\nc", &[(0, 3, 3)]);
        case("Line 3:\nLine 3:\na\na\nb\nb\nLine 20:\nLine 19:\nc\nc", &[(0, 3, 3), (6, 20, 19)]);
    }
}
