//! What the picture looks like: whether it is coloured, by which theme, for which terminal, and what can be clicked.
//!
//! Apart from [`settings`](crate::cli::args::resolve) because it is the longest of the decisions, and the one that has a
//! terminal asked.

use std::path::Path;

use crate::render::style::theme::{Background, ColorDepth, Theme};
use crate::render::{BidiMode, LinkOptions, View};

use super::environment::{Environment, Stream};
use crate::cli::args::{Args, BackgroundName, ColorsName, Format, When};

/// What every terminal is known to take, whatever it calls itself, but for these: they have 16 colours.
const PLAIN_TERMINALS: [&str; 6] = ["linux", "ansi", "cygwin", "cons25", "vt", "xterm-16color"];

/// Terminals that have all colours and do not say so in `COLORTERM` when reached over ssh.
const COLOURFUL_TERMINALS: [&str; 7] =
    ["xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm", "contour", "rio"];

/// The view with its styles, its links, and what its terminal needs besides.
pub(crate) fn dressed(view: View, theme: &Theme, args: &Args, machine: &dyn Environment) -> View {
    let plain = args.format == Some(Format::Plain) || !is_coloured(args.color, machine);
    if plain {
        return view;
    }
    let background =
        if theme.depends_on_background() { background(args, machine) } else { Background::Unknown };
    let on_screen = machine.is_terminal(Stream::Output);
    View {
        style: theme.stylesheet(background, depth(args.colors, machine)),
        direction: if on_screen { BidiMode::Isolated } else { BidiMode::Plain },
        links: has_links(args.hyperlinks, machine).then(|| LinkOptions { wiki: args.wiki_url.clone() }),
        ..view
    }
}

/// Where samples of themes are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stage {
    pub(crate) background: Background,
    pub(crate) depth: ColorDepth,
    pub(crate) width: Option<usize>,
}

/// Where samples of themes are drawn; nowhere in a pipe, where nothing has a look.
pub(crate) fn stage(args: &Args, machine: &dyn Environment) -> Option<Stage> {
    is_coloured(args.color, machine).then(|| Stage {
        background: background(args, machine),
        depth: depth(args.colors, machine),
        width: args.width.map(usize::from),
    })
}

/// The order is that of the conventions: what was typed, `NO_COLOR` (no-color.org), `CLICOLOR_FORCE` and
/// `CLICOLOR` (bixense.com/clicolors), the terminal.
fn is_coloured(wanted: When, machine: &dyn Environment) -> bool {
    match wanted {
        When::Always => true,
        When::Never => false,
        When::Auto if is_set(machine, "NO_COLOR") => false,
        When::Auto if is_set(machine, "CLICOLOR_FORCE") && !is(machine, "CLICOLOR_FORCE", "0") => true,
        When::Auto if is(machine, "CLICOLOR", "0") || is_dumb(machine) => false,
        When::Auto => machine.is_terminal(Stream::Output),
    }
}

/// What was typed, what the environment says (the fields of `COLORFGBG` are colours of the 16, the last one the
/// background), what the terminal answers. It is not asked for a pipe, nor while somebody pastes into it: the answer
/// would be mistaken for the paste, or the paste for the answer.
fn background(args: &Args, machine: &dyn Environment) -> Background {
    match args.background {
        BackgroundName::Dark => return Background::Dark,
        BackgroundName::Light => return Background::Light,
        BackgroundName::Auto => {}
    }
    if let Some(background) = background_variable(machine) {
        return background;
    }
    let may_ask = machine.is_terminal(Stream::Output) && !is_dumb(machine) && !is_pasted(args, machine);
    may_ask.then(|| machine.background()).flatten().unwrap_or_default()
}

fn background_variable(machine: &dyn Environment) -> Option<Background> {
    let value = machine.variable("COLORFGBG")?;
    let number: u8 = value.to_str()?.rsplit(';').next()?.parse().ok()?;
    Some(if matches!(number, 7 | 9..=15) { Background::Light } else { Background::Dark })
}

fn is_pasted(args: &Args, machine: &dyn Environment) -> bool {
    let is_named = args.clipboard || !args.files.is_empty();
    let reads_input = !is_named || args.files.iter().any(|file| file == Path::new("-"));
    reads_input && machine.is_terminal(Stream::Input)
}

