//! Parser of the most common command lines, without clap.
//!
//! ```text
//! wikidiff a.txt                                 wikidiff --color always --pager never -
//! wikidiff --revisions OLD NEW                   wikidiff PATH FILE HEX MODE FILE HEX MODE     as git calls it
//! ```
//!
//! Building clap's definition of all options takes a third of the instructions of a short comparison, and git starts
//! the program once for each file. Every other command line, and every error, is left to clap. A test compares both
//! parsers.

use std::ffi::{OsStr, OsString};

use clap::ValueEnum;

use super::values::Format;
use super::{Args, DEFAULT_AMBIGUOUS_WIDTH, DEFAULT_THEME, DEFAULT_TIMEOUT, MAX_INPUT_MIB};
use crate::cli::args::effects;

/// Parses a command line that a person typed, the program's name first.
pub(crate) fn parse_typed(words: &[OsString]) -> Result<Args, clap::Error> {
    parse_common(words).map_or_else(|| effects::parse_typed(words), Ok)
}

/// Parses a common command line; `None` leaves the line to clap.
fn parse_common(words: &[OsString]) -> Option<Args> {
    let mut args = default_args();
    let mut words = words.get(1..)?.iter();
    while let Some(word) = words.next() {
        match word.to_str() {
            Some("--revisions") if args.revisions.is_none() => {
                let pages = [words.next()?, words.next()?];
                args.revisions = Some(pages.into_iter().map(parse_value).collect::<Option<_>>()?);
            }
            Some("--color") => args.color = parse_choice(words.next()?)?,
            // Any other value of `--pager` is a command.
            Some("--pager" | "--paging") => args.paging = parse_choice(words.next()?)?,
            Some("--hyperlinks") => args.hyperlinks = parse_choice(words.next()?)?,
            Some("--format") => {
                args.format = Some(parse_choice(words.next()?).filter(|format| is_for_diffs(*format))?);
            }
            Some("-") => args.files.push(word.into()),
            _ => args.files.push(parse_value(word)?),
        }
    }
    (args.files.is_empty() || args.revisions.is_none()).then_some(args)
}

/// Takes a word as a value; `None` for an option and for an empty word, which clap refuses.
fn parse_value<'w, T: From<&'w OsStr>>(word: &'w OsString) -> Option<T> {
    let is_value = !word.is_empty() && !word.as_encoded_bytes().starts_with(b"-");
    is_value.then(|| word.as_os_str().into())
}

fn parse_choice<T: ValueEnum>(word: &OsStr) -> Option<T> {
    T::from_str(word.to_str()?, false).ok()
}

/// Returns false for the formats of `--check` alone.
const fn is_for_diffs(format: Format) -> bool {
    !matches!(format, Format::Github | Format::Gitlab)
}

/// Returns the arguments of a command line without a word.
fn default_args() -> Args {
    Args {
        timeout: DEFAULT_TIMEOUT,
        input_limit: MAX_INPUT_MIB,
        theme: DEFAULT_THEME.to_owned(),
        ambiguous_width: DEFAULT_AMBIGUOUS_WIDTH,
        ..Args::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &[&str]) -> Vec<OsString> {
        ["wikidiff"].iter().chain(line).map(OsString::from).collect()
    }

    #[track_caller]
    fn assert_parsed_like_clap(line: &[&str]) {
        let words = words(line);
        let (here, clap) = (parse_common(&words).unwrap(), effects::parse_typed(words).unwrap());
        assert_eq!(format!("{here:?}"), format!("{clap:?}"), "{line:?}");
    }

    #[test]
    fn parses_common_lines_like_clap() {
        assert_parsed_like_clap(&[]);
        assert_parsed_like_clap(&["a.txt", "-", "b c", "a=b"]);
        assert_parsed_like_clap(&["--revisions", "a", "b", "--color", "always", "--paging", "never"]);
        assert_parsed_like_clap(&["--color", "never", "a", "--color", "auto", "--hyperlinks", "always"]);
        assert_parsed_like_clap(&["page", "work/a", "0123", "100644", "work/b", "4567", "100644"]);
    }

    /// Tries every line of up to three words, of which some are common and others are not.
    #[test]
    fn parses_every_accepted_line_like_clap() {
        const WORDS: [&str; 18] = [
            "a",
            "",
            "-",
            "--",
            "-s",
            "--color",
            "always",
            "--color=always",
            "--pager",
            "--paging",
            "less",
            "--hyperlinks",
            "--format",
            "json",
            "github",
            "--revisions",
            "--revision",
            "--stat",
        ];
        let line = |number: usize| [number / 324, number / 18 % 18, number % 18].map(|word| WORDS[word]);
        let accepted = (0..WORDS.len().pow(3)).map(line).filter(|line| parse_common(&words(line)).is_some());
        assert!(accepted.inspect(|line| assert_parsed_like_clap(line)).count() > 100);
    }

    #[test]
    fn parses_every_format_of_a_diff() {
        for format in Format::value_variants().iter().filter(|format| is_for_diffs(**format)) {
            assert_parsed_like_clap(&["--format", format.to_possible_value().unwrap().get_name()]);
        }
    }
}
