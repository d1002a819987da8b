//! Properties of every output, for simulated pastes and for every fixture.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use serde_json::Value;
use wikidiff::internals::{Brackets, PLAIN, display_width, mark, with};
use wikidiff::internals::{Filter, Find, Pattern, PatternOptions};
use wikidiff::model::{Change, Diff, Line, Marked, Row, Side, Sides};
use wikidiff::render::{
    AmbiguousWidth, Background, ColorDepth, Layout, Stylesheet, Theme, UnchangedText, View, json, terminal,
};

use crate::support::simulated::{config, read, simulated};

/// Brackets that no test page has, so that they can be removed again.
const BRACKETED: Stylesheet =
    PLAIN.with_brackets(Sides::new(Brackets { open: "⟦", close: "⟧" }, Brackets { open: "⟪", close: "⟫" }));

const BRACKETS: [char; 4] = ['⟦', '⟧', '⟪', '⟫'];

/// The widths of the pictures: a narrow column, the narrowest two columns, a wide screen.
const WIDTHS: [usize; 3] = [24, 60, 133];

fn coloured_stylesheet() -> Stylesheet {
    Theme::default().stylesheet(Background::Dark, ColorDepth::TrueColor)
}

/// Every layout, whole and folded.
fn views() -> impl Iterator<Item = View> {
    let layouts = [Layout::Inline, Layout::Stacked, Layout::SideBySide];
    layouts.into_iter().flat_map(|layout| {
        let unchanged = [UnchangedText::Whole, UnchangedText::NearChanges];
        unchanged.into_iter().map(move |unchanged| {
            with(View::default(), |view| {
                view.layout = layout;
                view.unchanged = unchanged;
            })
        })
    })
}

