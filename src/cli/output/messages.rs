//! What is told on standard error: `wikidiff: `, what happened, where, and what to do next.
//!
//! File names, quoted wiki text and words from the command line are foreign, and are made safe for a terminal.

use std::io::{self, ErrorKind as Io};

use crate::model::{Shape, Warning, WarningCode};
use crate::parse::{self, ErrorKind};

use super::stderr::Aside;
use crate::cli::args::shape_help;
use crate::render::MIN_SIDE_BY_SIDE_WIDTH;
use crate::text::sanitize::sanitized::{Sanitized, join};
use crate::text::sanitize::{Invisible, sanitize};
use crate::text::writer::TerminalWriter;

/// A message of one line: made sanitize, the program's name first. A line end in it can only be foreign: no name of a file
/// may write a message of its own.
pub(crate) fn message(text: &str) -> Sanitized<'static> {
    lines([text])
}

/// A message of several lines, the same for each.
pub(crate) fn lines<'l>(lines: impl IntoIterator<Item = &'l str>) -> Sanitized<'static> {
    let lines = lines.into_iter().map(|line| sanitize(line, Invisible::Everywhere));
    join([Sanitized::from_static("wikidiff: "), join(lines, "\n"), Sanitized::from_static("\n")], "")
}

/// Tells a message on standard error. Where that is gone, there is nobody left to tell.
pub(crate) fn say(message: &Sanitized<'_>) {
    _ = TerminalWriter::new(&mut Aside).write(message);
}

/// An input that could not be read.
pub(crate) fn unreadable(name: &str, error: &io::Error) -> Sanitized<'static> {
    let is_address = error.kind() == Io::NotFound && name.contains("://");
    let why = if is_address { NOT_FETCHED.to_owned() } else { why_unreadable(error) };
    message(&format!("{name}: {why}"))
}

/// What is said to an address that is no file and never will be.
const NOT_FETCHED: &str = "there is no such file, and addresses are fetched only where they begin with http:// or \
                           https:// and stand for a whole diff; open it in a browser, copy the page, and paste that";

/// Why an input could not be read, and what to do.
pub(crate) fn why_unreadable(error: &io::Error) -> String {
    match error.kind() {
        Io::NotFound => "there is no such file; give another name, or - for standard input".into(),
        Io::IsADirectory => "this is a directory; name its files, or check them all with --check".into(),
        Io::PermissionDenied => "you may not read it; change its permissions, or give another file".into(),
        Io::OutOfMemory => "there is not enough memory for it; give it in smaller parts".into(),
        _ => without_number(error),
    }
}

/// What the system says, without its number of the error, which says it again.
pub(crate) fn without_number(error: &io::Error) -> String {
    let text = error.to_string();
    text.split_once(" (os error").map_or(text.as_str(), |(words, _)| words).to_owned()
}

/// Two columns that have no room.
pub(crate) fn too_narrow() -> Sanitized<'static> {
    message(&format!(
        "two columns need a width of {MIN_SIDE_BY_SIDE_WIDTH}; shown in one, as --view inline does"
    ))
}

/// A reading that is only likely, where --strict asks for more.
pub(crate) fn unsure(name: &str) -> Sanitized<'static> {
    message(&format!(
        "{name}: the reading is likely, but nothing proves it, and --strict asks for that; the page history shows how \
         many bytes the edit added: say so with --bytes"
    ))
}

/// A patch of which nobody can say where it belongs.
pub(crate) fn unnumbered(name: &str) -> Sanitized<'static> {
    message(&format!(
        "{name}: the paste has no line numbers, so nobody can say where on the page a patch belongs; copy the page \
         from a wiki or a view that shows them (Line 20:), or take --format html or json"
    ))
}

/// A patch that may be wrong.
pub(crate) fn likely_patch(name: &str) -> Sanitized<'static> {
    message(&format!("{name}: nothing proves this reading; look at the patch before you apply it"))
}

/// Records of a stream that were answered with an error.
pub(crate) fn broken_records(name: &str, broken: u64, all: u64) -> Sanitized<'static> {
    let lines = if broken == 1 { "its answer says" } else { "their answers say" };
    message(&format!("{name}: {broken} of {all} records could not be compared; {lines} why, under \"error\""))
}

/// A file of which git says, or of which we see, that it is no text.
pub(crate) fn binary(name: &str) -> Sanitized<'static> {
    message(&format!("{name}: this is binary, not text; only that it changed can be said"))
}

/// A file of a revision that git wrote down for us, and that is not there.
pub(crate) fn unreadable_revision(name: &str) -> Sanitized<'static> {
    message(&format!("{name}: a revision of it cannot be read; ask git for it again"))
}

/// A path that git has no single version of.
pub(crate) fn unmerged(name: &str) -> Sanitized<'static> {
    message(&format!("{name}: this is not merged yet; settle its conflicts, and compare again"))
}

/// An input in which there is no diff.
pub(crate) fn refused(name: &str, error: &parse::Error) -> Sanitized<'static> {
    let text = format!("{}: {error}", place(name, error.line));
    if error.kind == ErrorKind::NotADiff {
        lines([&*text].into_iter().chain(looked_for().lines()))
    } else {
        message(&text)
    }
}

/// What was looked for in vain; the library's words, which stand before it, say what to do.
fn looked_for() -> String {
    let looks = Shape::ALL.map(|shape| format!("\n    {:<13}{}", shape.name(), shape_help::looks(shape)));
    format!("  looked for:{}", looks.concat())
}

