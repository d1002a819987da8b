//! The command line as it was typed: options, their help, and the rules between them.
//!
//! ```text
//!  command line ─┐
//!  WIKIDIFF_OPTS ─┼─ config ─▶ Args ─ resolve ─▶ Settings
//!  config file ──┘                    ▲
//!                  terminal/environment, git_driver, output_target
//! ```
//!
//! [`config`] joins the options from the three places. [`resolve`](resolve::resolve) adds the answers of the
//! environment and returns the settings of the run. [`git_driver`] recognises a call by git. This module opens no file
//! and does not ask the environment.

use std::ffi::{OsStr, OsString};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::{
    Arg, ArgAction, ArgGroup, ArgMatches, Command, CommandFactory, FromArgMatches, Id, Parser, ValueEnum,
};
use clap_complete::Shell;

use crate::model::Shape;
use crate::render::WikiUrl;
use crate::render::style::theme::BUILT_IN;
use edits::EditArgs;
use filter::FilterArgs;
use values::{
    BackgroundName, ColorsName, EngineName, Format, ONE_RUN, ViewName, When, color_parser, hyperlinks_parser,
    number, paging_parser, parse_context, parse_jobs, shape_parser,
};

pub(crate) mod config;
pub(crate) mod diff_source;
pub(crate) mod edits;
pub(crate) mod effects;
pub(crate) mod fast_path;
pub(crate) mod filter;
pub(crate) mod git_driver;
pub(crate) mod help;
pub(crate) mod output_target;
pub(crate) mod resolve;
pub(crate) mod usage_error;
pub(crate) mod values;

/// The default maximum input size in MiB. The largest saved pages have a few MiB. A device may never end, and a gzip
/// file may unpack to a thousand times its size.
pub(crate) const MAX_INPUT_MIB: u32 = 256;

/// The smallest width of the output. Below it, the gutter leaves too few columns for text.
pub(crate) const MIN_WIDTH: u16 = 20;

/// The default timeout of a request in seconds.
const DEFAULT_TIMEOUT: u16 = 30;

/// The name of the default theme.
const DEFAULT_THEME: &str = BUILT_IN[0].0;

/// The width of ambiguous characters in nearly all terminals.
const DEFAULT_AMBIGUOUS_WIDTH: u8 = 1;

/// The group of arguments that say what to fetch from the wiki of `--wiki`.
const WIKI_TARGET: &str = "wiki_target";

/// The version with the features of this build, for `--version`.
const LONG_VERSION: &str = match (cfg!(feature = "clipboard"), cfg!(feature = "network")) {
    (true, true) => concat!(env!("CARGO_PKG_VERSION"), "\nfeatures: cli clipboard network"),
    (true, false) => concat!(env!("CARGO_PKG_VERSION"), "\nfeatures: cli clipboard"),
    (false, true) => concat!(env!("CARGO_PKG_VERSION"), "\nfeatures: cli network"),
    (false, false) => concat!(env!("CARGO_PKG_VERSION"), "\nfeatures: cli"),
};

/// The arguments of the command line.
#[derive(Debug, Default, Parser)]
#[command(name = "wikidiff", version, long_version = LONG_VERSION)]
#[command(max_term_width = 100, args_override_self = true, group = ArgGroup::new(ONE_RUN).multiple(true), group = ArgGroup::new(WIKI_TARGET))]
#[command(about = help::LONG_ABOUT, disable_help_flag = true, disable_version_flag = true)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch that was typed or not")]
pub(crate) struct Args {
    /// Copied diffs, addresses of diffs, or two wikitext files to compare (- or no FILE: standard input)
    #[arg(value_name = "FILE", groups = [ONE_RUN, WIKI_TARGET])]
    pub(crate) files: Vec<PathBuf>,

    /// Compare two files as wikitext, even if they look like diffs (- is standard input)
    #[arg(long, num_args = 2, value_names = ["OLD", "NEW"], conflicts_with_all = ["files", "check", "shape"])]
    #[arg(conflicts_with_all = ["bytes", "old_size", "new_size", "engine"], group = ONE_RUN)]
    pub(crate) revisions: Option<Vec<PathBuf>>,

    /// Read the diff from the clipboard
    #[arg(long, conflicts_with_all = ["files", "revisions", "check", "jsonl"], group = ONE_RUN)]
    pub(crate) clipboard: bool,

