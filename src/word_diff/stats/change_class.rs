//! A summary of a diff: the elements of wikitext that were added and removed, the numbers and dates that were replaced,
//! and the class of change if all changes are of one small class.
//!
//! ```text
//! ~ born in [-1984-]{+1948+}         1 number changed
//! ~ see [[+[[+]]V8[+]]+]        1 link added · only markup
//! ```

use std::collections::BTreeMap;
use std::iter::{once, repeat};
use std::ops::Range;

use foldhash::{HashMap, HashMapExt};
use memchr::{memchr, memrchr};

pub(crate) use super::elements::WikiElement;
use super::elements::{elements_within, may_hold_elements, parts_with_changes};
use super::marked_tokens::marked_tokens;
use crate::model::{Change, Diff, Marked, Row, Side, Sides};
use crate::word_diff::similarity::common_ends::common_prefix;
use crate::word_diff::tokens::date::{MAX_DATE_LEN, find_dates};
use crate::word_diff::tokens::{TokenKind, coarse_tokens};

/// A summary of the changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ChangeSummary {
    /// The elements that only one side has, counted by kind. Kinds without any are left out.
    pub elements: Vec<(WikiElement, Sides<usize>)>,
    /// Numbers that were replaced by another number.
    pub numbers: usize,
    /// Dates that were replaced by another date; their numbers are not counted.
    pub dates: usize,
    /// The class of all changes, if they are of one small class.
    pub class: Option<ChangeClass>,
}

/// A small class of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ChangeClass {
    /// White space, also blank lines and line breaks.
    WhiteSpace,
    /// Invisible characters and white space.
    Invisible,
    /// Capital letters and small letters.
    Case,
    /// Punctuation and white space.
    Punctuation,
    /// Signs of wikitext: brackets, quotes of bold and italics.
    Markup,
}

/// Summarizes the changed rows of a diff.
#[must_use]
pub(crate) fn summarize(diff: &Diff<'_, Marked<'_>>) -> ChangeSummary {
    let (numbers, dates) = count_replaced(diff);
    ChangeSummary { elements: count_elements(diff), numbers, dates, class: find_class(diff) }
}

/// Counts the elements that only one side has. An element with the same name on both sides, anywhere, counts as moved and
/// not as added or removed.
fn count_elements(diff: &Diff<'_, Marked<'_>>) -> Vec<(WikiElement, Sides<usize>)> {
    // New minus old, for each element and name.
    let mut balances: HashMap<(WikiElement, &str), isize> = HashMap::new();
    for row in diff.hunks.iter().flat_map(|hunk| &hunk.rows).filter(|row| !row.is_context()) {
        let lines = row.change.lines().map(|line| line.map_or("", Marked::text));
        if !may_hold_elements(lines.old) && !may_hold_elements(lines.new) {
            continue;
        }
        let parts = parts_with_changes(lines);
        for (line, part, step) in [(lines.old, parts.old, -1), (lines.new, parts.new, 1)] {
            for element in elements_within(line, part) {
                *balances.entry(element).or_default() += step;
            }
        }
    }

    let mut counts: BTreeMap<WikiElement, Sides<usize>> = BTreeMap::new();
    for ((element, _), balance) in balances.into_iter().filter(|(_, balance)| *balance != 0) {
        let side = if balance < 0 { Side::Old } else { Side::New };
        *counts.entry(element).or_default().get_mut(side) += balance.unsigned_abs();
    }
    counts.into_iter().collect()
}

/// Counts the numbers and the dates that were replaced in changed rows.
fn count_replaced(diff: &Diff<'_, Marked<'_>>) -> (usize, usize) {
    let (mut numbers, mut dates) = (0, 0);
    for row in diff.hunks.iter().flat_map(|hunk| &hunk.rows).filter(|row| !row.is_ignored) {
        let counts = match (&row.change, row.line_split()) {
            (Change::Changed(lines), None) => count_replaced_in_lines(lines.as_ref()),
            (Change::Changed(lines), Some(split)) => {
                count_replaced_in_lines(split.first_parts(lines.as_ref()).as_ref())
            }
            _ => row.compared_part().map_or((0, 0), count_replaced_in_lines),
        };
        numbers += counts.0;
        dates += counts.1;
    }
    (numbers, dates)
}