fn depth(wanted: ColorsName, machine: &dyn Environment) -> ColorDepth {
    let named = |names: &[&str]| {
        let term = machine.variable("TERM").unwrap_or_default();
        names.iter().any(|name| term.to_string_lossy().starts_with(name))
    };
    let says_true = ["truecolor", "24bit"].into_iter().any(|value| is(machine, "COLORTERM", value));
    match wanted {
        ColorsName::Sixteen => ColorDepth::Ansi16,
        ColorsName::True => ColorDepth::TrueColor,
        ColorsName::Auto if says_true || is_set(machine, "WT_SESSION") => ColorDepth::TrueColor,
        ColorsName::Auto if named(&COLOURFUL_TERMINALS) => ColorDepth::TrueColor,
        ColorsName::Auto if named(&PLAIN_TERMINALS) => ColorDepth::Ansi16,
        ColorsName::Indexed | ColorsName::Auto => ColorDepth::Ansi256,
    }
}

/// Which links a page has: a browser knows what to do with them.
pub(crate) fn page_links(args: &Args) -> Option<LinkOptions> {
    (args.hyperlinks != When::Never).then(|| LinkOptions { wiki: args.wiki_url.clone() })
}

fn has_links(wanted: When, machine: &dyn Environment) -> bool {
    match wanted {
        When::Always => true,
        When::Never => false,
        When::Auto => machine.is_terminal(Stream::Output) && machine.has_hyperlinks(),
    }
}

/// Whether the terminal says that it can do nothing but show text.
pub(crate) fn is_dumb(machine: &dyn Environment) -> bool {
    is(machine, "TERM", "dumb")
}

fn is(machine: &dyn Environment, name: &str, value: &str) -> bool {
    machine.variable(name).is_some_and(|found| found == value)
}

