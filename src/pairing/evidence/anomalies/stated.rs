//! Anomalies of rows whose sides a copied table states.

use crate::model::{Change, Comparison, Hunk, Line, Page, Row, Side, Sides, Warning, WarningCode};
use crate::parse::sheet::{Marker, RowClaim, Section, SideEvidence};

use super::{Anomaly, changed_lines, cut_off, rows, stray};
use crate::pairing::evidence::byte_delta::byte_delta;
use crate::pairing::evidence::messages;
use crate::pairing::stated;

/// Signs of a line of markers, besides blanks.
const MARKERS: [char; 3] = ['−', '+', '⚫'];

/// Marker of a moved paragraph.
const MOVED_MARKER: &str = "⚫";

/// Finds an anomaly in rows that a copied table states. Other formats count their own lines, and are not MediaWiki's alone.
pub(crate) fn in_stated_rows(
    sides: SideEvidence,
    page: &Page<'_>,
    hunks: &[Hunk<Line<'_>>],
) -> Option<Anomaly> {
    if !sides.is_copied_table() {
        return None;
    }
    cut_off(hunks)
        .or_else(|| text_beside_nothing(hunks))
        .or_else(|| marker_as_text(hunks))
        .or_else(|| line_numbers_disagree(hunks))
        .or_else(|| header_among_changes(sides, hunks))
        .or_else(|| single_column(sides, page, hunks))
        .or_else(|| mobile_page_with_table_marks(sides, page))
        .or_else(|| starts_mid_row(sides, page, hunks))
        .or_else(|| lacks_byte_change(page, hunks))
}

/// Finds a row whose cells are marked as one text and differ.
pub(crate) fn context_cells_differ(sections: &[Section<'_>]) -> Option<Anomaly> {
    let message = "two cells here are marked as unchanged, but differ; the text may have been altered";
    let mut pairs = sections.iter().flat_map(|section| section.cells.windows(2));
    let pair = pairs.find(|pair| {
        pair[1].claim == RowClaim::Second
            && pair[0].marker == Some(Marker::Context)
            && !stated::is_context(&pair[0].text, &pair[1].text)
    })?;
    Some(Anomaly::wrong(Warning::new(pair[0].line, WarningCode::StrayLine, message)))
}

/// Finds a line that changed from or to an empty line. wikidiff2 pairs no such lines (`LineDiffProcessor`: their similarity
/// is too low), and the PHP engine writes a blank line of a changed block as NBSP.
fn text_beside_nothing(hunks: &[Hunk<Line<'_>>]) -> Option<Anomaly> {
    let is_half_empty = |lines: &Sides<Line<'_>>| lines.old.is_empty() != lines.new.is_empty();
    let message = "a line here stands beside an empty one, which no wiki prints; a line may be missing";
    let row = rows(hunks).find(|row| changed_lines(row).is_some_and(is_half_empty))?;
    Some(stray(row, message))
}

/// Finds a line of the tabs and signs of a marker, or of the moved marker if other lines were moved. Where a text got lost,
/// the marker below it is read in its place.
fn marker_as_text(hunks: &[Hunk<Line<'_>>]) -> Option<Anomaly> {
    let has_moved = rows(hunks).any(|row| matches!(row.change, Change::MovedFrom(..) | Change::MovedTo(..)));
    let is_marker = |line: &Line<'_>| is_marker_with_tab(line) || has_moved && line.trim() == MOVED_MARKER;
    let message = "the text of a row here is a marker; the line before it may be missing";
    let row = rows(hunks).find(|row| {
        let Sides { old, new } = row.change.lines();
        old.is_some_and(is_marker) || new.is_some_and(is_marker)
    })?;
    Some(stray(row, message))
}

fn is_marker_with_tab(line: &str) -> bool {
    let is_sign = |c: char| MARKERS.contains(&c) || c == ' ' || c == '\t';
    line.contains('\t') && line.contains(MARKERS) && line.chars().all(is_sign)
}

/// Finds a header that the rows above it do not lead to.
fn line_numbers_disagree(hunks: &[Hunk<Line<'_>>]) -> Option<Anomaly> {
    let wrong = hunks.windows(2).find(|pair| !leads_to(&pair[0], &pair[1]))?;
    let line = wrong[0].rows.first().and_then(|row| row.source_line);
    let message = "the rows from here on do not lead to the next line numbers; some rows may be missing";
    Some(Anomaly::wrong(Warning::new(line, WarningCode::LinesDisagree, message)))
}

fn leads_to(hunk: &Hunk<Line<'_>>, next: &Hunk<Line<'_>>) -> bool {
    let Some(next) = next.start else { return true };
    // Rows without a header begin at the page's first line, or below it.
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

/// Finds a header beside a change. Both engines print two lines of context above a header, and below it unless the page begins
/// there, so it is a line of the text that looks like a header. Among markers, changes on both sides of it are needed: a part
/// of the context may be missing, but no marker is.
fn header_among_changes(sides: SideEvidence, hunks: &[Hunk<Line<'_>>]) -> Option<Anomaly> {
    let is_change = |row: Option<&Row<Line<'_>>>| row.is_none_or(|row| !row.change.is_context());
    let pair = hunks.windows(2).find(|pair| {
        let (above, below) = (is_change(pair[0].rows.last()), is_change(pair[1].rows.first()));
        if sides == SideEvidence::Tabs { above || below } else { above && below }
    })?;
    let line = pair[0].rows.last().and_then(|row| row.source_line);
    let message = "a header with line numbers stands among changed lines here; it may be text of the page";
    Some(Anomaly::wrong(Warning::new(line, WarningCode::StrayLine, message)))
}

/// Finds tabs or markers on a mobile page. A byte change stands on mobile pages alone, whose tables have neither tabs nor
/// markers for the sides (`SpecialMobileDiff`): some of them must have come from elsewhere.
fn mobile_page_with_table_marks(sides: SideEvidence, page: &Page<'_>) -> Option<Anomaly> {
    let foreign = match sides {
        SideEvidence::Tabs => "tabs",
        SideEvidence::Markers => "markers",
        _ => return None,
    };
    let message = format!(
        "this is a mobile page, but its {foreign} come from another page; the text may have been altered"
    );
    page.byte_change.is_some().then(|| Anomaly::wrong(Warning::new(None, WarningCode::StrayLine, message)))
}

/// Finds rows without the byte change that the page states: a row is missing, or its columns were told wrongly.
fn lacks_byte_change(page: &Page<'_>, hunks: &[Hunk<Line<'_>>]) -> Option<Anomaly> {
    messages::stated_bytes_disagree(page.byte_change, byte_delta(hunks)).map(Anomaly::wrong)
}

/// Finds rows that may be one column of the diff. A single column that lost its heading has the tabs of added rows; no line
/// is on both sides, and nothing shows that there were two columns.
fn single_column(sides: SideEvidence, page: &Page<'_>, hunks: &[Hunk<Line<'_>>]) -> Option<Anomaly> {
    let labels = page.revisions.as_ref().map(|revision| revision.label.as_ref());
    // Two equal headings are one heading, copied twice.
    let has_both_headings = labels.old.is_some() && labels.new.is_some() && labels.old != labels.new;
    let is_doubtful =
        sides == SideEvidence::Tabs && !has_both_headings && hunks.iter().all(|hunk| hunk.start.is_none());
    let has_context_text = rows(hunks)
        .any(|row| row.change.is_context() && row.change.lines().new.is_some_and(|line| !line.is_empty()));
    let message = "no line is on both sides, and there is no second heading: this may be one column of the \
                   diff; copy from the page's heading on";
    let warning = Warning::new(None, WarningCode::OneColumn, message);
    (is_doubtful && !has_context_text).then_some(Anomaly { warning, comparison: Comparison::Incomplete })
}

/// Finds a first row on one side only, with nothing above it. A hunk begins with context unless it is at the page's first
/// line, so the paste may begin inside a row. Where tabs alone state the sides, the rest of such a row runs on into the next
/// row, and both look like a changed row.
fn starts_mid_row(sides: SideEvidence, page: &Page<'_>, hunks: &[Hunk<Line<'_>>]) -> Option<Anomaly> {
    let revisions = &page.revisions;
    let is_headed = page.title.is_some() || revisions.old.label.is_some() || revisions.new.label.is_some();
    let first = hunks.first().filter(|hunk| !is_headed && hunk.start.is_none())?.rows.first()?;
    let message = match first.change {
        Change::Context(_) => return None,
        Change::Changed(_) if sides != SideEvidence::Tabs => return None,
        Change::Changed(_) => {
            "the first row is changed, and nothing stands above it: two rows may have run together; copy from \
             the page's heading on"
        }
        _ => {
            "the first row has one side only, and nothing stands above it: its other side may be missing; copy \
             from the page's heading on"
        }
    };
    Some(Anomaly::cut_off(first.source_line, message))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Proof;
    use crate::parse;

    /// Reads a paste; expects the codes of its warnings, and a proof only without warnings.
    #[track_caller]
    fn case(paste: &str, expected: &[WarningCode]) {
        let diffs = crate::internals::parse_lines(paste, &parse::Options::default()).unwrap();
        let told: Vec<_> = diffs.iter().flat_map(|diff| &diff.warnings).map(|warning| warning.code).collect();
        assert_eq!(told, expected, "{paste:?}");
        let is_proved = diffs.iter().all(|diff| diff.proof == Proof::Stated);
        assert_eq!(is_proved, expected.is_empty(), "{paste:?}");
    }

    fn changed(old: &'static str, new: &'static str) -> Change<Line<'static>> {
        Change::Changed(Sides::new(old.into(), new.into()))
    }

    #[test]
    fn finds_context_cells_that_differ() {
        let cells = |new: &str| {
            let cell = |side: &str, text: &str| {
                format!(
                    "<td class=\"diff-marker\"></td><td class=\"diff-context \
                     diff-side-{side}\"><div>{text}</div></td>"
                )
            };
            let removed = "<td class=\"diff-marker\">−</td><td class=\"diff-deletedline\"><div>r</div></td><td \
                           colspan=\"2\" class=\"diff-side-added\"></td>";
            let context = [cell("deleted", "a b"), cell("added", new)].concat();
            format!("<table class=\"diff\"><tr>{context}</tr><tr>{removed}</tr></table>")
        };
        case(&cells("a b"), &[]);
        case(&cells("a\u{a0}b"), &[]);
        case(&cells("c"), &[WarningCode::StrayLine]);
    }

    #[test]
    fn finds_a_paste_that_breaks_off() {
        case("\t\na\n\t\t\na\n\t\nlong\n\t\t\nlo", &[WarningCode::CutOff]);
        case("\t\na\n\t\t\na\n\t\nlong\n\t\t\nlo\u{FFFD}", &[WarningCode::CutOff]);
        case("\t\na\n\t\t\na\n\t\nlo\n\t\t\nlo ", &[WarningCode::CutOff]);
        case("\t\na\n\t\t\na\n\t\n  lo\n\t\t\n  ", &[WarningCode::CutOff]);
        case("\t\na\n\t\t\na\n\t\nlo\n\t\t\nlong", &[]);
        case("\t\na\n\t\t\na\n\t\nlong\n\t\t\nlo\n\t\nb\n\t\t\nb", &[]);
    }

    #[test]
    fn finds_a_paste_that_starts_mid_row() {
        case("\t\t\nb\n\t\na\n\t\t\na", &[WarningCode::CutOff]);
        case("\t\nb\n\t\t\nc\n\t\na\n\t\t\na", &[WarningCode::CutOff]);
        case("−\t\nb\n+\t\nc\n \t\na\n \t\na", &[]);
        case("Line 1:\tLine 1:\n\t\t\nb\n\t\na\n\t\t\na", &[]);
        case("Line 1:\tLine 1:\n\t\nb\n\t\t\nc\n\t\na\n\t\t\na", &[]);
        case("Fenn: Difference between revisions\n\t\t\nb\n\t\na\n\t\t\na", &[]);
    }

    #[test]
    fn finds_a_text_beside_nothing() {
        case("\t\na\n\t\t\na\n\t\nb\n\t\t\nc", &[]);
        case("\t\na\n\t\t\na\n\t\nb\n\t\t", &[WarningCode::StrayLine]);
        case("\t\na\n\t\t\na\n\t\n\t\t\nc", &[WarningCode::StrayLine]);
    }

    #[test]
    fn finds_a_marker_read_as_text() {
        let told = |changes: Vec<Change<Line<'static>>>| {
            let rows = changes.into_iter().map(|change| Row::new(change, 3));
            marker_as_text(&[Hunk { start: None, section: None, rows: rows.collect() }])
                .map(|told| told.warning.code)
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
    fn finds_line_numbers_that_disagree() {
        let paste = |added: &str| {
            format!(
                "Line 1:\tLine 1:\n \t\na\n \t\na\n{added} \t\nc\n \t\nc\nLine 9:\tLine 10:\n \t\nd\n \
                 \t\nd\n−\t\ne\n "
            )
        };
        case(&paste(" \t+\t\nb\n"), &[]);
        case(&paste(""), &[WarningCode::LinesDisagree]);
    }

    #[test]
    fn finds_a_single_column() {
        case("\t\t\na\n\t\t\nb", &[WarningCode::OneColumn]);
        case("\t\na\n\t\t\na\n\t\t\nb", &[]);
        let headed = |old: &str, new: &str| format!("{old}\n{new}\n\t\t\na\n\t\t\nb\n\t\t\nc");
        let [first, last] =
            ["Revision as of 11:22, 3 February 2023", "Latest revision as of 11:22, 4 February 2023"];
        case(&headed(last, last), &[WarningCode::OneColumn]);
        case(&headed(first, last), &[]);
    }

    #[test]
    fn finds_a_header_among_changes() {
        let rows = |below: &str| format!("Line 1:\tLine 1:\n \t+\t\na\nLine 5:\tLine 6:\n{below}");
        case(&rows(" \t+\t\nb"), &[WarningCode::StrayLine]);
        case(&rows(" \t\nb\n \t\nb\n \t+\t\nc"), &[]);
    }

    #[test]
    fn finds_table_marks_on_a_mobile_page() {
        for rows in ["\t\na\n\t\t\na\n\t\t\nb", "Line 3: Line 3:\na\na\n−\nb\n+\nc"] {
            let paste = |bytes: &str| format!("Fenn: Difference between revisions\n{bytes}{rows}");
            case(&paste(""), &[]);
            case(&paste("2 bytes added , 4 February 2023\n"), &[WarningCode::StrayLine]);
        }
    }

    #[test]
    fn rows_must_not_overlap_the_next_hunk() {
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
