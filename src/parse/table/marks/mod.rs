//! Marks of changed words that a form writes into the text: evidence, and never text of the page.
//!
//! ```text
//! old  It has ~~two~~ wheels.          It has [DEL:two:DEL] wheels.
//! new  It has three wheels.            It has [INS:three:INS] wheels.
//! ```
//!
//! A mark counts only where the other side has the rest of the line: wikitext has tildes, asterisks and brackets of its own.

mod blanks;
mod pairs;
mod usual_blanks;

use std::borrow::Cow;
use std::rc::Rc;

use super::rows::{LineRow, RowDoubt, RowItem, TextTableRow};
use crate::model::{Side, Sides};
use crate::parse::sheet::Marker;
use blanks::{MarkBlanks, is_never_spaced, is_reference, join};
use pairs::{DELETED, INSERTED, MarkPair, cut, folded, has_blank_between, is_whole, outside, stands_in};
pub(crate) use pairs::{has_strikes, strikes_fit};

/// Marks of one table.
#[derive(Clone, Copy, Debug, Default)]
struct TableMarks {
    deleted: Option<MarkPair>,
    inserted: Option<MarkPair>,
    blanks: MarkBlanks,
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
        is_doubtful |= other.is_some_and(|other| has_blank_between(outside(&parts), other));
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
        case(&[("==~~~~ A b~~~~ ==", "==A b==")], &[("== A b ==", "==A b==")]);
        case(&[("(~~~~ A~~~~)", "(A)")], &[("( A )", "(A)")]);
        case(&[("~~=~~ == A ==~~=~~", "== A ==")], &[("=== A ===", "== A ==")]);
        case(&[("a~~«b»~~ c", "a c")], &[("a «b» c", "a c")]);
        case(&[("(m,~~n~~) of ~~n~~ , we", "(m,i) of i, we")], &[("(m,n) of n, we", "(m,i) of i, we")]);
        case(&[("(b-a)~~h~~ ^~~2~~", "(b-a)^3")], &[("(b-a)h^2", "(b-a)^3")]);
        case(&[("a ~~in the \"b\"~~", "a")], &[("a in the \"b\"", "a")]);
        case(&[("~~< a>~~", "")], &[("<a>", "")]);
        case(&[("A~~' b~~", "A")], &[("A' b", "A")]);
    }

    #[test]
    fn blank_that_may_be_lost_is_a_doubt() {
        let is_doubtful = |old: &'static str, new: &'static str| {
            let mut rows = rows(&[(old, new)]);
            remove_marks(&mut rows);
            matches!(&rows[0].item, RowItem::Lines(row) if row.doubt.is_some())
        };
        assert!(!is_doubtful("a ~~b~~ c", "a d c"));
        assert!(is_doubtful("👨~~(b)~~ c", "👨 c"));
        assert!(is_doubtful("a ~~b~~ , c", "a d, c"));
        assert!(is_doubtful("a~~~~ c", "ac"));
        assert!(is_doubtful("12km ~~a~~ b", "12 km c b"));
        assert!(!is_doubtful("12 km ~~a~~ b", "12 and 3 km c b"));
    }
}