fn is_set(machine: &dyn Environment, name: &str) -> bool {
    machine.variable(name).is_some_and(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::cli::terminal::environment::imagined::{AT_A_TERMINAL, IN_A_PIPE, Imagined, imagined};
    use crate::render::style::stylesheet::PLAIN;

    fn typed(line: &str) -> Args {
        Args::parse_from(["wikidiff", "page.txt"].into_iter().chain(line.split_whitespace()))
    }

    fn looks(line: &str, machine: &Imagined) -> View {
        dressed(View::default(), &Theme::default(), &typed(line), machine)
    }

    #[track_caller]
    fn coloured(line: &str, machine: &Imagined, expected: bool) {
        assert_eq!(looks(line, machine).style != PLAIN, expected);
    }

    #[test]
    fn a_terminal_is_coloured_and_a_pipe_is_not() {
        coloured("", &imagined(AT_A_TERMINAL, &[]), true);
        coloured("", &imagined(IN_A_PIPE, &[]), false);
    }

    #[test]
    fn what_was_typed_goes_before_the_environment() {
        coloured("--color always", &imagined(IN_A_PIPE, &[("NO_COLOR", "1"), ("TERM", "dumb")]), true);
        coloured("--color never", &imagined(AT_A_TERMINAL, &[("CLICOLOR_FORCE", "1")]), false);
        coloured("--format plain --color always", &imagined(AT_A_TERMINAL, &[]), false);
    }

    #[test]
    fn no_color_goes_before_clicolor_force_and_that_before_the_terminal() {
        coloured("", &imagined(AT_A_TERMINAL, &[("NO_COLOR", "1")]), false);
        coloured("", &imagined(AT_A_TERMINAL, &[("NO_COLOR", "")]), true);
        coloured("", &imagined(IN_A_PIPE, &[("CLICOLOR_FORCE", "1")]), true);
        coloured("", &imagined(IN_A_PIPE, &[("CLICOLOR_FORCE", "0")]), false);
        coloured("", &imagined(IN_A_PIPE, &[("CLICOLOR_FORCE", "")]), false);
        coloured("", &imagined(IN_A_PIPE, &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]), false);
        coloured("", &imagined(AT_A_TERMINAL, &[("CLICOLOR", "0")]), false);
        coloured("", &imagined(AT_A_TERMINAL, &[("CLICOLOR", "1")]), true);
        coloured("", &imagined(AT_A_TERMINAL, &[("TERM", "dumb")]), false);
    }

    #[test]
    fn the_background_is_what_was_typed_then_the_environment_then_the_answer() {
        #[track_caller]
        fn case(line: &str, machine: &Imagined, expected: Background) {
            assert_eq!(background(&typed(line), machine), expected);
        }
        let light = || Imagined { background: Some(Background::Light), ..imagined(AT_A_TERMINAL, &[]) };
        case("", &light(), Background::Light);
        case("--background dark", &light(), Background::Dark);
        case("", &Imagined { variables: &[("COLORFGBG", "15;default;0")], ..light() }, Background::Dark);
        case(
            "",
            &Imagined { variables: &[("COLORFGBG", "0;15")], ..imagined(IN_A_PIPE, &[]) },
            Background::Light,
        );
        case("", &Imagined { variables: &[("COLORFGBG", "default")], ..light() }, Background::Light);
        case("", &imagined(AT_A_TERMINAL, &[]), Background::Unknown);
    }

    #[test]
    fn a_terminal_is_not_asked_for_a_pipe_nor_while_it_is_pasted_into() {
        let asks = |words: &[&str], terminals: &'static [Stream], variables| {
            let machine = Imagined { background: Some(Background::Light), ..imagined(terminals, variables) };
            let args = Args::parse_from(["wikidiff"].into_iter().chain(words.iter().copied()));
            let theme = Theme::built_in(&args.theme).unwrap();
            _ = dressed(View::default(), &theme, &args, &machine);
            machine.asked.get()
        };
        assert!(asks(&["page.txt"], AT_A_TERMINAL, &[]));
        assert!(asks(&["--clipboard"], AT_A_TERMINAL, &[]));
        assert!(asks(&[], &[Stream::Output], &[]));
        assert!(!asks(&[], AT_A_TERMINAL, &[]));
        assert!(!asks(&["page.txt", "-"], AT_A_TERMINAL, &[]));
        assert!(!asks(&["page.txt", "--color", "always"], IN_A_PIPE, &[]));
        assert!(!asks(&["page.txt"], AT_A_TERMINAL, &[("TERM", "dumb")]));
        assert!(!asks(&["page.txt"], AT_A_TERMINAL, &[("NO_COLOR", "1")]));
        assert!(!asks(&["page.txt", "--theme", "mono"], AT_A_TERMINAL, &[]));
        assert!(!asks(&["page.txt", "--background", "light"], AT_A_TERMINAL, &[]));
    }

    #[test]
    fn the_environment_tells_how_many_colours_there_are() {
        #[track_caller]
        fn case(line: &str, variables: &'static [(&str, &str)], expected: ColorDepth) {
            assert_eq!(depth(typed(line).colors, &imagined(AT_A_TERMINAL, variables)), expected);
        }
        case("", &[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")], ColorDepth::TrueColor);
        case("", &[("TERM", "xterm-kitty")], ColorDepth::TrueColor);
        case("", &[("TERM", "xterm-256color")], ColorDepth::Ansi256);
        case("", &[("TERM", "linux")], ColorDepth::Ansi16);
        case("", &[], ColorDepth::Ansi256);
        case("--colors 16", &[("COLORTERM", "24bit")], ColorDepth::Ansi16);
        case("--colors true", &[("TERM", "linux")], ColorDepth::TrueColor);
    }

    #[test]
    fn links_are_for_terminals_that_know_them() {
        let known = || Imagined { hyperlinks: true, ..imagined(AT_A_TERMINAL, &[]) };
        assert!(looks("", &known()).links.is_some());
        assert!(looks("--hyperlinks never", &known()).links.is_none());
        assert!(looks("", &imagined(AT_A_TERMINAL, &[])).links.is_none());
        assert!(looks("--hyperlinks always --color always", &imagined(IN_A_PIPE, &[])).links.is_some());
        assert!(looks("--hyperlinks always", &imagined(IN_A_PIPE, &[])).links.is_none());
        let wiki = looks("--wiki-url https://en.wikipedia.org", &known()).links.unwrap().wiki;
        assert!(wiki.is_some());
    }
}
