//! Text on a terminal: made safe, measured in columns, wrapped.
//!
//! Every output for people needs the three in this order: [`sanitize`] first (it adds and replaces characters), then
//! [`width`], then [`wrap`]. None of them knows what a diff is. What went through [`sanitize`] has a type of its own, the
//! [`door`], and a [`writer`] takes nothing else; [`json`] is for programs, and may end in a terminal all the same.

pub mod bidi;
pub mod json;
pub mod sanitize;
pub mod whitespace;
pub mod width;
pub mod wrap;
pub mod writer;
