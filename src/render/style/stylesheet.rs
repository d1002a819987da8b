//! Stylesheets: the style of each part of a picture, by role, as data.
//!
//! A renderer names the role and does not ask for colours: [`PLAIN`] is an ordinary stylesheet with brackets in place of
//! colours.

use anstyle::Style;

use crate::model::Sides;

/// The role of a part of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// The page's title.
    Heading,
    /// Other facts of the head: revisions, users, summaries.
    Fact,
    /// The certainty of the result.
    Proof,
    /// The rule above a hunk, and the placeholder of collapsed rows and words.
    Rule,
    /// Line numbers, and the other place of a moved row.
    Gutter,
    /// The `?` of a row that could be on either side.
    Guess,
    /// An unchanged line.
    Context,
    /// Unchanged words in a changed line.
    Unchanged,
    /// Old words in a changed line.
    Removed,
    /// New words in a changed line.
    Added,
    /// A line of the old revision only.
    RemovedLine,
    /// A line of the new revision only.
    AddedLine,
    /// The sign of a line of the old revision only.
    RemovedSign,
    /// The sign of a line of the new revision only.
    AddedSign,
    /// The sign of a changed or moved line.
    ChangedSign,
    /// The totals at the foot.
    Foot,
    /// Matches of a search, on top of the style of the words.
    Match,
}

impl Role {
    /// All roles, in the order of the picture.
    pub const ALL: [Self; 17] = [
        Self::Heading,
        Self::Fact,
        Self::Proof,
        Self::Rule,
        Self::Gutter,
        Self::Guess,
        Self::Context,
        Self::Unchanged,
        Self::Removed,
        Self::Added,
        Self::RemovedLine,
        Self::AddedLine,
        Self::RemovedSign,
        Self::AddedSign,
        Self::ChangedSign,
        Self::Foot,
        Self::Match,
    ];

    /// The role's name in a theme.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Heading => "heading",
            Self::Fact => "fact",
            Self::Proof => "proof",
            Self::Rule => "rule",
            Self::Gutter => "gutter",
            Self::Guess => "guess",
            Self::Context => "context",
            Self::Unchanged => "unchanged",
            Self::Removed => "removed",
            Self::Added => "added",
            Self::RemovedLine => "removed-line",
            Self::AddedLine => "added-line",
            Self::RemovedSign => "removed-sign",
            Self::AddedSign => "added-sign",
            Self::ChangedSign => "changed-sign",
            Self::Foot => "foot",
            Self::Match => "match",
        }
    }
}

/// A style for each role, and the brackets around changed words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stylesheet {
    styles: [Style; Role::ALL.len()],
    /// The brackets around old and new words.
    #[doc(hidden)]
    pub brackets: Sides<Brackets>,
    /// The brackets around matches of a search.
    #[doc(hidden)]
    pub match_brackets: Brackets,
}

impl Stylesheet {
    /// The style of a role.
    #[doc(hidden)]
    #[must_use]
    pub const fn style(&self, role: Role) -> Style {
        self.styles[role as usize]
    }

    /// The style of words in a match of a search: the style of the match, and what it leaves open from the words' own.
    pub(crate) fn matched_style(&self, words: Style) -> Style {
        let matched = self.style(Role::Match);
        Style::new()
            .effects(matched.get_effects() | words.get_effects())
            .fg_color(matched.get_fg_color().or(words.get_fg_color()))
            .bg_color(matched.get_bg_color().or(words.get_bg_color()))
            .underline_color(matched.get_underline_color().or(words.get_underline_color()))
    }

    /// Replaces the brackets around changed words.
    #[doc(hidden)]
    #[must_use]
    pub const fn with_brackets(mut self, brackets: Sides<Brackets>) -> Self {
        self.brackets = brackets;
        self
    }

    /// Replaces the style of a role.
    #[doc(hidden)]
    #[must_use]
    pub const fn with_style(mut self, role: Role, style: Style) -> Self {
        self.styles[role as usize] = style;
        self
    }
}

/// The brackets around changed words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Brackets {
    /// Before the words.
    pub open: &'static str,
    /// After the words.
    pub close: &'static str,
}

/// No styles and no brackets: the base of every theme.
pub const UNSTYLED: Stylesheet = Stylesheet {
    styles: [Style::new(); Role::ALL.len()],
    brackets: Sides::new(NO_BRACKETS, NO_BRACKETS),
    match_brackets: NO_BRACKETS,
};

const NO_BRACKETS: Brackets = Brackets { open: "", close: "" };

/// No styles; old words as `[-old-]`, new words as `{+new+}`, the notation of `wdiff`; matches of a search as `{=match=}`.
pub const PLAIN: Stylesheet = Stylesheet {
    brackets: Sides::new(Brackets { open: "[-", close: "-]" }, Brackets { open: "{+", close: "+}" }),
    match_brackets: Brackets { open: "{=", close: "=}" },
    ..UNSTYLED
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_have_distinct_names_and_are_in_order() {
        for (index, role) in Role::ALL.into_iter().enumerate() {
            assert_eq!(role as usize, index);
            assert_eq!(Role::ALL.iter().filter(|other| other.name() == role.name()).count(), 1);
        }
    }

    #[test]
    fn plain_stylesheet_has_brackets_and_no_styles() {
        assert!(Role::ALL.into_iter().all(|role| PLAIN.style(role).is_plain()));
        assert_eq!(PLAIN.brackets.old.open, "[-");
    }
}
