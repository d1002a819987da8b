//! The page of all messages, read from the source, and the rules for their wording.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::{differences, is_update, read, root};

const PAGE: &str = "docs/messages.md";

/// The longest sentence of a message, in characters. Two of them fit on a screen beside the name of a file.
const MAX_SENTENCE: usize = 120;

/// The shortest text with blanks that is taken for a message, in characters. Shorter ones are parts of messages.
const MIN_MESSAGE: usize = 25;

/// The sections of the page: a title, and the files or folders under `src/` whose messages it lists.
const SECTIONS: [(&str, &[&str]); 9] = [
    ("An input that is refused", &["parse/error.rs", "cli/output/messages.rs"]),
    ("The whole text was repaired", &["parse/repair", "cli/input/reading.rs"]),
    ("Copies of a page", &["parse/copied", "parse/dispatch.rs", "parse/unread_lines.rs", "parse/page"]),
    ("Tables and lines that a program wrote", &["parse/table", "parse/extracted_lines"]),
    ("HTML, answers of the API, feeds", &["parse/markup"]),
    ("Exports, unified diffs, two files", &["parse/export", "parse/unified", "line_diff", "lib.rs"]),
    ("Rows that contradict each other or the page", &["pairing", "word_diff"]),
    ("Files, wikis, pagers", &["cli/input", "cli/output"]),
    (
        "Options and configuration",
        &[
            "cli/args/config.rs",
            "cli/args/effects.rs",
            "cli/args/usage_error.rs",
            "cli/commands",
            "cli/mod.rs",
            "render/style",
        ],
    ),
];

const INTRODUCTION: &str = "# Messages

Every message of the program, to be read side by side. `{…}` stands for a name, a number or a word. A message says what \
happened, and after a semicolon or a full stop what to do; each part has at most 120 characters. In JSON, a warning has \
a `code` as well, which does not change with the wording.

`UPDATE_GOLDEN=1 cargo test --test docs messages` writes this page from the source.
";

#[test]
fn the_page_lists_every_message() {
    let page = page();
    if is_update() {
        fs::write(root().join(PAGE), &page).unwrap();
    }
    let stored = read(PAGE);
    assert!(stored == page, "{}", differences(&stored, &page));
}

#[test]
fn every_sentence_is_short() {
    let all = rust_files(&root().join("src")).into_iter().flat_map(|path| messages(&path));
    let long: Vec<_> =
        all.filter(|text| sentences(text).any(|part| part.chars().count() > MAX_SENTENCE)).collect();
    assert!(long.is_empty(), "split these sentences, or say less: {long:#?}");
}

#[test]
fn every_file_with_a_warning_has_a_section() {
    let has_warning = |path: &String| {
        let code = code(path);
        ["WarningCode::", "ErrorKind::"].iter().any(|name| code.contains(name)) && !messages(path).is_empty()
    };
    let listed: BTreeSet<_> = SECTIONS.iter().flat_map(|(_, paths)| files(paths)).collect();
    let all = rust_files(&root().join("src"));
    let missing: Vec<_> = all.iter().filter(|path| has_warning(path) && !listed.contains(*path)).collect();
    assert!(missing.is_empty(), "name these files in a section: {missing:#?}");
}

/// The page as it should be. A file is listed once, in the first section that names it.
fn page() -> String {
    let mut seen = BTreeSet::new();
    let sections = SECTIONS.iter().map(|(title, paths)| {
        let files = files(paths).into_iter().filter(|path| seen.insert(path.clone()));
        let texts: Vec<_> = files.flat_map(|path| messages(&path)).collect();
        let lines: Vec<_> = texts.iter().map(|text| format!("- {}", text.replace('|', "\\|"))).collect();
        format!("\n## {title}\n\n{}\n", lines.join("\n"))
    });
    let sections: String = sections.collect();
    format!("{INTRODUCTION}{sections}")
}

/// The sentences of a message: what happened, and what to do.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split("; ").flat_map(|part| part.split(". "))
}

/// The files of a section, in its order.
fn files(paths: &[&str]) -> Vec<String> {
    paths.iter().flat_map(|path| rust_files(&root().join("src").join(path))).collect()
}

/// The Rust files at or below a path without those of tests, in order.
fn rust_files(path: &Path) -> Vec<String> {
    let text = path.to_str().unwrap().to_owned();
    if path.is_file() {
        let is_program = path.extension().is_some_and(|end| end == "rs") && !path.ends_with("tests.rs");
        return if is_program { vec![text] } else { Vec::new() };
    }
    if path.ends_with("tests") {
        return Vec::new();
    }
    let entries = fs::read_dir(path).unwrap_or_else(|error| panic!("{text}: {error}"));
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().flat_map(|path| rust_files(path)).collect()
}

/// The program of a file, without comments, attributes and tests.
fn code(path: &str) -> String {
    let text = fs::read_to_string(path).unwrap();
    let program = text.split("#[cfg(test)]").next().unwrap();
    let is_code = |line: &&str| !["//", "#["].iter().any(|start| line.trim_start().starts_with(start));
    program.lines().filter(is_code).collect::<Vec<_>>().join("\n")
}

/// The messages in a file: its texts of several words.
fn messages(path: &str) -> Vec<String> {
    let code = code(path);
    let mut messages = Vec::new();
    let mut rest = code.as_str();
    while let Some(start) = rest.find('"') {
        let before = &rest[..start];
        let Some(length) = literal_len(&rest[start + 1..]) else { break };
        let literal = &rest[start + 1..start + 1 + length];
        rest = &rest[start + length + 2..];
        // `expect` names what cannot happen, and `r"` begins a pattern.
        let is_internal =
            [".expect(", "reason = ", "r", "unreachable!("].iter().any(|end| before.ends_with(end));
        let text = unescape(literal);
        if !is_internal && is_message(&text) {
            messages.push(text);
        }
    }
    messages
}

/// The length of a string literal up to its closing quotation mark, in bytes.
fn literal_len(text: &str) -> Option<usize> {
    let mut is_escaped = false;
    text.bytes().position(|byte| {
        let is_end = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        is_end
    })
}

/// The text of a string literal: without the breaks of long lines, with its quotation marks.
fn unescape(literal: &str) -> String {
    let lines = literal.split("\\\n").map(str::trim_start);
    lines
        .collect::<String>()
        .replace("\\\"", "\"")
        .replace("\\n", "")
        .replace("{}", "{…}")
        .replace(":?}", "}")
}

/// True for a text of several words that begins as messages do: with a small letter, or with a name.
fn is_message(text: &str) -> bool {
    let is_start = |c: char| c.is_ascii_lowercase() || c == '{';
    let has_words = text.split_whitespace().filter(|word| word.chars().all(char::is_alphabetic)).count() >= 3;
    text.chars().count() >= MIN_MESSAGE && has_words && text.starts_with(is_start) && !text.contains("(?")
}
