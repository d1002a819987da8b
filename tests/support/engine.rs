//! A small model of both diff engines of MediaWiki: the rows that they print for two pages.
//!
//! Facts: lines are compared by a longest common subsequence, a run of changes slides up as far as it can; two
//! lines of context stand around a change, changes at most four lines apart are one hunk. wikidiff2 prints an unlike
//! pair as the added row, then the removed one; the PHP engine pairs the k-th old line with the k-th new one, writes
//! blanks at the ends of a line and double ones with NBSP, and a blank line of a changed block as one NBSP.

use std::ops::Range;

use wikidiff::internals::wikidiff2_similarity;
use wikidiff::model::{Change, Side, Sides};

use super::pages::Pages;

/// The engine that prints the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Wikidiff2,
    Php,
}

/// A row of the table.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// The true change of the pages.
    pub(crate) change: Change<String>,
    /// The text of each cell of the table.
    pub(crate) shown: Sides<Option<String>>,
}

/// Rows under one header.
#[derive(Clone, Debug)]
pub(crate) struct Hunk {
    pub(crate) start: Sides<u32>,
    pub(crate) rows: Vec<Row>,
}

/// The table that an engine prints for two pages.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    pub(crate) engine: Engine,
    pub(crate) hunks: Vec<Hunk>,
    /// New minus old, in bytes.
    pub(crate) bytes: i64,
}

impl Table {
    /// All rows.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &Row> {
        self.hunks.iter().flat_map(|hunk| &hunk.rows)
    }
}

/// The maximum lines of context around a change.
const AROUND: usize = 2;

/// Prints the table of two pages.
pub(crate) fn table(pages: &Pages, engine: Engine) -> Table {
    let blocks = blocks(pages);
    let mut hunks = Vec::new();
    let mut first = 0;
    for index in 0..blocks.len() {
        let is_last =
            blocks.get(index + 1).is_none_or(|next| next.old.start - blocks[index].old.end > 2 * AROUND);
        if is_last {
            hunks.push(hunk(pages, engine, &blocks[first..=index]));
            first = index + 1;
        }
    }
    let size = |lines: &Vec<String>| i64::try_from(lines.join("\n").len()).unwrap();
    Table { engine, hunks, bytes: size(&pages.new) - size(&pages.old) }
}

/// The pages with old and new exchanged: in all blocks, and in each block alone.
pub(crate) fn mirrored(pages: &Pages) -> Vec<Pages> {
    let exchange = |block: &Sides<Range<usize>>| {
        let (old, new) = (&pages.old[block.old.clone()], &pages.new[block.new.clone()]);
        let mut mirrored = pages.clone();
        drop(mirrored.old.splice(block.old.clone(), new.iter().cloned()));
        drop(mirrored.new.splice(block.new.clone(), old.iter().cloned()));
        mirrored
    };
    let all = Sides::new(pages.new.clone(), pages.old.clone());
    blocks(pages).iter().map(exchange).chain([all]).collect()
}

fn hunk(pages: &Pages, engine: Engine, blocks: &[Sides<Range<usize>>]) -> Hunk {
    let (first, last) = (&blocks[0], &blocks[blocks.len() - 1]);
    let lead = first.old.start.min(AROUND);
    let rest = pages.old.len() - last.old.end;
    let trail = if engine == Engine::Php && rest <= 2 * AROUND { rest } else { rest.min(AROUND) };
    let start = Sides::new(first.old.start - lead, first.new.start - lead);
    let mut rows = Vec::new();
    let mut at = start;
    for block in blocks {
        rows.extend(context(&pages.old[at.old..block.old.start], engine));
        rows.extend(changes(pages, engine, block));
        at = Sides::new(block.old.end, block.new.end);
    }
    rows.extend(context(&pages.old[at.old..at.old + trail], engine));
    Hunk { start: start.map(|at| u32::try_from(at + 1).unwrap()), rows }
}

