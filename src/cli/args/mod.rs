//! What was typed, as it was typed: no file is opened here and nothing is asked of the machine.

pub(crate) mod choices;
pub(crate) mod config;
pub(crate) mod git_driver;
pub(crate) mod resolve;
pub(crate) mod shape_help;
pub(crate) mod version;

use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use crate::model::Shape;
use crate::render::WikiUrl;
use crate::render::style::theme::BUILT_IN;
use clap::{Arg, ArgAction, Command, CommandFactory, FromArgMatches, Parser, ValueEnum};
use clap_complete::Shell;

use version::VERSION;

/// The most mebibytes of an input where nobody allows more: the largest saved pages have a few. A device may have no
/// end, and a gzip file may unpack to a thousand times its size.
pub(crate) const MAX_INPUT_MIB: u32 = 256;

/// How many seconds an answer may take where nobody says.
pub(crate) const SECONDS: u16 = 30;

/// The theme where none is named.
pub(crate) const THEME: &str = BUILT_IN[0].0;

/// The columns of ambiguous characters nearly everywhere.
pub(crate) const NARROW: u8 = 1;

/// The narrowest picture: below it the gutter leaves no room for text.
pub(crate) const MIN_WIDTH: u16 = 20;

/// What stands below the options in the help.
const AFTER_HELP: &str = "\
Exit codes:
  0    shown, or nothing changed, or the reader of a pipe went away
  1    --exit-code and there are changes; --check and something does not hold
  2    trouble: nothing to show, a FILE cannot be read, not a diff, bad usage,
       --strict and not every reading stated or proved
  130  Ctrl-C while a paste was asked for

Environment variables:
  NO_COLOR        if not empty: no colour
  CLICOLOR_FORCE  if not 0: colour in a pipe too; CLICOLOR=0: no colour
  TERM            dumb: no colour; with COLORTERM, how many colours
  COLORFGBG       the terminal's colours, where it cannot be asked
  COLUMNS         the width of the terminal
  WIKIDIFF_PAGER  the pager, before PAGER; empty or cat: none; otherwise less -RFX
  WIKIDIFF_OPTS   options for every run, before those that are typed
  WIKIDIFF_CONFIG the file with options for every run, a line each; empty: none
  WIKIDIFF_CONTACT
                  your e-mail or web address, for the wiki that is asked
  HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY
                  the way to the wiki that is asked

Configuration file:
  wikidiff/config in $XDG_CONFIG_HOME or ~/.config; on Windows in %APPDATA%;
  one's own themes beside it, as wikidiff/themes/NAME.theme";

/// The words of the command line.
#[derive(Debug, Parser)]
#[command(name = "wikidiff", version, long_version = VERSION, after_help = AFTER_HELP)]
#[command(max_term_width = 100, args_override_self = true)]
#[command(about = "Shows a copied MediaWiki diff: lines paired, changed words marked")]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch that was typed or not")]
pub(crate) struct Args {
    /// Pasted diffs, or the addresses of diffs; - or none: standard input
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,

    /// Compare two pages of wikitext; - for one of them: standard input
    #[arg(long, num_args = 2, value_names = ["OLD", "NEW"], conflicts_with_all = ["files", "check", "shape"])]
    #[arg(conflicts_with_all = ["bytes", "old_size", "new_size", "engine"])]
    pub(crate) revisions: Option<Vec<PathBuf>>,

    /// Read what was just copied in the browser: its HTML, or its text where the HTML holds no diff
    #[arg(long, conflicts_with_all = ["files", "revisions", "check", "jsonl"])]
    pub(crate) clipboard: bool,

    /// Ask this wiki for a revision, or for two: wikidiff --wiki en.wikipedia.org OLD NEW
    #[arg(long, value_name = "HOST", requires = "files", conflicts_with_all = ["revisions", "check", "jsonl"])]
    pub(crate) wiki: Option<String>,

    /// Of an address or --wiki: fetch both revisions, and compare them here
    #[arg(long, conflicts_with_all = ["clipboard", "revisions", "check"])]
    pub(crate) own: bool,