    /// First (old) revision to compare, in an XML export [default: the revision before --to]
    #[arg(long, value_name = "ID", conflicts_with = "revisions", group = ONE_RUN)]
    #[arg(value_parser = number::<u64>(0..=u64::MAX.into()))]
    pub(crate) from: Option<u64>,

    /// Second (new) revision to compare, in an XML export [default: the latest]; without --from and --to, every
    /// revision is compared with the one before it
    #[arg(long, value_name = "ID", conflicts_with = "revisions", group = ONE_RUN)]
    #[arg(value_parser = number::<u64>(0..=u64::MAX.into()))]
    pub(crate) to: Option<u64>,

    #[command(flatten)]
    pub(crate) edits: EditArgs,

    /// Shape of the input text, instead of detecting it
    #[arg(long, value_name = "NAME", value_parser = shape_parser())]
    pub(crate) shape: Option<Shape>,

    /// Read one JSON record per line, {"id": …, "text": …} or {"id": …, "old": …, "new": …}, and answer each with its
    /// diff as JSON
    #[arg(long, conflicts_with_all = ["revisions", "check", "format", "json", "explain", "exit_code"], group = ONE_RUN)]
    pub(crate) jsonl: bool,

    /// Maximum input size in MiB, after decompression
    #[arg(long, value_name = "MIB", default_value_t = MAX_INPUT_MIB)]
    #[arg(value_parser = number::<u32>(1..=u32::MAX.into()))]
    pub(crate) input_limit: u32,

    /// Fetch the diff of one revision, or between two, from this wiki: wikidiff --wiki en.wikipedia.org OLD NEW
    #[arg(long, value_name = "HOST", requires = WIKI_TARGET, group = ONE_RUN)]
    #[arg(conflicts_with_all = ["revisions", "check", "jsonl", "clipboard"])]
    pub(crate) wiki: Option<String>,

    /// With --wiki: fetch the last edits of this page
    #[arg(long, value_name = "TITLE", requires = "wiki", conflicts_with = "files")]
    #[arg(groups = [ONE_RUN, WIKI_TARGET])]
    pub(crate) page: Option<String>,

    /// Fetch both revisions and compare them locally instead of using the wiki's diff (with --wiki or an address)
    #[arg(long, conflicts_with_all = ["clipboard", "revisions", "check"])]
    pub(crate) own: bool,

    /// Maximum time for an answer of the wiki (with --wiki or an address)
    #[arg(long, value_name = "SECONDS", default_value_t = DEFAULT_TIMEOUT, value_parser = number::<u16>(1..=600))]
    pub(crate) timeout: u16,

    /// Output format [default: by the name of the --output file (.html, .json, .patch); else terminal, or plain if
    /// standard output is not a terminal]
    #[arg(long, value_enum, requires_ifs = [("github", "check"), ("gitlab", "check")])]
    pub(crate) format: Option<Format>,

    /// Write JSON, the same as --format json
    #[arg(long, overrides_with = "format")]
    pub(crate) json: bool,

    /// Write to FILE instead of standard output
    #[arg(short, long, value_name = "FILE", group = ONE_RUN)]
    pub(crate) output: Option<PathBuf>,

    /// Print only a table of counts
    #[arg(long, conflicts_with_all = ["check", "format", "json"], group = ONE_RUN)]
    pub(crate) stat: bool,

    /// Print only counts, for programs: one tab-separated line per diff (lines changed, added, removed and moved, bytes,
    /// certainty, file, title, lines ignored, places hidden)
    #[arg(long, conflicts_with_all = ["check", "format", "json", "stat"], group = ONE_RUN)]
    pub(crate) numstat: bool,

    /// Write nothing; exit with 1 if there are changes, or if a check failed
    #[arg(short, long, conflicts_with = "output", group = ONE_RUN)]
    pub(crate) quiet: bool,

    /// Exit with 1 if there are changes
    #[arg(long)]
    pub(crate) exit_code: bool,

    /// Swap old and new
    #[arg(short = 'R', long, conflicts_with = "check", group = ONE_RUN)]
    pub(crate) reverse: bool,

    /// When to use a pager
    #[arg(long, value_name = "WHEN", default_value = "auto", value_parser = paging_parser())]
    pub(crate) paging: When,

    /// No pager, the same as --paging never
    #[arg(short = 'P', long, overrides_with = "paging")]
    pub(crate) no_pager: bool,

