//! Properties as functions of bytes, for the fuzzer and for a short run.
//!
//! A broken property is a panic. Each target reads its bytes in one way: as a paste, as two pages, or as choices.

#![expect(clippy::missing_panics_doc, reason = "a broken property is a panic")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use wikidiff::Options;
use wikidiff::internals::{
    ContentModel, compare_in, decode, diff_lines, mark, parse_lines, read_page_facts, read_sheets,
};
use wikidiff::model::{Diff, Line, Marked, Proof, Shape, Side, Sides, WarningCode};

use super::damaged::{lines_of_rows, missing_cells, page_facts};
use super::mutation::{DamagedPaste, apply, mutation};
use super::output::{self, files};
use super::reading::{WRONG_PROOF, context_rows_agree, find_broken_property, is_repaired};
use super::{page, safety};
use crate::support::bytes::Bytes;
use crate::support::coverage::{is_reported, normal};
use crate::support::generators;
use crate::support::scoring::fold_whitespace;
use crate::support::simulated::{Simulated, config, read};
use crate::support::text_tables::{TextForm, write_table};

/// A function that a fuzzer calls with bytes.
pub type Target = fn(&[u8]);

/// Every target, by its name.
pub const TARGETS: [(&str, Target); 10] = [
    ("text", text),
    ("extracted", extracted),
    ("markup", markup),
    ("simulated", simulated),
    ("damaged", damaged),
    ("tables", tables),
    ("words", words),
    ("revisions", revisions),
    ("outputs", outputs),
    ("views", views),
];

#[track_caller]
fn assert_holds(result: Result<(), TestCaseError>) {
    if let Err(error) = result {
        panic!("{error}");
    }
}

/// Text below a header row in one of the ways in which programs write it.
pub fn extracted(bytes: &[u8]) {
    const HEADS: [&str; 8] = [
        "    Line 3:\t\t    Line 3:\n",
        "   Line 3:                    Line 3:\n",
        "Line 3:\n\nLine 3:\n\n",
        "Line 3:\nLine 3:\n\n\n\n",
        "Line 3:\n\n\nLine 3:\n\n\n\n\n\n\n\n\n",
        "Line 3:\n\n\nLine 3:\n\n\n",
        "\t\tLine 3:\nLine 3:\na milla mill\n",
        "(\nedit\n)\nLine 3:\nLine 3:\n",
    ];
    let [form, rest @ ..] = bytes else { return };
    let head = HEADS[usize::from(*form) % HEADS.len()];
    text(&[head.as_bytes(), rest].concat());
}

/// A paste of text, read in its detected shape and in a random shape.
pub fn text(bytes: &[u8]) {
    let decoded = decode(bytes);
    let diffs = read(&decoded.text);
    assert_holds(is_sound(&decoded.text, &diffs));
    assert_holds(is_accounted_for(&decoded.text, &diffs));
    let forced = Shape::ALL[bytes.len() % Shape::ALL.len()];
    let mut options = Options::default();
    options.shape = Some(forced);
    assert_holds(is_sound(&decoded.text, &parse_lines(&decoded.text, &options).unwrap_or_default()));
}

/// An input that is not a copied table: markup, an answer, a feed, an export.
pub fn markup(bytes: &[u8]) {
    let decoded = decode(bytes);
    assert_holds(is_sound(&decoded.text, &read(&decoded.text)));
    _ = read_page_facts(&decoded.text);
}

/// A simulated paste: stated facts are kept, proved diffs are true, and no line is lost.
pub fn simulated(bytes: &[u8]) {
    let one = generators::simulated(&mut Bytes::new(bytes));
    let text = one.paste().text();
    let diffs = read(&text);
    assert_holds(is_accounted_for(&text, &diffs));
    let property = find_broken_property(&one)
        .filter(|property| *property != WRONG_PROOF || !is_proved_by_odds(&one, &diffs));
    assert_eq!(property, None, "{one:?}");
}

