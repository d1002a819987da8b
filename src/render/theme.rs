//! Themes: what each role looks like on a dark and on a light terminal, as lines of text.
//!
//! ```text
//! # a comment
//! removed     = strike #000000/black on #ffd580/yellow      for every terminal
//! dark rule   = #9e9e9e/default                             where the background is known to be dark
//! light rule  = #626262/default                             where it is known to be light
//! │     │       │       └ what a terminal of 16 colours gets in its place
//! │     │       └ bold dim italic underline strike reverse, a colour, and `on` a colour
//! │     └ the role
//! └ the background
//! ```
//!
//! The themes that come along are such texts too, so that each is an example for one's own. A colour is `#rrggbb`,
//! a number of the 256, `default`, or one of the 16 by name (`red`, `bright-red`).

use std::fmt;

use anstyle::{Ansi256Color, AnsiColor, Color, RgbColor, Style};
use anstyle_lossy::palette::VGA;
use anstyle_lossy::{color_to_ansi, color_to_xterm};

use super::style::{BARE, Role, Stylesheet};

/// What a picture looks like, for every terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    rules: Vec<Rule>,
}

/// The background of a terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Background {
    /// Light text on dark.
    Dark,
    /// Dark text on light.
    Light,
    /// Nobody knows.
    #[default]
    Unknown,
}

/// How many colours a terminal has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// The 16 that everybody sets as they like.
    Sixteen,
    /// 256, of which 240 are the same everywhere.
    Indexed,
    /// All.
    True,
}

/// A line of a theme.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    /// `None` is for every background.
    background: Option<Background>,
    role: Role,
    style: Style,
    /// What takes the place of the colours where there are but 16.
    plainer: Plainer,
}

/// The colours that stand behind a `/`; `Some(None)` is the terminal's own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Plainer {
    text: Option<Option<Color>>,
    background: Option<Option<Color>>,
}

/// The themes that come along, the default first, and their texts.
pub const BUILT_IN: [(&str, &str); 3] = [
    ("wiki", include_str!("themes/wiki.theme")),
    ("classic", include_str!("themes/classic.theme")),
    ("mono", include_str!("themes/mono.theme")),
];

/// What is wrong with a theme, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeError {
    /// The line of the theme, 1-based.
    pub line: usize,
    /// What is wrong with it.
    pub kind: ThemeErrorKind,
}

/// What can be wrong with a line of a theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ThemeErrorKind {
    /// There is no `=` in it.
    NoStyle,
    /// No part of a picture is called so.
    NoSuchRole(String),
    /// Neither an attribute nor a colour.
    NoSuchStyle(String),
    /// A colour where there is one already, or `on` without one.
    MisplacedColour(String),
}

impl fmt::Display for ThemeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {}: ", self.line)?;
        match &self.kind {
            ThemeErrorKind::NoStyle => write!(formatter, "no `=` in it; write `role = style`"),
            ThemeErrorKind::NoSuchRole(word) => {
                let roles = Role::ALL.map(Role::name).join(", ");
                write!(formatter, "no part of a picture is called {word:?}; there are {roles}")
            }
            ThemeErrorKind::NoSuchStyle(word) => write!(
                formatter,
                "{word:?} is neither an attribute (bold, dim, italic, underline, strike, reverse) nor a colour \
                 (#rrggbb, 0 to 255, default, red, bright-red)"
            ),
            ThemeErrorKind::MisplacedColour(word) => {
                write!(formatter, "{word:?}: a style has one colour, and one more after `on`")
            }
        }
    }
}

impl std::error::Error for ThemeError {}

impl Theme {
    /// A theme that comes along, by its name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let (_, text) = BUILT_IN.iter().find(|(known, _)| *known == name)?;
        Self::parse(text).ok()
    }

    /// Reads a theme. A later line goes before an earlier one of the same role.
    ///
    /// # Errors
    /// When a line is no rule; the error says which.
    pub fn parse(text: &str) -> Result<Self, ThemeError> {
        let rules = (1..).zip(text.lines()).filter_map(|(line, text)| {
            let text = text.trim();
            let is_rule = !text.is_empty() && !text.starts_with('#');
            is_rule.then(|| rule(text).map_err(|kind| ThemeError { line, kind }))
        });
        Ok(Self { rules: rules.collect::<Result<_, _>>()? })
    }

    /// Whether it looks different on dark and on light terminals.
    #[must_use]
    pub fn depends_on_background(&self) -> bool {
        self.rules.iter().any(|rule| rule.background.is_some())
    }

    /// What the roles look like on a terminal.
    #[must_use]
    pub fn stylesheet(&self, background: Background, depth: Depth) -> Stylesheet {
        let fitting = self.rules.iter().filter(|rule| rule.background.is_none_or(|own| own == background));
        fitting.fold(BARE, |sheet, rule| sheet.with(rule.role, rule.style_in(depth)))
    }
}

/// The first of those that come along.
impl Default for Theme {
    fn default() -> Self {
        Self::parse(BUILT_IN[0].1).expect("a test reads every theme that comes along")
    }
}

