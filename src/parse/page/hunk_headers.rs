//! The hunk headers of a paste: a "Line N:" template with two numbers, unchanged from the first to the last header.
//!
//! A line of wikitext can look like a header ("Line 20:"). So a template counts only if the paste confirms it: the
//! first header comes before the first row, every header has the template and the layout of the first header, and
//! a header is never repeated on the next line as a context row is.

use crate::model::Sides;
use crate::text::whitespace::{find_doubling_space, is_blank, is_same_text};

use super::line_number::{self, LineLabel};
use super::messages::{self, Languages};

/// Maximum length of a heading: MediaWiki's longest has about forty lines, and wikis add menus.
pub(super) const MAX_HEADING_LINES: usize = 200;

/// The header of a hunk: "Line N:" for both sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct HunkHeader {
    /// Index of the header's first line.
    pub(crate) at: usize,
    /// Number of lines: 1, or 2 if the two cells stand below each other.
    pub(crate) line_count: usize,
    /// The line numbers, counted from 1.
    pub(crate) numbers: Sides<u32>,
}

/// Layout of the two halves of a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum HeaderLayout {
    /// `Line 3:⇥Line 3:`
    Tab,
    /// `Line 3: Line 3:`
    Space,
    /// Two lines, the second perhaps after a tab: the mobile table.
    Below,
}

impl HeaderLayout {
    /// Minimum number of lines between two headers. A hunk before another hunk ends in two rows of context, and its
    /// change may be a blank line that was not copied.
    const fn min_hunk_lines(self) -> usize {
        match self {
            // Each cell is a line.
            Self::Below => 4,
            // Each row may be a line.
            Self::Tab | Self::Space => 2,
        }
    }
}

/// A line, or two, that may be a header.
struct HeaderCandidate<'a> {
    header: HunkHeader,
    label: LineLabel<'a>,
    layout: HeaderLayout,
}

/// All hunk headers of an input, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct HunkHeaders {
    headers: Vec<HunkHeader>,
    languages: Option<Languages>,
}

impl HunkHeaders {
    /// Finds the headers: lines whose words MediaWiki has in some language. Without any, takes the lines of an unknown
    /// template if it recurs or its halves stand in two columns.
    pub(crate) fn find(lines: &[&str]) -> Self {
        let known = Self::find_matching(lines, |label| line_number::language(label).is_some());
        if !known.headers.is_empty() {
            return known;
        }
        let any = Self::find_matching(lines, |_| true);
        let recurs =
            any.headers.len() > 1 || any.headers.iter().any(|header| lines[header.at].contains('\t'));
        if recurs { any } else { Self::default() }
    }

    /// Finds the headers whose first label passes a test.
    fn find_matching(lines: &[&str], is_fitting: impl Fn(&LineLabel<'_>) -> bool) -> Self {
        let mut found = Self::default();
        let borders = CellBorders::detect(lines);
        let mut first: Option<HeaderCandidate<'_>> = None;
        let mut rows_seen = false;
        let mut at = 0;
        while at < lines.len() {
            let candidate =
                candidate_at(lines, at).filter(|candidate| borders.allows(lines, &candidate.header));
            let Some(candidate) = candidate else {
                rows_seen |= first.is_none() && is_repeated(lines, at);
                // A menu above may name a link twice.
                rows_seen &=
                    at >= MAX_HEADING_LINES || messages::parse_revision_label(lines[at].trim()).is_none();
                at += 1;
                continue;
            };
            let is_header = match &first {
                Some(first) => found.continues(first, &candidate, lines),
                None => !rows_seen && is_fitting(&candidate.label),
            };
            if !is_header {
                at += 1;
                continue;
            }
            found.languages = found.languages.or_else(|| line_number::languages(&candidate.label));
            found.headers.push(candidate.header);
            at += candidate.header.line_count;
            first.get_or_insert(candidate);
        }
        found
    }

    /// True if a candidate can be the next header after the headers found so far.
    fn continues(&self, first: &HeaderCandidate<'_>, next: &HeaderCandidate<'_>, lines: &[&str]) -> bool {
        let has_room = self.headers.last().is_none_or(|before| {
            next.header.at - (before.at + before.line_count) >= next.layout.min_hunk_lines()
        });
        first.layout == next.layout
            && line_number::is_same_template(&first.label, &next.label)
            && (has_room && is_in_context(lines, &next.header) || self.counts_up_to(next, lines))
    }

    /// True if the numbers of a candidate confirm it where the text has lost the blank rows of the context: MediaWiki's own
    /// words, and numbers that the lines since the header before can reach. Two equal labels can be a context row, so they
    /// need a context row beside them.
    fn counts_up_to(&self, next: &HeaderCandidate<'_>, lines: &[&str]) -> bool {
        let Some(before) = self.headers.last() else { return false };
        let (from, to) = (before.numbers, next.header.numbers);
        let between = &lines[before.at + before.line_count..next.header.at];
        let has_blank = between.iter().any(|line| line.trim().is_empty());
        let texts = between.len();
        let counted = to.old.checked_sub(from.old).zip(to.new.checked_sub(from.new));
        // Each line of text is a line of one page or, in a context row, stands for a line of each.
        let is_reached = counted
            .is_some_and(|(old, new)| old > 0 && new > 0 && texts as u64 <= u64::from(old) + u64::from(new));
        texts > 0
            && !has_blank
            && is_reached
            && line_number::language(&next.label).is_some()
            && (to.old != to.new
                || texts >= next.layout.min_hunk_lines() && is_beside_context(lines, &next.header))
    }

    /// The headers in order.
    pub(crate) fn all(&self) -> &[HunkHeader] {
        &self.headers
    }

    /// The header whose first line is at an index.
    pub(crate) fn at(&self, at: usize) -> Option<&HunkHeader> {
        let index = self.headers.binary_search_by_key(&at, |header| header.at).ok()?;
        self.headers.get(index)
    }

    /// The languages of the headers' words, if MediaWiki has them.
    pub(crate) const fn languages(&self) -> Option<Languages> {
        self.languages
    }
}

/// The header that may begin at a line.
fn candidate_at<'a>(lines: &[&'a str], at: usize) -> Option<HeaderCandidate<'a>> {
    let line = lines[at];
    if !line_number::may_be_header(line) {
        return None;
    }
    if let Some(pair) = line_number::parse_pair(line) {
        let layout = if line.contains('\t') { HeaderLayout::Tab } else { HeaderLayout::Space };
        let numbers = Sides::new(pair.old.number, pair.new.number);
        let header = HunkHeader { at, line_count: 1, numbers };
        let is_candidate = !is_repeated(lines, at) && !is_indented(line);
        return is_candidate.then_some(HeaderCandidate { header, label: pair.old, layout });
    }
    let old = line_number::parse_label(line)?;
    let below = lines.get(at + 1)?;
    let new = line_number::parse_label(below.strip_prefix('\t').unwrap_or(below))?;
    let header = HunkHeader { at, line_count: 2, numbers: Sides::new(old.number, new.number) };
    let is_candidate = line_number::is_same_template(&old, &new) && line_number::language(&old).is_some();
    is_candidate.then_some(HeaderCandidate { header, label: old, layout: HeaderLayout::Below })
}