fn context(lines: &[String], engine: Engine) -> impl Iterator<Item = Row> {
    lines.iter().map(move |line| {
        let shown = if engine == Engine::Php { pad(line, Sides::new(true, true)) } else { line.clone() };
        let change = Change::Context(Sides::new(line.clone(), line.clone()));
        Row { change, shown: Sides::new(Some(shown.clone()), Some(shown)) }
    })
}

fn changes(pages: &Pages, engine: Engine, block: &Sides<Range<usize>>) -> Vec<Row> {
    let (old, new) = (&pages.old[block.old.clone()], &pages.new[block.new.clone()]);
    let mut rows: Vec<Row> = Vec::new();
    for (old, new) in old.iter().zip(new) {
        match engine {
            Engine::Wikidiff2 if wikidiff2_similarity(old, new) <= 0.2 => {
                rows.extend([added(new), removed(old)]);
            }
            Engine::Wikidiff2 => rows.push(changed(old, new)),
            Engine::Php => rows.push(in_changed_block(changed(old, new))),
        }
    }
    let paired = old.len().min(new.len());
    let rest =
        old[paired..].iter().map(|line| removed(line)).chain(new[paired..].iter().map(|line| added(line)));
    rows.extend(rest.map(|row| match engine {
        Engine::Wikidiff2 => row,
        Engine::Php if paired > 0 => in_changed_block(row),
        Engine::Php => {
            Row { shown: row.shown.map(|line| line.map(|line| pad(&line, Sides::new(true, true)))), ..row }
        }
    }));
    rows
}

fn changed(old: &str, new: &str) -> Row {
    let change = Change::Changed(Sides::new(old.to_owned(), new.to_owned()));
    Row { change, shown: Sides::new(Some(old.to_owned()), Some(new.to_owned())) }
}

fn removed(old: &str) -> Row {
    Row { change: Change::Removed(old.to_owned()), shown: Sides::new(Some(old.to_owned()), None) }
}

fn added(new: &str) -> Row {
    Row { change: Change::Added(new.to_owned()), shown: Sides::new(None, Some(new.to_owned())) }
}

/// A row of a changed block of the PHP engine: blank lines are one NBSP, ends inside word marks are not padded.
fn in_changed_block(row: Row) -> Row {
    let ends =
        |line: &Option<String>| line.as_deref().map(|line| (line.starts_with(' '), line.ends_with(' ')));
    let ends = (ends(&row.shown.old), ends(&row.shown.new));
    let unmarked = match ends {
        (Some(old), Some(new)) => Sides::new(old.0 == new.0, old.1 == new.1),
        _ => Sides::new(false, false),
    };
    let show = |line: String| if line.is_empty() { "\u{a0}".to_owned() } else { pad(&line, unmarked) };
    Row { shown: row.shown.map(|line| line.map(show)), ..row }
}

/// `TableDiffFormatter::escapeWhiteSpace`; `ends` says whether the line's beginning and end are outside word marks.
fn pad(line: &str, ends: Sides<bool>) -> String {
    let mut text = line.to_owned();
    if ends.old && text.starts_with(' ') {
        text.insert(0, '\u{a0}');
    }
    if ends.new && text.ends_with(' ') {
        text.push('\u{a0}');
    }
    text.replace("  ", "\u{a0} ")
}

/// The stretches that differ, in order.
fn blocks(pages: &Pages) -> Vec<Sides<Range<usize>>> {
    let mut changed = find_unmatched(pages);
    for side in [Side::Old, Side::New] {
        shift(pages.get(side), side, &mut changed);
    }
    let mut blocks = Vec::new();
    let mut at = Sides::new(0, 0);
    while at.old < pages.old.len() || at.new < pages.new.len() {
        let from = at;
        for side in [Side::Old, Side::New] {
            while changed.get(side).get(*at.get(side)) == Some(&true) {
                *at.get_mut(side) += 1;
            }
        }
        if at != from {
            blocks.push(Sides::new(from.old..at.old, from.new..at.new));
        }
        at = Sides::new((at.old + 1).min(pages.old.len()), (at.new + 1).min(pages.new.len()));
    }
    blocks
}