impl Rule {
    fn style_in(&self, depth: Depth) -> Style {
        let Plainer { text, background } = self.plainer;
        let colour = |colour: Option<Color>, plainer: Option<Option<Color>>| match (depth, plainer) {
            (Depth::True, _) => colour,
            (Depth::Indexed, _) => colour.map(|colour| match colour {
                Color::Rgb(_) => Color::Ansi256(color_to_xterm(colour)),
                other => other,
            }),
            (Depth::Sixteen, Some(plainer)) => plainer,
            (Depth::Sixteen, None) => colour.map(|colour| Color::Ansi(color_to_ansi(colour, VGA))),
        };
        let style = self.style;
        style.fg_color(colour(style.get_fg_color(), text)).bg_color(colour(style.get_bg_color(), background))
    }
}

/// Reads `dark role = style`.
fn rule(text: &str) -> Result<Rule, ThemeErrorKind> {
    let (subject, style) = text.split_once('=').ok_or(ThemeErrorKind::NoStyle)?;
    let (background, name) = match subject.trim().split_once(' ') {
        Some(("dark", name)) => (Some(Background::Dark), name.trim()),
        Some(("light", name)) => (Some(Background::Light), name.trim()),
        _ => (None, subject.trim()),
    };
    let role = Role::ALL.into_iter().find(|role| role.name() == name);
    let role = role.ok_or_else(|| ThemeErrorKind::NoSuchRole(name.to_owned()))?;
    let (style, plainer) = style_of(style)?;
    Ok(Rule { background, role, style, plainer })
}

/// Reads `strike #000000/black on #ffd580/yellow`.
fn style_of(text: &str) -> Result<(Style, Plainer), ThemeErrorKind> {
    let mut style = Style::new();
    let mut plainer = Plainer::default();
    let (front, back) = text.split_once(" on ").map_or((text, None), |(front, back)| (front, Some(back)));
    let mut coloured = false;
    for word in front.split_whitespace() {
        if let Some(attributed) = attributed(style, word) {
            style = attributed;
            continue;
        }
        if std::mem::replace(&mut coloured, true) {
            return Err(ThemeErrorKind::MisplacedColour(word.to_owned()));
        }
        let (colour, plain) = colours(word)?;
        (style, plainer.text) = (style.fg_color(colour), plain);
    }
    if let Some(back) = back {
        let (colour, plain) = colours(back.trim())?;
        (style, plainer.background) = (style.bg_color(colour), plain);
    }
    Ok((style, plainer))
}

/// The style with the attribute of this name, if there is one.
fn attributed(style: Style, name: &str) -> Option<Style> {
    Some(match name {
        "bold" => style.bold(),
        "dim" => style.dimmed(),
        "italic" => style.italic(),
        "underline" => style.underline(),
        "strike" => style.strikethrough(),
        "reverse" => style.invert(),
        _ => return None,
    })
}

/// Reads `#ffd580/yellow`: a colour, and what takes its place where there are but 16.
#[expect(
    clippy::type_complexity,
    reason = "the inner option is the terminal's own colour, the outer one a word left out"
)]
fn colours(word: &str) -> Result<(Option<Color>, Option<Option<Color>>), ThemeErrorKind> {
    let wrong = || {
        if word.contains(' ') || word.is_empty() {
            ThemeErrorKind::MisplacedColour(word.to_owned())
        } else {
            ThemeErrorKind::NoSuchStyle(word.to_owned())
        }
    };
    let (colour, plainer) =
        word.split_once('/').map_or((word, None), |(colour, plainer)| (colour, Some(plainer)));
    let colour = self::colour(colour).ok_or_else(wrong)?;
    let plainer = plainer.map(|name| sixteen(name).ok_or_else(wrong)).transpose()?;
    Ok((colour, plainer))
}

/// Reads a colour; `Some(None)` is the terminal's own.
fn colour(word: &str) -> Option<Option<Color>> {
    if let Some(digits) = word.strip_prefix('#') {
        let number = (digits.len() == 6).then(|| u32::from_str_radix(digits, 16).ok())??;
        let [_, red, green, blue] = number.to_be_bytes();
        return Some(Some(Color::Rgb(RgbColor(red, green, blue))));
    }
    word.parse().map_or_else(|_| sixteen(word), |number| Some(Some(Color::Ansi256(Ansi256Color(number)))))
}

/// Reads the name of one of the 16 colours.
fn sixteen(word: &str) -> Option<Option<Color>> {
    let (name, bright) = word.strip_prefix("bright-").map_or((word, false), |name| (name, true));
    let colour = match name {
        "default" if !bright => return Some(None),
        "black" => AnsiColor::Black,
        "red" => AnsiColor::Red,
        "green" => AnsiColor::Green,
        "yellow" => AnsiColor::Yellow,
        "blue" => AnsiColor::Blue,
        "magenta" => AnsiColor::Magenta,
        "cyan" => AnsiColor::Cyan,
        "white" => AnsiColor::White,
        _ => return None,
    };
    Some(Some(Color::Ansi(colour.bright(bright))))
}

#[cfg(test)]
mod tests;
