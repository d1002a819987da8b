//! How a picture is drawn: everything that a renderer is told.

use super::stylesheet::{PLAIN, Role, Stylesheet};
use crate::render::line::focus::UnchangedText;
use crate::render::line::links::LinkOptions;
use crate::render::line::paragraph::{BidiMode, Measure};
use crate::text::bidi;
use crate::text::sanitize::Invisible;
use crate::text::sanitize::sanitized::Sanitized;
use crate::text::width::AmbiguousWidth;

/// How a picture is drawn.
#[derive(Clone, Debug)]
pub struct View {
    /// Where the two lines of a changed row stand.
    pub layout: Layout,
    /// How much of the unchanged text in changed paragraphs is shown.
    pub unchanged: UnchangedText,
    /// The columns that it may take; `None` does not wrap.
    pub width: Option<usize>,
    /// The context rows shown round each change; `None` shows all that there are.
    pub context: Option<usize>,
    /// What the parts look like.
    pub style: Stylesheet,
    /// Where harmless invisible characters are shown.
    pub invisible: Invisible,
    /// How wide ambiguous characters are.
    pub ambiguous: AmbiguousWidth,
    /// What is done about text that runs from right to left.
    pub direction: BidiMode,
    /// Which links the text has; `None` has none.
    pub links: Option<LinkOptions>,
    /// What stands before the text.
    pub margin: Margin,
}

/// What stands before the text of a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Margin {
    /// The gutter: a sign and a number.
    #[default]
    Signed,
    /// Nothing, so that the text can be copied. Where there are no colours, lines that came or went have brackets.
    Bare,
}

/// Where the two lines of a changed row stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// In one paragraph, old words before new ones.
    #[default]
    Inline,
    /// The old line above the new one.
    Stacked,
    /// In two columns.
    SideBySide,
}

/// The fewest columns for two columns of text: some twenty letters each beside their gutters.
pub(crate) const MIN_SIDE_BY_SIDE_WIDTH: usize = 60;

impl Layout {
    /// The layout that a width has room for.
    #[must_use]
    pub const fn fit_to_width(self, width: Option<usize>) -> Self {
        match (self, width) {
            (Self::SideBySide, Some(width)) if width < MIN_SIDE_BY_SIDE_WIDTH => Self::Inline,
            _ => self,
        }
    }
}

/// The picture that a pipe gets.
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
        }
    }
}

impl View {
    /// What a role looks like.
    pub(crate) const fn role_style(&self, role: Role) -> anstyle::Style {
        self.style.style(role)
    }

    /// Where a paragraph of our own words stands, in which foreign ones are [isolated](Self::isolated) one by one.
    pub(crate) fn own_measure(&self) -> Measure {
        Measure { direction: BidiMode::Plain, ..self.measure(0) }
    }

    /// A foreign text among words of our own.
    pub(crate) fn isolated<'t>(&self, text: Sanitized<'t>) -> Sanitized<'t> {
        match self.direction {
            BidiMode::Isolated => bidi::isolate_text(text),
            BidiMode::Plain => text,
        }
    }

    /// Where a paragraph of foreign text stands that begins after so many columns.
    pub(crate) fn measure(&self, indent: usize) -> Measure {
        let columns = self.width.map(|width| width.saturating_sub(indent).max(MIN_TEXT_WIDTH));
        Measure { indent, columns, ambiguous: self.ambiguous, direction: self.direction }
    }
}

/// The fewest columns for the text, however narrow the terminal is: one wide character fits.
pub(crate) const MIN_TEXT_WIDTH: usize = 2;
