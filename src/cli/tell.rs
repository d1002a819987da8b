//! What is told on standard error: `wikidiff: `, what happened, where, and what to do next.
//!
//! File names, quoted wiki text and words from the command line are foreign, and are made safe for a terminal.

use std::io::{self, ErrorKind as Io};

use wikidiff::model::{Shape, Warning};
use wikidiff::read::{self, ErrorKind};

use super::shapes;
use wikidiff::text::safe::{Invisible, safe};

/// A message: made safe line by line, the program's name first.
pub(crate) fn message(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(|line| safe(line, Invisible::Everywhere)).collect();
    format!("wikidiff: {}\n", lines.join("\n"))
}

/// An input that could not be read.
pub(crate) fn unreadable(name: &str, error: &io::Error) -> String {
    message(&format!("{name}: {}", why_unreadable(error)))
}

/// Why an input could not be read, and what to do.
pub(crate) fn why_unreadable(error: &io::Error) -> String {
    match error.kind() {
        Io::NotFound => "there is no such file; give another name, or - for standard input".into(),
        Io::IsADirectory => "this is a directory; name its files, or check them all with --check".into(),
        Io::PermissionDenied => "you may not read it; change its permissions, or give another file".into(),
        _ => without_number(error),
    }
}

/// What the system says, without its number of the error, which says it again.
pub(crate) fn without_number(error: &io::Error) -> String {
    let text = error.to_string();
    text.split_once(" (os error").map_or(text.as_str(), |(words, _)| words).to_owned()
}

/// An input in which there is no diff.
pub(crate) fn refused(name: &str, error: &read::Error) -> String {
    let mut text = format!("{}: {error}", place(name, error.line));
    if error.kind == ErrorKind::NotADiff {
        text.push_str(&looked_for());
    }
    message(&text)
}

/// What was looked for in vain; the library's words, which stand before it, say what to do.
fn looked_for() -> String {
    let looks = Shape::ALL.map(|shape| format!("\n    {:<10}{}", shape.name(), shapes::looks(shape)));
    format!("\n  looked for:{}", looks.concat())
}

/// A warning about a diff that was shown.
pub(crate) fn warned(name: &str, warning: &Warning) -> String {
    message(&format!("{}: {}", place(name, warning.line), warning.message))
}

/// `NAME:LINE`, as compilers and grep write it, so that editors can jump there.
pub(crate) fn place(name: &str, line: Option<u32>) -> String {
    line.map_or_else(|| name.to_owned(), |line| format!("{name}:{line}"))
}

#[cfg(test)]
mod tests {
    use wikidiff::model::WarningCode;

    use super::*;

    #[test]
    fn a_warning_names_its_place() {
        let warning = Warning { line: Some(3), code: WarningCode::StrayLine, message: "fits no row".into() };
        assert_eq!(warned("a.txt", &warning), "wikidiff: a.txt:3: fits no row\n");
        assert_eq!(warned("a.txt", &Warning { line: None, ..warning }), "wikidiff: a.txt: fits no row\n");
    }

    #[test]
    fn foreign_text_cannot_drive_the_terminal() {
        assert!(!unreadable("\u{1B}[31mred\u{7}", &Io::NotFound.into()).contains(['\u{1B}', '\u{7}']));
    }

    #[test]
    fn an_empty_input_is_told_without_a_list() {
        let error = read::Error { line: None, kind: ErrorKind::Empty };
        assert!(!refused("a.txt", &error).contains("looked for"));
    }

    #[test]
    fn what_was_looked_for_names_every_shape() {
        let error = read::Error { line: None, kind: ErrorKind::NotADiff };
        let text = refused("a.txt", &error);
        assert!(text.starts_with("wikidiff: a.txt: "));
        for shape in Shape::ALL {
            assert!(text.contains(&format!("\n    {shape:<10}")), "{shape} is not in {text}");
        }
    }

    #[test]
    fn the_number_of_a_system_error_is_left_out() {
        assert!(!without_number(&io::Error::from_raw_os_error(5)).contains("os error"));
        assert_eq!(without_number(&io::Error::other("a reason")), "a reason");
    }
}
