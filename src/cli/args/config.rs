//! Options for every run: the lines of the configuration file, and the variable `WIKIDIFF_OPTS`.
//!
//! ```text
//! # ~/.config/wikidiff/config                a comment
//! --color=always                             an option with its value, as on the command line
//! --width 100
//! ```
//!
//! The file comes first, then `WIKIDIFF_OPTS`, then the command line. If an option is given twice, the last value
//! counts. An invalid line ends the run with its line number, because a run without that option would do something
//! else than the person wants.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::error::ErrorKind;

use super::usage_error::error_lines;
use super::{Args, effects, fast_path, git_driver};
use crate::cli::args;
use crate::cli::output::messages::{format_message, os_error_text};
use crate::cli::terminal::environment::Environment;
use crate::text::sanitize::sanitized::Sanitized;

/// The maximum size of a configuration file: a thousand options. A larger file is something else, or never ends.
const MAX_CONFIG_BYTES: u64 = 1 << 16;

/// The program's folder among the configurations of the user.
pub(crate) const FOLDER: &str = "wikidiff";

/// The name of the configuration file in [`FOLDER`].
const FILE: &str = "config";

/// The variable with options for every run.
const OPTIONS_VARIABLE: &str = "WIKIDIFF_OPTS";

/// The variable with the path of the configuration file.
const CONFIG_VARIABLE: &str = "WIKIDIFF_CONFIG";

/// The arguments from all places.
#[derive(Debug)]
pub(crate) struct LoadedArgs {
    /// The options, as if all had been typed.
    pub(crate) args: Args,
    /// The file and the variable that options came from.
    pub(crate) origins: Vec<String>,
}

/// An error in the arguments.
#[derive(Debug)]
pub(crate) enum ArgsError {
    /// The answer of clap to the command line: the help, the version, or an error.
    CommandLine(clap::Error),
    /// `-h` on the command line.
    ShortHelp,
    /// An error in the configuration.
    Config(Sanitized<'static>),
}

/// The options of one line of the file, or of the variable.
#[derive(Clone, Debug, PartialEq, Eq)]
struct ConfigLine {
    /// The file and the line number, or the name of the variable.
    place: String,
    words: Vec<String>,
}

/// Joins the command line, the program's name first, with the options for every run. `config_home` is the folder of
/// the user's configurations.
pub(crate) fn load_args(
    typed: &[OsString],
    environment: &dyn Environment,
    config_home: Option<&Path>,
) -> Result<LoadedArgs, ArgsError> {
    let typed_args = fast_path::parse_typed(typed).map_err(|error| {
        // Clap does not say which of its two options for help was typed.
        let is_short = error.kind() == ErrorKind::DisplayHelp && !typed.iter().any(|word| word == "--help");
        if is_short { ArgsError::ShortHelp } else { ArgsError::CommandLine(error) }
    })?;
    let mut origins = Vec::new();
    let mut lines = Vec::new();
    if !typed_args.no_config {
        lines = read_lines(environment, config_home, &mut origins).map_err(ArgsError::Config)?;
    }
    if lines.is_empty() {
        return Ok(LoadedArgs { args: typed_args, origins });
    }
    lines.iter().try_for_each(check_line).map_err(ArgsError::Config)?;
    let mut args = join_with_typed(lines, typed).map_err(|error| {
        let text = format!("with the options from {}: {}", origins.join(" and "), error_in_one_line(&error));
        ArgsError::Config(format_message(&text))
    })?;
    // Git takes the exit code of a configured --exit-code for a failure, and stops.
    if environment.variable(git_driver::COUNTER).is_some() {
        args.exit_code = typed_args.exit_code;
    }
    // The name of a typed output file also chooses the format.
    args.format = typed_args.format.or(args.format);
    Ok(LoadedArgs { args, origins })
}

/// Joins configured options with a typed command line. A configured option that contradicts a typed one, or makes it
/// useless, is left out.
fn join_with_typed(lines: Vec<ConfigLine>, typed: &[OsString]) -> Result<Args, clap::Error> {
    let matches = args::parse_matches(typed)?;
    let parse = |configured: &[Vec<String>]| -> Result<Args, clap::Error> {
        let configured = configured.iter().flatten().map(OsString::from);
        let args = args::parse(
            typed.iter().take(1).cloned().chain(configured).chain(typed.iter().skip(1).cloned()),
        )?;
        effects::check_effects(&args, &matches)?;
        Ok(args)
    };
    let options: Vec<_> = lines.into_iter().flat_map(|line| split_options(line.words)).collect();
    if let Ok(args) = parse(&options) {
        return Ok(args);
    }
    let mut kept = Vec::new();
    for option in options {
        kept.push(option);
        match parse(&kept) {
            Err(error) if error.kind() == ErrorKind::ArgumentConflict => _ = kept.pop(),
            _ => {}
        }
    }
    parse(&kept)
}

/// Splits words into options, each with its value.
fn split_options(words: Vec<String>) -> Vec<Vec<String>> {
    let mut options: Vec<Vec<String>> = Vec::new();
    for word in words {
        match options.last_mut() {
            Some(option) if !word.starts_with('-') => option.push(word),
            _ => options.push(vec![word]),
        }
    }
    options
}

/// Reads the options from the file and from the variable, in this order.
fn read_lines(
    environment: &dyn Environment,
    config_home: Option<&Path>,
    origins: &mut Vec<String>,
) -> Result<Vec<ConfigLine>, Sanitized<'static>> {
    let mut lines = Vec::new();
    if let Some((path, text)) = read_config_file(environment, config_home)? {
        let name = path.display().to_string();
        lines = parse_lines(&name, &text)?;
        origins.push(name);
    }
    if let Some(value) = environment.variable(OPTIONS_VARIABLE).filter(|value| !value.is_empty()) {
        let place = OPTIONS_VARIABLE.to_owned();
        let text = value.into_string().map_err(|_| config_message(&place, "the value is not UTF-8"))?;
        let words = shlex::split(&text).ok_or_else(|| config_message(&place, OPEN_QUOTE))?;
        origins.push(place.clone());
        lines.push(ConfigLine { place, words });
    }
    Ok(lines)
}

