//! Blanks that MediaWiki's PHP engine adds to lines, in copies that state the sides (`tabs`, `marked`).
//!
//! The engine writes NBSPs, so that browsers keep blanks (`TableDiffFormatter::escapeWhiteSpace`, `WordAccumulator`), and
//! browsers copy an NBSP as a space. wikidiff2 writes lines as they are, and a copy does not name its engine:
//!
//! ```text
//! on the wiki                      copy of the PHP engine    copy of wikidiff2
//! an empty line that changed       one space                 nothing
//! two spaces at the start          three spaces              two spaces
//! one space at the end             two spaces                one space
//! ```
//!
//! The engine pads no blank inside of a mark. A row of one cell is marked as a whole, unless it stands below a changed row of
//! the same block.

use crate::model::{ByteChange, Side, Warning, WarningCode};
use crate::parse::sheet::{Cell, Integrity, Marker, RowClaim, Section, Sheet};
use crate::text::whitespace::is_same_text;

/// Minimum number of lines of one space that show the engine. A single one may be a line of the page.
const MIN_FILLERS: usize = 2;

const FILLERS_DOUBTFUL: &str = "a changed line of one space is shown as empty, as MediaWiki's PHP engine writes it; \
                                the line may have that space";

const BLANKS_DOUBTFUL: &str = "blanks at the start or the end of a line may be one too many, which MediaWiki's PHP engine \
                               adds; pass the address of the diff";

/// Removes the padding where the lines show the PHP engine. Doubts the reading where they may have padding.
pub(crate) fn remove_padding(sheet: &mut Sheet<'_>, bytes: Option<ByteChange>) {
    let signs = PaddingSigns::from_sections(&sheet.sections);
    if signs.is_wikidiff2 {
        return;
    }
    if signs.fillers > 0 {
        sheet.sections.iter_mut().for_each(|section| rows_mut(&mut section.cells).for_each(remove_from_row));
        sheet.notes.push(
            "changed lines of one space show MediaWiki's PHP engine; its padding is removed".to_owned(),
        );
        let fits = bytes == Some(ByteChange::Signed(count_bytes(&sheet.sections)));
        if signs.fillers < MIN_FILLERS && !fits {
            doubt(sheet, FILLERS_DOUBTFUL);
        }
        if signs.has_open_end {
            doubt(sheet, BLANKS_DOUBTFUL);
        }
    } else if signs.may_be_padded() {
        doubt(sheet, BLANKS_DOUBTFUL);
    }
}

fn doubt(sheet: &mut Sheet<'_>, message: &str) {
    sheet.warnings.push(Warning::new(None, WarningCode::Altered, message));
    sheet.lower_integrity(Integrity::Repaired);
}

/// Signs of the engine in the blanks of the lines and in the order of the rows.
#[derive(Debug, Default)]
struct PaddingSigns {
    /// Number of changed lines of one space.
    fillers: usize,
    /// The PHP engine would have padded a blank, filled an empty line, or put the rows into another order.
    is_wikidiff2: bool,
    /// Widths of the indents of lines that stand on both sides.
    indents: Vec<usize>,
    /// A row has two blanks or more at the ends of both sides.
    has_wide_end: bool,
    /// A row has them on one side, or an indent below a changed row: there they may as well be inside of a mark.
    has_open_end: bool,
}

