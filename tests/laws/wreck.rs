//! Laws of damage: whatever happened to a paste, it is read or refused, nothing panics, and no line vanishes.

use proptest::prelude::*;
use wikidiff::model::{Change, Diff, Line, Side};

use super::accident::{Accident, FURNITURE, befall};
use super::reading::context_rows_agree;
use crate::support::cover::{is_told, normal};
use crate::support::simulated::{Simulated, config, read, simulated};

fn accident() -> impl Strategy<Value = Accident> {
    let place = || 0..400_usize;
    prop_oneof![
        place().prop_map(Accident::Drop),
        place().prop_map(Accident::Double),
        (place(), place()).prop_map(|(one, other)| Accident::Swap(one, other)),
        (0..20_000_usize).prop_map(Accident::CutAfter),
        (0..20_000_usize).prop_map(Accident::CutBefore),
        (place(), line()).prop_map(|(at, line)| Accident::Insert(at, line)),
    ]
}

fn line() -> impl Strategy<Value = String> {
    prop_oneof!["\\PC{0,30}", prop::sample::select(&FURNITURE[..]).prop_map(String::from)]
}

fn wreck(one: &Simulated, accidents: &[Accident]) -> String {
    accidents.iter().fold(one.paste().text(), |text, accident| befall(&text, accident))
}

/// Where a line of text is in no row, no page fact and no warning, although it was a cell before the damage.
pub(crate) fn vanished(text: &str, cells: &[String], diffs: &[Diff<'_, Line<'_>>]) -> Vec<String> {
    let kept = diffs.iter().flat_map(|diff| lines_of_rows(diff).into_iter().chain(page_facts(diff)));
    let all: String = kept.map(|line| normal(&line)).collect();
    let is_cell = |line: &str| !normal(line).is_empty() && cells.iter().any(|cell| cell == line);
    let lines = text.split('\n').enumerate().filter(|(_, line)| is_cell(line));
    // Where a sign is escaped as in HTML, so may a hard space be, which is none of the text that is compared.
    let is_kept =
        |line: &str| [line, &line.replace("&nbsp;", "")].iter().any(|line| all.contains(&normal(line)));
    let vanished = lines.filter(|(at, line)| !is_kept(line) && !is_told(at + 1, diffs));
    vanished.map(|(_, line)| line.to_owned()).collect()
}

pub(crate) fn lines_of_rows(diff: &Diff<'_, Line<'_>>) -> Vec<String> {
    let rows = diff.hunks.iter().flat_map(|hunk| &hunk.rows);
    let lines = |change: &Change<Line<'_>>| {
        [Side::Old, Side::New].map(|side| change.line(side).map(ToString::to_string))
    };
    rows.flat_map(|row| lines(&row.change)).flatten().collect()
}

/// What the heading told: a line that the damage put there may be a user or a summary now.
pub(crate) fn page_facts(diff: &Diff<'_, Line<'_>>) -> Vec<String> {
    let revisions = [Side::Old, Side::New].map(|side| diff.page.revisions.get(side).clone());
    // A summary stands in parentheses, which are none of it.
    let bracketed = |comment: &Option<_>| comment.as_ref().map(|comment| format!("({comment})").into());
    let facts = revisions.into_iter().flat_map(|one| {
        let bracketed = bracketed(&one.comment);
        [one.label, one.user, one.comment, bracketed]
    });
    facts.chain([diff.page.title.clone()]).flatten().map(String::from).collect()
}

/// What a program does to every line of a paste, and takes nothing away.
#[derive(Clone, Copy, Debug)]
enum Disguise {
    Quoted,
    QuotedTwice,
    Fenced,
    Numbered,
    Timed,
    Returns,
}

fn disguise() -> impl Strategy<Value = Disguise> {
    use Disguise::{Fenced, Numbered, Quoted, QuotedTwice, Returns, Timed};
    prop::sample::select(&[Quoted, QuotedTwice, Fenced, Numbered, Timed, Returns][..])
}

fn disguised(text: &str, disguise: Disguise) -> String {
    let each = |change: &dyn Fn(usize, &str) -> String| {
        let lines: Vec<String> = text.split('\n').enumerate().map(|(at, line)| change(at, line)).collect();
        lines.join("\n")
    };
    match disguise {
        Disguise::Quoted => each(&|_, line| format!("> {line}")),
        Disguise::QuotedTwice => each(&|_, line| format!("> > {line}")),
        Disguise::Fenced => format!("```\n{text}\n```"),
        Disguise::Numbered => each(&|at, line| format!("{:6}\t{line}", at + 1)),
        Disguise::Timed => each(&|at, line| format!("[10:{:02}] Ann: {line}", at % 60)),
        Disguise::Returns => text.replace('\n', "\r"),
    }
}

/// The rows and the proof of each diff.
fn told(diffs: &[Diff<'_, Line<'_>>]) -> Vec<(String, Vec<String>)> {
    diffs.iter().map(|diff| (diff.proof.to_string(), lines_of_rows(diff))).collect()
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn a_paste_in_disguise_reads_as_without(one in simulated(), disguise in disguise()) {
        let text = one.paste().text();
        let diffs = read(&text);
        prop_assume!(!diffs.is_empty() && text.lines().filter(|line| !line.trim().is_empty()).count() > 3);
        let hidden = disguised(&text, disguise);
        prop_assert_eq!(told(&read(&hidden)), told(&diffs), "{}", hidden);
    }

    #[test]
    fn a_damaged_paste_is_read_or_refused(one in simulated(), accidents in prop::collection::vec(accident(), 1..4)) {
        let text = wreck(&one, &accidents);
        let diffs = read(&text);
        prop_assert!(context_rows_agree(&diffs), "{text}");
    }

    #[test]
    fn no_cell_of_a_damaged_paste_vanishes(one in simulated(), accidents in prop::collection::vec(accident(), 1..3)) {
        let text = wreck(&one, &accidents);
        let paste = one.paste();
        let cells: Vec<String> = paste.cells.iter().map(|at| paste.lines[*at].clone()).collect();
        let diffs = read(&text);
        if !diffs.is_empty() {
            let vanished = vanished(&text, &cells, &diffs);
            prop_assert!(vanished.is_empty(), "{vanished:?} of\n{text}");
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>(), lines in prop::collection::vec(line(), 0..12)) {
        read(&text);
        read(&lines.join("\n"));
    }
}
