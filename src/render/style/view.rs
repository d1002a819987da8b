//! The view: all options of a picture.

use super::stylesheet::{PLAIN, Role, Stylesheet};
use crate::render::line::focus::UnchangedText;
use crate::render::line::links::LinkOptions;
use crate::render::line::paragraph::{BidiMode, Measure};
use crate::text::bidi;
use crate::text::sanitize::Invisible;
use crate::text::sanitize::sanitized::Sanitized;
use crate::text::width::AmbiguousWidth;

/// All options of a picture.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct View {
    /// The layout of the two lines of a changed row.
    pub layout: Layout,
    /// The amount of unchanged text shown in changed paragraphs.
    pub unchanged: UnchangedText,
    /// The width in columns; `None` does not wrap.
    pub width: Option<usize>,
    /// The number of context rows shown around each change; `None` shows all.
    pub context: Option<usize>,
    /// The styles of the parts.
    pub style: Stylesheet,
    /// Visibility of harmless invisible characters.
    pub invisible: Invisible,
    /// The width of ambiguous characters.
    pub ambiguous: AmbiguousWidth,
    /// Isolation of right-to-left text.
    pub direction: BidiMode,
    /// Links in the text; `None` for no links.
    pub links: Option<LinkOptions>,
    /// The margin before the text.
    pub margin: Margin,
    /// Marks for a search at the rows that begin a change.
    pub change_starts: ChangeStarts,
    /// The counts below the rows.
    pub summary: Summary,
}

/// The counts below the rows, besides those of lines and bytes: words, characters, elements of wikitext.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Summary {
    /// As many as fit on one line; all of them without a width.
    #[default]
    WhereRoom,
    /// All of them, on several lines.
    Full,
}

/// Marks for a search at the rows that begin a change. Rows one below the other are one change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChangeStarts {
    /// The rows are like the others.
    #[default]
    Plain,
    /// A no-break space follows the sign, in place of a blank: the same to look at, but a pager can find it.
    Marked,
}

/// The margin before the text of a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Margin {
    /// The gutter: a sign and a number.
    #[default]
    Signed,
    /// Nothing, so that the text can be copied. Without colours, added and removed lines have brackets.
    Bare,
}

/// The layout of the two lines of a changed row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Layout {
    /// One paragraph, old words before new words.
    #[default]
    Inline,
    /// The old line above the new one.
    Stacked,
    /// Two columns.
    SideBySide,
}

/// The minimum width of a picture in two columns: about twenty letters each beside their gutters.
pub(crate) const MIN_SIDE_BY_SIDE_WIDTH: usize = 60;

impl Layout {
    /// Returns the layout that fits into a width.
    #[must_use]
    pub const fn fit_to_width(self, width: Option<usize>) -> Self {
        match (self, width) {
            (Self::SideBySide, Some(width)) if width < MIN_SIDE_BY_SIDE_WIDTH => Self::Inline,
            _ => self,
        }
    }
}

/// The picture in a pipe.
impl Default for View {
    fn default() -> Self {
        Self {
            layout: Layout::default(),
            unchanged: UnchangedText::default(),
            width: None,
            context: None,
            style: PLAIN,
            invisible: Invisible::default(),
            ambiguous: AmbiguousWidth::default(),
            direction: BidiMode::default(),
            links: None,
            margin: Margin::default(),
            change_starts: ChangeStarts::default(),
            summary: Summary::default(),
        }
    }
}

impl View {
    /// The style of a role.
    pub(crate) const fn role_style(&self, role: Role) -> anstyle::Style {
        self.style.style(role)
    }

    /// The measure of a paragraph of our own words. Foreign texts in it are [isolated](Self::isolate) one by one.
    pub(crate) fn own_measure(&self) -> Measure {
        Measure { direction: BidiMode::Plain, ..self.measure(0) }
    }

    /// Isolates a foreign text among words of our own.
    pub(crate) fn isolate<'t>(&self, text: Sanitized<'t>) -> Sanitized<'t> {
        match self.direction {
            BidiMode::Isolated => bidi::isolate_text(text),
            BidiMode::Plain => text,
        }
    }

    /// The measure of a paragraph of foreign text that begins after `indent` columns.
    pub(crate) fn measure(&self, indent: usize) -> Measure {
        let columns = self.width.map(|width| width.saturating_sub(indent).max(MIN_TEXT_WIDTH));
        Measure { indent, columns, ambiguous: self.ambiguous, direction: self.direction }
    }
}

/// The minimum width of the text on any terminal: one wide character fits.
pub(crate) const MIN_TEXT_WIDTH: usize = 2;
