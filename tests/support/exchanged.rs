//! Readings with old and new exchanged in a block, in several or in all: does such a reading satisfy the equations and the grammar?
//!
//! The grammar is written anew, as patterns over the sides of the lines in the order of their cells:
//!
//! ```text
//! ~ old | new      O N
//! + new            N        exchanged: N O O, which wikidiff2 prints as + - -
//! ```

use std::sync::LazyLock;

use regex::Regex;
use wikidiff::model::{Change, Diff, Line, Row, Shape, Side};

use super::engine::Engine;

/// The blocks of wikidiff2. The first group is a changed row, or a line that was split into several; the second an unlike
/// pair, new before old, whose lines may stand beside those of the next pair. At the end stand the lines that are left.
static WIKIDIFF2: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("^(ONN*|N(ON)*O)*(O*|N*|N(ON)+N*)$").unwrap());

/// The blocks of the PHP engine: lines beside each other, then the lines that are left.
static PHP: LazyLock<Regex> = LazyLock::new(|| Regex::new("^(ON)*(O*|N*)$").unwrap());

/// Maximum number of blocks of which every set is tried. Few diffs have more.
const MAX_BLOCKS_IN_SETS: usize = 10;

/// A run of changed rows.
struct Block {
    hunk: usize,
    /// `O` for an old line, `N` for a new one.
    sides: String,
    lines: i64,
    bytes: i64,
    /// A row of it was not copied, as only the PHP engine prints one.
    is_partly_unseen: bool,
}

impl Block {
    fn new(hunk: usize, rows: &[Row<Line<'_>>]) -> Self {
        let is_partly_unseen = rows.iter().any(|row| row.source_line.is_none());
        let mut block = Self { hunk, sides: String::new(), lines: 0, bytes: 0, is_partly_unseen };
        for change in rows.iter().map(|row| &row.change) {
            for (side, letter, sign) in [(Side::Old, 'O', -1), (Side::New, 'N', 1)] {
                if let Some(line) = change.line(side) {
                    block.sides.push(letter);
                    block.lines += sign;
                    block.bytes += sign * (i64::try_from(line.len()).unwrap() + 1);
                }
            }
        }
        block
    }

    fn is_printed(&self, engine: Engine, is_exchanged: bool) -> bool {
        let exchange = |side| if side == 'O' { 'N' } else { 'O' };
        let sides =
            if is_exchanged { self.sides.chars().map(exchange).collect() } else { self.sides.clone() };
        let pattern = if engine == Engine::Php { &PHP } else { &WIKIDIFF2 };
        pattern.is_match(&sides) && (engine == Engine::Php || !self.is_partly_unseen)
    }
}

/// Finds blocks of a diff that can be exchanged: the reading keeps its bytes and line numbers, and an engine prints it.
///
/// The shapes in which a cell shows its side, or holds both, are left out, and readings that removed the padding of a line,
/// since the other engine would count its bytes.
pub(crate) fn find_exchange(
    diff: &Diff<'_, Line<'_>>,
    paste: &str,
    engines: &[Engine],
) -> Option<Vec<usize>> {
    let copied: Vec<&str> = paste.split('\n').collect();
    let mut changed = diff.hunks.iter().flat_map(|hunk| &hunk.rows).filter(|row| !row.change.is_context());
    let is_altered = changed.any(|row| {
        let Some(first) = row.source_line else { return false };
        let lines = row.change.lines();
        // The cells of a row stand below each other.
        let mut read = lines.old.into_iter().chain(lines.new);
        let mut below = copied[first as usize - 1..].iter();
        read.any(|line| below.next() != Some(&&**line))
    });
    if is_altered || diff.shape != Shape::Cells {
        return None;
    }
    let mut blocks = Vec::new();
    for (hunk, found) in diff.hunks.iter().enumerate() {
        let is_context = |change: &Change<Line<'_>>| change.is_context();
        let runs = found.rows.chunk_by(|one, next| is_context(&one.change) == is_context(&next.change));
        blocks.extend(runs.filter(|run| !is_context(&run[0].change)).map(|run| Block::new(hunk, run)));
    }
    let is_numbered = |hunk: usize| {
        let start = |hunk: usize| diff.hunks.get(hunk).and_then(|hunk| hunk.start);
        start(hunk).is_some() && start(hunk + 1).is_some()
    };
    let fits = |exchange: &[usize]| {
        let exchanged = || exchange.iter().map(|&block| &blocks[block]);
        let keeps_numbers = |hunk: usize| {
            !is_numbered(hunk)
                || exchanged().filter(|block| block.hunk == hunk).map(|block| block.lines).sum::<i64>() == 0
        };
        let is_printed = |engine: &Engine| {
            let mut all = blocks.iter().enumerate();
            all.all(|(index, block)| block.is_printed(*engine, exchange.contains(&index)))
        };
        exchanged().map(|block| block.bytes).sum::<i64>() == 0
            && (0..diff.hunks.len()).all(keeps_numbers)
            && engines.iter().any(is_printed)
    };
    sets(blocks.len()).find(|exchange| !exchange.is_empty() && fits(exchange))
}

/// The sets of blocks to exchange: all sets of the first blocks, each block, and all.
fn sets(blocks: usize) -> impl Iterator<Item = Vec<usize>> {
    let first = blocks.min(MAX_BLOCKS_IN_SETS);
    let of_first = (1..1_usize << first)
        .map(move |set| (0..first).filter(|block| set >> block & 1 == 1).collect::<Vec<usize>>());
    of_first.chain((first..blocks).map(|block| vec![block])).chain([(0..blocks).collect()])
}
