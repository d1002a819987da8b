//! Options that are set for every run: the lines of a file, and a variable of the environment.
//!
//! ```text
//! # ~/.config/wikidiff/config                a comment
//! --color=always                             an option with its value, as on the command line
//! --width 100
//! ```
//!
//! The file comes first, then `WIKIDIFF_OPTS`, then what is typed: where an option is given twice, the last one holds.
//! A line that is wrong ends the run, and is named: to leave it out would be to do something else than was asked for.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use crate::text::sanitize::sanitized::Sanitized;
use clap::error::ErrorKind;

use super::Args;
use crate::cli::args;
use crate::cli::input::opening::read_without_waiting;
use crate::cli::output::messages;
use crate::cli::terminal::environment::Environment;

/// The most bytes of a configuration: a thousand options. A larger file is something else, or has no end.
const MAX_BYTES: usize = 1 << 16;

/// Where the file is in the folder of the person's configurations.
const PLACE: [&str; 2] = [FOLDER, "config"];

/// The folder of the program in the folder of the person's configurations.
pub(crate) const FOLDER: &str = "wikidiff";

/// What a person wants, from all places.
#[derive(Debug)]
pub(crate) struct Wanted {
    /// The options, as if all had been typed.
    pub(crate) args: Args,
    /// Where some came from, besides the command line.
    pub(crate) origins: Vec<String>,
}

/// Why there is nothing to do.
#[derive(Debug)]
pub(crate) enum Refused {
    /// What clap has to say: the help, the version, or what is wrong with what was typed.
    Typed(clap::Error),
    /// What is wrong with what is set for every run.
    Set(Sanitized<'static>),
}

/// Options from one place.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Source {
    /// The file and the line, or the variable.
    name: String,
    words: Vec<String>,
}

/// Joins what was typed, the program's name first, with what is set for every run; `folder` is where the person's
/// configurations are.
pub(crate) fn wanted(
    typed: Vec<OsString>,
    machine: &dyn Environment,
    folder: Option<&Path>,
) -> Result<Wanted, Refused> {
    let alone = args::parse(&typed).map_err(Refused::Typed)?;
    let mut origins = Vec::new();
    let sources = if alone.no_config {
        Vec::new()
    } else {
        sources(machine, folder, &mut origins).map_err(Refused::Set)?
    };
    if sources.is_empty() {
        return Ok(Wanted { args: alone, origins });
    }
    sources.iter().try_for_each(check).map_err(Refused::Set)?;
    let set = sources.into_iter().flat_map(|source| source.words).map(OsString::from);
    let mut typed = typed.into_iter();
    let words: Vec<_> = typed.next().into_iter().chain(set).chain(typed).collect();
    let args = args::parse(words).map_err(|error| Refused::Set(joined(&error, &origins)))?;
    Ok(Wanted { args, origins })
}

/// The options from the file and the variable, in this order.
fn sources(
    machine: &dyn Environment,
    folder: Option<&Path>,
    origins: &mut Vec<String>,
) -> Result<Vec<Source>, Sanitized<'static>> {
    let mut sources = Vec::new();
    if let Some((path, text)) = file(machine, folder)? {
        origins.push(path.display().to_string());
        sources = lines(&path.display().to_string(), &text)?;
    }
    let set = machine.variable("WIKIDIFF_OPTS").filter(|set| !set.is_empty());
    if let Some(set) = set {
        let name = "WIKIDIFF_OPTS".to_owned();
        let text = set.into_string().map_err(|_| mended(&name, "it is not UTF-8"))?;
        let words = shlex::split(&text).ok_or_else(|| mended(&name, OPEN_QUOTE))?;
        origins.push(name.clone());
        sources.push(Source { name, words });
    }
    Ok(sources)
}

const OPEN_QUOTE: &str = "a quote is not closed, or the end is a backslash";

/// The file and its text, if there is one. One that is named must be there; an empty name stands for none.
fn file(
    machine: &dyn Environment,
    folder: Option<&Path>,
) -> Result<Option<(PathBuf, String)>, Sanitized<'static>> {
    let named = machine.variable("WIKIDIFF_CONFIG").map(PathBuf::from);
    let is_named = named.is_some();
    let usual = || folder.map(|folder| folder.join(PLACE[0]).join(PLACE[1]));
    let Some(path) = named.or_else(usual).filter(|path| !path.as_os_str().is_empty()) else {
        return Ok(None);
    };
    let name = path.display().to_string();
    match text(&path) {
        Ok(text) => Ok(Some((path, text))),
        // A home that is no directory, as accounts of services have it, holds no file either.
        Err(Unfit::Unread(error)) if is_missing(&error) && !is_named => Ok(None),
        Err(Unfit::Unread(error)) => Err(unreadable(&name, &error)),
        Err(Unfit::TooLong) => {
            Err(mended(&name, &format!("it has more than {MAX_BYTES} bytes, and is no list of options")))
        }
        Err(Unfit::NoText { line }) => Err(mended(&format!("{name}:{line}"), "this is not UTF-8")),
    }
}

fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// Why a file is none that a person set up.
#[derive(Debug)]
pub(crate) enum Unfit {
    /// The system does not give it.
    Unread(io::Error),
    /// It has more bytes than a configuration has.
    TooLong,
    /// A line of it is not UTF-8.
    NoText { line: usize },
}

