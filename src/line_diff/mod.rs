//! Two revisions of a page, compared line by line: nothing is inferred here, both pages are known whole.
//!
//! ```text
//! two pages ──page──▶ their lines
//!           blocks ─▶ stretches that differ: Myers over lines, slid to natural borders
//!            pairs ─▶ which old line of a block stands beside which new one
//!           across ─▶ the same for blocks as one that only blank lines part, where that is better
//!            pairs ─▶ edits: a split line beside its first part
//!            moves ─▶ which lines removed here were added there
//!            hunks ─▶ rows with some context, under the heading of their section
//! ```
//!
//! ```
//! use wikidiff::internals::{CONTEXT, diff_lines};
//! use wikidiff::model::{Change, Sides};
//!
//! let diff = diff_lines(Sides::new("a\nan old line", "a\na new line"), CONTEXT);
//! let rows = &diff.hunks[0].rows;
//! assert!(matches!(rows[0].change, Change::Context(_)));
//! assert!(matches!(rows[1].change, Change::Changed(_)));
//! ```

use crate::model::{Diff, Line, Page, Proof, Shape, Sides};

mod align;
mod blocks;
mod edit;
mod hunks;
mod merge_blocks;
mod moves;
mod offsets;
mod pages;
mod splits;

#[cfg(test)]
mod tests;

pub(crate) use offsets::placed;

/// The context lines on each side of a change, where nobody asks for more or fewer: as many as MediaWiki shows.
pub const CONTEXT: usize = 2;

/// Compares two pages of wikitext.
///
/// A line end at the end of a page opens no further line: files have one there, MediaWiki's pages have none. Nor
/// does it matter whether lines end with LF or with CR LF. Where the two pages differ in either, a warning says so.
#[must_use]
pub fn diff(pages: Sides<&str>, context: usize) -> Diff<'_, Line<'_>> {
    let warnings = pages::differing_ends(pages);
    let lines = pages.map(pages::lines);
    let lines = lines.as_ref().map(Vec::as_slice);
    let mut budget = align::Budget::new();
    let paired = align::paired(lines, blocks::blocks(lines), &mut budget);
    let paired = merge_blocks::joined(lines, paired, &mut budget);
    let edits = moves::with_moves(lines, align::edits(lines, paired));
    let sizes = lines.map(pages::size);
    Diff {
        shape: Shape::Revisions,
        first_line: 1,
        page: Page::default(),
        hunks: hunks::hunks(lines, &edits, context),
        proof: Proof::Stated,
        bytes_computed: sizes.new - sizes.old,
        warnings,
        alternatives: Vec::new(),
        notes: vec!["both revisions were there whole, so that every line's side is known".to_owned()],
    }
}
