//! Tests of the parser, and of the legibility of the built-in themes.

use anstyle_lossy::xterm_to_rgb;

use super::*;

#[track_caller]
fn case(text: &str, expected: Style) {
    let theme = Theme::parse(&format!("removed = {text}")).unwrap();
    assert_eq!(theme.stylesheet(Background::Unknown, ColorDepth::TrueColor).style(Role::Removed), expected);
}

#[track_caller]
fn expect_error(text: &str, expected: ThemeErrorKind) {
    assert_eq!(Theme::parse(&format!("\n{text}")), Err(ThemeError { line: 2, kind: expected }));
}

#[test]
fn parses_attributes_and_two_colours() {
    let plain = Style::new();
    case("", plain);
    case("bold strike", plain.bold().strikethrough());
    case("#b35900", plain.fg_color(Some(RgbColor(0xb3, 0x59, 0).into())));
    case("dim 221", plain.dimmed().fg_color(Some(Ansi256Color(221).into())));
    case(
        "red on bright-white",
        plain.fg_color(Some(AnsiColor::Red.into())).bg_color(Some(AnsiColor::BrightWhite.into())),
    );
    case("on red bold", plain.bold().bg_color(Some(AnsiColor::Red.into())));
    case("default on 16", plain.bg_color(Some(Ansi256Color(16).into())));
}

#[test]
fn rejects_invalid_rules_with_their_line() {
    expect_error("bold", ThemeErrorKind::NoStyle);
    expect_error("like = loud", ThemeErrorKind::NoSuchTheme("loud".to_owned()));
    expect_error("title = bold", ThemeErrorKind::NoSuchRole("title".to_owned()));
    expect_error("removed = blink", ThemeErrorKind::NoSuchStyle("blink".to_owned()));
    expect_error("removed = #12345", ThemeErrorKind::NoSuchStyle("#12345".to_owned()));
    expect_error("removed = 256", ThemeErrorKind::NoSuchStyle("256".to_owned()));
    expect_error("removed = red blue", ThemeErrorKind::MisplacedColour("blue".to_owned()));
    expect_error("removed = red on", ThemeErrorKind::MisplacedColour("on".to_owned()));
    expect_error("removed = red on blue green", ThemeErrorKind::MisplacedColour("green".to_owned()));
    expect_error("removed = red/orange", ThemeErrorKind::NoSuchStyle("red/orange".to_owned()));
}

#[test]
fn error_names_the_line_and_the_valid_roles() {
    let error = Theme::parse("# mine\nold = red").unwrap_err().to_string();
    assert!(error.starts_with("line 2: unknown role \"old\"; the roles are heading, fact"), "{error}");
}

#[test]
fn theme_inserts_a_built_in_theme() {
    let mono = Theme::built_in("mono").unwrap();
    let own = Theme::parse("removed = red\nlike = mono\nadded = green").unwrap();
    let looks =
        |theme: &Theme, role| theme.stylesheet(Background::Unknown, ColorDepth::TrueColor).style(role);
    assert_eq!(looks(&own, Role::Removed), looks(&mono, Role::Removed));
    assert_eq!(looks(&own, Role::Added), Style::new().fg_color(Some(AnsiColor::Green.into())));
}

#[test]
fn later_lines_and_known_backgrounds_override() {
    let theme = Theme::parse("rule = red\nrule = blue\ndark rule = green").unwrap();
    let rule =
        |background| theme.stylesheet(background, ColorDepth::TrueColor).style(Role::Rule).get_fg_color();
    assert_eq!(rule(Background::Unknown), Some(AnsiColor::Blue.into()));
    assert_eq!(rule(Background::Dark), Some(AnsiColor::Green.into()));
    assert_eq!(rule(Background::Light), Some(AnsiColor::Blue.into()));
}

#[test]
fn uses_the_nearest_or_the_named_replacement() {
    let theme = Theme::parse("rule = #9e9e9e/default\nguess = #ff0101").unwrap();
    let colour = |role, depth| theme.stylesheet(Background::Unknown, depth).style(role).get_fg_color();
    assert_eq!(colour(Role::Rule, ColorDepth::Ansi256), Some(Ansi256Color(247).into()));
    assert_eq!(colour(Role::Rule, ColorDepth::Ansi16), None);
    assert_eq!(colour(Role::Guess, ColorDepth::Ansi256), Some(Ansi256Color(196).into()));
    assert!(matches!(colour(Role::Guess, ColorDepth::Ansi16), Some(Color::Ansi(_))));
}

/// The backgrounds that must be legible: what terminals come with, and the two of Solarized.
const BACKGROUNDS: [(Background, u32); 4] = [
    (Background::Dark, 0x00_00_00),
    (Background::Dark, 0x00_2b_36),
    (Background::Light, 0xfd_f6_e3),
    (Background::Light, 0xff_ff_ff),
];

/// The least contrast of text by WCAG 2.1, success criterion 1.4.3.
const LEGIBLE: f64 = 4.5;

