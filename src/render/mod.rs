//! From marked rows to bytes: one file per output.
//!
//! [`picture`] is the diff for people in one of its [`Layout`]s, [`stat`] a line of figures, [`json`] the contract for
//! programs, [`explain`] the reasoning behind the rows. All of them write to what they are given, row by row: no
//! output is ever held whole.

pub mod style;
pub mod theme;

mod count;
mod explain;
mod focus;
mod fold;
mod foot;
mod gutter;
mod head;
mod inline;
mod interleave;
mod json;
mod link;
mod page;
mod paragraph;
mod patch;
mod pen;
mod picture;
mod rule;
mod side_by_side;
mod stat;
mod steps;
mod stroke;
mod view;
mod whole;
mod wikitext;

pub use explain::explain;
pub use focus::Unchanged;
pub use interleave::{Kind, Stroke, interleave};
pub use json::{answer, json};
pub use link::{Links, Wiki, WikiError};
pub use page::{Article, NO_LANGUAGE, PageView, page, page_end, page_start};
pub use paragraph::Direction;
pub use patch::{is_patchable, patch};
pub use picture::{heading, picture};
pub use stat::stat;
pub use view::{Layout, Margin, NARROWEST_COLUMNS, View};
pub use wikitext::{Reader, wikitext, wikitext_heading};

#[cfg(test)]
mod tests;