    /// Of an address or --wiki: how long an answer may take
    #[arg(long, value_name = "SECONDS", default_value_t = SECONDS, value_parser = clap::value_parser!(u16).range(1..=600))]
    pub(crate) timeout: u16,

    /// Refuse an input of more than so many mebibytes, unpacked
    #[arg(long, value_name = "MIB", default_value_t = MAX_INPUT_MIB, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) input_limit: u32,

    /// Of an XML export: compare revision ID [default: the one before --to]
    #[arg(long, value_name = "ID", conflicts_with = "revisions")]
    pub(crate) from: Option<u64>,

    /// Of an XML export: compare with revision ID [default: the page's latest]; without both, each with the one before
    #[arg(long, value_name = "ID", conflicts_with = "revisions")]
    pub(crate) to: Option<u64>,

    /// Tell for each FILE, and each file in a DIR, whether its reading holds
    #[arg(long, requires = "files")]
    pub(crate) check: bool,

    /// With --check: write what is read now as NAME.expected.json
    #[arg(long, requires = "check")]
    pub(crate) bless: bool,

    /// Read records, a line of JSON each: {"id": …, "text": …} or {"id": …, "old": …, "new": …}; answer each with its
    /// diff as JSON, the id first
    #[arg(long, conflicts_with_all = ["revisions", "check", "format", "explain", "exit_code"])]
    pub(crate) jsonl: bool,

    /// With --check or --jsonl: work on N at once [default: as many as there are processors]
    #[arg(long, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,

    /// What to write [default: terminal, or plain where standard output is not a terminal]
    #[arg(long, value_enum, requires_ifs = [("github", "check"), ("gitlab", "check")])]
    pub(crate) format: Option<Format>,

    /// Write to FILE, which is replaced only when all is written; like a pipe, it gets no colour
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// Write nothing, and exit with 1 if there are changes
    #[arg(short, long, conflicts_with_all = ["check", "output"])]
    pub(crate) quiet: bool,

    /// Take old for new and new for old
    #[arg(short = 'R', long, conflicts_with = "check")]
    pub(crate) reverse: bool,

    /// When to colour
    #[arg(long, value_enum, value_name = "WHEN", default_value_t)]
    pub(crate) color: When,

    /// When to hand the output to a pager; auto: when it is longer than the screen
    #[arg(long, value_enum, value_name = "WHEN", default_value_t)]
    pub(crate) pager: When,

    /// Wrap at N columns [default: the terminal's; a pipe is not wrapped]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(i64::from(MIN_WIDTH)..))]
    pub(crate) width: Option<u16>,

    /// Show at most N unchanged lines before and after a change [default: all that were pasted, 2 where whole pages
    /// are compared]
    #[arg(long, value_name = "N")]
    pub(crate) context: Option<usize>,

    /// Leave out signs and line numbers, for copying
    #[arg(long)]
    pub(crate) no_gutter: bool,

    /// Where the old and the new line of a changed row stand
    #[arg(long, value_enum, value_name = "NAME", default_value_t)]
    pub(crate) view: ViewName,

    /// Two columns: --view side-by-side
    #[arg(short = 's', long, overrides_with = "view")]
    pub(crate) side_by_side: bool,

    /// Fold what did not change in long changed paragraphs to a few words round each change
    #[arg(long)]
    pub(crate) focus: bool,

    /// Show nothing but a line of figures for each diff, between tabs: lines changed, added, removed and moved, bytes,
    /// proof, file, title, what came and went
    #[arg(long, conflicts_with_all = ["check", "format"])]
    pub(crate) stat: bool,

    /// Which colours stand for what: wiki, classic, mono, one's own by its name, or a file
    #[arg(long, value_name = "THEME", default_value = THEME)]
    pub(crate) theme: String,

    /// List the themes, each with a sample, and exit
    #[arg(long)]
    pub(crate) list_themes: bool,

