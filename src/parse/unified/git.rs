//! The header of git above the hunks of a file: the names of the file, and changes to the file as a whole.
//!
//! ```text
//! diff --git a/Fenn.wiki b/Tarn.wiki
//! similarity index 90%
//! rename from Fenn.wiki
//! rename to Tarn.wiki
//! index 83db48f..f735c31 100644
//! --- a/Fenn.wiki
//! +++ b/Tarn.wiki
//! ```
//!
//! (git-diff(1), "Generating patch text with -p".) Git quotes unusual names as in C.

use std::borrow::Cow;

use crate::model::{FileChange, Sides};

/// Start of the first line.
const FIRST_LINE: &str = "diff --git ";

/// Starts of the other lines of a header.
const OTHER_LINES: [&str; 13] = [
    "index ",
    "old mode ",
    "new mode ",
    "deleted file mode ",
    "new file mode ",
    "copy from ",
    "copy to ",
    "rename from ",
    "rename to ",
    "similarity index ",
    "dissimilarity index ",
    "Binary files ",
    "GIT binary patch",
];

/// Letters that git puts before names, by default or with `diff.mnemonicPrefix`.
const PREFIXES: &str = "abciow12";

/// The header of one file.
pub(crate) struct GitHeader<'a> {
    /// The name of the file on each side; `None` if the side lacks the file.
    pub(crate) names: Sides<Option<Cow<'a, str>>>,
    /// The lines between the first line and the names.
    other_lines: &'a [&'a str],
    /// Number of lines in the header.
    pub(crate) line_count: usize,
}

/// Returns true if the line opens the header of a file.
pub(crate) fn is_opening(line: &str) -> bool {
    line.starts_with(FIRST_LINE)
}

/// Parses the header at a line.
pub(crate) fn parse_header<'a>(lines: &'a [&'a str], at: usize) -> Option<GitHeader<'a>> {
    let first_line = lines[at].strip_prefix(FIRST_LINE)?;
    let is_other_line = |line: &&str| OTHER_LINES.iter().any(|start| line.starts_with(start));
    let count = lines[at + 1..].iter().take_while(|line| is_other_line(line)).count();
    let other_lines = &lines[at + 1..=at + count];
    let next = at + 1 + count;
    let names = lines.get(next).and_then(|_| parse_names(lines, next));
    let line_count = 1 + count + if names.is_some() { 2 } else { 0 };
    let names = names.unwrap_or_else(|| find_names(first_line, other_lines));
    Some(GitHeader { names, other_lines, line_count })
}

impl GitHeader<'_> {
    /// Lists the changes of the file as a whole.
    pub(crate) fn file_changes(&self) -> Vec<FileChange> {
        let find = |start: &str| self.other_lines.iter().find_map(|line| line.strip_prefix(start));
        let modes = find("old mode ").zip(find("new mode "));
        let is_binary = find("Binary files ").or_else(|| find("GIT binary patch"));
        let changes = [
            find("new file mode ").map(|_| FileChange::Created),
            find("deleted file mode ").map(|_| FileChange::Deleted),
            find("rename to ").map(|_| FileChange::Renamed),
            find("copy to ").map(|_| FileChange::Copied),
            modes.map(|(old, new)| FileChange::Mode(Sides::new(old.to_owned(), new.to_owned()))),
            is_binary.map(|_| FileChange::Binary),
        ];
        changes.into_iter().flatten().collect()
    }

    /// The lines of the header as a note.
    pub(crate) fn note(&self) -> Option<String> {
        (!self.other_lines.is_empty()).then(|| format!("git says: {}", self.other_lines.join("; ")))
    }
}

