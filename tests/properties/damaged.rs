//! Properties of damaged pastes: each is read or refused without a panic, and no line is lost.

use proptest::prelude::*;
use wikidiff::model::{Change, Diff, Line, Side};

use super::mutation::{Mutation, SHAPE_LINES, apply};
use super::reading::context_rows_agree;
use crate::support::coverage::{is_reported, normal};
use crate::support::simulated::{Simulated, config, read, simulated};

fn mutation() -> impl Strategy<Value = Mutation> {
    let place = || 0..400_usize;
    prop_oneof![
        place().prop_map(Mutation::Drop),
        place().prop_map(Mutation::Double),
        (place(), place()).prop_map(|(one, other)| Mutation::Swap(one, other)),
        (0..20_000_usize).prop_map(Mutation::CutAfter),
        (0..20_000_usize).prop_map(Mutation::CutBefore),
        (place(), line()).prop_map(|(at, line)| Mutation::Insert(at, line)),
    ]
}

fn line() -> impl Strategy<Value = String> {
    prop_oneof!["\\PC{0,30}", prop::sample::select(&SHAPE_LINES[..]).prop_map(String::from)]
}

fn damage(one: &Simulated, mutations: &[Mutation]) -> String {
    mutations.iter().fold(one.paste().text(), |text, mutation| apply(&text, mutation))
}

/// Finds lines that were cells before the damage and are now in no row, no page fact and no warning.
pub(crate) fn missing_cells(text: &str, cells: &[String], diffs: &[Diff<'_, Line<'_>>]) -> Vec<String> {
    let kept = diffs.iter().flat_map(|diff| lines_of_rows(diff).into_iter().chain(page_facts(diff)));
    let all: String = kept.map(|line| normal(&line)).collect();
    let is_cell = |line: &str| !normal(line).is_empty() && cells.iter().any(|cell| cell == line);
    let lines = text.split('\n').enumerate().filter(|(_, line)| is_cell(line));
    // A hard space may be escaped as in HTML. The comparison ignores it.
    let is_kept =
        |line: &str| [line, &line.replace("&nbsp;", "")].iter().any(|line| all.contains(&normal(line)));
    let missing_cells = lines.filter(|(at, line)| !is_kept(line) && !is_reported(at + 1, diffs));
    missing_cells.map(|(_, line)| line.to_owned()).collect()
}

pub(crate) fn lines_of_rows(diff: &Diff<'_, Line<'_>>) -> Vec<String> {
    let rows = diff.hunks.iter().flat_map(|hunk| &hunk.rows);
    let lines = |change: &Change<Line<'_>>| {
        [Side::Old, Side::New].map(|side| change.line(side).map(ToString::to_string))
    };
    rows.flat_map(|row| lines(&row.change)).flatten().collect()
}

/// The facts of the heading: a line that the damage moved there may now be a user or a summary.
pub(crate) fn page_facts(diff: &Diff<'_, Line<'_>>) -> Vec<String> {
    let revisions = [Side::Old, Side::New].map(|side| diff.page.revisions.get(side).clone());
    // The parentheses around a summary are not a part of it.
    let bracketed = |comment: &Option<_>| comment.as_ref().map(|comment| format!("({comment})").into());
    let facts = revisions.into_iter().flat_map(|one| {
        let bracketed = bracketed(&one.comment);
        [one.label, one.user, one.comment, bracketed].into_iter().chain(one.tags.into_iter().map(Some))
    });
    facts.chain([diff.page.title.clone()]).flatten().map(String::from).collect()
}

/// A lossless change of every line of a paste.
#[derive(Clone, Copy, Debug)]
enum Wrapping {
    Quoted,
    QuotedTwice,
    Fenced,
    Numbered,
    Timed,
    Returns,
}

fn wrapping() -> impl Strategy<Value = Wrapping> {
    use Wrapping::{Fenced, Numbered, Quoted, QuotedTwice, Returns, Timed};
    prop::sample::select(&[Quoted, QuotedTwice, Fenced, Numbered, Timed, Returns][..])
}

fn wrap(text: &str, wrapping: Wrapping) -> String {
    let each = |change: &dyn Fn(usize, &str) -> String| {
        let lines: Vec<String> = text.split('\n').enumerate().map(|(at, line)| change(at, line)).collect();
        lines.join("\n")
    };
    match wrapping {
        Wrapping::Quoted => each(&|_, line| format!("> {line}")),
        Wrapping::QuotedTwice => each(&|_, line| format!("> > {line}")),
        Wrapping::Fenced => format!("```\n{text}\n```"),
        Wrapping::Numbered => each(&|at, line| format!("{:6}\t{line}", at + 1)),
        Wrapping::Timed => each(&|at, line| format!("[10:{:02}] Ann: {line}", at % 60)),
        Wrapping::Returns => text.replace('\n', "\r"),
    }
}

/// Returns the rows and the proof of each diff.
fn rows_and_proof(diffs: &[Diff<'_, Line<'_>>]) -> Vec<(String, Vec<String>)> {
    diffs.iter().map(|diff| (diff.proof.to_string(), lines_of_rows(diff))).collect()
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn a_wrapped_paste_reads_like_the_plain_paste(one in simulated(), wrapping in wrapping()) {
        let text = one.paste().text();
        let diffs = read(&text);
        prop_assume!(!diffs.is_empty() && text.lines().filter(|line| !line.trim().is_empty()).count() > 3);
        let hidden = wrap(&text, wrapping);
        prop_assert_eq!(rows_and_proof(&read(&hidden)), rows_and_proof(&diffs), "{}", hidden);
    }

    #[test]
    fn a_damaged_paste_is_read_or_refused(one in simulated(), mutations in prop::collection::vec(mutation(), 1..4)) {
        let text = damage(&one, &mutations);
        let diffs = read(&text);
        prop_assert!(context_rows_agree(&diffs), "{text}");
    }

    #[test]
    fn no_cell_of_a_damaged_paste_vanishes(one in simulated(), mutations in prop::collection::vec(mutation(), 1..3)) {
        let text = damage(&one, &mutations);
        let paste = one.paste();
        let cells: Vec<String> = paste.cells.iter().map(|at| paste.lines[*at].clone()).collect();
        let diffs = read(&text);
        if !diffs.is_empty() {
            let missing_cells = missing_cells(&text, &cells, &diffs);
            prop_assert!(missing_cells.is_empty(), "{missing_cells:?} of\n{text}");
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>(), lines in prop::collection::vec(line(), 0..12)) {
        read(&text);
        read(&lines.join("\n"));
    }
}
