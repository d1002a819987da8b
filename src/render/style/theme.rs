//! Themes: what each role looks like on a dark and on a light terminal, as lines of text.
//!
//! ```text
//! # a comment
//! like        = classic                              every rule of a theme that comes along, as if it stood here
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

use anstyle::{Ansi256Color, AnsiColor, Color, Effects, RgbColor, Style};
use anstyle_lossy::palette::VGA;
use anstyle_lossy::{color_to_ansi, color_to_xterm};

use super::stylesheet::{Role, Stylesheet, UNSTYLED};

/// What a picture looks like, for every terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    rules: Vec<ThemeRule>,
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
pub enum ColorDepth {
    /// The 16 that everybody sets as they like.
    Ansi16,
    /// 256, of which 240 are the same everywhere.
    Ansi256,
    /// All.
    TrueColor,
}

/// A line of a theme.
#[derive(Clone, Debug, PartialEq, Eq)]
struct ThemeRule {
    /// `None` is for every background.
    background: Option<Background>,
    role: Role,
    look: StyleSpec,
}

/// What stands behind the `=`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct StyleSpec {
    effects: Effects,
    text: ColorSpec,
    behind: ColorSpec,
}

/// A colour, and what takes its place where there are but 16.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct ColorSpec {
    colour: ThemeColor,
    plainer: Option<ThemeColor>,
}

/// A colour, or the terminal's own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum ThemeColor {
    #[default]
    Default,
    Set(Color),
}

/// The themes that come along, the default first, and their texts.
pub(crate) const BUILT_IN: [(&str, &str); 3] = [
    ("wiki", include_str!("themes/wiki.theme")),
    ("classic", include_str!("themes/classic.theme")),
    ("mono", include_str!("themes/mono.theme")),
];

/// What stands before the name of a theme whose rules are taken.
const LIKE: &str = "like";

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
    /// No theme that comes along is called so.
    NoSuchTheme(String),
    /// No part of a picture is called so.
    NoSuchRole(String),
    /// Neither an attribute nor a colour.
    NoSuchStyle(String),
    /// A colour where there is one already, or `on` without one.
    MisplacedColour(String),
}

impl fmt::Display for ThemeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {}: {}", self.line, self.kind)
    }
}

impl fmt::Display for ThemeErrorKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoStyle => write!(formatter, "no `=` in it; write `role = style`"),
            Self::NoSuchTheme(word) => {
                let names = BUILT_IN.map(|(name, _)| name).join(", ");
                write!(formatter, "no theme that comes along is called {word:?}; there are {names}")
            }
            Self::NoSuchRole(word) => {
                let roles = Role::ALL.map(Role::name).join(", ");
                write!(formatter, "no part of a picture is called {word:?}; there are {roles}")
            }
            Self::NoSuchStyle(word) => write!(
                formatter,
                "{word:?} is neither an attribute (bold, dim, italic, underline, strike, reverse) nor a colour \
                 (#rrggbb, 0 to 255, default, red, bright-red)"
            ),
            Self::MisplacedColour(word) => {
                write!(formatter, "{word:?}: a style has one colour, and one more after `on`")
            }
        }
    }
}

impl std::error::Error for ThemeError {}

impl Theme {
    /// A theme that comes along, by its name.
    #[must_use]
    pub fn built_in(name: &str) -> Option<Self> {
        let (_, text) = BUILT_IN.iter().find(|(known, _)| *known == name)?;
        Self::parse(text).ok()
    }

    /// Reads a theme. A later line goes before an earlier one of the same role.
    ///
    /// # Errors
    /// When a line is no rule; the error says which.
    pub fn parse(text: &str) -> Result<Self, ThemeError> {
        let mut rules = Vec::new();
        let lines = (1..).zip(text.lines()).map(|(line, text)| (line, text.trim()));
        for (line, text) in lines.filter(|(_, text)| !text.is_empty() && !text.starts_with('#')) {
            rules.extend(self::rules(text).map_err(|kind| ThemeError { line, kind })?);
        }
        Ok(Self { rules })
    }

    /// Whether it looks different on dark and on light terminals.
    #[must_use]
    pub fn depends_on_background(&self) -> bool {
        self.rules.iter().any(|rule| rule.background.is_some())
    }

    /// What the roles look like on a terminal.
    #[must_use]
    pub fn stylesheet(&self, background: Background, depth: ColorDepth) -> Stylesheet {
        let fitting = self.rules.iter().filter(|rule| rule.background.is_none_or(|own| own == background));
        let mut palette = Palette { depth, known: Vec::new() };
        fitting.fold(UNSTYLED, |sheet, rule| sheet.with_style(rule.role, rule.look.style(&mut palette)))
    }
}

/// The first of those that come along.
impl Default for Theme {
    fn default() -> Self {
        Self::parse(BUILT_IN[0].1).expect("a test reads every theme that comes along")
    }
}

