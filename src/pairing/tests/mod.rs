//! Helpers for the tests of pairing: sheets without a parser, and rows as text. One test: warnings never change a proof.
//!
//! A row is written as one line: `=a` is context, `~a|b` changed, `-a` removed, `+a` added, `<1 a` and `>1 a` moved
//! from and to, with the number of the move; `?` before it marks an ambiguous row.

mod corpus;
mod readings;
mod walk;

use crate::model::{ByteChange, Change, Line, Proof, Row, Shape, Side, Sides, Warning, WarningCode};
use crate::options::Options;
use crate::pairing::pair;
use crate::parse::sheet::{Cell, Engine, Integrity, Section, Sheet, SideEvidence, Source};

/// Writes the rows of a hunk as text.
pub(crate) fn shown(rows: &[Row<Line<'_>>]) -> Vec<String> {
    rows.iter().map(format_row).collect()
}

fn format_row(row: &Row<Line<'_>>) -> String {
    let guessed = if row.is_ambiguous { "?" } else { "" };
    match &row.change {
        Change::Context(lines) => format!("{guessed}={}", lines.old),
        Change::Changed(lines) => format!("{guessed}~{}|{}", lines.old, lines.new),
        Change::Removed(line) => format!("{guessed}-{line}"),
        Change::Added(line) => format!("{guessed}+{line}"),
        Change::MovedFrom(line, number) => format!("{guessed}<{number} {line}"),
        Change::MovedTo(line, number) => format!("{guessed}>{number} {line}"),
    }
}

/// Makes a cell that states nothing but its text.
pub(crate) fn cell(text: &str, line: u32) -> Cell<'_> {
    Cell::new(text, line)
}

/// Makes a sheet of sections: each text has a cell on every line.
pub(crate) fn sheet<'t>(sides: SideEvidence, sections: &[(Option<Sides<u32>>, &'t str)]) -> Sheet<'t> {
    let section = |(start, cells): &(Option<Sides<u32>>, &'t str)| Section {
        start: *start,
        heading: None,
        cells: (1..).zip(cells.split('\n')).map(|(line, text)| cell(text, line)).collect(),
    };
    Sheet {
        sections: sections.iter().map(section).collect(),
        ..Sheet::new(Shape::Cells, Source::new(sides), 1)
    }
}

/// Makes a mobile page with a byte change and one hunk of these cells.
pub(crate) fn mobile(bytes: i64, cells: &str) -> Sheet<'_> {
    let mut sheet = sheet(SideEvidence::Unstated, &[(Some(Sides::new(20, 20)), cells)]);
    sheet.page.byte_change = Some(ByteChange::Signed(bytes));
    sheet.source = Source { engines: &[Engine::Php], ..sheet.source };
    sheet
}

/// Makes a stated, a proved and a likely sheet.
fn sheets_of_each_proof() -> [(Proof, Sheet<'static>); 3] {
    let mut stated = sheet(SideEvidence::Format, &[(None, "milk")]);
    stated.sections[0].cells[0].side = Some(Side::New);
    let likely = sheet(SideEvidence::Unstated, &[(None, "one\none\nmilk\nten\nten")]);
    let mut proved = likely.clone();
    proved.page.byte_change = Some(ByteChange::Signed(5));
    [(Proof::Stated, stated), (Proof::Checked, proved), (Proof::Inferred, likely)]
}

#[test]
fn warnings_never_change_a_proof() {
    let codes = [
        WarningCode::UnreadLine,
        WarningCode::StrayLine,
        WarningCode::InlineView,
        WarningCode::OneColumn,
        WarningCode::EntityText,
        WarningCode::CutOff,
        WarningCode::NotUtf8,
        WarningCode::Mended,
        WarningCode::Altered,
        WarningCode::SpacesFolded,
        WarningCode::BytesDisagree,
        WarningCode::LinesDisagree,
        WarningCode::BlankLines,
        WarningCode::SearchLimit,
    ];
    let warnings = codes.map(|code| Warning { lines: Some(1..=1), code, message: String::new() });
    for (proof, quiet) in sheets_of_each_proof() {
        for integrity in [Integrity::Intact, Integrity::Repaired, Integrity::Damaged] {
            let quiet = Sheet { integrity, ..quiet.clone() };
            let warned = Sheet { warnings: warnings.to_vec(), ..quiet.clone() };
            let expected = if integrity == Integrity::Intact { proof } else { Proof::Inferred };
            assert_eq!(pair(quiet, &Options::default()).proof, expected, "{proof} {integrity:?}");
            assert_eq!(pair(warned, &Options::default()).proof, expected, "{proof} {integrity:?}");
        }
    }
}
