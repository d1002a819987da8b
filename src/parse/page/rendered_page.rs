//! The rendered page below a diff that was copied as a whole: evidence for the text of the new revision.
//!
//! MediaWiki shows the new revision below the diff (`DifferenceEngine::renderNewRevision`). A line whose words are on
//! that page is most likely new, a line whose words are missing is most likely old. Templates, references and tables
//! render to something else, so only plain stretches of wikitext are searched for, letters and digits alone. Context
//! lines are in both revisions, so they bound the stretch of the page in which the lines between them must be.
//!
//! ```text
//! paste                    rendered page
//! first line    (twice) ─▶ first line
//! a moved line             a moved line         in this stretch: the copy of the line here is new
//! second line   (twice) ─▶ second line
//! a moved line                                  not in this stretch: the copy of the line here is old
//! ```

use std::ops::Range;

use memchr::memmem;

use crate::parse::sheet::{Cell, Rendered, Section};

/// Minimum length of a stretch, in letters and digits. A shorter stretch is on any page by chance, so only its absence
/// is evidence.
const MIN_LETTERS: usize = 6;

/// Maximum number of bytes searched for all lines together. Real pages take a hundredth. Lines beyond the limit get no
/// evidence.
const MAX_SEARCHED: usize = 1 << 28;

/// Typical number of letters of a line, to estimate the work beforehand.
const TYPICAL_LINE_LEN: usize = 100;

/// Maximum length of the name of a character reference ("&thinsp;").
const MAX_ENTITY_LEN: usize = 10;

/// Searches the rendered page for the words of each cell, within the part between its neighbours, and records the result.
pub(crate) fn mark_rendered(sections: &mut [Section<'_>], rendered_lines: &[&str]) {
    let page = letters(&rendered_lines.concat());
    let mut cells: Vec<&mut Cell<'_>> = sections.iter_mut().flat_map(|section| &mut section.cells).collect();
    let lines = collect_plain_lines(&cells);
    let mut budget = SearchBudget(MAX_SEARCHED);
    let anchors = find_ordered_run(&find_anchors(&lines, &page, &mut budget));
    let page_end = Anchor { line: lines.len(), range: page.len()..page.len() };
    let (mut line_start, mut page_start) = (0, 0);
    for anchor in anchors.iter().chain([&page_end]) {
        let between = &lines[line_start..anchor.line];
        let page_len = anchor.range.start - page_start;
        if !budget.spend(between.len() * (between.len() * TYPICAL_LINE_LEN + page_len)) {
            return;
        }
        let stretch =
            PageStretch { page: &page[page_start..anchor.range.start], paste: &joined_stretches(between) };
        for line in between {
            cells[line.cell].rendered = stretch.search(line);
        }
        (line_start, page_start) = (anchor.line + 1, anchor.range.end);
    }
}

/// Bytes that may still be searched.
struct SearchBudget(usize);

impl SearchBudget {
    fn spend(&mut self, bytes: usize) -> bool {
        let left = self.0.checked_sub(bytes);
        self.0 = left.unwrap_or(0);
        left.is_some()
    }
}

/// A line of the paste: a cell, or two equal cells that are most likely context.
struct PlainLine {
    /// Index of the first cell.
    cell: usize,
    is_doubled: bool,
    stretches: Vec<String>,
}

impl PlainLine {
    /// The longest stretch, if it is long enough to be evidence.
    fn longest_stretch(&self) -> Option<&String> {
        self.stretches.iter().max_by_key(|stretch| stretch.len()).filter(|stretch| is_long(stretch))
    }
}

fn collect_plain_lines(cells: &[&mut Cell<'_>]) -> Vec<PlainLine> {
    let mut lines = Vec::new();
    let mut at = 0;
    while let Some(cell) = cells.get(at) {
        let is_unclaimed = cell.claim.is_open();
        let is_doubled = is_unclaimed && cells.get(at + 1).is_some_and(|next| next.text == cell.text);
        let stretches = if is_unclaimed { plain_stretches(&cell.text) } else { Vec::new() };
        lines.push(PlainLine { cell: at, is_doubled, stretches });
        at += if is_doubled { 2 } else { 1 };
    }
    lines
}

/// A context line that is on the page exactly once: its index, and the range of its words on the page.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Anchor {
    line: usize,
    range: Range<usize>,
}

fn find_anchors(lines: &[PlainLine], page: &str, budget: &mut SearchBudget) -> Vec<Anchor> {
    let mut anchors = Vec::new();
    for (index, line) in lines.iter().enumerate().filter(|(_, line)| line.is_doubled) {
        let Some(stretch) = line.longest_stretch() else { continue };
        if !budget.spend(page.len()) {
            break;
        }
        let mut places = memmem::find_iter(page.as_bytes(), stretch.as_bytes());
        if let (Some(at), None) = (places.next(), places.next()) {
            anchors.push(Anchor { line: index, range: at..at + stretch.len() });
        }
    }
    anchors
}

/// Keeps the most anchors whose order on the page is their order in the paste. The others match by chance.
fn find_ordered_run(anchors: &[Anchor]) -> Vec<Anchor> {
    // The longest increasing subsequence by patience: `ends[n]` is the last anchor of the best run of n + 1.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(anchors.len());
    for (index, anchor) in anchors.iter().enumerate() {
        let length = ends.partition_point(|&end| anchors[end].range.end <= anchor.range.start);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        match ends.get_mut(length) {
            Some(end) => *end = index,
            None => ends.push(index),
        }
    }
    let mut run: Vec<Anchor> = std::iter::successors(ends.last().copied(), |&last| before[last])
        .map(|at| anchors[at].clone())
        .collect();
    run.reverse();
    run
}

/// Joins the stretches of some lines, one on each line.
fn joined_stretches(lines: &[PlainLine]) -> String {
    lines.iter().flat_map(|line| &line.stretches).flat_map(|stretch| [stretch.as_str(), "\n"]).collect()
}

/// The text between two anchors, in letters: on the page, and in the paste.
struct PageStretch<'p> {
    page: &'p str,
    paste: &'p str,
}

