//! Two revisions of a page, compared line by line. Nothing is inferred here, since both pages are known whole.
//!
//! ```text
//! two pages ──pages────────▶ their lines
//!            blocks ───────▶ stretches that differ: Myers over lines, slid to natural borders
//!            align ────────▶ pairs of an old and a new line in each block: changed lines
//!            merge_blocks ─▶ blocks with only blank lines between them, paired as one if that is better
//!            align, splits ▶ edits: a split line beside its first part
//!            moves ────────▶ lines removed here and added there
//!            hunks ────────▶ rows with some context, under the heading of their section
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

use crate::model::{Diff, Line, Page, Revision, Shape, Sides};

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

pub(crate) use offsets::with_line_offsets;

/// The default number of context lines on each side of a change: as many as MediaWiki shows.
pub const CONTEXT: usize = 2;

/// Compares two pages of wikitext.
///
/// A line end at the end of a page opens no further line: files have one there, MediaWiki's pages have none. LF and CR LF
/// are the same line end. A warning says where the two pages differ in either.
#[must_use]
pub fn diff(pages: Sides<&str>, context: usize) -> Diff<'_, Line<'_>> {
    let warnings = pages::compare_line_ends(pages);
    let page_lines = pages.map(pages::split_lines);
    let lines = page_lines.as_ref().map(Vec::as_slice);
    let mut budget = align::CompareBudget::new();
    let paired = align::pair_blocks(lines, blocks::find_blocks(lines), &mut budget);
    let paired = merge_blocks::merge_across_blank_lines(lines, paired, &mut budget);
    let edits = moves::find_moves(lines, align::find_edits(lines, paired));
    let sizes = lines.map(pages::byte_size);
    let revisions = pages
        .map(pages::open_last_line)
        .map(|open_last_line| Revision { open_last_line, ..Revision::default() });
    Diff {
        page: Page { revisions, ..Page::default() },
        bytes_computed: sizes.new - sizes.old,
        warnings,
        notes: vec!["both revisions were there whole, so that every line's side is known".to_owned()],
        ..Diff::new(Shape::Revisions, hunks::build_hunks(lines, &edits, context))
    }
}
