//! A patch applied to the old page gives the new one.

use proptest::prelude::*;
use wikidiff::internals::with;
use wikidiff::model::{Diff, Hunk, Marked, Page, Row, Shape, Sides};
use wikidiff::render::{Audience, patch};

use crate::support::engine::{Engine, Table, table};
use crate::support::pages::{Pages, pages};
use crate::support::simulated::config;

/// The diff of a table whose rows are all known.
fn diff(table: &Table) -> Diff<'static, Marked<'static>> {
    let row = |row: &crate::support::engine::Row| Row::new(mark_change(&row.change), 1);
    let hunk = |hunk: &crate::support::engine::Hunk| {
        Hunk::new(Some(hunk.start), hunk.rows.iter().map(row).collect())
    };
    with(Diff::new(Shape::Marked, table.hunks.iter().map(hunk).collect()), |diff| {
        diff.page = with(Page::default(), |it| it.title = Some("A page".into()));
        diff.bytes_computed = table.bytes;
    })
}

fn mark_change(change: &wikidiff::model::Change<String>) -> wikidiff::model::Change<Marked<'static>> {
    use wikidiff::model::Change;
    let line = |line: &String| Marked::unchanged(line.clone().into());
    match change {
        Change::Context(lines) => Change::Context(lines.as_ref().map(line)),
        Change::Changed(lines) => Change::Changed(lines.as_ref().map(line)),
        Change::Removed(text) => Change::Removed(line(text)),
        Change::Added(text) => Change::Added(line(text)),
        Change::MovedFrom(text, id) => Change::MovedFrom(line(text), *id),
        Change::MovedTo(text, id) => Change::MovedTo(line(text), *id),
    }
}

/// The lines of a page, which a wiki stores without a newline at its end.
fn stored_lines(lines: &[String]) -> Vec<String> {
    let (last, others) = lines.split_last().unwrap();
    let mut stored: Vec<_> = others.iter().map(|line| format!("{line}\n")).collect();
    stored.extend((!last.is_empty() || !others.is_empty()).then(|| last.clone()));
    stored
}

/// Applies a patch as strictly as git does, line by line at the numbers that it names. One
/// exception: like GNU patch, it accepts a page that ends with two lines of context, since the rows do not show this end.
fn apply(page: &[String], patch: &str) -> Result<Vec<String>, TestCaseError> {
    let (mut new, mut at) = (Vec::new(), 0);
    let lines: Vec<&str> = patch.lines().skip(2).collect();
    for (index, line) in lines.iter().enumerate() {
        if let Some(header) = line.strip_prefix("@@ -") {
            let start = first_line(header);
            new.extend_from_slice(&page[at..start]);
            at = start;
            continue;
        }
        if line.starts_with('\\') {
            continue;
        }
        let is_last = lines.get(index + 1).is_some_and(|next| next.starts_with('\\'));
        let text = if is_last { line[1..].to_owned() } else { format!("{}\n", &line[1..]) };
        if line.starts_with('+') {
            new.push(text);
            continue;
        }
        let found = page.get(at).cloned().unwrap_or_default();
        let ends_page = line.starts_with(' ') && at + 1 == page.len() && format!("{found}\n") == text;
        prop_assert!(found == text || ends_page, "line {} is {found:?}, not {text:?}", at + 1);
        at += 1;
        new.extend(line.starts_with(' ').then_some(found));
    }
    new.extend_from_slice(&page[at..]);
    Ok(new)
}

/// The number of lines before the hunk: `20,5 +20,5 @@` begins with the twentieth.
fn first_line(header: &str) -> usize {
    let old = header.split(' ').next().unwrap();
    let (start, count) = old.split_once(',').unwrap_or((old, "1"));
    let start: usize = start.parse().unwrap();
    if count == "0" { start } else { start - 1 }
}

fn holds(pages: &Pages, engine: Engine) -> Result<(), TestCaseError> {
    let mut out = Vec::new();
    patch(&diff(&table(pages, engine)), Audience::Program, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    let Sides { old, new } = pages.as_ref().map(|lines| stored_lines(lines));
    let applied = apply(&old, &text)?;
    prop_assert_eq!(applied, new, "{}", text);
    Ok(())
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn a_patch_makes_the_new_page_of_the_old_one(pages in pages()) {
        for engine in [Engine::Wikidiff2, Engine::Php] {
            holds(&pages, engine)?;
        }
    }

    #[test]
    fn a_reversed_patch_makes_the_old_page_of_the_new_one(pages in pages()) {
        let mut out = Vec::new();
        patch(&diff(&table(&pages, Engine::Wikidiff2)).reversed(), Audience::Program, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        prop_assert_eq!(apply(&stored_lines(&pages.new), &text)?, stored_lines(&pages.old), "{}", text);
    }

    #[test]
    fn patch_is_read_back(pages in pages()) {
        let written = diff(&table(&pages, Engine::Wikidiff2));
        let mut out = Vec::new();
        patch(&written, Audience::Program, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let read = crate::support::simulated::read(&text);
        let [read] = &read[..] else { return Err(TestCaseError::fail(text)) };
        prop_assert_eq!(read.bytes_computed, written.bytes_computed, "{}", text);
    }
}