impl StyleSpec {
    fn style(self, palette: &mut Palette) -> Style {
        let style = Style::new().effects(self.effects);
        style.fg_color(self.text.on(palette)).bg_color(self.behind.on(palette))
    }
}

impl ColorSpec {
    fn on(self, palette: &mut Palette) -> Option<Color> {
        let shade = self.plainer.filter(|_| palette.depth == ColorDepth::Ansi16).unwrap_or(self.colour);
        match shade {
            ThemeColor::Default => None,
            ThemeColor::Set(colour) => Some(palette.nearest(colour)),
        }
    }
}

/// The colours of a terminal.
struct Palette {
    depth: ColorDepth,
    /// The nearest of them for each colour that was asked for: to find it takes a look at all, at every start of the
    /// program, and a theme has a few colours for many roles.
    known: Vec<(Color, Color)>,
}

impl Palette {
    fn nearest(&mut self, colour: Color) -> Color {
        if let Some((_, nearest)) = self.known.iter().find(|(known, _)| *known == colour) {
            return *nearest;
        }
        let nearest = match (self.depth, colour) {
            (ColorDepth::Ansi256, Color::Rgb(_)) => color_to_xterm(colour).into(),
            (ColorDepth::Ansi16, _) => color_to_ansi(colour, VGA).into(),
            (ColorDepth::TrueColor | ColorDepth::Ansi256, _) => colour,
        };
        self.known.push((colour, nearest));
        nearest
    }
}

/// Reads `dark role = style`, or `like = theme`.
fn rules(text: &str) -> Result<Vec<ThemeRule>, ThemeErrorKind> {
    let (subject, look) = text.split_once('=').ok_or(ThemeErrorKind::NoStyle)?;
    if subject.trim() == LIKE {
        let name = look.trim();
        let theme = Theme::built_in(name).ok_or_else(|| ThemeErrorKind::NoSuchTheme(name.to_owned()));
        return Ok(theme?.rules);
    }
    let (background, name) = match subject.trim().split_once(char::is_whitespace) {
        Some(("dark", name)) => (Some(Background::Dark), name.trim()),
        Some(("light", name)) => (Some(Background::Light), name.trim()),
        _ => (None, subject.trim()),
    };
    let role = Role::ALL.into_iter().find(|role| role.name() == name);
    let role = role.ok_or_else(|| ThemeErrorKind::NoSuchRole(name.to_owned()))?;
    Ok(vec![ThemeRule { background, role, look: self::look(look)? }])
}

/// Reads `strike #000000/black on #ffd580/yellow`.
fn look(text: &str) -> Result<StyleSpec, ThemeErrorKind> {
    let mut look = StyleSpec::default();
    let mut place = Some(&mut look.text);
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        if let Some(effect) = effect(word) {
            look.effects |= effect;
        } else if word == "on" && look.behind == ColorSpec::default() {
            let colour = words.next().ok_or_else(|| ThemeErrorKind::MisplacedColour(word.to_owned()))?;
            look.behind = paint(colour)?;
        } else {
            let free = place.take().ok_or_else(|| ThemeErrorKind::MisplacedColour(word.to_owned()));
            *free? = paint(word)?;
        }
    }
    Ok(look)
}

fn effect(name: &str) -> Option<Effects> {
    Some(match name {
        "bold" => Effects::BOLD,
        "dim" => Effects::DIMMED,
        "italic" => Effects::ITALIC,
        "underline" => Effects::UNDERLINE,
        "strike" => Effects::STRIKETHROUGH,
        "reverse" => Effects::INVERT,
        _ => return None,
    })
}

/// Reads `#ffd580/yellow`.
fn paint(word: &str) -> Result<ColorSpec, ThemeErrorKind> {
    let wrong = || ThemeErrorKind::NoSuchStyle(word.to_owned());
    let (colour, plainer) =
        word.split_once('/').map_or((word, None), |(colour, plainer)| (colour, Some(plainer)));
    let plainer = plainer.map(|name| sixteen(name).ok_or_else(wrong)).transpose()?;
    Ok(ColorSpec { colour: shade(colour).ok_or_else(wrong)?, plainer })
}

/// Reads a colour of any kind.
fn shade(word: &str) -> Option<ThemeColor> {
    if let Some(digits) = word.strip_prefix('#') {
        let number = (digits.len() == 6).then(|| u32::from_str_radix(digits, 16).ok())??;
        let [_, red, green, blue] = number.to_be_bytes();
        return Some(ThemeColor::Set(RgbColor(red, green, blue).into()));
    }
    word.parse().map_or_else(|_| sixteen(word), |number| Some(ThemeColor::Set(Ansi256Color(number).into())))
}

/// Reads the name of one of the 16 colours.
fn sixteen(word: &str) -> Option<ThemeColor> {
    let (name, bright) = word.strip_prefix("bright-").map_or((word, false), |name| (name, true));
    let colour = match name {
        "default" if !bright => return Some(ThemeColor::Default),
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
    Some(ThemeColor::Set(colour.bright(bright).into()))
}

#[cfg(test)]
mod tests;