const OPEN_QUOTE: &str = "a quote is not closed, or there is a backslash at the end";

/// Reads the configuration file, if there is one. A file that `WIKIDIFF_CONFIG` names must exist; an empty name means
/// no file.
fn read_config_file(
    environment: &dyn Environment,
    config_home: Option<&Path>,
) -> Result<Option<(PathBuf, String)>, Sanitized<'static>> {
    let named = environment.variable(CONFIG_VARIABLE).map(PathBuf::from);
    let is_named = named.is_some();
    let default = || config_home.map(|folder| folder.join(FOLDER).join(FILE));
    let Some(path) = named.or_else(default).filter(|path| !path.as_os_str().is_empty()) else {
        return Ok(None);
    };
    let name = path.display().to_string();
    match read_text(&path) {
        Ok(text) => Ok(Some((path, text))),
        // A home that is not a directory, as service accounts have, holds no file either.
        Err(TextFileError::Io(error)) if is_missing(&error) && !is_named => Ok(None),
        Err(TextFileError::Io(error)) => {
            let why = os_error_text(&error);
            Err(config_message(&name, &format!("the configuration file cannot be read: {why}")))
        }
        Err(TextFileError::TooLong) => Err(config_message(
            &name,
            &format!("the configuration file has more than {MAX_CONFIG_BYTES} bytes"),
        )),
        Err(TextFileError::NotUtf8 { line }) => {
            Err(config_message(&format!("{name}:{line}"), "this line is not UTF-8"))
        }
    }
}

fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// An error in reading a configuration file or a theme.
#[derive(Debug)]
pub(crate) enum TextFileError {
    /// The system refuses to read the file.
    Io(io::Error),
    /// The file is longer than [`MAX_CONFIG_BYTES`].
    TooLong,
    /// A line is not UTF-8.
    NotUtf8 { line: usize },
}

/// Reads the text of a configuration file or a theme, without its byte order mark.
pub(crate) fn read_text(path: &Path) -> Result<String, TextFileError> {
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(TextFileError::Io)?;
    // One byte above the limit shows that the file is too long.
    file.take(MAX_CONFIG_BYTES + 1).read_to_end(&mut bytes).map_err(TextFileError::Io)?;
    if bytes.len() as u64 > MAX_CONFIG_BYTES {
        return Err(TextFileError::TooLong);
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        TextFileError::NotUtf8 { line: memchr::memchr_iter(b'\n', before).count() + 1 }
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// Splits the lines of a file into words.
fn parse_lines(name: &str, text: &str) -> Result<Vec<ConfigLine>, Sanitized<'static>> {
    let mut lines = Vec::new();
    for (line, number) in text.lines().map(str::trim).zip(1_u32..) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let place = format!("{name}:{number}");
        if !line.starts_with('-') {
            let what = format!("invalid line {line:?}: options start with --, for example --width 40");
            return Err(config_message(&place, &what));
        }
        let words = shlex::split(line).ok_or_else(|| config_message(&place, OPEN_QUOTE))?;
        lines.push(ConfigLine { place, words });
    }
    Ok(lines)
}