/// The text of a file that a person set up, without its byte order mark.
pub(crate) fn text(path: &Path) -> Result<String, Unfit> {
    // A byte more than a configuration may have tells one that is too long.
    let bytes = read_without_waiting(path, MAX_BYTES as u64 + 1).map_err(Unfit::Unread)?;
    if bytes.len() > MAX_BYTES {
        return Err(Unfit::TooLong);
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        Unfit::NoText { line: memchr::memchr_iter(b'\n', before).count() + 1 }
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// The options of a file, line by line.
fn lines(name: &str, text: &str) -> Result<Vec<Source>, Sanitized<'static>> {
    let numbered = text.lines().zip(1..).map(|(line, number)| (line.trim(), number));
    let options = numbered.filter(|(line, _)| !line.is_empty() && !line.starts_with('#'));
    let source = |(line, number): (&str, u32)| {
        let name = format!("{name}:{number}");
        if !line.starts_with('-') {
            return Err(mended(&name, &format!("{line:?} is no option; one begins with --")));
        }
        let words = shlex::split(line).ok_or_else(|| mended(&name, OPEN_QUOTE))?;
        Ok(Source { name, words })
    };
    options.map(source).collect()
}

/// Whether the options of one place are options, and such as can be set for every run.
fn check(source: &Source) -> Result<(), Sanitized<'static>> {
    let words = ["wikidiff"].into_iter().chain(source.words.iter().map(String::as_str));
    let parsed = args::parse(words);
    let has_file = parsed.as_ref().is_ok_and(|args| !args.files.is_empty());
    if let Some(word) = one_run(&source.words).or(has_file.then_some("FILE")) {
        let what = format!("{word} is for one run, and cannot be set for every one");
        return Err(mended(&source.name, &what));
    }
    match parsed {
        // What an option needs besides may stand elsewhere.
        Err(error) if error.kind() != ErrorKind::MissingRequiredArgument => {
            Err(mended(&source.name, &in_short(&error)))
        }
        _ => Ok(()),
    }
}

/// What is about one run: to do it in every one would be a mistake.
const ONE_RUN: [&str; 27] = [
    "--",
    "--help",
    "-h",
    "--version",
    "-V",
    "--clipboard",
    "--wiki",
    "--check",
    "--bless",
    "--list-themes",
    "--stat",
    "--jsonl",
    "--man",
    "--completions",
    "--output",
    "-o",
    "--quiet",
    "-q",
    "--reverse",
    "-R",
    "--bytes",
    "--old-size",
    "--new-size",
    "--no-config",
    "--revisions",
    "--from",
    "--to",
];

/// The first word that is about one run, without its value.
fn one_run(words: &[String]) -> Option<&'static str> {
    let mut names = words.iter().map(|word| word.split('=').next().unwrap_or_default());
    names.find_map(|name| ONE_RUN.into_iter().find(|option| *option == name))
}

/// What clap says, in a line: without its usage.
fn in_short(error: &clap::Error) -> String {
    let text = error.render().to_string();
    let lines = text.lines().take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more"));
    // On a command line a word can be passed as a value; here there is none to pass it to.
    let is_of_use = |line: &&str| !line.is_empty() && !line.starts_with("tip: to pass");
    let lines: Vec<_> = lines.map(str::trim).filter(is_of_use).collect();
    lines.join("; ").trim_start_matches("error: ").to_owned()
}

fn joined(error: &clap::Error, origins: &[String]) -> Sanitized<'static> {
    messages::message(&format!("with the options from {}: {}", origins.join(" and "), in_short(error)))
}

fn mended(name: &str, what: &str) -> Sanitized<'static> {
    messages::message(&format!("{name}: {what}; mend it, or leave it out with --no-config"))
}

fn unreadable(name: &str, error: &io::Error) -> Sanitized<'static> {
    let why = messages::without_number(error);
    messages::message(&format!(
        "{name}: the configuration cannot be read: {why}; mend it, or leave it out with --no-config"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: Result<&[&[&str]], &str>) {
        let found = lines("c", text)
            .map(|sources| sources.into_iter().map(|source| source.words).collect::<Vec<_>>());
        match (found, expected) {
            (Ok(found), Ok(expected)) => assert_eq!(found, expected),
            (Err(found), Err(expected)) => assert!(found.contains(expected), "{found}"),
            (found, _) => panic!("{found:?}"),
        }
    }

    #[test]
    fn a_line_is_an_option() {
        case(
            "--color=always\n\n  # comment\n--width 100\r\n",
            Ok(&[&["--color=always"], &["--width", "100"]]),
        );
        case("--color='never'", Ok(&[&["--color=never"]]));
        case("", Ok(&[]));
    }

    #[test]
    fn what_is_no_option_is_named_with_its_line() {
        case("# a\ncolor=always", Err("c:2: \"color=always\" is no option"));
        case("--color='always", Err("c:1: a quote is not closed"));
    }

    #[track_caller]
    fn refused(words: &[&str], expected: &str) {
        let words = words.iter().map(|word| (*word).to_owned()).collect();
        let told = check(&Source { name: "c:7".to_owned(), words }).unwrap_err();
        assert!(told.contains("c:7") && told.contains(expected), "{told}");
    }

    #[test]
    fn what_is_about_one_run_is_not_for_every_one() {
        refused(&["--help"], "--help");
        refused(&["--bytes=3"], "--bytes is for one run");
        refused(&["--width=80", "a.txt"], "FILE is for one run");
        refused(&["--"], "-- is for one run");
        refused(&["-o", "x"], "-o is for one run");
        refused(&["--check"], "--check is for one run");
    }

    #[test]
    fn an_option_that_is_none_is_told_without_the_usage() {
        refused(&["--colour=always"], "unexpected argument '--colour' found; tip:");
        refused(&["--width=9"], "9 is not in 20..");
        refused(&["--width"], "a value is required");
    }
}
