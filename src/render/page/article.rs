//! What a diff must know of the page that it is a part of.

use crate::text::safe::Invisible;

/// A diff as a part of the page.
#[derive(Clone, Copy, Debug)]
pub struct Article<'a> {
    /// Which one of the page it is: what it links to is found by that.
    pub number: usize,
    /// What it was read from, where that must be told.
    pub heading: Option<&'a str>,
    /// The language of the page's text, as a code of BCP 47; that of the wiki's interface is the best guess.
    pub language: &'static str,
    /// Where harmless invisible characters are shown.
    pub invisible: Invisible,
}

/// What BCP 47 has for a language that is not known. Without it a screen reader would take all for English.
pub const NO_LANGUAGE: &str = "und";