    /// Command of the pager
    #[arg(
        long,
        value_name = "COMMAND",
        help = "Command of the pager [default: WIKIDIFF_PAGER, PAGER or less -RFX]"
    )]
    pub(crate) pager: Option<OsString>,

    /// Layout of changed lines
    #[arg(long, value_enum, value_name = "NAME", default_value_t)]
    pub(crate) view: ViewName,

    /// Two columns, the same as --view side-by-side
    #[arg(short = 's', visible_short_alias = 'y', long, overrides_with = "view")]
    pub(crate) side_by_side: bool,

    /// Show at most N unchanged lines around a change, or all [default: all that were copied; 2 for whole pages]
    #[arg(short = 'U', visible_short_alias = 'C', long, alias = "unified", value_name = "N", value_parser = parse_context)]
    pub(crate) context: Option<usize>,

    /// Shorten long changed paragraphs to the words around each change
    #[arg(long)]
    pub(crate) focus: bool,

    /// Show long unchanged paragraphs in full; on a terminal, they are cut to their first line
    #[arg(long)]
    pub(crate) no_fold: bool,

    /// Count words, characters, links and the like below the rows, on several lines [default: what fits on one line]
    #[arg(long)]
    pub(crate) summary: bool,

    /// Leave out signs and line numbers, for copying
    #[arg(long)]
    pub(crate) no_gutter: bool,

    /// Wrap at N columns [default: the terminal's width; no wrapping in a pipe]
    #[arg(long, value_name = "N", value_parser = number::<u16>(MIN_WIDTH.into()..=u16::MAX.into()))]
    pub(crate) width: Option<u16>,

    /// Name invisible characters everywhere, not only in changes
    #[arg(long)]
    pub(crate) show_invisible: bool,

    /// When to use colours
    #[arg(long, alias = "colour", value_name = "WHEN", default_value = "auto", value_parser = color_parser())]
    pub(crate) color: When,

    /// No colours, the same as --color never
    #[arg(long, alias = "no-colour", overrides_with = "color")]
    pub(crate) no_color: bool,

    /// Compare words, as always; with plain, mark them without colours, the same as --format plain
    #[arg(long, hide = true, value_name = "MODE", num_args = 0..=1, require_equals = true)]
    #[arg(default_missing_value = "color", value_parser = ["color", "plain"], conflicts_with = "check")]
    pub(crate) word_diff: Option<String>,

    /// Compare words, as always
    #[arg(long, hide = true, conflicts_with = "check")]
    pub(crate) color_words: bool,

    #[command(flatten)]
    pub(crate) filter: FilterArgs,

    /// Colour theme: wiki, classic, mono, the name of your own, or a .theme file
    #[arg(long, value_name = "THEME", default_value = DEFAULT_THEME)]
    pub(crate) theme: String,

    /// List all themes with a sample, and exit
    #[arg(long, group = ONE_RUN)]
    pub(crate) list_themes: bool,

    /// Terminal background
    #[arg(long, value_enum, value_name = "NAME", default_value_t)]
    pub(crate) background: BackgroundName,

    /// Number of colours
    #[arg(long, alias = "colours", value_enum, value_name = "N", default_value_t)]
    pub(crate) colors: ColorsName,

    /// When to make links and addresses clickable
    #[arg(long, value_name = "WHEN", default_value = "auto", value_parser = hyperlinks_parser())]
    pub(crate) hyperlinks: When,

    /// Wiki that `[[links]]` lead to
    #[arg(long, value_name = "URL", help = "Wiki that [[links]] lead to, for example https://en.wikipedia.org", value_parser = WikiUrl::parse)]
    pub(crate) wiki_url: Option<WikiUrl>,

    /// Width of characters that Unicode calls ambiguous: 2 in terminals set up for Chinese, Japanese or Korean
    #[arg(long, value_name = "N", default_value_t = DEFAULT_AMBIGUOUS_WIDTH, value_parser = number::<u8>(1..=2))]
    pub(crate) ambiguous_width: u8,

    /// Net byte change of the edit, from the page history (for example +120 or -35); used to settle uncertain lines
    #[arg(long, value_name = "N", allow_hyphen_values = true, conflicts_with_all = ["old_size", "new_size"])]
    #[arg(value_parser = number::<i64>(i64::MIN.into()..=i64::MAX.into()), group = ONE_RUN)]
    pub(crate) bytes: Option<i64>,

    /// Size of the old page in bytes (with --new-size, the same as --bytes)
    #[arg(long, value_name = "N", requires = "new_size", group = ONE_RUN)]
    #[arg(value_parser = number::<u32>(0..=u32::MAX.into()))]
    pub(crate) old_size: Option<u32>,

    /// Size of the new page in bytes
    #[arg(long, value_name = "N", requires = "old_size", group = ONE_RUN)]
    #[arg(value_parser = number::<u32>(0..=u32::MAX.into()))]
    pub(crate) new_size: Option<u32>,

    /// Diff engine of the wiki, if the input does not show it
    #[arg(long, value_enum, value_name = "NAME")]
    pub(crate) engine: Option<EngineName>,

    /// Exit with 2 unless every reading is stated or proved
    #[arg(long)]
    pub(crate) strict: bool,

    /// Explain how the input was interpreted
    #[arg(short = 'v', long)]
    pub(crate) explain: bool,

    /// Test mode: check each FILE (or every file in a directory) against its expected result
    #[arg(long, requires = "files", group = ONE_RUN)]
    pub(crate) check: bool,

    /// With --check: update the expected results (NAME.expected.json)
    #[arg(long, requires = "check", group = ONE_RUN)]
    pub(crate) bless: bool,

    /// With --check or --jsonl: number of threads [default: the number of processors]
    #[arg(short, long, value_name = "N", value_parser = parse_jobs)]
    pub(crate) jobs: Option<NonZeroUsize>,

    /// With --jsonl: end with 0 although records were answered with an error
    #[arg(long, requires = "jsonl", group = ONE_RUN)]
    pub(crate) keep_going: bool,

    /// Ignore the configuration file and `WIKIDIFF_OPTS`
    #[arg(long, help = "Ignore the configuration file and WIKIDIFF_OPTS", group = ONE_RUN)]
    pub(crate) no_config: bool,

    /// Write the manual page, and exit
    #[arg(long, group = ONE_RUN)]
    pub(crate) man: bool,

    /// List the shapes of input that can be read, and exit
    #[arg(long, group = ONE_RUN)]
    pub(crate) list_shapes: bool,

    /// Write completions for a shell, and exit
    #[arg(long, value_enum, value_name = "SHELL", group = ONE_RUN)]
    pub(crate) completions: Option<Shell>,
}

