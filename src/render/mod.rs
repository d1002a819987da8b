//! Output formats: from a marked diff to bytes.
//!
//! ```text
//!                    ┌─ terminal    a picture for people, in one of its layouts
//!                    ├─ html        a page for browsers, which this program can read again
//! Diff<Marked> ──────┼─ json        one object for programs
//!                    ├─ patch       a unified diff, for `patch` and `git apply`
//!                    ├─ wikitext    one side, for an editor
//!                    ├─ stat        counts for people and for programs
//!                    └─ explain     the reasoning behind the result
//! ```
//!
//! All of them write row by row, so that no output is ever held in memory as a whole.

mod explain;
pub(crate) mod html;
mod json;
pub(crate) mod layout;
pub(crate) mod line;
mod patch;
mod plural;
mod stat;
pub(crate) mod style;
pub(crate) mod terminal;
pub(crate) mod wikitext;

pub use crate::text::sanitize::Invisible;
pub use crate::text::width::AmbiguousWidth;
pub use explain::explain;
pub use html::{HtmlPage, HtmlView};
pub use json::json;
#[cfg(feature = "cli")]
pub(crate) use json::json_with_id;
pub use line::focus::UnchangedText;
pub use line::links::{InvalidWikiUrl, LinkOptions, WikiUrl};
pub use line::paragraph::BidiMode;
pub use patch::{is_patchable, patch};
pub use stat::{StatTable, numstat};
pub use style::stylesheet::Stylesheet;
pub use style::theme::{Background, ColorDepth, Theme, ThemeError};
#[cfg(feature = "cli")]
pub(crate) use style::view::MIN_SIDE_BY_SIDE_WIDTH;
pub use style::view::{ChangeStarts, Layout, Margin, Summary, View};
pub use terminal::terminal;
#[cfg(feature = "cli")]
pub(crate) use terminal::terminal_heading;
#[cfg(feature = "cli")]
pub(crate) use wikitext::wikitext_heading;
pub use wikitext::{Audience, wikitext};

#[cfg(test)]
mod tests;
