//! Themes: text files that give each role a style, for dark and for light terminals.
//!
//! ```text
//! # a comment
//! like        = classic                              all rules of a built-in theme, inserted here
//! removed     = strike #000000/black on #ffd580/yellow      for every terminal
//! dark rule   = #9e9e9e/default                             for dark backgrounds
//! light rule  = #626262/default                             for light backgrounds
//! │     │       │       └ the replacement on a terminal with 16 colours
//! │     │       └ bold dim italic underline strike reverse, a colour, and `on` a colour
//! │     └ the role
//! └ the background
//! ```
//!
//! The built-in themes are files of this format too, and serve as examples. A colour is `#rrggbb`, a number from 0 to
//! 255, `default`, or a basic colour by name (`red`, `bright-red`).

use std::fmt;

use anstyle::{Ansi256Color, AnsiColor, Color, Effects, RgbColor, Style};
use anstyle_lossy::palette::VGA;
use anstyle_lossy::{color_to_ansi, color_to_xterm};

use super::stylesheet::{Role, Stylesheet, UNSTYLED};

/// A theme: the styles of a picture for every kind of terminal.
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
    /// Not known.
    #[default]
    Unknown,
}

/// The number of colours of a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColorDepth {
    /// The 16 basic colours, which depend on the terminal's settings.
    Ansi16,
    /// 256 colours, of which 240 are equal on all terminals.
    Ansi256,
    /// 24-bit colour.
    TrueColor,
}

/// A line of a theme.
#[derive(Clone, Debug, PartialEq, Eq)]
struct ThemeRule {
    /// `None` is for every background.
    background: Option<Background>,
    role: Role,
    style: StyleSpec,
}

/// The style after the `=`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct StyleSpec {
    effects: Effects,
    text: ColorSpec,
    background: ColorSpec,
}

/// A colour, and its replacement on a terminal with 16 colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct ColorSpec {
    colour: ThemeColor,
    basic: Option<ThemeColor>,
}

/// A colour, or the terminal's default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum ThemeColor {
    #[default]
    Default,
    Set(Color),
}

/// The names and texts of the built-in themes, the default first.
pub(crate) const BUILT_IN: [(&str, &str); 3] = [
    ("wiki", include_str!("themes/wiki.theme")),
    ("classic", include_str!("themes/classic.theme")),
    ("mono", include_str!("themes/mono.theme")),
];

/// The key of a line that inserts a built-in theme.
const LIKE: &str = "like";

/// An error in a theme, with its line.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ThemeError {
    /// The line number in the theme, from 1.
    pub line: usize,
    kind: ThemeErrorKind,
}

/// The kinds of errors in a line of a theme.
#[derive(Clone, Debug, PartialEq, Eq)]
enum ThemeErrorKind {
    /// The line has no `=`.
    NoStyle,
    /// Unknown built-in theme.
    NoSuchTheme(String),
    /// Unknown role.
    NoSuchRole(String),
    /// Unknown attribute or colour.
    NoSuchStyle(String),
    /// A second colour, or `on` without a colour.
    MisplacedColour(String),
}

impl ThemeError {
    /// The message without the line, for people.
    #[must_use]
    pub fn message(&self) -> String {
        self.kind.to_string()
    }
}

impl fmt::Display for ThemeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {}: {}", self.line, self.kind)
    }
}

impl fmt::Display for ThemeErrorKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoStyle => write!(formatter, "missing `=`; write `role = style`"),
            Self::NoSuchTheme(word) => {
                let names = BUILT_IN.map(|(name, _)| name).join(", ");
                write!(formatter, "unknown theme {word:?}; the built-in themes are {names}")
            }
            Self::NoSuchRole(word) => {
                let roles = Role::ALL.map(Role::name).join(", ");
                write!(formatter, "unknown role {word:?}; the roles are {roles}")
            }
            Self::NoSuchStyle(word) => write!(
                formatter,
                "unknown style {word:?}; write bold, dim, italic, underline, strike, reverse, or a colour (#rrggbb, 0 to 255, default, red, bright-red)"
            ),
            Self::MisplacedColour(word) => {
                write!(formatter, "misplaced {word:?}; a style has one colour, and one after `on`")
            }
        }
    }
}

impl std::error::Error for ThemeError {}

impl Theme {
    /// Returns a built-in theme by its name.
    #[must_use]
    pub fn built_in(name: &str) -> Option<Self> {
        let (_, text) = BUILT_IN.iter().find(|(known, _)| *known == name)?;
        Self::parse(text).ok()
    }

