//! From marked rows to bytes: one file per output.
//!
//! [`terminal`] is the diff for people in one of its [`Layout`]s, [`stat`] a line of figures, [`json`] the contract for
//! programs, [`explain`] the reasoning behind the rows. All of them write to what they are given, row by row: no
//! output is ever held whole.

mod explain;
mod html;
mod json;
pub(crate) mod layout;
pub(crate) mod line;
mod patch;
mod plural;
mod stat;
pub mod style;
mod terminal;
mod wikitext;

pub use explain::explain;
pub use html::{HtmlArticle, HtmlView, UNKNOWN_LANGUAGE, html, html_end, html_start};
pub use json::{json, json_with_id};
pub use line::focus::UnchangedText;
pub use line::interleave::{LineSegment, SpanKind, interleave};
pub use line::links::{InvalidWikiUrl, LinkOptions, WikiUrl};
pub use line::paragraph::BidiMode;
pub use patch::{is_patchable, patch};
pub use stat::stat;
pub use style::view::{Layout, MIN_SIDE_BY_SIDE_WIDTH, Margin, View};
pub use terminal::{terminal, terminal_heading};
pub use wikitext::{Audience, wikitext, wikitext_heading};

#[cfg(test)]
mod tests;