fn draw(diff: &Diff<'_, Marked<'_>>, view: &View) -> String {
    let mut out = Vec::new();
    terminal(diff, view, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn rows<'d, 'a>(diff: &'d Diff<'a, Marked<'a>>) -> impl Iterator<Item = &'d Row<Marked<'a>>> {
    diff.hunks.iter().flat_map(|hunk| &hunk.rows)
}

/// Every property of output for every diff in a text.
fn assert_holds(text: &str) -> Result<(), TestCaseError> {
    read(text).into_iter().try_for_each(holds)
}

/// Every property of output for a diff.
pub(crate) fn holds(diff: Diff<'_, Line<'_>>) -> Result<(), TestCaseError> {
    let lines: Vec<_> = rows_of_lines(&diff);
    let diff = mark(diff);
    spans_concatenate(&diff, &lines)?;
    unchanged_spans_agree(&diff)?;
    plain_is_plain(&diff)?;
    colours_stripped_are_plain(&diff)?;
    nothing_is_too_wide(&diff)?;
    every_view_shows_what_changed(&diff)?;
    columns_are_the_sides(&diff)?;
    matches_keep_the_text(&diff)?;
    json_is_the_model(&diff)
}

/// The lines of a diff before their words were compared.
fn rows_of_lines(diff: &Diff<'_, Line<'_>>) -> Vec<Sides<Option<String>>> {
    let rows = diff.hunks.iter().flat_map(|hunk| &hunk.rows);
    rows.map(|row| row.change.lines().map(|line| line.map(ToString::to_string))).collect()
}

fn spans_concatenate(
    diff: &Diff<'_, Marked<'_>>,
    lines: &[Sides<Option<String>>],
) -> Result<(), TestCaseError> {
    for (row, lines) in rows(diff).zip(lines) {
        let spans = row.change.lines().map(|line| line.map(join_spans));
        prop_assert_eq!(&spans, lines);
    }
    prop_assert_eq!(rows(diff).count(), lines.len());
    Ok(())
}

fn join_spans(line: &Marked<'_>) -> String {
    line.spans().map(|span| span.text).collect()
}

/// The unchanged spans of a row agree. Those of a split line agree over its row and the rows of its other parts.
fn unchanged_spans_agree(diff: &Diff<'_, Marked<'_>>) -> Result<(), TestCaseError> {
    let rows: Vec<_> = rows(diff).collect();
    for group in rows.chunk_by(|_, next| next.is_split_part()) {
        let is_split = group[0].line_split().is_some();
        prop_assert!(is_split == (group.len() > 1), "parts without their line");
        let text = |side: Side| {
            let lines = group.iter().filter_map(|row| row.change.line(side));
            lines.map(unchanged).collect::<String>()
        };
        if matches!(group[0].change, Change::Changed(_) | Change::Context(_)) {
            prop_assert_eq!(text(Side::Old), text(Side::New));
        }
    }
    Ok(())
}

/// The unmarked text of both sides is equal.
pub(crate) fn unchanged_text_agrees(old: &Marked<'_>, new: &Marked<'_>) -> Result<(), TestCaseError> {
    prop_assert_eq!(unchanged(old), unchanged(new));
    Ok(())
}

/// The text of both sides, without white space.
fn unchanged(line: &Marked<'_>) -> String {
    let spans = line.spans().filter(|span| !span.changed);
    spans.flat_map(|span| span.text.chars()).filter(|c| !c.is_whitespace()).collect()
}

fn plain_is_plain(diff: &Diff<'_, Marked<'_>>) -> Result<(), TestCaseError> {
    for view in views() {
        let plain = draw(diff, &view);
        let control = plain.chars().find(|c| c.is_control() && *c != '\n');
        prop_assert_eq!(control, None);
    }
    Ok(())
}

/// In two columns, brackets take columns that colours do not, so that the lines break elsewhere. There the words are
/// compared in their order, without the line breaks.
fn colours_stripped_are_plain(diff: &Diff<'_, Marked<'_>>) -> Result<(), TestCaseError> {
    for view in views().filter(|view| view.layout != Layout::SideBySide) {
        let plain = draw(diff, &with(view.clone(), |view| view.style = BRACKETED));
        // In colour, a blank stands between old and new words.
        let plain = plain.replace("⟧⟪", "⟧ ⟪").replace(BRACKETS, "");
        let coloured = without_colours(&draw(diff, &with(view, |view| view.style = coloured_stylesheet())));
        prop_assert_eq!(coloured, plain);
    }
    Ok(())
}

/// Every view has all changed letters, in the order of the old lines and in the order of the new lines.
fn every_view_shows_what_changed(diff: &Diff<'_, Marked<'_>>) -> Result<(), TestCaseError> {
    for view in views().map(|view| with(view, |view| view.width = Some(100))) {
        let picture = draw(diff, &with(view, |view| view.style = BRACKETED));
        for side in [Side::Old, Side::New] {
            let mut seen = picture.chars();
            let changed = rows(diff).filter_map(|row| match &row.change {
                Change::Context(_) => None,
                change => change.line(side),
            });
            for span in changed.flat_map(Marked::spans).filter(|span| span.changed) {
                for letter in span.text.chars().filter(|c| c.is_alphanumeric()) {
                    prop_assert!(
                        seen.any(|c| c == letter),
                        "{:?} of {:?} in\n{}",
                        letter,
                        span.text,
                        picture
                    );
                }
            }
        }
    }
    Ok(())
}

/// A search changes the style of its matches, and no text.
fn matches_keep_the_text(diff: &Diff<'_, Marked<'_>>) -> Result<(), TestCaseError> {
    let pattern = Pattern::new("[^ ]+ ?", PatternOptions::default()).unwrap();
    let filter = with(Filter::default(), |filter| filter.find = Some(Find::new(vec![pattern])));
    let Some(found) = filter.apply(diff.clone()) else { return Ok(()) };
    if found.hunks.len() < diff.hunks.len() {
        return Ok(());
    }
    let mut unbracketed = PLAIN;
    unbracketed.match_brackets = Brackets::default();
    for view in views().filter(|view| view.unchanged == UnchangedText::Whole) {
        for style in [unbracketed, coloured_stylesheet()] {
            let view = with(view.clone(), |view| view.style = style);
            prop_assert_eq!(without_colours(&draw(&found, &view)), without_colours(&draw(diff, &view)));
        }
    }
    Ok(())
}

/// The two columns have the letters of the two sides, line by line.
fn columns_are_the_sides(diff: &Diff<'_, Marked<'_>>) -> Result<(), TestCaseError> {
    const WIDTH: usize = 121;
    let view = with(View::default(), |view| {
        view.layout = Layout::SideBySide;
        view.width = Some(WIDTH);
        view.style = BRACKETED;
    });
    let picture = draw(diff, &view);
    let mut found = Sides::new(String::new(), String::new());
    for line in picture.lines() {
        // Every line with two columns, and no other line, has the border in the middle.
        let Some((old, new)) = split_at_column(line, WIDTH / 2) else { continue };
        found.old.push_str(&old.chars().skip_while(|c| " ?~-+<>0123456789".contains(*c)).collect::<String>());
        found.new.push_str(&new.chars().skip_while(|c| " ?~-+<>0123456789".contains(*c)).collect::<String>());
    }
    for side in [Side::Old, Side::New] {
        let mut letters = found.get(side).chars();
        for line in rows(diff).filter_map(|row| row.change.line(side)) {
            for letter in line.text().chars().filter(|c| c.is_alphabetic()) {
                prop_assert!(
                    letters.any(|c| c == letter),
                    "{:?} of {:?} on {:?} in\n{}",
                    letter,
                    line.text(),
                    side,
                    picture
                );
            }
        }
    }
    Ok(())
}

/// The text before and after the border, if there is a border at the column.
fn split_at_column(line: &str, column: usize) -> Option<(&str, &str)> {
    let borders = line.match_indices('│').map(|(at, _)| at);
    let at = borders.into_iter().find(|at| display_width(&line[..*at], AmbiguousWidth::Narrow) == column)?;
    Some((&line[..at], &line[at + '│'.len_utf8()..]))
}

/// The text without `ESC [ … m`; any other escape stays, and the comparison fails.
fn without_colours(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |kept, part| {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
        kept + rest.strip_prefix('m').unwrap_or(part)
    })
}

fn nothing_is_too_wide(diff: &Diff<'_, Marked<'_>>) -> Result<(), TestCaseError> {
    for (view, width) in views().flat_map(|view| WIDTHS.map(|width| (view.clone(), width))) {
        for (style, ambiguous) in
            [(PLAIN, AmbiguousWidth::Wide), (coloured_stylesheet(), AmbiguousWidth::Narrow)]
        {
            let view = with(view.clone(), |view| {
                view.width = Some(width);
                view.ambiguous = ambiguous;
                view.style = style;
            });
            let picture = without_colours(&draw(diff, &view));
            let wide = picture.lines().find(|line| display_width(line, ambiguous) > width);
            prop_assert_eq!(wide, None, "at {} columns, {:?}", width, view.layout);
        }
    }
    Ok(())
}

fn json_is_the_model(diff: &Diff<'_, Marked<'_>>) -> Result<(), TestCaseError> {
    let mut out = Vec::new();
    json(diff, "the name", &mut out).unwrap();
    let object: Value = serde_json::from_slice(&out).unwrap();
    prop_assert_eq!(&object["source"]["name"], "the name");
    prop_assert_eq!(&object["source"]["shape"], diff.shape.name());
    prop_assert_eq!(object["title"].as_str(), diff.page.title.as_deref());
    prop_assert_eq!(&object["proof"], diff.proof.name());
    prop_assert_eq!(object["bytes"]["computed"].as_i64(), diff.known_bytes());
    prop_assert_eq!(object["warnings"].as_array().map(Vec::len), Some(diff.warnings.len()));
    let hunks = object["hunks"].as_array().unwrap();
    prop_assert_eq!(hunks.len(), diff.hunks.len());
    for (wire, hunk) in hunks.iter().zip(&diff.hunks) {
        let start = hunk.start.map(|start| serde_json::json!({"old": start.old, "new": start.new}));
        prop_assert_eq!(&wire["start"], &start.unwrap_or_default());
        let wire = wire["rows"].as_array().unwrap();
        prop_assert_eq!(wire.len(), hunk.rows.len());
        wire.iter().zip(&hunk.rows).try_for_each(|(wire, row)| row_is_the_model(wire, row))?;
    }
    Ok(())
}

fn row_is_the_model(wire: &Value, row: &Row<Marked<'_>>) -> Result<(), TestCaseError> {
    let kind = match row.change {
        Change::Context(_) => "context",
        Change::Changed(_) => "changed",
        Change::Removed(_) => "removed",
        Change::Added(_) => "added",
        Change::MovedFrom(..) => "moved_from",
        Change::MovedTo(..) => "moved_to",
    };
    prop_assert_eq!(&wire["kind"], kind);
    prop_assert_eq!(wire["guessed"].as_bool().unwrap_or(false), row.is_ambiguous);
    for (name, line) in [("old", row.change.lines().old), ("new", row.change.lines().new)] {
        prop_assert_eq!(wire[name].as_str(), line.map(Marked::text));
        let Some(spans) = wire["spans"][name].as_array() else { continue };
        let read =
            |span: &Value| (span["text"].as_str().unwrap().to_owned(), span["changed"].as_bool().unwrap());
        let own = line.unwrap().spans().map(|span| (span.text.to_owned(), span.changed));
        prop_assert!(spans.iter().map(read).eq(own), "{:?}", spans);
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn output_of_simulated_pastes_keeps_the_properties(one in simulated()) {
        assert_holds(&one.paste().text())?;
    }
}

#[test]
fn output_of_every_fixture_keeps_the_properties() {
    let mut tried = 0;
    for path in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")) {
        // The decoder has its own tests for text that is not UTF-8.
        let Ok(text) = fs::read_to_string(&path) else { continue };
        if let Err(error) = assert_holds(&text) {
            panic!("{}: {error}", path.display());
        }
        tried += usize::from(!read(&text).is_empty());
    }
    assert!(tried > 0, "no fixture holds a diff");
}

/// The pastes below a folder, without expectations and documents.
pub(crate) fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let is_paste = |path: &std::path::PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        !name.contains(".expected.") && !name.starts_with("README") && !name.starts_with('.')
    };
    files.into_iter().filter(is_paste).chain(folders.iter().flat_map(|folder| self::files(folder))).collect()
}
