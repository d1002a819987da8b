//! A guess about an input without a diff, for the message to the person: what it looks like, and what to do.

/// The first bytes of files that are not text, with their names.
const FILE_STARTS: [(&[u8], &str); 10] = [
    (b"\xFD7zXZ\0", "an xz file; unpack it first: xz -d"),
    (b"BZh", "a bzip2 file; unpack it first: bunzip2"),
    (b"PK\x03\x04", "a zip file; unpack it first: unzip"),
    (b"\x28\xB5\x2F\xFD", "a zstd file; unpack it first: zstd -d"),
    (b"7z\xBC\xAF\x27\x1C", "a 7z file; unpack it first: 7z x"),
    (b"%PDF-", "a PDF; open the diff in a browser and copy it there"),
    (b"\x89PNG", "a picture; copy the text of the diff instead"),
    (b"\xFF\xD8\xFF", "a picture; copy the text of the diff instead"),
    (b"GIF8", "a picture; copy the text of the diff instead"),
    (b"RIFF", "a picture or a sound; copy the text of the diff instead"),
];

/// The number of bytes that are searched for a NUL, as git does.
const SEARCHED_BYTES: usize = 8000;

/// The number of lines that must have the form of a history page, or of source code.
const MIN_LINES: usize = 3;

/// The length of a line that tells something if it stands twice.
const MIN_TWICE_LEN: usize = 8;

/// The length of a single line that is a page without its line breaks.
const MIN_LONG_LINE: usize = 1000;

/// Says what an input without a diff looks like, and what to do.
pub(crate) fn describe_input(bytes: &[u8]) -> &'static str {
    if let Some((_, what)) = FILE_STARTS.iter().find(|(start, _)| bytes.starts_with(start)) {
        return what;
    }
    let is_utf16 = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    if !is_utf16 && bytes.iter().take(SEARCHED_BYTES).any(|byte| *byte == 0) {
        return "a binary file; copy the text of the diff instead";
    }
    let text = String::from_utf8_lossy(bytes);
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let count = |has_form: fn(&&&str) -> bool| lines.iter().filter(has_form).count();
    let history = count(|line| line.contains("cur | prev") || line.contains("talk | contribs"));
    let code = count(|line| line.ends_with([';', '{', '}']) && !line.contains("[[") && !line.contains("{{"));
    let wikitext = count(|line| line.starts_with("==") || line.contains("[[") || line.contains("{{"));
    // A context line stands twice in a diff, on lines of its own or behind another one.
    let twice =
        lines.windows(2).filter(|pair| pair[1].len() >= MIN_TWICE_LEN && pair[0].ends_with(pair[1])).count();
    match lines.as_slice() {
        _ if history >= MIN_LINES => {
            "the history of a page; give its address: wikidiff 'https://…', or copy one of its diffs"
        }
        [line] if line.len() >= MIN_LONG_LINE => {
            "one long line; the copy lost its line breaks, so copy the page again, or use --clipboard"
        }
        [first, ..] if first.starts_with("#!") => "a script; to compare two files: wikidiff OLD NEW",
        _ if twice > 0 && 3 * twice >= lines.len() => {
            "lines of a diff whose table and line numbers are lost; copy or save the diff page itself"
        }
        _ if code >= MIN_LINES && 2 * code > lines.len() => {
            "source code; to compare two files: wikidiff OLD NEW"
        }
        _ if wikitext > 0 => "the wikitext of one page; to compare two files: wikidiff OLD NEW",
        _ => "an article or other text; copy the whole diff page, or compare two files: wikidiff OLD NEW",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(bytes: impl AsRef<[u8]>, expected: &str) {
        let found = describe_input(bytes.as_ref());
        assert!(found.starts_with(expected), "{found}");
        assert!(found.len() < 100, "{found}");
    }

    #[test]
    fn names_what_an_input_looks_like() {
        case(b"\xFD7zXZ\0...", "an xz file");
        case("PK\x03\x04", "a zip file");
        case("a\0b", "a binary file");
        case("(cur | prev) 10:00 Ann\n".repeat(3), "the history of a page");
        case("Title: Mill\n  Title: Mill\n", "lines of a diff whose table");
        case("a := b { c }d := e { f }\n  d := e { f }\n\n  a := b { c }\n", "lines of a diff whose table");
        case("word ".repeat(300), "one long line");
        case("#!/bin/sh\necho\n", "a script");
        case("let a = 1;\nfn b() {\n}\n", "source code");
        case("== Course ==\nIt rises.\n", "the wikitext of one page");
        case("Dear all,\nhow are you?\n", "an article");
    }
}
