//! Text on a terminal: sanitized, measured in columns, wrapped. Knows nothing about diffs.
//!
//! ```text
//! &str ──sanitize──▶ Sanitized ──width, wrap──▶ lines ──writer──▶ terminal
//!                        ▲                        ▲
//!           names what must not pass       bidi isolates right-to-left text
//! ```
//!
//! Output for people takes these steps in this order, since [`sanitize`] adds and replaces characters. A [`writer`]
//! accepts only [`Sanitized`](sanitize::sanitized::Sanitized) text. [`json`] is for programs, but is safe on a terminal
//! too.

pub(crate) mod bidi;
pub(crate) mod json;
pub(crate) mod pattern;
pub(crate) mod sanitize;
pub(crate) mod whitespace;
pub(crate) mod width;
pub(crate) mod wrap;
pub(crate) mod writer;