/// Switches that may be set in the configuration, each with the option that undoes it for one run.
const UNDO_OPTIONS: [(&str, &str); 10] = [
    ("own", "no-own"),
    ("focus", "no-focus"),
    ("no_fold", "fold"),
    ("summary", "no-summary"),
    ("no_gutter", "gutter"),
    ("strict", "no-strict"),
    ("show_invisible", "no-show-invisible"),
    ("explain", "no-explain"),
    ("exit_code", "no-exit-code"),
    ("smart_case", "no-smart-case"),
];

/// Parses a command line, the program's name first.
pub(crate) fn parse(words: impl IntoIterator<Item: Into<OsString> + Clone>) -> Result<Args, clap::Error> {
    let mut args = Args::from_arg_matches_mut(&mut parse_matches(words)?)?;
    args.resolve_synonyms();
    Ok(args)
}

/// Parses a command line into matches, after the translation of old forms of options.
pub(crate) fn parse_matches(
    words: impl IntoIterator<Item: Into<OsString> + Clone>,
) -> Result<ArgMatches, clap::Error> {
    command().try_get_matches_from(translate_words(words))
}

/// Translates `--pager WHEN`, which is `--paging WHEN`. With any other value, the option names a command.
pub(crate) fn translate_words(words: impl IntoIterator<Item: Into<OsString> + Clone>) -> Vec<OsString> {
    let mut words: Vec<OsString> = words.into_iter().map(Into::into).collect();
    let is_when = |word: &OsStr| word.to_str().is_some_and(|word| When::from_str(word, false).is_ok());
    let end = words.iter().position(|word| word == "--").unwrap_or(words.len());
    for at in 0..end {
        let value = words[at].to_str().and_then(|word| word.strip_prefix("--pager="));
        if let Some(when) = value.filter(|value| is_when(OsStr::new(value))) {
            words[at] = format!("--paging={when}").into();
        } else if words[at] == "--pager" && words[..end].get(at + 1).is_some_and(|word| is_when(word)) {
            words[at] = "--paging".into();
        }
    }
    words
}

/// The endings of file names that choose a format for `--output`.
const FORMAT_ENDINGS: [(&str, Format); 6] = [
    ("html", Format::Html),
    ("htm", Format::Html),
    ("json", Format::Json),
    ("jsonl", Format::Json),
    ("patch", Format::Patch),
    ("diff", Format::Patch),
];

