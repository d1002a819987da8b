//! The style of the output: colours, theme, links, and the number of colours of the terminal.
//!
//! This is the longest part of [`resolve`](crate::cli::args::resolve), and the part that asks the terminal for its
//! background.

use super::environment::{Environment, is_dumb_terminal};
use crate::cli::args::Args;
use crate::cli::args::output_target::{OutputTarget, RunContext};
use crate::cli::args::values::{BackgroundName, ColorsName, Format, When};
use crate::render::style::theme::{Background, ColorDepth, Theme};
use crate::render::{BidiMode, LinkOptions, View};

/// Terminals with 16 colours, by the start of `TERM`. All other terminals have 256 colours or more.
const SIXTEEN_COLOR_TERMINALS: [&str; 6] = ["linux", "ansi", "cygwin", "cons25", "vt", "xterm-16color"];

/// Terminals with 24-bit colour that do not say so in `COLORTERM` when reached over ssh.
const TRUE_COLOR_TERMINALS: [&str; 7] =
    ["xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm", "contour", "rio"];

/// Adds colours, links and the isolation of text directions to a view.
pub(crate) fn resolve_style(view: View, theme: &Theme, run: RunContext<'_>) -> View {
    if run.args.format == Some(Format::Plain) || !is_coloured(run) {
        return view;
    }
    let background = if theme.depends_on_background() { background(run) } else { Background::Unknown };
    View {
        style: theme.stylesheet(background, color_depth(run.args.colors, run.environment)),
        direction: if run.target.is_screen() { BidiMode::Isolated } else { BidiMode::Plain },
        links: has_links(run).then(|| LinkOptions { wiki: run.args.wiki_url.clone() }),
        ..view
    }
}

/// The terminal that samples of themes are drawn for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PreviewTarget {
    pub(crate) background: Background,
    pub(crate) depth: ColorDepth,
    pub(crate) width: Option<usize>,
}

/// Returns the target of samples of themes. Without colours there is none.
pub(crate) fn resolve_preview(run: RunContext<'_>) -> Option<PreviewTarget> {
    is_coloured(run).then(|| PreviewTarget {
        background: background(run),
        depth: color_depth(run.args.colors, run.environment),
        width: run.args.width.map(usize::from),
    })
}

/// Returns true if the output has colours. The priorities follow the conventions: the command line, `NO_COLOR`
/// (no-color.org), `CLICOLOR_FORCE` and `CLICOLOR` (bixense.com/clicolors), the terminal.
fn is_coloured(run: RunContext<'_>) -> bool {
    let environment = run.environment;
    match run.args.color {
        When::Always => true,
        When::Never => false,
        When::Auto if is_set(environment, "NO_COLOR") => false,
        When::Auto if is_set(environment, "CLICOLOR_FORCE") && !is(environment, "CLICOLOR_FORCE", "0") => {
            true
        }
        When::Auto if is(environment, "CLICOLOR", "0") || is_dumb_terminal(environment) => false,
        When::Auto => run.target.is_screen(),
    }
}

/// Returns the background from the command line, from `COLORFGBG`, or from the terminal.
///
/// The terminal is asked only if it shows the output itself, and not while a person pastes into it: the answer would
/// be taken for a part of the paste. Behind git's pager it is not asked, because the pager would read the answer as
/// keys.
fn background(run: RunContext<'_>) -> Background {
    match run.args.background {
        BackgroundName::Dark => return Background::Dark,
        BackgroundName::Light => return Background::Light,
        BackgroundName::Auto => {}
    }
    if let Some(background) = background_variable(run.environment) {
        return background;
    }
    let may_ask =
        run.target == OutputTarget::Terminal && !is_dumb_terminal(run.environment) && !reads_keyboard(run);
    may_ask.then(|| run.environment.background()).flatten().unwrap_or_default()
}