fn count_replaced_in_lines(lines: Sides<&Marked<'_>>) -> (usize, usize) {
    // In most rows one side marks no digit, which is a cheaper test than a search for numbers.
    if !may_mark_number(lines.old) || !may_mark_number(lines.new) {
        return (0, 0);
    }
    let numbers = lines.map(marked_numbers);
    if numbers.old.is_empty() || numbers.new.is_empty() {
        return (0, 0);
    }
    let dates = lines.map(marked_dates);
    let replaced_dates = count_replacements(dates.as_ref());
    // Where no date was replaced by a date, its numbers count.
    let dates = if replaced_dates > 0 { dates } else { Sides::default() };
    let numbers = Sides {
        old: remove_overlapping(numbers.old, &dates.old),
        new: remove_overlapping(numbers.new, &dates.new),
    };
    (count_replacements(numbers.as_ref()), replaced_dates)
}

/// A part of a line with its range.
type PlacedText<'l> = (Range<usize>, &'l str);

/// Returns true if a part of a number may be marked: a digit, a separator, or any character outside ASCII.
fn may_mark_number(line: &Marked<'_>) -> bool {
    let is_part = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b',') || !byte.is_ascii();
    line.spans().filter(|span| span.changed).any(|span| span.text.bytes().any(is_part))
}

fn marked_numbers<'l>(line: &'l Marked<'_>) -> Vec<PlacedText<'l>> {
    let numbers = marked_tokens(line).filter(|(_, token)| token.kind == TokenKind::Number);
    let numbers = numbers.filter(|(range, _)| marks_more_than_blanks(line, range));
    numbers.map(|(range, token)| (range, token.text)).collect()
}

/// Returns true if the marks in a range of bytes cover more than white space.
fn marks_more_than_blanks(line: &Marked<'_>, range: &Range<usize>) -> bool {
    line.changed().iter().any(|mark| {
        let inside = range.start.max(mark.start as usize)..range.end.min(mark.end as usize);
        line.text()
            .get(inside)
            .is_some_and(|text| text.contains(|character: char| !character.is_whitespace()))
    })
}

fn marked_dates<'l>(line: &'l Marked<'_>) -> Vec<PlacedText<'l>> {
    let marks = line.changed().iter().map(|range| range.start as usize..range.end as usize);
    let mut dates: Vec<PlacedText<'l>> = Vec::new();
    for mark in marks {
        let last_end = dates.last().map_or(0, |(date, _)| date.end);
        let part = mark.start.saturating_sub(MAX_DATE_LEN).max(last_end)..mark.end;
        dates.extend(find_dates(line.text(), part).filter(|(date, _)| mark.start < date.end));
    }
    dates
}