    /// Whether the terminal is dark or light; auto: it is asked
    #[arg(long, value_enum, value_name = "NAME", default_value_t)]
    pub(crate) background: BackgroundName,

    /// How many colours the terminal has
    #[arg(long, value_enum, value_name = "N", default_value_t)]
    pub(crate) colors: ColorsName,

    /// When to make links and addresses clickable; auto: if the terminal is known to take it
    #[arg(long, value_enum, value_name = "WHEN", default_value_t)]
    pub(crate) hyperlinks: When,

    /// The wiki that `[[links]]` lead to
    #[arg(long, value_name = "URL", help = "The wiki that [[links]] lead to, such as https://en.wikipedia.org", value_parser = WikiUrl::parse)]
    pub(crate) wiki_url: Option<WikiUrl>,

    /// The columns of characters that Unicode calls ambiguous: 2 where the terminal is set up for Chinese, Japanese
    /// or Korean
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=2), default_value_t = NARROW)]
    pub(crate) ambiguous_width: u8,

    /// Read a paste of text as this shape, whatever it looks like
    #[arg(long, value_name = "NAME", value_parser = shape_help::parser())]
    pub(crate) shape: Option<Shape>,

    /// The edit adds N bytes on balance (-N: removes), as the page history shows it: decides readings, proves some
    #[arg(long, value_name = "N", allow_hyphen_values = true, conflicts_with_all = ["old_size", "new_size"])]
    pub(crate) bytes: Option<i64>,

    /// The old page has N bytes; with --new-size it says what --bytes does
    #[arg(long, value_name = "N", requires = "new_size")]
    pub(crate) old_size: Option<u32>,

    /// The new page has N bytes
    #[arg(long, value_name = "N", requires = "old_size")]
    pub(crate) new_size: Option<u32>,

    /// The wiki's diff engine, where the paste does not tell it
    #[arg(long, value_enum, value_name = "NAME")]
    pub(crate) engine: Option<EngineName>,

    /// Show, but exit with 2 unless every reading is stated or proved
    #[arg(long)]
    pub(crate) strict: bool,

    /// Name invisible characters everywhere, not only where they changed
    #[arg(long)]
    pub(crate) show_invisible: bool,

    /// Tell how the paste was read: its shape, its language, what was checked, what was left unread
    #[arg(long)]
    pub(crate) explain: bool,

    /// Exit with 1 if there are changes
    #[arg(long)]
    pub(crate) exit_code: bool,

    /// Take no options but those typed: none from the configuration file and the environment
    #[arg(long)]
    pub(crate) no_config: bool,

    /// Write the manual page, and exit
    #[arg(long)]
    pub(crate) man: bool,

    /// Write completions for a shell, and exit
    #[arg(long, value_enum, value_name = "SHELL")]
    pub(crate) completions: Option<Shell>,
}

/// The switches that may be set for every run, and the words, told in the README alone, that undo each in one.
const UNDONE: [(&str, &str); 6] = [
    ("focus", "no-focus"),
    ("no_gutter", "gutter"),
    ("strict", "no-strict"),
    ("show_invisible", "no-show-invisible"),
    ("explain", "no-explain"),
    ("exit_code", "no-exit-code"),
];

/// Reads a command line, the program's name first.
pub(crate) fn parse(words: impl IntoIterator<Item: Into<OsString> + Clone>) -> Result<Args, clap::Error> {
    Args::from_arg_matches_mut(&mut command().try_get_matches_from(words)?)
}

fn command() -> Command {
    UNDONE.into_iter().fold(Args::command(), |command, (switch, undo)| {
        let undo = Arg::new(undo).long(undo).action(ArgAction::SetTrue).hide(true);
        command.arg(undo.overrides_with(switch))
    })
}