impl PaddingSigns {
    fn from_sections(sections: &[Section<'_>]) -> Self {
        let mut signs = Self::default();
        for section in sections {
            // The rows of the block so far: has it a pair, and of which side are its rows of one cell?
            let (mut has_pair, mut rest) = (false, None);
            for row in rows(&section.cells) {
                match row {
                    [old, new] => {
                        let is_context = is_same_text(&old.text, &new.text);
                        signs.add_pair(&old.text, &new.text, is_context);
                        signs.is_wikidiff2 |= rest.is_some() && !is_context;
                        (has_pair, rest) = (!is_context, None);
                    }
                    [cell, ..] if cell.side.is_some() => {
                        signs.add_lone(cell, has_pair);
                        signs.is_wikidiff2 |= rest.is_some() && rest != cell.side;
                        rest = cell.side;
                    }
                    _ => (has_pair, rest) = (false, None),
                }
            }
        }
        signs
    }

    fn add_lone(&mut self, cell: &Cell<'_>, is_below_pair: bool) {
        self.fillers += usize::from(is_filler(&cell.text));
        self.has_open_end |=
            is_below_pair && (count_leading(&cell.text) > 1 || count_trailing(&cell.text) > 1);
        self.is_wikidiff2 |= matches!(cell.marker, Some(Marker::Moved(_)));
    }

    fn add_pair(&mut self, old: &str, new: &str, is_context: bool) {
        self.is_wikidiff2 |=
            is_context && is_filler(old) || !is_context && (old.is_empty() || new.is_empty());
        self.fillers += [old, new].iter().filter(|text| !is_context && is_filler(text)).count();
        let widths = [old, new].map(|text| (count_leading(text), count_trailing(text)));
        let [(old_start, old_end), (new_start, new_end)] = widths;
        if old.trim().is_empty() || new.trim().is_empty() {
            self.has_wide_end |= is_context && old_start > 1;
            return;
        }
        // A blank on both sides stands outside of the marks of changed words.
        self.is_wikidiff2 |= old_start == 1 && new_start == 1 || old_end == 1 && new_end == 1;
        self.indents.extend(Some(old_start).filter(|&width| width > 0 && width == new_start));
        self.has_wide_end |= old_end > 1 && new_end > 1;
        self.has_open_end |= (old_end > 1) != (new_end > 1);
    }

    /// True if the blanks may be padding. Indents are as wide as those of code or of preformatted text with one space more:
    /// three and five, or two and no other.
    fn may_be_padded(&self) -> bool {
        let has_padded_indents = !self.indents.is_empty()
            && (self.indents.iter().all(|&width| width == 2)
                || self.indents.iter().all(|width| width % 2 == 1));
        has_padded_indents || self.has_wide_end || self.has_open_end
    }
}

fn is_filler(text: &str) -> bool {
    text == " "
}

fn count_leading(text: &str) -> usize {
    text.len() - text.trim_start_matches(' ').len()
}

fn count_trailing(text: &str) -> usize {
    text.len() - text.trim_end_matches(' ').len()
}

/// The rows of a section.
fn rows<'c, 'a>(cells: &'c [Cell<'a>]) -> impl Iterator<Item = &'c [Cell<'a>]> {
    cells.chunk_by(|_, next| next.claim == RowClaim::Second)
}

fn rows_mut<'c, 'a>(cells: &'c mut [Cell<'a>]) -> impl Iterator<Item = &'c mut [Cell<'a>]> {
    cells.chunk_by_mut(|_, next| next.claim == RowClaim::Second)
}