/// Returns the name of an argument on the command line that only makes sense for one run.
pub(crate) fn one_run_argument(matches: &ArgMatches) -> Option<String> {
    // A group's values are the ids of its arguments on the command line.
    let id = matches.get_one::<Id>(ONE_RUN)?;
    let command = command();
    let argument = command.get_arguments().find(|argument| argument.get_id() == id)?;
    Some(argument.get_long().map_or_else(|| "FILE".to_owned(), |long| format!("--{long}")))
}

/// Returns the definition of the command line: the arguments under their headings, and the options that undo switches.
pub(crate) fn command() -> Command {
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help);
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
    let mut command = Args::command()
        .arg(help.help("Explain every option; -h shows the most used ones"))
        .arg(version.help("Write the version; --version also lists the features of the build"))
        .after_help(help::sections_text());
    // The order of the headings is that of this table, because clap moves a changed argument to the end.
    for (heading, ids) in help::HEADINGS {
        command =
            ids.iter().fold(command, |command, id| command.mut_arg(id, |arg| arg.help_heading(heading)));
    }
    for (switch, undo) in UNDO_OPTIONS {
        let what = format!("Undo --{}", switch.replace('_', "-"));
        let undo = Arg::new(undo).long(undo).action(ArgAction::SetTrue).help(what);
        command = command.arg(undo.help_heading(help::UNDO_HEADING).overrides_with(switch));
    }
    command
}

impl Args {
    /// Sets the options that other options stand for.
    fn resolve_synonyms(&mut self) {
        if self.no_color {
            self.color = When::Never;
        }
        if self.no_pager {
            self.paging = When::Never;
        }
        if self.json {
            self.format = Some(Format::Json);
        }
        if self.format.is_none() && self.word_diff.as_deref() == Some("plain") {
            self.format = Some(Format::Plain);
        }
        let shows_diffs = !self.stat
            && !self.numstat
            && !self.filter.count
            && !self.check
            && !self.jsonl
            && !self.man
            && !self.list_themes;
        if self.format.is_none() && shows_diffs && self.completions.is_none() {
            self.format = self.format_of_output();
        }
    }

    /// Returns the format that the name of the output file asks for.
    fn format_of_output(&self) -> Option<Format> {
        let ending = self.output_file()?.extension()?.to_str()?;
        FORMAT_ENDINGS.iter().find(|(name, _)| name.eq_ignore_ascii_case(ending)).map(|(_, format)| *format)
    }

    /// Returns the file that the output goes to, if it does not go to standard output.
    pub(crate) fn output_file(&self) -> Option<&Path> {
        self.output.as_deref().filter(|path| *path != Path::new("-"))
    }
}

#[cfg(test)]
mod tests {
    use clap::error::ErrorKind;

    use super::*;

    fn parse_words(words: &[&str]) -> Result<Args, ErrorKind> {
        parse([&["wikidiff"], words].concat()).map_err(|error| error.kind())
    }

    #[track_caller]
    fn rejects(words: &[&str], kind: ErrorKind) {
        assert_eq!(parse_words(words).unwrap_err(), kind);
    }

    #[test]
    fn the_definition_is_consistent() {
        command().debug_assert();
    }

    #[test]
    fn accepts_the_name_of_every_shape() {
        for shape in Shape::ALL {
            assert_eq!(parse_words(&["--shape", shape.name()]).unwrap().shape, Some(shape));
        }
        rejects(&["--shape", "cell"], ErrorKind::InvalidValue);
    }

    #[test]
    fn rejects_options_that_contradict_each_other() {
        rejects(&["--check"], ErrorKind::MissingRequiredArgument);
        rejects(&["--bless", "a.txt"], ErrorKind::MissingRequiredArgument);
        rejects(&["--width", "19"], ErrorKind::ValueValidation);
        rejects(&["--context", "-1"], ErrorKind::UnknownArgument);
        rejects(&["--format", "pdf"], ErrorKind::InvalidValue);
        rejects(&["--quiet", "--output", "a"], ErrorKind::ArgumentConflict);
        rejects(&["--side"], ErrorKind::UnknownArgument);
        rejects(&["--format", "github", "a.txt"], ErrorKind::MissingRequiredArgument);
        rejects(&["--jsonl", "--check", "a.txt"], ErrorKind::ArgumentConflict);
        rejects(&["--jobs", "0"], ErrorKind::ValueValidation);
    }

    #[test]
    fn takes_the_last_of_two_views() {
        let view = |words: &[&str]| parse_words(words).map(|args| (args.side_by_side, args.view)).unwrap();
        assert_eq!(view(&["-s", "--view", "stacked"]), (false, ViewName::Stacked));
        assert_eq!(view(&["--view", "stacked", "-s"]), (true, ViewName::Inline));
    }