/// True if a border precedes the text, as in a context row of older wikis, which repeats its text:
/// ` ⇥built in 1902⇥ ⇥built in 1902`.
fn is_indented(line: &str) -> bool {
    line.trim_start_matches(is_blank).starts_with('\t')
}

/// Cell borders in a paste: Firefox copies a border between two cells as tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CellBorders {
    /// No borders: another browser.
    None,
    /// The desktop table: two tabs between the cells of a row.
    Desktop,
    /// The mobile table: a lone tab before every cell.
    Mobile,
}

impl CellBorders {
    fn detect(lines: &[&str]) -> Self {
        if lines.contains(&"\t\t") {
            Self::Desktop
        } else if lines.windows(2).any(|pair| pair == ["\t", "\t"]) {
            Self::Mobile
        } else {
            Self::None
        }
    }

    /// True if a border separates the halves of a candidate wherever the paste has borders. The mobile table has its
    /// borders on lines of their own.
    fn allows(self, lines: &[&str], header: &HunkHeader) -> bool {
        let mut own_lines = lines[header.at..header.at + header.line_count].iter();
        match self {
            Self::None => true,
            Self::Desktop => own_lines.any(|line| line.contains('\t')),
            Self::Mobile => header.line_count == 2 && own_lines.any(|line| line.contains('\t')),
        }
    }
}

/// True if the lines on both sides of a header can be the context that ends and begins a hunk: two rows of equal
/// cells, or any lines where tabs border the cells.
fn is_in_context(lines: &[&str], header: &HunkHeader) -> bool {
    let (before, after) = (&lines[..header.at], &lines[header.at + header.line_count..]);
    is_hunk_edge(before.iter().rev()) && is_hunk_edge(after.iter())
}

/// True if a context row of text is right above a header or right below.
fn is_beside_context(lines: &[&str], header: &HunkHeader) -> bool {
    let is_row = |at: usize| {
        let pair = lines.get(at).zip(lines.get(at + 1));
        pair.is_some_and(|(old, new)| !old.trim().is_empty() && is_same_text(old, new))
    };
    header.at.checked_sub(2).is_some_and(is_row) || is_row(header.at + header.line_count)
}

/// True if the lines, read away from a header, can be a hunk's outermost context.
fn is_hunk_edge<'l>(lines: impl Iterator<Item = &'l &'l str>) -> bool {
    let near: Vec<&str> = lines.take(4).copied().collect();
    let has_borders = near.iter().take(3).any(|line| line.contains('\t'));
    let [a, b, c, d] = near[..] else { return true };
    let is_glued = |line: &str| line.trim().is_empty() || find_doubling_space(line).is_some();
    has_borders || is_same_text(a, b) && is_same_text(c, d) || is_glued(a) && is_glued(b)
}

