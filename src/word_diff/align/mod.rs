//! The alignment of two lines: which tokens of the old line match which tokens of the new one.
//!
//! ```text
//! regions ──────────▶ the parts of two lines that differ, with some equal text around them
//! sequence ─────────▶ the tokens of a region, with ids, weights and border costs (cost)
//! single_edit ──────▶ the edit of most regions, without an alignment
//! anchored ─────────▶ long common runs as anchors; windows between them
//! affine_alignment ─▶ the optimal alignment of a window
//! brackets ─────────▶ another alignment where a closing bracket matched without its opening bracket
//! ```

pub(crate) mod affine_alignment;
pub(crate) mod anchored;
pub(crate) mod brackets;
pub(crate) mod cost;
pub(crate) mod regions;
pub(crate) mod sequence;
pub(crate) mod single_edit;
