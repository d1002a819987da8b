//! Options without effect. A typed option that can have no effect is an error; a configured one is ignored, because it
//! is meant for other runs.
//!
//! The rules follow from the task and from the format of a run. An effect that depends on the input, as that of
//! `--bytes`, is not judged here. `--color`, `--paging` and `--hyperlinks` say when something happens, so they are
//! accepted everywhere.

use std::ffi::OsString;
use std::path::Path;

use clap::ArgMatches;
use clap::error::ErrorKind;
use clap::parser::ValueSource;

use super::Args;
use super::values::{Format, When};
use crate::cli::args;
use crate::cli::input::fetch::{TargetKind, is_address};
use crate::cli::input::wiki;

/// The options about the picture on a terminal. A web page has its own.
const TERMINAL_LOOKS: [&str; 11] = [
    "view",
    "side_by_side",
    "focus",
    "no_fold",
    "summary",
    "no_gutter",
    "width",
    "ambiguous_width",
    "theme",
    "background",
    "colors",
];

/// The options about the picture of any kind.
const LOOKS: [&str; 2] = ["show_invisible", "wiki_url"];

/// The options that list the themes, and those of the output itself.
const LIST_THEMES: [&str; 12] = [
    "list_themes",
    "background",
    "colors",
    "color",
    "no_color",
    "hyperlinks",
    "width",
    "output",
    "paging",
    "no_pager",
    "pager",
    "no_config",
];

/// The options of the manual page and of completions.
const ABOUT: [&str; 7] = ["man", "list_shapes", "completions", "output", "paging", "no_pager", "no_config"];

/// Parses a command line that a person typed: an option without effect is an error.
pub(crate) fn parse_typed(
    words: impl IntoIterator<Item: Into<OsString> + Clone>,
) -> Result<Args, clap::Error> {
    let words = args::translate_words(words);
    let args = args::parse(&words)?;
    check_effects(&args, &args::parse_matches(&words)?)?;
    Ok(args)
}

/// Fails if a typed option has no effect. `args` are those of the run, also with configured options.
pub(crate) fn check_effects(args: &Args, typed: &ArgMatches) -> Result<(), clap::Error> {
    match describe_useless(args, typed) {
        Some(message) => Err(args::command().error(ErrorKind::ArgumentConflict, message)),
        None => Ok(()),
    }
}

/// Finds a typed option that has no effect, and describes it.
fn describe_useless(args: &Args, typed: &ArgMatches) -> Option<String> {
    let command = args::command();
    // A file is not an option.
    let mut options = command.get_arguments().filter(|argument| !argument.is_positional());
    options.find_map(|argument| {
        let id = argument.get_id().as_str();
        let is_typed = typed.value_source(id) == Some(ValueSource::CommandLine);
        let reason = is_typed.then(|| reason(id, args)).flatten()?;
        Some(format!("--{} has no effect {reason}", argument.get_long().unwrap_or(id)))
    })
}

/// Returns the reason why an option has no effect in this run: "with …" or "without …".
fn reason(id: &str, args: &Args) -> Option<String> {
    let is_look = TERMINAL_LOOKS.contains(&id) || LOOKS.contains(&id);
    // Tasks that show no diff.
    if args.completions.is_some() && (!ABOUT.contains(&id) || id == "man" || id == "list_shapes") {
        return Some("with --completions".to_owned());
    }
    if args.man && (!ABOUT.contains(&id) || id == "list_shapes") {
        return Some("with --man".to_owned());
    }
    if args.list_shapes && !ABOUT.contains(&id) {
        return Some("with --list-shapes".to_owned());
    }
    if args.list_themes && !LIST_THEMES.contains(&id) {
        return Some("with --list-themes".to_owned());
    }
    if args.check {
        let is_report = matches!(args.format, None | Some(Format::Json | Format::Github | Format::Gitlab));
        let is_useless = match id {
            "format" => !is_report || args.quiet,
            "explain" | "exit_code" | "strict" | "numstat" => true,
            _ => is_look,
        };
        return is_useless.then(|| "with --check".to_owned());
    }
    if args.jsonl {
        let is_useless = match id {
            "quiet" => args.filter.grep.is_empty(),
            "stat" | "numstat" | "input_limit" | "timeout" | "own" => true,
            _ => is_look,
        };
        return is_useless.then(|| "with --jsonl".to_owned());
    }

    // Inputs.
    match id {
        "jobs" => return Some("without --check or --jsonl".to_owned()),
        "own" | "timeout" if !may_fetch(args) => return Some("without --wiki or an address".to_owned()),
        "own" if args.page.is_some() => return Some("with --page".to_owned()),
        "own" if are_all(args, |kind| matches!(kind, TargetKind::History | TargetKind::Contributions)) => {
            return Some("with the address of a history, whose edits are always compared locally".to_owned());
        }
        "max_count" | "since" | "until" | "user" if args.wiki.is_some() && args.page.is_none() => {
            return Some("with revision numbers; name a page with --page".to_owned());
        }
        "max_count" | "since" | "until" | "user" if are_all(args, |kind| kind == TargetKind::Diff) => {
            return Some("with the address of a diff".to_owned());
        }
        "user" if are_all(args, |kind| kind == TargetKind::Contributions) => {
            return Some("with the contributions of a user".to_owned());
        }
        "shape" | "bytes" | "old_size" | "new_size" | "engine" | "from" | "to" | "input_limit"
            if args.wiki.is_some() =>
        {
            return Some("with --wiki".to_owned());
        }
        "input_limit" if args.clipboard => return Some("with --clipboard".to_owned()),
        "pager" if args.paging == When::Never => return Some("without a pager".to_owned()),
        _ => {}
    }

    // Outputs.
    if args.quiet {
        let is_useless = matches!(id, "explain" | "stat" | "numstat" | "count" | "context");
        return (is_useless || is_look).then(|| "with --quiet".to_owned());
    }
    for (is_set, name) in [(args.stat, "stat"), (args.numstat, "numstat"), (args.filter.count, "count")] {
        if is_set && (is_look || id == "context") {
            return Some(format!("with --{name}"));
        }
    }
    let (useless, name): (&[&[&str]], _) = match args.format? {
        Format::Html => (&[&TERMINAL_LOOKS], "html"),
        Format::Json => (&[&TERMINAL_LOOKS, &LOOKS], "json"),
        Format::Patch => (&[&TERMINAL_LOOKS, &LOOKS], "patch"),
        Format::Old => (&[&TERMINAL_LOOKS, &LOOKS], "old"),
        Format::New => (&[&TERMINAL_LOOKS, &LOOKS], "new"),
        Format::Terminal | Format::Plain | Format::Github | Format::Gitlab => return None,
    };
    useless.iter().any(|ids| ids.contains(&id)).then(|| format!("with --format {name}"))
}