impl PageStretch<'_> {
    /// Searches the page for the words of a line. If the paste has them more often than the page, some of its lines
    /// are old, and the page does not show which.
    fn search(&self, line: &PlainLine) -> Rendered {
        let count =
            |text: &str, stretch: &str| memmem::find_iter(text.as_bytes(), stretch.as_bytes()).count();
        let (mut found, mut missing) = (0, 0);
        for stretch in &line.stretches {
            match count(self.page, stretch) {
                0 => missing += 1,
                _ if !is_long(stretch) => {}
                places if places < count(self.paste, stretch) => return Rendered::Unknown,
                _ => found += 1,
            }
        }
        match (found, missing) {
            (0, 0) => Rendered::Unknown,
            (0, _) => Rendered::Missing,
            (_, 0) => Rendered::Whole,
            _ => Rendered::Partly,
        }
    }
}

fn is_long(stretch: &str) -> bool {
    stretch.chars().nth(MIN_LETTERS - 1).is_some()
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Opening and closing of wikitext that renders to something else, or to nothing.
const HIDDEN: [(&str, &str); 5] =
    [("{{", "}}"), ("<!--", "-->"), ("<ref", "</ref>"), ("[[Category:", "]]"), ("&", ";")];

/// Starts of lines that belong to a table, a template or a redirect: their rendering is unknown.
const UNRENDERED_STARTS: [&str; 5] = ["|", "!", "{|", "{{", "#REDIRECT"];

/// Extracts the plain stretches of a line of wikitext, in letters and digits.
fn plain_stretches(line: &str) -> Vec<String> {
    let line = line.trim();
    if UNRENDERED_STARTS.iter().any(|start| line.starts_with(start)) {
        return Vec::new();
    }
    let mut found = vec![String::new()];
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        if let Some(after) = skip_hidden(rest) {
            found.push(String::new());
            rest = after;
        } else if let Some(after) = skip_markup(rest) {
            rest = after;
        } else {
            match first {
                '|' | '{' | '}' => found.push(String::new()),
                _ if first.is_alphanumeric() => {
                    found.last_mut().into_iter().for_each(|last| last.push(first));
                }
                _ => {}
            }
            rest = &rest[first.len_utf8()..];
        }
    }
    found.retain(|stretch| !stretch.is_empty());
    found
}