/// Reads `COLORFGBG`. The last field is the background, a number of the 16 colours.
fn background_variable(environment: &dyn Environment) -> Option<Background> {
    let value = environment.variable("COLORFGBG")?;
    let number: u8 = value.to_str()?.rsplit(';').next()?.parse().ok()?;
    Some(if matches!(number, 7 | 9..=15) { Background::Light } else { Background::Dark })
}

/// Returns true if the run reads a paste from the keyboard.
fn reads_keyboard(run: RunContext<'_>) -> bool {
    let has_no_input = !run.args.clipboard && run.args.files.is_empty();
    run.is_keyboard() && (has_no_input || run.names_standard_input())
}

fn color_depth(wanted: ColorsName, environment: &dyn Environment) -> ColorDepth {
    let term = environment.variable("TERM").unwrap_or_default();
    let is_one_of = |names: &[&str]| names.iter().any(|name| term.to_string_lossy().starts_with(name));
    let states_true_color =
        ["truecolor", "24bit"].into_iter().any(|value| is(environment, "COLORTERM", value));
    match wanted {
        ColorsName::Sixteen => ColorDepth::Ansi16,
        ColorsName::True => ColorDepth::TrueColor,
        ColorsName::Auto if states_true_color || is_set(environment, "WT_SESSION") => ColorDepth::TrueColor,
        ColorsName::Auto if is_one_of(&TRUE_COLOR_TERMINALS) => ColorDepth::TrueColor,
        ColorsName::Auto if is_one_of(&SIXTEEN_COLOR_TERMINALS) => ColorDepth::Ansi16,
        ColorsName::Indexed | ColorsName::Auto => ColorDepth::Ansi256,
    }
}

/// Returns the links of a web page. `--hyperlinks auto` means links, since browsers support them.
pub(crate) fn page_links(args: &Args) -> Option<LinkOptions> {
    (args.hyperlinks != When::Never).then(|| LinkOptions { wiki: args.wiki_url.clone() })
}

fn has_links(run: RunContext<'_>) -> bool {
    match run.args.hyperlinks {
        When::Always => true,
        When::Never => false,
        When::Auto => run.target.is_screen() && run.environment.supports_hyperlinks(),
    }
}

fn is(environment: &dyn Environment, name: &str, value: &str) -> bool {
    environment.variable(name).is_some_and(|found| found == value)
}