/// Returns true if an input may be fetched from a wiki.
fn may_fetch(args: &Args) -> bool {
    let names = args.files.iter().filter_map(|file| file.to_str());
    args.wiki.is_some()
        || names.into_iter().any(|name| is_address(name) || wiki::complete_address(name).is_some())
}

/// Returns true if all inputs are addresses of a kind.
fn are_all(args: &Args, is_of_kind: impl Fn(TargetKind) -> bool) -> bool {
    args.wiki.is_none()
        && !args.files.is_empty()
        && args.files.iter().all(|file| target_kind(file).is_some_and(&is_of_kind))
}

/// Returns the kind of an address among the files.
fn target_kind(file: &Path) -> Option<TargetKind> {
    let name = file.to_str()?;
    let address = if is_address(name) { name.to_owned() } else { wiki::complete_address(name)? };
    wiki::target_kind(&address)
}

#[cfg(test)]
mod tests {
    use super::parse_typed;

    #[track_caller]
    fn case(line: &str, expected: Option<&str>) {
        let words = ["wikidiff"].into_iter().chain(line.split_whitespace());
        let error = parse_typed(words).err().map(|error| error.to_string());
        match (&error, expected) {
            (None, None) => {}
            (Some(error), Some(expected)) => assert!(error.contains(expected), "{line}: {error}"),
            _ => panic!("{line}: {error:?}"),
        }
    }

    #[test]
    fn rejects_typed_options_without_effect() {
        case("--own a.txt", Some("--own has no effect without --wiki or an address"));
        case("--timeout 5", Some("--timeout has no effect without --wiki"));
        case("--jobs 2 a.txt", Some("--jobs has no effect without --check or --jsonl"));
        case("-s --format html", Some("--side-by-side has no effect with --format html"));
        case("--width 40 -o a.json", Some("--width has no effect with --format json"));
        case("-q --explain", Some("--explain has no effect with --quiet"));
        case("--jsonl --stat", Some("--stat has no effect with --jsonl"));
        case("--check --format html a", Some("--format has no effect with --check"));
        case("--stat --focus", Some("--focus has no effect with --stat"));
        case("--man --focus", Some("--focus has no effect with --man"));
        case("--list-themes --focus", Some("--focus has no effect with --list-themes"));
        case("--wiki enwiki --shape cells 1", Some("--shape has no effect with --wiki"));
        case("--wiki enwiki -n 5 1 2", Some("--max-count has no effect with revision numbers; name a page"));
        case(
            "--since 2024 https://wiki.example/?diff=2",
            Some("--since has no effect with the address of a diff"),
        );
        case(
            "--user Ann https://wiki.example/wiki/Special:Contributions/Bob",
            Some("--user has no effect with the contributions of a user"),
        );
        case(
            "--own https://wiki.example/wiki/Cat",
            Some("--own has no effect with the address of a history"),
        );
        case("--wiki enwiki --page Cat --own", Some("--own has no effect with --page"));
        case("-P --pager less", Some("--pager has no effect without a pager"));
        case("--show-invisible --json", Some("--show-invisible has no effect with --format json"));
    }

    #[test]
    fn accepts_options_with_an_effect() {
        for line in [
            "-s --focus --width 80 --theme mono a.txt",
            "--own --timeout 5 wiki.example/?diff=2",
            "--own https://wiki.example/?diff=2",
            "--wiki enwiki --own 1",
            "--wiki enwiki --page Cat -n 5 --since 2024 --until 2025 --user Ann --timeout 5",
            "-n 5 https://wiki.example/?diff=2 https://wiki.example/wiki/Cat",
            "-n 5 wiki.example/wiki/Special:Contributions/Bob",
            "--user Ann history.xml",
            "--check --jobs 2 --format json a",
            "--jsonl -j 2 --strict -R",
            "--jsonl -q --grep x",
            "--format html --context 1 --show-invisible",
            "--stat --explain --strict",
            "--json --explain --color always --paging never",
            "-q --exit-code --strict --bytes 3",
            "--man -o a.1",
            "--list-themes --background dark --color always",
        ] {
            case(line, None);
        }
    }
}
