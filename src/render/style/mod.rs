//! Styles of a picture: which options a view has, and which colour each role gets.
//!
//! ```text
//! theme file ──parse──▶ Theme ──stylesheet(background, colour depth)──▶ Stylesheet ─┐
//!                                                     width, context, layout, …  ──┴──▶ View ──▶ renderer
//! ```
//!
//! A renderer knows roles ([`Role`](stylesheet::Role)), never colours: output without colours is only another stylesheet.

pub(crate) mod stylesheet;
pub(crate) mod theme;
pub(crate) mod view;