/// For each line of both pages: true if it is not in the chosen longest common subsequence.
fn find_unmatched(pages: &Pages) -> Sides<Vec<bool>> {
    let (old, new) = (&pages.old, &pages.new);
    let mut longest = vec![vec![0_usize; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            longest[i][j] = if old[i] == new[j] {
                longest[i + 1][j + 1] + 1
            } else {
                longest[i + 1][j].max(longest[i][j + 1])
            };
        }
    }
    let mut changed = Sides::new(vec![true; old.len()], vec![true; new.len()]);
    let (mut i, mut j) = (0, 0);
    while i < old.len() && j < new.len() {
        if old[i] == new[j] {
            (changed.old[i], changed.new[j]) = (false, false);
            (i, j) = (i + 1, j + 1);
        } else if longest[i + 1][j] >= longest[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    changed
}

/// `DiffEngine::shiftBoundaries` in PHP and `shift_boundaries` in wikidiff2, which are equal: a run of changes
/// moves up as far as it can, or else down to the last place beside a run of the other side.
fn shift(lines: &[String], side: Side, changed: &mut Sides<Vec<bool>>) {
    let (own, other) = match side {
        Side::Old => (&mut changed.old, &changed.new),
        Side::New => (&mut changed.new, &changed.old),
    };
    let mut run = Run { lines, own, other, start: 0, end: 0, beside: 0 };
    while run.find_next() {
        run.settle();
    }
}

/// A run of changes of one side, and the place of the other side that is beside its end.
struct Run<'s> {
    lines: &'s [String],
    own: &'s mut [bool],
    other: &'s [bool],
    start: usize,
    end: usize,
    /// The other side has as many unchanged lines before it as this side has before the end of the run.
    beside: usize,
}

impl Run<'_> {
    /// Goes to the next run. Returns true if there is one.
    fn find_next(&mut self) -> bool {
        self.skip_other();
        let mut at = self.end;
        while at < self.own.len() && !self.own[at] {
            at += 1;
            self.beside += 1;
            self.skip_other();
        }
        self.start = at;
        self.end = run_end(self.own, at);
        at < self.own.len()
    }

    /// Skips changed lines of the other side. Returns true if there were any.
    fn skip_other(&mut self) -> bool {
        let from = self.beside;
        self.beside = run_end(self.other, from);
        self.beside > from
    }

    fn settle(&mut self) {
        let corresponding = loop {
            let length = self.end - self.start;
            while self.start > 0 && self.lines[self.start - 1] == self.lines[self.end - 1] {
                self.up();
            }
            let corresponding = self.down();
            if self.end - self.start == length {
                break corresponding;
            }
        };
        while corresponding < self.end {
            self.up();
        }
    }

    fn up(&mut self) {
        self.start -= 1;
        self.end -= 1;
        (self.own[self.start], self.own[self.end]) = (true, false);
        while self.start > 0 && self.own[self.start - 1] {
            self.start -= 1;
        }
        self.beside -= 1;
        while self.other[self.beside] {
            self.beside -= 1;
        }
    }

    /// Moves down as far as possible. Returns the end of the run at its final place.
    fn down(&mut self) -> usize {
        // The engines test here if the other side has any lines left, changed or not. So the topmost place counts as
        // one beside a run.
        let mut corresponding = if self.beside < self.other.len() { self.end } else { self.own.len() };
        while self.end < self.own.len() && self.lines[self.start] == self.lines[self.end] {
            (self.own[self.start], self.own[self.end]) = (false, true);
            self.start += 1;
            self.end = run_end(self.own, self.end);
            self.beside += 1;
            if self.skip_other() {
                corresponding = self.end;
            }
        }
        corresponding
    }
}

fn run_end(changed: &[bool], from: usize) -> usize {
    from + changed[from.min(changed.len())..].iter().take_while(|changed| **changed).count()
}