fn built_in() -> impl Iterator<Item = (&'static str, Theme)> {
    BUILT_IN.into_iter().map(|(name, text)| (name, Theme::parse(text).unwrap()))
}

#[test]
fn every_theme_is_legible_on_dark_and_on_light_backgrounds() {
    for (name, theme) in built_in() {
        for (known, screen) in BACKGROUNDS {
            for background in [known, Background::Unknown] {
                for depth in [ColorDepth::Ansi256, ColorDepth::TrueColor] {
                    let sheet = theme.stylesheet(background, depth);
                    for role in Role::ALL {
                        let contrast = contrast(sheet.style(role), screen);
                        let message = format!("{name}: {} on {screen:06x}: {contrast:.2}", role.name());
                        assert!(contrast >= LEGIBLE, "{message}");
                    }
                }
            }
        }
    }
}

#[test]
fn old_and_new_differ_by_more_than_their_hue() {
    for (name, theme) in built_in() {
        let sheet = theme.stylesheet(Background::Unknown, ColorDepth::Ansi16);
        let [removed, added] = [Role::Removed, Role::Added].map(|role| sheet.style(role).get_effects());
        assert_ne!(removed, added, "{name}");
        assert_ne!(removed, Effects::new(), "{name}");
    }
}

/// What a person without red cones, and one without green cones, sees of linear red, green and blue: Machado,
/// Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency" (2009),
/// severity 1.0.
const BLINDNESSES: [(&str, [[f64; 3]; 3]); 2] = [
    (
        "protanopia",
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
    ),
    (
        "deuteranopia",
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
    ),
];

/// The least distance of two colours in CIELAB that is seen at a glance; 2.3 is just noticeable.
const APART: f64 = 25.0;

#[test]
fn old_and_new_of_the_default_theme_stay_apart_without_red_or_green() {
    let (_, theme) = built_in().next().unwrap();
    for (blindness, matrix) in BLINDNESSES {
        for background in [Background::Dark, Background::Light, Background::Unknown] {
            let sheet = theme.stylesheet(background, ColorDepth::TrueColor);
            let pairs = [[Role::Removed, Role::Added], [Role::RemovedSign, Role::AddedSign]];
            for pair in pairs {
                let [old, new] = pair.map(|role| {
                    lab(simulate_vision(linear(sheet.style(role).get_bg_color().unwrap()), matrix))
                });
                assert!(distance(old, new) >= APART, "{blindness}: {pair:?}: {:.1}", distance(old, new));
            }
            let [old, new] =
                [Role::RemovedLine, Role::AddedLine].map(|role| sheet.style(role).get_fg_color());
            let (Some(old), Some(new)) = (old, new) else { continue };
            let [old, new] = [old, new].map(|colour| lab(simulate_vision(linear(colour), matrix)));
            assert!(distance(old, new) >= APART, "{blindness}, whole lines: {:.1}", distance(old, new));
        }
    }
}

/// The contrast of a style on a background, as WCAG 2.1 defines it. The terminal's own text colour is black or
/// white here, whichever its owner will have chosen.
fn contrast(style: Style, screen: u32) -> f64 {
    let [_, red, green, blue] = screen.to_be_bytes();
    let screen = luminance(linear(RgbColor(red, green, blue).into()));
    let own = if screen > 0.5 { 0.0 } else { 1.0 };
    let text = style.get_fg_color().map_or(own, |colour| luminance(linear(colour)));
    let behind = style.get_bg_color().map_or(screen, |colour| luminance(linear(colour)));
    (text.max(behind) + 0.05) / (text.min(behind) + 0.05)
}

fn luminance([red, green, blue]: [f64; 3]) -> f64 {
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn linear(colour: Color) -> [f64; 3] {
    let RgbColor(red, green, blue) = match colour {
        Color::Rgb(rgb) => rgb,
        Color::Ansi256(number) => xterm_to_rgb(number, VGA),
        Color::Ansi(_) => panic!("the 16 colours are set by everybody as they like"),
    };
    [red, green, blue].map(|level| {
        let level = f64::from(level) / 255.0;
        if level <= 0.03928 { level / 12.92 } else { ((level + 0.055) / 1.055).powf(2.4) }
    })
}

fn simulate_vision(colour: [f64; 3], matrix: [[f64; 3]; 3]) -> [f64; 3] {
    matrix.map(|row| row.iter().zip(colour).map(|(part, level)| part * level).sum::<f64>().clamp(0.0, 1.0))
}

/// CIELAB of linear sRGB under D65.
fn lab([red, green, blue]: [f64; 3]) -> [f64; 3] {
    let x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505;
    let y = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    let z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089;
    let [x, y, z] = [x, y, z].map(|t| if t > 0.008_856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 });
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

fn distance(one: [f64; 3], other: [f64; 3]) -> f64 {
    one.iter().zip(other).map(|(one, other)| (one - other).powi(2)).sum::<f64>().sqrt()
}
