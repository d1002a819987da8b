//! The README tells the truth: its commands are run, and what it lists is held against what is there.
//!
//! `UPDATE_GOLDEN=1 cargo test --test readme` writes the answers of the commands anew.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use similar::TextDiff;
use wikidiff::model::Shape;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(name: impl AsRef<Path>) -> String {
    fs::read_to_string(root().join(name)).unwrap()
}

#[test]
fn every_command_answers_as_the_readme_says() {
    let readme = read("README.md");
    let answered = answered(&readme);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(root().join("README.md"), answered).unwrap();
        return;
    }
    let diff = TextDiff::from_lines(readme.as_str(), answered.as_str());
    let difference = diff.unified_diff().header("README.md", "what the commands answer").to_string();
    assert!(difference.is_empty(), "UPDATE_GOLDEN=1 cargo test --test readme writes it anew\n{difference}");
}

#[test]
fn the_first_command_shows_the_sample() {
    let readme = read("README.md");
    let command = readme.lines().find(|line| line.starts_with("cargo run ")).unwrap();
    let (_, words) = command.split_once(" -- ").unwrap();
    let shown = answer(&format!("wikidiff {words}"));
    assert!(shown.starts_with("ChatGPT ") && shown.contains("+4 bytes, proved"), "{shown}");
}

#[test]
fn every_shape_is_explained() {
    for shape in Shape::ALL {
        let row = format!("| `{shape}` |");
        assert!(read("README.md").contains(&row), "no row of the table begins with {row}");
    }
}

#[test]
fn every_dependency_has_its_reason() {
    let readme = read("README.md");
    let manifest = read("Cargo.toml");
    let names: Vec<_> = dependencies(&manifest).collect();
    assert!(names.contains(&"similar"), "the dependencies were not found");
    for name in names {
        assert!(readme.contains(&format!("- `{name}`")), "no line of the list begins with `{name}`");
    }
}

#[test]
fn every_limit_is_as_the_code_has_it() {
    let readme = read("README.md");
    let limits: Vec<_> = readme.lines().filter_map(limit).collect();
    assert!(!limits.is_empty(), "the table of limits was not found");
    for Limit { value, name, file } in limits {
        let code = read(file);
        let line = code.lines().find(|line| line.contains(&format!("const {name}: ")));
        let found = line.and_then(|line| line.split_once(" = ")).map(|(_, value)| value);
        assert_eq!(
            found,
            Some(format!("{value};").as_str()),
            "the README is not up to date with {name} in {file}"
        );
    }
}

/// The README with the answers that its commands give now.
///
/// In a block of `console`, a line that begins with `$ ` is a command, and what follows up to the next one is its
/// answer.
fn answered(readme: &str) -> String {
    let mut text = String::new();
    let mut is_console = false;
    for line in readme.lines() {
        let command = line.strip_prefix("$ ").filter(|_| is_console);
        let is_fence = line.starts_with("```");
        if command.is_some() || is_fence || !is_console {
            text.push_str(line);
            text.push('\n');
        }
        text.push_str(&command.map(answer).unwrap_or_default());
        is_console = if is_fence { line == "```console" } else { is_console };
    }
    text
}

/// What a command writes, to standard output and to standard error, in the project's directory.
fn answer(command: &str) -> String {
    let binary = PathBuf::from(env!("CARGO_BIN_EXE_wikidiff"));
    let own = binary.parent().unwrap().to_path_buf();
    let others = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths([own].into_iter().chain(std::env::split_paths(&others))).unwrap();
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("exec 2>&1; {command}")]).current_dir(root()).env_clear().env("PATH", path);
    shell.env("WIKIDIFF_CONFIG", "");
    String::from_utf8(shell.stdin(Stdio::null()).output().unwrap().stdout).unwrap()
}

/// The names in the tables of dependencies.
fn dependencies(manifest: &str) -> impl Iterator<Item = &str> {
    let tables = manifest.split("\n[").filter(|table| {
        let head = table.lines().next().unwrap_or_default();
        head.ends_with("dependencies]")
    });
    let lines = tables.flat_map(|table| table.lines().skip(1));
    lines.filter(|line| !line.starts_with('#')).filter_map(|line| Some(line.split_once(" = ")?.0))
}

/// A limit as the README has it.
struct Limit<'r> {
    value: &'r str,
    name: &'r str,
    file: &'r str,
}

/// Reads a row of the table of limits: `| what | value | beyond | NAME in src/file.rs |`.
fn limit(line: &str) -> Option<Limit<'_>> {
    let cells: Vec<_> = line.split('|').map(str::trim).collect();
    let [_, _what, value, _beyond, place, _] = cells[..] else { return None };
    let (name, file) = place.split_once("` in `")?;
    Some(Limit {
        value: value.trim_matches('`'),
        name: name.trim_start_matches('`'),
        file: file.trim_end_matches('`'),
    })
}
