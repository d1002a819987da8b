//! What came and went, in the terms of those who look after wikis, and whether it is only of one small kind.

use std::collections::BTreeMap;
use std::iter::{once, repeat};
use std::ops::Range;

use imara_diff::{Interner, Token};
use memchr::{memchr, memrchr};

pub use super::elements::WikiElement;
use super::elements::{elements_within, may_hold_elements, parts_with_changes};
use super::marked_tokens::marked_tokens;
use crate::model::{Change, Diff, Marked, Row, Side, Sides};
use crate::word_diff::similarity::common_ends::common_prefix;
use crate::word_diff::tokens::date::{MAX_DATE_LEN, dates};
use crate::word_diff::tokens::{TokenKind, coarse_tokens};

/// What came and went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangeSummary {
    /// How many elements of each kind only one side has; those of which neither side has one are left out.
    pub elements: Vec<(WikiElement, Sides<usize>)>,
    /// Numbers that have another number in their place.
    pub numbers: usize,
    /// Dates that have another date in their place; their numbers are not counted.
    pub dates: usize,
    /// What all of the changes are, if they are of one small kind.
    pub class: Option<ChangeClass>,
}

/// A small kind of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeClass {
    /// White space, blank lines and breaks of lines among it.
    WhiteSpace,
    /// Characters that cannot be seen, and white space.
    Invisible,
    /// Capital letters for small ones or the other way round.
    Case,
    /// Signs of the text.
    Punctuation,
    /// Signs of wikitext: brackets, quotes of bold and italics.
    Markup,
}

/// Sums up the rows that are no context.
#[must_use]
pub fn summarize(diff: &Diff<'_, Marked<'_>>) -> ChangeSummary {
    let Figures { numbers, dates } = figures(diff);
    ChangeSummary { elements: counted(diff), numbers, dates, class: class(diff) }
}

/// New minus old by kind and name: what stands on both sides, wherever, has neither come nor gone.
fn counted(diff: &Diff<'_, Marked<'_>>) -> Vec<(WikiElement, Sides<usize>)> {
    let mut names = Interner::new(0);
    let mut balances: Vec<isize> = Vec::new();
    for row in diff.hunks.iter().flat_map(|hunk| &hunk.rows).filter(|row| !row.change.is_context()) {
        let lines = row.change.lines().map(|line| line.map_or("", Marked::text));
        if !may_hold_elements(lines.old) && !may_hold_elements(lines.new) {
            continue;
        }
        let parts = parts_with_changes(lines);
        for (line, part, step) in [(lines.old, parts.old, -1), (lines.new, parts.new, 1)] {
            for element in elements_within(line, part) {
                let name = names.intern(element);
                balances.resize(names.num_tokens() as usize, 0);
                balances[name.0 as usize] += step;
            }
        }
    }
    let mut counted: BTreeMap<WikiElement, Sides<usize>> = BTreeMap::new();
    for (name, balance) in (0..).zip(balances).filter(|(_, balance)| *balance != 0) {
        let (element, _) = names[Token(name)];
        let side = if balance < 0 { Side::Old } else { Side::New };
        *counted.entry(element).or_default().get_mut(side) += balance.unsigned_abs();
    }
    counted.into_iter().collect()
}

/// Numbers and dates that have another one in their place.
#[derive(Clone, Copy, Debug, Default)]
struct Figures {
    numbers: usize,
    dates: usize,
}

/// The numbers and dates of changed lines that only one side has, as far as the other has one for each.
fn figures(diff: &Diff<'_, Marked<'_>>) -> Figures {
    let rows = diff.hunks.iter().flat_map(|hunk| &hunk.rows);
    let of_row = |row: &Row<Marked<'_>>| match (&row.change, row.line_split()) {
        (Change::Changed(lines), None) => figures_of_lines(lines.as_ref()),
        (Change::Changed(lines), Some(split)) => figures_of_lines(split.first_parts(lines.as_ref()).as_ref()),
        _ => row.compared_part().map(figures_of_lines).unwrap_or_default(),
    };
    rows.map(of_row).fold(Figures::default(), |sum, row| Figures {
        numbers: sum.numbers + row.numbers,
        dates: sum.dates + row.dates,
    })
}

