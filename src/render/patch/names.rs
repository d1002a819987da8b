//! The file names in the header of a patch.
//!
//! ```text
//! --- ChatGPT               a page: its title as a file name without a directory
//! +++ ChatGPT
//!
//! --- old.wiki              two files: the patch applies to the old file; the other name is a comment after a tab
//! +++ old.wiki\tnew.wiki
//!
//! --- a/pages/old.wiki      below a directory: with the prefixes of git
//! +++ b/pages/old.wiki\tpages/new.wiki
//! ```
//!
//! `git apply` chooses the shorter of two different names, and GNU patch the name of a file that exists. Both could
//! choose the new file, to which the patch does not apply. So both lines begin with the old name.

use std::fmt::Write as _;

use crate::model::{Page, Sides};
use crate::text::sanitize::{Invisible, sanitize};

/// The file name of a page without a title.
const DEFAULT_NAME: &str = "page";

/// The name of a missing file in a patch.
const NO_FILE: &str = "/dev/null";

/// Returns the names after `---` and `+++`.
pub(crate) fn header_names(page: &Page<'_>) -> Sides<String> {
    let paths = page.revisions.as_ref().map(|revision| revision.path.as_deref());
    match (paths.old, paths.new) {
        (Some(NO_FILE), Some(new)) => Sides::new(NO_FILE.to_owned(), with_comment(&prefixed("b", new), "")),
        (Some(old), Some(NO_FILE)) => Sides::new(with_comment(&prefixed("a", old), ""), NO_FILE.to_owned()),
        (Some(old), new) => file_names(old, new.unwrap_or(old)),
        (None, Some(new)) => file_names(new, new),
        (None, None) => {
            let name = title_to_name(page.title.as_deref().unwrap_or(DEFAULT_NAME));
            Sides::new(name.clone(), name)
        }
    }
}

fn file_names(old: &str, new: &str) -> Sides<String> {
    let comment = Some(relative_path(new)).filter(|new| *new != relative_path(old)).unwrap_or_default();
    Sides::new(with_comment(&prefixed("a", old), ""), with_comment(&prefixed("b", old), &comment))
}

/// Puts the prefix of git before a path with a directory, because `git apply` and `patch -p1` remove it.
fn prefixed(prefix: &str, path: &str) -> String {
    let path = relative_path(path);
    if path.contains('/') { format!("{prefix}/{path}") } else { path }
}

/// Returns the path below the current directory. Neither `git apply` nor `patch` writes outside of it, so a path that
/// leads elsewhere is its file name only.
fn relative_path(path: &str) -> String {
    let separators: &[char] = if cfg!(windows) { &['/', '\\'] } else { &['/'] };
    let parts: Vec<_> = path.split(separators).filter(|part| !part.is_empty() && *part != ".").collect();
    let is_elsewhere = path.starts_with(separators) || parts.contains(&"..");
    match parts.last() {
        Some(last) if is_elsewhere => (*last).to_owned(),
        _ => parts.join("/"),
    }
}

/// Joins a name and a comment. A tab ends the name, so that the name may contain spaces.
fn with_comment(name: &str, comment: &str) -> String {
    let needs_tab = !comment.is_empty() || name.contains(' ');
    format!("{}{}{}", quote(name), if needs_tab { "\t" } else { "" }, quote(comment))
}

/// Quotes a name with characters that would end it or control a terminal, as git and GNU patch read it: in quotation
/// marks, with bytes as octal numbers.
fn quote(name: &str) -> String {
    let is_plain = |character: char| is_visible(character) && !matches!(character, '"' | '\\');
    if name.chars().all(is_plain) {
        return name.to_owned();
    }
    let mut quoted = String::from("\"");
    for character in name.chars() {
        if is_plain(character) {
            quoted.push(character);
            continue;
        }
        for byte in character.encode_utf8(&mut [0; 4]).bytes() {
            write!(quoted, "\\{byte:03o}").expect("writing to a String cannot fail");
        }
    }
    quoted.push('"');
    quoted
}

/// Converts a title into a file name: underscores for spaces, as in the address of the page. Percent-encodes all
/// characters that lead to another directory, end the name, or control a terminal.
fn title_to_name(title: &str) -> String {
    let mut name = String::with_capacity(title.len());
    for character in title.chars() {
        let is_hidden = name.is_empty() && matches!(character, '.' | '-');
        match character {
            ' ' => name.push('_'),
            '/' | '\\' | '"' | '\t' => encode(character, &mut name),
            _ if is_hidden || character.is_whitespace() || !is_visible(character) => {
                encode(character, &mut name);
            }
            _ => name.push(character),
        }
    }
    if name.is_empty() { DEFAULT_NAME.to_owned() } else { name }
}

/// True if the sanitizer keeps the character.
fn is_visible(character: char) -> bool {
    let mut buffer = [0; 4];
    let text: &str = character.encode_utf8(&mut buffer);
    !character.is_control() && sanitize(text, Invisible::Everywhere).ends_with(character)
}

fn encode(character: char, name: &mut String) {
    for byte in character.encode_utf8(&mut [0; 4]).bytes() {
        write!(name, "%{byte:02X}").expect("writing to a String cannot fail");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn converts_titles_into_safe_file_names() {
        #[track_caller]
        fn case(title: &str, expected: &str) {
            assert_eq!(title_to_name(title), expected);
        }
        case("Albert Einstein", "Albert_Einstein");
        case("User:A/common.js", "User:A%2Fcommon.js");
        case("../../etc/passwd", "%2E.%2F..%2Fetc%2Fpasswd");
        case("--version", "%2D-version");
        case("日本 語", "日本_語");
        case("a\u{1b}\nb\u{202e}", "a%1B%0Ab%E2%80%AE");
        case("", "page");
    }

    #[track_caller]
    fn names(old: Option<&'static str>, new: Option<&'static str>, expected: [&str; 2]) {
        let mut page = Page { title: Some("A page".into()), ..Page::default() };
        page.revisions.old.path = old.map(Into::into);
        page.revisions.new.path = new.map(Into::into);
        let found = header_names(&page);
        assert_eq!([found.old.as_str(), found.new.as_str()], expected);
    }

    #[test]
    fn names_the_old_file_of_two() {
        names(None, None, ["A_page", "A_page"]);
        names(Some("old.wiki"), Some("new.wiki"), ["old.wiki", "old.wiki\tnew.wiki"]);
        names(Some("./a.wiki"), Some("a.wiki"), ["a.wiki", "a.wiki"]);
        names(Some("p/a.wiki"), Some("q/a.wiki"), ["a/p/a.wiki", "b/p/a.wiki\tq/a.wiki"]);
        names(Some("/a.wiki"), Some("../b.wiki"), ["a.wiki", "a.wiki\tb.wiki"]);
        names(Some("a.wiki"), None, ["a.wiki", "a.wiki"]);
        names(None, Some("b.wiki"), ["b.wiki", "b.wiki"]);
        names(Some("/dev/null"), Some("p/b.wiki"), ["/dev/null", "b/p/b.wiki"]);
        names(Some("a.wiki"), Some("/dev/null"), ["a.wiki", "/dev/null"]);
    }

    #[test]
    fn quotes_names_that_would_end_early() {
        names(Some("my page"), Some("b"), ["my page\t", "my page\tb"]);
        names(Some("a\nb"), Some("c"), ["\"a\\012b\"", "\"a\\012b\"\tc"]);
        names(Some("a\"\u{202e}"), None, ["\"a\\042\\342\\200\\256\"", "\"a\\042\\342\\200\\256\""]);
    }
}