/// True if a proof may rest on likelihood, which a fuzzer can defeat. If lines repeat, blank lines follow each other, or
/// blank lines were restored, many readings have the stated byte change. The likeliest then counts as proved if the
/// others are far less likely. The long run counts the errors.
fn is_proved_by_odds(one: &Simulated, diffs: &[Diff<'_, Line<'_>>]) -> bool {
    let stands_twice = [Side::Old, Side::New].iter().any(|side| {
        let is_blank = |line: &String| line.trim().is_empty();
        let has_gap = one.pages.get(*side).windows(2).any(|pair| pair.iter().all(is_blank));
        let mut lines: Vec<&str> =
            one.pages.get(*side).iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect();
        lines.sort_unstable();
        has_gap || lines.windows(2).any(|pair| pair[0] == pair[1])
    });
    let is_put_back = |diff: &Diff<'_, Line<'_>>| {
        diff.proof == Proof::Checked && diff.warnings.iter().any(|one| one.code == WarningCode::BlankLines)
    };
    stands_twice || diffs.iter().any(is_put_back)
}

/// A damaged simulated paste: no line is lost, and a stated diff is true for the lines that survived.
pub fn damaged(bytes: &[u8]) {
    let mut bytes = Bytes::new(bytes);
    let one = generators::simulated(&mut bytes);
    let paste = one.paste();
    let mutations = [vec![mutation(&mut bytes)], bytes.many(2, mutation)].concat();
    let damaged = DamagedPaste::new(paste.text(), &mutations);
    let text = &damaged.text;
    let diffs = read(text);
    assert_holds(is_sound(text, &diffs));
    let cells: Vec<String> = paste.cells.iter().map(|at| paste.lines[*at].clone()).collect();
    if !diffs.is_empty() {
        let missing_cells = missing_cells(text, &cells, &diffs);
        assert!(missing_cells.is_empty(), "{missing_cells:?} of\n{text}");
    }
    let mut contradicted = find_contradictions(&one, &diffs);
    contradicted.retain(|(_, line)| !damaged.is_affected(line, one.style.engine()));
    assert!(contradicted.is_empty(), "{contradicted:?} after {mutations:?}:\n{text}\n{one:?}");
}

/// A table that a program wrote as text: no line is lost, and a stated diff has the lines of both pages.
pub fn tables(bytes: &[u8]) {
    let mut bytes = Bytes::new(bytes);
    let form = TextForm::choose(&mut bytes);
    let table = generators::simulated(&mut bytes).table();
    let text = write_table(&table, form);
    let diffs = read(&text);
    assert_holds(is_sound(&text, &diffs));
    assert_holds(is_accounted_for(&text, &diffs));
    let words = |line: &String| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    for diff in diffs.iter().filter(|diff| diff.proof == Proof::Stated) {
        for side in [Side::Old, Side::New] {
            let rows = diff.hunks.iter().flat_map(|hunk| &hunk.rows);
            let read = rows.filter_map(|row| row.change.line(side)).map(|line| words(&line.to_string()));
            let shown = table.rows().filter_map(|row| row.change.line(side)).map(words);
            let is_text = |line: &Vec<String>| !line.is_empty();
            let (read, shown): (Vec<_>, Vec<_>) =
                (read.filter(is_text).collect(), shown.filter(is_text).collect());
            assert_eq!(read, shown, "{form:?} {side:?}\n{text}");
        }
    }
}

/// Two lines, separated by a line end.
pub fn words(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (old, new) = text.split_once('\n').unwrap_or((&text, ""));
    for syntax in [ContentModel::Wikitext, ContentModel::Code] {
        let changed = compare_in(syntax, old, new).changed;
        let old = Marked::new(old.into(), changed.old.clone());
        let new = Marked::new(new.into(), changed.new.clone());
        assert_eq!(Sides::new(old.changed(), new.changed()), changed.as_ref().map(|marks| &marks[..]));
        assert_holds(output::unchanged_text_agrees(&old, &new));
    }
}

