//! Pages and diffs that bytes choose.

use std::mem::replace;

use wikidiff::internals::with;
use wikidiff::model::{ByteChange, Change, Diff, Hunk, Line, Page, Proof, Revision, Row, Shape, Sides};

use super::bytes::Bytes;
use super::copy_styles::CopyStyle;
use super::pages::{FOREIGN, Pages, REPEATED, SPACED, Step, WORDS, edited};
use super::simulated::Simulated;

/// The maximum lines of a page, as for random pages.
const MAX_LINES: usize = 26;

/// Text that controls a terminal, reverses direction, is invisible, or looks like markup.
const HOSTILE: [&str; 34] = [
    "\u{1b}[31m",
    "\u{1b}]8;;https://example.org\u{1b}\\",
    "\u{1b}]52;c;YQ==\u{7}",
    "\u{1b}P",
    "\u{9b}2J",
    "\r",
    "\u{8}",
    "\t",
    "\0",
    "\u{202e}",
    "\u{2066}",
    "\u{2069}",
    "\u{200b}",
    "\u{200d}",
    "\u{ad}",
    "\u{feff}",
    "\u{e0041}",
    "\u{301}\u{301}\u{301}",
    "\u{e000}",
    "\u{378}",
    "\u{2028}",
    "\u{85}",
    "\u{a0}",
    "</td></tr></table>",
    "<!--",
    "-->",
    "&lt;ref&gt;",
    "\"'>",
    "<script>",
    "Line 20: Line 20:",
    "−",
    "+",
    "⚫",
    "// {",
];

/// The end of a line, and the brackets that tests put around words.
const NOT_IN_TEXT: [char; 5] = ['\n', '⟦', '⟧', '⟪', '⟫'];

/// A simulated paste.
pub(crate) fn simulated(bytes: &mut Bytes<'_>) -> Simulated {
    let style = bytes.one_of(&CopyStyle::ALL);
    Simulated { pages: pages(bytes), style }
}

/// An old page and a new one that differ.
pub(crate) fn pages(bytes: &mut Bytes<'_>) -> Pages {
    let mut old = vec![line(bytes)];
    old.extend(bytes.many(MAX_LINES, line));
    let first = (bytes.below(MAX_LINES), step(bytes));
    let others = bytes.many(4, |bytes| (bytes.below(MAX_LINES), step(bytes)));
    edited(old, [first].into_iter().chain(others))
}

fn line(bytes: &mut Bytes<'_>) -> String {
    match bytes.below(20) {
        0..5 => String::new(),
        5..9 => bytes.one_of(&REPEATED).to_owned(),
        9..15 => bytes.many(12, |bytes| bytes.one_of(&WORDS)).join(" "),
        15..18 => format!("* item {}", bytes.below(40)),
        18 => bytes.one_of(&FOREIGN).to_owned(),
        _ => bytes.one_of(&SPACED).to_owned(),
    }
}

fn step(bytes: &mut Bytes<'_>) -> Step {
    match bytes.below(18) {
        0..3 => Step::Remove(1 + bytes.below(3)),
        3..7 => Step::Insert([vec![line(bytes)], bytes.many(3, line)].concat()),
        7..9 => Step::Replace(line(bytes)),
        9..15 => {
            let (from, count) = (bytes.below(12), bytes.below(3));
            Step::Reword(from, count, bytes.many(3, |bytes| bytes.one_of(&WORDS)))
        }
        15 => Step::Move(bytes.below(MAX_LINES)),
        _ => Step::ToggleBlank,
    }
}

/// A line as an attacker would write it, without a line end.
pub(crate) fn text(bytes: &mut Bytes<'_>) -> String {
    let piece = |bytes: &mut Bytes<'_>| match bytes.below(8) {
        0..3 => format!("{} ", bytes.one_of(&WORDS)),
        3 => bytes.one_of(&FOREIGN).to_owned(),
        4..6 => bytes.one_of(&HOSTILE).to_owned(),
        6 => bytes.one_of(&SPACED).to_owned(),
        _ => bytes.raw(24).replace(NOT_IN_TEXT, " "),
    };
    bytes.many(9, piece).concat()
}

