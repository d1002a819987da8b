//! The files of the project, their lines, and the paths that they name.

use std::fs;
use std::path::Path;

/// One Rust file.
pub(crate) struct Source {
    /// The path from the project's root, with `/`.
    pub(crate) path: String,
    /// The lines of the program: without tests and comments, which are left empty so that numbers stay.
    pub(crate) code: Vec<String>,
    /// All lines.
    pub(crate) lines: Vec<String>,
}

impl Source {
    fn read(path: String) -> Self {
        let text = fs::read_to_string(root().join(&path)).unwrap();
        let lines: Vec<String> = text.lines().map(String::from).collect();
        let code = lines[..end_of_code(&lines)].iter().map(|line| without_comment(line)).collect();
        Self { path, code, lines }
    }

    /// The name of the folder directly under `src`, or of a file that is in none.
    pub(crate) fn folder(&self) -> &str {
        let inside = self.path.trim_start_matches("src/");
        inside.split_once('/').map_or_else(|| inside.trim_end_matches(".rs"), |(folder, _)| folder)
    }

    /// The module's path in the crate: `parse::page::messages`.
    pub(crate) fn module(&self) -> String {
        let inside = self.path.trim_start_matches("src/").trim_end_matches(".rs");
        inside.trim_end_matches("/mod").trim_end_matches("lib").trim_end_matches("main").replace('/', "::")
    }

    /// The place of a line as `PATH:LINE`, which editors can open.
    pub(crate) fn place(&self, index: usize) -> String {
        format!("{}:{}", self.path, index + 1)
    }

    /// The lines of the program that are not empty, each with its index.
    pub(crate) fn code_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.code.iter().map(String::as_str).enumerate().filter(|(_, line)| !line.trim().is_empty())
    }
}

/// The project's root.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file of the program, in order, without files that hold only tests.
pub(crate) fn program() -> Vec<Source> {
    let is_test = |path: &str| path.ends_with("/tests.rs") || path.contains("/tests/");
    let paths = files(Path::new("src")).into_iter().filter(|path| is_rust(path) && !is_test(path));
    paths.map(Source::read).collect()
}

/// Every Rust file, including tests.
pub(crate) fn rust() -> Vec<Source> {
    let folders = ["src", "tests", "examples", "benches"];
    let paths = folders.iter().flat_map(|folder| files(Path::new(folder)));
    paths.filter(|path| is_rust(path)).map(Source::read).collect()
}

/// The paths of all files below a folder, in order, without the folders of Cargo and Git.
pub(crate) fn files(folder: &Path) -> Vec<String> {
    let mut open = vec![root().join(folder)];
    let mut files = Vec::new();
    while let Some(folder) = open.pop() {
        let Ok(entries) = fs::read_dir(folder) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()) {
            if path.is_dir() && !path.ends_with("target") && !path.ends_with(".git") {
                open.push(path);
            } else if path.is_file() && !path.ends_with(".git") {
                files.push(from_root(&path));
            }
        }
    }
    files.sort();
    files
}

fn is_rust(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "rs")
}

fn from_root(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/")
}

/// The line at which the tests at the end of a file begin, or its end.
fn end_of_code(lines: &[String]) -> usize {
    let is_start = |pair: &[String]| pair[0] == "#[cfg(test)]" && pair[1].ends_with('{');
    lines.windows(2).position(is_start).unwrap_or(lines.len())
}

/// The line without its comment. A `//` inside a string counts as a comment too: at worst, a name after it is
/// missed.
fn without_comment(line: &str) -> String {
    line.split("//").next().unwrap_or_default().to_owned()
}

/// True if the line has the word by itself, not as a part of a longer word. A word that ends in `::` or `(` may
/// continue.
pub(crate) fn has_word(line: &str, word: &str) -> bool {
    let is_inside = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let ends_itself = word.ends_with([':', '(']);
    line.match_indices(word).any(|(at, _)| {
        let after = line[at + word.len()..].chars().next();
        !is_inside(line[..at].chars().next_back()) && (ends_itself || !is_inside(after))
    })
}

#[test]
fn words_stand_by_themselves() {
    assert!(has_word("use clap::Parser;", "clap"));
    assert!(!has_word("clapping(clap_it)", "clap"));
    assert!(has_word("parts::sheets()", "parts::"));
    assert!(!has_word("counterparts::sheets()", "parts::"));
}
