//! Why a copy that states its sides may be read wrongly all the same: a line of it is missing, or one too many.
//!
//! A tab or a marker that got lost leaves lines that read on without a gap, as other rows. What MediaWiki never prints
//! gives it away. Each fact here held in every one of 1,153 copies whose sides were known otherwise.

use crate::model::{Change, Hunk, Line, Page, Row, Side, Sides, Warning, WarningCode};
use crate::parse::sheet::{Cell, Marker, RowClaim, Section, SideEvidence};

use crate::pairing::grammar::engine::StepKind;
use crate::pairing::search::Step;
use crate::pairing::stated;

/// What a marker's line holds besides blanks.
const MARKERS: [char; 3] = ['−', '+', '⚫'];

/// The mark of a moved paragraph.
const MOVED: &str = "⚫";

/// The most words of a header before its colon, the number among them.
const MAX_WORDS: usize = 3;

/// The most bytes between the halves of a header: a tab, or a blank that may be a no-break space.
const MAX_LINES_BETWEEN: usize = 4;

/// What MediaWiki does not print, if there is any of it.
pub(crate) fn doubt(sides: SideEvidence, page: &Page<'_>, hunks: &[Hunk<Line<'_>>]) -> Option<Warning> {
    if !sides.is_copied_table() {
        return None;
    }
    cut_off(hunks)
        .or_else(|| half_row(hunks))
        .or_else(|| marker_as_text(hunks))
        .or_else(|| numbers(hunks))
        .or_else(|| one_column(sides, page, hunks))
        .or_else(|| of_a_phone(sides, page))
        .or_else(|| cut_into(sides, page, hunks))
}