/// Skips wikitext at the start of the text that does not render as written.
fn skip_hidden(text: &str) -> Option<&str> {
    let (opening, closing) = HIDDEN.into_iter().find(|(opening, _)| text.starts_with(opening))?;
    let close = text.find(closing);
    match opening {
        // A lone ampersand is an ampersand.
        "&" => close.filter(|&at| at <= MAX_ENTITY_LEN).map(|at| &text[at + closing.len()..]),
        _ => Some(close.map_or("", |at| &text[at + closing.len()..])),
    }
}

/// Skips markup between words at the start of the text: a tag, the target of a link, an address.
fn skip_markup(text: &str) -> Option<&str> {
    if let Some(link) = text.strip_prefix("[[") {
        let close = link.find("]]")?;
        let target = link[..close].find('|')?;
        return Some(&link[target + 1..]);
    }
    if text.starts_with("[http") {
        return text.find(' ').map(|space| &text[space..]);
    }
    let is_tag =
        text.starts_with('<') && text[1..].starts_with(|c: char| c == '/' || c.is_ascii_alphabetic());
    is_tag.then(|| text.find('>').map(|close| &text[close + 1..])).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(line: &str, expected: &[&str]) {
        assert_eq!(plain_stretches(line), expected, "{line:?}");
    }

    #[test]
    fn drops_markup_between_words() {
        case("The '''arch''' is [[stone|granite]].", &["Thearchisgranite"]);
        case("* See [https://example.org the survey], <small>1907</small>", &["Seethesurvey1907"]);
        case("== Traffic ==", &["Traffic"]);
        case("[[Walkers]] and riders", &["Walkersandriders"]);
    }

    #[test]
    fn hidden_wikitext_cuts_a_line() {
        case("Opened in 1911.<ref>Survey</ref> Closed in 2004.", &["Openedin1911", "Closedin2004"]);
        case("The span is {{convert|54|m}} between the piers", &["Thespanis", "betweenthepiers"]);
        case("Ten&nbsp;arches <!-- ? --> of slate", &["Ten", "arches", "ofslate"]);
        case("[[Category:Bridges]]", &[]);
        case("an unclosed {{template", &["anunclosed"]);
    }

    #[test]
    fn tables_and_templates_have_no_stretches() {
        case("| length = 54 metres", &[]);
        case("! Heading of a column", &[]);
        case("{{Infobox bridge", &[]);
    }

    /// Checks which lines of a paste of single cells are on the page: `?` unknown, `+` whole, `~` partly, `-` missing.
    #[track_caller]
    fn page(paste: &[&str], article: &str, expected: &str) {
        let cell = |text: &&str| Cell::new((*text).to_owned(), 1);
        let mut sections = [Section { cells: paste.iter().map(cell).collect(), ..Section::default() }];
        mark_rendered(&mut sections, &[article]);
        let sign = |cell: &Cell<'_>| match cell.rendered {
            Rendered::Unknown => '?',
            Rendered::Whole => '+',
            Rendered::Partly => '~',
            Rendered::Missing => '-',
        };
        assert_eq!(sections[0].cells.iter().map(sign).collect::<String>(), expected, "{paste:?}");
    }

    #[test]
    fn finds_lines_whole_partly_or_not() {
        let article = "The arch is granite. Opened in 1911.[1]";
        page(&["The arch is ''granite''"], article, "+");
        page(&["Opened in 1911{{efn|}} by a minister"], article, "~");
        page(&["The arch is of slate"], article, "-");
        page(&["| a = b"], article, "?");
    }

    #[test]
    fn short_line_counts_only_if_missing() {
        page(&["Oslo.", "Rome."], "The road to Oslo", "?-");
    }

    #[test]
    fn context_bounds_the_search() {
        let moved =
            ["first line", "first line", "a moved line", "second line", "second line", "a moved line"];
        page(&moved, "first line a moved line second line", "??+??-");
        page(&moved, "first line second line a moved line", "??-??+");
    }

    #[test]
    fn line_more_frequent_in_the_paste_is_unknown() {
        page(&["The arch stands.", "The arch stands. It is old."], "The arch stands. It is old.", "?+");
    }
}