    /// Parses a theme. For each role, a later line overrides an earlier one.
    ///
    /// # Errors
    /// When a line is not a rule; the error has its number.
    pub fn parse(text: &str) -> Result<Self, ThemeError> {
        let mut rules = Vec::new();
        let lines = (1..).zip(text.lines()).map(|(line, text)| (line, text.trim()));
        for (line, text) in lines.filter(|(_, text)| !text.is_empty() && !text.starts_with('#')) {
            rules.extend(parse_rules(text).map_err(|kind| ThemeError { line, kind })?);
        }
        Ok(Self { rules })
    }

    /// True if dark and light terminals get different styles.
    #[must_use]
    pub fn depends_on_background(&self) -> bool {
        self.rules.iter().any(|rule| rule.background.is_some())
    }

    /// Computes the styles for a terminal.
    #[must_use]
    pub fn stylesheet(&self, background: Background, depth: ColorDepth) -> Stylesheet {
        let applicable = self.rules.iter().filter(|rule| rule.background.is_none_or(|own| own == background));
        let mut palette = Palette { depth, known: Vec::new() };
        applicable.fold(UNSTYLED, |sheet, rule| sheet.with_style(rule.role, rule.style.resolve(&mut palette)))
    }
}

/// The first built-in theme.
impl Default for Theme {
    fn default() -> Self {
        Self::parse(BUILT_IN[0].1).expect("a test parses every built-in theme")
    }
}

impl StyleSpec {
    fn resolve(self, palette: &mut Palette) -> Style {
        let style = Style::new().effects(self.effects);
        style.fg_color(self.text.resolve(palette)).bg_color(self.background.resolve(palette))
    }
}

impl ColorSpec {
    fn resolve(self, palette: &mut Palette) -> Option<Color> {
        match self.basic.filter(|_| palette.depth == ColorDepth::Ansi16).unwrap_or(self.colour) {
            ThemeColor::Default => None,
            ThemeColor::Set(colour) => Some(palette.nearest(colour)),
        }
    }
}

/// The colours of a terminal.
struct Palette {
    depth: ColorDepth,
    /// The nearest colour for each colour of the theme. Finding it is a search through the palette, and a theme has few
    /// colours for many roles.
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

/// Parses `dark role = style`, or `like = theme`.
fn parse_rules(text: &str) -> Result<Vec<ThemeRule>, ThemeErrorKind> {
    let (subject, style) = text.split_once('=').ok_or(ThemeErrorKind::NoStyle)?;
    if subject.trim() == LIKE {
        let name = style.trim();
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
    Ok(vec![ThemeRule { background, role, style: parse_style(style)? }])
}

/// Parses `strike #000000/black on #ffd580/yellow`.
fn parse_style(text: &str) -> Result<StyleSpec, ThemeErrorKind> {
    let mut style = StyleSpec::default();
    let mut place = Some(&mut style.text);
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        if let Some(effect) = parse_effect(word) {
            style.effects |= effect;
        } else if word == "on" && style.background == ColorSpec::default() {
            let colour = words.next().ok_or_else(|| ThemeErrorKind::MisplacedColour(word.to_owned()))?;
            style.background = parse_color_spec(colour)?;
        } else {
            let free = place.take().ok_or_else(|| ThemeErrorKind::MisplacedColour(word.to_owned()));
            *free? = parse_color_spec(word)?;
        }
    }
    Ok(style)
}

fn parse_effect(name: &str) -> Option<Effects> {
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

/// Parses `#ffd580/yellow`.
fn parse_color_spec(word: &str) -> Result<ColorSpec, ThemeErrorKind> {
    let wrong = || ThemeErrorKind::NoSuchStyle(word.to_owned());
    let (colour, basic) = word.split_once('/').map_or((word, None), |(colour, basic)| (colour, Some(basic)));
    let basic = basic.map(|name| parse_basic_color(name).ok_or_else(wrong)).transpose()?;
    Ok(ColorSpec { colour: parse_color(colour).ok_or_else(wrong)?, basic })
}

/// Parses a colour of any kind.
fn parse_color(word: &str) -> Option<ThemeColor> {
    if let Some(digits) = word.strip_prefix('#') {
        let number = (digits.len() == 6).then(|| u32::from_str_radix(digits, 16).ok())??;
        let [_, red, green, blue] = number.to_be_bytes();
        return Some(ThemeColor::Set(RgbColor(red, green, blue).into()));
    }
    word.parse()
        .map_or_else(|_| parse_basic_color(word), |number| Some(ThemeColor::Set(Ansi256Color(number).into())))
}

/// Parses the name of a basic colour.
fn parse_basic_color(word: &str) -> Option<ThemeColor> {
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
