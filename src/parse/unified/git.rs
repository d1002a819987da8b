//! Header that git writes above the hunks of a file: its names, and changes of the file as a whole.
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
//! (git-diff(1), "Generating patch text with -p".) Names with anything unusual in them are quoted as in C.

use std::borrow::Cow;

use crate::model::Sides;

/// Start of the header of a file.
const OPENING: &str = "diff --git ";

/// Starts of the other lines of a header.
const FURTHER: [&str; 12] = [
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
];

/// The letters that git puts before names, as `diff.mnemonicPrefix` and its default have them.
const PREFIXES: &str = "abciow12";

/// The header of one file.
pub(crate) struct Header<'a> {
    /// Its name on each side, where it has the file.
    pub(crate) names: Sides<Option<Cow<'a, str>>>,
    /// The lines between the first one and the hunks.
    facts: &'a [&'a str],
    /// Number of lines in the header.
    pub(crate) taken: usize,
}

/// Returns true if the line opens the header of a file.
pub(crate) fn is_opening(line: &str) -> bool {
    line.starts_with(OPENING)
}

/// The header at a line, if there is one.
pub(crate) fn header<'a>(lines: &'a [&'a str], at: usize) -> Option<Header<'a>> {
    let opening = lines[at].strip_prefix(OPENING)?;
    let is_further = |line: &&str| FURTHER.iter().any(|start| line.starts_with(start));
    let count = lines[at + 1..].iter().take_while(|line| is_further(line)).count();
    let facts = &lines[at + 1..=at + count];
    let hunks = at + 1 + count;
    let stated = lines.get(hunks).and_then(|_| names(lines, hunks));
    let taken = 1 + count + if stated.is_some() { 2 } else { 0 };
    let names = stated.unwrap_or_else(|| named_by_facts(opening, facts));
    Some(Header { names, facts, taken })
}

impl Header<'_> {
    /// Changes of the file that no line shows, one clause each.
    pub(crate) fn file_changes(&self) -> Option<String> {
        let is_told = |fact: &&&str| {
            ["old mode ", "new mode ", "Binary files "].iter().any(|start| fact.starts_with(start))
        };
        let told: Vec<&str> = self.facts.iter().filter(is_told).copied().collect();
        (!told.is_empty()).then(|| told.join(", "))
    }

    /// All that the header says, for the notes.
    pub(crate) fn facts(&self) -> Option<String> {
        (!self.facts.is_empty()).then(|| format!("git says: {}", self.facts.join("; ")))
    }
}

