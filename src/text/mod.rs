//! Text on a terminal: made safe, measured in columns, wrapped.
//!
//! Every output for people needs the three in this order: [`safe`] first (it adds and replaces characters), then
//! [`width`], then [`wrap`]. None of them knows what a diff is. What went through [`safe`] has a type of its own, the
//! [`door`], and a [`screen`] takes nothing else; [`json`] is for programs, and may end in a terminal all the same.

pub mod bidi;
pub mod door;
pub mod json;
pub mod safe;
pub mod screen;
pub mod whitespace;
pub mod width;
pub mod wrap;

mod sight;