    #[test]
    fn undoes_a_switch_and_sets_it_again() {
        assert!(!parse_words(&["--focus", "--no-focus"]).unwrap().focus);
        assert!(parse_words(&["--no-focus", "--focus"]).unwrap().focus);
        assert!(!parse_words(&["--no-gutter", "--gutter"]).unwrap().no_gutter);
        assert!(parse_words(&["--no-color"]).unwrap().color == When::Never);
        assert!(parse_words(&["--no-color", "--color", "always"]).unwrap().color == When::Always);
        for (_, undo) in UNDO_OPTIONS {
            parse_words(&[&format!("--{undo}")]).unwrap();
        }
    }

    #[test]
    fn accepts_the_habits_of_other_tools() {
        let parse = |words: &[&str]| parse_words(words).unwrap();
        for words in [&["-U", "0"], &["-C", "0"], &["--unified", "0"]] {
            assert_eq!(parse(words).context, Some(0));
        }
        assert_eq!(parse(&["-U3"]).context, Some(3));
        assert_eq!(parse(&["--context", "all"]).context, Some(usize::MAX));
        assert!(parse(&["-y"]).side_by_side && parse(&["-v"]).explain);
        assert_eq!(parse(&["-j", "2", "--jsonl"]).jobs.map(NonZeroUsize::get), Some(2));
        assert_eq!(parse(&["--json"]).format, Some(Format::Json));
        assert_eq!(parse(&["--json", "--format", "html"]).format, Some(Format::Html));
        assert_eq!(parse(&["--colour", "always"]).color, When::Always);
        for words in [&["--word-diff"], &["--word-diff=color"], &["--color-words"]] {
            assert_eq!(parse(words).format, None);
        }
        assert_eq!(parse(&["--word-diff", "a.txt"]).files, [PathBuf::from("a.txt")]);
        assert_eq!(parse(&["--word-diff=plain"]).format, Some(Format::Plain));
        assert_eq!(parse(&["--word-diff=plain", "--json"]).format, Some(Format::Json));
        rejects(&["--word-diff=porcelain"], ErrorKind::InvalidValue);
    }

    #[test]
    fn distinguishes_when_to_page_from_the_pager() {
        let case = |words: &[&str], paging, pager: Option<&str>| {
            let args = parse_words(words).unwrap();
            assert_eq!((args.paging, args.pager), (paging, pager.map(OsString::from)), "{words:?}");
        };
        case(&["--paging", "always"], When::Always, None);
        case(&["--pager", "always"], When::Always, None);
        case(&["--pager=never"], When::Never, None);
        case(&["-P"], When::Never, None);
        case(&["--no-pager", "--paging=auto"], When::Auto, None);
        case(&["--pager", "less -S"], When::Auto, Some("less -S"));
        case(&["--pager=less", "--pager", "never"], When::Never, Some("less"));
        case(&["--pager", "less", "--", "--pager", "never"], When::Auto, Some("less"));
    }

    #[test]
    fn takes_the_format_from_the_name_of_the_output() {
        let format = |words: &[&str]| parse_words(words).unwrap().format;
        assert_eq!(format(&["-o", "a.html"]), Some(Format::Html));
        assert_eq!(format(&["-o", "a.b.JSON"]), Some(Format::Json));
        assert_eq!(format(&["-o", "a.diff"]), Some(Format::Patch));
        assert_eq!(format(&["-o", "a.html", "--format", "plain"]), Some(Format::Plain));
        for words in [&["-o", "a.txt"][..], &["-o", "html"], &["-o", "a.html", "--stat"], &["-o", "-"]] {
            assert_eq!(format(words), None, "{words:?}");
        }
    }

    #[test]
    fn finds_the_arguments_for_one_run() {
        let find = |words: &[&str]| {
            one_run_argument(&command().try_get_matches_from([&["wikidiff"], words].concat()).unwrap())
        };
        assert_eq!(find(&["--width=80", "--focus"]), None);
        assert_eq!(find(&["--revisions", "a", "b"]).as_deref(), Some("--revisions"));
        assert_eq!(find(&["a.txt"]).as_deref(), Some("FILE"));
    }

    #[test]
    fn takes_a_dash_as_a_file() {
        assert_eq!(parse_words(&["-", "a.txt"]).unwrap().files, ["-", "a.txt"].map(PathBuf::from));
    }
}