/// Two pages, with `\xff` between them: the rows applied to one give the other.
pub fn revisions(bytes: &[u8]) {
    let cut = bytes.iter().position(|byte| *byte == 0xff).unwrap_or(bytes.len());
    let (old, new) = bytes.split_at(cut);
    let pages = Sides::new(old, new.get(1..).unwrap_or_default()).map(String::from_utf8_lossy);
    let pages = pages.as_ref().map(AsRef::as_ref);
    for context in [bytes.len() % 5, usize::MAX] {
        let diff = diff_lines(pages, context);
        for side in [Side::Old, Side::New] {
            assert_eq!(apply_rows(&diff, pages, side), page_lines(pages.get(side)), "{side:?}");
        }
    }
}

/// A diff that no parser may ever return, with every property of output.
pub fn outputs(bytes: &[u8]) {
    let diff = generators::diff(&mut Bytes::new(bytes));
    assert_holds(safety::holds(&mark(diff.clone())));
    assert_holds(page::holds(vec![page::with_readable_facts(diff)]));
}

/// Checks the diff in every view at several widths.
pub fn views(bytes: &[u8]) {
    assert_holds(output::holds(generators::diff(&mut Bytes::new(bytes))));
}

/// Checks the properties of every diff, for any input.
fn is_sound(text: &str, diffs: &[Diff<'_, Line<'_>>]) -> Result<(), TestCaseError> {
    let ends = ['\n', '\r', '\u{b}', '\u{2028}', '\u{2029}'];
    let count = u32::try_from(text.matches(ends).count() + 1).unwrap();
    prop_assert!(context_rows_agree(diffs), "{text}");
    for diff in diffs {
        let rows = || diff.hunks.iter().flat_map(|hunk| &hunk.rows);
        let has_guess = rows().any(|row| row.is_ambiguous);
        prop_assert!(diff.proof == Proof::Inferred || !has_guess, "a proved row is guessed\n{}", text);
        let ends = diff.warnings.iter().flat_map(|one| &one.lines).map(|lines| *lines.end());
        let lines = rows().filter_map(|row| row.source_line).chain(ends);
        for line in lines.chain([diff.first_line]) {
            prop_assert!(line <= count, "line {} of {} in\n{}", line, count, text);
        }
    }
    Ok(())
}

/// Every line with letters below the first row is in a row, in a page fact or in a warning, or is a header, which has a
/// number.
fn is_accounted_for(text: &str, diffs: &[Diff<'_, Line<'_>>]) -> Result<(), TestCaseError> {
    if diffs.is_empty() || diffs.iter().any(|diff| diff.shape.is_exact()) {
        return Ok(());
    }
    let kept = diffs.iter().flat_map(|diff| lines_of_rows(diff).into_iter().chain(page_facts(diff)));
    let sections = diffs.iter().flat_map(|diff| &diff.hunks).filter_map(|hunk| hunk.section.as_ref());
    let kept = kept.chain(sections.map(|section| section.as_ref().to_owned()));
    let all: String = kept.map(|line| without_marks(&normal(&line), diffs)).collect();
    let is_heading = |line: &str| {
        let titles = diffs.iter().filter_map(|diff| diff.page.title.as_deref());
        titles.into_iter().any(|title| line == format!("{title}: Difference between revisions"))
    };
    // Between columns of the screen stands nothing but spaces.
    let has_columns = diffs.iter().any(|diff| diff.shape == Shape::Columns);
    let gap = if has_columns { "  " } else { "\t" };
    let undone = RepairedCells::new(text, diffs);
    for cell in undone.texts() {
        prop_assert!(
            all.contains(&without_marks(&normal(cell), diffs)),
            "a cell is lost: {:?} of\n{}",
            cell,
            text
        );
    }
    let is_noted = |line: &str| {
        diffs.iter().flat_map(|diff| &diff.notes).any(|note| note.ends_with(&format!(": {line}")))
    };
    for (line, number) in lines_of(text).zip(1..) {
        let is_cell = is_below_first_row(number, diffs) && may_be_cell(line);
        // A part without letters and numbers between borders is a marker.
        let parts = line.split(['|', '\t', '⚫']).flat_map(|part| part.split(gap));
        let mut parts = parts.filter(|part| part.contains(char::is_alphanumeric));
        let mut is_kept = || parts.all(|part| all.contains(&without_marks(&normal(part), diffs)));
        prop_assert!(
            !is_cell
                || is_kept()
                || is_reported(number, diffs)
                || is_noted(line)
                || is_heading(line)
                || undone.holds(number, line),
            "line {} is lost: {:?} of\n{}",
            number,
            line,
            text
        );
    }
    Ok(())
}