/// How many places of lines left unread are named; a person looks them up by hand, if at all.
const MAX_NAMED_PLACES: usize = 8;

/// The warnings about a diff that was shown.
///
/// A copied page has menus in many places, each a warning of its own. On a screen they are one message, or the
/// others would drown in them, and the last one, because it asks for nothing; JSON and `--explain` tell each.
pub(crate) fn warned(name: &str, warnings: &[Warning]) -> Vec<Sanitized<'static>> {
    let is_unread = |warning: &&Warning| warning.code == WarningCode::UnreadLine;
    let (unread, others): (Vec<_>, Vec<_>) = warnings.iter().partition(is_unread);
    let gathered = match unread[..] {
        [] | [_] => None,
        _ => Some(gathered(&unread)),
    };
    let unread = gathered.as_ref().map_or(unread, |gathered| vec![gathered]);
    let told =
        |warning: &Warning| message(&format!("{}: {}", place(name, warning.first_line()), warning.message));
    others.into_iter().chain(unread).map(told).collect()
}

/// One warning for many of lines left unread.
fn gathered(unread: &[&Warning]) -> Warning {
    let lines: Vec<_> = unread.iter().filter_map(|warning| warning.first_line()).collect();
    let named: Vec<_> = lines.iter().take(MAX_NAMED_PLACES).map(ToString::to_string).collect();
    let more = if lines.len() > MAX_NAMED_PLACES { ", …" } else { "" };
    let (places, named) = (unread.len(), named.join(", "));
    let message =
        format!("lines in {places} places (at {named}{more}) are no part of the diff; --explain quotes them");
    Warning {
        lines: unread.first().and_then(|warning| warning.lines.clone()),
        code: WarningCode::UnreadLine,
        message,
    }
}

/// `NAME:LINE`, as compilers and grep write it, so that editors can jump there.
pub(crate) fn place(name: &str, line: Option<u32>) -> String {
    line.map_or_else(|| name.to_owned(), |line| format!("{name}:{line}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn told(warnings: &[(Option<u32>, WarningCode)], expected: &[&str]) {
        let warnings = warnings.iter().map(|(line, code)| {
            let message = "a reason".to_owned();
            Warning { lines: line.map(|line| line..=line), code: *code, message }
        });
        let told = warned("a.txt", &warnings.collect::<Vec<_>>());
        assert_eq!(told.iter().map(|told| &**told).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_warning_names_its_place() {
        told(&[(Some(3), WarningCode::StrayLine)], &["wikidiff: a.txt:3: a reason\n"]);
        told(&[(None, WarningCode::BlankLines)], &["wikidiff: a.txt: a reason\n"]);
        told(&[(Some(2), WarningCode::UnreadLine)], &["wikidiff: a.txt:2: a reason\n"]);
    }

    #[test]
    fn lines_left_unread_in_many_places_are_one_message() {
        use WarningCode::{StrayLine, UnreadLine};
        told(
            &[(Some(2), UnreadLine), (Some(5), StrayLine), (Some(6), UnreadLine)],
            &[
                "wikidiff: a.txt:5: a reason\n",
                "wikidiff: a.txt:2: lines in 2 places (at 2, 6) are no part of the diff; --explain quotes them\n",
            ],
        );
        let many: Vec<_> = (1..=9).map(|line| (Some(line), UnreadLine)).collect();
        told(
            &many,
            &[
                "wikidiff: a.txt:1: lines in 9 places (at 1, 2, 3, 4, 5, 6, 7, 8, …) are no part of the diff; \
               --explain quotes them\n",
            ],
        );
    }

    #[test]
    fn foreign_text_cannot_drive_the_terminal() {
        assert!(!unreadable("\u{1B}[31mred\u{7}", &Io::NotFound.into()).contains(['\u{1B}', '\u{7}']));
    }

    #[test]
    fn no_name_writes_a_message_of_its_own() {
        let told = unreadable("a\nwikidiff: all is well", &Io::NotFound.into());
        assert_eq!(told.matches('\n').count(), 1, "{told}");
        assert!(told.starts_with("wikidiff: a<U+000A LF>wikidiff: all"));
    }

    #[test]
    fn an_address_is_told_from_a_file_that_is_missing() {
        let told = |name| unreadable(name, &Io::NotFound.into());
        assert!(told("https://wiki.example/?diff=1").contains(NOT_FETCHED));
        assert!(told("http.txt").contains("no such file"));
    }

    #[test]
    fn an_empty_input_is_told_without_a_list() {
        let error = parse::Error { line: None, kind: ErrorKind::Empty };
        assert!(!refused("a.txt", &error).contains("looked for"));
    }

    #[test]
    fn what_was_looked_for_names_every_shape() {
        let error = parse::Error { line: None, kind: ErrorKind::NotADiff };
        let text = refused("a.txt", &error);
        assert!(text.starts_with("wikidiff: a.txt: "));
        for shape in Shape::ALL {
            assert!(text.contains(&format!("\n    {shape:<13}")), "{shape} is not in {text}");
        }
    }

    #[test]
    fn the_number_of_a_system_error_is_left_out() {
        assert!(!without_number(&io::Error::from_raw_os_error(5)).contains("os error"));
        assert_eq!(without_number(&io::Error::other("a reason")), "a reason");
    }
}
