//! What a diff must know of the page that it is a part of.

use crate::render::line::links::LinkOptions;
use crate::text::sanitize::Invisible;

/// How a page is drawn.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct HtmlView {
    /// Where harmless invisible characters are shown.
    pub invisible: Invisible,
    /// The context rows shown round each change before the reader asks for more; `None` shows all that there are.
    pub context: Option<usize>,
    /// Which links the text has; `None` has none.
    pub links: Option<LinkOptions>,
}

/// A diff as a part of the page.
#[derive(Clone, Copy, Debug)]
pub struct HtmlArticle<'a> {
    /// Which one of the page it is: what it links to is found by that.
    pub number: usize,
    /// What it was read from, where that must be escape_message.
    pub heading: Option<&'a str>,
    /// The language of the page's text, as a code of BCP 47; that of the wiki's interface is the best guess.
    pub language: &'static str,
    /// How it is drawn.
    pub view: &'a HtmlView,
}

/// What BCP 47 has for a language that is not known. Without it a screen reader would take all for English.
pub const UNKNOWN_LANGUAGE: &str = "und";