/// Checks that a line has valid options that are allowed in the configuration.
fn check_line(line: &ConfigLine) -> Result<(), Sanitized<'static>> {
    let words: Vec<_> = ["wikidiff"].into_iter().chain(line.words.iter().map(String::as_str)).collect();
    let parsed = args::parse_matches(&words);

    // Arguments for one run, also before an error.
    let one_run = match &parsed {
        _ if words.contains(&"--") => Some("--".to_owned()),
        Ok(matches) => args::one_run_argument(matches),
        Err(answer) if answer.kind() == ErrorKind::DisplayHelp => Some("--help".to_owned()),
        Err(answer) if answer.kind() == ErrorKind::DisplayVersion => Some("--version".to_owned()),
        Err(_) => {
            let matches =
                args::command().ignore_errors(true).try_get_matches_from(args::translate_words(&words)).ok();
            matches.and_then(|matches| args::one_run_argument(&matches))
        }
    };
    if let Some(argument) = one_run {
        return Err(config_message(&line.place, &format!("{argument} is not allowed in the configuration")));
    }

    match parsed {
        // An argument that this option requires may be on another line.
        Err(error) if error.kind() != ErrorKind::MissingRequiredArgument => {
            Err(config_message(&line.place, &error_in_one_line(&error)))
        }
        _ => Ok(()),
    }
}

/// Returns the message about an error of usage in one line, without the usage.
fn error_in_one_line(error: &clap::Error) -> String {
    let lines = error_lines(error);
    let lines =
        lines.iter().take_while(|line| !line.starts_with("Usage:") && !line.starts_with("wikidiff --help"));
    lines.map(|line| line.trim()).collect::<Vec<_>>().join("; ")
}

fn config_message(place: &str, what: &str) -> Sanitized<'static> {
    format_message(&format!("{place}: {what} (use --no-config to ignore the configuration)"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn parses(text: &str, expected: Result<&[&[&str]], &str>) {
        let found =
            parse_lines("c", text).map(|lines| lines.into_iter().map(|line| line.words).collect::<Vec<_>>());
        match (found, expected) {
            (Ok(found), Ok(expected)) => assert_eq!(found, expected),
            (Err(found), Err(expected)) => assert!(found.contains(expected), "{found}"),
            (found, _) => panic!("{found:?}"),
        }
    }

    #[test]
    fn reads_an_option_from_each_line() {
        parses(
            "--color=always\n\n  # comment\n--width 100\r\n",
            Ok(&[&["--color=always"], &["--width", "100"]]),
        );
        parses("--color='never'", Ok(&[&["--color=never"]]));
        parses("", Ok(&[]));
    }

    #[test]
    fn names_the_line_that_is_not_an_option() {
        parses("# a\ncolor=always", Err("c:2: invalid line \"color=always\""));
        parses("--color='always", Err("c:1: a quote is not closed"));
    }

    #[track_caller]
    fn rejects(words: &[&str], expected: &str) {
        let words = words.iter().map(|word| (*word).to_owned()).collect();
        let message = check_line(&ConfigLine { place: "c:7".to_owned(), words }).unwrap_err();
        assert!(message.contains("c:7") && message.contains(expected), "{message}");
    }

    #[test]
    fn rejects_arguments_that_only_make_sense_for_one_run() {
        rejects(&["--help"], "--help is not allowed");
        rejects(&["-V"], "--version is not allowed");
        rejects(&["--bytes=3"], "--bytes is not allowed");
        rejects(&["--width=80", "a.txt"], "FILE is not allowed");
        rejects(&["--"], "-- is not allowed");
        rejects(&["-o", "x"], "--output is not allowed");
        rejects(&["-sq"], "--quiet is not allowed");
        rejects(&["--check"], "--check is not allowed");
        rejects(&["--check", "--no-such-option"], "--check is not allowed");
        rejects(&["--from", "1"], "--from is not allowed");
    }

    #[test]
    fn reports_an_unknown_option_without_the_usage() {
        rejects(&["--colour-s=always"], "there is no option --colour-s");
        rejects(&["--width=9"], "it must be 20 or more");
        rejects(&["--width"], "a value is required");
    }
}