fn figures_of_lines(lines: Sides<&Marked<'_>>) -> Figures {
    // In most rows one side marks no number, which is quicker to see than which numbers there are.
    if !marks_digit(lines.old) || !marks_digit(lines.new) {
        return Figures::default();
    }
    let numbers = lines.map(changed_numbers);
    if numbers.old.is_empty() || numbers.new.is_empty() {
        return Figures::default();
    }
    let found = lines.map(changed_dates);
    let dates = replaced(found.as_ref());
    // A date that took no other's place is a place where numbers stand.
    let found = if dates > 0 { found } else { Sides::default() };
    let apart = Sides { old: outside(numbers.old, &found.old), new: outside(numbers.new, &found.new) };
    Figures { numbers: replaced(apart.as_ref()), dates }
}

/// A stretch of a line and where it stands.
type Placed<'l> = (Range<usize>, &'l str);

/// Whether a part of a number may be marked: a digit, a separator inside, or something beyond ASCII.
fn marks_digit(line: &Marked<'_>) -> bool {
    let is_part = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b',') || !byte.is_ascii();
    line.spans().filter(|span| span.changed).any(|span| span.text.bytes().any(is_part))
}

fn changed_numbers<'l>(line: &'l Marked<'_>) -> Vec<Placed<'l>> {
    let numbers = marked_tokens(line).filter(|(_, token)| token.kind == TokenKind::Number);
    numbers.map(|(place, token)| (place, token.text)).collect()
}

/// The dates that a mark touches.
fn changed_dates<'l>(line: &'l Marked<'_>) -> Vec<Placed<'l>> {
    let places = |range: &Range<u32>| range.start as usize..range.end as usize;
    let mut found: Vec<Placed<'l>> = Vec::new();
    for mark in line.changed().iter().map(places) {
        let last = found.last().map_or(0, |(date, _)| date.end);
        let part = mark.start.saturating_sub(MAX_DATE_LEN).max(last)..mark.end;
        found.extend(dates(line.text(), part).filter(|(date, _)| mark.start < date.end));
    }
    found
}

/// Those that stand in no other stretch; both in order.
fn outside<'l>(stretches: Vec<Placed<'l>>, others: &[Placed<'l>]) -> Vec<Placed<'l>> {
    let mut others = others.iter().peekable();
    let is_outside = |(place, _): &Placed<'l>| {
        while others.next_if(|(other, _)| other.end <= place.start).is_some() {}
        others.peek().is_none_or(|(other, _)| place.end <= other.start)
    };
    stretches.into_iter().filter(is_outside).collect()
}

/// How many of them only one side has, as far as the other has one for each.
fn replaced(stretches: Sides<&Vec<Placed<'_>>>) -> usize {
    let Sides { old, new } = stretches.map(|stretches| {
        let mut texts: Vec<_> = stretches.iter().map(|(_, text)| *text).collect();
        texts.sort_unstable();
        texts
    });
    let mut others = new.iter().peekable();
    let is_common = |text: &&&str| {
        while others.next_if(|other| other < text).is_some() {}
        others.next_if(|other| other == text).is_some()
    };
    let common = old.iter().filter(is_common).count();
    old.len().min(new.len()) - common
}

/// The first small kind without which both sides of every run of changes are the same text.
///
/// A run ends at context: a line that comes back elsewhere was moved, and so it was where the rows say so.
fn class(diff: &Diff<'_, Marked<'_>>) -> Option<ChangeClass> {
    let is_move = |row: &Row<_>| matches!(row.change, Change::MovedFrom(..) | Change::MovedTo(..));
    let runs = diff.hunks.iter().flat_map(|hunk| hunk.rows.split(|row| row.change.is_context()));
    let runs: Vec<_> = runs.filter(|run| !run.is_empty()).collect();
    if runs.is_empty() || runs.iter().any(|run| run.iter().any(is_move)) {
        return None;
    }
    ChangeClass::ALL.into_iter().find(|class| runs.iter().all(|run| class.explains(run)))
}

impl ChangeClass {
    /// The smallest first: where only white space changed, only invisible characters did.
    const ALL: [Self; 5] = [Self::WhiteSpace, Self::Invisible, Self::Case, Self::Punctuation, Self::Markup];

