//! Marks of changed words that a form writes into the text: evidence, and never text of the page.
//!
//! ```text
//! old  It has ~~two~~ wheels.          It has [DEL:two:DEL] wheels.
//! new  It has three wheels.            It has [INS:three:INS] wheels.
//! ```
//!
//! A mark counts only where the other side has the rest of the line: wikitext has tildes, asterisks and brackets of its own.

use std::borrow::Cow;
use std::rc::Rc;

use super::rows::{LineRow, RowDoubt, RowItem, TextTableRow};
use crate::model::{Side, Sides};
use crate::parse::sheet::Marker;

/// Start and end of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct MarkPair {
    start: &'static str,
    end: &'static str,
}

impl MarkPair {
    /// The sign that shows the pair in a text.
    const fn sign(self) -> &'static str {
        if self.start.len() > 1 { self.start } else { self.end }
    }

    /// Returns true for a sign that wikitext does not have.
    fn is_distinctive(self) -> bool {
        !matches!(self.start, "++" | "**" | "<u>" | "<s>" | "~~")
    }
}

/// Marks of deleted words.
const DELETED: [MarkPair; 4] = [
    MarkPair { start: "~~", end: "~~" },
    MarkPair { start: "[DEL:", end: ":DEL]" },
    MarkPair { start: "<del>", end: "</del>" },
    MarkPair { start: "<s>", end: "</s>" },
];

/// Marks of inserted words.
const INSERTED: [MarkPair; 6] = [
    MarkPair { start: "[INS:", end: ":INS]" },
    MarkPair { start: "[", end: "]{.underline}" },
    MarkPair { start: "<ins>", end: "</ins>" },
    MarkPair { start: "<u>", end: "</u>" },
    MarkPair { start: "++", end: "++" },
    MarkPair { start: "**", end: "**" },
];

/// A text cut at its marks: parts outside and inside by turns, the first outside.
type Parts<'t> = Vec<&'t str>;

/// Cuts a text at its marks. Returns `None` if a mark has no end.
fn cut(text: &str, pair: MarkPair) -> Option<Parts<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    if pair.end == "]{.underline}" {
        return cut_bracketed(text, pair.end);
    }
    while let Some((before, after)) = rest.split_once(pair.start) {
        let (inside, behind) = after.split_once(pair.end)?;
        parts.extend([before, inside]);
        rest = behind;
    }
    parts.push(rest);
    Some(parts)
}

/// Cuts a text at marks that begin with a bracket, which brackets of the text can be inside: those are escaped.
fn cut_bracketed<'t>(text: &'t str, end: &str) -> Option<Parts<'t>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once(end) {
        let is_escaped =
            |at: usize| before[..at].bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1;
        let start = before.rmatch_indices('[').map(|(at, _)| at).find(|&at| !is_escaped(at))?;
        parts.extend([&before[..start], &before[start + 1..]]);
        rest = behind;
    }
    parts.push(rest);
    Some(parts)
}

fn outside<'p, 't>(parts: &'p Parts<'t>) -> impl Iterator<Item = &'t str> + use<'p, 't> {
    parts.iter().copied().step_by(2)
}

/// Returns true if a text has marks of deleted words.
pub(crate) fn has_strikes(text: &str) -> bool {
    DELETED.iter().any(|pair| text.contains(pair.start))
}

/// Returns true if the text outside the marks of deleted words stands on the other side as well, in order.
pub(crate) fn strikes_fit(old: &str, new: &str) -> bool {
    let pair = DELETED.into_iter().find(|pair| old.contains(pair.start));
    pair.and_then(|pair| cut(old, pair)).is_some_and(|parts| stands_in(outside(&parts), new))
}

/// Characters that a form leaves as they are: without white space and the backslashes of escapes.
fn folded(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\\')
}

/// Returns true if the characters of some parts stand in a text, in order. Unmarked words of the text may be between any
/// two of them.
fn stands_in<'t>(parts: impl Iterator<Item = &'t str>, text: &str) -> bool {
    let mut rest = folded(text);
    parts.flat_map(folded).all(|wanted| rest.any(|found| found == wanted))
}

