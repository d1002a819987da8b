//! The similarity of two lines, as pairing and the comparison of pages need it.
//!
//! ```text
//! two lines ──common_ends──▶ prefix │ middle │ suffix
//!              word_id ────▶ the words of the middle as numbers
//!              estimate ───▶ words that both have, in any order: cheap, for many pairs
//!              wikidiff2 ──▶ words that both have, in order (bit_lcs): the measure of the wiki's engine
//!
//! lines of two sides ──matching──▶ pairs of lines, by their similarity
//! ```

pub(crate) mod bit_lcs;
pub(crate) mod common_ends;
pub(crate) mod estimate;
pub(crate) mod matching;
pub(crate) mod wikidiff2;
pub(crate) mod word_id;