/// Marks of changed words, tags around cells and signs of escapes, which the rows of a table do not show.
const MARKS: [&str; 10] =
    ["~~", "[DEL:", ":DEL]", "[INS:", ":INS]", "\\", "<div>", "</div>", "]{.underline}", "["];

/// A text without the marks of a table that a program wrote as text, and with plain quotation marks, which such programs
/// bend.
fn without_marks(text: &str, diffs: &[Diff<'_, Line<'_>>]) -> String {
    let is_table =
        |diff: &Diff<'_, Line<'_>>| matches!(diff.shape, Shape::Markdown | Shape::Grid | Shape::Columns);
    if !diffs.iter().any(is_table) {
        return text.to_owned();
    }
    let plain = text.replace(['„', '“', '”'], "\"").replace(['‘', '’'], "'");
    MARKS.iter().fold(plain, |text, mark| text.replace(mark, ""))
}

/// The lines of a text. A text without line feeds may have other line ends.
fn lines_of(text: &str) -> impl Iterator<Item = &str> {
    let ends = ['\r', '\u{b}', '\u{2028}', '\u{2029}'];
    let other = ends.into_iter().find(|end| !text.contains('\n') && text.contains(*end));
    text.split(other.unwrap_or('\n'))
}

/// The cells of a repaired text, by line number. They differ from the copied lines.
#[derive(Default)]
struct RepairedCells {
    cells: BTreeMap<usize, Vec<String>>,
}

impl RepairedCells {
    fn new(text: &str, diffs: &[Diff<'_, Line<'_>>]) -> Self {
        let mut undone = Self::default();
        if is_repaired(diffs) {
            let sheets = read_sheets(text, &Options::default()).unwrap_or_default();
            let sections = sheets.iter().flat_map(|sheet| &sheet.sections);
            for cell in sections.flat_map(|section| &section.cells) {
                undone.cells.entry(cell.line as usize).or_default().push(cell.text.to_string());
            }
        }
        undone
    }

    fn texts(&self) -> impl Iterator<Item = &String> {
        self.cells.values().flatten()
    }

    /// True if a line of the text is in a cell, or continues a cell that begins above.
    fn holds(&self, number: usize, line: &str) -> bool {
        let above = self.cells.range(..=number).next_back();
        let part = normal(line.trim_end_matches(['=', '\r']));
        let is_cell = above.is_some_and(|(at, texts)| {
            *at == number || texts.iter().any(|text| normal(text).contains(&part))
        });
        is_cell || !self.cells.is_empty() && is_marker_of_another_encoding(line)
    }
}

/// True if the text may be a minus sign whose bytes were decoded as letters once or twice ("âˆ’").
fn is_marker_of_another_encoding(line: &str) -> bool {
    let sign = line.trim();
    sign.chars().count() <= 9 && !sign.bytes().any(|byte| byte.is_ascii_alphanumeric())
}

fn is_below_first_row(number: usize, diffs: &[Diff<'_, Line<'_>>]) -> bool {
    let begun = diffs.iter().rfind(|diff| diff.first_line as usize <= number);
    let rows = begun.into_iter().flat_map(|diff| &diff.hunks).flat_map(|hunk| &hunk.rows);
    rows.filter_map(|row| row.source_line).min().is_some_and(|first| number > first as usize)
}

