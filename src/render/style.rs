//! What the parts of a picture look like, by role and as data.
//!
//! A renderer names the role and never asks whether there is colour: [`PLAIN`] is a stylesheet like any other,
//! which has brackets where [`COLOURED`] has colours.

use anstyle::{Ansi256Color, Color, Effects, Style};

use crate::model::Sides;

/// A style for each role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stylesheet {
    /// The page's title.
    pub heading: Style,
    /// What else the head tells: revisions, users, summaries.
    pub fact: Style,
    /// How sure the reading is.
    pub proof: Style,
    /// The rule over a hunk, and the line that stands for folded rows.
    pub rule: Style,
    /// Line numbers, and the place that a moved row came from or went to.
    pub gutter: Style,
    /// The `?` of a row that could be on either side.
    pub guess: Style,
    /// A line that did not change.
    pub context: Style,
    /// What did not change in a line that did.
    pub unchanged: Style,
    /// Old words in a changed line.
    pub removed: Style,
    /// New words in a changed line.
    pub added: Style,
    /// A line that only the old revision has, and its sign.
    pub removed_line: Style,
    /// A line that only the new revision has, and its sign.
    pub added_line: Style,
    /// The sign of a changed or moved line.
    pub changed_sign: Style,
    /// The sum at the foot.
    pub foot: Style,
    /// What stands round old and new words.
    pub brackets: Sides<Brackets>,
}

/// What stands round changed words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Brackets {
    /// Before the words.
    pub open: &'static str,
    /// After the words.
    pub close: &'static str,
}

/// MediaWiki's own pair, amber for old and blue for new, which people who cannot tell red from green can tell.
///
/// Changed words have a background of their own with black on it, so that a single changed letter is loud and is
/// legible on dark and on light terminals alike. The two line colours (130 and 32 of the 256) are those whose
/// contrast is about 4 : 1 on black as well as on white.
pub const COLOURED: Stylesheet = Stylesheet {
    heading: Style::new().bold(),
    fact: Style::new(),
    proof: Style::new().bold(),
    rule: Style::new().dimmed(),
    gutter: Style::new().dimmed(),
    guess: Style::new().bold(),
    context: Style::new().dimmed(),
    unchanged: Style::new(),
    removed: on(221).effects(Effects::STRIKETHROUGH),
    added: on(117).effects(Effects::UNDERLINE),
    removed_line: Style::new().fg_color(Some(palette(130))),
    added_line: Style::new().fg_color(Some(palette(32))),
    changed_sign: Style::new().bold(),
    foot: Style::new().bold(),
    brackets: Sides::new(Brackets { open: "", close: "" }, Brackets { open: "", close: "" }),
};

/// No styles; old words as `[-old-]`, new words as `{+new+}`, as `wdiff` writes them.
pub const PLAIN: Stylesheet = Stylesheet {
    heading: Style::new(),
    fact: Style::new(),
    proof: Style::new(),
    rule: Style::new(),
    gutter: Style::new(),
    guess: Style::new(),
    context: Style::new(),
    unchanged: Style::new(),
    removed: Style::new(),
    added: Style::new(),
    removed_line: Style::new(),
    added_line: Style::new(),
    changed_sign: Style::new(),
    foot: Style::new(),
    brackets: Sides::new(Brackets { open: "[-", close: "-]" }, Brackets { open: "{+", close: "+}" }),
};

/// One of the 256 colours: those that themes leave as they are.
const fn palette(number: u8) -> Color {
    Color::Ansi256(Ansi256Color(number))
}

/// Black on one of the 256 colours.
const fn on(background: u8) -> Style {
    Style::new().fg_color(Some(palette(16))).bg_color(Some(palette(background)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plain_stylesheet_is_all_brackets_and_no_style() {
        let roles = [
            PLAIN.heading,
            PLAIN.fact,
            PLAIN.proof,
            PLAIN.rule,
            PLAIN.gutter,
            PLAIN.guess,
            PLAIN.context,
            PLAIN.unchanged,
            PLAIN.removed,
            PLAIN.added,
            PLAIN.removed_line,
            PLAIN.added_line,
            PLAIN.changed_sign,
            PLAIN.foot,
        ];
        assert!(roles.into_iter().all(Style::is_plain));
    }

    #[test]
    fn old_and_new_words_differ_by_more_than_their_hue() {
        assert_ne!(COLOURED.removed.get_effects(), COLOURED.added.get_effects());
    }
}
