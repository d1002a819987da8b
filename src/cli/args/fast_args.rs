//! The usual command lines, read without clap: files, two pages, and the options of looks that scripts pass.
//!
//! ```text
//! wikidiff a.txt                                 wikidiff --color always --pager never -
//! wikidiff --revisions OLD NEW                   wikidiff PATH FILE HEX MODE FILE HEX MODE     as git calls it
//! ```
//!
//! To describe all options to clap, and to have it fill in what each is without being typed, takes a third of the time
//! that comparing two short pages does, in every run. What is not known here, and whatever is wrong, is clap's: it has
//! the definition, the help and the errors. A test holds that both read alike.

use std::ffi::{OsStr, OsString};

use clap::ValueEnum;

use super::{Args, Format, MAX_INPUT_MIB, NARROW, SECONDS, THEME};
use crate::cli::args;

/// Reads a command line, the program's name first.
pub(crate) fn parse(words: impl IntoIterator<Item: Into<OsString>>) -> Result<Args, clap::Error> {
    let words: Vec<OsString> = words.into_iter().map(Into::into).collect();
    usual(&words).map_or_else(|| args::parse(words), Ok)
}

/// Reads a usual one; `None` leaves it to clap.
fn usual(words: &[OsString]) -> Option<Args> {
    let mut args = untyped();
    let mut words = words.get(1..)?.iter();
    while let Some(word) = words.next() {
        match word.to_str() {
            Some("--revisions") if args.revisions.is_none() => {
                args.revisions =
                    Some([words.next()?, words.next()?].map(value).into_iter().collect::<Option<_>>()?);
            }
            Some("--color") => args.color = choice(words.next()?)?,
            Some("--pager") => args.pager = choice(words.next()?)?,
            Some("--hyperlinks") => args.hyperlinks = choice(words.next()?)?,
            Some("--format") => {
                args.format = Some(choice(words.next()?).filter(|format| is_for_diffs(*format))?);
            }
            Some("-") => args.files.push(word.into()),
            _ => args.files.push(value(word)?),
        }
    }
    (args.files.is_empty() || args.revisions.is_none()).then_some(args)
}

/// A word that is no option and not empty, which clap would refuse.
fn value<'w, T: From<&'w OsStr>>(word: &'w OsString) -> Option<T> {
    let is_value = !word.is_empty() && !word.as_encoded_bytes().starts_with(b"-");
    is_value.then(|| word.as_os_str().into())
}

fn choice<T: ValueEnum>(word: &OsStr) -> Option<T> {
    T::from_str(word.to_str()?, false).ok()
}

/// Whether it is none of the forms that only a check's report has.
const fn is_for_diffs(format: Format) -> bool {
    !matches!(format, Format::Github | Format::Gitlab)
}

/// What a command line without a word says.
fn untyped() -> Args {
    Args {
        timeout: SECONDS,
        input_limit: MAX_INPUT_MIB,
        theme: THEME.to_owned(),
        ambiguous_width: NARROW,
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
    fn read_as_clap_does(line: &[&str]) {
        let words = words(line);
        let (here, there) = (usual(&words).unwrap(), args::parse(words).unwrap());
        assert_eq!(format!("{here:?}"), format!("{there:?}"), "{line:?}");
    }

    #[test]
    fn usual_lines_are_read_as_clap_reads_them() {
        read_as_clap_does(&[]);
        read_as_clap_does(&["a.txt", "-", "b c", "a=b"]);
        read_as_clap_does(&["--revisions", "a", "b", "--color", "always", "--pager", "never"]);
        read_as_clap_does(&["--color", "never", "a", "--color", "auto", "--hyperlinks", "always"]);
        read_as_clap_does(&["page", "work/a", "0123", "100644", "work/b", "4567", "100644"]);
    }

    /// Every line of up to three of the words that are read here, and of some that are not.
    #[test]
    fn whatever_is_read_here_is_read_as_clap_reads_it() {
        const WORDS: [&str; 16] = [
            "a",
            "",
            "-",
            "--",
            "-s",
            "--color",
            "always",
            "--color=always",
            "--pager",
            "--hyperlinks",
            "--format",
            "json",
            "github",
            "--revisions",
            "--revision",
            "--stat",
        ];
        let line = |number: usize| [number / 256, number / 16 % 16, number % 16].map(|word| WORDS[word]);
        let read = (0..WORDS.len().pow(3)).map(line).filter(|line| usual(&words(line)).is_some());
        assert!(read.inspect(|line| read_as_clap_does(line)).count() > 100);
    }

    #[test]
    fn every_format_of_a_diff_is_read() {
        for format in Format::value_variants().iter().filter(|format| is_for_diffs(**format)) {
            read_as_clap_does(&["--format", format.to_possible_value().unwrap().get_name()]);
        }
    }
}
