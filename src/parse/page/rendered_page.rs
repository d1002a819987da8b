//! The rendered page below a diff that was copied whole: a witness of the new revision's text.
//!
//! MediaWiki shows the new revision under the diff (`DifferenceEngine::renderNewRevision`). A line whose words stand
//! there is most likely new, one whose words do not is most likely old. Templates, references and tables render to
//! something else, so only plain stretches of wikitext are looked for, letters and digits alone. Lines of context are
//! in both revisions, so they tell where on the page the lines between them would have to stand.

use std::ops::Range;

use memchr::memmem;

use crate::parse::sheet::{Cell, Rendered, RowClaim, Section};

/// A shorter stretch, in letters and digits, stands on any page by chance: it says something only if it is missing.
const MIN_LETTERS: usize = 6;

/// How many bytes are gone through for all lines together. Real pages take a hundredth; the lines beyond it are left
/// without a witness.
const MAX_SEARCHED: usize = 1 << 28;

/// Notes at each cell whether its words stand on the rendered page, where they would have to.
pub(crate) fn witness(sections: &mut [Section<'_>], article: &[&str]) {
    let page = letters(&article.concat());
    let mut cells: Vec<&mut Cell<'_>> = sections.iter_mut().flat_map(|section| &mut section.cells).collect();
    let lines = lines(&cells);
    let mut budget = Budget(MAX_SEARCHED);
    let anchors = in_order(&anchors(&lines, &page, &mut budget));
    let mut from = (0, 0);
    for anchor in anchors.iter().chain([&Anchor { line: lines.len(), at: page.len()..page.len() }]) {
        let between = &lines[from.0..anchor.line];
        if !budget.spend(between.len() * (between.len() * TYPICAL_LINE + anchor.at.start - from.1)) {
            return;
        }
        let stretch = Between { page: &page[from.1..anchor.at.start], paste: &paste(between) };
        for line in between {
            cells[line.cell].rendered = stretch.says(line);
        }
        from = (anchor.line + 1, anchor.at.end);
    }
}

/// About how many letters a line has, to weigh the work beforehand.
const TYPICAL_LINE: usize = 100;

/// How much may still be gone through.
struct Budget(usize);

impl Budget {
    fn spend(&mut self, bytes: usize) -> bool {
        let left = self.0.checked_sub(bytes);
        self.0 = left.unwrap_or(0);
        left.is_some()
    }
}

/// A line of the paste: a cell, or two equal ones that are most likely context.
struct Line {
    /// The index of the first cell.
    cell: usize,
    is_doubled: bool,
    stretches: Vec<String>,
}

fn lines(cells: &[&mut Cell<'_>]) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut at = 0;
    while let Some(cell) = cells.get(at) {
        let is_free = cell.claim == RowClaim::Unknown;
        let is_doubled = is_free && cells.get(at + 1).is_some_and(|next| next.text == cell.text);
        let stretches = if is_free { stretches(&cell.text) } else { Vec::new() };
        lines.push(Line { cell: at, is_doubled, stretches });
        at += if is_doubled { 2 } else { 1 };
    }
    lines
}

/// A line of context that stands on the page once: its index, and where its words are.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Anchor {
    line: usize,
    at: Range<usize>,
}

fn anchors(lines: &[Line], page: &str, budget: &mut Budget) -> Vec<Anchor> {
    let long = |line: &Line| {
        line.stretches.iter().max_by_key(|stretch| stretch.len()).filter(|stretch| is_long(stretch)).cloned()
    };
    let doubled = lines.iter().enumerate().filter(|(_, line)| line.is_doubled);
    let anchor = |(line, stretch): (usize, String)| {
        let mut places = memmem::find_iter(page.as_bytes(), stretch.as_bytes());
        let at = places.next().filter(|_| places.next().is_none())?;
        Some(Anchor { line, at: at..at + stretch.len() })
    };
    doubled
        .filter_map(|(at, line)| Some((at, long(line)?)))
        .take_while(|_| budget.spend(page.len()))
        .filter_map(anchor)
        .collect()
}

/// The most anchors that follow one another on the page as in the paste: the others were matched by chance.
fn in_order(anchors: &[Anchor]) -> Vec<Anchor> {
    // The longest increasing subsequence by patience: `ends[n]` is the anchor in which the best run of n + 1 ends.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(anchors.len());
    for (index, anchor) in anchors.iter().enumerate() {
        let length = ends.partition_point(|&end| anchors[end].at.end <= anchor.at.start);
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

/// The letters of some lines, each apart from the next.
fn paste(lines: &[Line]) -> String {
    lines.iter().flat_map(|line| &line.stretches).flat_map(|stretch| [stretch.as_str(), "\n"]).collect()
}

/// What stands between two anchors, in letters.
struct Between<'p> {
    page: &'p str,
    paste: &'p str,
}

impl Between<'_> {
    /// Whether the line's words are on the page. Where the paste has them more often than the page, some of its lines
    /// are old, and this does not tell which.
    fn says(&self, line: &Line) -> Rendered {
        let count =
            |text: &str, stretch: &str| memmem::find_iter(text.as_bytes(), stretch.as_bytes()).count();
        let (mut there, mut missing) = (0, 0);
        for stretch in &line.stretches {
            match count(self.page, stretch) {
                0 => missing += 1,
                _ if !is_long(stretch) => {}
                places if places < count(self.paste, stretch) => return Rendered::Unknown,
                _ => there += 1,
            }
        }
        match (there, missing) {
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

/// What opens and closes wikitext that renders to something else, or to nothing.
const HIDDEN: [(&str, &str); 5] =
    [("{{", "}}"), ("<!--", "-->"), ("<ref", "</ref>"), ("[[Category:", "]]"), ("&", ";")];

/// Lines that begin so are a part of a table, a template or a redirect: what renders of them cannot be told.
const UNTOLD: [&str; 5] = ["|", "!", "{|", "{{", "#REDIRECT"];

/// The plain stretches of a line of wikitext, in letters and digits.
fn stretches(line: &str) -> Vec<String> {
    let line = line.trim();
    if UNTOLD.iter().any(|opening| line.starts_with(opening)) {
        return Vec::new();
    }
    let mut found = vec![String::new()];
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        if let Some(after) = hidden(rest) {
            found.push(String::new());
            rest = after;
        } else if let Some(after) = markup(rest) {
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

/// What follows wikitext that does not render as it stands, where the text begins with such.
fn hidden(text: &str) -> Option<&str> {
    let (opening, closing) = HIDDEN.into_iter().find(|(opening, _)| text.starts_with(opening))?;
    let close = text.find(closing);
    match opening {
        // An ampersand alone is an ampersand.
        "&" => close.filter(|&at| at <= MAX_ENTITY_LEN).map(|at| &text[at + closing.len()..]),
        _ => Some(close.map_or("", |at| &text[at + closing.len()..])),
    }
}

/// The longest name of a character reference that is taken for one ("&thinsp;").
const MAX_ENTITY_LEN: usize = 10;

/// What follows markup between words, where the text begins with such: a tag, a link's target, an address.
fn markup(text: &str) -> Option<&str> {
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
        assert_eq!(stretches(line), expected, "{line:?}");
    }

    #[test]
    fn words_of_a_line_are_looked_for_without_its_markup() {
        case("The '''arch''' is [[stone|granite]].", &["Thearchisgranite"]);
        case("* See [https://example.org the survey], <small>1907</small>", &["Seethesurvey1907"]);
        case("== Traffic ==", &["Traffic"]);
        case("[[Walkers]] and riders", &["Walkersandriders"]);
    }

    #[test]
    fn what_renders_otherwise_cuts_a_line() {
        case("Opened in 1911.<ref>Survey</ref> Closed in 2004.", &["Openedin1911", "Closedin2004"]);
        case("The span is {{convert|54|m}} between the piers", &["Thespanis", "betweenthepiers"]);
        case("Ten&nbsp;arches <!-- ? --> of slate", &["Ten", "arches", "ofslate"]);
        case("[[Category:Bridges]]", &[]);
        case("an unclosed {{template", &["anunclosed"]);
    }

    #[test]
    fn of_tables_and_templates_nothing_is_known() {
        case("| length = 54 metres", &[]);
        case("! Heading of a column", &[]);
        case("{{Infobox bridge", &[]);
    }

    /// Which lines of a paste of single cells the page has: `?` unknown, `+` whole, `~` partly, `-` missing.
    #[track_caller]
    fn page(paste: &[&str], article: &str, expected: &str) {
        let cell = |text: &&str| Cell {
            text: (*text).to_owned().into(),
            line: 1,
            side: None,
            marker: None,
            claim: RowClaim::Unknown,
            rendered: Rendered::Unknown,
            is_ambiguous: false,
        };
        let mut sections = [Section { start: None, cells: paste.iter().map(cell).collect() }];
        witness(&mut sections, &[article]);
        let sign = |cell: &Cell<'_>| match cell.rendered {
            Rendered::Unknown => '?',
            Rendered::Whole => '+',
            Rendered::Partly => '~',
            Rendered::Missing => '-',
        };
        assert_eq!(sections[0].cells.iter().map(sign).collect::<String>(), expected, "{paste:?}");
    }

    #[test]
    fn a_line_is_there_partly_or_missing() {
        let article = "The arch is granite. Opened in 1911.[1]";
        page(&["The arch is ''granite''"], article, "+");
        page(&["Opened in 1911{{efn|}} by a minister"], article, "~");
        page(&["The arch is of slate"], article, "-");
        page(&["| a = b"], article, "?");
    }

    #[test]
    fn a_short_line_says_something_only_if_it_is_missing() {
        page(&["Oslo.", "Rome."], "The road to Oslo", "?-");
    }

    #[test]
    fn context_tells_where_on_the_page_a_line_would_stand() {
        let moved =
            ["first line", "first line", "a moved line", "second line", "second line", "a moved line"];
        page(&moved, "first line a moved line second line", "??+??-");
        page(&moved, "first line second line a moved line", "??-??+");
    }

    #[test]
    fn a_line_that_the_paste_has_more_often_than_the_page_is_untold() {
        page(&["The arch stands.", "The arch stands. It is old."], "The arch stands. It is old.", "?+");
    }
}