/// True if the line before or after is equal, as in a context row. Blank lines do not count.
fn is_repeated(lines: &[&str], at: usize) -> bool {
    let line = lines[at];
    let is_equal = |other: Option<&&str>| other.is_some_and(|other| is_same_text(line, other));
    line.contains(|character: char| !character.is_whitespace())
        && (is_equal(lines.get(at + 1)) || at > 0 && is_equal(lines.get(at - 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: &[(usize, u32, u32)]) {
        let lines: Vec<_> = text.split('\n').collect();
        let headers = HunkHeaders::find(&lines);
        let found: Vec<_> = headers.all().iter().map(|h| (h.at, h.numbers.old, h.numbers.new)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn header_stands_above_the_first_row() {
        case("a\na\nLine 3:\nLine 3:\nb\nb", &[]);
        // A menu above names a link twice.
        let label = "Latest revision as of 10:00, 3 May 2024 (edit)";
        case(&format!("简体\n简体\n{label}\nLine 3:\nLine 3:\nb\nb"), &[(3, 3, 3)]);
    }

    #[test]
    fn finds_headers_on_one_line_or_two() {
        case("Line 3:\tLine 3:\na\na", &[(0, 3, 3)]);
        case("Line 3: Line 3:\na\na\nLine 9: Line 10:", &[(0, 3, 3), (3, 9, 10)]);
        case("Title\nLine 3:\nLine 3:\na\na\nb\nb\nLine 9:\nLine 10:", &[(1, 3, 3), (7, 9, 10)]);
        case("Line 3:\n\tLine 3:\na\na", &[(0, 3, 3)]);
    }

    #[test]
    fn rejects_wikitext_that_looks_like_a_header() {
        case("a\na\nLine 20:\nLine 20:\nb\nc", &[]);
        case("Line 1: Line 1:\na\na\nLine 5:\tLine 5:\nLine 20:\nLine 20:", &[(0, 1, 1)]);
        case("Line 1:\tLine 1:\nLine 5: Line 5:\nLine 5: Line 5:", &[(0, 1, 1)]);
    }

    #[test]
    fn prefers_known_words() {
        case("Chapter 1: Chapter 1:\na\nb\nLine 3: Line 3:\nc\nc", &[(3, 3, 3)]);
        case("Chapter 1: Chapter 1:\na\na\nb\nb\nChapter 9: Chapter 9:", &[(0, 1, 1), (5, 9, 9)]);
    }

    #[test]
    fn unknown_words_must_recur_or_stand_in_columns() {
        case("Chapter 1: Chapter 1:\na\na", &[]);
        case("Chapter 1:\tChapter 1:\na\na", &[(0, 1, 1)]);
        case("Chapter 1:\nChapter 1:\na\na", &[]);
    }

    #[test]
    fn context_row_on_one_line_is_not_a_header() {
        case(" \tbuilt in 1902\t \tbuilt in 1902", &[]);
        case("Line 3:\tLine 3:\n \tbuilt in 1902\t \tbuilt in 1902", &[(0, 3, 3)]);
    }

    #[test]
    fn bordered_cells_need_bordered_headers() {
        case("Line 1: Line 1:\n\t\na\n\t\t\na", &[]);
        case("Line 1: \tLine 1:\n\t\na\n\t\t\na", &[(0, 1, 1)]);
        case("\t\na\n\t\n\t\na\n\t\nLine 5: Line 5:\n\t\n\t\nLine 5: Line 6:", &[]);
        case("Line 3:\n\tLine 3:\n\t\na\n\t\n\t\na", &[(0, 3, 3)]);
    }

    #[test]
    fn numbers_confirm_a_header_without_its_blank_context() {
        case("Line 3:\nLine 3:\na\na\nb\nLine 9:\nLine 8:\nc", &[(0, 3, 3), (5, 9, 8)]);
        case("Line 3: Line 3:\na\nb\nc\nLine 9: Line 9:\nd\nd", &[(0, 3, 3), (4, 9, 9)]);
        // The lines between are too many, the numbers fall, or a blank row was copied.
        case("Line 3:\nLine 3:\na\nb\nc\nLine 4:\nLine 4:\nd", &[(0, 3, 3)]);
        case("Line 3:\nLine 3:\na\nb\nc\nLine 2:\nLine 1:\nd", &[(0, 3, 3)]);
        case("Line 3: Line 3:\n\n\na\nLine 7: Line 8:\nb", &[(0, 3, 3)]);
    }

    #[test]
    fn header_right_below_a_header_is_context() {
        case("Line 3:\nLine 3:\na\na\nLine 20:\nLine 20:\nb\nb\nc\nc", &[(0, 3, 3)]);
        case("Line 3:\nLine 3:\na\na\nb\nb\nLine 20:\nLine 19:\nc\nc", &[(0, 3, 3), (6, 20, 19)]);
    }
}
