//! The mark of a moved line on a line of its own.

use crate::model::Side;
use crate::parse::sheet::Engine;

use crate::parse::extracted_lines::extracted_table::ExtractedTable;
use crate::parse::extracted_lines::page_text::strip_links;

/// The sign of a moved line.
const SIGN: &str = "⚫";

/// The mark of a moved line on a line of its own, with the side if the line shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MoveMark {
    /// The side of the moved line.
    pub(crate) side: Option<Side>,
}

/// Returns true if a text has the sign of a moved line.
pub(crate) fn has_signs(text: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), SIGN.as_bytes()).is_some()
}

/// Parses a line that is the mark of a moved line, perhaps a link to its other place.
pub(crate) fn parse_move_mark(line: &str) -> Option<MoveMark> {
    if !line.contains(SIGN) || strip_links(line.trim()) != SIGN {
        return None;
    }
    // A link leads to the other side. Tabs stand for the empty cells before the second column.
    let side = if line.contains("_rhs") {
        Some(Side::Old)
    } else if line.contains("_lhs") || line.starts_with("\t\t") {
        Some(Side::New)
    } else {
        None
    };
    Some(MoveMark { side })
}

/// Parses the line at an index as the mark of a moved line, which only wikidiff2 prints. A mark stands above its text: two of
/// them below each other are text of the page.
pub(crate) fn parse_move_mark_at(table: &ExtractedTable<'_>, at: usize) -> Option<MoveMark> {
    let lines = &table.lines;
    let mark = parse_move_mark(lines[at])?;
    let is_mark = |line: Option<&&str>| line.is_some_and(|line| parse_move_mark(line).is_some());
    let is_repeated = is_mark(lines.get(at + 1)) || at > 0 && is_mark(lines.get(at - 1));
    (table.engines.contains(&Engine::Wikidiff2) && !is_repeated).then_some(mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn link_and_tabs_tell_the_side() {
        let side = |line: &str| parse_move_mark(line).map(|mark| mark.side);
        assert_eq!(side("⚫"), Some(None));
        assert_eq!(side("[⚫](#movedpara_1_0_lhs \"moved\")"), Some(Some(Side::New)));
        assert_eq!(side("[⚫](#movedpara_1_0_rhs \"moved\")"), Some(Some(Side::Old)));
        assert_eq!(side("\t\t⚫"), Some(Some(Side::New)));
        assert_eq!(side("⚫ b"), None);
    }
}
