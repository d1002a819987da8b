//! One line of a picture, from marked spans to styled, wrapped text.
//!
//! ```text
//! Marked lines    an old line │ a new line
//! interleave      a(n)  [-n-]  ␠  [-old-] {+new+}  ␠line          segments: text, kind, scope
//! focus           ⋯ 57 words ⋯ [-old-] {+new+} ⋯ 12 words ⋯       long unchanged text collapsed
//! pieces          cut at links and at matches of a search
//! painter         sanitized, styled by role, bracketed, linked
//! paragraph       wrapped, indented, isolated
//! ```

pub(crate) mod focus;
pub(crate) mod interleave;
pub(crate) mod links;
pub(crate) mod painter;
pub(crate) mod paragraph;
pub(crate) mod pieces;
pub(crate) mod segments;