/// What to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Coloured where the terminal can
    Terminal,
    /// Marks in brackets: [-old-] {+new+}
    Plain,
    /// One JSON object per diff and line
    Json,
    /// A page that needs nothing else, with both views, for a browser
    Html,
    /// A unified diff, for git apply and patch -p0
    Patch,
    /// The old side of the rows, as wikitext
    Old,
    /// The new side of the rows, as wikitext
    New,
    /// Of --check: annotations for GitHub Actions
    Github,
    /// Of --check: a Code Quality report for GitLab
    Gitlab,
}

/// Where the two lines of a changed row stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ViewName {
    /// In one paragraph, old words before new ones
    #[default]
    Inline,
    /// The old line above the new one
    Stacked,
    /// In two columns
    SideBySide,
}

/// What the terminal's background is said to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum BackgroundName {
    /// The terminal is asked
    #[default]
    Auto,
    /// Light text on dark
    Dark,
    /// Dark text on light
    Light,
}

/// How many colours the terminal is said to have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorsName {
    /// The environment tells
    #[default]
    Auto,
    /// Those that everybody sets as they like
    #[value(name = "16")]
    Sixteen,
    /// The usual palette
    #[value(name = "256")]
    Indexed,
    /// All
    True,
}

/// A diff engine of MediaWiki.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum EngineName {
    /// The extension in C++, on Wikipedia and most large wikis
    Wikidiff2,
    /// MediaWiki's own
    Php,
}

/// When to do what a machine can be asked about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    /// If standard output is a terminal
    #[default]
    Auto,
    /// In a pipe too
    Always,
    /// Not at all
    Never,
}

#[cfg(test)]
mod tests {
    use clap::error::ErrorKind;

    use super::*;

    fn typed(words: &[&str]) -> Result<Args, ErrorKind> {
        parse([&["wikidiff"], words].concat()).map_err(|error| error.kind())
    }

    #[track_caller]
    fn refused(words: &[&str], kind: ErrorKind) {
        assert_eq!(typed(words).unwrap_err(), kind);
    }

    #[test]
    fn the_definition_is_sound() {
        command().debug_assert();
    }

    #[test]
    fn every_shape_can_be_named() {
        for shape in Shape::ALL {
            assert_eq!(typed(&["--shape", shape.name()]).unwrap().shape, Some(shape));
        }
        refused(&["--shape", "cell"], ErrorKind::InvalidValue);
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        refused(&["--check"], ErrorKind::MissingRequiredArgument);
        refused(&["--bless", "a.txt"], ErrorKind::MissingRequiredArgument);
        refused(&["--width", "19"], ErrorKind::ValueValidation);
        refused(&["--context", "-1"], ErrorKind::UnknownArgument);
        refused(&["--format", "pdf"], ErrorKind::InvalidValue);
        refused(&["--quiet", "--output", "a"], ErrorKind::ArgumentConflict);
        refused(&["--side"], ErrorKind::UnknownArgument);
        refused(&["--format", "github", "a.txt"], ErrorKind::MissingRequiredArgument);
        refused(&["--jsonl", "--check", "a.txt"], ErrorKind::ArgumentConflict);
        refused(&["--jobs", "0"], ErrorKind::ValueValidation);
    }

    #[test]
    fn of_two_views_the_last_one_holds() {
        let view = |words: &[&str]| typed(words).map(|args| (args.side_by_side, args.view)).unwrap();
        assert_eq!(view(&["-s", "--view", "stacked"]), (false, ViewName::Stacked));
        assert_eq!(view(&["--view", "stacked", "-s"]), (true, ViewName::Inline));
    }

    #[test]
    fn a_switch_can_be_undone_and_done_again() {
        assert!(!typed(&["--focus", "--no-focus"]).unwrap().focus);
        assert!(typed(&["--no-focus", "--focus"]).unwrap().focus);
        assert!(!typed(&["--no-gutter", "--gutter"]).unwrap().no_gutter);
        for (_, undo) in UNDONE {
            typed(&[&format!("--{undo}")]).unwrap();
        }
    }

    #[test]
    fn a_dash_is_a_file() {
        assert_eq!(typed(&["-", "a.txt"]).unwrap().files, ["-", "a.txt"].map(PathBuf::from));
    }
}
