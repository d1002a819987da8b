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
    /// A line that only the old revision has.
    pub removed_line: Style,
    /// A line that only the new revision has.
    pub added_line: Style,
    /// The sign of a line that only the old revision has.
    pub removed_sign: Style,
    /// The sign of a line that only the new revision has.
    pub added_sign: Style,
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
/// legible on dark and on light terminals alike. So have the signs of whole lines, or else an added blank line
/// would show in nothing but a thin `+`. The colours of lines are the few of the 256 whose contrast is 4.5 : 1, as
/// WCAG 2.1 asks of text, on black as well as on white.
pub const COLOURED: Stylesheet = Stylesheet {
    heading: Style::new().bold(),
    fact: Style::new(),
    proof: Style::new().bold(),
    rule: QUIET,
    gutter: QUIET,
    guess: Style::new().bold(),
    context: QUIET,
    unchanged: Style::new(),
    removed: on(221).effects(Effects::STRIKETHROUGH),
    added: on(117).effects(Effects::UNDERLINE),
    removed_line: Style::new().fg_color(Some(palette(131))),
    added_line: Style::new().fg_color(Some(palette(63))),
    removed_sign: on(221),
    added_sign: on(117),
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
    removed_sign: Style::new(),
    added_sign: Style::new(),
    changed_sign: Style::new(),
    foot: Style::new(),
    brackets: Sides::new(Brackets { open: "[-", close: "-]" }, Brackets { open: "{+", close: "+}" }),
};

/// What is there to be found, not to be seen first.
///
/// A grey and not the attribute "dim": many terminals dim by darkening, which leaves black text on white as it is,
/// and some do not know it at all.
const QUIET: Style = Style::new().fg_color(Some(palette(243)));

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
            PLAIN.removed_sign,
            PLAIN.added_sign,
            PLAIN.changed_sign,
            PLAIN.foot,
        ];
        assert!(roles.into_iter().all(Style::is_plain));
    }

    #[test]
    fn old_and_new_words_differ_by_more_than_their_hue() {
        assert_ne!(COLOURED.removed.get_effects(), COLOURED.added.get_effects());
    }

    #[test]
    fn every_colour_is_legible_on_black_and_on_white() {
        for style in [QUIET, COLOURED.removed_line, COLOURED.added_line] {
            assert!(contrast(style.get_fg_color(), 0.0) >= LEGIBLE, "{style:?} on black");
            assert!(contrast(style.get_fg_color(), 1.0) >= LEGIBLE, "{style:?} on white");
        }
        for style in [COLOURED.removed, COLOURED.added, COLOURED.removed_sign, COLOURED.added_sign] {
            assert_eq!(luminance(style.get_fg_color()).to_bits(), 0, "{style:?} is not black on its colour");
            assert!(contrast(style.get_bg_color(), 0.0) >= LEGIBLE, "{style:?}");
        }
    }

    /// The least contrast of text by WCAG 2.1, success criterion 1.4.3.
    const LEGIBLE: f64 = 4.5;

    /// The contrast of a colour with another luminance, as WCAG 2.1 defines it.
    fn contrast(colour: Option<Color>, other: f64) -> f64 {
        let luminance = luminance(colour);
        (luminance.max(other) + 0.05) / (luminance.min(other) + 0.05)
    }

    /// The relative luminance of a colour of the cube (16 to 231) or of the greys (232 to 255), as xterm has them.
    fn luminance(colour: Option<Color>) -> f64 {
        let Some(Color::Ansi256(Ansi256Color(number))) = colour else {
            panic!("{colour:?} is not of the 256")
        };
        let steps = [0, 95, 135, 175, 215, 255];
        let levels = match number {
            16..=231 => [36, 6, 1].map(|place| steps[usize::from((number - 16) / place % 6)]),
            _ => [8 + 10 * (number - 232); 3],
        };
        let [red, green, blue] = levels.map(|level| linear(f64::from(level) / 255.0));
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    fn linear(level: f64) -> f64 {
        if level <= 0.03928 { level / 12.92 } else { ((level + 0.055) / 1.055).powf(2.4) }
    }
}