/// `--- old` and `+++ new`, each perhaps with a time after a tab; `/dev/null` is no page.
pub(crate) fn names<'a>(lines: &'a [&'a str], at: usize) -> Option<Sides<Option<Cow<'a, str>>>> {
    let old = lines[at].strip_prefix("--- ")?;
    let new = lines.get(at + 1)?.strip_prefix("+++ ")?;
    Some(Sides::new(old, new).map(|name| {
        let name = name.split('\t').next().unwrap_or(name);
        (name != "/dev/null").then(|| unquoted(name))
    }))
}

/// The names where no hunk follows that would need them: as a rename has them, or the one that stands there twice.
fn named_by_facts<'a>(opening: &'a str, facts: &[&'a str]) -> Sides<Option<Cow<'a, str>>> {
    let fact = |starts: [&str; 2]| {
        facts.iter().find_map(|fact| starts.iter().find_map(|start| fact.strip_prefix(start)))
    };
    let is = |start: &str| facts.iter().any(|fact| fact.starts_with(start));
    let halves = halves(opening);
    Sides {
        old: fact(["rename from ", "copy from "])
            .or(halves.old)
            .filter(|_| !is("new file mode "))
            .map(unquoted),
        new: fact(["rename to ", "copy to "])
            .or(halves.new)
            .filter(|_| !is("deleted file mode "))
            .map(unquoted),
    }
}

/// The two names of the first line. They are the same but for the prefix, or the header says them again, so the
/// middle parts them although they may hold spaces.
fn halves(opening: &str) -> Sides<Option<&str>> {
    let middle = opening.len() / 2;
    let parted = opening.split_at_checked(middle).and_then(|(old, new)| Some((old, new.strip_prefix(' ')?)));
    Sides { old: parted.map(|(old, _)| old), new: parted.map(|(_, new)| new) }
}

/// The name of the page: the new one, without the letters that git put before both.
pub(crate) fn title(names: &Sides<Option<Cow<'_, str>>>) -> Option<String> {
    let name = names.new.as_deref().or(names.old.as_deref())?;
    let is_prefixed =
        |name: &Option<Cow<'_, str>>| name.as_deref().is_none_or(|name| without_prefix(name).is_some());
    let is_git = is_prefixed(&names.old) && is_prefixed(&names.new);
    Some(if is_git { without_prefix(name).unwrap_or(name) } else { name }.to_owned())
}

fn without_prefix(name: &str) -> Option<&str> {
    name.strip_prefix(|letter| PREFIXES.contains(letter))?.strip_prefix('/')
}

/// A name without the quotes and escapes that git gives it (`quote_c_style` in git's `quote.c`): those of C, and
/// bytes beyond ASCII in octal.
fn unquoted(name: &str) -> Cow<'_, str> {
    let quoted = name.strip_prefix('"').and_then(|name| name.strip_suffix('"'));
    quoted.map_or(Cow::Borrowed(name), |quoted| {
        let bytes = unescaped(quoted.as_bytes());
        Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
    })
}

fn unescaped(mut text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    while let Some((&first, rest)) = text.split_first() {
        let (byte, taken) = if first == b'\\' { escape(rest) } else { (first, 0) };
        bytes.push(byte);
        text = &rest[taken..];
    }
    bytes
}

/// The byte that stands after a backslash, and how many bytes stand for it.
fn escape(text: &[u8]) -> (u8, usize) {
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
    fn case(text: &str, names: [Option<&str>; 2], changes: Option<&str>) {
        let lines: Vec<&str> = text.lines().collect();
        let header = header(&lines, 0).unwrap();
        assert_eq!([header.names.old.as_deref(), header.names.new.as_deref()], names, "{text}");
        assert_eq!(header.file_changes().as_deref(), changes, "{text}");
        assert_eq!(header.taken, lines.len(), "{text}");
    }

    #[test]
    fn a_header_names_the_file_on_both_sides() {
        let tarn = [Some("a/Tarn x"), Some("b/Tarn x")];
        case("diff --git a/Tarn x b/Tarn x\nindex 1..2 100644\n--- a/Tarn x\t\n+++ b/Tarn x\t", tarn, None);
        case(
            "diff --git a/Tarn x b/Tarn x\nold mode 100644\nnew mode 100755",
            tarn,
            Some("old mode 100644, new mode 100755"),
        );
        case(
            "diff --git a/Fenn b/Tarn\nsimilarity index 100%\nrename from Fenn\nrename to Tarn",
            [Some("Fenn"), Some("Tarn")],
            None,
        );
        case("diff --git a/x b/x\nnew file mode 100644\nindex 0..1", [None, Some("b/x")], None);
        case("diff --git a/x b/x\ndeleted file mode 100644\nindex 1..0", [Some("a/x"), None], None);
        case(
            "diff --git a/x b/x\nindex 1..2 100644\nBinary files a/x and b/x differ",
            [Some("a/x"), Some("b/x")],
            Some("Binary files a/x and b/x differ"),
        );
    }

    #[test]
    fn quoted_names_are_read() {
        #[track_caller]
        fn case(name: &str, expected: &str) {
            assert_eq!(unquoted(name), expected);
        }
        case("a/Tarn", "a/Tarn");
        case(r#""b/\303\274 \"e\"\t\\.wiki""#, "b/ü \"e\"\t\\.wiki");
        case(r#""\377""#, "\u{FFFD}");
        case(r#""a\""#, "a\\");
    }

    #[track_caller]
    fn titled(old: Option<&'static str>, new: Option<&'static str>, expected: &str) {
        let names = Sides::new(old, new).map(|name| name.map(Cow::Borrowed));
        assert_eq!(title(&names).as_deref(), Some(expected));
    }

    #[test]
    fn the_letters_before_both_names_are_git_s() {
        titled(Some("a/Fenn"), Some("b/Tarn"), "Tarn");
        titled(Some("i/Fenn"), Some("w/Fenn"), "Fenn");
        titled(Some("a/Fenn"), None, "Fenn");
        titled(Some("Fenn"), Some("b/Fenn"), "b/Fenn");
        titled(Some("Fenn"), Some("Tarn"), "Tarn");
    }
}
