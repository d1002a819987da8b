//! A web page of a diff is read as the same diff.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use serde_json::Value;
use wikidiff::internals::{mark, with};
use wikidiff::model::{
    ByteChange, Change, Diff, Hunk, Line, Marked, Page, Proof, Revision, Row, Shape, Sides,
};
use wikidiff::render::{HtmlPage, HtmlView, Invisible, json};

use super::output::files;
use crate::support::simulated::{config, read, simulated};

/// The page of several diffs.
fn write_page(diffs: &[Diff<'_, Marked<'_>>], view: &HtmlView) -> String {
    let (mut articles, mut out) = (Vec::new(), Vec::new());
    let mut page = HtmlPage::new(view);
    for diff in diffs {
        page.write_article(diff, Some("<a>"), &mut articles).unwrap();
    }
    page.finish(&mut articles.as_slice(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Parts of the JSON that a page keeps. The headings over hunks are lost, and the computed byte change is that of the
/// rows, without blank lines that could not be placed.
fn kept_json(diff: &Diff<'_, Marked<'_>>) -> Value {
    let mut out = Vec::new();
    json(diff, "a", &mut out).unwrap();
    let mut object: Value = serde_json::from_slice(&out).unwrap();
    for key in ["source", "warnings"] {
        object.as_object_mut().unwrap().remove(key);
    }
    object["bytes"].as_object_mut().unwrap().remove("computed");
    for hunk in object["hunks"].as_array_mut().unwrap() {
        hunk.as_object_mut().unwrap().remove("section");
    }
    object
}

/// The property of the page for the diffs of one input.
pub(crate) fn holds(diffs: Vec<Diff<'_, Line<'_>>>) -> Result<(), TestCaseError> {
    if diffs.is_empty() {
        return Ok(());
    }
    let diffs: Vec<_> = diffs.into_iter().map(mark).collect();
    let folded = with(HtmlView::default(), |view| {
        view.invisible = Invisible::Everywhere;
        view.context = Some(1);
    });
    for view in [HtmlView::default(), folded] {
        let text = write_page(&diffs, &view);
        let again: Vec<_> = read(&text).into_iter().map(mark).collect();
        let essences = |diffs: &[Diff<'_, Marked<'_>>]| diffs.iter().map(kept_json).collect::<Vec<_>>();
        prop_assert_eq!(essences(&again), essences(&diffs), "{}", text);
    }
    Ok(())
}

/// A line as an attacker would write it.
fn line() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => "[a-c \u{a0}\t]{0,5}",
        2 => "</?(div|td|tr|table|article|script|style|span data-code=\"41\"|!--)>?|-->|&[a-z]{1,4};?|[\"'<>&]",
        1 => any::<char>().prop_filter("a line has no line end", |c| *c != '\n').prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

/// A page fact. HTML has no references for U+0000 and U+0080 to U+009F, so that a page names them.
fn fact() -> impl Strategy<Value = String> {
    line().prop_map(|line| without_named_controls(&line))
}

fn without_named_controls(fact: &str) -> String {
    fact.replace(|c| c == '\0' || matches!(c, '\u{80}'..='\u{9f}'), "")
}

/// Removes the controls that a page can only name from the page facts of a diff.
pub(crate) fn with_readable_facts(mut diff: Diff<'static, Line<'static>>) -> Diff<'static, Line<'static>> {
    let revisions = &mut diff.page.revisions;
    let facts = [&mut revisions.old, &mut revisions.new]
        .into_iter()
        .flat_map(|revision| [&mut revision.label, &mut revision.user, &mut revision.comment]);
    for fact in facts.chain([&mut diff.page.title]).flatten() {
        *fact = without_named_controls(fact).into();
    }
    diff
}

fn row() -> impl Strategy<Value = Row<Line<'static>>> {
    (line(), line(), 0..6_u8, any::<bool>()).prop_map(|(old, new, kind, is_ambiguous)| {
        let change = match kind {
            0 => Change::Context(Sides::new(format!("{new} ").into(), new.into())),
            1 => Change::Removed(old.into()),
            2 => Change::Added(new.into()),
            3 => Change::MovedFrom(old.into(), 1),
            4 => Change::MovedTo(new.into(), 1),
            _ => Change::Changed(Sides::new(old.into(), new.into())),
        };
        with(Row::new(change, 1), |row| row.is_ambiguous = is_ambiguous)
    })
}

fn revision() -> impl Strategy<Value = Revision<'static>> {
    let facts = (prop::option::of(fact()), prop::option::of(fact()), prop::option::of(fact()));
    (facts, any::<[Option<u64>; 2]>(), prop::collection::vec(fact(), 0..3), any::<bool>()).prop_map(
        |((label, user, comment), [id, size], tags, is_minor)| {
            with(Revision::default(), |revision| {
                revision.label = label.map(Into::into);
                revision.id = id;
                revision.user = user.map(Into::into);
                revision.comment = comment.map(Into::into);
                revision.tags = tags.into_iter().map(Into::into).collect();
                revision.size = size;
                revision.is_minor = is_minor;
            })
        },
    )
}

fn hostile() -> impl Strategy<Value = Diff<'static, Line<'static>>> {
    let rows = prop::collection::vec(row(), 1..4);
    let start = prop::option::of((1..9_u32, 1..9_u32).prop_map(|(old, new)| Sides::new(old, new)));
    let bytes = prop_oneof![
        any::<i64>().prop_map(|bytes| Some(ByteChange::Signed(bytes))),
        any::<u64>().prop_map(|bytes| Some(ByteChange::Unsigned(bytes))),
        Just(None),
    ];
    let proof = prop::sample::select(vec![Proof::Stated, Proof::Checked, Proof::Inferred]);
    let page = (prop::option::of(fact()), revision(), revision(), bytes).prop_map(
        |(title, old, new, byte_change)| {
            with(Page::default(), |page| {
                page.title = title.map(Into::into);
                page.revisions = Sides::new(old, new);
                page.byte_change = byte_change;
            })
        },
    );
    (page, start, rows, proof, (any::<i64>(), prop::option::of(line()))).prop_map(
        |(page, start, rows, proof, (bytes_computed, section))| {
            let section = section.map(Into::into);
            let hunk = with(Hunk::new(start, with_one_move(rows)), |hunk| hunk.section = section);
            with(Diff::new(Shape::Cells, vec![hunk]), |diff| {
                diff.page = page;
                diff.proof = proof;
                diff.bytes_computed = bytes_computed;
            })
        },
    )
}

/// The rows with at most one row on each side for each number of a move.
fn with_one_move(mut rows: Vec<Row<Line<'static>>>) -> Vec<Row<Line<'static>>> {
    let (mut from, mut to) = (0, 0);
    rows.retain(|row| match row.change {
        Change::MovedFrom(..) => std::mem::replace(&mut from, 1) == 0,
        Change::MovedTo(..) => std::mem::replace(&mut to, 1) == 0,
        _ => true,
    });
    rows
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn page_is_read_back(one in simulated()) {
        holds(read(&one.paste().text()))?;
    }

    #[test]
    fn reversed_page_is_read_back(one in simulated()) {
        holds(read(&one.paste().text()).into_iter().map(Diff::reversed).collect())?;
    }

    #[test]
    fn no_text_of_a_page_becomes_markup(diffs in prop::collection::vec(hostile(), 1..3)) {
        holds(diffs)?;
    }
}

#[test]
fn page_of_every_fixture_is_read_back() {
    let mut tried = 0;
    for path in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")) {
        // The decoder has its own tests for text that is not UTF-8.
        let Ok(text) = fs::read_to_string(&path) else { continue };
        if let Err(error) = holds(read(&text)) {
            panic!("{}: {error}", path.display());
        }
        tried += usize::from(!read(&text).is_empty());
    }
    assert!(tried > 0, "no fixture holds a diff");
}