/// What a reading that was found cannot be proved by arithmetic with.
pub(crate) fn of_checked(hunks: &[Hunk<Line<'_>>]) -> Option<Warning> {
    cut_off(hunks)
        .or_else(|| cut_in_context(hunks))
        .or_else(|| unchanged(hunks))
        .or_else(|| half_rows(hunks))
        .or_else(|| header_as_text(hunks))
        .or_else(|| once_too_often(hunks))
}

/// Rows that end with a change, as only a page's last rows do.
pub(crate) fn of_end(hunks: &[Hunk<Line<'_>>]) -> Option<Warning> {
    let row = hunks.last()?.rows.last().filter(|row| !row.change.is_context())?;
    Some(Warning {
        lines: row.source_lines(),
        code: WarningCode::CutOff,
        message: "the rows end with a change, and only an unlikely reading of them has the stated byte change: unless the \
                  page ends there, copy on"
            .to_owned(),
    })
}

/// Two changed rows below each other in which a text stands beside an empty line: two empty lines in the place of a
/// text are rare on a page, and common where the empty lines are those of another view or the rows are moved by one.
fn half_rows(hunks: &[Hunk<Line<'_>>]) -> Option<Warning> {
    let mut pairs = hunks.iter().flat_map(|hunk| hunk.rows.windows(2));
    pairs.find(|pair| pair.iter().all(is_half)).map(|pair| Warning {
        lines: pair[0].source_lines(),
        code: WarningCode::StrayLine,
        message: "lines stand beside empty ones here, one below the other; is a line above them one too many, or missing?"
            .to_owned(),
    })
}

fn is_half(row: &Row<Line<'_>>) -> bool {
    match &row.change {
        Change::Changed(lines) => lines.old.trim().is_empty() != lines.new.trim().is_empty(),
        _ => false,
    }
}

/// A changed row in which nothing changed: equal lines are context, so either a blank that was copied as another is the
/// change, or a line too many has moved the rows. Tabs at the ends of a line may be borders of its cells.
fn unchanged(hunks: &[Hunk<Line<'_>>]) -> Option<Warning> {
    let mut rows = hunks.iter().flat_map(|hunk| &hunk.rows);
    let is_unchanged = |row: &&Row<Line<'_>>| match &row.change {
        Change::Changed(lines) => lines.old.trim_matches('\t') == lines.new.trim_matches('\t'),
        _ => false,
    };
    rows.find(is_unchanged).map(|row| Warning {
        lines: row.source_lines(),
        code: WarningCode::StrayLine,
        message: "a line here is said to be changed, and nothing of it is: is a line above it one too many, or did \
                  blanks change?"
            .to_owned(),
    })
}

/// A row that reads like a header: on one side the same twice with a number in it ("Line 20: Line 20:"), or on both a
/// word with a number and a colon ("Line 20:"). Where a line above it is missing, a header may be read as the row that
/// makes the sum right.
fn header_as_text(hunks: &[Hunk<Line<'_>>]) -> Option<Warning> {
    let mut rows = hunks.iter().flat_map(|hunk| &hunk.rows);
    let is_like_header = |row: &&Row<Line<'_>>| match &row.change {
        Change::Context(lines) => is_word_with_a_number(&lines.old),
        _ => sole(row).is_some_and(|line| is_twice_with_a_number(line)),
    };
    rows.find(is_like_header).map(|row| Warning {
        lines: row.source_lines(),
        code: WarningCode::StrayLine,
        message: "a line here is like a header of rows, and was read as text of the page".to_owned(),
    })
}

/// Whether a line is like most forms of the message `lineno`, of which a cell holds one.
fn is_word_with_a_number(line: &str) -> bool {
    let text = line.trim();
    let Some(rest) = text.strip_suffix([':', '：']) else { return false };
    let words = rest.split_whitespace().count();
    words <= MAX_WORDS
        && rest.contains(char::is_numeric)
        && rest.chars().all(|c| c.is_alphanumeric() || c.is_whitespace() || c == '.' || c == '-')
}

/// A line that stands directly below the same one although the two are no row of context: it may have been doubled on
/// the way, or lines were taken out of their order.
fn once_too_often(hunks: &[Hunk<Line<'_>>]) -> Option<Warning> {
    let stands_below = |pair: &[Row<Line<'_>>]| {
        let above = lines(&pair[0].change).last().filter(|line| is_text(line));
        above.is_some() && above == lines(&pair[1].change).next()
    };
    let mut pairs = hunks.iter().flat_map(|hunk| hunk.rows.windows(2));
    pairs.find(|pair| stands_below(pair)).map(|pair| Warning {
        lines: pair[1].source_lines(),
        code: WarningCode::StrayLine,
        message: "a line here is the same as the one above it; did it stand there only once?".to_owned(),
    })
}

/// Whether a line says something of its own, as blank lines, closing brackets and closing tags do not.
fn is_text(line: &str) -> bool {
    line.contains(char::is_alphanumeric) && !line.starts_with("</")
}

/// The lines of a row in the order in which they are copied.
fn lines<'r, 'a>(change: &'r Change<Line<'a>>) -> impl DoubleEndedIterator<Item = &'r Line<'a>> {
    [Side::Old, Side::New].into_iter().filter_map(|side| change.line(side))
}

fn is_twice_with_a_number(line: &str) -> bool {
    let text = line.trim();
    let blanks = text.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at);
    let halves = |at: usize| (text[..at].trim_end(), text[at..].trim_start());
    let is_twice = |(first, second): (&str, &str)| first == second && first.contains(char::is_numeric);
    // The halves are of one length, but for the blanks between them.
    let middle = text.len() / 2;
    blanks.filter(|at| at.abs_diff(middle) <= MAX_LINES_BETWEEN).any(|at| is_twice(halves(at)))
}

/// A last row whose new line only begins the old one: the paste may break off in it. The arithmetic of a paste can agree
/// by chance where it does, for what is missing has no bytes.
fn cut_off(hunks: &[Hunk<Line<'_>>]) -> Option<Warning> {
    let row = hunks.last()?.rows.last()?;
    let Change::Changed(lines) = &row.change else { return None };
    begins(&lines.new, &lines.old).then_some(row.source_line).flatten().map(breaks_off)
}

/// The same where the sides were found: the row may be one of context, and its two lines taken for two of one side.
fn cut_in_context(hunks: &[Hunk<Line<'_>>]) -> Option<Warning> {
    let [.., above, last] = hunks.last()?.rows.as_slice() else { return None };
    begins(sole(last)?, sole(above)?).then_some(last.source_line).flatten().map(breaks_off)
}

/// Whether a text is no more than the beginning of another one, or that and a blank, as a cut after a blank leaves it.
fn begins(text: &str, other: &str) -> bool {
    // Where bytes are cut, what is left of the last character reads as U+FFFD.
    let begun = text.trim_end_matches(char::REPLACEMENT_CHARACTER);
    [begun, begun.trim_end()].iter().any(|begun| !begun.is_empty() && other.starts_with(begun))
}

/// The line of a row that has one only.
fn sole<'r, 'a>(row: &'r Row<Line<'a>>) -> Option<&'r Line<'a>> {
    let lines = row.change.lines();
    lines.old.xor(lines.new)
}

fn breaks_off(line: u32) -> Warning {
    Warning {
        lines: Some(line..=line),
        code: WarningCode::CutOff,
        message: format!(
            "the new line of the last row, at line {line}, only begins the old one: the paste may break off there; \
             copy to the end of the page"
        ),
    }
}

/// A first row on one side only, with nothing above it: a hunk begins with context unless it is at the page's first
/// line, so the paste may begin inside a row whose other side is missing. Where tabs alone state the sides, what is left
/// of such a row goes on in the next one, and both look like one that is changed.
fn cut_into(sides: SideEvidence, page: &Page<'_>, hunks: &[Hunk<Line<'_>>]) -> Option<Warning> {
    let revisions = &page.revisions;
    let is_headed = page.title.is_some() || revisions.old.label.is_some() || revisions.new.label.is_some();
    let first = hunks.first().filter(|hunk| !is_headed && hunk.start.is_none())?.rows.first()?;
    let message = match first.change {
        Change::Context(_) => return None,
        Change::Changed(_) if sides != SideEvidence::Tabs => return None,
        Change::Changed(_) => {
            "the first row is changed, and nothing stands above it: it may be the rest of one and the beginning of the \
             next; copy from the page's heading on"
        }
        _ => {
            "the first row has one side only, and nothing stands above it: its other side may be missing; copy from the \
             page's heading on"
        }
    };
    Some(Warning { lines: first.source_lines(), code: WarningCode::CutOff, message: message.to_owned() })
}

/// A row whose cells are said to be the same, and are not.
pub(crate) fn belied(sections: &[Section<'_>]) -> Option<Warning> {
    let mut pairs = sections.iter().flat_map(|section| section.cells.windows(2));
    let is_belied = |pair: &&[Cell<'_>]| {
        pair[1].claim == RowClaim::Second
            && pair[0].marker == Some(Marker::Context)
            && !stated::is_context(&pair[0].text, &pair[1].text)
    };
    pairs.find(is_belied).map(|pair| Warning {
        lines: Some(pair[0].line..=pair[0].line),
        code: WarningCode::StrayLine,
        message:
            "the two cells of a row here are marked as the same text, and are not; was the text altered?"
                .to_owned(),
    })
}

/// Whether a line that was found to be changed stands beside a cell of which the table's borders say that it has not
/// even a blank.
pub(crate) fn is_torn(sections: &[Section<'_>], steps: &[Vec<Step>]) -> bool {
    let bordered = steps.iter().zip(sections).filter(|(_, section)| has_borders(section));
    let mut changed = bordered.flat_map(|(steps, section)| {
        let changed = steps.iter().filter(|step| step.kind == StepKind::Changed);
        changed.map(|step| {
            step.lines.map(|piece| piece.is_none_or(|piece| piece.line(&section.cells).is_empty()))
        })
    });
    changed.any(|is_empty| is_empty.old != is_empty.new)
}

fn has_borders(section: &Section<'_>) -> bool {
    section.cells.iter().any(|cell| cell.claim == RowClaim::Border)
}

/// A line that was changed from nothing or to nothing: wikidiff2 pairs no such lines (`LineDiffProcessor`: they are not
/// alike), and the PHP engine writes a blank line of a changed block as NBSP.
fn half_row(hunks: &[Hunk<Line<'_>>]) -> Option<Warning> {
    let rows = hunks.iter().flat_map(|hunk| &hunk.rows);
    let half = rows.filter(|row| match &row.change {
        Change::Changed(lines) => lines.old.is_empty() != lines.new.is_empty(),
        _ => false,
    });
    half.filter_map(Row::source_lines).next().map(|lines| Warning {
        lines: Some(lines),
        code: WarningCode::StrayLine,
        message: "a line stands beside an empty one here, which no wiki prints; is the other one missing?"
            .to_owned(),
    })
}

/// A line that is the tabs and signs of a marker, or the mark of a moved paragraph where others were moved: where a text
/// got lost, the marker below it is read in its place.
fn marker_as_text(hunks: &[Hunk<Line<'_>>]) -> Option<Warning> {
    let rows = || hunks.iter().flat_map(|hunk| &hunk.rows);
    let is_moved = |row: &Row<Line<'_>>| matches!(row.change, Change::MovedFrom(..) | Change::MovedTo(..));
    let has_moved = rows().any(is_moved);
    let is_marker = |line: &Line<'_>| is_marker_with_a_tab(line) || has_moved && line.trim() == MOVED;
    let is_one = |row: &&Row<Line<'_>>| {
        [Side::Old, Side::New].iter().any(|side| row.change.line(*side).is_some_and(is_marker))
    };
    rows().find(is_one).map(|row| Warning {
        lines: row.source_lines(),
        code: WarningCode::StrayLine,
        message: "the text of a row here is a marker; is the line before it missing?".to_owned(),
    })
}

fn is_marker_with_a_tab(line: &str) -> bool {
    let is_sign = |c: char| MARKERS.contains(&c) || c == ' ' || c == '\t';
    line.contains('\t') && line.contains(MARKERS) && line.chars().all(is_sign)
}

/// Headers that the rows between them do not lead to.
fn numbers(hunks: &[Hunk<Line<'_>>]) -> Option<Warning> {
    let wrong = hunks.windows(2).find(|pair| !leads_to(&pair[0], &pair[1]))?;
    Some(Warning {
        lines: wrong[0].rows.first().and_then(Row::source_lines),
        code: WarningCode::LinesDisagree,
        message:
            "the rows from here on do not lead to the line numbers that follow; is a part of them missing?"
                .to_owned(),
    })
}

fn leads_to(hunk: &Hunk<Line<'_>>, next: &Hunk<Line<'_>>) -> bool {
    let Some(next) = next.start else { return true };
    // Where no header stands above them, the rows begin at the page's first line, or below it.
    let start = hunk.start.unwrap_or(Sides::new(1, 1));
    let count = |side| hunk.rows.iter().filter(|row| row.change.line(side).is_some()).count();
    let left = Sides::new(Side::Old, Side::New).map(|side| {
        let lines = u32::try_from(count(side)).unwrap_or(u32::MAX);
        next.get(side).checked_sub(start.get(side).saturating_add(lines))
    });
    match hunk.start {
        Some(_) => left.old.is_some() && left.old == left.new,
        None => left.old.is_some() && left.new.is_some(),
    }
}

/// A byte change stands on the pages of phones alone, whose tables have neither tabs nor markers that tell the sides
/// (`SpecialMobileDiff`): some of them must have come from elsewhere.
fn of_a_phone(sides: SideEvidence, page: &Page<'_>) -> Option<Warning> {
    let foreign = match sides {
        SideEvidence::Tabs => "tabs",
        SideEvidence::Markers => "markers",
        _ => return None,
    };
    page.byte_change.is_some().then(|| Warning {
        lines: None,
        code: WarningCode::StrayLine,
        message: format!(
            "this is a page for phones, and its {foreign} are those of another page; was it altered on the way?"
        ),
    })
}

/// A single column that lost its heading has the tabs of added rows: nothing stands twice in it, and nothing says
/// that there were two columns.
fn one_column(sides: SideEvidence, page: &Page<'_>, hunks: &[Hunk<Line<'_>>]) -> Option<Warning> {
    let labels = page.revisions.as_ref().map(|revision| revision.label.as_ref());
    // One heading that stands twice is one.
    let has_both_headings = labels.old.is_some() && labels.new.is_some() && labels.old != labels.new;
    let mut rows = hunks.iter().flat_map(|hunk| &hunk.rows);
    let stands_twice = |change: &Change<Line<'_>>| match change {
        Change::Context(lines) => !lines.new.is_empty(),
        _ => false,
    };
    let is_doubtful =
        sides == SideEvidence::Tabs && !has_both_headings && hunks.iter().all(|hunk| hunk.start.is_none());
    (is_doubtful && !rows.any(|row| stands_twice(&row.change))).then(|| Warning {
        lines: None,
        code: WarningCode::OneColumn,
        message: "no line stands on both sides, and there are not two headings: this may be one column of the diff; \
                  copy from the page's heading on"
            .to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Proof;
    use crate::pairing::grammar::candidates::Piece;
    use crate::parse;
    use crate::parse::sheet::Rendered;

    /// Reads a paste; expects the codes of what is told, and no proof where there is any.
    #[track_caller]
    fn case(paste: &str, expected: &[WarningCode]) {
        let diffs = crate::internals::parse_lines(paste, &parse::Options::default()).unwrap();
        let told: Vec<_> = diffs.iter().flat_map(|diff| &diff.warnings).map(|warning| warning.code).collect();
        assert_eq!(told, expected, "{paste:?}");
        let is_proved = diffs.iter().all(|diff| diff.proof == Proof::Stated);
        assert_eq!(is_proved, expected.is_empty(), "{paste:?}");
    }

    #[test]
    fn a_context_row_of_two_texts_is_a_changed_one() {
        let cells = |new: &str| {
            let cell = |side: &str, text: &str| {
                format!(
                    "<td class=\"diff-marker\"></td><td class=\"diff-context diff-side-{side}\"><div>{text}</div></td>"
                )
            };
            format!("<table class=\"diff\"><tr>{}{}</tr></table>", cell("deleted", "a b"), cell("added", new))
        };
        case(&cells("a b"), &[]);
        case(&cells("a\u{a0}b"), &[]);
        case(&cells("c"), &[WarningCode::StrayLine]);
    }

    #[test]
    fn a_paste_that_breaks_off_in_a_line_is_doubted() {
        case("\t\na\n\t\t\na\n\t\nlong\n\t\t\nlo", &[WarningCode::CutOff]);
        case("\t\na\n\t\t\na\n\t\nlong\n\t\t\nlo\u{FFFD}", &[WarningCode::CutOff]);
        case("\t\na\n\t\t\na\n\t\nlo\n\t\t\nlo ", &[WarningCode::CutOff]);
        case("\t\na\n\t\t\na\n\t\n  lo\n\t\t\n  ", &[WarningCode::CutOff]);
        case("\t\na\n\t\t\na\n\t\nlo\n\t\t\nlong", &[]);
        case("\t\na\n\t\t\na\n\t\nlong\n\t\t\nlo\n\t\nb\n\t\t\nb", &[]);
    }

    #[test]
    fn a_paste_that_begins_with_half_a_row_is_doubted() {
        case("\t\t\nb\n\t\na\n\t\t\na", &[WarningCode::CutOff]);
        case("\t\nb\n\t\t\nc\n\t\na\n\t\t\na", &[WarningCode::CutOff]);
        case("−\t\nb\n+\t\nc\n \t\na\n \t\na", &[]);
        case("Line 1:\tLine 1:\n\t\t\nb\n\t\na\n\t\t\na", &[]);
        case("Line 1:\tLine 1:\n\t\nb\n\t\t\nc\n\t\na\n\t\t\na", &[]);
        case("Fenn: Difference between revisions\n\t\t\nb\n\t\na\n\t\t\na", &[]);
    }

    /// What speaks against the arithmetic of these rows.
    fn of_rows<const N: usize>(changes: [Change<Line<'static>>; N]) -> Option<WarningCode> {
        let rows = changes.map(|change| Row::new(change, 3));
        of_checked(&[Hunk { start: None, section: None, rows: rows.into() }]).map(|told| told.code)
    }

    fn changed(old: &'static str, new: &'static str) -> Change<Line<'static>> {
        Change::Changed(Sides::new(old.into(), new.into()))
    }

    #[test]
    fn arithmetic_proves_no_row_in_which_nothing_changed() {
        let context = || Change::Context(Sides::new("a".into(), "a".into()));
        assert_eq!(of_rows([changed("b", "b"), context()]), Some(WarningCode::StrayLine));
        assert_eq!(of_rows([changed("b", "\tb"), context()]), Some(WarningCode::StrayLine));
        assert_eq!(of_rows([changed("b", "c"), context()]), None);
    }

    #[test]
    fn arithmetic_proves_no_header_to_be_a_row() {
        let alone = |text: &'static str| of_rows([Change::Removed(text.into())]);
        for header in ["Line 20: Line 20:", "Ligne 20\u{a0}: \tLigne 20\u{a0}:", "第2行：\t第2行："] {
            assert_eq!(alone(header), Some(WarningCode::StrayLine), "{header}");
        }
        for other in ["Line 20: Line 21:", "row row", "a 2", "2", ""] {
            assert_eq!(alone(other), None, "{other}");
        }
        let twice = |text: &'static str| {
            of_rows([Change::Context(Sides::new(text.into(), text.into())), changed("a", "b")])
        };
        for header in ["Line 20:", "Ligne 20\u{a0}:", "第2行："] {
            assert_eq!(twice(header), Some(WarningCode::StrayLine), "{header}");
        }
        for other in ["Line 20", "; Step 2:", "It was written in 1902 as follows:", "Notes:", ":"] {
            assert_eq!(twice(other), None, "{other}");
        }
    }

    #[test]
    fn arithmetic_proves_no_line_below_the_same_one() {
        let context = |text: &'static str| Change::Context(Sides::new(text.into(), text.into()));
        assert_eq!(of_rows([context("a"), changed("a", "b")]), Some(WarningCode::StrayLine));
        assert_eq!(of_rows([changed("b", "a"), context("a")]), Some(WarningCode::StrayLine));
        assert_eq!(of_rows([context("a"), changed("b", "a")]), None);
        assert_eq!(of_rows([context("}}"), changed("}}", "b")]), None);
        assert_eq!(of_rows([context("</div>"), changed("</div>", "b")]), None);
    }

    #[test]
    fn arithmetic_proves_no_texts_beside_two_empty_lines() {
        assert_eq!(of_rows([changed("", "b"), changed(" ", "c")]), Some(WarningCode::StrayLine));
        assert_eq!(of_rows([changed("", "b"), changed("a", "c")]), None);
    }

    #[test]
    fn arithmetic_proves_no_two_lines_of_which_the_last_begins_the_other() {
        let added = |text: &'static str| Change::Added(text.into());
        assert_eq!(of_rows([added("long"), added("lo")]), Some(WarningCode::CutOff));
        assert_eq!(of_rows([added("long"), added("lo\u{FFFD}")]), Some(WarningCode::CutOff));
        assert_eq!(of_rows([added("lo"), added("long")]), None);
    }

    #[test]
    fn a_line_beside_an_empty_one_is_a_loss() {
        case("\t\na\n\t\t\na\n\t\nb\n\t\t\nc", &[]);
        case("\t\na\n\t\t\na\n\t\nb\n\t\t", &[WarningCode::StrayLine]);
        case("\t\na\n\t\t\na\n\t\n\t\t\nc", &[WarningCode::StrayLine]);
    }

    #[test]
    fn a_marker_in_the_place_of_a_text_is_a_loss() {
        let told = |changes: Vec<Change<Line<'static>>>| {
            let rows = changes.into_iter().map(|change| Row::new(change, 3));
            marker_as_text(&[Hunk { start: None, section: None, rows: rows.collect() }]).map(|told| told.code)
        };
        for marker in [" \t+\t", "−\t"] {
            assert_eq!(told(vec![changed("a", marker)]), Some(WarningCode::StrayLine));
        }
        for text in ["+", "\t", "a\t+", "⚫"] {
            assert_eq!(told(vec![changed("a", text)]), None);
        }
        let moved = Change::MovedTo("b".into(), 0);
        assert_eq!(told(vec![changed("a", "⚫"), moved]), Some(WarningCode::StrayLine));
    }

    #[test]
    fn a_line_that_borders_tear_apart_proves_nothing() {
        let cell = |text: &'static str, claim| Cell {
            text: text.into(),
            line: 1,
            side: None,
            marker: None,
            claim,
            rendered: Rendered::Unknown,
            is_ambiguous: false,
        };
        let cells = vec![
            cell("\t", RowClaim::Border),
            cell("a", RowClaim::Unknown),
            cell(" ", RowClaim::Unknown),
            cell("", RowClaim::Unknown),
        ];
        let section = Section { start: None, cells };
        let torn = |new: usize| {
            let lines = Sides::new(1, new).map(|at| Some(Piece::whole(&section.cells, at)));
            is_torn(std::slice::from_ref(&section), &[vec![Step { kind: StepKind::Changed, lines, at: 0 }]])
        };
        assert!(!torn(1) && !torn(2));
        assert!(torn(3));
    }

    #[test]
    fn rows_lead_to_the_next_numbers() {
        let paste = |added: &str| {
            format!(
                "Line 1:\tLine 1:\n \t\na\n \t\na\n{added} \t\nc\n \t\nc\nLine 9:\tLine 10:\n \t\nd\n \t\nd\n−\t\ne\n "
            )
        };
        case(&paste(" \t+\t\nb\n"), &[]);
        case(&paste(""), &[WarningCode::LinesDisagree]);
    }

    #[test]
    fn a_column_that_lost_its_heading_is_not_believed() {
        case("\t\t\na\n\t\t\nb", &[WarningCode::OneColumn]);
        case("\t\na\n\t\t\na\n\t\t\nb", &[]);
        let headed = |old: &str, new: &str| format!("{old}\n{new}\n\t\t\na\n\t\t\nb\n\t\t\nc");
        let [first, last] =
            ["Revision as of 11:22, 3 February 2023", "Latest revision as of 11:22, 4 February 2023"];
        case(&headed(last, last), &[WarningCode::OneColumn]);
        case(&headed(first, last), &[]);
    }

    #[test]
    fn a_phones_page_states_no_sides_by_tabs_or_markers() {
        for rows in ["\t\na\n\t\t\na\n\t\t\nb", "Line 3: Line 3:\na\na\n+\nb"] {
            let paste = |bytes: &str| format!("Fenn: Difference between revisions\n{bytes}{rows}");
            case(&paste(""), &[]);
            case(&paste("2 bytes added , 4 February 2023\n"), &[WarningCode::StrayLine]);
        }
    }

    #[test]
    fn rows_that_overlap_the_next_hunk_are_too_many() {
        let hunk = |start: u32, rows: usize| Hunk {
            start: Some(Sides::new(start, start)),
            section: None,
            rows: (0..rows)
                .map(|_| Row::new(Change::Context(Sides::new("a".into(), "a".into())), 1))
                .collect(),
        };
        assert!(leads_to(&hunk(1, 3), &hunk(4, 1)));
        assert!(!leads_to(&hunk(1, 3), &hunk(3, 1)));
        let headless = |rows: usize| Hunk { start: None, ..hunk(1, rows) };
        assert!(leads_to(&headless(2), &hunk(3, 1)) && leads_to(&headless(1), &hunk(3, 1)));
        assert!(!leads_to(&headless(3), &hunk(3, 1)));
    }
}