/// Removes the texts that overlap one of the others. Both are in order.
fn remove_overlapping<'l>(mut texts: Vec<PlacedText<'l>>, others: &[PlacedText<'l>]) -> Vec<PlacedText<'l>> {
    let mut others = others.iter().peekable();
    texts.retain(|(range, _)| {
        while others.next_if(|(other, _)| other.end <= range.start).is_some() {}
        others.peek().is_none_or(|(other, _)| range.end <= other.start)
    });
    texts
}

/// Counts the texts that only one side has, as far as the other side has another text for each.
fn count_replacements(texts: Sides<&Vec<PlacedText<'_>>>) -> usize {
    let Sides { old, new } = texts.map(|texts| {
        let mut texts: Vec<_> = texts.iter().map(|(_, text)| *text).collect();
        texts.sort_unstable();
        texts
    });
    let mut others = new.iter().peekable();
    let mut common = 0;
    for text in &old {
        while others.next_if(|other| *other < text).is_some() {}
        common += usize::from(others.next_if_eq(&text).is_some());
    }
    old.len().min(new.len()) - common
}

/// Finds the smallest class that explains all changes: without it, both sides of each run of changes are equal.
///
/// A run ends at context. Moved rows are of no class.
fn find_class(diff: &Diff<'_, Marked<'_>>) -> Option<ChangeClass> {
    let is_move = |row: &Row<_>| matches!(row.change, Change::MovedFrom(..) | Change::MovedTo(..));
    let runs = diff.hunks.iter().flat_map(|hunk| hunk.rows.split(Row::is_context));
    let runs: Vec<_> = runs.filter(|run| !run.is_empty()).collect();
    if runs.is_empty() || runs.iter().any(|run| run.iter().any(is_move)) {
        return None;
    }
    ChangeClass::ALL.into_iter().find(|class| runs.iter().all(|run| class.explains(run)))
}

impl ChangeClass {
    /// All classes. A class that contains another follows it: white space is also invisible.
    const ALL: [Self; 5] = [Self::WhiteSpace, Self::Invisible, Self::Case, Self::Punctuation, Self::Markup];

    /// Returns true if both sides of the rows are equal without the characters of this class.
    fn explains(self, rows: &[Row<Marked<'_>>]) -> bool {
        let (old, new) = (Side::Old, Side::New);
        let lines = |side| rows.iter().filter_map(move |row| row.change.line(side)).map(Marked::text);
        // The first lines are compared from the first difference on.
        let firsts = Sides::new(lines(old).next(), lines(new).next()).map(Option::unwrap_or_default);
        let skipped = match self {
            Self::WhiteSpace | Self::Invisible | Self::Case => common_characters_len(firsts),
            Self::Punctuation | Self::Markup => common_tokens_len(firsts),
        };
        let rests = |side| lines(side).zip(once(skipped).chain(repeat(0)));
        let solid =
            |side| rests(side).flat_map(|(line, from)| line[from..].chars()).filter(|c| !c.is_whitespace());
        let visible = |side| solid(side).filter(|c| !is_invisible(*c));
        let lower = |side| visible(side).flat_map(char::to_lowercase);
        let without = |side, kinds: &'static [TokenKind]| {
            let tokens = rests(side).flat_map(|(line, from)| coarse_tokens(line, from));
            tokens.filter(move |token| !kinds.contains(&token.kind)).flat_map(|token| token.text.chars())
        };
        match self {
            Self::WhiteSpace => solid(old).eq(solid(new)),
            Self::Invisible => visible(old).eq(visible(new)),
            Self::Case => lower(old).eq(lower(new)),
            Self::Punctuation => without(old, PUNCTUATION).eq(without(new, PUNCTUATION)),
            Self::Markup => without(old, MARKUP).eq(without(new, MARKUP)),
        }
    }
}

/// The length of the common beginning of two lines, in whole characters.
fn common_characters_len(lines: Sides<&str>) -> usize {
    let common = common_prefix(lines.old.as_bytes(), lines.new.as_bytes());
    (0..=common).rev().find(|at| lines.old.is_char_boundary(*at)).unwrap_or(0)
}

/// The length of the common beginning of two lines up to a blank before any tag: a token begins there, and signs have
/// their usual meaning, unlike in tags.
fn common_tokens_len(lines: Sides<&str>) -> usize {
    let Sides { old, new } = lines.map(str::as_bytes);
    let common = &old[..common_prefix(old, new)];
    let text = &common[..memchr(b'<', common).unwrap_or(common.len())];
    memrchr(b' ', text).map_or(0, |blank| blank + 1)
}

const PUNCTUATION: &[TokenKind] = &[TokenKind::Space, TokenKind::Punctuation, TokenKind::End];

const MARKUP: &[TokenKind] = &[
    TokenKind::Space,
    TokenKind::Opening,
    TokenKind::Closing,
    TokenKind::Separator,
    TokenKind::Equals,
    TokenKind::Markup,
];

/// Returns true for format characters that draw nothing. `text::sanitize` shows their names where they changed.
const fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Hunk, Shape};
    use crate::word_diff::compare;

    /// Summarizes rows of `old→new`; an empty side has no line.
    fn summarize_rows(rows: &[&str]) -> ChangeSummary {
        let line = |text: &str| Marked::unchanged(text.to_owned().into());
        let change = |row: &&str| match row.split_once('→') {
            Some(("", new)) => Change::Added(line(new)),
            Some((old, "")) => Change::Removed(line(old)),
            Some((old, new)) => {
                let changed = compare(old, new).changed;
                let marked = |text: &str, ranges| Marked::new(text.to_owned().into(), ranges);
                Change::Changed(Sides::new(marked(old, changed.old), marked(new, changed.new)))
            }
            None => Change::Context(Sides::new(line(row), line(row))),
        };
        let row = |row: &&str| Row::new(change(row), 1);
        summarize(&Diff::new(
            Shape::Marked,
            vec![Hunk { start: None, section: None, rows: rows.iter().map(row).collect() }],
        ))
    }

    #[test]
    fn counts_added_and_removed_elements() {
        #[track_caller]
        fn case(rows: &[&str], expected: &[(WikiElement, usize, usize)]) {
            let found = summarize_rows(rows).elements;
            let found: Vec<_> =
                found.iter().map(|(element, counts)| (*element, counts.old, counts.new)).collect();
            assert_eq!(found, expected);
        }
        case(&["[[a]]", "[[b]]→[[b|c]]"], &[]);
        case(&["[[a]] [[a]]→[[a]] [[b]] [[c]]"], &[(WikiElement::Link, 1, 2)]);
        case(&["→[[Category:X]] {{y}}", "[[Category:X]]→"], &[(WikiElement::Template, 0, 1)]);
        case(&["<ref>http://a.b</ref>→"], &[(WikiElement::Reference, 1, 0), (WikiElement::Address, 1, 0)]);
        case(&["== A ==→== B =="], &[(WikiElement::Heading, 1, 1)]);
    }

    #[test]
    fn counts_replaced_numbers() {
        assert_eq!(summarize_rows(&["born in 1984→born in 1948", "1→"]).numbers, 1);
        assert_eq!(summarize_rows(&["a 1→a 1 7", "7→"]).numbers, 0);
    }

    #[test]
    fn counts_replaced_dates_without_their_numbers() {
        #[track_caller]
        fn case(row: &str, numbers: usize, dates: usize) {
            let summary = summarize_rows(&[row]);
            assert_eq!((summary.numbers, summary.dates), (numbers, dates), "{row}");
        }
        case("on 3 May 2024 it had 7→on 5 May 2024 it had 9", 1, 1);
        case("2024-05-03→2025-06-04", 0, 1);
        case("3 May 2024, 4 May 2024→3 May 2024, 5 May 2024", 0, 1);
        case("3 May 2024→3 May 20245", 1, 0);
        case("3 May 2024 and 7→4 May 2024 and 7", 0, 1);
    }

    #[test]
    fn finds_the_class_of_change() {
        #[track_caller]
        fn case(rows: &[&str], expected: Option<ChangeClass>) {
            assert_eq!(summarize_rows(rows).class, expected, "{rows:?}");
        }
        case(&["a b→a  b"], Some(ChangeClass::WhiteSpace));
        case(&["one two→one", "→two"], Some(ChangeClass::WhiteSpace));
        case(&["ab→a\u{200b}b"], Some(ChangeClass::Invisible));
        case(&["Ab c→ab C"], Some(ChangeClass::Case));
        case(&["a, b.→a; b!"], Some(ChangeClass::Punctuation));
        case(&["a b→[[a]] '''b'''"], Some(ChangeClass::Markup));
        case(&["a b→[[a]], b"], None);
        case(&["a→b"], None);
        case(&["a"], None);
        case(&["→a", "b", "a→"], None);
        case(&["a  b→a b", "c", "D→d"], Some(ChangeClass::Case));
    }
}