/// Marks of one table.
#[derive(Clone, Copy, Debug, Default)]
struct TableMarks {
    deleted: Option<MarkPair>,
    inserted: Option<MarkPair>,
    blanks: MarkBlanks,
}

/// Treatment of blanks at the ends of marked words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum MarkBlanks {
    /// The blanks are kept, inside the marks or outside.
    #[default]
    Kept,
    /// The blanks inside are lost, and a blank may have been put behind the mark.
    Stripped,
}

/// Removes the marks of changed words from all rows of a table.
pub(crate) fn remove_marks(rows: &mut [TextTableRow<'_>]) {
    let blocks = collect_blocks(rows);
    let marks = find_marks(rows, &blocks);
    for (row, block) in rows.iter_mut().zip(&blocks) {
        if let (RowItem::Lines(lines), Some(block)) = (&mut row.item, block) {
            remove_from_row(lines, marks, block);
        }
    }
}

/// The texts of a block of changed rows, per side. The engine of MediaWiki compares the words of a whole block.
type BlockTexts = Rc<Sides<String>>;

/// Maximum length of the texts of a block that are compared with a row, in bytes.
const MAX_BLOCK_LEN: usize = 1 << 16;

/// Collects the texts of the block of each row; `None` for headers and context rows.
fn collect_blocks(rows: &[TextTableRow<'_>]) -> Vec<Option<BlockTexts>> {
    // A row without text may be removed or added: it does not end a block.
    let is_changed = |row: &TextTableRow<'_>| {
        let is_blank = |lines: &LineRow<'_>| lines.doubt == Some(RowDoubt::Blank);
        matches!(&row.item, RowItem::Lines(lines) if !lines.is_context() || is_blank(lines))
    };
    let mut blocks = Vec::with_capacity(rows.len());
    for run in rows.chunk_by(|above, below| is_changed(above) == is_changed(below)) {
        let mut texts = Sides::new(String::new(), String::new());
        for row in run.iter().filter(|row| is_changed(row)) {
            let RowItem::Lines(lines) = &row.item else { continue };
            for side in [Side::Old, Side::New] {
                if let Some(text) = lines.texts.get(side).as_deref()
                    && texts.get(side).len() + text.len() <= MAX_BLOCK_LEN
                {
                    texts.get_mut(side).push_str(text);
                }
            }
        }
        let texts = Rc::new(texts);
        blocks.extend(run.iter().map(|row| is_changed(row).then(|| Rc::clone(&texts))));
    }
    blocks
}

/// Finds the marks that the table has: pairs that fit the other side in every changed row with such a pair, and at least in
/// one row.
fn find_marks(rows: &[TextTableRow<'_>], blocks: &[Option<BlockTexts>]) -> TableMarks {
    let count = |pair: MarkPair, side| count_fitting(rows, blocks, pair, side);
    let find = |pairs: &[MarkPair], side| {
        let counts = pairs.iter().map(|pair| (*pair, count(*pair, side))).filter(|(_, count)| *count > 0);
        // Of equal counts the first pair wins.
        counts.reduce(|best, other| if other.1 > best.1 { other } else { best }).map(|(pair, _)| pair)
    };
    let deleted = find(&DELETED, Side::Old);
    let inserted = find(&INSERTED, Side::New);
    let blanks = deleted.map_or(MarkBlanks::Kept, |pair| find_blanks(rows, blocks, pair));
    TableMarks { deleted, inserted, blanks }
}

/// Counts the rows in which the marks of a side fit.
fn count_fitting(
    rows: &[TextTableRow<'_>],
    blocks: &[Option<BlockTexts>],
    pair: MarkPair,
    side: Side,
) -> usize {
    let lines = rows.iter().zip(blocks).filter_map(|(row, block)| match (&row.item, block) {
        (RowItem::Lines(lines), Some(block)) => Some((lines, block)),
        _ => None,
    });
    lines.filter(|(row, block)| fits(row, pair, side, block)).count()
}

/// Returns true if a text has marks of a pair, and the rest of the text stands on the other side.
fn fits(row: &LineRow<'_>, pair: MarkPair, side: Side, block: &Sides<String>) -> bool {
    let Some(text) = row.texts.get(side).as_deref().filter(|text| text.contains(pair.sign())) else {
        return false;
    };
    let Some(parts) = cut(text, pair).filter(|parts| parts.len() > 1) else { return false };
    let is_moved = matches!(row.markers.get(side), Some(Marker::Moved(_)));
    let of_block = block.get(side.opposite());
    match row.texts.get(side.opposite()).as_deref() {
        Some(other) if other.contains(pair.sign()) => false,
        // The engine marks a whole line that was removed or added, and words of a line that was moved.
        None if is_whole(&parts) || is_moved => true,
        Some(other) if stands_in(outside(&parts), other) => true,
        Some(other) => {
            // Both sides are marked, and the rest is equal.
            let others: &[MarkPair] = if side == Side::Old { &INSERTED[..4] } else { &DELETED };
            let unmarked =
                others.iter().filter(|pair| other.contains(pair.sign())).find_map(|pair| cut(other, *pair));
            unmarked.is_some_and(|unmarked| is_equal(outside(&parts), outside(&unmarked)))
                || stands_in(outside(&parts), of_block)
        }
        None => stands_in(outside(&parts), of_block),
    }
}

fn is_equal<'t>(old: impl Iterator<Item = &'t str>, new: impl Iterator<Item = &'t str>) -> bool {
    old.flat_map(folded).eq(new.flat_map(folded))
}

/// Returns true if all text is inside the marks.
fn is_whole(parts: &Parts<'_>) -> bool {
    parts.len() > 1 && outside(parts).all(|part| part.trim().is_empty())
}

/// Removes the marks from one row.
fn remove_from_row(row: &mut LineRow<'_>, marks: TableMarks, block: &Sides<String>) {
    let is_fitting = Sides::new(
        marks.deleted.is_some_and(|pair| fits(row, pair, Side::Old, block)),
        marks.inserted.is_some_and(|pair| fits(row, pair, Side::New, block)),
    );
    let mut is_doubtful = has_unknown_marks(row, marks);
    let mut texts = Sides::new(None, None);
    if let (true, Some(pair), Some(text)) = (is_fitting.old, marks.deleted, row.texts.old.as_deref()) {
        let parts = cut(text, pair).unwrap_or_default();
        let other = row.texts.new.as_deref();
        let joined = join(&parts, marks.blanks, other);
        is_doubtful |= joined.is_doubtful || other.is_none() && !is_whole(&parts);
        texts.old = Some(joined.text);
    } else if let (Some(pair), Some(text)) = (marks.deleted, row.texts.old.as_deref()) {
        is_doubtful |= text.contains(pair.start);
    }
    if let (true, Some(pair), Some(text)) = (is_fitting.new, marks.inserted, row.texts.new.as_deref()) {
        texts.new = Some(cut(text, pair).unwrap_or_default().concat());
    } else if let (Some(pair), Some(text)) = (marks.inserted, row.texts.new.as_deref()) {
        is_doubtful |= text.contains(pair.sign()) && pair.is_distinctive();
    }
    for side in [Side::Old, Side::New] {
        if let Some(text) = texts.get_mut(side).take() {
            *row.texts.get_mut(side) = Some(Cow::Owned(text));
        }
    }
    if is_doubtful {
        row.doubt = row.doubt.or(Some(RowDoubt::Sign));
    }
}

/// Returns true if the old line has marks that the table does not confirm, and the new line has none.
fn has_unknown_marks(row: &LineRow<'_>, marks: TableMarks) -> bool {
    let Some(old) = row.texts.old.as_deref().filter(|_| marks.deleted.is_none()) else { return false };
    let new = row.texts.new.as_deref().unwrap_or_default();
    DELETED[..2].iter().any(|pair| {
        old.contains(pair.start)
            && !new.contains(pair.start)
            && cut(old, *pair).is_some_and(|parts| parts.len() > 1)
    })
}

/// A text without its marks.
struct JoinedText {
    text: String,
    /// True if a blank at a mark may be missing or too many.
    is_doubtful: bool,
}

/// Finds how the form treats blanks at marks. A mark with a blank inside, or one that touches the next word, shows that
/// the form keeps them.
fn find_blanks(rows: &[TextTableRow<'_>], blocks: &[Option<BlockTexts>], pair: MarkPair) -> MarkBlanks {
    if pair.start != "~~" {
        return MarkBlanks::Kept;
    }
    let texts = rows.iter().zip(blocks).filter_map(|(row, block)| match (&row.item, block) {
        (RowItem::Lines(lines), Some(block)) if fits(lines, pair, Side::Old, block) => {
            lines.texts.old.as_deref()
        }
        _ => None,
    });
    for text in texts {
        let parts = cut(text, pair).unwrap_or_default();
        for at in (1..parts.len()).step_by(2) {
            let (inside, behind) = (parts[at], parts[at + 1]);
            if inside.contains(is_reference) {
                continue;
            }
            let has_blank = !inside.trim().is_empty() && inside.trim() != inside;
            let touches = behind.chars().next().is_some_and(|c| !c.is_whitespace() && !is_never_spaced(c));
            if has_blank || touches {
                return MarkBlanks::Kept;
            }
        }
    }
    MarkBlanks::Stripped
}

/// Characters before which no blank is put behind a mark.
const fn is_never_spaced(character: char) -> bool {
    matches!(character, '[' | ']' | '(' | ')' | '{' | '}' | '.' | '!' | '?')
}

/// Joins the parts of a text without its marks, and restores the blanks as far as the words and the other side show them.
fn join(parts: &Parts<'_>, blanks: MarkBlanks, other: Option<&str>) -> JoinedText {
    if blanks == MarkBlanks::Kept || is_whole(parts) {
        return JoinedText { text: parts.concat(), is_doubtful: false };
    }
    let mut joined = JoinedText { text: String::new(), is_doubtful: false };
    let mut other = OtherSide { text: other.unwrap_or_default(), at: 0 };
    for (at, part) in parts.iter().enumerate() {
        if at == 0 {
            joined.text.push_str(part);
        } else if at % 2 == 1 {
            joined.push_marked(part);
        } else {
            joined.push_behind_mark(part, &other);
        }
        if at % 2 == 0 {
            other.skip(part);
        }
    }
    joined
}

impl JoinedText {
    /// The last character that is shown.
    fn last(&self) -> Option<char> {
        self.text.chars().rev().find(|c| !is_format(*c))
    }

    /// Adds marked words. Words are marked whole, so two letters that touch have lost a blank.
    fn push_marked(&mut self, part: &str) {
        let first = part.chars().find(|c| !is_format(*c));
        match (self.last(), first) {
            (Some(last), None) if is_word(last) && !part.is_empty() => {
                self.is_doubtful = true;
                self.text.push(' ');
            }
            (Some(last), Some(first)) if is_word(first) => {
                let is_behind_sentence = matches!(last, ',' | ';' | ')' | '!' | '?');
                self.is_doubtful |= is_behind_sentence;
                if is_word(last) || is_behind_sentence {
                    self.text.push(' ');
                }
            }
            _ => {}
        }
        // The form puts a blank behind the first piece of the words, and a reference is a piece of its own.
        let mut pieces = part.char_indices();
        let cut = match pieces.next() {
            Some((_, first)) if is_reference(first) => Some(first.len_utf8()),
            _ => pieces.find(|(_, c)| is_reference(*c)).map(|(at, _)| part[..at].trim_end().len()),
        };
        match cut {
            Some(cut) if part[cut..].starts_with(' ') => {
                self.is_doubtful = true;
                self.text.push_str(&part[..cut]);
                self.text.push_str(part[cut..].trim_start());
            }
            _ => self.text.push_str(part),
        }
    }

    /// Adds the text behind a mark, before which the form may have put a blank.
    fn push_behind_mark(&mut self, part: &str, other: &OtherSide<'_>) {
        let rest = part.trim_start();
        let has_blank = rest.len() < part.len();
        let next = rest.chars().find(|c| !is_format(*c));
        let is_certain =
            !has_blank || next.is_none() || self.last().is_some_and(is_word) && next.is_some_and(is_word);
        self.is_doubtful |= !is_certain;
        self.text.push_str(if is_certain || other.has_blank_before(rest) { part } else { rest });
    }
}

/// The text of the other side, read along with the parts.
struct OtherSide<'t> {
    text: &'t str,
    /// Offset after the last part.
    at: usize,
}

/// Lengths of the first words of a part that are searched on the other side, in characters.
const SEARCH_LENS: [usize; 4] = [24, 8, 3, 1];

impl OtherSide<'_> {
    /// Finds the beginning of a part.
    fn find(&self, part: &str) -> Option<usize> {
        let rest = &self.text[self.at..];
        SEARCH_LENS.iter().find_map(|&length| {
            let end = part.char_indices().nth(length).map_or(part.len(), |(at, _)| at);
            let words = part[..end].trim_end();
            rest.find(words).filter(|_| !words.is_empty()).map(|at| self.at + at)
        })
    }

    /// Returns true if a blank stands before the beginning of a part, or if the part is not there.
    fn has_blank_before(&self, part: &str) -> bool {
        self.find(part).is_none_or(|at| at == 0 || self.text[..at].ends_with(char::is_whitespace))
    }

    /// Goes on behind a part, as far as it is there.
    fn skip(&mut self, part: &str) {
        let part = part.trim();
        if let Some(at) = self.text[self.at..].find(part) {
            self.at += at + part.len();
        }
    }
}

/// Returns true for a character that HTML writes as a reference.
const fn is_reference(character: char) -> bool {
    matches!(character, '<' | '>' | '&' | '"' | '\'')
}

/// Returns true for a character that is not shown.
const fn is_format(character: char) -> bool {
    matches!(character, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
}

/// Returns true for a letter or digit of a script that separates words by blanks.
fn is_word(character: char) -> bool {
    let is_unspaced = matches!(
        character,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}'
    );
    character.is_alphanumeric() && !is_unspaced
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows<'a>(pairs: &[(&'a str, &'a str)]) -> Vec<TextTableRow<'a>> {
        let row = |(at, pair): (usize, &(&'a str, &'a str))| {
            let item = match *pair {
                (old, "") => LineRow::removed(old),
                ("", new) => LineRow::added(new),
                (old, new) => LineRow::pair(old, new),
            };
            TextTableRow { at, item: RowItem::Lines(item) }
        };
        pairs.iter().enumerate().map(row).collect()
    }

    #[track_caller]
    fn case(pairs: &[(&str, &str)], expected: &[(&str, &str)]) {
        let mut rows = rows(pairs);
        remove_marks(&mut rows);
        let found: Vec<_> = rows
            .iter()
            .map(|row| match &row.item {
                RowItem::Lines(row) => (
                    row.texts.old.as_deref().unwrap_or_default(),
                    row.texts.new.as_deref().unwrap_or_default(),
                ),
                RowItem::Header(_) => ("", ""),
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn removes_marks_that_fit_the_other_side() {
        case(&[("a ~~two~~ b", "a three b")], &[("a two b", "a three b")]);
        case(&[("a [DEL:two:DEL] b", "a [INS:three:INS] b")], &[("a two b", "a three b")]);
        case(&[("a ~~b~~", "a [c \\[d\\]]{.underline}")], &[("a b", "a c \\[d\\]")]);
        case(&[("~~gone~~", ""), ("a ~~b~~", "a c")], &[("gone", ""), ("a b", "a c")]);
    }

    #[test]
    fn signs_of_the_text_stay() {
        case(&[("b ~~~~", "c ~~~~")], &[("b ~~~~", "c ~~~~")]);
        case(&[("a ~~b~~ c", "x")], &[("a ~~b~~ c", "x")]);
        case(&[("a ~~b~~", "a ~~b~~")], &[("a ~~b~~", "a ~~b~~")]);
    }

    #[test]
    fn restores_blanks_at_marks() {
        case(&[("[[A| ~~B|~~ C]]", "[[A| C]]")], &[("[[A| B| C]]", "[[A| C]]")]);
        case(&[("[[~~B|~~ C]]", "[[C]]")], &[("[[B|C]]", "[[C]]")]);
        case(&[("one~~two~~ three", "one three")], &[("one two three", "one three")]);
        case(&[("a ~~b~~c ~~d~~", "a c")], &[("a bc d", "a c")]);
    }
}