/// A diff that no parser may ever return.
pub(crate) fn diff(bytes: &mut Bytes<'_>) -> Diff<'static, Line<'static>> {
    let page = page(bytes);
    let proof = bytes.one_of(&[Proof::Stated, Proof::Checked, Proof::Inferred]);
    let bytes_computed = size(bytes);
    with(Diff::new(Shape::Cells, with_one_move(hunks(bytes))), |diff| {
        diff.page = page;
        diff.proof = proof;
        diff.bytes_computed = bytes_computed;
    })
}

fn page(bytes: &mut Bytes<'_>) -> Page<'static> {
    let byte_change = match bytes.below(3) {
        0 => None,
        1 => Some(ByteChange::Signed(size(bytes))),
        _ => Some(ByteChange::Unsigned(size(bytes).unsigned_abs())),
    };
    let title = fact(bytes);
    let revisions = Sides::new(revision(bytes), revision(bytes));
    with(Page::default(), |page| {
        page.title = title;
        page.revisions = revisions;
        page.byte_change = byte_change;
    })
}

fn revision(bytes: &mut Bytes<'_>) -> Revision<'static> {
    let id = bytes.once_in(4).then(|| bytes.below(1 << 16) as u64);
    with(Revision::default(), |revision| {
        revision.label = fact(bytes);
        revision.id = id;
        revision.user = fact(bytes);
        revision.comment = fact(bytes);
    })
}

fn fact(bytes: &mut Bytes<'_>) -> Option<Line<'static>> {
    bytes.once_in(4).then(|| text(bytes).into())
}

fn size(bytes: &mut Bytes<'_>) -> i64 {
    let size = i64::try_from(bytes.below(1 << 16)).unwrap_or_default();
    match bytes.below(16) {
        0..7 => size,
        7..14 => -size,
        14 => i64::MIN + 1,
        _ => i64::MAX,
    }
}

/// Hunks whose numbers grow.
fn hunks(bytes: &mut Bytes<'_>) -> Vec<Hunk<Line<'static>>> {
    let mut from = Sides::new(0, 0);
    let mut hunks = Vec::new();
    for _ in 0..=bytes.below(3) {
        let start = from.map(|from: u32| from + 1 + u32::try_from(bytes.below(1 << 12)).unwrap_or_default());
        let section = fact(bytes);
        let mut rows = vec![row(bytes)];
        rows.extend(bytes.many(8, row));
        from = start.map(|start| start + u32::try_from(rows.len()).unwrap_or_default());
        hunks
            .push(with(Hunk::new((!bytes.once_in(4)).then_some(start), rows), |hunk| hunk.section = section));
    }
    hunks
}

/// The hunks with at most one row on each side for each number of a move.
fn with_one_move(mut hunks: Vec<Hunk<Line<'static>>>) -> Vec<Hunk<Line<'static>>> {
    let (mut from, mut to) = (0, 0);
    for hunk in &mut hunks {
        hunk.rows.retain(|row| match row.change {
            Change::MovedFrom(..) => replace(&mut from, 1) == 0,
            Change::MovedTo(..) => replace(&mut to, 1) == 0,
            _ => true,
        });
    }
    hunks.retain(|hunk| !hunk.rows.is_empty());
    hunks
}

fn row(bytes: &mut Bytes<'_>) -> Row<Line<'static>> {
    let line = |bytes: &mut Bytes<'_>| Line::from(text(bytes));
    let change = match bytes.below(8) {
        0..2 => {
            let line = line(bytes);
            Change::Context(Sides::new(line.clone(), line))
        }
        2 => Change::Removed(line(bytes)),
        3 => Change::Added(line(bytes)),
        4 => Change::MovedFrom(line(bytes), 1),
        5 => Change::MovedTo(line(bytes), 1),
        _ => Change::Changed(alike(bytes)),
    };
    with(Row::new(change, 1), |row| row.is_ambiguous = bytes.once_in(8))
}

/// Two lines that have some text in common.
pub(crate) fn alike(bytes: &mut Bytes<'_>) -> Sides<Line<'static>> {
    let (before, between, after) = (text(bytes), Sides::new(text(bytes), text(bytes)), text(bytes));
    between.map(|between| format!("{before}{between}{after}").into())
}