/// Parses `--- old` and `+++ new`. A time may follow after a tab. `/dev/null` stands for a missing file.
pub(crate) fn parse_names<'a>(lines: &'a [&'a str], at: usize) -> Option<Sides<Option<Cow<'a, str>>>> {
    let old = lines[at].strip_prefix("--- ")?;
    let new = lines.get(at + 1)?.strip_prefix("+++ ")?;
    Some(Sides::new(old, new).map(|name| {
        let name = name.split('\t').next().unwrap_or(name);
        (name != "/dev/null").then(|| unquote(name))
    }))
}

/// Finds the names in a header without `---` and `+++`: in the lines of a rename or a copy, or in the first line.
fn find_names<'a>(first_line: &'a str, other_lines: &[&'a str]) -> Sides<Option<Cow<'a, str>>> {
    let name_after = |starts: [&str; 2]| {
        other_lines.iter().find_map(|line| starts.iter().find_map(|start| line.strip_prefix(start)))
    };
    let has_line = |start: &str| other_lines.iter().any(|line| line.starts_with(start));
    let halves = split_first_line(first_line);
    Sides {
        old: name_after(["rename from ", "copy from "])
            .or(halves.old)
            .filter(|_| !has_line("new file mode "))
            .map(unquote),
        new: name_after(["rename to ", "copy to "])
            .or(halves.new)
            .filter(|_| !has_line("deleted file mode "))
            .map(unquote),
    }
}

/// Splits the first line into its two names. If they differ beyond the prefix, other lines state them again. So the middle
/// separates them, even with spaces in the names.
fn split_first_line(names: &str) -> Sides<Option<&str>> {
    let middle = names.len() / 2;
    let halves = names.split_at_checked(middle).and_then(|(old, new)| Some((old, new.strip_prefix(' ')?)));
    Sides { old: halves.map(|(old, _)| old), new: halves.map(|(_, new)| new) }
}

/// The title of the page: the new name, or else the old name, without the prefixes of git.
pub(crate) fn page_title(names: &Sides<Option<Cow<'_, str>>>) -> Option<String> {
    let name = names.new.as_deref().or(names.old.as_deref())?;
    let is_prefixed =
        |name: &Option<Cow<'_, str>>| name.as_deref().is_none_or(|name| strip_git_prefix(name).is_some());
    let is_git = is_prefixed(&names.old) && is_prefixed(&names.new);
    Some(if is_git { strip_git_prefix(name).unwrap_or(name) } else { name }.to_owned())
}

fn strip_git_prefix(name: &str) -> Option<&str> {
    name.strip_prefix(|letter| PREFIXES.contains(letter))?.strip_prefix('/')
}

/// Removes the quotes and escapes of git (`quote_c_style` in git's `quote.c`): escapes as in C, and octal bytes beyond
/// ASCII.
fn unquote(name: &str) -> Cow<'_, str> {
    let quoted = name.strip_prefix('"').and_then(|name| name.strip_suffix('"'));
    quoted.map_or(Cow::Borrowed(name), |quoted| {
        let bytes = unescape(quoted.as_bytes());
        Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
    })
}

fn unescape(mut text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    while let Some((&first, rest)) = text.split_first() {
        let (byte, taken) = if first == b'\\' { parse_escape(rest) } else { (first, 0) };
        bytes.push(byte);
        text = &rest[taken..];
    }
    bytes
}

/// Parses an escape after its backslash. Returns the byte, and the number of bytes that the escape takes.
fn parse_escape(text: &[u8]) -> (u8, usize) {
    if let [high @ b'0'..=b'3', middle @ b'0'..=b'7', low @ b'0'..=b'7', ..] = text {
        return ((high - b'0') << 6 | (middle - b'0') << 3 | (low - b'0'), 3);
    }
    match text.first() {
        Some(b'a') => (7, 1),
        Some(b'b') => (8, 1),
        Some(b't') => (b'\t', 1),
        Some(b'n') => (b'\n', 1),
        Some(b'v') => (11, 1),
        Some(b'f') => (12, 1),
        Some(b'r') => (b'\r', 1),
        Some(other) => (*other, 1),
        None => (b'\\', 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, names: [Option<&str>; 2], changes: &[&str]) {
        let lines: Vec<&str> = text.lines().collect();
        let header = parse_header(&lines, 0).unwrap();
        assert_eq!([header.names.old.as_deref(), header.names.new.as_deref()], names, "{text}");
        let found: Vec<_> = header.file_changes().iter().map(ToString::to_string).collect();
        assert_eq!(found, changes, "{text}");
        assert_eq!(header.line_count, lines.len(), "{text}");
    }

    #[test]
    fn header_names_the_file_on_both_sides() {
        let tarn = [Some("a/Tarn x"), Some("b/Tarn x")];
        case("diff --git a/Tarn x b/Tarn x\nindex 1..2 100644\n--- a/Tarn x\t\n+++ b/Tarn x\t", tarn, &[]);
        case(
            "diff --git a/Tarn x b/Tarn x\nold mode 100644\nnew mode 100755",
            tarn,
            &["mode 100644 → 100755"],
        );
        case(
            "diff --git a/Fenn b/Tarn\nsimilarity index 100%\nrename from Fenn\nrename to Tarn",
            [Some("Fenn"), Some("Tarn")],
            &["renamed"],
        );
        case("diff --git a/x b/x\nnew file mode 100644\nindex 0..1", [None, Some("b/x")], &["new file"]);
        case("diff --git a/x b/x\ndeleted file mode 100644\nindex 1..0", [Some("a/x"), None], &["deleted"]);
        case(
            "diff --git a/x b/x\nindex 1..2 100644\nBinary files a/x and b/x differ",
            [Some("a/x"), Some("b/x")],
            &["binary file, changed"],
        );
    }

    #[test]
    fn unquotes_names() {
        #[track_caller]
        fn case(name: &str, expected: &str) {
            assert_eq!(unquote(name), expected);
        }
        case("a/Tarn", "a/Tarn");
        case(r#""b/\303\274 \"e\"\t\\.wiki""#, "b/ü \"e\"\t\\.wiki");
        case(r#""\377""#, "\u{FFFD}");
        case(r#""a\""#, "a\\");
    }

    #[track_caller]
    fn title_case(old: Option<&'static str>, new: Option<&'static str>, expected: &str) {
        let names = Sides::new(old, new).map(|name| name.map(Cow::Borrowed));
        assert_eq!(page_title(&names).as_deref(), Some(expected));
    }

    #[test]
    fn title_has_no_git_prefix() {
        title_case(Some("a/Fenn"), Some("b/Tarn"), "Tarn");
        title_case(Some("i/Fenn"), Some("w/Fenn"), "Fenn");
        title_case(Some("a/Fenn"), None, "Fenn");
        title_case(Some("Fenn"), Some("b/Fenn"), "b/Fenn");
        title_case(Some("Fenn"), Some("Tarn"), "Tarn");
    }
}