/// Empties a line of one space. In a row of two cells, takes one blank from each end that has blanks on both sides: there the
/// blanks stand outside of the marks of changed words.
fn remove_from_row(row: &mut [Cell<'_>]) {
    let has_pads = |count: fn(&str) -> usize| row.len() == 2 && row.iter().all(|cell| count(&cell.text) > 1);
    let (leading, trailing) = (has_pads(count_leading), has_pads(count_trailing));
    for cell in row {
        if is_filler(&cell.text) {
            cell.text = "".into();
        } else if leading || trailing {
            let end = cell.text.len() - usize::from(trailing);
            cell.text = cell.text[usize::from(leading)..end].to_owned().into();
        }
    }
}

/// Counts the bytes that the rows add, with a line end for each line.
fn count_bytes(sections: &[Section<'_>]) -> i64 {
    let cells = sections.iter().flat_map(|section| &section.cells);
    cells
        .map(|cell| {
            let size = i64::try_from(cell.text.len() + 1).unwrap_or(i64::MAX);
            if cell.side == Some(Side::Old) { -size } else { size }
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Shape;
    use crate::parse::sheet::{SideEvidence, Source};

    /// Checks the rows and the integrity after the removal. A row is `old|new`, `old|` or `|new`.
    #[track_caller]
    fn case(rows: &[&str], bytes: Option<i64>, expected: &[&str], integrity: Integrity) {
        let mut cells = Vec::new();
        for row in rows {
            let (old, new) = row.split_once('|').unwrap();
            let is_pair = !old.is_empty() && !new.is_empty();
            for (side, text) in [(Side::Old, old), (Side::New, new)] {
                let claim = if is_pair && side == Side::New { RowClaim::Second } else { RowClaim::First };
                let text = text.replace('0', "");
                if !(text.is_empty() && !row.contains('0') && !is_pair) {
                    cells.push(Cell { side: Some(side), claim, ..Cell::new(text, 1) });
                }
            }
        }
        let section = Section { cells, ..Section::default() };
        let source = Source::new(SideEvidence::Tabs);
        let mut sheet = Sheet { sections: vec![section], ..Sheet::new(Shape::Tabs, source, 1) };
        remove_padding(&mut sheet, bytes.map(ByteChange::Signed));
        let texts: Vec<&str> = sheet.sections[0].cells.iter().map(|cell| &*cell.text).collect();
        assert_eq!(texts, expected, "{rows:?}");
        assert_eq!(sheet.integrity, integrity, "{rows:?}");
        assert!(integrity == Integrity::Intact || !sheet.warnings.is_empty(), "{rows:?}");
    }

    #[test]
    fn changed_lines_of_one_space_are_empty_lines() {
        case(&["a|b", "| ", "| "], None, &["a", "b", "", ""], Integrity::Intact);
        case(&["a|b", "| "], Some(1), &["a", "b", ""], Integrity::Intact);
        case(&["a|b", "| "], None, &["a", "b", ""], Integrity::Repaired);
    }

    #[test]
    fn blanks_beside_them_lose_the_padding() {
        case(
            &["  a|  b", "x  |x  ", " |", "z|z", "|  c", "| "],
            None,
            &[" a", " b", "x ", "x ", "", "z", "z", "  c", ""],
            Integrity::Intact,
        );
    }

    #[test]
    fn blanks_without_padding_show_the_other_engine() {
        case(&[" a| a", "| ", "| "], None, &[" a", " a", " ", " "], Integrity::Intact);
        case(&[" | ", "| ", "| "], None, &[" ", " ", " ", " "], Integrity::Intact);
        case(&[" |0", "| "], None, &[" ", "", " "], Integrity::Intact);
    }

    #[test]
    fn blanks_that_may_be_padding_stay_and_are_doubted() {
        let doubted = Integrity::Repaired;
        case(&["  a|  b"], None, &["  a", "  b"], doubted);
        case(&["   a|   a", "     b|     c"], None, &["   a", "   a", "     b", "     c"], doubted);
        case(&["a  |b  "], None, &["a  ", "b  "], doubted);
        case(&["a  |b"], None, &["a  ", "b"], doubted);
        case(&["   |   "], None, &["   ", "   "], doubted);
        case(&["a  |b", "| ", "| "], None, &["a  ", "b", "", ""], doubted);
        case(&["a|b", "  c|"], None, &["a", "b", "  c"], doubted);
    }

    #[test]
    fn blanks_that_are_no_padding_are_certain() {
        let certain = Integrity::Intact;
        case(&["  a|  a", "    b|    c"], None, &["  a", "  a", "    b", "    c"], certain);
        // The engine marks the whole indent where its width changed, and lines of one side as a whole.
        case(&["  a|    b", "x|x", "  c|"], None, &["  a", "    b", "x", "x", "  c"], certain);
        case(&["a |b"], None, &["a ", "b"], certain);
    }

    #[test]
    fn order_of_rows_shows_the_other_engine() {
        let certain = Integrity::Intact;
        case(&["  a|  b", "c|", "d|e"], None, &["  a", "  b", "c", "d", "e"], certain);
        case(&["  a|  b", "c|", "|e"], None, &["  a", "  b", "c", "e"], certain);
        case(&["  a|  b", "c|", "x|x", "|e"], None, &["  a", "  b", "c", "x", "x", "e"], Integrity::Repaired);
    }
}