/// True if a line may be a cell: headers have numbers, markers no letters.
fn may_be_cell(line: &str) -> bool {
    line.chars().any(char::is_alphabetic) && !line.chars().any(char::is_numeric)
}

/// The lines of stated diffs that the page of their side does not have.
fn find_contradictions(one: &Simulated, diffs: &[Diff<'_, Line<'_>>]) -> Vec<(Side, String)> {
    let engine = one.style.engine();
    let mut truth: BTreeMap<String, Vec<Side>> = BTreeMap::new();
    for side in [Side::Old, Side::New] {
        for line in one.pages.get(side) {
            truth.entry(fold_whitespace(line, engine)).or_default().push(side);
        }
    }
    // A fuzzer can find a line whose length makes the arithmetic of a damaged paste agree again.
    let stated = diffs.iter().filter(|diff| diff.proof == Proof::Stated);
    let rows: Vec<_> = stated.flat_map(|diff| &diff.hunks).flat_map(|hunk| &hunk.rows).collect();
    let lines = [Side::Old, Side::New].into_iter().flat_map(|side| {
        rows.iter()
            .filter_map(move |row| row.change.line(side))
            .map(move |line| (side, fold_whitespace(line, engine)))
    });
    let is_contradicted = |(side, line): &(Side, String)| {
        !line.trim().is_empty() && truth.get(line).is_some_and(|sides| !sides.contains(side))
    };
    lines.filter(is_contradicted).collect()
}

fn page_lines(page: &str) -> Vec<&str> {
    let text = page.strip_suffix('\n').unwrap_or(page);
    if page.is_empty() {
        Vec::new()
    } else {
        text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).collect()
    }
}

/// The page of a side, computed from the other page by the rows.
fn apply_rows<'p>(diff: &'p Diff<'_, Line<'_>>, pages: Sides<&'p str>, side: Side) -> Vec<&'p str> {
    let other = if side == Side::Old { Side::New } else { Side::Old };
    let from = page_lines(pages.get(other));
    let (mut made, mut at) = (Vec::new(), 0);
    for hunk in &diff.hunks {
        let start = *hunk.start.expect("of whole pages all numbers are known").get(other) as usize - 1;
        made.extend_from_slice(&from[at..start]);
        at = start;
        for row in &hunk.rows {
            if let Some(line) = row.change.line(other) {
                assert_eq!(line, from[at]);
                at += 1;
            }
            made.extend(row.change.line(side).map(AsRef::as_ref));
        }
    }
    made.extend_from_slice(&from[at..]);
    made
}

proptest! {
    #![proptest_config(config(24))]

    #[test]
    fn tables_break_no_property(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        tables(&bytes);
    }

    #[test]
    fn bytes_break_no_property(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        for (_, target) in TARGETS {
            target(&bytes);
        }
    }

    #[test]
    fn damaged_fixtures_break_no_property(
        fixture in prop::sample::select(fixtures()).no_shrink(),
        mutations in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        let text = damage(&fixture, &mut Bytes::new(&mutations));
        self::text(text.as_bytes());
        markup(text.as_bytes());
    }
}

#[test]
fn fixtures_lose_no_line() {
    let lost = |fixture: &String| is_accounted_for(fixture, &read(fixture)).err();
    let lost: Vec<_> = fixtures().iter().filter_map(lost).collect();
    assert!(lost.is_empty(), "{} fixtures lose a line: {lost:#?}", lost.len());
}

/// The fixtures that are text.
fn fixtures() -> Vec<String> {
    let paths = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures"));
    paths.iter().filter_map(|path| fs::read_to_string(path).ok()).collect()
}

fn damage(text: &str, bytes: &mut Bytes<'_>) -> String {
    bytes.many(4, mutation).iter().fold(text.to_owned(), |text, mutation| apply(&text, mutation))
}
