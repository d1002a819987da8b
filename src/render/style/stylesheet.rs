//! What the parts of a picture look like, by role and as data.
//!
//! A renderer names the role and never asks whether there is colour: [`PLAIN`] is a stylesheet like any other,
//! which has brackets where the themes have colours.

use anstyle::Style;

use crate::model::Sides;

/// What a part of a picture is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// The page's title.
    Heading,
    /// What else the head tells: revisions, users, summaries.
    Fact,
    /// How sure the reading is.
    Proof,
    /// The rule over a hunk, and what stands for folded rows and words.
    Rule,
    /// Line numbers, and the place that a moved row came from or went to.
    Gutter,
    /// The `?` of a row that could be on either side.
    Guess,
    /// A line that did not change.
    Context,
    /// What did not change in a line that did.
    Unchanged,
    /// Old words in a changed line.
    Removed,
    /// New words in a changed line.
    Added,
    /// A line that only the old revision has.
    RemovedLine,
    /// A line that only the new revision has.
    AddedLine,
    /// The sign of a line that only the old revision has.
    RemovedSign,
    /// The sign of a line that only the new revision has.
    AddedSign,
    /// The sign of a changed or moved line.
    ChangedSign,
    /// The sum at the foot.
    Foot,
}

impl Role {
    /// Every role, in the order of the picture.
    pub const ALL: [Self; 16] = [
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
        }
    }
}

/// A style for each role, and what stands round changed words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stylesheet {
    styles: [Style; Role::ALL.len()],
    /// What stands round old and new words.
    pub brackets: Sides<Brackets>,
}

impl Stylesheet {
    /// What a role looks like.
    #[must_use]
    pub const fn style(&self, role: Role) -> Style {
        self.styles[role as usize]
    }

    /// The same with other brackets.
    #[must_use]
    pub const fn with_brackets(mut self, brackets: Sides<Brackets>) -> Self {
        self.brackets = brackets;
        self
    }

    /// The same with another look for a role.
    #[must_use]
    pub const fn with_style(mut self, role: Role, style: Style) -> Self {
        self.styles[role as usize] = style;
        self
    }
}

/// What stands round changed words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Brackets {
    /// Before the words.
    pub open: &'static str,
    /// After the words.
    pub close: &'static str,
}

/// No styles and no brackets: what a theme begins with.
pub const UNSTYLED: Stylesheet = Stylesheet {
    styles: [Style::new(); Role::ALL.len()],
    brackets: Sides::new(Brackets { open: "", close: "" }, Brackets { open: "", close: "" }),
};

/// No styles; old words as `[-old-]`, new words as `{+new+}`, as `wdiff` writes them.
pub const PLAIN: Stylesheet = Stylesheet {
    brackets: Sides::new(Brackets { open: "[-", close: "-]" }, Brackets { open: "{+", close: "+}" }),
    ..UNSTYLED
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_has_a_place_and_a_name_of_its_own() {
        for (index, role) in Role::ALL.into_iter().enumerate() {
            assert_eq!(role as usize, index);
            assert_eq!(Role::ALL.iter().filter(|other| other.name() == role.name()).count(), 1);
        }
    }

    #[test]
    fn the_plain_stylesheet_is_all_brackets_and_no_style() {
        assert!(Role::ALL.into_iter().all(|role| PLAIN.style(role).is_plain()));
        assert_eq!(PLAIN.brackets.old.open, "[-");
    }
}
