//! Blanks that MediaWiki's PHP engine adds to lines, in Firefox copies (`tabs`).
//!
//! The engine writes NBSPs, so that browsers keep blanks (`TableDiffFormatter::escapeWhiteSpace`, `WordAccumulator`), and
//! Firefox copies an NBSP as a space. wikidiff2 writes lines as they are, and a copy does not name its engine:
//!
//! ```text
//! on the wiki                      copy of the PHP engine    copy of wikidiff2
//! an empty line that changed       one space                 nothing
//! two spaces at the start          three spaces              two spaces
//! ```

use crate::model::{ByteChange, Side, Warning, WarningCode};
use crate::parse::sheet::{Cell, Integrity, RowClaim, Section, Sheet};
use crate::text::whitespace::is_same_text;

/// Minimum number of lines of one space that show the engine. A single one may be a line of the page.
const MIN_FILLERS: usize = 2;

/// Minimum number of unmarked lines with an indent whose widths tell if the engine made them wider.
const MIN_INDENTS: usize = 3;

const FILLERS_DOUBTFUL: &str = "a changed line of one space is shown as empty, as MediaWiki's PHP engine writes it; \
                                the line may have that space";

const INDENTS_DOUBTFUL: &str = "the indents may have one space too many, which MediaWiki's PHP engine adds; pass the address \
                                of the diff";

/// Removes the padding where the lines show the PHP engine. Warns where they may have padding.
pub(crate) fn remove_padding(sheet: &mut Sheet<'_>, bytes: Option<ByteChange>) {
    let signs = PaddingSigns::from_sections(&sheet.sections);
    if signs.has_bare_blank {
        return;
    }
    if signs.fillers > 0 {
        sheet.sections.iter_mut().for_each(|section| for_each_row(&mut section.cells, remove_from_row));
        sheet.notes.push(
            "changed lines of one space show MediaWiki's PHP engine; its padding is removed".to_owned(),
        );
        let fits = bytes == Some(ByteChange::Signed(count_bytes(&sheet.sections)));
        if signs.fillers < MIN_FILLERS && !fits {
            warn(sheet, FILLERS_DOUBTFUL);
            sheet.lower_integrity(Integrity::Repaired);
        }
    } else if signs.has_padded_indents() {
        // The sides are stated all the same: of copies with such indents, seven in ten are right.
        warn(sheet, INDENTS_DOUBTFUL);
    }
}

fn warn(sheet: &mut Sheet<'_>, message: &str) {
    sheet.warnings.push(Warning::new(None, WarningCode::Altered, message));
}

/// Signs of the engine in the blanks of the lines.
#[derive(Debug, Default)]
struct PaddingSigns {
    /// Number of changed lines of one space.
    fillers: usize,
    /// A line has a blank that the PHP engine would have padded, or an empty line that it would have filled.
    has_bare_blank: bool,
    /// Widths of the indents of lines that stand on both sides.
    indents: Vec<usize>,
}

impl PaddingSigns {
    fn from_sections(sections: &[Section<'_>]) -> Self {
        let mut signs = Self::default();
        let mut cells = sections.iter().flat_map(|section| &section.cells).peekable();
        while let Some(cell) = cells.next() {
            match cells.next_if(|next| next.claim == RowClaim::Second) {
                Some(new) => signs.add_pair(&cell.text, &new.text),
                None => signs.fillers += usize::from(is_filler(&cell.text)),
            }
        }
        signs
    }

    fn add_pair(&mut self, old: &str, new: &str) {
        let is_context = is_same_text(old, new);
        self.has_bare_blank |=
            is_context && is_filler(old) || !is_context && (old.is_empty() || new.is_empty());
        self.fillers += [old, new].iter().filter(|text| !is_context && is_filler(text)).count();
        if old.trim().is_empty() || new.trim().is_empty() {
            return;
        }
        // A blank on both sides stands outside of the marks of changed words.
        for count in [count_leading, count_trailing] {
            self.has_bare_blank |= count(old) == 1 && count(new) == 1;
        }
        self.indents
            .extend(Some(count_leading(old)).filter(|&width| width > 0 && width == count_leading(new)));
    }

    /// True if the indents are as wide as those of code or of preformatted text with one space more: three and five, or two
    /// and no other.
    fn has_padded_indents(&self) -> bool {
        self.indents.len() >= MIN_INDENTS
            && (self.indents.iter().all(|&width| width == 2)
                || self.indents.iter().all(|width| width % 2 == 1))
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

/// Calls a function for the cells of each row.
fn for_each_row<'a>(cells: &mut [Cell<'a>], act: impl Fn(&mut [Cell<'a>])) {
    cells.chunk_by_mut(|_, next| next.claim == RowClaim::Second).for_each(act);
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
            &["  a|  b", "x  |x  ", " |", "|  c", "| "],
            None,
            &[" a", " b", "x ", "x ", "", "  c", ""],
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
    fn indents_alone_stay_and_are_doubted_where_all_may_be_padded() {
        let is_doubted = |widths: &[usize]| {
            PaddingSigns { indents: widths.to_vec(), ..PaddingSigns::default() }.has_padded_indents()
        };
        assert!(is_doubted(&[2, 2, 2]) && is_doubted(&[3, 5, 5]));
        assert!(!is_doubted(&[2, 4, 2]) && !is_doubted(&[2, 2]));
        let code = ["  a", "  a", "    b", "    c", "  d", "  d"];
        case(&["  a|  a", "    b|    c", "  d|  d"], None, &code, Integrity::Intact);
    }
}