    /// Whether both sides of the rows are the same text but for this kind.
    fn explains(self, rows: &[Row<Marked<'_>>]) -> bool {
        let (old, new) = (Side::Old, Side::New);
        let lines = |side| rows.iter().filter_map(move |row| row.change.line(side)).map(Marked::text);
        let firsts = Sides::new(lines(old).next(), lines(new).next()).map(Option::unwrap_or_default);
        let same = match self {
            Self::WhiteSpace | Self::Invisible | Self::Case => same_characters(firsts),
            Self::Punctuation | Self::Markup => same_tokens(firsts),
        };
        let rests = |side| lines(side).zip(once(same).chain(repeat(0)));
        let visible =
            |side| rests(side).flat_map(|(line, from)| line[from..].chars()).filter(|c| !c.is_whitespace());
        let seen = |side| visible(side).filter(|c| !is_invisible(*c));
        let lower = |side| seen(side).flat_map(char::to_lowercase);
        let without = |side, kinds: &'static [TokenKind]| {
            let tokens = rests(side).flat_map(|(line, from)| coarse_tokens(line, from));
            tokens.filter(move |token| !kinds.contains(&token.kind)).flat_map(|token| token.text.chars())
        };
        match self {
            Self::WhiteSpace => visible(old).eq(visible(new)),
            Self::Invisible => seen(old).eq(seen(new)),
            Self::Case => lower(old).eq(lower(new)),
            Self::Punctuation => without(old, PUNCTUATION).eq(without(new, PUNCTUATION)),
            Self::Markup => without(old, MARKUP).eq(without(new, MARKUP)),
        }
    }
}

/// How much both lines begin with alike, in whole characters.
fn same_characters(lines: Sides<&str>) -> usize {
    let same = common_prefix(lines.old.as_bytes(), lines.new.as_bytes());
    (0..=same).rev().find(|at| lines.old.is_char_boundary(*at)).unwrap_or(0)
}

/// How much both lines begin with alike, up to where tokens begin afresh: after a blank, and before any tag, since it is
/// in tags that signs have another meaning.
fn same_tokens(lines: Sides<&str>) -> usize {
    let Sides { old, new } = lines.map(str::as_bytes);
    let same = &old[..common_prefix(old, new)];
    let text = &same[..memchr(b'<', same).unwrap_or(same.len())];
    memrchr(b' ', text).map_or(0, |blank| blank + 1)
}

/// The signs of a text.
const PUNCTUATION: &[TokenKind] = &[TokenKind::Space, TokenKind::Punctuation, TokenKind::End];

/// The signs of wikitext.
const MARKUP: &[TokenKind] = &[
    TokenKind::Space,
    TokenKind::Opening,
    TokenKind::Closing,
    TokenKind::Separator,
    TokenKind::Equals,
    TokenKind::Markup,
];

/// Whether the character is one of those that `text::sanitize` names where they changed: format characters that draw
/// nothing.
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
    use crate::model::{Hunk, Page, Proof, Shape};
    use crate::word_diff::compare;

    /// Sums up rows of old and new lines, parted by `→`; a side without a line is left out.
    fn summed(rows: &[&str]) -> ChangeSummary {
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
        summarize(&Diff {
            shape: Shape::Marked,
            first_line: 1,
            page: Page::default(),
            hunks: vec![Hunk { start: None, section: None, rows: rows.iter().map(row).collect() }],
            proof: Proof::Stated,
            bytes_computed: 0,
            warnings: Vec::new(),
            alternatives: Vec::new(),
            notes: Vec::new(),
        })
    }

    #[test]
    fn elements_count_where_they_came_or_went() {
        #[track_caller]
        fn case(rows: &[&str], expected: &[(WikiElement, usize, usize)]) {
            let found = summed(rows).elements;
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
    fn numbers_count_where_another_took_their_place() {
        assert_eq!(summed(&["born in 1984→born in 1948", "1→"]).numbers, 1);
        assert_eq!(summed(&["a 1→a 1 7", "7→"]).numbers, 0);
    }

    #[test]
    fn dates_count_and_not_the_numbers_in_them() {
        #[track_caller]
        fn case(row: &str, numbers: usize, dates: usize) {
            let summary = summed(&[row]);
            assert_eq!((summary.numbers, summary.dates), (numbers, dates), "{row}");
        }
        case("on 3 May 2024 it had 7→on 5 May 2024 it had 9", 1, 1);
        case("2024-05-03→2025-06-04", 0, 1);
        case("3 May 2024, 4 May 2024→3 May 2024, 5 May 2024", 0, 1);
        case("3 May 2024→3 May 20245", 1, 0);
        case("3 May 2024 and 7→4 May 2024 and 7", 0, 1);
    }

    #[test]
    fn a_small_kind_of_change_is_told() {
        #[track_caller]
        fn case(rows: &[&str], expected: Option<ChangeClass>) {
            assert_eq!(summed(rows).class, expected, "{rows:?}");
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
