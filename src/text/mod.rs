//! Text on a terminal: made safe, measured in columns, wrapped.
//!
//! Every output for people needs the three in this order: [`safe`] first (it adds and replaces characters), then
//! [`width`], then [`wrap`]. None of them knows what a diff is.

pub mod bidi;
pub mod safe;
pub mod whitespace;
pub mod width;
pub mod wrap;

mod sight;