fn is_set(environment: &dyn Environment, name: &str) -> bool {
    environment.variable(name).is_some_and(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::cli::terminal::environment::Stream;
    use crate::cli::terminal::environment::fake::{AT_A_TERMINAL, FakeEnvironment, IN_A_PIPE};
    use crate::render::style::stylesheet::PLAIN;

    fn parse_line(line: &str) -> Args {
        Args::parse_from(["wikidiff", "page.txt"].into_iter().chain(line.split_whitespace()))
    }

    fn view(line: &str, environment: &FakeEnvironment) -> View {
        let args = parse_line(line);
        resolve_style(View::default(), &Theme::default(), RunContext::new(&args, None, environment))
    }

    #[track_caller]
    fn expect_colour(line: &str, environment: &FakeEnvironment, expected: bool) {
        assert_eq!(view(line, environment).style != PLAIN, expected);
    }

    #[test]
    fn colours_a_terminal_and_no_pipe() {
        expect_colour("", &FakeEnvironment::new(AT_A_TERMINAL, &[]), true);
        expect_colour("", &FakeEnvironment::new(IN_A_PIPE, &[]), false);
    }

    #[test]
    fn prefers_the_command_line_to_the_environment() {
        expect_colour(
            "--color always",
            &FakeEnvironment::new(IN_A_PIPE, &[("NO_COLOR", "1"), ("TERM", "dumb")]),
            true,
        );
        expect_colour(
            "--color never",
            &FakeEnvironment::new(AT_A_TERMINAL, &[("CLICOLOR_FORCE", "1")]),
            false,
        );
        expect_colour("--format plain --color always", &FakeEnvironment::new(AT_A_TERMINAL, &[]), false);
    }

    #[test]
    fn prefers_no_color_to_clicolor_force_to_the_terminal() {
        expect_colour("", &FakeEnvironment::new(AT_A_TERMINAL, &[("NO_COLOR", "1")]), false);
        expect_colour("", &FakeEnvironment::new(AT_A_TERMINAL, &[("NO_COLOR", "")]), true);
        expect_colour("", &FakeEnvironment::new(IN_A_PIPE, &[("CLICOLOR_FORCE", "1")]), true);
        expect_colour("", &FakeEnvironment::new(IN_A_PIPE, &[("CLICOLOR_FORCE", "0")]), false);
        expect_colour("", &FakeEnvironment::new(IN_A_PIPE, &[("CLICOLOR_FORCE", "")]), false);
        expect_colour(
            "",
            &FakeEnvironment::new(IN_A_PIPE, &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]),
            false,
        );
        expect_colour("", &FakeEnvironment::new(AT_A_TERMINAL, &[("CLICOLOR", "0")]), false);
        expect_colour("", &FakeEnvironment::new(AT_A_TERMINAL, &[("CLICOLOR", "1")]), true);
        expect_colour("", &FakeEnvironment::new(AT_A_TERMINAL, &[("TERM", "dumb")]), false);
    }

    #[test]
    fn prefers_the_option_to_the_variable_to_the_answer() {
        #[track_caller]
        fn case(line: &str, environment: &FakeEnvironment, expected: Background) {
            assert_eq!(background(RunContext::new(&parse_line(line), None, environment)), expected);
        }
        let light = || FakeEnvironment {
            background: Some(Background::Light),
            ..FakeEnvironment::new(AT_A_TERMINAL, &[])
        };
        case("", &light(), Background::Light);
        case("--background dark", &light(), Background::Dark);
        case(
            "",
            &FakeEnvironment { variables: &[("COLORFGBG", "15;default;0")], ..light() },
            Background::Dark,
        );
        case(
            "",
            &FakeEnvironment { variables: &[("COLORFGBG", "0;15")], ..FakeEnvironment::new(IN_A_PIPE, &[]) },
            Background::Light,
        );
        case("", &FakeEnvironment { variables: &[("COLORFGBG", "default")], ..light() }, Background::Light);
        case("", &FakeEnvironment::new(AT_A_TERMINAL, &[]), Background::Unknown);
    }

    #[test]
    fn asks_no_terminal_for_a_pipe_or_during_a_paste() {
        let asks = |words: &[&str], terminals: &'static [Stream], variables| {
            let environment = FakeEnvironment {
                background: Some(Background::Light),
                ..FakeEnvironment::new(terminals, variables)
            };
            let args = Args::parse_from(["wikidiff"].into_iter().chain(words.iter().copied()));
            let theme = Theme::built_in(&args.theme).unwrap();
            _ = resolve_style(View::default(), &theme, RunContext::new(&args, None, &environment));
            environment.was_asked.get()
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
    fn finds_the_number_of_colours() {
        #[track_caller]
        fn case(line: &str, variables: &'static [(&str, &str)], expected: ColorDepth) {
            assert_eq!(
                color_depth(parse_line(line).colors, &FakeEnvironment::new(AT_A_TERMINAL, variables)),
                expected
            );
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
    fn links_in_terminals_that_support_links() {
        let known = || FakeEnvironment { hyperlinks: true, ..FakeEnvironment::new(AT_A_TERMINAL, &[]) };
        assert!(view("", &known()).links.is_some());
        assert!(view("--hyperlinks never", &known()).links.is_none());
        assert!(view("", &FakeEnvironment::new(AT_A_TERMINAL, &[])).links.is_none());
        assert!(
            view("--hyperlinks always --color always", &FakeEnvironment::new(IN_A_PIPE, &[])).links.is_some()
        );
        assert!(view("--hyperlinks always", &FakeEnvironment::new(IN_A_PIPE, &[])).links.is_none());
        let wiki = view("--wiki-url https://en.wikipedia.org", &known()).links.unwrap().wiki;
        assert!(wiki.is_some());
    }
}
